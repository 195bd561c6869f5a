#include "cim/internal/instance_part.h"

#include "base/text.h"

#include <algorithm>
#include <utility>

namespace wmi::cim::internal {
namespace {

/// Qualifiers that came from the class are not the instance's own.
QualifierSet own_of(QualifierSet set) {
    QualifierSet own;
    for (Qualifier& qualifier : set)
        if ((qualifier.flavor & flavor::kPropagated) == 0 && !base::same_name(qualifier.name, "CIMTYPE")) own.set(std::move(qualifier));
    return own;
}

/// Takes a set with its length from a reader: empty when it leaves the bytes.
BytesView take_set(base::ByteReader& reader, BytesView all) {
    const std::size_t start = reader.at();
    const auto length = reader.read<std::uint32_t>();
    if (length < 4) reader.fail();
    reader.skip(length - std::size_t{4});
    return reader.ok() ? all.substr(start, length) : BytesView();
}

struct Tables {
    BytesView nd;
    BytesView values;
    BytesView qualifiers;
    std::vector<BytesView> property_qualifiers;
    BytesView heap;
};

Result<Tables> split(const InstanceLayout& layout, BytesView part) {
    base::ByteReader reader(part);
    Tables tables;
    const auto length = reader.read<std::uint32_t>();
    if (length > part.size()) return broken("an instance says that it has " + std::to_string(length) + " bytes; there are " + std::to_string(part.size()));
    reader.skip(5);
    tables.nd = reader.take(layout.nd_size);
    tables.values = reader.take(layout.values_size);
    tables.qualifiers = take_set(reader, part);
    const auto flag = reader.read<std::uint8_t>();
    if (reader.ok() && flag != kNoPropertyQualifiers && flag != kPropertyQualifiers)
        return broken("an instance has the property qualifier flag " + std::to_string(flag));
    if (flag == kPropertyQualifiers)
        for (std::size_t i = 0; reader.ok() && i < layout.places.size(); ++i) tables.property_qualifiers.push_back(take_set(reader, part));
    tables.heap = reader.take(reader.read<std::uint32_t>() & ~kHeapMark);
    if (!reader.ok() || reader.at() > length) return broken("an instance ends too soon");
    return tables;
}

}  // namespace

RecordPlaces::RecordPlaces(const Class& of, BytesView record)
    : RecordPlaces(of.nd_size(), of.values_size(), of.properties().size(), record) {}

RecordPlaces::RecordPlaces(std::size_t nd_size, std::size_t values_size, std::size_t property_count, BytesView record)
    : values(RecordView::kNdOffset + nd_size),
      qualifiers(values + values_size),
      flag(qualifiers + base::load<std::uint32_t>(record.data() + qualifiers)),
      heap(std::min(flag, record.size() - 1) + 1) {
    flag = heap - 1;
    if (record[flag] == kPropertyQualifiers)
        for (std::size_t i = 0; i < property_count && heap + 4 <= record.size(); ++i) heap += base::load<std::uint32_t>(record.data() + heap);
    heap = std::min(heap + 4, record.size());
}

InstanceLayout layout_of(const Class& of) {
    InstanceLayout layout;
    layout.places.reserve(of.properties().size());
    for (const std::uint16_t order : of.by_name()) {
        const Property& property = of.properties()[order];
        layout.places.push_back({&property, property.order, property.offset});
    }
    layout.nd_size = of.nd_size();
    layout.values_size = of.values_size();
    return layout;
}

Result<RecordContent> read_record(const Class& of, const InstanceLayout& layout, BytesView part, Reading reading) {
    const Tables tables = TRY(split(layout, part));
    const HeapReader heap(tables.heap, reading);
    RecordContent content;
    content.values.reserve(of.properties().size());
    for (const Property& property : of.properties()) content.values.push_back(property.default_value());
    for (const SlotPlace& place : layout.places) {
        const Type type = place.property->type();
        if (place.order / 4 >= tables.nd.size() || place.offset + slot_size(type) > tables.values.size())
            return broken("property " + place.property->name() + " stands outside the value table");
        const Nd nd = nd_at(tables.nd.data(), place.order);
        if (nd == Nd::Default) continue;
        Value& value = content.values[place.property->order];
        value = Value();
        if (nd != Nd::Value) continue;
        auto read = heap.value(type, tables.values.data() + place.offset);
        if (!read) return std::move(read).error().concerning(place.property->name());
        value = std::move(read).value();
    }
    content.qualifiers = own_of(TRY(read_qualifier_set(tables.qualifiers, heap)));
    bool any = false;
    std::vector<QualifierSet> sets(of.properties().size());
    for (std::size_t i = 0; i < tables.property_qualifiers.size(); ++i) {
        QualifierSet& set = sets[layout.places[i].property->order];
        set = own_of(TRY(read_qualifier_set(tables.property_qualifiers[i], heap)));
        any = any || !set.empty();
    }
    if (any) content.property_qualifiers = std::move(sets);
    return content;
}

Bytes write_record(const Class& of, const RecordContent& content) {
    const std::size_t values = RecordView::kNdOffset + of.nd_size();
    const std::size_t qualifiers = values + of.values_size();
    std::size_t place = qualifiers + qualifier_set_size(content.qualifiers);
    Bytes record(place, '\0');
    const bool has_sets = !content.property_qualifiers.empty();
    record.push_back(static_cast<char>(has_sets ? kPropertyQualifiers : kNoPropertyQualifiers));
    if (has_sets)
        for (const QualifierSet& set : content.property_qualifiers) record.append(qualifier_set_size(set), '\0');
    record.append(4, '\0');
    const std::size_t heap_start = record.size();
    HeapWriter heap(record, heap_start);
    heap.add_text(of.name());
    for (const Property& property : of.properties()) {
        const Value& value = content.values[property.order];
        set_nd(record.data() + RecordView::kNdOffset, property.order, is_null(value) ? Nd::Null : Nd::Value);
        if (is_null(value)) continue;
        const std::uint64_t slot = heap.add(property.type(), value);
        store_slot(record.data() + values + property.offset, slot_size(property.type()), slot);
    }
    write_qualifier_set(record, qualifiers, content.qualifiers, heap, Dictionary::Avoid);
    ++place;
    for (const std::uint16_t order : of.by_name()) {
        if (!has_sets) break;
        write_qualifier_set(record, place, content.property_qualifiers[order], heap, Dictionary::Avoid);
        place += qualifier_set_size(content.property_qualifiers[order]);
    }
    base::store(record.data() + heap_start - 4, heap.next() | kHeapMark);
    base::store(record.data(), static_cast<std::uint32_t>(record.size()));
    return record;
}

}  // namespace wmi::cim::internal
