#include "cim/context.h"

#include <algorithm>
#include <span>
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

/// One of the names above, and its value; null when there is none.
struct Sought {
    std::string_view name;
    const TypedValue* value = nullptr;
};

/// Looks all of them up at once. Contexts are small and mostly spell the names as we do: one look at each of their values costs less
/// than folding names to find ways through the map.
void find_values(const Context& context, std::span<Sought> all) {
    bool may_be_spelled_otherwise = false;
    for (const auto& [key, value] : context.values) {
        bool is_found = false, is_long_as_one = false;
        for (Sought& one : all) {
            if (key.size() != one.name.size()) continue;
            is_long_as_one = true;
            if (key != one.name) continue;
            one.value = &value;
            is_found = true;
        }
        may_be_spelled_otherwise = may_be_spelled_otherwise || (!is_found && (is_long_as_one || !is_ascii(key)));
    }
    if (!may_be_spelled_otherwise) return;
    for (Sought& one : all) {
        const auto found = one.value ? context.values.end() : context.values.find(one.name);
        if (found != context.values.end()) one.value = &found->second;
    }
}

/// Nothing when the context has no such value.
Result<std::optional<bool>> read_flag(const Sought& one) {
    if (!one.value) return std::optional<bool>();
    const auto& [type, value] = *one.value;
    if (const bool* flag = std::get_if<bool>(&value)) return std::optional(*flag);
    const auto* number = std::get_if<std::int64_t>(&value);
    if (number && (type.element == CimType::Sint32 || type.element == CimType::Sint16)) return std::optional(*number != 0);
    return invalid(one.name, "must be a boolean (VT_BOOL)");
}

Result<std::optional<std::vector<std::string>>> read_names(const Sought& one) {
    if (!one.value) return std::optional<std::vector<std::string>>();
    const auto* list = std::get_if<Array>(&one.value->value);
    if (!list || one.value->type != Type{CimType::String, true})
        return invalid(one.name, "must be an array of strings (VT_ARRAY|VT_BSTR)");
    if (list->empty()) return invalid(one.name, "must name at least one property");
    std::vector<std::string> names;
    names.reserve(list->size());
    for (const Scalar& element : *list) {
        const auto* text = std::get_if<std::string>(&element);
        if (!text) return invalid(one.name, "must be an array of strings (VT_ARRAY|VT_BSTR)");
        names.push_back(*text);
    }
    return std::optional(std::move(names));
}

void erase(Context& context, std::string_view name) {
    const auto found = context.values.find(name);
    if (found != context.values.end()) context.values.erase(found);
}

/// A value that says FALSE; one that cannot be read says nothing.
bool says_no(const Context& context, std::string_view name) {
    Sought one{name};
    find_values(context, {&one, 1});
    const auto flag = read_flag(one);
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
    Sought all[] = {{kPutExtensions}, {kPutClientRequest}, {kPutProperties}, {kPutStrictNulls}, {kPutAtomic}};
    find_values(context, all);
    const auto& [partial, client_request, properties, strict_nulls, atomic] = all;
    const auto is_partial = TRY(read_flag(partial));
    if (!is_partial.value_or(false)) return std::optional<PutExtensions>();
    if (!is_update_only) return invalid(kPutExtensions, "needs WBEM_FLAG_UPDATE_ONLY alone, a partial put updates what exists");
    if (!properties.value && !strict_nulls.value && !atomic.value)
        return invalid(kPutExtensions, "stands without __PUT_EXT_PROPERTIES, __PUT_EXT_STRICT_NULLS and __PUT_EXT_ATOMIC");
    TRY(read_flag(client_request));
    const auto is_strict = TRY(read_flag(strict_nulls));
    const auto is_atomic = TRY(read_flag(atomic));
    PutExtensions extensions;
    extensions.properties = TRY(read_names(properties));
    extensions.strict_nulls = is_strict.value_or(false);
    extensions.atomic = is_atomic.value_or(false);
    return std::optional(std::move(extensions));
}

Result<std::optional<GetExtensions>> read_get_extensions(const Context& context) {
    Sought all[] = {{kGetExtensions}, {kGetClientRequest}, {kGetKeysOnly}, {kGetProperties}};
    find_values(context, all);
    const auto& [partial, client_request, keys_only, properties] = all;
    const auto is_partial = TRY(read_flag(partial));
    if (!is_partial.value_or(false)) return std::optional<GetExtensions>();
    TRY(read_flag(client_request));
    const auto is_of_keys = TRY(read_flag(keys_only));
    if (is_of_keys.value_or(false)) return std::optional(GetExtensions{true, {}});
    auto names = TRY(read_names(properties));
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
