#include "objects/internal/foreign.h"

#include "base/text.h"
#include "com/text.h"
#include "objects/answer.h"
#include "objects/internal/variant.h"

#include <map>
#include <utility>

namespace wmi::objects::internal {
namespace {

using base::same_name;
using cim::Value;

/// Objects of another make may embed themselves: what is read deeper than any object may nest is refused.
thread_local std::size_t depth = 0;

struct Level {
    Level() { ++depth; }

    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;

    ~Level() { --depth; }
};

Error unreadable(std::string_view what) {
    return Error(Status::InvalidObject, "the object is not one of ours, and its " + std::string(what) + " cannot be read");
}

std::wstring wide(std::string_view text) { return base::to_wide(text); }

Result<cim::TypedValue> get(IWbemClassObject& object, std::string_view name) {
    Variant held;
    CIMTYPE type = 0;
    if (FAILED(object.Get(wide(name).c_str(), 0, held.get(), &type, nullptr))) return unreadable(name);
    const auto known = cim::find_type(static_cast<std::uint32_t>(type));
    if (!known) return unreadable(name);
    Value value = TRY(read_as(*held, *known));
    return cim::TypedValue{*known, std::move(value)};
}

std::string text_of(const cim::TypedValue& content) {
    const auto* text = std::get_if<std::string>(&content.value);
    return text ? *text : std::string();
}

Result<std::vector<std::string>> own_names(IWbemClassObject& object) {
    Variant names;
    if (FAILED(object.GetNames(nullptr, WBEM_FLAG_ALWAYS | WBEM_FLAG_NONSYSTEM_ONLY, nullptr, &names.get()->parray)))
        return unreadable("list of properties");
    names.get()->vt = VT_ARRAY | VT_BSTR;
    const Value list = TRY(read_as(*names, {cim::CimType::String, true}));
    std::vector<std::string> texts;
    for (const cim::Scalar& name : std::get<cim::Array>(list)) texts.push_back(std::get<std::string>(name));
    return texts;
}

/// The qualifiers of a set that stand in it itself, CIMTYPE apart.
Result<cim::QualifierSet> read_qualifiers(IWbemQualifierSet* set, std::string& cim_type) {
    cim::QualifierSet own;
    if (set == nullptr || FAILED(set->BeginEnumeration(0))) return own;
    for (;;) {
        com::Bstr name;
        Variant held;
        long flavor = 0;
        const HRESULT got = set->Next(0, name.out(), held.get(), &flavor);
        if (FAILED(got)) return unreadable("list of qualifiers");
        if (got != WBEM_S_NO_ERROR) break;
        cim::TypedValue content = TRY(read(*held));
        if (same_name(name.text(), "CIMTYPE")) {
            if (text_of(content).find(':') != std::string::npos) cim_type = text_of(content);
        } else if ((flavor & WBEM_FLAVOR_ORIGIN_PROPAGATED) == 0) {
            std::string text = name.text();
            own.set({std::move(text), std::move(content), static_cast<std::uint8_t>(flavor & cim::flavor::kSettable)});
        }
    }
    set->EndEnumeration();
    return own;
}

struct ForeignProperty {
    std::string name;
    std::string origin;  // the class that introduced it
    cim::TypedValue content;
    bool is_key = false;
    cim::QualifierSet qualifiers;
    std::string cim_type;
};

Result<ForeignProperty> read_property(IWbemClassObject& object, const std::string& name) {
    ForeignProperty property;
    property.name = name;
    property.content = TRY(get(object, name));
    com::Bstr origin;
    if (SUCCEEDED(object.GetPropertyOrigin(wide(name).c_str(), origin.out()))) property.origin = origin.text();
    com::com_ptr<IWbemQualifierSet> set;
    if (SUCCEEDED(object.GetPropertyQualifierSet(wide(name).c_str(), set.out())) && set) {
        property.qualifiers = TRY(read_qualifiers(set.get(), property.cim_type));
        property.is_key = SUCCEEDED(set->Get(L"key", 0, nullptr, nullptr));
    }
    return property;
}

struct ForeignClass {
    std::string name;
    std::vector<std::string> derivation;  // nearest first
    std::vector<ForeignProperty> properties;
    cim::QualifierSet qualifiers;
};

Result<ForeignClass> read_parts(IWbemClassObject& object) {
    ForeignClass parts;
    const cim::TypedValue name = TRY(get(object, "__CLASS"));
    parts.name = text_of(name);
    const cim::TypedValue ancestors = TRY(get(object, "__DERIVATION"));
    if (const auto* list = std::get_if<cim::Array>(&ancestors.value))
        for (const cim::Scalar& ancestor : *list) parts.derivation.push_back(std::get<std::string>(ancestor));
    const std::vector<std::string> names = TRY(own_names(object));
    for (const std::string& property : names) {
        ForeignProperty read = TRY(read_property(object, property));
        parts.properties.push_back(std::move(read));
    }
    com::com_ptr<IWbemQualifierSet> set;
    std::string no_type;
    if (SUCCEEDED(object.GetQualifierSet(set.out()))) parts.qualifiers = TRY(read_qualifiers(set.get(), no_type));
    return parts;
}

cim::PropertyDeclaration declaration_of(const ForeignProperty& property, bool is_class) {
    cim::PropertyDeclaration made;
    made.name = property.name;
    made.type = property.content.type;
    made.cim_type = property.cim_type;
    if (is_class) {
        made.default_value = property.content.value;
        made.qualifiers = property.qualifiers;
    }
    if (property.is_key) made.qualifiers.set(cim::mark("key", cim::flavor::kKey));
    return made;
}

/// The class and its ancestors, each with the properties that it is said to have introduced.
Result<cim::ClassPtr> rebuild_class(const ForeignClass& parts, bool is_class) {
    cim::ClassPtr parent;
    for (std::size_t level = parts.derivation.size() + 1; level-- > 0;) {
        cim::ClassBody body;
        body.name = level == 0 ? parts.name : parts.derivation[level - 1];
        body.parent = parent;
        for (const ForeignProperty& property : parts.properties) {
            const bool is_here = same_name(property.origin, body.name);
            if (is_here || (level == 0 && (!parent || !parent->find_property(property.name))))
                body.properties.push_back(declaration_of(property, is_class));
        }
        if (level == 0 && is_class) body.qualifiers = parts.qualifiers;
        parent = TRY(cim::Class::make(std::move(body)));
    }
    return parent;
}

Result<cim::OriginPtr> read_origin(IWbemClassObject& object) {
    const cim::TypedValue server = TRY(get(object, "__SERVER"));
    const cim::TypedValue space = TRY(get(object, "__NAMESPACE"));
    if (cim::is_null(server.value) || cim::is_null(space.value)) return cim::OriginPtr();
    auto origin = std::make_shared<cim::Origin>();
    origin->server = text_of(server);
    origin->namespace_path = text_of(space);
    return cim::OriginPtr(std::move(origin));
}

}  // namespace

Result<cim::Object> read_foreign(IWbemClassObject& object) {
    const Level level;
    if (depth > cim::kMaxNesting) return Error(Status::QuotaViolation, "embedded objects nest too deep");
    const cim::TypedValue genus = TRY(get(object, "__GENUS"));
    const bool is_class = genus.value == Value(std::int64_t{WBEM_GENUS_CLASS});
    const ForeignClass parts = TRY(read_parts(object));
    auto cls = TRY(rebuild_class(parts, is_class));
    auto origin = TRY(read_origin(object));
    if (is_class) return cim::Object(std::move(cls), std::move(origin));
    auto instance = cim::Instance::spawn(std::move(cls));
    for (const ForeignProperty& property : parts.properties) {
        const cim::Property& known = *instance.cls().find_property(property.name);
        TRY(instance.put(known, property.content.value));
        if (!property.qualifiers.empty()) instance.set_own_qualifiers_of(known, property.qualifiers);
    }
    if (!parts.qualifiers.empty()) instance.set_own_qualifiers(parts.qualifiers);
    return cim::Object(std::move(instance), std::move(origin));
}

}  // namespace wmi::objects::internal
