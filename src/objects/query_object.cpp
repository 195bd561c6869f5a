#include "objects/query_object.h"

#include "base/guarded.h"
#include "base/text.h"
#include "cim/path.h"
#include "com/object.h"
#include "com/text.h"
#include "objects/answer.h"
#include "objects/internal/query_analysis.h"
#include "objects/internal/query_features.h"

#include <algorithm>
#include <cstring>
#include <cwchar>
#include <map>

namespace wmi::objects {
namespace internal {
namespace {

using base::Error;
using base::Result;
using base::Status;

Error needs(std::string_view what) { return Error(Status::InvalidParameter, std::string(what)); }

/// The path within the braces is a part of the query's text.
Result<void> check_path(const wql::Query& query) {
    const auto* const follow = std::get_if<wql::Follow>(&query);
    if (follow == nullptr) return {};
    const auto path = cim::parse_path(follow->path);
    if (path) return {};
    return Error(Status::InvalidQuery, "At character " + std::to_string(follow->path_at + 1) + ": the path is none. " + path.error().sentence(), follow->path);
}

class QueryObject final : public com::Object<QueryObject, IWbemQuery> {
public:
    HRESULT Empty() noexcept override {
        return answer_locally("Empty", [&]() -> Result<void> {
            state_.with([](State& state) {
                state.parsed.reset();
                state.taken.clear();
            });
            return {};
        });
    }

    HRESULT SetLanguageFeatures(ULONG uFlags, ULONG uArraySize, ULONG* puFeatures) noexcept override {
        return answer_locally("SetLanguageFeatures", [&]() -> Result<void> {
            if (uFlags != 0 || (uArraySize != 0 && puFeatures == nullptr)) return needs("flags of 0 and a list of features are needed");
            if (uArraySize > WMIQ_LF_LAST) return needs("there are 40 features; a longer list names one twice");
            std::vector<ULONG> taken(puFeatures, puFeatures + uArraySize);
            const auto is_feature = [](ULONG one) { return one >= WMIQ_LF1_BASIC_SELECT && one <= WMIQ_LF_LAST; };
            if (!std::all_of(taken.begin(), taken.end(), is_feature)) return needs("a feature is a number from 1 to 40");
            state_.with([&](State& state) { state.taken.swap(taken); });
            return {};
        });
    }

    HRESULT TestLanguageFeatures(ULONG uFlags, ULONG* uArraySize, ULONG* puFeatures) noexcept override {
        return answer_locally("TestLanguageFeatures", [&]() -> Result<void> {
            if (uFlags != 0 || uArraySize == nullptr) return needs("flags of 0 and a place for the number of features are needed");
            const auto parsed = TRY(get_parsed());
            const std::vector<ULONG> used = language_features(parsed->query);
            const ULONG room = puFeatures == nullptr ? 0 : *uArraySize;
            *uArraySize = used.size();
            if (room < used.size()) return Error(Status::BufferTooSmall, "the query has " + std::to_string(used.size()) + " features");
            std::copy(used.begin(), used.end(), puFeatures);
            return {};
        });
    }

    HRESULT Parse(LPCWSTR pszLang, LPCWSTR pszQuery, ULONG uFlags) noexcept override {
        return answer_locally("Parse", [&]() -> Result<void> {
            if (pszLang == nullptr || pszQuery == nullptr || uFlags != 0) return needs("a language, a query and flags of 0 are needed");
            if (std::wcscmp(pszLang, L"WQL") != 0 && std::wcscmp(pszLang, L"SQL") != 0) return needs("the language is WQL or SQL, in capitals");
            std::string text = com::from_wide(pszQuery);
            wql::Query query = TRY(wql::parse(text));
            TRY(check_path(query));
            TRY(check_features(query));
            auto parsed = std::make_shared<const ParsedQuery>(ParsedQuery{std::move(text), std::move(query)});
            state_.with([&](State& state) { state.parsed.swap(parsed); });
            return {};
        });
    }

    HRESULT GetAnalysis(ULONG uAnalysisType, ULONG uFlags, LPVOID* pAnalysis) noexcept override {
        if (pAnalysis != nullptr) *pAnalysis = nullptr;
        return answer_locally("GetAnalysis", [&]() -> Result<void> {
            if (pAnalysis == nullptr || uFlags != 0) return needs("a place for the analysis and flags of 0 are needed");
            const auto parsed = TRY(get_parsed());
            auto analysis = TRY(QueryAnalysis::make(*parsed, uAnalysisType));
            LPVOID const root = analysis->root();
            state_.with([&](State& state) { state.given.emplace(root, std::move(analysis)); });
            *pAnalysis = root;
            return {};
        });
    }

    HRESULT FreeMemory(LPVOID pMem) noexcept override {
        return answer_locally("FreeMemory", [&]() -> Result<void> {
            auto freed = state_.with([&](State& state) { return state.given.extract(pMem); });
            if (freed.empty()) return needs("what GetAnalysis of this object gave is needed, once");
            return {};
        });
    }

    HRESULT GetQueryInfo(ULONG uAnalysisType, ULONG uInfoId, ULONG uBufSize, LPVOID pDestBuf) noexcept override {
        return answer_locally("GetQueryInfo", [&]() -> Result<void> {
            if (uAnalysisType != WMIQ_ANALYSIS_RPN_SEQUENCE || pDestBuf == nullptr) return needs("the analysis WMIQ_ANALYSIS_RPN_SEQUENCE and a buffer are needed");
            const auto parsed = TRY(get_parsed());
            const std::vector<ULONG> figures = TRY(token_figures(parsed->query, uInfoId));
            const std::size_t size = figures.size() * sizeof(ULONG);
            if (size > uBufSize) return Error(Status::BufferTooSmall, "the figures take " + std::to_string(size) + " bytes");
            if (size != 0) std::memcpy(pDestBuf, figures.data(), size);
            return {};
        });
    }

private:
    friend class com::Object<QueryObject, IWbemQuery>;
    ~QueryObject() override = default;

    struct State {
        std::shared_ptr<const ParsedQuery> parsed;  // null: no query
        std::vector<ULONG> taken;                   // the features that Parse takes; empty: all
        std::map<const void*, std::unique_ptr<QueryAnalysis>> given;
    };

    Result<std::shared_ptr<const ParsedQuery>> get_parsed() const {
        auto parsed = state_.with([](const State& state) { return state.parsed; });
        if (parsed == nullptr) return needs("there is no query yet; Parse one first");
        return parsed;
    }

    Result<void> check_features(const wql::Query& query) const {
        const std::vector<ULONG> taken = state_.with([](const State& state) { return state.taken; });
        if (taken.empty()) return {};
        for (const ULONG used : language_features(query)) {
            if (std::find(taken.begin(), taken.end(), used) != taken.end()) continue;
            return Error(Status::InvalidQuery, "the query has feature " + std::to_string(used) + ", which SetLanguageFeatures did not name");
        }
        return {};
    }

    base::Guarded<State> state_;
};

}  // namespace
}  // namespace internal

com::com_ptr<IWbemQuery> make_query() { return com::make<internal::QueryObject>(); }

}  // namespace wmi::objects
