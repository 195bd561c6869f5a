// The puts, the deletes, methods, and the queries.
#include "api/internal/arguments.h"
#include "api/internal/services.h"
#include "base/text.h"
#include "calls/calls.h"
#include "com/text.h"
#include "objects/answer.h"
#include "objects/class_object.h"

namespace wmi::api {

using base::Error;
using base::Result;
using base::Status;

namespace {

/// What a put starts with: the object as it is now (PUT-09), and how it is to be written.
struct Put {
    cim::Object object;
    service::PutOptions options;
};

Result<Put> read_instance(IWbemClassObject* pInst, long flags, IWbemContext* pCtx) {
    TRY(needed_pointer(pInst, "pInst"));
    cim::Object object = TRY(objects::snapshot(pInst));
    service::PutOptions options;
    options.mode = put_mode(flags);
    options.amended = (flags & WBEM_FLAG_USE_AMENDED_QUALIFIERS) != 0;
    options.in_sequence = CompilerScope::place();
    const auto context = TRY(read_context(pCtx));
    options.part = TRY(service::Session::check_put(object, context.get(), options.mode));
    return Put{std::move(object), std::move(options)};
}

Result<Put> read_class(IWbemClassObject* pObject, long flags, IWbemContext* pCtx) {
    TRY(needed_pointer(pObject, "pObject"));
    cim::Object object = TRY(objects::snapshot(pObject));
    if (!object.is_class()) return Error(Status::InvalidClass, "PutClass takes a class; this is an instance", object.cls().name());
    TRY(service::Session::check_class_name(object.cls().name()));
    service::PutOptions options;
    options.mode = put_mode(flags);
    options.update = update_mode(flags);
    options.amended = (flags & WBEM_FLAG_USE_AMENDED_QUALIFIERS) != 0;
    options.may_be_abstract_below_concrete = CompilerScope::allows_abstract();
    options.in_sequence = CompilerScope::place();
    (void)TRY(read_context(pCtx));
    return Put{std::move(object), std::move(options)};
}

/// CLASS-47: a name, no path of an instance.
Result<std::string> read_class_name(const BSTR strClass, IWbemContext* pCtx) {
    std::string name = TRY(needed_class(strClass));
    (void)TRY(read_context(pCtx));
    TRY(service::Session::check_class_name(name));
    const Result<cim::ObjectPath> path = cim::parse_path(name);
    if (path && path->is_instance()) return Error(Status::InvalidParameter, "strClass names an instance: DeleteClass deletes classes", name);
    return name;
}

Result<std::string> read_instance_path(const BSTR strObjectPath, IWbemContext* pCtx) {
    std::string path = TRY(needed(strObjectPath, "strObjectPath"));
    (void)TRY(read_context(pCtx));
    TRY(service::Session::check_path(path));
    return path;
}

struct Call {
    std::string path;
    std::string method;
    std::optional<cim::Object> in;
};

Result<Call> read_call(const BSTR strObjectPath, const BSTR strMethodName, IWbemContext* pCtx, IWbemClassObject* pInParams) {
    Call call;
    call.method = TRY(needed(strMethodName, "strMethodName"));
    if (pInParams) {
        cim::Object given = TRY(objects::snapshot(pInParams));
        call.in = std::move(given);
    }
    call.path = TRY(read_instance_path(strObjectPath, pCtx));
    TRY(service::Session::check_class_name(call.method));  // PATH-14
    return call;
}

}  // namespace

HRESULT Services::PutInstance(IWbemClassObject* pInst, long lFlags, IWbemContext* pCtx, IWbemCallResult** ppCallResult) noexcept {
    if (ppCallResult) *ppCallResult = nullptr;
    return objects::answer(name_of(Method::PutInstance), [&]() -> Result<void> {
        const Admission admission = TRY(admit(Method::PutInstance, Mode::Here, lFlags));
        TRY(check_result_pointer(lFlags, ppCallResult));
        Put put = TRY(read_instance(pInst, lFlags, pCtx));
        return write(Method::PutInstance, lFlags, ppCallResult, admission,
                     [this, put = std::move(put)](const Admission& allowed) mutable {
                         return session_->prepare_put(allowed, std::move(put.object), put.options);
                     });
    });
}

HRESULT Services::PutInstanceAsync(IWbemClassObject* pInst, long lFlags, IWbemContext* pCtx, IWbemObjectSink* pResponseHandler) noexcept {
    return objects::answer(name_of(Method::PutInstance), [&]() -> Result<void> {
        const Admission admission = TRY(admit(Method::PutInstance, Mode::Async, lFlags));
        TRY(needed_pointer(pResponseHandler, "pResponseHandler"));
        Put put = TRY(read_instance(pInst, lFlags, pCtx));
        return write_async(Method::PutInstance, lFlags, pResponseHandler, admission,
                           [this, put = std::move(put)](const Admission& allowed) mutable {
                         return session_->prepare_put(allowed, std::move(put.object), put.options);
                     });
    });
}

HRESULT Services::PutClass(IWbemClassObject* pObject, long lFlags, IWbemContext* pCtx, IWbemCallResult** ppCallResult) noexcept {
    if (ppCallResult) *ppCallResult = nullptr;
    return objects::answer(name_of(Method::PutClass), [&]() -> Result<void> {
        const Admission admission = TRY(admit(Method::PutClass, Mode::Here, lFlags));
        TRY(check_result_pointer(lFlags, ppCallResult));
        const Put put = TRY(read_class(pObject, lFlags, pCtx));
        return write(Method::PutClass, lFlags, ppCallResult, admission,
                     [this, put](const Admission& allowed) { return session_->prepare_class_put(allowed, put.object, put.options); });
    });
}

HRESULT Services::PutClassAsync(IWbemClassObject* pObject, long lFlags, IWbemContext* pCtx, IWbemObjectSink* pResponseHandler) noexcept {
    return objects::answer(name_of(Method::PutClass), [&]() -> Result<void> {
        const Admission admission = TRY(admit(Method::PutClass, Mode::Async, lFlags));
        TRY(needed_pointer(pResponseHandler, "pResponseHandler"));
        const Put put = TRY(read_class(pObject, lFlags, pCtx));
        return write_async(Method::PutClass, lFlags, pResponseHandler, admission,
                           [this, put](const Admission& allowed) { return session_->prepare_class_put(allowed, put.object, put.options); });
    });
}

HRESULT Services::DeleteClass(const BSTR strClass, long lFlags, IWbemContext* pCtx, IWbemCallResult** ppCallResult) noexcept {
    if (ppCallResult) *ppCallResult = nullptr;
    return objects::answer(name_of(Method::DeleteClass), [&]() -> Result<void> {
        const Admission admission = TRY(admit(Method::DeleteClass, Mode::Here, lFlags));
        TRY(check_result_pointer(lFlags, ppCallResult));
        const std::string name = TRY(read_class_name(strClass, pCtx));
        return write(Method::DeleteClass, lFlags, ppCallResult, admission,
                     [this, name](const Admission& allowed) { return session_->prepare_class_delete(allowed, name); });
    });
}

HRESULT Services::DeleteClassAsync(const BSTR strClass, long lFlags, IWbemContext* pCtx, IWbemObjectSink* pResponseHandler) noexcept {
    return objects::answer(name_of(Method::DeleteClass), [&]() -> Result<void> {
        const Admission admission = TRY(admit(Method::DeleteClass, Mode::Async, lFlags));
        TRY(needed_pointer(pResponseHandler, "pResponseHandler"));
        const std::string name = TRY(read_class_name(strClass, pCtx));
        return write_async(Method::DeleteClass, lFlags, pResponseHandler, admission,
                           [this, name](const Admission& allowed) { return session_->prepare_class_delete(allowed, name); });
    });
}

HRESULT Services::DeleteInstance(const BSTR strObjectPath, long lFlags, IWbemContext* pCtx, IWbemCallResult** ppCallResult) noexcept {
    if (ppCallResult) *ppCallResult = nullptr;
    return objects::answer(name_of(Method::DeleteInstance), [&]() -> Result<void> {
        const Admission admission = TRY(admit(Method::DeleteInstance, Mode::Here, lFlags));
        TRY(check_result_pointer(lFlags, ppCallResult));
        const std::string path = TRY(read_instance_path(strObjectPath, pCtx));
        return write(Method::DeleteInstance, lFlags, ppCallResult, admission,
                     [this, path](const Admission& allowed) { return session_->prepare_delete(allowed, path); });
    });
}

HRESULT Services::DeleteInstanceAsync(const BSTR strObjectPath, long lFlags, IWbemContext* pCtx,
                                      IWbemObjectSink* pResponseHandler) noexcept {
    return objects::answer(name_of(Method::DeleteInstance), [&]() -> Result<void> {
        const Admission admission = TRY(admit(Method::DeleteInstance, Mode::Async, lFlags));
        TRY(needed_pointer(pResponseHandler, "pResponseHandler"));
        const std::string path = TRY(read_instance_path(strObjectPath, pCtx));
        return write_async(Method::DeleteInstance, lFlags, pResponseHandler, admission,
                           [this, path](const Admission& allowed) { return session_->prepare_delete(allowed, path); });
    });
}

// -- methods

HRESULT Services::ExecMethod(const BSTR strObjectPath, const BSTR strMethodName, long lFlags, IWbemContext* pCtx,
                             IWbemClassObject* pInParams, IWbemClassObject** ppOutParams, IWbemCallResult** ppCallResult) noexcept {
    if (ppOutParams) *ppOutParams = nullptr;
    if (ppCallResult) *ppCallResult = nullptr;
    return objects::answer(name_of(Method::ExecMethod), [&]() -> Result<void> {
        const Admission admission = TRY(admit(Method::ExecMethod, Mode::Here, lFlags));
        TRY(check_result_pointer(lFlags, ppCallResult));
        const Call call = TRY(read_call(strObjectPath, strMethodName, pCtx, pInParams));
        if (is_semisynchronous(lFlags)) {
            return read(Method::ExecMethod, ppCallResult, admission, [this, call](const Admission& allowed) {
                return session_->exec(allowed, call.path, call.method, call.in ? &*call.in : nullptr);
            });
        }
        Result<std::optional<cim::Object>> out = session_->exec(admission, call.path, call.method, call.in ? &*call.in : nullptr);
        if (!out && !ppCallResult) return std::move(out).error();
        com::com_ptr<IWbemClassObject> parameters;
        if (out && *out && ppOutParams) parameters = objects::wrap(**out);
        if (ppCallResult) *ppCallResult = finished_result(Method::ExecMethod, std::move(out)).detach();  // CALL-09
        if (parameters) *ppOutParams = parameters.detach();
        return {};
    });
}

HRESULT Services::ExecMethodAsync(const BSTR strObjectPath, const BSTR strMethodName, long lFlags, IWbemContext* pCtx,
                                  IWbemClassObject* pInParams, IWbemObjectSink* pResponseHandler) noexcept {
    return objects::answer(name_of(Method::ExecMethod), [&]() -> Result<void> {
        const Admission admission = TRY(admit(Method::ExecMethod, Mode::Async, lFlags));
        TRY(needed_pointer(pResponseHandler, "pResponseHandler"));
        const Call call = TRY(read_call(strObjectPath, strMethodName, pCtx, pInParams));
        return read_async(Method::ExecMethod, lFlags, pResponseHandler, admission, [this, call](const Admission& allowed) {
            return session_->exec(allowed, call.path, call.method, call.in ? &*call.in : nullptr);
        });
    });
}

// -- queries

Result<query::Question> Services::read_query(const BSTR language, const BSTR query, IWbemContext* pCtx) {
    const std::string name = TRY(needed(language, "strQueryLanguage"));
    const std::string text = TRY(needed(query, "strQuery"));
    (void)TRY(read_context(pCtx));
    return service::Session::check_query(name, text);
}

HRESULT Services::ExecQuery(const BSTR strQueryLanguage, const BSTR strQuery, long lFlags, IWbemContext* pCtx,
                            IEnumWbemClassObject** ppEnum) noexcept {
    if (ppEnum) *ppEnum = nullptr;
    return objects::answer(name_of(Method::ExecQuery), [&]() -> Result<void> {
        const Admission admission = TRY(admit(Method::ExecQuery, Mode::Here, lFlags));
        TRY(needed_pointer(ppEnum, "ppEnum"));
        const query::Question question = TRY(read_query(strQueryLanguage, strQuery, pCtx));
        service::QueryOptions options = query_options(lFlags);
        TRY(question.check(options.of_query));
        options.answers_for_providers_first = !is_semisynchronous(lFlags);
        return enumerate(Method::ExecQuery, lFlags, ppEnum, admission,
                         [this, question, options](const Admission& allowed) { return session_->ask(allowed, question, options); });
    });
}

HRESULT Services::ExecQueryAsync(const BSTR strQueryLanguage, const BSTR strQuery, long lFlags, IWbemContext* pCtx,
                                 IWbemObjectSink* pResponseHandler) noexcept {
    return objects::answer(name_of(Method::ExecQuery), [&]() -> Result<void> {
        const Admission admission = TRY(admit(Method::ExecQuery, Mode::Async, lFlags));
        TRY(needed_pointer(pResponseHandler, "pResponseHandler"));
        const query::Question question = TRY(read_query(strQueryLanguage, strQuery, pCtx));
        TRY(question.check(query_options(lFlags).of_query));
        return enumerate_async(Method::ExecQuery, lFlags, pResponseHandler, admission,
                               [this, question, lFlags](const Admission& allowed) { return session_->ask(allowed, question, query_options(lFlags)); });
    });
}

}  // namespace wmi::api
