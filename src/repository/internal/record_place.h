// Where a record stands: its key, the entries that indexes have of it, and what to do about keys that were cut.
#pragma once

#include "repository/internal/change.h"

namespace wmi::repository {

RecordKey record_key(const HashKey& secret, NamespaceId in, ClassId extent, const cim::RecordView& record, const cim::Class& of, const Here& here);
/// Fills in a key, in the memory that it has.
void set_record_key(RecordKey& key, const HashKey& secret, NamespaceId in, ClassId extent, const cim::RecordView& record, const cim::Class& of, const Here& here);
RecordKey record_key(const HashKey& secret, NamespaceId in, ClassId extent, std::span<const cim::Value> keys, const cim::Class& of, const Here& here);

/// Do keys that were given for a class, perhaps an older one, mean the same in the class that stands?
bool has_same_keys(const cim::Class& then, const cim::Class& now, std::span<const cim::Value> keys);

/// A live record that was found; the value is the view's own bytes.
struct Found {
    const ClassEntryPtr* of = nullptr;
    BytesView value;
};

/// Looks a record up; one of a forgotten layout counts as absent. Moves a cut key to the place of its record or, when there is
/// none, to the first free place.
/// errors   CriticalError
Result<std::optional<Found>> find_record(store::View& from, const Surroundings& where, const Namespace& in, RecordKey& key);

/// The class of a record, null when its layout was forgotten.
Result<const ClassEntryPtr*> class_of_record(const Namespace& in, BytesView value);

/// Removes a record; where another cut key follows, a gap stays, so that a search can end at the first free place.
Result<void> erase_record(store::Batch& from, BytesView key);

/// The key of an index entry; empty for NULL, which no index holds.
Bytes index_key(const HashKey& secret, NamespaceId in, const IndexedProperty& index, const cim::Class& of, const cim::RecordView& record, BytesView record_key,
                const Here& here);

/// How entries end: with the record's key from its extent on, or what fits of it and a hash.
void append_tail(Bytes& to, const HashKey& secret, BytesView record_key);
/// Does an entry say the whole key of its record?
inline bool has_whole_tail(BytesView record_key) { return record_key.size() - (kRecordKeyStart - 4) <= kCutIndexTail; }

void append_number(Bytes& to, std::uint32_t number);

/// All entries that a record has: in the indexes of its class, and of its references.
std::vector<Bytes> index_keys(const Surroundings& where, const Namespace& in, const ClassEntry& of, const cim::Class& definition, const cim::RecordView& record,
                              BytesView record_key);
/// The same without those of references.
std::vector<Bytes> index_keys_alone(const Surroundings& where, const Namespace& in, const ClassEntry& of, const cim::Class& definition, const cim::RecordView& record,
                                    BytesView record_key);
/// What stands at an entry.
BytesView entry_value(BytesView entry, BytesView record_key);

inline bool has_entries(const ClassEntry& of) { return !of.indexes().empty() || !of.references().empty(); }

inline Here here(const Surroundings& where, const Namespace& in) { return {where.machine, in.path()}; }

}  // namespace wmi::repository
