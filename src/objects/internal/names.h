// Names as callers give them: wide, up to the first zero.
#pragma once

#include "cim/class.h"
#include "com/narrow.h"

#include <wbemcli.h>

#include <string_view>

namespace wmi::objects::internal {

/// A caller's name in UTF-8.
using Name = com::Narrow;

/// Finds a property without regard to case. Repeated look-ups by the same literal cost a comparison of the name.
const cim::Property* find_property(const cim::Class& of, LPCWSTR name);

/// A name that users may create for a property, a method or a qualifier (OBJ-04, QUAL-02).
bool is_user_name(std::string_view name);

}  // namespace wmi::objects::internal
