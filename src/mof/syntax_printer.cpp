#include "mof/internal/syntax_printer.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace wmi::mof {
namespace {

bool is_amended(const cim::Qualifier& qualifier) {
    return (qualifier.flavor & cim::flavor::kAmended) != 0;
}

bool is_structural(const cim::Qualifier& qualifier) {
    const auto is = [&](std::string_view name) { return base::same_name(qualifier.name, name); };
    return is("key") || is("in") || is("out") || is("ID");
}

bool any_amended(const Qualifiers& list) {
    return std::any_of(list.begin(), list.end(), is_amended);
}

bool any_amended(const MethodSyntax& method) {
    return any_amended(method.qualifiers) ||
           std::any_of(method.parameters.begin(), method.parameters.end(),
                       [](const ParameterSyntax& p) { return any_amended(p.property.qualifiers); });
}

bool is_key(const PropertySyntax& property) {
    return std::any_of(property.qualifiers.begin(), property.qualifiers.end(),
                       [](const cim::Qualifier& q) { return base::same_name(q.name, "key"); });
}

std::string type_text(const TypeName& type) {
    const bool is_reference = type.element == cim::CimType::Reference;
    if (!is_reference && type.element != cim::CimType::Object) return std::string(cim::word_of(type.element));
    const std::string name = type.class_name.empty() ? "object" : type.class_name;
    return is_reference ? name + " ref" : name;
}

std::string_view word_of(IfMissing if_missing) {
    return if_missing == IfMissing::Fail ? "FAIL" : "NOFAIL";
}

}  // namespace

bool SyntaxPrinter::has_amended(const ClassSyntax& syntax) {
    return any_amended(syntax.qualifiers) ||
           std::any_of(syntax.properties.begin(), syntax.properties.end(),
                       [](const PropertySyntax& p) { return any_amended(p.qualifiers); }) ||
           std::any_of(syntax.methods.begin(), syntax.methods.end(),
                       [](const MethodSyntax& m) { return any_amended(m); });
}

// What makes a key or a parameter stays in both parts, whatever its flavor.
bool SyntaxPrinter::is_wanted(const cim::Qualifier& qualifier) const {
    if (part_ == Part::Everything || is_structural(qualifier)) return true;
    return is_amended(qualifier) == (part_ == Part::Localized);
}

void SyntaxPrinter::write_qualifiers(const Qualifiers& qualifiers, std::string_view end) {
    cim::QualifierSet set;
    for (const cim::Qualifier& qualifier : qualifiers) {
        if (!is_wanted(qualifier)) continue;
        cim::Qualifier shown = qualifier;
        if (part_ == Part::Neutral) shown.flavor = static_cast<std::uint8_t>(shown.flavor & ~cim::flavor::kAmended);
        set.set(std::move(shown));
    }
    printer_.write_qualifiers(set, end);
}

void SyntaxPrinter::write(const Production& production) {
    std::visit([this](const auto& content) { write_content(content); }, production.content);
}

void SyntaxPrinter::write_head(const ClassSyntax& syntax, bool with_base) {
    append("class " + syntax.name);
    if (!syntax.alias.empty() && part_ != Part::Localized) append(" as $" + syntax.alias);
    if (!syntax.base.empty() && with_base) append(" : " + syntax.base);
    append("\n{\n");
}

void SyntaxPrinter::write_content(const ClassSyntax& syntax) {
    write_qualifiers(syntax.qualifiers, "\n");
    write_head(syntax, true);
    for (const PropertySyntax& property : syntax.properties) {
        append("\t");
        write_property(property);
        append(";\n");
    }
    for (const MethodSyntax& method : syntax.methods)
        write_method(method);
    append("};\n\n");
}

// MOF-102: AMENDMENT and LOCALE, the amended qualifiers, the keys and the properties and methods that have
// amended qualifiers.
void SyntaxPrinter::write_localized(const ClassSyntax& syntax, std::uint32_t locale, bool with_base) {
    cim::QualifierSet qualifiers;
    qualifiers.set(cim::mark("AMENDMENT"));
    qualifiers.set({"LOCALE", {{cim::CimType::Sint32, false}, std::int64_t{locale}}, 0});
    for (const cim::Qualifier& one : syntax.qualifiers) {
        if (is_amended(one) && !qualifiers.find(one.name)) qualifiers.set(one);
    }
    printer_.write_qualifiers(qualifiers, "\n");
    write_head(syntax, with_base);
    for (const PropertySyntax& property : syntax.properties) {
        if (!is_key(property) && !any_amended(property.qualifiers)) continue;
        append("\t");
        write_property(property);
        append(";\n");
    }
    for (const MethodSyntax& method : syntax.methods) {
        if (any_amended(method)) write_method(method);
    }
    append("};\n\n");
}

void SyntaxPrinter::write_property(const PropertySyntax& property) {
    write_qualifiers(property.qualifiers, " ");
    append(type_text(property.type) + " " + property.name);
    if (property.is_array) append(property.size ? fmt::format("[{}]", *property.size) : "[]");
    if (!property.value || part_ == Part::Localized) return;
    append(" = ");
    write_value(*property.value);
}

void SyntaxPrinter::write_method(const MethodSyntax& method) {
    append("\t");
    write_qualifiers(method.qualifiers, " ");
    append((method.returns ? type_text(*method.returns) : "void") + " " + method.name + "(");
    std::string_view comma;
    for (const ParameterSyntax& parameter : method.parameters) {
        append(comma);
        write_property(parameter.property);
        comma = ", ";
    }
    append(");\n");
}

void SyntaxPrinter::write_content(const InstanceSyntax& syntax) {
    write_qualifiers(syntax.qualifiers, "\n");
    append("instance of " + syntax.class_name);
    if (!syntax.alias.empty()) append(" as $" + syntax.alias);
    append("\n");
    write_assignments(syntax.assignments);
    append(";\n\n");
}

void SyntaxPrinter::write_assignments(const std::vector<Assignment>& assignments) {
    append("{\n");
    for (const Assignment& one : assignments) {
        append("\t");
        write_qualifiers(one.qualifiers, " ");
        append(one.name);
        if (one.value) {
            append(" = ");
            write_value(*one.value);
        }
        append(";\n");
    }
    append("}");
}

void SyntaxPrinter::write_value(const Initializer& value) {
    const auto& content = value.content;
    if (std::holds_alternative<Null>(content)) append("NULL");
    if (const bool* truth = std::get_if<bool>(&content)) append(*truth ? "TRUE" : "FALSE");
    if (const auto* integer = std::get_if<Integer>(&content))
        append(fmt::format("{}{}", integer->is_negative ? "-" : "", integer->magnitude));
    if (const double* real = std::get_if<double>(&content))
        printer_.write_scalar(cim::CimType::Real64, *real, "");
    if (const auto* character = std::get_if<Character>(&content))
        append(fmt::format("'\\x{:04X}'", static_cast<unsigned>(character->unit)));
    if (const auto* text = std::get_if<std::string>(&content)) append(quote(*text));
    if (const auto* alias = std::get_if<Alias>(&content)) append("$" + alias->name);
    if (const auto* embedded = std::get_if<std::shared_ptr<const EmbeddedInstance>>(&content)) {
        write_qualifiers((*embedded)->qualifiers, " ");
        append("instance of " + (*embedded)->class_name + "\n");
        write_assignments((*embedded)->assignments);
    }
    const auto* items = std::get_if<Initializer::Items>(&content);
    if (!items) return;
    append("{");
    std::string_view comma;
    for (const Initializer& item : *items) {
        append(comma);
        write_value(item);
        comma = ", ";
    }
    append("}");
}

void SyntaxPrinter::write_content(const NamespacePragma& pragma) {
    printer_.write_namespace(pragma.path);
}

void SyntaxPrinter::write_content(const ClassFlagsPragma& pragma) {
    append(fmt::format("#pragma classflags({})\n", pragma.flags));
}

void SyntaxPrinter::write_content(const InstanceFlagsPragma& pragma) {
    append(fmt::format("#pragma instanceflags({})\n", pragma.flags));
}

void SyntaxPrinter::write_content(const DeleteClassPragma& pragma) {
    append(fmt::format("#pragma deleteclass({}, {})\n", quote(pragma.name), word_of(pragma.if_missing)));
}

void SyntaxPrinter::write_content(const DeleteInstancePragma& pragma) {
    append(fmt::format("#pragma deleteinstance({}, {})\n", quote(pragma.path), word_of(pragma.if_missing)));
}

}  // namespace wmi::mof
