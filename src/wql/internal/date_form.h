// The spellings of dates that a query may use beside the datetime of 25 characters (WQL-75..77).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace wmi::wql::internal {

/// A date, its time and 0 for what the text leaves out: local time.
struct CivilTime {
    int year = 0, month = 1, day = 1;
    int hour = 0, minute = 0, second = 0, millisecond = 0;

    bool operator==(const CivilTime&) const = default;
};

/// Nothing for text in no known form.
std::optional<CivilTime> read_date_form(std::string_view text);
/// The datetime of 25 characters, with the offset that local time has at that moment; nothing where the system cannot tell it.
std::optional<std::string> to_local_datetime(const CivilTime& time);

}  // namespace wmi::wql::internal
