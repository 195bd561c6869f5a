// IMofCompiler: what its methods take and how they tell the end (MOF-81, 84, 85, 95..99, 103).
#include <filesystem>
#include <fstream>
#include <functional>

#include <unistd.h>

#include "fixture.h"

using namespace tried;

namespace {

class Compiler : public Surface {
protected:
    int count(const wchar_t* of) const {
        ComPtr<IEnumWbemClassObject> all;
        EXPECT_EQ(Code(services->CreateInstanceEnum(_bstr_t(of), WBEM_FLAG_FORWARD_ONLY | WBEM_FLAG_RETURN_IMMEDIATELY, nullptr, all.GetAddressOf())), Code(S_OK));
        int found = 0;
        ULONG got = 0;
        for (ComPtr<IWbemClassObject> one; all && all->Next(WBEM_INFINITE, 1, one.ReleaseAndGetAddressOf(), &got) == WBEM_S_NO_ERROR;) ++found;
        return found;
    }

    static std::wstring file(const std::string& text) {
        static int number = 0;
        const auto path = std::filesystem::temp_directory_path() / ("openwmi-mof-" + std::to_string(getpid()) + "-" + std::to_string(++number) + ".mof");
        std::ofstream(path) << text;
        return path.wstring();
    }

    static HRESULT compile_file(const std::wstring& name, WBEM_COMPILE_STATUS_INFO& info, long options = 0, wchar_t* ns = nullptr) {
        ComPtr<IMofCompiler> compiler;
        EXPECT_EQ(Code(CoCreateInstance(CLSID_MofCompiler, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(compiler.GetAddressOf()))), Code(S_OK));
        std::wstring copy = name;
        return compiler->CompileFile(copy.data(), ns, nullptr, nullptr, nullptr, options, 0, 0, &info);
    }
};

}  // namespace

TEST_F(Compiler, AFileGoesToRootDefaultUnlessToldOtherwise) {  // MOF-81, MOF-97
    WBEM_COMPILE_STATUS_INFO info{};
    const auto name = file("class Mof_Default { [key] string Id; };");
    EXPECT_EQ(compile_file(name, info), 2) << "compiled, but not added to the autorecover list";
    EXPECT_EQ(Code(info.hRes), Code(S_OK));
    services = connect(L"root\\default");
    EXPECT_NE(get(L"Mof_Default"), nullptr);
    std::filesystem::remove(name);
}

TEST_F(Compiler, ASyntaxErrorStoresNothingAndNamesItsPlace) {  // MOF-84, MOF-97, MOF-98
    WBEM_COMPILE_STATUS_INFO info{};
    EXPECT_EQ(try_compile("class Mof_Good { [key] string Id; };\nclass Mof_Bad { strin Id };\n", info), WBEM_S_FALSE);
    EXPECT_EQ(info.lPhaseError, 1);
    EXPECT_EQ(info.ObjectNum, 2);
    EXPECT_EQ(info.FirstLine, 2);
    EXPECT_TRUE(FAILED(info.hRes));
    ComPtr<IWbemClassObject> none;
    EXPECT_EQ(try_get(L"Mof_Good", none), Code(WBEM_E_NOT_FOUND));
}

TEST_F(Compiler, AStoreErrorLeavesWhatCameBefore) {  // MOF-85, MOF-98, MOF-46
    WBEM_COMPILE_STATUS_INFO info{};
    EXPECT_EQ(try_compile("class Mof_First { [key] string Id; };\ninstance of Mof_First { Id = \"a\"; };\ninstance of Mof_Missing\n{ Id = \"b\"; };\n", info),
              WBEM_S_FALSE);
    EXPECT_EQ(info.lPhaseError, 3);
    EXPECT_EQ(info.ObjectNum, 3);
    EXPECT_EQ(info.FirstLine, 3);
    EXPECT_EQ(info.LastLine, 4);
    EXPECT_TRUE(Code(info.hRes) == Code(WBEM_E_NOT_FOUND) || Code(info.hRes) == Code(WBEM_E_INVALID_CLASS));
    EXPECT_NE(get(L"Mof_First.Id=\"a\""), nullptr);
}

TEST_F(Compiler, CheckingOnlyStoresNothing) {  // MOF-83, MOF-96
    WBEM_COMPILE_STATUS_INFO info{};
    EXPECT_TRUE(SUCCEEDED(try_compile("class Mof_Checked { [key] string Id; };", info, L"root\\cimv2", 0, 0, WBEM_FLAG_CHECK_ONLY)));
    EXPECT_EQ(Code(info.hRes), Code(S_OK));
    ComPtr<IWbemClassObject> none;
    EXPECT_EQ(try_get(L"Mof_Checked", none), Code(WBEM_E_NOT_FOUND));
}

TEST_F(Compiler, ABufferIncludesNothing) {  // MOF-99
    WBEM_COMPILE_STATUS_INFO info{};
    EXPECT_EQ(try_compile("#include \"/etc/hostname\"\n", info), WBEM_S_FALSE);
    EXPECT_EQ(Code(info.hRes), Code(static_cast<HRESULT>(WBEMMOF_E_ERROR_INVALID_INCLUDE_FILE)));
}

TEST_F(Compiler, FlagsOfClassesAndInstancesAreObeyed) {  // MOF-70, MOF-71
    ASSERT_EQ(compile("class Mof_Flags { [key] string Id; }; instance of Mof_Flags { Id = \"a\"; };"), Code(S_OK));
    EXPECT_EQ(compile("class Mof_Flags { [key] string Id; };", L"root\\cimv2", WBEM_FLAG_CREATE_ONLY), Code(WBEM_E_ALREADY_EXISTS));
    EXPECT_EQ(compile("class Mof_Absent { [key] string Id; };", L"root\\cimv2", WBEM_FLAG_UPDATE_ONLY), Code(WBEM_E_NOT_FOUND));
    EXPECT_EQ(compile("#pragma instanceflags(\"createonly\")\ninstance of Mof_Flags { Id = \"a\"; };"), Code(WBEM_E_ALREADY_EXISTS));
    EXPECT_EQ(compile("#pragma instanceflags(\"updateonly\")\ninstance of Mof_Flags { Id = \"b\"; };"), Code(WBEM_E_NOT_FOUND));
}

TEST_F(Compiler, FlagsThatContradictOneAnotherAreRefused) {  // MOF-70, MOF-98
    struct Flags {
        long of_classes, of_instances;
    };
    for (const Flags& flags : {Flags{3, 0}, Flags{0x60, 0}, Flags{0, 3}, Flags{8, 0}}) {
        WBEM_COMPILE_STATUS_INFO info{};
        EXPECT_EQ(Code(try_compile("class Mof_Torn { [key] string Id; };", info, L"root\\cimv2", flags.of_classes, flags.of_instances)), Code(WBEM_E_INVALID_PARAMETER));
        EXPECT_EQ(info.lPhaseError, 2);
        EXPECT_EQ(Code(info.hRes), Code(WBEM_E_INVALID_PARAMETER));
    }
    ComPtr<IWbemClassObject> none;
    EXPECT_EQ(try_get(L"Mof_Torn", none), Code(WBEM_E_NOT_FOUND));
}

TEST_F(Compiler, AliasesArePathsHoweverTheNamespaceIsCalled) {  // MOF-50
    const std::string text = "class Mof_To { [key] string Id; }; class Mof_From { [key] string Id; Mof_To ref To; };"
                             "instance of Mof_To as $t { Id = \"t\"; }; instance of Mof_From { Id = \"here\"; To = $t; };"
                             "#pragma namespace(\"root\\\\cimv2\")\n"
                             "class Mof_From { [key] string Id; object ref To; }; instance of Mof_From { Id = \"there\"; To = $t; };";
    for (const wchar_t* ns : {L"\\\\localhost\\root\\default", L"\\root\\default", L"//127.0.0.1/root/default", L"root/default"}) {
        ASSERT_EQ(compile(text, ns), Code(S_OK)) << ns;
        EXPECT_EQ(this->text(get(L"Mof_From.Id=\"there\""), L"To"), L"\\\\.\\root\\default:Mof_To.Id=\"t\"");
        const auto there = services;
        services = connect(L"root\\default");
        EXPECT_EQ(this->text(get(L"Mof_From.Id=\"here\""), L"To"), L"Mof_To.Id=\"t\"");
        services = there;
    }
}

TEST_F(Compiler, ANamespaceThatIsTurnedToMustBeThere) {  // MOF-72
    WBEM_COMPILE_STATUS_INFO info{};
    EXPECT_EQ(try_compile("#pragma namespace(\"root\\\\nope\")\n", info), WBEM_S_FALSE);
    EXPECT_EQ(info.lPhaseError, 3);
    EXPECT_EQ(Code(info.hRes), Code(WBEM_E_INVALID_NAMESPACE));
    for (const char* server : {".", "localhost", "127.0.0.1", "::1"})
        EXPECT_EQ(compile(std::string("#pragma namespace(\"\\\\\\\\") + server + "\\\\root\\\\cimv2\")\n"), Code(S_OK)) << server;
    EXPECT_EQ(compile("#pragma namespace(\"\\\\\\\\elsewhere\\\\root\\\\cimv2\")\n"), Code(static_cast<HRESULT>(WBEMMOF_E_INVALID_NAMESPACE_SPECIFICATION)));
    EXPECT_EQ(compile("instance of __Namespace { Name = \"mofnew\"; };\n#pragma namespace(\"root\\\\mofnew\")\n", L"root"), Code(S_OK)) << "the text itself made it";
}

TEST_F(Compiler, StrongTypesAreNeverWidened) {  // CLASS-22, MOF-24
    ASSERT_EQ(compile("class Mof_S { [key] string Id; }; class Mof_Low : Mof_S { }; class Mof_Has { [key] string Id; Mof_S ref R; Mof_S O; object Any; };"), Code(S_OK));
    EXPECT_EQ(compile("class Mof_Wide : Mof_Has { object ref R; };"), Code(WBEM_E_UPDATE_TYPE_MISMATCH));
    EXPECT_EQ(compile("class Mof_Wide : Mof_Has { object O; };"), Code(WBEM_E_UPDATE_TYPE_MISMATCH));
    EXPECT_EQ(compile("class Mof_Wide : Mof_Has { Mof_Low ref R; Mof_S O; object Any; };"), Code(S_OK));
}

TEST_F(Compiler, InstancesCannotOverrideWhatTheirClassFixes) {  // QUAL-09, OBJ-55, QUAL-02
    ASSERT_EQ(compile("[A5(5) : DisableOverride ToInstance] class Mof_Fixed { [key] string Id; uint32 v; };"), Code(S_OK));
    EXPECT_EQ(compile("[A5(7)] instance of Mof_Fixed { Id = \"a\"; };"), Code(WBEM_E_OVERRIDE_NOT_ALLOWED));
    EXPECT_EQ(compile("[A5(5)] instance of Mof_Fixed { Id = \"a\"; };"), Code(S_OK));
    EXPECT_EQ(compile("instance of Mof_Fixed { Id = \"a\"; [key] v = 1; };"), Code(WBEM_E_CANNOT_BE_KEY));
    for (const char* odd : {"[_Foo] class Mof_Odd { [key] string Id; };", "class Mof_Odd { [key] string Id; [Foo_] string P; };", "[__X] class Mof_Odd { [key] string Id; };",
                            "class Mof_Odd { [key] string Id; string p_; };", "class Mof_Odd { [key] string Id; void m_(); };",
                            "class Mof_Odd { [key] string Id; void m([in] string _a); };", "class Mof_Odd { [key] string Id; void m([in, Foo_] string a); };"})
        EXPECT_EQ(compile(odd), Code(WBEM_E_INVALID_PARAMETER)) << odd;
}

TEST_F(Compiler, InheritedMethodsKeepIdsAndClassesOfTheirParameters) {  // CLASS-24, MOF-41
    ASSERT_EQ(compile("class Mof_A { [key] string Id; }; class Mof_M { [key] string Id; };"
                      "class Mof_Acts { [key] string Id; Mof_A Do([in, ID(0)] uint32 a, [in, ID(1)] Mof_A ref r); };"),
              Code(S_OK));
    for (const char* other : {"Mof_A Do([in, ID(1)] uint32 a, [in, ID(0)] Mof_A ref r);", "Mof_A Do([in, ID(0)] uint32 a, [in, ID(1)] Mof_M ref r);",
                              "Mof_M Do([in, ID(0)] uint32 a, [in, ID(1)] Mof_A ref r);"})
        EXPECT_EQ(compile(std::string("class Mof_ActsLow : Mof_Acts { ") + other + " };"), Code(WBEM_E_UPDATE_PROPAGATED_METHOD)) << other;
    EXPECT_EQ(compile("class Mof_ActsLow : Mof_Acts { Mof_A Do([in] uint32 a, [in] Mof_A ref r); };"), Code(S_OK));
}

TEST_F(Compiler, CredentialsAreForOtherMachines) {  // MOF-92
    ComPtr<IMofCompiler> compiler;
    ASSERT_EQ(Code(CoCreateInstance(CLSID_MofCompiler, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(compiler.GetAddressOf()))), Code(S_OK));
    std::string text = "class Mof_User { [key] string Id; };";
    wchar_t ns[] = L"root\\cimv2", user[] = L"me", password[] = L"secret";
    WBEM_COMPILE_STATUS_INFO info{};
    const HRESULT status = compiler->CompileBuffer(static_cast<LONG>(text.size()), reinterpret_cast<BYTE*>(text.data()), ns, user, nullptr, password, 0, 0, 0, &info);
    EXPECT_EQ(Code(FAILED(info.hRes) ? info.hRes : status), Code(WBEM_E_LOCAL_CREDENTIALS));
}

TEST_F(Compiler, GetObjectTextCompilesIntoAnEqualClass) {  // MOF-110, MOF-114, MOF-115, OBJ-44, OBJ-45
    ASSERT_EQ(compile("[Description(\"base\") : ToSubClass, Version(\"1\")] class Mof_Text { [key, MaxLen(12)] string Id = \"x\"; uint8 Bytes[] = {1, 2};"
                      " [static, implemented] uint32 Do([in] string What, [in, out] sint64 HowMany, [out] Mof_Text REF Made); };"),
              Code(S_OK));
    const auto before = get(L"Mof_Text");
    BSTR text = nullptr;
    ASSERT_EQ(Code(before->GetObjectText(0, &text)), Code(S_OK));
    const _bstr_t kept(text, false);
    ASSERT_EQ(Code(services->DeleteClass(_bstr_t(L"Mof_Text"), 0, nullptr, nullptr)), Code(S_OK));
    ASSERT_EQ(compile(static_cast<const char*>(kept)), Code(S_OK)) << static_cast<const char*>(kept);
    EXPECT_EQ(Code(before->CompareTo(WBEM_COMPARISON_INCLUDE_ALL, get(L"Mof_Text").Get())), Code(WBEM_S_SAME));
}

namespace {

/// One class on line 1, then an instance a line: numbers 2, 3 ... of objects are those of lines.
std::string many(int count, const std::function<std::string(int)>& id) {
    std::string text = "#pragma instanceflags(\"createonly\") class Mof_Row { [key] uint32 Id; string Text; };\n";
    for (int i = 0; i < count; ++i) text += "instance of Mof_Row { Id = " + id(i) + "; Text = \"" + std::to_string(i) + "\"; };\n";
    return text;
}

}  // namespace

TEST_F(Compiler, NoInstanceBehindOneThatFailsIsStored) {  // MOF-85, MOF-89, MOF-98
    constexpr int kFails = 1500;
    const auto id = [](int i) { return std::to_string(i == kFails ? 0 : i); };
    WBEM_COMPILE_STATUS_INFO info{};
    EXPECT_EQ(try_compile(many(4000, id), info), WBEM_S_FALSE);
    EXPECT_EQ(Code(info.hRes), Code(WBEM_E_ALREADY_EXISTS));
    EXPECT_EQ(info.lPhaseError, 3);
    EXPECT_EQ(info.ObjectNum, kFails + 2);
    EXPECT_EQ(info.FirstLine, kFails + 2);
    EXPECT_EQ(info.LastLine, kFails + 2);
    EXPECT_EQ(count(L"Mof_Row"), kFails) << "those before it, and no other";
}

TEST_F(Compiler, WhatPrecedesAnInstanceThatIsNoneIsStored) {  // MOF-85: refused before it was queued, others still under way
    constexpr int kFails = 700;
    const auto id = [](int i) { return i == kFails ? std::string("NULL") : std::to_string(i); };
    WBEM_COMPILE_STATUS_INFO info{};
    EXPECT_EQ(try_compile(many(2000, id), info), WBEM_S_FALSE);
    EXPECT_EQ(Code(info.hRes), Code(WBEM_E_ILLEGAL_NULL));
    EXPECT_EQ(info.ObjectNum, kFails + 2);
    EXPECT_EQ(count(L"Mof_Row"), kFails);
}

TEST_F(Compiler, TheLaterOfTwoInstancesOfOneKeyStays) {  // MOF-48, MOF-57
    std::string text = "class Mof_Twice { [key] uint32 Id; uint32 N; };\n";
    for (int i = 0; i < 3000; ++i) text += "instance of Mof_Twice { Id = " + std::to_string(i % 7) + "; N = " + std::to_string(i) + "; };\n";
    ASSERT_EQ(compile(text), Code(S_OK));
    EXPECT_EQ(count(L"Mof_Twice"), 7);
    for (int i = 0; i < 7; ++i) {
        const auto kept = get((L"Mof_Twice.Id=" + std::to_wstring(i)).c_str());
        EXPECT_EQ(static_cast<int>(value(kept, L"N").lVal), 2993 + (i + 7 - 2993 % 7) % 7);
    }
}

TEST_F(Compiler, AStatementSeesTheInstancesBeforeIt) {  // MOF-56, MOF-57, MOF-75
    ASSERT_EQ(compile("class Mof_Seen { [key] string Id; };\n"
                      "instance of Mof_Seen { Id = \"a\"; }; instance of Mof_Seen { Id = \"b\"; };\n"
                      "#pragma deleteinstance(\"Mof_Seen.Id='a'\", FAIL)\n"
                      "instance of __Namespace { Name = \"mof_seen\"; };\n"
                      "#pragma namespace(\"\\\\\\\\.\\\\root\\\\cimv2\\\\mof_seen\")\n"
                      "class Mof_There { [key] string Id; };\n"
                      "instance of Mof_There as $There { };\n"
                      "class Mof_Points { [key] string Id; Mof_There ref To; };\n"
                      "instance of Mof_Points { Id = \"p\"; To = $There; };\n"),
              Code(S_OK));
    EXPECT_EQ(count(L"Mof_Seen"), 1);
    services = connect(L"root\\cimv2\\mof_seen");
    ComPtr<IWbemClassObject> target;
    EXPECT_EQ(try_get(text(get(L"Mof_Points.Id=\"p\""), L"To").c_str(), target), Code(S_OK)) << "the key that was made for $There";
}
