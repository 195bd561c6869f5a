// What happens by the clock on the events thread: timers, windows of groups, polls.
#pragma once

#include "base/clock.h"

namespace wmi::events::internal {

class Ticker {
public:
    Ticker() = default;
    virtual ~Ticker() = default;
    Ticker(const Ticker&) = delete;
    Ticker& operator=(const Ticker&) = delete;

    /// When tick() is wanted next; time_point::max(): not before something changes (then Engine::rouse()).
    virtual base::Steady::time_point next_due() noexcept = 0;
    /// Only on the events thread, under no lock.
    virtual void tick(base::Steady::time_point now) = 0;
};

}  // namespace wmi::events::internal
