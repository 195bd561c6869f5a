#include "base/text.h"

#include <gtest/gtest.h>

using namespace wmi::base;

TEST(Text, FoldsBySimpleUpperCase) {
    EXPECT_EQ(fold("Win32_ärger"), "WIN32_ÄRGER");
    EXPECT_EQ(fold("straße"), "STRAßE");  // no simple upper case in the table: stays
    EXPECT_EQ(fold("ǆ"), "Ǆ");
    EXPECT_EQ(fold("\U00010428"), "\U00010428");  // beyond the plane: compared by unit, unfolded
}

TEST(Text, FoldsEveryUnitAtMostOnce) {
    for (unsigned unit = 0; unit < 0x10000; ++unit) {
        const char16_t once = fold(static_cast<char16_t>(unit));
        EXPECT_EQ(fold(once), once) << std::hex << unit;
    }
}

TEST(Text, ComparesNamesWithoutCase) {
    EXPECT_TRUE(same_name("CIM_Process", "cim_PROCESS"));
    EXPECT_LT(compare_names("a", "AB"), 0);
    EXPECT_GT(compare_names("é", "e"), 0);
    EXPECT_EQ(NameHash{}("Größe"), NameHash{}("gRÖßE"));
    EXPECT_LT(compare_names("CreationDate", "CSName"), 0);
}

TEST(Text, LoneSurrogatesSurvive) {
    const std::u16string odd{u'a', char16_t(0xD800), u'b', char16_t(0xDC00)};
    EXPECT_EQ(to_utf16(to_utf8(odd)), odd);
    EXPECT_EQ(to_utf16(from_wide(to_wide(to_utf8(odd)))), odd);
}

TEST(Text, PairsBecomeOneWideCharacterAndBack) {
    const std::u16string pair{char16_t(0xD83D), char16_t(0xDE00)};
    const std::wstring wide = to_wide(to_utf8(pair));
    ASSERT_EQ(wide.size(), 1U);
    EXPECT_EQ(wide[0], wchar_t(0x1F600));
    EXPECT_EQ(to_utf16(from_wide(wide)), pair);
}

TEST(Text, BytesThatAreNoTextBecomeReplacements) {
    EXPECT_EQ(to_utf16("\xFFx\xC3"), (std::u16string{0xFFFD, u'x', 0xFFFD}));
    EXPECT_FALSE(is_utf8("\xC0\x80"));
    EXPECT_FALSE(is_utf8("\xED\xA0\x80"));
    EXPECT_TRUE(is_utf8("Größe \U0001F600 \xEF\xBF\xBD"));
}
