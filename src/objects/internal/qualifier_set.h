// The object behind IWbemQualifierSet: a live view (OBJ-51). It keeps the object that it shows alive and has no content of its own.
#pragma once

#include "objects/internal/class_object.h"
#include "objects/internal/qualifier_edit.h"

namespace wmi::objects::internal {

com::com_ptr<IWbemQualifierSet> make_qualifier_set(com::com_ptr<ClassObject> owner, Target target);

}  // namespace wmi::objects::internal
