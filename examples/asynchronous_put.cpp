// Puts asynchronously: the call returns at once, the sink hears the end exactly once.
#include <comdef.h>
#include <wbemidl.h>
#include <windows.h>

#include <atomic>
#include <cstdio>

_COM_SMARTPTR_TYPEDEF(IWbemLocator, __uuidof(IWbemLocator));
_COM_SMARTPTR_TYPEDEF(IWbemServices, __uuidof(IWbemServices));
_COM_SMARTPTR_TYPEDEF(IWbemClassObject, __uuidof(IWbemClassObject));

class Sink final : public IWbemObjectSink {
public:
    ULONG STDMETHODCALLTYPE AddRef() override { return InterlockedIncrement(&references_); }

    ULONG STDMETHODCALLTYPE Release() override {
        const LONG left = InterlockedDecrement(&references_);
        if (left == 0) delete this;
        return left;
    }

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** ppv) override {
        if (riid == IID_IUnknown || riid == IID_IWbemObjectSink) {
            *ppv = static_cast<IWbemObjectSink*>(this);
            AddRef();
            return WBEM_S_NO_ERROR;
        }
        *ppv = nullptr;
        return E_NOINTERFACE;
    }

    HRESULT STDMETHODCALLTYPE Indicate(LONG, IWbemClassObject**) override { return WBEM_S_NO_ERROR; }

    HRESULT STDMETHODCALLTYPE SetStatus(LONG lFlags, HRESULT hResult, BSTR strParam, IWbemClassObject*) override {
        if (lFlags == WBEM_STATUS_COMPLETE) {
            std::printf("ended with 0x%08X: %ls\n", static_cast<unsigned>(hResult), strParam ? strParam : L"(no path)");
            SetEvent(done_);
        }
        return WBEM_S_NO_ERROR;
    }

    explicit Sink(HANDLE done) : done_(done) {}

private:
    LONG references_ = 1;
    HANDLE done_;
};

int main() {
    CoInitializeEx(nullptr, COINIT_MULTITHREADED);
    IWbemLocatorPtr locator;
    IWbemServicesPtr services;
    IWbemClassObjectPtr definition, car;
    HRESULT hr = CoCreateInstance(CLSID_WbemLocator, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(&locator));
    if (SUCCEEDED(hr)) hr = locator->ConnectServer(_bstr_t(L"ROOT\\CIMV2"), nullptr, nullptr, nullptr, 0, nullptr, nullptr, &services);
    if (SUCCEEDED(hr)) hr = services->GetObject(_bstr_t(L"Demo_Car"), 0, nullptr, &definition, nullptr);
    if (SUCCEEDED(hr)) hr = definition->SpawnInstance(0, &car);
    _variant_t seats(5L);
    if (SUCCEEDED(hr)) hr = car->Put(L"Seats", 0, &seats, 0);  // Plate is left NULL: a string key gets a GUID
    const HANDLE done = CreateEvent(nullptr, TRUE, FALSE, nullptr);
    auto* sink = new Sink(done);
    if (SUCCEEDED(hr)) hr = services->PutInstanceAsync(car, WBEM_FLAG_CREATE_ONLY, nullptr, sink);
    if (SUCCEEDED(hr)) WaitForSingleObject(done, INFINITE);
    sink->Release();
    CloseHandle(done);
    if (FAILED(hr)) std::fprintf(stderr, "could not start: 0x%08X\n", static_cast<unsigned>(hr));
    return FAILED(hr) ? 1 : 0;
}
