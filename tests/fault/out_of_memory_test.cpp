// The n-th allocation fails, for every n, on the path of a put, a partial put, a class put, a delete and a MOF compile through the
// public surface: the repository is as before or as after, the status is success or WBEM_E_OUT_OF_MEMORY, and the process goes on
// (ERR-03, PUT-35, CLASS-44). The library's own operator new is this program's.
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <functional>
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
