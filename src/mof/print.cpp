#include "mof/print.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>

#include <fmt/format.h>

#include "base/text.h"
#include "mof/internal/printer.h"

namespace wmi::mof {
namespace {

using cim::CimType;
namespace flavor = cim::flavor;

constexpr std::uint8_t kIdFlavor = flavor::kNotOverridable | flavor::kToInstance;

// The letter of a short escape, or 0.
char short_escape(char c) {
    switch (c) {
        case '"':
            return '"';
        case '\\':
            return '\\';
        case '\n':
            return 'n';
        case '\r':
            return 'r';
        case '\t':
            return 't';
        case '\b':
            return 'b';
        case '\f':
            return 'f';
        default:
            return 0;
    }
}

// A real that reads back equal and as a real; what is no number becomes a string, which reads back too.
std::string real_text(CimType type, double number) {
    char buffer[40];
    const auto end = type == CimType::Real32
                         ? std::to_chars(buffer, std::end(buffer), static_cast<float>(number))
                         : std::to_chars(buffer, std::end(buffer), number);
    std::string text(buffer, end.ptr);
    if (!std::isfinite(number)) return quote(text);
    if (text.find_first_of(".e") == std::string::npos) text += ".0";
    return text;
}

// An embedded class has no form in MOF.
bool is_printable(const cim::Scalar& scalar) {
    const auto* object = std::get_if<cim::ObjectPtr>(&scalar);
    return !object || (*object && (*object)->find_instance());
}

bool is_key_or_id(std::string_view name) {
    return base::same_name(name, "key") || base::same_name(name, "ID");
}

}  // namespace

std::string quote(std::string_view text) {
    std::string out = "\"";
    text = text.substr(0, text.find('\0'));
    std::size_t plain = 0;
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        const auto byte = static_cast<unsigned char>(c);
        const char letter = short_escape(c);
        const bool is_surrogate =
            byte == 0xED && at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) >= 0xA0;
        if (letter == 0 && byte >= ' ' && byte != 0x7F && !is_surrogate) {
            ++at;
            continue;
        }
        out.append(text.substr(plain, at - plain));
        if (letter != 0) {
            out += {'\\', letter};
            ++at;
        } else {
            out += fmt::format("\\x{:04X}", static_cast<std::uint32_t>(base::next_character(text, at)));
        }
        plain = at;
    }
    out.append(text.substr(plain));
    return out + '"';
}

std::string print(const cim::Object& object, Flavors flavors) {
    Printer printer(flavors);
    printer.write(object);
    return printer.release();
}

base::Result<std::string> print_whole(const cim::Object& object, Flavors flavors) {
    Printer printer(flavors);
    printer.write(object);
    if (!printer.has_lost()) return printer.release();
    return base::Error(base::Status::NotSupported,
                       "a property holds a class, which cannot be written as MOF; set it to NULL, or to an instance");
}

std::string print_file(std::string_view namespace_path, const std::vector<cim::Object>& objects,
                       Flavors flavors) {
    Printer printer(flavors);
    if (!namespace_path.empty()) printer.write_namespace(namespace_path);
    for (const cim::Object& object : objects) {
        printer.append("\n");
        printer.write(object);
    }
    return printer.release();
}

void Printer::write_namespace(std::string_view path) {
    text_ += fmt::format("#pragma namespace({})\n", quote(fmt::format("\\\\.\\{}", path)));
}

void Printer::write(const cim::Object& object) {
    if (const cim::ClassPtr* of = object.find_class()) return write(**of);
    write(*object.find_instance(), "");
    text_ += ";\n";
}

void Printer::write(const cim::Class& of) {
    write_qualifiers(of.body().qualifiers, "\n");
    text_ += "class " + of.name();
    if (of.parent()) text_ += " : " + of.parent()->name();
    text_ += "\n{\n";
    for (const cim::PropertyDeclaration& declaration : of.body().properties)
        write_property(of, declaration);
    for (const cim::MethodDeclaration& method : of.body().methods)
        write_method(method);
    text_ += "};\n";
}

void Printer::write_property(const cim::Class& of, const cim::PropertyDeclaration& declaration) {
    const cim::Property* property = of.find_property(declaration.name);
    text_ += '\t';
    write_qualifiers(declaration.qualifiers, " ");
    write_type(declaration.type, of.cim_type(*property));
    text_ += declaration.name;
    if (declaration.type.is_array) text_ += "[]";
    const bool is_override = property->introduced != &declaration;
    if (!declaration.inherits_default && (is_override || !cim::is_null(declaration.default_value))) {
        text_ += " = ";
        write_value(declaration.type, declaration.default_value, "\t");
    }
    text_ += ";\n";
}

// "ref:CIM_Process" is written `CIM_Process ref`, "object:CIM_Error" is `CIM_Error` (MOF-16).
void Printer::write_type(cim::Type type, std::string_view cim_type) {
    const std::size_t colon = cim_type.find(':');
    const bool is_reference = type.element == CimType::Reference;
    if (is_reference || type.element == CimType::Object) {
        text_ += colon == std::string_view::npos ? std::string_view("object") : cim_type.substr(colon + 1);
        if (is_reference) text_ += " ref";
    } else {
        text_ += cim::word_of(type.element);
    }
    text_ += ' ';
}

void Printer::collect(const cim::ClassPtr& side, bool is_in, std::vector<Parameter>& to) {
    if (!side) return;
    for (const cim::Property& property : side->properties()) {
        if (!is_in && base::same_name(property.name(), "ReturnValue")) continue;
        const auto twin = std::find_if(to.begin(), to.end(), [&](const Parameter& p) {
            return base::same_name(p.property->name(), property.name());
        });
        if (twin != to.end()) {
            twin->is_out = true;
            continue;
        }
        Parameter made{
            side.get(), &property, side->qualifiers_of(property), static_cast<std::int64_t>(to.size()),
            is_in,      !is_in};
        const cim::Qualifier* id = made.qualifiers.find("ID");
        const auto* number = id ? std::get_if<std::int64_t>(&id->content.value) : nullptr;
        if (number) made.id = *number;
        to.push_back(std::move(made));
    }
}

std::vector<Printer::Parameter> Printer::parameters_of(const cim::MethodDeclaration& method) {
    std::vector<Parameter> all;
    collect(method.in, true, all);
    collect(method.out, false, all);
    std::stable_sort(all.begin(), all.end(),
                     [](const Parameter& left, const Parameter& right) { return left.id < right.id; });
    return all;
}

void Printer::write_method(const cim::MethodDeclaration& method) {
    text_ += '\t';
    write_qualifiers(method.qualifiers, " ");
    const cim::Property* returns = method.out ? method.out->find_property("ReturnValue") : nullptr;
    if (returns) {
        write_type(returns->type(), method.out->cim_type(*returns));
    } else {
        text_ += "void ";
    }
    text_ += method.name + "(";
    std::string_view comma;
    for (const Parameter& parameter : parameters_of(method)) {
        text_ += comma;
        write_parameter(parameter);
        comma = ", ";
    }
    text_ += ");\n";
}

// The ID follows from the order (MOF-114); it is written only where its flavor is not the one it gets by
// itself.
void Printer::write_parameter(const Parameter& parameter) {
    cim::QualifierSet shown;
    if (parameter.is_in && !parameter.qualifiers.find("in")) shown.set(cim::mark("in"));
    if (parameter.is_out && !parameter.qualifiers.find("out")) shown.set(cim::mark("out"));
    for (const cim::Qualifier& qualifier : parameter.qualifiers) {
        const bool is_usual_id =
            base::same_name(qualifier.name, "ID") && (qualifier.flavor & flavor::kSettable) == kIdFlavor;
        if (!is_usual_id) shown.set(qualifier);
    }
    write_qualifiers(shown, " ");
    write_type(parameter.property->type(), parameter.side->cim_type(*parameter.property));
    text_ += parameter.property->name();
    if (parameter.property->type().is_array) text_ += "[]";
    if (cim::is_null(parameter.property->default_value())) return;
    text_ += " = ";
    write_value(parameter.property->type(), parameter.property->default_value(), "\t");
}

void Printer::write(const cim::Instance& instance, std::string_view indent) {
    const cim::Class& of = instance.cls();
    write_qualifiers(instance.own_qualifiers(), indent.empty() ? "\n" : " ");
    text_ += fmt::format("instance of {}\n{}{{\n", of.name(), indent);
    const std::string deeper = std::string(indent) + "\t";
    for (const cim::Property& property : of.properties()) {
        const cim::QualifierSet qualifiers = instance.own_qualifiers_of(property);
        const bool is_null = instance.is_null(property);
        const bool says_null = is_null && !cim::is_null(property.default_value());
        if (is_null && !says_null && qualifiers.empty()) continue;
        text_ += deeper;
        write_qualifiers(qualifiers, " ");
        text_ += property.name();
        if (!is_null || says_null) {
            text_ += " = ";
            write_value(property.type(), instance.get(property), deeper);
        }
        text_ += ";\n";
    }
    text_ += indent;
    text_ += '}';
}

void Printer::write_value(cim::Type type, const cim::Value& value, std::string_view indent) {
    if (cim::is_null(value)) {
        text_ += "NULL";
        return;
    }
    const auto* array = std::get_if<cim::Array>(&value);
    if (!array) return write_scalar(type.element, cim::to_scalar(value), indent);
    text_ += '{';
    std::string_view comma;
    for (const cim::Scalar& element : *array) {
        if (!is_printable(element)) {
            has_lost_ = true;
            continue;
        }
        text_ += comma;
        write_scalar(type.element, element, indent);
        comma = ", ";
    }
    text_ += '}';
}

void Printer::write_scalar(CimType type, const cim::Scalar& scalar, std::string_view indent) {
    if (const bool* truth = std::get_if<bool>(&scalar)) {
        text_ += *truth ? "TRUE" : "FALSE";
    } else if (const double* real = std::get_if<double>(&scalar)) {
        text_ += real_text(type, *real);
    } else if (const std::string* text = std::get_if<std::string>(&scalar)) {
        text_ += quote(*text);
    } else if (const cim::ObjectPtr* object = std::get_if<cim::ObjectPtr>(&scalar)) {
        if (!is_printable(scalar)) {
            has_lost_ = true;
            text_ += "NULL";
        } else {
            write(*(*object)->find_instance(), indent.empty() ? std::string_view("\t") : indent);
        }
    } else {
        const std::int64_t* number = std::get_if<std::int64_t>(&scalar);
        std::string digits =
            number ? std::to_string(*number) : std::to_string(*std::get_if<std::uint64_t>(&scalar));
        const bool is_wide = type == CimType::Sint64 || type == CimType::Uint64;  // quoted (MOF-112)
        text_ += is_wide ? quote(digits) : digits;
    }
}

bool Printer::write_qualifiers(const cim::QualifierSet& qualifiers, std::string_view end) {
    bool any = false;
    for (const cim::Qualifier& qualifier : qualifiers) {
        const bool is_inherited = (qualifier.flavor & flavor::kPropagated) != 0;
        if (is_inherited || base::same_name(qualifier.name, "CIMTYPE") ||
            cim::is_null(qualifier.content.value))
            continue;
        text_ += any ? ", " : "[";
        write_qualifier(qualifier);
        any = true;
    }
    if (!any) return false;
    text_ += ']';
    text_ += end;
    return true;
}

void Printer::write_qualifier(const cim::Qualifier& qualifier) {
    text_ += qualifier.name;
    const auto* array = std::get_if<cim::Array>(&qualifier.content.value);
    if (array) {
        write_value(qualifier.content.type, qualifier.content.value, "");
    } else if (!qualifier.is_true()) {
        text_ += '(';
        write_scalar(qualifier.content.type.element, cim::to_scalar(qualifier.content.value), "");
        text_ += ')';
    }
    if (flavors_ == Flavors::Write) write_flavors(qualifier);
}

// Key and ID have flavors by nature, so theirs are always written; EnableOverride alone says: none.
void Printer::write_flavors(const cim::Qualifier& qualifier) {
    static constexpr std::pair<std::uint8_t, std::string_view> kWords[] = {
        {flavor::kNotOverridable, " DisableOverride"},
        {flavor::kToInstance, " ToInstance"},
        {flavor::kToSubClass, " ToSubClass"},
        {flavor::kAmended, " Amended"}};
    const std::uint8_t bits = qualifier.flavor & flavor::kSettable;
    if (bits == 0 && !is_key_or_id(qualifier.name)) return;
    text_ += ':';
    for (const auto& [bit, word] : kWords) {
        if ((bits & bit) != 0) text_ += word;
    }
    if (bits == 0) text_ += " EnableOverride";
}

}  // namespace wmi::mof
