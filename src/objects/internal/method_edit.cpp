// Methods of a class: what PutMethod demands of the two signatures (OBJ-47..49).
#include "objects/internal/class_edit.h"

#include "base/text.h"
#include "objects/internal/names.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace wmi::objects::internal {
namespace {

using cim::CimType;
using cim::Class;
using cim::Property;
using cim::Qualifier;
using cim::QualifierSet;

constexpr const char* kParameters = "__PARAMETERS";
constexpr const char* kReturnValue = "ReturnValue";

enum class Side { In, Out };

std::string_view word_of(Side side) { return side == Side::In ? "in" : "out"; }

/// A parameter with the qualifiers that its signature shows, without CIMTYPE.
struct Parameter {
    const Class* signature;
    const Property* property;
    QualifierSet qualifiers;
};

Error wrong(Status status, const Parameter& parameter, std::string_view what) {
    return Error(status, "parameter " + parameter.property->name() + ' ' + std::string(what), parameter.property->name());
}

std::vector<Parameter> parameters_of(const ClassPtr& signature) {
    std::vector<Parameter> all;
    if (!signature) return all;
    for (const Property& property : signature->properties()) {
        Parameter parameter{signature.get(), &property, {}};
        for (Qualifier qualifier : signature->qualifiers_of(property)) {
            if (base::same_name(qualifier.name, "CIMTYPE")) continue;
            qualifier.flavor &= cim::flavor::kSettable;
            parameter.qualifiers.set(std::move(qualifier));
        }
        all.push_back(std::move(parameter));
    }
    return all;
}

bool is_return_value(const Parameter& parameter) { return base::same_name(parameter.property->name(), kReturnValue); }

const Parameter* find(const std::vector<Parameter>& all, const std::string& name) {
    for (const Parameter& parameter : all)
        if (base::same_name(parameter.property->name(), name)) return &parameter;
    return nullptr;
}

Result<std::int64_t> id_of(const Parameter& parameter) {
    const Qualifier* id = parameter.qualifiers.find("ID");
    if (!id) return wrong(Status::MissingParameterId, parameter, "has no ID qualifier");
    const auto* number = std::get_if<std::int64_t>(&id->content.value);
    if (!number || id->content.type != cim::Type{CimType::Sint32, false} || *number < 0)
        return wrong(Status::InvalidParameterId, parameter, "has an ID that is no sint32 from 0 on");
    return *number;
}

Result<void> check_return_value(const Parameter& parameter, Side side) {
    if (side == Side::In) return wrong(Status::InvalidMethodParameters, parameter, "can only go out");
    if (parameter.qualifiers.find("ID")) return wrong(Status::ParameterIdOnRetval, parameter, "has an ID qualifier, it must not");
    if (parameter.property->type().is_array) return wrong(Status::InvalidMethodParameters, parameter, "cannot be an array");
    return {};
}

/// in and out must say in which of the two signatures a parameter stands; what is not said is added by flattened().
Result<void> check_direction(const Parameter& parameter, Side side, bool is_in_both) {
    const Side other = side == Side::In ? Side::Out : Side::In;
    if (is_in_both || !parameter.qualifiers.find(word_of(other))) return {};
    return wrong(Status::InvalidMethodParameters, parameter, "is marked for a direction whose signature does not have it");
}

bool same_apart_from_direction(const Parameter& left, const Parameter& right) {
    const auto plain = [](QualifierSet set) {
        set.erase("in");
        set.erase("out");
        return set;
    };
    return left.property->type() == right.property->type() &&
           base::same_name(left.signature->cim_type(*left.property), right.signature->cim_type(*right.property)) &&
           same_qualifiers(plain(left.qualifiers), plain(right.qualifiers));
}

Result<void> collect_ids(const std::vector<Parameter>& side, Side which, const std::vector<Parameter>& other,
                         std::map<std::int64_t, const Parameter*>& ids) {
    for (const Parameter& parameter : side) {
        if (is_return_value(parameter)) {
            TRY(check_return_value(parameter, which));
            continue;
        }
        const Parameter* twin = find(other, parameter.property->name());
        TRY(check_direction(parameter, which, twin != nullptr));
        const std::int64_t id = TRY(id_of(parameter));
        if (twin) {
            TRY(id_of(*twin));
            if (!same_apart_from_direction(parameter, *twin))
                return wrong(Status::InvalidDuplicateParameter, parameter, "is defined differently in the two signatures");
        }
        const auto [taken, is_new] = ids.emplace(id, &parameter);
        if (!is_new && !base::same_name(taken->second->property->name(), parameter.property->name()))
            return wrong(Status::InvalidParameterId, parameter, "has the ID of another parameter");
    }
    return {};
}

Result<void> check_signatures(const std::vector<Parameter>& in, const std::vector<Parameter>& out) {
    std::map<std::int64_t, const Parameter*> ids;
    TRY(collect_ids(in, Side::In, out, ids));
    TRY(collect_ids(out, Side::Out, in, ids));
    std::int64_t expected = 0;
    for (const auto& [id, parameter] : ids)
        if (id != expected++) return wrong(Status::NonconsecutiveParameterIds, *parameter, "leaves a gap in the IDs, which count from 0");
    return {};
}

/// The signature as a class of its own named __PARAMETERS, whatever it was derived from; null without parameters.
Result<ClassPtr> flattened(const std::vector<Parameter>& parameters, Side side, const std::vector<Parameter>& other) {
    if (parameters.empty()) return ClassPtr();
    cim::ClassBody body;
    body.name = kParameters;
    for (const Parameter& parameter : parameters) {
        cim::PropertyDeclaration made;
        made.name = parameter.property->name();
        made.type = parameter.property->type();
        const std::string cim_type = parameter.signature->cim_type(*parameter.property);
        if (!base::same_name(cim_type, cim::word_of(made.type.element))) made.cim_type = cim_type;
        made.default_value = parameter.property->default_value();
        made.qualifiers = parameter.qualifiers;
        if (Qualifier* id = made.qualifiers.find("ID")) id->flavor = cim::flavor::kNotOverridable | cim::flavor::kToInstance;  // MOF-37
        const bool is_in_both = find(other, made.name) != nullptr;
        for (const Side direction : {Side::In, Side::Out})
            if ((direction == side || is_in_both) && !made.qualifiers.find(word_of(direction)))
                made.qualifiers.set(cim::mark(std::string(word_of(direction))));
        body.properties.push_back(std::move(made));
    }
    return Class::make(std::move(body));
}

}  // namespace

Result<ClassPtr> put_method(const ClassPtr& of, std::string_view name, const ClassPtr& in, const ClassPtr& out) {
    TRY(check_user_name(name, "method"));
    const auto inputs = parameters_of(in);
    const auto outputs = parameters_of(out);
    TRY(check_signatures(inputs, outputs));
    ClassPtr in_made = TRY(flattened(inputs, Side::In, outputs));
    ClassPtr out_made = TRY(flattened(outputs, Side::Out, inputs));
    cim::ClassBody body = of->body();
    cim::MethodDeclaration* present = declare_method(body, *of, name);
    if (!present) {
        present = &body.methods.emplace_back();
        present->name = name;
    }
    present->in = std::move(in_made);
    present->out = std::move(out_made);
    const Error other_signature(Status::PropagatedMethod, "the inherited method has another signature", std::string(name));
    const cim::Method* inherited = of->parent() ? of->parent()->find_method(name) : nullptr;
    if (inherited && !same_signature(*inherited->nearest, *present)) return other_signature;
    return Class::make(std::move(body));
}

Result<Removal> remove_method(const ClassPtr& of, std::string_view name) {
    const cim::Method* present = of->find_method(name);
    if (!present) return Error(Status::NotFound, "the class has no such method", std::string(name));
    if (!of->own_declaration(*present)) return Error(Status::PropagatedMethod, "the method belongs to a superclass", std::string(name));
    const bool was_override = present->origin != of->depth();
    cim::ClassBody body = of->body();
    std::erase_if(body.methods, [&](const cim::MethodDeclaration& method) { return base::same_name(method.name, name); });
    auto made = TRY(Class::make(std::move(body)));
    return Removal{std::move(made), was_override ? Status::SResetToDefault : Status::Ok};
}

}  // namespace wmi::objects::internal
