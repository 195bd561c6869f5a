#include "events/internal/subscription.h"

#include <algorithm>
#include <exception>
#include <new>

namespace wmi::events::internal {

namespace {

Error closed() { return Error(Status::CallCancelled, "the subscription has ended: its enumerator or its services were released"); }

Error gap() {
    return Error(Status::QueueOverflow, "events were lost: they were taken too slowly, or too many changed at once; what comes now is complete again");
}

}  // namespace

/// Under the lock.
calls::CallPtr Subscription::rouse() noexcept {
    if (waiting_ > 0) changed_.notify_all();
    return std::exchange(asleep_, {}).lock();
}

Subscription::Offered Subscription::offer(const EventPtr& event) noexcept {
    return offer(event, grouping_ ? &Subscription::gather : &Subscription::put);
}

Subscription::Offered Subscription::queue(const EventPtr& event) noexcept { return offer(event, &Subscription::put); }

Subscription::Offered Subscription::offer(const EventPtr& event, Offered (Subscription::*to)(const EventPtr&)) noexcept {
    const Lock lock(mutex_);
    try {
        return (this->*to)(event);
    } catch (const std::bad_alloc&) {  // others must get theirs
        has_gap_ = true;
        return {rouse(), true, {}};
    }
}

/// Under the lock.
Subscription::Offered Subscription::put(const EventPtr& event) {
    if (is_over()) return {};
    if (has_gap_) return {nullptr, true, {}};
    if (event->can_join() && join(event)) return {};
    const std::size_t size = event->size_bytes(queue_.empty() ? nullptr : queue_.back().event.get());
    if (!queue_.empty() && bytes_ + size > kMaxQueueBytes) {
        has_gap_ = true;
        return {nullptr, true, {}};
    }
    queue_.push_back({event, size});
    bytes_ += size;
    return {rouse(), false, {}};
}

/// Under the lock: whether one of those that came last has taken the event in (EVT-82).
bool Subscription::join(const EventPtr& event) {
    constexpr int kLast = 64;
    int looked = 0;
    for (auto at = queue_.rbegin(); at != queue_.rend() && looked < kLast; ++at, ++looked) {
        if (!at->event->can_join()) continue;
        EventPtr both = event->joined_to(*at->event);
        if (!both) continue;
        at->event = std::move(both);  // as large as it was
        return true;
    }
    return false;
}

/// Under the lock.
Subscription::Offered Subscription::gather(const EventPtr& event) {
    if (is_over()) return {};
    if (has_gap_) return {nullptr, true, {}};
    const std::size_t used = bytes_ + grouping_->bytes();
    const std::size_t room = used == 0 ? SIZE_MAX : kMaxQueueBytes - std::min(kMaxQueueBytes, used);
    if (!grouping_->add(event, base::Steady::now(), room)) {
        has_gap_ = true;
        return {rouse(), true, {}};
    }
    if (std::exchange(is_on_clock_, true)) return {};
    return {nullptr, false, grouping_->next_due()};
}

std::optional<Grouping::Gathered> Subscription::take_gathered(base::Steady::time_point now) noexcept {
    const Lock lock(mutex_);
    return grouping_ ? grouping_->take_due(now) : std::nullopt;
}

std::optional<base::Steady::time_point> Subscription::next_gathered() noexcept {
    const Lock lock(mutex_);
    const auto next = grouping_ ? grouping_->next_due() : std::nullopt;
    is_on_clock_ = next.has_value();
    return next;
}

void Subscription::forget_clock() noexcept {
    const Lock lock(mutex_);
    is_on_clock_ = false;
}

calls::CallPtr Subscription::lose() noexcept {
    const Lock lock(mutex_);
    if (is_over()) return nullptr;
    has_gap_ = true;
    return rouse();
}

calls::CallPtr Subscription::end(Error why) noexcept {
    const Lock lock(mutex_);
    if (is_over()) return nullptr;
    ended_.emplace(std::move(why));
    if (grouping_) grouping_->clear();
    return rouse();
}

calls::CallPtr Subscription::close() noexcept {
    std::deque<Waiting> dropped;
    const Lock lock(mutex_);
    is_closed_ = true;
    dropped.swap(queue_);
    bytes_ = 0;
    if (grouping_) grouping_->clear();
    has_gap_ = false;
    return rouse();
}

/// Under the lock.
void Subscription::pop_to(std::vector<EventPtr>& events) {
    events.push_back(queue_.front().event);
    bytes_ -= queue_.front().bytes;
    queue_.pop_front();
}

/// Under the lock, with nothing in the queue.
Result<void> Subscription::tell_what_stands() {
    if (has_gap_) {
        has_gap_ = false;
        return gap();
    }
    if (is_closed_) return closed();
    if (ended_) return Error(*ended_);
    return {};
}

namespace {

/// What was taken out of the queue and could not be handed over is a gap there.
struct GapIfThrown {
    bool& has_gap;
    int before = std::uncaught_exceptions();

    ~GapIfThrown() {
        if (std::uncaught_exceptions() > before) has_gap = true;
    }
};

}  // namespace

Result<Subscription::Taken> Subscription::take(std::size_t count, Deadline deadline) {
    Taken taken;
    Lock lock(mutex_);
    const GapIfThrown guard{has_gap_};
    for (;;) {
        while (!queue_.empty() && taken.events.size() < count) pop_to(taken.events);
        taken.is_full = taken.events.size() == count;
        if (taken.is_full) return taken;
        if (has_gap_ || is_over()) {
            if (taken.events.empty()) TRY(tell_what_stands());
            return taken;
        }
        const auto is_ready = [this] { return has_something(); };
        ++waiting_;
        bool ready = true;
        if (deadline.is_never()) changed_.wait(lock, is_ready);
        else ready = changed_.wait_until(lock, deadline.when(), is_ready);
        --waiting_;
        if (!ready) return taken;
    }
}

Result<std::vector<EventPtr>> Subscription::take_now(std::size_t count, std::size_t bytes, Gap gap_is, const calls::CallPtr& asleep) {
    std::vector<EventPtr> events;
    const Lock lock(mutex_);
    const GapIfThrown guard{has_gap_};
    const std::size_t before = bytes_;
    while (!queue_.empty() && events.size() < count && before - bytes_ < bytes) pop_to(events);
    if (!events.empty()) return events;
    if (gap_is == Gap::Silent) has_gap_ = false;
    TRY(tell_what_stands());
    asleep_ = asleep;
    return events;
}

}  // namespace wmi::events::internal
