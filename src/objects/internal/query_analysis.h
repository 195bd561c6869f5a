// One analysis of a query as the structures of wmiutils.h, with all that they point at.
#pragma once

#include "base/result.h"
#include "com/com_ptr.h"
#include "wql/query.h"

#include <wmiutils.h>

#include <memory>
#include <memory_resource>
#include <vector>

namespace wmi::objects::internal {

/// A query that Parse has taken.
struct ParsedQuery {
    std::string text;
    wql::Query query;
};

class QueryAnalysis {
public:
    /// type     a WMIQ_ANALYSIS_TYPE
    /// errors   InvalidParameter: the query has no such analysis; what the path's own parser says
    static base::Result<std::unique_ptr<QueryAnalysis>> make(const ParsedQuery& parsed, ULONG type);

    QueryAnalysis(const QueryAnalysis&) = delete;
    QueryAnalysis& operator=(const QueryAnalysis&) = delete;

    /// What the caller of GetAnalysis gets; lives as long as this.
    [[nodiscard]] void* root() const { return root_; }

    QueryAnalysis() = default;  // for make alone
    ~QueryAnalysis() = default;

private:
    SWbemRpnEncodedQuery* encode(const wql::Select& select);
    base::Result<SWbemAssocQueryInf*> encode(const wql::Follow& follow, const std::string& text);
    SWbemQueryQualifiedName* encode(const std::vector<std::string>& parts);
    SWbemRpnQueryToken* encode(const wql::Expression& condition, const wql::Expression::Step& step);
    void encode(const wql::Constant& constant, SWbemRpnQueryToken& token);
    LPWSTR encode(std::string_view text);
    LPWSTR encode_given(const std::string& text);

    /// Zeroed; null for none.
    template <class T>
    T* list(std::size_t size);

    std::pmr::monotonic_buffer_resource memory_;
    com::com_ptr<IWbemPath> path_;
    void* root_ = nullptr;
};

/// A figure of each token of the WHERE clause, in order: figure is WMIQ_RPN_GET_TOKEN_TYPE or one of its like.
/// errors   InvalidParameter: no SELECT, or no such figure
base::Result<std::vector<ULONG>> token_figures(const wql::Query& query, ULONG figure);

}  // namespace wmi::objects::internal
