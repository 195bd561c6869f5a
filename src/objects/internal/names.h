// Names as callers give them: wide, up to the first zero.
#pragma once

#include "cim/class.h"

#include <wbemcli.h>

#include <array>
#include <string>
#include <string_view>

namespace wmi::objects::internal {

/// A caller's name in UTF-8. Short ASCII, which nearly all names are, costs no allocation.
class Name {
public:
    explicit Name(LPCWSTR text);

    Name(const Name&) = delete;
    Name& operator=(const Name&) = delete;

    [[nodiscard]] std::string_view view() const { return view_; }

    [[nodiscard]] std::string text() const { return std::string(view_); }

private:
    std::array<char, 64> short_;
    std::string long_;
    std::string_view view_;
};

/// Finds a property without regard to case. Repeated look-ups by the same literal cost a comparison of the name.
const cim::Property* find_property(const cim::Class& of, LPCWSTR name);

/// A name that users may create for a property, a method or a qualifier (OBJ-04, QUAL-02).
bool is_user_name(std::string_view name);

}  // namespace wmi::objects::internal
