// The 25-character datetime and interval of CIM (DATE-01..19). A value stays text; this reads it.
#pragma once

#include "base/clock.h"
#include "cim/value.h"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wmi::cim {

/// What a datetime text says. Fields that hold asterisks are absent.
struct Datetime {
    bool is_interval = false;
    std::optional<int> year, month, day;                  // day: of the month, or the days of an interval
    std::optional<int> hour, minute, second;
    std::optional<int> microsecond;
    int microsecond_digits = 6;                           // fewer when trailing digits are asterisks (DATE-03)
    std::optional<int> offset_minutes;                    // east of UTC; absent for +*** and -***

    [[nodiscard]] bool is_complete() const;
    /// 100-ns units since 1601-01-01 UTC; nothing unless complete and not an interval. Negative before 1601.
    [[nodiscard]] std::optional<std::int64_t> instant() const;
    /// Length of an interval in microseconds; nothing for a timestamp.
    [[nodiscard]] std::optional<std::int64_t> length() const;
};

/// errors   TypeMismatch, with the position of the first character that is wrong (DATE-08)
Result<Datetime> parse_datetime(std::string_view text);
bool is_datetime(std::string_view text);

/// Order as DATE-15..17 say; unordered where a comparison has no meaning.
std::partial_ordering compare_datetimes(std::string_view left, std::string_view right);

/// The timestamp of an instant with an offset in minutes; the fraction is cut to microseconds (DATE-22).
std::string to_datetime_text(base::FileTime instant, int offset_minutes = 0);
/// The interval of a length in microseconds.
std::string to_interval_text(std::int64_t microseconds);

}  // namespace wmi::cim
