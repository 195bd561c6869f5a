// Watches a class: asks once, then is told of each change, whoever makes it.
#include <comdef.h>
#include <wbemidl.h>

#include <cstdio>

_COM_SMARTPTR_TYPEDEF(IWbemLocator, __uuidof(IWbemLocator));
_COM_SMARTPTR_TYPEDEF(IWbemServices, __uuidof(IWbemServices));
_COM_SMARTPTR_TYPEDEF(IEnumWbemClassObject, __uuidof(IEnumWbemClassObject));
_COM_SMARTPTR_TYPEDEF(IWbemClassObject, __uuidof(IWbemClassObject));

static HRESULT put_car(IWbemServices* services, const wchar_t* color) {
    IWbemClassObjectPtr definition, car;
    HRESULT hr = services->GetObject(_bstr_t(L"Demo_Car"), 0, nullptr, &definition, nullptr);
    if (SUCCEEDED(hr)) hr = definition->SpawnInstance(0, &car);
    _variant_t plate(L"WATCHED"), value(color);
    if (SUCCEEDED(hr)) hr = car->Put(L"Plate", 0, &plate, 0);
    if (SUCCEEDED(hr)) hr = car->Put(L"Color", 0, &value, 0);
    return SUCCEEDED(hr) ? services->PutInstance(car, WBEM_FLAG_CREATE_OR_UPDATE, nullptr, nullptr) : hr;
}

int main() {
    HRESULT hr = CoInitializeEx(nullptr, COINIT_MULTITHREADED);
    IWbemLocatorPtr locator;
    if (SUCCEEDED(hr)) hr = CoCreateInstance(CLSID_WbemLocator, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(&locator));
    IWbemServicesPtr services;
    if (SUCCEEDED(hr)) hr = locator->ConnectServer(_bstr_t(L"ROOT\\CIMV2"), nullptr, nullptr, nullptr, 0, nullptr, nullptr, &services);
    IEnumWbemClassObjectPtr events;
    const _bstr_t query(L"SELECT * FROM __InstanceOperationEvent WHERE TargetInstance ISA 'Demo_Car'");
    if (SUCCEEDED(hr)) hr = services->ExecNotificationQuery(_bstr_t(L"WQL"), query, WBEM_FLAG_RETURN_IMMEDIATELY | WBEM_FLAG_FORWARD_ONLY, nullptr, &events);
    if (SUCCEEDED(hr)) hr = put_car(services, L"red");
    if (SUCCEEDED(hr)) hr = put_car(services, L"blue");
    for (int told = 0; SUCCEEDED(hr) && told < 2; ++told) {
        IWbemClassObjectPtr event;
        ULONG count = 0;
        hr = events->Next(WBEM_INFINITE, 1, &event, &count);
        _variant_t kind, target, color;
        if (SUCCEEDED(hr)) hr = event->Get(L"__CLASS", 0, &kind, nullptr, nullptr);
        if (SUCCEEDED(hr)) hr = event->Get(L"TargetInstance", 0, &target, nullptr, nullptr);
        IWbemClassObjectPtr car;
        if (SUCCEEDED(hr)) hr = target.punkVal->QueryInterface(IID_PPV_ARGS(&car));
        if (SUCCEEDED(hr)) hr = car->Get(L"Color", 0, &color, nullptr, nullptr);
        if (SUCCEEDED(hr)) std::printf("%ls: %ls\n", kind.bstrVal, color.bstrVal);
    }
    if (SUCCEEDED(hr)) return 0;
    std::fprintf(stderr, "failed: 0x%08X\n", static_cast<unsigned>(hr));
    return 1;
}
