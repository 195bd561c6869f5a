#include "objects/internal/class_edit.h"

#include "base/text.h"
#include "objects/internal/names.h"
#include "objects/internal/variant.h"

#include <algorithm>
#include <utility>

namespace wmi::objects::internal {
namespace {

using cim::CimType;
using cim::ClassBody;
using cim::PropertyDeclaration;
using cim::Value;

bool is_null(const VARIANT* value) { return value == nullptr || value->vt == VT_NULL; }

Result<Value> value_for(const VARIANT* value, cim::Type type) {
    if (is_null(value)) return Value();
    return read_as(*value, type);
}

Result<cim::Type> asked_type(CIMTYPE type) {
    const auto found = type >= 0 && type <= 0xFFFF ? cim::find_type(static_cast<std::uint32_t>(type)) : std::nullopt;
    if (!found) return Error(Status::InvalidPropertyType, "there is no CIM type " + std::to_string(type));
    return *found;
}

Result<PropertyDeclaration> new_property(std::string_view name, const VARIANT* value, CIMTYPE type) {
    TRY(check_user_name(name, "property"));
    PropertyDeclaration made;
    made.name = name;
    if (type != 0) {
        made.type = TRY(asked_type(type));
        made.default_value = TRY(value_for(value, made.type));
        return made;
    }
    if (is_null(value)) return Error(Status::InvalidParameter, "a new property needs a type or a value", std::string(name));
    cim::TypedValue content = TRY(read(*value));
    if (content.type.element == CimType::Empty)
        return Error(Status::TypeMismatch, "a new property needs a type or a value", std::string(name));
    made.type = content.type;
    made.default_value = std::move(content.value);
    return made;
}

Result<void> edit_own(PropertyDeclaration& property, const VARIANT* value, CIMTYPE type) {
    const cim::Type wanted = type == 0 ? property.type : TRY(asked_type(type));
    property.default_value = TRY(value_for(value, wanted));
    if (wanted.element != property.type.element) property.cim_type.clear();
    property.type = wanted;
    return {};
}

Result<void> edit_inherited(PropertyDeclaration& property, const VARIANT* value, CIMTYPE type) {
    const cim::Type wanted = type == 0 ? property.type : TRY(asked_type(type));
    if (wanted != property.type)
        return Error(Status::TypeMismatch, "an inherited property keeps its type", property.name);
    property.default_value = TRY(value_for(value, property.type));
    property.inherits_default = false;
    return {};
}

}  // namespace

PropertyDeclaration* declare_property(ClassBody& body, const cim::Class& of, std::string_view name) {
    if (PropertyDeclaration* own = body.find_property(name)) return own;
    const cim::Property* inherited = of.find_property(name);
    if (!inherited) return nullptr;
    PropertyDeclaration made;
    made.name = inherited->name();
    made.type = inherited->type();
    made.inherits_default = true;
    body.properties.push_back(std::move(made));
    return &body.properties.back();
}

cim::MethodDeclaration* declare_method(ClassBody& body, const cim::Class& of, std::string_view name) {
    if (cim::MethodDeclaration* own = body.find_method(name)) return own;
    const cim::Method* inherited = of.find_method(name);
    if (!inherited) return nullptr;
    cim::MethodDeclaration made;
    made.name = inherited->name();
    made.in = inherited->nearest->in;
    made.out = inherited->nearest->out;
    body.methods.push_back(std::move(made));
    return &body.methods.back();
}

void drop_empty_overrides(ClassBody& body) {
    std::erase_if(body.properties, [](const PropertyDeclaration& property) {
        return property.inherits_default && property.qualifiers.empty() && property.cim_type.empty();
    });
}

Result<ClassPtr> put_property(const ClassPtr& of, std::string_view name, const VARIANT* value, CIMTYPE type) {
    const cim::Property* present = of->find_property(name);
    ClassBody body = of->body();
    if (!present) {
        PropertyDeclaration made = TRY(new_property(name, value, type));
        body.properties.push_back(std::move(made));
    } else if (of->introduces(*present)) {
        TRY(edit_own(*body.find_property(name), value, type));
    } else {
        TRY(edit_inherited(*declare_property(body, *of, name), value, type));
    }
    return cim::Class::make(std::move(body));
}

Result<Removal> remove_property(const ClassPtr& of, std::string_view name) {
    const cim::Property* present = of->find_property(name);
    if (!present) return Error(Status::NotFound, "the class has no such property", std::string(name));
    const PropertyDeclaration* own = of->own_declaration(*present);
    if (!own) return Error(Status::PropagatedProperty, "the property belongs to a superclass", std::string(name));
    const bool was_override = !of->introduces(*present);
    ClassBody body = of->body();
    std::erase_if(body.properties, [&](const PropertyDeclaration& property) { return base::same_name(property.name, name); });
    auto made = TRY(cim::Class::make(std::move(body)));
    return Removal{std::move(made), was_override ? Status::SResetToDefault : Status::Ok};
}

Result<ClassPtr> rename(const ClassPtr& of, std::string_view name) {
    ClassBody body = of->body();
    body.name = name;
    return cim::Class::make(std::move(body));
}

Result<ClassPtr> derive(const ClassPtr& from) {
    ClassBody body;
    body.parent = from;
    return cim::Class::make(std::move(body));
}

}  // namespace wmi::objects::internal
