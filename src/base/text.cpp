#include "base/text.h"

#include "base/internal/fold_table.h"

#include <algorithm>
#include <array>
#include <utility>

namespace wmi::base {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

char16_t fold_slowly(char16_t unit) noexcept {
    const auto& ranges = internal::kFoldRanges;
    const auto* found = std::upper_bound(ranges.begin(), ranges.end(), unit,
                                         [](char16_t wanted, const auto& range) { return wanted < range.first; });
    while (found != ranges.begin()) {
        --found;
        if (unit >= found->first && unit <= found->last && (unit - found->first) % found->step == 0)
            return static_cast<char16_t>(unit + found->delta);
        if (found->last < unit && found->first + 4 < unit) break;  // ranges overlap only with a neighbour of step two
    }
    return unit;
}

/// Every unit's upper case, filled once: a comparison of names costs a look-up a character.
struct FoldTable {
    std::array<char16_t, 0x10000> upper{};

    FoldTable() noexcept {
        for (std::size_t unit = 0; unit < upper.size(); ++unit) upper[unit] = fold_slowly(static_cast<char16_t>(unit));
    }
};

const FoldTable& fold_table() noexcept {
    static const FoldTable table;
    return table;
}

/// Gives the UTF-16 units of UTF-8 text one by one.
class Units {
public:
    explicit Units(std::string_view text) : text_(text) {}

    [[nodiscard]] bool done() const { return pending_ == 0 && at_ >= text_.size(); }

    char16_t next() {
        if (pending_ != 0) return std::exchange(pending_, u'\0');
        const char32_t character = next_character(text_, at_);
        if (character < 0x10000) return static_cast<char16_t>(character);
        pending_ = static_cast<char16_t>(0xDC00 + ((character - 0x10000) & 0x3FF));
        return static_cast<char16_t>(0xD800 + ((character - 0x10000) >> 10));
    }

private:
    std::string_view text_;
    std::size_t at_ = 0;
    char16_t pending_ = 0;
};

bool is_ascii_pair(unsigned char left, unsigned char right) { return ((left | right) & 0x80) == 0; }

unsigned char fold_ascii(unsigned char c) { return c >= 'a' && c <= 'z' ? static_cast<unsigned char>(c - 32) : c; }

}  // namespace

char16_t fold(char16_t unit) noexcept {
    if (unit < 0x80) return fold_ascii(static_cast<unsigned char>(unit));
    return fold_table().upper[unit];
}

const char16_t* fold_units() noexcept { return fold_table().upper.data(); }

std::string fold(std::string_view name) {
    std::string folded;
    folded.reserve(name.size());
    for (std::size_t at = 0; at < name.size();) {
        const auto byte = static_cast<unsigned char>(name[at]);
        if (byte < 0x80) {
            folded.push_back(static_cast<char>(fold_ascii(byte)));
            ++at;
            continue;
        }
        const char32_t character = next_character(name, at);
        append_utf8(folded, character < 0x10000 ? fold(static_cast<char16_t>(character)) : character);
    }
    return folded;
}

int compare_names(std::string_view left, std::string_view right) noexcept {
    const std::size_t common = std::min(left.size(), right.size());
    std::size_t at = 0;
    for (; at < common; ++at) {
        const auto a = static_cast<unsigned char>(left[at]);
        const auto b = static_cast<unsigned char>(right[at]);
        if (!is_ascii_pair(a, b)) break;
        const int difference = fold_ascii(a) - fold_ascii(b);
        if (difference != 0) return difference;
    }
    Units rest_left(left.substr(at));
    Units rest_right(right.substr(at));
    while (!rest_left.done() && !rest_right.done()) {
        const int difference = fold(rest_left.next()) - fold(rest_right.next());
        if (difference != 0) return difference;
    }
    return static_cast<int>(!rest_left.done()) - static_cast<int>(!rest_right.done());
}

bool same_name(std::string_view left, std::string_view right) noexcept { return left == right || compare_names(left, right) == 0; }

std::size_t NameHash::operator()(std::string_view name) const noexcept {
    constexpr std::size_t kPrime = 0x100000001B3ULL;
    std::size_t hash = 0xCBF29CE484222325ULL;
    std::size_t at = 0;
    for (; at < name.size() && static_cast<unsigned char>(name[at]) < 0x80; ++at)
        hash = (hash ^ fold_ascii(static_cast<unsigned char>(name[at]))) * kPrime;
    for (Units units(name.substr(at)); !units.done();) hash = (hash ^ fold(units.next())) * kPrime;
    return hash;
}

char32_t next_character(std::string_view text, std::size_t& at) noexcept {
    const auto lead = static_cast<unsigned char>(text[at++]);
    if (lead < 0x80) return lead;
    const int length = lead >= 0xF0 && lead < 0xF5 ? 3 : lead >= 0xE0 && lead < 0xF0 ? 2 : lead >= 0xC2 && lead < 0xE0 ? 1 : 0;
    if (length == 0) return kReplacement;
    char32_t character = lead & (0x3F >> length);
    for (int i = 0; i < length; ++i) {
        if (at + static_cast<std::size_t>(i) >= text.size()) return kReplacement;
        const auto next = static_cast<unsigned char>(text[at + static_cast<std::size_t>(i)]);
        if ((next & 0xC0) != 0x80) return kReplacement;
        character = (character << 6) | (next & 0x3FU);
    }
    constexpr std::array<char32_t, 4> kLeast{0, 0x80, 0x800, 0x10000};
    if (character < kLeast[static_cast<std::size_t>(length)] || character > 0x10FFFF) return kReplacement;
    at += static_cast<std::size_t>(length);
    return character;
}

void append_utf8(std::string& text, char32_t character) {
    if (character > 0x10FFFF) character = kReplacement;
    if (character < 0x80) {
        text.push_back(static_cast<char>(character));
    } else if (character < 0x800) {
        text.push_back(static_cast<char>(0xC0 | (character >> 6)));
        text.push_back(static_cast<char>(0x80 | (character & 0x3F)));
    } else if (character < 0x10000) {
        text.push_back(static_cast<char>(0xE0 | (character >> 12)));
        text.push_back(static_cast<char>(0x80 | ((character >> 6) & 0x3F)));
        text.push_back(static_cast<char>(0x80 | (character & 0x3F)));
    } else {
        text.push_back(static_cast<char>(0xF0 | (character >> 18)));
        text.push_back(static_cast<char>(0x80 | ((character >> 12) & 0x3F)));
        text.push_back(static_cast<char>(0x80 | ((character >> 6) & 0x3F)));
        text.push_back(static_cast<char>(0x80 | (character & 0x3F)));
    }
}

std::u16string to_utf16(std::string_view text) {
    std::u16string units;
    units.reserve(text.size());
    for (Units rest(text); !rest.done();) units.push_back(rest.next());
    return units;
}

namespace {

bool is_high(char32_t unit) { return unit >= 0xD800 && unit < 0xDC00; }

bool is_low(char32_t unit) { return unit >= 0xDC00 && unit < 0xE000; }

/// How much of the text, from its beginning, is ASCII.
template <class Text>
std::size_t ascii_prefix(Text text) {
    std::size_t at = 0;
    while (at < text.size() && static_cast<char32_t>(text[at]) < 0x80) ++at;
    return at;
}

template <class Text>
std::string join_surrogates(Text text) {
    std::size_t at = ascii_prefix(text);
    std::string bytes(text.size(), '\0');
    for (std::size_t i = 0; i < at; ++i) bytes[i] = static_cast<char>(text[i]);
    bytes.resize(at);
    for (; at < text.size(); ++at) {
        auto character = static_cast<char32_t>(text[at]);
        if (is_high(character) && at + 1 < text.size() && is_low(static_cast<char32_t>(text[at + 1])))
            character = 0x10000 + ((character - 0xD800) << 10) + (static_cast<char32_t>(text[++at]) - 0xDC00);
        append_utf8(bytes, character);
    }
    return bytes;
}

}  // namespace

std::string to_utf8(std::u16string_view text) { return join_surrogates(text); }

std::string from_wide(std::wstring_view text) { return join_surrogates(text); }

std::wstring to_wide(std::string_view text) {
    std::wstring wide;
    wide.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) wide.push_back(static_cast<wchar_t>(next_character(text, at)));
    return wide;
}

bool is_utf8(std::string_view text) noexcept {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t before = at;
        const char32_t character = next_character(text, at);
        if (character == kReplacement && text.substr(before, 3) != "\xEF\xBF\xBD") return false;
        if (is_high(character) || is_low(character)) return false;
    }
    return true;
}

}  // namespace wmi::base
