// A law: whatever the layout, the record and the condition, testing in place says what a plain reading of the decoded values says.
#include "wql/filter.h"

#include "base/text.h"
#include "cim/datetime.h"
#include "cim/object.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <utility>

namespace wmi::wql {
namespace {

using cim::CimType;
using cim::Value;

// -- the plain reading: slow, recursive where it likes, over values

std::u16string units(const std::string& text) {
    std::u16string all = base::to_utf16(text);
    for (char16_t& unit : all) unit = base::fold(unit);
    return all;
}

bool like(std::u16string_view text, std::u16string_view pattern) {
    if (pattern.empty()) return text.empty();
    if (pattern[0] == u'%') return like(text, pattern.substr(1)) || (!text.empty() && like(text.substr(1), pattern));
    if (text.empty()) return false;
    if (pattern[0] == u'_') return like(text.substr(1), pattern.substr(1));
    if (pattern[0] != u'[') return text[0] == pattern[0] && like(text.substr(1), pattern.substr(1));
    const std::size_t close = pattern.find(u']');
    std::u16string_view set = pattern.substr(1, close - 1);
    const bool is_negated = set.size() > 1 && set[0] == u'^';
    if (is_negated) set.remove_prefix(1);
    bool is_in = false;
    while (!set.empty()) {
        const bool is_range = set.size() > 2 && (set[1] == u'-' || set[1] == u'=');
        is_in = is_in || (is_range ? text[0] >= set[0] && text[0] <= set[2] : text[0] == set[0]);
        set.remove_prefix(is_range ? 3 : 1);
    }
    return is_in != is_negated && like(text.substr(1), pattern.substr(close + 1));
}

template <class T>
bool compare(Operator op, const T& left, const T& right) {
    switch (op) {
        case Operator::Equal: return left == right;
        case Operator::NotEqual: return !(left == right);
        case Operator::Less: return left < right;
        case Operator::LessOrEqual: return left < right || left == right;
        case Operator::Greater: return right < left;
        default: return right < left || left == right;
    }
}

/// Two values of one type, neither text nor object.
bool compare_same(Operator op, const Value& left, const Value& right) {
    if (const auto* whole = std::get_if<std::int64_t>(&left)) return compare(op, *whole, std::get<std::int64_t>(right));
    if (const auto* whole = std::get_if<std::uint64_t>(&left)) return compare(op, *whole, std::get<std::uint64_t>(right));
    if (const bool* flag = std::get_if<bool>(&left)) return compare(op, *flag, std::get<bool>(right));
    return compare(op, std::get<double>(left), std::get<double>(right));
}

bool is_order(Operator op) { return op != Operator::Equal && op != Operator::NotEqual; }

bool compare_dates(Operator op, const std::string& left, const std::string& right) {
    const auto a = cim::parse_datetime(left), b = cim::parse_datetime(right);
    if (!a || !b) return false;
    if (a->is_interval != b->is_interval) return op == Operator::NotEqual;
    if (a->is_interval) return compare(op, *a->length(), *b->length());
    if (a->is_complete() && b->is_complete()) return compare(op, *a->instant(), *b->instant());
    if (!is_order(op)) return compare(op, left, right);
    std::vector<int> x, y;
    const std::optional<int> fields[][2] = {{a->year, b->year}, {a->month, b->month},   {a->day, b->day},
                                            {a->hour, b->hour}, {a->minute, b->minute}, {a->second, b->second}, {a->microsecond, b->microsecond}};
    for (const auto& field : fields) {
        if (!field[0] || !field[1]) break;
        x.push_back(*field[0]);
        y.push_back(*field[1]);
    }
    return !x.empty() && compare(op, x, y);
}

/// Exact for every 64-bit integer.
std::optional<long double> number(const Constant& constant) {
    if (const bool* flag = std::get_if<bool>(&constant.value)) return *flag ? 1.0L : 0.0L;
    if (const auto* whole = std::get_if<std::int64_t>(&constant.value)) return static_cast<long double>(*whole);
    if (const auto* whole = std::get_if<std::uint64_t>(&constant.value)) return static_cast<long double>(*whole);
    if (const auto* real = std::get_if<double>(&constant.value)) return static_cast<long double>(*real);
    const auto* text = std::get_if<std::string>(&constant.value);
    char* end = nullptr;
    if (!text || text->empty() || text->find_first_not_of("+-.0123456789e") != std::string::npos) return std::nullopt;
    const long double read = std::strtold(text->c_str(), &end);
    return *end == '\0' ? std::optional(read) : std::nullopt;
}

std::string text_of(const Constant& constant) {
    if (const bool* flag = std::get_if<bool>(&constant.value)) return *flag ? "TRUE" : "FALSE";
    if (const auto* whole = std::get_if<std::int64_t>(&constant.value)) return std::to_string(*whole);
    if (const auto* whole = std::get_if<std::uint64_t>(&constant.value)) return std::to_string(*whole);
    if (const auto* text = std::get_if<std::string>(&constant.value)) return *text;
    if (const auto* real = std::get_if<double>(&constant.value)) {
        char text[32];
        std::snprintf(text, sizeof text, "%g", *real);
        return text;
    }
    return {};
}

bool compare_number(Operator op, CimType type, const Value& value, const Constant& constant) {
    const auto wanted = number(constant);
    if (!wanted || (std::holds_alternative<bool>(constant.value) && is_order(op))) return false;
    if (const auto* real = std::get_if<double>(&value)) return compare(op, *real, static_cast<double>(*wanted));
    if (std::nearbyint(*wanted) != *wanted && type != CimType::Real32 && type != CimType::Real64) return false;
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return compare(op, static_cast<long double>(*whole), *wanted);
    return compare(op, static_cast<long double>(std::get<std::uint64_t>(value)), *wanted);
}

bool compare_constant(Operator op, CimType type, const Value& value, const Constant& constant) {
    const auto* text = std::get_if<std::string>(&value);
    if (op == Operator::Like) {
        const std::string pattern = text_of(constant);
        const bool has_wildcards = pattern.find_first_of("%_[") != std::string::npos;
        if (type == CimType::String) return like(units(*text), units(pattern));
        if (has_wildcards) return false;
        op = Operator::Equal;
    }
    if (type == CimType::String) return compare(op, units(*text), units(text_of(constant)));
    if (type == CimType::Datetime) return std::holds_alternative<std::string>(constant.value) && compare_dates(op, *text, text_of(constant));
    if (type == CimType::Boolean) {
        if (is_order(op)) return false;
        auto wanted = number(constant);
        if (base::same_name(text_of(constant), "TRUE")) wanted = 1;
        if (base::same_name(text_of(constant), "FALSE")) wanted = 0;
        if (!wanted || (*wanted != 0 && *wanted != 1 && *wanted != -1)) return false;
        return compare(op, std::get<bool>(value), *wanted != 0);
    }
    if (type == CimType::Object) return false;
    return compare_number(op, type, value, constant);
}

struct Found {
    bool is_there = false;
    cim::Type type;
    Value value;
};

Found find(const cim::Instance& in, const PropertyName& name) {
    const cim::Instance* now = &in;
    std::vector<cim::ObjectPtr> kept;
    for (std::size_t i = 0; i < name.parts.size(); ++i) {
        if (name.parts[i] == "__CLASS") return {true, {CimType::String, false}, now->cls().name()};
        const cim::Property* property = now->cls().find_property(name.parts[i]);
        if (!property) return {};
        Value value = now->get(*property);
        if (i + 1 == name.parts.size()) return {true, property->type(), std::move(value)};
        const auto* object = std::get_if<cim::ObjectPtr>(&value);
        if (!object) return {};
        kept.push_back(*object);
        now = kept.back()->find_instance();
    }
    return {};
}

bool plain_pair(Operator op, const Found& left, const Found& right) {
    if (!left.is_there || !right.is_there || left.type.is_array || right.type.is_array) return false;
    if (cim::is_null(left.value) && cim::is_null(right.value)) return op == Operator::Equal;
    if (cim::is_null(left.value) || cim::is_null(right.value)) return op == Operator::NotEqual;
    if (const auto* text = std::get_if<std::string>(&left.value)) {
        const std::string& other = std::get<std::string>(right.value);
        return left.type.element == CimType::Datetime ? compare_dates(op, *text, other) : compare(op, units(*text), units(other));
    }
    return compare_same(op, left.value, right.value);
}

bool plain_term(const cim::Instance& in, const Term& term) {
    const Found left = find(in, term.left);
    if (const auto* name = std::get_if<PropertyName>(&term.right)) return plain_pair(term.op, left, find(in, *name));
    if (!left.is_there) return false;
    if (term.op == Operator::IsNull) return cim::is_null(left.value);
    if (term.op == Operator::IsNotNull) return !cim::is_null(left.value);
    if (cim::is_null(left.value) || left.type.is_array) return false;
    const Constant& constant = std::get<Constant>(term.right);
    if (term.op == Operator::IsA) {
        const auto* object = std::get_if<cim::ObjectPtr>(&left.value);
        return object && (*object)->cls().is_a(text_of(constant));
    }
    return compare_constant(term.op, left.type.element, left.value, constant);
}

bool plain(const cim::Instance& in, const Expression& expression) {
    std::vector<bool> stack;
    for (const Expression::Step& step : expression.steps) {
        if (step.kind == Expression::Step::Kind::Term) {
            stack.push_back(plain_term(in, expression.terms[step.term]));
        } else if (step.kind == Expression::Step::Kind::Not) {
            stack.back() = !stack.back();
        } else {
            const bool right = stack.back();
            stack.pop_back();
            stack.back() = step.kind == Expression::Step::Kind::And ? stack.back() && right : stack.back() || right;
        }
    }
    return stack.back();
}

// -- chance

constexpr CimType kTypes[] = {CimType::Sint8,  CimType::Uint8,  CimType::Sint16, CimType::Uint16,  CimType::Sint32, CimType::Uint32,   CimType::Sint64,
                              CimType::Uint64, CimType::Real32, CimType::Real64, CimType::Boolean, CimType::String, CimType::Datetime, CimType::Object};
constexpr const char* kTexts[] = {"",  "a", "A", "ab", "aB", "b", "ba", "abab", "a_b", "\xC3\xA9", "\xC3\x89", "\xC3\xBF", "\xC5\xB8", "\xE2\x82\xAC" "a", "\xF0\x9F\x98\x80",
                                  "5", "-1"};
constexpr const char* kPatterns[] = {"a%", "%a", "%a%", "a%b", "_", "%_", "__", "[ab]%", "[^a]", "%[a-b]_", "%\xC3\xA9%", "[\xC3\xBF]", "%a%b%", "ab", "%", "a_%", "%ab"};
constexpr const char* kDates[] = {"20240101120000.000000+060", "20240101110000.000000+000", "20240101110000.000001+000", "20240101******.000000+000",
                                  "202401********.******+***", "20240101120000.000000+***", "00000001000000.000000:000", "00000000235959.999999:000",
                                  "16010101000000.000000-480", "99991231235959.999999+999"};

class Chance {
public:
    explicit Chance(std::uint64_t seed) : engine_(seed) {}

    std::size_t below(std::size_t end) { return static_cast<std::size_t>(engine_() % end); }

    bool one_in(std::size_t n) { return below(n) == 0; }

    template <class T, std::size_t N>
    const T& any(const T (&list)[N]) {
        return list[below(N)];
    }

private:
    std::mt19937_64 engine_;
};

class Worlds {
public:
    explicit Worlds(std::uint64_t seed) : chance_(seed) {
        inner_ = make_class("Inner", nullptr, 5);
        inner_more_ = make_class("InnerMore", inner_, 3);
        base_ = make_class("Base", nullptr, 1 + chance_.below(12));
        derived_ = make_class("Derived", base_, chance_.below(5));
    }

    const cim::ClassPtr& base() const { return base_; }

    cim::Instance record() { return instance(chance_.one_in(3) ? derived_ : base_); }

    Expression expression() {
        Expression made;
        grow(made, chance_.below(4));
        return made;
    }

private:
    cim::ClassPtr make_class(const std::string& name, const cim::ClassPtr& parent, std::size_t count) {
        cim::ClassBody body;
        body.name = name;
        body.parent = parent;
        for (std::size_t i = 0; i < count; ++i) {
            cim::PropertyDeclaration declaration;
            declaration.name = name + std::to_string(i);
            declaration.type = {chance_.any(kTypes), chance_.one_in(15)};
            body.properties.push_back(std::move(declaration));
        }
        return cim::Class::make(std::move(body)).value();
    }

    cim::Scalar scalar(CimType type) {
        const std::size_t bits = 8 * cim::slot_size({type, false});
        if (type == CimType::String) return std::string(chance_.any(kTexts));
        if (type == CimType::Datetime) return std::string(chance_.any(kDates));
        if (type == CimType::Boolean) return chance_.one_in(2);
        if (cim::is_real(type)) return static_cast<double>(chance_.below(7)) / 2.0 - 1.5;
        if (type == CimType::Object) return cim::ObjectPtr(std::make_shared<const cim::Object>(instance(chance_.one_in(2) ? inner_ : inner_more_)));
        const std::uint64_t most = bits == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << bits) - 1;
        if (!cim::is_signed_integer(type)) return chance_.one_in(4) ? most - chance_.below(3) : std::uint64_t{chance_.below(8)};
        const auto least = static_cast<std::int64_t>(most / 2 + 1) * (bits == 64 ? 1 : -1);
        return chance_.one_in(4) ? least + static_cast<std::int64_t>(chance_.below(3)) : static_cast<std::int64_t>(chance_.below(8)) - 3;
    }

    cim::Instance instance(const cim::ClassPtr& of) {
        cim::Instance made = cim::Instance::spawn(of);
        ++depth_;
        for (const cim::Property& property : of->properties()) {
            if (chance_.one_in(4) || (property.type().element == CimType::Object && depth_ > 2)) continue;
            Value value = cim::to_value(scalar(property.type().element));
            if (property.type().is_array) value = cim::Array{cim::to_scalar(std::move(value))};
            EXPECT_TRUE(made.put(property, value));
        }
        --depth_;
        (void)made.canonical();
        return made;
    }

    /// One that the type takes; of an unknown type any.
    Constant constant(CimType type) {
        Constant made;
        const cim::Scalar value = scalar(type);
        if (const bool* flag = std::get_if<bool>(&value)) made.value = *flag;
        if (const auto* whole = std::get_if<std::int64_t>(&value)) made.value = *whole;
        if (const auto* whole = std::get_if<std::uint64_t>(&value)) made.value = *whole;
        if (const auto* real = std::get_if<double>(&value)) made.value = *real;
        if (const auto* text = std::get_if<std::string>(&value)) made.value = *text;
        const bool is_integer = cim::is_signed_integer(type) || cim::is_unsigned_integer(type);
        if (is_integer && chance_.one_in(5)) made.value = std::int64_t{-1000 + 500 * static_cast<std::int64_t>(chance_.below(5))};
        if ((is_integer || type == CimType::String) && chance_.one_in(6)) made.value = std::to_string(chance_.below(6));
        return made;
    }

    Operator any_operator() {
        constexpr Operator kAll[] = {Operator::Equal, Operator::NotEqual, Operator::Less, Operator::LessOrEqual, Operator::Greater, Operator::GreaterOrEqual};
        return chance_.any(kAll);
    }

    Term null_term(PropertyName name) { return {std::move(name), chance_.one_in(2) ? Operator::IsNull : Operator::IsNotNull, Constant{}, 0}; }

    Term typed_term(PropertyName name, CimType type, bool is_known) {
        if (chance_.one_in(6)) return null_term(std::move(name));
        Term term{std::move(name), any_operator(), constant(type), 0};
        if (is_known && type == CimType::Boolean) term.op = chance_.one_in(2) ? Operator::Equal : Operator::NotEqual;
        if (type == CimType::String && chance_.one_in(2)) {
            term.op = Operator::Like;
            term.right = Constant{std::string(chance_.any(kPatterns)), 0};
        }
        return term;
    }

    Term member_term(const std::string& head) {
        PropertyName name{{head, (chance_.one_in(2) ? "Inner" : "InnerMore") + std::to_string(chance_.below(6))}, 0};
        CimType type = chance_.any(kTypes);
        return typed_term(std::move(name), type == CimType::Object ? CimType::String : type, false);
    }

    Term term() {
        constexpr const char* kClasses[] = {"Base", "derived", "Inner", "INNERMORE", "Nowhere"};
        if (chance_.one_in(12)) return {{{"__CLASS"}, 0}, any_operator(), Constant{std::string(chance_.any(kClasses)), 0}, 0};
        const cim::Property& property = base_->properties()[chance_.below(base_->properties().size())];
        PropertyName name{{property.name()}, 0};
        const CimType type = property.type().element;
        if (property.type().is_array) return null_term(std::move(name));
        if (type == CimType::Object) {
            if (chance_.one_in(4)) return null_term(std::move(name));
            if (chance_.one_in(2)) return {std::move(name), Operator::IsA, Constant{std::string(chance_.any(kClasses)), 0}, 0};
            return member_term(property.name());
        }
        if (chance_.one_in(5))
            for (const cim::Property& other : base_->properties())
                if (other.type() == property.type() && type != CimType::Boolean && chance_.one_in(2))
                    return {std::move(name), any_operator(), PropertyName{{other.name()}, 0}, 0};
        return typed_term(std::move(name), type, true);
    }

    void grow(Expression& made, std::size_t depth) {
        using Kind = Expression::Step::Kind;
        if (depth == 0) {
            made.steps.push_back({Kind::Term, static_cast<std::uint32_t>(made.terms.size())});
            made.terms.push_back(term());
            return;
        }
        grow(made, depth - 1 - chance_.below(depth));
        if (chance_.one_in(4)) return made.steps.push_back({Kind::Not, 0});
        grow(made, depth - 1);
        made.steps.push_back({chance_.one_in(2) ? Kind::And : Kind::Or, 0});
    }

    Chance chance_;
    cim::ClassPtr inner_, inner_more_, base_, derived_;
    int depth_ = 0;
};

bool is_below(const Value& left, const Value& right, bool or_equal) {
    const Operator op = or_equal ? Operator::LessOrEqual : Operator::Less;
    if (const auto* text = std::get_if<std::string>(&left)) return compare(op, units(*text), units(std::get<std::string>(right)));
    return compare_same(op, left, right);
}

/// A record that matches is inside every range; one that is inside all of them matches, where they say all.
bool keeps_ranges(const Filter& filter, const cim::Instance& record, bool matches) {
    bool is_inside = true;
    for (const Filter::Range& range : filter.ranges()) {
        if (range.property->type().element == CimType::Datetime) continue;
        const Value value = record.get(*range.property);
        is_inside = is_inside && !cim::is_null(value) && (!range.low || is_below(*range.low, value, !range.low_open)) &&
                    (!range.high || is_below(value, *range.high, !range.high_open));
    }
    return filter.is_all_ranges() ? matches == is_inside : (!matches || is_inside);
}

void prove(std::uint64_t first_seed, std::size_t worlds) {
    std::size_t hits = 0, cases = 0;
    for (std::uint64_t seed = first_seed; seed < first_seed + worlds; ++seed) {
        Worlds world(seed);
        std::vector<cim::Instance> records;
        for (int i = 0; i < 10; ++i) records.push_back(world.record());
        for (int i = 0; i < 10; ++i) {
            const Expression expression = world.expression();
            const auto filter = Filter::bind(expression, world.base(), {"HOST", "root"});
            ASSERT_TRUE(filter) << "seed " << seed << ": " << print(expression) << ": " << filter.error().sentence();
            for (const cim::Instance& record : records) {
                const bool matches = filter->matches(record.view());
                ASSERT_EQ(matches, plain(record, expression)) << "seed " << seed << ": " << print(expression);
                ASSERT_TRUE(keeps_ranges(*filter, record, matches)) << "seed " << seed << ": " << print(expression);
                ASSERT_FALSE(matches && filter->is_never());
                hits += matches ? 1U : 0U;
                ++cases;
            }
        }
    }
    EXPECT_GT(hits, cases / 10);
    EXPECT_LT(hits, cases - cases / 10);
}

TEST(FilterLaw, TestingInPlaceIsTestingTheValues) { prove(1, 1'000); }  // WQL-55..84, 100,000 cases

TEST(FilterLaw, TestingInPlaceIsTestingTheValues_slow) { prove(10'000, 5'000); }

}  // namespace
}  // namespace wmi::wql
