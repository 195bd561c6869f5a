#include "landing/internal/mof_target.h"

#include "api/house.h"
#include "base/guarded.h"
#include "com/object.h"
#include "com/text.h"
#include "objects/answer.h"
#include "objects/class_object.h"
#include "repository/repository.h"
#include "service/service.h"

namespace wmi::landing {

using base::Error;
using base::Result;
using base::Status;

/// How many puts are under way, and the first in the text that failed.
struct MofTarget::Queued {
    struct State {
        std::size_t pending = 0;
        std::optional<mof::LateFailure> failed;
    };

    base::Guarded<State> state;
};

namespace {

std::string text_of(const cim::Instance& instance, const char* name) {
    const cim::Property* property = instance.cls().find_property(name);
    const cim::Value value = property ? instance.get(*property) : cim::Value();
    const std::string* text = std::get_if<std::string>(&value);
    return text ? *text : std::string();
}

/// The words of an __ExtendedStatus, where there is one.
Error to_error(HRESULT code, IWbemClassObject* details) {
    if (details) {
        const Result<cim::Object> read = objects::snapshot(details);
        if (const cim::Instance* status = read ? read->find_instance() : nullptr)
            return Error(objects::to_status(code), text_of(*status, "Description"), text_of(*status, "ParameterInfo"));
    }
    return Error(objects::to_status(code), "the call failed");
}

class PutSink final : public com::Object<PutSink, IWbemObjectSink> {
public:
    PutSink(std::shared_ptr<MofTarget::Queued> queued, std::uint32_t object) : queued_(std::move(queued)), object_(object) {}

    HRESULT Indicate(long, IWbemClassObject**) noexcept override { return WBEM_S_NO_ERROR; }

    HRESULT SetStatus(long lFlags, HRESULT hResult, BSTR, IWbemClassObject* pObjParam) noexcept override {
        if (lFlags != WBEM_STATUS_COMPLETE) return WBEM_S_NO_ERROR;
        std::optional<mof::LateFailure> failure;
        try {
            if (FAILED(hResult)) failure.emplace(mof::LateFailure{object_, to_error(hResult, pObjParam)});
        } catch (const std::bad_alloc&) {
            failure.emplace(mof::LateFailure{object_, Error(Status::OutOfMemory)});
        }
        queued_->state.with([&](MofTarget::Queued::State& state) {
            if (failure && (!state.failed || failure->object < state.failed->object)) state.failed = std::move(failure);
            --state.pending;
        });
        queued_->state.notify_all();
        return WBEM_S_NO_ERROR;
    }

private:
    friend class com::Object<PutSink, IWbemObjectSink>;
    ~PutSink() override = default;

    const std::shared_ptr<MofTarget::Queued> queued_;
    const std::uint32_t object_;
};

}  // namespace

MofTarget::MofTarget(com::com_ptr<IWbemLocator> locator)
    : locator_(std::move(locator)), queued_(std::make_shared<Queued>()), sequence_(std::make_shared<repository::Sequence>()) {}

MofTarget::~MofTarget() { (void)flush(); }

/// The failure of a call on this thread, with the words it left behind.
Result<void> MofTarget::call(HRESULT code) const {
    if (SUCCEEDED(code)) return {};
    com::com_ptr<IErrorInfo> info;
    if (GetErrorInfo(0, info.out()) != S_OK) return to_error(code, nullptr);
    return to_error(code, info.query<IWbemClassObject>().get());
}

Result<void> MofTarget::open_namespace(std::string_view ns) {
    (void)TRY(place(ns));
    return {};
}

Result<MofTarget::Place*> MofTarget::place(std::string_view ns) {
    const auto found = places_.find(ns);
    if (found != places_.end()) return &found->second;
    TRY(settle());  // it may be a put of this very text that makes the namespace
    Place made;
    TRY(call(locator_->ConnectServer(com::Bstr(ns).get(), nullptr, nullptr, nullptr, 0, nullptr, nullptr, made.services.out())));
    return &places_.emplace(std::string(ns), std::move(made)).first->second;
}

Result<void> MofTarget::settle(std::size_t left) {
    const auto is_done = [left](const Queued::State& state) { return state.pending <= left; };
    const std::optional<Error> failed = queued_->state.wait(
        base::Deadline::never(), is_done,
        [](const Queued::State& state, bool) { return state.failed ? std::optional<Error>(state.failed->error) : std::nullopt; });
    if (failed) return Error(*failed);
    if (left == 0) classes_under_way_ = false;
    return {};
}

std::optional<mof::LateFailure> MofTarget::flush() {
    const auto is_done = [](const Queued::State& state) { return state.pending == 0; };
    return queued_->state.wait(base::Deadline::never(), is_done,
                               [](Queued::State& state, bool) { return std::exchange(state.failed, std::nullopt); });
}

Result<cim::ClassPtr> MofTarget::get_class(std::string_view ns, std::string_view name) {
    Place* at = TRY(place(ns));
    if (const auto found = at->put.find(name); found != at->put.end()) return found->second;
    com::com_ptr<IWbemClassObject> object;
    TRY(call(at->services->GetObject(com::Bstr(name).get(), 0, nullptr, object.out(), nullptr)));
    const cim::Object read = TRY(objects::snapshot(object.get()));
    if (!read.is_class()) return Error(Status::NotFound, "there is no such class", std::string(name));
    return *read.find_class();
}

Result<void> MofTarget::start(Kind kind, std::uint32_t object, bool declares_qualifiers,
                              const std::function<HRESULT(IWbemObjectSink*)>& put) {
    const auto sink = com::make<PutSink>(queued_, object);
    const service::InSequence place{sequence_, object};
    const api::CompilerScope scope(declares_qualifiers, place);
    for (;;) {
        const bool may_start = queued_->state.with([](Queued::State& state) {
            if (state.failed || state.pending >= kMaxInFlight) return false;
            ++state.pending;
            return true;
        });
        if (!may_start) {
            TRY(settle(kMaxInFlight / 2));
            continue;
        }
        if (kind == Kind::Class) classes_under_way_ = true;
        const HRESULT started = put(sink.get());
        if (SUCCEEDED(started)) return {};
        queued_->state.with([](Queued::State& state) { --state.pending; });
        if (started != WBEM_E_SERVER_TOO_BUSY) return call(started);
        TRY(settle());
    }
}

Result<void> MofTarget::put_class(std::string_view ns, cim::ClassBody body, const mof::PutClassOptions& options) {
    Place* at = TRY(place(ns));
    const cim::ClassPtr made = TRY(cim::Class::make(std::move(body)));
    const auto object = objects::wrap(cim::Object(made));
    TRY(start(Kind::Class, options.object, options.declares_qualifiers, [&](IWbemObjectSink* sink) {
        return at->services->PutClassAsync(object.get(), static_cast<long>(options.flags), nullptr, sink);
    }));
    at->put[made->name()] = made;
    return {};
}

Result<std::string> MofTarget::put_instance(std::string_view ns, const cim::Instance& instance, const mof::PutInstanceOptions& options) {
    Place* at = TRY(place(ns));
    if (classes_under_way_) TRY(settle());  // its class may be one of them
    const auto object = objects::wrap(cim::Object(instance));
    const bool is_kept_here = !instance.cls().is_dynamic();  // a provider answers in an order of its own
    if (options.needs_path || !is_kept_here) {
        TRY(settle());
        return put_and_wait(*at, object.get(), options.flags);
    }
    TRY(start(Kind::Instance, options.object, false, [&](IWbemObjectSink* sink) {
        return at->services->PutInstanceAsync(object.get(), static_cast<long>(options.flags), nullptr, sink);
    }));
    return std::string();
}

Result<std::string> MofTarget::put_and_wait(Place& at, IWbemClassObject* object, std::uint32_t flags) {
    com::com_ptr<IWbemCallResult> result;
    const long how = static_cast<long>(flags) | WBEM_FLAG_RETURN_IMMEDIATELY;
    TRY(call(at.services->PutInstance(object, how, nullptr, result.out())));
    long status = 0;
    TRY(call(result->GetCallStatus(WBEM_INFINITE, &status)));
    com::Bstr path;
    TRY(call(result->GetResultString(WBEM_INFINITE, path.out())));
    return path.text();
}

Result<void> MofTarget::delete_class(std::string_view ns, std::string_view name) {
    Place* at = TRY(place(ns));
    TRY(settle());
    at->put.clear();  // subclasses go with it
    return call(at->services->DeleteClass(com::Bstr(name).get(), 0, nullptr, nullptr));
}

Result<void> MofTarget::delete_instance(std::string_view ns, std::string_view path) {
    Place* at = TRY(place(ns));
    TRY(settle());
    return call(at->services->DeleteInstance(com::Bstr(path).get(), 0, nullptr, nullptr));
}

}  // namespace wmi::landing
