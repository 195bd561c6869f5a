// MOF text as tokens (MOF-03..10). The text must outlive the lexer and the names it gives; strings are
// decoded into the token.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "mof/failure.h"

namespace wmi::mof {

inline constexpr std::size_t kMaxNameBytes = 4096;  // of one name, in bytes of UTF-8; QuotaViolation above

enum class TokenKind : std::uint8_t { End, Name, String, Character, Integer, Real, Mark };

struct Token {
    TokenKind kind = TokenKind::End;
    char mark = 0;             // of a Mark: one of [ ] { } ( ) : ; , = # $
    bool is_negative = false;  // of an Integer
    Place place;
    std::string_view name;     // of a Name, in its own case
    std::uint64_t number = 0;  // magnitude of an Integer; the UTF-16 unit of a Character
    double real = 0;           // of a Real
    std::string text;          // of a String: unescaped, joined with its neighbours, cut at its first NUL

    [[nodiscard]] bool is(char wanted) const { return kind == TokenKind::Mark && mark == wanted; }

    /// A name, compared without case; `word` in lower case ASCII.
    [[nodiscard]] bool is(std::string_view word) const;
};

/// True when both are equal without regard to the case of ASCII letters; `word` in lower case.
bool is_word(std::string_view text, std::string_view word);

class Lexer {
public:
    Lexer(std::string_view text, std::uint32_t file) : text_(text), file_(file) {}

    /// Reads the next token; at the end of the text End, again and again. After a failure token.place is
    /// where it is. errors   MofUnrecognizedToken, MofIllegalConstantValue, MofOutOfRange, QuotaViolation
    Result<void> next(Token& token);

private:
    Result<void> skip_blanks(Token& token);
    Result<void> read_string(Token& token);
    Result<void> read_character(Token& token);
    Result<void> read_number(Token& token);
    Result<void> read_real(Token& token, std::size_t start);
    Result<void> read_name(Token& token);
    Result<char32_t> read_escape(Token& token);
    [[nodiscard]] Place here() const;

    [[nodiscard]] char at(std::size_t place) const { return place < text_.size() ? text_[place] : '\0'; }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t line_start_ = 0;
    std::uint32_t line_ = 1;
    std::uint32_t file_;
};

}  // namespace wmi::mof
