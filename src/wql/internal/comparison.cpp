#include "wql/internal/comparison.h"

#include "cim/convert.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

namespace wmi::wql::internal {
namespace {

using cim::CimType;
using Kind = Comparison::Kind;

/// Wide enough for every integer of a property and one more on either side.
__extension__ using Wide = __int128;

constexpr std::array<CimType, 16> kTypes{CimType::Sint8,  CimType::Uint8,  CimType::Sint16,  CimType::Uint16, CimType::Sint32,   CimType::Uint32,
                                         CimType::Sint64, CimType::Uint64, CimType::Real32,  CimType::Real64, CimType::Boolean,  CimType::String,
                                         CimType::Char16, CimType::Object, CimType::Datetime, CimType::Reference};

Error refuse(std::string sentence) { return Error(Status::InvalidQuery, std::move(sentence)); }

bool is_order(Operator op) {
    return op == Operator::Less || op == Operator::LessOrEqual || op == Operator::Greater || op == Operator::GreaterOrEqual;
}

bool is_integer(CimType type) { return cim::is_signed_integer(type) || cim::is_unsigned_integer(type) || type == CimType::Char16; }

// -- constants as numbers

using Number = std::variant<Wide, double>;

/// Beyond the widest property all integers compare alike.
Wide to_wide(double number) {
    constexpr double kBeyond = 36893488147419103232.0;  // 2^65
    return static_cast<Wide>(std::clamp(number, -kBeyond, kBeyond));
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// An integer in decimal or 0x form, else a real; nothing for other text.
std::optional<Number> number_of_text(std::string_view text) {
    const bool is_negative = text.starts_with('-');
    if (is_negative || text.starts_with('+')) text.remove_prefix(1);
    const bool is_hex = text.starts_with("0x") || text.starts_with("0X");
    if (is_hex) text.remove_prefix(2);
    if (text.empty() || (!is_hex && !is_digit(text.front()) && text.front() != '.') || text.front() == '-') return std::nullopt;
    const char* end = text.data() + text.size();
    std::uint64_t magnitude = 0;
    const auto integer = std::from_chars(text.data(), end, magnitude, is_hex ? 16 : 10);
    if (integer.ptr == end && integer.ec == std::errc{}) return Number(is_negative ? -Wide{magnitude} : Wide{magnitude});
    if (integer.ptr == end && is_hex) return Number(to_wide(is_negative ? -1e30 : 1e30));
    double real = 0;
    const auto read = is_hex ? integer : std::from_chars(text.data(), end, real);
    if (is_hex || read.ptr != end || read.ec == std::errc::invalid_argument) return std::nullopt;
    if (read.ec == std::errc::result_out_of_range) real = std::strtod(std::string(text).c_str(), nullptr);
    return Number(is_negative ? -real : real);
}

std::optional<Number> number_of(const Constant& constant) {
    if (const bool* flag = std::get_if<bool>(&constant.value)) return Number(Wide{*flag ? 1 : 0});
    if (const auto* number = std::get_if<std::int64_t>(&constant.value)) return Number(Wide{*number});
    if (const auto* number = std::get_if<std::uint64_t>(&constant.value)) return Number(Wide{*number});
    if (const auto* number = std::get_if<double>(&constant.value)) return Number(*number);
    const auto* text = std::get_if<std::string>(&constant.value);
    return text ? number_of_text(*text) : std::nullopt;
}

/// A whole number; nothing for a fraction (WQL-64).
std::optional<Wide> whole_of(const Number& number) {
    if (const Wide* whole = std::get_if<Wide>(&number)) return *whole;
    const double real = *std::get_if<double>(&number);
    return std::nearbyint(real) == real ? std::optional(to_wide(real)) : std::nullopt;
}

double real_of(const Number& number) {
    const Wide* whole = std::get_if<Wide>(&number);
    return whole ? static_cast<double>(*whole) : *std::get_if<double>(&number);
}

// -- integers

struct Limits {
    Kind kind;
    Wide least, most;
};

template <class T>
Limits limits_of(Kind kind) {
    return {kind, std::numeric_limits<T>::min(), std::numeric_limits<T>::max()};
}

Limits limits_of(CimType type) {
    switch (type) {
        case CimType::Sint8: return limits_of<std::int8_t>(Kind::Int8);
        case CimType::Uint8: return limits_of<std::uint8_t>(Kind::Uint8);
        case CimType::Sint16: return limits_of<std::int16_t>(Kind::Int16);
        case CimType::Sint32: return limits_of<std::int32_t>(Kind::Int32);
        case CimType::Uint32: return limits_of<std::uint32_t>(Kind::Uint32);
        case CimType::Sint64: return limits_of<std::int64_t>(Kind::Int64);
        case CimType::Uint64: return limits_of<std::uint64_t>(Kind::Int64);
        default: return limits_of<std::uint16_t>(Kind::Uint16);  // boolean, char16
    }
}

/// A number outside the type's range is a bound that all or none of its values meet (WQL-62).
Comparison inside(const Limits& limits, Wide low, Wide high, bool is_negated) {
    Comparison comparison;
    low = std::max(low, limits.least);
    high = std::min(high, limits.most);
    const bool is_none = low > high, is_all = low == limits.least && high == limits.most;
    if (is_none || is_all) {
        comparison.kind = is_none == is_negated ? Kind::IsNotNull : Kind::Never;
        return comparison;
    }
    comparison.kind = limits.kind;
    comparison.is_negated = is_negated;
    comparison.low = static_cast<std::uint64_t>(low);
    comparison.span = static_cast<std::uint64_t>(high - low);
    return comparison;
}

Comparison compare_integer(Operator op, Wide constant, const Limits& limits) {
    switch (op) {
        case Operator::Less: return inside(limits, limits.least, constant - 1, false);
        case Operator::LessOrEqual: return inside(limits, limits.least, constant, false);
        case Operator::Greater: return inside(limits, constant + 1, limits.most, false);
        case Operator::GreaterOrEqual: return inside(limits, constant, limits.most, false);
        default: return inside(limits, constant, constant, op == Operator::NotEqual);
    }
}

Result<Comparison> make_numeric(Operator op, const Constant& constant, CimType type) {
    if (std::holds_alternative<bool>(constant.value) && is_order(op)) return refuse("TRUE and FALSE have no order, = and <> take them");
    const auto number = number_of(constant);
    if (!number) return refuse("a number must stand here");
    if (cim::is_real(type)) {
        Comparison comparison;
        comparison.kind = type == CimType::Real32 ? Kind::Real32 : Kind::Real64;
        comparison.relation = op;
        comparison.real = real_of(*number);
        return comparison;
    }
    const auto whole = whole_of(*number);
    if (!whole) return refuse("an integer property is compared with a whole number");
    return compare_integer(op, *whole, limits_of(type));
}

Result<Comparison> make_boolean(Operator op, const Constant& constant) {
    if (is_order(op)) return refuse("a boolean property has no order, only = and <>");
    std::optional<bool> flag;
    const auto* text = std::get_if<std::string>(&constant.value);
    if (text && base::same_name(*text, "TRUE")) flag = true;
    if (text && base::same_name(*text, "FALSE")) flag = false;
    const auto number = flag ? std::nullopt : number_of(constant);
    const auto whole = number ? whole_of(*number) : std::nullopt;
    if (whole && (*whole == 1 || *whole == -1)) flag = true;
    if (whole && *whole == 0) flag = false;
    if (!flag) return refuse("a boolean property is compared with TRUE, FALSE, 1, 0 or -1");
    return inside(limits_of(CimType::Boolean), 0, 0, *flag == (op == Operator::Equal));  // any other bits are TRUE
}

Result<Comparison> make_char16(Operator op, const Constant& constant) {
    if (const auto* text = std::get_if<std::string>(&constant.value)) {
        const std::u16string units = base::to_utf16(*text);
        if (units.size() != 1) return refuse("a char16 property is compared with a number or with text of one character");
        return compare_integer(op, Wide{units.front()}, limits_of(CimType::Char16));
    }
    if (std::holds_alternative<bool>(constant.value)) return refuse("a char16 property is compared with a number or with text of one character");
    return make_numeric(op, constant, CimType::Char16);
}

// -- text

Comparison of_text(Kind kind, Operator op, TextConstant text) {
    Comparison comparison;
    comparison.kind = kind;
    comparison.relation = op;
    comparison.is_negated = op == Operator::NotEqual;
    comparison.text = std::make_shared<const TextConstant>(std::move(text));
    return comparison;
}

std::string text_of(const Constant& constant) {
    if (const bool* flag = std::get_if<bool>(&constant.value)) return *flag ? "TRUE" : "FALSE";
    if (const auto* number = std::get_if<std::int64_t>(&constant.value)) return std::to_string(*number);
    if (const auto* number = std::get_if<std::uint64_t>(&constant.value)) return std::to_string(*number);
    if (const auto* number = std::get_if<double>(&constant.value)) return cim::to_text(CimType::Real64, *number);
    const auto* text = std::get_if<std::string>(&constant.value);
    return text ? *text : std::string();
}

Comparison make_text(Operator op, const Constant& constant) {
    return of_text(is_order(op) ? Kind::Text : Kind::TextEqual, op, FoldedText(text_of(constant)));
}

Result<Comparison> make_datetime(Operator op, const Constant& constant) {
    const auto* text = std::get_if<std::string>(&constant.value);
    auto datetime = text ? DatetimeConstant::read(*text) : std::nullopt;
    if (!datetime) return refuse("a datetime property is compared with a date in quotes, such as \"20260131120000.000000+000\" or \"01/31/2026\"");
    if (is_order(op) && datetime->is_blank()) return refuse("a datetime without its year is before or after nothing");
    return of_text(Kind::Datetime, op, *std::move(datetime));
}

Result<Comparison> make_reference(Operator op, const Constant& constant, const Place& place) {
    if (is_order(op)) return refuse("a reference has no order, only = and <>");
    const auto* text = std::get_if<std::string>(&constant.value);
    if (!text) return refuse("a reference is compared with a path in quotes");
    return of_text(Kind::Reference, op, ReferenceConstant(*text, place));
}

Result<Comparison> make_like(const Constant& constant) {
    Pattern pattern = TRY(Pattern::make(text_of(constant)));
    return of_text(Kind::Like, Operator::Like, std::move(pattern));
}

}  // namespace

Result<Comparison> make_comparison(Operator op, const Constant& constant, cim::Type type, const Place& place) {
    Comparison comparison;
    if (op == Operator::IsNull || op == Operator::IsNotNull) {
        comparison.kind = op == Operator::IsNull ? Kind::IsNull : Kind::IsNotNull;
        return comparison;
    }
    if (type.is_array) return refuse("an array can only be asked for IS NULL and IS NOT NULL");
    if (type.element == CimType::Object) return refuse("an object can only be asked for ISA, IS NULL and IS NOT NULL");
    if (op == Operator::IsA) return refuse("ISA is for embedded objects and __this");
    if (std::holds_alternative<std::monostate>(constant.value)) return refuse("NULL is compared by IS NULL, IS NOT NULL, = or <>");
    if (op == Operator::Like) {
        const auto* text = std::get_if<std::string>(&constant.value);
        if (!text) return refuse("LIKE takes text in quotes");
        const bool has_wildcards = Pattern::has_wildcards(*text);
        if (has_wildcards && type.element == CimType::String) return make_like(constant);
        if (has_wildcards) return refuse("LIKE with wildcards is for strings alone");
        op = Operator::Equal;
    }
    switch (type.element) {
        case CimType::String: return make_text(op, constant);
        case CimType::Datetime: return make_datetime(op, constant);
        case CimType::Reference: return make_reference(op, constant, place);
        case CimType::Boolean: return make_boolean(op, constant);
        case CimType::Char16: return make_char16(op, constant);
        default: return make_numeric(op, constant, type.element);
    }
}

bool holds(Operator relation, std::partial_ordering order) {
    switch (relation) {
        case Operator::Equal: return order == 0;
        case Operator::NotEqual: return order != 0;
        case Operator::Less: return order < 0;
        case Operator::LessOrEqual: return order <= 0;
        case Operator::Greater: return order > 0;
        case Operator::GreaterOrEqual: return order >= 0;
        default: return false;
    }
}

bool Comparison::holds(const char* slot) const {
    switch (kind) {
        case Kind::Never:
        case Kind::IsNull: return false;
        case Kind::IsNotNull: return true;
        case Kind::Int8: return is_inside<std::int8_t>(slot);
        case Kind::Uint8: return is_inside<std::uint8_t>(slot);
        case Kind::Int16: return is_inside<std::int16_t>(slot);
        case Kind::Uint16: return is_inside<std::uint16_t>(slot);
        case Kind::Int32: return is_inside<std::int32_t>(slot);
        case Kind::Uint32: return is_inside<std::uint32_t>(slot);
        case Kind::Int64: return is_inside<std::int64_t>(slot);
        case Kind::Real32: return internal::holds(relation, static_cast<double>(base::load<float>(slot)) <=> real);
        case Kind::Real64: return internal::holds(relation, base::load<double>(slot) <=> real);
        default: return false;
    }
}

bool Comparison::holds(EncodedText value) const {
    switch (kind) {
        case Kind::IsNotNull: return true;
        case Kind::TextEqual: return std::get_if<FoldedText>(text.get())->equals(value) != is_negated;
        case Kind::Text: return internal::holds(relation, std::get_if<FoldedText>(text.get())->order(value));
        case Kind::Like: return std::get_if<Pattern>(text.get())->matches(value);
        case Kind::Reference: return std::get_if<ReferenceConstant>(text.get())->equals(value) != is_negated;
        case Kind::Datetime: {
            const auto& datetime = *std::get_if<DatetimeConstant>(text.get());
            if (is_order(relation)) return internal::holds(relation, datetime.order(value));
            return datetime.equals(value) != is_negated;
        }
        default: return false;
    }
}

// -- members of embedded objects

Result<ComparisonByType> ComparisonByType::make(Operator op, const Constant& constant, const Place& place) {
    ComparisonByType made;
    std::optional<Error> refused;
    bool has_any = false;
    for (std::size_t i = 0; i < kTypes.size(); ++i) {
        auto comparison = make_comparison(op, constant, {kTypes[i], false}, place);
        if (comparison) {
            made.scalars_[i] = std::move(comparison).value();
            has_any = true;
        } else if (kTypes[i] == CimType::String) {
            refused = std::move(comparison).error();
        }
    }
    if (op == Operator::IsNull || op == Operator::IsNotNull) made.array_ = TRY(make_comparison(op, constant, {CimType::String, true}, place));
    if (!has_any) return *std::move(refused);
    return made;
}

const Comparison* ComparisonByType::find(cim::Type type) const {
    const auto& found = type.is_array ? array_ : scalars_[static_cast<std::size_t>(std::find(kTypes.begin(), kTypes.end(), type.element) - kTypes.begin()) % kTypes.size()];
    return found ? &*found : nullptr;
}

// -- two properties

namespace {

bool is_number(CimType type) { return is_integer(type) || cim::is_real(type); }

bool is_plain_text(CimType type) { return type == CimType::String || type == CimType::Reference; }

Wide integer_in(const TypedSlot& value) {
    switch (value.type) {
        case CimType::Sint8: return base::load<std::int8_t>(value.slot);
        case CimType::Uint8: return base::load<std::uint8_t>(value.slot);
        case CimType::Sint16: return base::load<std::int16_t>(value.slot);
        case CimType::Sint32: return base::load<std::int32_t>(value.slot);
        case CimType::Uint32: return base::load<std::uint32_t>(value.slot);
        case CimType::Sint64: return base::load<std::int64_t>(value.slot);
        case CimType::Uint64: return base::load<std::uint64_t>(value.slot);
        default: return base::load<std::uint16_t>(value.slot);
    }
}

double real_in(const TypedSlot& value) {
    if (value.type == CimType::Real32) return static_cast<double>(base::load<float>(value.slot));
    if (value.type == CimType::Real64) return base::load<double>(value.slot);
    return static_cast<double>(integer_in(value));
}

}  // namespace

bool can_compare(Operator op, cim::Type left, cim::Type right) {
    if (left.is_array || right.is_array || op == Operator::Like || op == Operator::IsA) return false;
    const CimType first = left.element, second = right.element;
    if (is_number(first) && is_number(second)) return true;
    if (first == CimType::Boolean && second == CimType::Boolean) return !is_order(op);
    if (first == CimType::Datetime && second == CimType::Datetime) return true;
    if (is_plain_text(first) && is_plain_text(second)) return !is_order(op) || (first == CimType::String && second == CimType::String);
    return false;
}

bool compare(Operator op, const TypedSlot& left, const TypedSlot& right, const Place& place) {
    if (!can_compare(op, {left.type, false}, {right.type, false})) return false;
    if (is_integer(left.type) && is_integer(right.type)) return holds(op, integer_in(left) <=> integer_in(right));
    if (is_number(left.type)) return holds(op, real_in(left) <=> real_in(right));
    if (left.type == CimType::Boolean) return ((integer_in(left) != 0) == (integer_in(right) != 0)) == (op == Operator::Equal);
    if (left.type == CimType::Datetime) {
        if (is_order(op)) return holds(op, order_datetimes(left.text, right.text));
        return same_datetimes(left.text, right.text) == (op == Operator::Equal);
    }
    if (left.type == CimType::String && right.type == CimType::String) return holds(op, order(left.text, right.text));
    return same_references(left.text, right.text, place) == (op == Operator::Equal);
}

}  // namespace wmi::wql::internal
