// The exported ends of the printf engine: into buffers and into files.
#include <algorithm>
#include <cstdio>
#include <cwchar>
#include <string>

#include "base/text.h"
#include "win32/format.h"
#include "win32/surface.h"

namespace wmi::win32 {
namespace {

template <class Char>
int into_buffer(Char* buffer, std::size_t capacity, const Char* format, Arguments& arguments) noexcept {
    return answer(-1, [&] {
        std::basic_string<Char> text;
        if (format == nullptr || !format_into(text, format, arguments)) return -1;
        if (buffer != nullptr && capacity != 0) {
            const std::size_t kept = std::min(text.size(), capacity - 1);
            std::copy_n(text.data(), kept, buffer);
            buffer[kept] = 0;
        }
        return static_cast<int>(text.size());
    });
}

int write_bytes(std::FILE* file, const std::string& bytes, std::size_t characters) {
    if (std::fwrite(bytes.data(), 1, bytes.size(), file) != bytes.size()) return -1;
    return static_cast<int>(characters);
}

/// A file that somebody opened for wide text takes wide characters only.
int write_wide_characters(std::FILE* file, const std::wstring& text) {
    for (const wchar_t character : text)
        if (::fputwc_unlocked(character, file) == WEOF) return -1;
    return static_cast<int>(text.size());
}

int into_file(std::FILE* file, const char* format, Arguments& arguments) noexcept {
    return answer(-1, [&] {
        std::string text;
        if (file == nullptr || format == nullptr || !format_into(text, format, arguments)) return -1;
        if (std::fwide(file, 0) > 0) return write_wide_characters(file, base::to_wide(text));
        return write_bytes(file, text, text.size());
    });
}

int into_file(std::FILE* file, const wchar_t* format, Arguments& arguments) noexcept {
    return answer(-1, [&] {
        std::wstring text;
        if (file == nullptr || format == nullptr || !format_into(text, format, arguments)) return -1;
        if (std::fwide(file, 0) > 0) return write_wide_characters(file, text);
        return write_bytes(file, base::from_wide(text), text.size());
    });
}

}  // namespace
}  // namespace wmi::win32

using namespace wmi::win32;

extern "C" {

int wmi_format_narrow(char* buffer, std::size_t capacity, const char* format, const openwmi_argument* arguments,
                      std::size_t count) noexcept {
    TypedArguments given(arguments, count);
    return into_buffer(buffer, capacity, format, given);
}

int wmi_format_wide(wchar_t* buffer, std::size_t capacity, const wchar_t* format, const openwmi_argument* arguments,
                    std::size_t count) noexcept {
    TypedArguments given(arguments, count);
    return into_buffer(buffer, capacity, format, given);
}

int wmi_print_narrow(std::FILE* file, const char* format, const openwmi_argument* arguments, std::size_t count) noexcept {
    TypedArguments given(arguments, count);
    return into_file(file, format, given);
}

int wmi_print_wide(std::FILE* file, const wchar_t* format, const openwmi_argument* arguments, std::size_t count) noexcept {
    TypedArguments given(arguments, count);
    return into_file(file, format, given);
}

int wmi_format_narrow_list(char* buffer, std::size_t capacity, const char* format, std::va_list arguments) noexcept {
    ListedArguments given(arguments);
    return into_buffer(buffer, capacity, format, given);
}

int wmi_format_wide_list(wchar_t* buffer, std::size_t capacity, const wchar_t* format, std::va_list arguments) noexcept {
    ListedArguments given(arguments);
    return into_buffer(buffer, capacity, format, given);
}

int wmi_print_narrow_list(std::FILE* file, const char* format, std::va_list arguments) noexcept {
    ListedArguments given(arguments);
    return into_file(file, format, given);
}

int wmi_print_wide_list(std::FILE* file, const wchar_t* format, std::va_list arguments) noexcept {
    ListedArguments given(arguments);
    return into_file(file, format, given);
}

}  // extern "C"
