// OLE's beginning and end, which are COM's.
#pragma once

#include "objbase.h"
#include "oleauto.h"

extern "C" {
/// CoInitializeEx for an apartment of this thread's own.
OPENWMI_API HRESULT OleInitialize(LPVOID pvReserved);
OPENWMI_API void OleUninitialize(void);
}
