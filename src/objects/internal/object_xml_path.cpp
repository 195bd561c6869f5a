// References: between the text of a path and INSTANCENAME, LOCALINSTANCEPATH, INSTANCEPATH, CLASSNAME, LOCALCLASSPATH, CLASSPATH.
#include "cim/convert.h"
#include "cim/path.h"
#include "objects/internal/object_xml.h"

namespace wmi::objects::internal {
namespace {

using base::Error;
using base::Result;
using base::Status;
using cim::ObjectPath;
using cim::PathKey;

std::string attribute(std::string_view name, std::string_view value) {
    std::string text = " " + std::string(name) + "=\"";
    append_xml(text, value);
    return text + '"';
}

std::string key_xml(const PathKey& key) {
    const auto* text = std::get_if<std::string>(&key.value);
    const auto* flag = std::get_if<bool>(&key.value);
    std::string xml = "<KEYVALUE VALUETYPE=\"" + std::string(text ? "string" : flag ? "boolean" : "numeric") + "\">";
    if (text) {
        append_xml(xml, *text);
    } else if (flag) {
        xml += *flag ? "TRUE" : "FALSE";
    } else if (const auto* number = std::get_if<std::int64_t>(&key.value)) {
        xml += std::to_string(*number);
    } else {
        xml += std::to_string(*std::get_if<std::uint64_t>(&key.value));
    }
    xml += "</KEYVALUE>";
    return key.name.empty() ? xml : "<KEYBINDING" + attribute("NAME", key.name) + ">" + xml + "</KEYBINDING>";
}

std::string name_xml(const ObjectPath& path) {
    if (path.is_class()) return "<CLASSNAME" + attribute("NAME", path.class_name) + "/>";
    std::string xml = "<INSTANCENAME" + attribute("CLASSNAME", path.class_name) + ">";
    for (const PathKey& key : path.keys) xml += key_xml(key);
    return xml + "</INSTANCENAME>";
}

std::string namespace_xml(const ObjectPath& path) {
    std::string xml = "<LOCALNAMESPACEPATH>";
    for (const std::string& name : path.namespaces) xml += "<NAMESPACE" + attribute("NAME", name) + "/>";
    xml += "</LOCALNAMESPACEPATH>";
    if (!path.server) return xml;
    std::string full = "<NAMESPACEPATH><HOST>";
    append_xml(full, *path.server);
    return full + "</HOST>" + xml + "</NAMESPACEPATH>";
}

Error unlike(const Element& element, std::string_view what) { return Error(Status::InvalidObject, element.place() + " " + std::string(what)); }

Result<std::string> attribute_of(const Element& element, std::string_view name) {
    const std::string* found = element.find(name);
    if (!found) return unlike(element, "needs the attribute " + std::string(name));
    return *found;
}

Result<PathKey> read_key(const Element& binding) {
    PathKey key;
    const Element* value = &binding;
    if (binding.name == "KEYBINDING") {
        key.name = TRY(attribute_of(binding, "NAME"));
        value = binding.child("KEYVALUE");
    }
    if (!value || value->name != "KEYVALUE") return unlike(binding, "has no KEYVALUE");
    const std::string* type = value->find("VALUETYPE");
    if (!type || *type == "string") {
        key.value = value->text;
        return key;
    }
    using cim::CimType;
    const bool is_negative = value->text.find('-') != std::string::npos;
    const CimType as = *type == "boolean" ? CimType::Boolean : is_negative ? CimType::Sint64 : CimType::Uint64;
    const cim::Scalar read = TRY(cim::from_text(as, value->text));
    if (const auto* flag = std::get_if<bool>(&read)) key.value = *flag;
    if (const auto* number = std::get_if<std::int64_t>(&read)) key.value = *number;
    if (const auto* number = std::get_if<std::uint64_t>(&read)) key.value = *number;
    return key;
}

Result<void> read_name(const Element& name, ObjectPath& to) {
    if (name.name == "CLASSNAME") {
        to.class_name = TRY(attribute_of(name, "NAME"));
        return {};
    }
    to.class_name = TRY(attribute_of(name, "CLASSNAME"));
    for (const Element& child : name.children) {
        PathKey key = TRY(read_key(child));
        to.keys.push_back(std::move(key));
    }
    to.is_singleton = to.keys.empty();
    return {};
}

Result<void> read_namespace(const Element& element, ObjectPath& to) {
    const Element* local = &element;
    if (element.name == "NAMESPACEPATH") {
        const Element* host = element.child("HOST");
        local = element.child("LOCALNAMESPACEPATH");
        if (!host || !local) return unlike(element, "needs HOST and LOCALNAMESPACEPATH");
        to.server = host->text;
    }
    for (const Element& one : local->children) {
        std::string name = TRY(attribute_of(one, "NAME"));
        to.namespaces.push_back(std::move(name));
    }
    return {};
}

}  // namespace

std::string reference_xml(std::string_view text) {
    const auto path = cim::parse_path(text);
    const bool has_namespace = path && !path->namespaces.empty();
    if (!path || path->class_name.empty() || (path->server && !has_namespace) || cim::print_path(*path) != text) return {};
    const std::string name = name_xml(*path);
    if (!has_namespace) return name;
    const std::string around = std::string(path->server ? "" : "LOCAL") + (path->is_class() ? "CLASSPATH" : "INSTANCEPATH");
    return "<" + around + ">" + namespace_xml(*path) + name + "</" + around + ">";
}

Result<std::string> read_reference(const Element& value) {
    if (value.children.empty()) return value.text;
    const Element& path = value.children.front();
    ObjectPath read;
    if (path.name == "CLASSNAME" || path.name == "INSTANCENAME") {
        TRY(read_name(path, read));
        return cim::print_path(read);
    }
    const bool is_path = path.name.ends_with("CLASSPATH") || path.name.ends_with("INSTANCEPATH");
    if (!is_path || path.children.size() != 2) return unlike(path, "is no path of a class or an instance");
    TRY(read_namespace(path.children[0], read));
    TRY(read_name(path.children[1], read));
    return cim::print_path(read);
}

}  // namespace wmi::objects::internal
