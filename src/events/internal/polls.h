// Enumerating again and again what nobody tells of by himself (WITHIN, EVT-30..39).
//
//   join --> Poll of (namespace, class, user) --tick--> a worker enumerates --> compared with the base line of each who joined --> told
//            base line: the first enumeration that began after he joined       after that it is his base line
//
// Invariants
//  1. A poll enumerates at most once at a time; its events are told before its next enumeration begins.
//  2. It begins every shortest interval of those who joined, on the grid of its last beginning, but not while it runs; and at once when
//     somebody joins, as soon as what runs has ended.
//  3. An enumeration that fails changes nothing.
//  4. Who has left is told nothing that is found later. A poll that all have left is told to stop and forgotten: whoever comes then
//     begins another.
//  5. Nothing is told, and nobody is waited for, under the lock.
// Threads  all functions may be called from all threads; tick and next_due on the events thread.
#pragma once

#include "events/internal/poll_snapshot.h"
#include "events/internal/ticker.h"
#include "repository/catalogue.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace wmi::service {
class Session;
}

namespace wmi::events::internal {

/// Instances of which class are enumerated, and for whom (EVT-35).
struct PollTarget {
    repository::NamespaceId in = 0;
    std::string class_name;
    bool with_derived = true;
    uid_t user = 0;
    std::shared_ptr<service::Session> session;  // of whoever came first with this class
};

/// Who enumerates.
class PollSource {
public:
    virtual ~PollSource() = default;

    /// Gives take() each instance that comes from a provider; what the repository keeps is told of without polling. On a worker, may take
    /// as long as it likes but ends soon after is_stopped; take() fails when no more is wanted, and that failure is passed on.
    virtual Result<void> enumerate(const PollTarget& target, const std::atomic<bool>& is_stopped,
                                   const std::function<Result<void>(cim::Instance)>& take) = 0;
};

/// Who joined. Called on a worker, or on the thread that ticks, one call at a time.
class PollTaker {
public:
    virtual ~PollTaker() = default;
    /// What is different from his base line.
    virtual void take(const std::vector<PollDifference>& differences) = 0;
    /// It cannot go on: QuotaViolation. He is out.
    virtual void fail(const Error& why) = 0;

private:
    friend class Polls;

    std::optional<Error> refused_;  // under the lock of Polls
};

using PollTakerPtr = std::shared_ptr<PollTaker>;

class Polls final : public Ticker {
public:
    using Job = std::function<void()>;
    using TimePoint = base::Steady::time_point;

    /// What polls stand on; all are called without a lock.
    struct Ground {
        std::function<bool(Job)> run;       // runs a job soon, on another thread; false: not now
        std::function<void()> rouse;        // next_due() is earlier than it was
        std::function<TimePoint()> now;
    };

    Polls(std::shared_ptr<PollSource> source, Ground ground) : source_(std::move(source)), ground_(std::move(ground)) {}

    /// Joins the poll of a target, or begins it. Each taker joins once. within: 1 ms or more.
    /// errors   QuotaViolation: the user has, or all have, too many already; ShuttingDown
    Result<void> join(const PollTarget& target, const PollTakerPtr& taker, std::chrono::milliseconds within, const PollLimits& limits);
    /// Waits until he has a base line, or the first try to read one has failed; at most until the deadline (EVT-32).
    /// errors   QuotaViolation: it is too large; he is out. ShuttingDown
    Result<void> wait_for_base_line(const PollTaker& taker, base::Deadline deadline);
    void leave(const PollTaker& taker) noexcept;
    /// All leave, nobody joins any more; what runs is told to stop.
    void close() noexcept;

    TimePoint next_due() noexcept override;
    void tick(TimePoint now) override;

    struct Counts {
        std::size_t polls = 0, takers = 0, bytes = 0;
    };

    [[nodiscard]] Counts counts();

private:
    using Key = std::tuple<repository::NamespaceId, std::string, bool, uid_t>;  // the class folded

    struct Member {
        PollTakerPtr taker;
        std::chrono::milliseconds within;
        std::uint64_t joined = 0;  // how many enumerations had begun when he came: those do not count
        SnapshotPtr base;          // null: there is none yet
        bool has_tried = false;    // an enumeration that counts has ended
    };

    struct Poll;
    using PollPtr = std::shared_ptr<Poll>;
    using Due = std::multimap<TimePoint, PollPtr>;
    using Lock = std::unique_lock<std::mutex>;

    struct Poll {
        PollTarget target;
        PollLimits limits;
        std::vector<Member> members;
        SnapshotPtr latest;
        std::uint64_t begun = 0;
        TimePoint start;            // of the last one, or of the next
        bool is_running = false;
        bool is_hurried = false;    // somebody came while it ran
        Due::iterator place;        // in due_, unless it runs
        Due::node_type node;        // while it runs: so that it can always go back
        std::atomic<bool> is_stopped{false};
    };

    using Differences = std::shared_ptr<const std::vector<PollDifference>>;

    struct Told {
        PollTakerPtr taker;
        SnapshotPtr base;
        Differences differences;
    };

    class Ending;

    PollPtr find_or_make(const Key& key, const PollTarget& target);
    void hurry(Poll& poll, TimePoint now) noexcept;
    void move(Poll& poll, TimePoint start) noexcept;
    PollPtr take_due(TimePoint now);
    void put_back(const PollPtr& poll, TimePoint start) noexcept;
    void enumerate(const PollPtr& poll);
    std::vector<Told> compare_all(Poll& poll, const Snapshot& found);
    void accept(Poll& poll, std::uint64_t number, const SnapshotPtr& found, std::vector<Told>& told);
    void refuse(Poll& poll, const Error& why);
    void drop_member(Poll& poll, const PollTaker& taker) noexcept;
    void end(const PollPtr& poll, std::uint64_t number) noexcept;

    const std::shared_ptr<PollSource> source_;
    const Ground ground_;
    const std::shared_ptr<PollMemory> memory_ = std::make_shared<PollMemory>();
    std::mutex mutex_;
    std::condition_variable changed_;
    std::map<Key, PollPtr> polls_;                        // those that somebody has joined
    std::map<const PollTaker*, PollPtr> by_taker_;
    std::map<uid_t, std::size_t> by_user_;
    Due due_;
    bool is_closed_ = false;
};

}  // namespace wmi::events::internal
