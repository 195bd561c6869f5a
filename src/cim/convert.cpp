#include "cim/convert.h"

#include "base/text.h"
#include "cim/datetime.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

namespace wmi::cim {
namespace {

struct Range {
    std::int64_t least;
    std::uint64_t most;
};

/// Of the integer types and char16.
Range range_of(CimType type) {
    switch (type) {
        case CimType::Sint8: return {INT8_MIN, INT8_MAX};
        case CimType::Sint16: return {INT16_MIN, INT16_MAX};
        case CimType::Sint32: return {INT32_MIN, INT32_MAX};
        case CimType::Sint64: return {INT64_MIN, INT64_MAX};
        case CimType::Uint8: return {0, UINT8_MAX};
        case CimType::Uint16:
        case CimType::Char16: return {0, UINT16_MAX};
        case CimType::Uint32: return {0, UINT32_MAX};
        default: return {0, UINT64_MAX};
    }
}

bool is_integer(CimType type) {
    return is_signed_integer(type) || is_unsigned_integer(type) || type == CimType::Char16;
}

Error mismatch(std::string_view what, CimType type) {
    return Error(Status::TypeMismatch, std::string(what) + " is no value of type " + std::string(word_of(type)), std::string(what));
}

Error out_of_range(std::string_view what, CimType type) {
    return Error(Status::ValueOutOfRange, std::string(what) + " does not fit into " + std::string(word_of(type)), std::string(what));
}

Result<Scalar> integer(CimType type, bool is_negative, std::uint64_t magnitude) {
    const Range range = range_of(type);
    const std::uint64_t most = is_negative ? 0 - static_cast<std::uint64_t>(range.least) : range.most;
    if (magnitude > most) return out_of_range((is_negative ? "-" : "") + std::to_string(magnitude), type);
    const std::uint64_t bits = is_negative ? 0 - magnitude : magnitude;
    if (is_signed_integer(type)) return Scalar(static_cast<std::int64_t>(bits));
    return Scalar(bits);
}

std::string text_of_real(CimType type, double number) {
    std::array<char, 40> text{};
    const auto end = type == CimType::Real32 ? std::to_chars(text.data(), text.data() + text.size(), static_cast<float>(number))
                                             : std::to_chars(text.data(), text.data() + text.size(), number);
    return {text.data(), end.ptr};
}

Result<Scalar> real(CimType type, double number) {
    if (type == CimType::Real64) return Scalar(number);
    if (std::isfinite(number) && std::abs(number) > double{std::numeric_limits<float>::max()})
        return out_of_range(text_of_real(CimType::Real64, number), type);
    return Scalar(static_cast<double>(static_cast<float>(number)));
}

/// Rounds to the nearest integer, halves to the even one, as the VARIANT rules do.
Result<Scalar> integer_of_real(CimType type, double number) {
    constexpr double kTwoTo64 = 18446744073709551616.0;
    const double rounded = std::nearbyint(number);
    if (!(std::abs(rounded) < kTwoTo64)) return out_of_range(text_of_real(CimType::Real64, number), type);
    return integer(type, rounded < 0, static_cast<std::uint64_t>(std::abs(rounded)));
}

Result<Scalar> number_of_real(CimType type, double number) {
    return is_real(type) ? real(type, number) : integer_of_real(type, number);
}

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// from_chars for a whole text; a leading plus is allowed.
template <class T, class... Base>
std::errc read_whole(std::string_view text, T& number, Base... base) {
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number, base...);
    if (text.empty() || end != text.data() + text.size()) return std::errc::invalid_argument;
    return failed;
}

/// A number in text for a numeric type: an integer in decimal or 0x form, else a real.
Result<Scalar> number_of_text(CimType type, std::string_view text) {
    std::string_view digits = trimmed(text);
    const bool is_negative = digits.starts_with('-');
    if (is_negative || digits.starts_with('+')) digits.remove_prefix(1);
    if (digits.starts_with('-')) return mismatch(text, type);
    const bool is_hex = digits.starts_with("0x") || digits.starts_with("0X");
    if (is_hex) digits.remove_prefix(2);
    if (digits.starts_with('-')) return mismatch(text, type);
    std::uint64_t magnitude = 0;
    const std::errc failed = read_whole(digits, magnitude, is_hex ? 16 : 10);
    if (is_integer(type) && failed == std::errc{}) return integer(type, is_negative, magnitude);
    if (is_integer(type) && failed == std::errc::result_out_of_range) return out_of_range(text, type);
    if (is_hex && failed == std::errc{}) return real(type, (is_negative ? -1.0 : 1.0) * static_cast<double>(magnitude));
    double number = 0;
    const std::errc no_real = is_hex ? std::errc::invalid_argument : read_whole(digits, number);
    if (no_real == std::errc::result_out_of_range) return out_of_range(text, type);
    if (no_real != std::errc{}) return mismatch(text, type);
    return number_of_real(type, is_negative ? -number : number);
}

Result<Scalar> boolean_of_text(std::string_view text) {
    const std::string_view word = trimmed(text);
    if (base::same_name(word, "TRUE")) return Scalar(true);
    if (base::same_name(word, "FALSE")) return Scalar(false);
    const auto number = number_of_text(CimType::Real64, word);
    if (!number) return mismatch(text, CimType::Boolean);
    return Scalar(*std::get_if<double>(&*number) != 0);
}

/// TRUE is -1, as VARIANT_TRUE is: all bits of an unsigned number.
Result<Scalar> number_of_boolean(CimType type, bool flag) {
    if (is_real(type)) return Scalar(flag ? -1.0 : 0.0);
    if (is_signed_integer(type)) return Scalar(std::int64_t{flag ? -1 : 0});
    return Scalar(flag ? range_of(type).most : 0);
}

Result<Scalar> scalar_of_number(CimType type, const Scalar& from) {
    if (type == CimType::Boolean) {
        if (const auto* number = std::get_if<double>(&from)) return Scalar(*number != 0);
        if (const auto* number = std::get_if<std::int64_t>(&from)) return Scalar(*number != 0);
        return Scalar(*std::get_if<std::uint64_t>(&from) != 0);
    }
    if (const auto* number = std::get_if<double>(&from)) return number_of_real(type, *number);
    const auto* number = std::get_if<std::int64_t>(&from);
    const bool is_negative = number && *number < 0;
    const std::uint64_t bits = number ? static_cast<std::uint64_t>(*number) : *std::get_if<std::uint64_t>(&from);
    const std::uint64_t magnitude = is_negative ? 0 - bits : bits;
    if (is_real(type)) return real(type, (is_negative ? -1.0 : 1.0) * static_cast<double>(magnitude));
    return integer(type, is_negative, magnitude);
}

Result<Scalar> convert_scalar(CimType from_type, const Scalar& from, CimType to) {
    if (std::holds_alternative<ObjectPtr>(from)) {
        if (to != CimType::Object) return mismatch("an embedded object", to);
        return from;
    }
    if (to == CimType::Object) return mismatch(to_text(from_type, from), to);
    if (const auto* text = std::get_if<std::string>(&from)) return from_text(to, *text);
    if (to == CimType::String) return Scalar(to_text(from_type, from));
    if (is_text(to)) return mismatch(to_text(from_type, from), to);
    if (const bool* flag = std::get_if<bool>(&from)) {
        if (to == CimType::Boolean) return from;
        return number_of_boolean(to, *flag);
    }
    return scalar_of_number(to, from);
}

}  // namespace

std::string to_text(CimType type, const Scalar& scalar) {
    if (const bool* flag = std::get_if<bool>(&scalar)) return *flag ? "TRUE" : "FALSE";
    if (const auto* number = std::get_if<std::int64_t>(&scalar)) return std::to_string(*number);
    if (const auto* number = std::get_if<std::uint64_t>(&scalar)) return std::to_string(*number);
    if (const auto* number = std::get_if<double>(&scalar)) return text_of_real(type, *number);
    if (const auto* text = std::get_if<std::string>(&scalar)) return *text;
    return {};
}

Result<Scalar> from_text(CimType type, std::string_view text) {
    switch (type) {
        case CimType::String:
        case CimType::Reference: return Scalar(std::string(text));
        case CimType::Datetime: {
            TRY(parse_datetime(text));
            return Scalar(std::string(text));
        }
        case CimType::Boolean: return boolean_of_text(text);
        case CimType::Object:
        case CimType::Empty: return mismatch(text, type);
        default: return number_of_text(type, text);
    }
}

Result<Value> convert(const TypedValue& from, Type to) {
    if (is_null(from.value)) return Value();
    const auto* array = std::get_if<Array>(&from.value);
    if ((array != nullptr) != to.is_array)
        return Error(Status::TypeMismatch, to.is_array ? "an array is needed, not a single value" : "a single value is needed, not an array");
    if (array != nullptr) {
        Array elements;
        elements.reserve(array->size());
        for (const Scalar& element : *array) {
            Scalar converted = TRY(convert_scalar(from.type.element, element, to.element));
            elements.push_back(std::move(converted));
        }
        return Value(std::move(elements));
    }
    const Scalar scalar = std::visit(
        [](const auto& held) -> Scalar {
            using Held = std::remove_cvref_t<decltype(held)>;
            if constexpr (std::is_constructible_v<Scalar, std::in_place_type_t<Held>, const Held&>) {
                return Scalar(std::in_place_type<Held>, held);
            } else {
                return Scalar();
            }
        },
        from.value);
    Scalar converted = TRY(convert_scalar(from.type.element, scalar, to.element));
    return std::visit([](auto&& held) { return Value(std::forward<decltype(held)>(held)); }, std::move(converted));
}

}  // namespace wmi::cim
