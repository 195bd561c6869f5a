// Everything about events at once: puts, subscriptions that come and go, cancel, release, a namespace that vanishes, the end of the
// house. Run under the thread sanitizer too (preset tsan). What must hold is counted.
#include <atomic>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include <comdef.h>
#include <wbemidl.h>
#include <wrl/client.h>

namespace {

using Microsoft::WRL::ComPtr;

constexpr long kSemi = WBEM_FLAG_RETURN_IMMEDIATELY | WBEM_FLAG_FORWARD_ONLY;
constexpr const wchar_t* kQuery = L"SELECT * FROM __InstanceOperationEvent WHERE TargetInstance ISA 'Thing'";

/// Counts what one subscription brings; deletes itself with its last reference, as clients' sinks do.
class Sink final : public IWbemObjectSink {
public:
    struct Counts {
        std::atomic<std::uint64_t> events{0}, finals{0}, late{0}, alive{0};
    };

    explicit Sink(Counts& counts) : counts_(counts) { ++counts_.alive; }

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** ppv) override {
        *ppv = nullptr;
        if (!IsEqualGUID(riid, IID_IUnknown) && !IsEqualGUID(riid, IID_IWbemObjectSink)) return E_NOINTERFACE;
        *ppv = static_cast<IWbemObjectSink*>(this);
        AddRef();
        return S_OK;
    }

    ULONG STDMETHODCALLTYPE AddRef() override { return ++references_; }

    ULONG STDMETHODCALLTYPE Release() override {
        const ULONG left = --references_;
        if (left == 0) {
            --counts_.alive;
            delete this;
        }
        return left;
    }

    HRESULT STDMETHODCALLTYPE Indicate(LONG count, IWbemClassObject**) override {
        if (has_ended_) ++counts_.late;
        counts_.events += static_cast<std::uint64_t>(count);
        return WBEM_S_NO_ERROR;
    }

    HRESULT STDMETHODCALLTYPE SetStatus(LONG, HRESULT, BSTR, IWbemClassObject*) override {
        if (has_ended_) ++counts_.late;
        has_ended_ = true;
        ++counts_.finals;
        return WBEM_S_NO_ERROR;
    }

private:
    Counts& counts_;
    std::atomic<ULONG> references_{1};
    bool has_ended_ = false;  // not atomic: callbacks of one subscription never overlap, and the sanitizer looks
};

class EventsRace : public testing::Test {
protected:
    void SetUp() override {
        setenv("OPENWMI_STORE", "memory:", 1);
        CoInitializeEx(nullptr, COINIT_MULTITHREADED);
        services = connect(L"root\\default");
        compile("class Thing { [key] uint32 Id; uint32 Size; }; class Other { [key] uint32 Id; };");
    }

    static ComPtr<IWbemServices> connect(const wchar_t* resource) {
        ComPtr<IWbemLocator> locator;
        ComPtr<IWbemServices> made;
        CoCreateInstance(CLSID_WbemLocator, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(locator.GetAddressOf()));
        EXPECT_EQ(locator->ConnectServer(_bstr_t(resource), nullptr, nullptr, nullptr, 0, nullptr, nullptr, made.GetAddressOf()), S_OK);
        return made;
    }

    static void compile(std::string text, std::wstring where = L"root\\default") {
        ComPtr<IMofCompiler> compiler;
        WBEM_COMPILE_STATUS_INFO info{};
        CoCreateInstance(CLSID_MofCompiler, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(compiler.GetAddressOf()));
        const HRESULT status = compiler->CompileBuffer(static_cast<LONG>(text.size()), reinterpret_cast<BYTE*>(text.data()), where.data(), nullptr, nullptr,
                                                       nullptr, 0, 0, 0, &info);
        EXPECT_TRUE(SUCCEEDED(status) && status != S_FALSE);
    }

    static HRESULT put(IWbemServices* to, const wchar_t* of, long id, long size = 0) {
        ComPtr<IWbemClassObject> definition, instance;
        HRESULT status = to->GetObject(_bstr_t(of), 0, nullptr, definition.GetAddressOf(), nullptr);
        if (SUCCEEDED(status)) status = definition->SpawnInstance(0, instance.GetAddressOf());
        _variant_t key(id), value(size);
        if (SUCCEEDED(status)) status = instance->Put(L"Id", 0, &key, 0);
        if (SUCCEEDED(status) && size != 0) status = instance->Put(L"Size", 0, &value, 0);
        return SUCCEEDED(status) ? to->PutInstance(instance.Get(), 0, nullptr, nullptr) : status;
    }

    static long id_of(IWbemClassObject* event) {
        _variant_t target, id;
        ComPtr<IWbemClassObject> thing;
        if (FAILED(event->Get(L"TargetInstance", 0, &target, nullptr, nullptr)) || V_VT(&target) != VT_UNKNOWN) return -1;
        V_UNKNOWN(&target)->QueryInterface(IID_PPV_ARGS(thing.GetAddressOf()));
        return SUCCEEDED(thing->Get(L"Id", 0, &id, nullptr, nullptr)) ? V_I4(&id) : -1;
    }

    ComPtr<IWbemServices> services;
};

TEST_F(EventsRace, SubscriptionsComeAndGoWhileOthersPut) {  // EVT-03, EVT-07, EVT-09, EVT-65
    std::atomic<bool> ends{false};
    std::atomic<int> refused{0};
    Sink::Counts counts;
    std::vector<std::thread> threads;
    for (int t = 0; t < 2; ++t) {
        threads.emplace_back([&, t] {
            for (long i = 0; !ends; ++i) EXPECT_EQ(put(services.Get(), i % 7 == 0 ? L"Other" : L"Thing", t * 100 + i % 50), S_OK);
        });
    }
    std::atomic<std::uint64_t> begun{0};
    for (int t = 0; t < 2; ++t) {  // by sink: cancelled, or ended with services of their own
        threads.emplace_back([&, t] {
            for (int i = 0; i < 150; ++i) {
                const ComPtr<IWbemServices> own = connect(L"root\\default");
                ComPtr<Sink> sink;
                sink.Attach(new Sink(counts));
                const HRESULT status = own->ExecNotificationQueryAsync(_bstr_t(L"WQL"), _bstr_t(kQuery), 0, nullptr, sink.Get());
                if (FAILED(status)) {
                    ++refused;
                    continue;
                }
                ++begun;
                if ((i + t) % 2 == 0) own->CancelAsyncCall(sink.Get());
            }
        });
    }
    threads.emplace_back([&] {  // by enumerator: what was put after the call returned comes, and in its order
        for (long i = 0; i < 150; ++i) {
            ComPtr<IEnumWbemClassObject> events;
            ASSERT_EQ(services->ExecNotificationQuery(_bstr_t(L"WQL"), _bstr_t(L"SELECT * FROM __InstanceOperationEvent WHERE TargetInstance.Id >= 1000"), kSemi,
                                                      nullptr, events.GetAddressOf()),
                      S_OK);
            for (long n = 0; n < 3; ++n) ASSERT_EQ(put(services.Get(), L"Thing", 1000 + n), S_OK);
            for (long n = 0; n < 3; ++n) {
                ComPtr<IWbemClassObject> event;
                ULONG count = 0;
                ASSERT_EQ(events->Next(30'000, 1, event.GetAddressOf(), &count), WBEM_S_NO_ERROR);
                EXPECT_EQ(id_of(event.Get()), 1000 + n);
            }
        }
    });
    for (std::size_t i = 2; i < threads.size(); ++i) threads[i].join();
    ends = true;
    threads[0].join();
    threads[1].join();
    while (counts.finals < begun || counts.alive > 0) std::this_thread::yield();
    EXPECT_EQ(counts.finals, begun);
    EXPECT_EQ(counts.late, 0U);
    EXPECT_EQ(refused, 0);
}

TEST_F(EventsRace, TheHouseIsClosedUnderSubscriptionsAndOpenedAgain) {  // EVT-07, EVT-66
    for (int round = 0; round < 30; ++round) {
        Sink::Counts counts;
        constexpr std::uint64_t kSinks = 5;
        const auto own = std::make_unique<ComPtr<IWbemServices>>(connect(L"root\\default"));
        ComPtr<IEnumWbemClassObject> events;
        ASSERT_EQ((*own)->ExecNotificationQuery(_bstr_t(L"WQL"), _bstr_t(kQuery), kSemi, nullptr, events.GetAddressOf()), S_OK);
        for (std::uint64_t i = 0; i < kSinks; ++i) {
            ComPtr<Sink> sink;
            sink.Attach(new Sink(counts));
            ASSERT_EQ((*own)->ExecNotificationQueryAsync(_bstr_t(L"WQL"), _bstr_t(kQuery), 0, nullptr, sink.Get()), S_OK);
        }
        std::thread writes([&, to = services]() mutable {
            for (long i = 0; i < 50; ++i) put(to.Get(), L"Thing", i);
            to.Reset();
        });
        std::thread waits([&] {
            HRESULT status = WBEM_S_NO_ERROR;
            while (SUCCEEDED(status)) {
                ComPtr<IWbemClassObject> event;
                ULONG count = 0;
                status = events->Next(WBEM_INFINITE, 1, event.GetAddressOf(), &count);
            }
            EXPECT_EQ(status, WBEM_E_CALL_CANCELLED);
        });
        own->Reset();      // their services: they end
        services.Reset();
        writes.join();
        waits.join();
        events.Reset();    // perhaps the last of the house
        while (counts.finals < kSinks || counts.alive > 0) std::this_thread::yield();
        EXPECT_EQ(counts.finals, kSinks);
        EXPECT_EQ(counts.late, 0U);
        SetUp();
    }
}

TEST_F(EventsRace, NamespacesVanishUnderSubscriptions) {
    Sink::Counts counts;
    std::uint64_t begun = 0;
    for (int round = 0; round < 40; ++round) {
        ComPtr<IWbemClassObject> definition, child;
        ASSERT_EQ(services->GetObject(_bstr_t(L"__NAMESPACE"), 0, nullptr, definition.GetAddressOf(), nullptr), S_OK);
        ASSERT_EQ(definition->SpawnInstance(0, child.GetAddressOf()), S_OK);
        _variant_t name(L"Child");
        ASSERT_EQ(child->Put(L"Name", 0, &name, 0), S_OK);
        ASSERT_EQ(services->PutInstance(child.Get(), 0, nullptr, nullptr), S_OK);
        const ComPtr<IWbemServices> inside = connect(L"root\\default\\Child");
        ComPtr<Sink> sink;
        std::thread subscribes([&] {
            for (int i = 0; i < 5; ++i) {
                sink.Attach(new Sink(counts));
                const HRESULT status = inside->ExecNotificationQueryAsync(_bstr_t(L"WQL"), _bstr_t(L"SELECT * FROM __Event"), 0, nullptr, sink.Get());
                EXPECT_TRUE(status == S_OK || status == WBEM_E_INVALID_NAMESPACE);
                begun += SUCCEEDED(status) ? 1 : 0;
                sink.Reset();
            }
        });
        ASSERT_EQ(services->DeleteInstance(_bstr_t(L"__NAMESPACE.Name='Child'"), 0, nullptr, nullptr), S_OK);
        subscribes.join();
        while (counts.finals < begun || counts.alive > 0) std::this_thread::yield();
    }
    EXPECT_EQ(counts.finals, begun);
    EXPECT_EQ(counts.late, 0U);
}

}  // namespace
