// Enumerates instances as they come, one and then several at a time, and walks through the names and the arrays of each.
#define _WIN32_DCOM
#include <stdio.h>
#include <comdef.h>
#include <wbemidl.h>
#pragma comment(lib, "wbemuuid.lib")

void ShowArray(const wchar_t *wszName, VARIANT &v)
{
    SAFEARRAY *psa = V_ARRAY(&v);
    LONG lLower, lUpper;
    SafeArrayGetLBound(psa, 1, &lLower);
    SafeArrayGetUBound(psa, 1, &lUpper);
    printf("  %ls =", wszName);
    if (V_VT(&v) == (VT_ARRAY | VT_BSTR))
    {
        BSTR HUGEP *pbstr = NULL;
        SafeArrayAccessData(psa, (void HUGEP **) &pbstr);
        for (LONG i = 0; i <= lUpper - lLower; i++)
            printf(" %ls", pbstr[i]);
        SafeArrayUnaccessData(psa);
    }
    else
        for (long i = lLower; i <= lUpper; i++)
        {
            long lElement = 0;
            SafeArrayGetElement(psa, &i, &lElement);
            printf(" %ld", lElement);
        }
    printf("\n");
}

void ShowObject(IWbemClassObject *pObj)
{
    SAFEARRAY *psaNames = NULL;
    LONG lLower, lUpper;
    BSTR PropName = NULL;
    VARIANT var;
    if (FAILED(pObj->GetNames(NULL, WBEM_FLAG_ALWAYS | WBEM_FLAG_NONSYSTEM_ONLY, NULL, &psaNames)))
        return;
    SafeArrayGetLBound(psaNames, 1, &lLower);
    SafeArrayGetUBound(psaNames, 1, &lUpper);
    printf("%ld properties\n", lUpper - lLower + 1);
    for (long i = lLower; i <= lUpper; i++)
    {
        SafeArrayGetElement(psaNames, &i, &PropName);
        VariantInit(&var);
        pObj->Get(PropName, 0, &var, NULL, 0);
        switch (V_VT(&var))
        {
        case VT_NULL: break;
        case VT_BSTR: printf("  %ls = %ls\n", PropName, V_BSTR(&var)); break;
        case VT_BOOL: printf("  %ls = %s\n", PropName, V_BOOL(&var) == VARIANT_TRUE ? "yes" : "no"); break;
        case VT_I4: printf("  %ls = %ld\n", PropName, V_I4(&var)); break;
        case VT_R8: printf("  %ls = %g\n", PropName, V_R8(&var)); break;
        default:
            if (V_VT(&var) & VT_ARRAY)
                ShowArray(PropName, var);
        }
        VariantClear(&var);
        SysFreeString(PropName);
    }
    SafeArrayDestroy(psaNames);
}

int main()
{
    CoInitializeEx(NULL, COINIT_MULTITHREADED);
    IWbemLocator *pLoc = 0;
    IWbemServices *pSvc = 0;
    HRESULT hr = CoCreateInstance(CLSID_WbemLocator, 0, CLSCTX_INPROC_SERVER, IID_IWbemLocator, (void **) &pLoc);
    if (FAILED(hr) || FAILED(hr = pLoc->ConnectServer((BSTR) L"root\\cimv2", NULL, NULL, 0, NULL, 0, 0, &pSvc)))
    {
        printf("Connecting failed: 0x%x\n", hr);
        return 1;
    }

    IEnumWbemClassObject *pEnumerator = NULL;
    IWbemClassObject *pclsObj = NULL;
    ULONG uReturn = 0;
    hr = pSvc->CreateInstanceEnum((BSTR) L"Acme_Service", WBEM_FLAG_FORWARD_ONLY | WBEM_FLAG_RETURN_IMMEDIATELY, NULL, &pEnumerator);
    if (FAILED(hr))
        return printf("Enumerating failed: 0x%x\n", hr);
    while (pEnumerator)
    {
        hr = pEnumerator->Next(WBEM_INFINITE, 1, &pclsObj, &uReturn);
        if (0 == uReturn)
            break;
        ShowObject(pclsObj);
        pclsObj->Release();
    }
    printf("The end is 0x%x\n", hr);
    pEnumerator->Release();

    // All at once, twice: an enumerator that is not forward-only goes back.
    IWbemClassObject *apObj[10];
    DWORD dwReturned = 0;
    hr = pSvc->CreateInstanceEnum(_bstr_t(L"Acme_Service"), WBEM_FLAG_SHALLOW, NULL, &pEnumerator);
    for (int pass = 0; SUCCEEDED(hr) && pass < 2; pass++)
    {
        hr = pEnumerator->Next(WBEM_INFINITE, 10, apObj, &dwReturned);
        printf("%u objects, 0x%x\n", dwReturned, hr);
        for (DWORD i = 0; i < dwReturned; i++)
            apObj[i]->Release();
        pEnumerator->Reset();
        pEnumerator->Skip(WBEM_INFINITE, 1);
    }
    pEnumerator->Release();

    hr = pSvc->CreateClassEnum(NULL, WBEM_FLAG_SHALLOW | WBEM_FLAG_RETURN_IMMEDIATELY, NULL, &pEnumerator);
    int nAcme = 0;
    while (pEnumerator->Next(WBEM_INFINITE, 1, &pclsObj, &uReturn) == WBEM_S_NO_ERROR)
    {
        _variant_t vName;
        pclsObj->Get(L"__CLASS", 0, &vName, 0, 0);
        if (wcsncmp(vName.bstrVal, L"Acme_", 5) == 0)
            nAcme++;
        pclsObj->Release();
    }
    printf("%d class of ours\n", nAcme);
    pEnumerator->Release();
    pSvc->Release();
    pLoc->Release();
    CoUninitialize();
    return 0;
}
