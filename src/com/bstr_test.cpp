#include <oleauto.h>

#include <gtest/gtest.h>

namespace {

TEST(Bstr, CountsItsTextAndKeepsZerosInside) {  // abi.md 5
    BSTR text = SysAllocStringLen(L"a\0b", 3);
    EXPECT_EQ(SysStringLen(text), 3U);
    EXPECT_EQ(SysStringByteLen(text), 3 * sizeof(wchar_t));
    EXPECT_EQ(text[2], L'b');
    EXPECT_EQ(text[3], L'\0');
    SysFreeString(text);
}

TEST(Bstr, HoldsItsLengthInBytesInTheFourBytesBeforeIt) {  // abi.md 5
    BSTR text = SysAllocString(L"four");
    EXPECT_EQ(reinterpret_cast<std::uint32_t*>(text)[-1], 16U);
    SysFreeString(text);
}

TEST(Bstr, OfNothingIsNothing) {
    EXPECT_EQ(SysAllocString(nullptr), nullptr);
    EXPECT_EQ(SysStringLen(nullptr), 0U);
    EXPECT_EQ(SysStringByteLen(nullptr), 0U);
    SysFreeString(nullptr);
}

TEST(Bstr, LongerThanItsLengthCanSayIsRefused) {
    EXPECT_EQ(SysAllocStringLen(nullptr, 0x40000000U), nullptr);
}

TEST(Bstr, CanBeReplacedByAPartOfItself) {
    BSTR text = SysAllocString(L"behind the door");
    EXPECT_TRUE(SysReAllocString(&text, text + 11));
    EXPECT_STREQ(text, L"door");
    EXPECT_TRUE(SysReAllocStringLen(&text, L"window", 3));
    EXPECT_STREQ(text, L"win");
    SysFreeString(text);
}

}  // namespace
