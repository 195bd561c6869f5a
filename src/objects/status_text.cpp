#include "objects/status_text.h"

#include "com/object.h"
#include "com/text.h"
#include "objects/answer.h"
#include "objects/internal/status_table.h"

#include <algorithm>

namespace wmi::objects {
namespace {

using base::Error;
using base::Result;
using base::Status;

constexpr std::uint32_t kFacilityItf = 4;

std::optional<std::string_view> find_facility(HRESULT code) {
    const std::uint32_t facility = (static_cast<std::uint32_t>(code) >> 16) & 0x1FFF;
    if (facility == kFacilityItf || (facility == 0 && find_status_text(code) && SUCCEEDED(code))) return "WMI";
    if (find_status_text(code)) return "COM";
    return std::nullopt;
}

class StatusCodeText final : public com::Object<StatusCodeText, IWbemStatusCodeText> {
public:
    HRESULT GetErrorCodeText(HRESULT hRes, LCID /*LocaleId*/, long lFlags, BSTR* MessageText) noexcept override {
        return give("GetErrorCodeText", find_status_text(hRes), lFlags, MessageText);
    }

    HRESULT GetFacilityCodeText(HRESULT hRes, LCID /*LocaleId*/, long lFlags, BSTR* MessageText) noexcept override {
        return give("GetFacilityCodeText", find_facility(hRes), lFlags, MessageText);
    }

private:
    friend class com::Object<StatusCodeText, IWbemStatusCodeText>;
    ~StatusCodeText() override = default;

    static HRESULT give(std::string_view operation, std::optional<std::string_view> words, long flags, BSTR* to) noexcept {
        return answer_locally(operation, [&]() -> Result<void> {
            if (to == nullptr || flags < 0 || flags > WBEMSTATUS_FORMAT_NO_NEWLINE)
                return Error(Status::InvalidParameter, "a place for the text is needed, and a known format");
            if (!words) return Error(Status::NotFound, "there is no text for this code");
            std::string text(*words);
            if (flags == WBEMSTATUS_FORMAT_NEWLINE) text += "\r\n";
            *to = com::to_bstr(text);
            return {};
        });
    }
};

}  // namespace

std::optional<std::string_view> find_status_text(HRESULT code) {
    const auto wanted = static_cast<std::uint32_t>(code);
    const auto& table = internal::kStatusTable;
    const auto found = std::lower_bound(table.begin(), table.end(), wanted,
                                        [](const auto& row, std::uint32_t number) { return row.code < number; });
    if (found == table.end() || found->code != wanted) return std::nullopt;
    return found->words;
}

com::com_ptr<IWbemStatusCodeText> make_status_code_text() { return com::make<StatusCodeText>(); }

}  // namespace wmi::objects
