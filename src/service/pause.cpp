#include "service/pause.h"

#include <utility>

namespace wmi::service {

using base::Error;
using base::Result;
using base::Status;

namespace {

Error too_busy() { return Error(Status::ServerTooBusy, "the server is paused, and as many requests wait as may: resume it first"); }

}  // namespace

void Pause::begin() {
    state_.with([this](State& state) {
        ++state.pauses;
        on_ = true;
    });
}

void Pause::end() {
    const bool mine = state_.with([](State& state) {
        if (state.pauses == 0 || --state.pauses != 0 || state.runs_jobs) return false;
        return state.runs_jobs = true;
    });
    if (!mine) return;
    for (;;) {
        const std::vector<Job> jobs = state_.with([this](State& state) {
            if (state.pauses != 0 || state.jobs.empty()) {
                state.runs_jobs = false;
                if (state.pauses == 0) on_ = false;
            }
            return state.pauses == 0 ? std::exchange(state.jobs, {}) : std::vector<Job>();
        });
        if (jobs.empty()) return state_.notify_all();
        for (const Job& job : jobs) job();
    }
}

Result<void> Pause::wait() {
    if (!is_on()) return {};
    const bool has_room = state_.with([this](State& state) {
        if (is_on() && state.waiting + state.jobs.size() >= kMaxRequests) return false;
        ++state.waiting;
        return true;
    });
    if (!has_room) return too_busy();
    state_.wait(base::Deadline::never(), [this](const State&) { return !is_on(); }, [](State& state, bool) { --state.waiting; });
    return {};
}

Result<bool> Pause::put_off(const Job& job) {
    enum class Taken { Not, Yes, Full };
    const Taken taken = state_.with([&](State& state) {
        if (!is_on()) return Taken::Not;
        if (state.waiting + state.jobs.size() >= kMaxRequests) return Taken::Full;
        state.jobs.push_back(job);
        return Taken::Yes;
    });
    if (taken == Taken::Full) return too_busy();
    return taken == Taken::Yes;
}

}  // namespace wmi::service
