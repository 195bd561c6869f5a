// The same with ATL's classes, and WRL's pointer.
#define _WIN32_DCOM
#include <windows.h>
#include <atlbase.h>
#include <atlsafe.h>
#include <wbemidl.h>
#include <wrl/client.h>
#include <stdio.h>
#include <vector>

using Microsoft::WRL::ComPtr;

static HRESULT Connect(const wchar_t *wszNamespace, IWbemServices **ppServices)
{
    CComPtr<IWbemLocator> pLocator;
    HRESULT hr = pLocator.CoCreateInstance(CLSID_WbemLocator);
    if (SUCCEEDED(hr))
        hr = pLocator->ConnectServer(CComBSTR(wszNamespace), NULL, NULL, NULL, 0, NULL, NULL, ppServices);
    return hr;
}

static void WithAtl(IWbemServices *pServices)
{
    CComPtr<IWbemClassObject> pClass, pInstance;
    if (FAILED(pServices->GetObject(CComBSTR(L"Acme_Service"), 0, NULL, &pClass, NULL)) || FAILED(pClass->SpawnInstance(0, &pInstance)))
        return;
    CComVariant vName(L"atl"), vExit(-1), vStarted(true);
    pInstance->Put(L"Name", 0, &vName, 0);
    pInstance->Put(L"ExitCode", 0, &vExit, 0);
    pInstance->Put(L"Started", 0, &vStarted, 0);
    CComSafeArray<BSTR> depends;
    depends.Add(CComBSTR(L"first"));
    depends.Add(CComBSTR(L"second"));
    CComVariant vDepends(depends);
    pInstance->Put(L"Depends", 0, &vDepends, 0);
    HRESULT hr = pServices->PutInstance(pInstance, WBEM_FLAG_CREATE_ONLY, NULL, NULL);
    printf("put: 0x%X\n", hr);

    CComPtr<IWbemClassObject> pBack;
    CComBSTR path(L"Acme_Service");
    path += L".Name=\"atl\"";
    hr = pServices->GetObject(path, 0, NULL, &pBack, NULL);
    CComVariant vBack;
    if (SUCCEEDED(hr) && SUCCEEDED(pBack->Get(L"Depends", 0, &vBack, NULL, NULL)) && vBack.vt == (VT_ARRAY | VT_BSTR))
    {
        CComSafeArray<BSTR> names;
        names.Attach(vBack.parray);
        for (LONG i = names.GetLowerBound(); i <= names.GetUpperBound(); i++)
            printf("  %ls\n", names[(int) i]);
        names.Detach();
    }
    CComQIPtr<IWbemObjectAccess> pAccess(pBack);
    printf("object access: %s\n", pAccess ? "yes" : "no");
}

static void WithWrl(IWbemServices *pServices)
{
    ComPtr<IEnumWbemClassObject> enumerator;
    HRESULT hr = pServices->CreateInstanceEnum(CComBSTR("Acme_Service"), WBEM_FLAG_FORWARD_ONLY, nullptr, &enumerator);
    std::vector<ComPtr<IWbemClassObject>> found;
    while (SUCCEEDED(hr))
    {
        ComPtr<IWbemClassObject> object;
        ULONG returned = 0;
        hr = enumerator->Next(WBEM_INFINITE, 1, object.GetAddressOf(), &returned);
        if (returned == 0)
            break;
        found.push_back(object);
    }
    printf("%u objects\n", (unsigned) found.size());
    ComPtr<IWbemObjectAccess> access;
    printf("as: 0x%X\n", found.front().As(&access));
    ComPtr<IWbemLocator> locator;
    hr = CoCreateInstance(CLSID_WbemLocator, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(&locator));
    printf("locator: 0x%X\n", hr);
    ComPtr<IWbemServices> none;
    hr = locator.As(&none);
    printf("a locator is no service: 0x%X\n", hr);
}

int main()
{
    CoInitializeEx(NULL, COINIT_APARTMENTTHREADED);
    {
        CComPtr<IWbemServices> pServices;
        HRESULT hr = Connect(L"ROOT\\CIMV2", &pServices);
        if (FAILED(hr))
            return 1;
        WithAtl(pServices);
        WithWrl(pServices);
    }
    CoUninitialize();
    return 0;
}
