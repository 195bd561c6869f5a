#include "wql/internal/text_constant.h"

#include "base/text.h"
#include "cim/datetime.h"
#include "wql/internal/date_form.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace wmi::wql::internal {
namespace {

constexpr std::size_t kLength = 25;
constexpr std::size_t kSuffix = 21;  // where +UUU or :000 stands

/// The 25 characters where they stand, or in `space` when they are UTF-16; empty for text of another length.
std::string_view characters(EncodedText text, std::array<char, kLength>& space) {
    if (!text.is_utf16) {
        const std::size_t length = ::strnlen(text.at, kLength + 1);
        return length == kLength ? std::string_view(text.at, kLength) : std::string_view();
    }
    for (std::size_t i = 0; i < kLength; ++i) {
        const auto unit = base::load<char16_t>(text.at + 2 * i);
        if (unit == 0) return {};
        space[i] = unit < 0x80 ? static_cast<char>(unit) : '?';
    }
    if (base::load<char16_t>(text.at + 2 * kLength) != 0) return {};
    return {space.data(), kLength};
}

bool has_asterisk(std::string_view text) { return text.find('*') != std::string_view::npos; }

/// The instant of a complete timestamp.
std::optional<std::int64_t> instant_of(std::string_view text) {
    if (has_asterisk(text)) return std::nullopt;
    const auto time = cim::parse_datetime(text);
    return time ? time->instant() : std::nullopt;
}

/// By the leading fields that both know, as they are written; fields begin at fixed places, so characters tell.
std::partial_ordering order_leading(std::string_view left, std::string_view right) {
    for (std::size_t i = 0; i < kSuffix; ++i) {
        if (left[i] == '*' || right[i] == '*') return i == 0 ? std::partial_ordering::unordered : std::partial_ordering::equivalent;
        if (left[i] != right[i]) return left[i] <=> right[i];
    }
    return std::partial_ordering::equivalent;
}

/// Where the offsets are the same, the order of the texts is that of the instants; so it is with intervals.
bool same_suffix(std::string_view left, std::string_view right) { return left.substr(kSuffix) == right.substr(kSuffix); }

bool is_interval(std::string_view text) { return text[kSuffix] == ':'; }

bool same_server(const std::optional<std::string>& server, const std::string& own) {
    return !server || *server == "." || base::same_name(*server, own);
}

/// Without server where it is ours, with the namespace that is meant, with keys by name.
std::optional<cim::ObjectPath> normal_path(std::string_view text, const Place& place) {
    auto parsed = cim::parse_path(text);
    if (!parsed) return std::nullopt;
    cim::ObjectPath path = std::move(parsed).value();
    if (same_server(path.server, place.server)) path.server.reset();
    if (path.namespaces.empty()) {
        const auto own = cim::parse_path(place.name_space, cim::PathForm::Namespace);
        if (own) path.namespaces = own->namespaces;
    }
    std::stable_sort(path.keys.begin(), path.keys.end(),
                     [](const cim::PathKey& left, const cim::PathKey& right) { return base::compare_names(left.name, right.name) < 0; });
    return path;
}

bool same_key(const cim::PathKey& left, const cim::PathKey& right) {
    if (!left.name.empty() && !right.name.empty() && !base::same_name(left.name, right.name)) return false;
    const auto* first = std::get_if<std::string>(&left.value);
    const auto* second = std::get_if<std::string>(&right.value);
    return first && second ? base::same_name(*first, *second) : left.value == right.value;
}

bool same_path(const cim::ObjectPath& left, const cim::ObjectPath& right) {
    if (left.server.has_value() != right.server.has_value() || (left.server && !base::same_name(*left.server, *right.server))) return false;
    return base::same_name(left.class_name, right.class_name) && left.is_singleton == right.is_singleton &&
           std::equal(left.namespaces.begin(), left.namespaces.end(), right.namespaces.begin(), right.namespaces.end(), base::same_name) &&
           std::equal(left.keys.begin(), left.keys.end(), right.keys.begin(), right.keys.end(), same_key);
}

bool same_texts(std::string_view left, std::string_view right) {
    if (same_suffix(left, right)) return left == right;
    const auto first = instant_of(left);
    const auto second = first ? instant_of(right) : std::nullopt;
    return second && first == second;
}

std::partial_ordering order_texts(std::string_view left, std::string_view right) {
    if (is_interval(left) != is_interval(right)) return std::partial_ordering::unordered;
    if (same_suffix(left, right)) return order_leading(left, right);
    const auto first = instant_of(left);
    const auto second = first ? instant_of(right) : std::nullopt;
    if (first && second) return *first <=> *second;
    return order_leading(left, right);
}

}  // namespace

// -- datetimes

std::optional<DatetimeConstant> DatetimeConstant::read(std::string_view text) {
    DatetimeConstant constant;
    constant.text_ = text;
    if (!cim::is_datetime(text)) {
        const auto civil = read_date_form(text);
        const auto local = civil ? to_local_datetime(*civil) : std::nullopt;
        if (!local || !cim::is_datetime(*local)) return std::nullopt;
        constant.text_ = *local;
    }
    constant.is_interval_ = internal::is_interval(constant.text_);
    constant.is_complete_ = !has_asterisk(constant.text_);
    constant.instant_ = instant_of(constant.text_).value_or(0);
    return constant;
}

bool DatetimeConstant::equals(EncodedText value) const {
    std::array<char, kLength> space;
    const std::string_view text = characters(value, space);
    if (text.empty()) return false;
    if (same_suffix(text, text_)) return text == text_;
    if (!is_complete_ || is_interval_) return false;
    return instant_of(text) == instant_;
}

std::partial_ordering DatetimeConstant::order(EncodedText value) const {
    std::array<char, kLength> space;
    const std::string_view text = characters(value, space);
    if (text.empty() || internal::is_interval(text) != is_interval_) return std::partial_ordering::unordered;
    if (same_suffix(text, text_) || !is_complete_) return order_leading(text, text_);
    const auto instant = instant_of(text);
    return instant ? std::partial_ordering(*instant <=> instant_) : order_leading(text, text_);
}

bool same_datetimes(EncodedText left, EncodedText right) {
    std::array<char, kLength> left_space, right_space;
    const std::string_view first = characters(left, left_space), second = characters(right, right_space);
    return !first.empty() && !second.empty() && same_texts(first, second);
}

std::partial_ordering order_datetimes(EncodedText left, EncodedText right) {
    std::array<char, kLength> left_space, right_space;
    const std::string_view first = characters(left, left_space), second = characters(right, right_space);
    if (first.empty() || second.empty()) return std::partial_ordering::unordered;
    return order_texts(first, second);
}

// -- references

ReferenceConstant::ReferenceConstant(std::string_view text, const Place& place)
    : text_(text), place_(place), path_(normal_path(text, place)) {}

bool ReferenceConstant::equals(EncodedText value) const {
    if (text_.equals(value)) return true;
    if (!path_) return false;
    const auto path = normal_path(to_utf8(value), place_);
    return path && same_path(*path, *path_);
}

bool same_references(EncodedText left, EncodedText right, const Place& place) {
    if (order(left, right) == std::strong_ordering::equal) return true;
    const auto first = normal_path(to_utf8(left), place);
    const auto second = first ? normal_path(to_utf8(right), place) : std::nullopt;
    return second && same_path(*first, *second);
}

}  // namespace wmi::wql::internal
