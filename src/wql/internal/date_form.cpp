#include "wql/internal/date_form.h"

#include "base/text.h"

#include <array>
#include <cstdio>
#include <ctime>
#include <span>
#include <vector>

namespace wmi::wql::internal {
namespace {

struct Token {
    enum class Kind : unsigned char { Number, Word, Mark };
    Kind kind;
    std::string_view text;
    bool is_after_blank = false;
    int number = 0;

    [[nodiscard]] bool is_mark(char c) const { return kind == Kind::Mark && text.front() == c; }

    [[nodiscard]] bool is_number() const { return kind == Kind::Number; }
};

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

constexpr std::size_t kMostDigits = 8;  // yyyyMMdd

/// Empty for text with other characters, or longer numbers, than any form has.
std::vector<Token> split(std::string_view text) {
    std::vector<Token> tokens;
    bool is_after_blank = false;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        if (text[at] == ' ' || text[at] == '\t') {
            is_after_blank = true;
            ++at;
            continue;
        }
        Token token{Token::Kind::Mark, {}, is_after_blank, 0};
        if (is_digit(text[at])) {
            token.kind = Token::Kind::Number;
            while (at < text.size() && is_digit(text[at]) && at - begin <= kMostDigits) token.number = token.number * 10 + (text[at++] - '0');
            if (at - begin > kMostDigits) return {};
        } else if (is_letter(text[at])) {
            token.kind = Token::Kind::Word;
            while (at < text.size() && is_letter(text[at])) ++at;
        } else if (std::string_view("/-.,:").find(text[at++]) == std::string_view::npos) {
            return {};
        }
        token.text = text.substr(begin, at - begin);
        tokens.push_back(token);
        is_after_blank = false;
    }
    return tokens;
}

std::optional<int> find_month(std::string_view word) {
    constexpr std::array<std::string_view, 12> kNames{"January", "February", "March",     "April",   "May",      "June",
                                                      "July",    "August",   "September", "October", "November", "December"};
    for (std::size_t i = 0; i < kNames.size(); ++i)
        if (base::same_name(word, kNames[i]) || base::same_name(word, kNames[i].substr(0, 3))) return static_cast<int>(i + 1);
    return std::nullopt;
}

bool is_noon_word(std::string_view word) { return base::same_name(word, "AM") || base::same_name(word, "PM"); }

int days_of_month(int year, int month) {
    constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && is_leap ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

/// What may be a field of a date: a number, and how many digits it was written with.
struct Field {
    int number;
    std::size_t digits;

    [[nodiscard]] bool can_be_year() const { return digits == 4 || digits == 2; }

    [[nodiscard]] bool can_be_small() const { return digits == 1 || digits == 2; }

    /// Two digits: 2000 to 2029, then 1930 to 1999 (WQL-76).
    [[nodiscard]] int year() const { return digits == 4 ? number : number < 30 ? 2000 + number : 1900 + number; }
};

Field field_of(const Token& token) { return {token.number, token.text.size()}; }

std::optional<CivilTime> make_date(int year, int month, int day) {
    if (month < 1 || month > 12 || day < 1 || day > days_of_month(year, month)) return std::nullopt;
    CivilTime date;
    date.year = year;
    date.month = month;
    date.day = day;
    return date;
}

/// A date of a month and two numbers; the first reading that there is.
std::optional<CivilTime> read_day_and_year(int month, Field day, Field year) {
    if (!day.can_be_small() || !year.can_be_year()) return std::nullopt;
    return make_date(year.year(), month, day.number);
}

using Tokens = std::vector<Token>;

/// The forms with the month's name.
std::optional<CivilTime> read_named(const Tokens& tokens) {
    std::optional<int> month;
    std::size_t month_place = 0;
    std::vector<Field> fields;
    std::optional<std::size_t> comma;
    for (const Token& token : tokens) {
        if (token.kind == Token::Kind::Word) {
            if (month) return std::nullopt;
            month = find_month(token.text);
            if (!month) return std::nullopt;
            month_place = fields.size();
        } else if (token.is_number()) {
            fields.push_back(field_of(token));
        } else if (token.is_mark(',') && !comma) {
            comma = fields.size() + (month ? 1 : 0);
        } else {
            return std::nullopt;
        }
    }
    const std::size_t count = fields.size() + 1;
    if (!month || (comma && (*comma + 1 != count || (count == 3 && month_place == 2) || (count == 2 && month_place == 1)))) return std::nullopt;
    if (fields.size() == 1) return fields[0].digits == 4 ? make_date(fields[0].number, *month, 1) : std::nullopt;
    if (fields.size() != 2) return std::nullopt;
    if (auto date = read_day_and_year(*month, fields[0], fields[1])) return date;
    const bool must_be_whole = month_place == 2;  // `yyyy dd Mon`
    if (comma || (must_be_whole && fields[0].digits != 4)) return std::nullopt;
    return read_day_and_year(*month, fields[1], fields[0]);
}

/// Three numbers: of the readings that are dates, month-day-year, then the day before the month, then the year elsewhere (WQL-76).
std::optional<CivilTime> read_separated(const Tokens& tokens) {
    if (tokens.size() != 5 || !tokens[0].is_number() || !tokens[2].is_number() || !tokens[4].is_number()) return std::nullopt;
    const char separator = tokens[1].text.front();
    if ((separator != '/' && separator != '-' && separator != '.') || !tokens[3].is_mark(separator)) return std::nullopt;
    const std::array<Field, 3> fields{field_of(tokens[0]), field_of(tokens[2]), field_of(tokens[4])};
    struct Order {
        std::size_t year, month, day;
    };
    constexpr std::array<Order, 6> kOrders{{{2, 0, 1}, {2, 1, 0}, {1, 0, 2}, {1, 2, 0}, {0, 1, 2}, {0, 2, 1}}};
    for (const Order& order : kOrders) {
        const Field year = fields[order.year], month = fields[order.month], day = fields[order.day];
        if (!year.can_be_year() || !month.can_be_small()) continue;
        if (auto date = read_day_and_year(month.number, day, year)) return date;
    }
    return std::nullopt;
}

/// Digits alone.
std::optional<CivilTime> read_compact(const Token& token) {
    const int number = token.number;
    const auto read = [&](std::size_t year_digits) {
        return make_date(Field{number / 10'000, year_digits}.year(), number / 100 % 100, number % 100);
    };
    switch (token.text.size()) {
        case 8: return read(4);
        case 6: {
            const auto date = read(2);
            return date ? date : make_date(number / 100, number % 100, 1);
        }
        case 4: return make_date(number, 1, 1);
        default: return std::nullopt;
    }
}

std::optional<CivilTime> read_date(const Tokens& tokens) {
    if (tokens.size() == 1 && tokens[0].is_number()) return read_compact(tokens[0]);
    const auto date = read_separated(tokens);
    return date ? date : read_named(tokens);
}

/// Where the time begins: a number before ':' or before AM or PM.
std::size_t find_time(const Tokens& tokens) {
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
        const Token& next = tokens[i + 1];
        if (tokens[i].is_number() && (next.is_mark(':') || (next.kind == Token::Kind::Word && is_noon_word(next.text)))) return i;
    }
    return tokens.size();
}

bool read_time(std::span<const Token> tokens, CivilTime& time) {
    const bool has_noon = !tokens.empty() && tokens.back().kind == Token::Kind::Word;
    const bool is_afternoon = has_noon && base::same_name(tokens.back().text, "PM");
    if (has_noon) tokens = tokens.first(tokens.size() - 1);
    const std::array<int*, 4> fields{&time.hour, &time.minute, &time.second, &time.millisecond};
    constexpr std::array<int, 4> kEnds{24, 60, 60, 1000};
    constexpr std::array<std::size_t, 4> kDigits{2, 2, 2, 3};
    std::size_t count = 0;
    for (std::size_t i = 0; i < tokens.size(); i += 2, ++count) {
        if (count == fields.size() || !tokens[i].is_number() || tokens[i].number >= kEnds[count] || tokens[i].text.size() > kDigits[count]) return false;
        const bool is_last = i + 1 == tokens.size();
        if (!is_last && (!tokens[i + 1].is_mark(':') || i + 2 == tokens.size())) return false;
        *fields[count] = tokens[i].number;
    }
    if (!has_noon) return count >= 2;
    if (count == 0 || time.hour < 1 || time.hour > 12) return false;
    time.hour = time.hour % 12 + (is_afternoon ? 12 : 0);
    return true;
}

}  // namespace

std::optional<CivilTime> read_date_form(std::string_view text) {
    const Tokens tokens = split(text);
    const std::size_t time_place = find_time(tokens);
    if (time_place == 0 || (time_place < tokens.size() && !tokens[time_place].is_after_blank)) return std::nullopt;
    auto date = read_date(Tokens(tokens.begin(), tokens.begin() + static_cast<std::ptrdiff_t>(time_place)));
    if (!date) return std::nullopt;
    if (time_place < tokens.size() && !read_time(std::span(tokens).subspan(time_place), *date)) return std::nullopt;
    return date;
}

std::optional<std::string> to_local_datetime(const CivilTime& time) {
    std::tm local{};
    local.tm_year = time.year - 1900;
    local.tm_mon = time.month - 1;
    local.tm_mday = time.day;
    local.tm_hour = time.hour;
    local.tm_min = time.minute;
    local.tm_sec = time.second;
    local.tm_isdst = -1;
    local.tm_wday = -1;
    std::mktime(&local);
    if (local.tm_wday == -1) return std::nullopt;
    const auto minutes = static_cast<int>(local.tm_gmtoff / 60);
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%04d%02d%02d%02d%02d%02d.%03d000%c%03d", time.year, time.month, time.day, time.hour, time.minute,
                  time.second, time.millisecond, minutes < 0 ? '-' : '+', minutes < 0 ? -minutes : minutes);
    return std::string(text.data());
}

}  // namespace wmi::wql::internal
