// The InstancePart as content: what the slow and careful ways go through (bytes from outside, qualifiers of an instance).
#pragma once

#include "cim/instance.h"
#include "cim/internal/slots.h"

#include <vector>

namespace wmi::cim::internal {

/// Where the parts of a record stand. Relies on check_record; of a damaged one they lie inside of it all the same.
struct RecordPlaces {
    std::size_t values;
    std::size_t qualifiers;
    std::size_t flag;
    std::size_t heap;

    RecordPlaces(const Class& of, BytesView record);
    /// For the record of a class of which only the sizes are known.
    RecordPlaces(std::size_t nd_size, std::size_t values_size, std::size_t property_count, BytesView record);
};

inline constexpr std::uint8_t kNoPropertyQualifiers = 1;
inline constexpr std::uint8_t kPropertyQualifiers = 2;

/// Where a sender's records keep a property of ours.
struct SlotPlace {
    const Property* property;
    std::uint16_t order;
    std::uint32_t offset;
};

/// The sender's layout. Places are in the order of his lookup table, which is that of the sets of property qualifiers.
struct InstanceLayout {
    std::vector<SlotPlace> places;
    std::size_t nd_size = 0;
    std::size_t values_size = 0;
};

InstanceLayout layout_of(const Class& of);

struct RecordContent {
    std::vector<Value> values;  // by order
    QualifierSet qualifiers;
    std::vector<QualifierSet> property_qualifiers;  // by order; empty: there are none
};

/// Reads an InstancePart of exactly these bytes. Values of the layout's properties; the others keep the class's defaults.
Result<RecordContent> read_record(const Class& of, const InstanceLayout& layout, BytesView part, Reading reading);
/// The canonical record of a content.
Bytes write_record(const Class& of, const RecordContent& content);

}  // namespace wmi::cim::internal
