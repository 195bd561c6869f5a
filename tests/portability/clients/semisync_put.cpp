// Puts and deletes semisynchronously: the call returns at once with a call result, which is polled for its status.
#define _WIN32_DCOM
#include <comdef.h>
#include <wbemidl.h>
#include <stdio.h>
#pragma comment(lib, "wbemuuid.lib")

static HRESULT WaitFor(IWbemCallResult *pResult)
{
    LONG lStatus = 0;
    HRESULT hRes;
    while ((hRes = pResult->GetCallStatus(5000, &lStatus)) == WBEM_S_TIMEDOUT)
        Sleep(1);
    return FAILED(hRes) ? hRes : (HRESULT) lStatus;
}

int main()
{
    CoInitializeEx(0, COINIT_MULTITHREADED);
    COAUTHIDENTITY id;
    memset(&id, 0, sizeof(id));
    id.Flags = SEC_WINNT_AUTH_IDENTITY_UNICODE;
    IWbemLocator *pIWbemLocator = NULL;
    IWbemServices *pIWbemServices = NULL;
    if (CoCreateInstance(CLSID_WbemLocator, NULL, CLSCTX_INPROC_SERVER, IID_IWbemLocator, (LPVOID *) &pIWbemLocator) != S_OK)
        return 1;
    BSTR pNamespace = SysAllocString(L"root\\cimv2");
    HRESULT hr = pIWbemLocator->ConnectServer(pNamespace, NULL, NULL, 0L, 0L, NULL, NULL, &pIWbemServices);
    SysFreeString(pNamespace);
    pIWbemLocator->Release();
    if (FAILED(hr))
        return 2;
    CoSetProxyBlanket(pIWbemServices, RPC_C_AUTHN_DEFAULT, RPC_C_AUTHZ_DEFAULT, COLE_DEFAULT_PRINCIPAL, RPC_C_AUTHN_LEVEL_PKT_PRIVACY,
                      RPC_C_IMP_LEVEL_IMPERSONATE, NULL, EOAC_DYNAMIC_CLOAKING);

    IWbemClassObject *pNewClass = NULL, *pNewInstance = NULL;
    IWbemCallResult *pResult = NULL;
    BSTR bstrClass = SysAllocString(L"Acme_Service");
    hr = pIWbemServices->GetObject(bstrClass, 0, NULL, &pNewClass, NULL);
    SysFreeString(bstrClass);
    hr = pNewClass->SpawnInstance(0, &pNewInstance);
    pNewClass->Release();

    VARIANT v;
    VariantInit(&v);
    V_VT(&v) = VT_BSTR;
    V_BSTR(&v) = SysAllocString(L"backup");
    BSTR KeyProp = SysAllocString(L"Name");
    hr = pNewInstance->Put(KeyProp, 0, &v, 0);
    SysFreeString(KeyProp);
    VariantClear(&v);
    V_VT(&v) = VT_I4;
    V_I4(&v) = 77;
    hr = pNewInstance->Put(L"ProcessId", 0, &v, CIM_UINT32);
    VariantClear(&v);

    hr = pIWbemServices->PutInstance(pNewInstance, WBEM_FLAG_CREATE_ONLY | WBEM_FLAG_RETURN_IMMEDIATELY, NULL, &pResult);
    printf("started: 0x%08X\n", hr);
    printf("ended:   0x%08X\n", WaitFor(pResult));
    BSTR bstrPath = NULL;
    hr = pResult->GetResultString(WBEM_INFINITE, &bstrPath);
    printf("stored:  %ls\n", SUCCEEDED(hr) ? bstrPath : L"?");
    SysFreeString(bstrPath);
    pResult->Release();

    pResult = NULL;
    hr = pIWbemServices->PutInstance(pNewInstance, WBEM_FLAG_CREATE_ONLY | WBEM_FLAG_RETURN_IMMEDIATELY, NULL, &pResult);
    HRESULT hrEnd = WaitFor(pResult);
    printf("again:   0x%08X%s\n", hrEnd, hrEnd == WBEM_E_ALREADY_EXISTS ? " (it is there already)" : "");
    pResult->Release();

    IWbemClassObject *pRead = NULL;
    pResult = NULL;
    hr = pIWbemServices->GetObject(_bstr_t(L"Acme_Service.Name='backup'"), WBEM_FLAG_RETURN_IMMEDIATELY, NULL, NULL, &pResult);
    if (SUCCEEDED(hr) && SUCCEEDED(hr = pResult->GetResultObject(WBEM_INFINITE, &pRead)))
    {
        VARIANT vId;
        pRead->Get(L"ProcessId", 0, &vId, NULL, NULL);
        printf("read:    %lu\n", V_UI4(&vId));
        pRead->Release();
    }
    pResult->Release();

    pResult = NULL;
    hr = pIWbemServices->DeleteInstance(_bstr_t("Acme_Service.Name='backup'"), WBEM_FLAG_RETURN_IMMEDIATELY, NULL, &pResult);
    printf("deleted: 0x%08X\n", WaitFor(pResult));
    pResult->Release();
    pNewInstance->Release();
    pIWbemServices->Release();
    CoUninitialize();
    return 0;
}
