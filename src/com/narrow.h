// A caller's wide text in UTF-8, for the time of a call.
#pragma once

#include "com/text.h"

#include <array>
#include <cstdint>

namespace wmi::com {

/// The text up to the first zero; empty for null. Short ASCII, which nearly all names and paths are, costs no allocation. The view
/// lives as long as this.
class Narrow {
public:
    explicit Narrow(const wchar_t* text) {
        if (text == nullptr) return;
        std::size_t length = 0;
        while (length < short_.size() && text[length] != L'\0' && static_cast<std::uint32_t>(text[length]) < 0x80) {
            short_[length] = static_cast<char>(text[length]);
            ++length;
        }
        if (length < short_.size() && text[length] == L'\0') {
            view_ = {short_.data(), length};
        } else {
            long_ = from_wide(text);
            view_ = long_;
        }
    }

    Narrow(const Narrow&) = delete;
    Narrow& operator=(const Narrow&) = delete;

    [[nodiscard]] std::string_view view() const { return view_; }

    [[nodiscard]] std::string text() const { return std::string(view_); }

private:
    std::array<char, 128> short_;  // NOLINT: as much of it as view_ says
    std::string long_;
    std::string_view view_;
};

}  // namespace wmi::com
