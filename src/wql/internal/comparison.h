// `op constant`, brought into one type: how a value of it is tested where it stands. NULL is for the caller to look at first.
#pragma once

#include "cim/type.h"
#include "wql/filter.h"
#include "wql/internal/text_constant.h"
#include "wql/internal/text_match.h"

#include <array>
#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <variant>

namespace wmi::wql::internal {

using TextConstant = std::variant<FoldedText, Pattern, DatetimeConstant, ReferenceConstant>;

struct Comparison {
    enum class Kind : std::uint8_t {
        Never,
        IsNull,
        IsNotNull,  // and what is true of every value
        Int8,       // integers: inside low .. low + span, or outside when negated
        Uint8,
        Int16,
        Uint16,
        Int32,
        Uint32,
        Int64,
        Real32,  // the others: relation to the constant
        Real64,
        Text,
        TextEqual,
        Like,
        Datetime,
        Reference,
    };
    Kind kind = Kind::Never;
    bool is_negated = false;
    Operator relation = Operator::Equal;
    std::uint64_t low = 0, span = 0;
    double real = 0;
    std::shared_ptr<const TextConstant> text;

    /// For kinds below Text: a slot of the type.
    [[nodiscard]] bool holds(const char* slot) const;
    /// For text kinds.
    [[nodiscard]] bool holds(EncodedText value) const;

private:
    template <class T>
    [[nodiscard]] bool is_inside(const char* slot) const {
        const auto value = static_cast<std::uint64_t>(static_cast<std::int64_t>(base::load<T>(slot)));
        return (value - low <= span) != is_negated;
    }
};

bool holds(Operator relation, std::partial_ordering order);

/// errors   InvalidQuery without a position: the type does not have the operator, or the constant is no value of it
Result<Comparison> make_comparison(Operator op, const Constant& constant, cim::Type type, const Place& place);

/// For members of embedded objects, whose type shows only when one is met: a comparison for every type, none where none can be.
class ComparisonByType {
public:
    /// errors   InvalidQuery without a position: no type can be compared so
    static Result<ComparisonByType> make(Operator op, const Constant& constant, const Place& place);
    [[nodiscard]] const Comparison* find(cim::Type type) const;

private:
    std::array<std::optional<Comparison>, 16> scalars_;
    std::optional<Comparison> array_;  // IS NULL alone
};

/// Comparable in a term of two properties (WQL-16).
bool can_compare(Operator op, cim::Type left, cim::Type right);

/// A value that is not NULL, outside its record.
struct TypedSlot {
    cim::CimType type;
    const char* slot;
    EncodedText text;
};

/// False where the types cannot be compared.
bool compare(Operator op, const TypedSlot& left, const TypedSlot& right, const Place& place);

}  // namespace wmi::wql::internal
