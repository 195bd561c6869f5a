// Lists of names as the API gives them.
#pragma once

#include <string>
#include <vector>

#include <wbemidl.h>

namespace cli {

/// The texts of an array, which is destroyed.
std::vector<std::string> take_names(SAFEARRAY* names);

}  // namespace cli
