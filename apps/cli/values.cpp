#include "values.h"

#include "failure.h"
#include "text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>

#include <wrl/client.h>

using Microsoft::WRL::ComPtr;

namespace cli {
namespace {

constexpr std::int64_t kExact = std::int64_t{1} << 53;

bool is_64bit(CIMTYPE element) { return element == CIM_SINT64 || element == CIM_UINT64; }

bool is_integer(CIMTYPE element) {
    switch (element) {
        case CIM_SINT8: case CIM_UINT8: case CIM_SINT16: case CIM_UINT16: case CIM_SINT32: case CIM_UINT32: case CIM_CHAR16:
            return true;
        default: return is_64bit(element);
    }
}

Json number_from_text(const std::string& text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number > kExact || number < -kExact) return text;
    return number;
}

Json object_to_json(IUnknown* unknown) {
    ComPtr<IWbemClassObject> object;
    if (!unknown || FAILED(unknown->QueryInterface(IID_PPV_ARGS(object.GetAddressOf())))) return nullptr;
    return to_json(object.Get(), SystemProperties::Class);
}

Json real_to_json(double real) {
    if (std::isfinite(real)) return real;
    return std::isnan(real) ? "NaN" : real > 0 ? "Infinity" : "-Infinity";
}

Json scalar_to_json(const VARIANT& value, CIMTYPE element) {
    switch (V_VT(&value)) {
        case VT_BOOL: return V_BOOL(&value) != VARIANT_FALSE;
        case VT_UI1: return V_UI1(&value);
        case VT_I2: return element == CIM_CHAR16 ? Json(static_cast<std::uint16_t>(V_I2(&value))) : Json(V_I2(&value));
        case VT_I4:
            return element == CIM_UINT32 ? Json(static_cast<std::uint32_t>(V_I4(&value))) : Json(static_cast<std::int32_t>(V_I4(&value)));
        case VT_R4: return real_to_json(V_R4(&value));
        case VT_R8: return real_to_json(V_R8(&value));
        case VT_UNKNOWN: return object_to_json(V_UNKNOWN(&value));
        case VT_BSTR: break;
        default: return nullptr;
    }
    const std::string text = narrow(V_BSTR(&value));
    if (is_64bit(element)) return number_from_text(text);
    if (element == CIM_DATETIME) return to_iso8601(text);
    return text;
}

Json array_to_json(SAFEARRAY* array, VARTYPE element_type, CIMTYPE element) {
    LONG low = 0, high = -1;
    if (FAILED(SafeArrayGetLBound(array, 1, &low)) || FAILED(SafeArrayGetUBound(array, 1, &high))) return nullptr;
    Json list = Json::array();
    for (LONG i = low; i <= high; ++i) {
        _variant_t item;
        if (element_type == VT_VARIANT) {
            SafeArrayGetElement(array, &i, &item);
        } else {
            SafeArrayGetElement(array, &i, &item.lVal);
            V_VT(&item) = element_type;
        }
        list.push_back(scalar_to_json(item, element));
    }
    return list;
}

[[noreturn]] void refuse(std::string_view property, const std::string& wanted, const std::string& got) {
    throw UsageFailure("property '" + std::string(property) + "' takes " + wanted + ", not " + got);
}

_variant_t integer_variant(const Json& json, CIMTYPE element, std::string_view property) {
    std::string text = json.is_string() ? json.get<std::string>() : json.dump();
    if (json.is_number_float()) {
        constexpr double kBeyond64Bits = 18446744073709551616.0;
        const double real = json.get<double>();
        if (real != std::floor(real)) refuse(property, "an integer", text);
        if (std::fabs(real) >= kBeyond64Bits) refuse(property, "an integer of at most 64 bits", text);
        char digits[32];
        std::snprintf(digits, sizeof digits, "%.0f", real);
        text = digits;
    }
    if (json.is_boolean()) refuse(property, "an integer", text);
    if (is_64bit(element)) return _variant_t(wide(text).c_str());
    long long number = 0;
    const bool is_hex = text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
    const char* first = text.data() + (is_hex ? 2 : 0);
    const auto [end, error] = std::from_chars(first, text.data() + text.size(), number, is_hex ? 16 : 10);
    if (error != std::errc() || end != text.data() + text.size()) refuse(property, "an integer", "'" + text + "'");
    if (number < -2147483648LL || number > 4294967295LL) refuse(property, "an integer of at most 32 bits", text);
    _variant_t value;
    V_VT(&value) = VT_I4;
    V_I4(&value) = static_cast<LONG>(number);
    return value;
}

bool truth_of(const Json& json, std::string_view property) {
    if (json.is_boolean()) return json.get<bool>();
    if (json.is_number_integer()) return json.get<std::int64_t>() != 0;
    const std::string text = json.is_string() ? json.get<std::string>() : json.dump();
    if (same_name(text, "true") || text == "1") return true;
    if (same_name(text, "false") || text == "0") return false;
    refuse(property, "true or false", "'" + text + "'");
}

_variant_t object_variant(const Json& json, std::string_view property, const Embed& embed) {
    if (!json.is_object()) refuse(property, "an embedded object like {\"__CLASS\":\"A\",\"Name\":\"x\"}", json.dump(-1, ' ', false, Json::error_handler_t::replace));
    return _variant_t(static_cast<IUnknown*>(embed(json).Get()));
}

_variant_t scalar_variant(const Json& json, CIMTYPE element, std::string_view property, const Embed& embed) {
    if (element == CIM_OBJECT) return object_variant(json, property, embed);
    if (json.is_null() || json.is_structured())
        refuse(property, "values", json.is_null() ? "NULL among others" : json.is_array() ? "an array in an array" : "an object");
    if (is_integer(element)) return integer_variant(json, element, property);
    if (element == CIM_BOOLEAN) return _variant_t(truth_of(json, property));
    if (element == CIM_REAL32 || element == CIM_REAL64) {
        if (json.is_number()) return _variant_t(json.get<double>());
        const std::string text = json.is_string() ? json.get<std::string>() : json.dump();
        char* end = nullptr;
        const double real = std::strtod(text.c_str(), &end);
        if (text.empty() || *end != '\0') refuse(property, "a number", "'" + text + "'");
        return _variant_t(real);
    }
    std::string text = json.is_string() ? json.get<std::string>() : json.dump();
    if (element == CIM_DATETIME) text = from_iso8601(text);
    return _variant_t(wide(text).c_str());
}

}  // namespace

Json to_json(const VARIANT& value, CIMTYPE type) {
    const CIMTYPE element = type & ~static_cast<CIMTYPE>(CIM_FLAG_ARRAY);
    if (V_VT(&value) & VT_ARRAY) return array_to_json(V_ARRAY(&value), static_cast<VARTYPE>(V_VT(&value) & ~VT_ARRAY), element);
    return scalar_to_json(value, element);
}

_variant_t from_json(const Json& json, CIMTYPE type, std::string_view property, const Embed& embed) {
    _variant_t value;
    if (json.is_null()) {
        V_VT(&value) = VT_NULL;
        return value;
    }
    const CIMTYPE element = type & ~static_cast<CIMTYPE>(CIM_FLAG_ARRAY);
    if (element == type) {
        if (json.is_array()) refuse(property, "one value", "an array");
        return scalar_variant(json, element, property, embed);
    }
    const Json list = json.is_array() ? json : Json::array({json});
    SAFEARRAY* array = SafeArrayCreateVector(VT_VARIANT, 0, static_cast<ULONG>(list.size()));
    if (!array) throw std::bad_alloc();
    V_VT(&value) = VT_ARRAY | VT_VARIANT;
    V_ARRAY(&value) = array;
    for (LONG i = 0; i < static_cast<LONG>(list.size()); ++i) {
        _variant_t item = scalar_variant(list[static_cast<std::size_t>(i)], element, property, embed);
        check(SafeArrayPutElement(array, &i, &item), "building an array");
    }
    return value;
}

_variant_t from_typed(const std::string& text, CIMTYPE type, std::string_view property, const Embed& embed) {
    const bool is_array = (type & CIM_FLAG_ARRAY) != 0 && text.starts_with('[');
    const bool is_object = (type & ~static_cast<CIMTYPE>(CIM_FLAG_ARRAY)) == CIM_OBJECT && text.starts_with('{');
    if (!is_array && !is_object) return from_json(Json(text), type, property, embed);
    const Json json = nesting_of(text) > kDeepestNesting ? Json(Json::value_t::discarded) : Json::parse(text, nullptr, false);
    if (json.is_discarded()) refuse(property, is_array ? "a JSON array like [\"a\",\"b\"]" : "a JSON object", "'" + text + "'");
    return from_json(json, type, property, embed);
}

std::size_t nesting_of(std::string_view json) {
    std::size_t depth = 0, deepest = 0;
    bool is_inside = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (c == '"') is_inside = !is_inside;
        else if (is_inside) i += c == '\\' ? 1 : 0;
        else if (c == '[' || c == '{') deepest = std::max(deepest, ++depth);
        else if ((c == ']' || c == '}') && depth > 0) --depth;
    }
    return deepest;
}

std::string to_line(const Json& value) {
    if (value.is_null()) return {};
    std::string line = value.is_string() ? value.get<std::string>() : value.dump(-1, ' ', false, Json::error_handler_t::replace);
    std::replace_if(line.begin(), line.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
    return printable(line);
}

std::string to_iso8601(const std::string& d) {
    if (d.size() != 25 || d.find('*') != std::string::npos || (d[21] != '+' && d[21] != '-')) return d;
    const int minutes = std::atoi(d.c_str() + 22);
    char zone[32];
    std::snprintf(zone, sizeof zone, "%c%02d:%02d", d[21], (minutes / 60) % 100, minutes % 60);
    return d.substr(0, 4) + "-" + d.substr(4, 2) + "-" + d.substr(6, 2) + "T" + d.substr(8, 2) + ":" + d.substr(10, 2) + ":" +
           d.substr(12, 2) + d.substr(14, 7) + zone;
}

namespace {

/// The six digits behind the point, and how many characters they took; what is finer than a microsecond is cut off.
std::string fraction_of(std::string_view text, std::size_t& used) {
    std::string digits;
    if (text.starts_with('.')) {
        for (used = 1; used < text.size() && text[used] >= '0' && text[used] <= '9'; ++used) digits.push_back(text[used]);
    }
    digits.resize(6, '0');
    return digits;
}

/// Minutes from UTC behind a timestamp: nothing, Z, +hh:mm or -hh:mm.
std::optional<int> zone_of(const std::string& zone) {
    if (zone.empty() || zone == "Z" || zone == "z") return 0;
    int hours = 0, minutes = 0, used = 0;
    char sign = '+';
    if (std::sscanf(zone.c_str(), "%c%2d:%2d%n", &sign, &hours, &minutes, &used) != 3 || zone.size() != static_cast<std::size_t>(used)) return std::nullopt;
    if (sign != '+' && sign != '-') return std::nullopt;
    return (hours * 60 + minutes) * (sign == '-' ? -1 : 1);
}

}  // namespace

std::string from_iso8601(const std::string& text) {
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, used = 0;
    if (std::sscanf(text.c_str(), "%4d-%2d-%2d%*1[T ]%2d:%2d:%2d%n", &year, &month, &day, &hour, &minute, &second, &used) != 6) return text;
    std::size_t of_fraction = 0;
    const std::string fraction = fraction_of(std::string_view(text).substr(static_cast<std::size_t>(used)), of_fraction);
    const auto offset = zone_of(text.substr(static_cast<std::size_t>(used) + of_fraction));
    if (!offset) return text;
    char datetime[96];
    std::snprintf(datetime, sizeof datetime, "%04d%02d%02d%02d%02d%02d.%s%c%03d", year, month, day, hour, minute, second, fraction.c_str(),
                  *offset < 0 ? '-' : '+', std::abs(*offset));
    return datetime;
}

Json to_json(IWbemClassObject* object, SystemProperties system, const Names& only) {
    Json json = Json::object();
    const auto add = [&](const std::string& name, const VARIANT& value, CIMTYPE type) { json[name] = to_json(value, type); };
    if (system == SystemProperties::Class) {
        _variant_t name;
        if (SUCCEEDED(object->Get(L"__CLASS", 0, &name, nullptr, nullptr))) add("__CLASS", name, CIM_STRING);
    }
    if (only) {
        for (const std::string& name : *only) {
            _variant_t value;
            CIMTYPE type = 0;
            check(object->Get(wide(name).c_str(), 0, &value, &type, nullptr), "reading property '" + name + "'");
            add(name, value, type);
        }
        return json;
    }
    check(object->BeginEnumeration(system == SystemProperties::All ? 0 : WBEM_FLAG_NONSYSTEM_ONLY), "reading an object");
    for (;;) {
        BSTR name = nullptr;
        _variant_t value;
        CIMTYPE type = 0;
        const HRESULT status = object->Next(0, &name, &value, &type, nullptr);
        if (status == WBEM_S_NO_MORE_DATA) break;
        check(status, "reading an object");
        add(narrow(name), value, type);
        SysFreeString(name);
    }
    object->EndEnumeration();
    return json;
}

}  // namespace cli
