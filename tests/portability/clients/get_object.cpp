// Built with pkg-config openwmi-msvc: cout and wcout on one console. Connects as every published page begins, and reads one instance.
#define _WIN32_DCOM
#include <iostream>
using namespace std;
#include <comdef.h>
#include <Wbemidl.h>

#pragma comment(lib, "wbemuuid.lib")

int main(int argc, char **argv)
{
    HRESULT hres;

    // Step 1: COM, and its general security.
    hres = CoInitializeEx(0, COINIT_MULTITHREADED);
    if (FAILED(hres))
    {
        cout << "Failed to initialize COM library. Error code = 0x" << hex << hres << endl;
        return 1;
    }

    hres = CoInitializeSecurity(
        NULL,
        -1,                          // COM authentication
        NULL,                        // Authentication services
        NULL,                        // Reserved
        RPC_C_AUTHN_LEVEL_DEFAULT,   // Default authentication
        RPC_C_IMP_LEVEL_IMPERSONATE, // Default impersonation
        NULL,                        // Authentication info
        EOAC_NONE,                   // Additional capabilities
        NULL                         // Reserved
        );
    if (FAILED(hres))
    {
        cout << "Failed to initialize security. Error code = 0x" << hex << hres << endl;
        CoUninitialize();
        return 1;
    }

    // Step 2: the locator, and through it the namespace.
    IWbemLocator *pLoc = NULL;
    hres = CoCreateInstance(CLSID_WbemLocator, 0, CLSCTX_INPROC_SERVER, IID_IWbemLocator, (LPVOID *) &pLoc);
    if (FAILED(hres))
    {
        cout << "Failed to create IWbemLocator object." << " Err code = 0x" << hex << hres << endl;
        CoUninitialize();
        return 1;
    }

    IWbemServices *pSvc = NULL;
    hres = pLoc->ConnectServer(
        _bstr_t(L"ROOT\\CIMV2"), // Object path of the namespace
        NULL,                    // User name. NULL = current user
        NULL,                    // User password. NULL = current
        0,                       // Locale. NULL indicates current
        NULL,                    // Security flags.
        0,                       // Authority
        0,                       // Context object
        &pSvc                    // pointer to IWbemServices proxy
        );
    if (FAILED(hres))
    {
        cout << "Could not connect. Error code = 0x" << hex << hres << endl;
        pLoc->Release();
        CoUninitialize();
        return 1;
    }
    cout << "Connected to ROOT\\CIMV2 WMI namespace" << endl;

    // Step 3: the blanket of the proxy.
    hres = CoSetProxyBlanket(pSvc, RPC_C_AUTHN_WINNT, RPC_C_AUTHZ_NONE, NULL, RPC_C_AUTHN_LEVEL_CALL,
                             RPC_C_IMP_LEVEL_IMPERSONATE, NULL, EOAC_NONE);
    if (FAILED(hres))
    {
        cout << "Could not set proxy blanket. Error code = 0x" << hex << hres << endl;
        pSvc->Release();
        pLoc->Release();
        CoUninitialize();
        return 1;
    }

    // Step 4: the object.
    IWbemClassObject *pclsObj = NULL;
    BSTR strPath = SysAllocString(L"Acme_Service.Name=\"cron\"");
    hres = pSvc->GetObject(strPath, WBEM_FLAG_RETURN_WBEM_COMPLETE, NULL, &pclsObj, NULL);
    SysFreeString(strPath);
    if (SUCCEEDED(hres))
    {
        VARIANT vtProp;
        VariantInit(&vtProp);
        pclsObj->Get(L"DisplayName", 0, &vtProp, 0, 0);
        wcout << " Service : " << vtProp.bstrVal << endl;
        VariantClear(&vtProp);
        pclsObj->Get(bstr_t("Name"), 0, &vtProp, 0, 0);
        cout << " Name : " << (const char *) _bstr_t(vtProp.bstrVal, true) << endl;
        VariantClear(&vtProp);
        CIMTYPE cimType = CIM_EMPTY;
        LONG lFlavor = 0;
        pclsObj->Get(L"ProcessId", 0, &vtProp, &cimType, &lFlavor);
        cout << " Process : " << dec << vtProp.lVal << (cimType == CIM_UINT32 ? " (uint32)" : "") << endl;
        VariantClear(&vtProp);
        pclsObj->Get(L"WorkingSetSize", 0, &vtProp, 0, 0); // 64 bits travel as text
        wcout << L" Memory : " << V_BSTR(&vtProp) << endl;
        VariantClear(&vtProp);
        pclsObj->Release();
    }

    hres = pSvc->GetObject(_bstr_t(L"Acme_Service.Name=\"nobody\""), 0, NULL, &pclsObj, NULL);
    if (hres == WBEM_E_NOT_FOUND)
        cout << "Nobody is not here. Error code = 0x" << hex << hres << endl;
    IWbemServices *pNone = NULL;
    hres = pLoc->ConnectServer(_bstr_t(L"ROOT\\NOWHERE"), NULL, NULL, NULL, 0, NULL, NULL, &pNone);
    cout << "Nowhere is not there. Error code = 0x" << hex << hres << endl;

    pSvc->Release();
    pLoc->Release();
    CoUninitialize();
    return 0; // Program successfully completed.
}
