// What a MOF text says, production by production, in file order. Values: a Document owns all its text.
// Qualifiers already have their flavors and types, because a declaration holds only for what follows it
// (MOF-62, 63).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "cim/qualifier.h"
#include "cim/type.h"
#include "mof/failure.h"

namespace wmi::mof {

struct Null {};

struct Integer {
    bool is_negative = false;
    std::uint64_t magnitude = 0;
};

struct Character {
    char16_t unit = 0;
};

/// $Name, without the dollar.
struct Alias {
    std::string name;
};

struct EmbeddedInstance;

struct Initializer {
    using Items = std::vector<Initializer>;
    Place place;
    std::variant<Null, bool, Integer, double, Character, std::string, Alias,
                 std::shared_ptr<const EmbeddedInstance>, Items>
        content;
};

using Qualifiers = std::vector<cim::Qualifier>;

/// A property of an instance: with a value, or with qualifiers alone (MOF-47).
struct Assignment {
    Place place;
    Qualifiers qualifiers;
    std::string name;
    std::optional<Initializer> value;
};

struct EmbeddedInstance {
    Place place;
    Qualifiers qualifiers;
    std::string class_name;
    std::vector<Assignment> assignments;
};

/// A type with the class it is narrowed to: `CIM_Error` is {object, "CIM_Error"}, `CIM_Error ref` {ref,
/// "CIM_Error"} (MOF-16).
struct TypeName {
    cim::CimType element = cim::CimType::Empty;
    std::string class_name;
};

struct PropertySyntax {
    Place place;
    Qualifiers qualifiers;
    TypeName type;
    std::string name;
    bool is_array = false;
    std::optional<std::uint32_t> size;  // of `[n]`
    std::optional<Initializer> value;

    [[nodiscard]] cim::Type cim_type() const { return {type.element, is_array}; }
};

/// A parameter is a property that goes in, out, or both ways.
struct ParameterSyntax {
    PropertySyntax property;
    bool is_in = false;
    bool is_out = false;
};

struct MethodSyntax {
    Place place;
    Qualifiers qualifiers;
    std::optional<TypeName> returns;  // absent: void
    std::string name;
    std::vector<ParameterSyntax> parameters;
};

struct ClassSyntax {
    Qualifiers qualifiers;
    std::string name;
    std::string alias;
    std::string base;
    std::vector<PropertySyntax> properties;
    std::vector<MethodSyntax> methods;
    bool is_forward = false;           // `class X;`: says nothing about the class
    bool declares_qualifiers = false;  // the text has declared qualifiers in DMTF's form before it (CLASS-25)
};

struct InstanceSyntax {
    Qualifiers qualifiers;
    std::string class_name;
    std::string alias;
    std::vector<Assignment> assignments;
};

struct NamespacePragma {
    std::string path;  // root\cimv2: the server and leading backslashes are gone
};

struct ClassFlagsPragma {
    std::uint32_t flags;
};

struct InstanceFlagsPragma {
    std::uint32_t flags;
};

enum class IfMissing : std::uint8_t { Fail, Ignore };

struct DeleteClassPragma {
    std::string name;
    IfMissing if_missing;
};

struct DeleteInstancePragma {
    std::string path;
    IfMissing if_missing;
};

struct Production {
    Place place;  // where it begins
    std::uint32_t last_line = 0;
    std::variant<ClassSyntax, InstanceSyntax, NamespacePragma, ClassFlagsPragma, InstanceFlagsPragma,
                 DeleteClassPragma, DeleteInstancePragma>
        content;

    /// Objects are numbered in messages (MOF-89, 98): classes, instances and deletions.
    [[nodiscard]] bool is_object() const {
        return !std::holds_alternative<NamespacePragma>(content) &&
               !std::holds_alternative<ClassFlagsPragma>(content) &&
               !std::holds_alternative<InstanceFlagsPragma>(content);
    }
};

struct Document {
    std::vector<std::string> files;  // names; the first is the source itself
    std::vector<Production> productions;
    bool autorecover = false;  // #pragma autorecover (MOF-74)
    std::string amendment;     // "MS_409" when a split is asked for (MOF-76)
};

}  // namespace wmi::mof
