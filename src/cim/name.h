// How long names may be, whatever they name: classes, properties, methods, qualifiers (PATH-14).
#pragma once

#include <string_view>

namespace wmi::cim {

/// More than kMaxNameLength characters, counted in UTF-16. Class::make answers QuotaViolation for such names of what a class declares;
/// the name of the class itself is checked where it is put.
bool is_name_too_long(std::string_view name);

}  // namespace wmi::cim
