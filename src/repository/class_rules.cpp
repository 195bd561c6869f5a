#include "repository/internal/class_rules.h"

#include "base/text.h"
#include "cim/path.h"

#include <algorithm>
#include <array>
#include <optional>

namespace wmi::repository {

namespace {

using cim::Class;
using cim::ClassBody;
using cim::ClassPtr;
using cim::Qualifier;
using cim::QualifierSet;

// -- names

Result<void> check_name(const std::string& name) {
    if (name.empty()) return Error(Status::IncompleteClass, "the class has no name; set __CLASS before it is put", "__CLASS");
    if (name.size() > cim::kMaxNameLength && base::to_utf16(name).size() > cim::kMaxNameLength)
        return Error(Status::QuotaViolation, "the name of the class is longer than 4096 characters", "__CLASS");
    if (name.front() == '_')
        return Error(Status::InvalidOperation, "class " + name + " begins with an underscore, as only the system's own classes do; choose another name", name);
    if (name.back() == '_') return Error(Status::InvalidObject, "class " + name + " ends with an underscore; choose another name", name);
    if (!cim::is_identifier(name))
        return Error(Status::InvalidParameter, "\"" + name + "\" is no class name: a letter, then letters, digits and underscores", name);
    return {};
}

// -- qualifiers by themselves

enum class Place { OfClass, OfProperty, OfMethod };

struct Known {
    std::string_view name;
    std::optional<Place> place;  // nothing: on parameters alone
    bool is_only_true;
};

/// Those with an enforced effect: where they may stand (CLASS-27), and whether TRUE is all they can say (CLASS-32, QUAL-26, QUAL-31).
constexpr std::array kKnown{
    Known{"key", Place::OfProperty, true},         Known{"indexed", Place::OfProperty, true},     Known{"not_null", Place::OfProperty, true},
    Known{"singleton", Place::OfClass, true},      Known{"abstract", Place::OfClass, false},      Known{"association", Place::OfClass, false},
    Known{"amendment", Place::OfClass, false},     Known{"terminal", Place::OfClass, false},      Known{"indication", Place::OfClass, false},
    Known{"implemented", Place::OfMethod, false},  Known{"disabled", Place::OfMethod, false},     Known{"static", Place::OfMethod, false},
    Known{"in", std::nullopt, false},              Known{"out", std::nullopt, false},             Known{"id", std::nullopt, false},
};

Result<void> check_qualifier(const Qualifier& qualifier, Place place, const std::string& owner) {
    TRY(check_user_name(qualifier.name, "qualifier"));
    const auto known = std::find_if(kKnown.begin(), kKnown.end(), [&](const Known& one) { return base::same_name(one.name, qualifier.name); });
    if (known == kKnown.end()) return {};
    if (known->place != place) return Error(Status::InvalidQualifier, "qualifier " + qualifier.name + " cannot stand on " + owner, qualifier.name);
    if (!known->is_only_true) return {};
    if (qualifier.content.type != cim::Type{cim::CimType::Boolean, false})
        return Error(Status::InvalidQualifierType, "qualifier " + qualifier.name + " of " + owner + " must be boolean TRUE", qualifier.name);
    if (!qualifier.is_true()) return Error(Status::InvalidParameter, "qualifier " + qualifier.name + " of " + owner + " can only be TRUE; leave it out instead", qualifier.name);
    return {};
}

Result<void> check_qualifiers(const QualifierSet& set, Place place, const std::string& owner) {
    for (const Qualifier& qualifier : set) TRY(check_qualifier(qualifier, place, owner));
    return {};
}

Result<void> check_parameters(const Class* side) {
    if (!side) return {};
    for (const cim::Property& parameter : side->properties()) {
        TRY(check_user_name(parameter.name(), "parameter"));
        for (const Qualifier& qualifier : parameter.nearest->qualifiers) TRY(check_user_name(qualifier.name, "qualifier"));
    }
    return {};
}

Result<void> check_members(const ClassBody& body) {
    for (const cim::PropertyDeclaration& property : body.properties) {
        TRY(check_user_name(property.name, "property"));
        TRY(check_qualifiers(property.qualifiers, Place::OfProperty, "property " + property.name));
    }
    for (const cim::MethodDeclaration& method : body.methods) {
        TRY(check_user_name(method.name, "method"));
        TRY(check_qualifiers(method.qualifiers, Place::OfMethod, "method " + method.name));
        for (const ClassPtr* side : {&method.in, &method.out}) TRY(check_parameters(side->get()));
    }
    return {};
}

// -- against the parent

/// True when an inherited qualifier fixes the value and this one has another (CLASS-23).
bool is_forbidden(const Qualifier& own, const QualifierSet& inherited) {
    const Qualifier* fixed = inherited.find(own.name);
    if (!fixed || (fixed->flavor & cim::flavor::kNotOverridable) == 0 || (fixed->flavor & cim::flavor::kToSubClass) == 0) return false;
    return !same_value(own.content, fixed->content);
}

/// The own qualifiers of a class, of one of its properties or of one of its methods.
struct Owner {
    Place place = Place::OfClass;
    std::string_view name;  // of the member
};

const QualifierSet* find_set(const ClassBody& body, const Owner& owner) {
    if (owner.place == Place::OfClass) return &body.qualifiers;
    if (owner.place == Place::OfProperty) {
        const cim::PropertyDeclaration* property = body.find_property(owner.name);
        return property ? &property->qualifiers : nullptr;
    }
    const cim::MethodDeclaration* method = body.find_method(owner.name);
    return method ? &method->qualifiers : nullptr;
}

/// Calls found(set, name, owner) for every own qualifier that the parent forbids.
template <class Body, class Found>
void visit_forbidden(Body& body, Found found) {
    if (!body.parent) return;
    const Class& parent = *body.parent;
    const auto visit = [&](auto& set, const QualifierSet& inherited, const Owner& owner) {
        std::vector<std::string> names;
        for (const Qualifier& own : set) {
            if (is_forbidden(own, inherited)) names.push_back(own.name);
        }
        for (const std::string& name : names) found(set, name, owner);
    };
    visit(body.qualifiers, parent.qualifiers(), {});
    for (auto& own : body.properties) {
        const cim::Property* property = parent.find_property(own.name);
        if (property && !own.qualifiers.empty()) visit(own.qualifiers, parent.qualifiers_of(*property), {Place::OfProperty, own.name});
    }
    for (auto& own : body.methods) {
        const cim::Method* method = parent.find_method(own.name);
        if (method && !own.qualifiers.empty()) visit(own.qualifiers, parent.qualifiers_of(*method), {Place::OfMethod, own.name});
    }
}

/// CLASS-24, MOF-41
Result<void> check_signatures(const Class& made) {
    if (!made.parent()) return {};
    for (const cim::MethodDeclaration& own : made.body().methods) {
        const cim::Method* inherited = made.parent()->find_method(own.name);
        if (!inherited || same_signature(*inherited->nearest, own)) continue;
        return Error(Status::UpdatePropagatedMethod, "method " + own.name + " of class " + made.name() + " has other parameters than the inherited one (types, classes or IDs)",
                     own.name);
    }
    return {};
}

Result<void> check_overrides(const Class& made) {
    std::string forbidden;
    visit_forbidden(made.body(), [&](const QualifierSet&, const std::string& name, const Owner&) { forbidden = name; });
    if (forbidden.empty()) return {};
    return Error(Status::UpdateOverrideNotAllowed,
                 "class " + made.name() + " gives qualifier " + forbidden + " another value than its superclass, which does not allow that (DisableOverride)", forbidden);
}

/// The class in "ref:Class" or "object:Class", empty for the plain words.
std::string_view named_in(std::string_view cim_type) {
    const std::size_t colon = cim_type.find(':');
    return colon == std::string_view::npos ? std::string_view() : cim_type.substr(colon + 1);
}

/// CLASS-22: a reference or object may be narrowed to a subclass. A class that is not there yet cannot be judged.
Result<void> check_narrowing(const Class& made, const Namespace& in) {
    for (const cim::PropertyDeclaration& own : made.body().properties) {
        const cim::Property* inherited = made.parent() ? made.parent()->find_property(own.name) : nullptr;
        if (!inherited || own.cim_type.empty()) continue;
        const std::string wide_text = made.parent()->cim_type(*inherited);
        const std::string_view wide = named_in(wide_text);
        const std::string_view narrow = named_in(own.cim_type);
        if (wide.empty() || base::same_name(wide, narrow)) continue;
        const bool is_itself = base::same_name(narrow, made.name());
        ClassPtr found;
        if (!is_itself) found = TRY(in.find_class(narrow));
        const Class* target = is_itself ? &made : found.get();
        if (narrow.empty() || (target && in.has_class(wide) && !target->is_a(wide)))
            return Error(Status::UpdateTypeMismatch, "property " + own.name + " of " + made.name() + " is " + own.cim_type + ", but inherited as " + wide_text, own.name);
    }
    return {};
}

Result<void> check_keys(const Class& made) {
    const Class* parent = made.parent().get();
    if (made.is_singleton() && !made.keys().empty())
        return Error(Status::CannotBeSingleton, "class " + made.name() + " is a singleton and has keys; remove one of both", made.name());
    if (!parent) return {};
    const bool is_marked = made.body().qualifiers.is_true("singleton");
    if (is_marked && !parent->is_singleton() && !(parent->is_abstract() && parent->keys().empty()))
        return Error(Status::CannotBeSingleton, "class " + made.name() + " cannot be a singleton, because its superclass " + parent->name() + " is none", made.name());
    if (!parent->keys().empty() && !std::equal(made.keys().begin(), made.keys().end(), parent->keys().begin(), parent->keys().end()))
        return Error(Status::CannotChangeKeyInheritance, "class " + made.name() + " changes the keys it inherits from " + parent->name() + "; keys are declared once", made.name());
    return {};
}

Result<void> check_kind(const Class& made, const ClassOptions& options) {
    const Class* parent = made.parent().get();
    const QualifierSet& own = made.body().qualifiers;
    if (made.is_abstract() && parent && !parent->is_abstract() && !options.may_be_abstract_below_concrete)
        return Error(Status::CannotBeAbstract, "class " + made.name() + " cannot be abstract, because its superclass " + parent->name() + " is not", made.name());
    if (parent && parent->is_dynamic() && !made.is_dynamic())
        return Error(Status::InvalidOperation, "class " + made.name() + " must be dynamic like its superclass " + parent->name(), made.name());
    if (parent && parent->body().qualifiers.is_true("terminal"))
        return Error(Status::InvalidOperation, "class " + parent->name() + " is terminal: nothing can derive from it", made.name());
    if (own.is_true("terminal") && made.is_abstract())
        return Error(Status::InvalidOperation, "class " + made.name() + " is terminal and abstract: nothing could ever be an instance of it", made.name());
    if (made.is_association() && own.is_true("indication"))
        return Error(Status::InvalidQualifier, "class " + made.name() + " is an association and an indication; it can be one of them", "indication");
    return {};
}

}  // namespace

Result<void> check_user_name(const std::string& name, std::string_view what) {
    if (cim::is_identifier(name) && name.back() != '_') return {};
    return Error(Status::InvalidParameter, "\"" + name + "\" is no name of a " + std::string(what) + ": a letter, then letters, digits and underscores, without one at the end", name);
}

Result<void> check_body(const ClassBody& body) {
    TRY(check_name(body.name));
    TRY(check_qualifiers(body.qualifiers, Place::OfClass, "class " + body.name));
    return check_members(body);
}

Result<void> check_against_parent(const Class& made, const Namespace& in, const ClassOptions& options) {
    TRY(check_kind(made, options));
    TRY(check_keys(made));
    TRY(check_overrides(made));
    TRY(check_signatures(made));
    return check_narrowing(made, in);
}

bool drop_forbidden_overrides(ClassBody& body) {
    bool has_dropped = false;
    visit_forbidden(body, [&](QualifierSet& set, const std::string& name, const Owner&) { has_dropped = set.erase(name) || has_dropped; });
    return has_dropped;
}

bool drop_hidden_overrides(ClassBody& body, const ClassBody& before) {
    bool has_dropped = false;
    visit_forbidden(body, [&](QualifierSet& set, const std::string& name, const Owner& owner) {
        const QualifierSet* stood = find_set(before, owner);
        const Qualifier* one = stood ? stood->find(name) : nullptr;
        if (one && same_value(one->content, set.find(name)->content)) has_dropped = set.erase(name) || has_dropped;
    });
    return has_dropped;
}

void keep_order(ClassBody& body, const ClassBody& before) {
    const auto place = [&before](const cim::PropertyDeclaration& property) {
        const cim::PropertyDeclaration* old = before.find_property(property.name);
        return old ? static_cast<std::size_t>(old - before.properties.data()) : before.properties.size();
    };
    std::stable_sort(body.properties.begin(), body.properties.end(),
                     [&place](const auto& left, const auto& right) { return place(left) < place(right); });
}

void stand_alone(ClassBody& body) {
    for (cim::PropertyDeclaration& property : body.properties) {
        if (!property.inherits_default || (body.parent && body.parent->find_property(property.name))) continue;
        property.inherits_default = false;
        property.default_value = {};
    }
}

bool has_same_indexes(const Class& left, const Class& right) {
    if (left.properties().size() != right.properties().size()) return false;
    return std::equal(left.properties().begin(), left.properties().end(), right.properties().begin(), [](const cim::Property& a, const cim::Property& b) {
        return a.introduced->qualifiers.is_true("indexed") == b.introduced->qualifiers.is_true("indexed");
    });
}

bool has_same_records(const Class& left, const Class& right) {
    const bool has_same_parent = (!left.parent() && !right.parent()) || (left.parent() && right.parent() && base::same_name(left.parent()->name(), right.parent()->name()));
    if (!has_same_parent || left.is_singleton() != right.is_singleton() || left.is_dynamic() != right.is_dynamic() || left.is_abstract() != right.is_abstract() ||
        left.properties().size() != right.properties().size() || !has_same_indexes(left, right))
        return false;
    return std::equal(left.properties().begin(), left.properties().end(), right.properties().begin(), [](const cim::Property& a, const cim::Property& b) {
        return base::same_name(a.name(), b.name()) && a.type() == b.type() && a.is_key == b.is_key;
    });
}

}  // namespace wmi::repository
