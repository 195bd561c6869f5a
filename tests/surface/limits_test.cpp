// Names that are too long, keys that a class cannot set, and what else is refused before anything begins.
#include "client.h"

namespace at_surface {
namespace {

class Limits : public Surface {
protected:
    void SetUp() override {
        Surface::SetUp();
        mof("class Base { [key] uint32 Id; string Name; };");
    }

    static Text long_name(std::size_t length) { return Text(length, L'n'); }

    HRESULT ask(const Text& text, long flags = 0) {
        return services->ExecQuery(b(L"WQL"), b(text), flags, nullptr, objects.ReleaseAndGetAddressOf());
    }

    ComPtr<IEnumWbemClassObject> objects;
};

TEST_F(Limits, NoIdentifierHasMoreThan4096Characters) {  // PATH-14, OBJ-04
    const auto cls = get(L"Base");
    _variant_t one(1L);
    EXPECT_EQ(cls->Put(long_name(4097).c_str(), 0, &one, 0), WBEM_E_QUOTA_VIOLATION);
    EXPECT_EQ(cls->Put(Text(4097, 0xE9).c_str(), 0, &one, 0), WBEM_E_QUOTA_VIOLATION) << "characters count, not bytes";
    EXPECT_EQ(cls->PutMethod(long_name(4097).c_str(), 0, nullptr, nullptr), WBEM_E_QUOTA_VIOLATION);
    ComPtr<IWbemQualifierSet> qualifiers;
    ASSERT_EQ(cls->GetQualifierSet(qualifiers.GetAddressOf()), S_OK);
    EXPECT_EQ(qualifiers->Put(long_name(4097).c_str(), &one, 0), WBEM_E_QUOTA_VIOLATION);
    EXPECT_EQ(cls->Put((long_name(4097) + L"_").c_str(), 0, &one, 0), WBEM_E_INVALID_PARAMETER) << "its form is looked at before";
    EXPECT_EQ(cls->Put(Text(4096, 0xE9).c_str(), 0, &one, 0), S_OK);
    EXPECT_EQ(cls->PutMethod(long_name(4096).c_str(), 0, nullptr, nullptr), S_OK);
    EXPECT_EQ(qualifiers->Put(long_name(4096).c_str(), &one, 0), S_OK);
    EXPECT_EQ(services->PutClass(cls.Get(), 0, nullptr, nullptr), S_OK);
}

TEST_F(Limits, TextsOfMofHaveThemToo) {  // PATH-14
    ComPtr<IMofCompiler> compiler;
    ASSERT_EQ(CoCreateInstance(CLSID_MofCompiler, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(compiler.GetAddressOf())), S_OK);
    const std::string name(4097, 'n');
    for (std::string text : {"class L { [key] uint32 Id; uint8 " + name + "; };", "class L { [key] uint32 Id; void " + name + "(); };",
                             "[" + name + "] class L { [key] uint32 Id; };", "class L { [key] uint32 Id; [" + name + "] uint8 P; };",
                             "class L { [key] uint32 Id; void M([in] uint8 " + name + "); };"}) {
        WBEM_COMPILE_STATUS_INFO info{};
        wchar_t ns[] = L"root\\default";
        compiler->CompileBuffer(static_cast<long>(text.size()), reinterpret_cast<BYTE*>(text.data()), ns, nullptr, nullptr, nullptr, 0, 0, 0, &info);
        EXPECT_EQ(info.hRes, WBEM_E_QUOTA_VIOLATION) << text.substr(0, 40);
        get(L"L");
        EXPECT_EQ(last, WBEM_E_NOT_FOUND);
    }
}

TEST_F(Limits, HoldInMethodsQueriesAndNamespacesAtTheStart) {  // PATH-14, SVC-04, CALL-20
    const Text name = long_name(4097);
    ComPtr<IWbemCallResult> result;
    EXPECT_EQ(services->ExecMethod(b(L"Base"), b(name), 0x10, nullptr, nullptr, nullptr, result.GetAddressOf()), WBEM_E_QUOTA_VIOLATION);
    EXPECT_EQ(services->ExecMethod(b(L"Base"), b(long_name(4096)), 0, nullptr, nullptr, nullptr, nullptr), WBEM_E_INVALID_METHOD);
    for (const Text& text : {L"SELECT * FROM " + name, L"SELECT " + name + L" FROM Base", L"SELECT * FROM Base WHERE " + name + L" = 1",
                             L"SELECT * FROM Base WHERE __this ISA " + name, L"ASSOCIATORS OF {Base.Id=1} WHERE AssocClass = " + name})
        EXPECT_EQ(ask(text, 0x30), WBEM_E_QUOTA_VIOLATION) << text.substr(0, 30).c_str();
    EXPECT_EQ(services->ExecNotificationQuery(b(L"WQL"), b(L"SELECT * FROM " + name), 0x30, nullptr, objects.ReleaseAndGetAddressOf()), WBEM_E_QUOTA_VIOLATION);
    EXPECT_EQ(ask(L"SELECT * FROM " + long_name(4096)), WBEM_E_INVALID_CLASS);
    Text path = L"default";
    while (path.size() < 8193) path += L"\\a";
    ComPtr<IWbemServices> opened;
    for (const Text& too_long : {path.substr(0, 8193), name}) {
        EXPECT_EQ(services->OpenNamespace(b(too_long), 0, nullptr, opened.GetAddressOf(), nullptr), WBEM_E_QUOTA_VIOLATION) << too_long.size();
        EXPECT_FALSE(opened);
    }
    EXPECT_EQ(services->OpenNamespace(b(path.substr(0, 8193)), 0x10, nullptr, nullptr, result.ReleaseAndGetAddressOf()), WBEM_E_QUOTA_VIOLATION);
}

TEST_F(Limits, OneLanguageIsSpokenAndAnEmptyNameIsAnother) {  // WQL-20, SVC-33
    for (const Text& language : {Text(), Text(L"SQL"), Text(L"WQL ")}) {
        EXPECT_EQ(services->ExecQuery(b(language), b(L"SELECT * FROM Base"), 0, nullptr, objects.ReleaseAndGetAddressOf()), WBEM_E_INVALID_QUERY_TYPE);
        EXPECT_EQ(services->ExecNotificationQuery(b(language), b(L"SELECT * FROM __InstanceCreationEvent"), 0x30, nullptr, objects.ReleaseAndGetAddressOf()),
                  WBEM_E_INVALID_QUERY_TYPE);
    }
}

TEST_F(Limits, OnlyASelectFromInstancesHasAPrototype) {  // CALL-20, WQL-117
    for (const Text& text : {Text(L"REFERENCES OF {Base.Id=1}"), Text(L"ASSOCIATORS OF {Base.Id=1}"), Text(L"SELECT * FROM meta_class")}) {
        EXPECT_EQ(ask(text, 0x12), WBEM_E_INVALID_PARAMETER) << "at the start, not by Next";
        EXPECT_FALSE(objects);
        Sink sink;
        EXPECT_EQ(services->ExecQueryAsync(b(L"WQL"), b(text), WBEM_FLAG_PROTOTYPE, nullptr, &sink), WBEM_E_INVALID_PARAMETER);
        EXPECT_EQ(sink.references, 1U);
    }
    EXPECT_EQ(ask(L"SELECT * FROM Base", 0x12), S_OK);
}

TEST_F(Limits, AClassSetsNoKeyOfItsInstances) {  // OBJ-39, PUT-18, MOF-23
    mof("class KD { [key] uint32 N = 3; string S = \"s\"; }; class KH : KD { uint32 N = 4; };");
    for (const wchar_t* of : {L"KD", L"KH"}) {
        const auto made = spawn(of);
        EXPECT_EQ(value(made.Get(), L"N").vt, VT_NULL);
        EXPECT_EQ(text(made.Get(), L"__RELPATH"), L"(null)");
        EXPECT_EQ(text(made.Get(), L"S"), L"s");
        EXPECT_EQ(put(made.Get()), WBEM_E_ILLEGAL_NULL);
        set(made.Get(), L"N", of[1] == L'D' ? 3 : 4);
        EXPECT_EQ(put(made.Get()), S_OK);
    }
    EXPECT_EQ(text(get(L"KD.N=3").Get(), L"__CLASS"), L"KD");
    EXPECT_EQ(text(get(L"KD.N=4").Get(), L"__CLASS"), L"KH");
    EXPECT_EQ(value(get(L"KD").Get(), L"N").lVal, 3) << "the class keeps its default";
}

TEST_F(Limits, ARenamedClassIsANewOne) {  // OBJ-24, OBJ-39, OBJ-41
    const auto cls = get(L"Base");
    _variant_t same(L"BASE"), renamed(L"Renamed");
    ComPtr<IWbemClassObject> made;
    ASSERT_EQ(cls->Put(L"__CLASS", 0, &same, 0), S_OK);
    EXPECT_EQ(cls->SpawnInstance(0, made.ReleaseAndGetAddressOf()), S_OK);
    ASSERT_EQ(cls->Put(L"__CLASS", 0, &renamed, 0), S_OK);
    EXPECT_EQ(text(cls.Get(), L"__PATH"), L"(null)");
    EXPECT_EQ(text(cls.Get(), L"__NAMESPACE"), L"(null)");
    EXPECT_EQ(cls->SpawnInstance(0, made.ReleaseAndGetAddressOf()), WBEM_E_INCOMPLETE_CLASS);
    EXPECT_EQ(cls->SpawnDerivedClass(0, made.ReleaseAndGetAddressOf()), WBEM_E_INCOMPLETE_CLASS);
    ASSERT_EQ(services->PutClass(cls.Get(), 0, nullptr, nullptr), S_OK);
    EXPECT_TRUE(spawn(L"Renamed"));
}

TEST_F(Limits, EmbeddedObjectsArePrintedWholeOrNotAtAll) {  // OBJ-44, OBJ-37
    mof("[Description(\"d\") : ToInstance ToSubClass] class Top { [Units(\"u\") : ToInstance] string T; }; class Part : Top { string P; };"
        "class Owner { [key] uint32 Id; Top One; object Any[]; };");
    const auto owner = spawn(L"Owner");
    set(owner.Get(), L"Id", 1);
    const auto part = spawn(L"Part");
    set(part.Get(), L"P", L"p");
    ComPtr<IWbemQualifierSet> qualifiers;
    ASSERT_EQ(part->GetQualifierSet(qualifiers.GetAddressOf()), S_OK);
    _variant_t mark(L"kept");
    ASSERT_EQ(qualifiers->Put(L"Own", &mark, 0), S_OK);
    _variant_t inner(static_cast<IUnknown*>(part.Get()));
    ASSERT_EQ(owner->Put(L"One", 0, &inner, 0), S_OK);
    ASSERT_EQ(put(owner.Get()), S_OK);
    const auto before = get(L"Owner.Id=1");
    EXPECT_EQ(owner->CompareTo(WBEM_FLAG_IGNORE_OBJECT_SOURCE, before.Get()), WBEM_S_SAME) << "storing changes nothing";
    BSTR raw = nullptr;
    ASSERT_EQ(before->GetObjectText(0, &raw), S_OK);
    const _bstr_t printed(raw, false);
    EXPECT_NE(Text(printed).find(L"[Own(\"kept\")] instance of Part"), Text::npos) << static_cast<const char*>(printed);
    ASSERT_EQ(services->DeleteInstance(b(L"Owner.Id=1"), 0, nullptr, nullptr), S_OK);
    mof(static_cast<const char*>(printed));
    const auto after = get(L"Owner.Id=1");
    ASSERT_TRUE(after);
    EXPECT_EQ(before->CompareTo(0, after.Get()), WBEM_S_SAME);
    _variant_t as_class(static_cast<IUnknown*>(get(L"Part").Get()));
    ASSERT_EQ(owner->Put(L"One", 0, &as_class, 0), S_OK);
    raw = nullptr;
    EXPECT_EQ(owner->GetObjectText(0, &raw), WBEM_E_NOT_SUPPORTED);
    EXPECT_EQ(raw, nullptr);
}

}  // namespace
}  // namespace at_surface
