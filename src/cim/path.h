// Object paths (PATH-01..25, OBJ-62..65): parse, print, and bind to a class.
#pragma once

#include "cim/class.h"
#include "cim/instance.h"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace wmi::cim {

inline constexpr std::size_t kMaxPathLength = 8192;  // WBEM_MAX_PATH, characters (PATH-14)

/// A key as a path gives it; its type is known only to the class.
struct PathKey {
    std::string name;  // empty: the single key without its name
    /// int64/uint64 for integers, bool for TRUE/FALSE, string for quoted text.
    std::variant<std::int64_t, std::uint64_t, bool, std::string> value;
};

struct ObjectPath {
    std::optional<std::string> server;    // "." or a name; absent: none given
    std::vector<std::string> namespaces;  // root, cimv2
    std::string class_name;               // empty: a namespace alone
    std::vector<PathKey> keys;            // empty: the class itself, unless singleton
    bool is_singleton = false;            // =@

    [[nodiscard]] bool is_class() const { return !class_name.empty() && keys.empty() && !is_singleton; }

    [[nodiscard]] bool is_instance() const { return !class_name.empty() && (is_singleton || !keys.empty()); }
};

enum class PathForm {
    Object,     // [namespace :] object; a single word is a class
    Namespace,  // a namespace path alone, as ConnectServer takes it
    Either,
};

/// errors   InvalidObjectPath with the position of what is wrong; QuotaViolation beyond kMaxPathLength or kMaxNameLength
Result<ObjectPath> parse_path(std::string_view text, PathForm form = PathForm::Object);
/// Normal form: backslashes, double quotes, keys by name, decimal integers. The namespace part only where the path has one.
std::string print_path(const ObjectPath& path);
std::string print_relative(const ObjectPath& path);
/// root\cimv2
std::string print_namespace(const ObjectPath& path);

/// The values of the keys of a class, in the order of Class::keys(), converted to the keys' types.
/// errors   InvalidObjectPath: keys missing, extra, or of the wrong type; =@ on a keyed class or keys on a singleton (PATH-06)
Result<std::vector<Value>> bind_keys(const ObjectPath& path, const Class& to);
/// Writes `Class.Key="v",...` or `Class=@` from key values in the order of Class::keys().
std::string print_instance_path(const Class& of, const std::vector<Value>& keys);

/// Quotes text as paths do: double quotes, backslash before quote and backslash.
std::string quote_key(std::string_view text);

/// A namespace name that may be created (PATH-30), or a class, property, qualifier name: letter, then letters, digits, '_'.
/// Letters beyond ASCII count (CLASS-14).
bool is_identifier(std::string_view name);

}  // namespace wmi::cim
