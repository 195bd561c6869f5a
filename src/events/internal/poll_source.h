// What polls ask: the providers' classes, as whoever subscribed would (EVT-35).
#pragma once

#include "events/internal/polls.h"

namespace wmi::events::internal {

class ServicePolls final : public PollSource {
public:
    Result<void> enumerate(const PollTarget& target, const std::atomic<bool>& is_stopped, const std::function<Result<void>(cim::Instance)>& take) override;
};

}  // namespace wmi::events::internal
