// The COM face of a context: named values that a client hands to a provider (CTX-01..10).
#pragma once

#include "base/result.h"
#include "cim/context.h"
#include "com/com_ptr.h"

#include <wbemcli.h>

#include <memory>

namespace wmi::objects {

/// A new context object, safe for several threads at once. Throws bad_alloc.
com::com_ptr<IWbemContext> wrap_context(cim::Context context = {});

/// What a call takes of its pCtx: a copy, so that later changes do not reach the call (CTX-10). NULL gives an empty context.
/// Contexts of another make are read through their interface; they have no request id.
/// errors   InvalidParameter: __ProviderArchitecture or __RequiredArchitecture says what it cannot (CTX-13);
///          InvalidContext: another make's context cannot be read, or holds a value that no context can
base::Result<cim::Context> read_context(IWbemContext* context);

/// The same, shared by all calls that take one context until it is changed; null for NULL.
base::Result<std::shared_ptr<const cim::Context>> share_context(IWbemContext* context);

}  // namespace wmi::objects
