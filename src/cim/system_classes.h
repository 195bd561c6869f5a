// The classes that every namespace has (SYS-10..76): made in code, shared by all namespaces, stored nowhere.
#pragma once

#include "cim/class.h"

#include <span>
#include <string_view>

namespace wmi::cim {

enum class SystemScope : std::uint8_t { All, RootAndDefault, Root };

struct SystemClass {
    ClassPtr definition;
    SystemScope scope;
    /// Stable number, never used again: the layout number of its records (1..255).
    std::uint8_t layout;
};

/// In the order of the tables: parents before children. Made at first use, never destroyed.
std::span<const SystemClass> system_classes();
/// By name without regard to case, whatever its scope; null when there is none.
ClassPtr find_system_class(std::string_view name);

}  // namespace wmi::cim
