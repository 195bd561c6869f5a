// Built with pkg-config openwmi-msvc: wmain, and wprintf whose %s is wide.
#ifndef UNICODE
#define UNICODE
#endif
#ifndef _UNICODE
#define _UNICODE
#endif
#define _WIN32_DCOM
#include <windows.h>
#include <wbemcli.h>
#include <strsafe.h>
#include <tchar.h>
#include <stdio.h>

#pragma comment(lib, "wbemuuid")

class CCoInit
{
public:
    CCoInit() : hr(CoInitializeEx(NULL, COINIT_MULTITHREADED)) {}
    ~CCoInit() { if (SUCCEEDED(hr)) CoUninitialize(); }
    HRESULT hr;
};

int __cdecl wmain(int argc, WCHAR *argv[])
{
    CCoInit init;
    LPCWSTR pwszService = argc > 1 ? argv[1] : L"web";
    IWbemLocator *pLocator = NULL;
    IWbemServices *pNamespace = NULL;
    HRESULT hr = CoCreateInstance(CLSID_WbemLocator, NULL, CLSCTX_INPROC_SERVER, IID_IWbemLocator, (LPVOID *) &pLocator);
    if (hr != S_OK)
    {
        wprintf(L"Creating the locator failed: %#lx\n", hr);
        return 1;
    }
    BSTR path = SysAllocString(L"\\\\.\\root\\cimv2");
    hr = pLocator->ConnectServer(path, NULL, NULL, NULL, 0, NULL, NULL, &pNamespace);
    SysFreeString(path);
    pLocator->Release();
    if (hr != WBEM_S_NO_ERROR)
    {
        wprintf(L"ConnectServer failed: %#lx\n", hr);
        return 1;
    }
    WCHAR wszPath[MAX_PATH];
    StringCbPrintf(wszPath, sizeof(wszPath), L"Acme_Service.Name=\"%s\"", pwszService);
    wprintf(L"%s\n", wszPath);

    IWbemClassObject *pObject = NULL;
    BSTR bstrPath = SysAllocString(wszPath);
    hr = pNamespace->GetObject(bstrPath, 0, NULL, &pObject, NULL);
    SysFreeString(bstrPath);
    if (hr == WBEM_S_NO_ERROR)
    {
        VARIANT v;
        if (pObject->Get(L"DisplayName", 0, &v, NULL, NULL) == S_OK)
            wprintf(L"%-12s|%S|%hs\n", V_BSTR(&v), "narrow", "narrow too");
        VariantClear(&v);
        if (pObject->Get(L"ProcessId", 0, &v, NULL, NULL) == S_OK)
            printf("%lu = %#lx, %S\n", V_I4(&v), V_I4(&v), L"wide");
        VariantClear(&v);
        pObject->Release();
    }
    hr = pNamespace->GetObject((BSTR) L"Acme_Nothing", 0, NULL, &pObject, NULL);
    wprintf(L"GetObject failed: %lx, %x, %#08lx\n", hr, hr, (ULONG) hr);
    _tprintf(_T("%s has %d letters\n"), pwszService, (int) _tcslen(pwszService));
    pNamespace->Release();
    return 0;
}
