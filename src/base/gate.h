// A gate stops new work and tells when the present work is done. Whoever works inside holds a Pass.
// Invariants: 1. after close() returned no Pass is alive and none is given any more. 2. enter() never waits.
#pragma once

#include "base/guarded.h"

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
        const bool open = state_.with([](State& state) {
            if (state.closed) return false;
            ++state.inside;
            return true;
        });
        if (!open) return std::nullopt;
        return Pass(*this);
    }

    /// No new passes from now on; waits until every pass is gone. May be called more than once.
    void close() {
        state_.with([](State& state) { state.closed = true; });
        state_.wait(Deadline::never(), [](const State& state) { return state.inside == 0; }, [](State&, bool) {});
    }

private:
    struct State {
        std::size_t inside = 0;
        bool closed = false;
    };

    void leave() {
        state_.with([this](State& state) {
            if (--state.inside == 0) state_.notify_all();  // under the lock: the closer may destroy us right after
        });
    }

    Guarded<State> state_;
};

}  // namespace wmi::base
