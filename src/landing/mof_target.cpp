#include "landing/internal/mof_target.h"

#include "api/house.h"
#include "base/guarded.h"
#include "com/object.h"
#include "com/text.h"
#include "objects/answer.h"
#include "objects/class_object.h"

namespace wmi::landing {

using base::Error;
using base::Result;
using base::Status;

/// How many puts are under way, and the first that failed.
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
            if (failure && !state.failed) state.failed = std::move(failure);
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

MofTarget::MofTarget(com::com_ptr<IWbemLocator> locator) : locator_(std::move(locator)), queued_(std::make_shared<Queued>()) {}

MofTarget::~MofTarget() { (void)flush(); }

/// The failure of a call on this thread, with the words it left behind.
Result<void> MofTarget::call(HRESULT code) const {
    if (SUCCEEDED(code)) return {};
    com::com_ptr<IErrorInfo> info;
    if (GetErrorInfo(0, info.out()) != S_OK) return to_error(code, nullptr);
    return to_error(code, info.query<IWbemClassObject>().get());
}

Result<void> MofTarget::connect(const std::string& ns) {
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

Result<void> MofTarget::settle() {
    const auto is_done = [](const Queued::State& state) { return state.pending == 0; };
    const std::optional<Error> failed = queued_->state.wait(
        base::Deadline::never(), is_done,
        [](const Queued::State& state, bool) { return state.failed ? std::optional<Error>(state.failed->error) : std::nullopt; });
    if (failed) return Error(*failed);
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

Result<void> MofTarget::put_class(std::string_view ns, cim::ClassBody body, const mof::PutClassOptions& options) {
    Place* at = TRY(place(ns));
    const cim::ClassPtr made = TRY(cim::Class::make(std::move(body)));
    const auto object = objects::wrap(cim::Object(made));
    const auto sink = com::make<PutSink>(queued_, options.object);
    const auto count = [this](int change) {
        queued_->state.with([change](Queued::State& state) { state.pending += static_cast<std::size_t>(change); });
    };
    const api::CompilerScope scope(options.declares_qualifiers);
    for (;;) {
        count(1);
        const HRESULT started = at->services->PutClassAsync(object.get(), static_cast<long>(options.flags), nullptr, sink.get());
        if (SUCCEEDED(started)) break;
        count(-1);
        if (started != WBEM_E_SERVER_TOO_BUSY) return call(started);
        TRY(settle());
    }
    at->put[made->name()] = made;
    return {};
}

Result<std::string> MofTarget::put_instance(std::string_view ns, const cim::Instance& instance, std::uint32_t flags) {
    Place* at = TRY(place(ns));
    TRY(settle());  // its class may be under way
    const auto object = objects::wrap(cim::Object(instance));
    com::com_ptr<IWbemCallResult> result;
    const long how = static_cast<long>(flags) | WBEM_FLAG_RETURN_IMMEDIATELY;
    TRY(call(at->services->PutInstance(object.get(), how, nullptr, result.out())));
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
