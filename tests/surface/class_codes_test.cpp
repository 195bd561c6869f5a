// What PutClass and PutClassAsync answer, row by row of the table of CLASS-62, and what both leave behind.
#include "client.h"

namespace at_surface {
namespace {

class ClassCodes : public Surface {
protected:
    void SetUp() override {
        Surface::SetUp();
        mof("class Top { [key] uint32 Id; string Name; uint32 Do([in] uint32 A); };"
            "[Bound(\"x\") : DisableOverride ToSubClass] class Fixed { [key] uint32 Id; [Bound(\"x\") : DisableOverride ToSubClass] string Name; };"
            "class Low : Top { uint32 Size; };"
            "class Full { [key] uint32 Id; string Name; }; instance of Full { Id = 1; };"
            "class Free { [key] uint32 Id; };"
            "[dynamic, provider(\"Nobody\")] class Live { [key] uint32 Id; };");
    }

    ComPtr<IWbemClassObject> fresh(const wchar_t* name) {
        auto made = get(L"");
        if (name) set(made.Get(), L"__CLASS", name);
        return made;
    }

    ComPtr<IWbemClassObject> below(const wchar_t* parent, const wchar_t* name) {
        ComPtr<IWbemClassObject> derived;
        const auto above = get(parent);
        EXPECT_EQ(above->SpawnDerivedClass(0, derived.GetAddressOf()), S_OK);
        set(derived.Get(), L"__CLASS", name);
        return derived;
    }

    static ComPtr<IWbemClassObject> with(ComPtr<IWbemClassObject> cls, const wchar_t* property, CIMTYPE type, const wchar_t* mark = nullptr) {
        EXPECT_EQ(cls->Put(property, 0, nullptr, type), S_OK) << property;
        return mark ? marked(cls, property, mark) : cls;
    }

    static ComPtr<IWbemClassObject> marked(ComPtr<IWbemClassObject> cls, const wchar_t* property, const wchar_t* name) {
        ComPtr<IWbemQualifierSet> set;
        EXPECT_EQ(property ? cls->GetPropertyQualifierSet(property, set.GetAddressOf()) : cls->GetQualifierSet(set.GetAddressOf()), S_OK);
        _variant_t yes(true);
        EXPECT_EQ(set->Put(name, &yes, 0), S_OK) << name;
        return cls;
    }

    /// The put, synchronous, semisynchronous and asynchronous, ends with this code; what stood before stands after.
    void refused(const ComPtr<IWbemClassObject>& cls, HRESULT code, long flags = 0) {
        EXPECT_EQ(services->PutClass(cls.Get(), flags, nullptr, nullptr), code);
        ComPtr<IWbemCallResult> result;
        HRESULT started = services->PutClass(cls.Get(), flags | WBEM_FLAG_RETURN_IMMEDIATELY, nullptr, result.GetAddressOf());
        long status = started;
        if (started == S_OK) {
            EXPECT_EQ(result->GetCallStatus(WBEM_INFINITE, &status), S_OK);
        }
        EXPECT_EQ(static_cast<HRESULT>(status), code) << "semisynchronous";
        Sink sink;
        started = services->PutClassAsync(cls.Get(), flags, nullptr, &sink);
        sink.wait(started == S_OK ? 1 : 0);
        EXPECT_EQ(started == S_OK ? sink.finals[0].result : started, code) << "asynchronous";
        EXPECT_EQ(sink.batches, 0U);
    }
};

TEST_F(ClassCodes, StartErrors) {  // CLASS-62, CLASS-02, CLASS-03, CLASS-11
    EXPECT_EQ(services->PutClass(nullptr, 0, nullptr, nullptr), WBEM_E_INVALID_PARAMETER);
    refused(fresh(L"Any"), WBEM_E_INVALID_PARAMETER, 0x8);
    refused(fresh(L"Any"), WBEM_E_INVALID_PARAMETER, WBEM_FLAG_UPDATE_SAFE_MODE | WBEM_FLAG_UPDATE_FORCE_MODE);
    refused(spawn(L"Top"), WBEM_E_INVALID_CLASS);
    refused(fresh(Text(4097, L'N').c_str()), WBEM_E_QUOTA_VIOLATION);
    refused(fresh(L"Not a name"), WBEM_E_INVALID_PARAMETER);
    refused(fresh(nullptr), WBEM_E_INCOMPLETE_CLASS);
    refused(fresh(L"_Private"), WBEM_E_INVALID_OPERATION);
    refused(fresh(L"__System"), WBEM_E_INVALID_OPERATION);
    refused(fresh(L"Private_"), WBEM_E_INVALID_OBJECT);
}

TEST_F(ClassCodes, WhatStandsOrIsMissing) {  // CLASS-62, CLASS-04, CLASS-18, CLASS-19, CLASS-45
    refused(fresh(L"Nowhere"), WBEM_E_NOT_FOUND, WBEM_FLAG_UPDATE_ONLY);
    refused(get(L"Top"), WBEM_E_ALREADY_EXISTS, WBEM_FLAG_CREATE_ONLY);
    const auto orphan = below(L"Free", L"Orphan");
    ASSERT_EQ(services->DeleteClass(b(L"Free"), 0, nullptr, nullptr), S_OK);
    refused(orphan, WBEM_E_NOT_FOUND);
    refused(below(L"Low", L"Top"), WBEM_E_CIRCULAR_REFERENCE);
    refused(below(L"Live", L"Kept"), WBEM_E_INVALID_OPERATION);
    for (const wchar_t* name : {L"Nowhere", L"Orphan", L"Kept"}) {
        get(name);
        EXPECT_EQ(last, WBEM_E_NOT_FOUND) << name;
    }
}

TEST_F(ClassCodes, ModesOfAnUpdate) {  // CLASS-62, CLASS-37, CLASS-38, CLASS-40
    const auto top = with(get(L"Top"), L"More", CIM_STRING);
    refused(top, WBEM_E_CLASS_HAS_CHILDREN);
    const auto conflict = with(get(L"Top"), L"Size", CIM_STRING);
    refused(conflict, WBEM_E_CLASS_HAS_CHILDREN, WBEM_FLAG_UPDATE_SAFE_MODE);
    refused(conflict, WBEM_E_UPDATE_TYPE_MISMATCH, WBEM_FLAG_UPDATE_FORCE_MODE);
    const auto full = with(get(L"Full"), L"More", CIM_STRING);
    refused(full, WBEM_E_CLASS_HAS_INSTANCES);
    refused(full, WBEM_E_CLASS_HAS_INSTANCES, WBEM_FLAG_UPDATE_SAFE_MODE);
    refused(marked(get(L"Full"), L"Name", L"indexed"), WBEM_E_CANNOT_CHANGE_INDEX_INHERITANCE);
    get(L"Full.Id=1");
    EXPECT_EQ(last, S_OK);
    BSTR name = nullptr;
    EXPECT_EQ(get(L"Top")->GetPropertyOrigin(L"More", &name), WBEM_E_NOT_FOUND) << "nothing of what was refused was kept";
    EXPECT_EQ(services->PutClass(top.Get(), WBEM_FLAG_UPDATE_SAFE_MODE, nullptr, nullptr), S_OK);
    EXPECT_EQ(services->PutClass(full.Get(), WBEM_FLAG_UPDATE_FORCE_MODE, nullptr, nullptr), S_OK);
}

TEST_F(ClassCodes, WhatAClassCannotBe) {  // CLASS-62, CLASS-21, CLASS-25, CLASS-26, CLASS-28, CLASS-30
    refused(marked(with(fresh(L"One"), L"Id", CIM_UINT32, L"key"), nullptr, L"singleton"), WBEM_E_CANNOT_BE_SINGLETON);
    refused(marked(below(L"Top", L"Less"), nullptr, L"abstract"), WBEM_E_CANNOT_BE_ABSTRACT);
    const auto keyed = with(fresh(L"Keyed"), L"Id", CIM_UINT32, L"key");
    for (const int type : {int{CIM_REAL32}, int{CIM_REAL64}, int{CIM_OBJECT}, CIM_STRING | CIM_FLAG_ARRAY})
        EXPECT_EQ(keyed->Put(L"Id", 0, nullptr, type), WBEM_E_CANNOT_BE_KEY) << type;  // refused before it is put
    refused(with(below(L"Top", L"More"), L"Second", CIM_UINT32, L"key"), WBEM_E_CANNOT_CHANGE_KEY_INHERITANCE);
    const auto with_thousand = [](const std::string& more) {
        std::string all = "class Many { [key] uint32 Id; ";
        for (int i = 0; i < 1000; ++i) all += "uint8 P" + std::to_string(i) + "; ";
        return all + more + "};";
    };
    mof(with_thousand(""));
    const auto wide = below(L"Many", L"Wide");
    for (int i = 0; i < 23; ++i) ASSERT_EQ(wide->Put((L"Q" + std::to_wstring(i)).c_str(), 0, nullptr, CIM_UINT8), S_OK);
    EXPECT_EQ(wide->Put(L"Q23", 0, nullptr, CIM_UINT8), WBEM_E_TOO_MANY_PROPERTIES);
    mof(with_thousand("uint8 More; "));
    refused(wide, WBEM_E_TOO_MANY_PROPERTIES);
    ASSERT_EQ(wide->Delete(L"Q22"), S_OK);
    EXPECT_EQ(services->PutClass(wide.Get(), 0, nullptr, nullptr), S_OK) << "the limit itself";
}

TEST_F(ClassCodes, ConflictsWithTheParent) {  // CLASS-62, CLASS-22, CLASS-23, CLASS-24: the class was made below another definition
    mof("class Early { [key] uint32 Id; uint32 Do([in] uint32 A); };");
    const auto typed = with(below(L"Early", L"Typed"), L"Later", CIM_STRING);
    const auto bound = below(L"Early", L"Overriding");
    ComPtr<IWbemQualifierSet> set;
    ASSERT_EQ(bound->GetQualifierSet(set.GetAddressOf()), S_OK);
    _variant_t other(L"mine");
    ASSERT_EQ(set->Put(L"Later", &other, 0), S_OK);
    const auto method = below(L"Early", L"Acting");
    const auto parameters = fresh(L"__PARAMETERS");
    ASSERT_EQ(parameters->Put(L"B", 0, nullptr, CIM_STRING), S_OK);
    ASSERT_EQ(parameters->GetPropertyQualifierSet(L"B", set.ReleaseAndGetAddressOf()), S_OK);
    _variant_t yes(true), first(0L);
    ASSERT_EQ(set->Put(L"in", &yes, 0), S_OK);
    ASSERT_EQ(set->Put(L"ID", &first, 0), S_OK);
    ASSERT_EQ(method->PutMethod(L"Later", 0, parameters.Get(), nullptr), S_OK);
    mof("[Later(\"theirs\") : DisableOverride ToSubClass] class Early { [key] uint32 Id; uint32 Later; uint32 Do([in] uint32 A); };");
    refused(typed, WBEM_E_UPDATE_TYPE_MISMATCH);
    refused(bound, WBEM_E_UPDATE_OVERRIDE_NOT_ALLOWED);
    mof("class Early { [key] uint32 Id; void Later([in] uint32 A); };");
    refused(method, WBEM_E_UPDATE_PROPAGATED_METHOD);
}

TEST_F(ClassCodes, SuperclassNames) {  // CLASS-62, CLASS-18, CLASS-41, CLASS-42
    const auto move = [&](const wchar_t* parent, const wchar_t* name) { return below(parent, name); };
    refused(move(L"Free", L"Top"), WBEM_E_CLASS_HAS_CHILDREN, WBEM_FLAG_UPDATE_FORCE_MODE);
    mof("class Bare {}; class Held { [key] uint32 Id; }; instance of Held { Id = 1; };");
    refused(with(move(L"Bare", L"Held"), L"Id", CIM_UINT32, L"key"), WBEM_E_CLASS_HAS_INSTANCES, WBEM_FLAG_UPDATE_FORCE_MODE);
    ASSERT_EQ(services->DeleteInstance(b(L"Held.Id=1"), 0, nullptr, nullptr), S_OK);
    EXPECT_EQ(services->PutClass(with(move(L"Bare", L"Held"), L"Id", CIM_UINT32, L"key").Get(), 0, nullptr, nullptr), S_OK);
}

TEST_F(ClassCodes, TextsOfWhatIsInheritedMayAlwaysChange) {  // CLASS-36
    mof("class A { [key] uint32 Id; string Name; uint32 Do([in] uint32 X); }; class B : A { }; class L : B { };"
        "class P : A { string Name; }; instance of B { Id = 1; }; instance of P { Id = 2; };");
    const auto describe = [&](const wchar_t* name, int where) {
        const auto cls = get(name);
        ComPtr<IWbemQualifierSet> set;
        EXPECT_EQ(where == 0   ? cls->GetPropertyQualifierSet(L"Name", set.GetAddressOf())
                  : where == 1 ? cls->GetMethodQualifierSet(L"Do", set.GetAddressOf())
                               : cls->GetQualifierSet(set.GetAddressOf()),
                  S_OK);
        _variant_t words(L"in words");
        EXPECT_EQ(set->Put(L"Description", &words, 0), S_OK);
        return services->PutClass(cls.Get(), 0, nullptr, nullptr);
    };
    for (const wchar_t* name : {L"B", L"P"})
        for (const int where : {0, 1, 2}) EXPECT_EQ(describe(name, where), S_OK) << name << where;
    mof("class C : A { [Description(\"x\")] string Name; };");
    mof("class B : A { [Description(\"x\")] string Name; };");
    get(L"B.Id=1");
    EXPECT_EQ(last, S_OK);
    const auto important = get(L"B");
    EXPECT_EQ(services->PutClass(marked(important, L"Name", L"not_null").Get(), 0, nullptr, nullptr), WBEM_E_CLASS_HAS_CHILDREN);
}

TEST_F(ClassCodes, WhatNamesNoClassIsNotFound) {  // CLASS-47
    for (const wchar_t* name : {L"no such", L"1x", L"E.Id=", L"Nowhere"})
        EXPECT_EQ(services->DeleteClass(b(name), 0, nullptr, nullptr), WBEM_E_NOT_FOUND) << name;
    mof("#pragma deleteclass(\"no such\", NOFAIL)\nclass Behind { [key] uint32 Id; };");
}

TEST_F(ClassCodes, StaticCountsWhereItStands) {  // QUAL-13, QUAL-34
    mof("class Tool { [key] uint32 Id; [implemented] uint32 Any(); };");
    const auto tool = get(L"Tool");
    ComPtr<IWbemQualifierSet> set;
    ASSERT_EQ(tool->GetMethodQualifierSet(L"Any", set.GetAddressOf()), S_OK);
    _variant_t no(false);
    ASSERT_EQ(set->Put(L"static", &no, 0), S_OK);
    EXPECT_EQ(services->ExecMethod(b(L"Tool"), b(L"Any"), 0, nullptr, nullptr, nullptr, nullptr), WBEM_E_INVALID_METHOD_PARAMETERS);
    ASSERT_EQ(services->PutClass(tool.Get(), 0, nullptr, nullptr), S_OK);
    EXPECT_EQ(services->ExecMethod(b(L"Tool"), b(L"Any"), 0, nullptr, nullptr, nullptr, nullptr), WBEM_E_PROVIDER_NOT_FOUND);
}

TEST_F(ClassCodes, MethodsOfTheSystemAreJudgedBeforeTheirParameters) {  // SYS-25
    for (const wchar_t* path : {L"__SystemSecurity", L"__SystemSecurity=@"})
        EXPECT_EQ(services->ExecMethod(b(path), b(L"Set9XUserList"), 0, nullptr, nullptr, nullptr, nullptr), WBEM_E_METHOD_DISABLED) << path;
    EXPECT_EQ(services->ExecMethod(b(L"__SystemSecurity"), b(L"SetSD"), 0, nullptr, nullptr, nullptr, nullptr), WBEM_E_INVALID_METHOD_PARAMETERS);
}

TEST_F(ClassCodes, OneProviderIsRegisteredInSeveralWays) {  // SYS-32, PUT-25
    mof("instance of __Win32Provider as $P { Name = \"Cc_Pair\"; };"
        "instance of __InstanceProviderRegistration { provider = $P; SupportsGet = TRUE; }; instance of __MethodProviderRegistration { provider = $P; };");
    for (const wchar_t* kind : {L"__InstanceProviderRegistration", L"__MethodProviderRegistration"}) {
        get(Text(kind) + L".provider=\"__Win32Provider.Name=\\\"Cc_Pair\\\"\"");
        EXPECT_EQ(last, S_OK) << kind;
    }
}

}  // namespace
}  // namespace at_surface
