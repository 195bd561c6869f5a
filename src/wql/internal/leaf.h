// A term bound to what it is asked of: names resolved as far as they can be, the constant brought into the type.
#pragma once

#include "wql/internal/jumps.h"
#include "wql/internal/operand.h"

#include <string>
#include <vector>

namespace wmi::wql::internal {

/// What names may stand in a condition.
struct Scope {
    enum class Kind : std::uint8_t { Instances, Classes, Events };
    Kind kind;
    const cim::Class* of = nullptr;  // none for Classes
    const Place* place = nullptr;
};

struct Leaf {
    enum class Kind : std::uint8_t { Constant, IsA, Properties };
    Kind kind = Kind::Constant;
    Operator op = Operator::Equal;  // LIKE without wildcards is Equal (WQL-83)
    Operand left, right;            // right: of Properties
    Comparison comparison;          // of a Constant whose type is known
    std::optional<ComparisonByType> by_type;  // of one whose type is not
    std::string text;               // of IsA the class, else the constant if it is text
};

/// errors   InvalidQuery, PropertyNotAnObject, with the position
Result<Leaf> bind_leaf(const Term& term, const Scope& scope);

/// What is true of the left side, apart from NULL and of what is not there.
bool holds(const Leaf& leaf, const Cell& left);
bool holds(const Leaf& leaf, const Cell& left, const Cell& right, const Place& place);

/// `read` finds an operand's value: read(operand, cell).
template <class Read>
bool holds(const Leaf& leaf, const Place& place, Read&& read) {
    Cell left;
    read(leaf.left, left);
    if (leaf.kind != Leaf::Kind::Properties) return holds(leaf, left);
    Cell right;
    read(leaf.right, right);
    return holds(leaf, left, right, place);
}

/// What the whole condition says of the class of an event's part, or of the thing itself (Part::None). `leaves` stand in the
/// order of the Term steps.
ClassLimits find_limits(const Expression& where, const std::vector<Leaf>& leaves, Operand::Part part);

/// Of conditions that are not tested record by record.
struct ConditionProgram {
    cim::ClassPtr of;
    Place place;
    std::vector<Jump> jumps;
    std::vector<Leaf> leaves;
    ClassLimits own_limits, target_limits;
};

Result<std::shared_ptr<ConditionProgram>> make_condition(const Expression& where, Scope::Kind kind, const cim::ClassPtr& of, const Place& place);

}  // namespace wmi::wql::internal
