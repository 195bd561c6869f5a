#include "door.h"

#include <array>
#include <atomic>
#include <mutex>

#include <comdef.h>

namespace {

/// Collects what one asynchronous call brings, and checks its protocol: one final status, nothing after it.
class CollectingSink final : public IWbemObjectSink {
public:
    ULONG STDMETHODCALLTYPE AddRef() override { return ++references_; }

    ULONG STDMETHODCALLTYPE Release() override {
        const ULONG left = --references_;
        references_.notify_all();
        return left;
    }

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** ppv) override {
        *ppv = nullptr;
        if (!IsEqualGUID(riid, IID_IUnknown) && !IsEqualGUID(riid, IID_IWbemObjectSink)) return E_NOINTERFACE;
        *ppv = static_cast<IWbemObjectSink*>(this);
        AddRef();
        return S_OK;
    }

    HRESULT STDMETHODCALLTYPE Indicate(LONG lObjectCount, IWbemClassObject** apObjArray) override {
        const std::lock_guard lock(mutex_);
        if (ended_ || lObjectCount < 1) broken_ = true;
        for (LONG i = 0; i < lObjectCount; ++i) answer_.objects.emplace_back(apObjArray[i]);
        return WBEM_S_NO_ERROR;
    }

    HRESULT STDMETHODCALLTYPE SetStatus(LONG lFlags, HRESULT hResult, BSTR strParam, IWbemClassObject*) override {
        const std::lock_guard lock(mutex_);
        if (lFlags != WBEM_STATUS_COMPLETE) return WBEM_S_NO_ERROR;
        if (ended_) broken_ = true;
        ended_ = true;
        answer_.status = hResult;
        if (strParam) answer_.path = strParam;
        return WBEM_S_NO_ERROR;
    }

    /// Waits until every reference that the call took is gone (CALL-35).
    Answer wait() {
        for (ULONG now = references_; now != 1; now = references_) references_.wait(now);
        const std::lock_guard lock(mutex_);
        if (broken_ || !ended_) answer_.status = E_UNEXPECTED;
        return std::move(answer_);
    }

private:
    std::atomic<ULONG> references_ = 1;
    std::mutex mutex_;
    Answer answer_;
    bool ended_ = false, broken_ = false;
};

Answer outcome_of(HRESULT started, const ComPtr<IWbemCallResult>& result, bool has_string) {
    Answer answer;
    answer.status = started;
    if (FAILED(started) || !result) return answer;
    LONG status = 0;
    const HRESULT waited = result->GetCallStatus(WBEM_INFINITE, &status);
    answer.status = FAILED(waited) ? waited : static_cast<HRESULT>(status);
    BSTR text = nullptr;
    if (has_string && SUCCEEDED(answer.status) && SUCCEEDED(result->GetResultString(WBEM_INFINITE, &text))) {
        answer.path = text;
        SysFreeString(text);
    }
    return answer;
}

Answer collect(HRESULT started, const ComPtr<IEnumWbemClassObject>& objects) {
    Answer answer;
    answer.status = started;
    while (SUCCEEDED(answer.status) && objects) {
        std::array<IWbemClassObject*, 7> piece{};
        ULONG count = 0;
        const HRESULT status = objects->Next(WBEM_INFINITE, static_cast<ULONG>(piece.size()), piece.data(), &count);
        for (ULONG i = 0; i < count; ++i) {
            answer.objects.emplace_back();
            answer.objects.back().Attach(piece[i]);
        }
        answer.status = status == WBEM_S_FALSE ? S_OK : status;
        if (status == WBEM_S_FALSE) break;
    }
    return answer;
}

Answer wait_for(HRESULT started, CollectingSink& sink) {
    if (SUCCEEDED(started)) return sink.wait();
    Answer answer;
    answer.status = started;
    return answer;
}

}  // namespace

Answer Door::get(const std::wstring& path, IWbemContext* context) {
    const _bstr_t text(path.c_str());
    if (mode_ == Mode::Asynchronous) {
        CollectingSink sink;
        return wait_for(services_->GetObjectAsync(text, 0, context, &sink), sink);
    }
    Answer answer;
    ComPtr<IWbemClassObject> object;
    if (mode_ == Mode::Synchronous) {
        answer.status = services_->GetObject(text, 0, context, object.GetAddressOf(), nullptr);
    } else {
        ComPtr<IWbemCallResult> result;
        answer = outcome_of(services_->GetObject(text, WBEM_FLAG_RETURN_IMMEDIATELY, context, nullptr, result.GetAddressOf()), result, false);
        if (SUCCEEDED(answer.status)) answer.status = result->GetResultObject(WBEM_INFINITE, object.GetAddressOf());
    }
    if (object) answer.objects.push_back(object);
    return answer;
}

Answer Door::put(IWbemClassObject* instance, long flags, IWbemContext* context) {
    if (mode_ == Mode::Asynchronous) {
        CollectingSink sink;
        return wait_for(services_->PutInstanceAsync(instance, flags, context, &sink), sink);
    }
    ComPtr<IWbemCallResult> result;  // the path comes with a call result only; synchronous with one is CALL-08
    const long immediately = mode_ == Mode::Semisynchronous ? WBEM_FLAG_RETURN_IMMEDIATELY : 0;
    return outcome_of(services_->PutInstance(instance, flags | immediately, context, result.GetAddressOf()), result, true);
}

Answer Door::put_class(IWbemClassObject* definition, long flags) {
    if (mode_ == Mode::Asynchronous) {
        CollectingSink sink;
        return wait_for(services_->PutClassAsync(definition, flags, nullptr, &sink), sink);
    }
    ComPtr<IWbemCallResult> result;
    if (mode_ == Mode::Synchronous) return outcome_of(services_->PutClass(definition, flags, nullptr, nullptr), nullptr, false);
    return outcome_of(services_->PutClass(definition, flags | WBEM_FLAG_RETURN_IMMEDIATELY, nullptr, result.GetAddressOf()), result, true);
}

Answer Door::remove(const std::wstring& path) {
    const _bstr_t text(path.c_str());
    if (mode_ == Mode::Asynchronous) {
        CollectingSink sink;
        return wait_for(services_->DeleteInstanceAsync(text, 0, nullptr, &sink), sink);
    }
    ComPtr<IWbemCallResult> result;
    if (mode_ == Mode::Synchronous) return outcome_of(services_->DeleteInstance(text, 0, nullptr, nullptr), nullptr, false);
    return outcome_of(services_->DeleteInstance(text, WBEM_FLAG_RETURN_IMMEDIATELY, nullptr, result.GetAddressOf()), result, false);
}

Answer Door::remove_class(const std::wstring& name) {
    const _bstr_t text(name.c_str());
    if (mode_ == Mode::Asynchronous) {
        CollectingSink sink;
        return wait_for(services_->DeleteClassAsync(text, 0, nullptr, &sink), sink);
    }
    ComPtr<IWbemCallResult> result;
    if (mode_ == Mode::Synchronous) return outcome_of(services_->DeleteClass(text, 0, nullptr, nullptr), nullptr, false);
    return outcome_of(services_->DeleteClass(text, WBEM_FLAG_RETURN_IMMEDIATELY, nullptr, result.GetAddressOf()), result, false);
}

Answer Door::instances(const std::wstring& of, long flags, IWbemContext* context) {
    const _bstr_t name(of.c_str());
    if (mode_ == Mode::Asynchronous) {
        CollectingSink sink;
        return wait_for(services_->CreateInstanceEnumAsync(name, flags, context, &sink), sink);
    }
    ComPtr<IEnumWbemClassObject> objects;
    const long more = mode_ == Mode::Semisynchronous ? WBEM_FLAG_RETURN_IMMEDIATELY | WBEM_FLAG_FORWARD_ONLY : 0;
    return collect(services_->CreateInstanceEnum(name, flags | more, context, objects.GetAddressOf()), objects);
}

Answer Door::classes(const std::wstring& below, long flags) {
    const _bstr_t text(below.c_str());
    BSTR name = below.empty() ? nullptr : static_cast<BSTR>(text);
    if (mode_ == Mode::Asynchronous) {
        CollectingSink sink;
        return wait_for(services_->CreateClassEnumAsync(name, flags, nullptr, &sink), sink);
    }
    ComPtr<IEnumWbemClassObject> objects;
    const long more = mode_ == Mode::Semisynchronous ? WBEM_FLAG_RETURN_IMMEDIATELY | WBEM_FLAG_FORWARD_ONLY : 0;
    return collect(services_->CreateClassEnum(name, flags | more, nullptr, objects.GetAddressOf()), objects);
}

Answer Door::query(const std::wstring& text, long flags) {
    const _bstr_t language(L"WQL");
    const _bstr_t query(text.c_str());
    if (mode_ == Mode::Asynchronous) {
        CollectingSink sink;
        return wait_for(services_->ExecQueryAsync(language, query, flags, nullptr, &sink), sink);
    }
    ComPtr<IEnumWbemClassObject> objects;
    const long more = mode_ == Mode::Semisynchronous ? WBEM_FLAG_RETURN_IMMEDIATELY | WBEM_FLAG_FORWARD_ONLY : 0;
    return collect(services_->ExecQuery(language, query, flags | more, nullptr, objects.GetAddressOf()), objects);
}
