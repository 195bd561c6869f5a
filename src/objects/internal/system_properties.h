// The properties that every object has beside its own: __CLASS, __PATH ... (OBJ-24). Their order is that of OBJ-25.
#pragma once

#include "cim/object.h"

#include <array>
#include <optional>
#include <string_view>

namespace wmi::objects::internal {

enum class SystemProperty : std::uint8_t {
    Genus,
    Class,
    Superclass,
    Dynasty,
    Relpath,
    PropertyCount,
    Derivation,
    Server,
    Namespace,
    Path,
};

inline constexpr std::array<std::string_view, 10> kSystemProperties{
    "__GENUS",          "__CLASS",      "__SUPERCLASS", "__DYNASTY",   "__RELPATH",
    "__PROPERTY_COUNT", "__DERIVATION", "__SERVER",     "__NAMESPACE", "__PATH",
};

inline std::string_view name_of(SystemProperty property) { return kSystemProperties[static_cast<std::size_t>(property)]; }

/// By name without regard to case.
std::optional<SystemProperty> find_system_property(std::string_view name);
cim::Type type_of(SystemProperty property);
cim::Value value_of(SystemProperty property, const cim::Object& object);

}  // namespace wmi::objects::internal
