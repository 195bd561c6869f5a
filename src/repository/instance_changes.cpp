#include "base/text.h"
#include "cim/path.h"
#include "repository/internal/references.h"

#include <algorithm>

namespace wmi::repository {

namespace {

using cim::ClassPtr;
using cim::Instance;

Error absent(const Change::Content& change) {
    return Error(Status::NotFound, "there is no instance " + change.path + " in namespace " + change.in->path() + "; create it first or correct its keys", change.path);
}

Error taken(const Change::Content& change, const ClassEntry& by) {
    std::string sentence = "instance " + change.path + " exists already";
    if (by.id() != change.of->id()) sentence += " as an instance of " + by.name() + "; delete that one first";
    return Error(Status::AlreadyExists, std::move(sentence), change.path);
}

/// Index entries that stand before and after a change.
Result<void> replace_entries(Transaction& in, const std::vector<Bytes>& before, const std::vector<Bytes>& after, BytesView record_key) {
    for (const Bytes& key : before) {
        if (std::find(after.begin(), after.end(), key) == after.end()) TRY(in.batch.erase(key));
    }
    for (const Bytes& key : after) {
        if (std::find(before.begin(), before.end(), key) == before.end()) TRY(in.batch.put(key, entry_value(key, record_key)));
    }
    return {};
}

std::vector<Bytes> entries_of(const Transaction& in, const Change::Content& change, const ClassEntry& of, const cim::Class& definition, BytesView value) {
    if (!has_entries(of)) return {};
    return index_keys(in.surroundings, *change.in, of, definition, {definition, record_in(value)}, change.key.bytes);
}

enum class Entries { None, OfIndexes, All };

std::vector<Bytes> entries_of(const Transaction& in, const Change::Content& change, BytesView value, Entries which = Entries::All) {
    if (which == Entries::All) return entries_of(in, change, *change.of, *change.definition, value);
    if (which == Entries::None) return {};
    return index_keys_alone(in.surroundings, *change.in, *change.of, *change.definition, {*change.definition, record_in(value)}, change.key.bytes);
}

/// References are read only when one of them changes.
Entries entries_to_replace(const Change::Content& change, BytesView old_value, BytesView new_value) {
    const cim::RecordView before(*change.definition, record_in(old_value)), after(*change.definition, record_in(new_value));
    if (!change.of->references().empty() && !has_same_references(*change.of, before, after)) return Entries::All;
    return change.of->indexes().empty() ? Entries::None : Entries::OfIndexes;
}

/// The key by which namespaces are named.
std::string first_key(const cim::Class& of, BytesView value) {
    return cim::to_utf8(cim::RecordView(of, record_in(value)).text(of.properties()[of.keys().front()]));
}

bool is_of_namespaces(const Transaction& in, const ClassEntry& of) { return of.extent() == in.surroundings.system.namespace_class(); }

Result<void> after_creation(Transaction& in, Change::Content& change) {
    in.count(change.in->id(), change.of->layout(), 1);
    TRY(replace_entries(in, {}, entries_of(in, change, change.value), change.key.bytes));
    if (in.log) in.log->note_instance(change.in, change.of, {}, change.value);
    if (!is_of_namespaces(in, *change.of)) return {};
    std::string name = first_key(*change.definition, change.value);
    TRY(create_namespace(in, *change.in, name));
    if (in.log) in.log->note_namespace(change.in, change.of, {}, change.value, std::move(name));
    return {};
}

void note_overwriting(Transaction& in, const Change::Content& change, BytesView old_value, BytesView new_value) {
    in.log->note_instance(change.in, change.of, old_value, new_value);
    if (is_of_namespaces(in, *change.of)) in.log->note_namespace(change.in, change.of, old_value, new_value, first_key(*change.definition, new_value));
}

/// Over what stood there: a live instance of the same class, found in the batch.
Result<void> overwrite(Transaction& in, Change::Content& change, BytesView old_value, BytesView new_value) {
    const Entries which = entries_to_replace(change, old_value, new_value);
    const std::vector<Bytes> before = entries_of(in, change, old_value, which);
    if (in.log) note_overwriting(in, change, old_value, new_value);
    TRY(in.batch.put(change.key.bytes, new_value));
    return replace_entries(in, before, entries_of(in, change, new_value, which), change.key.bytes);
}

/// A record of a forgotten layout stood at the place: as if nothing had.
Result<Did> create_over(Transaction& in, Change::Content& change) {
    TRY(in.batch.put(change.key.bytes, change.value));
    TRY(after_creation(in, change));
    return Did::Create;
}

/// What an existing record means for a put that may create.
Result<Did> meet(Transaction& in, Change::Content& change, const ClassEntry& there, BytesView value) {
    if (there.id() != change.of->id() || change.mode == PutMode::CreateOnly) return taken(change, there);  // PUT-06, PUT-25
    TRY(overwrite(in, change, value, change.value));
    return Did::Alter;
}

/// Cut keys and updates: look first, then write.
Result<Did> put_after_look(Transaction& in, Change::Content& change) {
    const auto found = TRY(find_record(in.batch, in.surroundings, *change.in, change.key));
    seal_record(change.value, change.key.bytes, change.of->layout());  // a cut key may have moved
    if (change.mode == PutMode::UpdateOnly) {
        if (!found || (*found->of)->id() != change.of->id()) return absent(change);
        TRY(overwrite(in, change, found->value, change.value));
        return Did::Alter;
    }
    if (found) return meet(in, change, **found->of, found->value);
    return create_over(in, change);
}

/// One step down the tree for a creation.
Result<Did> put_at_once(Transaction& in, Change::Content& change) {
    const auto there = TRY(in.batch.insert(change.key.bytes, change.value));
    if (!there) {
        TRY(after_creation(in, change));
        return Did::Create;
    }
    const ClassEntryPtr* of = TRY(class_of_record(*change.in, *there));
    if (!of) return create_over(in, change);
    return meet(in, change, **of, *there);
}

/// The bytes of a slot as a number, low ones first.
std::uint64_t slot_number(const cim::RecordView& record, const cim::Property& property) {
    switch (cim::slot_size(property.type())) {
        case 1: return record.slot<std::uint8_t>(property);
        case 2: return record.slot<std::uint16_t>(property);
        case 4: return record.slot<std::uint32_t>(property);
        default: return record.slot<std::uint64_t>(property);
    }
}

Result<void> take_value(const Change::Content& change, const cim::RecordView& given, const cim::Property& property, Instance& stored) {
    const cim::Type type = property.type();
    if (!given.is_null(property)) {
        if (type.is_array || cim::is_text(type.element) || type.element == cim::CimType::Object) return stored.put(property, given.value(property));
        stored.put_number(property, slot_number(given, property));
        return {};
    }
    if (!change.has_strict_nulls) return {};  // PART-13
    if (property.must_have)
        return Error(Status::IllegalNull, "property " + property.name() + " of " + change.path + " must have a value; leave it out of the list or give one", property.name());
    stored.put_null(property);
    return {};
}

/// The stored instance with the listed properties of the given one.
Result<Bytes> merge(const Change::Content& change, BytesView stored_value) {
    Instance stored = Instance::trusted(change.definition, Bytes(record_in(stored_value)));
    const cim::RecordView given(*change.definition, record_in(change.value));
    for (const std::uint16_t order : change.written) {
        const cim::Property& property = change.definition->properties()[order];
        if (!property.is_key) TRY(take_value(change, given, property, stored));
    }
    const Bytes& record = stored.canonical();
    Bytes value;
    value.reserve(kRecordHeader + record.size());
    value.resize(kRecordHeader);
    value.append(record);
    return value;
}

}  // namespace

Result<Did> apply_put(Transaction& in, Change::Content& change) {
    TRY(rebind(in, change));
    if (change.key.is_cut() || change.mode == PutMode::UpdateOnly) return put_after_look(in, change);
    return put_at_once(in, change);
}

Result<Did> apply_partial(Transaction& in, Change::Content& change) {
    TRY(rebind(in, change));
    const auto found = TRY(find_record(in.batch, in.surroundings, *change.in, change.key));
    if (!found || (*found->of)->id() != change.of->id()) return absent(change);
    change.merged = TRY(merge(change, found->value));
    seal_record(change.merged, change.key.bytes, change.of->layout());
    TRY(overwrite(in, change, found->value, change.merged));
    return Did::Alter;
}

Result<Did> apply_delete(Transaction& in, Change::Content& change) {
    TRY(rebind(in, change));
    const auto found = TRY(find_record(in.batch, in.surroundings, *change.in, change.key));
    if (!found || !(*found->of)->is_a(change.of->id())) return absent(change);
    const ClassEntryPtr of = *found->of;
    const cim::ClassPtr definition = TRY(of->definition());
    const std::vector<Bytes> entries = entries_of(in, change, *of, *definition, found->value);
    const bool is_namespace = is_of_namespaces(in, *of);
    const std::string name = is_namespace ? first_key(*definition, found->value) : std::string();
    if (in.log) {
        in.log->note_instance(change.in, of, found->value, {});
        if (is_namespace) in.log->note_namespace(change.in, of, found->value, {}, name);
    }
    TRY(erase_record(in.batch, change.key.bytes));
    TRY(replace_entries(in, entries, {}, {}));
    in.count(change.in->id(), of->layout(), -1);
    if (is_namespace) {
        const NamespacePtr child = in.catalogue().find_namespace(change.in->path() + "\\" + name);
        if (child) TRY(delete_namespace(in, *child));
    }
    return Did::Alter;
}

}  // namespace wmi::repository
