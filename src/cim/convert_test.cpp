#include "cim/convert.h"

#include <gtest/gtest.h>

#include <limits>

using namespace wmi::cim;

namespace {

Status put(CimType from, Value value, CimType to) { return convert({{from, false}, std::move(value)}, {to, false}).status(); }

template <class T>
T got(CimType from, Value value, CimType to) {
    const auto result = convert({{from, false}, std::move(value)}, {to, false});
    EXPECT_TRUE(result) << result.error().sentence();
    return result ? std::get<T>(*result) : T{};
}

std::string text_of(CimType type, std::string_view text) {
    const auto scalar = from_text(type, text);
    return scalar ? to_text(type, *scalar) : "refused";
}

const std::int64_t kMin = std::numeric_limits<std::int64_t>::min();

}  // namespace

TEST(Convert, WritesIntegersInDecimalWithoutPlusOrZeros) {  // OBJ-08
    EXPECT_EQ(to_text(CimType::Sint64, kMin), "-9223372036854775808");
    EXPECT_EQ(to_text(CimType::Uint64, std::uint64_t{18446744073709551615U}), "18446744073709551615");
    EXPECT_EQ(text_of(CimType::Uint64, "00017"), "17");
    EXPECT_EQ(text_of(CimType::Sint64, "+5"), "5");
    EXPECT_EQ(text_of(CimType::Sint64, "-0"), "0");
}

TEST(Convert, ReadsDecimalAndHexadecimal) {  // OBJ-08, MOF-27
    EXPECT_EQ(text_of(CimType::Uint64, "0xFFFFFFFFFFFFFFFF"), "18446744073709551615");
    EXPECT_EQ(text_of(CimType::Sint64, "-0x8000000000000000"), "-9223372036854775808");
    EXPECT_EQ(text_of(CimType::Uint8, "0Xff"), "255");
    EXPECT_EQ(from_text(CimType::Sint64, "0x8000000000000000").status(), Status::ValueOutOfRange);
    EXPECT_EQ(from_text(CimType::Uint64, "18446744073709551616").status(), Status::ValueOutOfRange);
}

TEST(Convert, TellsTextThatIsNoNumberFromANumberThatDoesNotFit) {  // OBJ-16
    for (const char* text : {"", " ", "abc", "1x", "0x", "--1", "-", "0x-1", "1 2", "0xG"}) {
        EXPECT_EQ(from_text(CimType::Sint32, text).status(), Status::TypeMismatch) << text;
        EXPECT_EQ(from_text(CimType::Real64, text).status(), Status::TypeMismatch) << text;
    }
    for (const char* text : {"256", "-1", "1e3", "99999999999999999999", "1e400"})
        EXPECT_EQ(from_text(CimType::Uint8, text).status(), Status::ValueOutOfRange) << text;
}

TEST(Convert, KeepsEveryTypeInItsRange) {  // OBJ-16, MOF-27
    struct Row {
        CimType type;
        const char *least, *below, *most, *above;
    };
    for (const Row& row : {Row{CimType::Sint8, "-128", "-129", "127", "128"}, Row{CimType::Sint16, "-32768", "-32769", "32767", "32768"},
                           Row{CimType::Sint32, "-2147483648", "-2147483649", "2147483647", "2147483648"},
                           Row{CimType::Uint16, "0", "-1", "65535", "65536"}, Row{CimType::Char16, "0", "-1", "65535", "65536"},
                           Row{CimType::Uint32, "0", "-1", "4294967295", "4294967296"}}) {
        EXPECT_EQ(text_of(row.type, row.least), row.least);
        EXPECT_EQ(text_of(row.type, row.most), row.most);
        EXPECT_EQ(from_text(row.type, row.below).status(), Status::ValueOutOfRange) << row.below;
        EXPECT_EQ(from_text(row.type, row.above).status(), Status::ValueOutOfRange) << row.above;
    }
}

TEST(Convert, RoundsRealsToTheNearestInteger) {  // MOF-27
    EXPECT_EQ(got<std::int64_t>(CimType::Real64, 1000.4, CimType::Sint32), 1000);
    EXPECT_EQ(got<std::int64_t>(CimType::Real64, -1000.6, CimType::Sint32), -1001);
    EXPECT_EQ(got<std::uint64_t>(CimType::Real64, -0.4, CimType::Uint8), 0U);
    EXPECT_EQ(text_of(CimType::Sint32, "1000.4"), "1000");
    EXPECT_EQ(put(CimType::Real64, 255.6, CimType::Uint8), Status::ValueOutOfRange);
    EXPECT_EQ(put(CimType::Real64, 1e30, CimType::Sint64), Status::ValueOutOfRange);
    EXPECT_EQ(put(CimType::Real64, std::numeric_limits<double>::quiet_NaN(), CimType::Sint32), Status::ValueOutOfRange);
    EXPECT_EQ(put(CimType::Real64, 9223372036854775808.0, CimType::Sint64), Status::ValueOutOfRange);
    EXPECT_EQ(got<std::uint64_t>(CimType::Real64, 9223372036854775808.0, CimType::Uint64), 9223372036854775808U);
}

TEST(Convert, WritesRealsThatReadBackEqual) {  // OBJ-16
    for (const double number : {0.1, -1.5e300, 5e-324, 3.0}) EXPECT_EQ(std::get<double>(*from_text(CimType::Real64, to_text(CimType::Real64, number))), number);
    EXPECT_EQ(to_text(CimType::Real32, double{0.1F}), "0.1");
    EXPECT_EQ(put(CimType::Real64, 1e39, CimType::Real32), Status::ValueOutOfRange);
    EXPECT_EQ(got<double>(CimType::Real64, 0.1, CimType::Real32), double{0.1F});
}

TEST(Convert, BooleansTakeWordsAndNumbers) {  // MOF-27
    EXPECT_EQ(text_of(CimType::Boolean, "true"), "TRUE");
    EXPECT_EQ(text_of(CimType::Boolean, "FALSE"), "FALSE");
    EXPECT_EQ(text_of(CimType::Boolean, "1"), "TRUE");
    EXPECT_EQ(text_of(CimType::Boolean, "0"), "FALSE");
    EXPECT_EQ(text_of(CimType::Boolean, "yes"), "refused");
    EXPECT_TRUE(got<bool>(CimType::Sint32, std::int64_t{-1}, CimType::Boolean));
    EXPECT_EQ(got<std::int64_t>(CimType::Boolean, true, CimType::Sint32), -1);
    EXPECT_EQ(got<std::uint64_t>(CimType::Boolean, true, CimType::Uint8), 255U);
    EXPECT_EQ(got<std::string>(CimType::Boolean, true, CimType::String), "TRUE");
}

TEST(Convert, NumbersBecomeTextAndBack) {  // MOF-27
    EXPECT_EQ(got<std::string>(CimType::Sint32, std::int64_t{23}, CimType::String), "23");
    EXPECT_EQ(got<std::int64_t>(CimType::String, std::string("23"), CimType::Sint32), 23);
    EXPECT_EQ(put(CimType::Sint32, std::int64_t{23}, CimType::Datetime), Status::TypeMismatch);
    EXPECT_EQ(put(CimType::Sint32, std::int64_t{23}, CimType::Reference), Status::TypeMismatch);
    EXPECT_EQ(put(CimType::Sint32, std::int64_t{23}, CimType::Object), Status::TypeMismatch);
    EXPECT_EQ(put(CimType::Sint32, std::int64_t{-1}, CimType::Uint32), Status::ValueOutOfRange);
    EXPECT_EQ(got<double>(CimType::Sint64, std::int64_t{-5}, CimType::Real64), -5.0);
}

TEST(Convert, DatetimesMustHaveTheirForm) {  // DATE-08, OBJ-11
    EXPECT_EQ(put(CimType::String, std::string("yesterday"), CimType::Datetime), Status::TypeMismatch);
    EXPECT_EQ(put(CimType::String, std::string("20260101000000.000000+000"), CimType::Datetime), Status::Ok);
}

TEST(Convert, ArraysElementByElement) {  // OBJ-09, OBJ-16
    const TypedValue numbers{{CimType::Sint32, true}, Array{std::int64_t{1}, std::int64_t{2}}};
    const auto texts = convert(numbers, {CimType::String, true});
    ASSERT_TRUE(texts);
    EXPECT_EQ(std::get<std::string>(std::get<Array>(*texts)[1]), "2");
    EXPECT_EQ(convert(numbers, {CimType::Sint32, false}).status(), Status::TypeMismatch);
    EXPECT_EQ(convert({{CimType::Sint32, false}, std::int64_t{1}}, {CimType::Sint32, true}).status(), Status::TypeMismatch);
    const auto empty = convert({{CimType::String, true}, Array{}}, {CimType::Uint8, true});
    ASSERT_TRUE(empty);
    EXPECT_TRUE(std::get<Array>(*empty).empty());
    EXPECT_TRUE(is_null(*convert({{CimType::String, true}, {}}, {CimType::Uint8, false})));
}
