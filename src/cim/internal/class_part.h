// ClassPart and MethodsPart of [MS-WMIO]: how a class stands on the wire, flat, with all that it inherits.
#pragma once

#include "cim/internal/instance_part.h"
#include "cim/internal/slots.h"

#include <optional>
#include <string>
#include <vector>

namespace wmi::cim::internal {

// -- writing

/// The part of a class that is not there: the parent of a topmost class.
Bytes missing_class_part();
Bytes encode_methods_part(const Class& of);
Bytes missing_methods_part();

// -- reading: first as it stands, then as classes

struct WireProperty {
    std::string name;
    Type type;
    std::uint16_t order = 0;
    std::uint32_t offset = 0;
    std::uint32_t origin = 0;
    Nd nd = Nd::Null;
    std::string cim_type;          // empty: the plain word
    bool is_type_own = false;      // CIMTYPE came without the mark of inheritance: declared by this class
    QualifierSet qualifiers;       // without CIMTYPE
    Value default_value;
};

struct WireClass {
    bool is_missing = false;
    std::string name;
    std::vector<std::string> derivation;  // nearest first
    QualifierSet qualifiers;
    std::vector<WireProperty> properties;  // in the order of the lookup table
    std::size_t nd_size = 0;
    std::size_t values_size = 0;
};

struct WireMethod {
    std::string name;
    bool is_inherited = false;
    std::uint32_t origin = 0;
    QualifierSet qualifiers;
    ClassPtr in;
    ClassPtr out;
};

/// Reads the part that begins at the reader's place and moves behind it.
Result<WireClass> read_class_part(base::ByteReader& reader, Reading reading);
Result<std::vector<WireMethod>> read_methods_part(base::ByteReader& reader, Reading reading);

/// The class of an instance's block, and the reader before its record; nothing for a class's block, or for one that was not encoded here.
std::optional<WireClass> read_plan(base::ByteReader& block);

/// A class below `parent`, or, where no parent is known, below a chain made from the list of ancestors and from where each
/// property and method says it originates.
Result<ClassPtr> rebuild(const WireClass& part, const std::vector<WireMethod>& methods, ClassPtr parent);

/// Where instances sent with this part keep the properties of the rebuilt class.
InstanceLayout layout_of(const WireClass& part, const Class& rebuilt);

}  // namespace wmi::cim::internal
