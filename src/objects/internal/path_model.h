// A path as IWbemPath takes it apart: more kinds than IWbemServices takes (a server alone, scopes), and it says how it was written
// (PATH-50..63). A value; the keys' types are those that the path's writer meant.
#pragma once

#include "base/result.h"
#include "cim/path.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wmi::objects::internal {

using base::Error;
using base::Result;
using base::Status;

/// class, class=value, class.key=value,...: the object, or a scope that stands before it.
struct PathPart {
    std::string class_name;
    std::vector<cim::PathKey> keys;
    bool is_singleton = false;

    [[nodiscard]] bool has_implied_key() const { return keys.size() == 1 && keys.front().name.empty(); }
};

struct PathModel {
    std::optional<std::string> server;
    std::vector<std::string> namespaces;
    std::vector<PathPart> scopes;
    std::optional<PathPart> object;
    std::string original;

    [[nodiscard]] bool is_empty() const { return !server && namespaces.empty() && scopes.empty() && !object; }

    [[nodiscard]] bool is_local() const { return !server || *server == "."; }
};

/// mode     tag_WBEM_PATH_CREATE_FLAG
/// errors   InvalidParameter (PATH-13, 52, 53)
Result<PathModel> parse_path_text(std::string_view text, unsigned long mode);
/// flags    tag_WBEM_GET_TEXT_FLAGS
/// errors   InvalidParameter for other flags
Result<std::string> print_path_text(const PathModel& path, long flags);
/// One part alone.
Result<PathPart> parse_part(std::string_view text);
std::string print_part(const PathPart& part);
/// Bits of tag_WBEM_PATH_STATUS_FLAG (PATH-59, 60).
std::uint64_t info_of(const PathModel& path);
std::uint64_t info_of(const PathPart& part);

}  // namespace wmi::objects::internal
