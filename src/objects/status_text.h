// The words for status codes: IWbemStatusCodeText, and the same for programs of ours (ERR-08).
#pragma once

#include "com/com_ptr.h"

#include <wbemcli.h>

#include <optional>
#include <string_view>

namespace wmi::objects {

/// The sentence for a code; nothing for codes that are neither WMI's nor common ones of COM.
std::optional<std::string_view> find_status_text(HRESULT code);

com::com_ptr<IWbemStatusCodeText> make_status_code_text();

}  // namespace wmi::objects
