// Objects as bytes on the wire and in embedded values: [MS-WMIO]. Decoding trusts nothing: every length and reference is
// bounded, embedded objects nest at most kMaxNesting levels, and what comes out is normalised.
// Decoded classes carry a chain of parents rebuilt from the derivation list and from where each property says it originates.
#pragma once

#include "cim/object.h"

namespace wmi::cim {

enum class Decoration { Omit, Write };  // server and namespace, where the object knows them

/// EncodingUnit: signature, length, ObjectBlock.
Bytes encode_unit(const Object& object, Decoration decoration = Decoration::Write);
/// ObjectBlock alone, as embedded objects and method signatures hold it.
Bytes encode_block(const Object& object, Decoration decoration = Decoration::Omit);
/// What stands before the record in the ObjectBlock of an instance that was read somewhere: the same for all of one class there.
Bytes encode_instance_head(const Class& of, const Origin& origin);
/// errors   InvalidObject with the place (byte offset) and what is wrong there; QuotaViolation for nesting
Result<Object> decode_unit(BytesView bytes);
Result<Object> decode_block(BytesView bytes);
/// The ClassPart alone: shared by all instances of a class.
Bytes encode_class_part(const Class& of);

/// A class body as the repository keeps it: own declarations only (docs/formats/class-body.md).
Bytes encode_body(const ClassBody& body);
/// parent must be the class that names_of_body(bytes) names, or null for none.
Result<ClassBody> decode_body(BytesView bytes, ClassPtr parent);
/// Reads just the names of a stored body: cheap, for building a catalogue.
struct BodyNames {
    std::string name;
    std::string parent;
};
Result<BodyNames> names_of_body(BytesView bytes);

}  // namespace wmi::cim
