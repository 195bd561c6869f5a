// The parser of one query: one token of foresight, no recursion. Conditions are brought into reverse Polish order by a stack of
// what waits for its right side; only parentheses make it grow, and kMaxParentheses ends that.
#pragma once

#include "wql/internal/lexer.h"

namespace wmi::wql {

class Parser {
public:
    explicit Parser(std::string_view text) : lexer_(text) {}

    Result<Query> parse();

private:
    enum class Clause : std::uint8_t { Where, Having };

    enum class Waiting : std::uint8_t { Parenthesis, Not, And, Or };

    Result<Query> parse_select();
    Result<void> parse_projection(Select& select);
    Result<void> parse_from(Select& select);
    Result<void> parse_group(Select& select);
    Result<void> parse_by(Group& group);
    Result<double> parse_seconds();
    Result<Query> parse_follow(bool is_references);
    Result<void> parse_follow_item(Follow& follow);
    Result<std::string> parse_follow_value();
    Result<void> parse_end();

    Result<Expression> parse_expression(Clause clause);
    Result<void> parse_operand(Expression& expression, Clause clause);
    Result<void> parse_closings(Expression& expression);
    void finish_not(Expression& expression);
    Result<void> join(Expression& expression, Waiting what);
    Result<Term> parse_term();
    Result<void> parse_relation(Term& term);
    Result<void> parse_mirrored(Term& term);
    Result<void> parse_is(Term& term);
    Result<void> parse_like(Term& term);
    Result<void> parse_isa(Term& term);
    Result<void> make_null_test(Term& term, const Token& relation) const;
    Result<void> check_having(const Term& term, std::size_t at) const;

    Result<PropertyName> parse_property(std::string_view wanted);
    Result<std::string> parse_name(std::string_view wanted);
    [[nodiscard]] Result<void> check_length(std::string_view name) const;
    Result<Constant> parse_constant();
    [[nodiscard]] bool is_constant() const;

    Result<void> advance();
    Result<void> expect(std::string_view word);
    [[nodiscard]] Error unexpected(std::string_view wanted, Status status = Status::InvalidQuery) const;

    Lexer lexer_;
    Token token_;                 // the next one, not yet taken
    std::vector<Waiting> stack_;  // of the condition being read
    std::size_t depth_ = 0;       // open parentheses in it
};

}  // namespace wmi::wql
