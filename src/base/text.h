// Text. Inside the house text is UTF-8 in std::string; a lone surrogate survives as its three-byte form (WTF-8). UTF-16 stands
// in records, on the wire and in keys; wide text (wchar_t, UTF-32 here) only at the surface. Conversions never fail: what is
// no character becomes U+FFFD.
// Names (classes, properties, qualifiers, namespaces) and string keys are compared by simple upper case, unit by UTF-16 unit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace wmi::base {

/// Simple upper case of one UTF-16 unit (Unicode 14, Basic Multilingual Plane). The table belongs to the repository's format.
char16_t fold(char16_t unit) noexcept;
/// The same for all 65,536 units, to be indexed by them: for those who compare much text.
const char16_t* fold_units() noexcept;

/// Upper-case form of a name: equal for two names that WMI holds for the same.
std::string fold(std::string_view name);

/// Order of two names without regard to case: negative, 0, positive. Compares folded UTF-16 units.
int compare_names(std::string_view left, std::string_view right) noexcept;
bool same_name(std::string_view left, std::string_view right) noexcept;

/// For ordered containers whose keys are names: std::map<std::string, T, NameLess>.
struct NameLess {
    using is_transparent = void;

    bool operator()(std::string_view left, std::string_view right) const noexcept { return compare_names(left, right) < 0; }
};

/// For hashed containers whose keys are names: std::unordered_map<std::string, T, NameHash, NameEqual>.
struct NameHash {
    using is_transparent = void;

    std::size_t operator()(std::string_view name) const noexcept;
};

struct NameEqual {
    using is_transparent = void;

    bool operator()(std::string_view left, std::string_view right) const noexcept { return same_name(left, right); }
};

std::u16string to_utf16(std::string_view text);
std::string to_utf8(std::u16string_view text);

/// Wide text is UTF-32 in wchar_t; a surrogate in it is kept, a pair of them becomes one character.
std::wstring to_wide(std::string_view text);
std::string from_wide(std::wstring_view text);

/// Reads one character and moves `at` behind it; U+FFFD for bytes that are none. `at` must be below text.size().
char32_t next_character(std::string_view text, std::size_t& at) noexcept;
void append_utf8(std::string& text, char32_t character);

/// True when the bytes are UTF-8 throughout (lone surrogates are not).
bool is_utf8(std::string_view text) noexcept;

}  // namespace wmi::base
