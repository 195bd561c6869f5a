#include "watch.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>

#include <comdef.h>

namespace {

class Enumerated final : public Watch {
public:
    Enumerated(ComPtr<IWbemServices> services, ComPtr<IEnumWbemClassObject> events) : services_(std::move(services)), events_(std::move(events)) {}

    ComPtr<IWbemClassObject> next() override { return take(10'000); }

    bool is_empty() override { return !take(0); }

private:
    ComPtr<IWbemClassObject> take(long timeout) {
        ComPtr<IWbemClassObject> event;
        ULONG count = 0;
        events_->Next(timeout, 1, event.GetAddressOf(), &count);
        return event;
    }

    const ComPtr<IWbemServices> services_;  // its release would end the subscription (EVT-07)
    const ComPtr<IEnumWbemClassObject> events_;
};

class EventSink final : public IWbemObjectSink {
public:
    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** ppv) override {
        *ppv = nullptr;
        if (!IsEqualGUID(riid, IID_IUnknown) && !IsEqualGUID(riid, IID_IWbemObjectSink)) return E_NOINTERFACE;
        *ppv = static_cast<IWbemObjectSink*>(this);
        AddRef();
        return S_OK;
    }

    ULONG STDMETHODCALLTYPE AddRef() override {
        const std::lock_guard lock(mutex_);
        return ++references_;
    }

    ULONG STDMETHODCALLTYPE Release() override {
        const std::lock_guard lock(mutex_);
        const ULONG left = --references_;
        changed_.notify_all();
        return left;
    }

    HRESULT STDMETHODCALLTYPE Indicate(LONG count, IWbemClassObject** objects) override {
        const std::lock_guard lock(mutex_);
        events_.insert(events_.end(), objects, objects + count);
        changed_.notify_all();
        return WBEM_S_NO_ERROR;
    }

    HRESULT STDMETHODCALLTYPE SetStatus(LONG, HRESULT, BSTR, IWbemClassObject*) override {
        const std::lock_guard lock(mutex_);
        has_ended_ = true;
        changed_.notify_all();
        return WBEM_S_NO_ERROR;
    }

    ComPtr<IWbemClassObject> next() {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, std::chrono::seconds(10), [this] { return !events_.empty() || has_ended_; });
        if (events_.empty()) return {};
        const ComPtr<IWbemClassObject> event = events_.front();
        events_.pop_front();
        return event;
    }

    bool is_empty() {
        const std::lock_guard lock(mutex_);
        return events_.empty();
    }

    void wait_until_released() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return references_ == 1; });
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<ComPtr<IWbemClassObject>> events_;
    bool has_ended_ = false;
    ULONG references_ = 1;
};

class Collected final : public Watch {
public:
    explicit Collected(ComPtr<IWbemServices> services) : services_(std::move(services)) {}

    ~Collected() override {
        services_->CancelAsyncCall(&sink);
        sink.wait_until_released();
    }

    ComPtr<IWbemClassObject> next() override { return sink.next(); }

    bool is_empty() override { return sink.is_empty(); }

    EventSink sink;

private:
    const ComPtr<IWbemServices> services_;
};

}  // namespace

std::unique_ptr<Watch> watch(const ComPtr<IWbemServices>& services, const std::wstring& query, Mode mode, HRESULT& status) {
    const _bstr_t language(L"WQL");
    const _bstr_t text(query.c_str());
    if (mode == Mode::Asynchronous) {
        auto collected = std::make_unique<Collected>(services);
        status = services->ExecNotificationQueryAsync(language, text, 0, nullptr, &collected->sink);
        if (FAILED(status)) collected.reset();
        return collected;
    }
    ComPtr<IEnumWbemClassObject> events;
    status = services->ExecNotificationQuery(language, text, WBEM_FLAG_RETURN_IMMEDIATELY | WBEM_FLAG_FORWARD_ONLY, nullptr, events.GetAddressOf());
    if (FAILED(status)) return nullptr;
    return std::make_unique<Enumerated>(services, events);
}

/// Events are told in the order of commits: when that of a namespace made and deleted elsewhere has come, all earlier ones have.
bool let_all_be_told() {
    ComPtr<IWbemLocator> locator;
    ComPtr<IWbemServices> elsewhere;
    CoCreateInstance(CLSID_WbemLocator, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(locator.GetAddressOf()));
    if (FAILED(locator->ConnectServer(_bstr_t(L"root\\cimv2"), nullptr, nullptr, nullptr, 0, nullptr, nullptr, elsewhere.GetAddressOf()))) return false;
    HRESULT status = S_OK;
    const auto marks = watch(elsewhere, L"SELECT * FROM __NamespaceDeletionEvent", Mode::Semisynchronous, status);
    ComPtr<IWbemClassObject> definition, mark;
    elsewhere->GetObject(_bstr_t(L"__NAMESPACE"), 0, nullptr, definition.GetAddressOf(), nullptr);
    if (!marks || !definition || FAILED(definition->SpawnInstance(0, mark.GetAddressOf()))) return false;
    _variant_t name(L"mark");
    mark->Put(L"Name", 0, &name, 0);
    if (FAILED(elsewhere->PutInstance(mark.Get(), 0, nullptr, nullptr))) return false;
    if (FAILED(elsewhere->DeleteInstance(_bstr_t(L"__NAMESPACE.Name=\"mark\""), 0, nullptr, nullptr))) return false;
    return marks->next() != nullptr;
}
