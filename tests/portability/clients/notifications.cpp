// Waits for events in the ways that published monitoring programs do: a sink behind a stub, and an enumerator with a timeout.
#define _WIN32_DCOM
#include <iostream>
using namespace std;
#include <comdef.h>
#include <wbemidl.h>

#pragma comment(lib, "wbemuuid.lib")

class EventSink : public IWbemObjectSink
{
    LONG m_lRef;
    bool bDone;

public:
    HANDLE hArrived, hEnded;
    HRESULT hrEnd;
    EventSink() { m_lRef = 0; bDone = false; hrEnd = S_OK; hArrived = CreateEvent(NULL, FALSE, FALSE, NULL); hEnded = CreateEvent(NULL, TRUE, FALSE, NULL); }
    ~EventSink() { bDone = true; CloseHandle(hArrived); CloseHandle(hEnded); }

    virtual ULONG STDMETHODCALLTYPE AddRef();
    virtual ULONG STDMETHODCALLTYPE Release();
    virtual HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** ppv);
    virtual HRESULT STDMETHODCALLTYPE Indicate(LONG lObjectCount, IWbemClassObject __RPC_FAR* __RPC_FAR* apObjArray);
    virtual HRESULT STDMETHODCALLTYPE SetStatus(LONG lFlags, HRESULT hResult, BSTR strParam, IWbemClassObject __RPC_FAR* pObjParam);
};

ULONG EventSink::AddRef() { return InterlockedIncrement(&m_lRef); }

ULONG EventSink::Release()
{
    LONG lRef = InterlockedDecrement(&m_lRef);
    if (lRef == 0)
        delete this;
    return lRef;
}

HRESULT EventSink::QueryInterface(REFIID riid, void** ppv)
{
    if (riid == IID_IUnknown || riid == IID_IWbemObjectSink)
    {
        *ppv = (IWbemObjectSink*)this;
        AddRef();
        return WBEM_S_NO_ERROR;
    }
    else return E_NOINTERFACE;
}

HRESULT EventSink::Indicate(LONG lObjectCount, IWbemClassObject** apObjArray)
{
    for (int i = 0; i < lObjectCount; i++)
    {
        _variant_t vtTarget, vtName;
        HRESULT hres = apObjArray[i]->Get(_bstr_t(L"TargetInstance"), 0, &vtTarget, 0, 0);
        if (FAILED(hres))
            return hres;
        IUnknown* str = vtTarget;
        IWbemClassObject* pTarget = NULL;
        hres = str->QueryInterface(IID_IWbemClassObject, reinterpret_cast<void**>(&pTarget));
        if (SUCCEEDED(hres))
        {
            pTarget->Get(L"Name", 0, &vtName, NULL, NULL);
            printf("A service was made: %ls\n", V_BSTR(&vtName));
            pTarget->Release();
        }
        SetEvent(hArrived);
    }
    return WBEM_S_NO_ERROR;
}

HRESULT EventSink::SetStatus(LONG lFlags, HRESULT hResult, BSTR strParam, IWbemClassObject __RPC_FAR* pObjParam)
{
    if (lFlags == WBEM_STATUS_COMPLETE)
    {
        hrEnd = hResult;
        SetEvent(hEnded);
    }
    return WBEM_S_NO_ERROR;
}

static void make(IWbemServices* pSvc, const wchar_t* name)
{
    IWbemClassObject *pClass = NULL, *pInstance = NULL;
    pSvc->GetObject(_bstr_t(L"Acme_Service"), 0, NULL, &pClass, NULL);
    pClass->SpawnInstance(0, &pInstance);
    _variant_t vtName(name);
    pInstance->Put(L"Name", 0, &vtName, 0);
    HRESULT hres = pSvc->PutInstance(pInstance, WBEM_FLAG_CREATE_OR_UPDATE, NULL, NULL);
    if (FAILED(hres))
        cout << "PutInstance failed. Error code = 0x" << hex << hres << endl;
    pInstance->Release();
    pClass->Release();
}

int main(int iArgCnt, char** argv)
{
    HRESULT hres = CoInitializeEx(0, COINIT_MULTITHREADED);
    if (FAILED(hres))
        return 1;
    CoInitializeSecurity(NULL, -1, NULL, NULL, RPC_C_AUTHN_LEVEL_DEFAULT, RPC_C_IMP_LEVEL_IMPERSONATE, NULL, EOAC_NONE, NULL);
    IWbemLocator* pLoc = NULL;
    hres = CoCreateInstance(CLSID_WbemLocator, 0, CLSCTX_INPROC_SERVER, IID_IWbemLocator, (LPVOID*)&pLoc);
    IWbemServices* pSvc = NULL;
    hres = pLoc->ConnectServer(_bstr_t(L"ROOT\\CIMV2"), NULL, NULL, 0, NULL, 0, 0, &pSvc);
    if (FAILED(hres))
        return 1;
    hres = CoSetProxyBlanket(pSvc, RPC_C_AUTHN_WINNT, RPC_C_AUTHZ_NONE, NULL, RPC_C_AUTHN_LEVEL_CALL, RPC_C_IMP_LEVEL_IMPERSONATE, NULL, EOAC_NONE);

    IUnsecuredApartment* pUnsecApp = NULL;
    hres = CoCreateInstance(CLSID_UnsecuredApartment, NULL, CLSCTX_LOCAL_SERVER, IID_IUnsecuredApartment, (void**)&pUnsecApp);
    EventSink* pSink = new EventSink;
    pSink->AddRef();
    IUnknown* pStubUnk = NULL;
    pUnsecApp->CreateObjectStub(pSink, &pStubUnk);
    IWbemObjectSink* pStubSink = NULL;
    pStubUnk->QueryInterface(IID_IWbemObjectSink, (void**)&pStubSink);

    hres = pSvc->ExecNotificationQueryAsync(_bstr_t("WQL"), _bstr_t("SELECT * FROM __InstanceCreationEvent WITHIN 1 WHERE TargetInstance ISA 'Acme_Service'"),
                                            WBEM_FLAG_SEND_STATUS, NULL, pStubSink);
    if (FAILED(hres))
    {
        printf("ExecNotificationQueryAsync failed with = 0x%X\n", hres);
        return 1;
    }
    make(pSvc, L"backup");
    WaitForSingleObject(pSink->hArrived, 60000);
    hres = pSvc->CancelAsyncCall(pStubSink);
    printf("Cancelled: 0x%X\n", hres);
    WaitForSingleObject(pSink->hEnded, 60000);
    printf("The subscription ended: 0x%X\n", pSink->hrEnd);
    make(pSvc, L"unheard");

    IEnumWbemClassObject* pEvents = NULL;
    hres = pSvc->ExecNotificationQuery(_bstr_t("WQL"),
                                       _bstr_t("SELECT * FROM __InstanceOperationEvent WITHIN 5 WHERE TargetInstance ISA 'Acme_Service' AND TargetInstance.Name = 'web'"),
                                       WBEM_FLAG_RETURN_IMMEDIATELY | WBEM_FLAG_FORWARD_ONLY, NULL, &pEvents);
    if (FAILED(hres))
        return 1;
    IWbemClassObject* pEvent = NULL;
    ULONG uReturned = 0;
    hres = pEvents->Next(50, 1, &pEvent, &uReturned);
    printf("Nothing yet: 0x%X, %d\n", hres, (int)uReturned);
    pSvc->DeleteInstance(_bstr_t(L"Acme_Service.Name='print'"), 0, NULL, NULL);
    pSvc->DeleteInstance(_bstr_t(L"Acme_Service.Name='web'"), 0, NULL, NULL);
    hres = pEvents->Next(60000, 1, &pEvent, &uReturned);
    _variant_t vtClass;
    if (uReturned == 1)
    {
        pEvent->Get(L"__CLASS", 0, &vtClass, 0, 0);
        printf("0x%X: %ls\n", hres, V_BSTR(&vtClass));
        pEvent->Release();
    }
    pEvents->Release();

    pStubSink->Release();
    pStubUnk->Release();
    pUnsecApp->Release();
    pSink->Release();
    pSvc->Release();
    pLoc->Release();
    CoUninitialize();
    return 0;
}
