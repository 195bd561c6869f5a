#include "objects/query_object.h"

#include "com/text.h"
#include "objects/install.h"
#include "objects/internal/testing.h"

#include <gtest/gtest.h>

#include <functional>

using namespace wmi;
using namespace wmi::objects;
using namespace wmi::objects::testing;
using com::com_ptr;

namespace {

com_ptr<IWbemQuery> parsed(LPCWSTR text) {
    auto query = make_query();
    EXPECT_EQ(query->Parse(L"WQL", text, 0), S_OK) << com::from_wide(text);
    return query;
}

/// An analysis and the object that it belongs to.
template <class T>
class Analysis {
public:
    Analysis(com_ptr<IWbemQuery> query, ULONG type) : query_(std::move(query)) { EXPECT_EQ(query_->GetAnalysis(type, 0, &memory_), S_OK); }

    Analysis(const Analysis&) = delete;
    Analysis& operator=(const Analysis&) = delete;

    ~Analysis() { EXPECT_EQ(query_->FreeMemory(memory_), S_OK); }

    T* operator->() const { return static_cast<T*>(memory_); }

    T& operator*() const { return *static_cast<T*>(memory_); }

private:
    com_ptr<IWbemQuery> query_;
    LPVOID memory_ = nullptr;
};

struct Sequence : Analysis<SWbemRpnEncodedQuery> {
    explicit Sequence(LPCWSTR text) : Analysis(parsed(text), WMIQ_ANALYSIS_RPN_SEQUENCE) {}

    const SWbemRpnQueryToken& token(std::size_t at) const { return *(*this)->m_ppRpnWhereClause[at]; }
};

struct Association : Analysis<SWbemAssocQueryInf> {
    explicit Association(LPCWSTR text) : Analysis(parsed(text), WMIQ_ANALYSIS_ASSOC_QUERY) {}
};

std::string name_of(const SWbemQueryQualifiedName* name) {
    if (name == nullptr) return "none";
    EXPECT_EQ(name->m_uVersion, 1U);
    EXPECT_EQ(name->m_uTokenType, 1U);
    EXPECT_FALSE(name->m_bArraysUsed);
    EXPECT_EQ(name->m_pbArrayElUsed, nullptr);
    EXPECT_EQ(name->m_puArrayIndex, nullptr);
    std::string text;
    for (std::size_t i = 0; i < name->m_uNameListSize; ++i) text += (i > 0 ? "." : "") + com::from_wide(name->m_ppszNameList[i]);
    return text;
}

std::vector<ULONG> token_types(LPCWSTR condition) {
    const Sequence sequence((std::wstring(L"SELECT * FROM X WHERE ") + condition).c_str());
    std::vector<ULONG> types;
    for (std::size_t i = 0; i < sequence->m_uWhereClauseSize; ++i) types.push_back(sequence.token(i).m_uTokenType);
    return types;
}

unsigned __int64 features_of(LPCWSTR text) { return Sequence(text)->m_uParsedFeatureMask; }

std::vector<ULONG> language_of(LPCWSTR text) {
    ULONG features[40], size = 40;
    EXPECT_EQ(parsed(text)->TestLanguageFeatures(0, &size, features), S_OK);
    return {features, features + size};
}

}  // namespace

TEST(WbemQuery, IsMadeByItsClassIdentifier) {  // WQL-130
    install_classes();
    ASSERT_EQ(CoInitializeEx(nullptr, COINIT_MULTITHREADED), S_OK);
    com_ptr<IWbemQuery> query;
    EXPECT_EQ(CoCreateInstance(CLSID_WbemQuery, nullptr, CLSCTX_INPROC_SERVER, IID_IWbemQuery, query.out_void()), S_OK);
    ASSERT_NE(query.get(), nullptr);
    EXPECT_EQ(query->Parse(L"WQL", L"SELECT * FROM X", 0), S_OK);
    CoUninitialize();
}

TEST(WbemQuery, ParsesTwoLanguagesInCapitalsAndNoOther) {  // WQL-131
    const auto query = make_query();
    EXPECT_EQ(query->Parse(L"WQL", L"SELECT * FROM NoSuchClass", 0), S_OK);
    EXPECT_EQ(query->Parse(L"SQL", L"SELECT * FROM NoSuchClass", 0), S_OK);
    for (LPCWSTR language : {L"wql", L"Wql", L"sql", L"", L"WQL2", L"XQL"})
        EXPECT_EQ(query->Parse(language, L"SELECT * FROM X", 0), WBEM_E_INVALID_PARAMETER) << com::from_wide(language);
    EXPECT_EQ(query->Parse(nullptr, L"SELECT * FROM X", 0), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(query->Parse(L"WQL", nullptr, 0), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(query->Parse(L"WQL", L"SELECT * FROM X", 1), WBEM_E_INVALID_PARAMETER);
    for (LPCWSTR text : {L"", L"SELECT", L"SELECT * FROM X ORDER BY a", L"ASSOCIATORS OF {A.K=}", L"SELECT * FROM X WHERE a = '\\x'"})
        EXPECT_EQ(query->Parse(L"WQL", text, 0), WBEM_E_INVALID_QUERY) << com::from_wide(text);
    EXPECT_EQ(query->Parse(L"WQL", std::wstring(16'385, L'x').c_str(), 0), WBEM_E_QUOTA_VIOLATION);
    EXPECT_EQ(query->Parse(L"WQL", L"SELECT * FROM E GROUP BY a", 0), WBEM_E_MISSING_GROUP_WITHIN);
}

TEST(WbemQuery, SaysWhereAQueryIsWrong) {  // WQL-28
    EXPECT_EQ(make_query()->Parse(L"WQL", L"SELECT * FORM X", 0), WBEM_E_INVALID_QUERY);
    com_ptr<IErrorInfo> info;
    ASSERT_EQ(GetErrorInfo(0, info.out()), S_OK);
    com::Bstr text;
    ASSERT_EQ(info->GetDescription(text.out()), S_OK);
    EXPECT_EQ(text.text(), "At character 10: FROM is expected, but 'FORM' stands here.");
}

TEST(WbemQuery, HasEachAnalysisOfItsKindOfQueryOnly) {  // WQL-132
    const auto select = parsed(L"SELECT * FROM X"), follow = parsed(L"REFERENCES OF {A.K=1}");
    const auto code = [](IWbemQuery& query, ULONG type) {
        LPVOID memory = &query;
        const HRESULT got = query.GetAnalysis(type, 0, &memory);
        EXPECT_EQ(memory == nullptr, FAILED(got));
        if (SUCCEEDED(got)) EXPECT_EQ(query.FreeMemory(memory), S_OK);
        return got;
    };
    EXPECT_EQ(code(*select, WMIQ_ANALYSIS_RPN_SEQUENCE), S_OK);
    EXPECT_EQ(code(*select, WMIQ_ANALYSIS_ASSOC_QUERY), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(code(*follow, WMIQ_ANALYSIS_ASSOC_QUERY), S_OK);
    EXPECT_EQ(code(*follow, WMIQ_ANALYSIS_RPN_SEQUENCE), WBEM_E_INVALID_PARAMETER);
    for (IWbemQuery* query : {select.get(), follow.get()}) {
        EXPECT_EQ(code(*query, WMIQ_ANALYSIS_QUERY_TEXT), S_OK);
        for (const ULONG type : {ULONG{0}, ULONG{WMIQ_ANALYSIS_PROP_ANALYSIS_MATRIX}, ULONG{5}, ULONG{WMIQ_ANALYSIS_RESERVED}})
            EXPECT_EQ(code(*query, type), WBEM_E_INVALID_PARAMETER) << type;
    }
    EXPECT_EQ(code(*make_query(), WMIQ_ANALYSIS_QUERY_TEXT), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(select->GetAnalysis(WMIQ_ANALYSIS_QUERY_TEXT, 0, nullptr), WBEM_E_INVALID_PARAMETER);
    LPVOID memory = nullptr;
    EXPECT_EQ(select->GetAnalysis(WMIQ_ANALYSIS_QUERY_TEXT, 1, &memory), WBEM_E_INVALID_PARAMETER);
}

TEST(WbemQuery, GivesTheTextAsItWas) {  // WQL-132
    LPCWSTR text = L"select  *\nfrom X where \u00C4 = '\U0001F600' ;";
    const Analysis<wchar_t> analysis(parsed(text), WMIQ_ANALYSIS_QUERY_TEXT);
    EXPECT_STREQ(&*analysis, text);
}

TEST(WbemQuery, FreesOnlyWhatItGaveAndOnce) {  // WQL-132
    const auto query = parsed(L"SELECT * FROM X");
    LPVOID first = nullptr, second = nullptr;
    ASSERT_EQ(query->GetAnalysis(WMIQ_ANALYSIS_QUERY_TEXT, 0, &first), S_OK);
    ASSERT_EQ(query->GetAnalysis(WMIQ_ANALYSIS_RPN_SEQUENCE, 0, &second), S_OK);
    EXPECT_EQ(query->Empty(), S_OK);
    EXPECT_STREQ(static_cast<LPCWSTR>(first), L"SELECT * FROM X");  // it outlives the query
    EXPECT_EQ(make_query()->FreeMemory(first), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(query->FreeMemory(first), S_OK);
    EXPECT_EQ(query->FreeMemory(first), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(query->FreeMemory(nullptr), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(static_cast<SWbemRpnEncodedQuery*>(second)->m_uVersion, 1U);  // the last Release frees it
}

TEST(WbemQuery, EncodesASelect) {  // WQL-133, WQL-137
    const Sequence sequence(L"SELECT Name, Emb.Sub.X FROM Win32_X WITHIN 2.5 WHERE a = 1 GROUP WITHIN 300");
    EXPECT_EQ(sequence->m_uVersion, 1U);
    EXPECT_EQ(sequence->m_uTokenType, 0U);
    EXPECT_EQ(sequence->m_uDetectedArraySize, 0U);
    EXPECT_EQ(sequence->m_puDetectedFeatures, nullptr);
    ASSERT_EQ(sequence->m_uSelectListSize, 2U);
    EXPECT_EQ(name_of(sequence->m_ppSelectList[0]), "Name");
    EXPECT_EQ(name_of(sequence->m_ppSelectList[1]), "Emb.Sub.X");
    EXPECT_EQ(sequence->m_uFromTargetType, static_cast<ULONG>(WMIQ_RPN_FROM_UNARY));
    EXPECT_EQ(sequence->m_pszOptionalFromPath, nullptr);
    ASSERT_EQ(sequence->m_uFromListSize, 1U);
    EXPECT_STREQ(sequence->m_ppszFromList[0], L"Win32_X");
    EXPECT_EQ(sequence->m_uWhereClauseSize, 1U);
    EXPECT_EQ(sequence->m_dblWithinPolling, 2.5);
    EXPECT_EQ(sequence->m_dblWithinWindow, 300);
    EXPECT_EQ(sequence->m_uOrderByListSize, 0U);
    EXPECT_EQ(sequence->m_ppszOrderByList, nullptr);
    EXPECT_EQ(sequence->m_uOrderDirectionEl, nullptr);
}

TEST(WbemQuery, EncodesAStarAsAName) {  // WQL-137
    const Sequence sequence(L"SELECT * FROM X");
    ASSERT_EQ(sequence->m_uSelectListSize, 1U);
    EXPECT_EQ(name_of(sequence->m_ppSelectList[0]), "*");
    EXPECT_EQ(sequence->m_uParsedFeatureMask, static_cast<unsigned __int64>(WMIQ_RPNF_FEATURE_SELECT_STAR));
    EXPECT_EQ(sequence->m_uWhereClauseSize, 0U);
    EXPECT_EQ(sequence->m_ppRpnWhereClause, nullptr);
    EXPECT_EQ(sequence->m_dblWithinPolling, 0);
}

TEST(WbemQuery, PutsOperandsBeforeWhatJoinsThem) {  // WQL-134, WQL-135
    const ULONG kTerm = WMIQ_RPN_TOKEN_EXPRESSION, kAnd = WMIQ_RPN_TOKEN_AND, kOr = WMIQ_RPN_TOKEN_OR, kNot = WMIQ_RPN_TOKEN_NOT;
    EXPECT_EQ(token_types(L"a = 1 AND b = 2"), (std::vector<ULONG>{kTerm, kTerm, kAnd}));
    EXPECT_EQ(token_types(L"a = 1 OR b = 2 AND NOT c = 3"), (std::vector<ULONG>{kTerm, kTerm, kTerm, kNot, kAnd, kOr}));
    EXPECT_EQ(token_types(L"(a = 1 OR b = 2) AND c = 3"), (std::vector<ULONG>{kTerm, kTerm, kOr, kTerm, kAnd}));
    const Sequence sequence(L"SELECT * FROM X WHERE a = 1 AND b = 2");
    EXPECT_EQ(sequence.token(2).m_uSubexpressionShape, 0U);
    EXPECT_EQ(sequence.token(2).m_uOperator, static_cast<ULONG>(WMIQ_RPN_OP_UNDEFINED));
    EXPECT_EQ(sequence.token(2).m_pLeftIdent, nullptr);
}

TEST(WbemQuery, NamesEachOperator) {  // WQL-134
    const std::pair<LPCWSTR, int> all[] = {
        {L"a = 1", WMIQ_RPN_OP_EQ},          {L"a <> 1", WMIQ_RPN_OP_NE},        {L"a >= 1", WMIQ_RPN_OP_GE},     {L"a <= 1", WMIQ_RPN_OP_LE},
        {L"a < 1", WMIQ_RPN_OP_LT},          {L"1 < a", WMIQ_RPN_OP_GT},         {L"a LIKE 'x'", WMIQ_RPN_OP_LIKE}, {L"a ISA 'x'", WMIQ_RPN_OP_ISA},
        {L"a IS NULL", WMIQ_RPN_OP_ISNULL}, {L"a IS NOT NULL", WMIQ_RPN_OP_ISNOTNULL}};
    for (const auto& [condition, op] : all) {
        const Sequence sequence((std::wstring(L"SELECT * FROM X WHERE ") + condition).c_str());
        EXPECT_EQ(sequence.token(0).m_uOperator, static_cast<ULONG>(op)) << com::from_wide(condition);
        EXPECT_EQ(name_of(sequence.token(0).m_pLeftIdent), "a");
    }
}

TEST(WbemQuery, SaysTheShapeOfATerm) {  // WQL-134
    const Sequence sequence(L"SELECT * FROM X WHERE a = 1 AND b.x < c.y AND d IS NULL");
    const ULONG kLeft = WMIQ_RPN_LEFT_PROPERTY_NAME | WMIQ_RPN_RELOP;
    EXPECT_EQ(sequence.token(0).m_uSubexpressionShape, kLeft | WMIQ_RPN_CONST);
    EXPECT_EQ(sequence.token(1).m_uSubexpressionShape, kLeft | WMIQ_RPN_RIGHT_PROPERTY_NAME);
    EXPECT_EQ(name_of(sequence.token(1).m_pLeftIdent), "b.x");
    EXPECT_EQ(name_of(sequence.token(1).m_pRightIdent), "c.y");
    EXPECT_EQ(sequence.token(1).m_uConstApparentType, 0U);
    EXPECT_EQ(sequence.token(3).m_uSubexpressionShape, kLeft);
    EXPECT_EQ(sequence.token(3).m_uConstApparentType, 0U);
    EXPECT_EQ(sequence.token(0).m_pszLeftFunc, nullptr);
    EXPECT_EQ(sequence.token(0).m_uConst2ApparentType, 0U);
}

TEST(WbemQuery, GivesConstantsTheirApparentType) {  // WQL-136
    const auto with = [](LPCWSTR constant, ULONG type, const std::function<void(const SWbemRpnConst&)>& check) {
        const Sequence sequence((std::wstring(L"SELECT * FROM X WHERE a = ") + constant).c_str());
        EXPECT_EQ(sequence.token(0).m_uConstApparentType, type) << com::from_wide(constant);
        check(sequence.token(0).m_Const);
    };
    with(L"-5", VT_I4, [](const auto& value) { EXPECT_EQ(value.m_lLongVal, -5); });
    with(L"2147483647", VT_I4, [](const auto& value) { EXPECT_EQ(value.m_lLongVal, 2147483647); });
    with(L"2147483648", VT_UI4, [](const auto& value) { EXPECT_EQ(value.m_uLongVal, 2147483648U); });
    with(L"4294967296", VT_I8, [](const auto& value) { EXPECT_EQ(value.m_lVal64, 4294967296); });
    with(L"-2147483649", VT_I8, [](const auto& value) { EXPECT_EQ(value.m_lVal64, -2147483649); });
    with(L"0xFFFFFFFFFFFFFFFF", VT_UI8, [](const auto& value) { EXPECT_EQ(static_cast<std::uint64_t>(value.m_uVal64), UINT64_MAX); });
    with(L"1.5", VT_R8, [](const auto& value) { EXPECT_EQ(value.m_dblVal, 1.5); });
    with(L"TRUE", VT_BOOL, [](const auto& value) { EXPECT_EQ(value.m_bBoolVal, TRUE); });
    with(L"false", VT_BOOL, [](const auto& value) { EXPECT_EQ(value.m_bBoolVal, FALSE); });
    with(L"'\u20AC\\\\x'", VT_LPWSTR, [](const auto& value) { EXPECT_STREQ(value.m_pszStrVal, L"\u20AC\\x"); });
}

TEST(WbemQuery, MarksTheFeaturesOfASelect) {  // WQL-133
    const auto bits = [](auto... all) { return static_cast<unsigned __int64>((all | ...)); };
    EXPECT_EQ(features_of(L"SELECT * FROM X WHERE a = 1"),
              bits(WMIQ_RPNF_WHERE_CLAUSE_PRESENT, WMIQ_RPNF_FEATURE_SELECT_STAR, WMIQ_RPNF_QUERY_IS_CONJUNCTIVE, WMIQ_RPNF_EQUALITY_TESTS_ONLY));
    EXPECT_EQ(features_of(L"SELECT a FROM X WHERE a = 1 AND b < 2"), bits(WMIQ_RPNF_WHERE_CLAUSE_PRESENT, WMIQ_RPNF_PROJECTION, WMIQ_RPNF_QUERY_IS_CONJUNCTIVE));
    EXPECT_EQ(features_of(L"SELECT a FROM X WHERE a = 1 OR b < 2"), bits(WMIQ_RPNF_WHERE_CLAUSE_PRESENT, WMIQ_RPNF_PROJECTION, WMIQ_RPNF_QUERY_IS_DISJUNCTIVE));
    EXPECT_EQ(features_of(L"SELECT a FROM X WHERE a = 1 OR b < 2 AND c < 3"), bits(WMIQ_RPNF_WHERE_CLAUSE_PRESENT, WMIQ_RPNF_PROJECTION));
    EXPECT_EQ(features_of(L"SELECT a.b FROM X"), bits(WMIQ_RPNF_PROJECTION, WMIQ_RPNF_QUALIFIED_NAMES_USED));
    EXPECT_EQ(features_of(L"SELECT __Class FROM X GROUP WITHIN 5 BY a HAVING NumberOfEvents > 1"),
              bits(WMIQ_RPNF_PROJECTION, WMIQ_RPNF_SYSPROP_CLASS_USED, WMIQ_RPNF_GROUP_BY_HAVING));
    EXPECT_EQ(features_of(L"SELECT a FROM X WHERE a ISA 'Y' AND b = c"),
              bits(WMIQ_RPNF_WHERE_CLAUSE_PRESENT, WMIQ_RPNF_PROJECTION, WMIQ_RPNF_QUERY_IS_CONJUNCTIVE, WMIQ_RPNF_ISA_USED, WMIQ_RPNF_PROP_TO_PROP_TESTS));
}

TEST(WbemQuery, TakesAnAssociationQueryApart) {  // WQL-138
    LPCWSTR text =
        L"ASSOCIATORS OF {\\\\.\\root:A.K=\"x\"} WHERE ResultClass=R AssocClass=S Role=T ResultRole=U RequiredQualifier=V RequiredAssocQualifier=W KeysOnly SchemaOnly";
    const Association found(text);
    EXPECT_EQ(found->m_uVersion, 2U);
    EXPECT_EQ(found->m_uAnalysisType, 2U);
    EXPECT_EQ(found->m_uFeatureMask, 0x1U | 0x4 | 0x8 | 0x10 | 0x20 | 0x40 | 0x80 | 0x200 | 0x400);
    EXPECT_STREQ(found->m_pszPath, L"\\\\.\\root:A.K=\"x\"");
    EXPECT_STREQ(found->m_pszQueryText, text);
    EXPECT_STREQ(found->m_pszResultClass, L"R");
    EXPECT_STREQ(found->m_pszAssocClass, L"S");
    EXPECT_STREQ(found->m_pszRole, L"T");
    EXPECT_STREQ(found->m_pszResultRole, L"U");
    EXPECT_STREQ(found->m_pszRequiredQualifier, L"V");
    EXPECT_STREQ(found->m_pszRequiredAssocQualifier, L"W");
    ASSERT_NE(found->m_pPath, nullptr);
    wchar_t name[10];
    ULONG length = 10;
    EXPECT_EQ(found->m_pPath->GetClassName(&length, name), S_OK);
    EXPECT_STREQ(name, L"A");
}

TEST(WbemQuery, LeavesNullWhatAnAssociationQueryDoesNotName) {  // WQL-138
    const Association found(L"REFERENCES OF {A} WHERE ClassDefsOnly");
    EXPECT_EQ(found->m_uFeatureMask, static_cast<ULONG>(WMIQ_ASSOCQ_REFERENCES | WMIQ_ASSOCQ_CLASSDEFSONLY));
    for (LPCWSTR text : {found->m_pszResultClass, found->m_pszAssocClass, found->m_pszRole, found->m_pszResultRole, found->m_pszRequiredQualifier,
                         found->m_pszRequiredAssocQualifier})
        EXPECT_EQ(text, nullptr);
}

TEST(WbemQuery, TellsWhichFeaturesTheLanguageOfAQueryHas) {  // WQL-139
    EXPECT_EQ(language_of(L"SELECT * FROM X"), (std::vector<ULONG>{WMIQ_LF1_BASIC_SELECT}));
    EXPECT_EQ(language_of(L"REFERENCES OF {A.K=1}"), (std::vector<ULONG>{WMIQ_LF18_ASSOCIATONS}));
    EXPECT_EQ(language_of(L"SELECT * FROM meta_class WHERE __this ISA 'X' AND NOT __CLASS LIKE 'y%'"),
              (std::vector<ULONG>{WMIQ_LF1_BASIC_SELECT, WMIQ_LF2_CLASS_NAME_IN_QUERY, WMIQ_LF8_ISA, WMIQ_LF9_THIS, WMIQ_LF10_COMPEX_SUBEXPRESSIONS,
                                  WMIQ_LF19_SYSTEM_PROPERTIES, WMIQ_LF26_LIKE}));
    EXPECT_EQ(language_of(L"SELECT * FROM E WITHIN 1 WHERE a.b <> c.b GROUP WITHIN 5"),
              (std::vector<ULONG>{WMIQ_LF1_BASIC_SELECT, WMIQ_LF4_PROP_TO_PROP_TESTS, WMIQ_LF12_GROUP_BY_HAVING, WMIQ_LF13_WMI_WITHIN, WMIQ_LF17_QUALIFIED_NAMES}));
}

TEST(WbemQuery, CountsFeaturesThatDoNotFit) {  // WQL-140
    const auto query = parsed(L"SELECT * FROM X WHERE a LIKE 'x'");
    ULONG features[2] = {77, 77}, size = 1;
    EXPECT_EQ(query->TestLanguageFeatures(0, &size, features), WBEM_E_BUFFER_TOO_SMALL);
    EXPECT_EQ(size, 2U);
    EXPECT_EQ(features[0], 77U);
    EXPECT_EQ(query->TestLanguageFeatures(0, &size, nullptr), WBEM_E_BUFFER_TOO_SMALL);
    EXPECT_EQ(query->TestLanguageFeatures(0, &size, features), S_OK);
    EXPECT_EQ(features[1], 26U);
    EXPECT_EQ(query->TestLanguageFeatures(0, nullptr, features), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(query->TestLanguageFeatures(1, &size, features), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(make_query()->TestLanguageFeatures(0, &size, features), WBEM_E_INVALID_PARAMETER);
}

TEST(WbemQuery, RefusesFeaturesThatItsCallerDoesNotTake) {  // WQL-139
    const auto query = make_query();
    ULONG taken[] = {WMIQ_LF1_BASIC_SELECT, WMIQ_LF26_LIKE}, wrong[] = {0}, beyond[] = {41};
    EXPECT_EQ(query->SetLanguageFeatures(0, 1, wrong), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(query->SetLanguageFeatures(0, 1, beyond), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(query->SetLanguageFeatures(0, 1, nullptr), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(query->SetLanguageFeatures(1, 2, taken), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(query->SetLanguageFeatures(0, 1'000'000, taken), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(query->SetLanguageFeatures(0, 2, taken), S_OK);
    EXPECT_EQ(query->Parse(L"WQL", L"SELECT * FROM X WHERE a LIKE 'x'", 0), S_OK);
    EXPECT_EQ(query->Parse(L"WQL", L"SELECT * FROM X WHERE a ISA 'x'", 0), WBEM_E_INVALID_QUERY);
    EXPECT_EQ(query->SetLanguageFeatures(0, 0, nullptr), S_OK);
    EXPECT_EQ(query->Parse(L"WQL", L"SELECT * FROM X WHERE a ISA 'x'", 0), S_OK);
}

TEST(WbemQuery, ForgetsItsQueryAndItsFeatures) {  // WQL-140
    const auto query = parsed(L"SELECT * FROM X");
    ULONG taken[] = {WMIQ_LF18_ASSOCIATONS};
    EXPECT_EQ(query->SetLanguageFeatures(0, 1, taken), S_OK);
    EXPECT_EQ(query->Empty(), S_OK);
    LPVOID memory = nullptr;
    EXPECT_EQ(query->GetAnalysis(WMIQ_ANALYSIS_QUERY_TEXT, 0, &memory), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(query->Parse(L"WQL", L"SELECT * FROM X", 0), S_OK);
    EXPECT_EQ(query->Empty(), S_OK);
    EXPECT_EQ(query->Empty(), S_OK);
}

TEST(WbemQuery, KeepsItsQueryWhenTheNextIsWrong) {
    const auto query = parsed(L"SELECT * FROM X");
    EXPECT_EQ(query->Parse(L"WQL", L"SELECT * FROM", 0), WBEM_E_INVALID_QUERY);
    const Analysis<wchar_t> analysis(query, WMIQ_ANALYSIS_QUERY_TEXT);
    EXPECT_STREQ(&*analysis, L"SELECT * FROM X");
}

TEST(WbemQuery, TellsFiguresOfItsTokens) {  // WQL-134
    const auto query = parsed(L"SELECT * FROM X WHERE a < 1 AND b IS NULL");
    ULONG figures[3] = {};
    const auto told = [&](ULONG info) {
        EXPECT_EQ(query->GetQueryInfo(WMIQ_ANALYSIS_RPN_SEQUENCE, info, sizeof figures, figures), S_OK);
        return std::vector<ULONG>(figures, figures + 3);
    };
    EXPECT_EQ(told(WMIQ_RPN_GET_TOKEN_TYPE), (std::vector<ULONG>{1, 1, 2}));
    EXPECT_EQ(told(WMIQ_RPN_GET_EXPR_SHAPE), (std::vector<ULONG>{0x19, 0x11, 0}));
    EXPECT_EQ(told(WMIQ_RPN_GET_RELOP), (std::vector<ULONG>{WMIQ_RPN_OP_LT, WMIQ_RPN_OP_ISNULL, 0}));
    EXPECT_EQ(told(WMIQ_RPN_GET_LEFT_FUNCTION), (std::vector<ULONG>{0, 0, 0}));
    EXPECT_EQ(query->GetQueryInfo(WMIQ_ANALYSIS_RPN_SEQUENCE, 1, sizeof figures - 1, figures), WBEM_E_BUFFER_TOO_SMALL);
    EXPECT_EQ(query->GetQueryInfo(WMIQ_ANALYSIS_RPN_SEQUENCE, 0, sizeof figures, figures), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(query->GetQueryInfo(WMIQ_ANALYSIS_RPN_SEQUENCE, 6, sizeof figures, figures), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(query->GetQueryInfo(WMIQ_ANALYSIS_QUERY_TEXT, 1, sizeof figures, figures), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(query->GetQueryInfo(WMIQ_ANALYSIS_RPN_SEQUENCE, 1, sizeof figures, nullptr), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(make_query()->GetQueryInfo(WMIQ_ANALYSIS_RPN_SEQUENCE, 1, sizeof figures, figures), WBEM_E_INVALID_PARAMETER);
}
