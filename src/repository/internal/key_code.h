// Values as bytes whose order is the values' order (docs/formats/repository.md 3): what keys of records and indexes are made of.
//   integers     their width, big-endian, the sign bit flipped;  boolean one byte;  char16 two
//   text         folded (WQL-55) UTF-16 units, each in the bytes UTF-8 has for its number, then one 0: shorter comes first
//   references   as text, in normal form without what names this machine and this namespace (WQL-114)
//   reals        8 bytes, negative ones inverted: only in indexes
//   datetimes    as text in keys (DATE-18); in indexes by what they mean (WQL-73)
#pragma once

#include "cim/instance.h"
#include "repository/internal/machine.h"

#include <span>
#include <string>
#include <string_view>

namespace wmi::repository {

/// Where a value is used: a key tells datetimes apart by their text, an index finds them by their instant.
enum class Use { Key, Index };

/// What a reference may leave out: the machine's names and the namespace it stands in.
struct Here {
    const Machine& machine;
    std::string_view namespace_path;
};

/// The value must not be NULL, an array or an object.
void append_value(cim::Bytes& to, cim::CimType type, const cim::Value& value, Use use, const Here& here);
/// The same bytes from where a record holds them, without making a Value.
void append_property(cim::Bytes& to, const cim::RecordView& record, const cim::Property& property, Use use, const Here& here);

/// All keys of a class in the order of Class::keys().
void append_keys(cim::Bytes& to, const cim::RecordView& record, const cim::Class& of, const Here& here);
void append_keys(cim::Bytes& to, std::span<const cim::Value> keys, const cim::Class& of, const Here& here);

}  // namespace wmi::repository
