// Bounded text functions. Sizes are characters in the Cch forms and bytes in the Cb forms (4 bytes to a wide character), with the NUL.
// What does not fit is cut, and the answer says so; the target always ends in NUL.
//   S_OK, STRSAFE_E_INVALID_PARAMETER (size 0 or above STRSAFE_MAX_CCH), STRSAFE_E_INSUFFICIENT_BUFFER (cut)
// The Printf forms know the types of their arguments: see <openwmi_format.h>. They need no macro: the names are Windows' alone.
#pragma once

#include "openwmi_format.h"
#include "winerror.h"

#define STRSAFE_MAX_CCH 2147483647
#define STRSAFE_MAX_LENGTH (STRSAFE_MAX_CCH - 1)
#define STRSAFEAPI inline HRESULT
#define STRSAFE_E_INSUFFICIENT_BUFFER ((HRESULT)0x8007007AL)
#define STRSAFE_E_INVALID_PARAMETER ((HRESULT)0x80070057L)
#define STRSAFE_E_END_OF_FILE ((HRESULT)0x80070026L)

namespace openwmi {

/// Copies at most `most` characters of the source to `target`, which holds `size`.
template <class Char>
HRESULT copy_text(Char* target, std::size_t size, const Char* source, std::size_t most) {
    if (size == 0 || size > STRSAFE_MAX_CCH) return STRSAFE_E_INVALID_PARAMETER;
    std::size_t at = 0;
    for (; at < most && source[at] != 0; ++at) {
        if (at + 1 == size) {
            target[at] = 0;
            return STRSAFE_E_INSUFFICIENT_BUFFER;
        }
        target[at] = source[at];
    }
    target[at] = 0;
    return S_OK;
}

/// The length of a text that must end within `size`.
template <class Char>
HRESULT measure_text(const Char* text, std::size_t size, std::size_t* length) {
    std::size_t at = 0;
    const bool sized = text != nullptr && size != 0 && size <= STRSAFE_MAX_CCH;
    while (sized && at < size && text[at] != 0) ++at;
    const bool ended = sized && at < size;
    if (length != nullptr) *length = ended ? at : 0;
    return ended ? S_OK : STRSAFE_E_INVALID_PARAMETER;
}

template <class Char>
HRESULT append_text(Char* target, std::size_t size, const Char* source, std::size_t most) {
    std::size_t length = 0;
    const HRESULT measured = measure_text(target, size, &length);
    if (measured != S_OK) return measured;
    return copy_text(target + length, size - length, source, most);
}

template <class Char, class... Values>
HRESULT print_text(Char* target, std::size_t size, const Char* text, const Values&... values) {
    if (size == 0 || size > STRSAFE_MAX_CCH) return STRSAFE_E_INVALID_PARAMETER;
    target[0] = 0;
    const int length = format(target, size, text, values...);
    if (length < 0) return STRSAFE_E_INVALID_PARAMETER;
    return static_cast<std::size_t>(length) < size ? S_OK : STRSAFE_E_INSUFFICIENT_BUFFER;
}

inline HRESULT print_list(char* target, std::size_t size, const char* text, std::va_list values) {
    if (size == 0 || size > STRSAFE_MAX_CCH) return STRSAFE_E_INVALID_PARAMETER;
    target[0] = 0;
    const int length = wmi_format_narrow_list(target, size, text, values);
    if (length < 0) return STRSAFE_E_INVALID_PARAMETER;
    return static_cast<std::size_t>(length) < size ? S_OK : STRSAFE_E_INSUFFICIENT_BUFFER;
}

inline HRESULT print_list(wchar_t* target, std::size_t size, const wchar_t* text, std::va_list values) {
    if (size == 0 || size > STRSAFE_MAX_CCH) return STRSAFE_E_INVALID_PARAMETER;
    target[0] = 0;
    const int length = wmi_format_wide_list(target, size, text, values);
    if (length < 0) return STRSAFE_E_INVALID_PARAMETER;
    return static_cast<std::size_t>(length) < size ? S_OK : STRSAFE_E_INSUFFICIENT_BUFFER;
}

}  // namespace openwmi

inline HRESULT StringCchCopyA(LPSTR target, std::size_t characters, LPCSTR source) {
    return openwmi::copy_text(target, characters, source, STRSAFE_MAX_CCH);
}

inline HRESULT StringCchCopyNA(LPSTR target, std::size_t characters, LPCSTR source, std::size_t most) {
    return openwmi::copy_text(target, characters, source, most);
}

inline HRESULT StringCchCatA(LPSTR target, std::size_t characters, LPCSTR source) {
    return openwmi::append_text(target, characters, source, STRSAFE_MAX_CCH);
}

inline HRESULT StringCchCatNA(LPSTR target, std::size_t characters, LPCSTR source, std::size_t most) {
    return openwmi::append_text(target, characters, source, most);
}

template <class... Values>
inline HRESULT StringCchPrintfA(LPSTR target, std::size_t characters, LPCSTR text, Values... values) {
    return openwmi::print_text(target, characters, text, values...);
}

inline HRESULT StringCchVPrintfA(LPSTR target, std::size_t characters, LPCSTR text, std::va_list values) {
    return openwmi::print_list(target, characters, text, values);
}

inline HRESULT StringCchLengthA(LPCSTR text, std::size_t characters, std::size_t* length) {
    return openwmi::measure_text(text, characters, length);
}

inline HRESULT StringCbCopyA(LPSTR target, std::size_t bytes, LPCSTR source) {
    return openwmi::copy_text(target, bytes / sizeof(char), source, STRSAFE_MAX_CCH);
}

inline HRESULT StringCbCopyNA(LPSTR target, std::size_t bytes, LPCSTR source, std::size_t most) {
    return openwmi::copy_text(target, bytes / sizeof(char), source, most / sizeof(char));
}

inline HRESULT StringCbCatA(LPSTR target, std::size_t bytes, LPCSTR source) {
    return openwmi::append_text(target, bytes / sizeof(char), source, STRSAFE_MAX_CCH);
}

inline HRESULT StringCbCatNA(LPSTR target, std::size_t bytes, LPCSTR source, std::size_t most) {
    return openwmi::append_text(target, bytes / sizeof(char), source, most / sizeof(char));
}

template <class... Values>
inline HRESULT StringCbPrintfA(LPSTR target, std::size_t bytes, LPCSTR text, Values... values) {
    return openwmi::print_text(target, bytes / sizeof(char), text, values...);
}

inline HRESULT StringCbVPrintfA(LPSTR target, std::size_t bytes, LPCSTR text, std::va_list values) {
    return openwmi::print_list(target, bytes / sizeof(char), text, values);
}

/// `length` is bytes, without the NUL.
inline HRESULT StringCbLengthA(LPCSTR text, std::size_t bytes, std::size_t* length) {
    const HRESULT measured = openwmi::measure_text(text, bytes / sizeof(char), length);
    if (length != nullptr) *length *= sizeof(char);
    return measured;
}

inline HRESULT StringCchCopyW(LPWSTR target, std::size_t characters, LPCWSTR source) {
    return openwmi::copy_text(target, characters, source, STRSAFE_MAX_CCH);
}

inline HRESULT StringCchCopyNW(LPWSTR target, std::size_t characters, LPCWSTR source, std::size_t most) {
    return openwmi::copy_text(target, characters, source, most);
}

inline HRESULT StringCchCatW(LPWSTR target, std::size_t characters, LPCWSTR source) {
    return openwmi::append_text(target, characters, source, STRSAFE_MAX_CCH);
}

inline HRESULT StringCchCatNW(LPWSTR target, std::size_t characters, LPCWSTR source, std::size_t most) {
    return openwmi::append_text(target, characters, source, most);
}

template <class... Values>
inline HRESULT StringCchPrintfW(LPWSTR target, std::size_t characters, LPCWSTR text, Values... values) {
    return openwmi::print_text(target, characters, text, values...);
}

inline HRESULT StringCchVPrintfW(LPWSTR target, std::size_t characters, LPCWSTR text, std::va_list values) {
    return openwmi::print_list(target, characters, text, values);
}

inline HRESULT StringCchLengthW(LPCWSTR text, std::size_t characters, std::size_t* length) {
    return openwmi::measure_text(text, characters, length);
}

inline HRESULT StringCbCopyW(LPWSTR target, std::size_t bytes, LPCWSTR source) {
    return openwmi::copy_text(target, bytes / sizeof(wchar_t), source, STRSAFE_MAX_CCH);
}

inline HRESULT StringCbCopyNW(LPWSTR target, std::size_t bytes, LPCWSTR source, std::size_t most) {
    return openwmi::copy_text(target, bytes / sizeof(wchar_t), source, most / sizeof(wchar_t));
}

inline HRESULT StringCbCatW(LPWSTR target, std::size_t bytes, LPCWSTR source) {
    return openwmi::append_text(target, bytes / sizeof(wchar_t), source, STRSAFE_MAX_CCH);
}

inline HRESULT StringCbCatNW(LPWSTR target, std::size_t bytes, LPCWSTR source, std::size_t most) {
    return openwmi::append_text(target, bytes / sizeof(wchar_t), source, most / sizeof(wchar_t));
}

template <class... Values>
inline HRESULT StringCbPrintfW(LPWSTR target, std::size_t bytes, LPCWSTR text, Values... values) {
    return openwmi::print_text(target, bytes / sizeof(wchar_t), text, values...);
}

inline HRESULT StringCbVPrintfW(LPWSTR target, std::size_t bytes, LPCWSTR text, std::va_list values) {
    return openwmi::print_list(target, bytes / sizeof(wchar_t), text, values);
}

/// `length` is bytes, without the NUL.
inline HRESULT StringCbLengthW(LPCWSTR text, std::size_t bytes, std::size_t* length) {
    const HRESULT measured = openwmi::measure_text(text, bytes / sizeof(wchar_t), length);
    if (length != nullptr) *length *= sizeof(wchar_t);
    return measured;
}

#ifdef UNICODE
#define StringCchCopy StringCchCopyW
#define StringCchCopyN StringCchCopyNW
#define StringCchCat StringCchCatW
#define StringCchCatN StringCchCatNW
#define StringCchPrintf StringCchPrintfW
#define StringCchVPrintf StringCchVPrintfW
#define StringCchLength StringCchLengthW
#define StringCbCopy StringCbCopyW
#define StringCbCopyN StringCbCopyNW
#define StringCbCat StringCbCatW
#define StringCbCatN StringCbCatNW
#define StringCbPrintf StringCbPrintfW
#define StringCbVPrintf StringCbVPrintfW
#define StringCbLength StringCbLengthW
#else
#define StringCchCopy StringCchCopyA
#define StringCchCopyN StringCchCopyNA
#define StringCchCat StringCchCatA
#define StringCchCatN StringCchCatNA
#define StringCchPrintf StringCchPrintfA
#define StringCchVPrintf StringCchVPrintfA
#define StringCchLength StringCchLengthA
#define StringCbCopy StringCbCopyA
#define StringCbCopyN StringCbCopyNA
#define StringCbCat StringCbCatA
#define StringCbCatN StringCbCatNA
#define StringCbPrintf StringCbPrintfA
#define StringCbVPrintf StringCbVPrintfA
#define StringCbLength StringCbLengthA
#endif
