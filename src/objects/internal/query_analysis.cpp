#include "objects/internal/query_analysis.h"

#include "base/text.h"
#include "objects/answer.h"
#include "objects/internal/query_features.h"
#include "objects/path_object.h"

#include <algorithm>
#include <limits>
#include <type_traits>

namespace wmi::objects::internal {
namespace {

using base::Error;
using base::Result;
using base::Status;
using Kind = wql::Expression::Step::Kind;

template <class T>
constexpr bool fits(std::int64_t number) {
    return number >= std::int64_t{std::numeric_limits<T>::min()} && number <= std::int64_t{std::numeric_limits<T>::max()};
}

}  // namespace

template <class T>
T* QueryAnalysis::list(std::size_t size) {
    static_assert(std::is_trivially_destructible_v<T>);
    if (size == 0) return nullptr;
    T* const made = static_cast<T*>(memory_.allocate(size * sizeof(T), alignof(T)));
    std::uninitialized_value_construct_n(made, size);
    return made;
}

Result<std::unique_ptr<QueryAnalysis>> QueryAnalysis::make(const ParsedQuery& parsed, ULONG type) {
    auto made = std::make_unique<QueryAnalysis>();
    const auto* const select = std::get_if<wql::Select>(&parsed.query);
    const auto* const follow = std::get_if<wql::Follow>(&parsed.query);
    if (type == WMIQ_ANALYSIS_QUERY_TEXT) {
        made->root_ = made->encode(parsed.text);
    } else if (type == WMIQ_ANALYSIS_RPN_SEQUENCE && select != nullptr) {
        made->root_ = made->encode(*select);
    } else if (type == WMIQ_ANALYSIS_ASSOC_QUERY && follow != nullptr) {
        made->root_ = TRY(made->encode(*follow, parsed.text));
    } else {
        return Error(Status::InvalidParameter,
                     "This query has no such analysis: 1 is of SELECT, 2 of ASSOCIATORS OF and REFERENCES OF, 4 the text of any query.");
    }
    return made;
}

LPWSTR QueryAnalysis::encode(std::string_view text) {
    const std::wstring wide = base::to_wide(text);
    LPWSTR const made = list<wchar_t>(wide.size() + 1);
    std::copy(wide.begin(), wide.end(), made);
    return made;
}

LPWSTR QueryAnalysis::encode_given(const std::string& text) { return text.empty() ? nullptr : encode(text); }

SWbemQueryQualifiedName* QueryAnalysis::encode(const std::vector<std::string>& parts) {  // WQL-137
    auto* const name = list<SWbemQueryQualifiedName>(1);
    name->m_uVersion = 1;
    name->m_uTokenType = 1;
    name->m_uNameListSize = parts.size();
    name->m_ppszNameList = list<LPCWSTR>(parts.size());
    for (std::size_t i = 0; i < parts.size(); ++i) name->m_ppszNameList[i] = encode(parts[i]);
    return name;
}

SWbemRpnEncodedQuery* QueryAnalysis::encode(const wql::Select& select) {  // WQL-133
    auto* const query = list<SWbemRpnEncodedQuery>(1);
    query->m_uVersion = 1;
    query->m_uParsedFeatureMask = rpn_features(select);
    query->m_uSelectListSize = std::max<std::size_t>(select.projection.size(), 1);
    query->m_ppSelectList = list<SWbemQueryQualifiedName*>(query->m_uSelectListSize);
    query->m_ppSelectList[0] = select.projection.empty() ? encode(std::vector<std::string>{"*"}) : nullptr;
    for (std::size_t i = 0; i < select.projection.size(); ++i) query->m_ppSelectList[i] = encode(select.projection[i].parts);
    query->m_uFromTargetType = WMIQ_RPN_FROM_UNARY;
    query->m_uFromListSize = 1;
    query->m_ppszFromList = list<LPCWSTR>(1);
    query->m_ppszFromList[0] = encode(select.class_name);
    query->m_dblWithinPolling = select.within_seconds.value_or(0);
    query->m_dblWithinWindow = select.group ? select.group->within_seconds : 0;
    if (!select.where) return query;
    query->m_uWhereClauseSize = select.where->steps.size();
    query->m_ppRpnWhereClause = list<SWbemRpnQueryToken*>(query->m_uWhereClauseSize);
    for (std::size_t i = 0; i < select.where->steps.size(); ++i) query->m_ppRpnWhereClause[i] = encode(*select.where, select.where->steps[i]);
    return query;
}

SWbemRpnQueryToken* QueryAnalysis::encode(const wql::Expression& condition, const wql::Expression::Step& step) {  // WQL-134
    auto* const token = list<SWbemRpnQueryToken>(1);
    token->m_uVersion = 1;
    token->m_uTokenType = token_type(step.kind);
    if (step.kind != Kind::Term) return token;
    const wql::Term& term = condition.terms[step.term];
    token->m_uSubexpressionShape = token_shape(term);
    token->m_uOperator = token_operator(term.op);
    token->m_pLeftIdent = encode(term.left.parts);
    if (const auto* right = std::get_if<wql::PropertyName>(&term.right)) {
        token->m_pRightIdent = encode(right->parts);
    } else {
        encode(std::get<wql::Constant>(term.right), *token);
    }
    return token;
}

void QueryAnalysis::encode(const wql::Constant& constant, SWbemRpnQueryToken& token) {  // WQL-136
    if (const auto* text = std::get_if<std::string>(&constant.value)) {
        token.m_uConstApparentType = VT_LPWSTR;
        token.m_Const.m_pszStrVal = encode(*text);
    } else if (const auto* truth = std::get_if<bool>(&constant.value)) {
        token.m_uConstApparentType = VT_BOOL;
        token.m_Const.m_bBoolVal = *truth ? TRUE : FALSE;
    } else if (const auto* real = std::get_if<double>(&constant.value)) {
        token.m_uConstApparentType = VT_R8;
        token.m_Const.m_dblVal = *real;
    } else if (const auto* great = std::get_if<std::uint64_t>(&constant.value)) {
        token.m_uConstApparentType = VT_UI8;
        token.m_Const.m_uVal64 = static_cast<__int64>(*great);
    } else if (const auto* number = std::get_if<std::int64_t>(&constant.value)) {
        // LONG and ULONG have 64 bits here, so the whole number can be read through any member.
        token.m_uConstApparentType = fits<std::int32_t>(*number) ? VT_I4 : fits<std::uint32_t>(*number) ? VT_UI4 : VT_I8;
        token.m_Const.m_lVal64 = *number;
    }
}

Result<SWbemAssocQueryInf*> QueryAnalysis::encode(const wql::Follow& follow, const std::string& text) {  // WQL-138
    auto* const found = list<SWbemAssocQueryInf>(1);
    found->m_uVersion = 2;
    found->m_uAnalysisType = WMIQ_ANALYSIS_ASSOC_QUERY;
    found->m_uFeatureMask = follow_features(follow);
    found->m_pszPath = encode(follow.path);
    path_ = make_path();
    TRY(checked(path_->SetText(WBEMPATH_CREATE_ACCEPT_ALL, found->m_pszPath)));
    found->m_pPath = path_.get();
    found->m_pszQueryText = encode(text);
    found->m_pszResultClass = encode_given(follow.result_class);
    found->m_pszAssocClass = encode_given(follow.assoc_class);
    found->m_pszRole = encode_given(follow.role);
    found->m_pszResultRole = encode_given(follow.result_role);
    found->m_pszRequiredQualifier = encode_given(follow.required_qualifier);
    found->m_pszRequiredAssocQualifier = encode_given(follow.required_assoc_qualifier);
    return found;
}

Result<std::vector<ULONG>> token_figures(const wql::Query& query, ULONG figure) {
    const auto* const select = std::get_if<wql::Select>(&query);
    if (select == nullptr || figure < WMIQ_RPN_GET_TOKEN_TYPE || figure > WMIQ_RPN_GET_RELOP) {
        return Error(Status::InvalidParameter, "Figures are told of the tokens of a SELECT, and named by WMIQ_RPN_GET_TOKEN_TYPE to WMIQ_RPN_GET_RELOP.");
    }
    std::vector<ULONG> figures;
    if (!select->where) return figures;
    for (const auto& step : select->where->steps) {
        const wql::Term* const term = step.kind == Kind::Term ? &select->where->terms[step.term] : nullptr;
        ULONG told = 0;  // WQL has no functions
        if (figure == WMIQ_RPN_GET_TOKEN_TYPE) told = token_type(step.kind);
        if (figure == WMIQ_RPN_GET_EXPR_SHAPE && term != nullptr) told = token_shape(*term);
        if (figure == WMIQ_RPN_GET_RELOP && term != nullptr) told = token_operator(term->op);
        figures.push_back(told);
    }
    return figures;
}

}  // namespace wmi::objects::internal
