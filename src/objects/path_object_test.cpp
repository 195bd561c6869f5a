#include "objects/path_object.h"

#include "com/class_registry.h"
#include "objects/install.h"
#include "objects/internal/testing.h"
#include "objects/status_text.h"

#include <gtest/gtest.h>

using namespace wmi;
using namespace wmi::objects;
using namespace wmi::objects::testing;
using com::com_ptr;

namespace {

com_ptr<IWbemPath> path_of(LPCWSTR text, ULONG mode = WBEMPATH_CREATE_ACCEPT_ALL) {
    auto path = make_path();
    EXPECT_EQ(path->SetText(mode, text), S_OK) << com::from_wide(text);
    return path;
}

std::string text_of(IWbemPath& path, long flags) {
    wchar_t buffer[200];
    ULONG length = 200;
    if (FAILED(path.GetText(flags, &length, buffer))) return "failed";
    EXPECT_EQ(length, std::wcslen(buffer) + 1);
    return com::from_wide(buffer);
}

ULONGLONG info_of(IWbemPath& path) {
    ULONGLONG info = 0;
    EXPECT_EQ(path.GetInfo(0, &info), S_OK);
    return info;
}

com_ptr<IWbemPathKeyList> keys_of(IWbemPath& path) {
    com_ptr<IWbemPathKeyList> keys;
    path.GetKeyList(keys.out());
    return keys;
}

}  // namespace

TEST(WbemPath, TakesModesAndText) {  // PATH-52, OBJ-67
    const auto path = make_path();
    EXPECT_EQ(path->SetText(0, L"C"), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(path->SetText(WBEMPATH_TREAT_SINGLE_IDENT_AS_NS, L"C"), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(path->SetText(WBEMPATH_CREATE_ACCEPT_ALL, nullptr), WBEM_E_INVALID_PARAMETER);
}

TEST(WbemPath, TakesTheseForms) {  // PATH-53
    for (LPCWSTR text : {L"", L"\\", L"\\\\server", L"\\\\server\\", L"\\\\.\\", L"//./root/cimv2", L"root\\cimv2", L"\\\\.\\root\\cimv2:C", L"C"})
        path_of(text);
    for (const ULONG mode : {1, 2, 4, 9}) path_of(L"//./root/cimv2:Class", mode);
    for (const ULONG mode : {1, 4, 9}) path_of(L"/root/cimv2:Class", mode);
    EXPECT_EQ(make_path()->SetText(2, L"/root/cimv2:Class"), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(make_path()->SetText(2, L"/\\.\\root\\cimv2:Class"), WBEM_E_INVALID_PARAMETER);
    path_of(L"//.\\root\\cimv2:Class", 2);
}

TEST(WbemPath, RefusesWhatIsNoPath) {  // PATH-13
    for (LPCWSTR text : {L"C.K=", L"C.K=\"x", L"C.K=1,", L"C.K = 1", L"root:", L"C.K=\"x\"y", L":C", L"\\\\\\x"})
        EXPECT_EQ(make_path()->SetText(WBEMPATH_CREATE_ACCEPT_ALL, text), WBEM_E_INVALID_PARAMETER) << com::from_wide(text);
}

TEST(WbemPath, GivesItsParts) {  // PATH-54, OBJ-67
    const auto path = path_of(L"/root/cimv2:C");
    EXPECT_EQ(text_of(*path, 0), "root\\cimv2:C");
    EXPECT_EQ(text_of(*path, WBEMPATH_GET_RELATIVE_ONLY), "C");
    EXPECT_EQ(text_of(*path, WBEMPATH_GET_SERVER_TOO), "\\\\.\\root\\cimv2:C");
    EXPECT_EQ(text_of(*path, WBEMPATH_GET_SERVER_AND_NAMESPACE_ONLY), "\\\\.\\root\\cimv2");
    EXPECT_EQ(text_of(*path, WBEMPATH_GET_NAMESPACE_ONLY), "root\\cimv2");
    EXPECT_EQ(text_of(*path, WBEMPATH_GET_ORIGINAL), "/root/cimv2:C");
    EXPECT_EQ(text_of(*path, 3), "failed");
}

TEST(WbemPath, CountsLengthsWithTheFinalZero) {  // PATH-55
    const auto path = path_of(L"root:C");
    ULONG length = 0;
    wchar_t buffer[10];
    EXPECT_EQ(path->GetText(0, &length, nullptr), S_OK);
    EXPECT_EQ(length, 7U);
    EXPECT_EQ(path->GetText(0, &length, nullptr), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(path->GetText(0, static_cast<ULONG*>(nullptr), buffer), WBEM_E_INVALID_PARAMETER);
    length = 6;
    EXPECT_EQ(path->GetText(0, &length, buffer), WBEM_E_BUFFER_TOO_SMALL);
    EXPECT_EQ(length, 7U);
    for (const long flags : {0, 1, 2, 4, 8, 0x10, 0x20}) {
        length = 10;
        EXPECT_EQ(make_path()->GetText(flags, &length, buffer), S_OK);
        EXPECT_EQ(length, 1U);
        EXPECT_STREQ(buffer, L"");
    }
}

TEST(WbemPath, HasAClassAServerAndNamespaces) {  // PATH-56, PATH-57, PATH-58
    const auto path = make_path();
    wchar_t buffer[50];
    ULONG length = 50;
    EXPECT_EQ(path->GetClassName(&length, buffer), WBEM_E_INVALID_OBJECT_PATH);
    EXPECT_EQ(path->SetClassName(nullptr), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(path->SetClassName(L""), S_OK);
    EXPECT_EQ(path->GetServer(&length, buffer), WBEM_E_NOT_AVAILABLE);
    EXPECT_EQ(path->SetServer(L"host"), S_OK);
    EXPECT_EQ(path->GetServer(&length, buffer), S_OK);
    EXPECT_STREQ(buffer, L"host");
    EXPECT_EQ(path->SetServer(nullptr), S_OK);
    EXPECT_EQ(path->SetServer(L""), S_OK);
    EXPECT_EQ(path->SetNamespaceAt(0, L"b"), S_OK);
    EXPECT_EQ(path->SetNamespaceAt(0, L"a"), S_OK);
    EXPECT_EQ(path->SetNamespaceAt(2, L"c"), S_OK);
    EXPECT_EQ(path->SetNamespaceAt(4, L"d"), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(path->SetNamespaceAt(0, nullptr), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(text_of(*path, WBEMPATH_GET_NAMESPACE_ONLY), "a\\b\\c");
    EXPECT_EQ(path->RemoveNamespaceAt(3), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(path->RemoveNamespaceAt(1), S_OK);
    ULONG count = 0;
    EXPECT_EQ(path->GetNamespaceCount(&count), S_OK);
    EXPECT_EQ(count, 2U);
    length = 50;
    EXPECT_EQ(path->GetNamespaceAt(1, &length, buffer), S_OK);
    EXPECT_STREQ(buffer, L"c");
    EXPECT_EQ(path->GetNamespaceAt(2, &length, buffer), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(path->RemoveAllNamespaces(), S_OK);
}

TEST(WbemPath, SaysWhatItIs) {  // PATH-59, PATH-60
    constexpr ULONGLONG kV2 = WBEMPATH_INFO_V2_COMPLIANT | WBEMPATH_INFO_CIM_COMPLIANT;
    constexpr ULONGLONG kAll = kV2 | WBEMPATH_INFO_V1_COMPLIANT;
    EXPECT_EQ(make_path()->GetInfo(0, nullptr), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(info_of(*make_path()), WBEMPATH_INFO_ANON_LOCAL_MACHINE | WBEMPATH_INFO_SERVER_NAMESPACE_ONLY);
    EXPECT_EQ(info_of(*path_of(L"\\\\.\\root\\cimv2:X.K=\"v\"")),
              WBEMPATH_INFO_ANON_LOCAL_MACHINE | WBEMPATH_INFO_IS_INST_REF | WBEMPATH_INFO_HAS_SUBSCOPES | kV2 | WBEMPATH_INFO_PATH_HAD_SERVER);
    EXPECT_EQ(info_of(*path_of(L"root\\cimv2:X")),
              WBEMPATH_INFO_ANON_LOCAL_MACHINE | WBEMPATH_INFO_IS_CLASS_REF | WBEMPATH_INFO_HAS_SUBSCOPES | kV2);
    EXPECT_NE(info_of(*path_of(L"X=\"C:\"")) & WBEMPATH_INFO_HAS_IMPLIED_KEY, 0U);
    const auto server = make_path();
    server->SetServer(L"server");
    EXPECT_EQ(info_of(*server), WBEMPATH_INFO_HAS_MACHINE_NAME | kAll | WBEMPATH_INFO_SERVER_NAMESPACE_ONLY | WBEMPATH_INFO_PATH_HAD_SERVER);
    EXPECT_EQ(info_of(*path_of(L"root\\a")), WBEMPATH_INFO_ANON_LOCAL_MACHINE | kAll | WBEMPATH_INFO_SERVER_NAMESPACE_ONLY);
}

TEST(WbemPath, KeysAreLive) {  // PATH-61, PATH-63
    const auto path = path_of(L"C.A=\"x\",B=2");
    const auto keys = keys_of(*path);
    ULONG count = 0;
    EXPECT_EQ(keys->GetCount(&count), S_OK);
    EXPECT_EQ(count, 2U);
    wchar_t text[] = L"new";
    EXPECT_EQ(keys->SetKey(L"a", 0, CIM_STRING, text), S_OK);
    std::uint32_t number = 7;
    EXPECT_EQ(keys->SetKey(L"D", 0, CIM_UINT32, &number), S_OK);
    EXPECT_EQ(text_of(*path, 0), "C.A=\"new\",B=2,D=7");
    EXPECT_EQ(keys->RemoveKey(L"b", 0), S_OK);
    EXPECT_EQ(keys->RemoveKey(L"b", 0), WBEM_E_INVALID_PARAMETER);
    Var big = Var::i4(5);
    EXPECT_EQ(keys->SetKey2(nullptr, 0, CIM_SINT32, big), S_OK);
    EXPECT_EQ(text_of(*path, 0), "C=5");
    EXPECT_EQ(keys->MakeSingleton(1), S_OK);
    EXPECT_EQ(text_of(*path, 0), "C=@");
    ULONG length = 8;
    wchar_t shown[8];
    EXPECT_EQ(keys->GetText(0, &length, shown), S_OK);
    EXPECT_STREQ(shown, L"@");
    EXPECT_EQ(keys->GetCount(&count), S_OK);
    EXPECT_EQ(count, 0U);
    EXPECT_EQ(keys->MakeSingleton(0), S_OK);
    EXPECT_EQ(text_of(*path, 0), "C=5");
    EXPECT_EQ(keys->RemoveAllKeys(0), S_OK);
    EXPECT_EQ(text_of(*path, 0), "C");
    EXPECT_EQ(path->DeleteClassPart(0), S_OK);
    EXPECT_TRUE(FAILED(keys->GetCount(&count)));
    EXPECT_FALSE(keys_of(*path));
    EXPECT_EQ(path->CreateClassPart(0, L"D"), S_OK);
    EXPECT_EQ(text_of(*path, 0), "D");
}

TEST(WbemPath, KeysAreReadWithTheirTypes) {  // PATH-61
    const auto path = path_of(L"C.A=\"it\",B=-2,D=TRUE");
    const auto keys = keys_of(*path);
    wchar_t name[20];
    ULONG name_size = 20;
    wchar_t text[20];
    ULONG size = sizeof text;
    ULONG type = 0;
    EXPECT_EQ(keys->GetKey(0, 0, &name_size, name, &size, text, &type), S_OK);
    EXPECT_STREQ(name, L"A");
    EXPECT_STREQ(text, L"it");
    EXPECT_EQ(type, ULONG{CIM_STRING});
    size = sizeof text;
    EXPECT_EQ(keys->GetKey(0, WBEMPATH_QUOTEDTEXT, nullptr, nullptr, &size, text, nullptr), S_OK);
    EXPECT_STREQ(text, L"\"it\"");
    std::int32_t number = 0;
    size = sizeof number;
    EXPECT_EQ(keys->GetKey(1, 0, nullptr, nullptr, &size, &number, &type), S_OK);
    EXPECT_EQ(number, -2);
    EXPECT_EQ(type, ULONG{CIM_SINT32});
    Var value;
    EXPECT_EQ(keys->GetKey2(1, 0, static_cast<ULONG*>(nullptr), nullptr, value, &type), S_OK);
    EXPECT_EQ(value->vt, VT_I4);
    EXPECT_EQ(value->lVal, -2);
    EXPECT_EQ(keys->GetKey(3, 0, nullptr, nullptr, nullptr, nullptr, nullptr), WBEM_E_INVALID_PARAMETER);
    name_size = 30;
    wchar_t all[40];
    ULONG all_size = 40;
    EXPECT_EQ(keys->GetText(0, &all_size, all), S_OK);
    EXPECT_STREQ(all, L"A=\"it\",B=-2,D=TRUE");
}

TEST(WbemPath, ComparesPlacesAndClasses) {  // PATH-62
    const auto path = path_of(L"\\\\Host\\root\\a\\b:Thing");
    wchar_t host[] = L"HOST";
    wchar_t other[] = L"other";
    wchar_t here_text[] = L"ROOT\\a\\b";
    wchar_t above[] = L"root\\a";
    EXPECT_TRUE(path->IsRelative(host, here_text));
    EXPECT_FALSE(path->IsRelative(host, above));
    EXPECT_FALSE(path->IsRelative(other, here_text));
    EXPECT_TRUE(path->IsRelativeOrChild(host, above, 0));
    EXPECT_TRUE(path->IsLocal(host));
    EXPECT_FALSE(path->IsLocal(other));
    EXPECT_TRUE(path_of(L"\\\\.\\root:C")->IsLocal(other));
    EXPECT_TRUE(path->IsSameClassName(L"thing"));
    EXPECT_FALSE(path->IsSameClassName(L"other"));
}

TEST(WbemPath, HasScopes) {  // PATH-51
    const auto path = path_of(L"root:A.K=1:B");
    ULONG count = 0;
    EXPECT_EQ(path->GetScopeCount(&count), S_OK);
    EXPECT_EQ(count, 1U);
    wchar_t text[20];
    ULONG size = 20;
    EXPECT_EQ(path->GetScopeAsText(0, &size, text), S_OK);
    EXPECT_STREQ(text, L"A.K=1");
    wchar_t second[] = L"S=2";
    EXPECT_EQ(path->SetScopeFromText(1, second), S_OK);
    EXPECT_EQ(text_of(*path, 0), "root:A.K=1:S=2:B");
    EXPECT_EQ(path->RemoveScope(0), S_OK);
    EXPECT_EQ(path->RemoveAllScopes(), S_OK);
    EXPECT_EQ(text_of(*path, 0), "root:B");
}

TEST(WbemPath, KeepsItsTextEvenIfThatNamesNothing) {  // PATH-54
    for (const wchar_t* text : {L"\\", L"/", L""}) {
        const auto path = path_of(text);
        EXPECT_EQ(text_of(*path, 0x20), com::from_wide(text));
        EXPECT_EQ(text_of(*path, 0), "");
    }
}

TEST(StatusText, ExistsForEveryCode) {  // ERR-08
    const auto texts = make_status_code_text();
    com::Bstr text;
    for (unsigned code = 0x80041001; code <= 0x8004108A; ++code) {
        const bool is_gap = (code >= 0x8004104A && code <= 0x8004104F) || code == 0x8004105E || (code >= 0x8004107B && code <= 0x8004107F);
        EXPECT_EQ(texts->GetErrorCodeText(static_cast<HRESULT>(code), 0, 0, text.out()), is_gap ? WBEM_E_NOT_FOUND : S_OK) << std::hex << code;
    }
    for (unsigned code = 0x80044001; code <= 0x80044031; ++code)
        EXPECT_EQ(texts->GetErrorCodeText(static_cast<HRESULT>(code), 0, 1, text.out()), S_OK) << std::hex << code;
    EXPECT_EQ(texts->GetErrorCodeText(WBEM_S_NO_MORE_DATA, 0, 0, text.out()), S_OK);
    EXPECT_TRUE(text.text().ends_with("\r\n"));
    EXPECT_EQ(texts->GetErrorCodeText(WBEM_E_NOT_FOUND, 0, WBEMSTATUS_FORMAT_NO_NEWLINE, text.out()), S_OK);
    EXPECT_FALSE(text.text().ends_with("\n"));
    EXPECT_EQ(texts->GetErrorCodeText(0x12345678, 0, 0, text.out()), WBEM_E_NOT_FOUND);
    EXPECT_EQ(texts->GetErrorCodeText(WBEM_E_NOT_FOUND, 0, 2, text.out()), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(texts->GetErrorCodeText(WBEM_E_NOT_FOUND, 0, 0, nullptr), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(texts->GetFacilityCodeText(WBEM_E_NOT_FOUND, 0, 1, text.out()), S_OK);
    EXPECT_EQ(text.text(), "WMI");
}

TEST(Classes, OfThisRoomAreMadeByCoCreateInstance) {  // CTX-01, PATH-50, ERR-08, OBJ-02
    install_classes();
    EXPECT_TRUE(com::find_class(CLSID_WbemContext));
    EXPECT_TRUE(com::find_class(CLSID_WbemDefPath));
    EXPECT_TRUE(com::find_class(CLSID_WbemStatusCodeText));
    EXPECT_FALSE(com::find_class(CLSID_WbemClassObject));
}
