// Objects of another make, read through their interface. They come from clients that wrap ours.
#pragma once

#include "base/result.h"
#include "cim/object.h"

#include <wbemcli.h>

namespace wmi::objects::internal {

/// errors   InvalidObject, and what the object itself answers
base::Result<cim::Object> read_foreign(IWbemClassObject& object);

}  // namespace wmi::objects::internal
