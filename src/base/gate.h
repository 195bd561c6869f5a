// A gate stops new work and tells when the present work is done. Whoever works inside holds a Pass.
// Invariants: 1. after close() returned no Pass is alive and none is given any more. 2. enter() never waits. 3. all of the gate that
// whoever enters or leaves touches is one atomic number, as long as nobody closes; the last to leave a closing gate touches it last
// under the closer's lock, because the closer may destroy it right after.
#pragma once

#include "base/guarded.h"

#include <atomic>
#include <cstddef>
#include <optional>
#include <utility>

namespace wmi::base {

class Gate {
public:
    class Pass {
    public:
        Pass(Pass&& other) noexcept : gate_(std::exchange(other.gate_, nullptr)) {}

        Pass& operator=(Pass&& other) noexcept {
            std::swap(gate_, other.gate_);
            return *this;
        }

        Pass(const Pass&) = delete;
        Pass& operator=(const Pass&) = delete;

        ~Pass() {
            if (gate_) gate_->leave();
        }

    private:
        friend class Gate;

        explicit Pass(Gate& gate) : gate_(&gate) {}

        Gate* gate_;
    };

    /// A pass, or nothing once the gate is closing.
    std::optional<Pass> enter() {
        std::size_t now = inside_.load(std::memory_order_relaxed);
        do {
            if ((now & kClosed) != 0) return std::nullopt;
        } while (!inside_.compare_exchange_weak(now, now + kOne, std::memory_order_acquire, std::memory_order_relaxed));
        return Pass(*this);
    }

    /// No new passes from now on; waits until every pass is gone. May be called more than once.
    void close() {
        if (inside_.fetch_or(kClosed, std::memory_order_acq_rel) == 0) say_empty();
        empty_.wait(Deadline::never(), [](bool is_empty) { return is_empty; }, [](bool&, bool) {});
    }

private:
    static constexpr std::size_t kClosed = 1;
    static constexpr std::size_t kOne = 2;

    void leave() {
        if (inside_.fetch_sub(kOne, std::memory_order_acq_rel) == kOne + kClosed) say_empty();
    }

    /// Once: nobody enters a closed gate, so it becomes empty once.
    void say_empty() {
        empty_.with([this](bool& is_empty) {
            is_empty = true;
            empty_.notify_all();
        });
    }

    std::atomic<std::size_t> inside_{0};  // how many are inside, and whether it is closed
    Guarded<bool> empty_;                 // closed, and nobody inside
};

}  // namespace wmi::base
