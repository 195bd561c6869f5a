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

/// Whether users may create a name for a property, a method or a qualifier, which `what` says (OBJ-04, QUAL-02).
/// errors   InvalidParameter; QuotaViolation (PATH-14)
base::Result<void> check_user_name(std::string_view name, std::string_view what);

}  // namespace wmi::objects::internal
