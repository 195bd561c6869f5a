#include "objects/context_object.h"

#include "com/object.h"
#include "com/text.h"
#include "objects/answer.h"
#include "objects/internal/class_object.h"
#include "objects/internal/names.h"
#include "objects/internal/variant.h"

#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace wmi::objects {
namespace internal {
namespace {

using Entry = std::pair<std::string, cim::TypedValue>;

const GUID kOwnContext{0x2C9F6E41, 0x5B7D, 0x4A8E, {0xB1, 0x0C, 0x63, 0xE8, 0x1F, 0x94, 0x7D, 0x25}};

Error needs(std::string_view what) { return Error(Status::InvalidParameter, std::string(what)); }

/// The kinds of CTX-03; all others have no form on the wire.
Result<cim::TypedValue> content_of(const VARIANT& value) {
    switch (value.vt & ~VT_ARRAY) {
        case VT_NULL:
            if (value.vt == VT_NULL) return cim::TypedValue{};
            break;
        case VT_I1:
        case VT_I2:
        case VT_I4:
        case VT_UI1:
        case VT_UI2:
        case VT_UI4:
        case VT_R4:
        case VT_R8:
        case VT_BOOL:
        case VT_BSTR:
        case VT_UNKNOWN: return read(value);
        default: break;
    }
    return Error(Status::TypeMismatch, "a context cannot hold a VARIANT of type " + std::to_string(value.vt));
}

class ContextObject final : public com::Object<ContextObject, IWbemContext> {
public:
    explicit ContextObject(cim::Context content) : content_(std::move(content)) {}

    [[nodiscard]] cim::Context content() const {
        const std::lock_guard lock(mutex_);
        return content_;
    }

    /// As it is now; the next change does not reach it.
    [[nodiscard]] Result<std::shared_ptr<const cim::Context>> shared() const {
        const std::lock_guard lock(mutex_);
        if (!shared_) {
            TRY(cim::check_architecture(content_));
            shared_ = std::make_shared<const cim::Context>(content_);
        }
        return shared_;
    }

    HRESULT Clone(IWbemContext** ppNewCopy) noexcept override {
        return answer_locally("Clone", [&]() -> Result<void> {
            if (ppNewCopy == nullptr) return needs("a place for the copy is needed");
            *ppNewCopy = com::make<ContextObject>(content()).detach();
            return {};
        });
    }

    HRESULT GetNames(long lFlags, SAFEARRAY** pNames) noexcept override {
        return answer_locally("GetNames", [&]() -> Result<void> {
            if (lFlags != 0 || pNames == nullptr) return needs("a place for the names is needed, and flags 0");
            std::vector<std::string> names;
            for (Entry& entry : entries()) names.push_back(std::move(entry.first));
            *pNames = to_safe_array(names);
            return {};
        });
    }

    HRESULT BeginEnumeration(long lFlags) noexcept override {
        return answer_locally("BeginEnumeration", [&]() -> Result<void> {
            if (lFlags != 0) return needs("the flags must be 0");
            Walk<Entry> walk;
            walk.items = entries();
            const std::lock_guard lock(mutex_);
            walk_ = std::move(walk);
            return {};
        });
    }

    HRESULT Next(long lFlags, BSTR* pstrName, VARIANT* pValue) noexcept override {
        return answer_locally("Next", [&]() -> Result<Status> {
            if (lFlags != 0) return needs("the flags must be 0");
            const std::lock_guard lock(mutex_);
            if (!walk_) return Error(Status::Unexpected, "no enumeration was begun");
            Variant value;
            if (walk_->is_at_end()) {
                value.get()->vt = VT_NULL;
                value.give(pValue);
                if (pstrName != nullptr) *pstrName = nullptr;
                return Status::SNoMoreData;
            }
            const auto& [name, content] = walk_->items[walk_->next];
            com::Bstr text(name);
            if (pValue != nullptr) fill(value, content.type, content.value, Kinds::Contexts);
            if (pstrName != nullptr) *pstrName = text.detach();
            value.give(pValue);
            ++walk_->next;
            return Status::Ok;
        });
    }

    HRESULT EndEnumeration() noexcept override {
        const std::lock_guard lock(mutex_);
        walk_.reset();
        return WBEM_S_NO_ERROR;
    }

    HRESULT SetValue(LPCWSTR wszName, long lFlags, VARIANT* pValue) noexcept override {
        return answer_locally("SetValue", [&]() -> Result<void> {
            if (wszName == nullptr || pValue == nullptr || lFlags != 0) return needs("a name and a value are needed, and flags 0");
            const Name name(wszName);
            auto content = TRY(content_of(*pValue));
            const std::lock_guard lock(mutex_);
            shared_.reset();
            content_.values.insert_or_assign(name.text(), std::move(content));
            return {};
        });
    }

    HRESULT GetValue(LPCWSTR wszName, long lFlags, VARIANT* pValue) noexcept override {
        return answer_locally("GetValue", [&]() -> Result<void> {
            if (wszName == nullptr || pValue == nullptr || lFlags != 0) return needs("a name and a place are needed, and flags 0");
            const Name name(wszName);
            Variant value;
            const std::lock_guard lock(mutex_);
            const auto found = content_.values.find(name.view());
            if (found == content_.values.end()) return absent(name);
            fill(value, found->second.type, found->second.value, Kinds::Contexts);
            value.give(pValue);
            return {};
        });
    }

    HRESULT DeleteValue(LPCWSTR wszName, long lFlags) noexcept override {
        return answer_locally("DeleteValue", [&]() -> Result<void> {
            if (wszName == nullptr || lFlags != 0) return needs("a name is needed, and flags 0");
            const Name name(wszName);
            const std::lock_guard lock(mutex_);
            const auto found = content_.values.find(name.view());
            if (found == content_.values.end()) return absent(name);
            shared_.reset();
            content_.values.erase(found);
            return {};
        });
    }

    HRESULT DeleteAll() noexcept override {
        const std::lock_guard lock(mutex_);
        shared_.reset();
        content_.values.clear();
        return WBEM_S_NO_ERROR;
    }

private:
    friend class com::Object<ContextObject, IWbemContext>;
    ~ContextObject() override = default;

    void* query_more(REFIID riid) override { return riid == kOwnContext ? this : nullptr; }

    static Error absent(const Name& name) {
        return Error(Status::NotFound, "the context has no value " + name.text(), name.text());
    }

    [[nodiscard]] std::vector<Entry> entries() const {
        const std::lock_guard lock(mutex_);
        return {content_.values.begin(), content_.values.end()};
    }

    mutable std::mutex mutex_;
    cim::Context content_;
    mutable std::shared_ptr<const cim::Context> shared_;  // content_ as calls have it; null since it was changed
    std::optional<Walk<Entry>> walk_;
};

Result<cim::Context> read_foreign(IWbemContext& context) {
    const Error unreadable(Status::InvalidContext, "the context is not one of ours and cannot be read");
    cim::Context read;
    if (FAILED(context.BeginEnumeration(0))) return unreadable;
    for (;;) {
        com::Bstr name;
        Variant value;
        const HRESULT got = context.Next(0, name.out(), value.get());
        if (FAILED(got)) return unreadable;
        if (got != WBEM_S_NO_ERROR) break;
        auto content = content_of(*value);
        if (!content) return Error(Status::InvalidContext, content.error().sentence(), name.text());
        read.values.insert_or_assign(name.text(), std::move(content).value());
    }
    context.EndEnumeration();
    return read;
}

}  // namespace
}  // namespace internal

com::com_ptr<IWbemContext> wrap_context(cim::Context context) { return com::make<internal::ContextObject>(std::move(context)); }

base::Result<std::shared_ptr<const cim::Context>> share_context(IWbemContext* context) {
    using Shared = std::shared_ptr<const cim::Context>;
    if (context == nullptr) return Shared();
    com::com_ptr<internal::ContextObject> own;
    context->QueryInterface(internal::kOwnContext, own.out_void());
    if (own) return own->shared();
    cim::Context read = TRY(internal::read_foreign(*context));
    TRY(cim::check_architecture(read));
    return Shared(std::make_shared<const cim::Context>(std::move(read)));
}

base::Result<cim::Context> read_context(IWbemContext* context) {
    const auto shared = TRY(share_context(context));
    return shared ? *shared : cim::Context();
}

}  // namespace wmi::objects
