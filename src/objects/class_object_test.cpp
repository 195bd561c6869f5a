#include "objects/internal/testing.h"

#include "com/object.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <thread>

using namespace wmi;
using namespace wmi::objects;
using namespace wmi::objects::testing;
using com::com_ptr;

namespace {

HRESULT put(IWbemClassObject& object, LPCWSTR name, Var value, CIMTYPE type = 0) { return object.Put(name, 0, value, type); }

std::string text_of(IWbemClassObject& object, LPCWSTR name) {
    Var value;
    const HRESULT got = object.Get(name, 0, value, nullptr, nullptr);
    return FAILED(got) ? "failed" : value->vt == VT_NULL ? "NULL" : value.str();
}

Var value_of(IWbemClassObject& object, LPCWSTR name) {
    Var value;
    EXPECT_EQ(object.Get(name, 0, value, nullptr, nullptr), S_OK);
    return value;
}

std::vector<std::string> names_of(IWbemClassObject& object, long flags, LPCWSTR qualifier = nullptr, VARIANT* value = nullptr) {
    SAFEARRAY* names = nullptr;
    const HRESULT got = object.GetNames(qualifier, flags, value, &names);
    if (FAILED(got)) return {"failed"};
    return take_names(names);
}

std::vector<std::string> walk(IWbemClassObject& object, long flags) {
    if (FAILED(object.BeginEnumeration(flags))) return {"failed"};
    std::vector<std::string> names;
    com::Bstr name;
    while (object.Next(0, name.out(), nullptr, nullptr, nullptr) == WBEM_S_NO_ERROR) names.push_back(name.text());
    object.EndEnumeration();
    return names;
}

using Names = std::vector<std::string>;

const Names kSystem{"__GENUS",          "__CLASS",      "__SUPERCLASS", "__DYNASTY",   "__RELPATH",
                    "__PROPERTY_COUNT", "__DERIVATION", "__SERVER",     "__NAMESPACE", "__PATH"};

Names with_system(Names names) {
    Names all = kSystem;
    all.insert(all.end(), names.begin(), names.end());
    return all;
}

}  // namespace

// -- nature

TEST(Object, IsACopyThatSharesNothing) {  // OBJ-01, OBJ-36
    const auto first = spawned(base_class());
    com_ptr<IWbemClassObject> copy;
    ASSERT_EQ(first->Clone(copy.out()), S_OK);
    EXPECT_EQ(put(*first, L"Name", Var::text("changed")), S_OK);
    EXPECT_EQ(text_of(*copy, L"Name"), "nobody");
    EXPECT_EQ(first->Clone(nullptr), WBEM_E_INVALID_PARAMETER);
}

TEST(Object, FindsNamesWithoutCaseAndShowsTheirOwn) {  // OBJ-03
    const auto object = spawned(base_class());
    EXPECT_EQ(put(*object, L"nAmE", Var::text("x")), S_OK);
    EXPECT_EQ(text_of(*object, L"NAME"), "x");
    EXPECT_EQ(names_of(*object, WBEM_FLAG_NONSYSTEM_ONLY), (Names{"Id", "Name", "Flag"}));
}

TEST(Object, LetsNobodyCreateNamesWithUnderscoresAtTheEnds) {  // OBJ-04
    const auto object = stored(base_class());
    for (const wchar_t* name : {L"_x", L"x_", L"__x", L"a b", L"", L"9"})
        EXPECT_EQ(put(*object, name, Var::i4(1)), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(put(*object, L"a_b", Var::i4(1)), S_OK);
}

TEST(Object, SurvivesSeveralThreadsAtOnce) {  // OBJ-05
    const auto object = spawned(base_class());
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&object, t] {
            for (int i = 0; i < 500; ++i) {
                EXPECT_EQ(put(*object, L"Name", Var::text(t % 2 ? "short" : "a considerably longer text")), S_OK);
                const std::string seen = text_of(*object, L"Name");
                EXPECT_TRUE(seen == "short" || seen == "a considerably longer text") << seen;
                com_ptr<IWbemClassObject> copy;
                EXPECT_EQ(object->Clone(copy.out()), S_OK);
            }
        });
    for (std::thread& thread : threads) thread.join();
}

// -- types

TEST(Types, HaveTheirKindOfVariant) {  // OBJ-06, OBJ-07, OBJ-08, abi.md 2
    struct Row {
        LPCWSTR name;
        const char* text;
        VARTYPE kind;
        long number;
    };
    for (const Row& row : {
             Row{L"S8", "-1", VT_I2, -1}, Row{L"S8", "-128", VT_I2, -128}, Row{L"S8", "127", VT_I2, 127},
             Row{L"U8", "255", VT_UI1, 255}, Row{L"U8", "0", VT_UI1, 0},
             Row{L"S16", "-32768", VT_I2, -32768}, Row{L"S16", "32767", VT_I2, 32767},
             Row{L"U16", "65535", VT_I4, 65535}, Row{L"U16", "0", VT_I4, 0},
             Row{L"S32", "-2147483648", VT_I4, -2147483648L}, Row{L"S32", "-1", VT_I4, -1}, Row{L"S32", "2147483647", VT_I4, 2147483647L},
             Row{L"U32", "4294967295", VT_I4, 4294967295L}, Row{L"U32", "2147483648", VT_I4, 2147483648L}, Row{L"U32", "0", VT_I4, 0},
             Row{L"Char", "65535", VT_I2, -1}, Row{L"Char", "65", VT_I2, 65},
         }) {
        const auto object = spawned(derived_class());
        ASSERT_EQ(put(*object, row.name, Var::text(row.text)), S_OK) << row.text;
        Var value = value_of(*object, row.name);
        EXPECT_EQ(value->vt, row.kind);
        const long number = row.kind == VT_I2 ? value->iVal : row.kind == VT_UI1 ? value->bVal : value->lVal;
        EXPECT_EQ(number, row.number) << row.text;
        // what Get gave, Put takes
        ASSERT_EQ(object->Put(row.name, 0, value, 0), S_OK) << row.text;
        Var again = value_of(*object, row.name);
        EXPECT_EQ(again->llVal, value->llVal) << row.text;
    }
}

TEST(Types, SixtyFourBitsAreDecimalText) {  // OBJ-06, OBJ-08
    const auto object = spawned(derived_class());
    EXPECT_EQ(put(*object, L"U64", Var::text("0xFFFFFFFFFFFFFFFF")), S_OK);
    EXPECT_EQ(text_of(*object, L"U64"), "18446744073709551615");
    EXPECT_EQ(put(*object, L"S64", Var::text("-9223372036854775808")), S_OK);
    EXPECT_EQ(text_of(*object, L"S64"), "-9223372036854775808");
    EXPECT_EQ(put(*object, L"S64", Var::text("+007")), S_OK);
    EXPECT_EQ(text_of(*object, L"S64"), "7");
    EXPECT_EQ(put(*object, L"S64", Var::i4(-5)), S_OK);
    EXPECT_EQ(text_of(*object, L"S64"), "-5");
}

TEST(Types, RealsAndBooleans) {  // OBJ-06
    const auto object = spawned(derived_class());
    EXPECT_EQ(put(*object, L"R64", Var::r8(0.1)), S_OK);
    EXPECT_EQ(value_of(*object, L"R64")->dblVal, 0.1);
    EXPECT_EQ(put(*object, L"R32", Var::r8(0.5)), S_OK);
    Var narrow = value_of(*object, L"R32");
    EXPECT_EQ(narrow->vt, VT_R4);
    EXPECT_EQ(narrow->fltVal, 0.5F);
    Var yes = Var::boolean(true);
    yes->boolVal = 1;
    EXPECT_EQ(object->Put(L"Bool", 0, yes, 0), S_OK);
    EXPECT_EQ(value_of(*object, L"Bool")->boolVal, VARIANT_TRUE);
}

TEST(Types, ArraysKeepNullAndEmptyApart) {  // OBJ-06, OBJ-09
    const auto object = spawned(derived_class());
    EXPECT_EQ(value_of(*object, L"U32s")->vt, VT_NULL);
    EXPECT_EQ(put(*object, L"U32s", Var::array<long>(VT_I4, {})), S_OK);
    Var empty = value_of(*object, L"U32s");
    ASSERT_EQ(empty->vt, VT_ARRAY | VT_I4);
    EXPECT_EQ(empty->parray->rgsabound[0].cElements, 0U);
    EXPECT_EQ(empty->parray->rgsabound[0].lLbound, 0);
    EXPECT_EQ(put(*object, L"U32s", Var::array<long>(VT_I4, {1, 4294967295L})), S_OK);
    Var two = value_of(*object, L"U32s");
    EXPECT_EQ(static_cast<long*>(two->parray->pvData)[1], 4294967295L);
    EXPECT_EQ(put(*object, L"Strs", Var::texts({"a", "b"})), S_OK);
    EXPECT_EQ(take_names(std::exchange(value_of(*object, L"Strs")->parray, nullptr)), (Names{"a", "b"}));
    EXPECT_EQ(put(*object, L"U8s", Var::array<unsigned char>(VT_UI1, {1, 255})), S_OK);
    EXPECT_EQ(put(*object, L"U64s", Var::texts({"18446744073709551615"})), S_OK);
    EXPECT_EQ(value_of(*object, L"U64s")->vt, VT_ARRAY | VT_BSTR);
}

TEST(Types, EmbeddedObjectsAreCopies) {  // OBJ-10, OBJ-19
    const auto owner = spawned(derived_class());
    const auto inner = spawned(base_class());
    ASSERT_EQ(put(*owner, L"Obj", Var::object(inner.get())), S_OK);
    put(*inner, L"Name", Var::text("later"));
    Var got = value_of(*owner, L"Obj");
    ASSERT_EQ(got->vt, VT_UNKNOWN);
    const auto seen = com_ptr<IUnknown>(got->punkVal).query<IWbemClassObject>();
    ASSERT_TRUE(seen);
    EXPECT_EQ(text_of(*seen, L"Name"), "nobody");
    put(*seen, L"Name", Var::text("also later"));
    Var again = value_of(*owner, L"Obj");
    EXPECT_EQ(text_of(*com_ptr<IUnknown>(again->punkVal).query<IWbemClassObject>(), L"Name"), "nobody");
    EXPECT_EQ(put(*owner, L"Obj", Var::object(qualifiers_of(*inner).get())), WBEM_E_TYPE_MISMATCH);
    EXPECT_EQ(put(*owner, L"Obj", Var::text("x")), WBEM_E_TYPE_MISMATCH);
    EXPECT_EQ(put(*owner, L"Obj", Var::object(owner.get())), S_OK);  // itself, as it stood
}

TEST(Types, DatetimesKeepTheirTextAndMustHaveTheirForm) {  // OBJ-11, DATE-08, DATE-09
    const auto object = spawned(derived_class());
    for (const char* text : {"20261121140000.000000+060", "19980416******.000000+***", "00000005000000.000000:000"}) {
        EXPECT_EQ(put(*object, L"Time", Var::text(text)), S_OK);
        EXPECT_EQ(text_of(*object, L"Time"), text);
    }
    EXPECT_EQ(put(*object, L"Time", Var::text("now")), WBEM_E_TYPE_MISMATCH);
    EXPECT_EQ(text_of(*object, L"Time"), "00000005000000.000000:000");
}

// -- Put

TEST(Put, ChecksItsArguments) {  // OBJ-12
    const auto object = spawned(base_class());
    EXPECT_EQ(put(*object, nullptr, Var::i4(1)), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(object->Put(L"Id", 1, Var::i4(1), 0), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(put(*object, L"Id", Var::i4(1)), S_OK);
    EXPECT_EQ(object->Put(L"Id", 0, nullptr, 0), S_OK);
    EXPECT_EQ(text_of(*object, L"Id"), "NULL");
    EXPECT_EQ(put(*object, L"Name", Var::null()), S_OK);
    EXPECT_EQ(text_of(*object, L"Name"), "NULL");
}

TEST(Put, InfersTheTypeOfANewProperty) {  // OBJ-13
    const auto object = stored(base_class());
    struct Row {
        VARTYPE kind;
        CIMTYPE type;
    };
    for (const Row& row : {Row{VT_I4, CIM_SINT32}, Row{VT_I2, CIM_SINT16}, Row{VT_UI1, CIM_UINT8}, Row{VT_R4, CIM_REAL32},
                           Row{VT_R8, CIM_REAL64}, Row{VT_BOOL, CIM_BOOLEAN}, Row{VT_BSTR, CIM_STRING}}) {
        Var value = Var::of(row.kind);
        ASSERT_EQ(object->Put(L"New", 0, value, 0), S_OK) << row.kind;
        CIMTYPE type = 0;
        EXPECT_EQ(object->Get(L"New", 0, nullptr, &type, nullptr), S_OK);
        EXPECT_EQ(type, row.type);
        EXPECT_EQ(object->Delete(L"New"), S_OK);
    }
    EXPECT_EQ(put(*object, L"New", Var::object(spawned(base_class()).get())), S_OK);
    EXPECT_EQ(object->Put(L"Other", 0, nullptr, 0), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(object->Put(L"Other", 0, nullptr, CIM_DATETIME | CIM_FLAG_ARRAY), S_OK);
    EXPECT_EQ(put(*object, L"Texts", Var::texts({"a"})), S_OK);
    CIMTYPE type = 0;
    object->Get(L"Texts", 0, nullptr, &type, nullptr);
    EXPECT_EQ(type, CIM_STRING | CIM_FLAG_ARRAY);
}

TEST(Put, OnAnInstanceTakesTheTypeOfThePropertyOrNone) {  // OBJ-13
    const auto object = spawned(base_class());
    EXPECT_EQ(put(*object, L"Id", Var::i4(1), CIM_UINT32), S_OK);
    EXPECT_EQ(put(*object, L"Id", Var::i4(1), CIM_SINT32), WBEM_E_TYPE_MISMATCH);
}

TEST(Put, OnAClassReplacesTheTypeOfAnOwnPropertyAlone) {  // OBJ-14
    const auto object = stored(derived_class());
    EXPECT_EQ(put(*object, L"S8", Var::text("x"), CIM_STRING), S_OK);
    CIMTYPE type = 0;
    object->Get(L"S8", 0, nullptr, &type, nullptr);
    EXPECT_EQ(type, CIM_STRING);
    EXPECT_EQ(put(*object, L"Flag", Var::text("x"), CIM_STRING), WBEM_E_TYPE_MISMATCH);
    for (const CIMTYPE wrong : {1, 0xFFF, 0x2000, -1, 0x4003, 77}) {
        for (const wchar_t* name : {L"New", L"S16", L"Flag"}) EXPECT_EQ(put(*object, name, Var::i4(1), wrong), WBEM_E_INVALID_PROPERTY_TYPE) << wrong;
        EXPECT_EQ(object->Put(L"Flag", 0, nullptr, wrong), WBEM_E_INVALID_PROPERTY_TYPE) << wrong;
    }
    EXPECT_EQ(put(*stored(base_class()), L"Id", Var::r8(1), CIM_REAL64), WBEM_E_CANNOT_BE_KEY);
}

TEST(Put, CreatesOnAClassAndRefusesOnAnInstance) {  // OBJ-15
    const auto cls = stored(base_class());
    EXPECT_EQ(put(*cls, L"Name", Var::text("default")), S_OK);
    EXPECT_EQ(text_of(*cls, L"Name"), "default");
    EXPECT_EQ(put(*spawned(base_class()), L"Nothing", Var::i4(1)), WBEM_E_NOT_FOUND);
}

TEST(Put, ConvertsWhatFits) {  // OBJ-16
    const auto object = spawned(derived_class());
    EXPECT_EQ(put(*object, L"U32", Var::i4(7)), S_OK);
    EXPECT_EQ(put(*object, L"U32", Var::r8(7)), S_OK);
    EXPECT_EQ(put(*object, L"U32", Var::i2(7)), WBEM_E_TYPE_MISMATCH);
    EXPECT_EQ(put(*object, L"U32s", Var::array<double>(VT_R8, {1})), WBEM_E_TYPE_MISMATCH);
    EXPECT_EQ(put(*object, L"U32s", Var::array<VARIANT>(VT_VARIANT, {})), S_OK);
    EXPECT_EQ(value_of(*object, L"U32s")->vt, VT_ARRAY | VT_I4);
    EXPECT_EQ(put(*object, L"Str", Var::i4(23)), S_OK);
    EXPECT_EQ(text_of(*object, L"Str"), "23");
    EXPECT_EQ(put(*object, L"S32", Var::text("abc")), WBEM_E_TYPE_MISMATCH);
    EXPECT_EQ(put(*object, L"U8", Var::i4(256)), WBEM_E_VALUE_OUT_OF_RANGE);
    EXPECT_EQ(put(*object, L"U64", Var::text("-1")), WBEM_E_VALUE_OUT_OF_RANGE);
    EXPECT_EQ(put(*object, L"U32", Var::text("4294967296")), WBEM_E_VALUE_OUT_OF_RANGE);
    EXPECT_EQ(put(*object, L"U32", Var::array<long>(VT_I4, {1})), WBEM_E_TYPE_MISMATCH);
    EXPECT_EQ(put(*object, L"U32s", Var::i4(1)), WBEM_E_TYPE_MISMATCH);
    EXPECT_EQ(put(*object, L"U32", Var::of(VT_EMPTY)), WBEM_E_TYPE_MISMATCH);
}

TEST(Put, LooksAtTheLowHalfOfALong) {  // abi.md 2
    const auto object = spawned(derived_class());
    EXPECT_EQ(put(*object, L"S32", Var::i4(0x80041002L)), S_OK);
    EXPECT_EQ(value_of(*object, L"S32")->lVal, static_cast<int>(0x80041002U));
    EXPECT_EQ(put(*object, L"U32", Var::i4(-1)), S_OK);
    EXPECT_EQ(value_of(*object, L"U32")->lVal, 0xFFFFFFFFL);
    EXPECT_EQ(put(*object, L"U32", Var::i4(0x100000000L)), WBEM_E_VALUE_OUT_OF_RANGE);
    EXPECT_EQ(put(*object, L"S32", Var::i4(-0x80000001L)), WBEM_E_VALUE_OUT_OF_RANGE);
    EXPECT_EQ(put(*object, L"U32s", Var::array<long>(VT_I4, {0x100000000L})), WBEM_E_VALUE_OUT_OF_RANGE);
}

TEST(Put, CopiesAndAFailedOneChangesNothing) {  // OBJ-17
    const auto object = spawned(derived_class());
    Var value = Var::text("mine");
    EXPECT_EQ(object->Put(L"Str", 0, value, 0), S_OK);
    EXPECT_EQ(value.str(), "mine");
    value->bstrVal[0] = L'x';
    EXPECT_EQ(text_of(*object, L"Str"), "mine");
    const auto before = snapshot(object.get())->find_instance()->record();
    EXPECT_EQ(put(*object, L"Str", Var::texts({"a"})), WBEM_E_TYPE_MISMATCH);
    EXPECT_EQ(put(*object, L"U8", Var::i4(-1)), WBEM_E_VALUE_OUT_OF_RANGE);
    EXPECT_EQ(snapshot(object.get())->find_instance()->record(), before);
}

TEST(Put, WritesOfTheSystemPropertiesTheClassNameAlone) {  // OBJ-18
    const auto cls = stored(base_class());
    EXPECT_EQ(put(*cls, L"__CLASS", Var::text("Renamed")), S_OK);
    EXPECT_EQ(text_of(*cls, L"__class"), "Renamed");
    EXPECT_EQ(put(*cls, L"__CLASS", Var::text("")), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(put(*cls, L"__CLASS", Var::i4(1)), WBEM_E_TYPE_MISMATCH);
    EXPECT_EQ(put(*cls, L"__SUPERCLASS", Var::text("X")), WBEM_E_READ_ONLY);
    const auto instance = spawned(base_class());
    EXPECT_EQ(put(*instance, L"__CLASS", Var::text("X")), WBEM_E_READ_ONLY);
    EXPECT_EQ(put(*instance, L"__PATH", Var::text("X")), WBEM_E_READ_ONLY);
}

TEST(Put, ReadsTextToItsFirstZeroAndFollowsReferences) {  // abi.md 5
    const auto object = spawned(derived_class());
    wchar_t plain[] = L"no\0BSTR";
    VARIANT value{};
    value.vt = VT_BSTR;
    value.bstrVal = plain;
    EXPECT_EQ(object->Put(L"Str", 0, &value, 0), S_OK);
    EXPECT_EQ(text_of(*object, L"Str"), "no");
    value.bstrVal = nullptr;
    EXPECT_EQ(object->Put(L"Str", 0, &value, 0), S_OK);
    EXPECT_EQ(text_of(*object, L"Str"), "");
    Var inner = Var::i4(5);
    VARIANT outer{};
    outer.vt = VT_BYREF | VT_VARIANT;
    outer.pvarVal = inner;
    EXPECT_EQ(object->Put(L"U32", 0, &outer, 0), S_OK);
    EXPECT_EQ(value_of(*object, L"U32")->lVal, 5);
}

// -- Get

TEST(Get, ChecksItsArgumentsAndTouchesNothingOnFailure) {  // OBJ-20, OBJ-21
    const auto object = spawned(base_class());
    Var value = Var::i4(77);
    CIMTYPE type = 5;
    EXPECT_EQ(object->Get(nullptr, 0, value, &type, nullptr), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(object->Get(L"Id", 1, value, &type, nullptr), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(object->Get(L"Nothing", 0, value, &type, nullptr), WBEM_E_NOT_FOUND);
    EXPECT_EQ(value->lVal, 77);
    EXPECT_EQ(type, 5);
    EXPECT_EQ(object->Get(L"Id", 0, nullptr, nullptr, nullptr), S_OK);
    VARIANT garbage;
    std::memset(&garbage, 0xAA, sizeof garbage);
    EXPECT_EQ(object->Get(L"Id", 0, &garbage, &type, nullptr), S_OK);
    EXPECT_EQ(garbage.vt, VT_NULL);
    EXPECT_EQ(type, CIM_UINT32);
}

TEST(Get, SaysWhereAPropertyComesFrom) {  // OBJ-22
    for (const auto& object : {stored(derived_class()), spawned(derived_class())}) {
        long flavor = -1;
        EXPECT_EQ(object->Get(L"S8", 0, nullptr, nullptr, &flavor), S_OK);
        EXPECT_EQ(flavor, WBEM_FLAVOR_ORIGIN_LOCAL);
        EXPECT_EQ(object->Get(L"Flag", 0, nullptr, nullptr, &flavor), S_OK);
        EXPECT_EQ(flavor, WBEM_FLAVOR_ORIGIN_PROPAGATED);
        EXPECT_EQ(object->Get(L"__PATH", 0, nullptr, nullptr, &flavor), S_OK);
        EXPECT_EQ(flavor, WBEM_FLAVOR_ORIGIN_SYSTEM);
    }
}

// -- system properties

TEST(SystemProperties, OfAStoredClass) {  // OBJ-23, OBJ-24, PATH-23
    const auto cls = stored(derived_class());
    EXPECT_EQ(value_of(*cls, L"__GENUS")->lVal, 1);
    EXPECT_EQ(text_of(*cls, L"__CLASS"), "Derived");
    EXPECT_EQ(text_of(*cls, L"__SUPERCLASS"), "Base");
    EXPECT_EQ(text_of(*cls, L"__DYNASTY"), "Base");
    EXPECT_EQ(text_of(*cls, L"__RELPATH"), "Derived");
    EXPECT_EQ(value_of(*cls, L"__PROPERTY_COUNT")->lVal, 35);
    EXPECT_EQ(take_names(std::exchange(value_of(*cls, L"__DERIVATION")->parray, nullptr)), Names{"Base"});
    EXPECT_EQ(text_of(*cls, L"__SERVER"), "HOST");
    EXPECT_EQ(text_of(*cls, L"__NAMESPACE"), "root\\test");
    EXPECT_EQ(text_of(*cls, L"__PATH"), "\\\\HOST\\root\\test:Derived");
    const auto top = stored(base_class());
    EXPECT_EQ(text_of(*top, L"__SUPERCLASS"), "NULL");
    EXPECT_EQ(value_of(*top, L"__DERIVATION")->parray->rgsabound[0].cElements, 0U);
}

TEST(SystemProperties, OfASpawnedInstance) {  // OBJ-24, PATH-20, PATH-24
    const auto cls = stored(base_class());
    com_ptr<IWbemClassObject> instance;
    ASSERT_EQ(cls->SpawnInstance(0, instance.out()), S_OK);
    EXPECT_EQ(value_of(*instance, L"__GENUS")->lVal, 2);
    EXPECT_EQ(text_of(*instance, L"__RELPATH"), "NULL");
    EXPECT_EQ(put(*instance, L"Id", Var::i4(5)), S_OK);
    EXPECT_EQ(text_of(*instance, L"__RELPATH"), "Base.Id=5");
    for (LPCWSTR name : {L"__SERVER", L"__NAMESPACE", L"__PATH"}) EXPECT_EQ(text_of(*instance, name), "NULL");
    const auto fetched = wrap(cim::Object(*snapshot(instance.get())->find_instance(), here()));
    EXPECT_EQ(text_of(*fetched, L"__PATH"), "\\\\HOST\\root\\test:Base.Id=5");
}

TEST(SystemProperties, OfANewClassAreNullWhereNothingIsKnown) {  // OBJ-23, OBJ-24
    com_ptr<IWbemClassObject> derived;
    ASSERT_EQ(stored(base_class())->SpawnDerivedClass(0, derived.out()), S_OK);
    for (LPCWSTR name : {L"__CLASS", L"__RELPATH", L"__SERVER", L"__NAMESPACE", L"__PATH"}) EXPECT_EQ(text_of(*derived, name), "NULL");
    EXPECT_EQ(text_of(*derived, L"__SUPERCLASS"), "Base");
    EXPECT_EQ(text_of(*derived, L"__DYNASTY"), "Base");
}

// -- names and walks

TEST(Names, ComeSystemFirstThenAsDeclared) {  // OBJ-25, OBJ-32
    const auto object = spawned(base_class());
    EXPECT_EQ(walk(*object, 0), with_system({"Id", "Name", "Flag"}));
    EXPECT_EQ(names_of(*object, 0), with_system({"Id", "Name", "Flag"}));
}

TEST(Names, AreChosenByFlagsOfThreeGroups) {  // OBJ-27
    const auto object = stored(derived_class());
    EXPECT_EQ(names_of(*object, WBEM_FLAG_KEYS_ONLY), Names{"Id"});
    EXPECT_EQ(names_of(*object, WBEM_FLAG_REFS_ONLY), (Names{"Ref", "Refs"}));
    EXPECT_EQ(names_of(*object, WBEM_FLAG_PROPAGATED_ONLY), (Names{"Id", "Name", "Flag"}));
    EXPECT_EQ(names_of(*object, WBEM_FLAG_LOCAL_ONLY).size(), 32U);
    EXPECT_EQ(names_of(*object, WBEM_FLAG_SYSTEM_ONLY), kSystem);
    EXPECT_EQ(names_of(*object, WBEM_FLAG_NONSYSTEM_ONLY).size(), 35U);
    EXPECT_EQ(names_of(*object, WBEM_FLAG_KEYS_ONLY | WBEM_FLAG_LOCAL_ONLY), Names{});
    for (const long wrong : {0xCL, 0x50L, 0x60L, 0x70L, 0x80L, 0x100L, -1L}) EXPECT_EQ(names_of(*object, wrong), Names{"failed"}) << wrong;
}

TEST(Names, AreChosenByQualifier) {  // OBJ-28
    const auto object = stored(base_class());
    EXPECT_EQ(names_of(*object, WBEM_FLAG_ONLY_IF_TRUE, L"description"), Names{"Name"});
    EXPECT_EQ(names_of(*object, WBEM_FLAG_ONLY_IF_FALSE | WBEM_FLAG_NONSYSTEM_ONLY, L"Description"), (Names{"Id", "Flag"}));
    Var right = Var::text("what it is called");
    EXPECT_EQ(names_of(*object, WBEM_FLAG_ONLY_IF_IDENTICAL, L"Description", right), Names{"Name"});
    Var wrong = Var::text("other");
    EXPECT_EQ(names_of(*object, WBEM_FLAG_ONLY_IF_IDENTICAL, L"Description", wrong), Names{});
    EXPECT_EQ(names_of(*object, WBEM_FLAG_ONLY_IF_TRUE), Names{"failed"});
    EXPECT_EQ(names_of(*object, WBEM_FLAG_ONLY_IF_IDENTICAL, L"Description"), Names{"failed"});
    EXPECT_EQ(names_of(*object, WBEM_FLAG_NONSYSTEM_ONLY, L"ignored", wrong).size(), 3U);
}

TEST(Names, AreNewArraysAndNoneOnFailure) {  // OBJ-29
    const auto object = stored(base_class());
    auto* untouched = reinterpret_cast<SAFEARRAY*>(0x10);
    SAFEARRAY* names = untouched;
    EXPECT_EQ(object->GetNames(nullptr, 0xC, nullptr, &names), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(names, untouched);
    EXPECT_EQ(object->GetNames(nullptr, 0, nullptr, nullptr), WBEM_E_INVALID_PARAMETER);
    ASSERT_EQ(object->GetNames(nullptr, WBEM_FLAG_REFS_ONLY, nullptr, &names), S_OK);
    EXPECT_EQ(take_names(names), Names{});
}

TEST(Walks, TakeFlagsThatGoTogether) {  // OBJ-30
    const auto cls = stored(derived_class());
    for (const long wrong : {1L, 0xCL, 0x70L, 0x300L, 0x110L, 0x400L}) EXPECT_EQ(cls->BeginEnumeration(wrong), WBEM_E_INVALID_PARAMETER) << wrong;
    EXPECT_EQ(spawned(base_class())->BeginEnumeration(WBEM_FLAG_CLASS_OVERRIDES_ONLY), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(cls->BeginEnumeration(0), S_OK);
    EXPECT_EQ(cls->BeginEnumeration(0), WBEM_E_UNEXPECTED);
    while (cls->Next(0, nullptr, nullptr, nullptr, nullptr) == WBEM_S_NO_ERROR) {
    }
    EXPECT_EQ(cls->BeginEnumeration(0), S_OK);
    EXPECT_EQ(cls->EndEnumeration(), S_OK);
    EXPECT_EQ(cls->BeginEnumeration(0), S_OK);
}

TEST(Walks, RunUntilTheyHaveSaidThatNothingIsLeft) {  // OBJ-30
    const auto object = spawned(base_class());
    ASSERT_EQ(object->BeginEnumeration(WBEM_FLAG_KEYS_ONLY), S_OK);
    EXPECT_EQ(object->Next(0, nullptr, nullptr, nullptr, nullptr), S_OK);
    EXPECT_EQ(object->BeginEnumeration(WBEM_FLAG_REFS_ONLY), WBEM_E_UNEXPECTED) << "the last one was given, not the end";
    EXPECT_EQ(object->Next(0, nullptr, nullptr, nullptr, nullptr), WBEM_S_NO_MORE_DATA);
    ASSERT_EQ(object->BeginEnumeration(WBEM_FLAG_REFS_ONLY), S_OK);
    EXPECT_EQ(object->BeginEnumeration(0), WBEM_E_UNEXPECTED) << "one without any property runs too";
    EXPECT_EQ(object->Next(0, nullptr, nullptr, nullptr, nullptr), WBEM_S_NO_MORE_DATA);
    EXPECT_EQ(object->BeginEnumeration(0), S_OK);
}

TEST(Walks, GiveEachPropertyThenNoMoreData) {  // OBJ-31
    const auto object = spawned(base_class());
    EXPECT_EQ(object->Next(0, nullptr, nullptr, nullptr, nullptr), WBEM_E_UNEXPECTED);
    ASSERT_EQ(object->BeginEnumeration(WBEM_FLAG_NONSYSTEM_ONLY), S_OK);
    EXPECT_EQ(object->Next(1, nullptr, nullptr, nullptr, nullptr), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(object->Next(0, nullptr, nullptr, nullptr, nullptr), S_OK);
    com::Bstr name;
    Var value;
    CIMTYPE type = 0;
    long flavor = -1;
    EXPECT_EQ(object->Next(0, name.out(), value, &type, &flavor), S_OK);
    EXPECT_EQ(name.text(), "Name");
    EXPECT_EQ(value.str(), "nobody");
    EXPECT_EQ(type, CIM_STRING);
    EXPECT_EQ(flavor, 0);
    EXPECT_EQ(object->Next(0, nullptr, nullptr, nullptr, nullptr), S_OK);
    EXPECT_EQ(object->Next(0, name.out(), nullptr, nullptr, nullptr), WBEM_S_NO_MORE_DATA);
    EXPECT_EQ(name.get(), nullptr);
    EXPECT_EQ(object->Next(0, nullptr, nullptr, nullptr, nullptr), WBEM_S_NO_MORE_DATA);
}

TEST(Walks, MayBeEndedWithoutBeginning) {  // OBJ-32
    EXPECT_EQ(spawned(base_class())->EndEnumeration(), WBEM_S_NO_ERROR);
}

TEST(Walks, OfClassesKnowOverrides) {  // OBJ-33
    const auto cls = stored(derived_class());
    EXPECT_EQ(walk(*cls, WBEM_FLAG_CLASS_OVERRIDES_ONLY), Names{"Name"});
    EXPECT_EQ(walk(*cls, WBEM_FLAG_CLASS_LOCAL_AND_OVERRIDES).size(), 33U);
    Var value = Var::text("documented");
    EXPECT_EQ(qualifiers_of(*cls, L"Flag")->Put(L"Description", value, 0), S_OK);
    EXPECT_EQ(walk(*cls, WBEM_FLAG_CLASS_OVERRIDES_ONLY), (Names{"Name", "Flag"}));
}

TEST(Walks, EndWhenPropertiesComeOrGo) {  // OBJ-34
    const auto cls = stored(base_class());
    ASSERT_EQ(cls->BeginEnumeration(0), S_OK);
    EXPECT_EQ(put(*cls, L"Name", Var::text("other")), S_OK);
    EXPECT_EQ(cls->Next(0, nullptr, nullptr, nullptr, nullptr), S_OK);
    EXPECT_EQ(put(*cls, L"New", Var::i4(1)), S_OK);
    EXPECT_EQ(cls->Next(0, nullptr, nullptr, nullptr, nullptr), WBEM_E_UNEXPECTED);
    EXPECT_EQ(cls->BeginEnumeration(0), S_OK);
    EXPECT_EQ(cls->Delete(L"New"), S_OK);
    EXPECT_EQ(cls->Next(0, nullptr, nullptr, nullptr, nullptr), WBEM_E_UNEXPECTED);
}

// -- Delete, Clone, CompareTo, Spawn

TEST(Delete, OnAClass) {  // OBJ-35
    const auto cls = stored(derived_class());
    EXPECT_EQ(cls->Delete(L"s8"), S_OK);
    EXPECT_EQ(text_of(*cls, L"S8"), "failed");
    EXPECT_EQ(cls->Delete(L"Name"), WBEM_S_RESET_TO_DEFAULT);
    EXPECT_EQ(text_of(*cls, L"Name"), "nobody");
    EXPECT_EQ(cls->Delete(L"Name"), WBEM_E_PROPAGATED_PROPERTY);
    EXPECT_EQ(cls->Delete(L"__CLASS"), WBEM_E_SYSTEM_PROPERTY);
    EXPECT_EQ(cls->Delete(L"Nothing"), WBEM_E_NOT_FOUND);
    EXPECT_EQ(cls->Delete(nullptr), WBEM_E_INVALID_PARAMETER);
}

TEST(Delete, OnAnInstanceBringsTheDefaultBack) {  // OBJ-35
    const auto object = spawned(derived_class());
    put(*object, L"Name", Var::text("x"));
    EXPECT_EQ(object->Delete(L"Name"), WBEM_S_RESET_TO_DEFAULT);
    EXPECT_EQ(text_of(*object, L"Name"), "somebody");
}

TEST(Clone, KeepsQualifiersSourceAndPath) {  // OBJ-36
    const auto cls = stored(base_class());
    com_ptr<IWbemClassObject> copy;
    ASSERT_EQ(cls->Clone(copy.out()), S_OK);
    EXPECT_EQ(text_of(*copy, L"__PATH"), "\\\\HOST\\root\\test:Base");
    EXPECT_EQ(qualifiers_of(*copy, L"Name")->Get(L"Description", 0, nullptr, nullptr), S_OK);
    IWbemClassObject* alone = copy.detach();
    EXPECT_EQ(alone->Release(), 0U);
}

TEST(CompareTo, TellsSameFromDifferent) {  // OBJ-37, OBJ-38
    const auto left = spawned(base_class());
    com_ptr<IWbemClassObject> right;
    left->Clone(right.out());
    EXPECT_EQ(left->CompareTo(0, right.get()), WBEM_S_SAME);
    put(*right, L"Name", Var::text("NOBODY"));
    EXPECT_EQ(left->CompareTo(0, right.get()), WBEM_S_DIFFERENT);
    EXPECT_EQ(left->CompareTo(WBEM_FLAG_IGNORE_CASE, right.get()), WBEM_S_SAME);
    EXPECT_EQ(left->CompareTo(0, nullptr), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(left->CompareTo(0x40, right.get()), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(left->CompareTo(0, stored(base_class()).get()), WBEM_S_DIFFERENT);
}

TEST(CompareTo, LeavesOutWhatItIsTold) {  // OBJ-37
    const auto here_object = stored(base_class());
    const auto elsewhere = wrap(cim::Object(base_class(), std::make_shared<const cim::Origin>(cim::Origin{"OTHER", "root"})));
    EXPECT_EQ(here_object->CompareTo(0, elsewhere.get()), WBEM_S_DIFFERENT);
    EXPECT_EQ(here_object->CompareTo(WBEM_FLAG_IGNORE_OBJECT_SOURCE, elsewhere.get()), WBEM_S_SAME);
    put(*elsewhere, L"Name", Var::text("other"));
    EXPECT_EQ(here_object->CompareTo(WBEM_FLAG_IGNORE_OBJECT_SOURCE, elsewhere.get()), WBEM_S_DIFFERENT);
    EXPECT_EQ(here_object->CompareTo(WBEM_FLAG_IGNORE_OBJECT_SOURCE | WBEM_FLAG_IGNORE_DEFAULT_VALUES, elsewhere.get()), WBEM_S_SAME);
    const auto other = stored(base_class());
    Var value = Var::text("what it is called");
    EXPECT_EQ(qualifiers_of(*other, L"Name")->Put(L"Description", value, 0), S_OK);
    EXPECT_EQ(here_object->CompareTo(0, other.get()), WBEM_S_DIFFERENT);
    EXPECT_EQ(here_object->CompareTo(WBEM_FLAG_IGNORE_FLAVOR, other.get()), WBEM_S_SAME);
    EXPECT_EQ(here_object->CompareTo(WBEM_FLAG_IGNORE_QUALIFIERS, other.get()), WBEM_S_SAME);
    const auto renamed = stored(base_class());
    put(*renamed, L"__CLASS", Var::text("Other"));
    EXPECT_EQ(here_object->CompareTo(0, renamed.get()), WBEM_S_DIFFERENT);
    EXPECT_EQ(here_object->CompareTo(WBEM_FLAG_IGNORE_CLASS, renamed.get()), WBEM_S_DIFFERENT) << "a renamed class comes from nowhere";
    EXPECT_EQ(here_object->CompareTo(WBEM_FLAG_IGNORE_CLASS | WBEM_FLAG_IGNORE_OBJECT_SOURCE, renamed.get()), WBEM_S_SAME);
}

TEST(CompareTo, LooksIntoEmbeddedObjects) {  // OBJ-37
    const auto with = [](const com_ptr<IWbemClassObject>& inner, LPCWSTR name) {
        auto owner = spawned(derived_class());
        auto* raw = static_cast<IUnknown*>(inner.get());
        if (std::wstring_view(name) == L"Obj") {
            EXPECT_EQ(put(*owner, name, Var::object(raw)), S_OK);
        } else {
            raw->AddRef();
            EXPECT_EQ(put(*owner, name, Var::array<IUnknown*>(VT_UNKNOWN, {raw})), S_OK);
        }
        return owner;
    };
    for (LPCWSTR name : {L"Obj", L"Objs"}) {
        const auto plain = spawned(base_class());
        const auto marked = spawned(base_class());
        Var mark = Var::i4(1);
        ASSERT_EQ(qualifiers_of(*marked, L"Name")->Put(L"Own", mark, 0), S_OK);
        const auto first = with(plain, name);
        const auto second = with(marked, name);
        EXPECT_EQ(first->CompareTo(0, with(plain, name).get()), WBEM_S_SAME);
        EXPECT_EQ(first->CompareTo(0, second.get()), WBEM_S_DIFFERENT);
        EXPECT_EQ(first->CompareTo(WBEM_FLAG_IGNORE_QUALIFIERS, second.get()), WBEM_S_SAME);
        put(*plain, L"Name", Var::text("NOBODY"));
        const auto third = with(plain, name);
        EXPECT_EQ(first->CompareTo(0, third.get()), WBEM_S_DIFFERENT);
        EXPECT_EQ(first->CompareTo(WBEM_FLAG_IGNORE_CASE, third.get()), WBEM_S_SAME);
        EXPECT_EQ(first->CompareTo(WBEM_FLAG_IGNORE_CLASS, with(spawned(derived_class()), name).get()), WBEM_S_DIFFERENT) << "the owner's class is ignored, not this one";
    }
}

TEST(Spawn, InstancesOfStoredClassesHaveTheDefaults) {  // OBJ-39, OBJ-40
    com_ptr<IWbemClassObject> instance;
    ASSERT_EQ(stored(derived_class())->SpawnInstance(0, instance.out()), S_OK);
    EXPECT_EQ(text_of(*instance, L"Name"), "somebody");
    EXPECT_EQ(text_of(*instance, L"Id"), "NULL");
    put(*instance, L"Name", Var::text("x"));
    com_ptr<IWbemClassObject> sibling;
    ASSERT_EQ(instance->SpawnInstance(0, sibling.out()), S_OK);
    EXPECT_EQ(text_of(*sibling, L"Name"), "somebody");
    EXPECT_EQ(stored(base_class())->SpawnInstance(1, sibling.out()), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(stored(base_class())->SpawnInstance(0, nullptr), WBEM_E_INVALID_PARAMETER);
}

TEST(Spawn, NeedsAClassThatWasStored) {  // OBJ-39, OBJ-41
    com_ptr<IWbemClassObject> derived;
    ASSERT_EQ(stored(base_class())->SpawnDerivedClass(0, derived.out()), S_OK);
    put(*derived, L"__CLASS", Var::text("New"));
    auto* untouched = reinterpret_cast<IWbemClassObject*>(0x10);
    IWbemClassObject* made = untouched;
    EXPECT_EQ(derived->SpawnInstance(0, &made), WBEM_E_INCOMPLETE_CLASS);
    EXPECT_EQ(derived->SpawnDerivedClass(0, &made), WBEM_E_INCOMPLETE_CLASS);
    const auto renamed = stored(base_class());
    put(*renamed, L"__CLASS", Var::text("New"));
    EXPECT_EQ(renamed->SpawnInstance(0, &made), WBEM_E_INCOMPLETE_CLASS);
    EXPECT_EQ(renamed->SpawnDerivedClass(0, &made), WBEM_E_INCOMPLETE_CLASS);
    EXPECT_EQ(text_of(*renamed, L"__PATH"), "NULL");  // OBJ-24
    EXPECT_EQ(made, untouched);
}

TEST(Spawn, SetsNoKeyWhateverTheDefault) {  // OBJ-39, MOF-23
    cim::ClassBody body;
    body.name = "KD";
    body.properties.push_back(declare("N", cim::CimType::Uint32, false, std::uint64_t{3}));
    body.properties.back().qualifiers.set(cim::mark("key"));
    body.properties.push_back(declare("T", cim::CimType::String, false, std::string("t")));
    body.properties.back().qualifiers.set(cim::mark("key"));
    body.properties.push_back(declare("S", cim::CimType::String, false, std::string("s")));
    com_ptr<IWbemClassObject> instance;
    ASSERT_EQ(stored(cim::Class::make(std::move(body)).value())->SpawnInstance(0, instance.out()), S_OK);
    EXPECT_EQ(text_of(*instance, L"N"), "NULL");
    EXPECT_EQ(text_of(*instance, L"T"), "NULL");
    EXPECT_EQ(text_of(*instance, L"S"), "s");
    EXPECT_EQ(text_of(*instance, L"__RELPATH"), "NULL");
    EXPECT_EQ(put(*instance, L"T", Var::text("u")), S_OK);
    EXPECT_EQ(put(*instance, L"N", Var::i4(4)), S_OK);
    EXPECT_EQ(text_of(*instance, L"__RELPATH"), "KD.N=4,T=\"u\"");
    EXPECT_EQ(text_of(*instance, L"S"), "s");
}

TEST(Spawn, DerivedClassesInheritEverythingAndHaveNoName) {  // OBJ-41
    com_ptr<IWbemClassObject> derived;
    ASSERT_EQ(stored(base_class())->SpawnDerivedClass(0, derived.out()), S_OK);
    EXPECT_EQ(names_of(*derived, WBEM_FLAG_PROPAGATED_ONLY), (Names{"Id", "Name", "Flag"}));
    EXPECT_EQ(names_of(*derived, WBEM_FLAG_KEYS_ONLY), Names{"Id"});
    com_ptr<IWbemClassObject> none;
    EXPECT_EQ(spawned(base_class())->SpawnDerivedClass(0, none.out()), WBEM_E_INVALID_OPERATION);
    EXPECT_EQ(stored(base_class())->SpawnDerivedClass(1, none.out()), WBEM_E_INVALID_PARAMETER);
}

TEST(InheritsFrom, CountsTheClassItself) {  // OBJ-42
    for (const auto& object : {stored(derived_class()), spawned(derived_class())}) {
        EXPECT_EQ(object->InheritsFrom(L"base"), WBEM_S_NO_ERROR);
        EXPECT_EQ(object->InheritsFrom(L"Derived"), WBEM_S_NO_ERROR);
        EXPECT_EQ(object->InheritsFrom(L"Other"), WBEM_S_FALSE);
        EXPECT_EQ(object->InheritsFrom(nullptr), WBEM_E_INVALID_PARAMETER);
    }
}

TEST(GetPropertyOrigin, NamesTheClassThatIntroduced) {  // OBJ-43
    const auto object = stored(derived_class());
    com::Bstr origin;
    EXPECT_EQ(object->GetPropertyOrigin(L"name", origin.out()), S_OK);
    EXPECT_EQ(origin.text(), "Base");
    EXPECT_EQ(object->GetPropertyOrigin(L"S8", origin.out()), S_OK);
    EXPECT_EQ(origin.text(), "Derived");
    EXPECT_EQ(object->GetPropertyOrigin(L"__PATH", origin.out()), S_OK);
    EXPECT_EQ(origin.text(), "___SYSTEM");
    EXPECT_EQ(object->GetPropertyOrigin(L"Nothing", origin.out()), WBEM_E_NOT_FOUND);
}

TEST(Snapshot, IsWhatTheObjectWasAtThatMoment) {  // PUT-09
    const auto object = spawned(base_class());
    put(*object, L"Name", Var::text("then"));
    const auto taken = snapshot(object.get());
    put(*object, L"Name", Var::text("now"));
    ASSERT_TRUE(taken);
    const cim::Instance& instance = *taken->find_instance();
    EXPECT_EQ(std::get<std::string>(instance.get(*instance.cls().find_property("Name"))), "then");
    EXPECT_EQ(snapshot(nullptr).status(), base::Status::InvalidParameter);
}
