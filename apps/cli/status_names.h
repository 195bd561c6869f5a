// The names of WMI's status codes, as the headers spell them.
#pragma once

#include <wbemidl.h>

namespace cli {

/// Null for a status that has no name of WMI.
const char* name_of_status(HRESULT status);

}  // namespace cli
