#include "service/internal/amendment.h"

#include "base/text.h"

namespace wmi::service {
namespace {

constexpr const char* kMark = "amended";

bool is_system(const cim::Qualifier& qualifier) {
    return base::same_name(qualifier.name, "Amendment") || base::same_name(qualifier.name, "abstract") ||
           base::same_name(qualifier.name, "CIMTYPE") || base::same_name(qualifier.name, "key") ||
           base::same_name(qualifier.name, "Locale");
}

void add_amended(cim::QualifierSet& to, const cim::QualifierSet& from) {
    for (const cim::Qualifier& qualifier : from) {
        if (is_system(qualifier) || to.find(qualifier.name)) continue;
        cim::Qualifier copy = qualifier;
        copy.flavor |= cim::flavor::kAmended;
        to.set(std::move(copy));
    }
}

/// Moves what is amended out of a set.
cim::QualifierSet take_amended(cim::QualifierSet& set) {
    cim::QualifierSet rest;
    cim::QualifierSet taken;
    for (cim::Qualifier& qualifier : set)
        ((qualifier.flavor & cim::flavor::kAmended) != 0 ? taken : rest).set(std::move(qualifier));
    set = std::move(rest);
    return taken;
}

/// What stood in the amendment and is hidden behind a neutral qualifier of the same name: nobody who read it merged has seen it.
void keep_hidden(cim::QualifierSet& amendment, const cim::QualifierSet& neutral, const cim::QualifierSet& before) {
    for (const cim::Qualifier& qualifier : before)
        if (!is_system(qualifier) && neutral.find(qualifier.name) && !amendment.find(qualifier.name)) amendment.set(qualifier);
}

cim::PropertyDeclaration bare(const cim::PropertyDeclaration& property) {
    cim::PropertyDeclaration copy;
    copy.name = property.name;
    copy.type = property.type;
    copy.cim_type = property.cim_type;
    return copy;
}

cim::MethodDeclaration bare(const cim::MethodDeclaration& method) { return {method.name, method.in, method.out, {}}; }

template <class Declaration, class Find>
void split_parts(std::vector<Declaration>& parts, std::vector<Declaration>& amendments, Find&& find_before) {
    for (Declaration& part : parts) {
        Declaration amendment = bare(part);
        amendment.qualifiers = take_amended(part.qualifiers);
        if (const Declaration* before = find_before(part.name)) keep_hidden(amendment.qualifiers, part.qualifiers, before->qualifiers);
        if (!amendment.qualifiers.empty()) amendments.push_back(std::move(amendment));
    }
}

}  // namespace

Result<cim::ClassPtr> merge(const cim::Class& neutral, cim::ClassPtr parent, const cim::Class* amendment) {
    cim::ClassBody body = neutral.body();
    body.parent = std::move(parent);
    if (amendment) {
        add_amended(body.qualifiers, amendment->body().qualifiers);
        for (cim::PropertyDeclaration& property : body.properties)
            if (const auto* found = amendment->body().find_property(property.name)) add_amended(property.qualifiers, found->qualifiers);
        for (cim::MethodDeclaration& method : body.methods)
            if (const auto* found = amendment->body().find_method(method.name)) add_amended(method.qualifiers, found->qualifiers);
        body.qualifiers.set(cim::mark(kMark, cim::flavor::kAmended));
    }
    return cim::Class::make(std::move(body));
}

bool is_amended(const cim::Class& of) {
    const cim::Qualifier* mark = of.body().qualifiers.find(kMark);
    return mark && mark->is_true() && (mark->flavor & cim::flavor::kAmended) != 0;
}

Split split(const cim::ClassBody& body, const cim::Class* before) {
    Split result;
    result.neutral = body;
    result.neutral.qualifiers.erase(kMark);
    result.amendment.name = body.name;
    if (before) result.amendment.parent = before->parent();
    result.amendment.qualifiers = take_amended(result.neutral.qualifiers);
    if (before) keep_hidden(result.amendment.qualifiers, result.neutral.qualifiers, before->body().qualifiers);
    split_parts(result.neutral.properties, result.amendment.properties,
                [&](const std::string& name) { return before ? before->body().find_property(name) : nullptr; });
    split_parts(result.neutral.methods, result.amendment.methods,
                [&](const std::string& name) { return before ? before->body().find_method(name) : nullptr; });
    result.has_amendment =
        !result.amendment.qualifiers.empty() || !result.amendment.properties.empty() || !result.amendment.methods.empty();
    result.amendment.qualifiers.set(cim::mark("Amendment"));
    return result;
}

void strip(cim::Instance& instance) {
    cim::QualifierSet own = instance.own_qualifiers();
    if (!take_amended(own).empty()) instance.set_own_qualifiers(own);
    for (const cim::Property& property : instance.cls().properties()) {
        cim::QualifierSet set = instance.own_qualifiers_of(property);
        if (!take_amended(set).empty()) instance.set_own_qualifiers_of(property, set);
    }
}

}  // namespace wmi::service
