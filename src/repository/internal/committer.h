// The queue of changes and who works it off: one batch at a time, everything that waits in one transaction, in order.
// Invariants: 1. at most kMaxPending changes and kMaxPendingBytes are admitted and not yet told (a change larger than that is
// admitted alone). 2. one thread runs a batch at a time: the committer's own, or, when nothing waits and nobody runs one, that of a
// caller of run_here. 3. every admitted change is told exactly once, in the order of admission. 4. after close() none is admitted.
// 5. while a large change waits for room none but another large one is admitted, so that it has its turn.
#pragma once

#include "repository/repository.h"

#include <condition_variable>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

namespace wmi::repository {

struct Pending {
    Change change;
    std::unique_ptr<Completion> completion;
    std::size_t size_bytes = 0;
    // while its batch runs
    bool was_asked = false;
    bool is_wanted = true;
    bool is_created = false;
    std::optional<Error> failure;
};

class Committer {
public:
    /// Applies a batch and leaves in each Pending how it went. Must not throw.
    using Run = std::function<void(std::span<Pending>)>;
    /// What ended and was told, before it goes. Must not throw.
    using Told = std::function<void(std::span<Pending>)>;
    /// A little work for when nothing waits; true when there is more of it. Must not throw.
    using Idle = std::function<bool()>;

    Committer(Run run, Told told, Idle idle);
    ~Committer();
    Committer(const Committer&) = delete;
    Committer& operator=(const Committer&) = delete;

    Result<void> submit(Change change, std::unique_ptr<Completion> completion, base::Deadline room);
    /// Runs the change on this thread when nobody else is committing, else waits for the committer.
    Result<Outcome> run_here(Change change);

    void on_batch(std::function<void()> hook) { after_batch_ = std::move(hook); }

    [[nodiscard]] std::size_t pending() const;
    /// There is idle work again.
    void wake();
    void drain();
    void close();
    /// close() was called.
    [[nodiscard]] bool is_closed() const;

private:
    class Turn;
    using Lock = std::unique_lock<std::mutex>;

    [[nodiscard]] bool has_room(std::size_t size_bytes) const;
    bool wait_for_room(Lock& lock, std::size_t size_bytes, base::Deadline room);
    [[nodiscard]] bool may_enter(std::size_t size_bytes) const;
    [[nodiscard]] bool is_idle_due() const;
    void release(std::span<const Pending> batch);
    void tell(std::span<Pending> batch) noexcept;
    void work();
    void run_idle(Lock& lock);

    const Run run_;
    const Told told_;
    const Idle idle_;
    std::function<void()> after_batch_;
    mutable std::mutex mutex_;
    std::condition_variable arrived_;  // for the committer's thread
    std::condition_variable left_;     // for those who wait for room, or for the end
    std::vector<Pending> queue_;
    std::vector<Pending> batch_;  // of the committer's thread
    unsigned large_waiting_ = 0;
    std::size_t admitted_ = 0;
    std::size_t admitted_bytes_ = 0;
    bool is_running_ = false;
    bool is_waiting_ = false;  // the committer's thread sleeps
    bool has_idle_work_ = true;
    unsigned batches_since_idle_ = 0;
    bool is_closed_ = false;
    pid_t process_;
    std::thread thread_;
};

}  // namespace wmi::repository
