// Connecting and opening namespaces: what is taken and what is refused (SVC-08, SVC-72..76).
#include "client.h"

namespace at_surface {
namespace {

class Connect : public Surface {
protected:
    /// Null stays null.
    struct Given {
        const wchar_t* text;
        _bstr_t held{text ? text : L""};

        operator BSTR() { return text ? static_cast<wchar_t*>(held) : nullptr; }
    };

    HRESULT with(const wchar_t* user, const wchar_t* password, const wchar_t* authority, long flags = 0) {
        Given u{user}, p{password}, a{authority};
        return locator->ConnectServer(b(L"root\\default"), u, p, nullptr, flags, a, nullptr, to.ReleaseAndGetAddressOf());
    }

    ComPtr<IWbemServices> to;
};

TEST_F(Connect, CredentialsAreForOtherComputers) {  // SVC-73
    EXPECT_EQ(with(nullptr, nullptr, nullptr), S_OK);
    EXPECT_EQ(with(nullptr, L"secret", nullptr), WBEM_E_LOCAL_CREDENTIALS);
    EXPECT_EQ(with(nullptr, L"", nullptr), WBEM_E_LOCAL_CREDENTIALS) << "an empty password is not NULL";
    EXPECT_EQ(with(L"me", nullptr, nullptr), WBEM_E_LOCAL_CREDENTIALS);
    EXPECT_EQ(with(L"me", L"", nullptr), WBEM_E_LOCAL_CREDENTIALS);
    EXPECT_EQ(with(L"", nullptr, nullptr), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(with(L"", L"secret", nullptr), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(with(L"dom\\me", L"secret", L"NTLMDOMAIN:dom"), WBEM_E_INVALID_PARAMETER);
    EXPECT_FALSE(to);
}

TEST_F(Connect, AnAuthorityNamesAKindAndWho) {  // SVC-74
    for (const wchar_t* good : {L"", L"Kerberos:host/here", L"kerberos:me@REALM", L"NTLMDOMAIN:dom", L"ntlmdomain:dom"})
        EXPECT_EQ(with(nullptr, nullptr, good), S_OK) << Text(good).size();
    for (const wchar_t* bad : {L"Kerberos", L"Kerberos:", L"NTLMDOMAIN", L"NTLMDOMAIN:", L"Negotiate:me", L"dom", L":", L" Kerberos:me", L"NTLMDOMAIN dom"}) {
        EXPECT_EQ(with(nullptr, nullptr, bad), WBEM_E_INVALID_PARAMETER) << Text(bad).size();
        EXPECT_FALSE(to);
    }
}

TEST_F(Connect, ThreeFlagsAreKnown) {  // SVC-76
    EXPECT_EQ(WBEM_FLAG_CONNECT_REPOSITORY_ONLY | WBEM_FLAG_CONNECT_USE_MAX_WAIT | WBEM_FLAG_CONNECT_PROVIDERS, 0x1C0);
    for (int bit = 0; bit < 33; ++bit) {
        const bool is_known = bit == 6 || bit == 7 || bit == 8;
        EXPECT_EQ(with(nullptr, nullptr, nullptr, 1L << bit), is_known ? S_OK : WBEM_E_INVALID_PARAMETER) << bit;
        EXPECT_EQ(static_cast<bool>(to), is_known);
    }
}

TEST_F(Connect, ANamespaceOpensWhatLiesBelowIt) {  // SVC-08
    mof("#pragma namespace(\"\\\\\\\\.\\\\root\\\\default\")\ninstance of __Namespace { Name = \"a\"; };"
        "#pragma namespace(\"\\\\\\\\.\\\\root\\\\default\\\\a\")\ninstance of __Namespace { Name = \"b\"; }; class Deep { [key] uint32 Id; };");
    const auto open = [&](const wchar_t* name) { return services->OpenNamespace(b(name), 0, nullptr, to.ReleaseAndGetAddressOf(), nullptr); };
    EXPECT_EQ(open(L"a"), S_OK);
    ComPtr<IWbemClassObject> object;
    EXPECT_EQ(to->GetObject(b(L"Deep"), 0, nullptr, object.GetAddressOf(), nullptr), S_OK);
    EXPECT_EQ(open(L"a\\b"), S_OK);
    EXPECT_EQ(to->GetObject(b(L"Deep"), 0, nullptr, object.ReleaseAndGetAddressOf(), nullptr), WBEM_E_NOT_FOUND);
    EXPECT_EQ(open(L"A/B"), S_OK);
    for (const wchar_t* name : {L"nothing", L"a\\nothing", L"root\\default\\a", L"root", L"cimv2", L"\\\\.\\root\\default\\a", L"\\\\.\\root\\cimv2", L"..\\cimv2", L"a\\..\\a",
                                L"", L"\\"}) {
        EXPECT_EQ(open(name), WBEM_E_INVALID_NAMESPACE) << Text(name).size();
        EXPECT_FALSE(to);
    }
    EXPECT_EQ(services->OpenNamespace(nullptr, 0, nullptr, to.ReleaseAndGetAddressOf(), nullptr), WBEM_E_INVALID_PARAMETER);
    EXPECT_FALSE(to);
}

TEST_F(Connect, AllClassesStandBelowNone) {  // SVC-26
    mof("class Base { [key] uint32 Id; }; class Derived : Base { }; class Last : Derived { };");
    const auto names = [&](const wchar_t* below, long flags) {
        Given from{below};
        ComPtr<IEnumWbemClassObject> classes;
        EXPECT_EQ(services->CreateClassEnum(from, flags, nullptr, classes.GetAddressOf()), S_OK);
        std::vector<std::pair<Text, Text>> found;
        ComPtr<IWbemClassObject> one;
        ULONG count = 0;
        while (classes->Next(WBEM_INFINITE, 1, one.ReleaseAndGetAddressOf(), &count) == S_OK) found.emplace_back(text(one.Get(), L"__CLASS"), text(one.Get(), L"__SUPERCLASS"));
        return found;
    };
    const auto has = [](const std::vector<std::pair<Text, Text>>& list, const wchar_t* name) {
        std::size_t found = 0;
        for (const auto& [one, parent] : list) found += one == name ? 1 : 0;
        return found;
    };
    for (const wchar_t* none : {static_cast<const wchar_t*>(nullptr), L""}) {
        const auto top = names(none, WBEM_FLAG_SHALLOW);
        for (const auto& [name, parent] : top) EXPECT_EQ(parent, L"(null)") << Text(name).size();
        EXPECT_EQ(has(top, L"Base"), 1U);
        EXPECT_EQ(has(top, L"__SystemClass"), 1U);
        const auto all = names(none, WBEM_FLAG_DEEP);
        for (const wchar_t* name : {L"Base", L"Derived", L"Last", L"__SystemClass", L"__InstanceCreationEvent"}) EXPECT_EQ(has(all, name), 1U);
        EXPECT_GT(all.size(), top.size());
    }
    const auto below = names(L"Base", WBEM_FLAG_DEEP);
    EXPECT_EQ(below.size(), 2U);
    EXPECT_EQ(has(below, L"Base"), 0U);
    EXPECT_EQ(names(L"Base", WBEM_FLAG_SHALLOW).size(), 1U);
}

}  // namespace
}  // namespace at_surface
