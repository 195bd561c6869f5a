// Rings when the wall clock comes to a moment, and whenever somebody sets it meanwhile: waiting on the steady clock would miss that.
// Costs one sleeping thread from the first moment on, and no wake-ups before something happens.
// Threads  set() and stop() by one thread at a time; the ring comes from the alarm's own thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

namespace wmi::events::internal {

/// 100-ns units since 1601, like FILETIME; also before.
using Moment = std::int64_t;

class WallAlarm {
public:
    WallAlarm() = default;
    virtual ~WallAlarm() = default;
    WallAlarm(const WallAlarm&) = delete;
    WallAlarm& operator=(const WallAlarm&) = delete;

    /// Rings at that moment, at once when it has passed. It may ring too early or once more than needed: look at the clock.
    /// False: the system has nothing to ring with, somebody must look at the clock himself.
    virtual bool set(std::optional<Moment> moment) noexcept = 0;
    /// Rings no more once this returned.
    virtual void stop() noexcept = 0;
};

/// ring   must not block for long, nor call back
std::unique_ptr<WallAlarm> make_wall_alarm(std::function<void()> ring);

}  // namespace wmi::events::internal
