#include "mof/lexer.h"

#include <charconv>
#include <string>

#include <fmt/format.h>

#include "base/text.h"

namespace wmi::mof {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool starts_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool is_in_name(char c) {
    return starts_name(c) || is_digit(c);
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

int hex_digit(char c) {
    if (is_digit(c)) return c - '0';
    const char low = lower(c);
    return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

bool is_high(char32_t unit) {
    return unit >= 0xD800 && unit < 0xDC00;
}

bool is_low(char32_t unit) {
    return unit >= 0xDC00 && unit < 0xE000;
}

// Appends characters of a string; a high and a low surrogate written as two escapes become one character.
class Joiner {
public:
    explicit Joiner(std::string& text) : text_(text) {}

    void plain(std::string_view bytes) {
        text_.append(bytes);
        if (!bytes.empty()) high_ = 0;
    }

    void unit(char32_t unit) {
        if (high_ != 0 && is_low(unit)) {
            text_.resize(text_.size() - 3);
            unit = 0x10000 + ((high_ - 0xD800) << 10) + (unit - 0xDC00);
        }
        high_ = is_high(unit) ? unit : 0;
        base::append_utf8(text_, unit);
    }

private:
    std::string& text_;
    char32_t high_ = 0;
};

}  // namespace

bool is_word(std::string_view text, std::string_view word) {
    if (text.size() != word.size()) return false;
    for (std::size_t i = 0; i < word.size(); ++i) {
        if (lower(text[i]) != word[i]) return false;
    }
    return true;
}

bool Token::is(std::string_view word) const {
    return kind == TokenKind::Name && is_word(name, word);
}

Place Lexer::here() const {
    return {file_, line_, static_cast<std::uint32_t>(at_ - line_start_ + 1)};
}

Result<void> Lexer::skip_blanks(Token& token) {
    while (at_ < text_.size()) {
        const char c = text_[at_];
        if (c == '\n') {
            ++line_;
            line_start_ = ++at_;
        } else if (c == ' ' || (c >= '\t' && c <= '\r')) {
            ++at_;
        } else if (c == '/' && at(at_ + 1) == '/') {
            const std::size_t end = text_.find('\n', at_);
            at_ = end == std::string_view::npos ? text_.size() : end;
        } else if (c == '/' && at(at_ + 1) == '*') {
            token.place = here();
            const std::size_t end = text_.find("*/", at_ + 2);
            if (end == std::string_view::npos)
                return Error(Status::MofUnrecognizedToken,
                             "A comment begins here and has no end; close it with */.");
            for (; at_ < end + 2; ++at_) {
                if (text_[at_] != '\n') continue;
                ++line_;
                line_start_ = at_ + 1;
            }
        } else {
            break;
        }
    }
    return {};
}

Result<void> Lexer::next(Token& token) {
    TRY(skip_blanks(token));
    token.place = here();
    if (at_ >= text_.size()) {
        token.kind = TokenKind::End;
        return {};
    }
    const char c = text_[at_];
    if (starts_name(c)) return read_name(token);
    if (c == '"') return read_string(token);
    const bool dotted = c == '.' && is_digit(at(at_ + 1));
    const bool is_signed = (c == '-' || c == '+') && (is_digit(at(at_ + 1)) || at(at_ + 1) == '.');
    if (is_digit(c) || dotted || is_signed) return read_number(token);
    if (c == '\'') return read_character(token);
    if (std::string_view("[]{}():;,=#$").find(c) == std::string_view::npos) {
        return Error(Status::MofUnrecognizedToken,
                     fmt::format("The character '{}' (0x{:02x}) has no meaning here.",
                                 c >= ' ' && c <= '~' ? c : '?', static_cast<unsigned char>(c)));
    }
    token.kind = TokenKind::Mark;
    token.mark = c;
    ++at_;
    return {};
}

Result<void> Lexer::read_name(Token& token) {
    const std::size_t start = at_;
    while (is_in_name(at(at_)))
        ++at_;
    token.kind = TokenKind::Name;
    token.name = text_.substr(start, at_ - start);
    if (token.name.size() > kMaxNameBytes)
        return Error(Status::QuotaViolation, "A name is longer than 4096 bytes; shorten it.");
    return {};
}

Result<char32_t> Lexer::read_escape(Token& token) {
    constexpr std::string_view kLetters = "btnfr\"'\\", kMeanings = "\b\t\n\f\r\"'\\";
    token.place = here();
    const char letter = at(++at_);
    const std::size_t known = at_ < text_.size() ? kLetters.find(letter) : std::string_view::npos;
    if (known != std::string_view::npos) {
        ++at_;
        return static_cast<char32_t>(kMeanings[known]);
    }
    if (letter != 'x' && letter != 'X') {
        return Error(
            Status::MofIllegalConstantValue,
            "An escape here is none of \\b \\t \\n \\f \\r \\\" \\' \\\\ \\x; write \\\\ for a backslash.");
    }
    char32_t unit = 0;
    int digits = 0;
    for (++at_; digits < 4 && hex_digit(at(at_)) >= 0; ++digits, ++at_) {
        unit = unit * 16 + static_cast<char32_t>(hex_digit(text_[at_]));
    }
    if (digits == 0)
        return Error(Status::MofIllegalConstantValue, "After \\x one to four hexadecimal digits are wanted.");
    return unit;
}

Result<void> Lexer::read_string(Token& token) {
    token.kind = TokenKind::String;
    token.text.clear();
    const Place begin = token.place;
    Joiner joined(token.text);
    while (at(at_) == '"') {
        const Place piece = here();
        std::size_t start = ++at_;
        for (;; ++at_) {
            if (at_ >= text_.size()) {
                token.place = piece;
                return Error(Status::MofIllegalConstantValue,
                             "A string begins here and has no end; close it with a quotation mark.");
            }
            const char c = text_[at_];
            if (c == '"') break;
            if (c == '\n') {
                ++line_;
                line_start_ = at_ + 1;
            }
            if (c != '\\') continue;
            joined.plain(text_.substr(start, at_ - start));
            const char32_t unit = TRY(read_escape(token));
            joined.unit(unit);
            start = at_--;
        }
        joined.plain(text_.substr(start, at_ - start));
        ++at_;
        TRY(skip_blanks(token));
    }
    token.place = begin;
    token.text.resize(std::min(token.text.size(), token.text.find('\0')));
    return {};
}

Result<void> Lexer::read_character(Token& token) {
    const Place begin = token.place;
    const Error wrong(
        Status::MofIllegalConstantValue,
        "A character constant is one UTF-16 character between apostrophes, as 'A' or '\\x4133'.");
    const char first = at(++at_);
    if (at_ >= text_.size() || first == '\'' || first == '\n') return wrong;
    char32_t unit = 0;
    if (first == '\\') {
        unit = TRY(read_escape(token));
    } else {
        unit = base::next_character(text_, at_);
    }
    token.place = begin;
    if (unit > 0xFFFF || at(at_) != '\'') return wrong;
    ++at_;
    token.kind = TokenKind::Character;
    token.number = unit;
    return {};
}

namespace {

struct Digits {
    std::string_view text;
    int base;
};

// What an integer's spelling means (MOF-08): hex by its prefix, binary by its suffix, octal by its leading 0.
Digits radix_of(std::string_view spelling) {
    if (spelling.size() > 2 && spelling[0] == '0' && lower(spelling[1]) == 'x')
        return {spelling.substr(2), 16};
    if (spelling.size() > 1 && lower(spelling.back()) == 'b')
        return {spelling.substr(0, spelling.size() - 1), 2};
    if (spelling.size() > 1 && spelling[0] == '0') return {spelling.substr(1), 8};
    return {spelling, 10};
}

}  // namespace

Result<void> Lexer::read_number(Token& token) {
    token.is_negative = text_[at_] == '-';
    if (text_[at_] == '-' || text_[at_] == '+') ++at_;
    const std::size_t start = at_;
    std::size_t end = at_;
    while (is_in_name(at(end)))
        ++end;
    const std::string_view spelling = text_.substr(start, end - start);
    const bool has_exponent = !spelling.empty() && spelling.find_first_of("eE") != std::string_view::npos &&
                              !(spelling.size() > 1 && lower(spelling[1]) == 'x');
    if (at(end) == '.' || has_exponent) return read_real(token, start);
    const Digits digits = radix_of(spelling);
    token.kind = TokenKind::Integer;
    const char* last = digits.text.data() + digits.text.size();
    const auto [stop, code] = std::from_chars(digits.text.data(), last, token.number, digits.base);
    if (code == std::errc::result_out_of_range)
        return Error(Status::MofOutOfRange, fmt::format("The number {} has more than 64 bits.", spelling));
    if (code != std::errc() || stop != last) {
        return Error(
            Status::MofIllegalConstantValue,
            fmt::format("'{}' is no number: decimal, 0x hexadecimal, 0 octal and binary with b are known.",
                        spelling));
    }
    at_ = end;
    return {};
}

Result<void> Lexer::read_real(Token& token, std::size_t start) {
    const char* first = text_.data() + start;
    const auto [stop, code] =
        std::from_chars(first, text_.data() + text_.size(), token.real, std::chars_format::general);
    if (code == std::errc::result_out_of_range)
        return Error(Status::MofOutOfRange, "The real number does not fit a real64.");
    at_ = static_cast<std::size_t>(stop - text_.data());
    if (code != std::errc() || is_in_name(at(at_)) || at(at_) == '.') {
        return Error(Status::MofIllegalConstantValue,
                     "This is no real number; it is written as 3.14 or -1.2778E+02.");
    }
    if (token.is_negative) token.real = -token.real;
    token.kind = TokenKind::Real;
    return {};
}

}  // namespace wmi::mof
