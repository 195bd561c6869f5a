#include "base/text.h"
#include "cim/path.h"
#include "cim/record_in_place.h"
#include "repository/internal/record_place.h"
#include "repository/internal/references.h"
#include "repository/internal/timer_rules.h"

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

Result<void> follow_creation(Transaction& in, Change::Content& change) {
    in.count(change.in->id(), change.of->layout(), 1);
    TRY(replace_entries(in, {}, entries_of(in, change, change.value), change.key.bytes));
    if (in.log) in.log->note_instance(change.in, change.of, {}, change.value);
    if (is_of_timers(in.surroundings, *change.of)) return follow_timer(in, change, change.value);
    if (!is_of_namespaces(in, *change.of)) return {};
    std::string name = first_key(*change.definition, change.value);
    TRY(create_namespace(in, *change.in, name));
    if (in.log) in.log->note_namespace(change.in, change.of, {}, change.value, std::move(name));
    return {};
}

Result<void> after_creation(Transaction& in, Change::Content& change) {
    Result<void> done = follow_creation(in, change);
    if (!done) in.spoil();  // the record is in the batch
    return done;
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
    TRY(replace_entries(in, before, entries_of(in, change, new_value, which), change.key.bytes));
    return is_of_timers(in.surroundings, *change.of) ? follow_timer(in, change, new_value) : Result<void>();
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

/// The place that a look for a cut key ended at is one for a new record, unless all of them are taken.
Result<void> check_free(Transaction& in, const Change::Content& change) {
    if (!change.key.is_cut()) return {};
    const auto there = TRY(in.batch.get(change.key.bytes));
    if (!there) return {};
    const ClassEntryPtr* of = TRY(class_of_record(*change.in, *there));
    if (!of) return {};
    return Error(Status::QuotaViolation, "256 instances have keys that begin and hash like " + change.path + "; choose shorter keys", change.path);
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
    TRY(check_free(in, change));
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
    const bool reads_old_values = in.log || has_entries(*change.of);
    if (reads_old_values && !is_sealed(*there, change.key.bytes)) return damaged("a record", change.key.bytes);
    return meet(in, change, **of, *there);
}

/// What a listed property means: taken, left alone (PART-13), or refused.
Result<bool> is_taken(const Change::Content& change, const cim::RecordView& given, const cim::Property& property) {
    if (property.is_key) return false;
    if (!given.is_null(property)) return true;
    if (!change.has_strict_nulls) return false;
    if (property.must_have)
        return Error(Status::IllegalNull, "property " + property.name() + " of " + change.path + " must have a value; leave it out of the list or give one", change.of->name());
    return true;
}

/// The stored instance with the listed properties of the given one, when they have room where the old ones stand. Else false.
Result<bool> merge_in_place(const cim::RecordView& given, BytesView stored_value, const Change::Content& change, Bytes& merged) {
    merged.assign(stored_value);
    for (const std::uint16_t order : change.written) {
        const cim::Property& property = change.definition->properties()[order];
        const bool taken = TRY(is_taken(change, given, property));
        if (taken && !cim::take_in_place(*change.definition, merged, kRecordHeader, property, given)) return false;
    }
    return true;
}

/// The same for values of any size.
Result<void> merge(const cim::RecordView& given, BytesView stored_value, const Change::Content& change, Bytes& merged) {
    Instance stored = Instance::trusted(change.definition, Bytes(record_in(stored_value)));
    for (const std::uint16_t order : change.written) {
        const cim::Property& property = change.definition->properties()[order];
        const bool taken = TRY(is_taken(change, given, property));
        if (!taken) continue;
        if (given.is_null(property)) stored.put_null(property);
        else TRY(stored.put(property, given.value(property)));
    }
    merged.assign(kRecordHeader, 0);
    merged.append(stored.canonical());
    return {};
}

/// The given instance, with what its class lacked as it is stored.
Result<void> complete(const cim::RecordView& stored, Change::Content& change, Bytes& merged) {
    Instance given = Instance::trusted(change.definition, Bytes(record_in(change.value)));
    for (const std::uint16_t order : change.absent) {
        const cim::Property& property = change.definition->properties()[order];
        if (stored.is_null(property)) given.put_null(property);
        else TRY(given.put(property, stored.value(property)));
    }
    TRY(check_complete(given.view(), *change.definition));
    merged.assign(kRecordHeader, 0);
    merged.append(given.canonical());
    return {};
}

/// Keys are stored as they were first spelled (PUT-52).
bool are_keys_spelled_alike(const cim::Class& of, const cim::RecordView& left, const cim::RecordView& right) {
    return std::all_of(of.keys().begin(), of.keys().end(), [&](std::uint16_t order) {
        const cim::Property& property = of.properties()[order];
        if (!cim::is_text(property.type().element)) return true;
        const cim::RecordView::Text mine = left.text(property), other = right.text(property);
        return mine.is_utf16 == other.is_utf16 && mine.bytes == other.bytes;
    });
}

Result<void> make_merged(const Found& stored, Change::Content& change, Bytes& merged) {
    const cim::RecordView given(*change.definition, record_in(change.value)), before(*change.definition, record_in(stored.value));
    if (change.is_whole) return complete(before, change, merged);
    if (!are_keys_spelled_alike(*change.definition, given, before)) change.path = cim::print_instance_path(*change.definition, before);
    const bool fits = TRY(merge_in_place(given, stored.value, change, merged));
    if (!fits) TRY(merge(given, stored.value, change, merged));
    return {};
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
    const cim::RecordView given(*change.definition, record_in(change.value));
    if (!found && change.mode != PutMode::UpdateOnly) {  // the object lacked properties of its class: they get their defaults
        TRY(check_complete(given, *change.definition));
        return change.key.is_cut() ? put_after_look(in, change) : put_at_once(in, change);
    }
    if (!found || (*found->of)->id() != change.of->id()) return found && change.mode != PutMode::UpdateOnly ? taken(change, **found->of) : absent(change);
    TRY(make_merged(*found, change, in.scratch));
    if (is_of_timers(in.surroundings, *change.of)) TRY(check_timer({*change.definition, record_in(in.scratch)}));
    seal_record(in.scratch, change.key.bytes, change.of->layout());
    TRY(overwrite(in, change, found->value, in.scratch));
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
    if (is_of_timers(in.surroundings, *of)) TRY(follow_timer(in, change, {}));
    if (is_namespace) {
        const NamespacePtr child = in.catalogue().find_namespace(change.in->path() + "\\" + name);
        if (child) TRY(delete_namespace(in, *child));
    }
    return Did::Alter;
}

}  // namespace wmi::repository
