// A fixed number of threads that run plain blocking functions from a queue with an end.
// Invariants: 1. at most `capacity` jobs wait. 2. a job that was taken runs exactly once, before stop() returns.
// 3. a job that throws ends itself only: the exception is logged.
#pragma once

#include "base/guarded.h"

#include <cstddef>
#include <deque>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace wmi::base {

class Workers {
public:
    using Job = std::function<void()>;

    /// name is shown in the system's thread list (15 characters of it).
    Workers(std::string name, std::size_t threads, std::size_t capacity);
    ~Workers();
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    /// False when the queue is full or the workers are stopping; the job is then untouched.
    bool try_run(Job& job);
    bool try_run(Job&& job) { return try_run(job); }

    /// Waits for room until the deadline; false when there was none, or the workers are stopping.
    bool run(Job& job, Deadline deadline);

    /// Takes no more jobs, runs those that wait, and joins the threads. Not from one of the workers.
    void stop();

    [[nodiscard]] std::size_t waiting() const;

private:
    struct State {
        std::deque<Job> jobs;
        bool stopping = false;
    };

    void work();

    const std::string name_;
    const std::size_t capacity_;
    mutable Guarded<State> state_;
    std::vector<std::thread> threads_;
};

}  // namespace wmi::base
