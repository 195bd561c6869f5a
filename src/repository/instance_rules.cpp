// What an instance must be to be kept (PUT-12..22, 27, 29; PART-07..10): checked when a put is prepared, and again inside the
// transaction when the definitions have changed since.
#include "base/text.h"
#include "cim/path.h"
#include "repository/internal/class_rules.h"
#include "repository/internal/record_place.h"
#include "repository/internal/timer_rules.h"

#include <algorithm>

namespace wmi::repository {

namespace {

using cim::CimType;
using cim::Instance;

Result<void> check_class(const cim::Class& of) {
    if (of.is_amendment())
        return Error(Status::InvalidOperation, "class " + of.name() + " holds localized text (Amendment) and has no instances; put the instance into the neutral namespace",
                     of.name());
    if (of.is_abstract()) return Error(Status::InvalidOperation, "class " + of.name() + " is abstract; put an instance of a class derived from it", of.name());
    if (of.is_dynamic())
        return Error(Status::ProviderNotFound, "instances of class " + of.name() + " come from its provider '" + of.provider() + "' and are not kept here", of.name());
    if (of.keys().empty() && !of.is_singleton())
        return Error(Status::NoKey, "class " + of.name() + " has no key, so its instances cannot be told apart and are not kept", of.name());
    return {};
}

/// CLASS-29: nothing below a blank.
Result<void> check_key_text(const cim::RecordView& record, const cim::Class& of, const cim::Property& property) {
    if (property.type().element != CimType::String) return {};
    const cim::RecordView::Text text = record.text(property);
    const std::size_t step = text.is_utf16 ? 2 : 1;
    for (std::size_t at = 0; at + step <= text.bytes.size(); at += step) {
        const auto low = static_cast<unsigned char>(text.bytes[at]);
        if (low < 0x20 && (step == 1 || text.bytes[at + 1] == 0))
            return Error(Status::InvalidObject, "key " + property.name() + " holds a control character; keys hold characters from U+0020 on", of.name());
    }
    return {};
}

/// PUT-17..20: a missing text key is made here, every other missing key is refused.
Result<void> complete_keys(const Surroundings& where, Instance& instance, PutMode mode) {
    const cim::Class& of = instance.cls();
    for (const std::uint16_t order : of.keys()) {
        const cim::Property& property = of.properties()[order];
        if (!instance.is_null(property)) {
            TRY(check_key_text(instance.view(), of, property));
            continue;
        }
        if (property.type().element != CimType::String)
            return Error(Status::IllegalNull, "key " + property.name() + " of " + of.name() + " has no value; give it one", of.name());
        if (mode == PutMode::UpdateOnly)
            return Error(Status::NotFound, "key " + property.name() + " of " + of.name() + " has no value, so no instance can be meant", of.name());
        instance.put_text(property, std::string_view(base::to_text(where.chance.guid())));
    }
    return {};
}

Error null_refused(const cim::Class& of, const cim::Property& property) {
    return Error(Status::IllegalNull, "property " + property.name() + " of " + of.name() + " must have a value (key, indexed or not_null)", of.name());
}

Result<void> check_values(const Instance& instance) {
    for (const cim::Property& property : instance.cls().properties()) {
        if (property.must_have && instance.is_null(property)) return null_refused(instance.cls(), property);
        TRY(check_embedded(instance.view(), instance.cls(), property));
    }
    return {};
}

/// Properties that the object does not have, as a row of a select list or an object made before they were: they are left as they
/// are, and have their defaults where the instance is new. Without all its keys it names none.
Result<void> leave_absent_alone(const cim::Class& given, Change::Content& change) {
    for (const cim::Property& property : change.definition->properties()) {
        if (given.find_property(property.name())) continue;
        change.absent.push_back(property.order);
        if (property.is_key)
            return Error(Status::InvalidObject, "the object lacks key " + property.name() + " of " + given.name() + "; read it with its keys, then put it", given.name());
    }
    if (change.absent.empty() || change.kind != Change::Content::Kind::Put || change.mode == PutMode::CreateOnly) return {};
    change.kind = Change::Content::Kind::Partial;
    change.is_whole = true;
    return {};
}

/// One set of an instance's own against what its class sends there (QUAL-09, OBJ-55).
Result<void> check_own_set(const cim::QualifierSet& own, const cim::QualifierSet& from_class, const std::string& owner) {
    for (const cim::Qualifier& one : own) {
        TRY(check_user_name(one.name, "qualifier"));
        if (base::same_name(one.name, "key"))
            return Error(Status::CannotBeKey, "an instance cannot have a key qualifier of its own; the class says what the keys are", owner);
        const cim::Qualifier* fixed = from_class.find(one.name);
        if (!fixed || !cim::propagates(*fixed, cim::flavor::kToInstance) || (fixed->flavor & cim::flavor::kNotOverridable) == 0) continue;
        if (!same_value(one.content, fixed->content))
            return Error(Status::OverrideNotAllowed, "qualifier " + fixed->name + " of " + owner + " has the class's value, which cannot be overridden (DisableOverride)", fixed->name);
    }
    return {};
}

Result<void> check_own_qualifiers(const Instance& instance) {
    if (!instance.has_own_qualifiers()) return {};
    const cim::Class& of = instance.cls();
    TRY(check_own_set(instance.own_qualifiers(), of.qualifiers(), of.name()));
    for (const cim::Property& property : of.properties()) {
        const cim::QualifierSet own = instance.own_qualifiers_of(property);
        if (!own.empty()) TRY(check_own_set(own, of.qualifiers_of(property), property.name()));
    }
    return {};
}

/// SYS-45
Result<void> check_registration(const Instance& instance) {
    if (!instance.cls().is_a("__ClassProviderRegistration")) return {};
    const cim::Property* enumerates = instance.cls().find_property("SupportsEnumeration");
    if (enumerates && !instance.is_null(*enumerates) && instance.view().slot<std::uint16_t>(*enumerates) != 0) return {};
    return Error(Status::InvalidProviderRegistration, "a class provider must support enumeration; register it with SupportsEnumeration TRUE", instance.cls().name());
}

/// PATH-30
Result<void> check_namespace_name(const Instance& instance, const Namespace& in) {
    const std::string name = cim::to_utf8(instance.view().text(instance.cls().properties()[instance.cls().keys().front()]));
    if (!cim::is_identifier(name))
        return Error(Status::InvalidParameter, "\"" + name + "\" is no name for a namespace: a letter, then letters, digits and underscores", name);
    if (base::to_utf16(in.path()).size() + 1 + base::to_utf16(name).size() > cim::kMaxPathLength)
        return Error(Status::QuotaViolation, "the path of namespace " + name + " would be longer than 8192 characters", name);
    return {};
}

/// PUT-11; almost all paths are short enough in bytes already.
Result<void> check_path(const std::string& path, const cim::Class& of) {
    if (path.size() <= cim::kMaxPathLength || base::to_wide(path).size() <= cim::kMaxPathLength) return {};
    return Error(Status::QuotaViolation, "the path of this instance of " + of.name() + " is longer than 8192 characters; shorten its keys", of.name());
}

/// What a partial put writes must be there when it is written: NULLs are decided against the stored instance (PART-13, PART-15).
Result<void> check_for_put(const Surroundings& where, const Namespace& in, Instance& instance, const ClassEntry& of, const Change::Content& change) {
    TRY(check_class(instance.cls()));
    TRY(complete_keys(where, instance, change.mode));
    TRY(check_own_qualifiers(instance));
    if (change.kind == Change::Content::Kind::Put) {
        TRY(check_values(instance));
        TRY(check_registration(instance));
        if (is_of_timers(where, of)) TRY(check_timer(instance.view()));
    }
    if (of.extent() == where.system.namespace_class()) TRY(check_namespace_name(instance, in));
    return {};
}

/// Orders of the listed properties under another layout of the class.
Result<std::vector<std::uint16_t>> rebound_list(const cim::Class& from, const cim::Class& to, const std::vector<std::uint16_t>& written) {
    std::vector<std::uint16_t> orders;
    orders.reserve(written.size());
    for (const std::uint16_t order : written) {
        const std::string& name = from.properties()[order].name();
        const cim::Property* property = to.find_property(name);
        if (!property) return Error(Status::InvalidContext, "__PUT_EXT_PROPERTIES names " + name + ", which class " + to.name() + " does not have any more", to.name());
        orders.push_back(property->order);
    }
    return orders;
}

/// What was absent before is absent still, where it is there at all.
void keep_absent(const cim::Class& from, const cim::Class& to, const std::vector<std::uint16_t>& before, std::vector<std::uint16_t>& absent) {
    for (const std::uint16_t order : before) {
        const cim::Property* property = to.find_property(from.properties()[order].name());
        if (property) absent.push_back(property->order);
    }
    std::sort(absent.begin(), absent.end());
}

Error changed_keys(const Change::Content& change) {
    return Error(Status::InvalidObjectPath, "the keys of class " + change.of->name() + " were changed; name the instance by its new keys", change.path);
}

Result<void> rebind_delete(const Surroundings& where, const Namespace& in, const ClassEntryPtr& of, Change::Content& change) {
    cim::ClassPtr definition = TRY(of->definition());
    if (!has_same_keys(*change.definition, *definition, change.keys)) return changed_keys(change);
    change.key = record_key(where.secret, in.id(), of->extent(), change.keys, *definition, here(where, in));
    change.definition = std::move(definition);
    change.of = of;
    return {};
}

/// All or nothing: the change may be applied again when its batch was given up.
Result<void> rebind_put(const Surroundings& where, const NamespacePtr& in, const cim::Class& now, Change::Content& change) {
    std::vector<std::uint16_t> written = TRY(rebound_list(*change.definition, now, change.written));
    Change::Content bound;
    bound.kind = change.kind;
    bound.mode = change.mode;
    TRY(bind_put(where, in, Instance::trusted(change.definition, Bytes(record_in(change.value))), bound));
    keep_absent(*change.definition, now, change.absent, bound.absent);
    bound.is_whole = bound.is_whole || change.is_whole;
    change.in = std::move(bound.in);
    change.of = std::move(bound.of);
    change.definition = std::move(bound.definition);
    change.key = std::move(bound.key);
    change.value = std::move(bound.value);
    change.path = std::move(bound.path);
    change.written = std::move(written);
    change.absent = std::move(bound.absent);
    change.kind = bound.kind;
    change.is_whole = bound.is_whole;
    return {};
}

/// Points change at the class of an instance as a namespace has it. What a spare one points at already is left as it is: counting
/// references that many threads count costs more than looking.
Result<void> find_class(const NamespacePtr& in, const Instance& instance, Change::Content& change) {
    if (change.in == in && change.definition == instance.class_pointer()) return {};
    const std::string& name = instance.cls().name();
    const ClassEntryPtr* entry = in->find_entry(name);
    if (!entry) return Error(Status::InvalidClass, "there is no class " + name + " in namespace " + in->path() + "; put the class first", name);
    change.definition = TRY((*entry)->definition());
    change.of = *entry;
    change.in = in;
    return {};
}

void make_value(const Bytes& record, Bytes& value) {
    value.clear();
    value.reserve(kRecordHeader + record.size());
    value.append(kRecordHeader, 0);
    value.append(record);
}

}  // namespace

Result<void> check_embedded(const cim::RecordView& record, const cim::Class& of, const cim::Property& property) {
    constexpr std::string_view kObject = "object:";
    if (property.type().element != CimType::Object || record.is_null(property)) return {};
    const std::string type = of.cim_type(property);
    if (type.size() <= kObject.size() || !base::same_name(std::string_view(type).substr(0, kObject.size()), kObject)) return {};
    const std::string_view wanted = std::string_view(type).substr(kObject.size());
    const auto check = [&](const cim::ObjectPtr& object) -> Result<void> {
        if (!object || object->cls().is_a(wanted)) return {};
        return Error(Status::TypeMismatch, "property " + property.name() + " of " + of.name() + " takes objects of " + std::string(wanted) + ", not of " + object->cls().name(),
                     of.name());
    };
    const cim::Value value = record.value(property);
    if (const auto* object = std::get_if<cim::ObjectPtr>(&value)) return check(*object);
    if (const auto* list = std::get_if<cim::Array>(&value)) {
        for (const cim::Scalar& element : *list) {
            if (const auto* object = std::get_if<cim::ObjectPtr>(&element)) TRY(check(*object));
        }
    }
    return {};
}

Result<void> check_complete(const cim::RecordView& record, const cim::Class& of) {
    for (const cim::Property& property : of.properties()) {
        if (property.must_have && record.is_null(property)) return null_refused(of, property);
    }
    return {};
}

Result<void> bind_put(const Surroundings& where, const NamespacePtr& in, Instance instance, Change::Content& change) {
    TRY(find_class(in, instance, change));
    if (change.definition != instance.class_pointer()) {
        TRY(leave_absent_alone(instance.cls(), change));
        instance = TRY(instance.rebound(change.definition));
    }
    TRY(check_for_put(where, *in, instance, *change.of, change));
    make_value(instance.canonical(), change.value);
    set_record_key(change.key, where.secret, in->id(), change.of->extent(), instance.view(), *change.definition, here(where, *in));
    if (!change.key.is_cut()) seal_record(change.value, change.key.bytes, change.of->layout());
    change.path = instance.relative_path().value_or(std::string());
    return check_path(change.path, *change.definition);
}

Result<void> rebind(Transaction& in, Change::Content& change) {
    if (in.has(change.in)) return {};
    const NamespacePtr now = in.catalogue().find_namespace(change.in->id());
    if (!now || now->path() != change.in->path())
        return Error(Status::InvalidNamespace, "namespace " + change.in->path() + " was deleted; connect to one that exists", change.in->path());
    const ClassEntryPtr* entry = now->find_entry(change.of->name());
    if (!entry) return Error(Status::InvalidClass, "class " + change.of->name() + " was deleted from namespace " + now->path(), change.of->name());
    if (*entry != change.of) {
        if (change.kind == Change::Content::Kind::Delete || change.kind == Change::Content::Kind::Firing) {
            TRY(rebind_delete(in.surroundings, *now, *entry, change));
        } else {
            const cim::ClassPtr definition = TRY((*entry)->definition());
            TRY(rebind_put(in.surroundings, now, *definition, change));
        }
    }
    change.in = now;
    return {};
}

}  // namespace wmi::repository
