// Semisynchronous: the enumerator is asked without waiting, and the program does other work between its questions.
#define _WIN32_DCOM
#include <wbemidl.h>
#include <stdio.h>

int main(void)
{
    IWbemLocator *pLoc = NULL;
    IWbemServices *pSvc = NULL;
    HRESULT hr = CoInitialize(NULL);
    hr = CoInitializeSecurity(NULL, -1, NULL, NULL, RPC_C_AUTHN_LEVEL_CONNECT, RPC_C_IMP_LEVEL_IDENTIFY, NULL, EOAC_NONE, 0);
    hr = CoCreateInstance(CLSID_WbemLocator, NULL, CLSCTX_INPROC_SERVER, IID_IWbemLocator, reinterpret_cast<LPVOID *>(&pLoc));
    BSTR bstrNamespace = SysAllocString(L"\\\\.\\root\\cimv2");
    if (SUCCEEDED(hr))
        hr = pLoc->ConnectServer(bstrNamespace, NULL, NULL, NULL, 0L, NULL, NULL, &pSvc);
    SysFreeString(bstrNamespace);
    if (hr != WBEM_S_NO_ERROR)
    {
        fprintf(stderr, "connect: 0x%08X\n", hr);
        return 1;
    }
    BSTR bstrClass = SysAllocString(L"Acme_Service");
    IEnumWbemClassObject *pEnum = NULL;
    hr = pSvc->CreateInstanceEnum(bstrClass, WBEM_FLAG_RETURN_IMMEDIATELY | WBEM_FLAG_FORWARD_ONLY, NULL, &pEnum);
    SysFreeString(bstrClass);

    ULONG uTotal = 0;
    BOOL bDone = FALSE;
    while (SUCCEEDED(hr) && !bDone)
    {
        IWbemClassObject *pObj = NULL;
        ULONG uReturned = 0;
        hr = pEnum->Next(0, 1, &pObj, &uReturned);
        switch (hr)
        {
        case WBEM_S_TIMEDOUT:
            Sleep(10); // nothing yet
            break;
        case WBEM_S_NO_ERROR:
            uTotal += uReturned;
            VARIANT v;
            VariantInit(&v);
            if (SUCCEEDED(pObj->Get(L"Name", 0, &v, NULL, NULL)) && v.vt == VT_BSTR)
                printf("%lu: %ls\n", uTotal, v.bstrVal);
            VariantClear(&v);
            pObj->Release();
            break;
        case WBEM_S_FALSE:
            bDone = TRUE;
            break;
        default:
            printf("unexpected 0x%X\n", hr);
        }
    }
    hr = pEnum->Reset();
    printf("%s, and back is 0x%X\n", bDone ? "done" : "not done", hr);
    pEnum->Release();

    // A class that is not there is told by the first question, or by the call.
    hr = pSvc->CreateInstanceEnum((BSTR) L"Acme_Nothing", WBEM_FLAG_RETURN_IMMEDIATELY | WBEM_FLAG_FORWARD_ONLY, NULL, &pEnum);
    if (SUCCEEDED(hr))
    {
        IWbemClassObject *pObj = NULL;
        ULONG uReturned = 1;
        hr = pEnum->Next(WBEM_INFINITE, 1, &pObj, &uReturned);
        printf("%lu objects, ", uReturned);
        pEnum->Release();
    }
    printf("0x%08X\n", hr);
    pSvc->Release();
    pLoc->Release();
    CoUninitialize();
    return 0;
}
