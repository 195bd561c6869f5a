// MultiByteToWideChar and WideCharToMultiByte. The contract is in include/openwmi/winnls.h.
#include <cstring>
#include <cwchar>
#include <optional>
#include <string>

#include <openwmi/winnls.h>

#include "base/text.h"
#include "win32/surface.h"

using namespace wmi::win32;

namespace {

enum class Page { Utf8, Latin1, Ascii };

std::optional<Page> page_of(UINT number) {
    switch (number) {
        case CP_ACP:
        case CP_OEMCP:
        case CP_THREAD_ACP:
        case CP_UTF8:
            return Page::Utf8;
        case 28591:
            return Page::Latin1;
        case 20127:
            return Page::Ascii;
        default:
            return std::nullopt;
    }
}

constexpr char32_t kReplacement = 0xFFFD;

/// Nothing: a byte sequence that is no character, where that is an error.
std::optional<std::wstring> widen(Page page, std::string_view text, bool strict) {
    std::wstring wide;
    wide.reserve(text.size());
    if (page != Page::Utf8) {
        for (const char c : text) {
            const auto byte = static_cast<unsigned char>(c);
            const bool good = page == Page::Latin1 || byte < 0x80;
            if (!good && strict) return std::nullopt;
            wide.push_back(good ? static_cast<wchar_t>(byte) : static_cast<wchar_t>(kReplacement));
        }
        return wide;
    }
    if (strict && !wmi::base::is_utf8(text)) return std::nullopt;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t character = wmi::base::next_character(text, at);
        const bool surrogate = character >= 0xD800 && character < 0xE000;
        wide.push_back(static_cast<wchar_t>(surrogate ? kReplacement : character));
    }
    return wide;
}

struct Narrowed {
    std::string text;
    bool replaced = false;
};

Narrowed narrow(Page page, std::wstring_view wide, std::string_view stand_in) {
    Narrowed made;
    for (std::size_t at = 0; at < wide.size(); ++at) {
        auto character = static_cast<char32_t>(wide[at]);
        const char32_t next = at + 1 < wide.size() ? static_cast<char32_t>(wide[at + 1]) : 0;
        if (character >= 0xD800 && character < 0xDC00 && next >= 0xDC00 && next < 0xE000) {
            character = 0x10000 + ((character - 0xD800) << 10) + (next - 0xDC00);
            ++at;
        }
        const bool is_character = character < 0xD800 || (character >= 0xE000 && character <= 0x10FFFF);
        const char32_t limit = page == Page::Utf8 ? 0x10FFFF : page == Page::Latin1 ? 0xFF : 0x7F;
        if (is_character && character <= limit) {
            if (page == Page::Utf8) {
                wmi::base::append_utf8(made.text, character);
            } else {
                made.text.push_back(static_cast<char>(character));
            }
        } else {
            made.replaced = true;
            if (page == Page::Utf8) {
                wmi::base::append_utf8(made.text, kReplacement);
            } else {
                made.text += stand_in;
            }
        }
    }
    return made;
}

template <class Char>
int deliver(const std::basic_string<Char>& text, Char* target, int size) {
    if (text.size() > 0x7FFFFFFF) return failed(ERROR_INVALID_PARAMETER, 0);
    const int length = static_cast<int>(text.size());
    if (size == 0) return length;
    const int copied = length < size ? length : size;
    std::memcpy(target, text.data(), static_cast<std::size_t>(copied) * sizeof(Char));
    return length > size ? failed(ERROR_INSUFFICIENT_BUFFER, 0) : length;
}

/// Lengths and pointers that cannot be right.
bool bad_sizes(const void* from, int from_size, const void* to, int to_size) {
    return from == nullptr || from_size == 0 || from_size < -1 || to_size < 0 || (to == nullptr && to_size != 0) || from == to;
}

}  // namespace

extern "C" {

int MultiByteToWideChar(UINT code_page, DWORD flags, LPCSTR text, int bytes, LPWSTR wide, int characters) {
    return answer(0, [&] {
        const auto page = page_of(code_page);
        if (!page || bad_sizes(text, bytes, wide, characters)) return failed(ERROR_INVALID_PARAMETER, 0);
        const DWORD known = code_page == CP_UTF8 ? MB_ERR_INVALID_CHARS
                                                 : MB_PRECOMPOSED | MB_COMPOSITE | MB_USEGLYPHCHARS | MB_ERR_INVALID_CHARS;
        if ((flags & ~known) != 0) return failed(ERROR_INVALID_FLAGS, 0);
        const std::size_t length = bytes == -1 ? std::strlen(text) + 1 : static_cast<std::size_t>(bytes);
        const auto made = widen(*page, {text, length}, (flags & MB_ERR_INVALID_CHARS) != 0);
        return made ? deliver(*made, wide, characters) : failed(ERROR_NO_UNICODE_TRANSLATION, 0);
    });
}

int WideCharToMultiByte(UINT code_page, DWORD flags, LPCWSTR wide, int characters, LPSTR text, int bytes, LPCSTR default_character,
                        LPBOOL used_default) {
    return answer(0, [&] {
        const auto page = page_of(code_page);
        if (!page || bad_sizes(wide, characters, text, bytes)) return failed(ERROR_INVALID_PARAMETER, 0);
        const bool utf8 = code_page == CP_UTF8;
        if (utf8 && (default_character != nullptr || used_default != nullptr)) return failed(ERROR_INVALID_PARAMETER, 0);
        const DWORD known = utf8 ? WC_ERR_INVALID_CHARS
                                 : WC_COMPOSITECHECK | WC_DISCARDNS | WC_SEPCHARS | WC_DEFAULTCHAR | WC_NO_BEST_FIT_CHARS;
        if ((flags & ~known) != 0) return failed(ERROR_INVALID_FLAGS, 0);
        const std::size_t length = characters == -1 ? std::wcslen(wide) + 1 : static_cast<std::size_t>(characters);
        const auto made = narrow(*page, {wide, length}, default_character == nullptr ? "?" : default_character);
        if (made.replaced && (flags & WC_ERR_INVALID_CHARS) != 0) return failed(ERROR_NO_UNICODE_TRANSLATION, 0);
        if (used_default != nullptr) *used_default = made.replaced ? TRUE : FALSE;
        return deliver(made.text, text, bytes);
    });
}

UINT GetACP() { return CP_UTF8; }

UINT GetOEMCP() { return CP_UTF8; }

LCID GetUserDefaultLCID() { return 0x0409; }

LCID GetSystemDefaultLCID() { return 0x0409; }

LANGID GetUserDefaultLangID() { return 0x0409; }

}  // extern "C"
