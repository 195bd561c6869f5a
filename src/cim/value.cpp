#include "cim/value.h"

#include "base/text.h"
#include "cim/datetime.h"
#include "cim/object.h"

#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

namespace wmi::cim {
namespace {

struct SignedRange {
    std::int64_t least;
    std::int64_t most;
};

SignedRange signed_range(CimType type) {
    switch (type) {
        case CimType::Sint8: return {-0x80, 0x7F};
        case CimType::Sint16: return {-0x8000, 0x7FFF};
        case CimType::Sint32: return {-0x80000000LL, 0x7FFFFFFF};
        default: return {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()};
    }
}

std::uint64_t greatest_unsigned(CimType type) {
    switch (type) {
        case CimType::Uint8: return 0xFF;
        case CimType::Uint16:
        case CimType::Char16: return 0xFFFF;
        case CimType::Uint32: return 0xFFFFFFFF;
        default: return std::numeric_limits<std::uint64_t>::max();
    }
}

bool fits_real(CimType type, double number) {
    return type == CimType::Real64 || !std::isfinite(number) || std::isfinite(static_cast<float>(number));
}

// One overload an alternative; anything else in a variant does not fit.
bool fits_element(CimType type, bool /*set*/) { return type == CimType::Boolean; }

bool fits_element(CimType type, std::int64_t number) {
    const SignedRange range = signed_range(type);
    return is_signed_integer(type) && number >= range.least && number <= range.most;
}

bool fits_element(CimType type, std::uint64_t number) {
    return (is_unsigned_integer(type) || type == CimType::Char16) && number <= greatest_unsigned(type);
}

bool fits_element(CimType type, double number) { return is_real(type) && fits_real(type, number); }

bool fits_element(CimType type, const std::string& text) {
    return type == CimType::Datetime ? is_datetime(text) : is_text(type);
}

bool fits_element(CimType type, const ObjectPtr& object) { return type == CimType::Object && object != nullptr; }

bool fits_scalar(CimType type, const Scalar& scalar) {
    return std::visit([type](const auto& content) { return fits_element(type, content); }, scalar);
}

struct Fits {
    Type type;

    bool operator()(std::monostate /*null*/) const { return true; }

    bool operator()(const Array& array) const {
        if (!type.is_array) return false;
        for (const Scalar& element : array)
            if (!fits_scalar(type.element, element)) return false;
        return true;
    }

    template <class T>
    bool operator()(const T& content) const {
        return !type.is_array && fits_element(type.element, content);
    }
};

std::string_view until_nul(std::string_view text) { return text.substr(0, text.find('\0')); }

bool same_real(double left, double right) { return left == right || (std::isnan(left) && std::isnan(right)); }

bool same_text(std::string_view left, std::string_view right, TextCase text_case) {
    left = until_nul(left);
    right = until_nul(right);
    return text_case == TextCase::Exact ? left == right : base::same_name(left, right);
}

bool same_object(const ObjectPtr& left, const ObjectPtr& right, TextCase text_case) {
    if (left == right || !left || !right) return left == right;
    if (left->is_class() != right->is_class()) return false;
    if (left->is_class()) return same_definition(left->cls(), right->cls());
    return same_values(*left->find_instance(), *right->find_instance(), text_case);
}

template <class T>
bool same_content(const T& left, const T& right, TextCase text_case) {
    if constexpr (std::is_same_v<T, std::string>) {
        return same_text(left, right, text_case);
    } else if constexpr (std::is_same_v<T, ObjectPtr>) {
        return same_object(left, right, text_case);
    } else if constexpr (std::is_same_v<T, double>) {
        return same_real(left, right);
    } else {
        return left == right;
    }
}

bool same_scalar(const Scalar& left, const Scalar& right, TextCase text_case) {
    if (left.index() != right.index()) return false;
    return std::visit(
        [&](const auto& content) {
            return same_content(content, *std::get_if<std::remove_cvref_t<decltype(content)>>(&right), text_case);
        },
        left);
}

bool same_content(const Array& left, const Array& right, TextCase text_case) {
    if (left.size() != right.size()) return false;
    for (std::size_t i = 0; i < left.size(); ++i)
        if (!same_scalar(left[i], right[i], text_case)) return false;
    return true;
}

}  // namespace

Value to_value(Scalar scalar) {
    return std::visit([](auto&& content) { return Value(std::forward<decltype(content)>(content)); }, std::move(scalar));
}

Scalar to_scalar(Value value) {
    return std::visit(
        [](auto&& content) -> Scalar {
            using T = std::remove_cvref_t<decltype(content)>;
            if constexpr (std::is_same_v<T, std::monostate> || std::is_same_v<T, Array>) {
                return Scalar();
            } else {
                return Scalar(std::forward<decltype(content)>(content));
            }
        },
        std::move(value));
}

bool fits(Type type, const Value& value) { return std::visit(Fits{type}, value); }

bool same_value(const Value& left, const Value& right, TextCase text_case) {
    if (left.index() != right.index()) return false;
    return std::visit(
        [&](const auto& content) {
            return same_content(content, *std::get_if<std::remove_cvref_t<decltype(content)>>(&right), text_case);
        },
        left);
}

bool same_value(const TypedValue& left, const TypedValue& right) {
    return left.type == right.type && same_value(left.value, right.value);
}

}  // namespace wmi::cim
