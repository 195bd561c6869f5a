// IMofCompiler: what its methods take and how they tell the end (MOF-81, 84, 85, 95..99, 103).
#include <filesystem>
#include <fstream>

#include <unistd.h>

#include "fixture.h"

using namespace tried;

namespace {

class Compiler : public Surface {
protected:
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
