// The keys of a path and the keys of a class: bound by name, converted to the class's types, written in normal form.
#include "cim/convert.h"
#include "cim/datetime.h"
#include "cim/path.h"

#include "base/text.h"

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

std::string print_instance_path(const Class& of, const std::vector<Value>& keys) {
    if (of.is_singleton()) return of.name() + "=@";
    std::string text = of.name();
    char separator = '.';
    for (std::size_t i = 0; i < keys.size() && i < of.keys().size(); ++i) {
        const Property& property = of.properties()[of.keys()[i]];
        const CimType type = property.type().element;
        text += separator;
        text += property.name() + '=';
        const std::string value = is_null(keys[i]) ? std::string() : to_text(type, to_scalar(keys[i]));
        text += is_text(type) ? quote_key(value) : value;
        separator = ',';
    }
    return text;
}

}  // namespace wmi::cim
