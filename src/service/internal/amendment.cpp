#include "service/internal/amendment.h"

#include "base/text.h"

#include <algorithm>
#include <array>

namespace wmi::service {
namespace {

/// What is no text: it belongs to the definition on either side.
bool is_system(const cim::Qualifier& qualifier) {
    static constexpr std::array<std::string_view, 8> kNames{"Amendment", "abstract", "CIMTYPE", "key", "Locale", "in", "out", "ID"};
    return std::any_of(kNames.begin(), kNames.end(), [&](std::string_view name) { return base::same_name(qualifier.name, name); });
}

// -- merging

void add_amended(cim::QualifierSet& to, const cim::QualifierSet& from) {
    for (const cim::Qualifier& qualifier : from) {
        if (is_system(qualifier) || to.find(qualifier.name)) continue;
        cim::Qualifier copy = qualifier;
        copy.flavor |= cim::flavor::kAmended;
        to.set(std::move(copy));
    }
}

bool says_something(const cim::QualifierSet& set) { return !std::all_of(set.begin(), set.end(), is_system); }

cim::PropertyDeclaration override_of(const cim::Property& inherited) {
    cim::PropertyDeclaration made;
    made.name = inherited.name();
    made.type = inherited.type();
    made.inherits_default = true;
    return made;
}

void add_to_properties(cim::ClassBody& body, const cim::Class& neutral, const cim::Class& amendment) {
    for (const cim::PropertyDeclaration& amended : amendment.body().properties) {
        if (!says_something(amended.qualifiers)) continue;
        cim::PropertyDeclaration* own = body.find_property(amended.name);
        const cim::Property* inherited = own ? nullptr : neutral.find_property(amended.name);
        if (inherited) own = &body.properties.emplace_back(override_of(*inherited));
        if (own) add_amended(own->qualifiers, amended.qualifiers);
    }
}

/// A signature with the texts that the amendment has of parameters of the same name.
Result<cim::ClassPtr> with_texts(const cim::ClassPtr& side, const cim::ClassPtr& amended) {
    if (!side || !amended) return side;
    cim::ClassBody body = side->body();
    for (cim::PropertyDeclaration& parameter : body.properties)
        if (const auto* found = amended->body().find_property(parameter.name)) add_amended(parameter.qualifiers, found->qualifiers);
    return cim::Class::make(std::move(body));
}

bool says_something(const cim::MethodDeclaration& method) {
    if (says_something(method.qualifiers)) return true;
    for (const cim::ClassPtr* side : {&method.in, &method.out}) {
        if (!*side) continue;
        for (const cim::PropertyDeclaration& parameter : (*side)->body().properties)
            if (says_something(parameter.qualifiers)) return true;
    }
    return false;
}

Result<void> add_to_methods(cim::ClassBody& body, const cim::Class& neutral, const cim::Class& amendment) {
    for (const cim::MethodDeclaration& amended : amendment.body().methods) {
        if (!says_something(amended)) continue;
        cim::MethodDeclaration* own = body.find_method(amended.name);
        const cim::Method* inherited = own ? nullptr : neutral.find_method(amended.name);
        if (inherited) own = &body.methods.emplace_back(cim::MethodDeclaration{inherited->name(), inherited->nearest->in, inherited->nearest->out, {}});
        if (!own) continue;
        add_amended(own->qualifiers, amended.qualifiers);
        own->in = TRY(with_texts(own->in, amended.in));
        own->out = TRY(with_texts(own->out, amended.out));
    }
    return {};
}

// -- splitting

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

/// Both sides of a split of one set; gives the amended one.
cim::QualifierSet split_set(cim::QualifierSet& set, const cim::QualifierSet* before) {
    cim::QualifierSet amendment = take_amended(set);
    if (before) keep_hidden(amendment, set, *before);
    return amendment;
}

template <class Declaration>
const cim::QualifierSet* qualifiers_in(const Declaration* declaration) {
    return declaration ? &declaration->qualifiers : nullptr;
}

/// Overrides that were there for their texts alone go from the neutral side.
void split_properties(const cim::Class& of, const cim::Class* before, Split& to) {
    std::vector<cim::PropertyDeclaration> rest;
    for (cim::PropertyDeclaration& property : to.neutral.properties) {
        cim::PropertyDeclaration amendment;
        amendment.name = property.name;
        amendment.type = property.type;
        const std::string cim_type = of.cim_type(*of.find_property(property.name));
        if (cim_type.find(':') != std::string::npos) amendment.cim_type = cim_type;
        amendment.qualifiers = split_set(property.qualifiers, qualifiers_in(before ? before->body().find_property(property.name) : nullptr));
        const bool is_bare = property.inherits_default && property.cim_type.empty() && property.qualifiers.empty();
        const bool was_for_texts = is_bare && !amendment.qualifiers.empty() && of.parent() && of.parent()->find_property(property.name);
        if (!amendment.qualifiers.empty()) to.amendment.properties.push_back(std::move(amendment));
        if (!was_for_texts) rest.push_back(std::move(property));
    }
    to.neutral.properties = std::move(rest);
}

/// Splits a signature: `side` keeps what is neutral; true when something is amended, which `amendment` has beside the parameters.
Result<bool> split_side(cim::ClassPtr& side, cim::ClassPtr& amendment, const cim::ClassPtr& before) {
    if (!side) return false;
    cim::ClassBody neutral = side->body();
    cim::ClassBody amended = neutral;
    bool is_amended = false;
    for (std::size_t i = 0; i < neutral.properties.size(); ++i) {
        const cim::PropertyDeclaration* hidden = before ? before->body().find_property(neutral.properties[i].name) : nullptr;
        const cim::QualifierSet texts = split_set(neutral.properties[i].qualifiers, qualifiers_in(hidden));
        is_amended = is_amended || !texts.empty();
        cim::QualifierSet both;
        for (const cim::Qualifier& qualifier : neutral.properties[i].qualifiers)
            if (is_system(qualifier)) both.set(qualifier);
        for (const cim::Qualifier& qualifier : texts) both.set(qualifier);
        amended.properties[i].qualifiers = std::move(both);
    }
    amendment = TRY(cim::Class::make(std::move(amended)));
    if (is_amended) side = TRY(cim::Class::make(std::move(neutral)));
    return is_amended;
}

Result<void> split_methods(const cim::Class& of, const cim::Class* before, Split& to) {
    std::vector<cim::MethodDeclaration> rest;
    for (cim::MethodDeclaration& method : to.neutral.methods) {
        const cim::MethodDeclaration* hidden = before ? before->body().find_method(method.name) : nullptr;
        cim::MethodDeclaration amendment;
        amendment.name = method.name;
        amendment.qualifiers = split_set(method.qualifiers, qualifiers_in(hidden));
        const bool has_in = TRY(split_side(method.in, amendment.in, hidden ? hidden->in : nullptr));
        const bool has_out = TRY(split_side(method.out, amendment.out, hidden ? hidden->out : nullptr));
        const bool has_texts = has_in || has_out || !amendment.qualifiers.empty();
        if (has_texts) to.amendment.methods.push_back(std::move(amendment));
        const bool was_for_texts = has_texts && method.qualifiers.empty() && of.parent() && of.parent()->find_method(method.name);
        if (!was_for_texts) rest.push_back(std::move(method));
    }
    to.neutral.methods = std::move(rest);
    return {};
}

/// What the amendment says of members that the class does not have: no reader sees it (LOC-07), no writer can mean it.
void keep_unseen(const cim::Class& of, const cim::Class& before, Split& to) {
    for (const cim::PropertyDeclaration& property : before.body().properties)
        if (!of.find_property(property.name)) to.amendment.properties.push_back(property);
    for (const cim::MethodDeclaration& method : before.body().methods)
        if (!of.find_method(method.name)) to.amendment.methods.push_back(method);
}

}  // namespace

Result<cim::ClassPtr> merge(const cim::Class& neutral, cim::ClassPtr parent, const cim::Class* amendment) {
    cim::ClassBody body = neutral.body();
    body.parent = std::move(parent);
    body.is_localized = amendment || (body.parent && is_amended(*body.parent));
    if (amendment) {
        add_amended(body.qualifiers, amendment->body().qualifiers);
        add_to_properties(body, neutral, *amendment);
        TRY(add_to_methods(body, neutral, *amendment));
    }
    return cim::Class::make(std::move(body));
}

bool is_amended(const cim::Class& of) { return of.body().is_localized; }

Result<Split> split(const cim::Class& of, const cim::Class* before) {
    Split result;
    result.neutral = of.body();
    result.neutral.is_localized = false;
    result.amendment.name = of.name();
    if (before) result.amendment.parent = before->parent();
    result.amendment.qualifiers = split_set(result.neutral.qualifiers, before ? &before->body().qualifiers : nullptr);
    split_properties(of, before, result);
    TRY(split_methods(of, before, result));
    if (before) keep_unseen(of, *before, result);
    result.has_amendment =
        !result.amendment.qualifiers.empty() || !result.amendment.properties.empty() || !result.amendment.methods.empty();
    const cim::Qualifier* is_amendment = before ? before->body().qualifiers.find("Amendment") : nullptr;
    result.amendment.qualifiers.set(is_amendment ? *is_amendment : cim::mark("Amendment"));
    if (const cim::Qualifier* locale = before ? before->body().qualifiers.find("Locale") : nullptr) result.amendment.qualifiers.set(*locale);
    return result;
}

void strip(cim::Instance& instance) {
    if (!instance.has_own_qualifiers()) return;
    cim::QualifierSet own = instance.own_qualifiers();
    if (!take_amended(own).empty()) instance.set_own_qualifiers(own);
    for (const cim::Property& property : instance.cls().properties()) {
        cim::QualifierSet set = instance.own_qualifiers_of(property);
        if (!take_amended(set).empty()) instance.set_own_qualifiers_of(property, set);
    }
}

}  // namespace wmi::service
