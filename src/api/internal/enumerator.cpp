#include "api/internal/enumerator.h"

#include "api/internal/call_result.h"
#include "api/internal/client_sink.h"
#include "calls/calls.h"
#include "objects/answer.h"
#include "objects/class_object.h"

#include <algorithm>
#include <utility>

namespace wmi::api {

using base::Deadline;
using base::Error;
using base::Result;
using base::Status;

namespace {

class IntoVector final : public Results::Taker {
public:
    explicit IntoVector(std::vector<cim::Object>& to) : to_(to) {}

    void take(cim::Object&& object) override { to_.push_back(std::move(object)); }

private:
    std::vector<cim::Object>& to_;
};

/// A client's array; what stands in it is released again unless everything went well.
class IntoArray final : public Results::Taker {
public:
    explicit IntoArray(IWbemClassObject** to) : to_(to) {}

    IntoArray(const IntoArray&) = delete;
    IntoArray& operator=(const IntoArray&) = delete;

    ~IntoArray() {
        for (ULONG i = 0; i < count_; ++i) com::com_ptr<IWbemClassObject>::adopt(std::exchange(to_[i], nullptr));
    }

    void take(cim::Object&& object) override {
        to_[count_] = objects::wrap(std::move(object)).detach();
        ++count_;
    }

    ULONG keep() { return std::exchange(count_, 0); }

private:
    IWbemClassObject** const to_;
    ULONG count_ = 0;
};

}  // namespace

class Walk : public std::enable_shared_from_this<Walk> {
public:
    Walk(calls::Calls& calls, std::shared_ptr<Results> shared, std::size_t place)
        : results(std::move(shared)), calls_(calls), place_(place) {}

    /// Runs body(place) when no asynchronous request is before it; false when the deadline passed first.
    template <class Body>
    Result<bool> in_turn(Deadline deadline, Body&& body) {
        std::unique_lock lock(mutex_);
        const auto is_free = [this] { return line_.empty(); };
        if (!calls::is_inside_callback()) {
            if (deadline.is_never()) turn_.wait(lock, is_free);
            else if (!turn_.wait_until(lock, deadline.when(), is_free)) return false;
        }
        TRY(body(place_));
        return true;
    }

    [[nodiscard]] bool is_at_end() {
        const std::lock_guard lock(mutex_);
        return line_.empty() && results->is_end(place_);
    }

    /// Puts an admitted call at the end of the line.
    void join(calls::CallPtr call, std::size_t count) {
        const std::lock_guard lock(mutex_);
        line_.push_back({std::move(call), count});
        if (line_.size() == 1) serve_first();
    }

    const std::shared_ptr<Results> results;

private:
    struct Request {
        calls::CallPtr call;
        std::size_t count;
    };

    /// The objects of the first request, in pieces; when it goes, read or dropped, the next one's turn comes.
    class Turn : public calls::Source {
    public:
        Turn(std::shared_ptr<Walk> walk, std::size_t count) : walk_(std::move(walk)), left_(count) {}

        ~Turn() override { walk_->leave(); }

        Result<Piece> next() override {
            constexpr std::size_t kPiece = 100;
            const std::size_t wanted = std::min(left_, kPiece);
            Piece piece;
            const Results::Taken taken = TRY(walk_->take(wanted, piece.objects));
            left_ -= taken.count;
            piece.is_last = left_ == 0 || taken.why == Results::Why::End;
            if (left_ > 0 && piece.is_last) piece.status = taken.ending;
            return piece;
        }

    private:
        const std::shared_ptr<Walk> walk_;
        std::size_t left_;
    };

    Result<Results::Taken> take(std::size_t count, std::vector<cim::Object>& to) {
        const std::lock_guard lock(mutex_);
        IntoVector taker(to);
        const Results::Taken taken = TRY(results->take(place_, count, Deadline::never(), taker));
        place_ += taken.count;
        return taken;
    }

    /// Under the lock. Requests that were cancelled while they waited have had their end already.
    void serve_first() {
        const auto later = [self = shared_from_this()] {
            const std::lock_guard lock(self->mutex_);
            self->serve_first();
        };
        if (results->put_off(later)) return;  // CALL-24: nobody holds a thread for it
        while (!line_.empty() && line_.front().call->is_stopped()) line_.pop_front();
        if (line_.empty()) return turn_.notify_all();
        const Request first = line_.front();
        calls_.deliver_from(*first.call, std::make_unique<Turn>(shared_from_this(), first.count));
    }

    void leave() {
        const std::lock_guard lock(mutex_);
        line_.pop_front();
        serve_first();
    }

    calls::Calls& calls_;
    std::recursive_mutex mutex_;  // a source that is not wanted any more is dropped, and leaves, inside serve_first
    std::condition_variable_any turn_;
    std::deque<Request> line_;
    std::size_t place_;
};

Enumerator::Enumerator(HousePtr house, std::shared_ptr<Results> results, std::string_view operation, std::size_t place)
    : house_(std::move(house)), walk_(std::make_shared<Walk>(house_->calls(), std::move(results), place)), operation_(operation) {}

HRESULT Enumerator::Reset() noexcept {
    return objects::answer(operation_, [&]() -> Result<void> {
        TRY(check_ours(*house_));
        if (!walk_->results->is_rewindable())
            return Error(Status::InvalidOperation, "an enumerator made with WBEM_FLAG_FORWARD_ONLY cannot be reset");
        (void)TRY(walk_->in_turn(Deadline::never(), [](std::size_t& place) -> Result<void> {
            place = 0;
            return {};
        }));
        return {};
    });
}

HRESULT Enumerator::Next(long lTimeout, ULONG uCount, IWbemClassObject** apObjects, ULONG* puReturned) noexcept {
    if (puReturned) *puReturned = 0;
    return objects::answer(operation_, [&]() -> Result<Status> {
        TRY(check_ours(*house_));
        if (!apObjects || !puReturned) return Error(Status::InvalidParameter, "Next needs apObjects and puReturned");
        const Deadline deadline = TRY(deadline_of(lTimeout));
        if (uCount == 0) return Status::False;
        if (!walk_->results->wait_for_begin(deadline)) return Status::STimedout;  // before our turn: others may ask meanwhile
        Status status = Status::STimedout;
        const auto serve = [&](std::size_t& place) -> Result<void> {
            IntoArray array(apObjects);
            const Results::Taken taken = TRY(walk_->results->take(place, uCount, deadline, array));
            place += taken.count;
            *puReturned = array.keep();
            status = taken.why == Results::Why::Full  ? Status::Ok
                     : taken.why == Results::Why::End ? taken.ending
                                                      : Status::STimedout;
            return {};
        };
        (void)TRY(walk_->in_turn(deadline, serve));
        return status;
    });
}

HRESULT Enumerator::NextAsync(ULONG uCount, IWbemObjectSink* pSink) noexcept {
    return objects::answer(operation_, [&]() -> Result<Status> {
        TRY(check_ours(*house_));
        if (!pSink) return Error(Status::InvalidParameter, "NextAsync needs a sink");
        if (uCount == 0 || walk_->is_at_end()) return Status::False;  // SVC-63
        const auto call = std::make_shared<calls::Call>(std::make_unique<ClientSink>(pSink, operation_), calls::CallOptions{});
        TRY(house_->calls().admit(call));
        house_->calls().begin(*call);
        walk_->join(call, uCount);
        return Status::Ok;
    });
}

HRESULT Enumerator::Clone(IEnumWbemClassObject** ppEnum) noexcept {
    if (ppEnum) *ppEnum = nullptr;
    return objects::answer(operation_, [&]() -> Result<void> {
        TRY(check_ours(*house_));
        if (!ppEnum) return Error(Status::InvalidParameter, "Clone needs ppEnum");
        if (!walk_->results->is_rewindable())
            return Error(Status::InvalidOperation, "an enumerator made with WBEM_FLAG_FORWARD_ONLY cannot be cloned");
        TRY(walk_->results->check());
        (void)TRY(walk_->in_turn(Deadline::never(), [&](std::size_t& place) -> Result<void> {
            *ppEnum = com::make<Enumerator>(house_, walk_->results, operation_, place).detach();
            return {};
        }));
        return {};
    });
}

HRESULT Enumerator::Skip(long lTimeout, ULONG nCount) noexcept {
    return objects::answer(operation_, [&]() -> Result<Status> {
        TRY(check_ours(*house_));
        const Deadline deadline = TRY(deadline_of(lTimeout));
        if (!walk_->results->wait_for_begin(deadline)) return Status::STimedout;
        Status status = Status::STimedout;
        const auto serve = [&](std::size_t& place) -> Result<void> {
            const Results::Skipped skipped = TRY(walk_->results->skip(place, nCount, deadline));
            place += skipped.count;
            status = skipped.why == Results::Why::Full  ? Status::Ok
                     : skipped.why == Results::Why::End ? Status::False
                                                        : Status::STimedout;
            return {};
        };
        (void)TRY(walk_->in_turn(deadline, serve));
        return status;
    });
}

}  // namespace wmi::api
