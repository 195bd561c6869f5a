#include "bulk_put.h"

#include "failure.h"

#include <atomic>

namespace cli {

class BulkPut::Sink final : public IWbemObjectSink {
public:
    Sink(BulkPut& owner, std::string what) : owner_(owner), what_(std::move(what)) {}

    ULONG STDMETHODCALLTYPE AddRef() override { return ++references_; }

    ULONG STDMETHODCALLTYPE Release() override {
        const ULONG left = --references_;
        if (left == 0) delete this;
        return left;
    }

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** ppv) override {
        if (!ppv) return E_POINTER;
        *ppv = nullptr;
        if (!IsEqualGUID(riid, IID_IUnknown) && !IsEqualGUID(riid, IID_IWbemObjectSink)) return E_NOINTERFACE;
        *ppv = static_cast<IWbemObjectSink*>(this);
        AddRef();
        return S_OK;
    }

    HRESULT STDMETHODCALLTYPE Indicate(LONG, IWbemClassObject**) override { return WBEM_S_NO_ERROR; }

    HRESULT STDMETHODCALLTYPE SetStatus(LONG lFlags, HRESULT hResult, BSTR, IWbemClassObject* pObjParam) override {
        if (lFlags == WBEM_STATUS_COMPLETE) owner_.ended(hResult, pObjParam, what_);
        return WBEM_S_NO_ERROR;
    }

private:
    ~Sink() = default;

    std::atomic<ULONG> references_ = 1;
    BulkPut& owner_;
    std::string what_;
};

BulkPut::BulkPut(IWbemServices* services, long flags, std::size_t in_flight,
                 std::function<void(const std::string&, const std::string&)> failed)
    : services_(services), flags_(flags), most_in_flight_(in_flight), failed_(std::move(failed)) {}

BulkPut::~BulkPut() { wait(); }

void BulkPut::put(IWbemClassObject* instance, std::string what, IWbemContext* context) {
    {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return in_flight_ < most_in_flight_; });
        ++in_flight_;
        ++totals_.started;
    }
    ComPtr<IWbemObjectSink> sink;
    sink.Attach(new Sink(*this, std::move(what)));
    HRESULT status = WBEM_S_NO_ERROR;
    do {
        status = services_->PutInstanceAsync(instance, flags_, context, sink.Get());
    } while (status == WBEM_E_SERVER_TOO_BUSY);
    if (FAILED(status)) sink->SetStatus(WBEM_STATUS_COMPLETE, status, nullptr, nullptr);
}

void BulkPut::ended(HRESULT status, IWbemClassObject* details, const std::string& what) {
    if (FAILED(status)) {
        const std::lock_guard one_at_a_time(telling_);
        failed_(what, failure_of(status, details, "").what());
    }
    const std::lock_guard lock(mutex_);
    ++(SUCCEEDED(status) ? totals_.stored : totals_.failed);
    --in_flight_;
    changed_.notify_all();
}

BulkPut::Totals BulkPut::wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return in_flight_ == 0; });
    return totals_;
}

BulkPut::Totals BulkPut::totals() const {
    const std::lock_guard lock(mutex_);
    return totals_;
}

}  // namespace cli
