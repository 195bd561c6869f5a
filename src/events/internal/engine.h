// The heart of the room: hears of changes, and gives each to the subscriptions that want it.
//
//   committing threads --committed--> backlog --events thread--> queues of subscriptions --callback threads, Next--> clients
//
// Invariants
//  1. The repository tells us of changes while there are subscriptions, or shortly after; nobody hears while there are none. Who
//     subscribes is in the registry first, and then lets a barrier pass (EVT-03).
//  2. At most one thread talks to Repository::listen; one barrier serves all who came before it began.
//  3. The backlog holds at most kMaxBacklogBytes; what is beyond is a gap for all who wanted changes.
//  4. Locks are taken in this order: registry, subscription, Calls; timers, registry; and under any of them the backlog's and that
//     of windows of groups; the others alone.
//  5. Only the events thread runs find_for of changes, tickers, and what ends subscriptions whose namespace is gone.
// Threads  all functions may be called from all threads.
#pragma once

#include "base/clock.h"
#include "base/guarded.h"
#include "base/workers.h"
#include "calls/calls.h"
#include "events/events.h"
#include "events/internal/embedded_heads.h"
#include "events/internal/grouping_clock.h"
#include "events/internal/polls.h"
#include "events/internal/registry.h"
#include "events/internal/timers.h"
#include "repository/feed.h"
#include "service/service.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include <sys/types.h>

namespace wmi::events::internal {

class Engine final : public repository::ChangeListener, private TimerHost, public std::enable_shared_from_this<Engine> {
public:
    /// polls   what WITHIN asks; null: the service
    Engine(std::shared_ptr<service::Service> service, calls::Calls& calls, const base::Clock& clock, std::shared_ptr<PollSource> polls = nullptr);
    ~Engine() override;

    Result<SubscriptionPtr> subscribe(const std::shared_ptr<service::Session>& session, const service::Admission& admission, const Question& question, Owner owner);
    /// Takes it out; what waits is dropped. As often as one likes.
    void unsubscribe(Subscription& subscription) noexcept;
    void end(Owner owner) noexcept;
    /// It cannot go on; what waits is taken first.
    void end(Subscription& subscription, const Error& why);
    void close() noexcept;

    /// An event that somebody made, for all in a namespace who want it; on this thread.
    void raise(repository::NamespaceId in, const EventPtr& event);
    /// To one subscription, past its filter and its groups: what was made of events that had passed them.
    void give(Subscription& subscription, const EventPtr& event);

    /// What a poll found, for one who polls.
    void tell_polled(Subscription& subscription, repository::CommittedChange change);

    [[nodiscard]] Events::Counts counts() const { return {registry_.count(), lost_.load(std::memory_order_relaxed)}; }

    [[nodiscard]] const base::Clock& clock() const { return clock_; }

    [[nodiscard]] calls::Calls& calls() { return calls_; }

    [[nodiscard]] repository::Repository& repository() { return service_->repository(); }

    /// Before the first subscription.
    void add_ticker(std::shared_ptr<Ticker> ticker) { tickers_.push_back(std::move(ticker)); }

    /// A ticker has something earlier to do than it last said.
    void rouse() noexcept override;

    // -- ChangeListener
    bool wants(const repository::Namespace& in, const repository::ClassLine& of, repository::CommittedChange::Kind kind) noexcept override;
    void committed(std::vector<repository::CommittedChange>&& changes) noexcept override;
    void lost(const repository::LostChanges& what) noexcept override;

private:
    struct Heard {
        std::vector<repository::CommittedChange> changes;
        std::optional<repository::LostChanges> lost;
    };

    struct Backlog {
        std::vector<Heard> heard;
        std::size_t bytes = 0;
        bool has_gap = false;       // behind all of it
        bool is_roused = false;
        bool is_stopping = false;
        bool is_unwanted = false;   // the last subscription has ended
    };

    Result<void> start();
    void run() noexcept;
    Backlog await();
    void tell(std::vector<Heard>& heard);
    void tell(const repository::CommittedChange& change);
    void tell_timers(const repository::CommittedChange& change);
    void offer(Subscription& subscription, const EventPtr& event);
    void settle(Subscription& subscription, const Subscription::Offered& offered);
    void wake(const calls::CallPtr& call) noexcept;
    void lose_all() noexcept;
    void end_homeless();
    void tick();

    Result<void> pass_barrier();
    void hear_nothing() noexcept;
    Result<void> check_stands(const Terms& terms);
    Result<Quotas> read_quotas();
    void forget_unwanted(bool was_last) noexcept;

    Result<void> begin_polling(const std::shared_ptr<service::Session>& session, Subscription& subscription, const PollLimits& limits);
    void start_workers();
    bool run_poll(Polls::Job job);
    void let_go(const Subscription& subscription) noexcept;

    // -- TimerHost
    Result<std::vector<KeptTimer>> read_timers(NamespaceId in) override;
    Result<std::optional<KeptTimer>> find_timer(NamespaceId in, std::string_view id) override;
    Result<void> record_firing(const std::shared_ptr<FiringRecord>& record) override;
    void tell(NamespaceId in, const EventPtr& event) override { raise(in, event); }
    std::uint64_t wanted_since(NamespaceId in) override { return registry_.timers_wanted_since(in); }

    /// False in the child of a fork: neither our locks nor our thread can be relied on there.
    [[nodiscard]] bool is_ours() const noexcept;

    const pid_t process_;
    const std::shared_ptr<service::Service> service_;
    calls::Calls& calls_;
    const base::Clock& clock_;
    const std::shared_ptr<EmbeddedHeads> heads_;
    Registry registry_;
    std::vector<std::shared_ptr<Ticker>> tickers_;
    std::atomic<std::uint64_t> lost_{0};

    base::Guarded<Backlog> backlog_;
    std::mutex starting_;
    std::thread thread_;

    std::mutex hearing_;  // guards what follows
    std::condition_variable heard_;
    bool is_hearing_ = false;  // somebody is inside Repository::listen
    bool is_seated_ = false;
    std::uint64_t asked_ = 0;  // barriers that were asked for, and that have passed
    std::uint64_t passed_ = 0;
    Interests::Replaced kept_;

    const std::shared_ptr<GroupingClock> windows_;
    const std::shared_ptr<Polls> polls_;
    base::Guarded<std::unique_ptr<base::Workers>> poll_workers_;  // from the first poll on
    const std::shared_ptr<Timers> timers_;  // last: its alarm calls us
};

}  // namespace wmi::events::internal
