#include "objects/answer.h"

#include "cim/system_classes.h"
#include "com/object.h"
#include "com/text.h"
#include "objects/class_object.h"

#include <mutex>
#include <string>

namespace wmi::objects {
namespace {

constexpr const char* kExtendedStatus = "__ExtendedStatus";

/// What a thread finds by GetErrorInfo. QueryInterface for IWbemClassObject gives another object, the __ExtendedStatus, which is
/// made at the first question.
class ErrorObject final : public com::Object<ErrorObject, IErrorInfo> {
public:
    ErrorObject(base::Error error, const Occasion& occasion)
        : error_(std::move(error)), operation_(occasion.operation), provider_(occasion.provider) {}

    HRESULT QueryInterface(REFIID riid, void** ppvObject) noexcept override {
        if (riid != __uuidof(IWbemClassObject)) return Object::QueryInterface(riid, ppvObject);
        if (ppvObject == nullptr) return E_POINTER;
        *ppvObject = nullptr;
        try {
            const std::lock_guard lock(mutex_);
            if (!status_) status_ = make_error_object(error_, {operation_, provider_});
            status_.copy_to(reinterpret_cast<IWbemClassObject**>(ppvObject));
            return S_OK;
        } catch (...) {
            return E_OUTOFMEMORY;
        }
    }

    HRESULT GetGUID(GUID* pGUID) noexcept override {
        if (pGUID == nullptr) return E_INVALIDARG;
        *pGUID = __uuidof(IWbemClassObject);
        return S_OK;
    }

    HRESULT GetSource(BSTR* pBstrSource) noexcept override { return give(provider_, pBstrSource); }

    HRESULT GetDescription(BSTR* pBstrDescription) noexcept override { return give(error_.sentence(), pBstrDescription); }

    HRESULT GetHelpFile(BSTR* pBstrHelpFile) noexcept override {
        if (pBstrHelpFile == nullptr) return E_INVALIDARG;
        *pBstrHelpFile = nullptr;
        return S_OK;
    }

    HRESULT GetHelpContext(DWORD* pdwHelpContext) noexcept override {
        if (pdwHelpContext == nullptr) return E_INVALIDARG;
        *pdwHelpContext = 0;
        return S_OK;
    }

private:
    friend class com::Object<ErrorObject, IErrorInfo>;
    ~ErrorObject() override = default;

    static HRESULT give(const std::string& text, BSTR* to) noexcept {
        if (to == nullptr) return E_INVALIDARG;
        try {
            *to = com::to_bstr(text);
            return S_OK;
        } catch (...) {
            return E_OUTOFMEMORY;
        }
    }

    base::Error error_;
    std::string operation_;
    std::string provider_;
    std::mutex mutex_;
    com::com_ptr<IWbemClassObject> status_;
};

void put_text(cim::Instance& instance, const char* name, std::string_view text) {
    const cim::Property* property = instance.cls().find_property(name);
    if (property && !text.empty()) instance.put_text(*property, text);
}

/// Where a provider left NULL, writes ours.
void fill_in(IWbemClassObject& object, LPCWSTR name, std::string_view text) {
    VARIANT present{};
    if (text.empty() || FAILED(object.Get(name, 0, &present, nullptr, nullptr))) return;
    const bool is_absent = present.vt == VT_NULL;
    VariantClear(&present);
    if (!is_absent) return;
    const com::Bstr ours(text);
    VARIANT value{};
    value.vt = VT_BSTR;
    value.bstrVal = ours.get();
    object.Put(name, 0, &value, 0);
}

}  // namespace

base::Result<void> checked(HRESULT code) {
    if (SUCCEEDED(code)) return {};
    return base::Error(to_status(code), "a called interface answered a failure");
}

void leave_error(const base::Error& error, const Occasion& occasion) noexcept {
    try {
        const auto object = com::make<ErrorObject>(error, occasion);
        SetErrorInfo(0, object.get());
    } catch (...) {
        clear_error();
    }
}

void clear_error() noexcept { SetErrorInfo(0, nullptr); }

com::com_ptr<IWbemClassObject> make_error_object(const base::Error& error, const Occasion& occasion) {
    auto status = cim::Instance::spawn(cim::find_system_class(kExtendedStatus));
    if (const cim::Property* code = status.cls().find_property("StatusCode"))
        status.put_number(*code, static_cast<std::uint32_t>(error.status()));
    put_text(status, "Description", error.sentence());
    put_text(status, "Operation", occasion.operation);
    put_text(status, "ParameterInfo", error.about());
    put_text(status, "ProviderName", occasion.provider);
    return wrap(cim::Object(std::move(status)));
}

com::com_ptr<IWbemClassObject> complete_error_object(IWbemClassObject* given, const base::Error& error, const Occasion& occasion) {
    com::com_ptr<IWbemClassObject> object(given);
    if (!object) return make_error_object(error, occasion);
    fill_in(*object, L"Operation", occasion.operation);
    fill_in(*object, L"ParameterInfo", error.about());
    fill_in(*object, L"ProviderName", occasion.provider);
    return object;
}

}  // namespace wmi::objects
