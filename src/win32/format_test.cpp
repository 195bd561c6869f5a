#include "win32/format.h"

#include <climits>
#include <cstdint>

#include <gtest/gtest.h>

namespace {

template <class... Values>
std::string narrow(const char* format, const Values&... values) {
    char buffer[400];
    const int length = openwmi::format(buffer, sizeof buffer, format, values...);
    return length < 0 ? "failed" : std::string(buffer, static_cast<std::size_t>(length));
}

template <class... Values>
std::wstring wide(const wchar_t* format, const Values&... values) {
    wchar_t buffer[400];
    const int length = openwmi::format(buffer, 400, format, values...);
    return length < 0 ? L"failed" : std::wstring(buffer, static_cast<std::size_t>(length));
}

std::wstring listed(const wchar_t* format, ...) {
    wchar_t buffer[400];
    std::va_list list;
    va_start(list, format);
    wmi_format_wide_list(buffer, 400, format, list);
    va_end(list);
    return buffer;
}

struct WideText {
    operator const wchar_t*() const { return L"object"; }
};

// abi.md 6: %s is the function's own width, %S the other, the letters h, l and w decide it by name.
TEST(Format, ReadsTextInTheWidthOfTheFunction) {
    EXPECT_EQ(wide(L"[%s]", L"wide"), L"[wide]");
    EXPECT_EQ(wide(L"[%S]", "narrow"), L"[narrow]");
    EXPECT_EQ(narrow("[%s]", "narrow"), "[narrow]");
    EXPECT_EQ(narrow("[%S]", L"wide"), "[wide]");
    EXPECT_EQ(narrow("[%ws][%ls][%hs]", L"a", L"b", "c"), "[a][b][c]");
    EXPECT_EQ(wide(L"[%ws][%ls][%hs]", L"a", L"b", "c"), L"[a][b][c]");
    EXPECT_EQ(narrow("%S", L"\u00e9\U0001F600"), "\xc3\xa9\xf0\x9f\x98\x80");
}

TEST(Format, NeverReadsNarrowTextAsWideNorTheOtherWay) {
    EXPECT_EQ(wide(L"%s", "narrow"), L"narrow");
    EXPECT_EQ(narrow("%s", L"wide"), "wide");
    EXPECT_EQ(wide(L"%s", 42), L"42");
    EXPECT_EQ(wide(L"%s", WideText{}), L"object");
    int number = 0;
    EXPECT_EQ(wide(L"%d", &number) == L"", false);
}

TEST(Format, PrintsNullTextInBrackets) {
    const wchar_t* nothing = nullptr;
    EXPECT_EQ(wide(L"%s", nothing), L"(null)");
    EXPECT_EQ(wide(L"%s", NULL), L"(null)");
    EXPECT_EQ(narrow("%.3s", nullptr), "(nu");
}

// abi.md 6: l means 32 bits, as on Windows.
TEST(Format, TakesLongFor32Bits) {
    const auto hr = static_cast<std::int32_t>(0x80041002);
    EXPECT_EQ(wide(L"0x%lx", hr), L"0x80041002");
    EXPECT_EQ(wide(L"0x%lX", static_cast<unsigned long>(hr)), L"0x80041002");
    EXPECT_EQ(wide(L"%ld", -1L), L"-1");
    EXPECT_EQ(wide(L"%lu", 4294967295UL), L"4294967295");
    EXPECT_EQ(wide(L"%d", static_cast<long>(-5)), L"-5");
    EXPECT_EQ(narrow("%x", -1L), "ffffffff");
}

TEST(Format, KnowsMicrosoftsLengths) {
    EXPECT_EQ(wide(L"%I64d", LLONG_MIN), L"-9223372036854775808");
    EXPECT_EQ(wide(L"%I64u", ULLONG_MAX), L"18446744073709551615");
    EXPECT_EQ(wide(L"%lld %I32d %Iu", 1LL, 2, std::size_t{3}), L"1 2 3");
    EXPECT_EQ(narrow("%I64d", -7), "-7");
    EXPECT_EQ(narrow("%hd %hhu", 65537, 257), "1 1");
}

TEST(Format, PrintsPointersAsSixteenDigits) {
    EXPECT_EQ(narrow("%p", reinterpret_cast<void*>(0xABCDEF)), "0000000000ABCDEF");
}

TEST(Format, KeepsFlagsWidthsAndPrecisions) {
    EXPECT_EQ(wide(L"[%5d|%-5d|%05d|%+d|% d]", 42, 42, 42, 42, 42), L"[   42|42   |00042|+42| 42]");
    EXPECT_EQ(wide(L"[%*d|%-*d|%.*f]", 4, 1, 4, 1, 2, 3.14159), L"[   1|1   |3.14]");
    EXPECT_EQ(wide(L"%#x %#X %#o %.3d %.0d|", 255, 255, 8, 7, 0), L"0xff 0XFF 010 007 |");
    EXPECT_EQ(wide(L"[%10s|%-10s|%.2s]", L"abc", L"abc", L"abc"), L"[       abc|abc       |ab]");
    EXPECT_EQ(narrow("%e %g %.2f %8.3f", 1.5, 0.25, 2.0, 3.14159), "1.500000e+00 0.25 2.00    3.142");
    EXPECT_EQ(narrow("%f", 3), "3.000000");
}

TEST(Format, CutsNarrowTextAtWholeCharacters) {
    EXPECT_EQ(narrow("%.3s", "\xc3\xa9\xc3\xa9"), "\xc3\xa9");
    EXPECT_EQ(wide(L"%.1S|", "\xc3\xa9\xc3\xa9"), L"\u00e9|");
    const char unended[3] = {'a', 'b', 'c'};
    EXPECT_EQ(narrow("%.3s", static_cast<const char*>(unended)), "abc");
}

TEST(Format, PrintsSpecificationsOfNoMeaningLiterally) {
    EXPECT_EQ(narrow("100%% %y %", 1), "100% y ");
    EXPECT_EQ(narrow("%d and %d", 1), "1 and %d");
}

TEST(Format, RefusesToWriteThroughArgumentsAndBeyondItsLimit) {
    int written = 5;
    EXPECT_EQ(narrow("%n", &written), "failed");
    EXPECT_EQ(written, 5);
    EXPECT_EQ(narrow("%1048577d", 1), "failed");
    EXPECT_EQ(narrow("%99999999999999999999d", 1), "failed");
}

TEST(Format, PrintsCharactersOfBothWidths) {
    EXPECT_EQ(wide(L"%c%C%hc%lc", L'\u00e9', 'b', 'c', L'd'), L"\u00e9bcd");
    EXPECT_EQ(narrow("%c%C", 'a', L'\u00e9'), "a\xc3\xa9");
}

TEST(Format, ReadsListsByTheFormat) {
    EXPECT_EQ(listed(L"%s %S %d %lu %I64d %.1f", L"w", "n", -3, 7UL, 1LL << 40, 2.5), L"w n -3 7 1099511627776 2.5");
    EXPECT_EQ(listed(L"%lx", static_cast<std::int32_t>(0x80041002)), L"80041002");
}

TEST(Format, GivesTheWholeLengthAndEndsTheBuffer) {
    wchar_t buffer[4] = {L'x', L'x', L'x', L'x'};
    EXPECT_EQ(openwmi::format(buffer, 4, L"%d", 123456), 6);
    EXPECT_STREQ(buffer, L"123");
    EXPECT_EQ(openwmi::format(static_cast<wchar_t*>(nullptr), 0, L"%d", 123456), 6);
}

}  // namespace
