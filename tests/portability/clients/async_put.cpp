// Puts asynchronously with a sink on the heap, counted by InterlockedIncrement, and waits for its event.
#define _WIN32_DCOM
#include <stdio.h>
#include <comdef.h>
#include <wbemidl.h>
#pragma comment(lib, "wbemuuid.lib")

class PutSink : public IWbemObjectSink
{
    LONG m_lRef;
    HANDLE m_hDone;
    CRITICAL_SECTION m_cs;
    LONG m_lLeft, m_lPut;

public:
    PutSink(LONG lCalls) : m_lRef(0), m_lLeft(lCalls), m_lPut(0)
    {
        m_hDone = CreateEvent(NULL, TRUE, FALSE, NULL);
        InitializeCriticalSection(&m_cs);
    }
    ~PutSink()
    {
        DeleteCriticalSection(&m_cs);
        CloseHandle(m_hDone);
        printf("%ld put; the sink is gone\n", m_lPut);
    }
    DWORD Wait(DWORD dwMilliseconds) { return WaitForSingleObject(m_hDone, dwMilliseconds); }

    virtual ULONG STDMETHODCALLTYPE AddRef() { return InterlockedIncrement(&m_lRef); }
    virtual ULONG STDMETHODCALLTYPE Release()
    {
        LONG lRef = InterlockedDecrement(&m_lRef);
        if (lRef == 0)
            delete this;
        return lRef;
    }
    virtual HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void **ppv)
    {
        if (riid == IID_IUnknown || riid == IID_IWbemObjectSink)
        {
            *ppv = (IWbemObjectSink *) this;
            AddRef();
            return WBEM_S_NO_ERROR;
        }
        else
            return E_NOINTERFACE;
    }
    virtual HRESULT STDMETHODCALLTYPE Indicate(LONG lObjectCount, IWbemClassObject __RPC_FAR *__RPC_FAR *apObjArray)
    {
        printf("no objects are expected: %ld\n", lObjectCount);
        return WBEM_S_NO_ERROR;
    }
    virtual HRESULT STDMETHODCALLTYPE SetStatus(/* [in] */ LONG lFlags, /* [in] */ HRESULT hResult, /* [in] */ BSTR strParam,
                                                /* [in] */ IWbemClassObject __RPC_FAR *pObjParam)
    {
        if (lFlags != WBEM_STATUS_COMPLETE)
            return WBEM_S_NO_ERROR;
        EnterCriticalSection(&m_cs);
        if (SUCCEEDED(hResult) && wcsncmp(strParam, L"Acme_Service.Name=", 18) == 0)
            m_lPut++; // the calls end in any order
        else
        {
            _variant_t vOperation;
            if (pObjParam)
                pObjParam->Get(L"Operation", 0, &vOperation, NULL, NULL);
            printf("%ls failed: 0x%X\n", vOperation.vt == VT_BSTR ? vOperation.bstrVal : L"something", hResult);
        }
        LONG lLeft = --m_lLeft;
        LeaveCriticalSection(&m_cs);
        if (lLeft == 0)
            SetEvent(m_hDone);
        return WBEM_S_NO_ERROR;
    }
};

int main(int argc, char *argv[])
{
    HRESULT hr = CoInitializeEx(NULL, COINIT_MULTITHREADED);
    IWbemLocator *pLoc = NULL;
    IWbemServices *pSvc = NULL;
    hr = CoCreateInstance(CLSID_WbemLocator, 0, CLSCTX_INPROC_SERVER, IID_IWbemLocator, (LPVOID *) &pLoc);
    if (SUCCEEDED(hr))
        hr = pLoc->ConnectServer(bstr_t("root\\cimv2"), NULL, NULL, NULL, 0, NULL, NULL, &pSvc);
    if (FAILED(hr))
        return 1;

    IWbemClassObject *pClass = NULL;
    hr = pSvc->GetObject(_bstr_t(L"Acme_Service"), 0, NULL, &pClass, NULL);
    PutSink *pSink = new PutSink(4);
    pSink->AddRef();
    const char *szNames[] = { "one", "two", "three" };
    for (int i = 0; i < 3 && SUCCEEDED(hr); i++)
    {
        IWbemClassObject *pInst = NULL;
        pClass->SpawnInstance(0, &pInst);
        _variant_t vName(szNames[i]), vId((long) i);
        pInst->Put(L"Name", 0, &vName, 0);
        pInst->Put(L"ProcessId", 0, &vId, CIM_UINT32);
        hr = pSvc->PutInstanceAsync(pInst, WBEM_FLAG_CREATE_ONLY, NULL, pSink);
        pInst->Release(); // the call has its own copy
    }
    // Created a second time.
    IWbemClassObject *pAgain = NULL;
    pClass->SpawnInstance(0, &pAgain);
    _variant_t vOne(L"one");
    pAgain->Put(L"Name", 0, &vOne, 0);
    hr = pSvc->PutInstanceAsync(pAgain, WBEM_FLAG_CREATE_ONLY, NULL, pSink);
    pAgain->Release();
    if (FAILED(hr))
        printf("PutInstanceAsync: 0x%X\n", hr);
    else if (pSink->Wait(30000) == WAIT_TIMEOUT)
        printf("nobody answered\n");
    pClass->Release();
    while (pSink->AddRef() > 2 ? (pSink->Release(), true) : (pSink->Release(), false))
        Sleep(1); // the last call is still letting go
    pSink->Release();

    pSvc->Release();
    pLoc->Release();
    CoUninitialize();
    return 0;
}
