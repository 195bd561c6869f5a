#include "events/internal/grouping_clock.h"

#include "base/log.h"

namespace wmi::events::internal {

bool GroupingClock::opened(Subscription& subscription, base::Steady::time_point end) {
    struct Undo {
        Subscription* subscription;

        ~Undo() {
            if (subscription) subscription->forget_clock();
        }
    } undo{&subscription};
    const std::lock_guard lock(mutex_);
    const bool is_first = ends_.emplace(end, subscription.weak_from_this()) == ends_.begin();
    undo.subscription = nullptr;
    return is_first;
}

base::Steady::time_point GroupingClock::next_due() noexcept {
    const std::lock_guard lock(mutex_);
    return ends_.empty() ? base::Steady::time_point::max() : ends_.begin()->first;
}

/// Empty: nothing is due.
GroupingClock::Ends::node_type GroupingClock::take_due(base::Steady::time_point now) noexcept {
    const std::lock_guard lock(mutex_);
    if (ends_.empty() || ends_.begin()->first > now) return {};
    return ends_.extract(ends_.begin());
}

void GroupingClock::put_back(Ends::node_type node, base::Steady::time_point end) noexcept {
    node.key() = end;
    const std::lock_guard lock(mutex_);
    ends_.insert(std::move(node));
}

void GroupingClock::tell_gathered(Subscription& subscription, base::Steady::time_point now) {
    while (const auto gathered = subscription.take_gathered(now)) {
        auto aggregate = make_aggregate(subscription.terms().projector->take(*gathered->first), gathered->events);
        if (aggregate) tell_(subscription, std::make_shared<BuiltEvent>(std::move(*aggregate), clock_.now()));
        else base::log::warn("a group of {} events cannot be told of: {}", gathered->events, aggregate.error().sentence());
    }
}

void GroupingClock::tick(base::Steady::time_point now) {
    while (auto node = take_due(now)) {
        const SubscriptionPtr one = node.mapped().lock();
        if (!one) continue;
        struct Back {  // whatever happens, as long as it has a group
            GroupingClock& clock;
            Subscription& subscription;
            Ends::node_type& node;

            ~Back() {
                if (const auto end = subscription.next_gathered()) clock.put_back(std::move(node), *end);
            }
        } back{*this, *one, node};
        tell_gathered(*one, now);
    }
}

}  // namespace wmi::events::internal
