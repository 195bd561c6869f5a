// Localized classes in both directions: merged when read with the flag, split when put with it (CLASS-55..61, LOC-01..16).
#include "client.h"
#include "fixture.h"

using namespace tried;

namespace {

/// A neutral class with its German (407) and English (409) amendments in child namespaces of a namespace of its own.
class Localized : public Surface {
protected:
    void SetUp() override {
        Surface::SetUp();
        static int number = 0;
        const std::string name = "loc" + std::to_string(++number);
        ASSERT_EQ(compile("instance of __Namespace { Name = \"" + name + "\"; };", L"root"), Code(S_OK));
        place = L"root\\" + std::wstring(name.begin(), name.end());
        const std::string escaped = "\\\\\\\\.\\\\root\\\\" + name;
        ASSERT_EQ(compile("class Loc_Thing { [key] string Id; [Units(\"bytes\")] uint32 Size; };"
                          "instance of __Namespace { Name = \"ms_409\"; }; instance of __Namespace { Name = \"ms_407\"; };"
                          "#pragma namespace(\"" + escaped + "\\\\ms_409\")\n"
                          "[Amendment, Locale(1033), Description(\"A thing\") : Amended ToSubClass]"
                          "class Loc_Thing { [key] string Id; [DisplayName(\"Size\") : Amended ToSubClass, Units(\"octets\") : Amended ToSubClass] uint32 Size; };"
                          "#pragma namespace(\"" + escaped + "\\\\ms_407\")\n"
                          "[Amendment, Locale(1031), Description(\"Ein Ding\") : Amended ToSubClass] class Loc_Thing { [key] string Id; };",
                          place.c_str()),
                  Code(S_OK));
        services = connect(place.c_str(), L"MS_409");
    }

    std::wstring place;
};

}  // namespace

TEST_F(Localized, ReadingWithTheFlagMerges) {  // CLASS-55, CLASS-56, LOC-01, LOC-05, LOC-07
    const auto merged = get(L"Loc_Thing", WBEM_FLAG_USE_AMENDED_QUALIFIERS);
    long flavor = 0;
    EXPECT_EQ(qualifier(merged, nullptr, L"Description", &flavor), L"A thing");
    EXPECT_NE(flavor & WBEM_FLAVOR_AMENDED, 0);
    EXPECT_EQ(qualifier(merged, L"Size", L"DisplayName"), L"Size");
    EXPECT_EQ(qualifier(merged, L"Size", L"Units"), L"bytes") << "the neutral definition wins";
}

TEST_F(Localized, ReadingWithoutTheFlagGivesTheNeutralClass) {  // CLASS-57, LOC-05
    const auto neutral = get(L"Loc_Thing");
    EXPECT_EQ(qualifier(neutral, nullptr, L"Description"), L"(absent)");
    EXPECT_EQ(qualifier(neutral, L"Size", L"DisplayName"), L"(absent)");
}

TEST_F(Localized, TheFirstLocaleThatHasTheClassIsUsed) {  // CLASS-56, LOC-03, LOC-06, LOC-09
    services = connect(place.c_str(), L"MS_407");
    EXPECT_EQ(qualifier(get(L"Loc_Thing", WBEM_FLAG_USE_AMENDED_QUALIFIERS), nullptr, L"Description"), L"Ein Ding");
    services = connect(place.c_str(), L"MS_40C,MS_407");
    EXPECT_EQ(qualifier(get(L"Loc_Thing", WBEM_FLAG_USE_AMENDED_QUALIFIERS), nullptr, L"Description"), L"Ein Ding");
    services = connect(place.c_str(), L"MS_40C");
    EXPECT_EQ(qualifier(get(L"Loc_Thing", WBEM_FLAG_USE_AMENDED_QUALIFIERS), nullptr, L"Description"), L"A thing") << "the last resort is MS_409";
}

TEST_F(Localized, AMalformedLocaleIsRefused) {  // SVC-75, LOC-04
    ComPtr<IWbemServices> none;
    EXPECT_EQ(Code(try_connect(place.c_str(), none, L"MS_xyz")), Code(WBEM_E_INVALID_PARAMETER));
    EXPECT_EQ(none, nullptr);
    EXPECT_EQ(Code(try_connect(place.c_str(), none, L"en-US")), Code(S_OK));  // LOC-02
}

TEST_F(Localized, AClassThatOnlyTheAmendmentHasIsNotFound) {  // CLASS-57, LOC-08, LOC-16
    ASSERT_EQ(compile("[Amendment, Locale(1033)] class Loc_Only { [key] string Id; };", (place + L"\\ms_409").c_str()), Code(S_OK));
    ComPtr<IWbemClassObject> none;
    EXPECT_EQ(try_get(L"Loc_Only", none, WBEM_FLAG_USE_AMENDED_QUALIFIERS), Code(WBEM_E_NOT_FOUND));
}

TEST_F(Localized, AnAmendmentHasNoInstances) {  // CLASS-61, LOC-10, PUT-14
    services = connect((place + L"\\ms_409").c_str());
    auto instance = spawn(L"Loc_Thing");
    set(instance, L"Id", L"a");
    EXPECT_EQ(put(instance), Code(WBEM_E_INVALID_OPERATION));
}

TEST_F(Localized, PuttingWithTheFlagSplits) {  // CLASS-59, LOC-11
    auto merged = get(L"Loc_Thing", WBEM_FLAG_USE_AMENDED_QUALIFIERS);
    EXPECT_EQ(mark(merged, nullptr, L"Description", L"Another thing", WBEM_FLAVOR_AMENDED | WBEM_FLAVOR_FLAG_PROPAGATE_TO_DERIVED_CLASS), Code(S_OK));
    EXPECT_EQ(mark(merged, L"Size", L"MaxValue", 9L), Code(S_OK));
    ASSERT_EQ(put_class(merged, WBEM_FLAG_USE_AMENDED_QUALIFIERS), Code(S_OK));
    EXPECT_EQ(qualifier(get(L"Loc_Thing", WBEM_FLAG_USE_AMENDED_QUALIFIERS), nullptr, L"Description"), L"Another thing");
    const auto neutral = get(L"Loc_Thing");
    EXPECT_EQ(qualifier(neutral, nullptr, L"Description"), L"(absent)");
    EXPECT_EQ(qualifier(neutral, L"Size", L"MaxValue"), L"9");
    services = connect((place + L"\\ms_409").c_str());
    EXPECT_EQ(qualifier(get(L"Loc_Thing"), nullptr, L"Description"), L"Another thing");
}

TEST_F(Localized, PuttingAmendedObjectsWithoutTheFlagIsRefused) {  // CLASS-60, PUT-33, LOC-11
    EXPECT_EQ(put_class(get(L"Loc_Thing", WBEM_FLAG_USE_AMENDED_QUALIFIERS)), Code(WBEM_E_AMENDED_OBJECT));
    ComPtr<IWbemClassObject> instance;
    ASSERT_EQ(Code(get(L"Loc_Thing", WBEM_FLAG_USE_AMENDED_QUALIFIERS)->SpawnInstance(0, instance.GetAddressOf())), Code(S_OK));
    set(instance, L"Id", L"a");
    EXPECT_EQ(put(instance), Code(WBEM_E_AMENDED_OBJECT));
    EXPECT_EQ(put(instance, WBEM_FLAG_USE_AMENDED_QUALIFIERS), Code(S_OK));
    ComPtr<IWbemClassObject> read;
    ASSERT_EQ(try_get(L"Loc_Thing.Id=\"a\"", read, WBEM_FLAG_USE_AMENDED_QUALIFIERS), Code(S_OK));
    EXPECT_EQ(put(read), Code(WBEM_E_AMENDED_OBJECT));
}

TEST_F(Localized, ANewClassKeepsItsAmendedQualifiers) {  // CLASS-58, LOC-12
    auto fresh = new_class(L"Loc_New");
    add(fresh, L"A", CIM_STRING);
    mark(fresh, nullptr, L"Description", L"new", WBEM_FLAVOR_AMENDED);
    ASSERT_EQ(put_class(fresh, WBEM_FLAG_USE_AMENDED_QUALIFIERS), Code(S_OK));
    EXPECT_EQ(qualifier(get(L"Loc_New"), nullptr, L"Description"), L"new");
}

TEST_F(Localized, DeletingTheNeutralClassLeavesTheAmendment) {  // CLASS-51, LOC-13
    EXPECT_EQ(Code(services->DeleteClass(_bstr_t(L"Loc_Thing"), WBEM_FLAG_USE_AMENDED_QUALIFIERS, nullptr, nullptr)), Code(WBEM_E_INVALID_PARAMETER));
    EXPECT_EQ(Code(services->DeleteClass(_bstr_t(L"Loc_Thing"), 0, nullptr, nullptr)), Code(S_OK));
    services = connect((place + L"\\ms_409").c_str());
    EXPECT_NE(get(L"Loc_Thing"), nullptr);
}

TEST_F(Localized, SubclassesShowWhatTheirBaseWasAmendedWith) {  // LOC-14
    auto low = new_class(L"Loc_Low", L"Loc_Thing");
    ASSERT_EQ(put_class(low), Code(S_OK));
    EXPECT_EQ(qualifier(get(L"Loc_Low", WBEM_FLAG_USE_AMENDED_QUALIFIERS), nullptr, L"Description"), L"A thing");
}

TEST_F(Localized, PuttingAnAmendedClassKeepsTheAmendmentsSuperclass) {  // CLASS-59
    ASSERT_EQ(compile("class Loc_Low : Loc_Thing { }; class Loc_Lower : Loc_Low { };", place.c_str()), Code(S_OK));
    ASSERT_EQ(compile("[Amendment, Locale(1033), Description(\"Low\") : Amended ToSubClass] class Loc_Low : Loc_Thing { };"
                      "[Amendment, Locale(1033), Description(\"Lower\") : Amended ToSubClass] class Loc_Lower : Loc_Low { };",
                      (place + L"\\ms_409").c_str()),
              Code(S_OK));
    for (const wchar_t* const name : {L"Loc_Low", L"Loc_Lower"}) {  // with a subclass and without one
        const auto merged = get(name, WBEM_FLAG_USE_AMENDED_QUALIFIERS);
        mark(merged, nullptr, L"Description", L"changed", WBEM_FLAVOR_AMENDED);
        EXPECT_EQ(put_class(merged, WBEM_FLAG_USE_AMENDED_QUALIFIERS), Code(S_OK)) << name;
        EXPECT_EQ(qualifier(get(name, WBEM_FLAG_USE_AMENDED_QUALIFIERS), nullptr, L"Description"), L"changed") << name;
    }
    services = connect((place + L"\\ms_409").c_str());
    EXPECT_EQ(text(get(L"Loc_Low"), L"__SUPERCLASS"), L"Loc_Thing");
    EXPECT_EQ(text(get(L"Loc_Lower"), L"__SUPERCLASS"), L"Loc_Low");
}

TEST_F(Localized, WhatWasReadAmendedCanBeCopied) {  // CLASS-58, LOC-11, LOC-12
    const auto read = get(L"Loc_Thing", WBEM_FLAG_USE_AMENDED_QUALIFIERS);
    ASSERT_EQ(set(read, L"__CLASS", L"Loc_Copy"), Code(S_OK));
    ASSERT_EQ(put_class(read, WBEM_FLAG_USE_AMENDED_QUALIFIERS), Code(S_OK));
    const auto copy = get(L"Loc_Copy");
    EXPECT_EQ(qualifier(copy, nullptr, L"Description"), L"A thing") << "a new class is stored as it is";
    EXPECT_EQ(qualifier(copy, nullptr, L"amended"), L"(absent)");
    EXPECT_EQ(put_class(copy), Code(S_OK));
}

TEST_F(Localized, AQualifierNamedAmendedIsAnyones) {  // CLASS-60, QUAL-14
    auto mine = new_class(L"Loc_Mine");
    add(mine, L"A", CIM_STRING);
    mark(mine, nullptr, L"amended", _variant_t(true), WBEM_FLAVOR_AMENDED);
    EXPECT_EQ(put_class(mine), Code(S_OK));
    EXPECT_EQ(put_class(get(L"Loc_Mine")), Code(S_OK));
}

TEST_F(Localized, InheritedMembersAndParametersAreAmendedToo) {  // CLASS-56, LOC-07
    ASSERT_EQ(compile("class Loc_Acts { [key] string Id; string Name; uint32 Do([in] uint32 X, [out] uint32 Y); }; class Loc_ActsLow : Loc_Acts { };", place.c_str()), Code(S_OK));
    ASSERT_EQ(compile("[Amendment, Locale(1033)] class Loc_Acts { uint32 Do([in, Description(\"in words\") : Amended] uint32 X, [out] uint32 Y); };"
                      "[Amendment, Locale(1033)] class Loc_ActsLow { [Description(\"a name\") : Amended] string Name;"
                      "  [Description(\"acts\") : Amended] uint32 Do([in] uint32 X, [out] uint32 Y); string Unseen; };",
                      (place + L"\\ms_409").c_str()),
              Code(S_OK));
    const auto parameter = [&](const wchar_t* of, long flags) {
        ComPtr<IWbemClassObject> in;
        EXPECT_EQ(Code(get(of, flags)->GetMethod(L"Do", 0, in.GetAddressOf(), nullptr)), Code(S_OK));
        return qualifier(in, L"X", L"Description");
    };
    EXPECT_EQ(parameter(L"Loc_Acts", WBEM_FLAG_USE_AMENDED_QUALIFIERS), L"in words");
    EXPECT_EQ(parameter(L"Loc_Acts", 0), L"(absent)");
    const auto low = get(L"Loc_ActsLow", WBEM_FLAG_USE_AMENDED_QUALIFIERS);
    long flavor = 0;
    EXPECT_EQ(qualifier(low, L"Name", L"Description", &flavor), L"a name");
    EXPECT_NE(flavor & WBEM_FLAVOR_AMENDED, 0);
    ComPtr<IWbemQualifierSet> of_method;
    ASSERT_EQ(Code(low->GetMethodQualifierSet(L"Do", of_method.GetAddressOf())), Code(S_OK));
    EXPECT_EQ(Code(of_method->Get(L"Description", 0, nullptr, nullptr)), Code(S_OK));
    _variant_t unseen;
    EXPECT_EQ(Code(low->Get(L"Unseen", 0, &unseen, nullptr, nullptr)), Code(WBEM_E_NOT_FOUND)) << "a property that only the amendment has is not added";

    // put back as it is: nothing moves, and what nobody saw stays
    auto instance = spawn(L"Loc_ActsLow");
    set(instance, L"Id", L"a");
    ASSERT_EQ(put(instance), Code(S_OK));
    ASSERT_EQ(put_class(low, WBEM_FLAG_USE_AMENDED_QUALIFIERS), Code(S_OK));
    ASSERT_EQ(put_class(get(L"Loc_Acts", WBEM_FLAG_USE_AMENDED_QUALIFIERS), WBEM_FLAG_USE_AMENDED_QUALIFIERS), Code(S_OK));
    EXPECT_EQ(qualifier(get(L"Loc_ActsLow"), L"Name", L"Description"), L"(absent)");
    EXPECT_EQ(qualifier(get(L"Loc_ActsLow", WBEM_FLAG_USE_AMENDED_QUALIFIERS), L"Name", L"Description"), L"a name");
    EXPECT_EQ(parameter(L"Loc_Acts", WBEM_FLAG_USE_AMENDED_QUALIFIERS), L"in words");
    EXPECT_EQ(parameter(L"Loc_Acts", 0), L"(absent)");

    // only the text of something inherited changes: allowed, also with an instance (CLASS-36, CLASS-59)
    const auto again = get(L"Loc_ActsLow", WBEM_FLAG_USE_AMENDED_QUALIFIERS);
    ASSERT_EQ(mark(again, L"Name", L"Description", L"the name", WBEM_FLAVOR_AMENDED), Code(S_OK));
    EXPECT_EQ(put_class(again, WBEM_FLAG_USE_AMENDED_QUALIFIERS), Code(S_OK));
    EXPECT_EQ(qualifier(get(L"Loc_ActsLow", WBEM_FLAG_USE_AMENDED_QUALIFIERS), L"Name", L"Description"), L"the name");
    const auto neutral = get(L"Loc_ActsLow");
    EXPECT_EQ(Code(neutral->Delete(L"Name")), Code(WBEM_E_PROPAGATED_PROPERTY)) << "no empty override is left behind";
    services = connect((place + L"\\ms_409").c_str());
    _variant_t kept;
    EXPECT_EQ(Code(get(L"Loc_ActsLow")->Get(L"Unseen", 0, &kept, nullptr, nullptr)), Code(S_OK)) << "and what nobody saw stays";
}

TEST_F(Localized, AClassAmendedThroughItsBaseIsAmended) {  // CLASS-60, LOC-11, PUT-33
    ASSERT_EQ(put_class(new_class(L"Loc_Below", L"Loc_Thing")), Code(S_OK));
    const auto read = get(L"Loc_Below", WBEM_FLAG_USE_AMENDED_QUALIFIERS);
    EXPECT_EQ(put_class(read), Code(WBEM_E_AMENDED_OBJECT));
    EXPECT_EQ(put_class(read, WBEM_FLAG_USE_AMENDED_QUALIFIERS), Code(S_OK));
    auto instance = spawn(L"Loc_Below");
    set(instance, L"Id", L"a");
    ASSERT_EQ(put(instance), Code(S_OK));
    const auto amended = get(L"Loc_Below.Id=\"a\"", WBEM_FLAG_USE_AMENDED_QUALIFIERS);
    EXPECT_EQ(put(amended), Code(WBEM_E_AMENDED_OBJECT));
    EXPECT_EQ(put(amended, WBEM_FLAG_USE_AMENDED_QUALIFIERS), Code(S_OK));
    EXPECT_EQ(put_class(new_class(L"Loc_Beneath", L"Loc_Below")), Code(S_OK)) << "a class that is made below it was not read";
}

TEST_F(Localized, UnknownLocalesAreIgnored) {  // LOC-02, LOC-04
    for (const wchar_t* locale : {L"de_DE", L"407", L"!", L"x", L"xx-YY", L","}) {
        ComPtr<IWbemServices> made;
        ASSERT_EQ(Code(try_connect(place.c_str(), made, locale)), Code(S_OK)) << locale;
        services = made;
        EXPECT_EQ(qualifier(get(L"Loc_Thing", WBEM_FLAG_USE_AMENDED_QUALIFIERS), nullptr, L"Description"), L"A thing");
    }
    for (const wchar_t* locale : {L"xx-YY,MS_407", L"de-XX", L"de", L"MS_407"}) {
        services = connect(place.c_str(), locale);
        EXPECT_EQ(qualifier(get(L"Loc_Thing", WBEM_FLAG_USE_AMENDED_QUALIFIERS), nullptr, L"Description"), L"Ein Ding") << locale;
    }
    ComPtr<IWbemServices> none;
    EXPECT_EQ(Code(try_connect(place.c_str(), none, L"en-US,MS_")), Code(WBEM_E_INVALID_PARAMETER));
}

TEST_F(Localized, TextsOfAnotherLocaleAreCopiedOnlyWithAChange) {  // CLASS-59, LOC-06, LOC-09
    services = connect(place.c_str(), L"MS_40c,MS_409");
    const auto read = get(L"Loc_Thing", WBEM_FLAG_USE_AMENDED_QUALIFIERS);
    ASSERT_EQ(put_class(read, WBEM_FLAG_USE_AMENDED_QUALIFIERS), Code(S_OK));
    ComPtr<IWbemServices> french;
    ComPtr<IWbemClassObject> found;
    if (SUCCEEDED(try_connect((place + L"\\ms_40c").c_str(), french))) {
        EXPECT_EQ(Code(french->GetObject(_bstr_t(L"Loc_Thing"), 0, nullptr, found.GetAddressOf(), nullptr)), Code(WBEM_E_NOT_FOUND));
    }
    ASSERT_EQ(mark(read, nullptr, L"Description", L"Une chose", WBEM_FLAVOR_AMENDED), Code(S_OK));
    ASSERT_EQ(put_class(read, WBEM_FLAG_USE_AMENDED_QUALIFIERS), Code(S_OK));
    EXPECT_EQ(qualifier(get(L"Loc_Thing", WBEM_FLAG_USE_AMENDED_QUALIFIERS), nullptr, L"Description"), L"Une chose");
    services = connect(place.c_str(), L"MS_409");
    EXPECT_EQ(qualifier(get(L"Loc_Thing", WBEM_FLAG_USE_AMENDED_QUALIFIERS), nullptr, L"Description"), L"A thing") << "English stays English";
}

TEST_F(Localized, ALocalesOwnNamespaceHoldsNoFurtherOne) {  // CLASS-59, LOC-01
    services = connect((place + L"\\ms_409").c_str(), L"MS_409");
    const auto amendment = get(L"Loc_Thing");
    ASSERT_EQ(mark(amendment, nullptr, L"Description", L"Something", WBEM_FLAVOR_AMENDED), Code(S_OK));
    ASSERT_EQ(put_class(amendment, WBEM_FLAG_USE_AMENDED_QUALIFIERS), Code(S_OK));
    EXPECT_EQ(qualifier(get(L"Loc_Thing"), nullptr, L"Description"), L"Something");
    ComPtr<IWbemServices> below;
    EXPECT_EQ(Code(try_connect((place + L"\\ms_409\\ms_409").c_str(), below)), Code(WBEM_E_INVALID_NAMESPACE));
}

TEST_F(Localized, EveryWayOfReadingTakesTheFlag) {  // LOC-05
    auto instance = spawn(L"Loc_Thing");
    set(instance, L"Id", L"a");
    ASSERT_EQ(put(instance), Code(S_OK));
    constexpr long kAmended = WBEM_FLAG_USE_AMENDED_QUALIFIERS;
    for (const long flags : {0L, kAmended}) {
        const std::wstring expected = flags ? L"Size" : L"(absent)";
        ComPtr<IEnumWbemClassObject> classes, instances, rows, part;
        ASSERT_EQ(Code(services->CreateClassEnum(nullptr, flags | WBEM_FLAG_SHALLOW, nullptr, classes.GetAddressOf())), Code(S_OK));
        for (const auto& one : all(classes)) {
            if (text(one, L"__CLASS") == L"Loc_Thing") { EXPECT_EQ(qualifier(one, L"Size", L"DisplayName"), expected) << "CreateClassEnum"; }
        }
        ASSERT_EQ(Code(services->CreateInstanceEnum(_bstr_t(L"Loc_Thing"), flags, nullptr, instances.GetAddressOf())), Code(S_OK));
        ASSERT_EQ(Code(services->ExecQuery(_bstr_t(L"WQL"), _bstr_t(L"SELECT * FROM Loc_Thing"), flags, nullptr, rows.GetAddressOf())), Code(S_OK));
        ASSERT_EQ(Code(services->ExecQuery(_bstr_t(L"WQL"), _bstr_t(L"SELECT Id, Size FROM Loc_Thing"), flags, nullptr, part.GetAddressOf())), Code(S_OK));
        for (const auto& objects : {instances, rows, part}) {
            const auto found = all(objects);
            ASSERT_EQ(found.size(), 1U);
            EXPECT_EQ(put(found[0]), flags ? Code(WBEM_E_AMENDED_OBJECT) : Code(S_OK));
        }
    }
}

TEST_F(Localized, TheAsynchronousWaysTakeTheFlagToo) {  // LOC-05
    auto instance = spawn(L"Loc_Thing");
    set(instance, L"Id", L"a");
    ASSERT_EQ(put(instance), Code(S_OK));
    for (const long flags : {0L, long{WBEM_FLAG_USE_AMENDED_QUALIFIERS}}) {
        at_surface::Sink object, classes, instances, rows;
        ASSERT_EQ(Code(services->GetObjectAsync(_bstr_t(L"Loc_Thing"), flags, nullptr, &object)), Code(S_OK));
        ASSERT_EQ(Code(services->CreateClassEnumAsync(nullptr, flags | WBEM_FLAG_SHALLOW, nullptr, &classes)), Code(S_OK));
        ASSERT_EQ(Code(services->CreateInstanceEnumAsync(_bstr_t(L"Loc_Thing"), flags, nullptr, &instances)), Code(S_OK));
        ASSERT_EQ(Code(services->ExecQueryAsync(_bstr_t(L"WQL"), _bstr_t(L"SELECT * FROM Loc_Thing"), flags, nullptr, &rows)), Code(S_OK));
        for (at_surface::Sink* sink : {&object, &classes, &instances, &rows}) sink->wait();
        const std::wstring expected = flags ? L"A thing" : L"(absent)";
        ASSERT_EQ(object.objects.size(), 1U);
        EXPECT_EQ(qualifier(object.objects[0], nullptr, L"Description"), expected);
        int seen = 0;
        for (const auto& one : classes.objects) {
            if (text(one, L"__CLASS") != L"Loc_Thing") continue;
            ++seen;
            EXPECT_EQ(qualifier(one, nullptr, L"Description"), expected);
        }
        EXPECT_EQ(seen, 1);
        for (at_surface::Sink* sink : {&instances, &rows}) {
            ASSERT_EQ(sink->objects.size(), 1U);
            EXPECT_EQ(put(sink->objects[0]), flags ? Code(WBEM_E_AMENDED_OBJECT) : Code(S_OK));
        }
    }
}
