#include "cim/type.h"

#include <array>

#include "base/text.h"

namespace wmi::cim {
namespace {

struct Row {
    CimType type;
    std::string_view word;
    std::size_t size;
};

constexpr std::array<Row, 16> kTypes{{
    {CimType::Sint8, "sint8", 1},
    {CimType::Uint8, "uint8", 1},
    {CimType::Sint16, "sint16", 2},
    {CimType::Uint16, "uint16", 2},
    {CimType::Sint32, "sint32", 4},
    {CimType::Uint32, "uint32", 4},
    {CimType::Sint64, "sint64", 8},
    {CimType::Uint64, "uint64", 8},
    {CimType::Real32, "real32", 4},
    {CimType::Real64, "real64", 8},
    {CimType::Boolean, "boolean", 2},
    {CimType::String, "string", 4},
    {CimType::Datetime, "datetime", 4},
    {CimType::Reference, "ref", 4},
    {CimType::Char16, "char16", 2},
    {CimType::Object, "object", 4},
}};

constexpr std::uint32_t kArrayFlag = 0x2000;

}  // namespace

std::optional<Type> find_type(std::uint32_t code) {
    const std::uint32_t element = code & ~kArrayFlag;
    for (const Row& row : kTypes)
        if (static_cast<std::uint32_t>(row.type) == element) return Type{row.type, (code & kArrayFlag) != 0};
    return std::nullopt;
}

std::string_view word_of(CimType type) {
    for (const Row& row : kTypes)
        if (row.type == type) return row.word;
    return "";
}

std::optional<CimType> find_type_word(std::string_view word) {
    for (const Row& row : kTypes)
        if (base::same_name(row.word, word)) return row.type;
    return std::nullopt;
}

std::size_t slot_size(Type type) {
    if (type.is_array) return 4;
    for (const Row& row : kTypes)
        if (row.type == type.element) return row.size;
    return 0;
}

}  // namespace wmi::cim
