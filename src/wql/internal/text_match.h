// Text of records against constants of a query, in place: Latin-1 or UTF-16 as it stands, folded unit by unit (WQL-55, 80..84).
#pragma once

#include "base/bytes.h"
#include "base/text.h"
#include "wql/query.h"

#include <array>
#include <bitset>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wmi::wql::internal {

/// Text up to its NUL, which is there: what stands behind the flag of a heap item.
struct EncodedText {
    bool is_utf16 = false;
    const char* at = "";
};

inline EncodedText encoded_item(const char* item) { return {*item != 0, item + 1}; }

std::size_t length_of(EncodedText text);
/// Own text as records would hold it. `space` is where UTF-16 goes when it must; both must outlive the answer.
EncodedText encode(const std::string& utf8, std::string& space);
std::string to_utf8(EncodedText text);

/// Units of text, folded, by index; nothing behind the NUL may be asked for.
struct Latin1Units {
    const char* at;
    const char16_t* fold;

    char16_t operator[](std::size_t index) const { return fold[static_cast<unsigned char>(at[index])]; }
};

struct Utf16Units {
    const char* at;
    const char16_t* fold;

    char16_t operator[](std::size_t index) const { return fold[base::load<char16_t>(at + 2 * index)]; }
};

/// A constant that text is compared with.
class FoldedText {
public:
    explicit FoldedText(std::string_view utf8);

    [[nodiscard]] bool equals(EncodedText text) const {
        return text.is_utf16 ? equals(Utf16Units{text.at, fold_}) : equals(Latin1Units{text.at, fold_});
    }

    /// Of the text to the constant.
    [[nodiscard]] std::strong_ordering order(EncodedText text) const;

    [[nodiscard]] const std::u16string& units() const { return units_; }

private:
    template <class Units>
    [[nodiscard]] bool equals(Units text) const {
        std::size_t index = 0;
        for (const char16_t unit : units_)
            if (text[index++] != unit) return false;
        return text[index] == 0;
    }

    std::u16string units_;
    const char16_t* fold_;
};

/// The order of two texts of records.
std::strong_ordering order(EncodedText left, EncodedText right);

/// What stands right of LIKE.
class Pattern {
public:
    /// errors   InvalidQuery: a '[' that is not closed; without a position
    static Result<Pattern> make(std::string_view utf8);
    /// Whether it has any of % _ [ (WQL-83).
    static bool has_wildcards(std::string_view utf8) { return utf8.find_first_of("%_[") != std::string_view::npos; }

    /// Time: units of the text times units of the pattern, at worst.
    [[nodiscard]] bool matches(EncodedText text) const {
        return text.is_utf16 ? matches(Utf16Units{text.at, fold_}, text) : matches(Latin1Units{text.at, fold_}, text);
    }

    /// Folded units that every match begins with.
    [[nodiscard]] std::u16string prefix() const;
    /// Only `prefix%`.
    [[nodiscard]] bool is_prefix() const;

private:
    struct Set {
        bool is_negated = false;
        std::bitset<256> low;                                // folded units below 0x100
        std::vector<std::pair<char16_t, char16_t>> ranges;  // all of them

        [[nodiscard]] bool has(char16_t unit) const;
        void add(char16_t first, char16_t last);
    };

    /// One unit of the pattern: a literal, or what stands for one unit of text.
    struct Element {
        enum class Kind : std::uint8_t { Literal, Any, Set };
        Kind kind = Kind::Literal;
        char16_t unit = 0;
        std::uint32_t set = 0;
    };

    /// What stands between two %.
    struct Segment {
        std::uint32_t begin = 0, end = 0;
    };

    class Parser;

    template <class Units>
    [[nodiscard]] bool matches(Units units, EncodedText text) const;
    template <class Units>
    [[nodiscard]] bool matches_at(Segment segment, Units units, std::size_t place) const;
    template <class Units>
    [[nodiscard]] bool find(Segment segment, Units units, std::size_t& place) const;

    std::vector<Element> elements_;
    std::vector<Segment> segments_;  // none is empty
    std::vector<Set> sets_;
    bool is_open_before_ = false, is_open_behind_ = false, has_percent_ = false;
    const char16_t* fold_ = nullptr;
};

}  // namespace wmi::wql::internal
