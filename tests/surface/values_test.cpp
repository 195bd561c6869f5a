// Contexts, statuses, keys, dates, qualifiers without power, texts of objects: what clients see of them (CTX, ERR, PATH, DATE, QUAL, SYS, MOF).
#include "client.h"

#include <wmiutils.h>

#include <cctype>
#include <fstream>
#include <map>
#include <regex>
#include <sstream>

namespace at_surface {
namespace {

class Values : public Surface {
protected:
    static void say(IWbemContext* to, const wchar_t* name, _variant_t value) { ASSERT_EQ(to->SetValue(name, 0, &value), S_OK); }

    /// The status of a read and of a put that were given a context with one value.
    std::pair<HRESULT, HRESULT> calls_with(const wchar_t* name, const _variant_t& value) {
        const auto with = context();
        say(with.Get(), name, value);
        get(L"Thing", 0, with.Get());
        const HRESULT read = last;
        const auto thing = spawn(L"Thing");
        set(thing.Get(), L"Id", 1);
        return {read, put(thing.Get(), 0, with.Get())};
    }

    template <class T>
    static ComPtr<T> make(REFCLSID clsid) {
        ComPtr<T> made;
        EXPECT_EQ(CoCreateInstance(clsid, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(made.GetAddressOf())), S_OK);
        return made;
    }

    /// A property's qualifier as a VARIANT; VT_EMPTY when there is none.
    static _variant_t qualifier(IWbemClassObject* of, const wchar_t* property, const wchar_t* name) {
        ComPtr<IWbemQualifierSet> set;
        EXPECT_EQ(property ? of->GetPropertyQualifierSet(property, set.GetAddressOf()) : of->GetQualifierSet(set.GetAddressOf()), S_OK);
        _variant_t value;
        set->Get(name, 0, &value, nullptr);
        return value;
    }
};

TEST_F(Values, AnArchitectureIsThirtyTwoOrSixtyFour) {  // CTX-13
    mof("class Thing { [key] uint32 Id; };");
    using Both = std::pair<HRESULT, HRESULT>;
    EXPECT_EQ(calls_with(L"__ProviderArchitecture", 32L), Both(S_OK, S_OK));
    EXPECT_EQ(calls_with(L"__ProviderArchitecture", 64L), Both(S_OK, S_OK));
    const Both refused(WBEM_E_INVALID_PARAMETER, WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(calls_with(L"__ProviderArchitecture", 16L), refused);
    EXPECT_EQ(calls_with(L"__providerarchitecture", L"64"), refused);
    EXPECT_EQ(calls_with(L"__RequiredArchitecture", true), Both(S_OK, S_OK));
    EXPECT_EQ(calls_with(L"__RequiredArchitecture", false), Both(S_OK, S_OK));
    EXPECT_EQ(calls_with(L"__RequiredArchitecture", 1L), refused);
}

TEST_F(Values, EveryCallLooksAtTheArchitecture) {  // CTX-13, CALL-20
    mof("class Thing { [key] uint32 Id; };");
    const auto definition = get(L"Thing");
    const auto thing = spawn(L"Thing");
    set(thing.Get(), L"Id", 1);
    const auto wrong = context();
    say(wrong.Get(), L"__ProviderArchitecture", 16L);
    IWbemContext* const with = wrong.Get();
    IWbemServices& s = *services.Get();
    const _bstr_t name(L"Thing"), path(L"Thing.Id=1"), wql(L"WQL"), query(L"SELECT * FROM Thing"), watched(L"SELECT * FROM __InstanceCreationEvent"), method(L"None");
    ComPtr<IWbemClassObject> object;
    ComPtr<IEnumWbemClassObject> rows;
    Sink sink;
    const std::vector<std::pair<const char*, HRESULT>> answers{
        {"GetObject", s.GetObject(path, 0, with, object.GetAddressOf(), nullptr)},
        {"GetObjectAsync", s.GetObjectAsync(path, 0, with, &sink)},
        {"PutClass", s.PutClass(definition.Get(), 0, with, nullptr)},
        {"PutClassAsync", s.PutClassAsync(definition.Get(), 0, with, &sink)},
        {"DeleteClass", s.DeleteClass(name, 0, with, nullptr)},
        {"DeleteClassAsync", s.DeleteClassAsync(name, 0, with, &sink)},
        {"CreateClassEnum", s.CreateClassEnum(name, 0, with, rows.ReleaseAndGetAddressOf())},
        {"CreateClassEnumAsync", s.CreateClassEnumAsync(name, 0, with, &sink)},
        {"PutInstance", s.PutInstance(thing.Get(), 0, with, nullptr)},
        {"PutInstanceAsync", s.PutInstanceAsync(thing.Get(), 0, with, &sink)},
        {"DeleteInstance", s.DeleteInstance(path, 0, with, nullptr)},
        {"DeleteInstanceAsync", s.DeleteInstanceAsync(path, 0, with, &sink)},
        {"CreateInstanceEnum", s.CreateInstanceEnum(name, 0, with, rows.ReleaseAndGetAddressOf())},
        {"CreateInstanceEnumAsync", s.CreateInstanceEnumAsync(name, 0, with, &sink)},
        {"ExecQuery", s.ExecQuery(wql, query, 0, with, rows.ReleaseAndGetAddressOf())},
        {"ExecQueryAsync", s.ExecQueryAsync(wql, query, 0, with, &sink)},
        {"ExecNotificationQuery", s.ExecNotificationQuery(wql, watched, 0x30, with, rows.ReleaseAndGetAddressOf())},
        {"ExecNotificationQueryAsync", s.ExecNotificationQueryAsync(wql, watched, 0, with, &sink)},
        {"ExecMethod", s.ExecMethod(path, method, 0, with, nullptr, object.ReleaseAndGetAddressOf(), nullptr)},
        {"ExecMethodAsync", s.ExecMethodAsync(path, method, 0, with, nullptr, &sink)},
    };
    for (const auto& [call, answer] : answers) EXPECT_EQ(answer, WBEM_E_INVALID_PARAMETER) << call;
    EXPECT_EQ(sink.references, 1U);
    get(L"Thing");
    EXPECT_EQ(last, S_OK) << "and nothing was done";
}

TEST_F(Values, TheCorrelationOfACallStandsInTheLog) {  // CTX-14
    mof("class Thing { [key] uint32 Id; };");
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    setenv("OPENWMI_LOG", "info", 1);
    const auto call = [&](const wchar_t* id) {
        const auto with = context();
        say(with.Get(), L"__CorrelationId", id);
        get(L"Thing", 0, with.Get());
        std::_Exit(last == S_OK ? 0 : 1);
    };
    EXPECT_EXIT(call(L"{0a1b2c3d-0000-0000-0000-000000000001}"), testing::ExitedWithCode(0), "__CorrelationId .0A1B2C3D-0000-0000-0000-000000000001.");
    unsetenv("OPENWMI_LOG");
}

TEST_F(Values, LocalesAndCorrelationOfMiAreTakenAlong) {  // CTX-14
    mof("class Thing { [key] uint32 Id; };");
    using Both = std::pair<HRESULT, HRESULT>;
    EXPECT_EQ(calls_with(L"__MI_DESTINATIONOPTIONS_DATA_LOCALE", L"MS_409"), Both(S_OK, S_OK));
    EXPECT_EQ(calls_with(L"__MI_DESTINATIONOPTIONS_UI_LOCALE", L"MS_407"), Both(S_OK, S_OK));
    EXPECT_EQ(calls_with(L"__CorrelationId", L"{00000000-0000-0000-0000-000000000001}"), Both(S_OK, S_OK));
}

TEST_F(Values, ContextsAskForPartsOfObjects) {  // CTX-15
    mof("class Thing { [key] uint32 Id; string A; string B; }; instance of Thing { Id = 1; A = \"a\"; B = \"b\"; };");
    const auto with = context();
    say(with.Get(), L"__GET_EXTENSIONS", true);
    say(with.Get(), L"__GET_EXT_CLIENT_REQUEST", true);
    say(with.Get(), L"__GET_EXT_KEYS_ONLY", true);
    const auto part = get(L"Thing.Id=1", 0, with.Get());
    ASSERT_EQ(last, S_OK);
    EXPECT_EQ(value(part.Get(), L"Id").lVal, 1);
    _variant_t absent;
    const HRESULT read = part->Get(L"A", 0, &absent, nullptr, nullptr);
    EXPECT_TRUE(read == WBEM_E_NOT_FOUND || absent.vt == VT_NULL);
    const auto whole = spawn(L"Thing");
    set(whole.Get(), L"Id", 1);
    set(whole.Get(), L"A", L"new");
    const auto strict = context();
    say(strict.Get(), L"__PUT_EXTENSIONS", true);
    say(strict.Get(), L"__PUT_EXT_STRICT_NULLS", false);
    EXPECT_EQ(put(whole.Get(), WBEM_FLAG_UPDATE_ONLY, strict.Get()), S_OK);
    EXPECT_EQ(text(get(L"Thing.Id=1").Get(), L"A"), L"new");
    EXPECT_EQ(text(get(L"Thing.Id=1").Get(), L"B"), L"b");
}

TEST_F(Values, CodesHaveTextsAndGapsHaveNone) {  // ERR-05, ERR-08
    const auto texts = make<IWbemStatusCodeText>(CLSID_WbemStatusCodeText);
    BSTR words = nullptr;
    ASSERT_EQ(texts->GetErrorCodeText(WBEM_E_NOT_FOUND, 0, WBEMSTATUS_FORMAT_NEWLINE, &words), S_OK);
    EXPECT_EQ(words[SysStringLen(words) - 1], L'\n');
    SysFreeString(words);
    ASSERT_EQ(texts->GetErrorCodeText(WBEM_E_NOT_FOUND, 0, WBEMSTATUS_FORMAT_NO_NEWLINE, &words), S_OK);
    EXPECT_NE(words[SysStringLen(words) - 1], L'\n');
    SysFreeString(words);
    ASSERT_EQ(texts->GetFacilityCodeText(WBEM_E_NOT_FOUND, 0, WBEMSTATUS_FORMAT_NO_NEWLINE, &words), S_OK);
    EXPECT_STREQ(words, L"WMI");
    SysFreeString(words);
    for (const auto& [first, end] : {std::pair{0x8004104AU, 0x80041050U}, {0x8004105EU, 0x8004105FU}, {0x8004107BU, 0x80041080U}})
        for (unsigned code = first; code < end; ++code)
            EXPECT_EQ(texts->GetErrorCodeText(static_cast<HRESULT>(code), 0, 0, &words), WBEM_E_NOT_FOUND) << std::hex << code;
}

/// The rows "table header NAME 0xVALUE" of the tables of constants.
struct Constant {
    std::string table, header, name;
    unsigned value = 0;
};

std::vector<Constant> constants() {
    std::ifstream file(OPENWMI_SOURCE "/tests/headers/constants.txt");
    std::vector<Constant> all;
    for (std::string line; std::getline(file, line);) {
        std::istringstream words(line);
        Constant one;
        std::string value;
        if (!(words >> one.table >> one.header >> one.name >> value) || one.table.front() != 'T') continue;
        one.value = static_cast<unsigned>(std::stoull(value, nullptr, 0));
        all.push_back(one);
    }
    return all;
}

TEST_F(Values, EveryCodeOfTheTablesHasAText) {  // ERR-08
    const auto texts = make<IWbemStatusCodeText>(CLSID_WbemStatusCodeText);
    std::size_t seen = 0;
    for (const Constant& one : constants()) {
        if (one.table != "T1" && one.table != "T2") continue;
        ++seen;
        BSTR words = nullptr;
        EXPECT_EQ(texts->GetErrorCodeText(static_cast<HRESULT>(one.value), 0, 0, &words), S_OK) << one.name;
        EXPECT_GT(SysStringLen(words), 2U) << one.name;
        SysFreeString(words);
        ASSERT_EQ(texts->GetFacilityCodeText(static_cast<HRESULT>(one.value), 0, 1, &words), S_OK) << one.name;
        EXPECT_STREQ(words, L"WMI") << one.name;
        SysFreeString(words);
    }
    EXPECT_GT(seen, 195U);
    BSTR words = nullptr;
    EXPECT_EQ(texts->GetErrorCodeText(0x000400FF, 0, 0, &words), S_OK) << "of the wire alone";
    SysFreeString(words);
}

TEST_F(Values, CodesOfScriptsAreThoseOfPrograms) {  // ERR-06
    const auto folded = [](std::string name) {
        std::string plain;
        for (const char c : name)
            if (c != '_') plain += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        return plain;
    };
    std::map<std::string, unsigned> programs;
    for (const Constant& one : constants())
        if (one.name.rfind("WBEM_E_", 0) == 0) programs[folded(one.name.substr(7))] = one.value;
    std::ifstream header(OPENWMI_SOURCE "/include/openwmi/wbemdisp.h");
    std::map<std::string, unsigned> scripts;
    const std::regex row("wbemErr(\\w+) = \\(int\\)(0x[0-9a-f]+)");
    for (std::string line; std::getline(header, line);) {
        std::smatch match;
        if (std::regex_search(line, match, row)) scripts[match[1]] = static_cast<unsigned>(std::stoull(match[2], nullptr, 16));
    }
    const std::map<std::string, unsigned> others{{"VetoPut", 0x80041079},         {"VetoDelete", 0x8004107A}, {"RegistrationTooBroad", 0x80042001},
                                                 {"RegistrationTooPrecise", 0x80042002}, {"Timedout", 0x80043001},   {"ResetToDefault", 0x80043002}};
    programs["missingparameter"] = programs.at("missingparameterid");  // shorter for scripts
    programs["timeout"] = programs.at("timedout");
    EXPECT_GT(scripts.size(), 120U);
    for (const auto& [name, value] : scripts) {
        const auto other = others.find(name);
        const auto found = programs.find(folded(name));
        if (other != others.end()) EXPECT_EQ(value, other->second) << name;
        else if (found == programs.end()) ADD_FAILURE() << "no WBEM_E_ has the name of wbemErr" << name;
        else EXPECT_EQ(value, found->second) << name;
    }
}

TEST_F(Values, AFailureLeavesItsDetails) {  // ERR-09, CALL-65, CALL-66
    get(L"Thing");
    ASSERT_EQ(last, WBEM_E_NOT_FOUND);
    ComPtr<IErrorInfo> info;
    ASSERT_EQ(GetErrorInfo(0, info.GetAddressOf()), S_OK);
    ComPtr<IWbemClassObject> details;
    ASSERT_EQ(info->QueryInterface(IID_PPV_ARGS(details.GetAddressOf())), S_OK);
    EXPECT_EQ(text(details.Get(), L"__CLASS"), L"__ExtendedStatus");
    EXPECT_EQ(static_cast<unsigned>(value(details.Get(), L"StatusCode").lVal), 0x80041002U);
    EXPECT_EQ(text(details.Get(), L"Operation"), L"GetObject");
    EXPECT_EQ(text(details.Get(), L"ParameterInfo"), L"Thing");
    EXPECT_EQ(text(details.Get(), L"ProviderName"), L"Windows Management");
    EXPECT_EQ(GetErrorInfo(0, info.ReleaseAndGetAddressOf()), S_FALSE);  // consumed
}

TEST_F(Values, TheRepositorysCodesReachTheClientUnchanged) {  // ERR-12
    mof("class Thing { [key] uint32 Id; [not_null] string Name = \"x\"; };");
    const auto thing = spawn(L"Thing");
    set(thing.Get(), L"Id", 1);
    EXPECT_EQ(put(thing.Get(), WBEM_FLAG_UPDATE_ONLY), WBEM_E_NOT_FOUND);
    ASSERT_EQ(put(thing.Get()), S_OK);
    for (const auto& [flags, code] : {std::pair<long, HRESULT>{WBEM_FLAG_CREATE_ONLY, WBEM_E_ALREADY_EXISTS}, {WBEM_FLAG_UPDATE_ONLY, S_OK}}) {
        EXPECT_EQ(put(thing.Get(), flags), code);
        ComPtr<IWbemCallResult> result;
        LONG status = 0;
        ASSERT_EQ(services->PutInstance(thing.Get(), flags | WBEM_FLAG_RETURN_IMMEDIATELY, nullptr, result.GetAddressOf()), S_OK);
        ASSERT_EQ(result->GetCallStatus(WBEM_INFINITE, &status), S_OK);
        EXPECT_EQ(static_cast<HRESULT>(status), code);
        Sink sink;
        ASSERT_EQ(services->PutInstanceAsync(thing.Get(), flags, nullptr, &sink), S_OK);
        sink.wait();
        EXPECT_EQ(sink.finals[0].result, code);
    }
}

TEST_F(Values, SomeTypesCannotBeKeys) {  // PATH-12
    for (const auto& [type, code] : {std::pair<CIMTYPE, HRESULT>{CIM_REAL32, WBEM_E_CANNOT_BE_KEY},
                                     {CIM_REAL64, WBEM_E_CANNOT_BE_KEY},
                                     {CIM_OBJECT, WBEM_E_CANNOT_BE_KEY},
                                     {CIM_STRING | CIM_FLAG_ARRAY, WBEM_E_CANNOT_BE_KEY},
                                     {CIM_STRING, S_OK}}) {
        const auto made = get(L"");
        _variant_t name(L"Keyed"), yes(true);
        ASSERT_EQ(made->Put(L"__CLASS", 0, &name, 0), S_OK);
        ASSERT_EQ(made->Put(L"K", 0, nullptr, type), S_OK);
        ComPtr<IWbemQualifierSet> marks;
        ASSERT_EQ(made->GetPropertyQualifierSet(L"K", marks.GetAddressOf()), S_OK);
        const HRESULT marked = marks->Put(L"key", &yes, 0);
        EXPECT_EQ(FAILED(marked) ? marked : services->PutClass(made.Get(), 0, nullptr, nullptr), code) << type;
    }
    EXPECT_EQ(put(spawn(L"Keyed").Get()), S_OK);  // a NULL string key gets a value of its own
    mof("class Numbered { [key] uint32 K; };");
    EXPECT_EQ(put(spawn(L"Numbered").Get()), WBEM_E_ILLEGAL_NULL);  // and a NULL number is refused
}

TEST_F(Values, MofWithoutANamespaceGoesToRootDefault) {  // PATH-38
    const auto compiler = make<IMofCompiler>(CLSID_MofCompiler);
    std::string bytes = "class Nowhere { [key] string K; };";
    WBEM_COMPILE_STATUS_INFO info{};
    EXPECT_EQ(compiler->CompileBuffer(static_cast<LONG>(bytes.size()), reinterpret_cast<BYTE*>(bytes.data()), nullptr, nullptr, nullptr, nullptr, 0, 0, 0,
                                      &info),
              2);  // MOF-97
    EXPECT_EQ(info.hRes, S_OK);
    get(L"Nowhere");
    EXPECT_EQ(last, S_OK);  // this connection is to root\default
}

TEST_F(Values, AnIntervalIsMarkedAndTheMarkChecksNothing) {  // DATE-05, QUAL-43
    mof("class Timed { [key] uint32 Id; [SubType(\"interval\")] datetime Took; [EmbeddedInstance(\"Timed\")] string Inner; };");
    EXPECT_EQ(std::wstring(qualifier(get(L"Timed").Get(), L"Took", L"SubType").bstrVal), L"interval");
    const auto timed = spawn(L"Timed");
    set(timed.Get(), L"Id", 1);
    set(timed.Get(), L"Took", L"20260102030405.000000+000");  // a moment, not an interval
    set(timed.Get(), L"Inner", L"no MOF at all");
    EXPECT_EQ(put(timed.Get()), S_OK);
    EXPECT_EQ(text(get(L"Timed.Id=1").Get(), L"Inner"), L"no MOF at all");
}

TEST_F(Values, QualifiersWithoutPowerAreKeptAndCheckNothing) {  // QUAL-39, QUAL-50, QUAL-51, QUAL-53
    mof("[Version(\"1\"), UUID(\"x\"), Display(\"shown\"), Privileges{\"SeNone\"}] class Kept {"
        " [key] uint32 Id;"
        " [read, write(FALSE), MaxLen(3), Required, ValueMap{\"a\",\"b\"}, Values{\"A\",\"B\"}] string Short;"
        " [MinValue(5), MaxValue(7), Units(\"Bytes\"), Counter, Lazy, Large, Expensive, Invisible] uint32 Number;"
        " [WriteAtCreate, Deprecated{\"Other\"}, ModelCorrespondence{\"A.B\"}, ArrayType(\"Ordered\")] string List[]; };");
    const auto definition = get(L"Kept");
    EXPECT_EQ(qualifier(definition.Get(), L"Short", L"MaxLen").lVal, 3);
    EXPECT_EQ(qualifier(definition.Get(), L"Number", L"Lazy").vt, VT_BOOL);
    EXPECT_EQ(std::wstring(qualifier(definition.Get(), nullptr, L"UUID").bstrVal), L"x");
    EXPECT_EQ(qualifier(definition.Get(), L"List", L"Deprecated").vt, VT_ARRAY | VT_BSTR);
    const auto kept = spawn(L"Kept");
    set(kept.Get(), L"Id", 1);
    set(kept.Get(), L"Short", L"longer than three");
    set(kept.Get(), L"Number", 99);
    ASSERT_EQ(put(kept.Get()), S_OK);
    set_null(kept.Get(), L"Short");
    ASSERT_EQ(put(kept.Get()), S_OK);
    const auto read = get(L"Kept.Id=1");
    EXPECT_EQ(value(read.Get(), L"Number").lVal, 99);
    EXPECT_EQ(text(read.Get(), L"Short"), L"(null)");
}

TEST_F(Values, QualifiersThatAreNotSaidAreNotAdded) {  // QUAL-52
    mof("class Plain { [key] uint32 Id; string List[]; };");
    const auto definition = get(L"Plain");
    for (const wchar_t* name : {L"read", L"write", L"in", L"out", L"ArrayType", L"Min"})
        EXPECT_EQ(qualifier(definition.Get(), L"List", name).vt, VT_EMPTY) << name;
}

TEST_F(Values, MethodsSayByQualifiersWhetherTheyCanBeCalled) {  // QUAL-33, QUAL-34
    mof("class Able { [key] uint32 Id; [static] uint32 Declared(); [static, implemented, disabled] uint32 Off(); [implemented] uint32 OfOne(); };");
    const auto call = [&](const wchar_t* name) { return services->ExecMethod(b(L"Able"), b(name), 0, nullptr, nullptr, nullptr, nullptr); };
    EXPECT_EQ(call(L"Declared"), WBEM_E_METHOD_NOT_IMPLEMENTED);
    EXPECT_EQ(call(L"Off"), WBEM_E_METHOD_DISABLED);
    EXPECT_TRUE(FAILED(call(L"OfOne")));
}

TEST_F(Values, ParametersThatAreOptionalAreJustMarkedSo) {  // QUAL-36
    mof("class Able { [key] uint32 Id; uint32 Run([in, id(0)] string A, [in, optional, id(1)] string B, [out, id(2)] uint32 C); };");
    ComPtr<IWbemClassObject> in, out;
    ASSERT_EQ(get(L"Able")->GetMethod(L"Run", 0, in.GetAddressOf(), out.GetAddressOf()), S_OK);
    EXPECT_EQ(qualifier(in.Get(), L"B", L"optional").boolVal, VARIANT_TRUE);
    EXPECT_EQ(qualifier(in.Get(), L"B", L"ID").lVal, 1);
    EXPECT_EQ(qualifier(out.Get(), L"C", L"ID").lVal, 2);
    _variant_t absent;
    EXPECT_EQ(in->Get(L"C", 0, &absent, nullptr, nullptr), WBEM_E_NOT_FOUND);
}

TEST_F(Values, DeletingAnObjectDeletesNoOther) {  // QUAL-55
    mof("class End { [key] uint32 Id; };"
        "[association] class Link { [key, Delete, IfDeleted] End ref A; [key, Delete] End ref B; };"
        "instance of End { Id = 1; }; instance of End { Id = 2; };"
        "instance of Link { A = \"End.Id=1\"; B = \"End.Id=2\"; };");
    ASSERT_EQ(services->DeleteInstance(b(L"End.Id=1"), 0, nullptr, nullptr), S_OK);
    get(L"End.Id=2");
    EXPECT_EQ(last, S_OK);
    ComPtr<IEnumWbemClassObject> links;
    ASSERT_EQ(services->CreateInstanceEnum(b(L"Link"), 0, nullptr, links.GetAddressOf()), S_OK);
    ComPtr<IWbemClassObject> link;
    ULONG count = 0;
    EXPECT_EQ(links->Next(WBEM_INFINITE, 1, link.GetAddressOf(), &count), S_OK);
}

TEST_F(Values, AnInstancesClassMayHaveAConcreteParent) {  // QUAL-56
    mof("class Parent { [key] uint32 Id; }; class Child : Parent { string More; };");
    const auto child = spawn(L"Child");
    set(child.Get(), L"Id", 1);
    EXPECT_EQ(put(child.Get()), S_OK);
}

TEST_F(Values, SystemClassesHaveTheirOrderAndVersions) {  // SYS-07, SYS-24
    const auto identity = get(L"__CIMOMIdentification=@");
    ASSERT_EQ(last, S_OK);
    for (const wchar_t* name : {L"VersionCurrentlyRunning", L"VersionUsedToCreateDB"}) {
        std::string version;
        for (const wchar_t c : text(identity.Get(), name)) version += c >= L'0' && c <= L'9' ? 'd' : static_cast<char>(c);
        EXPECT_EQ(version, "d.dd.ddd.dddd");
    }
    ASSERT_EQ(identity->BeginEnumeration(WBEM_FLAG_NONSYSTEM_ONLY), S_OK);
    for (const wchar_t* expected : {L"SetupDateTime", L"VersionCurrentlyRunning", L"VersionUsedToCreateDB", L"WorkingDirectory"}) {
        BSTR name = nullptr;
        ASSERT_EQ(identity->Next(0, &name, nullptr, nullptr, nullptr), S_OK);
        EXPECT_STREQ(name, expected);
        SysFreeString(name);
    }
}

TEST_F(Values, TheStandardNamespacesAreThere) {  // SYS-96
    for (const wchar_t* ns : {L"root", L"root\\default", L"root\\cimv2", L"root\\subscription", L"root\\interop"}) {
        ComPtr<IWbemServices> one;
        EXPECT_EQ(connect(ns, one), S_OK) << ns;
    }
}

TEST_F(Values, AnObjectBecomesXmlAndAnObjectAgain) {  // MOF-116
    mof("class Thing { [key] uint32 Id; string Name; }; instance of Thing { Id = 1; Name = \"<&>\"; };");
    const auto source = make<IWbemObjectTextSrc>(CLSID_WbemObjectTextSrc);
    const auto with = context();
    say(with.Get(), L"IncludeQualifiers", true);
    for (const wchar_t* path : {L"Thing", L"Thing.Id=1"}) {
        const auto thing = get(path);
        for (const ULONG form : {ULONG{WMI_OBJ_TEXT_CIM_DTD_2_0}, ULONG{WMI_OBJ_TEXT_WMI_DTD_2_0}}) {
            BSTR words = nullptr;
            ASSERT_EQ(source->GetText(0, thing.Get(), form, with.Get(), &words), S_OK);
            ComPtr<IWbemClassObject> again;
            EXPECT_EQ(source->CreateFromText(0, words, form, nullptr, again.GetAddressOf()), S_OK);
            EXPECT_EQ(thing->CompareTo(0, again.Get()), WBEM_S_SAME) << form;
            SysFreeString(words);
        }
    }
    BSTR words = nullptr;
    EXPECT_EQ(source->GetText(0, get(L"Thing").Get(), WMI_OBJ_TEXT_WMI_EXT1, nullptr, &words), WBEM_E_INVALID_PARAMETER);
}

TEST_F(Values, PathsAreTakenApartByIWbemPath) {  // OBJ-67
    const auto path = make<IWbemPath>(CLSID_WbemDefPath);
    EXPECT_EQ(path->SetText(WBEMPATH_CREATE_ACCEPT_ALL, L"\\\\host\\root\\default:Thing.Id=1"), S_OK);
    for (const auto& [flag, expected] : {std::pair<long, const wchar_t*>{WBEMPATH_GET_RELATIVE_ONLY, L"Thing.Id=1"},
                                         {WBEMPATH_GET_SERVER_TOO, L"\\\\host\\root\\default:Thing.Id=1"},
                                         {WBEMPATH_GET_SERVER_AND_NAMESPACE_ONLY, L"\\\\host\\root\\default"},
                                         {WBEMPATH_GET_NAMESPACE_ONLY, L"root\\default"}}) {
        wchar_t words[100];
        ULONG size = 100;
        ASSERT_EQ(path->GetText(flag, &size, words), S_OK) << flag;
        EXPECT_STREQ(words, expected);
    }
    EXPECT_EQ(path->SetText(WBEMPATH_CREATE_ACCEPT_RELATIVE, L"Thing.Id=1"), S_OK);
    EXPECT_EQ(path->SetText(WBEMPATH_CREATE_ACCEPT_ABSOLUTE, L"/root/default:Thing"), WBEM_E_INVALID_PARAMETER);
}

TEST_F(Values, QueriesAreTakenApartByIWbemQuery) {  // WQL-130, WQL-132, WQL-135, WQL-138
    const auto query = make<IWbemQuery>(CLSID_WbemQuery);
    ASSERT_EQ(query->Parse(L"WQL", L"SELECT Name FROM Thing WHERE Id > 3 AND Name LIKE 'lib%'", 0), S_OK);
    LPVOID memory = nullptr;
    ASSERT_EQ(query->GetAnalysis(WMIQ_ANALYSIS_RPN_SEQUENCE, 0, &memory), S_OK);
    const auto* const select = static_cast<SWbemRpnEncodedQuery*>(memory);
    EXPECT_STREQ(select->m_ppszFromList[0], L"Thing");
    EXPECT_STREQ(select->m_ppSelectList[0]->m_ppszNameList[0], L"Name");
    ASSERT_EQ(select->m_uWhereClauseSize, 3U);
    EXPECT_EQ(select->m_ppRpnWhereClause[0]->m_Const.m_lLongVal, 3);
    EXPECT_STREQ(select->m_ppRpnWhereClause[1]->m_Const.m_pszStrVal, L"lib%");
    EXPECT_EQ(select->m_ppRpnWhereClause[2]->m_uTokenType, static_cast<ULONG>(WMIQ_RPN_TOKEN_AND));
    EXPECT_EQ(query->FreeMemory(memory), S_OK);
    ASSERT_EQ(query->Parse(L"WQL", L"ASSOCIATORS OF {Thing.Id=1} WHERE ResultClass = Other", 0), S_OK);
    ASSERT_EQ(query->GetAnalysis(WMIQ_ANALYSIS_ASSOC_QUERY, 0, &memory), S_OK);
    const auto* const follow = static_cast<SWbemAssocQueryInf*>(memory);
    EXPECT_STREQ(follow->m_pszResultClass, L"Other");
    EXPECT_EQ(follow->m_pszAssocClass, nullptr);
    wchar_t words[50];
    ULONG size = 50;
    ASSERT_EQ(follow->m_pPath->GetText(WBEMPATH_GET_RELATIVE_ONLY, &size, words), S_OK);
    EXPECT_STREQ(words, L"Thing.Id=1");
    EXPECT_EQ(query->FreeMemory(memory), S_OK);
    EXPECT_EQ(query->Parse(L"WQL", L"SELECT Name FROM", 0), WBEM_E_INVALID_QUERY);
}

}  // namespace
}  // namespace at_surface
