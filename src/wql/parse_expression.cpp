#include "wql/internal/parser.h"

#include "base/text.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace wmi::wql {
namespace {

using Kind = Expression::Step::Kind;

void emit(Expression& expression, Kind kind) { expression.steps.push_back({kind, 0}); }

/// What `constant op property` means for `property op constant` (WQL-09).
Operator mirrored(Operator op) {
    switch (op) {
        case Operator::Less: return Operator::Greater;
        case Operator::Greater: return Operator::Less;
        case Operator::LessOrEqual: return Operator::GreaterOrEqual;
        case Operator::GreaterOrEqual: return Operator::LessOrEqual;
        default: return op;
    }
}

}  // namespace

// Operand { AND | OR operand }, where an operand is any number of NOT and ( before a term and of ) behind it.
Result<Expression> Parser::parse_expression(Clause clause) {
    Expression expression;
    stack_.clear();
    depth_ = 0;
    for (;;) {
        TRY(parse_operand(expression, clause));
        TRY(parse_closings(expression));
        if (token_.is("AND")) {
            TRY(join(expression, Waiting::And));
        } else if (token_.is("OR")) {
            TRY(join(expression, Waiting::Or));
        } else {
            break;
        }
    }
    if (depth_ > 0) return unexpected("AND, OR or )");
    for (; !stack_.empty(); stack_.pop_back()) emit(expression, stack_.back() == Waiting::And ? Kind::And : Kind::Or);
    return expression;
}

Result<void> Parser::parse_operand(Expression& expression, Clause clause) {
    for (;;) {
        const bool follows_not = !stack_.empty() && stack_.back() == Waiting::Not;
        if (token_.is("NOT") && !follows_not) {
            stack_.push_back(Waiting::Not);
        } else if (token_.is('(')) {
            if (++depth_ > kMaxParentheses) {
                return lexer_.wrong(token_.at, "parentheses nest deeper than " + std::to_string(kMaxParentheses) + "; take some away.",
                                    Status::QuotaViolation);
            }
            stack_.push_back(Waiting::Parenthesis);
        } else {
            break;
        }
        TRY(advance());
    }
    const std::size_t at = token_.at;
    Term term = TRY(parse_term());
    if (clause == Clause::Having) TRY(check_having(term, at));
    expression.steps.push_back({Kind::Term, static_cast<std::uint32_t>(expression.terms.size())});
    expression.terms.push_back(std::move(term));
    finish_not(expression);
    return {};
}

/// What NOT stood before is complete.
void Parser::finish_not(Expression& expression) {
    if (stack_.empty() || stack_.back() != Waiting::Not) return;
    emit(expression, Kind::Not);
    stack_.pop_back();
}

Result<void> Parser::parse_closings(Expression& expression) {
    while (depth_ > 0 && token_.is(')')) {
        for (; stack_.back() != Waiting::Parenthesis; stack_.pop_back()) emit(expression, stack_.back() == Waiting::And ? Kind::And : Kind::Or);
        stack_.pop_back();
        --depth_;
        finish_not(expression);
        TRY(advance());
    }
    return {};
}

/// AND and OR: what binds at least as tightly and waits for its right side has it now.
Result<void> Parser::join(Expression& expression, Waiting what) {
    const auto is_complete = [&] { return stack_.back() == Waiting::And || (stack_.back() == Waiting::Or && what == Waiting::Or); };
    for (; !stack_.empty() && is_complete(); stack_.pop_back()) emit(expression, stack_.back() == Waiting::And ? Kind::And : Kind::Or);
    stack_.push_back(what);
    return advance();
}

Result<Term> Parser::parse_term() {
    Term term;
    if (is_constant()) {
        TRY(parse_mirrored(term));
        return term;
    }
    term.left = TRY(parse_property("a property or a constant"));
    term.at = lexer_.characters(token_.at);
    if (token_.kind == TokenKind::Relation) {
        TRY(parse_relation(term));
    } else if (token_.is("IS")) {
        TRY(parse_is(term));
    } else if (token_.is("LIKE")) {
        TRY(parse_like(term));
    } else if (token_.is("ISA")) {
        TRY(parse_isa(term));
    } else {
        return unexpected("one of = <> != < > <= >= LIKE ISA IS");
    }
    return term;
}

Result<void> Parser::parse_relation(Term& term) {
    const Token relation = token_;
    term.op = relation.relation;
    TRY(advance());
    if (!is_constant()) {
        term.right = TRY(parse_property("a constant or a property"));
        return {};
    }
    term.right = TRY(parse_constant());
    return make_null_test(term, relation);
}

Result<void> Parser::parse_mirrored(Term& term) {
    term.right = TRY(parse_constant());
    const Token relation = token_;
    if (relation.kind != TokenKind::Relation) return unexpected("one of = <> != < > <= >= behind the constant");
    term.op = mirrored(relation.relation);
    term.at = lexer_.characters(relation.at);
    TRY(advance());
    term.left = TRY(parse_property("a property"));
    return make_null_test(term, relation);
}

/// = NULL and <> NULL are IS NULL and IS NOT NULL, nothing else compares with it (WQL-60).
Result<void> Parser::make_null_test(Term& term, const Token& relation) const {
    const auto* const constant = std::get_if<Constant>(&term.right);
    if (constant == nullptr || !std::holds_alternative<std::monostate>(constant->value)) return {};
    if (term.op != Operator::Equal && term.op != Operator::NotEqual) {
        return lexer_.wrong(relation.at, "NULL is neither less nor greater than anything; write IS NULL or IS NOT NULL.");
    }
    term.op = term.op == Operator::Equal ? Operator::IsNull : Operator::IsNotNull;
    return {};
}

Result<void> Parser::parse_is(Term& term) {
    TRY(advance());
    term.op = Operator::IsNull;
    if (token_.is("NOT")) {
        term.op = Operator::IsNotNull;
        TRY(advance());
    }
    if (!token_.is("NULL")) return unexpected(term.op == Operator::IsNull ? "NULL or NOT NULL behind IS" : "NULL behind IS NOT");  // WQL-59
    term.right = TRY(parse_constant());
    return {};
}

Result<void> Parser::parse_like(Term& term) {
    TRY(advance());
    term.op = Operator::Like;
    if (token_.kind != TokenKind::String) return unexpected("a pattern in quotes behind LIKE");
    Constant pattern;
    pattern.at = lexer_.characters(token_.at);
    pattern.value = TRY(lexer_.unescape(token_, Backslash::StandsForItself));
    term.right = std::move(pattern);
    return advance();
}

Result<void> Parser::parse_isa(Term& term) {
    TRY(advance());
    term.op = Operator::IsA;
    if (token_.kind == TokenKind::String) {
        term.right = TRY(parse_constant());
        return {};
    }
    Constant name;
    name.at = lexer_.characters(token_.at);
    name.value = TRY(parse_name("the name of a class behind ISA"));
    term.right = std::move(name);
    return {};
}

bool Parser::is_constant() const {
    if (token_.kind == TokenKind::Name) return token_.is("NULL") || token_.is("TRUE") || token_.is("FALSE");
    return token_.kind == TokenKind::String || token_.kind == TokenKind::Integer || token_.kind == TokenKind::Real;
}

Result<Constant> Parser::parse_constant() {
    constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    Constant constant;
    constant.at = lexer_.characters(token_.at);
    if (token_.kind == TokenKind::String) {
        constant.value = TRY(lexer_.unescape(token_, Backslash::IsAnError));
    } else if (token_.kind == TokenKind::Real) {
        constant.value = token_.real;
    } else if (token_.kind == TokenKind::Name) {
        if (!token_.is("NULL")) constant.value = token_.is("TRUE");
    } else if (token_.is_negative) {
        if (token_.magnitude > kMost + 1) constant.value = std::min(-static_cast<double>(token_.magnitude), std::nextafter(-0x1p63, -HUGE_VAL));  // below all
        else constant.value = static_cast<std::int64_t>(0 - token_.magnitude);
    } else if (token_.magnitude > kMost) {
        constant.value = token_.magnitude;
    } else {
        constant.value = static_cast<std::int64_t>(token_.magnitude);
    }
    TRY(advance());
    return constant;
}

/// NumberOfEvents and an unsigned 32-bit integer (WQL-123).
Result<void> Parser::check_having(const Term& term, std::size_t at) const {
    const auto* const constant = std::get_if<Constant>(&term.right);
    const auto* const number = constant == nullptr ? nullptr : std::get_if<std::int64_t>(&constant->value);
    const bool is_in_range = number != nullptr && *number >= 0 && *number <= std::numeric_limits<std::uint32_t>::max();
    if (is_in_range && term.left.parts.size() == 1 && base::same_name(term.left.parts.front(), "NumberOfEvents")) return {};
    return lexer_.wrong(at, "HAVING compares NumberOfEvents with a whole number from 0 to 4294967295, as in HAVING NumberOfEvents > 5.");
}

}  // namespace wmi::wql
