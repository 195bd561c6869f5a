// IMofCompiler: a client of IWbemServices like any other, over mof::compile (MOF-80..99).
#pragma once

#include "com/com_ptr.h"

#include <wbemcli.h>

namespace wmi::landing {

com::com_ptr<IMofCompiler> make_mof_compiler();

}  // namespace wmi::landing
