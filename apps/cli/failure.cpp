#include "failure.h"

#include "status_names.h"
#include "text.h"

#include <cerrno>
#include <cstdio>
#include <cstring>

#include <comdef.h>
#include <wrl/client.h>

using Microsoft::WRL::ComPtr;

namespace cli {
namespace {

std::string text_of(HRESULT status) {
    ComPtr<IWbemStatusCodeText> texts;
    BSTR text = nullptr;
    if (FAILED(CoCreateInstance(CLSID_WbemStatusCodeText, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(texts.GetAddressOf()))) ||
        FAILED(texts->GetErrorCodeText(status, 0, WBEMSTATUS_FORMAT_NO_NEWLINE, &text)))
        return {};
    const std::string result = narrow(text);
    SysFreeString(text);
    return result;
}

std::string text_property(IWbemClassObject* object, const wchar_t* name) {
    _variant_t value;
    if (FAILED(object->Get(name, 0, &value, nullptr, nullptr)) || V_VT(&value) != VT_BSTR) return {};
    return narrow(V_BSTR(&value));
}

std::string details_of(IWbemClassObject* object) {
    std::string details = text_property(object, L"Description");
    const std::string about = text_property(object, L"ParameterInfo");
    if (!about.empty() && details.find(about) == std::string::npos) details += (details.empty() ? "" : " ") + ("[" + about + "]");
    return details;
}

std::string thread_details() {
    ComPtr<IErrorInfo> info;
    ComPtr<IWbemClassObject> object;
    if (GetErrorInfo(0, info.GetAddressOf()) != S_OK || FAILED(info.As(&object))) return {};
    return details_of(object.Get());
}

/// What a person reads of something long: its beginning.
std::string shorten(const std::string& text) {
    constexpr std::size_t kMost = 300;
    return text.size() <= kMost ? text : text.substr(0, kMost) + "...";
}

Failure compose(HRESULT status, const std::string& details_of_it, const std::string& doing) {
    std::string sentence = describe_status(status);
    const std::string details = shorten(details_of_it);
    if (!doing.empty()) sentence = shorten(doing) + ": " + sentence;
    if (!details.empty()) sentence += "\n  " + details;
    return {exit_code_of(status), sentence};
}

}  // namespace

ExitCode exit_code_of(HRESULT status) {
    switch (static_cast<unsigned>(status)) {
        case 0x80041002:  // NOT_FOUND
        case 0x80041010:  // INVALID_CLASS
        case 0x8004100E:  // INVALID_NAMESPACE
            return kNotFound;
        case 0x80041003: return kAccessDenied;
        case 0x80041015:  // TRANSPORT_FAILURE
        case 0x800706BA:
        case 0x80041033:  // SHUTTING_DOWN
            return kNoServer;
        case 0x80041069: return kTimeout;
        default: return kWbemError;
    }
}

std::string describe_status(HRESULT status) {
    char number[16];
    std::snprintf(number, sizeof number, "0x%08X", static_cast<unsigned>(status));
    const char* name = name_of_status(status);
    const std::string text = text_of(status);
    return std::string(name ? name : "error") + " (" + number + ")" + (text.empty() ? "" : ": " + text);
}

void check(HRESULT status, const std::string& doing) {
    if (FAILED(status)) throw compose(status, thread_details(), doing);
}

Failure failure_of(HRESULT status, IWbemClassObject* details, const std::string& doing) {
    return compose(status, details ? details_of(details) : std::string(), doing);
}

Failure failure_to_read(const std::string& file, int error) {
    const bool is_missing = error == ENOENT || error == ENOTDIR;
    const HRESULT status = is_missing ? WBEM_E_NOT_FOUND : error == EACCES || error == EPERM ? WBEM_E_ACCESS_DENIED : WBEM_E_FAILED;
    return compose(status, std::strerror(error == 0 ? EIO : error), "reading '" + file + "'");
}

}  // namespace cli
