// Puts an instance and reads it back: the README's first screen, with its errors looked at.
// g++ -std=c++20 first_put.cpp $(pkg-config --cflags --libs openwmi)     (wmi mof demo.mof first)
#include <comdef.h>
#include <wbemidl.h>

#include <cstdio>

_COM_SMARTPTR_TYPEDEF(IWbemLocator, __uuidof(IWbemLocator));
_COM_SMARTPTR_TYPEDEF(IWbemServices, __uuidof(IWbemServices));
_COM_SMARTPTR_TYPEDEF(IWbemClassObject, __uuidof(IWbemClassObject));

int main() {
    HRESULT hr = CoInitializeEx(nullptr, COINIT_MULTITHREADED);
    IWbemLocatorPtr locator;
    if (SUCCEEDED(hr)) hr = CoCreateInstance(CLSID_WbemLocator, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(&locator));
    IWbemServicesPtr services;
    if (SUCCEEDED(hr)) hr = locator->ConnectServer(_bstr_t(L"ROOT\\CIMV2"), nullptr, nullptr, nullptr, 0, nullptr, nullptr, &services);
    IWbemClassObjectPtr definition, car, back;
    if (SUCCEEDED(hr)) hr = services->GetObject(_bstr_t(L"Demo_Car"), 0, nullptr, &definition, nullptr);
    if (SUCCEEDED(hr)) hr = definition->SpawnInstance(0, &car);
    _variant_t plate(L"AB-123"), color(L"red");
    if (SUCCEEDED(hr)) hr = car->Put(L"Plate", 0, &plate, 0);
    if (SUCCEEDED(hr)) hr = car->Put(L"Color", 0, &color, 0);
    if (SUCCEEDED(hr)) hr = services->PutInstance(car, WBEM_FLAG_CREATE_OR_UPDATE, nullptr, nullptr);  // durable on success
    if (SUCCEEDED(hr)) hr = services->GetObject(_bstr_t(L"Demo_Car.Plate=\"AB-123\""), 0, nullptr, &back, nullptr);
    _variant_t read;
    if (SUCCEEDED(hr)) hr = back->Get(L"Color", 0, &read, nullptr, nullptr);
    if (FAILED(hr)) {
        std::fprintf(stderr, "failed: 0x%08X\n", static_cast<unsigned>(hr));
        return 1;
    }
    std::printf("AB-123 is %ls\n", read.bstrVal);
    return 0;
}
