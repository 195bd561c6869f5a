// Starts an enumeration, keeps it waiting in Indicate, and cancels it from another thread.
#define _WIN32_DCOM
#include <windows.h>
#include <wbemcli.h>
#include <stdio.h>

class CSink : public IWbemObjectSink
{
public:
    LONG m_cRef;
    LONG m_cFinal;
    HRESULT m_hFinal;
    HANDLE m_hFirst, m_hGoOn, m_hEnded;

    CSink() : m_cRef(0), m_cFinal(0), m_hFinal(0)
    {
        m_hFirst = CreateEventW(NULL, FALSE, FALSE, NULL);
        m_hGoOn = CreateEventA(NULL, TRUE, FALSE, "");
        m_hEnded = CreateEvent(0, 0, 0, 0);
    }
    ULONG __stdcall AddRef(void) override { return InterlockedIncrement(&m_cRef); }
    ULONG __stdcall Release(void) override { return InterlockedDecrement(&m_cRef); }
    HRESULT __stdcall QueryInterface(const IID &riid, void **ppv) override
    {
        if (IsEqualGUID(riid, IID_IUnknown) || IsEqualGUID(riid, IID_IWbemObjectSink))
        {
            *ppv = this;
            AddRef();
            return S_OK;
        }
        *ppv = NULL;
        return ResultFromScode(E_NOINTERFACE);
    }
    HRESULT __stdcall Indicate(LONG, IWbemClassObject **) override
    {
        SetEvent(m_hFirst);
        WaitForSingleObject(m_hGoOn, INFINITE);
        return WBEM_S_NO_ERROR;
    }
    HRESULT __stdcall SetStatus(LONG lFlags, HRESULT hResult, BSTR strParam, IWbemClassObject *pObjParam) override
    {
        if (lFlags == WBEM_STATUS_COMPLETE)
        {
            m_hFinal = hResult;
            InterlockedIncrement(&m_cFinal);
            SetEvent(m_hEnded);
        }
        return WBEM_S_NO_ERROR;
    }
};

static IWbemServices *g_pSvc;
static CSink g_sink;

DWORD WINAPI Canceller(LPVOID lpParameter)
{
    HRESULT hr = g_pSvc->CancelAsyncCall((IWbemObjectSink *) lpParameter);
    return (DWORD) hr;
}

int main()
{
    CoInitializeEx(0, COINIT_MULTITHREADED);
    IWbemLocator *pLoc = 0;
    if (FAILED(CoCreateInstance(CLSID_WbemLocator, 0, CLSCTX_ALL, IID_PPV_ARGS(&pLoc))))
        return 1;
    BSTR ns = SysAllocString(L"ROOT\\CIMV2"), cls = SysAllocString(L"Acme_Service");
    if (FAILED(pLoc->ConnectServer(ns, 0, 0, 0, 0, 0, 0, &g_pSvc)))
        return 2;

    printf("nothing to cancel: 0x%08X\n", g_pSvc->CancelAsyncCall(&g_sink));
    HRESULT hr = g_pSvc->CreateInstanceEnumAsync(cls, 0, NULL, &g_sink);
    printf("started: 0x%08X\n", hr);
    WaitForSingleObject(g_sink.m_hFirst, INFINITE);

    DWORD dwThread = 0, dwExit = 0;
    HANDLE hThread = CreateThread(NULL, 0, Canceller, &g_sink, 0, &dwThread);
    WaitForSingleObject(hThread, INFINITE);
    GetExitCodeThread(hThread, &dwExit);
    CloseHandle(hThread);
    printf("cancelled: 0x%08X\n", dwExit);
    SetEvent(g_sink.m_hGoOn);
    WaitForSingleObject(g_sink.m_hEnded, INFINITE);
    while (g_sink.m_cRef > 0)
        Sleep(1);
    printf("%ld final status: 0x%08X%s\n", g_sink.m_cFinal, g_sink.m_hFinal,
           g_sink.m_hFinal == WBEM_E_CALL_CANCELLED ? " (cancelled)" : "");
    g_pSvc->Release();
    pLoc->Release();
    SysFreeString(ns);
    SysFreeString(cls);
    CoUninitialize();
    return 0;
}
