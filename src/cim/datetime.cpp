#include "cim/datetime.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace wmi::cim {
namespace {

constexpr std::size_t kLength = 25;
constexpr std::int64_t kDayMicroseconds = 86'400'000'000;
constexpr std::int64_t kUnitsPerMicrosecond = 10;
constexpr int kDaysTo1601 = -134774;  // from 1970-01-01

constexpr bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

/// An absent year counts as leap, an absent month as long: nothing is known that forbids the day.
int days_of_month(std::optional<int> year, std::optional<int> month) {
    constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (!month) return 31;
    if (*month == 2 && (!year || is_leap(*year))) return 29;
    return kDays[static_cast<std::size_t>(*month - 1)];
}

/// Days from 1970-01-01 in the proleptic Gregorian calendar.
std::int64_t days_from_civil(int year, int month, int day) {
    const int shifted = month <= 2 ? year - 1 : year;  // years begin in March: the leap day is their last
    const int era = (shifted >= 0 ? shifted : shifted - 399) / 400;
    const int year_of_era = shifted - era * 400;
    const int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return std::int64_t{era} * 146097 + day_of_era - 719468;
}

struct Civil {
    int year, month, day;
};

Civil civil_from_days(std::int64_t days) {
    days += 719468;
    const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    const auto day_of_era = static_cast<int>(days - era * 146097);
    const int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const int shifted_month = (5 * day_of_year + 2) / 153;
    const int month = shifted_month + (shifted_month < 10 ? 3 : -9);
    const auto year = static_cast<int>(year_of_era + era * 400) + (month <= 2 ? 1 : 0);
    return {year, month, day_of_year - (153 * shifted_month + 2) / 5 + 1};
}

class DatetimeParser {
public:
    explicit DatetimeParser(std::string_view text) : text_(text) {}

    Result<Datetime> parse() {
        if (text_.size() != kLength)
            return Error(Status::TypeMismatch,
                         "a datetime has exactly 25 characters (yyyymmddHHMMSS.mmmmmm+UUU or ddddddddHHMMSS.mmmmmm:000), this one " +
                             std::to_string(text_.size()),
                         std::string(text_));
        if (text_[21] != '+' && text_[21] != '-' && text_[21] != ':') return wrong(21, "'+', '-' or ':'");
        time_.is_interval = text_[21] == ':';
        if (time_.is_interval) {
            TRY(read(0, 8, 0, 99'999'999, time_.day));
        } else {
            TRY(read_date());
        }
        TRY(read(8, 2, 0, 23, time_.hour));
        TRY(read(10, 2, 0, 59, time_.minute));
        TRY(read(12, 2, 0, 59, time_.second));
        if (text_[14] != '.') return wrong(14, "'.'");
        TRY(read_microsecond());
        TRY(read_offset());
        return time_;
    }

private:
    std::string_view text_;
    Datetime time_;

    [[nodiscard]] Error wrong(std::size_t at, std::string_view wanted) const {
        return Error(Status::TypeMismatch,
                     "the datetime is not valid at character " + std::to_string(at + 1) + ": " + std::string(wanted) +
                         " must stand here",
                     std::string(text_));
    }

    [[nodiscard]] bool is_all(std::size_t at, std::size_t length, char c) const {
        return text_.substr(at, length).find_first_not_of(c) == std::string_view::npos;
    }

    /// A field of digits, or of asterisks throughout in a timestamp; then it stays absent (DATE-03, DATE-04).
    Result<void> read(std::size_t at, std::size_t length, int least, int most, std::optional<int>& field) {
        if (!time_.is_interval && is_all(at, length, '*')) return {};
        int value = 0;
        for (std::size_t i = at; i < at + length; ++i) {
            if (text_[i] < '0' || text_[i] > '9') return wrong(i, "a digit");
            value = value * 10 + (text_[i] - '0');
        }
        if (value < least || value > most)
            return wrong(at, "a number from " + std::to_string(least) + " to " + std::to_string(most));
        field = value;
        return {};
    }

    Result<void> read_date() {
        TRY(read(0, 4, 0, 9999, time_.year));
        TRY(read(4, 2, 1, 12, time_.month));
        return read(6, 2, 1, days_of_month(time_.year, time_.month), time_.day);
    }

    Result<void> read_microsecond() {
        constexpr std::size_t kAt = 15;
        std::size_t digits = 6;
        if (!time_.is_interval)
            while (digits > 0 && text_[kAt + digits - 1] == '*') --digits;
        time_.microsecond_digits = static_cast<int>(digits);
        if (digits == 0) return {};
        TRY(read(kAt, digits, 0, 999'999, time_.microsecond));
        for (std::size_t i = digits; i < 6; ++i) *time_.microsecond *= 10;
        return {};
    }

    Result<void> read_offset() {
        constexpr std::size_t kAt = 22;
        if (time_.is_interval) {
            for (std::size_t i = kAt; i < kLength; ++i)
                if (text_[i] != '0') return wrong(i, "'0', the end of an interval is :000");
            return {};
        }
        TRY(read(kAt, 3, 0, 999, time_.offset_minutes));
        if (time_.offset_minutes && text_[21] == '-') time_.offset_minutes = -*time_.offset_minutes;
        return {};
    }
};

std::int64_t time_of_day(const Datetime& time) {
    return ((std::int64_t{*time.hour} * 60 + *time.minute) * 60 + *time.second) * 1'000'000 + *time.microsecond;
}

}  // namespace

bool Datetime::is_complete() const {
    const bool has_time = day && hour && minute && second && microsecond && microsecond_digits == 6;
    return has_time && (is_interval || (year && month && offset_minutes));
}

std::optional<std::int64_t> Datetime::instant() const {
    if (is_interval || !is_complete()) return std::nullopt;
    const std::int64_t days = days_from_civil(*year, *month, *day) - kDaysTo1601;
    const std::int64_t microseconds = days * kDayMicroseconds + time_of_day(*this) - std::int64_t{*offset_minutes} * 60'000'000;
    return microseconds * kUnitsPerMicrosecond;
}

std::optional<std::int64_t> Datetime::length() const {
    if (!is_interval || !is_complete()) return std::nullopt;
    return *day * kDayMicroseconds + time_of_day(*this);
}

Result<Datetime> parse_datetime(std::string_view text) { return DatetimeParser(text).parse(); }

namespace {

/// Whether digits stand from `at` on and make a number from `least` to `most`.
bool is_number(std::string_view text, std::size_t at, std::size_t length, int least, int most) {
    int value = 0;
    for (std::size_t i = at; i < at + length; ++i) {
        if (text[i] < '0' || text[i] > '9') return false;
        value = value * 10 + (text[i] - '0');
    }
    return value >= least && value <= most;
}

/// Timestamps without asterisks on days that every month has: nearly all there are, told without a parser.
bool is_plain_timestamp(std::string_view text) {
    return text.size() == kLength && (text[21] == '+' || text[21] == '-') && text[14] == '.' && is_number(text, 0, 4, 0, 9999) &&
           is_number(text, 4, 2, 1, 12) && is_number(text, 6, 2, 1, 28) && is_number(text, 8, 2, 0, 23) &&
           is_number(text, 10, 2, 0, 59) && is_number(text, 12, 2, 0, 59) && is_number(text, 15, 6, 0, 999'999) &&
           is_number(text, 22, 3, 0, 999);
}

}  // namespace

bool is_datetime(std::string_view text) { return is_plain_timestamp(text) || static_cast<bool>(parse_datetime(text)); }

std::partial_ordering compare_datetimes(std::string_view left, std::string_view right) {
    if (left == right) return std::partial_ordering::equivalent;
    const auto first = parse_datetime(left);
    const auto second = parse_datetime(right);
    if (!first || !second || first->is_interval != second->is_interval) return std::partial_ordering::unordered;
    const auto a = first->is_interval ? first->length() : first->instant();
    const auto b = second->is_interval ? second->length() : second->instant();
    if (!a || !b) return std::partial_ordering::unordered;
    return *a <=> *b;
}

std::string to_datetime_text(base::FileTime instant, int offset_minutes) {
    constexpr std::int64_t kLast = 3'652'059 * kDayMicroseconds - 1;  // 9999-12-31 from 0001-01-01
    constexpr std::int64_t kFirstDay = 584'388;                       // 1601-01-01 from 0001-01-01
    offset_minutes = std::clamp(offset_minutes, -999, 999);
    const std::int64_t local = static_cast<std::int64_t>(instant / kUnitsPerMicrosecond) + kFirstDay * kDayMicroseconds +
                               std::int64_t{offset_minutes} * 60'000'000;
    const std::int64_t kept = std::min(local, kLast);
    const auto [year, month, day] = civil_from_days(kept / kDayMicroseconds - kFirstDay + kDaysTo1601);
    const auto rest = static_cast<long>(kept % kDayMicroseconds);
    const long seconds = rest / 1'000'000;
    std::array<char, 96> text{};
    std::snprintf(text.data(), text.size(), "%04d%02d%02d%02ld%02ld%02ld.%06ld%c%03d", year, month, day, seconds / 3600,
                  seconds / 60 % 60, seconds % 60, rest % 1'000'000, offset_minutes < 0 ? '-' : '+',
                  offset_minutes < 0 ? -offset_minutes : offset_minutes);
    return text.data();
}

std::string to_interval_text(std::int64_t microseconds) {
    const std::int64_t kept = std::clamp<std::int64_t>(microseconds, 0, 100'000'000 * kDayMicroseconds - 1);
    const auto rest = static_cast<long>(kept % kDayMicroseconds);
    const long seconds = rest / 1'000'000;
    std::array<char, 96> text{};
    std::snprintf(text.data(), text.size(), "%08ld%02ld%02ld%02ld.%06ld:000", static_cast<long>(kept / kDayMicroseconds),
                  seconds / 3600, seconds / 60 % 60, seconds % 60, rest % 1'000'000);
    return text.data();
}

}  // namespace wmi::cim
