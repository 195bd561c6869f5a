#include "api/internal/event_enumerator.h"

#include "api/internal/call_result.h"
#include "api/internal/client_sink.h"
#include "calls/calls.h"
#include "objects/answer.h"
#include "objects/class_object.h"

#include <exception>

namespace wmi::api {

using base::Deadline;
using base::Error;
using base::Result;
using base::Status;

namespace {

constexpr std::string_view kOperation = "ExecNotificationQuery";

struct LostIfThrown {
    events::Stream& stream;
    int before = std::uncaught_exceptions();

    ~LostIfThrown() {
        if (std::uncaught_exceptions() > before) stream.lose();
    }
};

}  // namespace

HRESULT EventEnumerator::Reset() noexcept {
    return objects::answer(kOperation, [&]() -> Result<void> {
        TRY(check_ours(*house_));
        return Error(Status::InvalidOperation, "an enumerator of events only goes forward");
    });
}

HRESULT EventEnumerator::Next(long lTimeout, ULONG uCount, IWbemClassObject** apObjects, ULONG* puReturned) noexcept {
    if (puReturned) *puReturned = 0;
    return objects::answer(kOperation, [&]() -> Result<Status> {
        TRY(check_ours(*house_));
        if (!apObjects || !puReturned) return Error(Status::InvalidParameter, "Next needs apObjects and puReturned");
        const Deadline deadline = TRY(deadline_of(lTimeout));
        if (uCount == 0) return Status::False;
        events::Stream::Taken taken = TRY(stream_->take(uCount, deadline));
        const LostIfThrown guard{*stream_};
        std::vector<com::com_ptr<IWbemClassObject>> wrapped;
        wrapped.reserve(taken.events.size());
        for (cim::Object& event : taken.events) wrapped.push_back(objects::wrap(std::move(event)));
        for (auto& event : wrapped) apObjects[(*puReturned)++] = event.detach();
        return taken.is_full ? Status::Ok : Status::STimedout;
    });
}

HRESULT EventEnumerator::NextAsync(ULONG uCount, IWbemObjectSink* pSink) noexcept {
    return objects::answer(kOperation, [&]() -> Result<Status> {
        TRY(check_ours(*house_));
        if (!pSink) return Error(Status::InvalidParameter, "NextAsync needs a sink");
        if (uCount == 0) return Status::False;  // SVC-63
        calls::CallOptions options;
        options.is_standing = true;  // it may wait for its events as long as a subscription does
        const auto call = std::make_shared<calls::Call>(std::make_unique<ClientSink>(pSink, kOperation), options);
        TRY(house_->calls().admit(call, calls::Calls::Start::Running));
        stream_->deliver(call, uCount);
        return Status::Ok;
    });
}

HRESULT EventEnumerator::Clone(IEnumWbemClassObject** ppEnum) noexcept {
    if (ppEnum) *ppEnum = nullptr;
    return objects::answer(kOperation, [&]() -> Result<void> {
        TRY(check_ours(*house_));
        if (!ppEnum) return Error(Status::InvalidParameter, "Clone needs ppEnum");
        return Error(Status::InvalidOperation, "an enumerator of events cannot be cloned: ask the query again");
    });
}

HRESULT EventEnumerator::Skip(long lTimeout, ULONG nCount) noexcept {
    return objects::answer(kOperation, [&]() -> Result<Status> {
        TRY(check_ours(*house_));
        const Deadline deadline = TRY(deadline_of(lTimeout));
        const events::Stream::Skipped skipped = TRY(stream_->skip(nCount, deadline));
        return skipped.is_full ? Status::Ok : Status::STimedout;
    });
}

}  // namespace wmi::api
