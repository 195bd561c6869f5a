#include "com/text.h"

#include "base/text.h"

#include <cstring>
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

BSTR OpenWmiWideFromNarrow(const char* text) {
    if (text == nullptr) return nullptr;
    try {
        return wmi::com::to_bstr(text);
    } catch (...) {
        return nullptr;
    }
}

LPSTR OpenWmiNarrowFromWide(const wchar_t* text) {
    if (text == nullptr) return nullptr;
    try {
        std::string narrow = wmi::com::from_wide(text);
        auto* made = static_cast<LPSTR>(CoTaskMemAlloc(narrow.size() + 1));
        if (made != nullptr) std::memcpy(made, narrow.c_str(), narrow.size() + 1);
        return made;
    } catch (...) {
        return nullptr;
    }
}
