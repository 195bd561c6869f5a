#include "objects/internal/qualifier_edit.h"

#include "base/text.h"
#include "cim/path.h"
#include "objects/internal/class_edit.h"
#include "objects/internal/names.h"
#include "objects/internal/variant.h"

#include <utility>

namespace wmi::objects::internal {
namespace {

using cim::CimType;
using cim::Qualifier;
using cim::QualifierSet;
namespace flavor = cim::flavor;

constexpr const char* kCimType = "CIMTYPE";

Error gone(const Target& target) {
    return Error(Status::NotFound, "the object has no such property or method (any more)", target.name);
}

Result<const cim::Property*> property_of(const cim::Object& object, const Target& target) {
    const cim::Property* property = object.cls().find_property(target.name);
    if (!property) return gone(target);
    return property;
}

Result<const cim::Method*> method_of(const cim::Object& object, const Target& target) {
    const cim::Method* method = object.cls().find_method(target.name);
    if (!method) return gone(target);
    return method;
}

/// What the element would show if it had no qualifiers of its own.
Result<QualifierSet> received_qualifiers(const cim::Object& object, const Target& target) {
    const cim::Class& cls = object.cls();
    const bool is_instance = !object.is_class();
    const cim::Class* from = is_instance ? &cls : cls.parent().get();
    const std::uint8_t towards = is_instance ? flavor::kToInstance : flavor::kToSubClass;
    if (!from) return QualifierSet();
    switch (target.element) {
        case Carrier::Object: return inherit(from->qualifiers(), towards, {});
        case Carrier::Property: {
            const cim::Property* property = from->find_property(target.name);
            return property ? inherit(from->qualifiers_of(*property), towards, {}) : QualifierSet();
        }
        case Carrier::Method: {
            const cim::Method* method = from->find_method(target.name);
            return method ? inherit(from->qualifiers_of(*method), towards, {}) : QualifierSet();
        }
    }
    return QualifierSet();
}

Result<QualifierSet> own_qualifiers(const cim::Object& object, const Target& target) {
    const cim::Instance* instance = object.find_instance();
    const cim::Class& cls = object.cls();
    switch (target.element) {
        case Carrier::Object: return instance ? instance->own_qualifiers() : cls.body().qualifiers;
        case Carrier::Property: {
            const cim::Property* property = TRY(property_of(object, target));
            if (instance) return instance->own_qualifiers_of(*property);
            const cim::PropertyDeclaration* own = cls.own_declaration(*property);
            return own ? own->qualifiers : QualifierSet();
        }
        case Carrier::Method: {
            const cim::Method* method = TRY(method_of(object, target));
            const cim::MethodDeclaration* own = cls.own_declaration(*method);
            return own ? own->qualifiers : QualifierSet();
        }
    }
    return QualifierSet();
}

/// Applies a change to the body of the object's class.
template <class Change>
Result<void> edit_class(cim::Object& object, Change&& change) {
    cim::ClassBody body = object.cls().body();
    TRY(change(body));
    drop_empty_overrides(body);
    auto made = TRY(cim::Class::make(std::move(body)));
    object = cim::Object(std::move(made), object.origin());
    return {};
}

Result<void> set_own(cim::Object& object, const Target& target, QualifierSet set) {
    if (cim::Instance* instance = object.find_instance()) {
        if (target.element == Carrier::Object) {
            instance->set_own_qualifiers(set);
        } else {
            const cim::Property* property = TRY(property_of(object, target));
            instance->set_own_qualifiers_of(*property, set);
        }
        return {};
    }
    return edit_class(object, [&](cim::ClassBody& body) -> Result<void> {
        if (target.element == Carrier::Object) {
            body.qualifiers = std::move(set);
        } else if (target.element == Carrier::Property) {
            auto* declaration = declare_property(body, object.cls(), target.name);
            if (!declaration) return gone(target);
            declaration->qualifiers = std::move(set);
        } else {
            auto* declaration = declare_method(body, object.cls(), target.name);
            if (!declaration) return gone(target);
            declaration->qualifiers = std::move(set);
        }
        return {};
    });
}

/// The name of a class, the system's too.
bool is_class_name(std::string_view name) {
    const std::size_t first = name.find_first_not_of('_');
    return first != std::string_view::npos && cim::is_identifier(name.substr(first)) && name.back() != '_';
}

/// CIMTYPE may only be made more precise: ref:Class, object:Class (QUAL-11). Its word is in lower case (QUAL-12).
Result<void> refine_type(cim::Object& object, const Target& target, const Qualifier& qualifier) {
    const cim::Property* property = TRY(property_of(object, target));
    const auto* text = std::get_if<std::string>(&qualifier.content.value);
    if (!text) return Error(Status::InvalidQualifierType, "CIMTYPE is a text", target.name);
    const std::string_view word = cim::word_of(property->type().element);
    const std::string_view given = std::string_view(*text).substr(0, text->find(':'));
    const bool can_be_strong = property->type().element == CimType::Reference || property->type().element == CimType::Object;
    const bool is_strong = given.size() != text->size();
    const std::string_view class_name = is_strong ? std::string_view(*text).substr(given.size() + 1) : std::string_view();
    if (!base::same_name(given, word) || (is_strong && !(can_be_strong && is_class_name(class_name))))
        return Error(Status::InvalidParameter, "CIMTYPE does not fit the property's type, which is " + std::string(word), target.name);
    if (!object.is_class() || base::same_name(*text, object.cls().cim_type(*property))) return {};
    return edit_class(object, [&](cim::ClassBody& body) -> Result<void> {
        auto* declaration = declare_property(body, object.cls(), target.name);
        declaration->cim_type = is_strong ? std::string(word) + ":" + std::string(class_name) : std::string();
        return {};
    });
}

Result<void> check_key(const cim::Object& object, const Target& target) {
    if (!object.is_class()) return Error(Status::CannotBeKey, "an instance cannot have a key qualifier of its own", target.name);
    if (target.element != Carrier::Property) return {};
    const cim::Property* property = TRY(property_of(object, target));
    if (!cim::can_be_key(property->type()))
        return Error(Status::CannotBeKey, "a property of this type cannot be a key", target.name);
    return {};
}

}  // namespace

Result<QualifierSet> shown_qualifiers(const cim::Object& object, const Target& target) {
    const cim::Instance* instance = object.find_instance();
    switch (target.element) {
        case Carrier::Object: return instance ? instance->qualifiers() : object.cls().qualifiers();
        case Carrier::Property: {
            const cim::Property* property = TRY(property_of(object, target));
            return instance ? instance->qualifiers_of(*property) : object.cls().qualifiers_of(*property);
        }
        case Carrier::Method: {
            const cim::Method* method = TRY(method_of(object, target));
            return object.cls().qualifiers_of(*method);
        }
    }
    return QualifierSet();
}

Result<void> put_qualifier(cim::Object& object, const Target& target, Qualifier qualifier) {
    if (target.element == Carrier::Property && base::same_name(qualifier.name, kCimType)) return refine_type(object, target, qualifier);
    if (base::same_name(qualifier.name, "key")) TRY(check_key(object, target));
    const QualifierSet received = TRY(received_qualifiers(object, target));
    const Qualifier* above = received.find(qualifier.name);
    if (above && (above->flavor & flavor::kNotOverridable) != 0) {
        if (same_value(above->content, qualifier.content)) return {};
        return Error(Status::OverrideNotAllowed, "the inherited qualifier " + above->name + " cannot be overridden", above->name);
    }
    QualifierSet own = TRY(own_qualifiers(object, target));
    own.set(std::move(qualifier));
    return set_own(object, target, std::move(own));
}

Result<Status> remove_qualifier(cim::Object& object, const Target& target, std::string_view name, const cim::Class* stored) {
    if (target.element == Carrier::Property && base::same_name(name, kCimType)) {
        TRY(property_of(object, target));
        return Error(Status::InvalidOperation, "CIMTYPE belongs to every property and cannot be deleted", target.name);
    }
    const QualifierSet received = TRY(received_qualifiers(object, target));
    QualifierSet own = TRY(own_qualifiers(object, target));
    const bool is_received = received.find(name) != nullptr;
    if (!own.find(name)) {
        if (is_received) return Error(Status::PropagatedQualifier, "the qualifier belongs to a superclass or to the class", std::string(name));
        return Error(Status::NotFound, "there is no such qualifier", std::string(name));
    }
    const cim::Property* before = stored && target.element == Carrier::Property ? stored->find_property(target.name) : nullptr;
    if (base::same_name(name, "key") && before && before->is_key)
        return Error(Status::InvalidOperation, "the key of a stored class cannot be deleted", target.name);
    own.erase(name);
    TRY(set_own(object, target, std::move(own)));
    return is_received ? Status::SResetToDefault : Status::Ok;
}

Result<cim::TypedValue> qualifier_content(const VARIANT& from) {
    if ((from.vt & VT_ARRAY) != 0 && from.parray && from.parray->cDims != 1)
        return Error(Status::InvalidQualifierType, "an array of a qualifier has one dimension, not " + std::to_string(from.parray->cDims));
    switch (from.vt & ~VT_ARRAY) {
        case VT_I4:
        case VT_R8:
        case VT_BSTR:
        case VT_BOOL: return read(from);
        default:
            return Error(Status::InvalidQualifierType,
                         "a qualifier is a VT_I4, VT_R8, VT_BSTR or VT_BOOL, or an array of them, not a VARIANT of type " +
                             std::to_string(from.vt));
    }
}

}  // namespace wmi::objects::internal
