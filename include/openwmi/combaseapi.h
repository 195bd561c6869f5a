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

/// Makes an object of a registered class. WMI's classes stand in this library, whatever place dwClsContext allows.
/// errors   REGDB_E_CLASSNOTREG, CLASS_E_NOAGGREGATION, E_NOINTERFACE, E_POINTER, CO_E_NOTINITIALIZED: no thread of this process is
///          in COM; *ppv is NULL then
OPENWMI_API HRESULT CoCreateInstance(REFCLSID rclsid, LPUNKNOWN pUnkOuter, DWORD dwClsContext, REFIID riid, LPVOID* ppv);
/// Makes an object and asks it for several interfaces at once. Another machine's name answers 0x800706BA (RPC_S_SERVER_UNAVAILABLE).
/// answers   S_OK; CO_S_NOTALLINTERFACES when some are missing; each entry tells its own answer
OPENWMI_API HRESULT CoCreateInstanceEx(REFCLSID Clsid, IUnknown* punkOuter, DWORD dwClsCtx, COSERVERINFO* pServerInfo, DWORD dwCount,
                                       MULTI_QI* pResults);
/// The object that makes objects of a class: IClassFactory. Errors as CoCreateInstance.
OPENWMI_API HRESULT CoGetClassObject(REFCLSID rclsid, DWORD dwClsContext, LPVOID pvReserved, REFIID riid, LPVOID* ppv);
/// Registers a class of this program until CoRevokeClassObject; visible to this process. flags are of REGCLS.
/// errors   CO_E_OBJISREG: registered with REGCLS_SINGLEUSE before; E_INVALIDARG
OPENWMI_API HRESULT CoRegisterClassObject(REFCLSID rclsid, LPUNKNOWN pUnk, DWORD dwClsContext, DWORD flags, LPDWORD lpdwRegister);
/// errors   CO_E_OBJNOTREG
OPENWMI_API HRESULT CoRevokeClassObject(DWORD dwRegister);
/// Makes classes visible that were registered with REGCLS_SUSPENDED, or hides them again.
OPENWMI_API HRESULT CoResumeClassObjects(void);
OPENWMI_API HRESULT CoSuspendClassObjects(void);
/// Nothing is unloaded: libraries of providers stay.
OPENWMI_API void CoFreeUnusedLibraries(void);

/// Says once a process how its calls are protected and whom it trusts. Remembered; local calls are always private to the process.
/// errors   RPC_E_TOO_LATE: said before; CO_E_NOTINITIALIZED; E_INVALIDARG
OPENWMI_API HRESULT CoInitializeSecurity(PSECURITY_DESCRIPTOR pSecDesc, LONG cAuthSvc, SOLE_AUTHENTICATION_SERVICE* asAuthSvc,
                                         void* pReserved1, DWORD dwAuthnLevel, DWORD dwImpLevel, void* pAuthList,
                                         DWORD dwCapabilities, void* pReserved3);
/// How calls through one pointer are protected from now on. pServerPrincName may be COLE_DEFAULT_PRINCIPAL, pAuthInfo COLE_DEFAULT_AUTHINFO.
/// errors   E_INVALIDARG: no such level, service or capability; E_NOINTERFACE: an object that takes no blanket (one of your own)
OPENWMI_API HRESULT CoSetProxyBlanket(IUnknown* pProxy, DWORD dwAuthnSvc, DWORD dwAuthzSvc, OLECHAR* pServerPrincName,
                                      DWORD dwAuthnLevel, DWORD dwImpLevel, RPC_AUTH_IDENTITY_HANDLE pAuthInfo,
                                      DWORD dwCapabilities);
/// What was set; every place may be NULL; *pServerPrincName is freed with CoTaskMemFree.
OPENWMI_API HRESULT CoQueryProxyBlanket(IUnknown* pProxy, DWORD* pwAuthnSvc, DWORD* pAuthzSvc, LPOLESTR* pServerPrincName,
                                        DWORD* pAuthnLevel, DWORD* pImpLevel, RPC_AUTH_IDENTITY_HANDLE* pAuthInfo,
                                        DWORD* pCapabilites);
/// Another pointer to the same object. It shares the blanket of the first.
OPENWMI_API HRESULT CoCopyProxy(IUnknown* pProxy, IUnknown** ppCopy);
/// Inside a call that a provider answers: acts for the caller, and back.
/// errors   RPC_E_CALL_COMPLETE outside of a call
OPENWMI_API HRESULT CoImpersonateClient(void);
OPENWMI_API HRESULT CoRevertToSelf(void);
/// Who makes the call that this thread answers, as IServerSecurity. errors: RPC_E_CALL_COMPLETE outside of a call
OPENWMI_API HRESULT CoGetCallContext(REFIID riid, void** ppInterface);

/// Identifiers as text: {XXXXXXXX-XXXX-XXXX-XXXX-XXXXXXXXXXXX}, 38 characters and a zero.
/// StringFromGUID2 gives how many characters it wrote, the zero included, or 0 when cchMax is under 39.
OPENWMI_API int StringFromGUID2(REFGUID rguid, LPOLESTR lpsz, int cchMax);
/// A text of its own, freed with CoTaskMemFree.
OPENWMI_API HRESULT StringFromCLSID(REFCLSID rclsid, LPOLESTR* lplpsz);
OPENWMI_API HRESULT StringFromIID(REFIID rclsid, LPOLESTR* lplpsz);
/// errors   CO_E_CLASSSTRING, CO_E_IIDSTRING: not that form (braces are needed); NULL gives GUID_NULL
OPENWMI_API HRESULT CLSIDFromString(LPCOLESTR lpsz, CLSID* pclsid);
OPENWMI_API HRESULT IIDFromString(LPCOLESTR lpsz, IID* lpiid);
/// A new random identifier.
OPENWMI_API HRESULT CoCreateGuid(GUID* pguid);
}

// What a library of a provider exports; it defines them, COM calls them.
STDAPI DllGetClassObject(REFCLSID rclsid, REFIID riid, LPVOID* ppv);
STDAPI DllCanUnloadNow(void);
