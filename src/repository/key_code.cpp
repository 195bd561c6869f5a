#include "repository/internal/key_code.h"

#include "base/text.h"
#include "cim/datetime.h"
#include "cim/path.h"

#include <bit>
#include <type_traits>

namespace wmi::repository {

namespace {

using cim::Bytes;
using cim::CimType;

template <class T>
void append_big_endian(Bytes& to, T value) {
    char bytes[sizeof(T)];
    for (std::size_t i = 0; i < sizeof(T); ++i) bytes[sizeof(T) - 1 - i] = static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i));
    to.append(bytes, sizeof(T));
}

template <class T>
void append_integer(Bytes& to, T value) {
    using Unsigned = std::make_unsigned_t<T>;
    auto bits = static_cast<Unsigned>(value);
    if constexpr (std::is_signed_v<T>) bits = static_cast<Unsigned>(bits ^ (Unsigned{1} << (8 * sizeof(T) - 1)));
    append_big_endian(to, bits);
}

/// -0.0 and 0.0 are one value; NaN stands above all numbers.
void append_real(Bytes& to, double value) {
    if (value == 0) value = 0;
    auto bits = std::bit_cast<std::uint64_t>(value);
    constexpr std::uint64_t kSign = std::uint64_t{1} << 63U;
    append_big_endian(to, (bits & kSign) != 0 ? ~bits : bits | kSign);
}

void append_unit(Bytes& to, char16_t unit) {
    if (unit < 0x80) {
        to.push_back(static_cast<char>(unit >= 'a' && unit <= 'z' ? unit - 32 : unit));
        return;
    }
    const char16_t folded = base::fold(unit);
    if (folded < 0x80) {
        to.push_back(static_cast<char>(folded));
    } else if (folded < 0x800) {
        to.push_back(static_cast<char>(0xC0 | (folded >> 6)));
        to.push_back(static_cast<char>(0x80 | (folded & 0x3F)));
    } else {
        to.push_back(static_cast<char>(0xE0 | (folded >> 12)));
        to.push_back(static_cast<char>(0x80 | ((folded >> 6) & 0x3F)));
        to.push_back(static_cast<char>(0x80 | (folded & 0x3F)));
    }
}

void append_text(Bytes& to, std::string_view utf8) {
    for (std::size_t at = 0; at < utf8.size() && utf8[at] != 0;) {
        const char32_t character = base::next_character(utf8, at);
        if (character > 0xFFFF) {
            append_unit(to, static_cast<char16_t>(0xD800 + ((character - 0x10000) >> 10)));
            append_unit(to, static_cast<char16_t>(0xDC00 + ((character - 0x10000) & 0x3FF)));
        } else {
            append_unit(to, static_cast<char16_t>(character));
        }
    }
    to.push_back(0);
}

void append_text(Bytes& to, cim::RecordView::Text text) {
    if (text.is_utf16) {
        for (std::size_t at = 0; at + 2 <= text.bytes.size(); at += 2) append_unit(to, base::load<char16_t>(text.bytes.data() + at));
    } else {
        for (const char c : text.bytes) append_unit(to, static_cast<unsigned char>(c));
    }
    to.push_back(0);
}

/// A path that cannot be read names what its text names.
void append_reference(Bytes& to, std::string_view text, const Here& here) {
    auto path = cim::parse_path(text);
    if (!path) return append_text(to, text);
    if (path->server && here.machine.is_this(*path->server)) path->server.reset();
    if (!path->server && !path->namespaces.empty()) {
        cim::ObjectPath alone;
        alone.namespaces = path->namespaces;
        if (base::same_name(cim::print_namespace(alone), here.namespace_path)) path->namespaces.clear();
    }
    append_text(to, cim::print_path(*path));
}

/// Intervals first, then instants, then what can only be told apart by its text (DATE-16).
void append_moment(Bytes& to, std::string_view text) {
    const auto read = cim::parse_datetime(text);
    if (read && read->is_interval && read->length()) {
        to.push_back(1);
        return append_integer(to, *read->length());
    }
    if (read && read->is_complete() && read->instant()) {
        to.push_back(2);
        return append_integer(to, *read->instant());
    }
    to.push_back(3);
    append_text(to, text);
}

template <class T>
T number_of(const cim::Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return static_cast<T>(*number);
    const auto* number = std::get_if<std::uint64_t>(&value);
    return number ? static_cast<T>(*number) : T{};
}

std::string_view text_of(const cim::Value& value) {
    const auto* text = std::get_if<std::string>(&value);
    return text ? std::string_view(*text) : std::string_view();
}

}  // namespace

void append_value(Bytes& to, CimType type, const cim::Value& value, Use use, const Here& here) {
    switch (type) {
        case CimType::Sint8: return append_integer(to, number_of<std::int8_t>(value));
        case CimType::Sint16: return append_integer(to, number_of<std::int16_t>(value));
        case CimType::Sint32: return append_integer(to, number_of<std::int32_t>(value));
        case CimType::Sint64: return append_integer(to, number_of<std::int64_t>(value));
        case CimType::Uint8: return append_integer(to, number_of<std::uint8_t>(value));
        case CimType::Uint16:
        case CimType::Char16: return append_integer(to, number_of<std::uint16_t>(value));
        case CimType::Uint32: return append_integer(to, number_of<std::uint32_t>(value));
        case CimType::Uint64: return append_integer(to, number_of<std::uint64_t>(value));
        case CimType::Boolean: {
            const bool* set = std::get_if<bool>(&value);
            return to.push_back(set && *set ? 1 : 0);
        }
        case CimType::Real32:
        case CimType::Real64: {
            const double* real = std::get_if<double>(&value);
            return append_real(to, real ? *real : 0);
        }
        case CimType::Datetime:
            if (use == Use::Index) return append_moment(to, text_of(value));
            return append_text(to, text_of(value));
        case CimType::Reference: return append_reference(to, text_of(value), here);
        case CimType::String: return append_text(to, text_of(value));
        case CimType::Object:
        case CimType::Empty: return;
    }
}

void append_property(Bytes& to, const cim::RecordView& record, const cim::Property& property, Use use, const Here& here) {
    switch (property.type().element) {
        case CimType::Sint8: return append_integer(to, record.slot<std::int8_t>(property));
        case CimType::Sint16: return append_integer(to, record.slot<std::int16_t>(property));
        case CimType::Sint32: return append_integer(to, record.slot<std::int32_t>(property));
        case CimType::Sint64: return append_integer(to, record.slot<std::int64_t>(property));
        case CimType::Uint8: return append_integer(to, record.slot<std::uint8_t>(property));
        case CimType::Uint16:
        case CimType::Char16: return append_integer(to, record.slot<std::uint16_t>(property));
        case CimType::Uint32: return append_integer(to, record.slot<std::uint32_t>(property));
        case CimType::Uint64: return append_integer(to, record.slot<std::uint64_t>(property));
        case CimType::Boolean: return to.push_back(record.slot<std::uint16_t>(property) != 0 ? 1 : 0);
        case CimType::Real32: return append_real(to, record.slot<float>(property));
        case CimType::Real64: return append_real(to, record.slot<double>(property));
        case CimType::String: return append_text(to, record.text(property));
        case CimType::Datetime:
            if (use == Use::Index) return append_moment(to, cim::to_utf8(record.text(property)));
            return append_text(to, record.text(property));
        case CimType::Reference: return append_reference(to, cim::to_utf8(record.text(property)), here);
        case CimType::Object:
        case CimType::Empty: return;
    }
}

void append_keys(Bytes& to, const cim::RecordView& record, const cim::Class& of, const Here& here) {
    for (const std::uint16_t order : of.keys()) append_property(to, record, of.properties()[order], Use::Key, here);
}

void append_keys(Bytes& to, std::span<const cim::Value> keys, const cim::Class& of, const Here& here) {
    for (std::size_t i = 0; i < keys.size() && i < of.keys().size(); ++i)
        append_value(to, of.properties()[of.keys()[i]].type().element, keys[i], Use::Key, here);
}

}  // namespace wmi::repository
