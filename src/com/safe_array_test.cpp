#include <oleauto.h>

#include <gtest/gtest.h>

#include <cwchar>

namespace {

TEST(SafeArray, OfLongsHasElementsOfEightBytes) {  // abi.md 2.1
    SAFEARRAY* array = SafeArrayCreateVector(VT_I4, 0, 3);
    EXPECT_EQ(SafeArrayGetElemsize(array), sizeof(LONG));
    LONG place = 1;
    long value = -7;
    EXPECT_EQ(SafeArrayPutElement(array, &place, &value), S_OK);
    long back = 0;
    EXPECT_EQ(SafeArrayGetElement(array, &place, &back), S_OK);
    EXPECT_EQ(back, -7);
    SafeArrayDestroy(array);
}

TEST(SafeArray, GivesAndTakesFourByteIntegersAsFourBytes) {  // abi.md 2.1
    SAFEARRAY* array = SafeArrayCreateVector(VT_I4, 0, 2);
    LONG place = 0;
    int numbers[2] = {-5, 77};
    EXPECT_EQ(SafeArrayPutElement(array, &place, &numbers[0]), S_OK);
    numbers[0] = 0;
    EXPECT_EQ(SafeArrayGetElement(array, &place, &numbers[0]), S_OK);
    EXPECT_EQ(numbers[0], -5);
    EXPECT_EQ(numbers[1], 77);
    DWORD word = 0xFFFFFFFF;
    EXPECT_EQ(SafeArrayPutElement(array, &place, &word), S_OK);
    LONG* raw = nullptr;
    EXPECT_EQ(SafeArrayAccessData(array, reinterpret_cast<void**>(&raw)), S_OK);
    EXPECT_EQ(raw[0], 0xFFFFFFFFL);
    EXPECT_EQ(SafeArrayUnaccessData(array), S_OK);
    SafeArrayDestroy(array);
}

TEST(SafeArray, CopiesTextsInAndOut) {
    SAFEARRAY* array = SafeArrayCreateVector(VT_BSTR, 0, 2);
    BSTR text = SysAllocString(L"one");
    LONG place = 1;
    EXPECT_EQ(SafeArrayPutElement(array, &place, text), S_OK);
    text[0] = L'X';
    BSTR back = nullptr;
    EXPECT_EQ(SafeArrayGetElement(array, &place, &back), S_OK);
    EXPECT_STREQ(back, L"one");
    SysFreeString(back);
    SysFreeString(text);
    place = 0;
    EXPECT_EQ(SafeArrayGetElement(array, &place, &back), S_OK);
    EXPECT_EQ(back, nullptr);
    SafeArrayDestroy(array);
}

TEST(SafeArray, RefusesIndicesOutsideItsBounds) {
    SAFEARRAY* array = SafeArrayCreateVector(VT_UI1, 5, 2);
    BYTE value = 9;
    for (LONG place : {4L, 7L, -5L}) EXPECT_EQ(SafeArrayPutElement(array, &place, &value), DISP_E_BADINDEX) << place;
    LONG low = 0;
    LONG high = 0;
    EXPECT_EQ(SafeArrayGetLBound(array, 1, &low), S_OK);
    EXPECT_EQ(SafeArrayGetUBound(array, 1, &high), S_OK);
    EXPECT_EQ(low, 5);
    EXPECT_EQ(high, 6);
    EXPECT_EQ(SafeArrayGetUBound(array, 2, &high), DISP_E_BADINDEX);
    EXPECT_EQ(SafeArrayGetUBound(array, 0, &high), DISP_E_BADINDEX);
    SafeArrayDestroy(array);
}

TEST(SafeArray, OfTwoDimensionsRunsFastestInTheFirst) {
    SAFEARRAYBOUND bounds[2] = {{2, 0}, {3, 10}};
    SAFEARRAY* array = SafeArrayCreate(VT_I2, 2, bounds);
    for (LONG row = 0; row < 2; ++row) {
        for (LONG column = 10; column < 13; ++column) {
            LONG place[2] = {row, column};
            auto value = static_cast<short>(row * 100 + column);
            EXPECT_EQ(SafeArrayPutElement(array, place, &value), S_OK);
        }
    }
    short* data = nullptr;
    SafeArrayAccessData(array, reinterpret_cast<void**>(&data));
    EXPECT_EQ(data[0], 10);
    EXPECT_EQ(data[1], 110);
    EXPECT_EQ(data[2], 11);
    SafeArrayUnaccessData(array);
    LONG low = 0;
    SafeArrayGetLBound(array, 2, &low);
    EXPECT_EQ(low, 10);
    EXPECT_EQ(SafeArrayGetDim(array), 2U);
    SafeArrayDestroy(array);
}

TEST(SafeArray, CannotBeDestroyedWhileLocked) {
    SAFEARRAY* array = SafeArrayCreateVector(VT_I4, 0, 1);
    EXPECT_EQ(SafeArrayLock(array), S_OK);
    EXPECT_EQ(SafeArrayDestroy(array), DISP_E_ARRAYISLOCKED);
    EXPECT_EQ(SafeArrayUnlock(array), S_OK);
    EXPECT_EQ(SafeArrayUnlock(array), E_UNEXPECTED);
    EXPECT_EQ(SafeArrayDestroy(array), S_OK);
}

TEST(SafeArray, GrowsAndShrinksAtItsEnd) {
    SAFEARRAY* array = SafeArrayCreateVector(VT_BSTR, 0, 2);
    BSTR text = SysAllocString(L"kept");
    LONG place = 0;
    SafeArrayPutElement(array, &place, text);
    place = 1;
    SafeArrayPutElement(array, &place, text);
    SysFreeString(text);
    SAFEARRAYBOUND bound = {1, 0};
    EXPECT_EQ(SafeArrayRedim(array, &bound), S_OK);
    bound = {4, 0};
    EXPECT_EQ(SafeArrayRedim(array, &bound), S_OK);
    BSTR* data = nullptr;
    SafeArrayAccessData(array, reinterpret_cast<void**>(&data));
    EXPECT_STREQ(data[0], L"kept");
    EXPECT_EQ(data[1], nullptr);
    SafeArrayUnaccessData(array);
    SafeArrayDestroy(array);
}

TEST(SafeArray, KnowsItsKindAndRefusesOthers) {
    for (VARTYPE kind : {VT_I1, VT_UI1, VT_I2, VT_UI2, VT_I4, VT_UI4, VT_I8, VT_UI8, VT_R4, VT_R8, VT_BOOL, VT_BSTR, VT_VARIANT,
                         VT_UNKNOWN, VT_DISPATCH, VT_DATE, VT_CY, VT_DECIMAL, VT_ERROR, VT_INT, VT_UINT}) {
        SAFEARRAY* array = SafeArrayCreateVector(kind, 0, 1);
        ASSERT_NE(array, nullptr) << kind;
        VARTYPE found = VT_EMPTY;
        EXPECT_EQ(SafeArrayGetVartype(array, &found), S_OK);
        EXPECT_EQ(found, kind);
        SAFEARRAY* copy = nullptr;
        EXPECT_EQ(SafeArrayCopy(array, &copy), S_OK);
        EXPECT_EQ(SafeArrayGetVartype(copy, &found), S_OK);
        EXPECT_EQ(found, kind);
        SafeArrayDestroy(copy);
        SafeArrayDestroy(array);
    }
    EXPECT_EQ(SafeArrayCreateVector(VT_NULL, 0, 1), nullptr);
    EXPECT_EQ(SafeArrayCreateVector(VT_ARRAY | VT_I4, 0, 1), nullptr);
    EXPECT_EQ(SafeArrayCreateVector(VT_R8, 0, 0x7FFFFFFFFFFFFFFF), nullptr);
}

TEST(SafeArray, CopiesItsElementsDeeply) {
    SAFEARRAY* array = SafeArrayCreateVector(VT_VARIANT, 0, 1);
    VARIANT value;
    VariantInit(&value);
    value.vt = VT_BSTR;
    value.bstrVal = SysAllocString(L"deep");
    LONG place = 0;
    EXPECT_EQ(SafeArrayPutElement(array, &place, &value), S_OK);
    SAFEARRAY* copy = nullptr;
    EXPECT_EQ(SafeArrayCopy(array, &copy), S_OK);
    SafeArrayDestroy(array);
    VARIANT back;
    VariantInit(&back);
    EXPECT_EQ(SafeArrayGetElement(copy, &place, &back), S_OK);
    EXPECT_STREQ(back.bstrVal, L"deep");
    VariantClear(&back);
    VariantClear(&value);
    SafeArrayDestroy(copy);
}

}  // namespace
