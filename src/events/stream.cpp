// Invariants of a Line: 1. requests are served one after another, in the order of the calls; the first one's Turn is alive, or on
// its way out. 2. Whoever takes on his own thread waits until the line is empty, unless he is inside a callback, where the sink
// would wait for itself.
#include "events/internal/stream.h"

#include <algorithm>
#include <deque>
#include <exception>

namespace wmi::events::internal {

namespace {

constexpr std::size_t kPiece = 100;
constexpr std::size_t kPieceBytes = 262'144;  // CALL-28

/// Events that were taken and could not be handed over are a gap.
class OrLost {
public:
    explicit OrLost(Subscription& from) : from_(from) {}

    OrLost(const OrLost&) = delete;
    OrLost& operator=(const OrLost&) = delete;

    ~OrLost() {
        if (std::uncaught_exceptions() > before_) from_.lose();
    }

private:
    Subscription& from_;
    const int before_ = std::uncaught_exceptions();
};

/// What is there for a call now.
Result<calls::Source::Piece> piece_of(Subscription& from, std::size_t most, Subscription::Gap gap, const calls::CallPtr& call) {
    const std::vector<EventPtr> events = TRY(from.take_now(std::min(most, kPiece), kPieceBytes, gap, call));
    const OrLost guard(from);
    calls::Source::Piece piece;
    piece.is_waiting = events.empty();
    piece.objects.reserve(events.size());
    for (const EventPtr& event : events) piece.objects.push_back(from.shown(*event));
    return piece;
}

class Delivery final : public calls::Source {
public:
    Delivery(std::shared_ptr<Engine> engine, SubscriptionPtr subscription, const calls::CallPtr& call)
        : engine_(std::move(engine)), subscription_(std::move(subscription)), call_(call) {}

    ~Delivery() override { engine_->unsubscribe(*subscription_); }

    Result<Piece> next() override { return piece_of(*subscription_, kPiece, Subscription::Gap::Silent, call_.lock()); }

private:
    const std::shared_ptr<Engine> engine_;
    const SubscriptionPtr subscription_;
    const std::weak_ptr<calls::Call> call_;  // which holds this
};

/// The part of a stream that asynchronous requests keep alive.
class Line : public std::enable_shared_from_this<Line> {
public:
    Line(std::shared_ptr<Engine> engine, SubscriptionPtr subscription) : engine_(std::move(engine)), subscription_(std::move(subscription)) {}

    ~Line() { engine_->unsubscribe(*subscription_); }

    [[nodiscard]] Subscription& subscription() { return *subscription_; }

    void close() { engine_->unsubscribe(*subscription_); }

    /// Waits for our turn; false when the deadline passed first.
    bool wait_until_empty(Deadline deadline) {
        std::unique_lock lock(mutex_);
        const auto is_free = [this] { return requests_.empty(); };
        if (calls::is_inside_callback()) return true;
        if (!deadline.is_never()) return empty_.wait_until(lock, deadline.when(), is_free);
        empty_.wait(lock, is_free);
        return true;
    }

    void join(const calls::CallPtr& call, std::size_t count) {
        const std::lock_guard lock(mutex_);
        requests_.push_back({call, count});
        if (requests_.size() == 1) serve_first();
    }

private:
    struct Request {
        calls::CallPtr call;
        std::size_t count;
    };

    class Turn final : public calls::Source {
    public:
        Turn(std::shared_ptr<Line> line, const Request& request) : line_(std::move(line)), call_(request.call), left_(request.count) {}

        ~Turn() override { line_->leave(); }

        Result<Piece> next() override {
            Piece piece = TRY(piece_of(line_->subscription(), left_, Subscription::Gap::Told, call_.lock()));
            left_ -= piece.objects.size();
            piece.is_last = left_ == 0;
            return piece;
        }

    private:
        const std::shared_ptr<Line> line_;
        const std::weak_ptr<calls::Call> call_;
        std::size_t left_;
    };

    /// Under the lock. Requests that were cancelled while they waited have had their end already.
    void serve_first() {
        while (!requests_.empty() && requests_.front().call->is_stopped()) requests_.pop_front();
        if (requests_.empty()) return empty_.notify_all();
        const Request first = requests_.front();
        engine_->calls().deliver_from(*first.call, std::make_unique<Turn>(shared_from_this(), first));
    }

    void leave() {
        const std::lock_guard lock(mutex_);
        requests_.pop_front();
        serve_first();
    }

    const std::shared_ptr<Engine> engine_;
    const SubscriptionPtr subscription_;
    std::recursive_mutex mutex_;  // a source that is not wanted any more is dropped, and leaves, inside serve_first
    std::condition_variable_any empty_;
    std::deque<Request> requests_;
};

class TakenStream final : public Stream {
public:
    explicit TakenStream(std::shared_ptr<Line> line) : line_(std::move(line)) {}

    ~TakenStream() override { line_->close(); }

    Result<Taken> take(std::size_t count, Deadline deadline) override {
        if (!line_->wait_until_empty(deadline)) return Taken{};
        const Subscription::Taken found = TRY(line_->subscription().take(count, deadline));
        const OrLost guard(line_->subscription());
        Taken taken;
        taken.is_full = found.is_full;
        taken.events.reserve(found.events.size());
        for (const EventPtr& event : found.events) taken.events.push_back(line_->subscription().shown(*event));
        return taken;
    }

    Result<Skipped> skip(std::size_t count, Deadline deadline) override {
        if (!line_->wait_until_empty(deadline)) return Skipped{};
        const Subscription::Taken found = TRY(line_->subscription().take(count, deadline));
        return Skipped{found.events.size(), found.is_full};
    }

    void deliver(const calls::CallPtr& call, std::size_t count) override { line_->join(call, count); }

    void lose() noexcept override { line_->subscription().lose(); }

    void close() override { line_->close(); }

private:
    const std::shared_ptr<Line> line_;
};

}  // namespace

std::shared_ptr<Stream> make_stream(std::shared_ptr<Engine> engine, SubscriptionPtr subscription) {
    return std::make_shared<TakenStream>(std::make_shared<Line>(std::move(engine), std::move(subscription)));
}

std::unique_ptr<calls::Source> make_delivery(std::shared_ptr<Engine> engine, SubscriptionPtr subscription, const calls::CallPtr& call) {
    return std::make_unique<Delivery>(std::move(engine), std::move(subscription), call);
}

}  // namespace wmi::events::internal
