// The n-th allocation fails, for every n, on the path of a put, a partial put, a class put, a delete and a MOF compile through the
// public surface: the repository is as before or as after, the status is success or WBEM_E_OUT_OF_MEMORY, and the process goes on
// (ERR-03, PUT-35, CLASS-44). Calls that would fail anyway end all the same, and let their sinks go (CALL-18, CALL-35). The library's own
// operator new is this program's.
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <mutex>
#include <new>
#include <string>

#include <unistd.h>

#include <gtest/gtest.h>

#include <comdef.h>
#include <wbemidl.h>
#include <wrl/client.h>

using Microsoft::WRL::ComPtr;

namespace {

std::atomic<long> until_failure{-1};  // negative: nothing fails

bool should_fail() {
    long left = until_failure.load(std::memory_order_relaxed);
    while (left > 0) {
        if (until_failure.compare_exchange_weak(left, left - 1, std::memory_order_relaxed)) return left == 1;
    }
    return false;
}

void* allocate(std::size_t size) {
    if (should_fail()) return nullptr;
    return std::malloc(size == 0 ? 1 : size);
}

}  // namespace

void* operator new(std::size_t size) {
    if (void* memory = allocate(size)) return memory;
    throw std::bad_alloc();
}

void* operator new[](std::size_t size) { return operator new(size); }

void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return allocate(size); }

void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return allocate(size); }

void operator delete(void* memory) noexcept { std::free(memory); }

void operator delete[](void* memory) noexcept { std::free(memory); }

void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }

namespace {

void must(HRESULT status, const char* what) {
    ASSERT_TRUE(SUCCEEDED(status)) << what << ": 0x" << std::hex << static_cast<unsigned>(status);
}

/// Lives on the stack and allocates nothing; knows whether somebody still holds it.
class CountingSink final : public IWbemObjectSink {
public:
    ULONG STDMETHODCALLTYPE AddRef() override {
        const std::lock_guard lock(mutex_);
        return ++references_;
    }

    ULONG STDMETHODCALLTYPE Release() override {
        const std::lock_guard lock(mutex_);
        if (references_ == 2) released_.notify_all();
        return --references_;
    }

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** ppv) override {
        *ppv = nullptr;
        if (!IsEqualGUID(riid, IID_IUnknown) && !IsEqualGUID(riid, IID_IWbemObjectSink)) return E_NOINTERFACE;
        *ppv = static_cast<IWbemObjectSink*>(this);
        AddRef();
        return S_OK;
    }

    HRESULT STDMETHODCALLTYPE Indicate(LONG, IWbemClassObject**) override { return WBEM_S_NO_ERROR; }

    HRESULT STDMETHODCALLTYPE SetStatus(LONG flags, HRESULT result, BSTR, IWbemClassObject*) override {
        const std::lock_guard lock(mutex_);
        if (flags == WBEM_STATUS_COMPLETE) ++finals_;
        final_ = result;
        return WBEM_S_NO_ERROR;
    }

    /// Everybody has let it go.
    bool wait_until_released() {
        std::unique_lock lock(mutex_);
        return released_.wait_for(lock, std::chrono::seconds(20), [this] { return references_ == 1; });
    }

    int finals() const { return finals_; }

    HRESULT final_status() const { return final_; }

private:
    std::mutex mutex_;
    std::condition_variable released_;
    ULONG references_ = 1;
    int finals_ = 0;
    HRESULT final_ = S_OK;
};

class OutOfMemory : public testing::Test {
protected:
    void SetUp() override {
        folder_ = std::filesystem::temp_directory_path() / ("openwmi-memory-" + std::to_string(getpid()));
        std::filesystem::remove_all(folder_);
        setenv("OPENWMI_STORE", folder_.c_str(), 1);
        CoInitializeEx(nullptr, COINIT_MULTITHREADED);
        ComPtr<IWbemLocator> locator;
        must(CoCreateInstance(CLSID_WbemLocator, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(locator.GetAddressOf())), "locator");
        must(locator->ConnectServer(_bstr_t(L"root\\cimv2"), nullptr, nullptr, nullptr, 0, nullptr, nullptr, services_.GetAddressOf()),
             "ConnectServer");
        must(CoCreateInstance(CLSID_MofCompiler, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(compiler_.GetAddressOf())), "compiler");
        compile("class Mem_Item { [key] uint32 Id; string Text = \"before\"; [indexed] uint32 Mark = 1; };");
        must(services_->GetObject(_bstr_t(L"Mem_Item"), 0, nullptr, definition_.GetAddressOf(), nullptr), "the class");
    }

    void TearDown() override {
        compiler_.Reset();
        definition_.Reset();
        services_.Reset();
        std::filesystem::remove_all(folder_);
    }

    /// Allocates nothing itself.
    HRESULT compile_text(std::string& text, WBEM_COMPILE_STATUS_INFO& info) const {
        static wchar_t ns[] = L"root\\cimv2";
        const HRESULT status = compiler_->CompileBuffer(static_cast<LONG>(text.size()), reinterpret_cast<BYTE*>(text.data()), ns, nullptr, nullptr, nullptr, 0, 0, 0, &info);
        return FAILED(info.hRes) ? info.hRes : status;
    }

    void compile(std::string text) const {
        WBEM_COMPILE_STATUS_INFO info{};
        must(compile_text(text, info), text.c_str());
    }

    ComPtr<IWbemClassObject> item(LONG id, const wchar_t* text) {
        ComPtr<IWbemClassObject> made;
        must(definition_->SpawnInstance(0, made.GetAddressOf()), "spawn");
        _variant_t key(id), value(text);
        must(made->Put(L"Id", 0, &key, 0), "Id");
        must(made->Put(L"Text", 0, &value, 0), "Text");
        return made;
    }

    std::wstring stored_text(const wchar_t* path) {
        ComPtr<IWbemClassObject> back;
        if (FAILED(services_->GetObject(_bstr_t(path), 0, nullptr, back.GetAddressOf(), nullptr))) return L"(absent)";
        _variant_t text;
        EXPECT_TRUE(SUCCEEDED(back->Get(L"Text", 0, &text, nullptr, nullptr)));
        return V_VT(&text) == VT_BSTR ? V_BSTR(&text) : L"(null)";
    }

    /// Runs act with the n-th allocation failing, n = 1, 2, ... until none fails any more; after each, as_before_or_after.
    static void for_every_allocation(const char* what, const std::function<HRESULT()>& act, const std::function<void(bool succeeded)>& look) {
        constexpr long kMost = 20'000;
        for (long n = 1; n < kMost; ++n) {
            until_failure = n;
            const HRESULT status = act();
            const bool none_failed = until_failure.exchange(-1) > 0;
            ASSERT_TRUE(SUCCEEDED(status) || status == static_cast<HRESULT>(WBEM_E_OUT_OF_MEMORY))
                << what << ", allocation " << n << ": 0x" << std::hex << static_cast<unsigned>(status);
            look(SUCCEEDED(status));
            if (testing::Test::HasFatalFailure()) return;
            if (none_failed) {
                ASSERT_TRUE(SUCCEEDED(status)) << what;
                std::printf("%s: %ld allocations failed in turn\n", what, n - 1);
                return;
            }
        }
        FAIL() << what << " never ran through";
    }

    /// The same for a call that answers to a sink: it starts and ends once, with the status that it has when nothing fails or with
    /// WBEM_E_OUT_OF_MEMORY; or it does not start, and its sink is not called.
    static void for_every_allocation_async(const char* what, HRESULT usual, const std::function<HRESULT(IWbemObjectSink*)>& start, const std::function<void()>& then = [] {}) {
        constexpr HRESULT kNoMemory = static_cast<HRESULT>(WBEM_E_OUT_OF_MEMORY);
        constexpr long kMost = 20'000;
        for (long n = 1; n < kMost; ++n) {
            CountingSink before;  // threads are there, and what the last failure cost is kept again for the next one
            must(start(&before), what);
            then();
            ASSERT_TRUE(before.wait_until_released());
            ASSERT_EQ(before.final_status(), usual);
            CountingSink sink;
            until_failure = n;
            const HRESULT status = start(&sink);
            then();
            if (!sink.wait_until_released()) std::abort();  // it cannot die while somebody holds it
            const bool none_failed = until_failure.exchange(-1) > 0;
            ASSERT_TRUE(status == S_OK || status == kNoMemory) << what << ", allocation " << n << ": 0x" << std::hex << static_cast<unsigned>(status);
            ASSERT_EQ(sink.finals(), status == S_OK ? 1 : 0) << what << ", allocation " << n;
            ASSERT_TRUE(status != S_OK || sink.final_status() == usual || sink.final_status() == kNoMemory) << what << ", allocation " << n << ": 0x" << std::hex << static_cast<unsigned>(sink.final_status());
            if (none_failed) {
                std::printf("%s: %ld allocations failed in turn\n", what, n - 1);
                return;
            }
        }
        FAIL() << what << " never ran through";
    }

    std::filesystem::path folder_;
    ComPtr<IWbemServices> services_;
    ComPtr<IWbemClassObject> definition_;
    ComPtr<IMofCompiler> compiler_;
};

}  // namespace

TEST_F(OutOfMemory, APutIsDoneOrNotDone) {
    const auto one = item(1, L"after");
    for_every_allocation(
        "put", [&] { return services_->PutInstance(one.Get(), 0, nullptr, nullptr); },
        [&](bool succeeded) {
            const std::wstring text = stored_text(L"Mem_Item.Id=1");
            ASSERT_TRUE(text == L"after" || (!succeeded && text == L"(absent)")) << succeeded;
            services_->DeleteInstance(_bstr_t(L"Mem_Item.Id=1"), 0, nullptr, nullptr);
        });
}

TEST_F(OutOfMemory, APartialPutIsDoneOrNotDone) {
    must(services_->PutInstance(item(2, L"before").Get(), 0, nullptr, nullptr), "put");
    ComPtr<IWbemContext> context;
    must(CoCreateInstance(CLSID_WbemContext, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(context.GetAddressOf())), "context");
    _variant_t yes(true), names;
    SAFEARRAY* list = SafeArrayCreateVector(VT_BSTR, 0, 1);
    LONG first = 0;
    must(SafeArrayPutElement(list, &first, static_cast<BSTR>(_bstr_t(L"Text"))), "list");
    V_VT(&names) = VT_ARRAY | VT_BSTR;
    V_ARRAY(&names) = list;
    must(context->SetValue(L"__PUT_EXTENSIONS", 0, &yes), "context");
    must(context->SetValue(L"__PUT_EXT_PROPERTIES", 0, &names), "context");
    const auto changed = item(2, L"after");
    for_every_allocation(
        "partial put", [&] { return services_->PutInstance(changed.Get(), WBEM_FLAG_UPDATE_ONLY, context.Get(), nullptr); },
        [&](bool succeeded) {
            const std::wstring text = stored_text(L"Mem_Item.Id=2");
            ASSERT_TRUE(text == L"after" || (!succeeded && text == L"before"));
            must(services_->PutInstance(item(2, L"before").Get(), 0, nullptr, nullptr), "back");
        });
}

TEST_F(OutOfMemory, ADeleteIsDoneOrNotDone) {
    must(services_->PutInstance(item(3, L"before").Get(), 0, nullptr, nullptr), "put");
    const _bstr_t path(L"Mem_Item.Id=3");
    for_every_allocation(
        "delete", [&] { return services_->DeleteInstance(path, 0, nullptr, nullptr); },
        [&](bool succeeded) {
            const std::wstring text = stored_text(L"Mem_Item.Id=3");
            ASSERT_TRUE(text == L"(absent)" || (!succeeded && text == L"before"));
            must(services_->PutInstance(item(3, L"before").Get(), 0, nullptr, nullptr), "back");
        });
}

TEST_F(OutOfMemory, AClassPutIsDoneOrNotDone) {
    ComPtr<IWbemClassObject> derived;
    must(definition_->SpawnDerivedClass(0, derived.GetAddressOf()), "derive");
    _variant_t name(L"Mem_Derived");
    must(derived->Put(L"__CLASS", 0, &name, 0), "name");
    must(derived->Put(L"More", 0, nullptr, CIM_STRING), "property");
    for_every_allocation(
        "class put", [&] { return services_->PutClass(derived.Get(), 0, nullptr, nullptr); },
        [&](bool succeeded) {
            ComPtr<IWbemClassObject> back;
            const HRESULT found = services_->GetObject(_bstr_t(L"Mem_Derived"), 0, nullptr, back.GetAddressOf(), nullptr);
            ASSERT_TRUE(SUCCEEDED(found) || (!succeeded && found == static_cast<HRESULT>(WBEM_E_NOT_FOUND)));
            if (SUCCEEDED(found)) {
                ASSERT_EQ(back->Get(L"More", 0, nullptr, nullptr, nullptr), WBEM_S_NO_ERROR);
                must(services_->DeleteClass(_bstr_t(L"Mem_Derived"), 0, nullptr, nullptr), "delete");
            }
        });
}

TEST_F(OutOfMemory, ACompileStoresWholeObjectsOnly) {
    std::string text = "class Mem_Text : Mem_Item { string Other = \"x\"; }; instance of Mem_Text { Id = 9; Text = \"after\"; };";
    for_every_allocation(
        "MOF compile",
        [&] {
            WBEM_COMPILE_STATUS_INFO info{};
            return compile_text(text, info);
        },
        [&](bool succeeded) {
            const std::wstring stored = stored_text(L"Mem_Item.Id=9");
            ASSERT_TRUE(stored == L"after" || (!succeeded && stored == L"(absent)"));
            services_->DeleteClass(_bstr_t(L"Mem_Text"), 0, nullptr, nullptr);
        });
}

TEST_F(OutOfMemory, AnAsynchronousPutThatIsRefusedEndsOnce) {  // ERR-03, CALL-35
    const auto one = item(4, L"before");
    must(services_->PutInstance(one.Get(), 0, nullptr, nullptr), "put");
    for_every_allocation_async("refused put", static_cast<HRESULT>(WBEM_E_ALREADY_EXISTS),
                               [&](IWbemObjectSink* sink) { return services_->PutInstanceAsync(one.Get(), WBEM_FLAG_CREATE_ONLY, nullptr, sink); });
}

TEST_F(OutOfMemory, ASemisynchronousPutThatIsRefusedEnds) {  // ERR-03, SVC-71
    const auto one = item(5, L"before");
    must(services_->PutInstance(one.Get(), 0, nullptr, nullptr), "put");
    const auto start = [&](ComPtr<IWbemCallResult>& result) {
        return services_->PutInstance(one.Get(), LONG{WBEM_FLAG_CREATE_ONLY} | LONG{WBEM_FLAG_RETURN_IMMEDIATELY}, nullptr, result.GetAddressOf());
    };
    for (long n = 1, failed = 1; failed != 0; ++n) {
        long status = 0;
        ComPtr<IWbemCallResult> before, result;
        must(start(before), "put");
        ASSERT_EQ(before->GetCallStatus(20'000, &status), WBEM_S_NO_ERROR);
        until_failure = n;
        const HRESULT started = start(result);
        ASSERT_TRUE(started == S_OK || started == static_cast<HRESULT>(WBEM_E_OUT_OF_MEMORY)) << "allocation " << n;
        ASSERT_TRUE(started != S_OK || result->GetCallStatus(20'000, &status) != WBEM_S_TIMEDOUT) << "allocation " << n;
        failed = until_failure.exchange(-1) > 0 ? 0 : 1;
    }
}

TEST_F(OutOfMemory, ACallWhoseWorkCannotBeginEndsOnce) {  // CALL-18, CALL-35
    compile("class Mem_Gone { [key] uint32 Id; };");
    ComPtr<IWbemClassObject> gone, orphan;
    must(services_->GetObject(_bstr_t(L"Mem_Gone"), 0, nullptr, gone.GetAddressOf(), nullptr), "the class");
    must(gone->SpawnInstance(0, orphan.GetAddressOf()), "spawn");
    must(services_->DeleteClass(_bstr_t(L"Mem_Gone"), 0, nullptr, nullptr), "delete");
    const _bstr_t absent(L"Mem_Item.Id=77"), stranger(L"Mem_Gone");
    for_every_allocation_async("put of an unknown class", static_cast<HRESULT>(WBEM_E_INVALID_CLASS),
                               [&](IWbemObjectSink* sink) { return services_->PutInstanceAsync(orphan.Get(), 0, nullptr, sink); });
    for_every_allocation_async("get of what is absent", static_cast<HRESULT>(WBEM_E_NOT_FOUND),
                               [&](IWbemObjectSink* sink) { return services_->GetObjectAsync(absent, 0, nullptr, sink); });
    for_every_allocation_async("enumeration of an unknown class", static_cast<HRESULT>(WBEM_E_INVALID_CLASS),
                               [&](IWbemObjectSink* sink) { return services_->CreateInstanceEnumAsync(stranger, 0, nullptr, sink); });
}

TEST_F(OutOfMemory, ACallThatWaitsForThePausesEndEndsOnce) {  // CALL-18, CALL-24, CALL-35
    ComPtr<IWbemBackupRestoreEx> server;
    must(CoCreateInstance(CLSID_WbemBackupRestore, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(server.GetAddressOf())), "server");
    const auto one = item(6, L"before");
    must(services_->PutInstance(one.Get(), 0, nullptr, nullptr), "put");
    for_every_allocation_async(
        "put while paused", static_cast<HRESULT>(WBEM_E_ALREADY_EXISTS),
        [&](IWbemObjectSink* sink) {
            const long n = until_failure.exchange(-1);
            must(server->Pause(), "pause");
            until_failure = n;
            return services_->PutInstanceAsync(one.Get(), WBEM_FLAG_CREATE_ONLY, nullptr, sink);
        },
        [&] {
            const long n = until_failure.exchange(-1);
            must(server->Resume(), "resume");
            until_failure = n;
        });
}

namespace {

constexpr long kEventFlags = LONG{WBEM_FLAG_RETURN_IMMEDIATELY} | LONG{WBEM_FLAG_FORWARD_ONLY};

}  // namespace

TEST_F(OutOfMemory, ASubscriptionBeginsOrDoesNot) {  // EVT-03
    const _bstr_t language(L"WQL"), query(L"SELECT TargetInstance FROM __InstanceOperationEvent WHERE TargetInstance ISA 'Mem_Item'");
    const auto one = item(7, L"before");
    ComPtr<IEnumWbemClassObject> kept;
    must(services_->ExecNotificationQuery(language, query, kEventFlags, nullptr, kept.GetAddressOf()), "subscribing");
    ComPtr<IEnumWbemClassObject> events;
    for_every_allocation(
        "subscribing", [&] { return services_->ExecNotificationQuery(language, query, kEventFlags, nullptr, events.ReleaseAndGetAddressOf()); },
        [&](bool succeeded) {
            must(services_->PutInstance(one.Get(), 0, nullptr, nullptr), "put");
            for (IEnumWbemClassObject* each : {kept.Get(), events.Get()}) {
                ComPtr<IWbemClassObject> event;
                ULONG count = 0;
                if (!each) continue;
                ASSERT_EQ(each->Next(20'000, 1, event.GetAddressOf(), &count), WBEM_S_NO_ERROR);
            }
            ASSERT_EQ(succeeded, events != nullptr);
        });
}

TEST_F(OutOfMemory, AnAsynchronousSubscriptionBeginsAndEndsOnceOrDoesNotBegin) {  // EVT-09, CALL-18
    const _bstr_t language(L"WQL"), query(L"SELECT * FROM __InstanceOperationEvent WHERE TargetInstance ISA 'Mem_Item'");
    IWbemObjectSink* subscribed = nullptr;
    for_every_allocation_async(
        "subscribing with a sink", static_cast<HRESULT>(WBEM_E_CALL_CANCELLED),
        [&](IWbemObjectSink* sink) {
            subscribed = sink;
            return services_->ExecNotificationQueryAsync(language, query, 0, nullptr, sink);
        },
        [&] {
            const long n = until_failure.exchange(-1);
            services_->CancelAsyncCall(subscribed);
            until_failure = n;
        });
}

TEST_F(OutOfMemory, AnEventComesOrItsLossIsTold) {  // EVT-61
    const _bstr_t language(L"WQL"), query(L"SELECT TargetInstance FROM __InstanceOperationEvent WHERE TargetInstance ISA 'Mem_Item'");
    const auto one = item(8, L"before");
    ComPtr<IEnumWbemClassObject> events;
    must(services_->ExecNotificationQuery(language, query, kEventFlags, nullptr, events.GetAddressOf()), "subscribing");
    must(services_->PutInstance(one.Get(), 0, nullptr, nullptr), "put");
    bool is_told = true;
    const auto take = [&] {
        ComPtr<IWbemClassObject> event;
        ULONG count = 0;
        const HRESULT status = events->Next(20'000, 1, event.GetAddressOf(), &count);
        is_told = status == WBEM_S_NO_ERROR || status == static_cast<HRESULT>(WBEM_E_QUEUE_OVERFLOW);
        return status;
    };
    must(take(), "the first event");
    for_every_allocation(
        "telling of a put",
        [&] {
            const HRESULT status = services_->PutInstance(one.Get(), 0, nullptr, nullptr);
            if (FAILED(status)) return status;
            const HRESULT taken = take();
            return taken == static_cast<HRESULT>(WBEM_E_QUEUE_OVERFLOW) ? WBEM_S_NO_ERROR : taken;
        },
        [&](bool) {
            if (!is_told) take();  // this Next had no memory: the next one says that something is missing
            ASSERT_TRUE(is_told);
            ComPtr<IWbemClassObject> rest;
            ULONG count = 1;
            while (count == 1) events->Next(0, 1, rest.ReleaseAndGetAddressOf(), &count);
        });
}
