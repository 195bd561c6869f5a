// Reads and writes qualifiers of a class and of its properties.
#define _WIN32_DCOM
#include <comdef.h>
#include <wbemidl.h>
#include <stdio.h>

void ShowQualifiers(IWbemQualifierSet *pQualSet)
{
    BSTR bstrName = NULL;
    VARIANT vVal;
    LONG lFlavor = 0;
    VariantInit(&vVal);
    pQualSet->BeginEnumeration(0);
    while (pQualSet->Next(0, &bstrName, &vVal, &lFlavor) == WBEM_S_NO_ERROR)
    {
        VARIANT vText;
        VariantInit(&vText);
        if (SUCCEEDED(VariantChangeType(&vText, &vVal, VARIANT_ALPHABOOL, VT_BSTR)))
            printf("  [%ls(%ls)] 0x%lX\n", bstrName, vText.bstrVal, lFlavor);
        VariantClear(&vText);
        VariantClear(&vVal);
        SysFreeString(bstrName);
    }
    pQualSet->EndEnumeration();
}

int main()
{
    CoInitializeEx(NULL, COINIT_MULTITHREADED);
    IWbemLocator *pLoc = NULL;
    IWbemServices *pSvc = NULL;
    CoCreateInstance(CLSID_WbemLocator, NULL, CLSCTX_INPROC_SERVER, IID_IWbemLocator, (LPVOID *) &pLoc);
    if (FAILED(pLoc->ConnectServer(_bstr_t(L"root\\cimv2"), NULL, NULL, NULL, 0, NULL, NULL, &pSvc)))
        return 1;
    IWbemClassObject *pClass = NULL;
    IWbemQualifierSet *pQualSet = NULL;
    HRESULT hr = pSvc->GetObject(_bstr_t(L"Acme_Service"), 0, NULL, &pClass, NULL);
    hr = pClass->GetQualifierSet(&pQualSet);
    printf("class: 0x%X\n", hr);
    ShowQualifiers(pQualSet);

    VARIANT v;
    VariantInit(&v);
    v.vt = VT_BSTR;
    v.bstrVal = SysAllocString(L"3.1");
    hr = pQualSet->Put(L"Version", &v, WBEM_FLAVOR_FLAG_PROPAGATE_TO_DERIVED_CLASS | WBEM_FLAVOR_NOT_OVERRIDABLE);
    VariantClear(&v);
    hr = pQualSet->Delete(L"Nothing");
    printf("delete nothing: 0x%X\n", hr);
    pQualSet->Release();

    hr = pClass->GetPropertyQualifierSet(L"DisplayName", &pQualSet);
    V_VT(&v) = VT_I4;
    V_I4(&v) = 64;
    hr = pQualSet->Put(L"MaxLen", &v, 0);
    pQualSet->Release();
    printf("put class: 0x%X\n", pSvc->PutClass(pClass, WBEM_FLAG_UPDATE_ONLY, NULL, NULL));
    pClass->Release();

    hr = pSvc->GetObject(_bstr_t(L"Acme_Service"), 0, NULL, &pClass, NULL);
    pClass->GetQualifierSet(&pQualSet);
    ShowQualifiers(pQualSet);
    pQualSet->Release();
    SAFEARRAY *psaNames = NULL;
    _variant_t vKey(L"key");
    pClass->GetNames(L"key", WBEM_FLAG_ONLY_IF_TRUE | WBEM_FLAG_NONSYSTEM_ONLY, NULL, &psaNames);
    LONG lUpper = -1, lZero = 0;
    SafeArrayGetUBound(psaNames, 1, &lUpper);
    BSTR bstrKey = NULL;
    SafeArrayGetElement(psaNames, &lZero, &bstrKey);
    printf("%ld key: %ls\n", lUpper + 1, bstrKey);
    SysFreeString(bstrKey);
    SafeArrayDestroy(psaNames);
    pClass->GetPropertyQualifierSet(L"DisplayName", &pQualSet);
    LONG lFlavor = 0;
    hr = pQualSet->Get(L"MaxLen", 0, &v, &lFlavor);
    printf("MaxLen: 0x%X, %ld\n", hr, v.lVal);
    hr = pQualSet->Get(L"Nothing", 0, &v, NULL);
    printf("Nothing: 0x%X\n", hr);
    hr = pClass->GetPropertyQualifierSet(L"__CLASS", &pQualSet);
    printf("of a system property: 0x%X\n", hr);
    pClass->Release();
    pSvc->Release();
    pLoc->Release();
    CoUninitialize();
    return 0;
}
