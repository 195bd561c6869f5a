// The methods of a class object (OBJ-46..50).
#include "com/text.h"
#include "objects/answer.h"
#include "objects/internal/class_edit.h"
#include "objects/internal/class_object.h"
#include "objects/internal/names.h"
#include "objects/internal/qualifier_set.h"

#include <utility>

namespace wmi::objects::internal {
namespace {

Error needs(std::string_view what) { return Error(Status::InvalidParameter, std::string(what)); }

Result<void> check_name(LPCWSTR name, long flags = 0) {
    if (name == nullptr) return needs("the name of a method is needed, it is NULL");
    if (flags != 0) return needs("the flags must be 0");
    return {};
}

Result<const cim::Method*> method_of(const cim::Object& object, LPCWSTR name) {
    const Name wanted(name);
    const cim::Method* found = object.cls().find_method(wanted.view());
    if (!found) return Error(Status::NotFound, "the class has no method " + wanted.text(), wanted.text());
    return found;
}

Result<cim::ClassPtr> signature_of(IWbemClassObject* given) {
    if (given == nullptr) return cim::ClassPtr();
    const cim::Object object = TRY(snapshot(given));
    return object.class_pointer();
}

com::com_ptr<IWbemClassObject> signature_object(const cim::ClassPtr& signature, const cim::OriginPtr& origin) {
    if (!signature) return nullptr;
    return wrap(cim::Object(signature, origin));
}

}  // namespace

template <class Body>
HRESULT ClassObject::on_class(std::string_view operation, Body&& body) noexcept {
    using Answer = decltype(body(content_));
    return answer_locally(operation, [&]() -> Answer {
        const std::lock_guard lock(mutex_);
        if (!content_.is_class()) return Error(Status::IllegalOperation, "methods stand in classes: get the class of the instance");
        return body(content_);
    });
}

void ClassObject::give_signatures(const cim::Method& method, IWbemClassObject** in, IWbemClassObject** out) const {
    auto in_object = signature_object(in ? method.nearest->in : nullptr, content_.origin());
    auto out_object = signature_object(out ? method.nearest->out : nullptr, content_.origin());
    if (in != nullptr) *in = in_object.detach();
    if (out != nullptr) *out = out_object.detach();
}

HRESULT ClassObject::GetMethod(LPCWSTR wszName, long lFlags, IWbemClassObject** ppInSignature,
                               IWbemClassObject** ppOutSignature) noexcept {
    return on_class("GetMethod", [&](const cim::Object& object) -> Result<void> {
        TRY(check_name(wszName, lFlags));
        const cim::Method* method = TRY(method_of(object, wszName));
        give_signatures(*method, ppInSignature, ppOutSignature);
        return {};
    });
}

HRESULT ClassObject::PutMethod(LPCWSTR wszName, long lFlags, IWbemClassObject* pInSignature,
                               IWbemClassObject* pOutSignature) noexcept {
    cim::ClassPtr in;
    cim::ClassPtr out;
    const HRESULT read = answer_locally("PutMethod", [&]() -> Result<void> {
        in = TRY(signature_of(pInSignature));
        out = TRY(signature_of(pOutSignature));
        return {};
    });
    if (FAILED(read)) return read;
    return on_class("PutMethod", [&](const cim::Object& object) -> Result<void> {
        TRY(check_name(wszName, lFlags));
        auto changed = TRY(put_method(object.class_pointer(), Name(wszName).view(), in, out));
        change_class(std::move(changed));
        return {};
    });
}

HRESULT ClassObject::DeleteMethod(LPCWSTR wszName) noexcept {
    return on_class("DeleteMethod", [&](const cim::Object& object) -> Result<Status> {
        TRY(check_name(wszName));
        Removal removal = TRY(remove_method(object.class_pointer(), Name(wszName).view()));
        change_class(std::move(removal.left));
        return removal.status;
    });
}

HRESULT ClassObject::BeginMethodEnumeration(long lEnumFlags) noexcept {
    return on_class("BeginMethodEnumeration", [&](const cim::Object& object) -> Result<void> {
        const Scope scope = TRY(scope_of(lEnumFlags));
        if (method_walk_ && method_walk_->is_running())
            return Error(Status::Unexpected, "an enumeration of methods is running: call EndMethodEnumeration first");
        Walk<std::string> walk;
        for (const cim::Method& method : object.cls().methods()) {
            const bool is_own = method.origin == object.cls().depth();
            if (scope == Scope::All || is_own == (scope == Scope::Local)) walk.items.push_back(method.name());
        }
        method_walk_ = std::move(walk);
        return {};
    });
}

HRESULT ClassObject::NextMethod(long lFlags, BSTR* pstrName, IWbemClassObject** ppInSignature,
                                IWbemClassObject** ppOutSignature) noexcept {
    return on_class("NextMethod", [&](const cim::Object& object) -> Result<Status> {
        if (lFlags != 0) return needs("the flags must be 0");
        if (!method_walk_) return Error(Status::Unexpected, "no enumeration of methods was begun");
        if (method_walk_->is_stale) return Error(Status::Unexpected, "methods were deleted since the enumeration began");
        if (pstrName != nullptr) *pstrName = nullptr;
        if (ppInSignature != nullptr) *ppInSignature = nullptr;
        if (ppOutSignature != nullptr) *ppOutSignature = nullptr;
        if (method_walk_->is_at_end()) {
            method_walk_->has_told_end = true;
            return Status::SNoMoreData;
        }
        const cim::Method* method = object.cls().find_method(method_walk_->items[method_walk_->next]);
        if (!method) return Error(Status::Unexpected, "methods were deleted since the enumeration began");
        com::Bstr name(method->name());
        give_signatures(*method, ppInSignature, ppOutSignature);
        if (pstrName != nullptr) *pstrName = name.detach();
        ++method_walk_->next;
        return Status::Ok;
    });
}

HRESULT ClassObject::EndMethodEnumeration() noexcept {
    return on_class("EndMethodEnumeration", [&](const cim::Object& /*object*/) -> Result<void> {
        method_walk_.reset();
        return {};
    });
}

HRESULT ClassObject::GetMethodQualifierSet(LPCWSTR wszMethod, IWbemQualifierSet** ppQualSet) noexcept {
    return on_class("GetMethodQualifierSet", [&](const cim::Object& object) -> Result<void> {
        if (ppQualSet == nullptr) return needs("a place for the qualifier set is needed");
        *ppQualSet = nullptr;
        TRY(check_name(wszMethod));
        const cim::Method* method = TRY(method_of(object, wszMethod));
        Target target;
        target.element = Carrier::Method;
        target.name = method->name();
        *ppQualSet = make_qualifier_set(com::com_ptr<ClassObject>(this), std::move(target)).detach();
        return {};
    });
}

HRESULT ClassObject::GetMethodOrigin(LPCWSTR wszMethodName, BSTR* pstrClassName) noexcept {
    return on_class("GetMethodOrigin", [&](const cim::Object& object) -> Result<void> {
        TRY(check_name(wszMethodName));
        if (pstrClassName == nullptr) return needs("a place for the class name is needed");
        const cim::Method* method = TRY(method_of(object, wszMethodName));
        *pstrClassName = com::to_bstr(object.cls().at_depth(method->origin).name());
        return {};
    });
}

}  // namespace wmi::objects::internal
