#include "objects/internal/path_model.h"

#include <wmiutils.h>

#include <algorithm>
#include <utility>

namespace wmi::objects::internal {
namespace {

constexpr bool is_slash(char c) { return c == '\\' || c == '/'; }

Error wrong(std::string_view text, std::string_view what) {
    return Error(Status::InvalidParameter, "this is no path: " + std::string(what), std::string(text));
}

/// The first colon that stands in no quotes, from `at` on.
std::size_t find_colon(std::string_view text, std::size_t at) {
    char quote = '\0';
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if (quote != '\0' && c == '\\') {
            ++at;
        } else if (quote != '\0') {
            if (c == quote) quote = '\0';
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == ':') {
            return at;
        }
    }
    return std::string_view::npos;
}

/// Takes the server from the front of the text.
Result<std::optional<std::string>> take_server(std::string_view& text) {
    if (text.size() < 2 || !is_slash(text[0]) || !is_slash(text[1])) return std::optional<std::string>();
    const std::size_t end = std::min(text.find_first_of("\\/", 2), text.size());
    const std::string_view server = text.substr(2, end - 2);
    if (server.empty() || server.find_first_of(":=\"' ,") != std::string_view::npos)
        return wrong(text, "a server name or '.' must follow the two slashes");
    text.remove_prefix(end);
    return std::optional(std::string(server));
}

Result<std::vector<std::string>> split_namespaces(std::string_view text) {
    std::vector<std::string> names;
    if (!text.empty() && is_slash(text.front())) text.remove_prefix(1);
    if (text.empty()) return names;
    auto parsed = cim::parse_path(text, cim::PathForm::Namespace);
    if (!parsed) return wrong(text, parsed.error().sentence());
    return std::move(parsed->namespaces);
}

Result<void> read_parts(std::string_view text, PathModel& to) {
    for (;;) {
        const std::size_t colon = find_colon(text, 0);
        PathPart part = TRY(parse_part(text.substr(0, colon)));
        if (colon == std::string_view::npos) {
            to.object = std::move(part);
            return {};
        }
        to.scopes.push_back(std::move(part));
        text.remove_prefix(colon + 1);
    }
}

/// Text without a colon: a namespace when it has slashes or stands behind a server, else an object.
bool is_namespace(std::string_view text, bool has_server, unsigned long mode) {
    const std::string_view front = text.substr(0, text.find_first_of("=.\"'"));
    if (has_server || text.empty() || front.find_first_of("\\/") != std::string_view::npos) return true;
    return (mode & WBEMPATH_TREAT_SINGLE_IDENT_AS_NS) != 0 && front.size() == text.size();
}

std::string namespaces_of(const PathModel& path) {
    std::string text;
    for (const std::string& name : path.namespaces) text += (text.empty() ? "" : "\\") + name;
    return text;
}

std::string server_and_namespaces(const PathModel& path) {
    std::string text = "\\\\" + path.server.value_or(".");
    if (!path.namespaces.empty()) text += '\\' + namespaces_of(path);
    return text;
}

std::string parts_of(const PathModel& path) {
    std::string text;
    for (const PathPart& scope : path.scopes) text += print_part(scope) + ':';
    if (path.object) return text + print_part(*path.object);
    if (!text.empty()) text.pop_back();
    return text;
}

std::string joined(std::string front, const std::string& back) {
    if (!front.empty() && !back.empty()) front += ':';
    return front + back;
}

}  // namespace

Result<PathPart> parse_part(std::string_view text) {
    auto parsed = cim::parse_path(text);
    if (!parsed) return wrong(text, parsed.error().sentence());
    return PathPart{std::move(parsed->class_name), std::move(parsed->keys), parsed->is_singleton};
}

std::string print_part(const PathPart& part) {
    cim::ObjectPath path;
    path.class_name = part.class_name;
    path.keys = part.keys;
    path.is_singleton = part.is_singleton;
    return cim::print_relative(path);
}

Result<PathModel> parse_path_text(std::string_view text, unsigned long mode) {
    constexpr unsigned long kKinds =
        WBEMPATH_CREATE_ACCEPT_RELATIVE | WBEMPATH_CREATE_ACCEPT_ABSOLUTE | WBEMPATH_CREATE_ACCEPT_ALL;
    if ((mode & kKinds) == 0 || (mode & ~(kKinds | WBEMPATH_TREAT_SINGLE_IDENT_AS_NS)) != 0)
        return Error(Status::InvalidParameter, "the mode must say which kinds of path are accepted");
    const bool is_mixed = text.size() > 1 && is_slash(text[0]) && is_slash(text[1]) && text[0] != text[1];
    PathModel path;
    path.original = text;
    std::string_view rest = text;
    path.server = TRY(take_server(rest));
    const bool must_be_absolute = (mode & kKinds) == WBEMPATH_CREATE_ACCEPT_ABSOLUTE;
    if (must_be_absolute && (!path.server || is_mixed)) return wrong(text, "an absolute path begins with \\\\server");
    const std::size_t colon = find_colon(rest, 0);
    if (colon != std::string_view::npos && rest.substr(0, colon).find_first_of("=.\"'") == std::string_view::npos) {
        path.namespaces = TRY(split_namespaces(rest.substr(0, colon)));
        if (path.namespaces.empty()) return wrong(text, "a namespace must stand before the colon");
        TRY(read_parts(rest.substr(colon + 1), path));
    } else if (is_namespace(rest, path.server.has_value(), mode)) {
        path.namespaces = TRY(split_namespaces(rest));
    } else {
        TRY(read_parts(rest, path));
    }
    return path;
}

Result<std::string> print_path_text(const PathModel& path, long flags) {
    if (path.is_empty() && flags >= 0 && flags < WBEMPATH_GET_ORIGINAL) return std::string();
    switch (flags) {
        case 0:
        case WBEMPATH_COMPRESSED: return joined(namespaces_of(path), parts_of(path));
        case WBEMPATH_GET_RELATIVE_ONLY: return parts_of(path);
        case WBEMPATH_GET_SERVER_TOO: return joined(server_and_namespaces(path), parts_of(path));
        case WBEMPATH_GET_SERVER_AND_NAMESPACE_ONLY: return server_and_namespaces(path);
        case WBEMPATH_GET_NAMESPACE_ONLY: return namespaces_of(path);
        case WBEMPATH_GET_ORIGINAL: return path.original;
        default: return Error(Status::InvalidParameter, "the flags name one part of the path");
    }
}

std::uint64_t info_of(const PathPart& part) {
    std::uint64_t info = part.keys.empty() && !part.is_singleton ? WBEMPATH_INFO_IS_CLASS_REF : WBEMPATH_INFO_IS_INST_REF;
    if (part.has_implied_key()) info |= WBEMPATH_INFO_HAS_IMPLIED_KEY;
    if (part.keys.size() > 1) info |= WBEMPATH_INFO_IS_COMPOUND;
    if (part.is_singleton) info |= WBEMPATH_INFO_CONTAINS_SINGLETON | WBEMPATH_INFO_IS_SINGLETON;
    return info;
}

std::uint64_t info_of(const PathModel& path) {
    std::uint64_t info = path.is_local() ? WBEMPATH_INFO_ANON_LOCAL_MACHINE : WBEMPATH_INFO_HAS_MACHINE_NAME;
    if (path.server) info |= WBEMPATH_INFO_PATH_HAD_SERVER;
    if (path.object)
        return info | info_of(*path.object) | WBEMPATH_INFO_HAS_SUBSCOPES | WBEMPATH_INFO_V2_COMPLIANT | WBEMPATH_INFO_CIM_COMPLIANT;
    info |= WBEMPATH_INFO_SERVER_NAMESPACE_ONLY;
    if (!path.is_empty()) info |= WBEMPATH_INFO_V1_COMPLIANT | WBEMPATH_INFO_V2_COMPLIANT | WBEMPATH_INFO_CIM_COMPLIANT;
    return info;
}

}  // namespace wmi::objects::internal
