// The error object of a thread: what GetErrorInfo gives. The surface sets one when a call fails and clears it when a call succeeds (CALL-65).
#pragma once

#include "com/com_ptr.h"

#include <oaidl.h>

namespace wmi::com {

/// Leaves an error object for this thread (any IErrorInfo, which may answer for more interfaces), or clears it with null.
void set_error_object(com_ptr<IErrorInfo> object) noexcept;

/// Takes it away, as GetErrorInfo does; null when there is none. For saving and restoring it around a call into other code.
com_ptr<IErrorInfo> take_error_object() noexcept;

}  // namespace wmi::com
