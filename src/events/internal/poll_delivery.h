// From what a poll found to the events of one subscription (EVT-32, 33).
#pragma once

#include "events/internal/polls.h"
#include "events/internal/subscription.h"

namespace wmi::events::internal {

class Engine;

class PollDelivery final : public PollTaker {
public:
    /// The engine outlives its polls.
    PollDelivery(Engine& engine, std::weak_ptr<Subscription> to) : engine_(engine), to_(std::move(to)) {}

    void take(const std::vector<PollDifference>& differences) override;
    void fail(const Error& why) override;

private:
    Engine& engine_;
    const std::weak_ptr<Subscription> to_;
};

}  // namespace wmi::events::internal
