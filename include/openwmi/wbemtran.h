// WMI's transports: how a client's connection reaches a server. Programs seldom need this; the wire does.
#pragma once

#include "wbemcli.h"

typedef BYTE* WBEM_128BITS;

/// How a connection logs in.
typedef enum tag_WBEM_LOGIN_TYPE : int {
    WBEM_FLAG_INPROC_LOGIN = 0,
    WBEM_FLAG_LOCAL_LOGIN = 1,
    WBEM_FLAG_REMOTE_LOGIN = 2,
    WBEM_AUTHENTICATION_METHOD_MASK = 0xf,
    WBEM_FLAG_USE_MULTIPLE_CHALLENGES = 0x10,
} WBEM_LOGIN_TYPE;

/// The first object of a connection: logs in and gives a namespace. Source: [MS-WMI] 3.1.4.1.
struct IWbemLevel1Login : public IUnknown {
    /// *reserved becomes 0.
    virtual HRESULT EstablishPosition(LPWSTR wszLocaleList, DWORD dwNumLocales, DWORD* reserved) = 0;
    /// errors    WBEM_E_NOT_SUPPORTED
    virtual HRESULT RequestChallenge(LPWSTR wszNetworkResource, LPWSTR wszUser, WBEM_128BITS Nonce) = 0;
    /// errors    E_NOTIMPL
    virtual HRESULT WBEMLogin(LPWSTR wszPreferredLocale, WBEM_128BITS AccessToken, LONG lFlags,
                              IWbemContext* pCtx, IWbemServices** ppNamespace) = 0;
    /// Gives the services of a namespace to the authenticated caller.
    /// errors    WBEM_E_INVALID_NAMESPACE, WBEM_E_ACCESS_DENIED
    virtual HRESULT NTLMLogin(LPWSTR wszNetworkResource, LPWSTR wszPreferredLocale, LONG lFlags,
                              IWbemContext* pCtx, IWbemServices** ppNamespace) = 0;
};

/// The same for any interface.
struct IWbemConnectorLogin : public IUnknown {
    virtual HRESULT ConnectorLogin(LPWSTR wszNetworkResource, LPWSTR wszPreferredLocale, LONG lFlags,
                                   IWbemContext* pCtx, REFIID riid, void** pInterface) = 0;
};

/// Finds the address of a namespace.
struct IWbemAddressResolution : public IUnknown {
    virtual HRESULT Resolve(LPWSTR wszNamespacePath, LPWSTR wszAddressType, DWORD* pdwAddressLength,
                            BYTE** pabBinaryAddress) = 0;
};

/// A transport that wants to be started.
struct IWbemTransport : public IUnknown {
    virtual HRESULT Initialize() = 0;
};

/// Tells an object that came over a transport where it is from.
struct IWbemConstructClassObject : public IUnknown {
    virtual HRESULT SetInheritanceChain(LONG lNumAntecedents, LPWSTR* awszAntecedents) = 0;
    virtual HRESULT SetPropertyOrigin(LPCWSTR wszPropertyName, LONG lOriginIndex) = 0;
    virtual HRESULT SetMethodOrigin(LPCWSTR wszMethodName, LONG lOriginIndex) = 0;
    virtual HRESULT SetServerNamespace(LPCWSTR wszServer, LPCWSTR wszNamespace) = 0;
};

/// Connects by one kind of address.
struct IWbemClientTransport : public IUnknown {
    virtual HRESULT ConnectServer(BSTR strAddressType, DWORD dwBinaryAddressLength, BYTE* abBinaryAddress,
                                  BSTR strNetworkResource, BSTR strUser, BSTR strPassword, BSTR strLocale,
                                  LONG lSecurityFlags, BSTR strAuthority, IWbemContext* pCtx,
                                  IWbemServices** ppNamespace) = 0;
};

/// The same, with asynchronous connecting.
struct IWbemClientConnectionTransport : public IUnknown {
    virtual HRESULT Open(BSTR strAddressType, DWORD dwBinaryAddressLength, BYTE* abBinaryAddress,
                         const BSTR strObject, const BSTR strUser, const BSTR strPassword,
                         const BSTR strLocale, LONG lFlags, IWbemContext* pCtx, REFIID riid,
                         void** pInterface, IWbemCallResult** pCallRes) = 0;
    virtual HRESULT OpenAsync(BSTR strAddressType, DWORD dwBinaryAddressLength, BYTE* abBinaryAddress,
                              const BSTR strObject, const BSTR strUser, const BSTR strPassword,
                              const BSTR strLocale, LONG lFlags, IWbemContext* pCtx, REFIID riid,
                              IWbemObjectSink* pResponseHandler) = 0;
    virtual HRESULT Cancel(LONG lFlags, IWbemObjectSink* pHandler) = 0;
};

class WbemLevel1Login;
class WbemLocalAddrRes;
class WbemUninitializedClassObject;
class WbemDCOMTransport;

__CRT_UUID_DECL(IWbemLevel1Login, 0xf309ad18, 0xd86a, 0x11d0, 0xa0, 0x75, 0x00, 0xc0, 0x4f, 0xb6, 0x88, 0x20)
__CRT_UUID_DECL(IWbemConnectorLogin, 0xd8ec9cb1, 0xb135, 0x4f10, 0x8b, 0x1b, 0xc7, 0x18, 0x8b, 0xb0, 0xd1, 0x86)
__CRT_UUID_DECL(IWbemAddressResolution, 0xf7ce2e12, 0x8c90, 0x11d1, 0x9e, 0x7b, 0x00, 0xc0, 0x4f, 0xc3, 0x24, 0xa8)
__CRT_UUID_DECL(IWbemTransport, 0x553fe584, 0x2156, 0x11d0, 0xb6, 0xae, 0x00, 0xaa, 0x00, 0x32, 0x40, 0xc7)
__CRT_UUID_DECL(IWbemConstructClassObject, 0x9ef76194, 0x70d5, 0x11d1, 0xad, 0x90, 0x00, 0xc0, 0x4f, 0xd8, 0xfd, 0xff)
__CRT_UUID_DECL(IWbemClientTransport, 0xf7ce2e11, 0x8c90, 0x11d1, 0x9e, 0x7b, 0x00, 0xc0, 0x4f, 0xc3, 0x24, 0xa8)
__CRT_UUID_DECL(IWbemClientConnectionTransport, 0xa889c72a, 0xfcc1, 0x4a9e, 0xaf, 0x61, 0xed, 0x07, 0x13, 0x33, 0xfb, 0x5b)
__CRT_UUID_DECL(WbemLevel1Login, 0x8bc3f05e, 0xd86b, 0x11d0, 0xa0, 0x75, 0x00, 0xc0, 0x4f, 0xb6, 0x88, 0x20)
__CRT_UUID_DECL(WbemLocalAddrRes, 0xa1044801, 0x8f7e, 0x11d1, 0x9e, 0x7c, 0x00, 0xc0, 0x4f, 0xc3, 0x24, 0xa8)
__CRT_UUID_DECL(WbemUninitializedClassObject, 0x7a0227f6, 0x7108, 0x11d1, 0xad, 0x90, 0x00, 0xc0, 0x4f, 0xd8, 0xfd, 0xff)
__CRT_UUID_DECL(WbemDCOMTransport, 0xf7ce2e13, 0x8c90, 0x11d1, 0x9e, 0x7b, 0x00, 0xc0, 0x4f, 0xc3, 0x24, 0xa8)

EXTERN_C OPENWMI_API const IID IID_IWbemLevel1Login;
EXTERN_C OPENWMI_API const IID IID_IWbemConnectorLogin;
EXTERN_C OPENWMI_API const IID IID_IWbemAddressResolution;
EXTERN_C OPENWMI_API const IID IID_IWbemTransport;
EXTERN_C OPENWMI_API const IID IID_IWbemConstructClassObject;
EXTERN_C OPENWMI_API const IID IID_IWbemClientTransport;
EXTERN_C OPENWMI_API const IID IID_IWbemClientConnectionTransport;
EXTERN_C OPENWMI_API const CLSID CLSID_WbemLevel1Login;
EXTERN_C OPENWMI_API const CLSID CLSID_WbemLocalAddrRes;
EXTERN_C OPENWMI_API const CLSID CLSID_WbemUninitializedClassObject;
EXTERN_C OPENWMI_API const CLSID CLSID_WbemDCOMTransport;
EXTERN_C OPENWMI_API const IID LIBID_WbemTransports_v1;
