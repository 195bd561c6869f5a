#include "objects/internal/query_features.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace wmi::objects::internal {
namespace {

using Kind = wql::Expression::Step::Kind;

/// Properties and terms of a query, wherever they stand.
struct Parts {
    std::vector<const wql::PropertyName*> properties;
    std::vector<const wql::Term*> terms;  // of WHERE

    explicit Parts(const wql::Select& select) {
        for (const auto& one : select.projection) properties.push_back(&one);
        if (select.where) {
            for (const wql::Term& term : select.where->terms) add(term);
        }
        if (select.group) {
            for (const auto& one : select.group->by) properties.push_back(&one);
        }
    }

    [[nodiscard]] bool any_property(bool (*holds)(const wql::PropertyName&)) const {
        return std::any_of(properties.begin(), properties.end(), [&](const auto* one) { return holds(*one); });
    }

    [[nodiscard]] bool any_term(bool (*holds)(const wql::Term&)) const {
        return std::any_of(terms.begin(), terms.end(), [&](const auto* one) { return holds(*one); });
    }

private:
    void add(const wql::Term& term) {
        terms.push_back(&term);
        properties.push_back(&term.left);
        if (const auto* right = std::get_if<wql::PropertyName>(&term.right)) properties.push_back(right);
    }
};

bool is_qualified(const wql::PropertyName& name) { return name.parts.size() > 1; }

bool is_class(const wql::PropertyName& name) { return base::same_name(name.parts.back(), "__CLASS"); }

bool is_this(const wql::PropertyName& name) { return base::same_name(name.parts.front(), "__this"); }

bool is_system(const wql::PropertyName& name) { return name.parts.back().starts_with("__") && !is_this(name); }

bool is_between_properties(const wql::Term& term) { return std::holds_alternative<wql::PropertyName>(term.right); }

bool is_isa(const wql::Term& term) { return term.op == wql::Operator::IsA; }

bool is_like(const wql::Term& term) { return term.op == wql::Operator::Like; }

bool is_no_equality(const wql::Term& term) { return term.op != wql::Operator::Equal; }

bool has(const wql::Select& select, Kind kind) {
    return select.where && std::any_of(select.where->steps.begin(), select.where->steps.end(), [&](const auto& step) { return step.kind == kind; });
}

/// A condition that is more than terms joined by one word.
bool is_complex(const wql::Select& select) { return has(select, Kind::Not) || (has(select, Kind::And) && has(select, Kind::Or)); }

}  // namespace

unsigned __int64 rpn_features(const wql::Select& select) {
    const Parts parts(select);
    const bool joins_by_or = has(select, Kind::Or);
    const std::array<std::pair<int, bool>, 11> bits{{
        {WMIQ_RPNF_WHERE_CLAUSE_PRESENT, select.where.has_value()},
        {WMIQ_RPNF_QUERY_IS_CONJUNCTIVE, select.where && !joins_by_or},
        {WMIQ_RPNF_QUERY_IS_DISJUNCTIVE, joins_by_or && !has(select, Kind::And)},
        {WMIQ_RPNF_PROJECTION, !select.projection.empty()},
        {WMIQ_RPNF_FEATURE_SELECT_STAR, select.projection.empty()},
        {WMIQ_RPNF_EQUALITY_TESTS_ONLY, select.where && !parts.any_term(is_no_equality)},
        {WMIQ_RPNF_QUALIFIED_NAMES_USED, parts.any_property(is_qualified)},
        {WMIQ_RPNF_SYSPROP_CLASS_USED, parts.any_property(is_class)},
        {WMIQ_RPNF_PROP_TO_PROP_TESTS, parts.any_term(is_between_properties)},
        {WMIQ_RPNF_ISA_USED, parts.any_term(is_isa)},
        {WMIQ_RPNF_GROUP_BY_HAVING, select.group.has_value()},
    }};
    unsigned __int64 mask = 0;
    for (const auto& [bit, holds] : bits) mask |= holds ? static_cast<unsigned __int64>(bit) : 0;
    return mask;
}

ULONG follow_features(const wql::Follow& follow) {
    const std::array<std::pair<int, bool>, 11> bits{{
        {WMIQ_ASSOCQ_ASSOCIATORS, !follow.is_references},
        {WMIQ_ASSOCQ_REFERENCES, follow.is_references},
        {WMIQ_ASSOCQ_RESULTCLASS, !follow.result_class.empty()},
        {WMIQ_ASSOCQ_ASSOCCLASS, !follow.assoc_class.empty()},
        {WMIQ_ASSOCQ_ROLE, !follow.role.empty()},
        {WMIQ_ASSOCQ_RESULTROLE, !follow.result_role.empty()},
        {WMIQ_ASSOCQ_REQUIREDQUALIFIER, !follow.required_qualifier.empty()},
        {WMIQ_ASSOCQ_REQUIREDASSOCQUALIFIER, !follow.required_assoc_qualifier.empty()},
        {WMIQ_ASSOCQ_CLASSDEFSONLY, follow.class_defs_only},
        {WMIQ_ASSOCQ_KEYSONLY, follow.keys_only},
        {WMIQ_ASSOCQ_SCHEMAONLY, follow.schema_only},
    }};
    ULONG mask = 0;
    for (const auto& [bit, holds] : bits) mask |= holds ? static_cast<ULONG>(bit) : 0;
    return mask;
}

std::vector<ULONG> language_features(const wql::Query& query) {
    const auto* const select = std::get_if<wql::Select>(&query);
    if (select == nullptr) return {WMIQ_LF18_ASSOCIATONS};
    const Parts parts(*select);
    const std::array<std::pair<int, bool>, 11> all{{
        {WMIQ_LF1_BASIC_SELECT, true},
        {WMIQ_LF2_CLASS_NAME_IN_QUERY, parts.any_property(is_class)},
        {WMIQ_LF4_PROP_TO_PROP_TESTS, parts.any_term(is_between_properties)},
        {WMIQ_LF8_ISA, parts.any_term(is_isa)},
        {WMIQ_LF9_THIS, parts.any_property(is_this)},
        {WMIQ_LF10_COMPEX_SUBEXPRESSIONS, is_complex(*select)},
        {WMIQ_LF12_GROUP_BY_HAVING, select->group.has_value()},
        {WMIQ_LF13_WMI_WITHIN, select->is_event_form()},
        {WMIQ_LF17_QUALIFIED_NAMES, parts.any_property(is_qualified)},
        {WMIQ_LF19_SYSTEM_PROPERTIES, parts.any_property(is_system)},
        {WMIQ_LF26_LIKE, parts.any_term(is_like)},
    }};
    std::vector<ULONG> used;
    for (const auto& [feature, holds] : all)
        if (holds) used.push_back(static_cast<ULONG>(feature));
    return used;
}

ULONG token_type(Kind kind) {
    switch (kind) {
        case Kind::Term: return WMIQ_RPN_TOKEN_EXPRESSION;
        case Kind::And: return WMIQ_RPN_TOKEN_AND;
        case Kind::Or: return WMIQ_RPN_TOKEN_OR;
        case Kind::Not: return WMIQ_RPN_TOKEN_NOT;
    }
    return WMIQ_RPN_TOKEN_EXPRESSION;
}

ULONG token_operator(wql::Operator op) {
    switch (op) {
        case wql::Operator::Equal: return WMIQ_RPN_OP_EQ;
        case wql::Operator::NotEqual: return WMIQ_RPN_OP_NE;
        case wql::Operator::GreaterOrEqual: return WMIQ_RPN_OP_GE;
        case wql::Operator::LessOrEqual: return WMIQ_RPN_OP_LE;
        case wql::Operator::Less: return WMIQ_RPN_OP_LT;
        case wql::Operator::Greater: return WMIQ_RPN_OP_GT;
        case wql::Operator::Like: return WMIQ_RPN_OP_LIKE;
        case wql::Operator::IsA: return WMIQ_RPN_OP_ISA;
        case wql::Operator::IsNull: return WMIQ_RPN_OP_ISNULL;
        case wql::Operator::IsNotNull: return WMIQ_RPN_OP_ISNOTNULL;
    }
    return WMIQ_RPN_OP_UNDEFINED;
}

ULONG token_shape(const wql::Term& term) {
    constexpr ULONG kLeft = WMIQ_RPN_LEFT_PROPERTY_NAME | WMIQ_RPN_RELOP;
    if (is_between_properties(term)) return kLeft | WMIQ_RPN_RIGHT_PROPERTY_NAME;
    const bool is_null_test = term.op == wql::Operator::IsNull || term.op == wql::Operator::IsNotNull;
    return is_null_test ? kLeft : kLeft | WMIQ_RPN_CONST;
}

}  // namespace wmi::objects::internal
