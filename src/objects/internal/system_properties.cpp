#include "objects/internal/system_properties.h"

#include "base/text.h"

namespace wmi::objects::internal {
namespace {

using cim::Value;

/// An empty name is a class that was not named yet.
Value text_or_null(const std::string& text) { return text.empty() ? Value() : Value(text); }

bool hides_derivation(const cim::Object& object) { return object.origin() && object.origin()->hides_derivation; }

bool hides_path(const cim::Object& object) { return object.origin() && object.origin()->hides_path; }

std::optional<std::string> relative_path(const cim::Object& object) {
    if (hides_path(object)) return std::nullopt;
    if (const cim::Instance* instance = object.find_instance()) return instance->relative_path();
    if (object.cls().name().empty()) return std::nullopt;
    return object.cls().name();
}

Value full_path(const cim::Object& object) {
    const auto relative = relative_path(object);
    if (!relative || !object.origin()) return {};
    return "\\\\" + object.origin()->server + '\\' + object.origin()->namespace_path + ':' + *relative;
}

Value derivation(const cim::Class& of) {
    cim::Array names;
    for (std::string& name : of.derivation()) names.emplace_back(std::move(name));
    return names;
}

}  // namespace

std::optional<SystemProperty> find_system_property(std::string_view name) {
    if (!name.starts_with("__")) return std::nullopt;
    for (std::size_t i = 0; i < kSystemProperties.size(); ++i)
        if (base::same_name(kSystemProperties[i], name)) return static_cast<SystemProperty>(i);
    return std::nullopt;
}

cim::Type type_of(SystemProperty property) {
    switch (property) {
        case SystemProperty::Genus:
        case SystemProperty::PropertyCount: return {cim::CimType::Sint32, false};
        case SystemProperty::Derivation: return {cim::CimType::String, true};
        default: return {cim::CimType::String, false};
    }
}

Value value_of(SystemProperty property, const cim::Object& object) {
    const cim::Class& cls = object.cls();
    switch (property) {
        case SystemProperty::Genus: return std::int64_t{object.is_class() ? 1 : 2};
        case SystemProperty::Class: return text_or_null(cls.name());
        case SystemProperty::Superclass: return cls.parent() && !hides_derivation(object) ? Value(cls.parent()->name()) : Value();
        case SystemProperty::Dynasty: return hides_derivation(object) ? Value() : text_or_null(cls.dynasty());
        case SystemProperty::Relpath: {
            auto path = relative_path(object);
            return path ? Value(std::move(*path)) : Value();
        }
        case SystemProperty::PropertyCount: return static_cast<std::int64_t>(cls.properties().size());
        case SystemProperty::Derivation: return hides_derivation(object) ? Value(cim::Array()) : derivation(cls);
        case SystemProperty::Server: return object.origin() && !hides_path(object) ? Value(object.origin()->server) : Value();
        case SystemProperty::Namespace: return object.origin() && !hides_path(object) ? Value(object.origin()->namespace_path) : Value();
        case SystemProperty::Path: return full_path(object);
    }
    return {};
}

}  // namespace wmi::objects::internal
