#include "base/workers.h"

#include "base/log.h"

#include <exception>
#include <optional>

#include <pthread.h>

namespace wmi::base {

Workers::Workers(std::string name, std::size_t threads, std::size_t capacity) : name_(std::move(name)), capacity_(capacity) {
    threads_.reserve(threads);
    for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

Workers::~Workers() { stop(); }

bool Workers::try_run(Job& job) { return run(job, Deadline::at(Steady::time_point::min())); }

bool Workers::run(Job& job, Deadline deadline) {
    const auto has_room = [this](const State& state) { return state.stopping || state.jobs.size() < capacity_; };
    const bool taken = state_.wait(deadline, has_room, [&](State& state, bool room) {
        if (!room || state.stopping) return false;
        state.jobs.push_back(std::move(job));
        return true;
    });
    if (taken) state_.notify_all();
    return taken;
}

void Workers::stop() {
    state_.with([](State& state) { state.stopping = true; });
    state_.notify_all();
    for (std::thread& thread : threads_)
        if (thread.joinable()) thread.join();
}

std::size_t Workers::waiting() const {
    return state_.with([](const State& state) { return state.jobs.size(); });
}

void Workers::work() {
    pthread_setname_np(pthread_self(), name_.substr(0, 15).c_str());
    const auto has_work = [](const State& state) { return state.stopping || !state.jobs.empty(); };
    for (;;) {
        std::optional<Job> job = state_.wait(Deadline::never(), has_work, [](State& state, bool) -> std::optional<Job> {
            if (state.jobs.empty()) return std::nullopt;
            Job next = std::move(state.jobs.front());
            state.jobs.pop_front();
            return next;
        });
        if (!job) return;
        state_.notify_all();  // room for whoever waits to hand a job in
        try {
            (*job)();
        } catch (const std::exception& failure) {
            log::error("{}: a job ended with an exception: {}", name_, failure.what());
        } catch (...) {
            log::error("{}: a job ended with an exception that is no std::exception", name_);
        }
    }
}

}  // namespace wmi::base
