// Class objects and factories, blankets as they can be asked for, and classes that are not registered.
#define _WIN32_DCOM
#define _WIN32_WINNT 0x0501
#include <windows.h>
#include <objbase.h>
#include <wbemidl.h>
#include <wmiutils.h>
#include <comdef.h>
#include <stdio.h>

static void Try(const char *szName, REFCLSID clsid)
{
    IUnknown *pUnknown = NULL;
    HRESULT hr = CoCreateInstance(clsid, NULL, CLSCTX_INPROC_SERVER | CLSCTX_LOCAL_SERVER, IID_IUnknown, (void **) &pUnknown);
    printf("%s: %s\n", szName, hr == S_OK ? "made" : hr == REGDB_E_CLASSNOTREG ? "not registered" : "?");
    if (pUnknown)
        pUnknown->Release();
}

int main()
{
    IWbemLocator *pLoc = NULL;
    HRESULT hr = CoCreateInstance(CLSID_WbemLocator, NULL, CLSCTX_INPROC_SERVER, IID_IWbemLocator, (LPVOID *) &pLoc);
    printf("before CoInitialize: 0x%08X\n", hr);
    hr = CoInitializeEx(NULL, COINIT_MULTITHREADED);
    hr = CoInitializeEx(NULL, COINIT_APARTMENTTHREADED);
    printf("another apartment: %s\n", hr == RPC_E_CHANGED_MODE ? "RPC_E_CHANGED_MODE" : "?");

    IClassFactory *pFactory = NULL;
    hr = CoGetClassObject(CLSID_WbemLocator, CLSCTX_INPROC_SERVER, NULL, IID_IClassFactory, (void **) &pFactory);
    printf("class object: 0x%08X\n", hr);
    hr = pFactory->LockServer(TRUE);
    hr = pFactory->CreateInstance(NULL, IID_IWbemLocator, (void **) &pLoc);
    printf("instance: 0x%08X\n", hr);
    IUnknown *pInner = NULL;
    hr = pFactory->CreateInstance(pLoc, IID_IUnknown, (void **) &pInner);
    printf("aggregated: %s\n", hr == CLASS_E_NOAGGREGATION ? "CLASS_E_NOAGGREGATION" : "?");
    pFactory->LockServer(FALSE);
    pFactory->Release();

    IWbemServices *pSvc = NULL;
    if (FAILED(pLoc->ConnectServer(_bstr_t(L"root\\cimv2"), NULL, NULL, NULL, WBEM_FLAG_CONNECT_USE_MAX_WAIT, NULL, NULL, &pSvc)))
        return 1;
    DWORD dwAuthnSvc = 0, dwAuthzSvc = 0, dwAuthnLevel = 0, dwImpLevel = 0, dwCapabilities = 0;
    OLECHAR *pServerPrincipal = NULL;
    RPC_AUTH_IDENTITY_HANDLE pAuthInfo = NULL;
    hr = CoSetProxyBlanket(pSvc, RPC_C_AUTHN_WINNT, RPC_C_AUTHZ_NONE, COLE_DEFAULT_PRINCIPAL, RPC_C_AUTHN_LEVEL_PKT_PRIVACY, RPC_C_IMP_LEVEL_IMPERSONATE,
                           COLE_DEFAULT_AUTHINFO, EOAC_DEFAULT);
    printf("set blanket: 0x%08X\n", hr);
    hr = CoQueryProxyBlanket(pSvc, &dwAuthnSvc, &dwAuthzSvc, &pServerPrincipal, &dwAuthnLevel, &dwImpLevel, &pAuthInfo, &dwCapabilities);
    printf("query blanket: 0x%08X\n", hr);
    CoTaskMemFree(pServerPrincipal);
    IClientSecurity *pSecurity = NULL;
    hr = pSvc->QueryInterface(IID_IClientSecurity, (void **) &pSecurity);
    printf("client security: 0x%08X\n", hr);
    if (pSecurity)
    {
        hr = pSecurity->SetBlanket(pSvc, RPC_C_AUTHN_WINNT, RPC_C_AUTHZ_NONE, NULL, RPC_C_AUTHN_LEVEL_CONNECT, RPC_C_IMP_LEVEL_IDENTIFY, NULL, EOAC_NONE);
        printf("set blanket: 0x%08X\n", hr);
        pSecurity->Release();
    }

    Try("WbemContext", CLSID_WbemContext);
    Try("UnsecuredApartment", CLSID_UnsecuredApartment);
    Try("MofCompiler", CLSID_MofCompiler);
    Try("WbemBackupRestore", CLSID_WbemBackupRestore);
    Try("WbemStatusCodeText", CLSID_WbemStatusCodeText);
    Try("WbemDefPath", CLSID_WbemDefPath);
    Try("WbemRefresher", CLSID_WbemRefresher);
    Try("WbemDecoupledRegistrar", CLSID_WbemDecoupledRegistrar);
    Try("SWbemLocator", CLSID_SWbemLocator);
    Try("PointerMoniker", CLSID_PointerMoniker);

    IWbemPath *pPath = NULL;
    if (SUCCEEDED(CoCreateInstance(CLSID_WbemDefPath, NULL, CLSCTX_INPROC_SERVER, IID_IWbemPath, (LPVOID *) &pPath)))
    {
        WCHAR wszText[100] = L"";
        DWORD dwLength = 100;
        pPath->SetText(WBEMPATH_CREATE_ACCEPT_ALL, L"\\\\.\\root\\cimv2:Acme_Service.Name=\"web\"");
        hr = pPath->GetClassName(&dwLength, wszText);
        printf("class of the path: %ls (0x%08X)\n", wszText, hr);
        pPath->Release();
    }
    LPOLESTR pszClsid = NULL;
    StringFromCLSID(CLSID_WbemLocator, &pszClsid);
    CLSID clsidBack;
    printf("%ls %s\n", pszClsid, SUCCEEDED(CLSIDFromString(pszClsid, &clsidBack)) && IsEqualCLSID(clsidBack, CLSID_WbemLocator) ? "and back" : "?");
    CoTaskMemFree(pszClsid);
    try
    {
        _com_util::CheckError(E_ACCESSDENIED);
    }
    catch (_com_error &e)
    {
        printf("%s | %s\n", (const char *) e.ErrorMessage(), _com_error(WBEM_E_NOT_FOUND).ErrorMessage());
    }
    pSvc->Release();
    pLoc->Release();
    CoUninitialize();
    return 0;
}
