#include "wql/internal/leaf.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace wmi::wql::internal {
namespace {

using cim::CimType;

std::string print_name(const PropertyName& name) {
    std::string text;
    for (const std::string& part : name.parts) text += (text.empty() ? "" : ".") + part;
    return text;
}

Error wrong(Status status, std::size_t at, std::string_view sentence, std::string about) {
    return Error(status, "At character " + std::to_string(at + 1) + ": " + std::string(sentence), std::move(about));
}

struct PartName {
    std::string_view name;
    std::string_view event;  // the class of all events of the kind
    Operand::Part part;
};

constexpr std::array<PartName, 6> kParts{{
    {"TargetInstance", "__InstanceOperationEvent", Operand::Part::Target},
    {"PreviousInstance", "__InstanceOperationEvent", Operand::Part::Previous},
    {"TargetClass", "__ClassOperationEvent", Operand::Part::Target},
    {"PreviousClass", "__ClassOperationEvent", Operand::Part::Previous},
    {"TargetNamespace", "__NamespaceOperationEvent", Operand::Part::Target},
    {"PreviousNamespace", "__NamespaceOperationEvent", Operand::Part::Previous},
}};

/// The part of intrinsic events that a name means in a query on this class.
Operand::Part find_part(const Scope& scope, std::string_view name) {
    if (scope.kind != Scope::Kind::Events) return Operand::Part::None;
    for (const PartName& known : kParts)
        if (base::same_name(known.name, name) && (scope.of->is_a(known.event) || base::same_name(scope.of->name(), "__Event"))) return known.part;
    return Operand::Part::None;
}

constexpr cim::Type kObject{CimType::Object, false};

class LeafBinder {
public:
    LeafBinder(const Term& term, const Scope& scope) : term_(term), scope_(scope) {}

    Result<Leaf> bind() {
        Leaf leaf;
        leaf.op = term_.op;
        leaf.left = TRY(resolve(term_.left));
        if (const auto* right = std::get_if<PropertyName>(&term_.right)) {
            leaf.kind = Leaf::Kind::Properties;
            leaf.right = TRY(resolve(*right));
            TRY(check_pair(leaf, *right));
            return leaf;
        }
        const Constant& constant = *std::get_if<Constant>(&term_.right);
        if (const auto* text = std::get_if<std::string>(&constant.value)) leaf.text = *text;
        if (leaf.op == Operator::Like && !Pattern::has_wildcards(leaf.text)) leaf.op = Operator::Equal;
        if (term_.op == Operator::IsA) {
            TRY(bind_is_a(leaf, constant));
        } else {
            TRY(bind_constant(leaf, constant));
        }
        return leaf;
    }

private:
    [[nodiscard]] Error wrong_name(const PropertyName& name, std::string_view sentence, Status status = Status::InvalidQuery) const {
        return wrong(status, name.at, sentence, print_name(name));
    }

    Result<Operand> resolve(const PropertyName& name) const {
        Operand operand;
        operand.names = name.parts;
        operand.system = find_system_name(name.parts.back());
        operand.part = find_part(scope_, name.parts.front());
        if (operand.system == SystemName::Derivation) return wrong_name(name, "__DERIVATION is an array and cannot stand in a condition");
        if (operand.system == SystemName::This && term_.op != Operator::IsA) return wrong_name(name, "__this can only be asked for ISA");
        if (name.parts.size() == 1 && operand.system) return operand;
        const cim::Property* first = scope_.of ? scope_.of->find_property(name.parts.front()) : nullptr;
        const bool is_known = first || operand.part != Operand::Part::None;
        for (std::size_t i = 0; i + 1 < name.parts.size(); ++i) {
            const bool is_object = i > 0 || !first || first->type() == kObject;
            if ((is_known && !is_object) || find_system_name(name.parts[i])) return not_an_object(name, name.parts[i]);
        }
        if (!is_known) return unknown(name);
        if (name.parts.size() == 1) operand.property = first;
        return operand;
    }

    [[nodiscard]] Error not_an_object(const PropertyName& name, const std::string& part) const {
        const Status status = scope_.kind == Scope::Kind::Events ? Status::PropertyNotAnObject : Status::InvalidQuery;
        return wrong_name(name, part + " is not an embedded object and has no members", status);
    }

    [[nodiscard]] Error unknown(const PropertyName& name) const {
        if (!scope_.of) return wrong_name(name, "classes are asked for system properties and __this, not for " + name.parts.front());
        return wrong_name(name, "class " + scope_.of->name() + " has no property " + name.parts.front());
    }

    /// Known before any object is seen; nothing for members of embedded objects.
    static std::optional<cim::Type> known_type(const Operand& operand) {
        if (operand.system) return type_of(*operand.system);
        if (operand.is_member()) return std::nullopt;
        return operand.property ? operand.property->type() : kObject;
    }

    Result<void> check_pair(const Leaf& leaf, const PropertyName& right) const {
        const auto first = known_type(leaf.left), second = known_type(leaf.right);
        const bool fits_first = !first || can_compare(leaf.op, second.value_or(*first), *first);
        const bool fits_second = !second || can_compare(leaf.op, first.value_or(*second), *second);
        if (leaf.op == Operator::Like || leaf.op == Operator::IsA || !fits_first || !fits_second)
            return wrong(Status::InvalidQuery, term_.at, "these two properties cannot be compared so", print_name(term_.left) + " and " + print_name(right));
        return {};
    }

    Result<void> bind_is_a(Leaf& leaf, const Constant& constant) const {
        leaf.kind = Leaf::Kind::IsA;
        const auto type = known_type(leaf.left);
        if (type && *type != kObject) return wrong(Status::InvalidQuery, term_.at, "ISA is for embedded objects and __this", print_name(term_.left));
        if (leaf.text.empty()) return wrong(Status::InvalidQuery, constant.at, "the name of a class must follow ISA", print_name(term_.left));
        return {};
    }

    Result<void> bind_constant(Leaf& leaf, const Constant& constant) const {
        const auto refused = [&](Error error) { return wrong(error.status(), constant.at, error.sentence(), print_name(term_.left)); };
        const auto type = known_type(leaf.left);
        if (!type) {
            auto by_type = ComparisonByType::make(term_.op, constant, *scope_.place);
            if (!by_type) return refused(std::move(by_type).error());
            leaf.by_type = std::move(by_type).value();
            return {};
        }
        auto comparison = make_comparison(term_.op, constant, *type, *scope_.place);
        if (!comparison) return refused(std::move(comparison).error());
        leaf.comparison = std::move(comparison).value();
        return check_interval(leaf, constant);
    }

    /// A property that says it holds intervals is before or after no timestamp (WQL-73). One that does not say so may hold either
    /// (DATE-05): there an interval is compared with the intervals among its values (docs/decisions/intervals-in-queries.md).
    Result<void> check_interval(const Leaf& leaf, const Constant& constant) const {
        const bool is_order = leaf.op != Operator::Equal && leaf.op != Operator::NotEqual;
        if (leaf.comparison.kind != Comparison::Kind::Datetime || !is_order || !leaf.left.property) return {};
        const cim::QualifierSet qualifiers = scope_.of->qualifiers_of(*leaf.left.property);
        const cim::Qualifier* sub_type = qualifiers.find("SubType");
        const auto* word = sub_type ? std::get_if<std::string>(&sub_type->content.value) : nullptr;
        if (!word || !base::same_name(*word, "interval") || std::get_if<DatetimeConstant>(leaf.comparison.text.get())->is_interval()) return {};
        return wrong(Status::InvalidQuery, constant.at, "an interval is before or after no moment, only other intervals", print_name(term_.left));
    }

    const Term& term_;
    const Scope& scope_;
};

// -- limits of classes

ClassLimits limits_of(const Leaf& leaf, Operand::Part part) {
    const Operand& operand = leaf.left;
    const std::size_t own = part == Operand::Part::None ? 0 : 1;  // names before those of the thing itself
    if (operand.part != part) return std::nullopt;
    if (leaf.kind == Leaf::Kind::IsA) {
        const bool is_itself = own == 1 ? operand.names.size() == 1 : operand.names.size() == 1 && operand.system == SystemName::This;
        return is_itself ? ClassLimits({{leaf.text, true}}) : std::nullopt;
    }
    if (leaf.kind != Leaf::Kind::Constant || leaf.op != Operator::Equal || operand.names.size() != own + 1) return std::nullopt;
    if (operand.system == SystemName::Class) return ClassLimits({{leaf.text, false}});
    if (operand.system == SystemName::Superclass || operand.system == SystemName::Dynasty) return ClassLimits({{leaf.text, true}});
    return std::nullopt;
}

/// Both must hold: the one that names fewer classes says enough.
ClassLimits both(ClassLimits left, ClassLimits right) {
    if (!left || !right) return left ? std::move(left) : std::move(right);
    return left->size() <= right->size() ? std::move(left) : std::move(right);
}

/// The smaller list moves, so that a long chain costs little more than its length.
ClassLimits either(ClassLimits left, ClassLimits right) {
    if (!left || !right) return std::nullopt;
    if (left->size() < right->size()) std::swap(left, right);
    std::move(right->begin(), right->end(), std::back_inserter(*left));
    return left;
}

}  // namespace

Result<Leaf> bind_leaf(const Term& term, const Scope& scope) {
    if (term.left.parts.empty()) return Error(Status::InvalidQuery, "a term of the condition has no property");
    if (const auto* right = std::get_if<PropertyName>(&term.right); right && right->parts.empty())
        return Error(Status::InvalidQuery, "a term of the condition has no property");
    return LeafBinder(term, scope).bind();
}

bool holds(const Leaf& leaf, const Cell& left) {
    if (left.state == Cell::State::Missing) return false;
    if (leaf.kind == Leaf::Kind::IsA) return left.state == Cell::State::Value && left.object_class && left.object_class->is_a(leaf.text);
    const Comparison* comparison = leaf.by_type ? leaf.by_type->find(left.type) : &leaf.comparison;
    if (!comparison) return false;
    if (left.state == Cell::State::Null) return comparison->kind == Comparison::Kind::IsNull;
    const bool is_text = !left.type.is_array && cim::is_text(left.type.element);
    return is_text ? comparison->holds(left.text) : comparison->holds(left.slot);
}

bool holds(const Leaf& leaf, const Cell& left, const Cell& right, const Place& place) {
    if (left.state == Cell::State::Missing || right.state == Cell::State::Missing || !can_compare(leaf.op, left.type, right.type)) return false;
    const bool left_null = left.state == Cell::State::Null, right_null = right.state == Cell::State::Null;
    if (left_null || right_null) return leaf.op == (left_null == right_null ? Operator::Equal : Operator::NotEqual);
    return compare(leaf.op, {left.type.element, left.slot, left.text}, {right.type.element, right.slot, right.text}, place);
}

ClassLimits find_limits(const Expression& where, const std::vector<Leaf>& leaves, Operand::Part part) {
    std::vector<ClassLimits> stack;
    auto leaf = leaves.begin();
    for (const Expression::Step& step : where.steps) {
        if (step.kind == Expression::Step::Kind::Term) {
            stack.push_back(limits_of(*leaf++, part));
        } else if (step.kind == Expression::Step::Kind::Not) {
            stack.back().reset();
        } else {
            ClassLimits right = std::move(stack.back());
            stack.pop_back();
            ClassLimits& left = stack.back();
            left = step.kind == Expression::Step::Kind::And ? both(std::move(left), std::move(right)) : either(std::move(left), std::move(right));
        }
    }
    return std::move(stack.back());
}

Result<std::shared_ptr<ConditionProgram>> make_condition(const Expression& where, Scope::Kind kind, const cim::ClassPtr& of, const Place& place) {
    auto program = std::make_shared<ConditionProgram>();
    program->of = of;
    program->place = place;
    program->jumps = TRY(plan_jumps(where));
    const Scope scope{kind, of.get(), &program->place};
    for (const Jump& jump : program->jumps) {
        Leaf leaf = TRY(bind_leaf(where.terms[jump.term], scope));
        program->leaves.push_back(std::move(leaf));
    }
    program->own_limits = find_limits(where, program->leaves, Operand::Part::None);
    program->target_limits = find_limits(where, program->leaves, Operand::Part::Target);
    return program;
}

}  // namespace wmi::wql::internal
