// A query's text as tokens (WQL-01, 03, 14, 15, 17, 18). The text must outlive the lexer and its tokens. A character that begins
// no token is a Mark of itself: the parser knows better what to say of it than the lexer does.
#pragma once

#include "wql/query.h"

namespace wmi::wql {

enum class TokenKind : std::uint8_t { End, Name, String, Integer, Real, Relation, Mark };

struct Token {
    TokenKind kind = TokenKind::End;
    Operator relation = Operator::Equal;  // of a Relation
    bool is_negative = false;             // of an Integer
    bool has_escape = false;              // of a String: a backslash stands in it
    std::size_t at = 0;                   // in bytes
    std::string_view text;                // as written; of a String what stands between its quotes
    std::uint64_t magnitude = 0;          // of an Integer
    double real = 0;                      // of a Real

    [[nodiscard]] bool is(char mark) const { return kind == TokenKind::Mark && text.front() == mark; }

    /// A name, compared without regard to case; `word` in capitals.
    [[nodiscard]] bool is(std::string_view word) const;
};

/// What a backslash means that stands before neither a backslash nor a quote.
enum class Backslash : std::uint8_t { IsAnError, StandsForItself };  // WQL-14, WQL-15

class Lexer {
public:
    explicit Lexer(std::string_view text);

    /// At the end of the text End, again and again. errors: InvalidQuery
    Result<Token> next();

    /// What stands between braces, from behind the opening one to behind the closing one. A brace within quotes is text. `at` is
    /// that of the path, blanks around it are left out. errors: InvalidQuery
    Result<Token> read_path();

    /// errors: InvalidQuery
    [[nodiscard]] Result<std::string> unescape(const Token& string, Backslash alone) const;

    /// Characters before a place in bytes; cheap when places only grow.
    [[nodiscard]] std::size_t characters(std::size_t at);

    /// InvalidQuery with its place in front of the sentence. `at` in bytes.
    [[nodiscard]] Error wrong(std::size_t at, std::string_view sentence, Status status = Status::InvalidQuery) const;

private:
    void skip_blanks();
    Token take(TokenKind kind, std::size_t size);
    Token read_name();
    Token read_relation();
    Result<Token> read_string();
    Result<Token> read_number();
    Result<Token> read_hexadecimal(std::size_t digits);
    [[nodiscard]] bool is_in_name(std::size_t at) const;
    [[nodiscard]] std::size_t skip_digits(std::size_t at) const;
    [[nodiscard]] std::size_t find_quote(std::size_t at, char quote) const;

    [[nodiscard]] char peek(std::size_t at) const { return at < text_.size() ? text_[at] : '\0'; }

    std::string_view text_;
    std::size_t at_ = 0;
    bool is_ascii_ = true;
    std::size_t counted_bytes_ = 0, counted_characters_ = 0;  // of what is not ASCII
};

}  // namespace wmi::wql
