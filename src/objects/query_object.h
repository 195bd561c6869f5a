// IWbemQuery, the query parser that stands alone (WQL-130..140). It looks no class up.
#pragma once

#include "com/com_ptr.h"

#include <wmiutils.h>

namespace wmi::objects {

/// A parser without a query, safe for several threads at once. Throws bad_alloc.
com::com_ptr<IWbemQuery> make_query();

}  // namespace wmi::objects
