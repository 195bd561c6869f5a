#include "api/internal/services.h"

#include "api/internal/arguments.h"
#include "api/internal/client_sink.h"
#include "api/internal/completions.h"
#include "api/internal/enumerator.h"
#include "api/internal/event_sink.h"
#include "calls/calls.h"
#include "com/narrow.h"
#include "com/text.h"
#include "objects/answer.h"
#include "objects/class_object.h"

#include <chrono>

namespace wmi::api {

using base::Error;
using base::Result;
using base::Status;

Result<void> check_ours(const House& house) {
    if (house.is_ours()) return {};
    return Error(Status::NotAvailable, "this object was made before the process forked: connect again in the child");
}

namespace {

/// CALL-33: puts have a text, deletes have none.
bool has_text(Method method) { return method == Method::PutInstance || method == Method::PutClass; }

}  // namespace

Services::~Services() {
    if (has_subscribed_ && house_->is_ours()) house_->events().end(this);
}

base::Deadline room() {
    using namespace std::chrono_literals;
    return base::Deadline::in(calls::is_inside_callback() ? 0ms : 100ms);
}

Result<service::Admission> Services::admit() const {
    TRY(check_ours(*house_));
    return session_->admit();
}

Result<service::Admission> Services::admit(Method method, Mode mode, long flags) const {
    Result<Admission> admission = admit();
    if (!admission) return admission;
    TRY(check_flags(method, mode, flags));
    const bool waits_in_caller = mode == Mode::Here && !is_semisynchronous(flags);
    if (!waits_in_caller || !is_paused()) return admission;
    TRY(session_->service()->pause().wait());
    return admit();  // as things stand now
}

template <class Begin>
Result<bool> Services::start(Method method, long flags, IWbemObjectSink* sink, std::size_t size_bytes, Begin&& begin) {
    calls::CallOptions options;
    options.wants_progress = (flags & WBEM_FLAG_SEND_STATUS) != 0;
    options.size_bytes = size_bytes;
    const auto call = std::make_shared<calls::Call>(std::make_unique<ClientSink>(sink, name_of(method)), options);
    TRY(house_->calls().admit(call, calls::Calls::Start::Running));
    Result<bool> begun = false;
    try {
        begun = begin(call);
    } catch (...) {
        if (house_->calls().withdraw(*call)) throw;
        return true;
    }
    if (begun && *begun) return true;
    if (!house_->calls().withdraw(*call)) return true;  // cancelled meanwhile: its end is on the way
    return begun;
}

// -- while the server is paused (CALL-24): a call that its caller does not wait for is taken now, and begins when the pause ends

Result<bool> Services::put_off(Late begin, Fail fail) {
    service::Pause& pause = session_->service()->pause();
    if (!pause.is_on()) return false;
    const auto job = [self = com::com_ptr<IWbemServices>(this), this, begin = std::move(begin), fail = std::move(fail)] {
        const auto started = [&]() -> Result<void> {
            const Admission admission = TRY(session_->admit());
            return begin(admission);
        };
        try {  // the runner of a call ends it
            if (Result<void> done = started(); !done) fail(std::move(done).error());
        } catch (const std::bad_alloc&) {
            fail(Error(Status::OutOfMemory));
        } catch (const std::exception&) {
            fail(Error(Status::Failed));
        }
    };
    return pause.put_off(job);
}

Result<bool> Services::put_off_call(Method method, long flags, IWbemObjectSink* sink,
                                    const std::function<Result<void>(const calls::CallPtr&, const Admission&)>& begin) {
    if (!is_paused()) return false;
    return start(method, flags, sink, 0, [&](const calls::CallPtr& call) {
        return put_off([call, begin](const Admission& admission) { return begin(call, admission); },
                       [this, call](Error&& failed) { house_->calls().finish(*call, calls::Final::failed(std::move(failed))); });
    });
}

// -- writes: prepared on the caller's thread, then committed here, or submitted

Result<void> Services::write(Method method, long flags, IWbemCallResult** result, const Admission& admission, const Prepare& prepare) {
    if (!result) {
        service::Write ready = TRY(prepare(admission));
        (void)TRY(session_->commit(std::move(ready)));
        return {};
    }
    const auto outcome = std::make_shared<calls::Outcome>();
    auto face = com::make<CallResult>(house_, outcome, name_of(method));
    if (is_semisynchronous(flags) && is_paused()) {
        const auto begin = [this, outcome, prepare, method](const Admission& allowed) -> Result<void> {
            service::Write late = TRY(prepare(allowed));
            return session_->submit(std::move(late), std::make_unique<OutcomeCompletion>(outcome, has_text(method)), base::Deadline::never());
        };
        const auto fail = [outcome](Error&& failed) { outcome->set({calls::Final::failed(std::move(failed)), std::nullopt}); };
        const bool later = TRY(put_off(begin, fail));
        if (later) {
            *result = face.detach();
            return {};
        }
    }
    Result<service::Write> ready = prepare(admission);
    if (!ready) {
        outcome->set({calls::Final::failed(std::move(ready).error()), std::nullopt});
    } else if (is_semisynchronous(flags)) {
        TRY(session_->submit(std::move(*ready), std::make_unique<OutcomeCompletion>(outcome, has_text(method)), room()));
    } else {  // CALL-08: it has ended before we return, and only the result tells how
        outcome->set({final_of(session_->commit(std::move(*ready)), has_text(method)), std::nullopt});
    }
    *result = face.detach();
    return {};
}

Result<bool> Services::put_off_write(Method method, long flags, IWbemObjectSink* sink, const Prepare& prepare) {
    const auto begin = [this, prepare, method](const calls::CallPtr& call, const Admission& allowed) -> Result<void> {
        service::Write late = TRY(prepare(allowed));
        return session_->submit(std::move(late), std::make_unique<CallCompletion>(call, house_->finisher(), has_text(method)),
                                base::Deadline::never());
    };
    return put_off_call(method, flags, sink, begin);
}

Result<void> Services::submit(Method method, long flags, IWbemObjectSink* sink, Result<service::Write>&& ready, base::Deadline deadline) {
    const std::size_t size_bytes = ready ? ready->size_bytes() : 0;
    const auto begin = [&](const calls::CallPtr& call) -> Result<bool> {
        if (!ready) {
            house_->calls().finish(*call, calls::Final::failed(std::move(ready).error()));
            return true;
        }
        auto completion = std::make_unique<CallCompletion>(call, house_->finisher(), has_text(method));
        TRY(session_->submit(std::move(*ready), std::move(completion), deadline));
        return true;
    };
    TRY(start(method, flags, sink, size_bytes, begin));
    return {};
}

// -- reads: they cost no more than handing them to somebody else would, and run where they start

Result<void> Services::read_async(Method method, long flags, IWbemObjectSink* sink, const Admission& admission, const Read& read) {
    const auto begin_later = [this, read](const calls::CallPtr& call, const Admission& allowed) -> Result<void> {
        std::optional<cim::Object> found = TRY(read(allowed));
        if (found) house_->calls().indicate(*call, {std::move(*found)});
        house_->calls().finish(*call, calls::Final{});
        return {};
    };
    const bool later = TRY(put_off_call(method, flags, sink, begin_later));
    if (later) return {};
    Result<std::optional<cim::Object>> found = read(admission);
    std::vector<cim::Object> objects;
    if (found && *found) objects.push_back(std::move(**found));
    const auto deliver = [&](const calls::CallPtr& call) -> Result<bool> {
        if (found) house_->calls().indicate(*call, std::move(objects));
        house_->calls().finish(*call, found ? calls::Final{} : calls::Final::failed(std::move(found).error()));
        return true;
    };
    TRY(start(method, flags, sink, 0, deliver));
    return {};
}

Result<void> Services::begin_or_put_off(const Admission& admission, const std::shared_ptr<calls::Outcome>& outcome, const Late& begin) {
    const auto fail = [outcome](Error&& failed) { outcome->set({calls::Final::failed(std::move(failed)), std::nullopt}); };
    const bool later = TRY(put_off(begin, fail));
    if (later) return {};
    if (Result<void> done = begin(admission); !done) fail(std::move(done).error());
    return {};
}

Result<void> Services::read(Method method, IWbemCallResult** result, const Admission& admission, const Read& read) {
    const auto outcome = std::make_shared<calls::Outcome>();
    auto face = com::make<CallResult>(house_, outcome, name_of(method));
    const auto begin = [outcome, read](const Admission& allowed) -> Result<void> {
        std::optional<cim::Object> found = TRY(read(allowed));
        outcome->set({calls::Final{}, std::move(found)});
        return {};
    };
    TRY(begin_or_put_off(admission, outcome, begin));
    *result = face.detach();
    return {};
}

com::com_ptr<IWbemCallResult> Services::finished_result(Method method, Result<std::optional<cim::Object>> outcome) const {
    const auto holder = std::make_shared<calls::Outcome>();
    auto face = com::make<CallResult>(house_, holder, name_of(method));
    if (outcome) holder->set({calls::Final{}, std::move(*outcome)});
    else holder->set({calls::Final::failed(std::move(outcome).error()), std::nullopt});
    return face;
}

// -- enumerations: pulled by whoever takes

Result<void> Services::enumerate(Method method, long flags, IEnumWbemClassObject** result, const Admission& admission,
                                 const Enumerate& begin) {
    const auto direction = (flags & WBEM_FLAG_FORWARD_ONLY) != 0 ? Direction::ForwardOnly : Direction::Rewindable;
    if (is_semisynchronous(flags) && session_->service()->pause().is_on()) {
        const auto results = std::make_shared<Results>(direction);
        auto face = com::make<Enumerator>(house_, results, name_of(method));
        const auto begin_later = [results, begin](const Admission& allowed) -> Result<void> {
            std::unique_ptr<calls::Source> source = TRY(begin(allowed));
            results->begin(std::move(source));
            return {};
        };
        const bool later = TRY(put_off(begin_later, [results](Error&& failed) { results->begin(std::move(failed)); }));
        if (later) {
            *result = face.detach();
            return {};
        }
    }
    Result<std::unique_ptr<calls::Source>> source = begin(admission);
    if (!source && !is_semisynchronous(flags)) return std::move(source).error();
    const auto patience = is_semisynchronous(flags) ? Patience::UntilDeadline : Patience::UntilRead;
    const auto results = source ? std::make_shared<Results>(std::move(*source), direction, patience)
                                : std::make_shared<Results>(std::move(source).error(), direction);
    const bool is_pulled = method == Method::ExecQuery && direction == Direction::ForwardOnly;  // what can fail was looked up
    if (!is_semisynchronous(flags) && !is_pulled) TRY(results->read_all());
    *result = com::make<Enumerator>(house_, results, name_of(method)).detach();
    return {};
}

Result<void> Services::enumerate_async(Method method, long flags, IWbemObjectSink* sink, const Admission& admission,
                                       const Enumerate& begin) {
    const auto begin_later = [this, begin](const calls::CallPtr& call, const Admission& allowed) -> Result<void> {
        std::unique_ptr<calls::Source> source = TRY(begin(allowed));
        house_->calls().deliver_from(*call, std::move(source));
        return {};
    };
    const bool later = TRY(put_off_call(method, flags, sink, begin_later));
    if (later) return {};
    Result<std::unique_ptr<calls::Source>> source = begin(admission);
    const auto deliver = [&](const calls::CallPtr& call) -> Result<bool> {
        if (source) house_->calls().deliver_from(*call, std::move(*source));
        else house_->calls().finish(*call, calls::Final::failed(std::move(source).error()));
        return true;
    };
    TRY(start(method, flags, sink, 0, deliver));
    return {};
}

// -- the namespace itself

HRESULT Services::OpenNamespace(const BSTR strNamespace, long lFlags, IWbemContext* pCtx, IWbemServices** ppWorkingNamespace,
                                IWbemCallResult** ppResult) noexcept {
    if (ppWorkingNamespace) *ppWorkingNamespace = nullptr;
    if (ppResult) *ppResult = nullptr;
    return objects::answer(name_of(Method::OpenNamespace), [&]() -> Result<void> {
        const Admission admission = TRY(admit(Method::OpenNamespace, Mode::Here, lFlags));
        const std::string name = TRY(needed(strNamespace, "strNamespace"));
        if (pCtx) return Error(Status::InvalidParameter, "OpenNamespace takes no context");
        TRY(check_result_pointer(lFlags, ppResult));
        if (!ppResult) TRY(needed_pointer(ppWorkingNamespace, "ppWorkingNamespace"));
        TRY(service::Session::check_path(name));  // SVC-04
        com::com_ptr<IWbemCallResult> result;  // both are made before either is given away (CALL-11)
        com::com_ptr<IWbemServices> working;
        if (ppResult) TRY(open(result.out(), admission, name));
        if (ppWorkingNamespace && !is_semisynchronous(lFlags)) {
            Result<service::SessionPtr> session = session_->open(admission, name);
            if (session) working = com::make<Services>(house_, std::move(*session));
            else if (!ppResult) return std::move(session).error();
        }
        if (result) *ppResult = result.detach();
        if (working) *ppWorkingNamespace = working.detach();
        return {};
    });
}

/// OpenNamespace whose result tells how it went (CALL-08).
Result<void> Services::open(IWbemCallResult** result, const Admission& admission, const std::string& name) {
    const auto outcome = std::make_shared<calls::Outcome>();
    const auto opened = std::make_shared<com::com_ptr<IWbemServices>>();
    auto face = com::make<CallResult>(house_, outcome, name_of(Method::OpenNamespace), opened);
    const auto begin = [this, outcome, opened, name](const Admission& allowed) -> Result<void> {
        service::SessionPtr session = TRY(session_->open(allowed, name));
        *opened = com::make<Services>(house_, std::move(session));
        outcome->set({calls::Final{}, std::nullopt});
        return {};
    };
    TRY(begin_or_put_off(admission, outcome, begin));
    *result = face.detach();
    return {};
}

HRESULT Services::CancelAsyncCall(IWbemObjectSink* pSink) noexcept {
    return objects::answer("CancelAsyncCall", [&]() -> Result<void> {
        TRY(check_ours(*house_));
        TRY(needed_pointer(pSink, "pSink"));
        return house_->calls().cancel(calls::kThisProcess, identity_of_sink(pSink));
    });
}

HRESULT Services::QueryObjectSink(long lFlags, IWbemObjectSink** ppResponseHandler) noexcept {
    if (ppResponseHandler) *ppResponseHandler = nullptr;
    return objects::answer(name_of(Method::QueryObjectSink), [&]() -> Result<void> {
        const Admission admission = TRY(admit(Method::QueryObjectSink, Mode::Here, lFlags));
        TRY(needed_pointer(ppResponseHandler, "ppResponseHandler"));
        if (!admission.rights().allow(access::Right::FullWrite))
            return Error(Status::AccessDenied, "the caller may not send events here (WBEM_FULL_WRITE)", session_->namespace_path());
        *ppResponseHandler = com::make<EventSink>(house_, session_).detach();
        return {};
    });
}

// -- objects

HRESULT Services::GetObject(const BSTR strObjectPath, long lFlags, IWbemContext* pCtx, IWbemClassObject** ppObject,
                            IWbemCallResult** ppCallResult) noexcept {
    if (ppObject) *ppObject = nullptr;
    if (ppCallResult) *ppCallResult = nullptr;
    return objects::answer(name_of(Method::GetObject), [&]() -> Result<void> {
        const Admission admission = TRY(admit(Method::GetObject, Mode::Here, lFlags));
        TRY(check_result_pointer(lFlags, ppCallResult));
        if (!is_semisynchronous(lFlags)) TRY(needed_pointer(ppObject, "ppObject"));
        const com::Narrow path(strObjectPath);
        std::shared_ptr<const cim::Context> context;
        if (pCtx) context = TRY(read_context(pCtx));
        TRY(service::Session::check_path(path.view()));
        service::ReadOptions options = read_options(lFlags);
        if (context) {
            options.part = TRY(service::Session::check_get(context.get()));
        }
        if (is_semisynchronous(lFlags)) {
            return read(Method::GetObject, ppCallResult, admission,
                        [this, path = std::string(path.view()), options](const Admission& allowed) -> Result<std::optional<cim::Object>> {
                            cim::Object found = TRY(session_->get(allowed, path, options));
                            return std::optional<cim::Object>(std::move(found));
                        });
        }
        cim::Object found = TRY(session_->get(admission, path.view(), options));
        *ppObject = objects::wrap(std::move(found)).detach();
        return {};
    });
}

HRESULT Services::GetObjectAsync(const BSTR strObjectPath, long lFlags, IWbemContext* pCtx, IWbemObjectSink* pResponseHandler) noexcept {
    return objects::answer(name_of(Method::GetObject), [&]() -> Result<void> {
        const Admission admission = TRY(admit(Method::GetObject, Mode::Async, lFlags));
        TRY(needed_pointer(pResponseHandler, "pResponseHandler"));
        const std::string path = com::from_wide(strObjectPath);
        const auto context = TRY(read_context(pCtx));
        TRY(service::Session::check_path(path));
        service::ReadOptions options = read_options(lFlags);
        options.part = TRY(service::Session::check_get(context.get()));
        return read_async(Method::GetObject, lFlags, pResponseHandler, admission,
                          [this, path, options](const Admission& allowed) -> Result<std::optional<cim::Object>> {
                              cim::Object found = TRY(session_->get(allowed, path, options));
                              return std::optional<cim::Object>(std::move(found));
                          });
    });
}

HRESULT Services::CreateClassEnum(const BSTR strSuperclass, long lFlags, IWbemContext* pCtx, IEnumWbemClassObject** ppEnum) noexcept {
    if (ppEnum) *ppEnum = nullptr;
    return objects::answer(name_of(Method::CreateClassEnum), [&]() -> Result<void> {
        const Admission admission = TRY(admit(Method::CreateClassEnum, Mode::Here, lFlags));
        TRY(needed_pointer(ppEnum, "ppEnum"));
        const std::string name = com::from_wide(strSuperclass);
        (void)TRY(read_context(pCtx));
        TRY(service::Session::check_class_name(name));
        return enumerate(Method::CreateClassEnum, lFlags, ppEnum, admission, [this, name, lFlags](const Admission& allowed) {
            return session_->enumerate_classes(allowed, name, read_options(lFlags));
        });
    });
}

HRESULT Services::CreateClassEnumAsync(const BSTR strSuperclass, long lFlags, IWbemContext* pCtx,
                                       IWbemObjectSink* pResponseHandler) noexcept {
    return objects::answer(name_of(Method::CreateClassEnum), [&]() -> Result<void> {
        const Admission admission = TRY(admit(Method::CreateClassEnum, Mode::Async, lFlags));
        TRY(needed_pointer(pResponseHandler, "pResponseHandler"));
        const std::string name = com::from_wide(strSuperclass);
        (void)TRY(read_context(pCtx));
        TRY(service::Session::check_class_name(name));
        return enumerate_async(Method::CreateClassEnum, lFlags, pResponseHandler, admission, [this, name, lFlags](const Admission& allowed) {
            return session_->enumerate_classes(allowed, name, read_options(lFlags));
        });
    });
}

HRESULT Services::CreateInstanceEnum(const BSTR strFilter, long lFlags, IWbemContext* pCtx, IEnumWbemClassObject** ppEnum) noexcept {
    if (ppEnum) *ppEnum = nullptr;
    return objects::answer(name_of(Method::CreateInstanceEnum), [&]() -> Result<void> {
        const Admission admission = TRY(admit(Method::CreateInstanceEnum, Mode::Here, lFlags));
        TRY(needed_pointer(ppEnum, "ppEnum"));
        const std::string name = TRY(needed_class(strFilter));
        const auto context = TRY(read_context(pCtx));
        TRY(service::Session::check_class_name(name));
        service::ReadOptions options = read_options(lFlags);
        options.part = TRY(service::Session::check_get(context.get()));
        return enumerate(Method::CreateInstanceEnum, lFlags, ppEnum, admission,
                         [this, name, options](const Admission& allowed) { return session_->enumerate_instances(allowed, name, options); });
    });
}

HRESULT Services::CreateInstanceEnumAsync(const BSTR strFilter, long lFlags, IWbemContext* pCtx,
                                          IWbemObjectSink* pResponseHandler) noexcept {
    return objects::answer(name_of(Method::CreateInstanceEnum), [&]() -> Result<void> {
        const Admission admission = TRY(admit(Method::CreateInstanceEnum, Mode::Async, lFlags));
        TRY(needed_pointer(pResponseHandler, "pResponseHandler"));
        const std::string name = TRY(needed_class(strFilter));
        const auto context = TRY(read_context(pCtx));
        TRY(service::Session::check_class_name(name));
        service::ReadOptions options = read_options(lFlags);
        options.part = TRY(service::Session::check_get(context.get()));
        return enumerate_async(Method::CreateInstanceEnum, lFlags, pResponseHandler, admission,
                               [this, name, options](const Admission& allowed) { return session_->enumerate_instances(allowed, name, options); });
    });
}

}  // namespace wmi::api
