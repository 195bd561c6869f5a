#include "cim/path.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <utility>

namespace wmi::cim {
namespace {

constexpr bool is_slash(char c) { return c == '\\' || c == '/'; }

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

constexpr int hex_digit(char c) {
    if (is_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

constexpr bool is_letter(char32_t c) {
    if (c < 0x80) return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
    return c <= 0xFFEF && (c < 0xD800 || c > 0xDFFF);
}

constexpr bool is_name_part(char32_t c) { return is_letter(c) || c == U'_' || (c >= U'0' && c <= U'9'); }

constexpr bool is_name_part(char c) { return is_name_part(static_cast<char32_t>(static_cast<unsigned char>(c))); }

/// The ASCII part of is_name_part, looked up: names are ASCII nearly always, and paths are read by every call.
constexpr auto kPlainNamePart = [] {
    std::array<bool, 256> table{};
    for (char32_t c = 0; c < 0x80; ++c) table[c] = is_name_part(c);
    return table;
}();

/// Where the plain name that stands at a place ends; the place itself when none does.
std::size_t end_of_plain_name(std::string_view text, std::size_t at) {
    if (at < text.size() && is_digit(text[at])) return at;
    while (at < text.size() && kPlainNamePart[static_cast<unsigned char>(text[at])]) ++at;
    return at;
}

/// Where the first of these characters stands, from a place on; the text's size when there is none.
template <char... kWanted>
std::size_t find_any(std::string_view text, std::size_t at) {
    while (at < text.size() && !((text[at] == kWanted) || ...)) ++at;
    return at;
}

std::size_t count_characters(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

/// Bytes are at least as many as characters: counting is for the few long ones.
bool has_more_characters(std::string_view text, std::size_t limit) { return text.size() > limit && count_characters(text) > limit; }

/// A name as a path may hold it: system names begin with '_', which is_identifier refuses.
bool is_path_name(std::string_view name) {
    const std::size_t first = name.find_first_not_of('_');
    if (first == std::string_view::npos) return !name.empty();
    std::size_t at = 0;
    if (first == 0 && !is_letter(base::next_character(name, at))) return false;
    while (at < name.size()) {
        const auto byte = static_cast<unsigned char>(name[at]);
        const bool fits = byte < 0x80 ? is_name_part(name[at++]) : is_name_part(base::next_character(name, at));
        if (!fits) return false;
    }
    return true;
}

bool is_server_name(std::string_view name) {
    if (name.empty()) return false;
    const bool is_bracketed = name.front() == '[' && name.back() == ']';
    for (const char c : is_bracketed ? name.substr(1, name.size() - 2) : name) {
        const bool fits = is_digit(c) || is_letter(static_cast<unsigned char>(c)) || c == '-' || c == '.' || c == '_' ||
                          (is_bracketed && (c == ':' || c == '%')) || static_cast<unsigned char>(c) >= 0x80;
        if (!fits) return false;
    }
    return true;
}

/// Reads a path from left to right; nothing in the grammar nests, so there is no recursion. What is plain (ASCII names without %hh,
/// short decimal numbers, text without backslashes) is taken as it stands; everything else goes the careful way.
class PathParser {
public:
    PathParser(std::string_view text, PathForm form, ObjectPath& to) : text_(text), form_(form), path_(to) {}

    Result<void> parse() {
        if (has_more_characters(text_, kMaxPathLength))
            return Error(Status::QuotaViolation, "the path has more than 8192 characters; shorten it",
                         std::string(text_.substr(0, 256)));
        TRY(read_server());
        const std::size_t colon = find_colon();
        if (colon != std::string_view::npos && form_ != PathForm::Namespace) {
            TRY(read_namespaces(colon));
            at_ = colon + 1;
            return read_object();
        }
        return is_namespace_alone() ? read_namespaces(text_.size()) : read_object();
    }

private:
    std::string_view text_;
    PathForm form_;
    std::size_t at_ = 0;
    ObjectPath& path_;

    [[nodiscard]] Error wrong(std::size_t at, std::string_view what) const {
        const std::size_t position = count_characters(text_.substr(0, at)) + 1;
        return Error(Status::InvalidObjectPath,
                     "the path is not valid at character " + std::to_string(position) + ": " + std::string(what),
                     std::string(text_));
    }

    [[nodiscard]] bool done() const { return at_ >= text_.size(); }

    [[nodiscard]] bool skip(char c) {
        if (done() || text_[at_] != c) return false;
        ++at_;
        return true;
    }

    /// The colon behind the namespace: no quote, '=' or '.' of an object may stand before it.
    [[nodiscard]] std::size_t find_colon() const {
        const std::size_t found = find_any<':', '=', '.', '"', '\''>(text_, end_of_plain_name(text_, at_));
        return found < text_.size() && text_[found] == ':' ? found : std::string_view::npos;
    }

    [[nodiscard]] bool is_namespace_alone() const {
        if (form_ == PathForm::Namespace) return true;
        if (form_ == PathForm::Object) return false;
        const std::size_t end = find_any<'=', '.', '"', '\''>(text_, at_);
        return path_.server || text_.substr(at_, end - at_).find_first_of("\\/") != std::string_view::npos;
    }

    Result<void> read_server() {
        if (text_.size() < 2 || !is_slash(text_[0]) || !is_slash(text_[1])) return {};
        at_ = 2;
        std::size_t end = 2;
        if (text_.size() > 2 && text_[2] == '[') end = std::min(text_.find(']', 2), text_.size());
        while (end < text_.size() && !is_slash(text_[end])) ++end;
        std::string server = TRY(decode(at_, end));
        if (!is_server_name(server)) return wrong(at_, "a server name or '.' must follow the two slashes");
        path_.server = std::move(server);
        if (end == text_.size()) return wrong(end, "a namespace must follow the server");
        at_ = end;
        return {};
    }

    Result<void> read_namespaces(std::size_t end) {
        if (at_ < end && is_slash(text_[at_])) ++at_;
        for (;;) {
            std::size_t stop = at_;
            while (stop < end && !is_slash(text_[stop])) ++stop;
            TRY(read_name(stop, "a namespace name", path_.namespaces.emplace_back()));
            if (stop == end) return {};
            at_ = stop + 1;
        }
    }

    Result<void> read_object() {
        if (!read_plain_name<'.', '='>(path_.class_name))
            TRY(read_name(find_any<'=', '.'>(text_, at_), "a class name", path_.class_name));
        if (done()) return {};
        if (skip('.')) return read_keys();
        ++at_;  // '='
        if (skip('@')) {
            path_.is_singleton = true;
            if (!done()) return wrong(at_, "nothing may follow =@");
            return {};
        }
        TRY(read_value(path_.keys.emplace_back()));
        if (!done()) return wrong(at_, "nothing may follow the value of a key without a name");
        return {};
    }

    Result<void> read_keys() {
        do {
            const std::size_t begin = at_;
            PathKey& key = path_.keys.emplace_back();
            if (!read_plain_name<'='>(key.name)) TRY(read_name(find_any<'=', ','>(text_, at_), "the name of a key", key.name));
            for (std::size_t i = 0; i + 1 < path_.keys.size(); ++i)
                if (base::same_name(path_.keys[i].name, key.name)) return wrong(begin, "this key stands here twice");
            if (!skip('=')) return wrong(at_, "'=' and a value must follow the name of a key");
            TRY(read_value(key));
            if (path_.keys.size() > kMaxKeys) return wrong(begin, "a class has at most 256 keys");
        } while (skip(','));
        if (!done()) return wrong(at_, "',' or the end must follow the value of a key");
        return {};
    }

    /// False, and nothing is read, unless a plain name stands here and ends at the end of all or before one of these.
    template <char... kEnds>
    bool read_plain_name(std::string& to) {
        const std::size_t end = end_of_plain_name(text_, at_);
        if (end == at_ || end - at_ > kMaxNameLength) return false;
        if (end < text_.size() && !((text_[end] == kEnds) || ...)) return false;
        to.assign(text_, at_, end - at_);
        at_ = end;
        return true;
    }

    Result<void> read_name(std::size_t end, std::string_view what, std::string& to) {
        const std::size_t begin = at_;
        to = TRY(decode(begin, end));
        if (!is_path_name(to)) return wrong(begin, std::string(what) + " must stand here");
        if (has_more_characters(to, kMaxNameLength))
            return Error(Status::QuotaViolation, std::string(what) + " in the path has more than 4096 characters");
        at_ = end;
        return {};
    }

    Result<void> read_value(PathKey& key) {
        if (read_plain_number(key)) return {};
        if (!done() && (text_[at_] == '"' || text_[at_] == '\'')) return read_quoted(key.value.emplace<std::string>());
        const std::size_t end = find_any<','>(text_, at_);
        const std::string word = TRY(decode(at_, end));
        if (!word.empty() && is_digit(word.front())) {
            TRY(read_integer(word, key));
        } else if (base::same_name(word, "TRUE")) {
            key.value = true;
        } else if (base::same_name(word, "FALSE")) {
            key.value = false;
        } else {
            TRY(read_integer(word, key));
        }
        at_ = end;
        return {};
    }

    /// False, and nothing is read, unless decimal digits stand here, few enough to fit whatever they are.
    bool read_plain_number(PathKey& key) {
        constexpr std::size_t kFew = std::numeric_limits<std::int64_t>::digits10;
        const std::size_t most = std::min(text_.size(), at_ + kFew);
        std::int64_t number = 0;
        std::size_t end = at_;
        for (; end < most && is_digit(text_[end]); ++end) number = number * 10 + (text_[end] - '0');
        if (end == at_ || (end < text_.size() && text_[end] != ',')) return false;
        key.value = number;
        at_ = end;
        return true;
    }

    Result<void> read_integer(std::string_view word, PathKey& key) const {
        const bool is_negative = word.starts_with('-');
        if (is_negative || word.starts_with('+')) word.remove_prefix(1);
        const bool is_hex = word.starts_with("0x") || word.starts_with("0X");
        if (is_hex) word.remove_prefix(2);
        std::uint64_t magnitude = 0;
        const auto [end, failed] =
            std::from_chars(word.data(), word.data() + word.size(), magnitude, is_hex ? 16 : 10);
        if (word.empty() || end != word.data() + word.size() || failed == std::errc::invalid_argument)
            return wrong(at_, "a value must stand here: text in quotes, an integer, TRUE or FALSE");
        constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
        if (failed != std::errc{} || (is_negative && magnitude > kMost + 1))
            return wrong(at_, "this integer has more than 64 bits");
        if (is_negative) {
            key.value = static_cast<std::int64_t>(0 - magnitude);
        } else if (magnitude <= kMost) {
            key.value = static_cast<std::int64_t>(magnitude);
        } else {
            key.value = magnitude;
        }
        return {};
    }

    Result<void> read_quoted(std::string& value) {
        const std::size_t begin = at_;
        const char quote = text_[at_++];
        while (!done()) {
            const std::size_t plain = quote == '"' ? find_any<'"', '\\', '\0'>(text_, at_) : find_any<'\'', '\\', '\0'>(text_, at_);
            value.append(text_, at_, plain - at_);
            at_ = plain;
            if (done()) break;
            char c = text_[at_++];
            if (c == quote) return {};
            if (c == '\\') {
                if (done()) break;
                c = text_[at_++];
            }
            if (c == '\0') return wrong(at_ - 1, "text ends at its first NUL, none may stand in a key");
            value += c;
        }
        return wrong(begin, "this quote is not closed");
    }

    /// %hh outside quotes stands for a byte of UTF-8 (PATH-09).
    [[nodiscard]] Result<std::string> decode(std::size_t begin, std::size_t end) const {
        const std::string_view part = text_.substr(begin, end - begin);
        if (part.find('%') == std::string_view::npos || part.starts_with('[')) return std::string(part);
        std::string plain;
        for (std::size_t i = 0; i < part.size(); ++i) {
            if (part[i] != '%') {
                plain += part[i];
                continue;
            }
            const int high = i + 2 < part.size() ? hex_digit(part[i + 1]) : -1;
            const int low = i + 2 < part.size() ? hex_digit(part[i + 2]) : -1;
            if (high < 0 || low < 0) return wrong(begin + i, "two hexadecimal digits must follow '%'");
            plain += static_cast<char>(high * 16 + low);
            i += 2;
        }
        return plain;
    }
};

std::string print_value(const PathKey& key) {
    if (const bool* flag = std::get_if<bool>(&key.value)) return *flag ? "TRUE" : "FALSE";
    if (const auto* number = std::get_if<std::int64_t>(&key.value)) return std::to_string(*number);
    if (const auto* number = std::get_if<std::uint64_t>(&key.value)) return std::to_string(*number);
    return quote_key(*std::get_if<std::string>(&key.value));
}

}  // namespace

Result<ObjectPath> parse_path(std::string_view text, PathForm form) {
    Result<ObjectPath> path{ObjectPath()};
    Result<void> read = PathParser(text, form, *path).parse();
    if (!read) path = std::move(read).error();
    return path;
}

std::string print_namespace(const ObjectPath& path) {
    std::string text;
    for (const std::string& name : path.namespaces) {
        if (!text.empty()) text += '\\';
        text += name;
    }
    return text;
}

std::string print_relative(const ObjectPath& path) {
    std::string text = path.class_name;
    if (path.is_singleton) return text + "=@";
    if (path.keys.empty()) return text;
    if (path.keys.size() == 1 && path.keys.front().name.empty()) return text + '=' + print_value(path.keys.front());
    std::vector<const PathKey*> sorted;
    for (const PathKey& key : path.keys) sorted.push_back(&key);
    std::stable_sort(sorted.begin(), sorted.end(), [](const PathKey* left, const PathKey* right) {
        return base::compare_names(left->name, right->name) < 0;
    });
    char separator = '.';
    for (const PathKey* key : sorted) {
        text += separator;
        text += key->name + '=' + print_value(*key);
        separator = ',';
    }
    return text;
}

std::string print_path(const ObjectPath& path) {
    std::string text;
    if (path.server) text = "\\\\" + *path.server + '\\';
    text += print_namespace(path);
    if (path.class_name.empty()) return text;
    if (!text.empty()) text += ':';
    return text + print_relative(path);
}

std::string quote_key(std::string_view text) {
    std::string quoted;
    quoted.reserve(text.size() + 2);
    quoted += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    quoted += '"';
    return quoted;
}

bool is_identifier(std::string_view name) {
    std::size_t at = 0;
    if (name.empty() || !is_letter(base::next_character(name, at))) return false;
    while (at < name.size())
        if (!is_name_part(base::next_character(name, at))) return false;
    return true;
}

}  // namespace wmi::cim
