// IWbemPath, the path parser that stands alone (PATH-50..63).
#pragma once

#include "com/com_ptr.h"

#include <wmiutils.h>

namespace wmi::objects {

/// An empty path, safe for several threads at once. Throws bad_alloc.
com::com_ptr<IWbemPath> make_path();

}  // namespace wmi::objects
