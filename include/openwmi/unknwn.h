// IUnknown and IClassFactory: what every object and every class object has.
#pragma once

#include "wtypes.h"

#define STDMETHODCALLTYPE
#define STDMETHODVCALLTYPE
#define STDAPICALLTYPE
#define STDAPIVCALLTYPE
#define STDAPI extern "C" __attribute__((visibility("default"))) HRESULT
#define STDAPI_(type) extern "C" __attribute__((visibility("default"))) type
#define STDMETHODIMP HRESULT
#define STDMETHODIMP_(type) type
#define STDMETHOD(method) virtual HRESULT method
#define STDMETHOD_(type, method) virtual type method
#define WINOLEAPI STDAPI
#define WINOLEAPI_(type) STDAPI_(type)
#define WINOLEAUTAPI STDAPI
#define WINOLEAUTAPI_(type) STDAPI_(type)
#define PURE = 0
#define THIS_
#define THIS void
#define DECLARE_INTERFACE(name) struct name
#define DECLARE_INTERFACE_(name, base) struct name : public base
#define IFACEMETHOD(method) virtual HRESULT method
#define IFACEMETHOD_(type, method) virtual type method
#define IFACEMETHODIMP HRESULT
#define IFACEMETHODIMP_(type) type
#ifndef BEGIN_INTERFACE
#define BEGIN_INTERFACE
#define END_INTERFACE
#endif

/// The root of all interfaces. There is no virtual destructor: an object ends when its last reference is released.
/// threads   AddRef and Release from any thread; the rest as the object says
struct IUnknown {
    /// Gives another interface of the same object, with a reference that the caller releases.
    /// errors   E_NOINTERFACE (and *ppvObject is NULL); E_POINTER for a NULL ppvObject
    virtual HRESULT QueryInterface(REFIID riid, void** ppvObject) = 0;
    /// Takes one reference more; gives the new count, for tests only.
    virtual ULONG AddRef() = 0;
    /// Gives one reference back; the object ends with its last one. Gives the new count, for tests only.
    virtual ULONG Release() = 0;

    /// The same for a typed pointer: the interface follows from its type.
    template <class Interface>
    HRESULT QueryInterface(Interface** ppvObject) {
        return QueryInterface(__uuidof(Interface), reinterpret_cast<void**>(ppvObject));
    }
};
typedef IUnknown* LPUNKNOWN;

/// Makes objects of one class. CoGetClassObject and DllGetClassObject give it.
struct IClassFactory : public IUnknown {
    /// Makes an object; pUnkOuter is NULL but for aggregation.
    /// errors   CLASS_E_NOAGGREGATION, E_NOINTERFACE, E_OUTOFMEMORY
    virtual HRESULT CreateInstance(IUnknown* pUnkOuter, REFIID riid, void** ppvObject) = 0;
    /// Keeps the server in memory (TRUE) or lets it go (FALSE).
    virtual HRESULT LockServer(BOOL fLock) = 0;

    /// The same for a typed pointer.
    template <class Interface>
    HRESULT CreateInstance(IUnknown* pUnkOuter, Interface** ppvObject) {
        return CreateInstance(pUnkOuter, __uuidof(Interface), reinterpret_cast<void**>(ppvObject));
    }
};
typedef IClassFactory* LPCLASSFACTORY;

__CRT_UUID_DECL(IUnknown, 0x00000000, 0x0000, 0x0000, 0xC0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x46)
__CRT_UUID_DECL(IClassFactory, 0x00000001, 0x0000, 0x0000, 0xC0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x46)
EXTERN_C OPENWMI_API const IID IID_IUnknown;
EXTERN_C OPENWMI_API const IID IID_IClassFactory;

template <class Type>
inline void** IID_PPV_ARGS_Helper(Type** pp) {
    static_cast<void>(static_cast<IUnknown*>(*pp));
    return reinterpret_cast<void**>(pp);
}
/// The two last arguments of QueryInterface, CoCreateInstance and the like, from the address of a typed pointer.
#define IID_PPV_ARGS(pp) __uuidof(**(pp)), IID_PPV_ARGS_Helper(pp)
