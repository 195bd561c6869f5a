#include "com/error_info.h"

#include "base/guarded.h"
#include "com/internal/surface.h"
#include "com/object.h"

#include <oleauto.h>

#include <array>
#include <string>
#include <utility>

namespace wmi::com {
namespace {

thread_local com_ptr<IErrorInfo> left_behind;

enum Text { Source, Description, HelpFile, TextCount };

struct Details {
    GUID guid{};
    DWORD help_context = 0;
    std::array<std::wstring, TextCount> texts;
};

/// What a program fills with CreateErrorInfo.
class ErrorInfo final : public Object<ErrorInfo, ICreateErrorInfo, IErrorInfo> {
public:
    HRESULT SetGUID(REFGUID rguid) override {
        return details_.with([&](Details& details) { return details.guid = rguid, S_OK; });
    }

    HRESULT SetSource(LPOLESTR szSource) override { return put(Source, szSource); }

    HRESULT SetDescription(LPOLESTR szDescription) override { return put(Description, szDescription); }

    HRESULT SetHelpFile(LPOLESTR szHelpFile) override { return put(HelpFile, szHelpFile); }

    HRESULT SetHelpContext(DWORD dwHelpContext) override {
        return details_.with([&](Details& details) { return details.help_context = dwHelpContext, S_OK; });
    }

    HRESULT GetGUID(GUID* pGUID) override {
        if (pGUID == nullptr) return E_INVALIDARG;
        return details_.with([&](Details& details) { return *pGUID = details.guid, S_OK; });
    }

    HRESULT GetSource(BSTR* pBstrSource) override { return give(Source, pBstrSource); }

    HRESULT GetDescription(BSTR* pBstrDescription) override { return give(Description, pBstrDescription); }

    HRESULT GetHelpFile(BSTR* pBstrHelpFile) override { return give(HelpFile, pBstrHelpFile); }

    HRESULT GetHelpContext(DWORD* pdwHelpContext) override {
        if (pdwHelpContext == nullptr) return E_INVALIDARG;
        return details_.with([&](Details& details) { return *pdwHelpContext = details.help_context, S_OK; });
    }

private:
    HRESULT put(Text which, const OLECHAR* text) {
        return internal::surface([&] {
            std::wstring copy = text == nullptr ? std::wstring() : std::wstring(text);
            return details_.with([&](Details& details) { return details.texts[which].swap(copy), S_OK; });
        });
    }

    HRESULT give(Text which, BSTR* place) {
        if (place == nullptr) return E_INVALIDARG;
        return internal::surface([&]() -> HRESULT {
            *place = nullptr;
            std::wstring text = details_.with([&](Details& details) { return details.texts[which]; });
            if (text.empty()) return S_OK;
            *place = SysAllocString(text.c_str());
            return *place == nullptr ? E_OUTOFMEMORY : S_OK;
        });
    }

    base::Guarded<Details> details_;
};

}  // namespace

void set_error_object(com_ptr<IErrorInfo> object) noexcept {
    left_behind = std::move(object);
}

com_ptr<IErrorInfo> take_error_object() noexcept {
    return std::exchange(left_behind, nullptr);
}

}  // namespace wmi::com

using namespace wmi;  // NOLINT(google-build-using-namespace): the functions below are COM's

HRESULT GetErrorInfo(ULONG dwReserved, IErrorInfo** pperrinfo) {
    if (dwReserved != 0 || pperrinfo == nullptr) return E_INVALIDARG;
    *pperrinfo = com::take_error_object().detach();
    return *pperrinfo == nullptr ? S_FALSE : S_OK;
}

HRESULT SetErrorInfo(ULONG dwReserved, IErrorInfo* perrinfo) {
    if (dwReserved != 0) return E_INVALIDARG;
    com::set_error_object(com::com_ptr<IErrorInfo>(perrinfo));
    return S_OK;
}

HRESULT CreateErrorInfo(ICreateErrorInfo** pperrinfo) {
    if (pperrinfo == nullptr) return E_INVALIDARG;
    *pperrinfo = nullptr;
    return com::internal::surface([&] { return *pperrinfo = com::make<com::ErrorInfo>().detach(), S_OK; });
}
