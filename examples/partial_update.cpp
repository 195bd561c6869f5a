// Changes one property of an instance and touches no other, however many others write at the same time.
#include <comdef.h>
#include <wbemidl.h>

#include <cstdio>

_COM_SMARTPTR_TYPEDEF(IWbemLocator, __uuidof(IWbemLocator));
_COM_SMARTPTR_TYPEDEF(IWbemServices, __uuidof(IWbemServices));
_COM_SMARTPTR_TYPEDEF(IWbemClassObject, __uuidof(IWbemClassObject));
_COM_SMARTPTR_TYPEDEF(IWbemContext, __uuidof(IWbemContext));

int main() {
    CoInitializeEx(nullptr, COINIT_MULTITHREADED);
    IWbemLocatorPtr locator;
    IWbemServicesPtr services;
    IWbemClassObjectPtr definition, car;
    IWbemContextPtr context;
    HRESULT hr = CoCreateInstance(CLSID_WbemLocator, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(&locator));
    if (SUCCEEDED(hr)) hr = CoCreateInstance(CLSID_WbemContext, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(&context));
    if (SUCCEEDED(hr)) hr = locator->ConnectServer(_bstr_t(L"ROOT\\CIMV2"), nullptr, nullptr, nullptr, 0, nullptr, nullptr, &services);
    if (SUCCEEDED(hr)) hr = services->GetObject(_bstr_t(L"Demo_Car"), 0, nullptr, &definition, nullptr);
    if (SUCCEEDED(hr)) hr = definition->SpawnInstance(0, &car);

    _variant_t plate(L"AB-123"), color(L"blue"), yes(true), names;
    if (SUCCEEDED(hr)) hr = car->Put(L"Plate", 0, &plate, 0);  // the key says which instance
    if (SUCCEEDED(hr)) hr = car->Put(L"Color", 0, &color, 0);

    SAFEARRAY* list = SafeArrayCreateVector(VT_BSTR, 0, 1);
    LONG first = 0;
    _bstr_t name(L"Color");
    SafeArrayPutElement(list, &first, static_cast<BSTR>(name));
    V_VT(&names) = VT_ARRAY | VT_BSTR;
    V_ARRAY(&names) = list;
    if (SUCCEEDED(hr)) hr = context->SetValue(L"__PUT_EXTENSIONS", 0, &yes);
    if (SUCCEEDED(hr)) hr = context->SetValue(L"__PUT_EXT_CLIENT_REQUEST", 0, &yes);
    if (SUCCEEDED(hr)) hr = context->SetValue(L"__PUT_EXT_PROPERTIES", 0, &names);
    if (SUCCEEDED(hr)) hr = services->PutInstance(car, WBEM_FLAG_UPDATE_ONLY, context, nullptr);
    std::printf(FAILED(hr) ? "failed: 0x%08X\n" : "updated (0x%08X)\n", static_cast<unsigned>(hr));
    return FAILED(hr) ? 1 : 0;
}
