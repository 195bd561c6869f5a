// Locales of a connection: "MS_409" (the LCID in hexadecimal), in order of preference (SVC-75, LOC-02, LOC-03, LOC-09).
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace wmi::service {

/// Empty text: the user's, from LC_ALL, LC_MESSAGES, LANG. MS_409 is always the last resort.
/// What neither begins with MS_ nor names a known language is ignored (LOC-04).
/// errors   InvalidParameter: MS_ followed by anything but hexadecimal digits
base::Result<std::vector<std::string>> read_locales(std::string_view text);

}  // namespace wmi::service
