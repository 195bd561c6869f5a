#include "events/internal/subscription.h"

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

Subscription::Offered Subscription::offer(const EventPtr& event) {
    const Lock lock(mutex_);
    if (is_over()) return {};
    if (has_gap_) return {nullptr, true};
    const std::size_t size = event->size_bytes(queue_.empty() ? nullptr : queue_.back().event.get());
    if (!queue_.empty() && bytes_ + size > kMaxQueueBytes) {
        has_gap_ = true;
        return {nullptr, true};
    }
    has_gap_ = true;  // if memory fails
    queue_.push_back({event, size});
    has_gap_ = false;
    bytes_ += size;
    return {rouse(), false};
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
    return rouse();
}

calls::CallPtr Subscription::close() noexcept {
    std::deque<Waiting> dropped;
    const Lock lock(mutex_);
    is_closed_ = true;
    dropped.swap(queue_);
    bytes_ = 0;
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

Result<Subscription::Taken> Subscription::take(std::size_t count, Deadline deadline) {
    Taken taken;
    Lock lock(mutex_);
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
    const std::size_t before = bytes_;
    while (!queue_.empty() && events.size() < count && before - bytes_ < bytes) pop_to(events);
    if (!events.empty()) return events;
    if (gap_is == Gap::Silent) has_gap_ = false;
    TRY(tell_what_stands());
    asleep_ = asleep;
    return events;
}

}  // namespace wmi::events::internal
