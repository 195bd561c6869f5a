// What is done with the values of a record where they stand, without making them values or moving others.
#pragma once

#include "cim/record.h"

#include <cstddef>
#include <cstdint>
#include <string>

namespace wmi::cim {

/// The slot of a number or boolean whatever its size, low bytes first; the property must not be NULL.
std::uint64_t slot_number(const RecordView& record, const Property& property);
/// Gives a number or boolean such a value. record: the first byte of a canonical record, which stays canonical.
void set_slot_number(const Class& of, char* record, const Property& property, std::uint64_t number);
/// Takes one property's value from another record of the class. The record, from `start` of the bytes on, stays canonical.
/// False, and nothing is changed, where the value needs more or less room than the one that is there.
bool take_in_place(const Class& of, Bytes& bytes, std::size_t start, const Property& property, const RecordView& from);

/// As print_instance_path of path.h; no key may be NULL.
std::string print_instance_path(const Class& of, const RecordView& record);

}  // namespace wmi::cim
