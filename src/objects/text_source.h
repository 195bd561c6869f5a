// Objects as XML text and back: IWbemObjectTextSrc (MOF-116).
#pragma once

#include "com/com_ptr.h"

#include <wbemcli.h>

namespace wmi::objects {

/// A new one; it has no state, so any thread may use it. Throws bad_alloc.
com::com_ptr<IWbemObjectTextSrc> make_text_source();

}  // namespace wmi::objects
