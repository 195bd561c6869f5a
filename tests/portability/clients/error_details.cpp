// Asks for the error object behind a failure, and for the words that belong to its number.
#define _WIN32_DCOM
#include <comdef.h>
#include <wbemidl.h>
#include <stdio.h>

void ShowError(const char *szWhat, HRESULT hr)
{
    printf("%s: 0x%08X\n", szWhat, hr);
    IErrorInfo *pErrorInfo = NULL;
    if (GetErrorInfo(0, &pErrorInfo) != S_OK)
    {
        printf("  no details\n");
        return;
    }
    IWbemClassObject *pStatus = NULL;
    if (SUCCEEDED(pErrorInfo->QueryInterface(IID_IWbemClassObject, (void **) &pStatus)))
    {
        VARIANT v;
        pStatus->Get(L"__CLASS", 0, &v, NULL, NULL);
        printf("  %ls\n", v.bstrVal);
        VariantClear(&v);
        const wchar_t *wszNames[] = { L"Operation", L"ParameterInfo" };
        for (int i = 0; i < 2; i++)
        {
            if (SUCCEEDED(pStatus->Get(wszNames[i], 0, &v, NULL, NULL)) && v.vt == VT_BSTR)
                printf("  %ls: %ls\n", wszNames[i], v.bstrVal);
            VariantClear(&v);
        }
        pStatus->Get(L"StatusCode", 0, &v, NULL, NULL);
        printf("  StatusCode: 0x%08X%s\n", (HRESULT) v.lVal, (HRESULT) v.lVal == hr ? ", the same" : "");
        VariantClear(&v);
        pStatus->Get(L"Description", 0, &v, NULL, NULL);
        printf("  %s\n", v.vt == VT_BSTR && SysStringLen(v.bstrVal) > 0 ? "described" : "not described");
        VariantClear(&v);
        pStatus->Release();
    }
    pErrorInfo->Release();

    IWbemStatusCodeText *pText = NULL;
    if (FAILED(CoCreateInstance(CLSID_WbemStatusCodeText, 0, CLSCTX_INPROC_SERVER, IID_IWbemStatusCodeText, (LPVOID *) &pText)))
        return;
    BSTR bstrError = 0, bstrFacility = 0;
    if (pText->GetErrorCodeText(hr, 0, 0, &bstrError) == S_OK && pText->GetFacilityCodeText(hr, 0, 0, &bstrFacility) == S_OK)
        printf("  %.3ls has %s for it\n", bstrFacility, SysStringLen(bstrError) > 0 ? "words" : "no words");
    SysFreeString(bstrError);
    SysFreeString(bstrFacility);
    pText->Release();
}

int main()
{
    CoInitializeEx(NULL, COINIT_MULTITHREADED);
    IWbemLocator *pLoc = NULL;
    IWbemServices *pSvc = NULL;
    IWbemClassObject *pObj = NULL, *pClass = NULL, *pInst = NULL;
    CoCreateInstance(CLSID_WbemLocator, NULL, CLSCTX_INPROC_SERVER, IID_IWbemLocator, (LPVOID *) &pLoc);
    if (FAILED(pLoc->ConnectServer(_bstr_t(L"root\\cimv2"), NULL, NULL, NULL, 0, NULL, NULL, &pSvc)))
        return 1;
    ShowError("a class that is not there", pSvc->GetObject(_bstr_t(L"Acme_Missing"), 0, NULL, &pObj, NULL));
    ShowError("a path that is none", pSvc->GetObject(_bstr_t(L"Acme_Service.Name=\"open"), 0, NULL, &pObj, NULL));
    HRESULT hr = pSvc->GetObject(_bstr_t(L"Acme_Service"), 0, NULL, &pClass, NULL);
    ShowError("a success", hr);
    hr = pClass->SpawnInstance(0, &pInst);
    _variant_t vNumber(L"not a number");
    hr = pInst->Put(L"ProcessId", 0, &vNumber, 0);
    printf("a wrong type: 0x%08X\n", hr);
    _variant_t vName(L"x");
    pInst->Put(L"Name", 0, &vName, 0);
    ShowError("an update of nothing", pSvc->PutInstance(pInst, WBEM_FLAG_UPDATE_ONLY, NULL, NULL));
    ShowError("a flag that is none", pSvc->PutInstance(pInst, 0x40000000, NULL, NULL));
    pInst->Release();
    pClass->Release();
    pSvc->Release();
    pLoc->Release();
    CoUninitialize();
    return 0;
}
