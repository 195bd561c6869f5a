// Datetimes and references of records against constants (WQL-66, 73, 74).
#pragma once

#include "cim/path.h"
#include "wql/filter.h"
#include "wql/internal/text_match.h"

#include <compare>
#include <optional>
#include <string>

namespace wmi::wql::internal {

/// A datetime in its 25 characters, ready to be compared with others.
class DatetimeConstant {
public:
    /// Nothing for text in no known form (WQL-78).
    static std::optional<DatetimeConstant> read(std::string_view text);

    [[nodiscard]] const std::string& text() const { return text_; }

    [[nodiscard]] bool is_interval() const { return is_interval_; }

    /// Without asterisks.
    [[nodiscard]] bool is_complete() const { return is_complete_; }

    /// Not even the year is known: nothing is before or after it.
    [[nodiscard]] bool is_blank() const { return text_.front() == '*'; }

    [[nodiscard]] bool equals(EncodedText value) const;
    /// Of the value to the constant.
    [[nodiscard]] std::partial_ordering order(EncodedText value) const;

private:
    std::string text_;
    bool is_interval_ = false, is_complete_ = false;
    std::int64_t instant_ = 0;  // of a complete timestamp
};

bool same_datetimes(EncodedText left, EncodedText right);
/// Of the left to the right one.
std::partial_ordering order_datetimes(EncodedText left, EncodedText right);

/// A reference: text, and the path that it is, if it is one.
class ReferenceConstant {
public:
    ReferenceConstant(std::string_view text, const Place& place);

    [[nodiscard]] bool equals(EncodedText value) const;

private:
    FoldedText text_;
    Place place_;
    std::optional<cim::ObjectPath> path_;  // normalised
};

bool same_references(EncodedText left, EncodedText right, const Place& place);

}  // namespace wmi::wql::internal
