// What a WQL text says (WQL-01..18, 103, 120..123), as a value. Names are kept as written; nothing is looked up here.
// Positions count characters of the text from 0; errors name them from 1.
#pragma once

#include "base/result.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace wmi::wql {

using base::Error;
using base::Result;
using base::Status;

inline constexpr std::size_t kMaxQueryLength = 16'384;  // characters (WQL-12)
inline constexpr std::size_t kMaxParentheses = 256;     // nested ones; deeper: QuotaViolation (WQL-07)

/// A property, with members of embedded objects behind dots: TargetInstance.Owner.Name. Never empty.
struct PropertyName {
    std::vector<std::string> parts;
    std::size_t at = 0;
};

/// monostate is NULL. Integers that fit are int64_t, greater ones uint64_t.
struct Constant {
    std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::string> value;
    std::size_t at = 0;
};

enum class Operator { Equal, NotEqual, GreaterOrEqual, LessOrEqual, Less, Greater, Like, IsA, IsNull, IsNotNull };

/// `left op right`. A constant on the left was mirrored (WQL-09); `= NULL` and `<> NULL` became IsNull and IsNotNull (WQL-60).
/// right: of IsA a constant with the class's name; of IsNull and IsNotNull a NULL constant; of Like the pattern, unescaped (WQL-15).
struct Term {
    PropertyName left;
    Operator op = Operator::Equal;
    std::variant<Constant, PropertyName> right;
    std::size_t at = 0;  // of the operator
};

/// A condition in reverse Polish order: operands before what joins them. Length is bounded by the text's, so neither parsing
/// nor testing nor destroying recurses (WQL-13).
struct Expression {
    struct Step {
        enum class Kind : std::uint8_t { Term, And, Or, Not };
        Kind kind = Kind::Term;
        std::uint32_t term = 0;  // index in terms, of a Term
    };

    std::vector<Term> terms;
    std::vector<Step> steps;  // never empty in an Expression that exists
};

struct Group {
    double within_seconds = 0;
    std::vector<PropertyName> by;
    std::optional<Expression> having;
};

struct Select {
    std::vector<PropertyName> projection;  // empty: *
    std::string class_name;
    std::size_t class_at = 0;
    std::optional<double> within_seconds;
    std::optional<Expression> where;
    std::optional<Group> group;

    /// WITHIN or GROUP stands in it.
    [[nodiscard]] bool is_event_form() const { return within_seconds.has_value() || group.has_value(); }
};

/// ASSOCIATORS OF and REFERENCES OF.
struct Follow {
    bool is_references = false;
    std::string path;  // between the braces, as written, without outer blanks
    std::size_t path_at = 0;
    std::string result_class, assoc_class, role, result_role, required_qualifier, required_assoc_qualifier;  // empty: not given
    bool class_defs_only = false, keys_only = false, schema_only = false;
};

using Query = std::variant<Select, Follow>;

/// errors   InvalidQuery with the position of what is wrong; QuotaViolation beyond the limits above; MissingGroupWithin,
///          MissingAggregationList (WQL-122)
/// cost     linear in the text; no recursion
Result<Query> parse(std::string_view text);

/// The query in one spelling: keywords in capitals, one blank, double quotes, only the parentheses that are needed. It parses to
/// an equal query, positions aside.
std::string print(const Query& query);
std::string print(const Expression& expression);

}  // namespace wmi::wql
