#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "cim/object.h"
#include "mof/internal/compiler.h"

namespace wmi::mof {
namespace {

using cim::CimType;

std::string cim_type_of(const TypeName& type) {
    if (type.class_name.empty()) return {};
    return std::string(cim::word_of(type.element)) + ":" + type.class_name;
}

cim::Qualifier number_qualifier(std::string name, std::int64_t number, std::uint8_t flavor) {
    return {std::move(name), {{CimType::Sint32, false}, number}, flavor};
}

// The size of an array is kept as MaxLen, unless the text says one (MOF-25).
void keep_size(cim::QualifierSet& qualifiers, const PropertySyntax& syntax) {
    if (syntax.size && !qualifiers.find("MaxLen"))
        qualifiers.set(number_qualifier("MaxLen", *syntax.size, 0));
}

bool same_apart_from_direction(cim::PropertyDeclaration left, cim::PropertyDeclaration right) {
    for (cim::PropertyDeclaration* one : {&left, &right}) {
        for (const char* word : {"in", "out", "ID"})
            one->qualifiers.erase(word);
    }
    return left.type == right.type && base::same_name(left.cim_type, right.cim_type) &&
           same_qualifiers(left.qualifiers, right.qualifiers);
}

// IDs count from 0 without a gap, and no two parameters share one (MOF-37).
Result<void> check_ids(const std::vector<std::int64_t>& ids, std::string_view method) {
    std::set<std::int64_t> seen;
    for (const std::int64_t id : ids) {
        if (id < 0 || !seen.insert(id).second) {
            return Error(
                Status::InvalidParameterId,
                fmt::format("Two parameters of the method {} have the ID {}, or it is negative.", method, id),
                std::string(method));
        }
    }
    if (!seen.empty() && *seen.rbegin() + 1 != static_cast<std::int64_t>(seen.size())) {
        return Error(Status::NonconsecutiveParameterIds,
                     fmt::format("The IDs of the parameters of {} leave a gap; they count from 0.", method),
                     std::string(method));
    }
    return {};
}

}  // namespace

Result<cim::ClassBody> Compiler::body_of(const ClassSyntax& syntax) {
    cim::ClassBody body;
    body.name = syntax.name;
    body.qualifiers = set_of(syntax.qualifiers);
    if (!syntax.base.empty()) {
        auto parent = classes_.get(namespace_, syntax.base);
        if (!parent && parent.status() == Status::NotFound) {
            return Error(Status::NotFound,
                         fmt::format("The base class {} of {} is neither in {} nor earlier in the text.",
                                     syntax.base, syntax.name, namespace_),
                         syntax.base);
        }
        body.parent = TRY(std::move(parent));
    }
    body.properties.reserve(syntax.properties.size());
    for (const PropertySyntax& property : syntax.properties) {
        blame_.move_to(property.place);
        cim::PropertyDeclaration made = TRY(declaration_of(property, body.parent.get()));
        body.properties.push_back(std::move(made));
    }
    body.methods.reserve(syntax.methods.size());
    for (const MethodSyntax& method : syntax.methods) {
        blame_.move_to(method.place);
        cim::MethodDeclaration made = TRY(method_of(method));
        body.methods.push_back(std::move(made));
    }
    return body;
}

// What a redeclaration says of the type. The plain word, where the inherited type names a class, is no narrower
// one: it is said, so that the put can refuse it (MOF-24, CLASS-22).
std::string Compiler::cim_type_below(const PropertySyntax& syntax, const cim::Class* parent) {
    const std::string strong = cim_type_of(syntax.type);
    const cim::Property* inherited = parent ? parent->find_property(syntax.name) : nullptr;
    const bool is_weaker =
        inherited && strong.empty() && parent->cim_type(*inherited).find(':') != std::string::npos;
    return is_weaker ? std::string(cim::word_of(syntax.type.element)) : strong;
}

// An inherited property that is declared again without a value keeps the inherited default (MOF-24).
Result<cim::PropertyDeclaration> Compiler::declaration_of(const PropertySyntax& syntax,
                                                          const cim::Class* parent) {
    cim::PropertyDeclaration made;
    made.name = syntax.name;
    made.type = syntax.cim_type();
    made.cim_type = cim_type_below(syntax, parent);
    made.qualifiers = set_of(syntax.qualifiers);
    keep_size(made.qualifiers, syntax);
    made.inherits_default = !syntax.value && parent && parent->find_property(syntax.name);
    if (!syntax.value) return made;
    made.default_value = TRY(value_of(*syntax.value, made.type, *this, blame_));
    TRY(check_strong_type(*syntax.value, syntax.type.class_name, made.default_value));
    return made;
}

// A strongly typed property takes objects of its class and of those derived from it (MOF-53).
Result<void> Compiler::check_strong_type(const Initializer& at, const std::string& class_name,
                                         const cim::Value& value) {
    if (class_name.empty()) return {};
    const auto is_good = [&](const cim::ObjectPtr& object) {
        return !object || object->cls().is_a(class_name);
    };
    const auto* single = std::get_if<cim::ObjectPtr>(&value);
    bool good = !single || is_good(*single);
    if (const auto* array = std::get_if<cim::Array>(&value)) {
        good = std::all_of(array->begin(), array->end(), [&](const cim::Scalar& element) {
            const auto* object = std::get_if<cim::ObjectPtr>(&element);
            return !object || is_good(*object);
        });
    }
    if (good) return {};
    return blame_.at(
        at.place, Status::TypeMismatch,
        fmt::format("Only objects of {} and of classes derived from it are good here.", class_name),
        class_name);
}

Result<cim::MethodDeclaration> Compiler::method_of(const MethodSyntax& syntax) {
    cim::MethodDeclaration made;
    made.name = syntax.name;
    made.qualifiers = set_of(syntax.qualifiers);
    cim::ClassBody in, out;
    in.name = out.name = "__PARAMETERS";
    TRY(add_parameters(syntax, in, out));
    if (syntax.returns) {
        cim::PropertyDeclaration result;
        result.name = "ReturnValue";
        result.type = {syntax.returns->element, false};
        result.cim_type = cim_type_of(*syntax.returns);
        result.qualifiers.set(cim::mark("out"));
        out.properties.push_back(std::move(result));
    }
    if (!in.properties.empty()) made.in = TRY(cim::Class::make(std::move(in)));
    if (!out.properties.empty()) made.out = TRY(cim::Class::make(std::move(out)));
    return made;
}

// The same name may stand twice, once in and once out, and is then one parameter (MOF-39).
Result<void> Compiler::add_parameters(const MethodSyntax& syntax, cim::ClassBody& in, cim::ClassBody& out) {
    std::vector<std::int64_t> ids;
    for (const ParameterSyntax& parameter : syntax.parameters) {
        blame_.move_to(parameter.property.place);
        cim::PropertyDeclaration made = TRY(declaration_of(parameter.property, nullptr));
        const auto wrong = [&](Status status, std::string_view why) {
            return blame_.at(parameter.property.place, status,
                             fmt::format("The parameter {} of {} {}.", made.name, syntax.name, why),
                             made.name);
        };
        if (base::same_name(made.name, "ReturnValue"))
            return wrong(Status::InvalidMethodParameters, "has the name of the method's result");
        cim::PropertyDeclaration* known_in = in.find_property(made.name);
        cim::PropertyDeclaration* known = known_in ? known_in : out.find_property(made.name);
        const bool overlaps =
            (parameter.is_in && known_in) || (parameter.is_out && out.find_property(made.name));
        if (overlaps || (known && !same_apart_from_direction(made, *known))) {
            return wrong(Status::InvalidDuplicateParameter,
                         "stands twice, and differently or for the same direction");
        }
        const cim::Qualifier* written = made.qualifiers.find("ID");
        const std::int64_t* number = written ? std::get_if<std::int64_t>(&written->content.value) : nullptr;
        if (written && !number) return wrong(Status::InvalidParameterId, "has an ID that is no integer");
        if (known) {
            const std::int64_t known_id = std::get<std::int64_t>(known->qualifiers.find("ID")->content.value);
            if (number && *number != known_id)
                return wrong(Status::InvalidDuplicateParameter, "stands twice with two IDs");
            if (!number) made.qualifiers.set(*known->qualifiers.find("ID"));
            for (const cim::Qualifier& one : cim::QualifierSet(known->qualifiers)) {
                if (!made.qualifiers.find(one.name)) made.qualifiers.set(one);
            }
            known->qualifiers = made.qualifiers;  // one parameter, so both sides say in and out
        } else {
            const auto next = static_cast<std::int64_t>(ids.size());
            ids.push_back(number ? *number : next);
            if (!number)
                made.qualifiers.set(
                    number_qualifier("ID", next, cim::flavor::kNotOverridable | cim::flavor::kToInstance));
        }
        if (parameter.is_in) in.properties.push_back(made);
        if (parameter.is_out) out.properties.push_back(std::move(made));
    }
    blame_.move_to(syntax.place);
    return check_ids(ids, syntax.name);
}

}  // namespace wmi::mof
