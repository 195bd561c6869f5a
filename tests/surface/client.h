// What a client of the library needs in a test: a connection to a store of its own in memory, short ways to say things, and a sink
// that counts. Sees include/ alone.
#pragma once

#include <comdef.h>
#include <wbemidl.h>
#include <wrl/client.h>

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace at_surface {

using Microsoft::WRL::ComPtr;
using Text = std::wstring;

/// A BSTR for one call.
inline _bstr_t b(const Text& text) { return _bstr_t(text.c_str()); }

/// What one asynchronous call brought, or several that share the sink. Waits and counts.
class Sink : public IWbemObjectSink {
public:
    virtual ~Sink() = default;

    struct Final {
        HRESULT result = 0;
        bool has_text = false;
        Text text;
        ComPtr<IWbemClassObject> error;
    };

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** ppv) override {
        *ppv = nullptr;
        if (!IsEqualGUID(riid, IID_IUnknown) && !IsEqualGUID(riid, IID_IWbemObjectSink)) return E_NOINTERFACE;
        *ppv = static_cast<IWbemObjectSink*>(this);
        AddRef();
        return S_OK;
    }

    ULONG STDMETHODCALLTYPE AddRef() override { return ++references; }

    ULONG STDMETHODCALLTYPE Release() override {
        const std::lock_guard lock(mutex);
        const ULONG left = --references;
        changed.notify_all();
        return left;
    }

    HRESULT STDMETHODCALLTYPE Indicate(LONG lObjectCount, IWbemClassObject** apObjArray) override {
        std::unique_lock lock(mutex);
        if (lObjectCount < 1) broken = true;
        ++batches;
        if (keeps_objects)
            for (LONG i = 0; i < lObjectCount; ++i) objects.emplace_back(apObjArray[i]);
        count += static_cast<std::size_t>(lObjectCount);
        changed.notify_all();
        changed.wait(lock, [this] { return !is_blocked; });
        if (inside) {
            lock.unlock();
            inside();
        }
        return answer;
    }

    HRESULT STDMETHODCALLTYPE SetStatus(LONG lFlags, HRESULT hResult, BSTR strParam, IWbemClassObject* pObjParam) override {
        std::unique_lock lock(mutex);
        if (lFlags != WBEM_STATUS_COMPLETE) {
            broken = true;  // nothing here reports progress
            return WBEM_S_NO_ERROR;
        }
        changed.wait(lock, [this] { return !is_blocked; });
        if (inside) {
            lock.unlock();
            inside();
            lock.lock();
        }
        finals.push_back({hResult, strParam != nullptr, strParam ? Text(strParam) : Text(), pObjParam});
        changed.notify_all();
        return WBEM_S_NO_ERROR;
    }

    /// Waits for so many final statuses and until the library has released the sink.
    void wait(std::size_t expected = 1) {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return finals.size() >= expected && references == 1; });
    }

    void wait_objects(std::size_t expected) {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return count >= expected; });
    }

    void block(bool on) {
        const std::lock_guard lock(mutex);
        is_blocked = on;
        changed.notify_all();
    }

    std::atomic<ULONG> references{1};
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<Final> finals;
    std::vector<ComPtr<IWbemClassObject>> objects;
    std::size_t count = 0, batches = 0;
    bool broken = false, is_blocked = false, keeps_objects = true;
    HRESULT answer = WBEM_S_NO_ERROR;
    std::function<void()> inside;
};

/// A connection to root\default of a store that dies with the test.
class Surface : public testing::Test {
protected:
    static void SetUpTestSuite() { CoInitializeEx(nullptr, COINIT_MULTITHREADED); }

    void SetUp() override {
        setenv("OPENWMI_STORE", "memory:", 1);
        ASSERT_EQ(CoCreateInstance(CLSID_WbemLocator, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(locator.GetAddressOf())), S_OK);
        ASSERT_EQ(connect(L"root\\default", services), S_OK);
    }

    HRESULT connect(const Text& ns, ComPtr<IWbemServices>& to, const wchar_t* locale = nullptr) {
        const _bstr_t where(locale ? locale : L"");
        return locator->ConnectServer(b(ns), nullptr, nullptr, locale ? static_cast<wchar_t*>(where) : nullptr, 0, nullptr, nullptr,
                                      to.ReleaseAndGetAddressOf());
    }

    /// Compiles MOF into the namespace.
    void mof(const std::string& text, const wchar_t* ns = L"root\\default") {
        ComPtr<IMofCompiler> compiler;
        ASSERT_EQ(CoCreateInstance(CLSID_MofCompiler, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(compiler.GetAddressOf())), S_OK);
        WBEM_COMPILE_STATUS_INFO info{};
        const HRESULT hr = compiler->CompileBuffer(static_cast<long>(text.size()), reinterpret_cast<BYTE*>(const_cast<char*>(text.data())),
                                                   const_cast<LPWSTR>(ns), nullptr, nullptr, nullptr, 0, 0, 0, &info);
        ASSERT_TRUE(SUCCEEDED(hr) && hr != S_FALSE) << "phase " << info.lPhaseError << " object " << info.ObjectNum << " hr " << std::hex << info.hRes;
    }

    ComPtr<IWbemClassObject> get(const Text& path, long flags = 0, IWbemContext* context = nullptr) {
        ComPtr<IWbemClassObject> object;
        last = services->GetObject(b(path), flags, context, object.GetAddressOf(), nullptr);
        return object;
    }

    ComPtr<IWbemClassObject> spawn(const Text& class_name) {
        ComPtr<IWbemClassObject> instance;
        const ComPtr<IWbemClassObject> cls = get(class_name);
        EXPECT_EQ(last, S_OK);
        if (cls) last = cls->SpawnInstance(0, instance.GetAddressOf());
        EXPECT_EQ(last, S_OK);
        return instance;
    }

    ComPtr<IWbemContext> context() {
        ComPtr<IWbemContext> made;
        EXPECT_EQ(CoCreateInstance(CLSID_WbemContext, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(made.GetAddressOf())), S_OK);
        return made;
    }

    HRESULT put(IWbemClassObject* object, long flags = 0, IWbemContext* with = nullptr) {
        return last = services->PutInstance(object, flags, with, nullptr);
    }

    static void set(IWbemClassObject* object, const wchar_t* name, const wchar_t* value) {
        _variant_t v(value);
        EXPECT_EQ(object->Put(name, 0, &v, 0), S_OK);
    }

    static void set(IWbemClassObject* object, const wchar_t* name, long value) {
        _variant_t v(value);
        EXPECT_EQ(object->Put(name, 0, &v, 0), S_OK);
    }

    static void set_null(IWbemClassObject* object, const wchar_t* name) {
        _variant_t v;
        v.vt = VT_NULL;
        EXPECT_EQ(object->Put(name, 0, &v, 0), S_OK);
    }

    static _variant_t value(IWbemClassObject* object, const wchar_t* name) {
        _variant_t v;
        EXPECT_EQ(object->Get(name, 0, &v, nullptr, nullptr), S_OK);
        return v;
    }

    static Text text(IWbemClassObject* object, const wchar_t* name) {
        const _variant_t v = value(object, name);
        return v.vt == VT_BSTR ? Text(v.bstrVal) : L"(null)";
    }

    ComPtr<IWbemLocator> locator;
    ComPtr<IWbemServices> services;
    HRESULT last = S_OK;
};

}  // namespace at_surface
