#include "cim/datetime.h"

#include <gtest/gtest.h>

#include <random>

using namespace wmi::cim;

namespace {

std::size_t wrong_at(std::string_view text) {
    const auto time = parse_datetime(text);
    if (time) return 0;
    EXPECT_EQ(time.status(), Status::TypeMismatch);
    const std::string& sentence = time.error().sentence();
    const std::size_t at = sentence.find("at character ");
    return at == std::string::npos ? 999 : std::stoul(sentence.substr(at + 13));
}

}  // namespace

TEST(Datetime, ReadsTimestampsAndIntervals) {  // DATE-01, OBJ-11
    const auto time = parse_datetime("20261121133459.123456-090");
    ASSERT_TRUE(time);
    EXPECT_FALSE(time->is_interval);
    EXPECT_EQ(time->year, 2026);
    EXPECT_EQ(time->month, 11);
    EXPECT_EQ(time->day, 21);
    EXPECT_EQ(time->hour, 13);
    EXPECT_EQ(time->minute, 34);
    EXPECT_EQ(time->second, 59);
    EXPECT_EQ(time->microsecond, 123456);
    EXPECT_EQ(time->offset_minutes, -90);
    EXPECT_TRUE(time->is_complete());
    const auto interval = parse_datetime("99999999235959.999999:000");
    ASSERT_TRUE(interval);
    EXPECT_TRUE(interval->is_interval);
    EXPECT_EQ(interval->day, 99999999);
    EXPECT_EQ(interval->length(), 99999999LL * 86400000000 + 86399999999);
    EXPECT_EQ(interval->instant(), std::nullopt);
    for (const char* text : {"", "20261121133459.123456+00", "20261121133459.123456+0000", "2026-11-21"})
        EXPECT_FALSE(is_datetime(text)) << text;
}

TEST(Datetime, ChecksTheRangeOfEveryField) {  // DATE-02
    EXPECT_TRUE(is_datetime("00000101000000.000000+000"));
    EXPECT_TRUE(is_datetime("99991231235959.999999+000"));
    EXPECT_TRUE(is_datetime("20000229000000.000000+000"));
    EXPECT_TRUE(is_datetime("20240229000000.000000+000"));
    EXPECT_EQ(wrong_at("19990231000000.000000+000"), 7U);
    EXPECT_EQ(wrong_at("19000229000000.000000+000"), 7U);
    EXPECT_EQ(wrong_at("20260431000000.000000+000"), 7U);
    EXPECT_EQ(wrong_at("20260001000000.000000+000"), 5U);
    EXPECT_EQ(wrong_at("20261301000000.000000+000"), 5U);
    EXPECT_EQ(wrong_at("20260100000000.000000+000"), 7U);
    EXPECT_EQ(wrong_at("20260101240000.000000+000"), 9U);
    EXPECT_EQ(wrong_at("20260101006000.000000+000"), 11U);
    EXPECT_EQ(wrong_at("20260101000060.000000+000"), 13U);
    EXPECT_EQ(wrong_at("20260101000000,000000+000"), 15U);
    EXPECT_EQ(wrong_at("20260101000000.00000x+000"), 21U);
    EXPECT_EQ(wrong_at("20260101000000.000000x000"), 22U);
}

TEST(Datetime, TakesAsterisksForWholeFields) {  // DATE-03
    EXPECT_TRUE(is_datetime("19980416******.000000+***"));
    EXPECT_TRUE(is_datetime("**************.******+***"));
    EXPECT_TRUE(is_datetime("****0229******.******+000"));
    EXPECT_TRUE(is_datetime("1998**31******.******-***"));
    EXPECT_EQ(wrong_at("199*0416000000.000000+***"), 4U);
    EXPECT_EQ(wrong_at("199804160*0000.000000+***"), 10U);
    EXPECT_EQ(wrong_at("19980416000000.000000+0**"), 24U);
    const auto time = parse_datetime("1998**********.******+***");
    ASSERT_TRUE(time);
    EXPECT_EQ(time->year, 1998);
    EXPECT_FALSE(time->month || time->day || time->hour || time->minute || time->second || time->microsecond);
    EXPECT_FALSE(time->is_complete());
    EXPECT_EQ(time->instant(), std::nullopt);
}

TEST(Datetime, ReadsTrailingAsterisksAsPrecisionOfTheFraction) {  // DATE-03
    const auto time = parse_datetime("20260101000000.123***+000");
    ASSERT_TRUE(time);
    EXPECT_EQ(time->microsecond, 123000);
    EXPECT_EQ(time->microsecond_digits, 3);
    EXPECT_FALSE(time->is_complete());
    EXPECT_EQ(wrong_at("20260101000000.***123+000"), 16U);
}

TEST(Datetime, IntervalsHoldNoAsterisks) {  // DATE-04
    EXPECT_TRUE(is_datetime("00000000000000.000000:000"));
    EXPECT_EQ(wrong_at("********000000.000000:000"), 1U);
    EXPECT_EQ(wrong_at("00000000000000.00000*:000"), 21U);
    EXPECT_EQ(wrong_at("00000000000000.000000:001"), 25U);
    EXPECT_EQ(wrong_at("00000000000000.000000:***"), 23U);
    EXPECT_EQ(wrong_at("00000000240000.000000:000"), 9U);
}

TEST(Datetime, KnowsNoZoneFromZoneZero) {  // DATE-06, DATE-07
    EXPECT_EQ(parse_datetime("20260101000000.000000+***")->offset_minutes, std::nullopt);
    EXPECT_EQ(parse_datetime("20260101000000.000000-***")->offset_minutes, std::nullopt);
    EXPECT_EQ(parse_datetime("20260101000000.000000-000")->offset_minutes, 0);
    EXPECT_EQ(parse_datetime("20260101000000.000000+840")->offset_minutes, 840);
    EXPECT_EQ(parse_datetime("20260101000000.000000+999")->offset_minutes, 999);
}

TEST(Datetime, ComparesCompleteTimestampsInUtc) {  // DATE-15
    EXPECT_EQ(compare_datetimes("19980401120000.000000+060", "19980401110000.000000+000"), std::partial_ordering::equivalent);
    EXPECT_EQ(compare_datetimes("19980401120000.000000+060", "19980401110000.000001+000"), std::partial_ordering::less);
    EXPECT_EQ(compare_datetimes("19980401120000.000000-060", "19980401120000.000000+000"), std::partial_ordering::greater);
}

TEST(Datetime, ComparesAsterisksCharacterByCharacter) {  // DATE-16
    const char* without_zone = "19980401135809.000000+***";
    EXPECT_EQ(compare_datetimes(without_zone, without_zone), std::partial_ordering::equivalent);
    EXPECT_EQ(compare_datetimes(without_zone, "19980401135809.000000+000"), std::partial_ordering::unordered);
    EXPECT_EQ(compare_datetimes(without_zone, "19980401135809.000000-***"), std::partial_ordering::unordered);
}

TEST(Datetime, ComparesIntervalsByLengthAndNeverWithTimestamps) {  // DATE-17
    EXPECT_EQ(compare_datetimes("00000001000000.000000:000", "00000000235959.999999:000"), std::partial_ordering::greater);
    EXPECT_EQ(compare_datetimes("00000101000000.000000:000", "00000101000000.000000+000"), std::partial_ordering::unordered);
}

TEST(Datetime, CountsFromTheYear1601) {  // DATE-19
    EXPECT_EQ(parse_datetime("19700101000000.000000+000")->instant(), 116444736000000000);
    EXPECT_EQ(parse_datetime("16010101000000.000000+000")->instant(), 0);
    EXPECT_EQ(parse_datetime("16001231235959.999999+000")->instant(), -10);
    EXPECT_EQ(parse_datetime("19700101010000.000000+060")->instant(), 116444736000000000);
}

TEST(Datetime, WritesInstantsCutToMicroseconds) {  // DATE-22
    EXPECT_EQ(to_datetime_text(116444736000000000), "19700101000000.000000+000");
    EXPECT_EQ(to_datetime_text(116444736000000019), "19700101000000.000001+000");
    EXPECT_EQ(to_datetime_text(116444736000000000, -300), "19691231190000.000000-300");
    EXPECT_EQ(to_datetime_text(116444736000000000, 60), "19700101010000.000000+060");
    EXPECT_EQ(to_datetime_text(~std::uint64_t{0}), "99991231235959.999999+000");
    EXPECT_EQ(to_interval_text(86400000000LL + 1), "00000001000000.000001:000");
    EXPECT_EQ(to_interval_text(-5), "00000000000000.000000:000");
    EXPECT_EQ(to_interval_text(INT64_MAX), "99999999235959.999999:000");
}

TEST(Law, ReadingUndoesWritingOfInstants) {  // DATE-19
    std::mt19937_64 chance(20261121);  // NOLINT: the seed is the test
    for (int round = 0; round < 2000; ++round) {
        const std::uint64_t instant = chance() % 2650467743999999990U / 10 * 10;  // to the end of 9999
        const int offset = static_cast<int>(chance() % 1681) - 840;
        const std::string text = to_datetime_text(instant, offset);
        const auto time = parse_datetime(text);
        ASSERT_TRUE(time) << instant << ' ' << text;
        if (text.starts_with("99991231")) continue;  // may have been clamped
        EXPECT_EQ(time->instant(), static_cast<std::int64_t>(instant)) << text;
    }
}
