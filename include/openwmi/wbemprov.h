// WMI for providers: what a provider implements and what it is given.
//
// Status codes, strings, ownership and threads are as in <wbemcli.h>. A provider's methods are called from many threads at a time unless its
// registration asks for an apartment.
#pragma once

#include "wbemcli.h"

typedef LPWSTR WBEM_WSTR;
typedef LPCWSTR WBEM_CWSTR;
typedef VARIANT WBEM_VARIANT;

/// What a provider asks for with IWbemObjectSink::SetStatus(WBEM_STATUS_REQUIREMENTS).
typedef enum tag_WBEM_PROVIDER_REQUIREMENTS_TYPE : int {
    WBEM_REQUIREMENTS_START_POSTFILTER = 0,
    WBEM_REQUIREMENTS_STOP_POSTFILTER = 1,
    WBEM_REQUIREMENTS_RECHECK_SUBSCRIPTIONS = 2,
} WBEM_PROVIDER_REQUIREMENTS_TYPE;

/// For IWbemEventSink::SetBatchingParameters.
typedef enum tag_WBEM_BATCH_TYPE : int {
    WBEM_FLAG_BATCH_IF_NEEDED = 0,
    WBEM_FLAG_MUST_BATCH = 0x1,
    WBEM_FLAG_MUST_NOT_BATCH = 0x2,
} WBEM_BATCH_TYPE;

/// For puts of a provider that owns the class.
typedef enum tag_WBEM_PROVIDER_FLAGS : int {
    WBEM_FLAG_OWNER_UPDATE = 0x10000,
} WBEM_PROVIDER_FLAGS;

/// What a provider answers beside WBEMSTATUS.
typedef enum tag_WBEM_EXTRA_RETURN_CODES : int {
    WBEM_S_INITIALIZED = 0,
    WBEM_S_LIMITED_SERVICE = 0x43001,
    WBEM_S_INDIRECTLY_UPDATED = 0x43002,
    WBEM_S_SUBJECT_TO_SDS = 0x43003,
    WBEM_E_RETRY_LATER = (int)0x80043001,
    WBEM_E_RESOURCE_CONTENTION = (int)0x80043002,
} WBEM_EXTRA_RETURN_CODES;

/// Delivers events to consumers of one kind; WMI calls it.
struct IWbemUnboundObjectSink : public IUnknown {
    /// pLogicalConsumer   the consumer's instance
    /// apObjects          events, borrowed for the call
    virtual HRESULT IndicateToConsumer(IWbemClassObject* pLogicalConsumer, LONG lNumObjects,
                                       IWbemClassObject** apObjects) = 0;
};

/// Gives single values of properties whose class is stored.
struct IWbemPropertyProvider : public IUnknown {
    /// strXxxMapping are the qualifiers ClassContext, InstanceContext, PropertyContext. WMI clears *pvValue.
    virtual HRESULT GetProperty(LONG lFlags, const BSTR strLocale, const BSTR strClassMapping,
                                const BSTR strInstMapping, const BSTR strPropMapping, VARIANT* pvValue) = 0;
    /// The same backwards.
    virtual HRESULT PutProperty(LONG lFlags, const BSTR strLocale, const BSTR strClassMapping,
                                const BSTR strInstMapping, const BSTR strPropMapping,
                                const VARIANT* pvValue) = 0;
};

/// A source of events.
struct IWbemEventProvider : public IUnknown {
    /// Events go to pSink until it is released; each is delivered with pSink->Indicate.
    virtual HRESULT ProvideEvents(IWbemObjectSink* pSink, LONG lFlags) = 0;
};

/// Tells an event provider which events are wanted.
struct IWbemEventProviderQuerySink : public IUnknown {
    /// dwId names the query until CancelQuery.
    virtual HRESULT NewQuery(ULONG dwId, WBEM_WSTR wszQueryLanguage, WBEM_WSTR wszQuery) = 0;
    /// No more events for this query.
    virtual HRESULT CancelQuery(ULONG dwId) = 0;
};

/// Lets an event provider decide who may subscribe.
struct IWbemEventProviderSecurity : public IUnknown {
    /// S_OK allows; WBEM_E_ACCESS_DENIED refuses. pSid is NULL for a query of this thread's own user.
    virtual HRESULT AccessCheck(WBEM_CWSTR wszQueryLanguage, WBEM_CWSTR wszQuery, LONG lSidLength,
                                const BYTE* pSid) = 0;
};

/// Tells a provider library under which registration it was loaded.
struct IWbemProviderIdentity : public IUnknown {
    /// pProvReg is the __Win32Provider instance. Called before Initialize.
    virtual HRESULT SetRegistrationObject(LONG lFlags, IWbemClassObject* pProvReg) = 0;
};

/// Finds what delivers to a consumer.
struct IWbemEventConsumerProvider : public IUnknown {
    /// pLogicalConsumer is the consumer's instance; *ppConsumer is released by WMI.
    virtual HRESULT FindConsumer(IWbemClassObject* pLogicalConsumer, IWbemUnboundObjectSink** ppConsumer) = 0;
};

/// Takes a provider's answer to Initialize.
struct IWbemProviderInitSink : public IUnknown {
    /// lStatus   WBEM_S_INITIALIZED, or the failure; called exactly once
    virtual HRESULT SetStatus(LONG lStatus, LONG lFlags) = 0;
};

/// What every provider implements first.
struct IWbemProviderInit : public IUnknown {
    /// Called once before anything else. The provider answers through pInitSink, at once or later, and may keep references of its own to
    /// pNamespace and pCtx. wszUser is NULL unless the registration has PerUserInitialization, wszLocale unless PerLocaleInitialization.
    virtual HRESULT Initialize(LPWSTR wszUser, LONG lFlags, LPWSTR wszNamespace, LPWSTR wszLocale,
                               IWbemServices* pNamespace, IWbemContext* pCtx,
                               IWbemProviderInitSink* pInitSink) = 0;
};

/// Counters that are read without being asked anew.
struct IWbemHiPerfProvider : public IUnknown {
    /// All instances of a class into a sink.
    virtual HRESULT QueryInstances(IWbemServices* pNamespace, WCHAR* wszClass, LONG lFlags,
                                   IWbemContext* pCtx, IWbemObjectSink* pSink) = 0;
    /// A refresher of this provider's own.
    virtual HRESULT CreateRefresher(IWbemServices* pNamespace, LONG lFlags, IWbemRefresher** ppRefresher) = 0;
    /// An object that the refresher brings up to date; *plId names it for StopRefreshing.
    virtual HRESULT CreateRefreshableObject(IWbemServices* pNamespace, IWbemObjectAccess* pTemplate,
                                            IWbemRefresher* pRefresher, LONG lFlags, IWbemContext* pContext,
                                            IWbemObjectAccess** ppRefreshable, LONG* plId) = 0;
    /// Takes one object out of a refresher.
    virtual HRESULT StopRefreshing(IWbemRefresher* pRefresher, LONG lId, LONG lFlags) = 0;
    /// All instances of a class, kept up to date in pHiPerfEnum.
    virtual HRESULT CreateRefreshableEnum(IWbemServices* pNamespace, LPCWSTR wszClass,
                                          IWbemRefresher* pRefresher, LONG lFlags, IWbemContext* pContext,
                                          IWbemHiPerfEnum* pHiPerfEnum, LONG* plId) = 0;
    /// Fills the objects in apObj, whose keys are set.
    virtual HRESULT GetObjects(IWbemServices* pNamespace, LONG lNumObjects, IWbemObjectAccess** apObj,
                               LONG lFlags, IWbemContext* pContext) = 0;
};

/// Registers a provider that lives in an ordinary program.
struct IWbemDecoupledRegistrar : public IUnknown {
    /// a_Scope and a_Registration name the namespace and the provider.
    /// errors    WBEM_E_PROVIDER_ALREADY_REGISTERED
    virtual HRESULT Register(LONG a_Flags, IWbemContext* a_Context, LPCWSTR a_User, LPCWSTR a_Locale,
                             LPCWSTR a_Scope, LPCWSTR a_Registration, IUnknown* pIUnknown) = 0;
    /// errors    WBEM_E_PROVIDER_NOT_REGISTERED
    virtual HRESULT UnRegister() = 0;
};

/// The same for a program that only raises events.
struct IWbemDecoupledBasicEventProvider : public IWbemDecoupledRegistrar {
    /// Where to raise them.
    virtual HRESULT GetSink(LONG a_Flags, IWbemContext* a_Context, IWbemObjectSink** a_Sink) = 0;
    /// The namespace.
    virtual HRESULT GetService(LONG a_Flags, IWbemContext* a_Context, IWbemServices** a_Service) = 0;
};

/// A sink for events that knows whether anybody listens.
struct IWbemEventSink : public IWbemObjectSink {
    /// Who may see the events, as a security descriptor in self-relative form.
    virtual HRESULT SetSinkSecurity(LONG lSDLength, BYTE* pSD) = 0;
    /// WBEM_S_NO_ERROR when somebody listens, else WBEM_S_FALSE.
    virtual HRESULT IsActive() = 0;
    /// A sink for events of these queries only; pCallback is NULL or an IWbemEventProviderQuerySink.
    virtual HRESULT GetRestrictedSink(LONG lNumQueries, const LPCWSTR* awszQueries, IUnknown* pCallback,
                                      IWbemEventSink** ppSink) = 0;
    /// dwMaxBufferSize in bytes, dwMaxSendLatency in milliseconds.
    virtual HRESULT SetBatchingParameters(LONG lFlags, DWORD dwMaxBufferSize, DWORD dwMaxSendLatency) = 0;
};

class WbemDecoupledRegistrar;
class WbemDecoupledBasicEventProvider;

__CRT_UUID_DECL(IWbemUnboundObjectSink, 0xe246107b, 0xb06e, 0x11d0, 0xad, 0x61, 0x00, 0xc0, 0x4f, 0xd8, 0xfd, 0xff)
__CRT_UUID_DECL(IWbemPropertyProvider, 0xce61e841, 0x65bc, 0x11d0, 0xb6, 0xbd, 0x00, 0xaa, 0x00, 0x32, 0x40, 0xc7)
__CRT_UUID_DECL(IWbemEventProvider, 0xe245105b, 0xb06e, 0x11d0, 0xad, 0x61, 0x00, 0xc0, 0x4f, 0xd8, 0xfd, 0xff)
__CRT_UUID_DECL(IWbemEventProviderQuerySink, 0x580acaf8, 0xfa1c, 0x11d0, 0xad, 0x72, 0x00, 0xc0, 0x4f, 0xd8, 0xfd, 0xff)
__CRT_UUID_DECL(IWbemEventProviderSecurity, 0x631f7d96, 0xd993, 0x11d2, 0xb3, 0x39, 0x00, 0x10, 0x5a, 0x1f, 0x4a, 0xaf)
__CRT_UUID_DECL(IWbemProviderIdentity, 0x631f7d97, 0xd993, 0x11d2, 0xb3, 0x39, 0x00, 0x10, 0x5a, 0x1f, 0x4a, 0xaf)
__CRT_UUID_DECL(IWbemEventConsumerProvider, 0xe246107a, 0xb06e, 0x11d0, 0xad, 0x61, 0x00, 0xc0, 0x4f, 0xd8, 0xfd, 0xff)
__CRT_UUID_DECL(IWbemProviderInitSink, 0x1be41571, 0x91dd, 0x11d1, 0xae, 0xb2, 0x00, 0xc0, 0x4f, 0xb6, 0x88, 0x20)
__CRT_UUID_DECL(IWbemProviderInit, 0x1be41572, 0x91dd, 0x11d1, 0xae, 0xb2, 0x00, 0xc0, 0x4f, 0xb6, 0x88, 0x20)
__CRT_UUID_DECL(IWbemHiPerfProvider, 0x49353c93, 0x516b, 0x11d1, 0xae, 0xa6, 0x00, 0xc0, 0x4f, 0xb6, 0x88, 0x20)
__CRT_UUID_DECL(IWbemDecoupledRegistrar, 0x1005cbcf, 0xe64f, 0x4646, 0xbc, 0xd3, 0x3a, 0x08, 0x9d, 0x8a, 0x84, 0xb4)
__CRT_UUID_DECL(IWbemDecoupledBasicEventProvider, 0x86336d20, 0xca11, 0x4786, 0x9e, 0xf1, 0xbc, 0x8a, 0x94, 0x6b, 0x42, 0xfc)
__CRT_UUID_DECL(IWbemEventSink, 0x3ae0080a, 0x7e3a, 0x4366, 0xbf, 0x89, 0x0f, 0xee, 0xdc, 0x93, 0x16, 0x59)
__CRT_UUID_DECL(WbemDecoupledRegistrar, 0x4cfc7932, 0x0f9d, 0x4bef, 0x9c, 0x32, 0x8e, 0xa2, 0xa6, 0xb5, 0x6f, 0xcb)
__CRT_UUID_DECL(WbemDecoupledBasicEventProvider, 0xf5f75737, 0x2843, 0x4f22, 0x93, 0x3d, 0xc7, 0x6a, 0x97, 0xcd, 0xa6, 0x2f)

EXTERN_C OPENWMI_API const IID IID_IWbemUnboundObjectSink;
EXTERN_C OPENWMI_API const IID IID_IWbemPropertyProvider;
EXTERN_C OPENWMI_API const IID IID_IWbemEventProvider;
EXTERN_C OPENWMI_API const IID IID_IWbemEventProviderQuerySink;
EXTERN_C OPENWMI_API const IID IID_IWbemEventProviderSecurity;
EXTERN_C OPENWMI_API const IID IID_IWbemProviderIdentity;
EXTERN_C OPENWMI_API const IID IID_IWbemEventConsumerProvider;
EXTERN_C OPENWMI_API const IID IID_IWbemProviderInitSink;
EXTERN_C OPENWMI_API const IID IID_IWbemProviderInit;
EXTERN_C OPENWMI_API const IID IID_IWbemHiPerfProvider;
EXTERN_C OPENWMI_API const IID IID_IWbemDecoupledRegistrar;
EXTERN_C OPENWMI_API const IID IID_IWbemDecoupledBasicEventProvider;
EXTERN_C OPENWMI_API const IID IID_IWbemEventSink;
EXTERN_C OPENWMI_API const CLSID CLSID_WbemDecoupledRegistrar;
EXTERN_C OPENWMI_API const CLSID CLSID_WbemDecoupledBasicEventProvider;
EXTERN_C OPENWMI_API const IID LIBID_WbemProviders_v1;
