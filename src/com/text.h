// Text at the surface. Inside, text is UTF-8 in std::string (base/text.h); COM's is wide, in BSTRs. What a caller passes is read up to
// its first zero and its length prefix never looked at: sources pass L"..." where a BSTR is declared.
#pragma once

#include <oleauto.h>

#include <string>
#include <string_view>
#include <utility>

namespace wmi::com {

/// The text up to the first zero; empty for null.
std::string from_wide(const wchar_t* text);

/// A new BSTR. Throws std::bad_alloc.
BSTR to_bstr(std::string_view text);

/// The owner of one BSTR.
class Bstr {
public:
    Bstr() = default;

    explicit Bstr(std::string_view text) : text_(to_bstr(text)) {}

    Bstr(Bstr&& other) noexcept : text_(std::exchange(other.text_, nullptr)) {}

    Bstr& operator=(Bstr&& other) noexcept {
        std::swap(text_, other.text_);
        return *this;
    }

    ~Bstr() { SysFreeString(text_); }

    BSTR get() const noexcept { return text_; }

    /// A place for an out parameter; what was held is freed first.
    BSTR* out() noexcept {
        SysFreeString(std::exchange(text_, nullptr));
        return &text_;
    }

    BSTR detach() noexcept { return std::exchange(text_, nullptr); }

    std::string text() const { return from_wide(text_); }

private:
    BSTR text_ = nullptr;
};

}  // namespace wmi::com
