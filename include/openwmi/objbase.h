// COM as most sources include it.
#pragma once

#include "combaseapi.h"

extern "C" {
/// errors   E_NOTIMPL: objects are not reached by monikers here
OPENWMI_API HRESULT CreateBindCtx(DWORD reserved, LPBC* ppbc);
}
