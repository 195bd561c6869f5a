#include "repository/internal/record_place.h"

#include "base/text.h"
#include "repository/internal/references.h"

namespace wmi::repository {

namespace {

constexpr unsigned kMaxOrdinal = 255;

void begin_key(RecordKey& key, NamespaceId in, ClassId extent) {
    constexpr std::size_t kMostKeys = 64;
    key.whole.clear();
    key.bytes.clear();
    key.bytes.reserve(kMostKeys);
    key.bytes.push_back(static_cast<char>(Table::Records));
    append_number(key.bytes, in);
    append_number(key.bytes, extent);
}

void cut(const HashKey& secret, RecordKey& key) {
    if (key.bytes.size() <= kCutKey) return;
    key.whole = std::move(key.bytes);
    const Hash128 hash = sip_hash(secret, key.whole);
    key.bytes.assign(key.whole, 0, kCutKey);
    key.bytes.append(hash.data(), hash.size());
    key.bytes.push_back(0);
}

bool is_record_of(const Surroundings& where, const Namespace& in, const ClassEntry& of, BytesView value, const RecordKey& key) {
    auto definition = of.definition();
    if (!definition) return false;
    Bytes whole(key.whole, 0, kRecordKeyStart);
    append_keys(whole, {**definition, record_in(value)}, **definition, here(where, in));
    return whole == key.whole;
}

/// Goes through the places of one cut key up to the first free one.
Result<std::optional<Found>> find_cut(store::View& from, const Surroundings& where, const Namespace& in, RecordKey& key) {
    std::optional<unsigned> free;
    for (unsigned ordinal = 0; ordinal <= kMaxOrdinal; ++ordinal) {
        key.bytes.back() = static_cast<char>(ordinal);
        const auto value = TRY(from.get(key.bytes));
        if (!value) {
            if (free) key.bytes.back() = static_cast<char>(*free);
            return std::optional<Found>();
        }
        const ClassEntryPtr* of = TRY(class_of_record(in, *value));
        if (of && !is_sealed(*value, key.bytes)) return damaged("a record", key.bytes);
        if (!of) {
            if (!free) free = ordinal;
        } else if (is_record_of(where, in, **of, *value, key)) {
            return std::optional<Found>({of, *value});
        }
    }
    if (free) key.bytes.back() = static_cast<char>(*free);  // else it stays a place that is taken
    return std::optional<Found>();
}

}  // namespace

void append_number(Bytes& to, std::uint32_t number) {
    char bytes[4];
    for (int i = 0; i < 4; ++i) bytes[i] = static_cast<char>(number >> (24 - 8 * i));
    to.append(bytes, sizeof bytes);
}

void set_record_key(RecordKey& key, const HashKey& secret, NamespaceId in, ClassId extent, const cim::RecordView& record, const cim::Class& of, const Here& here) {
    begin_key(key, in, extent);
    append_keys(key.bytes, record, of, here);
    cut(secret, key);
}

RecordKey record_key(const HashKey& secret, NamespaceId in, ClassId extent, const cim::RecordView& record, const cim::Class& of, const Here& here) {
    RecordKey key;
    set_record_key(key, secret, in, extent, record, of, here);
    return key;
}

RecordKey record_key(const HashKey& secret, NamespaceId in, ClassId extent, std::span<const cim::Value> keys, const cim::Class& of, const Here& here) {
    RecordKey key;
    begin_key(key, in, extent);
    append_keys(key.bytes, keys, of, here);
    cut(secret, key);
    return key;
}

bool has_same_keys(const cim::Class& then, const cim::Class& now, std::span<const cim::Value> keys) {
    if (keys.size() != now.keys().size() || keys.size() != then.keys().size()) return false;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const cim::Property& before = then.properties()[then.keys()[i]];
        const cim::Property& after = now.properties()[now.keys()[i]];
        if (!base::same_name(before.name(), after.name()) || !cim::fits(after.type(), keys[i])) return false;
    }
    return true;
}

Result<const ClassEntryPtr*> class_of_record(const Namespace& in, BytesView value) {
    const Layout layout = TRY(layout_of(value));
    return in.find_layout(layout);
}

Result<std::optional<Found>> find_record(store::View& from, const Surroundings& where, const Namespace& in, RecordKey& key) {
    if (key.is_cut()) return find_cut(from, where, in, key);
    const auto value = TRY(from.get(key.bytes));
    if (!value) return std::optional<Found>();
    const ClassEntryPtr* of = TRY(class_of_record(in, *value));
    if (!of) return std::optional<Found>();
    if (!is_sealed(*value, key.bytes)) return damaged("a record", key.bytes);
    return std::optional<Found>({of, *value});
}

Result<void> erase_record(store::Batch& from, BytesView key) {
    if (key.size() == kCutKeySize && static_cast<unsigned char>(key.back()) < kMaxOrdinal) {
        Bytes next(key);
        next.back() = static_cast<char>(next.back() + 1);
        if (TRY(from.get(next))) {
            Bytes gap(kRecordHeader + 1, 0);
            const Bytes place(key);
            seal_record(gap, place, kGapLayout);
            TRY(from.put(place, gap));
            return {};
        }
    }
    TRY(from.erase(key));
    return {};
}

Bytes index_key(const HashKey& secret, NamespaceId in, const IndexedProperty& index, const cim::Class& of, const cim::RecordView& record, BytesView record_key,
                const Here& here) {
    const cim::Property& property = of.properties()[index.order];
    Bytes key;
    if (record.is_null(property)) return key;
    key.push_back(static_cast<char>(Table::Index));
    append_number(key, in);
    append_number(key, index.of);
    key.push_back(static_cast<char>(index.order >> 8U));
    key.push_back(static_cast<char>(index.order));
    const std::size_t start = key.size();
    append_property(key, record, property, Use::Index, here);
    if (key.size() > start + kCutIndexValue) key.resize(start + kCutIndexValue);
    append_tail(key, secret, record_key);
    return key;
}

void append_tail(Bytes& to, const HashKey& secret, BytesView record_key) {
    const BytesView tail = record_key.substr(kRecordKeyStart - 4);
    if (has_whole_tail(record_key)) {
        to.append(tail);
        return;
    }
    const Hash128 hash = sip_hash(secret, tail);
    to.append(tail.substr(0, kCutIndexTail - hash.size()));
    to.append(hash.data(), hash.size());
}

BytesView entry_value(BytesView entry, BytesView record_key) {
    return entry.front() == static_cast<char>(Table::References) ? reference_value(record_key) : record_key;
}

std::vector<Bytes> index_keys(const Surroundings& where, const Namespace& in, const ClassEntry& of, const cim::Class& definition, const cim::RecordView& record,
                              BytesView record_key) {
    std::vector<Bytes> keys = index_keys_alone(where, in, of, definition, record, record_key);
    append_references(keys, where, in, of, record, record_key);
    return keys;
}

std::vector<Bytes> index_keys_alone(const Surroundings& where, const Namespace& in, const ClassEntry& of, const cim::Class& definition, const cim::RecordView& record,
                                    BytesView record_key) {
    std::vector<Bytes> keys;
    keys.reserve(of.indexes().size());
    for (const IndexedProperty& index : of.indexes()) {
        Bytes key = index_key(where.secret, in.id(), index, definition, record, record_key, here(where, in));
        if (!key.empty()) keys.push_back(std::move(key));
    }
    return keys;
}

}  // namespace wmi::repository
