// COM as most sources include it.
#pragma once

#include "combaseapi.h"

/// The class of monikers that wrap a pointer; CoCreateInstance answers REGDB_E_CLASSNOTREG.
EXTERN_C OPENWMI_API const CLSID CLSID_PointerMoniker;

extern "C" {
/// errors   E_NOTIMPL: objects are not reached by monikers here
OPENWMI_API HRESULT CreateBindCtx(DWORD reserved, LPBC* ppbc);
}
