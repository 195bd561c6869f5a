// Values between the API's VARIANTs and what people type and read: JSON, and plain text.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include <comdef.h>
#include <wbemidl.h>
#include <wrl/client.h>

namespace cli {

using Json = nlohmann::ordered_json;

/// A value as JSON: 64-bit integers beyond 2^53 as text, datetimes as ISO 8601 with offset, embedded objects as objects, a real that is
/// no number as "NaN", "Infinity" or "-Infinity".
Json to_json(const VARIANT& value, CIMTYPE type);
/// Makes the embedded object that a JSON object tells of.
using Embed = std::function<Microsoft::WRL::ComPtr<IWbemClassObject>(const Json& object)>;
/// JSON as a VARIANT that Put takes for a property of this type. Throws UsageFailure, naming the property.
_variant_t from_json(const Json& json, CIMTYPE type, std::string_view property, const Embed& embed);
/// What is typed behind `=` on the command line, or stands in a cell of CSV: read by the property's type; `[...]` is JSON for arrays,
/// `{...}` for embedded objects.
_variant_t from_typed(const std::string& text, CIMTYPE type, std::string_view property, const Embed& embed);

/// How deep brackets stand in JSON text; those inside of strings are text.
std::size_t nesting_of(std::string_view json);
constexpr std::size_t kDeepestNesting = 64;

/// One line of text for tables and lists, with nothing that a terminal obeys; NULL is empty.
std::string to_line(const Json& value);

/// 20260102030405.000000+060 as 2026-01-02T03:04:05.000000+01:00; text that is no complete timestamp stays.
std::string to_iso8601(const std::string& datetime);
/// The reverse; what is not ISO 8601 stays.
std::string from_iso8601(const std::string& text);

/// All non-system properties of an object in their order, or only the named ones; __PATH and __CLASS on request.
enum class SystemProperties { Omit, Class, All };
using Names = std::optional<std::vector<std::string>>;
Json to_json(IWbemClassObject* object, SystemProperties system, const Names& only = std::nullopt);

}  // namespace cli
