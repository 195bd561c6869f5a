// Names of Microsoft's C run-time library that the C library of this machine lacks. Not included by name: <windows.h>, <tchar.h> and
// <process.h> bring it. Sizes are characters with the NUL.
// The ..._s functions: a target that is NULL, of size 0 or too small is answered with EINVAL or ERANGE and an empty target; nothing
// ends the process.
// With OPENWMI_MSVC_STDIO (pkg-config openwmi-msvc) printf, wprintf, fprintf, fwprintf, sprintf, swprintf and their v forms mean what they
// mean on Windows: see <openwmi_format.h>. Without it they are the C library's.
#pragma once

#include "openwmi_format.h"
#include "windef.h"

#include <cctype>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <cwchar>
#include <cwctype>
#include <strings.h>
#include <type_traits>

#define _MAX_PATH 260
#define _MAX_DRIVE 3
#define _MAX_DIR 256
#define _MAX_FNAME 256
#define _MAX_EXT 256
#ifndef _TRUNCATE
#define _TRUNCATE (static_cast<std::size_t>(-1))
#endif
#ifndef _countof
namespace openwmi {
template <class Element, std::size_t kCount>
char (&count_of(Element (&)[kCount]))[kCount];
}
#define _countof(array) sizeof(openwmi::count_of(array))
#endif

typedef int errno_t;
#ifndef _rsize_t_defined
#define _rsize_t_defined
typedef std::size_t rsize_t;
#endif
typedef struct __crt_locale_pointers* _locale_t;

/// Where a scan writes: a place and what is there, or (place NULL) the number that says how large the text before it is.
struct openwmi_target {
    openwmi_argument_kind kind;
    void* place;
    std::size_t number;  // bytes of an integer or real, or the number itself
};

extern "C" {
/// -1, 0 or 1 (as on Windows: by lower case, character by character).
OPENWMI_API int _wcsicmp(const wchar_t* left, const wchar_t* right);
OPENWMI_API int _wcsnicmp(const wchar_t* left, const wchar_t* right, std::size_t most);
OPENWMI_API int _stricmp(const char* left, const char* right);
OPENWMI_API int _strnicmp(const char* left, const char* right, std::size_t most);
/// Copies made with malloc; the caller frees them.
OPENWMI_API char* _strdup(const char* text);
OPENWMI_API wchar_t* _wcsdup(const wchar_t* text);
/// In place.
OPENWMI_API wchar_t* _wcslwr(wchar_t* text);
OPENWMI_API wchar_t* _wcsupr(wchar_t* text);
OPENWMI_API char* _strlwr(char* text);
OPENWMI_API char* _strupr(char* text);
/// Numbers, cut at the limits of 32 bits (`int`, `long`) and 64 bits. 0 when there is none.
OPENWMI_API int _wtoi(const wchar_t* text);
OPENWMI_API long _wtol(const wchar_t* text);
OPENWMI_API long long _wtoi64(const wchar_t* text);
OPENWMI_API long long _atoi64(const char* text);
OPENWMI_API double _wtof(const wchar_t* text);
OPENWMI_API unsigned long long _wcstoui64(const wchar_t* text, wchar_t** end, int radix);
OPENWMI_API long long _wcstoi64(const wchar_t* text, wchar_t** end, int radix);
OPENWMI_API unsigned long long _strtoui64(const char* text, char** end, int radix);
OPENWMI_API long long _strtoi64(const char* text, char** end, int radix);
/// Text of a number in radix 2 to 36; a sign only in radix 10. `long` counts as 32 bits, as on Windows.
OPENWMI_API errno_t _itow_s(int value, wchar_t* target, std::size_t size, int radix);
OPENWMI_API errno_t _ltow_s(long value, wchar_t* target, std::size_t size, int radix);
OPENWMI_API errno_t _ultow_s(unsigned long value, wchar_t* target, std::size_t size, int radix);
OPENWMI_API errno_t _i64tow_s(long long value, wchar_t* target, std::size_t size, int radix);
OPENWMI_API errno_t _ui64tow_s(unsigned long long value, wchar_t* target, std::size_t size, int radix);
OPENWMI_API errno_t _itoa_s(int value, char* target, std::size_t size, int radix);
OPENWMI_API errno_t _ltoa_s(long value, char* target, std::size_t size, int radix);
OPENWMI_API errno_t _ultoa_s(unsigned long value, char* target, std::size_t size, int radix);
/// Between wide text and UTF-8. `converted` (may be NULL) counts units with the NUL. At most `most` units of the target are written;
/// _TRUNCATE fills it. STRUNCATE (80) when that cut it, ERANGE when it does not fit.
OPENWMI_API errno_t wcstombs_s(std::size_t* converted, char* target, std::size_t size, const wchar_t* source, std::size_t most);
OPENWMI_API errno_t mbstowcs_s(std::size_t* converted, wchar_t* target, std::size_t size, const char* source, std::size_t most);
OPENWMI_API errno_t wcscpy_s(wchar_t* target, std::size_t size, const wchar_t* source);
OPENWMI_API errno_t wcscat_s(wchar_t* target, std::size_t size, const wchar_t* source);
OPENWMI_API errno_t wcsncpy_s(wchar_t* target, std::size_t size, const wchar_t* source, std::size_t most);
OPENWMI_API errno_t wcsncat_s(wchar_t* target, std::size_t size, const wchar_t* source, std::size_t most);
OPENWMI_API errno_t strcpy_s(char* target, std::size_t size, const char* source);
OPENWMI_API errno_t strcat_s(char* target, std::size_t size, const char* source);
OPENWMI_API errno_t strncpy_s(char* target, std::size_t size, const char* source, std::size_t most);
OPENWMI_API errno_t strncat_s(char* target, std::size_t size, const char* source, std::size_t most);
OPENWMI_API errno_t memcpy_s(void* target, std::size_t size, const void* source, std::size_t bytes);
OPENWMI_API errno_t memmove_s(void* target, std::size_t size, const void* source, std::size_t bytes);
OPENWMI_API std::size_t wcsnlen_s(const wchar_t* text, std::size_t size);
OPENWMI_API std::size_t strnlen_s(const char* text, std::size_t size);
/// The next token; `context` remembers the place.
OPENWMI_API char* strtok_s(char* text, const char* separators, char** context);
OPENWMI_API wchar_t* wcstok_s(wchar_t* text, const wchar_t* separators, wchar_t** context);
/// Reads by the format; %s and %c read text of the function's own width, %S and %C of the other, and each takes the size of its target
/// behind it, as on Windows. `long` arguments get all their bytes. Gives how many were read, or -1.
OPENWMI_API int wmi_scan_wide(const wchar_t* text, const wchar_t* format, const openwmi_target* targets, std::size_t count) noexcept;
OPENWMI_API int wmi_scan_narrow(const char* text, const char* format, const openwmi_target* targets, std::size_t count) noexcept;
OPENWMI_API int _putws(const wchar_t* text);
OPENWMI_API int _getch();
OPENWMI_API errno_t _wfopen_s(std::FILE** file, const wchar_t* path, const wchar_t* mode);
OPENWMI_API std::FILE* _wfopen(const wchar_t* path, const wchar_t* mode);
OPENWMI_API errno_t fopen_s(std::FILE** file, const char* path, const char* mode);
OPENWMI_API errno_t localtime_s(struct tm* parts, const long* time);
OPENWMI_API errno_t gmtime_s(struct tm* parts, const long* time);
OPENWMI_API wchar_t* _wgetenv(const wchar_t* name);
OPENWMI_API int _wsystem(const wchar_t* command);
}
#define STRUNCATE 80

// Targets that are arrays say their size themselves.
template <std::size_t kSize>
errno_t wcstombs_s(std::size_t* converted, char (&target)[kSize], const wchar_t* source, std::size_t most) {
    return wcstombs_s(converted, target, kSize, source, most);
}

template <std::size_t kSize>
errno_t mbstowcs_s(std::size_t* converted, wchar_t (&target)[kSize], const char* source, std::size_t most) {
    return mbstowcs_s(converted, target, kSize, source, most);
}

template <std::size_t kSize>
errno_t wcscpy_s(wchar_t (&target)[kSize], const wchar_t* source) {
    return wcscpy_s(target, kSize, source);
}

template <std::size_t kSize>
errno_t wcscat_s(wchar_t (&target)[kSize], const wchar_t* source) {
    return wcscat_s(target, kSize, source);
}

template <std::size_t kSize>
errno_t wcsncpy_s(wchar_t (&target)[kSize], const wchar_t* source, std::size_t most) {
    return wcsncpy_s(target, kSize, source, most);
}

template <std::size_t kSize>
errno_t wcsncat_s(wchar_t (&target)[kSize], const wchar_t* source, std::size_t most) {
    return wcsncat_s(target, kSize, source, most);
}

template <std::size_t kSize>
errno_t strcpy_s(char (&target)[kSize], const char* source) {
    return strcpy_s(target, kSize, source);
}

template <std::size_t kSize>
errno_t strcat_s(char (&target)[kSize], const char* source) {
    return strcat_s(target, kSize, source);
}

template <std::size_t kSize>
errno_t strncpy_s(char (&target)[kSize], const char* source, std::size_t most) {
    return strncpy_s(target, kSize, source, most);
}

template <std::size_t kSize>
errno_t strncat_s(char (&target)[kSize], const char* source, std::size_t most) {
    return strncat_s(target, kSize, source, most);
}

template <std::size_t kSize>
errno_t _itow_s(int value, wchar_t (&target)[kSize], int radix) {
    return _itow_s(value, target, kSize, radix);
}

template <std::size_t kSize>
errno_t _ltow_s(long value, wchar_t (&target)[kSize], int radix) {
    return _ltow_s(value, target, kSize, radix);
}

template <std::size_t kSize>
errno_t _ultow_s(unsigned long value, wchar_t (&target)[kSize], int radix) {
    return _ultow_s(value, target, kSize, radix);
}

template <std::size_t kSize>
errno_t _i64tow_s(long long value, wchar_t (&target)[kSize], int radix) {
    return _i64tow_s(value, target, kSize, radix);
}

template <std::size_t kSize>
errno_t _itoa_s(int value, char (&target)[kSize], int radix) {
    return _itoa_s(value, target, kSize, radix);
}

namespace openwmi {

template <class Place>
openwmi_target target(Place* place) {
    constexpr auto kind = std::is_same<Place, wchar_t>::value       ? openwmi_wide
                          : std::is_same<Place, char>::value        ? openwmi_narrow
                          : std::is_floating_point<Place>::value    ? openwmi_real
                          : std::is_integral<Place>::value          ? openwmi_signed
                                                                    : openwmi_pointer;
    return {kind, place, sizeof(Place)};
}

template <class Size>
std::enable_if_t<!std::is_pointer<Size>::value, openwmi_target> target(Size size) {
    static_assert(std::is_integral<Size>::value, "a scan writes through pointers; a text is followed by its size");
    return {openwmi_unsigned, nullptr, static_cast<std::size_t>(size)};
}

/// _s forms of printf: an empty target and -1 when the text does not fit.
template <class Char, class... Values>
int print_whole(Char* target, std::size_t size, const Char* text, const Values&... values) {
    if (target == nullptr || size == 0 || text == nullptr) {
        errno = EINVAL;
        return -1;
    }
    const int length = format(target, size, text, values...);
    if (length >= 0 && static_cast<std::size_t>(length) < size) return length;
    target[0] = 0;
    errno = ERANGE;
    return -1;
}

/// _snprintf and _snwprintf: a text that just fills the target stays without a NUL, a longer one is cut and answered with -1.
template <class Char, class... Values>
int print_unended(Char* target, std::size_t size, const Char* text, const Values&... values) {
    const int length = format(static_cast<Char*>(nullptr), 0, text, values...);
    if (length < 0 || target == nullptr) return length;
    const auto whole = static_cast<std::size_t>(length);
    if (whole < size) return format(target, size, text, values...);
    auto* made = static_cast<Char*>(std::malloc((whole + 1) * sizeof(Char)));
    if (made == nullptr) return -1;
    format(made, whole + 1, text, values...);
    std::memcpy(target, made, size * sizeof(Char));
    std::free(made);
    return whole == size ? length : -1;
}

/// The rules of _snprintf_s and its like, after the text of `length` was written to `target` as far as it fits: cut to `most` with -1.
template <class Char>
int cut_to(Char* target, std::size_t size, std::size_t most, int length) {
    if (length >= 0 && static_cast<std::size_t>(length) < size && (most == _TRUNCATE || static_cast<std::size_t>(length) <= most))
        return length;
    if (length >= 0 && most == _TRUNCATE) return -1;
    if (length >= 0 && most < size) {
        target[most] = 0;
        return -1;
    }
    target[0] = 0;
    errno = ERANGE;
    return -1;
}

}  // namespace openwmi

template <class... Targets>
int swscanf_s(const wchar_t* text, const wchar_t* format, Targets... targets) {
    const openwmi_target all[sizeof...(Targets) + 1] = {openwmi::target(targets)..., {}};
    return wmi_scan_wide(text, format, all, sizeof...(Targets));
}

template <class... Targets>
int sscanf_s(const char* text, const char* format, Targets... targets) {
    const openwmi_target all[sizeof...(Targets) + 1] = {openwmi::target(targets)..., {}};
    return wmi_scan_narrow(text, format, all, sizeof...(Targets));
}

template <class... Values>
int swprintf_s(wchar_t* target, std::size_t size, const wchar_t* text, Values... values) {
    return openwmi::print_whole(target, size, text, values...);
}

template <std::size_t kSize, class... Values>
int swprintf_s(wchar_t (&target)[kSize], const wchar_t* text, Values... values) {
    return openwmi::print_whole(target, kSize, text, values...);
}

template <class... Values>
int _snwprintf(wchar_t* target, std::size_t size, const wchar_t* text, Values... values) {
    return openwmi::print_unended(target, size, text, values...);
}

template <class... Values>
int _snwprintf_s(wchar_t* target, std::size_t size, std::size_t most, const wchar_t* text, Values... values) {
    return openwmi::cut_to(target, size, most, openwmi::format(target, size, text, values...));
}

template <std::size_t kSize, class... Values>
int _snwprintf_s(wchar_t (&target)[kSize], std::size_t most, const wchar_t* text, Values... values) {
    return openwmi::cut_to(target, kSize, most, openwmi::format(target, kSize, text, values...));
}

inline int _vsnwprintf_s(wchar_t* target, std::size_t size, std::size_t most, const wchar_t* text, std::va_list values) {
    return openwmi::cut_to(target, size, most, wmi_format_wide_list(target, size, text, values));
}

template <std::size_t kSize>
int _vsnwprintf_s(wchar_t (&target)[kSize], std::size_t most, const wchar_t* text, std::va_list values) {
    return openwmi::cut_to(target, kSize, most, wmi_format_wide_list(target, kSize, text, values));
}

/// As the other v forms here, ends the target where Windows would leave it without a NUL.
inline int _vsnwprintf(wchar_t* target, std::size_t size, const wchar_t* text, std::va_list values) {
    const int length = wmi_format_wide_list(target, size, text, values);
    return length >= 0 && static_cast<std::size_t>(length) <= size ? length : -1;
}

inline int vswprintf_s(wchar_t* target, std::size_t size, const wchar_t* text, std::va_list values) {
    return openwmi::cut_to(target, size, size, wmi_format_wide_list(target, size, text, values));
}

template <class... Values>
int _swcprintf(const wchar_t* text, Values... values) {
    return openwmi::format(static_cast<wchar_t*>(nullptr), 0, text, values...);
}

template <class... Values>
int wprintf_s(const wchar_t* text, Values... values) {
    return openwmi::print(stdout, text, values...);
}

template <class... Values>
int fwprintf_s(std::FILE* file, const wchar_t* text, Values... values) {
    return openwmi::print(file, text, values...);
}

template <class... Values>
int sprintf_s(char* target, std::size_t size, const char* text, Values... values) {
    return openwmi::print_whole(target, size, text, values...);
}

template <std::size_t kSize, class... Values>
int sprintf_s(char (&target)[kSize], const char* text, Values... values) {
    return openwmi::print_whole(target, kSize, text, values...);
}

template <class... Values>
int _snprintf(char* target, std::size_t size, const char* text, Values... values) {
    return openwmi::print_unended(target, size, text, values...);
}

template <class... Values>
int _snprintf_s(char* target, std::size_t size, std::size_t most, const char* text, Values... values) {
    return openwmi::cut_to(target, size, most, openwmi::format(target, size, text, values...));
}

template <std::size_t kSize, class... Values>
int _snprintf_s(char (&target)[kSize], std::size_t most, const char* text, Values... values) {
    return openwmi::cut_to(target, kSize, most, openwmi::format(target, kSize, text, values...));
}

inline int _vsnprintf_s(char* target, std::size_t size, std::size_t most, const char* text, std::va_list values) {
    return openwmi::cut_to(target, size, most, wmi_format_narrow_list(target, size, text, values));
}

template <std::size_t kSize>
int _vsnprintf_s(char (&target)[kSize], std::size_t most, const char* text, std::va_list values) {
    return openwmi::cut_to(target, kSize, most, wmi_format_narrow_list(target, kSize, text, values));
}

/// As the other v forms here, ends the target where Windows would leave it without a NUL.
inline int _vsnprintf(char* target, std::size_t size, const char* text, std::va_list values) {
    const int length = wmi_format_narrow_list(target, size, text, values);
    return length >= 0 && static_cast<std::size_t>(length) <= size ? length : -1;
}

inline int vsprintf_s(char* target, std::size_t size, const char* text, std::va_list values) {
    return openwmi::cut_to(target, size, size, wmi_format_narrow_list(target, size, text, values));
}

template <class... Values>
int _scprintf(const char* text, Values... values) {
    return openwmi::format(static_cast<char*>(nullptr), 0, text, values...);
}

template <class... Values>
int printf_s(const char* text, Values... values) {
    return openwmi::print(stdout, text, values...);
}

template <class... Values>
int fprintf_s(std::FILE* file, const char* text, Values... values) {
    return openwmi::print(file, text, values...);
}

#ifdef OPENWMI_MSVC_STDIO
// A call with arguments finds these templates before the C library's variadic functions. A call without arguments finds the C library's;
// for the wide ones libopenwmi-main.a supplies them, so that wide and narrow output can be mixed on one stream as on Windows.
template <class First, class... Rest>
int printf(const char* text, First first, Rest... rest) {
    return openwmi::print(stdout, text, first, rest...);
}

template <class First, class... Rest>
int fprintf(std::FILE* file, const char* text, First first, Rest... rest) {
    return openwmi::print(file, text, first, rest...);
}

template <class First, class... Rest>
int wprintf(const wchar_t* text, First first, Rest... rest) {
    return openwmi::print(stdout, text, first, rest...);
}

template <class First, class... Rest>
int fwprintf(std::FILE* file, const wchar_t* text, First first, Rest... rest) {
    return openwmi::print(file, text, first, rest...);
}

template <class First, class... Rest>
int sprintf(char* target, const char* text, First first, Rest... rest) {
    return openwmi::format(target, INT_MAX, text, first, rest...);
}

template <class First, class... Rest>
int snprintf(char* target, std::size_t size, const char* text, First first, Rest... rest) {
    return openwmi::format(target, size, text, first, rest...);
}

template <class First, class... Rest>
int swprintf(wchar_t* target, std::size_t size, const wchar_t* text, First first, Rest... rest) {
    const int length = openwmi::format(target, size, text, first, rest...);
    return length >= 0 && static_cast<std::size_t>(length) < size ? length : -1;
}

/// The form of old, without a size.
template <class... Values>
int swprintf(wchar_t* target, const wchar_t* text, Values... values) {
    return openwmi::format(target, INT_MAX, text, values...);
}
#endif
