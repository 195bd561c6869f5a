// The COM face of a class or an instance. wrap() gives a value to a client, snapshot() takes one from him: what the client then does
// to his object, or we to our value, the other does not see (OBJ-01, PUT-09).
#pragma once

#include "base/result.h"
#include "cim/object.h"
#include "com/com_ptr.h"

#include <wbemcli.h>

namespace wmi::objects {

/// A new object with one reference, safe for several threads at once. Also an IWbemObjectAccess (PERF-15). Throws bad_alloc.
com::com_ptr<IWbemClassObject> wrap(cim::Object object);

/// The object's content as it stands now. Of our own objects a copy of the record or a pointer to the class; others are read through
/// their interface, which may call into the client.
/// errors   InvalidParameter for NULL; InvalidObject for an object of another make that cannot be read
base::Result<cim::Object> snapshot(IWbemClassObject* object);

}  // namespace wmi::objects
