// Data and its lock as one: the data is reached only through with(), so no access can forget the lock.
#pragma once

#include <condition_variable>
#include <mutex>
#include <utility>

#include "base/clock.h"

namespace wmi::base {

template <class T>
class Guarded {
public:
    Guarded() = default;

    template <class... Arguments>
    explicit Guarded(std::in_place_t, Arguments&&... arguments) : data_(std::forward<Arguments>(arguments)...) {}

    Guarded(const Guarded&) = delete;
    Guarded& operator=(const Guarded&) = delete;

    /// Runs body(data) under the lock and gives what it gives. The body must not call out (sink, provider, log).
    template <class Body>
    decltype(auto) with(Body&& body) {
        const std::lock_guard lock(mutex_);
        return std::forward<Body>(body)(data_);
    }

    template <class Body>
    decltype(auto) with(Body&& body) const {
        const std::lock_guard lock(mutex_);
        return std::forward<Body>(body)(data_);
    }

    /// Waits until ready(data) holds or the deadline passes, then runs body(data, was_ready) under the same lock.
    template <class Ready, class Body>
    decltype(auto) wait(Deadline deadline, Ready&& ready, Body&& body) {
        std::unique_lock lock(mutex_);
        bool holds = true;
        if (deadline.is_never()) {
            changed_.wait(lock, [&] { return ready(data_); });
        } else {
            holds = changed_.wait_until(lock, deadline.when(), [&] { return ready(data_); });
        }
        return std::forward<Body>(body)(data_, holds);
    }

    void notify_one() { changed_.notify_one(); }

    void notify_all() { changed_.notify_all(); }

private:
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    T data_{};
};

}  // namespace wmi::base
