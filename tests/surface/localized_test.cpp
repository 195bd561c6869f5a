// Localized classes in both directions: merged when read with the flag, split when put with it (CLASS-55..61, LOC-01..16).
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
