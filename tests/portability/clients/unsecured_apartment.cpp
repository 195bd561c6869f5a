// Wraps its sink in a stub of the unsecured apartment, as published asynchronous clients do, and meets a query's answer.
#define _WIN32_DCOM
#include <iostream>
using namespace std;
#include <comdef.h>
#include <wbemidl.h>

# pragma comment(lib, "wbemuuid.lib")

class QuerySink : public IWbemObjectSink
{
    LONG m_lRef;
    bool bDone;
    CRITICAL_SECTION threadLock;

public:
    QuerySink() { m_lRef = 0; bDone = false; InitializeCriticalSection(&threadLock); }
    ~QuerySink() { bDone = true; DeleteCriticalSection(&threadLock); }

    virtual ULONG STDMETHODCALLTYPE AddRef() { return InterlockedIncrement(&m_lRef); }
    virtual ULONG STDMETHODCALLTYPE Release()
    {
        LONG lRef = InterlockedDecrement(&m_lRef);
        if (lRef == 0)
            delete this;
        return lRef;
    }
    virtual HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** ppv)
    {
        if (riid == IID_IUnknown || riid == IID_IWbemObjectSink)
        {
            *ppv = (IWbemObjectSink *) this;
            AddRef();
            return WBEM_S_NO_ERROR;
        }
        else return E_NOINTERFACE;
    }
    virtual HRESULT STDMETHODCALLTYPE Indicate(LONG lObjectCount, IWbemClassObject __RPC_FAR *__RPC_FAR *apObjArray)
    {
        HRESULT hres = S_OK;
        for (int i = 0; i < lObjectCount; i++)
        {
            VARIANT varName;
            hres = apObjArray[i]->Get(_bstr_t(L"Name"), 0, &varName, 0, 0);
            if (FAILED(hres))
            {
                cout << "Failed to get the data. Error code = 0x" << hex << hres << endl;
                return WBEM_E_FAILED;
            }
            printf("Name: %ls\n", V_BSTR(&varName));
            VariantClear(&varName);
        }
        return WBEM_S_NO_ERROR;
    }
    virtual HRESULT STDMETHODCALLTYPE SetStatus(
        /* [in] */ LONG lFlags,
        /* [in] */ HRESULT hResult,
        /* [in] */ BSTR strParam,
        /* [in] */ IWbemClassObject __RPC_FAR *pObjParam
        )
    {
        if (lFlags == WBEM_STATUS_COMPLETE)
        {
            printf("Call complete. hResult = 0x%X\n", hResult);
            EnterCriticalSection(&threadLock);
            bDone = true;
            LeaveCriticalSection(&threadLock);
        }
        else if (lFlags == WBEM_STATUS_PROGRESS)
        {
            printf("Call in progress.\n");
        }
        return WBEM_S_NO_ERROR;
    }
    bool IsDone()
    {
        bool done = true;
        EnterCriticalSection(&threadLock);
        done = bDone;
        LeaveCriticalSection(&threadLock);
        return done;
    }
};

int main(int argc, char **argv)
{
    HRESULT hres;
    hres = CoInitializeEx(0, COINIT_MULTITHREADED);
    if (FAILED(hres))
        return 1;
    hres = CoInitializeSecurity(NULL, -1, NULL, NULL, RPC_C_AUTHN_LEVEL_DEFAULT, RPC_C_IMP_LEVEL_IMPERSONATE, NULL, EOAC_NONE, NULL);

    IWbemLocator *pLoc = NULL;
    hres = CoCreateInstance(CLSID_WbemLocator, 0, CLSCTX_INPROC_SERVER, IID_IWbemLocator, (LPVOID *) &pLoc);
    IWbemServices *pSvc = NULL;
    hres = pLoc->ConnectServer(_bstr_t(L"ROOT\\CIMV2"), NULL, NULL, 0, NULL, 0, 0, &pSvc);
    if (FAILED(hres))
    {
        cout << "Could not connect. Error code = 0x" << hex << hres << endl;
        return 1;
    }

    IUnsecuredApartment* pUnsecApp = NULL;
    hres = CoCreateInstance(CLSID_UnsecuredApartment, NULL, CLSCTX_LOCAL_SERVER, IID_IUnsecuredApartment, (void**)&pUnsecApp);
    QuerySink* pSink = new QuerySink;
    pSink->AddRef();

    IUnknown* pStubUnk = NULL;
    pUnsecApp->CreateObjectStub(pSink, &pStubUnk);
    IWbemObjectSink* pStubSink = NULL;
    pStubUnk->QueryInterface(IID_IWbemObjectSink, (void **) &pStubSink);

    hres = pSvc->CreateInstanceEnumAsync(_bstr_t(L"Acme_Service"), WBEM_FLAG_SEND_STATUS, NULL, pStubSink);
    if (FAILED(hres))
        cout << "CreateInstanceEnumAsync failed. Error code = 0x" << hex << hres << endl;
    else
        while (!pSink->IsDone())
            Sleep(10);

    IEnumWbemClassObject *pEnumerator = NULL;
    hres = pSvc->ExecQuery(bstr_t("WQL"), bstr_t("SELECT * FROM Acme_Service WHERE Name LIKE '%b'"), WBEM_FLAG_FORWARD_ONLY | WBEM_FLAG_RETURN_IMMEDIATELY,
                           NULL, &pEnumerator);
    if (FAILED(hres))
        cout << "Query failed. Error code = 0x" << hex << hres << endl;
    IWbemClassObject *pclsObj = NULL;
    ULONG uReturn = 0;
    while (pEnumerator) {
        pEnumerator->Next(WBEM_INFINITE, 1, &pclsObj, &uReturn);
        if (0 == uReturn)
            break;
        VARIANT vtProp;
        pclsObj->Get(L"Name", 0, &vtProp, 0, 0);
        wcout << "Found by a query: " << vtProp.bstrVal << endl;
        VariantClear(&vtProp);
        pclsObj->Release();
    }
    if (pEnumerator)
        pEnumerator->Release();
    hres = pSvc->ExecQuery(bstr_t("SQL"), bstr_t("SELECT * FROM Acme_Service"), WBEM_FLAG_FORWARD_ONLY, NULL, &pEnumerator);
    if (hres == WBEM_E_INVALID_QUERY_TYPE)
        cout << "SQL is not a language here. Error code = 0x" << hex << hres << endl;
    pStubSink->Release();
    pStubUnk->Release();
    pUnsecApp->Release();
    pSink->Release();
    pSvc->Release();
    pLoc->Release();
    CoUninitialize();
    return 0;
}
