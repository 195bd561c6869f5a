// What IWbemClassObject::CompareTo asks (OBJ-37).
#pragma once

#include "cim/object.h"

namespace wmi::objects::internal {

/// flags    WBEM_COMPARISON_FLAG; bits that say nothing here are not looked at
bool same_objects(const cim::Object& left, const cim::Object& right, long flags);

}  // namespace wmi::objects::internal
