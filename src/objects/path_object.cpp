#include "objects/path_object.h"

#include "base/text.h"
#include "cim/convert.h"
#include "com/object.h"
#include "com/text.h"
#include "objects/answer.h"
#include "objects/internal/path_keys.h"
#include "objects/internal/path_model.h"

#include <algorithm>
#include <mutex>
#include <utility>

namespace wmi::objects {
namespace internal {
namespace {

Error needs(std::string_view what) { return Error(Status::InvalidParameter, std::string(what)); }

bool same_namespaces(const std::vector<std::string>& left, std::size_t count, const std::vector<std::string>& right) {
    return left.size() >= count && right.size() == count && std::equal(right.begin(), right.end(), left.begin(), base::same_name);
}

class PathObject final : public com::Object<PathObject, IWbemPath>, public PathHolder {
public:
    HRESULT SetText(ULONG uMode, LPCWSTR pszPath) noexcept override {
        return change("SetText", [&](PathModel& path) -> Result<void> {
            if (pszPath == nullptr) return needs("a text is needed");
            path = TRY(parse_path_text(com::from_wide(pszPath), uMode));
            return {};
        });
    }

    HRESULT GetText(LONG lFlags, ULONG* puBuffLength, LPWSTR pszText) noexcept override {
        return change("GetText", [&](const PathModel& path) -> Result<void> {
            const std::string text = TRY(print_path_text(path, lFlags));
            return give_text(text, puBuffLength, pszText);
        });
    }

    HRESULT GetInfo(ULONG /*uRequestedInfo*/, ULONGLONG* puResponse) noexcept override {
        return change("GetInfo", [&](const PathModel& path) -> Result<void> {
            if (puResponse == nullptr) return needs("a place for the answer is needed");
            *puResponse = info_of(path);
            return {};
        });
    }

    HRESULT SetServer(LPCWSTR Name) noexcept override {
        return change("SetServer", [&](PathModel& path) -> Result<void> {
            std::string name = com::from_wide(Name);
            path.server = name.empty() ? std::nullopt : std::optional(std::move(name));
            return {};
        });
    }

    HRESULT GetServer(ULONG* puNameBufLength, LPWSTR pName) noexcept override {
        return change("GetServer", [&](const PathModel& path) -> Result<void> {
            if (puNameBufLength == nullptr) return needs("a place for the length is needed");
            if (!path.server) return Error(Status::NotAvailable, "the path has no server");
            return give_text(*path.server, puNameBufLength, pName);
        });
    }

    HRESULT GetNamespaceCount(ULONG* puCount) noexcept override {
        return change("GetNamespaceCount", [&](const PathModel& path) -> Result<void> {
            if (puCount == nullptr) return needs("a place for the number is needed");
            *puCount = path.namespaces.size();
            return {};
        });
    }

    HRESULT SetNamespaceAt(ULONG uIndex, LPCWSTR pszName) noexcept override {
        return change("SetNamespaceAt", [&](PathModel& path) -> Result<void> {
            if (pszName == nullptr || uIndex > path.namespaces.size()) return needs("a name is needed, and a place in the path");
            path.namespaces.insert(path.namespaces.begin() + static_cast<std::ptrdiff_t>(uIndex), com::from_wide(pszName));
            return {};
        });
    }

    HRESULT GetNamespaceAt(ULONG uIndex, ULONG* puNameBufLength, LPWSTR pName) noexcept override {
        return change("GetNamespaceAt", [&](const PathModel& path) -> Result<void> {
            if (uIndex >= path.namespaces.size()) return needs("the path has no such namespace");
            return give_text(path.namespaces[uIndex], puNameBufLength, pName);
        });
    }

    HRESULT RemoveNamespaceAt(ULONG uIndex) noexcept override {
        return change("RemoveNamespaceAt", [&](PathModel& path) -> Result<void> {
            if (uIndex >= path.namespaces.size()) return needs("the path has no such namespace");
            path.namespaces.erase(path.namespaces.begin() + static_cast<std::ptrdiff_t>(uIndex));
            return {};
        });
    }

    HRESULT RemoveAllNamespaces() noexcept override {
        return change("RemoveAllNamespaces", [](PathModel& path) -> Result<void> {
            path.namespaces.clear();
            return {};
        });
    }

    HRESULT GetScopeCount(ULONG* puCount) noexcept override {
        return change("GetScopeCount", [&](const PathModel& path) -> Result<void> {
            if (puCount == nullptr) return needs("a place for the number is needed");
            *puCount = path.scopes.size();
            return {};
        });
    }

    HRESULT SetScope(ULONG uIndex, LPWSTR pszClass) noexcept override {
        return change("SetScope", [&](PathModel& path) -> Result<void> {
            if (pszClass == nullptr) return needs("a class is needed");
            return set_scope(path, uIndex, PathPart{com::from_wide(pszClass), {}, false});
        });
    }

    HRESULT SetScopeFromText(ULONG uIndex, LPWSTR pszText) noexcept override {
        return change("SetScopeFromText", [&](PathModel& path) -> Result<void> {
            if (pszText == nullptr) return needs("a text is needed");
            PathPart part = TRY(parse_part(com::from_wide(pszText)));
            return set_scope(path, uIndex, std::move(part));
        });
    }

    HRESULT GetScope(ULONG uIndex, ULONG* puClassNameBufSize, LPWSTR pszClass, IWbemPathKeyList** pKeyList) noexcept override {
        return change("GetScope", [&](const PathModel& path) -> Result<void> {
            if (uIndex >= path.scopes.size()) return needs("the path has no such scope");
            TRY(give_text(path.scopes[uIndex].class_name, puClassNameBufSize, pszClass));
            if (pKeyList != nullptr) *pKeyList = make_key_list(holder(), uIndex).detach();
            return {};
        });
    }

    HRESULT GetScopeAsText(ULONG uIndex, ULONG* puTextBufSize, LPWSTR pszText) noexcept override {
        return change("GetScopeAsText", [&](const PathModel& path) -> Result<void> {
            if (uIndex >= path.scopes.size()) return needs("the path has no such scope");
            return give_text(print_part(path.scopes[uIndex]), puTextBufSize, pszText);
        });
    }

    HRESULT RemoveScope(ULONG uIndex) noexcept override {
        return change("RemoveScope", [&](PathModel& path) -> Result<void> {
            if (uIndex >= path.scopes.size()) return needs("the path has no such scope");
            path.scopes.erase(path.scopes.begin() + static_cast<std::ptrdiff_t>(uIndex));
            return {};
        });
    }

    HRESULT RemoveAllScopes() noexcept override {
        return change("RemoveAllScopes", [](PathModel& path) -> Result<void> {
            path.scopes.clear();
            return {};
        });
    }

    HRESULT SetClassName(LPCWSTR Name) noexcept override {
        return change("SetClassName", [&](PathModel& path) -> Result<void> {
            if (Name == nullptr) return needs("a name is needed");
            std::string name = com::from_wide(Name);
            if (!path.object) path.object.emplace();
            path.object->class_name = std::move(name);
            return {};
        });
    }

    HRESULT GetClassName(ULONG* puBuffLength, LPWSTR pszName) noexcept override {
        return change("GetClassName", [&](const PathModel& path) -> Result<void> {
            if (puBuffLength == nullptr) return needs("a place for the length is needed");
            if (!path.object) return Error(Status::InvalidObjectPath, "the path has no class");
            return give_text(path.object->class_name, puBuffLength, pszName);
        });
    }

    HRESULT GetKeyList(IWbemPathKeyList** pOut) noexcept override {
        return change("GetKeyList", [&](const PathModel& path) -> Result<void> {
            if (pOut == nullptr) return needs("a place for the list is needed");
            *pOut = nullptr;
            if (!path.object) return Error(Status::NotAvailable, "the path has no class");
            *pOut = make_key_list(holder(), kObjectPart).detach();
            return {};
        });
    }

    HRESULT CreateClassPart(LONG lFlags, LPCWSTR Name) noexcept override {
        return change("CreateClassPart", [&](PathModel& path) -> Result<void> {
            if (lFlags != 0 || Name == nullptr) return needs("a name is needed, and flags 0");
            path.object = PathPart{com::from_wide(Name), {}, false};
            return {};
        });
    }

    HRESULT DeleteClassPart(LONG lFlags) noexcept override {
        return change("DeleteClassPart", [&](PathModel& path) -> Result<void> {
            if (lFlags != 0) return needs("the flags must be 0");
            path.object.reset();
            return {};
        });
    }

    BOOL IsRelative(LPWSTR wszMachine, LPWSTR wszNamespace) noexcept override {
        return ask([&](const PathModel& path) {
            const auto there = namespaces_of(wszNamespace);
            return is_on(path, wszMachine) && (path.namespaces.empty() || same_namespaces(path.namespaces, path.namespaces.size(), there));
        });
    }

    BOOL IsRelativeOrChild(LPWSTR wszMachine, LPWSTR wszNamespace, LONG /*lFlags*/) noexcept override {
        return ask([&](const PathModel& path) {
            const auto there = namespaces_of(wszNamespace);
            return is_on(path, wszMachine) && (path.namespaces.empty() || same_namespaces(path.namespaces, there.size(), there));
        });
    }

    BOOL IsLocal(LPCWSTR wszMachine) noexcept override {
        return ask([&](const PathModel& path) { return is_on(path, wszMachine); });
    }

    BOOL IsSameClassName(LPCWSTR wszClass) noexcept override {
        return ask([&](const PathModel& path) {
            return wszClass != nullptr && path.object && base::same_name(path.object->class_name, com::from_wide(wszClass));
        });
    }

    Result<void> with_path(const std::function<Result<void>(PathModel&)>& body) override {
        const std::lock_guard lock(mutex_);
        return body(path_);
    }

private:
    friend class com::Object<PathObject, IWbemPath>;
    ~PathObject() override = default;

    /// Runs body(path) under the lock.
    template <class Body>
    HRESULT change(std::string_view operation, Body&& body) noexcept {
        return answer_locally(operation, [&]() -> Result<void> {
            const std::lock_guard lock(mutex_);
            return body(path_);
        });
    }

    template <class Body>
    BOOL ask(Body&& body) noexcept {
        BOOL holds = FALSE;
        change("IsRelative", [&](const PathModel& path) -> Result<void> {
            holds = body(path) ? TRUE : FALSE;
            return {};
        });
        return holds;
    }

    static bool is_on(const PathModel& path, LPCWSTR machine) {
        return path.is_local() || (machine != nullptr && base::same_name(*path.server, com::from_wide(machine)));
    }

    static std::vector<std::string> namespaces_of(LPCWSTR text) {
        const auto parsed = cim::parse_path(com::from_wide(text), cim::PathForm::Namespace);
        return parsed ? parsed->namespaces : std::vector<std::string>();
    }

    static Result<void> set_scope(PathModel& path, ULONG index, PathPart part) {
        if (index > path.scopes.size()) return needs("scopes are added one after another");
        path.scopes.insert(path.scopes.begin() + static_cast<std::ptrdiff_t>(index), std::move(part));
        return {};
    }

    KeyListOwner holder() { return {com::com_ptr<IUnknown>(static_cast<IWbemPath*>(this)), this}; }

    std::mutex mutex_;
    PathModel path_;
};

}  // namespace
}  // namespace internal

com::com_ptr<IWbemPath> make_path() { return com::make<internal::PathObject>(); }

}  // namespace wmi::objects
