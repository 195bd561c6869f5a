// What Windows' printf family means, over arguments whose types are known or over a va_list.
// The contract stands in include/openwmi/openwmi_format.h; this is its engine, for both widths of character.
#pragma once

#include <cstdarg>
#include <cstddef>
#include <optional>
#include <string>

#include <openwmi/openwmi_format.h>

namespace wmi::win32 {

/// What a specification expects next; only a va_list needs to know.
enum class Want { Integer32, Integer64, Real, LongReal, Pointer, Narrow, Wide };

class Arguments {
public:
    virtual ~Arguments() = default;
    /// The next argument, or nothing when there is none.
    virtual std::optional<openwmi_argument> next(Want want) = 0;
};

class TypedArguments : public Arguments {
public:
    TypedArguments(const openwmi_argument* first, std::size_t count) : first_(first), count_(count) {}

    std::optional<openwmi_argument> next(Want want) override;

private:
    const openwmi_argument* first_;
    std::size_t count_;
    std::size_t at_ = 0;
};

class ListedArguments : public Arguments {
public:
    explicit ListedArguments(std::va_list list) { va_copy(list_, list); }

    ListedArguments(const ListedArguments&) = delete;
    ListedArguments& operator=(const ListedArguments&) = delete;

    ~ListedArguments() override { va_end(list_); }

    std::optional<openwmi_argument> next(Want want) override;

private:
    std::va_list list_;
};

constexpr int kMaxFormatWidth = 1'048'576;

/// Appends the formatted text. False: %n, a width or precision beyond kMaxFormatWidth, or a text of more than INT_MAX characters.
bool format_into(std::string& out, const char* format, Arguments& arguments);
bool format_into(std::wstring& out, const wchar_t* format, Arguments& arguments);

}  // namespace wmi::win32
