// Smart pointers of three schools, as clients use them: _com_ptr_t and _com_error, ATL, WRL.
#include <atlbase.h>
#include <atlsafe.h>
#include <comdef.h>
#include <wbemidl.h>
#include <wrl/client.h>

#include <cstdio>

_COM_SMARTPTR_TYPEDEF(IWbemLocator, __uuidof(IWbemLocator));
_COM_SMARTPTR_TYPEDEF(IWbemServices, __uuidof(IWbemServices));
_COM_SMARTPTR_TYPEDEF(IWbemClassObject, IID_IWbemClassObject);
_COM_SMARTPTR_TYPEDEF(IEnumWbemClassObject, __uuidof(IEnumWbemClassObject));

static _bstr_t NameOf(IWbemClassObjectPtr object) {
    _variant_t value;
    HRESULT hr = object->Get(L"Name", 0, &value, NULL, NULL);
    if (FAILED(hr)) _com_issue_error(hr);
    if (value.vt == VT_NULL) return _bstr_t(L"");
    return _bstr_t(value);
}

static void ByComPointers() {
    try {
        IWbemLocatorPtr locator = NULL;
        HRESULT hr = locator.CreateInstance(CLSID_WbemLocator);
        if (FAILED(hr)) _com_issue_error(hr);
        IWbemServicesPtr services;
        hr = locator->ConnectServer(_bstr_t(L"root\\cimv2"), NULL, NULL, NULL, 0, NULL, NULL, &services);
        if (FAILED(hr) || services == NULL) throw _com_error(hr);
        IEnumWbemClassObjectPtr all;
        services->CreateInstanceEnum(_bstr_t("CIM_Process"), WBEM_FLAG_SHALLOW, NULL, &all);
        ULONG count = 0;
        IWbemClassObjectPtr next;
        while (all && SUCCEEDED(all->Next(WBEM_INFINITE, 1, &next, &count)) && count == 1) {
            _bstr_t name = L"name: " + NameOf(next);
            std::printf("%s\n", (const char*)name);
        }
    } catch (_com_error& e) {
        IErrorInfo* info = e.ErrorInfo();
        if (info) info->Release();
        std::printf("0x%X %s %ls\n", (unsigned)e.Error(), (const char*)e.Description(), (wchar_t*)e.Source());
    }
}

static HRESULT ByAtl() {
    CComPtr<IWbemLocator> locator;
    HRESULT hr = locator.CoCreateInstance(CLSID_WbemLocator);
    if (FAILED(hr)) return hr;
    CComPtr<IWbemServices> services;
    hr = locator->ConnectServer(CComBSTR("root\\cimv2"), NULL, NULL, NULL, 0, NULL, NULL, &services);
    if (FAILED(hr)) return hr;
    CComQIPtr<IClientSecurity> security(services);
    CComPtr<IWbemClassObject> object;
    hr = services->GetObject(CComBSTR(L"CIM_Process"), 0, NULL, &object, NULL);
    CComVariant value(L"text");
    if (SUCCEEDED(hr)) hr = object->Put(L"Name", 0, &value, 0);
    CComSafeArray<BSTR> names;
    names.Add(CComBSTR(L"one"));
    return hr;
}

static HRESULT ByWrl() {
    Microsoft::WRL::ComPtr<IWbemLocator> locator;
    HRESULT hr = CoCreateInstance(__uuidof(WbemLocator), nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(&locator));
    if (FAILED(hr)) return hr;
    Microsoft::WRL::ComPtr<IWbemServices> services;
    return locator->ConnectServer(_bstr_t(L"root\\cimv2"), nullptr, nullptr, nullptr, 0, nullptr, nullptr, &services);
}

int main() {
    CoInitializeEx(nullptr, COINIT_MULTITHREADED);
    ByComPointers();
    ByAtl();
    ByWrl();
    CoUninitialize();
}
