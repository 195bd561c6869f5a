// Windows' printf family with arguments that know their types. Not included by name: <strsafe.h>, <tchar.h> and <windows.h> bring it.
//
// What a format means: as in Microsoft's C run-time library.
//   %s %c     text of the function's own width: wide in wide functions, narrow in narrow ones
//   %S %C     text of the other width;   %hs %hc narrow;   %ls %lc %ws %wc wide
//   %d %u %x, also with l   32 bits: %lx of an HRESULT or of (ULONG)hr prints eight digits
//   %I64d %lld %Id %zd      64 bits;   %hd 16, %hhd 8
//   %p        16 upper-case digits;   a specification of no meaning is printed without its percent sign
// An argument is printed as what it is: a char* given to %s of a wide function is read as narrow text, never as wide. Narrow text is
// UTF-8, wide text UTF-32. Width and precision count characters of the output and end at 1,048,576 (beyond: -1).
// Threads: every function may be called by any thread. Errors: -1, errno says why.
#pragma once

#include "openwmi.h"

#include <cstdarg>
#include <cstddef>
#include <cstdio>
#include <type_traits>

/// What an argument is.
enum openwmi_argument_kind { openwmi_signed, openwmi_unsigned, openwmi_real, openwmi_narrow, openwmi_wide, openwmi_pointer };

/// One argument: a number (widened to 64 bits by its own sign) or a pointer that the callee borrows for the call.
struct openwmi_argument {
    openwmi_argument_kind kind;
    union {
        long long number;
        double real;
        const void* pointer;
    };
};

extern "C" {
/// Writes at most `capacity` - 1 characters and a NUL (nothing when capacity is 0). Gives the length of the whole text, or -1.
OPENWMI_API int wmi_format_narrow(char* buffer, std::size_t capacity, const char* format, const openwmi_argument* arguments,
                                  std::size_t count) noexcept;
OPENWMI_API int wmi_format_wide(wchar_t* buffer, std::size_t capacity, const wchar_t* format, const openwmi_argument* arguments,
                                std::size_t count) noexcept;
/// Writes to a file; wide text goes out as UTF-8, so that wide and narrow output can be mixed. Gives the number of characters, or -1.
OPENWMI_API int wmi_print_narrow(std::FILE* file, const char* format, const openwmi_argument* arguments, std::size_t count) noexcept;
OPENWMI_API int wmi_print_wide(std::FILE* file, const wchar_t* format, const openwmi_argument* arguments, std::size_t count) noexcept;
/// The same over a va_list: types come from the format, so the format must tell the truth. %d and %ld both take any integer.
OPENWMI_API int wmi_format_narrow_list(char* buffer, std::size_t capacity, const char* format, std::va_list arguments) noexcept;
OPENWMI_API int wmi_format_wide_list(wchar_t* buffer, std::size_t capacity, const wchar_t* format, std::va_list arguments) noexcept;
OPENWMI_API int wmi_print_narrow_list(std::FILE* file, const char* format, std::va_list arguments) noexcept;
OPENWMI_API int wmi_print_wide_list(std::FILE* file, const wchar_t* format, std::va_list arguments) noexcept;
}

namespace openwmi {

inline openwmi_argument argument_of(const void* pointer, openwmi_argument_kind kind) {
    openwmi_argument made{kind, {}};
    made.pointer = pointer;
    return made;
}

template <class Character>
constexpr openwmi_argument_kind pointer_kind() {
    return std::is_same<Character, wchar_t>::value ? openwmi_wide
           : std::is_same<Character, char>::value || std::is_same<Character, unsigned char>::value || std::is_same<Character, signed char>::value
               ? openwmi_narrow
               : openwmi_pointer;
}

/// What a value is, for the formatter: numbers and enumerators by value, text by pointer, objects by their conversion to text.
template <class Value>
std::enable_if_t<std::is_integral<Value>::value, openwmi_argument> argument(const Value& value) {
    openwmi_argument made{std::is_signed<Value>::value ? openwmi_signed : openwmi_unsigned, {}};
    made.number = static_cast<long long>(value);
    return made;
}

template <class Value>
std::enable_if_t<std::is_enum<Value>::value, openwmi_argument> argument(const Value& value) {
    return argument(static_cast<std::underlying_type_t<std::remove_cv_t<Value>>>(value));
}

template <class Value>
std::enable_if_t<std::is_floating_point<Value>::value, openwmi_argument> argument(const Value& value) {
    openwmi_argument made{openwmi_real, {}};
    made.real = static_cast<double>(value);
    return made;
}

template <class Value>
std::enable_if_t<std::is_pointer<Value>::value, openwmi_argument> argument(const Value& value) {
    return argument_of((const void*)(value), pointer_kind<std::remove_cv_t<std::remove_pointer_t<Value>>>());
}

inline openwmi_argument argument(const std::nullptr_t&) {
    return argument_of(nullptr, openwmi_pointer);
}

template <class Value>
std::enable_if_t<std::is_class<Value>::value || std::is_union<Value>::value || std::is_array<Value>::value, openwmi_argument> argument(const Value& value) {
    using Text = std::conditional_t<std::is_convertible<const Value&, const wchar_t*>::value, const wchar_t*, const char*>;
    static_assert(std::is_convertible<const Value&, Text>::value, "printf has no way to print this type");
    return argument(static_cast<Text>(value));
}

template <class... Values>
int format(char* buffer, std::size_t capacity, const char* text, const Values&... values) {
    const openwmi_argument all[sizeof...(Values) + 1] = {argument(values)..., {}};
    return wmi_format_narrow(buffer, capacity, text, all, sizeof...(Values));
}

template <class... Values>
int format(wchar_t* buffer, std::size_t capacity, const wchar_t* text, const Values&... values) {
    const openwmi_argument all[sizeof...(Values) + 1] = {argument(values)..., {}};
    return wmi_format_wide(buffer, capacity, text, all, sizeof...(Values));
}

template <class... Values>
int print(std::FILE* file, const char* text, const Values&... values) {
    const openwmi_argument all[sizeof...(Values) + 1] = {argument(values)..., {}};
    return wmi_print_narrow(file, text, all, sizeof...(Values));
}

template <class... Values>
int print(std::FILE* file, const wchar_t* text, const Values&... values) {
    const openwmi_argument all[sizeof...(Values) + 1] = {argument(values)..., {}};
    return wmi_print_wide(file, text, all, sizeof...(Values));
}

}  // namespace openwmi
