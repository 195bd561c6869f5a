#include "wql/internal/lexer.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace wmi::wql {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

constexpr char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c; }

constexpr bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

constexpr bool is_letter(char c) { return upper(c) >= 'A' && upper(c) <= 'Z'; }

constexpr bool is_hexadecimal(char c) { return is_digit(c) || (upper(c) >= 'A' && upper(c) <= 'F'); }

constexpr bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

/// Those that classes may be named with; the quotation marks of typesetters are none, since texts are copied from web pages.
constexpr bool is_letter(char32_t c) { return c <= 0xFFEF && (c < 0xD800 || c > 0xDFFF) && (c < 0x2018 || c > 0x201F); }

std::size_t count_characters(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

struct Relation {
    std::string_view text;
    Operator op;
};

/// The longer ones first. A "!" alone is none.
constexpr std::array<Relation, 7> kRelations{{{"<=", Operator::LessOrEqual},
                                              {">=", Operator::GreaterOrEqual},
                                              {"<>", Operator::NotEqual},
                                              {"!=", Operator::NotEqual},
                                              {"=", Operator::Equal},
                                              {"<", Operator::Less},
                                              {">", Operator::Greater}}};

}  // namespace

bool Token::is(std::string_view word) const {
    return kind == TokenKind::Name && text.size() == word.size() &&
           std::equal(text.begin(), text.end(), word.begin(), [](char c, char wanted) { return upper(c) == wanted; });
}

Lexer::Lexer(std::string_view text) : text_(text), is_ascii_(std::all_of(text.begin(), text.end(), is_ascii)) {}

std::size_t Lexer::characters(std::size_t at) {
    if (is_ascii_) return at;
    if (at < counted_bytes_) counted_bytes_ = counted_characters_ = 0;
    counted_characters_ += count_characters(text_.substr(counted_bytes_, at - counted_bytes_));
    counted_bytes_ = at;
    return counted_characters_;
}

Error Lexer::wrong(std::size_t at, std::string_view sentence, Status status) const {
    const std::string_view before = text_.substr(0, at);
    std::string text = "At character " + std::to_string(count_characters(before) + 1);
    if (const std::size_t last = before.rfind('\n'); last != std::string_view::npos) {
        const auto line = std::count(before.begin(), before.end(), '\n') + 1;
        text += " (line " + std::to_string(line) + ", column " + std::to_string(count_characters(before.substr(last + 1)) + 1) + ")";
    }
    text += ": ";
    text += sentence;
    return Error(status, std::move(text));
}

void Lexer::skip_blanks() {
    while (is_blank(peek(at_))) ++at_;
}

Token Lexer::take(TokenKind kind, std::size_t size) {
    Token token;
    token.kind = kind;
    token.at = at_;
    token.text = text_.substr(at_, size);
    at_ += size;
    return token;
}

bool Lexer::is_in_name(std::size_t at) const {
    const char c = peek(at);
    if (is_ascii(c)) return is_letter(c) || is_digit(c) || c == '_';
    return is_letter(base::next_character(text_, at));
}

Result<Token> Lexer::next() {
    skip_blanks();
    if (at_ >= text_.size()) return take(TokenKind::End, 0);
    const char c = text_[at_];
    if (c == '"' || c == '\'') return read_string();
    const char second = peek(at_ + 1);
    const bool is_signed = (c == '+' || c == '-') && (is_digit(second) || (second == '.' && is_digit(peek(at_ + 2))));
    if (is_digit(c) || is_signed || (c == '.' && is_digit(second))) return read_number();
    if (is_in_name(at_)) return read_name();
    if (c == '=' || c == '<' || c == '>' || (c == '!' && second == '=')) return read_relation();
    std::size_t end = at_;
    base::next_character(text_, end);
    return take(TokenKind::Mark, end - at_);
}

Token Lexer::read_name() {
    std::size_t end = at_;
    while (end < text_.size() && is_in_name(end)) {
        if (is_ascii(text_[end])) ++end;
        else base::next_character(text_, end);
    }
    return take(TokenKind::Name, end - at_);
}

Token Lexer::read_relation() {
    const std::string_view rest = text_.substr(at_);
    const auto* const found = std::find_if(kRelations.begin(), kRelations.end(), [&](const Relation& one) { return rest.starts_with(one.text); });
    Token token = take(TokenKind::Relation, found->text.size());
    token.relation = found->op;
    return token;
}

/// Where the quote stands that closes; the text's size when none does. A backslash takes the next character with it.
std::size_t Lexer::find_quote(std::size_t at, char quote) const {
    for (; at < text_.size() && text_[at] != quote; ++at) {
        if (text_[at] == '\\') ++at;
    }
    return std::min(at, text_.size());
}

Result<Token> Lexer::read_string() {
    const std::size_t end = find_quote(at_ + 1, text_[at_]);
    if (end == text_.size()) {
        return wrong(at_, "a string begins here and has no end; close it with the same quotation mark, and write \\\\ for a backslash.");
    }
    Token token = take(TokenKind::String, end + 1 - at_);
    token.text = token.text.substr(1, token.text.size() - 2);
    token.has_escape = token.text.find('\\') != std::string_view::npos;
    return token;
}

Result<std::string> Lexer::unescape(const Token& string, Backslash alone) const {
    if (!string.has_escape) return std::string(string.text);
    std::string text;
    text.reserve(string.text.size());
    for (std::size_t i = 0; i < string.text.size(); ++i) {
        if (string.text[i] == '\\') {
            const char next = i + 1 < string.text.size() ? string.text[i + 1] : '\0';
            if (next == '\\' || next == '"' || next == '\'') {
                ++i;
            } else if (alone == Backslash::IsAnError) {
                return wrong(string.at + 1 + i, "a backslash stands before neither a backslash nor a quotation mark; write \\\\ for one.");
            }
        }
        text += string.text[i];
    }
    return text;
}

std::size_t Lexer::skip_digits(std::size_t at) const {
    while (is_digit(peek(at))) ++at;
    return at;
}

Result<Token> Lexer::read_hexadecimal(std::size_t digits) {
    std::size_t end = digits;
    while (is_hexadecimal(peek(end))) ++end;
    if (end == digits || is_in_name(end) || text_[at_] == '+') {
        return wrong(at_, "this is no number; a hexadecimal one is 0x with digits 0 to 9 and a to f, with or without a minus.");
    }
    Token token = take(TokenKind::Integer, end - at_);
    token.is_negative = token.text.front() == '-';
    const char* const last = text_.data() + end;
    if (std::from_chars(text_.data() + digits, last, token.magnitude, 16).ec != std::errc()) {
        token.kind = TokenKind::Real;  // WQL-62: compared numerically all the same
        if (std::from_chars(text_.data() + digits, last, token.real, std::chars_format::hex).ec != std::errc()) {
            return wrong(token.at, "this number does not fit 64-bit floating point.");
        }
        if (token.is_negative) token.real = -token.real;
    }
    return token;
}

Result<Token> Lexer::read_number() {
    const std::size_t start = at_ + (is_digit(text_[at_]) || text_[at_] == '.' ? 0 : 1);
    if (text_[start] == '0' && upper(peek(start + 1)) == 'X') return read_hexadecimal(start + 2);
    std::size_t end = skip_digits(start);
    bool is_real = false;
    if (peek(end) == '.' && is_digit(peek(end + 1))) {
        is_real = true;
        end = skip_digits(end + 1);
    }
    if (upper(peek(end)) == 'E') {
        const std::size_t exponent = end + (peek(end + 1) == '+' || peek(end + 1) == '-' ? 2 : 1);
        is_real = is_real || is_digit(peek(exponent));
        if (is_digit(peek(exponent))) end = skip_digits(exponent);
    }
    if (is_in_name(end) || peek(end) == '.') return wrong(at_, "this is no number; write it as 42, -1.5, 2e10 or 0x2A, or quote a text.");
    Token token = take(is_real ? TokenKind::Real : TokenKind::Integer, end - at_);
    token.is_negative = token.text.front() == '-';
    const char* const first = text_.data() + start;
    const char* const last = text_.data() + end;
    if (!is_real && std::from_chars(first, last, token.magnitude).ec != std::errc()) {  // WQL-62: compared numerically all the same
        token.kind = TokenKind::Real;
        is_real = true;
    }
    if (is_real && std::from_chars(first, last, token.real).ec != std::errc()) return wrong(token.at, "this number does not fit 64-bit floating point.");
    if (token.is_negative) token.real = -token.real;
    return token;
}

Result<Token> Lexer::read_path() {
    skip_blanks();
    const std::size_t start = at_;
    std::size_t end = start;
    for (; end < text_.size() && text_[end] != '}'; ++end) {
        if (text_[end] == '"' || text_[end] == '\'') end = find_quote(end + 1, text_[end]);
    }
    if (end >= text_.size()) return wrong(start, "the path that begins here has no end; close it, and every string in it, and write } behind it.");
    std::size_t size = end - start;
    while (size > 0 && is_blank(text_[start + size - 1])) --size;
    if (size == 0) return wrong(start, "a path is expected between the braces, as in {Class.Key=\"value\"}.");
    Token path = take(TokenKind::String, size);
    at_ = end + 1;
    return path;
}

}  // namespace wmi::wql
