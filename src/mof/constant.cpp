#include "mof/constant.h"

#include <limits>

#include <fmt/format.h>

#include "cim/convert.h"
#include "cim/datetime.h"

namespace wmi::mof {
namespace {

using cim::CimType;
using cim::Scalar;
using cim::Type;
using cim::TypedValue;
using cim::Value;

Value value_of_integer(const Integer& integer) {
    if (!integer.is_negative) return integer.magnitude;
    return static_cast<std::int64_t>(0 - integer.magnitude);
}

bool is_below_int64(const Integer& integer) {
    return integer.is_negative && integer.magnitude > std::uint64_t{1} << 63;
}

// A constant with the widest type of its kind, for cim::convert.
TypedValue typed(const Initializer& from) {
    if (const bool* truth = std::get_if<bool>(&from.content)) return {{CimType::Boolean, false}, *truth};
    if (const double* real = std::get_if<double>(&from.content)) return {{CimType::Real64, false}, *real};
    if (const std::string* text = std::get_if<std::string>(&from.content))
        return {{CimType::String, false}, *text};
    if (const Character* character = std::get_if<Character>(&from.content)) {
        return {{CimType::Char16, false}, static_cast<std::uint64_t>(character->unit)};
    }
    const Integer& integer = std::get<Integer>(from.content);
    return {{integer.is_negative ? CimType::Sint64 : CimType::Uint64, false}, value_of_integer(integer)};
}

Error mismatch(const Initializer& from, CimType type, Blame& blame, std::string_view why) {
    return blame.at(from.place, Status::MofTypeMismatch,
                    fmt::format("This value is not good for a {}: {}.", cim::word_of(type), why));
}

// TRUE and FALSE are no numbers, and of the numbers only 0 and 1 are booleans (MOF-27).
bool mixes_truth_and_numbers(const Initializer& from, CimType type) {
    const Integer* integer = std::get_if<Integer>(&from.content);
    if (type == CimType::Boolean) {
        return std::holds_alternative<double>(from.content) ||
               std::holds_alternative<Character>(from.content) ||
               (integer && (integer->is_negative || integer->magnitude > 1));
    }
    return std::holds_alternative<bool>(from.content) && !cim::is_text(type);
}

// Which kinds of constants a type takes at all; numbers, booleans and text that are taken are then converted.
Result<void> check_kind(const Initializer& from, CimType type, Blame& blame) {
    const bool is_string = std::holds_alternative<std::string>(from.content);
    if (std::holds_alternative<Alias>(from.content)) {
        if (type == CimType::Reference) return {};
        return blame.at(from.place, Status::MofUnexpectedAlias, "An alias is good for references alone.");
    }
    if (std::holds_alternative<std::shared_ptr<const EmbeddedInstance>>(from.content)) {
        if (type == CimType::Object) return {};
        return mismatch(from, type, blame, "it is an object");
    }
    if (mixes_truth_and_numbers(from, type))
        return mismatch(from, type, blame, "a boolean is TRUE, FALSE, 1 or 0");
    if (type == CimType::Object) return mismatch(from, type, blame, "write `instance of Class {...}`");
    if (type == CimType::Reference && !is_string)
        return mismatch(from, type, blame, "write a path in quotation marks or an alias");
    if (type == CimType::Datetime && !(is_string && cim::is_datetime(std::get<std::string>(from.content)))) {
        return mismatch(from, type, blame,
                        "write 25 characters, yyyymmddHHMMSS.mmmmmm+UUU or ddddddddHHMMSS.mmmmmm:000");
    }
    return {};
}

Result<Value> converted(const Initializer& from, CimType type, Blame& blame) {
    if (const Integer* integer = std::get_if<Integer>(&from.content); integer && is_below_int64(*integer)) {
        return blame.at(from.place, Status::MofOutOfRange, "The number has more than 64 bits.");
    }
    TypedValue constant = typed(from);
    if (const std::string* text = std::get_if<std::string>(&from.content); text && cim::is_text(type))
        return Value(*text);
    auto value = cim::convert(constant, {type, false});
    if (value) return value;
    if (value.status() == Status::ValueOutOfRange) {
        return blame.at(from.place, Status::MofOutOfRange,
                        fmt::format("The number does not fit a {}.", cim::word_of(type)));
    }
    return mismatch(from, type, blame,
                    value.error().sentence().empty() ? "it is of another kind" : value.error().sentence());
}

Result<Value> scalar_of(const Initializer& from, CimType type, Resolver& resolver, Blame& blame) {
    TRY(check_kind(from, type, blame));
    blame.move_to(from.place);
    if (const Alias* alias = std::get_if<Alias>(&from.content)) {
        std::string path = TRY(resolver.path_of(*alias));
        return Value(std::move(path));
    }
    if (const auto* embedded = std::get_if<std::shared_ptr<const EmbeddedInstance>>(&from.content)) {
        cim::ObjectPtr object = TRY(resolver.object_of(**embedded));
        return Value(std::move(object));
    }
    return converted(from, type, blame);
}

// Stands in while only the text is known.
class NothingKnown : public Resolver {
public:
    Result<std::string> path_of(const Alias&) override { return std::string(); }

    Result<cim::ObjectPtr> object_of(const EmbeddedInstance&) override { return cim::ObjectPtr(); }
};

}  // namespace

Result<cim::Value> value_of(const Initializer& from, cim::Type type, Resolver& resolver, Blame& blame) {
    if (std::holds_alternative<Null>(from.content)) return Value();
    const auto* items = std::get_if<Initializer::Items>(&from.content);
    if (items && !type.is_array) {
        return blame.at(from.place, Status::MofUnexpectedArrayInit,
                        "Braces are for arrays, and this is none; write the value alone.");
    }
    if (!items && type.is_array) {
        return blame.at(from.place, Status::MofTypeMismatch,
                        "An array is wanted here; put the value into braces.");
    }
    if (!items) return scalar_of(from, type.element, resolver, blame);
    cim::Array array;
    array.reserve(items->size());
    for (const Initializer& item : *items) {
        Value value = TRY(scalar_of(item, type.element, resolver, blame));
        array.push_back(cim::to_scalar(std::move(value)));
    }
    return Value(std::move(array));
}

Result<void> check_value(const Initializer& from, cim::Type type, Blame& blame) {
    NothingKnown nothing;
    TRY(value_of(from, type, nothing, blame));
    return {};
}

}  // namespace wmi::mof
