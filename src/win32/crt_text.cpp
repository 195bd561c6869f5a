// Microsoft's C run-time names over text: comparison, copies, numbers. The contract is in include/openwmi/openwmi_crt.h.
#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <cwchar>
#include <cwctype>
#include <limits>
#include <string>

#include <openwmi/openwmi_crt.h>

#include "base/text.h"
#include "win32/surface.h"

namespace wmi::win32 {
namespace {

/// Windows compares by lower case; the process's locale plays no part.
wchar_t lower(wchar_t c) noexcept {
    if (c < 0x80) return c >= L'A' && c <= L'Z' ? static_cast<wchar_t>(c + 32) : c;
    return static_cast<wchar_t>(c > 0xFFFF ? c : static_cast<wchar_t>(base::fold(static_cast<char16_t>(c))));
}

unsigned char lower(char c) noexcept {
    return static_cast<unsigned char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

template <class Char>
int compare(const Char* left, const Char* right, std::size_t most) noexcept {
    for (std::size_t at = 0; at < most; ++at) {
        const auto a = lower(left[at]);
        const auto b = lower(right[at]);
        if (a != b) return a < b ? -1 : 1;
        if (left[at] == 0) break;
    }
    return 0;
}

template <class Char>
errno_t refuse(Char* target, std::size_t size, errno_t why) noexcept {
    if (target != nullptr && size != 0) target[0] = 0;
    errno = why;
    return why;
}

/// Copies at most `most` characters behind the first `kept` of the target.
template <class Char>
errno_t copy_behind(Char* target, std::size_t size, std::size_t kept, const Char* source, std::size_t most) noexcept {
    if (target == nullptr || size == 0) return refuse(target, size, EINVAL);
    if (source == nullptr) return refuse(target, size, EINVAL);
    if (kept == size) return refuse(target, size, EINVAL);  // the target had no end
    const bool truncate = most == _TRUNCATE;
    std::size_t at = 0;
    for (; at < most && source[at] != 0; ++at) {
        if (kept + at + 1 == size) {
            if (!truncate) return refuse(target, size, ERANGE);
            target[kept + at] = 0;
            return STRUNCATE;
        }
        target[kept + at] = source[at];
    }
    target[kept + at] = 0;
    return 0;
}

template <class Char>
std::size_t length_within(const Char* text, std::size_t size) noexcept {
    std::size_t length = 0;
    while (text != nullptr && length < size && text[length] != 0) ++length;
    return length;
}

template <class Char>
errno_t number_text(unsigned long long magnitude, bool negative, Char* target, std::size_t size, int radix) noexcept {
    if (target == nullptr || size == 0) return EINVAL;
    if (radix < 2 || radix > 36) return refuse(target, size, EINVAL);
    Char digits[72];
    std::size_t count = 0;
    do {
        const auto digit = static_cast<unsigned>(magnitude % static_cast<unsigned>(radix));
        digits[count++] = static_cast<Char>(digit < 10 ? '0' + digit : 'a' + digit - 10);
        magnitude /= static_cast<unsigned>(radix);
    } while (magnitude != 0);
    if (negative) digits[count++] = '-';
    if (count >= size) return refuse(target, size, ERANGE);
    std::reverse_copy(digits, digits + count, target);
    target[count] = 0;
    return 0;
}

template <class Char>
errno_t signed_text(long long value, unsigned long long bits, Char* target, std::size_t size, int radix) noexcept {
    const bool negative = value < 0 && radix == 10;
    return number_text(negative ? 0 - static_cast<unsigned long long>(value) : bits, negative, target, size, radix);
}

/// What both directions of conversion share, after the whole result is known.
template <class Char>
errno_t deliver(std::size_t* converted, Char* target, std::size_t size, const std::basic_string<Char>& text, std::size_t most) {
    if (converted != nullptr) *converted = text.size() + 1;
    if (target == nullptr) return size == 0 ? 0 : EINVAL;
    const bool truncate = most == _TRUNCATE;
    std::size_t length = std::min(text.size(), most);
    errno_t answer = 0;
    if (length + 1 > size) {
        if (!truncate || size == 0) {
            if (converted != nullptr) *converted = 0;
            return refuse(target, size, ERANGE);
        }
        length = size - 1;
        answer = STRUNCATE;
    }
    if constexpr (sizeof(Char) == 1)
        while (length > 0 && length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) --length;
    std::copy_n(text.data(), length, target);
    target[length] = 0;
    if (converted != nullptr) *converted = length + 1;
    return answer;
}

template <class Wanted, class Read>
Wanted cut(Read value) noexcept {
    constexpr auto least = static_cast<Read>(std::numeric_limits<Wanted>::min());
    constexpr auto most = static_cast<Read>(std::numeric_limits<Wanted>::max());
    return static_cast<Wanted>(std::clamp(value, least, most));
}

}  // namespace
}  // namespace wmi::win32

using namespace wmi::win32;

extern "C" {

int _wcsicmp(const wchar_t* left, const wchar_t* right) { return compare(left, right, SIZE_MAX); }

int _wcsnicmp(const wchar_t* left, const wchar_t* right, std::size_t most) { return compare(left, right, most); }

int _stricmp(const char* left, const char* right) { return compare(left, right, SIZE_MAX); }

int _strnicmp(const char* left, const char* right, std::size_t most) { return compare(left, right, most); }

char* _strdup(const char* text) { return text == nullptr ? nullptr : ::strdup(text); }

wchar_t* _wcsdup(const wchar_t* text) { return text == nullptr ? nullptr : ::wcsdup(text); }

wchar_t* _wcslwr(wchar_t* text) {
    for (wchar_t* at = text; *at != 0; ++at) *at = static_cast<wchar_t>(std::towlower(static_cast<wint_t>(*at)));
    return text;
}

wchar_t* _wcsupr(wchar_t* text) {
    for (wchar_t* at = text; *at != 0; ++at) *at = *at > 0xFFFF ? *at : static_cast<wchar_t>(wmi::base::fold(static_cast<char16_t>(*at)));
    return text;
}

char* _strlwr(char* text) {
    for (char* at = text; *at != 0; ++at) *at = static_cast<char>(lower(*at));
    return text;
}

char* _strupr(char* text) {
    for (char* at = text; *at != 0; ++at) *at = *at >= 'a' && *at <= 'z' ? static_cast<char>(*at - 32) : *at;
    return text;
}

int _wtoi(const wchar_t* text) { return text == nullptr ? 0 : cut<int>(std::wcstoll(text, nullptr, 10)); }

long _wtol(const wchar_t* text) { return _wtoi(text); }

long long _wtoi64(const wchar_t* text) { return text == nullptr ? 0 : std::wcstoll(text, nullptr, 10); }

long long _atoi64(const char* text) { return text == nullptr ? 0 : std::strtoll(text, nullptr, 10); }

double _wtof(const wchar_t* text) { return text == nullptr ? 0 : std::wcstod(text, nullptr); }

unsigned long long _wcstoui64(const wchar_t* text, wchar_t** end, int radix) { return std::wcstoull(text, end, radix); }

long long _wcstoi64(const wchar_t* text, wchar_t** end, int radix) { return std::wcstoll(text, end, radix); }

unsigned long long _strtoui64(const char* text, char** end, int radix) { return std::strtoull(text, end, radix); }

long long _strtoi64(const char* text, char** end, int radix) { return std::strtoll(text, end, radix); }

errno_t _itow_s(int value, wchar_t* target, std::size_t size, int radix) {
    return signed_text(value, static_cast<unsigned>(value), target, size, radix);
}

errno_t _ltow_s(long value, wchar_t* target, std::size_t size, int radix) {
    return _itow_s(static_cast<int>(value), target, size, radix);
}

errno_t _ultow_s(unsigned long value, wchar_t* target, std::size_t size, int radix) {
    return number_text(static_cast<unsigned>(value), false, target, size, radix);
}

errno_t _i64tow_s(long long value, wchar_t* target, std::size_t size, int radix) {
    return signed_text(value, static_cast<unsigned long long>(value), target, size, radix);
}

errno_t _ui64tow_s(unsigned long long value, wchar_t* target, std::size_t size, int radix) {
    return number_text(value, false, target, size, radix);
}

errno_t _itoa_s(int value, char* target, std::size_t size, int radix) {
    return signed_text(value, static_cast<unsigned>(value), target, size, radix);
}

errno_t _ltoa_s(long value, char* target, std::size_t size, int radix) {
    return _itoa_s(static_cast<int>(value), target, size, radix);
}

errno_t _ultoa_s(unsigned long value, char* target, std::size_t size, int radix) {
    return number_text(static_cast<unsigned>(value), false, target, size, radix);
}

errno_t wcstombs_s(std::size_t* converted, char* target, std::size_t size, const wchar_t* source, std::size_t most) {
    if (converted != nullptr) *converted = 0;
    if (source == nullptr) return refuse(target, size, EINVAL);
    return answer(errno_t{ENOMEM}, [&] { return deliver(converted, target, size, wmi::base::from_wide(source), most); });
}

errno_t mbstowcs_s(std::size_t* converted, wchar_t* target, std::size_t size, const char* source, std::size_t most) {
    if (converted != nullptr) *converted = 0;
    if (source == nullptr) return refuse(target, size, EINVAL);
    return answer(errno_t{ENOMEM}, [&] { return deliver(converted, target, size, wmi::base::to_wide(source), most); });
}

errno_t wcscpy_s(wchar_t* target, std::size_t size, const wchar_t* source) {
    return copy_behind(target, size, 0, source, SIZE_MAX - 1);
}

errno_t wcscat_s(wchar_t* target, std::size_t size, const wchar_t* source) {
    return copy_behind(target, size, length_within(target, size), source, SIZE_MAX - 1);
}

errno_t wcsncpy_s(wchar_t* target, std::size_t size, const wchar_t* source, std::size_t most) {
    return copy_behind(target, size, 0, source, most);
}

errno_t wcsncat_s(wchar_t* target, std::size_t size, const wchar_t* source, std::size_t most) {
    return copy_behind(target, size, length_within(target, size), source, most);
}

errno_t strcpy_s(char* target, std::size_t size, const char* source) { return copy_behind(target, size, 0, source, SIZE_MAX - 1); }

errno_t strcat_s(char* target, std::size_t size, const char* source) {
    return copy_behind(target, size, length_within(target, size), source, SIZE_MAX - 1);
}

errno_t strncpy_s(char* target, std::size_t size, const char* source, std::size_t most) {
    return copy_behind(target, size, 0, source, most);
}

errno_t strncat_s(char* target, std::size_t size, const char* source, std::size_t most) {
    return copy_behind(target, size, length_within(target, size), source, most);
}

errno_t memcpy_s(void* target, std::size_t size, const void* source, std::size_t bytes) {
    if (bytes == 0) return 0;
    if (target == nullptr) return EINVAL;
    if (source == nullptr || bytes > size) {
        std::memset(target, 0, size);
        return source == nullptr ? EINVAL : ERANGE;
    }
    std::memmove(target, source, bytes);
    return 0;
}

errno_t memmove_s(void* target, std::size_t size, const void* source, std::size_t bytes) {
    if (bytes == 0) return 0;
    if (target == nullptr || source == nullptr) return EINVAL;
    if (bytes > size) return ERANGE;
    std::memmove(target, source, bytes);
    return 0;
}

std::size_t wcsnlen_s(const wchar_t* text, std::size_t size) { return length_within(text, size); }

std::size_t strnlen_s(const char* text, std::size_t size) { return length_within(text, size); }

char* strtok_s(char* text, const char* separators, char** context) { return ::strtok_r(text, separators, context); }

wchar_t* wcstok_s(wchar_t* text, const wchar_t* separators, wchar_t** context) { return std::wcstok(text, separators, context); }

}  // extern "C"
