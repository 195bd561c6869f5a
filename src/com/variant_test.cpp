#include "com/variant.h"

#include "com/object.h"
#include "com/text.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>

namespace wmi::com {
namespace {

class Value final : public Object<Value, IUnknown> {
public:
    Value() = default;
};

TEST(VARIANT, OfLongsHasAllEightBytes) {  // abi.md 2
    VARIANT value;
    std::memset(&value, 0xCC, sizeof value);
    VariantInit(&value);
    EXPECT_EQ(value.vt, VT_EMPTY);
    value.vt = VT_I4;
    value.intVal = 7;  // a caller who sets only the low half, after VariantInit
    EXPECT_EQ(value.lVal, 7);
    value.ulVal = 0x80041002UL;
    EXPECT_TRUE(value.lVal == 0x80041002);
    EXPECT_EQ(static_cast<DWORD>(value.lVal), 0x80041002U);
    EXPECT_EQ(static_cast<HRESULT>(value.lVal), WBEM_E_NOT_FOUND);
}

TEST(VARIANT, FreesWhatItHolds) {
    std::size_t before = live_objects();
    Variant object = Variant::of(com_ptr<IUnknown>(make<Value>()));
    EXPECT_EQ(live_objects(), before + 1);
    EXPECT_EQ(VariantClear(object.address()), S_OK);
    EXPECT_EQ(object->vt, VT_EMPTY);
    EXPECT_EQ(live_objects(), before);
    VARIANT odd;
    VariantInit(&odd);
    odd.vt = 77;
    EXPECT_EQ(VariantClear(&odd), DISP_E_BADVARTYPE);
    EXPECT_EQ(VariantClear(nullptr), E_INVALIDARG);
}

TEST(VARIANT, StaysWhenItsArrayIsLocked) {
    Variant names = Variant::of(std::vector<std::string_view>{"a", "b"});
    SafeArrayLock(names->parray);
    EXPECT_EQ(VariantClear(names.address()), DISP_E_ARRAYISLOCKED);
    EXPECT_EQ(names->vt, VT_ARRAY | VT_BSTR);
    SafeArrayUnlock(names->parray);
}

TEST(VARIANT, CopiesTextWithItsZeros) {
    Variant text;
    text->bstrVal = SysAllocStringLen(L"a\0b", 3);
    text->vt = VT_BSTR;
    Variant copy;
    EXPECT_EQ(VariantCopy(copy.address(), &text.get()), S_OK);
    EXPECT_NE(copy->bstrVal, text->bstrVal);
    EXPECT_EQ(SysStringLen(copy->bstrVal), 3U);
    EXPECT_EQ(VariantCopy(copy.address(), &copy.get()), S_OK);
    EXPECT_EQ(copy->bstrVal[2], L'b');
}

TEST(VARIANT, FollowsAReferenceWhenAsked) {
    LONG number = -9;
    VARIANT reference;
    VariantInit(&reference);
    reference.vt = VT_BYREF | VT_I4;
    reference.plVal = &number;
    Variant copy;
    EXPECT_EQ(VariantCopy(copy.address(), &reference), S_OK);
    EXPECT_EQ(copy->plVal, &number);
    EXPECT_EQ(VariantCopyInd(copy.address(), &reference), S_OK);
    EXPECT_EQ(copy->vt, VT_I4);
    EXPECT_EQ(copy->lVal, -9);
    VARIANT twice;
    VariantInit(&twice);
    twice.vt = VT_BYREF | VT_VARIANT;
    twice.pvarVal = &reference;
    EXPECT_EQ(VariantCopyInd(copy.address(), &twice), S_OK);
    EXPECT_EQ(copy->lVal, -9);
    reference.vt = VT_BYREF | VT_VARIANT;
    reference.pvarVal = &twice;
    EXPECT_EQ(VariantCopyInd(copy.address(), &twice), E_INVALIDARG);
}

/// What a text becomes in another kind: "DISP_E_..." by its number, else the value as text.
HRESULT change(std::string_view text, VARTYPE kind, Variant& made) {
    Variant source = Variant::of(text);
    return VariantChangeType(made.address(), &source.get(), 0, kind);
}

std::string printed(Variant value, USHORT flags = 0) {
    Variant made;
    HRESULT hr = VariantChangeType(made.address(), &value.get(), flags, VT_BSTR);
    return FAILED(hr) ? "failed" : from_wide(made->bstrVal);
}

TEST(VariantChangeType, ReadsNumbersInText) {
    Variant made;
    EXPECT_EQ(change(" -42 ", VT_I4, made), S_OK);
    EXPECT_EQ(made->lVal, -42);
    EXPECT_EQ(change("4294967295", VT_UI4, made), S_OK);
    EXPECT_EQ(made->ulVal, 4294967295UL);
    EXPECT_EQ(change("18446744073709551615", VT_UI8, made), S_OK);
    EXPECT_EQ(made->ullVal, 18446744073709551615ULL);
    EXPECT_EQ(change("-9223372036854775808", VT_I8, made), S_OK);
    EXPECT_EQ(made->llVal, std::numeric_limits<long long>::min());
    EXPECT_EQ(change("&H1F", VT_I4, made), S_OK);
    EXPECT_EQ(made->lVal, 31);
    EXPECT_EQ(change("1.5e3", VT_R8, made), S_OK);
    EXPECT_EQ(made->dblVal, 1500);
    for (const char* text : {"", "x", "1x", "0x10", "nan", "inf", "-", "."}) EXPECT_EQ(change(text, VT_R8, made), DISP_E_TYPEMISMATCH) << text;
}

TEST(VariantChangeType, RefusesWhatDoesNotFit) {
    Variant made;
    EXPECT_EQ(change("2147483648", VT_I4, made), DISP_E_OVERFLOW);
    EXPECT_EQ(change("2147483647", VT_I4, made), S_OK);
    EXPECT_EQ(change("-1", VT_UI4, made), DISP_E_OVERFLOW);
    EXPECT_EQ(change("256", VT_UI1, made), DISP_E_OVERFLOW);
    EXPECT_EQ(change("18446744073709551616", VT_UI8, made), DISP_E_OVERFLOW);
    EXPECT_EQ(change("1e39", VT_R4, made), DISP_E_OVERFLOW);
    EXPECT_EQ(made->vt, VT_I4);  // the target stayed as it was
    EXPECT_EQ(made->lVal, 2147483647);
}

TEST(VariantChangeType, RoundsHalfToEven) {
    Variant made;
    for (auto [text, whole] : {std::pair{"0.5", 0}, {"1.5", 2}, {"2.5", 2}, {"-1.5", -2}, {"2.51", 3}}) {
        EXPECT_EQ(change(text, VT_I4, made), S_OK);
        EXPECT_EQ(made->lVal, whole) << text;
    }
}

TEST(VariantChangeType, WritesNumbersAsText) {
    Variant real;
    real->vt = VT_R8;
    real->dblVal = 0.1;
    EXPECT_EQ(printed(std::move(real)), "0.1");
    Variant single;
    single->vt = VT_R4;
    single->fltVal = 0.1F;
    EXPECT_EQ(printed(std::move(single)), "0.1");
    Variant large;
    large->vt = VT_R8;
    large->dblVal = 1e20;
    EXPECT_EQ(printed(std::move(large)), "1E+20");
    Variant whole;
    whole->vt = VT_UI8;
    whole->ullVal = 18446744073709551615ULL;
    EXPECT_EQ(printed(std::move(whole)), "18446744073709551615");
    EXPECT_EQ(printed(Variant()), "");
}

TEST(VariantChangeType, KnowsBooleansAsNumbersAndWords) {
    auto boolean = [](VARIANT_BOOL set) {
        Variant value;
        value->vt = VT_BOOL;
        value->boolVal = set;
        return value;
    };
    EXPECT_EQ(printed(boolean(VARIANT_TRUE)), "-1");
    EXPECT_EQ(printed(boolean(VARIANT_TRUE), VARIANT_ALPHABOOL), "True");
    EXPECT_EQ(printed(boolean(VARIANT_FALSE), VARIANT_ALPHABOOL), "False");
    Variant made;
    EXPECT_EQ(change("tRUE", VT_BOOL, made), S_OK);
    EXPECT_EQ(made->boolVal, VARIANT_TRUE);
    EXPECT_EQ(change("0", VT_BOOL, made), S_OK);
    EXPECT_EQ(made->boolVal, VARIANT_FALSE);
    EXPECT_EQ(change("17", VT_BOOL, made), S_OK);
    EXPECT_EQ(made->boolVal, VARIANT_TRUE);
    EXPECT_EQ(change("yes", VT_BOOL, made), DISP_E_TYPEMISMATCH);
}

TEST(VariantChangeType, MovesEveryKindOfNumberIntoEveryOther) {
    const VARTYPE kinds[] = {VT_I1, VT_UI1, VT_I2, VT_UI2, VT_I4, VT_UI4, VT_I8, VT_UI8, VT_INT, VT_UINT, VT_R4, VT_R8, VT_CY, VT_DATE, VT_DECIMAL, VT_BSTR};
    for (VARTYPE from : kinds) {
        Variant source;
        ASSERT_EQ(change("101", from, source), S_OK) << from;
        for (VARTYPE to : kinds) {
            Variant made;
            ASSERT_EQ(VariantChangeType(made.address(), &source.get(), 0, to), S_OK) << from << " to " << to;
            EXPECT_EQ(made->vt, to);
            EXPECT_EQ(printed(std::move(made)), "101") << from << " to " << to;
        }
    }
}

TEST(VariantChangeType, RefusesNullErrorsAndForeignArrays) {
    Variant null;
    null->vt = VT_NULL;
    Variant made;
    EXPECT_EQ(VariantChangeType(made.address(), &null.get(), 0, VT_I4), DISP_E_TYPEMISMATCH);
    EXPECT_EQ(VariantChangeType(made.address(), &null.get(), 0, VT_NULL), S_OK);
    Variant names = Variant::of(std::vector<std::string_view>{"a"});
    EXPECT_EQ(VariantChangeType(made.address(), &names.get(), 0, VT_BSTR), DISP_E_TYPEMISMATCH);
    EXPECT_EQ(VariantChangeType(made.address(), &names.get(), 0, VT_ARRAY | VT_BSTR), S_OK);
    EXPECT_NE(made->parray, names->parray);
    EXPECT_EQ(VariantChangeType(made.address(), &names.get(), 0, VT_BYREF | VT_I4), DISP_E_BADVARTYPE);
}

TEST(VariantChangeType, WorksInPlace) {
    Variant value = Variant::of("12");
    EXPECT_EQ(VariantChangeType(value.address(), &value.get(), 0, VT_I4), S_OK);
    EXPECT_EQ(value->lVal, 12);
}

TEST(VarBstrCat, JoinsTextsAndTakesNothingForEmpty) {
    Bstr made;
    EXPECT_EQ(VarBstrCat(Bstr("left ").get(), Bstr("right").get(), made.out()), S_OK);
    EXPECT_EQ(made.text(), "left right");
    EXPECT_EQ(VarBstrCat(nullptr, nullptr, made.out()), S_OK);
    EXPECT_EQ(SysStringLen(made.get()), 0U);
}

TEST(Text, IsReadToItsFirstZeroWhateverMadeIt) {  // abi.md 5
    EXPECT_EQ(from_wide(L"literal"), "literal");
    Bstr zeros = Bstr("ab");
    zeros.get()[1] = 0;
    EXPECT_EQ(zeros.text(), "a");
    EXPECT_EQ(from_wide(nullptr), "");
    EXPECT_EQ(Bstr("\xF0\x9F\x8C\x8D").get()[0], wchar_t(0x1F30D));
}

}  // namespace
}  // namespace wmi::com
