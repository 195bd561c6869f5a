#include "wql/internal/range.h"

#include "base/text.h"

#include <cmath>
#include <limits>

namespace wmi::wql::internal {
namespace {

using cim::CimType;
using Kind = Comparison::Kind;

/// Bounds of `value op constant`; nothing for <>.
template <class T>
bool bound(Filter::Range& range, Operator op, const T& constant) {
    if (op == Operator::NotEqual || op == Operator::Like) return false;
    if (op == Operator::Equal || op == Operator::Greater || op == Operator::GreaterOrEqual) range.low = cim::Value(constant);
    if (op == Operator::Equal || op == Operator::Less || op == Operator::LessOrEqual) range.high = cim::Value(constant);
    range.low_open = op == Operator::Greater;
    range.high_open = op == Operator::Less;
    return true;
}

template <class T>
void bound_integer(Filter::Range& range, const Comparison& comparison) {
    using Held = std::conditional_t<std::is_signed_v<T>, std::int64_t, std::uint64_t>;
    const auto low = static_cast<Held>(comparison.low);
    const auto high = static_cast<Held>(comparison.low + comparison.span);
    if (low != Held{std::numeric_limits<T>::min()}) range.low = low;
    if (high != Held{std::numeric_limits<T>::max()}) range.high = high;
}

bool bound_integer(Filter::Range& range, CimType type, const Comparison& comparison) {
    if (comparison.is_negated) return false;
    switch (type) {
        case CimType::Sint8: bound_integer<std::int8_t>(range, comparison); break;
        case CimType::Uint8: bound_integer<std::uint8_t>(range, comparison); break;
        case CimType::Sint16: bound_integer<std::int16_t>(range, comparison); break;
        case CimType::Sint32: bound_integer<std::int32_t>(range, comparison); break;
        case CimType::Uint32: bound_integer<std::uint32_t>(range, comparison); break;
        case CimType::Sint64: bound_integer<std::int64_t>(range, comparison); break;
        case CimType::Uint64: bound_integer<std::uint64_t>(range, comparison); break;
        default: bound_integer<std::uint16_t>(range, comparison); break;
    }
    return true;
}

/// Both zeros are equal, and a real32 is perhaps not there: the range is closed and a little wide.
bool bound_real(Filter::Range& range, CimType type, const Comparison& comparison) {
    if (!bound(range, comparison.relation, comparison.real)) return false;
    double low = comparison.real == 0 ? -0.0 : comparison.real, high = comparison.real == 0 ? 0.0 : comparison.real;
    if (type == CimType::Real32) {
        constexpr float kInfinity = std::numeric_limits<float>::infinity();
        low = static_cast<double>(std::nextafter(static_cast<float>(low), -kInfinity));
        high = static_cast<double>(std::nextafter(static_cast<float>(high), kInfinity));
    }
    if (range.low) range.low = low;
    if (range.high) range.high = high;
    range.low_open = range.high_open = range.exact = false;
    return true;
}

/// The least text behind all that begin with the prefix: nothing when there is none. Only units that are their own upper case
/// stand in the order.
std::optional<std::u16string> behind(std::u16string prefix) {
    const char16_t* fold = base::fold_units();
    while (!prefix.empty()) {
        for (std::uint32_t unit = prefix.back() + std::uint32_t{1}; unit < 0x10000; ++unit) {
            if (fold[unit] != unit) continue;
            prefix.back() = static_cast<char16_t>(unit);
            return prefix;
        }
        prefix.pop_back();
    }
    return std::nullopt;
}

bool bound_like(Filter::Range& range, const Pattern& pattern) {
    const std::u16string prefix = pattern.prefix();
    if (prefix.empty()) return false;
    range.low = base::to_utf8(prefix);
    if (const auto end = behind(prefix)) range.high = base::to_utf8(*end);
    range.high_open = range.high.has_value();
    range.exact = pattern.is_prefix();
    return true;
}

bool bound_datetime(Filter::Range& range, Operator op, const DatetimeConstant& constant) {
    if (!constant.is_complete()) return false;
    range.exact = false;
    range.has_strays = op != Operator::Equal;
    return bound(range, op, constant.text());
}

}  // namespace

std::optional<Filter::Range> make_range(const Leaf& leaf) {
    const Comparison& comparison = leaf.comparison;
    const cim::Property* property = leaf.left.property;
    if (!property || leaf.by_type) return std::nullopt;
    const CimType type = property->type().element;
    Filter::Range range;
    range.property = property;
    range.exact = true;
    bool is_range = false;
    switch (comparison.kind) {
        case Kind::Never:
        case Kind::IsNull:
        case Kind::IsNotNull:
        case Kind::Reference: break;
        case Kind::Real32:
        case Kind::Real64: is_range = bound_real(range, type, comparison); break;
        case Kind::Text:
        case Kind::TextEqual:
            is_range = bound(range, comparison.relation, base::to_utf8(std::get_if<FoldedText>(comparison.text.get())->units()));
            break;
        case Kind::Like: is_range = bound_like(range, *std::get_if<Pattern>(comparison.text.get())); break;
        case Kind::Datetime:
            is_range = bound_datetime(range, comparison.relation, *std::get_if<DatetimeConstant>(comparison.text.get()));
            break;
        default:
            is_range = type == CimType::Boolean ? bound(range, Operator::Equal, comparison.is_negated)
                                                : bound_integer(range, type, comparison);
    }
    return is_range ? std::optional(std::move(range)) : std::nullopt;
}

}  // namespace wmi::wql::internal
