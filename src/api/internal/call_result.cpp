#include "api/internal/call_result.h"

#include "com/text.h"
#include "objects/answer.h"
#include "objects/class_object.h"

#include <chrono>

namespace wmi::api {

using base::Error;
using base::Result;
using base::Status;

namespace {

Error nothing(const char* sentence) { return Error(Status::InvalidOperation, sentence); }

Error to_error(const calls::Final& final) { return Error(final.status, final.sentence, final.about); }

}  // namespace

Result<base::Deadline> deadline_of(long timeout) {
    const auto milliseconds = static_cast<std::int32_t>(timeout);
    if (milliseconds == -1) return base::Deadline::never();
    if (milliseconds < 0) return Error(Status::InvalidParameter, "a timeout is not negative, but for WBEM_INFINITE");
    return base::Deadline::in(std::chrono::milliseconds(milliseconds));
}

/// Null when time ran out.
Result<const calls::Answer*> CallResult::wait(long timeout) const {
    TRY(check_ours(*house_));
    const base::Deadline deadline = TRY(deadline_of(timeout));
    return outcome_->wait(deadline);
}

template <class Take>
HRESULT CallResult::take(long timeout, Take&& take_from) noexcept {
    return objects::answer(operation_, [&]() -> Result<Status> {
        const calls::Answer* found = TRY(wait(timeout));
        if (!found) return Status::STimedout;
        if (base::failed(found->final.status)) return to_error(found->final);
        TRY(take_from(*found));
        return Status::Ok;
    });
}

HRESULT CallResult::GetResultObject(long lTimeout, IWbemClassObject** ppResultObject) noexcept {
    if (ppResultObject) *ppResultObject = nullptr;
    return take(lTimeout, [&](const calls::Answer& found) -> Result<void> {
        if (!ppResultObject) return Error(Status::InvalidParameter, "ppResultObject is needed");
        if (!found.object) return nothing("this call has no object for a result");
        *ppResultObject = objects::wrap(*found.object).detach();
        return {};
    });
}

HRESULT CallResult::GetResultString(long lTimeout, BSTR* pstrResultString) noexcept {
    if (pstrResultString) *pstrResultString = nullptr;
    return take(lTimeout, [&](const calls::Answer& found) -> Result<void> {
        if (!pstrResultString) return Error(Status::InvalidParameter, "pstrResultString is needed");
        if (!found.final.text) return nothing("this call has no string for a result");
        *pstrResultString = com::to_bstr(*found.final.text);
        return {};
    });
}

HRESULT CallResult::GetResultServices(long lTimeout, IWbemServices** ppServices) noexcept {
    if (ppServices) *ppServices = nullptr;
    return take(lTimeout, [&](const calls::Answer&) -> Result<void> {
        if (!ppServices) return Error(Status::InvalidParameter, "ppServices is needed");
        if (!opened_) return nothing("only OpenNamespace has a namespace for a result");
        opened_->copy_to(ppServices);
        return {};
    });
}

HRESULT CallResult::GetCallStatus(long lTimeout, long* plStatus) noexcept {
    return objects::answer(operation_, [&]() -> Result<Status> {
        if (!plStatus) return Error(Status::InvalidParameter, "plStatus is needed");
        const calls::Answer* found = TRY(wait(lTimeout));
        if (!found) return Status::STimedout;
        *plStatus = objects::to_hresult(found->final.status);
        return Status::Ok;
    });
}

}  // namespace wmi::api
