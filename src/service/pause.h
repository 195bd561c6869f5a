// Requests wait here while the server is paused (CALL-23, CALL-24): those that block their caller in wait(), the others as jobs.
// Invariants: 1. while one pause stands, and until every job was run, is_on() holds. 2. Jobs run once, in the order of put_off.
//             3. At most kMaxRequests are in here.
// Threads  all functions may be called from all threads; jobs run on the thread that ends the last pause, under no lock.
#pragma once

#include "base/guarded.h"
#include "base/result.h"

#include <atomic>
#include <cstddef>
#include <functional>
#include <vector>

namespace wmi::service {

class Pause {
public:
    static constexpr std::size_t kMaxRequests = 5000;  // MaxRequestLimit
    /// Must not throw: it ends its call, whatever happens.
    using Job = std::function<void()>;

    [[nodiscard]] bool is_on() const { return on_.load(std::memory_order_acquire); }

    /// Pauses add up.
    void begin();
    void end();

    /// Returns when nothing is paused. errors ServerTooBusy
    base::Result<void> wait();
    /// False, and the job was not taken, when nothing is paused. errors ServerTooBusy
    base::Result<bool> put_off(const Job& job);

private:
    struct State {
        std::size_t pauses = 0;
        std::size_t waiting = 0;
        std::vector<Job> jobs;
        bool runs_jobs = false;
    };

    base::Guarded<State> state_;
    std::atomic<bool> on_{false};
};

}  // namespace wmi::service
