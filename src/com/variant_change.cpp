// VariantChangeType. Every kind of value becomes one of four: a signed or an unsigned number of 64 bits, a floating one, or text; from those the
// wanted kind is made. Booleans are the numbers -1 and 0 on the way. Currency and decimals go through floating numbers or exact integers.
#include "com/internal/surface.h"
#include "com/text.h"

#include <oleauto.h>

#include <array>
#include <cctype>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include <strings.h>

namespace wmi::com {
namespace {

constexpr double kCurrencyUnit = 10000.0;
constexpr double kTwoTo63 = 9223372036854775808.0;
constexpr double kTwoTo64 = 18446744073709551616.0;
constexpr int kDigitsOfDouble = 15;
constexpr int kDigitsOfFloat = 7;

using Number = std::variant<long long, unsigned long long, double>;

/// A value on its way, and how many digits it is worth when it becomes text.
struct Passing {
    std::variant<Number, std::string> value;
    int digits = kDigitsOfDouble;
    bool boolean = false;
};

/// Rounds half to even, whatever the rounding mode of this thread.
double round_even(double value) {
    double low = std::floor(value);
    double rest = value - low;
    if (rest < 0.5) return low;
    if (rest > 0.5) return low + 1;
    return std::fmod(low, 2.0) == 0 ? low : low + 1;
}

double to_double(const Number& number) {
    return std::visit([](auto value) { return static_cast<double>(value); }, number);
}

double from_decimal(const DECIMAL& decimal) {
    auto mantissa = static_cast<double>(decimal.Hi32) * kTwoTo64 + static_cast<double>(decimal.Lo64);
    double value = mantissa / std::pow(10.0, decimal.scale);
    return decimal.sign == DECIMAL_NEG ? -value : value;
}

/// The value as a whole number of the type, or nothing when it does not fit.
template <class Whole>
std::optional<Whole> to_whole(const Number& number) {
    if (const auto* real = std::get_if<double>(&number)) {
        double rounded = round_even(*real);
        double low = std::is_signed_v<Whole> ? -std::ldexp(1.0, std::numeric_limits<Whole>::digits) : 0.0;
        double high = std::ldexp(1.0, std::numeric_limits<Whole>::digits);
        if (!(rounded >= low && rounded < high)) return std::nullopt;
        return static_cast<Whole>(rounded);
    }
    if (const auto* whole = std::get_if<long long>(&number)) {
        if (std::in_range<Whole>(*whole)) return static_cast<Whole>(*whole);
        return std::nullopt;
    }
    auto whole = std::get<unsigned long long>(number);
    if (std::in_range<Whole>(whole)) return static_cast<Whole>(whole);
    return std::nullopt;
}

/// &H1F and &O17, as Basic writes numbers; they are unsigned.
std::optional<Number> read_prefixed(const std::string& text) {
    int base = text[1] == 'h' || text[1] == 'H' ? 16 : 8;
    char* end = nullptr;
    errno = 0;
    unsigned long long whole = std::isxdigit(static_cast<unsigned char>(text[2])) ? std::strtoull(text.c_str() + 2, &end, base) : 0;
    if (end == nullptr || *end != '\0' || errno == ERANGE) return std::nullopt;
    return Number(whole);
}

std::string without_spaces(std::string_view text) {
    std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

/// Only what a decimal number is made of: strtod alone would take "nan", "inf" and "0x1".
bool is_decimal(const std::string& text) {
    return text.find_first_not_of("+-.0123456789eE") == std::string::npos && text.find_first_of("0123456789") != std::string::npos;
}

std::optional<Number> read_number(std::string_view raw) {
    std::string text = without_spaces(raw);
    if (text.size() > 2 && text[0] == '&' && std::strchr("hHoO", text[1]) != nullptr) return read_prefixed(text);
    if (!is_decimal(text)) return std::nullopt;
    char* end = nullptr;
    if (text.find_first_of(".eE") == std::string::npos) {
        errno = 0;
        long long whole = std::strtoll(text.c_str(), &end, 10);
        if (*end != '\0') return std::nullopt;
        if (errno == 0) return Number(whole);
        errno = 0;
        unsigned long long large = text[0] == '-' ? 0 : std::strtoull(text.c_str(), &end, 10);
        if (text[0] != '-' && errno == 0) return Number(large);
    }
    double real = std::strtod(text.c_str(), &end);
    if (*end != '\0') return std::nullopt;
    return Number(real);
}

std::optional<bool> read_boolean(std::string_view raw) {
    std::string text = without_spaces(raw);
    auto is = [&](const char* word) { return strcasecmp(text.c_str(), word) == 0; };
    if (is("true") || is("#true#")) return true;
    if (is("false") || is("#false#")) return false;
    return std::nullopt;
}

std::string print(const Number& number, int digits) {
    if (const auto* real = std::get_if<double>(&number)) {
        std::array<char, 64> text{};
        std::snprintf(text.data(), text.size(), "%.*G", digits, *real == 0 ? 0.0 : *real);
        std::string printed = text.data();
        for (char& letter : printed) {
            if (letter == ',') letter = '.';  // a program's own locale may write decimals with a comma
        }
        return printed;
    }
    return std::visit([](auto whole) -> std::string { return std::to_string(whole); }, number);
}

/// What a VARIANT holds, on its way; nothing for kinds that change to no other.
std::optional<Passing> pick_up(const VARIANT& from) {
    auto whole = [](auto value) { return Passing{Number(static_cast<long long>(value))}; };
    auto natural = [](auto value) { return Passing{Number(static_cast<unsigned long long>(value))}; };
    switch (from.vt) {
        case VT_EMPTY: return whole(0);
        case VT_I1: return whole(static_cast<signed char>(from.cVal));
        case VT_I2: return whole(from.iVal);
        case VT_I4: return whole(from.lVal);
        case VT_INT: return whole(from.intVal);
        case VT_I8: return whole(from.llVal);
        case VT_UI1: return whole(from.bVal);
        case VT_UI2: return whole(from.uiVal);
        case VT_UI4: return natural(from.ulVal);
        case VT_UINT: return whole(from.uintVal);
        case VT_UI8: return natural(from.ullVal);
        case VT_R4: return Passing{Number(static_cast<double>(from.fltVal)), kDigitsOfFloat};
        case VT_R8: return Passing{Number(from.dblVal)};
        case VT_DATE: return Passing{Number(from.date)};
        case VT_CY: return Passing{Number(static_cast<double>(from.cyVal.int64) / kCurrencyUnit)};
        case VT_DECIMAL: return Passing{Number(from_decimal(from.decVal))};
        case VT_BOOL: return Passing{Number(from.boolVal != 0 ? -1LL : 0LL), kDigitsOfDouble, true};
        case VT_BSTR: return Passing{from_wide(from.bstrVal)};
        default: return std::nullopt;
    }
}

template <class Whole>
HRESULT put_whole(const Number& number, Whole& place) {
    auto fits = to_whole<Whole>(number);
    if (!fits) return DISP_E_OVERFLOW;
    place = *fits;
    return S_OK;
}

HRESULT put_float(const Number& number, float& place) {
    double value = to_double(number);
    if (std::isfinite(value) && std::fabs(value) > static_cast<double>(std::numeric_limits<float>::max())) return DISP_E_OVERFLOW;
    place = static_cast<float>(value);
    return S_OK;
}

HRESULT put_decimal(const Number& number, DECIMAL& place) {
    std::memset(&place, 0, sizeof place);
    double value = to_double(number);
    if (!std::isfinite(value) || std::fabs(value) >= kTwoTo64 * 4294967296.0) return DISP_E_OVERFLOW;
    place.sign = value < 0 ? DECIMAL_NEG : BYTE{0};
    if (const auto* real = std::get_if<double>(&number)) {
        double magnitude = std::fabs(*real);
        while (place.scale < 28 && magnitude != std::floor(magnitude) && magnitude < kTwoTo63 / 10) {
            magnitude *= 10;
            ++place.scale;
        }
        magnitude = round_even(magnitude);
        place.Hi32 = static_cast<std::uint32_t>(magnitude / kTwoTo64);
        place.Lo64 = static_cast<ULONGLONG>(magnitude - static_cast<double>(place.Hi32) * kTwoTo64);
    } else if (const auto* whole = std::get_if<long long>(&number)) {
        place.Lo64 = *whole < 0 ? 0 - static_cast<ULONGLONG>(*whole) : static_cast<ULONGLONG>(*whole);
    } else {
        place.Lo64 = std::get<unsigned long long>(number);
    }
    return S_OK;
}

HRESULT put_number(const Number& number, VARTYPE vt, VARIANT& to) {
    switch (vt) {
        case VT_I1: return put_whole(number, reinterpret_cast<signed char&>(to.cVal));
        case VT_UI1: return put_whole(number, to.bVal);
        case VT_I2: return put_whole(number, to.iVal);
        case VT_UI2: return put_whole(number, to.uiVal);
        case VT_INT: return put_whole(number, to.intVal);
        case VT_UINT: return put_whole(number, to.uintVal);
        case VT_I8: return put_whole(number, to.llVal);
        case VT_UI8: return put_whole(number, to.ullVal);
        case VT_R4: return put_float(number, to.fltVal);
        case VT_R8: return to.dblVal = to_double(number), S_OK;
        case VT_DATE: return to.date = to_double(number), S_OK;
        case VT_CY: return put_whole(Number(to_double(number) * kCurrencyUnit), to.cyVal.int64);
        case VT_BOOL: return to.boolVal = to_double(number) != 0 ? VARIANT_TRUE : VARIANT_FALSE, S_OK;
        case VT_DECIMAL: return put_decimal(number, to.decVal);
        case VT_I4: {
            std::int32_t value = 0;
            HRESULT hr = put_whole(number, value);
            return to.lVal = value, hr;
        }
        case VT_UI4: {
            std::uint32_t value = 0;
            HRESULT hr = put_whole(number, value);
            return to.ulVal = value, hr;
        }
        default: return DISP_E_TYPEMISMATCH;
    }
}

HRESULT put_text(const Passing& passing, USHORT flags, VARIANT& to) {
    const auto* number = std::get_if<Number>(&passing.value);
    if (passing.boolean && (flags & (VARIANT_ALPHABOOL | VARIANT_LOCALBOOL)) != 0) {
        to.bstrVal = to_bstr(std::get<long long>(*number) != 0 ? "True" : "False");
    } else {
        to.bstrVal = to_bstr(number != nullptr ? print(*number, passing.digits) : std::get<std::string>(passing.value));
    }
    return S_OK;
}

/// An object counts as its default property, unless the caller forbids that.
HRESULT change_object(const VARIANT& from, USHORT flags, VARTYPE vt, VARIANT& to) {
    if (vt == VT_UNKNOWN || vt == VT_DISPATCH) {
        if (from.punkVal == nullptr) return to.punkVal = nullptr, S_OK;
        void** place = reinterpret_cast<void**>(&to.punkVal);
        HRESULT hr = from.punkVal->QueryInterface(vt == VT_DISPATCH ? __uuidof(IDispatch) : __uuidof(IUnknown), place);
        return FAILED(hr) ? DISP_E_TYPEMISMATCH : S_OK;
    }
    if (from.vt != VT_DISPATCH || from.pdispVal == nullptr || (flags & VARIANT_NOVALUEPROP) != 0) return DISP_E_TYPEMISMATCH;
    DISPPARAMS nothing = {nullptr, nullptr, 0, 0};
    VARIANT value;
    VariantInit(&value);
    HRESULT hr = from.pdispVal->Invoke(DISPID_VALUE, GUID_NULL, 0, DISPATCH_PROPERTYGET, &nothing, &value, nullptr, nullptr);
    if (FAILED(hr)) return DISP_E_TYPEMISMATCH;
    to.vt = VT_EMPTY;
    if (value.vt != VT_DISPATCH) hr = VariantChangeType(&to, &value, flags, vt);
    VariantClear(&value);
    return to.vt == vt ? hr : DISP_E_TYPEMISMATCH;
}

HRESULT change(const VARIANT& from, USHORT flags, VARTYPE vt, VARIANT& to) {
    if (from.vt == vt) return VariantCopy(&to, &from);
    if (((from.vt | vt) & VT_ARRAY) != 0 || from.vt == VT_NULL || from.vt == VT_ERROR) return DISP_E_TYPEMISMATCH;
    if (vt == VT_NULL || vt == VT_ERROR || vt == VT_VARIANT) return DISP_E_TYPEMISMATCH;
    if (vt == VT_EMPTY) return S_OK;
    to.vt = vt;
    if (from.vt == VT_UNKNOWN || from.vt == VT_DISPATCH) return change_object(from, flags, vt, to);
    auto passing = pick_up(from);
    if (!passing) return DISP_E_TYPEMISMATCH;
    if (vt == VT_BSTR && from.vt == VT_EMPTY) return to.bstrVal = to_bstr(""), S_OK;
    if (vt == VT_BSTR) return put_text(*passing, flags, to);
    if (const auto* text = std::get_if<std::string>(&passing->value)) {
        if (auto said = vt == VT_BOOL ? read_boolean(*text) : std::nullopt) return to.boolVal = *said ? VARIANT_TRUE : VARIANT_FALSE, S_OK;
        auto number = read_number(*text);
        if (!number) return DISP_E_TYPEMISMATCH;
        return put_number(*number, vt, to);
    }
    return put_number(std::get<Number>(passing->value), vt, to);
}

bool is_wanted_kind(VARTYPE vt) {
    constexpr VARTYPE kScalars[] = {VT_EMPTY, VT_NULL, VT_I2,  VT_I4,  VT_R4,  VT_R8, VT_CY,  VT_DATE, VT_BSTR, VT_DISPATCH, VT_ERROR, VT_BOOL,
                                    VT_VARIANT, VT_UNKNOWN, VT_DECIMAL, VT_I1, VT_UI1, VT_UI2, VT_UI4, VT_I8, VT_UI8, VT_INT, VT_UINT};
    VARTYPE base = vt & static_cast<VARTYPE>(~VT_ARRAY);
    for (VARTYPE scalar : kScalars) {
        if (scalar == base) return true;
    }
    return false;
}

}  // namespace
}  // namespace wmi::com

using namespace wmi;  // NOLINT(google-build-using-namespace): the functions below are COM's

HRESULT VariantChangeType(VARIANTARG* pvargDest, const VARIANTARG* pvarSrc, USHORT wFlags, VARTYPE vt) {
    return VariantChangeTypeEx(pvargDest, pvarSrc, 0, wFlags, vt);
}

HRESULT VariantChangeTypeEx(VARIANTARG* pvargDest, const VARIANTARG* pvarSrc, LCID, USHORT wFlags, VARTYPE vt) {
    if (pvargDest == nullptr || pvarSrc == nullptr) return E_INVALIDARG;
    if (!com::is_wanted_kind(vt)) return DISP_E_BADVARTYPE;
    VARIANT source;
    VariantInit(&source);
    HRESULT hr = VariantCopyInd(&source, pvarSrc);
    if (FAILED(hr)) return hr;
    VARIANT made;
    VariantInit(&made);
    hr = com::internal::surface([&] { return com::change(source, wFlags, vt, made); });
    VariantClear(&source);
    if (FAILED(hr)) return hr;
    hr = VariantClear(pvargDest);
    if (FAILED(hr)) {
        VariantClear(&made);
        return hr;
    }
    *pvargDest = made;
    pvargDest->vt = vt;  // a decimal is written over the whole VARIANT
    return S_OK;
}

HRESULT VarBstrCat(BSTR bstrLeft, BSTR bstrRight, LPBSTR pbstrResult) {
    if (pbstrResult == nullptr) return E_INVALIDARG;
    UINT left = SysStringByteLen(bstrLeft);
    UINT right = SysStringByteLen(bstrRight);
    UINT both = 0;
    if (__builtin_add_overflow(left, right, &both)) return E_OUTOFMEMORY;
    BSTR made = SysAllocStringByteLen(nullptr, both);
    if (made == nullptr) return E_OUTOFMEMORY;
    if (left != 0) std::memcpy(made, bstrLeft, left);
    if (right != 0) std::memcpy(reinterpret_cast<char*>(made) + left, bstrRight, right);
    *pbstrResult = made;
    return S_OK;
}
