// The keys of a path and the keys of a class: bound by name, converted to the class's types, written in normal form.
#include "cim/convert.h"
#include "cim/datetime.h"
#include "cim/path.h"
#include "cim/record_in_place.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

namespace wmi::cim {
namespace {

Error wrong(const ObjectPath& path, std::string_view what) {
    return Error(Status::InvalidObjectPath, "the path does not fit its class: " + std::string(what), print_path(path));
}

/// Quoted digits count as a number for the 64-bit types alone (PATH-11).
bool may_be_quoted(CimType type) { return type == CimType::Sint64 || type == CimType::Uint64; }

/// The number as it stands, where the type is an integer that holds it: nearly every key that is no text.
std::optional<Value> bind_number(std::int64_t number, CimType type) {
    const bool is_signed = is_signed_integer(type);
    if (!is_signed && (number < 0 || (!is_unsigned_integer(type) && type != CimType::Char16))) return std::nullopt;
    Value value = is_signed ? Value(number) : Value(static_cast<std::uint64_t>(number));
    if (!fits({type, false}, value)) return std::nullopt;
    return value;
}

Result<Value> bind_key(const ObjectPath& path, const PathKey& key, const Property& property) {
    const CimType type = property.type().element;
    if (const auto* number = std::get_if<std::int64_t>(&key.value)) {
        if (auto value = bind_number(*number, type)) return std::move(*value);
    }
    const auto refuse = [&] {
        return wrong(path, "key " + property.name() + " is a " + std::string(word_of(type)) + " and takes no such value");
    };
    if (const bool* flag = std::get_if<bool>(&key.value)) {
        if (type != CimType::Boolean) return refuse();
        return Value(*flag);
    }
    if (const auto* text = std::get_if<std::string>(&key.value)) {
        if (!is_text(type) && !may_be_quoted(type)) return refuse();
        auto scalar = from_text(type, *text);
        if (!scalar) return refuse();
        return to_value(std::move(scalar).value());
    }
    if (is_text(type) || type == CimType::Boolean) return refuse();
    const auto* number = std::get_if<std::int64_t>(&key.value);
    const TypedValue given = number ? TypedValue{{CimType::Sint64, false}, *number}
                                    : TypedValue{{CimType::Uint64, false}, *std::get_if<std::uint64_t>(&key.value)};
    auto value = convert(given, property.type());
    if (!value) return refuse();
    return std::move(value).value();
}

const PathKey* find_key(const ObjectPath& path, const std::string& name) {
    if (path.keys.size() == 1 && path.keys.front().name.empty()) return &path.keys.front();
    for (const PathKey& key : path.keys)
        if (base::same_name(key.name, name)) return &key;
    return nullptr;
}

}  // namespace

Result<std::vector<Value>> bind_keys(const ObjectPath& path, const Class& to) {
    if (path.is_singleton != to.is_singleton())
        return wrong(path, to.is_singleton() ? "a singleton is named by =@" : "=@ names a singleton, the class has keys");
    if (to.is_singleton()) return std::vector<Value>();
    if (path.keys.empty()) return wrong(path, "it names the class, the keys of an instance are missing");
    if (path.keys.size() != to.keys().size())
        return wrong(path, "the class has " + std::to_string(to.keys().size()) + " keys, the path " + std::to_string(path.keys.size()));
    std::vector<Value> values;
    values.reserve(path.keys.size());
    for (const std::uint16_t order : to.keys()) {
        const Property& property = to.properties()[order];
        const PathKey* key = find_key(path, property.name());
        if (!key) return wrong(path, "key " + property.name() + " is missing");
        Result<Value> value = bind_key(path, *key, property);
        if (!value) return std::move(value).error();
        values.push_back(std::move(*value));
    }
    return values;
}

namespace {

/// Class.First=value,Second=value; append adds the text of the n-th key's value.
template <class Append>
std::string print_keys(const Class& of, std::size_t count, Append append) {
    constexpr std::size_t kRoomForValue = 24;
    std::string text;
    text.reserve(of.name().size() + count * (of.keys().empty() ? 0 : of.properties()[of.keys().front()].name().size() + kRoomForValue) + 2);
    text = of.name();
    if (of.is_singleton()) return text += "=@";
    char separator = '.';
    for (std::size_t i = 0; i < count; ++i) {
        const Property& property = of.properties()[of.keys()[i]];
        text += separator;
        text += property.name();
        text += '=';
        append(text, property, i);
        separator = ',';
    }
    return text;
}

void append_quoted(std::string& to, std::string_view text) {
    if (text.find_first_of("\"\\") != std::string_view::npos) {
        to += quote_key(text);
        return;
    }
    to += '"';
    to += text;
    to += '"';
}

void append_value(std::string& to, CimType type, const Value& value) {
    if (is_text(type)) append_quoted(to, is_null(value) ? std::string() : to_text(type, to_scalar(value)));
    else if (!is_null(value)) to += to_text(type, to_scalar(value));
}

/// As the one above, from where the value stands.
void append_value(std::string& to, const RecordView& record, const Property& property) {
    const CimType type = property.type().element;
    if (is_text(type)) return append_quoted(to, to_utf8(record.text(property)));
    if (!is_signed_integer(type) && !is_unsigned_integer(type)) return append_value(to, type, record.value(property));
    const unsigned unused = 64 - 8 * static_cast<unsigned>(slot_size(property.type()));
    const std::uint64_t bits = slot_number(record, property) << unused;
    std::array<char, 24> digits;  // NOLINT: filled by the next line
    const auto end = is_signed_integer(type) ? std::to_chars(digits.begin(), digits.end(), static_cast<std::int64_t>(bits) >> unused)
                                             : std::to_chars(digits.begin(), digits.end(), bits >> unused);
    to.append(digits.data(), end.ptr);
}

}  // namespace

std::string print_instance_path(const Class& of, const std::vector<Value>& keys) {
    return print_keys(of, std::min(keys.size(), of.keys().size()), [&](std::string& to, const Property& property, std::size_t i) {
        append_value(to, property.type().element, keys[i]);
    });
}

std::string print_instance_path(const Class& of, const RecordView& record) {
    return print_keys(of, of.keys().size(), [&](std::string& to, const Property& property, std::size_t) { append_value(to, record, property); });
}

}  // namespace wmi::cim
