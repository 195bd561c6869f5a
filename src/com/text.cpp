#include "com/text.h"

#include "base/text.h"

#include <new>

namespace wmi::com {

std::string from_wide(const wchar_t* text) {
    return text == nullptr ? std::string() : base::from_wide(text);
}

BSTR to_bstr(std::string_view text) {
    std::wstring wide = base::to_wide(text);
    BSTR made = SysAllocStringLen(wide.data(), static_cast<UINT>(wide.size()));
    if (made == nullptr) throw std::bad_alloc();
    return made;
}

}  // namespace wmi::com
