// surface.md, "CRT names": each name that programs use, with the answers of Microsoft's documentation.
#include <gtest/gtest.h>

#include <openwmi/openwmi_crt.h>
#include <openwmi/strsafe.h>

namespace {

TEST(CrtText, ComparesWithoutCase) {
    EXPECT_EQ(_wcsicmp(L"Win32_Process", L"WIN32_process"), 0);
    EXPECT_LT(_wcsicmp(L"a", L"B"), 0);
    EXPECT_EQ(_wcsicmp(L"\u00e9", L"\u00c9"), 0);
    EXPECT_EQ(_wcsnicmp(L"RootX", L"rootY", 4), 0);
    EXPECT_GT(_wcsnicmp(L"RootY", L"rootX", 5), 0);
    EXPECT_EQ(_stricmp("ABC", "abc"), 0);
}

TEST(CrtText, ReadsNumbersAndCutsThemAtTheirLimits) {
    EXPECT_EQ(_wtoi(L" -42abc"), -42);
    EXPECT_EQ(_wtoi(L"99999999999"), INT_MAX);
    EXPECT_EQ(_wtol(L"-99999999999"), INT_MIN);
    EXPECT_EQ(_wtoi64(L"9007199254740993"), 9007199254740993LL);
    EXPECT_EQ(_wtoi(L"none"), 0);
}

TEST(CrtText, WritesNumbersInAnyRadix) {
    wchar_t text[34];
    EXPECT_EQ(_itow_s(-255, text, 16), 0);
    EXPECT_STREQ(text, L"ffffff01");
    EXPECT_EQ(_ltow_s(-255, text, 10), 0);
    EXPECT_STREQ(text, L"-255");
    EXPECT_EQ(_ultow_s(0x80041002UL, text, 34, 16), 0);
    EXPECT_STREQ(text, L"80041002");
    EXPECT_EQ(_ultow_s(1234, text, 4, 10), ERANGE);
    EXPECT_STREQ(text, L"");
    EXPECT_EQ(_itow_s(1, text, 34, 1), EINVAL);
}

TEST(CrtText, CopiesWithinBoundsOrNotAtAll) {
    wchar_t text[6];
    EXPECT_EQ(wcscpy_s(text, L"abc"), 0);
    EXPECT_EQ(wcscat_s(text, L"de"), 0);
    EXPECT_STREQ(text, L"abcde");
    EXPECT_EQ(wcscat_s(text, L"f"), ERANGE);
    EXPECT_STREQ(text, L"");
    EXPECT_EQ(wcsncpy_s(text, L"abcdefgh", 3), 0);
    EXPECT_STREQ(text, L"abc");
    EXPECT_EQ(wcsncpy_s(text, L"abcdefgh", _TRUNCATE), STRUNCATE);
    EXPECT_STREQ(text, L"abcde");
    EXPECT_EQ(wcscpy_s(text, 6, nullptr), EINVAL);
    char narrow[4];
    EXPECT_EQ(strcpy_s(narrow, "abcd"), ERANGE);
    EXPECT_EQ(strcpy_s(narrow, "abc"), 0);
    EXPECT_STREQ(narrow, "abc");
}

TEST(CrtText, ConvertsBetweenWideAndUtf8) {
    char narrow[8];
    std::size_t converted = 0;
    EXPECT_EQ(wcstombs_s(&converted, narrow, L"a\u00e9", _TRUNCATE), 0);
    EXPECT_EQ(converted, 4U);
    EXPECT_STREQ(narrow, "a\xc3\xa9");
    EXPECT_EQ(wcstombs_s(&converted, narrow, 8, L"0123456789", 20), ERANGE);
    EXPECT_STREQ(narrow, "");
    EXPECT_EQ(wcstombs_s(&converted, nullptr, 0, L"abc", 0), 0);
    EXPECT_EQ(converted, 4U);
    wchar_t wide[4];
    EXPECT_EQ(mbstowcs_s(&converted, wide, "a\xc3\xa9", _TRUNCATE), 0);
    EXPECT_STREQ(wide, L"a\u00e9");
    EXPECT_EQ(mbstowcs_s(&converted, wide, "abcdef", _TRUNCATE), STRUNCATE);
    EXPECT_STREQ(wide, L"abc");
}

TEST(CrtText, SplitsIntoTokens) {
    char text[] = "a,b;c";
    char* context = nullptr;
    EXPECT_STREQ(strtok_s(text, ",;", &context), "a");
    EXPECT_STREQ(strtok_s(nullptr, ",;", &context), "b");
    EXPECT_STREQ(strtok_s(nullptr, ",;", &context), "c");
    EXPECT_EQ(strtok_s(nullptr, ",;", &context), nullptr);
}

TEST(CrtText, CopiesOntoTheHeap) {
    wchar_t* wide = _wcsdup(L"abc");
    char* narrow = _strdup("abc");
    EXPECT_STREQ(wide, L"abc");
    EXPECT_STREQ(narrow, "abc");
    std::free(wide);
    std::free(narrow);
}

TEST(CrtPrint, EmptiesATargetThatIsTooSmall) {
    wchar_t text[5];
    EXPECT_EQ(swprintf_s(text, L"%d", 1234), 4);
    EXPECT_STREQ(text, L"1234");
    EXPECT_EQ(swprintf_s(text, 5, L"%s", L"12345"), -1);
    EXPECT_STREQ(text, L"");
    char narrow[5];
    EXPECT_EQ(sprintf_s(narrow, "%s", "1234"), 4);
    EXPECT_EQ(sprintf_s(narrow, sizeof narrow, "%d", 12345), -1);
}

int list(wchar_t* target, std::size_t size, std::size_t most, const wchar_t* format, ...) {
    std::va_list values;
    va_start(values, format);
    const int length = _vsnwprintf_s(target, size, most, format, values);
    va_end(values);
    return length;
}

TEST(CrtPrint, CutsWhereItIsToldTo) {
    wchar_t text[5];
    EXPECT_EQ(list(text, 5, _TRUNCATE, L"%s", L"123456"), -1);
    EXPECT_STREQ(text, L"1234");
    EXPECT_EQ(list(text, 5, 2, L"%s", L"123456"), -1);
    EXPECT_STREQ(text, L"12");
    EXPECT_EQ(list(text, 5, 5, L"%d", 7), 1);
    EXPECT_EQ(_snwprintf(text, 5, L"%s", L"12345"), 5);
    EXPECT_EQ(text[4], L'5');
    EXPECT_EQ(_snwprintf(text, 5, L"%s", L"123456"), -1);
}

TEST(CrtScan, ReadsIntoTargetsOfTheirOwnWidth) {
    int year = 0;
    long big = 0;
    unsigned char byte = 9;
    wchar_t word[8];
    EXPECT_EQ(swscanf_s(L"2026-11 -5 name 255", L"%4d-%ld %d %s %hhu", &year, &big, &year, word, 8U, &byte), 5);
    EXPECT_EQ(year, -5);
    EXPECT_EQ(big, 11);
    EXPECT_STREQ(word, L"name");
    EXPECT_EQ(byte, 255);
    EXPECT_EQ(swscanf_s(L"", L"%d", &year), -1);
    EXPECT_EQ(swscanf_s(L"x", L"%d", &year), 0);
    unsigned hex = 0;
    EXPECT_EQ(swscanf_s(L"0x80041002", L"%x", &hex), 1);
    EXPECT_EQ(hex, 0x80041002U);
}

TEST(CrtScan, NeverWritesBeyondATarget) {
    wchar_t word[3] = L"zz";
    EXPECT_EQ(swscanf_s(L"toolong", L"%s", word, 3U), 0);
    EXPECT_STREQ(word, L"");
    EXPECT_EQ(swscanf_s(L"toolong", L"%s", word), 0);
    EXPECT_EQ(swscanf_s(L"ab1", L"%[a-c]", word, 3U), 1);
    EXPECT_STREQ(word, L"ab");
}

TEST(StrSafe, CopiesAndCutsAndSaysSo) {
    wchar_t text[4];
    EXPECT_EQ(StringCchCopyW(text, 4, L"abc"), S_OK);
    EXPECT_EQ(StringCchCopyW(text, 4, L"abcd"), STRSAFE_E_INSUFFICIENT_BUFFER);
    EXPECT_STREQ(text, L"abc");
    EXPECT_EQ(StringCbCopyW(text, sizeof text, L"xyz"), S_OK);
    EXPECT_EQ(StringCbCopyW(text, 2, L"xyz"), STRSAFE_E_INVALID_PARAMETER);
    EXPECT_EQ(StringCchCopyW(text, 0, L""), STRSAFE_E_INVALID_PARAMETER);
    EXPECT_EQ(StringCchCopyNW(text, 4, L"abcdef", 2), S_OK);
    EXPECT_STREQ(text, L"ab");
    EXPECT_EQ(StringCchCatW(text, 4, L"c"), S_OK);
    EXPECT_EQ(StringCchCatW(text, 4, L"d"), STRSAFE_E_INSUFFICIENT_BUFFER);
    EXPECT_STREQ(text, L"abc");
    char narrow[4];
    EXPECT_EQ(StringCbCopyA(narrow, sizeof narrow, "abc"), S_OK);
    EXPECT_EQ(StringCbCatA(narrow, sizeof narrow, "d"), STRSAFE_E_INSUFFICIENT_BUFFER);
    const char unended[2] = {'a', 'b'};
    EXPECT_EQ(StringCchCatA(const_cast<char*>(unended), 2, "c"), STRSAFE_E_INVALID_PARAMETER);
}

TEST(StrSafe, PrintsWithinBounds) {
    wchar_t text[8];
    EXPECT_EQ(StringCchPrintfW(text, 8, L"%s=%d", L"a", 5), S_OK);
    EXPECT_STREQ(text, L"a=5");
    EXPECT_EQ(StringCbPrintfW(text, sizeof text, L"%s", L"123456789"), STRSAFE_E_INSUFFICIENT_BUFFER);
    EXPECT_STREQ(text, L"1234567");
    EXPECT_EQ(StringCbPrintfW(text, sizeof text, L"%n", text), STRSAFE_E_INVALID_PARAMETER);
}

TEST(StrSafe, MeasuresWithinBounds) {
    std::size_t length = 9;
    EXPECT_EQ(StringCchLengthW(L"abc", 4, &length), S_OK);
    EXPECT_EQ(length, 3U);
    EXPECT_EQ(StringCbLengthW(L"abc", 16, &length), S_OK);
    EXPECT_EQ(length, 12U);
    EXPECT_EQ(StringCchLengthW(L"abc", 3, &length), STRSAFE_E_INVALID_PARAMETER);
    EXPECT_EQ(length, 0U);
}

}  // namespace
