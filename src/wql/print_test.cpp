// Law: what is printed parses to what was printed. Queries of every form are grown from lists of numbers that RapidCheck draws.
#include "wql/query.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <array>
#include <cstring>
#include <utility>

namespace wmi::wql {
namespace {

/// Choices made one after another; when the list is used up, always the plainest.
class Choices {
public:
    explicit Choices(std::vector<std::uint32_t> list) : list_(std::move(list)) {}

    std::uint32_t next() { return at_ < list_.size() ? list_[at_++] : 0; }

    std::uint32_t below(std::uint32_t end) { return next() % end; }

    bool chance(std::uint32_t one_in) { return next() % one_in == one_in - 1; }

private:
    std::vector<std::uint32_t> list_;
    std::size_t at_ = 0;
};

constexpr std::array<std::string_view, 14> kNames{"A", "Name", "__CLASS", "_x1", "Group", "within", "Like", "IS", "isa", "Having", "by", "Select", "\xC3\x9C" "ber", "x_9"};
constexpr std::array<std::string_view, 9> kTexts{"", "plain", "it's", "say \"x\"", "back\\slash", "\\", "\xE2\x82\xAC \xF0\x9F\x98\x80", "a\r\nb\t", "%[_]^"};

std::string random_name(Choices& choices) { return std::string(kNames[choices.below(kNames.size())]); }

PropertyName random_property(Choices& choices) {
    PropertyName property;
    do property.parts.push_back(random_name(choices));
    while (choices.chance(3));
    return property;
}

std::string random_text(Choices& choices) {
    std::string text;
    do text += kTexts[choices.below(kTexts.size())];
    while (choices.chance(3));
    return text;
}

double random_real(Choices& choices) {
    const std::uint64_t bits = (std::uint64_t{choices.next()} << 32) | choices.next();
    double real = 0;
    std::memcpy(&real, &bits, sizeof real);
    const bool is_normal = real == real && real - real == 0 && (real == 0 || real > 1e-300 || real < -1e-300);
    return is_normal && choices.chance(2) ? real : static_cast<double>(static_cast<std::int32_t>(bits)) / 4;
}

Constant random_constant(Choices& choices) {
    const std::uint64_t number = std::uint64_t{choices.next()} * 0x9E3779B97F4A7C15ULL;
    switch (choices.below(5)) {
        case 0: return {static_cast<std::int64_t>(number), 0};
        case 1: return {choices.chance(2), 0};
        case 2: return {number | (std::uint64_t{1} << 63), 0};
        case 3: return {random_real(choices), 0};
        default: return {random_text(choices), 0};
    }
}

Term random_term(Choices& choices) {
    Term term;
    term.left = random_property(choices);
    term.op = static_cast<Operator>(choices.below(10));
    term.right = Constant{};
    if (term.op == Operator::Like || term.op == Operator::IsA) {
        term.right = Constant{random_text(choices), 0};
    } else if (term.op < Operator::Like) {
        if (choices.chance(4)) term.right = random_property(choices);
        else term.right = random_constant(choices);
    }
    return term;
}

Term random_count(Choices& choices) {
    Term term;
    term.left.parts = {"NumberOfEvents"};
    term.op = static_cast<Operator>(choices.below(6));
    term.right = Constant{std::int64_t{choices.next()}, 0};
    return term;
}

Expression random_expression(Choices& choices, Term (*make)(Choices&)) {
    using Kind = Expression::Step::Kind;
    Expression expression;
    std::size_t operands = 0;
    for (std::uint32_t left = 1 + choices.below(12); left > 0 || operands > 1;) {
        const std::uint32_t what = choices.below(4);
        if (operands > 0 && what == 3 && left > 0) {
            expression.steps.push_back({Kind::Not, 0});
            --left;
        } else if (operands > 1 && (what > 0 || left == 0)) {
            expression.steps.push_back({what == 1 ? Kind::And : Kind::Or, 0});
            --operands;
        } else {
            expression.steps.push_back({Kind::Term, static_cast<std::uint32_t>(expression.terms.size())});
            expression.terms.push_back(make(choices));
            ++operands;
            if (left > 0) --left;
        }
    }
    return expression;
}

Select random_select(Choices& choices) {
    Select select;
    while (choices.chance(2)) select.projection.push_back(random_property(choices));
    select.class_name = random_name(choices);
    if (choices.chance(3)) select.within_seconds = random_real(choices);
    if (!choices.chance(3)) select.where = random_expression(choices, random_term);
    if (!choices.chance(4)) return select;
    select.group.emplace();
    select.group->within_seconds = choices.below(100'000) / 8.0;
    while (choices.chance(2)) select.group->by.push_back(random_property(choices));
    if (!select.group->by.empty()) select.group->by.front().parts.front() = "TargetInstance";  // BY HAVING names no property
    if (choices.chance(2)) select.group->having = random_expression(choices, random_count);
    return select;
}

Follow random_follow(Choices& choices) {
    Follow follow;
    follow.is_references = choices.chance(2);
    follow.path = choices.chance(2) ? "A.K=\"}'\\\"\"" : "\\\\.\\root\\x:A='a', B = 3";
    const auto value = [&] { return choices.chance(2) ? "x" + random_text(choices) : std::string(); };
    follow.role = value();
    follow.required_qualifier = value();
    follow.class_defs_only = choices.chance(2);
    follow.keys_only = choices.chance(2);
    follow.schema_only = choices.chance(2);
    if (!follow.class_defs_only) follow.result_class = value();
    if (follow.is_references) return follow;
    follow.assoc_class = value();
    follow.result_role = value();
    follow.required_assoc_qualifier = value();
    return follow;
}

// --- the same query, positions aside -------------------------------------------------------------------------------------------

bool same(const PropertyName& left, const PropertyName& right) { return left.parts == right.parts; }

bool same(const Constant& left, const Constant& right) { return left.value == right.value; }

bool same(const Term& left, const Term& right) {
    if (left.op != right.op || left.right.index() != right.right.index() || !same(left.left, right.left)) return false;
    if (const auto* constant = std::get_if<Constant>(&left.right)) return same(*constant, std::get<Constant>(right.right));
    return same(std::get<PropertyName>(left.right), std::get<PropertyName>(right.right));
}

bool same(const Expression& left, const Expression& right) {
    if (left.steps.size() != right.steps.size() || left.terms.size() != right.terms.size()) return false;
    for (std::size_t i = 0; i < left.steps.size(); ++i)
        if (left.steps[i].kind != right.steps[i].kind || left.steps[i].term != right.steps[i].term) return false;
    for (std::size_t i = 0; i < left.terms.size(); ++i)
        if (!same(left.terms[i], right.terms[i])) return false;
    return true;
}

bool same(const std::vector<PropertyName>& left, const std::vector<PropertyName>& right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](const auto& l, const auto& r) { return same(l, r); });
}

template <class T>
bool same(const std::optional<T>& left, const std::optional<T>& right);

bool same(const Group& left, const Group& right) {
    return left.within_seconds == right.within_seconds && same(left.by, right.by) && same(left.having, right.having);
}

template <class T>
bool same(const std::optional<T>& left, const std::optional<T>& right) {
    return left.has_value() == right.has_value() && (!left || same(*left, *right));
}

bool same(const Select& left, const Select& right) {
    return same(left.projection, right.projection) && left.class_name == right.class_name && left.within_seconds == right.within_seconds &&
           same(left.where, right.where) && same(left.group, right.group);
}

bool same(const Follow& left, const Follow& right) {
    const auto all = [](const Follow& f) {
        return std::tie(f.is_references, f.path, f.result_class, f.assoc_class, f.role, f.result_role, f.required_qualifier,
                        f.required_assoc_qualifier, f.class_defs_only, f.keys_only, f.schema_only);
    };
    return all(left) == all(right);
}

bool same(const Query& left, const Query& right) {
    if (left.index() != right.index()) return false;
    if (const auto* select = std::get_if<Select>(&left)) return same(*select, std::get<Select>(right));
    return same(std::get<Follow>(left), std::get<Follow>(right));
}

TEST(WqlLaw, ParseUndoesPrint) {
    const auto holds = [](Choices choices) {
        const Query query = choices.chance(5) ? Query(random_follow(choices)) : Query(random_select(choices));
        const std::string text = print(query);
        const auto again = parse(text);
        RC_TAG(query.index() == 0 ? "select" : "follow");
        if (!again) RC_FAIL(text + "\n" + again.error().sentence());
        if (!same(query, *again)) RC_FAIL(text + "\n" + print(*again));
    };
    const bool held = rc::check("parse(print(q)) = q", [&] {
        holds(Choices(*rc::gen::resize(200, rc::gen::container<std::vector<std::uint32_t>>(rc::gen::arbitrary<std::uint32_t>()))));
    });
    EXPECT_TRUE(held);
    std::uint64_t state = 20261121;  // and many large ones from one seed
    for (int i = 0; i < 5'000; ++i) {
        std::vector<std::uint32_t> list(200);
        for (auto& number : list) number = static_cast<std::uint32_t>((state = state * 6364136223846793005ULL + 1442695040888963407ULL) >> 33);
        Choices choices(std::move(list));
        const Query query = choices.chance(5) ? Query(random_follow(choices)) : Query(random_select(choices));
        const auto again = parse(print(query));
        ASSERT_TRUE(again) << i << ": " << print(query) << "\n" << again.error().sentence();
        ASSERT_TRUE(same(query, *again)) << i << ": " << print(query) << "\n" << print(*again);
    }
}

TEST(WqlPrint, WritesOnlyTheParenthesesThatAreNeeded) {  // WQL-07
    const auto condition = [](std::string_view text) {
        const auto query = parse("SELECT * FROM X WHERE " + std::string(text));
        return query ? print(*std::get<Select>(*query).where) : query.error().sentence();
    };
    EXPECT_EQ(condition("(((a=1)) AND (b=1)) OR (c=1)"), "a = 1 AND b = 1 OR c = 1");
    EXPECT_EQ(condition("(a=1 OR b=1) AND c=1"), "(a = 1 OR b = 1) AND c = 1");
    EXPECT_EQ(condition("a=1 AND (b=1 AND c=1)"), "a = 1 AND (b = 1 AND c = 1)");
    EXPECT_EQ(condition("NOT (a=1) AND NOT (NOT b=1) OR NOT (a=1 OR b=1)"), "NOT a = 1 AND NOT (NOT b = 1) OR NOT (a = 1 OR b = 1)");
}

TEST(WqlPrint, TakesTheDeepestAndTheLongestWithoutRecursion) {  // WQL-13
    std::string text = "SELECT * FROM X WHERE ";
    for (int i = 0; i < 255; ++i) text += "a=1 AND (";
    text += "b=1";
    for (int i = 0; i < 255; ++i) text += ")";
    const auto deep = parse(text);
    ASSERT_TRUE(deep) << deep.error().sentence();
    const auto again = parse(print(*deep));
    ASSERT_TRUE(again) << again.error().sentence();
    EXPECT_TRUE(same(*deep, *again));
}

}  // namespace
}  // namespace wmi::wql
