// The types of CIM: an element type and whether it is an array. The numbers are those of CIMTYPE_ENUMERATION and of the record.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace wmi::cim {

enum class CimType : std::uint16_t {
    Empty = 0,
    Sint16 = 2,
    Sint32 = 3,
    Real32 = 4,
    Real64 = 5,
    String = 8,
    Boolean = 11,
    Object = 13,
    Sint8 = 16,
    Uint8 = 17,
    Uint16 = 18,
    Uint32 = 19,
    Sint64 = 20,
    Uint64 = 21,
    Datetime = 101,
    Reference = 102,
    Char16 = 103,
};

struct Type {
    CimType element = CimType::Empty;
    bool is_array = false;

    /// CIM_FLAG_ARRAY (0x2000) joined to the element's number.
    [[nodiscard]] constexpr std::uint16_t code() const {
        return static_cast<std::uint16_t>(static_cast<std::uint16_t>(element) | (is_array ? 0x2000U : 0U));
    }

    bool operator==(const Type&) const = default;
};

/// Nothing for a number that names no type.
std::optional<Type> find_type(std::uint32_t code);
/// "uint32", "string", "ref" ...: the word of CIMTYPE (QUAL-12).
std::string_view word_of(CimType type);
std::optional<CimType> find_type_word(std::string_view word);

/// Bytes of a value's slot in a record: 1, 2, 4 or 8; arrays, text and objects have 4 (a reference into the heap).
std::size_t slot_size(Type type);

constexpr bool is_signed_integer(CimType t) {
    return t == CimType::Sint8 || t == CimType::Sint16 || t == CimType::Sint32 || t == CimType::Sint64;
}

constexpr bool is_unsigned_integer(CimType t) {
    return t == CimType::Uint8 || t == CimType::Uint16 || t == CimType::Uint32 || t == CimType::Uint64;
}

constexpr bool is_real(CimType t) { return t == CimType::Real32 || t == CimType::Real64; }

constexpr bool is_text(CimType t) { return t == CimType::String || t == CimType::Datetime || t == CimType::Reference; }

/// Integers, boolean, string, datetime, reference, char16 (CLASS-28); arrays never.
constexpr bool can_be_key(Type t) {
    return !t.is_array && t.element != CimType::Empty && t.element != CimType::Object && !is_real(t.element);
}

}  // namespace wmi::cim
