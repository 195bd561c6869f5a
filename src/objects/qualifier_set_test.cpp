#include "objects/internal/testing.h"

#include <gtest/gtest.h>

#include <algorithm>

using namespace wmi;
using namespace wmi::objects;
using namespace wmi::objects::testing;
using com::com_ptr;

namespace {

HRESULT put(IWbemQualifierSet& set, LPCWSTR name, Var value, long flavor = 0) { return set.Put(name, value, flavor); }

std::string text_of(IWbemQualifierSet& set, LPCWSTR name, long* flavor = nullptr) {
    Var value;
    return FAILED(set.Get(name, 0, value, flavor)) ? "failed" : value.str();
}

long flavor_of(IWbemQualifierSet& set, LPCWSTR name) {
    long flavor = -1;
    set.Get(name, 0, nullptr, &flavor);
    return flavor;
}

std::vector<std::string> names_of(IWbemQualifierSet& set, long flags = 0) {
    SAFEARRAY* names = nullptr;
    if (FAILED(set.GetNames(flags, &names))) return {"failed"};
    auto list = take_names(names);
    std::sort(list.begin(), list.end());
    return list;
}

using Names = std::vector<std::string>;

}  // namespace

TEST(Qualifiers, AreALiveViewThatKeepsItsObject) {  // OBJ-51, QUAL-01
    auto object = stored(base_class());
    const auto one = qualifiers_of(*object);
    const auto two = qualifiers_of(*object);
    EXPECT_EQ(put(*one, L"New", Var::text("here")), S_OK);
    EXPECT_EQ(text_of(*two, L"new"), "here");
    EXPECT_TRUE(snapshot(object.get())->cls().qualifiers().find("New"));
    object.reset();
    EXPECT_EQ(text_of(*one, L"New"), "here");
}

TEST(Qualifiers, OfAPropertyLiveAsLongAsItDoes) {  // OBJ-51, OBJ-52
    const auto object = stored(base_class());
    const auto set = qualifiers_of(*object, L"Flag");
    EXPECT_EQ(put(*set, L"New", Var::boolean(true)), S_OK);
    ASSERT_EQ(object->Delete(L"Flag"), S_OK);
    EXPECT_EQ(text_of(*set, L"New"), "failed");
    auto* none = reinterpret_cast<IWbemQualifierSet*>(0x10);
    EXPECT_EQ(object->GetPropertyQualifierSet(L"__PATH", &none), WBEM_E_SYSTEM_PROPERTY);
    EXPECT_EQ(none, nullptr);
    EXPECT_EQ(object->GetPropertyQualifierSet(L"Flag", &none), WBEM_E_NOT_FOUND);
    EXPECT_EQ(object->GetPropertyQualifierSet(nullptr, &none), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(object->GetPropertyQualifierSet(L"Id", nullptr), WBEM_E_INVALID_PARAMETER);
}

TEST(Qualifiers, HoldFourKindsAndTheirArrays) {  // OBJ-53, QUAL-03
    const auto object = stored(base_class());
    const auto set = qualifiers_of(*object);
    EXPECT_EQ(put(*set, L"A", Var::i4(-1)), S_OK);
    EXPECT_EQ(put(*set, L"B", Var::r8(0.5)), S_OK);
    EXPECT_EQ(put(*set, L"C", Var::text("c")), S_OK);
    EXPECT_EQ(put(*set, L"D", Var::boolean(true)), S_OK);
    EXPECT_EQ(put(*set, L"E", Var::array<long>(VT_I4, {1, 2})), S_OK);
    EXPECT_EQ(put(*set, L"F", Var::texts({"x", "y"})), S_OK);
    for (const VARTYPE kind : {VT_NULL, VT_EMPTY, VT_I2, VT_UI1, VT_R4, VT_I8, VT_UI4, VT_UNKNOWN})
        EXPECT_EQ(put(*set, L"G", Var::of(static_cast<VARTYPE>(kind))), WBEM_E_INVALID_QUALIFIER_TYPE) << kind;
    Var number;
    EXPECT_EQ(set->Get(L"A", 0, number, nullptr), S_OK);
    EXPECT_EQ(number->vt, VT_I4);
    EXPECT_EQ(number->lVal, -1);
    Var list;
    EXPECT_EQ(set->Get(L"F", 0, list, nullptr), S_OK);
    EXPECT_EQ(take_names(std::exchange(list->parray, nullptr)), (Names{"x", "y"}));
}

TEST(Qualifiers, TakePropagationPermissionAndAmendedBitsAlone) {  // OBJ-54, QUAL-04, QUAL-05, QUAL-06
    const auto object = stored(base_class());
    const auto set = qualifiers_of(*object);
    EXPECT_EQ(put(*set, L"A", Var::i4(1), 0x93), S_OK);
    EXPECT_EQ(flavor_of(*set, L"A"), 0x93);
    EXPECT_EQ(put(*set, L"B", Var::i4(1)), S_OK);
    EXPECT_EQ(flavor_of(*set, L"B"), 0);
    for (const long wrong : {0x20L, 0x40L, 0x04L, 0x08L, 0x100L, -1L})
        EXPECT_EQ(put(*set, L"C", Var::i4(1), wrong), WBEM_E_INVALID_PARAMETER) << wrong;
    EXPECT_EQ(put(*set, nullptr, Var::i4(1)), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(set->Put(L"C", nullptr, 0), WBEM_E_INVALID_PARAMETER);
}

TEST(Qualifiers, HaveNamesWithoutUnderscoresAtTheEnds) {  // QUAL-02, OBJ-04
    const auto object = stored(base_class());
    const auto set = qualifiers_of(*object);
    for (const wchar_t* name : {L"_a", L"a_", L"9a", L"a-b", L""}) EXPECT_EQ(put(*set, name, Var::i4(1)), WBEM_E_INVALID_PARAMETER);
}

TEST(Qualifiers, MakeKeysOfWhatCanBeOne) {  // OBJ-55, QUAL-20
    const auto object = stored(derived_class());
    const auto plain = stored([] {
        cim::ClassBody body;
        body.name = "Plain";
        body.properties.push_back(declare("A", cim::CimType::String));
        body.properties.push_back(declare("R", cim::CimType::Real64));
        return cim::Class::make(std::move(body)).value();
    }());
    EXPECT_EQ(put(*qualifiers_of(*plain, L"A"), L"key", Var::boolean(true)), S_OK);
    SAFEARRAY* keys = nullptr;
    plain->GetNames(nullptr, WBEM_FLAG_KEYS_ONLY, nullptr, &keys);
    EXPECT_EQ(take_names(keys), Names{"A"});
    EXPECT_EQ(put(*qualifiers_of(*plain, L"R"), L"Key", Var::boolean(true)), WBEM_E_CANNOT_BE_KEY);
    EXPECT_EQ(put(*qualifiers_of(*object, L"U8s"), L"key", Var::boolean(true)), WBEM_E_CANNOT_BE_KEY);
    const auto instance = spawned(base_class());
    EXPECT_EQ(put(*qualifiers_of(*instance, L"Name"), L"key", Var::boolean(true)), WBEM_E_CANNOT_BE_KEY);
    EXPECT_EQ(put(*qualifiers_of(*instance), L"key", Var::boolean(true)), WBEM_E_CANNOT_BE_KEY);
}

TEST(Qualifiers, ThatMayNotBeOverriddenAreNot) {  // OBJ-55, OBJ-58, QUAL-09
    const auto derived = stored(derived_class());
    const auto set = qualifiers_of(*derived);
    EXPECT_EQ(put(*set, L"Fixed", Var::text("other")), WBEM_E_OVERRIDE_NOT_ALLOWED);
    EXPECT_EQ(put(*set, L"Loose", Var::text("other"), 0x2), S_OK);
    EXPECT_EQ(text_of(*set, L"Loose"), "other");
    const auto instance = spawned(base_class());
    const auto own = qualifiers_of(*instance);
    EXPECT_EQ(put(*own, L"Fixed", Var::text("other")), WBEM_E_OVERRIDE_NOT_ALLOWED);
    EXPECT_EQ(put(*own, L"Loose", Var::text("other")), S_OK);
    EXPECT_EQ(text_of(*own, L"Loose"), "other");
}

TEST(Qualifiers, TravelAsTheirFlavorSays) {  // OBJ-58, QUAL-07, QUAL-08
    const auto derived = stored(derived_class());
    const auto set = qualifiers_of(*derived);
    EXPECT_EQ(names_of(*set), (Names{"Fixed", "Loose"}));
    EXPECT_EQ(flavor_of(*set, L"Fixed"), 0x13 | WBEM_FLAVOR_ORIGIN_PROPAGATED);
    const auto instance = spawned(base_class());
    EXPECT_EQ(names_of(*qualifiers_of(*instance)), (Names{"Fixed", "Loose"}));
    EXPECT_EQ(flavor_of(*qualifiers_of(*instance, L"Name"), L"Description"), 0x3 | WBEM_FLAVOR_ORIGIN_PROPAGATED);
    EXPECT_EQ(text_of(*qualifiers_of(*instance, L"Flag"), L"Loose"), "failed");
    // key goes everywhere, whatever its flavor (OBJ-59)
    EXPECT_GE(flavor_of(*qualifiers_of(*derived, L"Id"), L"key"), WBEM_FLAVOR_ORIGIN_PROPAGATED);
    EXPECT_GE(flavor_of(*qualifiers_of(*instance, L"Id"), L"key"), WBEM_FLAVOR_ORIGIN_PROPAGATED);
}

TEST(Qualifiers, OfAnInstanceAndItsPropertiesStayWithIt) {  // OBJ-51, QUAL-01
    const auto instance = spawned(base_class());
    EXPECT_EQ(put(*qualifiers_of(*instance), L"Own", Var::i4(1)), S_OK);
    EXPECT_EQ(put(*qualifiers_of(*instance, L"Name"), L"Own", Var::i4(2)), S_OK);
    com_ptr<IWbemClassObject> copy;
    instance->Clone(copy.out());
    EXPECT_EQ(flavor_of(*qualifiers_of(*copy), L"Own"), 0);
    EXPECT_EQ(flavor_of(*qualifiers_of(*copy, L"Name"), L"Own"), 0);
    EXPECT_EQ(qualifiers_of(*copy, L"Name")->Delete(L"Own"), S_OK);
    EXPECT_EQ(flavor_of(*qualifiers_of(*instance, L"Name"), L"Own"), 0);
    Var name = Var::text("kept");
    EXPECT_EQ(instance->Put(L"Name", 0, name, 0), S_OK);
    EXPECT_EQ(flavor_of(*qualifiers_of(*instance, L"Name"), L"Own"), 0);
}

TEST(Qualifiers, AreReadByNameAndWalked) {  // OBJ-56, QUAL-15
    const auto derived = stored(derived_class());
    const auto set = qualifiers_of(*derived);
    EXPECT_EQ(put(*set, L"Own", Var::i4(1)), S_OK);
    EXPECT_EQ(names_of(*set, WBEM_FLAG_LOCAL_ONLY), Names{"Own"});
    EXPECT_EQ(names_of(*set, WBEM_FLAG_PROPAGATED_ONLY), (Names{"Fixed", "Loose"}));
    EXPECT_EQ(names_of(*set, WBEM_FLAG_SYSTEM_ONLY), Names{"failed"});
    EXPECT_EQ(set->Get(L"Nothing", 0, nullptr, nullptr), WBEM_E_NOT_FOUND);
    EXPECT_EQ(set->Get(nullptr, 0, nullptr, nullptr), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(set->Get(L"Own", 1, nullptr, nullptr), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(set->Next(0, nullptr, nullptr, nullptr), WBEM_E_UNEXPECTED);
    EXPECT_EQ(set->BeginEnumeration(1), WBEM_E_INVALID_PARAMETER);
    ASSERT_EQ(set->BeginEnumeration(WBEM_FLAG_LOCAL_ONLY), S_OK);
    EXPECT_EQ(set->BeginEnumeration(0), WBEM_E_UNEXPECTED);
    com::Bstr name;
    Var value;
    long flavor = -1;
    EXPECT_EQ(set->Next(0, name.out(), value, &flavor), S_OK);
    EXPECT_EQ(name.text(), "Own");
    EXPECT_EQ(value->lVal, 1);
    EXPECT_EQ(flavor, 0);
    EXPECT_EQ(set->BeginEnumeration(0), WBEM_E_UNEXPECTED) << "the last one was given, not the end";
    EXPECT_EQ(set->Next(0, name.out(), nullptr, nullptr), WBEM_S_NO_MORE_DATA);
    const auto none = qualifiers_of(*derived, L"S8");
    ASSERT_EQ(none->BeginEnumeration(WBEM_FLAG_PROPAGATED_ONLY), S_OK);
    EXPECT_EQ(none->BeginEnumeration(0), WBEM_E_UNEXPECTED);
    EXPECT_EQ(none->Next(0, nullptr, nullptr, nullptr), WBEM_S_NO_MORE_DATA);
    EXPECT_EQ(none->BeginEnumeration(0), S_OK);
    EXPECT_EQ(set->BeginEnumeration(0), S_OK);
    EXPECT_EQ(set->EndEnumeration(), S_OK);
}

TEST(Qualifiers, AreDeletedWhereTheyStand) {  // OBJ-57, QUAL-10
    const auto derived = stored(derived_class());
    const auto set = qualifiers_of(*derived);
    put(*set, L"Own", Var::i4(1));
    EXPECT_EQ(set->Delete(L"own"), S_OK);
    put(*set, L"Loose", Var::text("override"));
    EXPECT_EQ(set->Delete(L"Loose"), WBEM_S_RESET_TO_DEFAULT);
    EXPECT_EQ(text_of(*set, L"Loose"), "from Base");
    EXPECT_EQ(set->Delete(L"Loose"), WBEM_E_PROPAGATED_QUALIFIER);
    EXPECT_EQ(set->Delete(L"Nothing"), WBEM_E_NOT_FOUND);
    EXPECT_EQ(set->Delete(nullptr), WBEM_E_INVALID_PARAMETER);
    const auto base = stored(base_class());
    EXPECT_EQ(qualifiers_of(*base, L"Id")->Delete(L"CIMTYPE"), WBEM_E_INVALID_OPERATION);
    EXPECT_EQ(qualifiers_of(*base, L"Id")->Delete(L"key"), WBEM_E_INVALID_OPERATION);
    Var number = Var::i4(1);
    ASSERT_EQ(base->Put(L"NewKey", 0, number, 0), S_OK);
    ASSERT_EQ(put(*qualifiers_of(*base, L"NewKey"), L"key", Var::boolean(true)), S_OK);
    EXPECT_EQ(qualifiers_of(*base, L"NewKey")->Delete(L"key"), S_OK) << "a key that was never stored";
    com_ptr<IWbemClassObject> copy;
    ASSERT_EQ(base->Clone(copy.out()), S_OK);
    EXPECT_EQ(qualifiers_of(*copy, L"Id")->Delete(L"key"), WBEM_E_INVALID_OPERATION);
    // an override that says nothing any more is none
    const auto property = qualifiers_of(*derived, L"Flag");
    put(*property, L"Own", Var::i4(1));
    EXPECT_EQ(property->Delete(L"Own"), S_OK);
    EXPECT_EQ(derived->Delete(L"Flag"), WBEM_E_PROPAGATED_PROPERTY);
}

TEST(Qualifiers, SayTheTypeOfEveryProperty) {  // OBJ-60, QUAL-11, QUAL-12
    const auto object = stored(derived_class());
    struct Row {
        LPCWSTR name;
        const char* word;
    };
    for (const Row& row : {Row{L"S8", "sint8"}, Row{L"U8", "uint8"}, Row{L"S16", "sint16"}, Row{L"U16", "uint16"}, Row{L"S32", "sint32"},
                           Row{L"U32", "uint32"}, Row{L"S64", "sint64"}, Row{L"U64", "uint64"}, Row{L"R32", "real32"},
                           Row{L"R64", "real64"}, Row{L"Bool", "boolean"}, Row{L"Str", "string"}, Row{L"Time", "datetime"},
                           Row{L"Char", "char16"}, Row{L"Ref", "ref"}, Row{L"Obj", "object"}, Row{L"U8s", "uint8"}}) {
        const auto set = qualifiers_of(*object, row.name);
        long flavor = -1;
        EXPECT_EQ(text_of(*set, L"CIMTYPE", &flavor), row.word);
        EXPECT_EQ(flavor & 0x3, 0x3);
    }
}

TEST(Qualifiers, MakeReferencesAndObjectsStrong) {  // OBJ-61, QUAL-11
    const auto object = stored(derived_class());
    EXPECT_EQ(put(*qualifiers_of(*object, L"Ref"), L"CIMTYPE", Var::text("ref:Base")), S_OK);
    EXPECT_EQ(text_of(*qualifiers_of(*object, L"Ref"), L"cimtype"), "ref:Base");
    EXPECT_EQ(put(*qualifiers_of(*object, L"Obj"), L"CIMTYPE", Var::text("object:Base")), S_OK);
    EXPECT_EQ(put(*qualifiers_of(*object, L"Obj"), L"CIMTYPE", Var::text("ref:Base")), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(put(*qualifiers_of(*object, L"S8"), L"CIMTYPE", Var::text("sint8:Base")), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(put(*qualifiers_of(*object, L"S8"), L"CIMTYPE", Var::text("sint8")), S_OK);
    EXPECT_EQ(put(*qualifiers_of(*object, L"S8"), L"CIMTYPE", Var::text("string")), WBEM_E_INVALID_PARAMETER);
    for (const char* odd : {"ref:", "ref:1 2", "ref: Foo", "ref:Foo_", "ref:a:b", "ref:_"})
        EXPECT_EQ(put(*qualifiers_of(*object, L"Ref"), L"CIMTYPE", Var::text(odd)), WBEM_E_INVALID_PARAMETER) << odd;
    EXPECT_EQ(put(*qualifiers_of(*object, L"Ref"), L"CIMTYPE", Var::text("REF:__Provider")), S_OK);
    EXPECT_EQ(text_of(*qualifiers_of(*object, L"Ref"), L"CIMTYPE"), "ref:__Provider") << "its word is in lower case (QUAL-12)";
    EXPECT_EQ(snapshot(object.get())->cls().cim_type(*snapshot(object.get())->cls().find_property("Obj")), "object:Base");
}

TEST(Qualifiers, HoldArraysOfOneDimension) {  // QUAL-03
    const auto object = stored(base_class());
    SAFEARRAYBOUND bounds[2] = {{2, 0}, {2, 0}};
    VARIANT table;
    VariantInit(&table);
    table.vt = VT_ARRAY | VT_I4;
    table.parray = SafeArrayCreate(VT_I4, 2, bounds);
    ASSERT_NE(table.parray, nullptr);
    EXPECT_EQ(qualifiers_of(*object, L"Name")->Put(L"Table", &table, 0), WBEM_E_INVALID_QUALIFIER_TYPE);
    VariantClear(&table);
}

TEST(Qualifiers, UnknownOnesAreKeptAndCountWhenPresent) {  // QUAL-13, QUAL-14
    const auto object = stored(base_class());
    EXPECT_EQ(put(*qualifiers_of(*object, L"Name"), L"NobodyKnowsThis", Var::texts({"a", "b"}), 0x3), S_OK);
    EXPECT_EQ(put(*qualifiers_of(*object, L"Name"), L"Key", Var::boolean(false)), S_OK);
    SAFEARRAY* keys = nullptr;
    object->GetNames(nullptr, WBEM_FLAG_KEYS_ONLY, nullptr, &keys);
    EXPECT_EQ(take_names(keys), (Names{"Id", "Name"}));
}
