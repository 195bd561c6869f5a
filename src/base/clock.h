// Time comes in from outside, so that a test can run a day in a millisecond. Steady time is for waiting, wall time for what is
// written down.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

namespace wmi::base {

using Steady = std::chrono::steady_clock;

/// The end of a wait. never() waits without limit, which only a client's own wait may do.
class Deadline {
public:
    static Deadline never() { return Deadline(Steady::time_point::max()); }

    static Deadline at(Steady::time_point when) { return Deadline(when); }

    static Deadline in(std::chrono::nanoseconds wait) { return Deadline(Steady::now() + wait); }

    [[nodiscard]] bool is_never() const { return when_ == Steady::time_point::max(); }

    [[nodiscard]] Steady::time_point when() const { return when_; }

    [[nodiscard]] bool passed() const { return !is_never() && Steady::now() >= when_; }

private:
    explicit Deadline(Steady::time_point when) : when_(when) {}

    Steady::time_point when_;
};

/// 100-nanosecond units since 1601-01-01 UTC: the time of FILETIME and of __Event.TIME_CREATED.
using FileTime = std::uint64_t;

class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual FileTime now() const = 0;
};

class SystemClock : public Clock {
public:
    [[nodiscard]] FileTime now() const override;
};

/// A clock for tests; moved by hand from any thread.
class ManualClock : public Clock {
public:
    [[nodiscard]] FileTime now() const override { return now_.load(); }

    void set(FileTime now) { now_ = now; }

private:
    std::atomic<FileTime> now_{0};
};

}  // namespace wmi::base
