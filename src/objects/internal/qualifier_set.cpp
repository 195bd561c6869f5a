#include "objects/internal/qualifier_set.h"

#include "com/text.h"
#include "objects/answer.h"
#include "objects/internal/names.h"
#include "objects/internal/variant.h"

#include <mutex>
#include <optional>
#include <utility>

namespace wmi::objects::internal {
namespace {

using cim::Qualifier;
using cim::QualifierSet;
namespace flavor = cim::flavor;

Error needs(std::string_view what) { return Error(Status::InvalidParameter, std::string(what)); }

Error not_found(std::string_view name) {
    return Error(Status::NotFound, "there is no qualifier " + std::string(name), std::string(name));
}

bool is_in(Scope scope, const Qualifier& qualifier) {
    const bool is_propagated = (qualifier.flavor & flavor::kPropagated) != 0;
    return scope == Scope::All || is_propagated == (scope == Scope::Propagated);
}

/// The owner's lock guards the content; the set's own guards its walk. They are never held at once.
class QualifierSetObject final : public com::Object<QualifierSetObject, IWbemQualifierSet> {
public:
    QualifierSetObject(com::com_ptr<ClassObject> owner, Target target) : owner_(std::move(owner)), target_(std::move(target)) {}

    HRESULT Get(LPCWSTR wszName, long lFlags, VARIANT* pVal, long* plFlavor) noexcept override {
        return answer_locally("Get", [&]() -> Result<void> {
            if (wszName == nullptr || lFlags != 0) return needs("a name is needed, and flags 0");
            const Name name(wszName);
            const QualifierSet set = TRY(shown());
            const Qualifier* found = set.find(name.view());
            if (!found) return not_found(name.view());
            show(*found, pVal, plFlavor);
            return {};
        });
    }

    HRESULT Put(LPCWSTR wszName, VARIANT* pVal, long lFlavor) noexcept override {
        return answer_locally("Put", [&]() -> Result<void> {
            if (wszName == nullptr || pVal == nullptr) return needs("a name and a value are needed");
            if ((lFlavor & ~long{flavor::kSettable}) != 0) return needs("the flavor has bits that cannot be set");
            const Name name(wszName);
            TRY(check_user_name(name.view(), "qualifier"));
            auto content = TRY(qualifier_content(*pVal));
            std::string text = name.text();
            Qualifier qualifier{std::move(text), std::move(content), static_cast<std::uint8_t>(lFlavor)};
            return owner_->with([&](cim::Object& object) { return put_qualifier(object, target_, std::move(qualifier)); });
        });
    }

    HRESULT Delete(LPCWSTR wszName) noexcept override {
        return answer_locally("Delete", [&]() -> Result<Status> {
            if (wszName == nullptr) return needs("a name is needed, it is NULL");
            const Name name(wszName);
            const cim::ClassPtr stored = owner_->stored();
            return owner_->with([&](cim::Object& object) { return remove_qualifier(object, target_, name.view(), stored.get()); });
        });
    }

    HRESULT GetNames(long lFlags, SAFEARRAY** pNames) noexcept override {
        return answer_locally("GetNames", [&]() -> Result<void> {
            if (pNames == nullptr) return needs("a place for the names is needed");
            const Scope scope = TRY(scope_of(lFlags));
            std::vector<std::string> names;
            std::vector<Qualifier> items = TRY(selected(scope));
            for (Qualifier& qualifier : items) names.push_back(std::move(qualifier.name));
            *pNames = to_safe_array(names);
            return {};
        });
    }

    HRESULT BeginEnumeration(long lFlags) noexcept override {
        return answer_locally("BeginEnumeration", [&]() -> Result<void> {
            const Scope scope = TRY(scope_of(lFlags));
            auto items = TRY(selected(scope));
            const std::lock_guard lock(mutex_);
            if (walk_ && walk_->is_running()) return Error(Status::Unexpected, "an enumeration is running: call EndEnumeration first");
            walk_ = Walk<Qualifier>{std::move(items)};
            return {};
        });
    }

    HRESULT Next(long lFlags, BSTR* pstrName, VARIANT* pVal, long* plFlavor) noexcept override {
        return answer_locally("Next", [&]() -> Result<Status> {
            if (lFlags != 0) return needs("the flags must be 0");
            const std::lock_guard lock(mutex_);
            if (!walk_) return Error(Status::Unexpected, "no enumeration was begun");
            if (walk_->is_at_end()) {
                walk_->has_told_end = true;
                if (pstrName != nullptr) *pstrName = nullptr;
                return Status::SNoMoreData;
            }
            const Qualifier& next = walk_->items[walk_->next];
            com::Bstr name(next.name);
            show(next, pVal, plFlavor);
            if (pstrName != nullptr) *pstrName = name.detach();
            ++walk_->next;
            return Status::Ok;
        });
    }

    HRESULT EndEnumeration() noexcept override {
        const std::lock_guard lock(mutex_);
        walk_.reset();
        return WBEM_S_NO_ERROR;
    }

private:
    friend class com::Object<QualifierSetObject, IWbemQualifierSet>;
    ~QualifierSetObject() override = default;

    [[nodiscard]] Result<QualifierSet> shown() const {
        return owner_->with([&](const cim::Object& object) { return shown_qualifiers(object, target_); });
    }

    [[nodiscard]] Result<std::vector<Qualifier>> selected(Scope scope) const {
        QualifierSet set = TRY(shown());
        std::vector<Qualifier> items;
        for (Qualifier& qualifier : set)
            if (is_in(scope, qualifier)) items.push_back(std::move(qualifier));
        return items;
    }

    static void show(const Qualifier& qualifier, VARIANT* value, long* to_flavor) {
        Variant content;
        if (value != nullptr) fill(content, qualifier.content.type, qualifier.content.value);
        if (to_flavor != nullptr) *to_flavor = qualifier.flavor;
        content.give(value);
    }

    com::com_ptr<ClassObject> owner_;
    Target target_;
    std::mutex mutex_;
    std::optional<Walk<Qualifier>> walk_;
};

}  // namespace

com::com_ptr<IWbemQualifierSet> make_qualifier_set(com::com_ptr<ClassObject> owner, Target target) {
    return com::make<QualifierSetObject>(std::move(owner), std::move(target));
}

}  // namespace wmi::objects::internal
