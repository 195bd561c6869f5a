// Wide output that can be mixed with narrow output on one stream, as on Windows. The C library gives a stream one width for ever and
// silently drops what comes in the other; std::wcout goes through putwc and falls into the same trap after std::cout. The functions here
// stand before the C library's in every program that links this archive: they write UTF-8 to streams that are narrow or undecided, and
// leave streams that somebody made wide (fwide, ccs=) as they are.
#include <cstdarg>
#include <cstdio>
#include <cwchar>

#include "openwmi_format.h"

namespace {

bool is_wide(std::FILE* file) { return std::fwide(file, 0) > 0; }

/// The character as UTF-8; its length.
std::size_t encode(wchar_t character, char (&bytes)[4]) {
    auto code = static_cast<unsigned>(character);
    if (code > 0x10FFFF) code = 0xFFFD;
    const auto tail = [&](int shift) { return static_cast<char>(0x80 | ((code >> shift) & 0x3F)); };
    if (code < 0x80) {
        bytes[0] = static_cast<char>(code);
        return 1;
    }
    if (code < 0x800) {
        bytes[0] = static_cast<char>(0xC0 | (code >> 6));
        bytes[1] = tail(0);
        return 2;
    }
    if (code < 0x10000) {
        bytes[0] = static_cast<char>(0xE0 | (code >> 12));
        bytes[1] = tail(6);
        bytes[2] = tail(0);
        return 3;
    }
    bytes[0] = static_cast<char>(0xF0 | (code >> 18));
    bytes[1] = tail(12);
    bytes[2] = tail(6);
    bytes[3] = tail(0);
    return 4;
}

std::wint_t put(wchar_t character, std::FILE* file) {
    if (is_wide(file)) return ::fputwc_unlocked(character, file);
    char bytes[4];
    const std::size_t length = encode(character, bytes);
    return std::fwrite(bytes, 1, length, file) == length ? static_cast<std::wint_t>(character) : WEOF;
}

int print(std::FILE* file, const wchar_t* format, std::va_list values) { return wmi_print_wide_list(file, format, values); }

}  // namespace

extern "C" {

std::wint_t putwc(wchar_t character, std::FILE* file) { return put(character, file); }

std::wint_t fputwc(wchar_t character, std::FILE* file) { return put(character, file); }

std::wint_t putwchar(wchar_t character) { return put(character, stdout); }

int fputws(const wchar_t* text, std::FILE* file) {
    if (is_wide(file)) return ::fputws_unlocked(text, file);
    for (; *text != 0; ++text)
        if (put(*text, file) == WEOF) return EOF;
    return 1;
}

int vfwprintf(std::FILE* file, const wchar_t* format, std::va_list values) { return print(file, format, values); }

int vwprintf(const wchar_t* format, std::va_list values) { return print(stdout, format, values); }

int fwprintf(std::FILE* file, const wchar_t* format, ...) {
    std::va_list values;
    va_start(values, format);
    const int length = print(file, format, values);
    va_end(values);
    return length;
}

int wprintf(const wchar_t* format, ...) {
    std::va_list values;
    va_start(values, format);
    const int length = print(stdout, format, values);
    va_end(values);
    return length;
}

// what the C library's fortified headers call instead
int __vfwprintf_chk(std::FILE* file, int, const wchar_t* format, std::va_list values) { return print(file, format, values); }

int __vwprintf_chk(int, const wchar_t* format, std::va_list values) { return print(stdout, format, values); }

int __fwprintf_chk(std::FILE* file, int, const wchar_t* format, ...) {
    std::va_list values;
    va_start(values, format);
    const int length = print(file, format, values);
    va_end(values);
    return length;
}

int __wprintf_chk(int, const wchar_t* format, ...) {
    std::va_list values;
    va_start(values, format);
    const int length = print(stdout, format, values);
    va_end(values);
    return length;
}

}  // extern "C"
