// Objects to XML.
#include "base/text.h"
#include "cim/convert.h"
#include "objects/internal/object_xml.h"
#include "objects/internal/system_properties.h"

#include <algorithm>

namespace wmi::objects::internal {
namespace {

using base::Error;
using base::Result;
using base::Status;
using cim::CimType;
using cim::Class;
using cim::Object;
using cim::Property;
using cim::Qualifier;
using cim::QualifierSet;
using cim::Value;
namespace flavor = cim::flavor;

/// A property or a parameter, as its element shows it.
struct Item {
    std::string_view kind;  // PROPERTY, PARAMETER
    std::string name;
    cim::Type type;
    std::string cim_type;
    std::string origin;  // empty: not written
    bool is_propagated = false;
    QualifierSet qualifiers;
    Value value;
};

std::string_view suffix_of(cim::Type type) {
    if (type.element == CimType::Object) return type.is_array ? ".OBJECTARRAY" : ".OBJECT";
    if (type.element == CimType::Reference) return type.is_array ? ".REFARRAY" : ".REFERENCE";
    return type.is_array ? ".ARRAY" : "";
}

bool is_direction(std::string_view name) {
    return base::same_name(name, "in") || base::same_name(name, "out") || base::same_name(name, "ID");
}

class XmlWriter {
public:
    explicit XmlWriter(const XmlOptions& options) : options_(options) {}

    void write(const Object& object) {
        if (const cim::Instance* instance = object.find_instance()) return write_instance(object, *instance);
        write_class(object, object.cls());
    }

    std::string release() { return std::move(text_); }

private:
    void attribute(std::string_view name, std::string_view value) {
        text_ += ' ';
        text_ += name;
        text_ += "=\"";
        append_xml(text_, value);
        text_ += '"';
    }

    void open(std::string_view name) {
        text_ += '<';
        text_ += name;
    }

    void close(std::string_view name) {
        text_ += "</";
        text_ += name;
        text_ += '>';
    }

    void write_scalar(CimType type, const cim::Scalar& scalar) {
        if (type == CimType::Object) {
            text_ += "<VALUE.OBJECT>";
            write(**std::get_if<cim::ObjectPtr>(&scalar));
            return close("VALUE.OBJECT");
        }
        if (type == CimType::Reference) {
            const std::string& path = *std::get_if<std::string>(&scalar);
            const std::string structured = reference_xml(path);
            text_ += "<VALUE.REFERENCE>";
            text_ += structured;
            if (structured.empty()) append_xml(text_, path);
            return close("VALUE.REFERENCE");
        }
        text_ += "<VALUE>";
        if (type == CimType::Char16) {
            std::string character;
            const auto* unit = std::get_if<std::uint64_t>(&scalar);
            if (unit && *unit != 0) base::append_utf8(character, static_cast<char32_t>(*unit));
            append_xml(text_, character);
        } else {
            append_xml(text_, cim::to_text(type, scalar));
        }
        close("VALUE");
    }

    void write_value(CimType type, const Value& value) {
        if (cim::is_null(value)) return;
        const auto* array = std::get_if<cim::Array>(&value);
        if (!array) return write_scalar(type, cim::to_scalar(value));
        const std::string_view around = type == CimType::Object      ? "VALUE.OBJECTARRAY"
                                        : type == CimType::Reference ? "VALUE.REFARRAY"
                                                                     : "VALUE.ARRAY";
        open(around);
        text_ += '>';
        for (const cim::Scalar& element : *array) write_scalar(type, element);
        close(around);
    }

    void write_qualifier(const Qualifier& qualifier) {
        const bool is_propagated = (qualifier.flavor & flavor::kPropagated) != 0;
        if (is_propagated && options_.local_only) return;
        open("QUALIFIER");
        attribute("NAME", qualifier.name);
        if (qualifier.content.type.element != CimType::Empty) attribute("TYPE", cim::word_of(qualifier.content.type.element));
        if (is_propagated) attribute("PROPAGATED", "true");
        if ((qualifier.flavor & flavor::kNotOverridable) != 0) attribute("OVERRIDABLE", "false");
        if ((qualifier.flavor & flavor::kToSubClass) == 0) attribute("TOSUBCLASS", "false");
        if ((qualifier.flavor & flavor::kToInstance) != 0) attribute("TOINSTANCE", "true");
        if ((qualifier.flavor & flavor::kAmended) != 0) attribute("TRANSLATABLE", "true");
        text_ += '>';
        write_value(qualifier.content.type.element, qualifier.content.value);
        close("QUALIFIER");
    }

    void write_qualifiers(const QualifierSet& qualifiers) {
        if (!options_.qualifiers) return;
        for (const Qualifier& qualifier : qualifiers) write_qualifier(qualifier);
    }

    /// What is said of the type beyond TYPE: the class of a reference or an object, or a CIMTYPE of its own.
    void write_item_qualifiers(const Item& item, bool has_class) {
        for (const Qualifier& qualifier : item.qualifiers) {
            const bool is_shown = options_.qualifiers || (item.kind == "PARAMETER" && is_direction(qualifier.name));
            const bool is_usual_type = has_class || base::same_name(item.cim_type, cim::word_of(item.type.element));
            if (is_shown && !(is_usual_type && base::same_name(qualifier.name, "CIMTYPE"))) write_qualifier(qualifier);
        }
    }

    void write_item(const Item& item) {
        const bool is_extension = item.type.element == CimType::Object || (item.type.element == CimType::Reference && item.type.is_array);
        if (is_extension && options_.form == XmlForm::Cim) return;
        const bool is_typed = item.type.element == CimType::Object || item.type.element == CimType::Reference;
        const std::string element = std::string(item.kind) + std::string(suffix_of(item.type));
        const std::string prefix = std::string(cim::word_of(item.type.element)) + ':';
        const bool has_class = is_typed && base::same_name(std::string_view(item.cim_type).substr(0, prefix.size()), prefix);
        open(element);
        attribute("NAME", item.name);
        if (has_class) attribute("REFERENCECLASS", std::string_view(item.cim_type).substr(prefix.size()));
        if (!item.origin.empty()) attribute("CLASSORIGIN", item.origin);
        if (item.is_propagated) attribute("PROPAGATED", "true");
        if (!is_typed) attribute("TYPE", cim::word_of(item.type.element));
        text_ += '>';
        write_item_qualifiers(item, has_class);
        write_value(item.type.element, item.value);
        close(element);
    }

    void write_system_properties(const Object& object) {
        if (!options_.system_properties) return;
        for (std::size_t i = kSystemProperties.size(); i-- > 0;) {
            const auto property = static_cast<SystemProperty>(i);
            Item item{"PROPERTY", std::string(name_of(property)), type_of(property), {}, "___SYSTEM", false, {}, value_of(property, object)};
            write_item(item);
        }
    }

    void write_instance(const Object& object, const cim::Instance& instance) {
        const Class& of = instance.cls();
        open("INSTANCE");
        attribute("CLASSNAME", of.name());
        text_ += '>';
        write_qualifiers(instance.qualifiers());
        write_system_properties(object);
        for (const Property& property : of.properties()) {
            if (options_.local_only && !of.introduces(property)) continue;
            write_item({"PROPERTY", property.name(), property.type(), of.cim_type(property), of.at_depth(property.origin).name(), false,
                        instance.qualifiers_of(property), instance.get(property)});
        }
        close("INSTANCE");
    }

    void write_class(const Object& object, const Class& of) {
        open("CLASS");
        attribute("NAME", of.name());
        if (of.parent()) attribute("SUPERCLASS", of.parent()->name());
        text_ += '>';
        write_qualifiers(of.qualifiers());
        write_system_properties(object);
        for (const Property& property : of.properties()) {
            const bool is_own = of.own_declaration(property) != nullptr;
            if (options_.local_only && !is_own) continue;
            write_item({"PROPERTY", property.name(), property.type(), of.cim_type(property), of.at_depth(property.origin).name(), !is_own,
                        of.qualifiers_of(property), property.default_value()});
        }
        for (const cim::Method& method : of.methods()) write_method(of, method);
        close("CLASS");
    }

    void write_method(const Class& of, const cim::Method& method) {
        const bool is_own = of.own_declaration(method) != nullptr;
        if (options_.local_only && !is_own) return;
        const cim::ClassPtr& in = method.nearest->in;
        const cim::ClassPtr& out = method.nearest->out;
        const Property* returned = out ? out->find_property("ReturnValue") : nullptr;
        open("METHOD");
        attribute("NAME", method.name());
        if (returned) attribute("TYPE", cim::word_of(returned->type().element));
        attribute("CLASSORIGIN", of.at_depth(method.origin).name());
        if (!is_own) attribute("PROPAGATED", "true");
        text_ += '>';
        write_qualifiers(of.qualifiers_of(method));
        if (in)
            for (const Property& parameter : in->properties()) write_parameter(*in, parameter);
        if (out)
            for (const Property& parameter : out->properties())
                if (&parameter != returned && !(in && in->find_property(parameter.name()))) write_parameter(*out, parameter);
        close("METHOD");
    }

    void write_parameter(const Class& side, const Property& parameter) {
        write_item({"PARAMETER", parameter.name(), parameter.type(), side.cim_type(parameter), {}, false, side.qualifiers_of(parameter),
                    options_.form == XmlForm::Wmi ? parameter.default_value() : Value()});
    }

    const XmlOptions& options_;
    std::string text_;
};

/// The part of a full path that the level asks for.
Result<std::string> path_xml(const Object& object, PathLevel level) {
    const Value relative = value_of(SystemProperty::Relpath, object);
    const Error none(Status::InvalidObject, "the object has no path to write: its keys must have values, and it must come from a namespace");
    const auto* name = std::get_if<std::string>(&relative);
    if (!name) return none;
    std::string path = *name;
    if (level != PathLevel::Name) {
        if (!object.origin()) return none;
        path = object.origin()->namespace_path + ':' + path;
        if (level == PathLevel::Full) path = "\\\\" + object.origin()->server + '\\' + path;
    }
    std::string xml = reference_xml(path);
    if (xml.empty()) return none;
    return xml;
}

}  // namespace

Result<std::string> to_xml(const Object& object, const XmlOptions& options) {
    XmlWriter writer(options);
    writer.write(object);
    if (options.path_level == PathLevel::None) return writer.release();
    static constexpr std::array<std::string_view, 4> kAround{"", "VALUE.NAMEDOBJECT", "VALUE.OBJECTWITHLOCALPATH", "VALUE.OBJECTWITHPATH"};
    const std::string around(kAround[static_cast<std::size_t>(options.path_level)]);
    std::string path;
    if (options.path_level != PathLevel::Name || !object.is_class()) path = TRY(path_xml(object, options.path_level));
    return "<" + around + ">" + path + writer.release() + "</" + around + ">";
}

}  // namespace wmi::objects::internal
