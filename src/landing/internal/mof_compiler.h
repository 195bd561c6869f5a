// IMofCompiler: a client of IWbemServices like any other, over mof::compile (MOF-80..99).
#pragma once

#include "api/house.h"
#include "com/com_ptr.h"

#include <wbemcli.h>

namespace wmi::landing {

com::com_ptr<IMofCompiler> make_mof_compiler();

/// Compiles a listed file into a repository that was made anew, without any switch (MOF-74).
base::Result<void> compile_again(const api::OpenHouse& open, const std::string& file);

}  // namespace wmi::landing
