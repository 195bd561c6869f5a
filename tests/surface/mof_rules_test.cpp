// Rules of MOF that only show when a text was compiled: keys and indexes under instances, inherited implementations, the compiler's own
// identity, binary MOF, splits (MOF-30, 42, 66, 74, 90, 91, 93, 95..103).
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <openwmi_mof.h>
#include <openwmi_repository.h>
#include <unistd.h>

#include "fixture.h"

using namespace tried;

namespace {

std::string read_file(const std::filesystem::path& name) {
    std::ifstream stream(name, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

class MofRules : public Surface {
protected:
    void SetUp() override {
        Surface::SetUp();
        folder = std::filesystem::temp_directory_path() / ("openwmi-mof-rules-" + std::to_string(getpid()));
        std::filesystem::create_directory(folder);
    }

    void TearDown() override {
        std::filesystem::remove_all(folder);
        Surface::TearDown();
    }

    std::wstring file(const std::string& name, const std::string& text) const {
        std::ofstream(folder / name, std::ios::binary) << text;
        return (folder / name).wstring();
    }

    template <class Interface>
    static ComPtr<Interface> compiler() {
        ComPtr<Interface> made;
        EXPECT_EQ(Code(CoCreateInstance(CLSID_MofCompiler, nullptr, CLSCTX_INPROC_SERVER, __uuidof(Interface),
                                        reinterpret_cast<void**>(made.GetAddressOf()))),
                  Code(S_OK));
        return made;
    }

    static HRESULT compile_file(std::wstring name, long options, WBEM_COMPILE_STATUS_INFO* info) {
        wchar_t ns[] = L"root\\cimv2";
        return compiler<IMofCompiler>()->CompileFile(name.data(), ns, nullptr, nullptr, nullptr, options, 0, 0, info);
    }

    /// Compiles bytes that are no text.
    static Code compile_bytes(const std::string& bytes) { return compile(bytes); }

    std::filesystem::path folder;
};

GUID guid(unsigned long first, unsigned short second, unsigned short third) {
    return {static_cast<std::uint32_t>(first), second, third, {0xAE, 0xC9, 0x00, 0xC0, 0x4F, 0xB6, 0x88, 0x20}};
}

std::vector<std::wstring> listed() {
    ComPtr<IOpenWmiRepository> repository;
    ComPtr<IWbemClassObject> facts;
    EXPECT_EQ(Code(CoCreateInstance(CLSID_OpenWmiRepository, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(repository.GetAddressOf()))), Code(S_OK));
    EXPECT_EQ(Code(repository->GetInfo(facts.GetAddressOf())), Code(S_OK));
    _variant_t value;
    EXPECT_EQ(Code(facts->Get(L"Autorecover", 0, &value, nullptr, nullptr)), Code(S_OK));
    std::vector<std::wstring> names;
    if (V_VT(&value) != (VT_ARRAY | VT_BSTR)) return names;
    LONG upper = -1;
    SafeArrayGetUBound(V_ARRAY(&value), 1, &upper);
    for (LONG i = 0; i <= upper; ++i) {
        BSTR name = nullptr;
        SafeArrayGetElement(V_ARRAY(&value), &i, &name);
        names.emplace_back(name);
        SysFreeString(name);
    }
    return names;
}

}  // namespace

TEST_F(MofRules, KeysAndIndexesStayWhileTheClassIsInUse) {  // MOF-30, CLASS-37, QUAL-32
    ASSERT_EQ(compile("class Mr_Base { [key] string Id; string Text; uint32 Size; };"), Code(S_OK));
    ASSERT_EQ(compile("class Mr_Base { [key] string Id; string Text; [indexed] uint32 Size; };"), Code(S_OK)) << "nobody uses it yet";
    ASSERT_EQ(compile("class Mr_Heir : Mr_Base { };"), Code(S_OK));
    EXPECT_EQ(compile("class Mr_More : Mr_Base { [key] string Other; };"), Code(WBEM_E_CANNOT_CHANGE_KEY_INHERITANCE));
    EXPECT_EQ(compile("class Mr_More : Mr_Base { [key] string Text; };"), Code(WBEM_E_CANNOT_CHANGE_KEY_INHERITANCE));
    EXPECT_EQ(compile("class Mr_Base { [key] string Id; string Text; uint32 Size; };"), Code(WBEM_E_CANNOT_CHANGE_INDEX_INHERITANCE));
    EXPECT_EQ(compile("class Mr_Base { [key] string Id; [key] string Text; [indexed] uint32 Size; };"), Code(WBEM_E_CLASS_HAS_CHILDREN));
    ASSERT_EQ(compile("class Mr_Used { [key] string Id; string Text; uint32 Size; }; instance of Mr_Used { Id = \"a\"; };"), Code(S_OK));
    EXPECT_EQ(compile("class Mr_Used { [key] string Id; [key] string Text; uint32 Size; };"), Code(WBEM_E_CLASS_HAS_INSTANCES));
    EXPECT_EQ(compile("class Mr_Used { string Id; string Text; uint32 Size; };"), Code(WBEM_E_CLASS_HAS_INSTANCES));
    EXPECT_EQ(compile("class Mr_Used { [key] string Id; string Text; [indexed] uint32 Size; };"), Code(WBEM_E_CANNOT_CHANGE_INDEX_INHERITANCE));
    EXPECT_NE(get(L"Mr_Used.Id=\"a\""), nullptr);
}

TEST_F(MofRules, AMethodWithoutImplementedIsTheNearestBasesOwn) {  // MOF-42, QUAL-33
    ASSERT_EQ(compile("class Mr_Does { [key] string Id; [implemented, static] void Run(); [static] void Walk(); };"
                      "class Mr_Inherits : Mr_Does { [static] void Run(); [static] void Walk(); };"
                      "class Mr_Inherits2 : Mr_Inherits { };"),
              Code(S_OK));
    const auto call = [this](const wchar_t* of, const wchar_t* method) {
        return Code(services->ExecMethod(_bstr_t(of), _bstr_t(method), 0, nullptr, nullptr, nullptr, nullptr));
    };
    EXPECT_EQ(call(L"Mr_Does", L"Walk"), Code(WBEM_E_METHOD_NOT_IMPLEMENTED));
    EXPECT_EQ(call(L"Mr_Inherits", L"Walk"), Code(WBEM_E_METHOD_NOT_IMPLEMENTED));
    const Code own = call(L"Mr_Does", L"Run");
    EXPECT_FALSE(own == Code(WBEM_E_METHOD_NOT_IMPLEMENTED)) << "it is implemented, by a provider";
    EXPECT_EQ(call(L"Mr_Inherits", L"Run"), own) << "the implementation of the base";
    EXPECT_EQ(call(L"Mr_Inherits2", L"Run"), own);
}

TEST_F(MofRules, TheCodesOfUnsupportedCim22AreNeverRaised) {  // MOF-66
    const std::string text = "class Mr_Odd { [key, OctetString, ArrayType(\"Indexed\")] string Id; uint8 Bytes[] = {0xFF, 0};"
                             " [OctetString] string Octets[] = {\"0x0007616263\"}; char16 C = '\\x4133'; [Units(NULL)] uint8 U; };";
    const Code done = compile(text);
    EXPECT_FALSE(done == Code(static_cast<HRESULT>(WBEMMOF_E_UNSUPPORTED_CIMV22_QUAL_VALUE)));
    EXPECT_FALSE(done == Code(static_cast<HRESULT>(WBEMMOF_E_UNSUPPORTED_CIMV22_DATA_TYPE)));
    for (const char* odd : {"[Q({1,2})]", "[Q{\"0x41\"}]", "[Q(1.5)]", "[Q('a')]", "[Q(-1)]", "[Q{}]"}) {
        const Code one = compile(std::string(odd) + " class Mr_Odder { [key] string Id; };");
        EXPECT_FALSE(one == Code(static_cast<HRESULT>(WBEMMOF_E_UNSUPPORTED_CIMV22_QUAL_VALUE))) << odd;
        EXPECT_FALSE(one == Code(static_cast<HRESULT>(WBEMMOF_E_UNSUPPORTED_CIMV22_DATA_TYPE))) << odd;
    }
}

TEST_F(MofRules, TheCompilerHasWindowsIdentifiersAndThreeMethods) {  // MOF-95, ERR-11
    EXPECT_TRUE(IsEqualGUID(CLSID_MofCompiler, guid(0x6DAF9757, 0x2E37, 0x11D2)));
    EXPECT_TRUE(IsEqualGUID(IID_IMofCompiler, guid(0x6DAF974E, 0x2E37, 0x11D2)));
    ComPtr<IUnknown> unknown;
    ASSERT_EQ(Code(CoCreateInstance(guid(0x6DAF9757, 0x2E37, 0x11D2), nullptr, CLSCTX_INPROC_SERVER, IID_IUnknown,
                                    reinterpret_cast<void**>(unknown.GetAddressOf()))),
              Code(S_OK));
    ComPtr<IMofCompiler> compiler;
    ASSERT_EQ(Code(unknown->QueryInterface(guid(0x6DAF974E, 0x2E37, 0x11D2), reinterpret_cast<void**>(compiler.GetAddressOf()))), Code(S_OK));
    WBEM_COMPILE_STATUS_INFO info{};
    wchar_t missing[] = L"/nowhere/at/all.mof", result[] = L"/nowhere/at/all.bmf";
    BYTE text[] = {'c', 'l', 'a', 's', 's'};
    EXPECT_EQ(compiler->CompileFile(missing, nullptr, nullptr, nullptr, nullptr, 0, 0, 0, &info), WBEM_S_FALSE);
    EXPECT_EQ(Code(info.hRes), Code(WBEM_E_NOT_FOUND));
    EXPECT_EQ(compiler->CompileBuffer(sizeof text, text, nullptr, nullptr, nullptr, nullptr, 0, 0, 0, &info), WBEM_S_FALSE);
    EXPECT_EQ(info.lPhaseError, 1);
    EXPECT_EQ(compiler->CreateBMOF(missing, result, nullptr, 0, 0, 0, &info), WBEM_S_FALSE);
    EXPECT_EQ(Code(compiler->CompileFile(nullptr, nullptr, nullptr, nullptr, nullptr, 0, 0, 0, &info)), Code(WBEM_E_INVALID_PARAMETER));
    EXPECT_EQ(Code(compiler->CompileFile(missing, nullptr, nullptr, nullptr, nullptr, 0x8000, 0, 0, &info)), Code(WBEM_E_INVALID_PARAMETER));  // MOF-96
}

TEST_F(MofRules, ABinaryMofCompilesIntoWhatItsTextDoes) {  // MOF-90, MOF-91, MOF-99
    const std::string text = "[Description(\"x\")] class Mr_Boxed { [key] string Id; uint32 N = 7; };\ninstance of Mr_Boxed { Id = \"a\"; };\n";
    std::wstring source = file("boxed.mof", text), box = (folder / "boxed.bmf").wstring();
    WBEM_COMPILE_STATUS_INFO info{};
    ASSERT_EQ(Code(compiler<IMofCompiler>()->CreateBMOF(source.data(), box.data(), nullptr, 0, 0, 0, &info)), Code(S_OK));
    ComPtr<IWbemClassObject> none;
    EXPECT_EQ(try_get(L"Mr_Boxed", none), Code(WBEM_E_NOT_FOUND)) << "CreateBMOF stores nothing";
    const std::string bytes = read_file(folder / "boxed.bmf");
    ASSERT_EQ(bytes.substr(0, 4), "FOMB");
    ASSERT_EQ(compile_bytes(bytes), Code(S_OK));  // CompileBuffer
    const auto from_box = get(L"Mr_Boxed");
    EXPECT_EQ(value(get(L"Mr_Boxed.Id=\"a\""), L"N").lVal, 7);
    ASSERT_EQ(Code(services->DeleteClass(_bstr_t(L"Mr_Boxed"), 0, nullptr, nullptr)), Code(S_OK));
    ASSERT_EQ(compile(text), Code(S_OK));
    EXPECT_EQ(Code(from_box->CompareTo(WBEM_COMPARISON_INCLUDE_ALL, get(L"Mr_Boxed").Get())), Code(WBEM_S_SAME));
    ASSERT_EQ(Code(services->DeleteClass(_bstr_t(L"Mr_Boxed"), 0, nullptr, nullptr)), Code(S_OK));
    EXPECT_EQ(compile_file(box, 0, &info), 2) << "MOF-97: compiled, not listed";
    EXPECT_NE(get(L"Mr_Boxed"), nullptr);
}

TEST_F(MofRules, ADamagedBinaryMofIsRefusedWhereverItIsCut) {  // MOF-02, MOF-91
    std::wstring source = file("cut.mof", "class Mr_Cut { [key] string Id; };\n"), box = (folder / "cut.bmf").wstring();
    WBEM_COMPILE_STATUS_INFO info{};
    ASSERT_EQ(Code(compiler<IMofCompiler>()->CreateBMOF(source.data(), box.data(), nullptr, 0, 0, 0, &info)), Code(S_OK));
    const std::string bytes = read_file(folder / "cut.bmf");
    for (std::size_t length = 4; length < bytes.size(); ++length)
        EXPECT_FALSE(compile_bytes(bytes.substr(0, length)) == Code(S_OK)) << length;
    EXPECT_EQ(compile_bytes(bytes.substr(0, bytes.size() - 1)), Code(static_cast<HRESULT>(WBEMMOF_E_INVALID_FILE)));
    EXPECT_EQ(compile_bytes(bytes + "x"), Code(static_cast<HRESULT>(WBEMMOF_E_INVALID_FILE)));
    std::string huge = bytes;
    std::memset(huge.data() + 12, 0xFF, 4);  // its length
    EXPECT_EQ(compile_bytes(huge), Code(static_cast<HRESULT>(WBEMMOF_E_INVALID_FILE)));
    std::string other = bytes;
    other[4] = '\1';  // another compiler's
    EXPECT_EQ(compile_bytes(other), Code(WBEM_E_NOT_SUPPORTED));
    ComPtr<IWbemClassObject> none;
    EXPECT_EQ(try_get(L"Mr_Cut", none), Code(WBEM_E_NOT_FOUND));
}

TEST_F(MofRules, ListedFilesStandOnceInTheirOrder) {  // MOF-74, MOF-93, MOF-96, MOF-97
    const std::wstring first = file("b.mof", "#PRAGMA AUTORECOVER\nclass Mr_First { [key] string Id; };");
    const std::wstring second = file("a.mof", "class Mr_Second { [key] string Id; };");
    const std::wstring bad = file("c.mof", "#pragma autorecover\nclass Mr_Third : Mr_Nothing { };");
    WBEM_COMPILE_STATUS_INFO info{};
    EXPECT_EQ(compile_file(first, WBEM_FLAG_CHECK_ONLY, &info), S_OK);
    EXPECT_EQ(compile_file(first, WBEM_FLAG_DONT_ADD_TO_LIST, &info), S_OK);
    EXPECT_EQ(compile_file(second, 0, &info), 2);
    EXPECT_TRUE(listed().empty());
    EXPECT_EQ(compile_file(first, 0, &info), S_OK);
    EXPECT_EQ(compile_file(second, WBEM_FLAG_AUTORECOVER, &info), S_OK);
    EXPECT_EQ(compile_file(folder.wstring() + L"/../" + folder.filename().wstring() + L"/b.mof", 0, &info), S_OK);
    EXPECT_EQ(compile_file(bad, 0, &info), WBEM_S_FALSE);
    EXPECT_EQ(listed(), (std::vector<std::wstring>{std::filesystem::canonical(folder / "b.mof").wstring(), std::filesystem::canonical(folder / "a.mof").wstring()}));
}

TEST_F(MofRules, ASplitWritesBothFilesOrNone) {  // MOF-76, MOF-100, MOF-101, MOF-102
    const std::wstring source = file("split.mof", "#pragma amendment(\"MS_409\")\n[LOCALE(0x409), Description(\"d\") : Amended] class Mr_Split { [key] string Id; string T; };");
    const std::wstring neutral = (folder / "n.mof").wstring(), localized = (folder / "l.mfl").wstring();
    const auto splitter = compiler<IOpenWmiMofCompiler>();
    WBEM_COMPILE_STATUS_INFO info{};
    EXPECT_EQ(Code(splitter->SplitFile(source.c_str(), L"root\\cimv2", nullptr, nullptr, nullptr, 0, &info)), Code(S_OK));
    EXPECT_EQ(Code(splitter->SplitFile(source.c_str(), nullptr, nullptr, neutral.c_str(), nullptr, 0, &info)), Code(WBEM_E_INVALID_PARAMETER));
    EXPECT_EQ(Code(splitter->SplitFile(source.c_str(), nullptr, L"de", neutral.c_str(), localized.c_str(), 0, &info)), Code(WBEM_E_INVALID_PARAMETER));
    EXPECT_FALSE(std::filesystem::exists(folder / "n.mof") || std::filesystem::exists(folder / "l.mfl"));
    EXPECT_EQ(Code(splitter->SplitFile(source.c_str(), L"root\\cimv2", nullptr, neutral.c_str(), localized.c_str(), 0, &info)), Code(S_OK));
    EXPECT_EQ(read_file(folder / "n.mof").find("Description"), std::string::npos);
    EXPECT_NE(read_file(folder / "n.mof").find("1033"), std::string::npos);
    EXPECT_NE(read_file(folder / "l.mfl").find("Description(\"d\")"), std::string::npos);
    ComPtr<IWbemClassObject> none;
    EXPECT_EQ(try_get(L"Mr_Split", none), Code(WBEM_E_NOT_FOUND)) << "a split stores nothing";
    const std::wstring wrong = file("wrong.mof", "class {");
    EXPECT_EQ(splitter->SplitFile(wrong.c_str(), nullptr, L"MS_409", neutral.c_str(), localized.c_str(), 0, &info), WBEM_S_FALSE);
    EXPECT_EQ(info.lPhaseError, 1);
}

TEST_F(MofRules, SplitFilesMakesBothVersionsAvailable) {  // MOF-96, MOF-103, LOC-05
    const std::wstring source = file("both.mof", "#pragma amendment(\"MS_409\")\n[Description(\"in English\") : Amended] class Mr_Both { [key] string Id; };");
    WBEM_COMPILE_STATUS_INFO info{};
    EXPECT_EQ(compile_file(source, WBEM_FLAG_SPLIT_FILES, &info), 2);
    EXPECT_EQ(Code(info.hRes), Code(S_OK));
    const auto has_description = [](const ComPtr<IWbemClassObject>& of) {
        ComPtr<IWbemQualifierSet> set;
        return of && SUCCEEDED(of->GetQualifierSet(set.GetAddressOf())) && SUCCEEDED(set->Get(L"Description", 0, nullptr, nullptr));
    };
    services = connect(L"root\\cimv2", L"MS_409");
    EXPECT_FALSE(has_description(get(L"Mr_Both")));
    EXPECT_TRUE(has_description(get(L"Mr_Both", WBEM_FLAG_USE_AMENDED_QUALIFIERS)));
    EXPECT_EQ(compile_file(file("none.mof", "class Mr_None { [key] string Id; };"), WBEM_FLAG_SPLIT_FILES, &info), WBEM_S_FALSE);
    EXPECT_EQ(info.lPhaseError, 2);
}
