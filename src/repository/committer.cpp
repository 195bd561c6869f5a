#include "repository/internal/committer.h"

#include <pthread.h>
#include <unistd.h>

#include <atomic>
#include <utility>

namespace wmi::repository {

namespace {

// What may be admitted is at most one batch, so a batch is simply all that waits.
static_assert(kMaxPending <= kMaxBatch && kMaxPendingBytes <= kMaxBatchBytes);

/// Idle work that waits gets a turn after so many batches, however many more there are.
constexpr unsigned kBatchesBetweenIdle = 64;

/// A change that a steady stream of others could keep out for ever.
bool is_large(std::size_t size_bytes) {
    constexpr std::size_t kLarge = std::size_t{1} << 20U;
    return size_bytes > kLarge;
}

Error busy() { return Error(Status::ServerTooBusy, "too many changes wait to be written; wait for some to end, then try again"); }

Error closed() { return Error(Status::ShuttingDown, "the repository is being closed; nothing more is taken"); }

/// Where a synchronous caller waits when somebody else runs its change.
struct Waiting {
    std::atomic<bool> is_done = false;
    std::optional<Result<Outcome>> outcome;
};

class WakesCaller : public Completion {
public:
    explicit WakesCaller(std::shared_ptr<Waiting> waiting) : waiting_(std::move(waiting)) {}

    void finished(Result<Outcome>&& outcome) noexcept override {
        waiting_->outcome.emplace(std::move(outcome));
        waiting_->is_done.store(true, std::memory_order_release);
        waiting_->is_done.notify_one();
    }

private:
    std::shared_ptr<Waiting> waiting_;
};

Result<Outcome> outcome_of(Pending& one, std::string path) {
    if (one.failure) return std::move(*one.failure);
    return Outcome{std::move(path), one.is_created};
}

}  // namespace

Committer::Committer(Run run, Told told, Idle idle) : run_(std::move(run)), told_(std::move(told)), idle_(std::move(idle)), process_(getpid()), thread_([this] { work(); }) {
    pthread_setname_np(thread_.native_handle(), "wmi-commit");
}

Committer::~Committer() { close(); }

bool Committer::has_room(std::size_t size_bytes) const {
    return admitted_ == 0 || (admitted_ < kMaxPending && admitted_bytes_ + size_bytes <= kMaxPendingBytes);
}

Result<void> Committer::submit(Change change, std::unique_ptr<Completion> completion, base::Deadline room) {
    const std::size_t size = change.size_bytes();
    Lock lock(mutex_);
    if (!is_closed_ && !may_enter(size) && !wait_for_room(lock, size, room)) return busy();
    if (is_closed_) return closed();
    queue_.push_back({std::move(change), std::move(completion), size, false, true, false, std::nullopt});
    ++admitted_;
    admitted_bytes_ += size;
    const bool wakes = std::exchange(is_waiting_, false);
    lock.unlock();
    if (wakes) arrived_.notify_one();
    return {};
}

/// Room, and no large change whose turn it is. Others pass each other: an order among many threads would wake all of them for each.
bool Committer::may_enter(std::size_t size_bytes) const { return has_room(size_bytes) && (large_waiting_ == 0 || is_large(size_bytes)); }

/// False when time ran out.
bool Committer::wait_for_room(Lock& lock, std::size_t size_bytes, base::Deadline room) {
    const auto may_go_on = [&] { return is_closed_ || may_enter(size_bytes); };
    if (is_large(size_bytes)) ++large_waiting_;
    bool has_turn = true;
    if (room.is_never()) left_.wait(lock, may_go_on);
    else has_turn = left_.wait_until(lock, room.when(), may_go_on);
    if (is_large(size_bytes) && --large_waiting_ == 0) left_.notify_all();
    return has_turn;
}

/// Of a caller of run_here, begun under the lock; ended however it is left.
class Committer::Turn {
public:
    Turn(Committer& committer, std::span<const Pending> batch) : committer_(committer), batch_(batch) {}

    ~Turn() {
        const Lock lock(committer_.mutex_);
        committer_.is_running_ = false;
        committer_.release(batch_);
        const bool has_work = !committer_.queue_.empty() || committer_.has_idle_work_ || committer_.is_closed_;
        if (committer_.is_waiting_ && has_work) committer_.arrived_.notify_one();
    }

    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

private:
    Committer& committer_;
    const std::span<const Pending> batch_;
};

Result<Outcome> Committer::run_here(Change change) {
    const std::size_t size = change.size_bytes();
    Pending one{std::move(change), nullptr, size, false, true, false, std::nullopt};
    {
        Lock lock(mutex_);
        if (is_closed_) return closed();
        if (is_running_ || !queue_.empty() || large_waiting_ > 0) {
            lock.unlock();
            auto waiting = std::make_shared<Waiting>();
            TRY(submit(std::move(one.change), std::make_unique<WakesCaller>(waiting), base::Deadline::never()));
            waiting->is_done.wait(false, std::memory_order_acquire);
            return std::move(*waiting->outcome);
        }
        is_running_ = true;
        ++admitted_;
        admitted_bytes_ += size;
    }
    {
        const Turn turn(*this, {&one, 1});
        run_({&one, 1});
    }
    return outcome_of(one, one.failure ? std::string() : one.change.take_path());
}

void Committer::release(std::span<const Pending> batch) {
    admitted_ -= batch.size();
    for (const Pending& one : batch) admitted_bytes_ -= one.size_bytes;
    left_.notify_all();
}

void Committer::tell(std::span<Pending> batch) noexcept {
    for (Pending& one : batch) {
        std::string path = one.failure ? std::string() : one.change.take_path();
        one.completion->finished(outcome_of(one, std::move(path)));
    }
    if (after_batch_) after_batch_();
    told_(batch);
}

bool Committer::is_idle_due() const { return has_idle_work_ && batches_since_idle_ >= kBatchesBetweenIdle && !is_closed_; }

void Committer::run_idle(Lock& lock) {
    is_running_ = true;
    has_idle_work_ = false;
    batches_since_idle_ = 0;
    lock.unlock();
    const bool has_more = idle_();
    lock.lock();
    is_running_ = false;
    has_idle_work_ = has_idle_work_ || has_more;
}

void Committer::work() {
    Lock lock(mutex_);
    while (true) {
        while (is_running_ || (!is_closed_ && queue_.empty() && !has_idle_work_)) {
            is_waiting_ = true;
            arrived_.wait(lock);
        }
        is_waiting_ = false;
        if (!queue_.empty() && !is_idle_due()) {
            is_running_ = true;
            ++batches_since_idle_;
            batch_.swap(queue_);
            lock.unlock();
            run_(batch_);
            tell(batch_);
            lock.lock();
            is_running_ = false;
            release(batch_);
            batch_.clear();
        } else if (is_closed_) {
            return;
        } else {
            run_idle(lock);
        }
    }
}

std::size_t Committer::pending() const {
    const Lock lock(mutex_);
    return admitted_;
}

void Committer::wake() {
    const Lock lock(mutex_);
    has_idle_work_ = true;
    if (is_waiting_) arrived_.notify_one();
}

bool Committer::is_closed() const {
    const Lock lock(mutex_);
    return is_closed_;
}

void Committer::drain() {
    Lock lock(mutex_);
    left_.wait(lock, [this] { return admitted_ == 0; });
}

void Committer::close() {
    if (getpid() != process_) {  // a child after fork has no such thread
        if (thread_.joinable()) thread_.detach();
        return;
    }
    {
        const Lock lock(mutex_);
        is_closed_ = true;
        arrived_.notify_one();
        left_.notify_all();
    }
    if (thread_.joinable()) thread_.join();
}

}  // namespace wmi::repository
