// A sink that lives on the stack: its owner must not leave before every reference has come back.
#define _WIN32_DCOM
#include <stdio.h>
#include <wbemidl.h>
#include <comdef.h>

class CountingSink : public IWbemObjectSink
{
    volatile LONG m_cRef;
    volatile BOOL m_bDone;
    HRESULT m_hResult;
    LONG m_lCount;

public:
    CountingSink() : m_cRef(1), m_bDone(FALSE), m_hResult(WBEM_E_FAILED), m_lCount(0) {}
    virtual ~CountingSink() { printf("%ld references when the sink ends\n", m_cRef); }

    STDMETHODIMP_(ULONG) AddRef() { return (ULONG) InterlockedIncrement(&m_cRef); }
    STDMETHODIMP_(ULONG) Release() { return (ULONG) InterlockedDecrement(&m_cRef); } // never deleted
    STDMETHODIMP QueryInterface(REFIID riid, LPVOID *ppvObj)
    {
        *ppvObj = NULL;
        if (IsEqualIID(riid, IID_IUnknown) || IsEqualIID(riid, IID_IWbemObjectSink))
            *ppvObj = static_cast<IWbemObjectSink *>(this);
        else
            return E_NOINTERFACE;
        AddRef();
        return NOERROR;
    }
    STDMETHODIMP Indicate(long lObjectCount, IWbemClassObject **ppObjArray)
    {
        for (long i = 0; i < lObjectCount; i++)
        {
            BSTR bstrText = NULL;
            VARIANT v;
            VariantInit(&v);
            if (SUCCEEDED(ppObjArray[i]->Get(L"__RELPATH", 0, &v, NULL, NULL)))
                printf("%ls\n", v.bstrVal);
            VariantClear(&v);
            SysFreeString(bstrText);
        }
        m_lCount += lObjectCount;
        return WBEM_S_NO_ERROR;
    }
    STDMETHODIMP SetStatus(long lFlags, HRESULT hResult, BSTR, IWbemClassObject *)
    {
        if (lFlags == WBEM_STATUS_COMPLETE)
        {
            m_hResult = hResult;
            m_bDone = TRUE;
        }
        return WBEM_S_NO_ERROR;
    }
    BOOL IsDone() const { return m_bDone; }
    HRESULT Result() const { return m_hResult; }
    LONG Count() const { return m_lCount; }
    LONG References() const { return m_cRef; }
};

int main()
{
    CoInitializeEx(NULL, COINIT_MULTITHREADED);
    {
        IWbemLocator *pLoc = NULL;
        IWbemServices *pSvc = NULL;
        HRESULT hr = CoCreateInstance(CLSID_WbemLocator, 0, CLSCTX_INPROC_SERVER, IID_IWbemLocator, (LPVOID *) &pLoc);
        if (FAILED(hr) || FAILED(pLoc->ConnectServer(_bstr_t(L"root\\cimv2"), NULL, NULL, 0, NULL, 0, 0, &pSvc)))
            return 1;

        CountingSink sink;
        hr = pSvc->CreateInstanceEnumAsync(_bstr_t(L"Acme_Service"), WBEM_FLAG_DEEP, NULL, &sink);
        if (FAILED(hr))
            printf("CreateInstanceEnumAsync: 0x%X\n", hr);
        else
            while (!sink.IsDone())
                Sleep(1);
        while (sink.References() > 1)
            Sleep(1);
        printf("%ld objects, 0x%X\n", sink.Count(), sink.Result());

        CountingSink one;
        hr = pSvc->GetObjectAsync(_bstr_t(L"Acme_Service.Name=\"web\""), 0, NULL, &one);
        while (SUCCEEDED(hr) && (!one.IsDone() || one.References() > 1))
            Sleep(1);
        printf("%ld object, 0x%X\n", one.Count(), one.Result());

        CountingSink none;
        hr = pSvc->DeleteInstanceAsync(_bstr_t(L"Acme_Service.Name=\"nobody\""), 0, NULL, &none);
        while (SUCCEEDED(hr) && (!none.IsDone() || none.References() > 1))
            Sleep(1);
        printf("deleting nobody: 0x%X\n", FAILED(hr) ? hr : none.Result());
        pSvc->Release();
        pLoc->Release();
    }
    CoUninitialize();
    return 0;
}
