#include "cim/context.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace wmi::cim {
namespace {

constexpr std::string_view kPutExtensions = "__PUT_EXTENSIONS";
constexpr std::string_view kPutClientRequest = "__PUT_EXT_CLIENT_REQUEST";
constexpr std::string_view kPutProperties = "__PUT_EXT_PROPERTIES";
constexpr std::string_view kPutStrictNulls = "__PUT_EXT_STRICT_NULLS";
constexpr std::string_view kPutAtomic = "__PUT_EXT_ATOMIC";
constexpr std::string_view kGetExtensions = "__GET_EXTENSIONS";
constexpr std::string_view kGetClientRequest = "__GET_EXT_CLIENT_REQUEST";
constexpr std::string_view kGetProperties = "__GET_EXT_PROPERTIES";
constexpr std::string_view kGetKeysOnly = "__GET_EXT_KEYS_ONLY";

Error invalid(std::string_view name, std::string_view what) {
    return Error(Status::InvalidContext, "context value " + std::string(name) + ' ' + std::string(what), std::string(name));
}

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// A value by one of the names above; null when there is none. Contexts are small and mostly spell the names as we do: a look at
/// each costs less than folding names to find a way through the map.
const TypedValue* find_value(const Context& context, std::string_view name) {
    bool may_be_spelled_otherwise = false;
    for (const auto& [key, value] : context.values) {
        if (key == name) return &value;
        may_be_spelled_otherwise = may_be_spelled_otherwise || key.size() == name.size() || !is_ascii(key);
    }
    if (!may_be_spelled_otherwise) return nullptr;
    const auto found = context.values.find(name);
    return found == context.values.end() ? nullptr : &found->second;
}

/// Nothing when the context has no such value.
Result<std::optional<bool>> read_flag(const Context& context, std::string_view name) {
    const TypedValue* const found = find_value(context, name);
    if (!found) return std::optional<bool>();
    const auto& [type, value] = *found;
    if (const bool* flag = std::get_if<bool>(&value)) return std::optional(*flag);
    const auto* number = std::get_if<std::int64_t>(&value);
    if (number && (type.element == CimType::Sint32 || type.element == CimType::Sint16)) return std::optional(*number != 0);
    return invalid(name, "must be a boolean (VT_BOOL)");
}

Result<std::optional<std::vector<std::string>>> read_names(const Context& context, std::string_view name) {
    const TypedValue* const found = find_value(context, name);
    if (!found) return std::optional<std::vector<std::string>>();
    const auto* list = std::get_if<Array>(&found->value);
    if (!list || found->type != Type{CimType::String, true})
        return invalid(name, "must be an array of strings (VT_ARRAY|VT_BSTR)");
    if (list->empty()) return invalid(name, "must name at least one property");
    std::vector<std::string> names;
    for (const Scalar& element : *list) {
        const auto* text = std::get_if<std::string>(&element);
        if (!text) return invalid(name, "must be an array of strings (VT_ARRAY|VT_BSTR)");
        names.push_back(*text);
    }
    return std::optional(std::move(names));
}

bool is_present(const Context& context, std::string_view name) { return find_value(context, name) != nullptr; }

void erase(Context& context, std::string_view name) {
    const auto found = context.values.find(name);
    if (found != context.values.end()) context.values.erase(found);
}

/// A value that says FALSE; one that cannot be read says nothing.
bool says_no(const Context& context, std::string_view name) {
    const auto flag = read_flag(context, name);
    return flag && *flag && !**flag;
}

void erase_all_that_begin(Context& context, std::string_view prefix) {
    std::erase_if(context.values, [&](const auto& entry) {
        return entry.first.size() >= prefix.size() &&
               base::same_name(std::string_view(entry.first).substr(0, prefix.size()), prefix);
    });
}

}  // namespace

Result<std::optional<PutExtensions>> read_put_extensions(const Context& context, bool is_update_only) {
    const auto is_partial = TRY(read_flag(context, kPutExtensions));
    if (!is_partial.value_or(false)) return std::optional<PutExtensions>();
    if (!is_update_only) return invalid(kPutExtensions, "needs WBEM_FLAG_UPDATE_ONLY alone, a partial put updates what exists");
    if (!is_present(context, kPutProperties) && !is_present(context, kPutStrictNulls) && !is_present(context, kPutAtomic))
        return invalid(kPutExtensions, "stands without __PUT_EXT_PROPERTIES, __PUT_EXT_STRICT_NULLS and __PUT_EXT_ATOMIC");
    TRY(read_flag(context, kPutClientRequest));
    const auto strict_nulls = TRY(read_flag(context, kPutStrictNulls));
    const auto atomic = TRY(read_flag(context, kPutAtomic));
    PutExtensions extensions;
    extensions.properties = TRY(read_names(context, kPutProperties));
    extensions.strict_nulls = strict_nulls.value_or(false);
    extensions.atomic = atomic.value_or(false);
    return std::optional(std::move(extensions));
}

Result<std::optional<GetExtensions>> read_get_extensions(const Context& context) {
    const auto is_partial = TRY(read_flag(context, kGetExtensions));
    if (!is_partial.value_or(false)) return std::optional<GetExtensions>();
    TRY(read_flag(context, kGetClientRequest));
    const auto keys_only = TRY(read_flag(context, kGetKeysOnly));
    if (keys_only.value_or(false)) return std::optional(GetExtensions{true, {}});
    auto names = TRY(read_names(context, kGetProperties));
    if (!names) return std::optional<GetExtensions>();
    for (const std::string& name : *names)
        if (name == "*") return invalid(kGetProperties, "must not hold *; leave the extensions out for the whole object");
    return std::optional(GetExtensions{false, std::move(*names)});
}

Result<void> check_architecture(const Context& context) {
    const auto wrong = [](std::string_view name, std::string_view what) {
        return Error(Status::InvalidParameter, "context value " + std::string(name) + " must be " + std::string(what), std::string(name));
    };
    constexpr std::string_view kWanted = "__ProviderArchitecture";
    const auto wanted = context.values.find(kWanted);
    if (wanted != context.values.end()) {
        const auto* bits = std::get_if<std::int64_t>(&wanted->second.value);
        const bool is_known = bits && wanted->second.type.element == CimType::Sint32 && (*bits == 32 || *bits == 64);
        if (!is_known) return wrong(kWanted, "32 or 64 (VT_I4)");
    }
    constexpr std::string_view kRequired = "__RequiredArchitecture";
    const auto required = context.values.find(kRequired);
    if (required != context.values.end() && !std::get_if<bool>(&required->second.value)) return wrong(kRequired, "a boolean (VT_BOOL)");
    return {};
}

Context for_provider(const Context& context) {
    Context sent = context;
    if (says_no(sent, kPutExtensions)) erase_all_that_begin(sent, "__PUT_EXT");
    if (says_no(sent, kGetExtensions)) erase_all_that_begin(sent, "__GET_EXT");
    erase(sent, kPutClientRequest);
    erase(sent, kGetClientRequest);
    return sent;
}

}  // namespace wmi::cim
