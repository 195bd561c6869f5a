// A provider's source: identifiers defined here, some of which the library has too; interfaces declared by macros.
#include <initguid.h>
#include <wbemprov.h>
#include <ole2.h>

DEFINE_GUID(CLSID_MyProvider, 0x5e2a4d10, 0x1f2b, 0x4c3d, 0x8a, 0x9b, 0x00, 0x11, 0x22, 0x33, 0x44, 0x55);
DEFINE_GUID(IID_IWbemProviderInit, 0x1be41572, 0x91dd, 0x11d1, 0xae, 0xb2, 0x00, 0xc0, 0x4f, 0xb6, 0x88, 0x20);

DECLARE_INTERFACE_(IMyThing, IUnknown) {
    STDMETHOD(QueryInterface)(THIS_ REFIID riid, LPVOID FAR * ppvObj) PURE;
    STDMETHOD_(ULONG, AddRef)(THIS) PURE;
    STDMETHOD_(ULONG, Release)(THIS) PURE;
    STDMETHOD(Do)(THIS_ LONG what) PURE;
};

class CMyProvider : public IWbemServices, public IWbemProviderInit {
    LONG m_cRef = 0;

public:
    STDMETHODIMP QueryInterface(REFIID riid, void** ppv) {
        *ppv = NULL;
        if (riid == IID_IUnknown || riid == IID_IWbemProviderInit) *ppv = (IWbemProviderInit*)this;
        if (riid == IID_IWbemServices) *ppv = (IWbemServices*)this;
        if (*ppv == NULL) return E_NOINTERFACE;
        AddRef();
        return NOERROR;
    }
    STDMETHODIMP_(ULONG) AddRef(void) { return ++m_cRef; }
    STDMETHODIMP_(ULONG) Release(void) { return --m_cRef; }

    STDMETHOD(Initialize)(LPWSTR, LONG, LPWSTR, LPWSTR, IWbemServices* pNamespace, IWbemContext*, IWbemProviderInitSink* pInitSink) {
        (void)pNamespace;
        return pInitSink->SetStatus(WBEM_S_INITIALIZED, 0);
    }

    HRESULT STDMETHODCALLTYPE OpenNamespace(const BSTR, long, IWbemContext*, IWbemServices**, IWbemCallResult**) { return WBEM_E_PROVIDER_NOT_CAPABLE; }
    HRESULT STDMETHODCALLTYPE CancelAsyncCall(IWbemObjectSink*) { return WBEM_E_PROVIDER_NOT_CAPABLE; }
    HRESULT STDMETHODCALLTYPE QueryObjectSink(long, IWbemObjectSink**) { return WBEM_E_PROVIDER_NOT_CAPABLE; }
    HRESULT STDMETHODCALLTYPE GetObject(const BSTR, long, IWbemContext*, IWbemClassObject**, IWbemCallResult**) { return WBEM_E_PROVIDER_NOT_CAPABLE; }
    HRESULT STDMETHODCALLTYPE GetObjectAsync(const BSTR, long, IWbemContext*, IWbemObjectSink* pSink) {
        return pSink->SetStatus(WBEM_STATUS_COMPLETE, WBEM_E_NOT_FOUND, NULL, NULL);
    }
    HRESULT STDMETHODCALLTYPE PutClass(IWbemClassObject*, long, IWbemContext*, IWbemCallResult**) { return WBEM_E_PROVIDER_NOT_CAPABLE; }
    HRESULT STDMETHODCALLTYPE PutClassAsync(IWbemClassObject*, long, IWbemContext*, IWbemObjectSink*) { return WBEM_E_PROVIDER_NOT_CAPABLE; }
    HRESULT STDMETHODCALLTYPE DeleteClass(const BSTR, long, IWbemContext*, IWbemCallResult**) { return WBEM_E_PROVIDER_NOT_CAPABLE; }
    HRESULT STDMETHODCALLTYPE DeleteClassAsync(const BSTR, long, IWbemContext*, IWbemObjectSink*) { return WBEM_E_PROVIDER_NOT_CAPABLE; }
    HRESULT STDMETHODCALLTYPE CreateClassEnum(const BSTR, long, IWbemContext*, IEnumWbemClassObject**) { return WBEM_E_PROVIDER_NOT_CAPABLE; }
    HRESULT STDMETHODCALLTYPE CreateClassEnumAsync(const BSTR, long, IWbemContext*, IWbemObjectSink*) { return WBEM_E_PROVIDER_NOT_CAPABLE; }
    HRESULT STDMETHODCALLTYPE PutInstance(IWbemClassObject*, long, IWbemContext*, IWbemCallResult**) { return WBEM_E_PROVIDER_NOT_CAPABLE; }
    HRESULT STDMETHODCALLTYPE PutInstanceAsync(IWbemClassObject*, long, IWbemContext*, IWbemObjectSink*) { return WBEM_E_PROVIDER_NOT_CAPABLE; }
    HRESULT STDMETHODCALLTYPE DeleteInstance(const BSTR, long, IWbemContext*, IWbemCallResult**) { return WBEM_E_PROVIDER_NOT_CAPABLE; }
    HRESULT STDMETHODCALLTYPE DeleteInstanceAsync(const BSTR, long, IWbemContext*, IWbemObjectSink*) { return WBEM_E_PROVIDER_NOT_CAPABLE; }
    HRESULT STDMETHODCALLTYPE CreateInstanceEnum(const BSTR, long, IWbemContext*, IEnumWbemClassObject**) { return WBEM_E_PROVIDER_NOT_CAPABLE; }
    HRESULT STDMETHODCALLTYPE CreateInstanceEnumAsync(const BSTR, long, IWbemContext*, IWbemObjectSink*) { return WBEM_E_PROVIDER_NOT_CAPABLE; }
    HRESULT STDMETHODCALLTYPE ExecQuery(const BSTR, const BSTR, long, IWbemContext*, IEnumWbemClassObject**) { return WBEM_E_PROVIDER_NOT_CAPABLE; }
    HRESULT STDMETHODCALLTYPE ExecQueryAsync(const BSTR, const BSTR, long, IWbemContext*, IWbemObjectSink*) { return WBEM_E_PROVIDER_NOT_CAPABLE; }
    HRESULT STDMETHODCALLTYPE ExecNotificationQuery(const BSTR, const BSTR, long, IWbemContext*, IEnumWbemClassObject**) { return WBEM_E_PROVIDER_NOT_CAPABLE; }
    HRESULT STDMETHODCALLTYPE ExecNotificationQueryAsync(const BSTR, const BSTR, long, IWbemContext*, IWbemObjectSink*) { return WBEM_E_PROVIDER_NOT_CAPABLE; }
    HRESULT STDMETHODCALLTYPE ExecMethod(const BSTR, const BSTR, long, IWbemContext*, IWbemClassObject*, IWbemClassObject**, IWbemCallResult**) {
        return WBEM_E_PROVIDER_NOT_CAPABLE;
    }
    HRESULT STDMETHODCALLTYPE ExecMethodAsync(const BSTR, const BSTR, long, IWbemContext*, IWbemClassObject*, IWbemObjectSink*) {
        return WBEM_E_PROVIDER_NOT_CAPABLE;
    }
};

STDAPI DllCanUnloadNow(void) {
    return S_FALSE;
}

int main() {
    CMyProvider provider;
    void* found = NULL;
    return provider.QueryInterface(IID_IWbemProviderInit, &found) == NOERROR && !IsEqualGUID(CLSID_MyProvider, GUID_NULL) ? 0 : 1;
}
