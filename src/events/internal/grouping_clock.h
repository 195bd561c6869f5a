// Which subscriptions have groups, and when the first of each ends (EVT-40): each stands here once while it has one.
// Threads  opened() from all; the others on the events thread.
#pragma once

#include "events/internal/subscription.h"
#include "events/internal/ticker.h"

#include <functional>
#include <map>
#include <memory>
#include <mutex>

namespace wmi::events::internal {

class GroupingClock final : public Ticker {
public:
    /// tell   an aggregate, to one subscription; under no lock
    using Tell = std::function<void(Subscription&, const EventPtr&)>;

    GroupingClock(const base::Clock& clock, Tell tell) : clock_(clock), tell_(std::move(tell)) {}

    /// The subscription stood not here, and has a group now. True: the events thread must be roused.
    bool opened(Subscription& subscription, base::Steady::time_point end);

    base::Steady::time_point next_due() noexcept override;
    void tick(base::Steady::time_point now) override;

private:
    using Ends = std::multimap<base::Steady::time_point, std::weak_ptr<Subscription>>;

    [[nodiscard]] Ends::node_type take_due(base::Steady::time_point now) noexcept;
    void put_back(Ends::node_type node, base::Steady::time_point end) noexcept;
    void tell_gathered(Subscription& subscription, base::Steady::time_point now);

    const base::Clock& clock_;
    const Tell tell_;
    std::mutex mutex_;
    Ends ends_;
};

}  // namespace wmi::events::internal
