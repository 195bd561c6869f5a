// COM's functions: threads, memory, objects of a class, security of calls, identifiers as text.
#pragma once

#include "objidl.h"
#include "openwmi.h"

/// The apartment model of a thread. Calls are never moved to another thread: an apartment is remembered and counted, no more.
typedef enum tagCOINIT : int {
    COINIT_MULTITHREADED = 0x0,
    COINIT_APARTMENTTHREADED = 0x2,
    COINIT_DISABLE_OLE1DDE = 0x4,
    COINIT_SPEED_OVER_MEMORY = 0x8
} COINIT;

typedef enum tagREGCLS : int {
    REGCLS_SINGLEUSE = 0,
    REGCLS_MULTIPLEUSE = 1,
    REGCLS_MULTI_SEPARATE = 2,
    REGCLS_SUSPENDED = 4,
    REGCLS_SURROGATE = 8
} REGCLS;

extern "C" {
/// Counts this thread into COM, multithreaded or in an apartment of its own; each success wants one CoUninitialize.
/// answers   S_OK for the first time on this thread, S_FALSE for further ones
/// errors    RPC_E_CHANGED_MODE: the thread has the other model; E_INVALIDARG: pvReserved is not NULL
OPENWMI_API HRESULT CoInitializeEx(LPVOID pvReserved, DWORD dwCoInit);
/// CoInitializeEx with COINIT_APARTMENTTHREADED.
OPENWMI_API HRESULT CoInitialize(LPVOID pvReserved);
/// Takes back one CoInitializeEx of this thread; one too many does nothing.
OPENWMI_API void CoUninitialize(void);

/// Memory that passes between caller and callee; freed with CoTaskMemFree. NULL when there is none.
OPENWMI_API LPVOID CoTaskMemAlloc(SIZE_T cb);
OPENWMI_API LPVOID CoTaskMemRealloc(LPVOID pv, SIZE_T cb);
OPENWMI_API void CoTaskMemFree(LPVOID pv);
/// The same allocator as an object; dwMemContext is 1.
OPENWMI_API HRESULT CoGetMalloc(DWORD dwMemContext, IMalloc** ppMalloc);
}
