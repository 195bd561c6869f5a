#include "events/internal/engine.h"

#include "base/log.h"
#include "events/internal/poll_source.h"
#include "events/internal/timer_store.h"
#include "repository/repository.h"

#include <algorithm>
#include <system_error>

#include <pthread.h>
#include <unistd.h>

namespace wmi::events::internal {

using repository::CommittedChange;
using Kind = CommittedChange::Kind;

namespace {

constexpr std::size_t kMaxBacklogBytes = std::size_t{64} << 20U;

std::size_t size_of(const CommittedChange& change) {
    constexpr std::size_t kChange = sizeof(CommittedChange) + 64;
    return kChange + (change.before ? change.before->size() : 0) + (change.after ? change.after->size() : 0);
}

std::size_t size_of(const std::vector<CommittedChange>& changes) {
    std::size_t total = 0;
    for (const CommittedChange& change : changes) total += size_of(change);
    return total;
}

}  // namespace

Engine::Engine(std::shared_ptr<service::Service> service, calls::Calls& calls, const base::Clock& clock, std::shared_ptr<PollSource> polls)
    : process_(getpid()), service_(std::move(service)), calls_(calls), clock_(clock), heads_(std::make_shared<EmbeddedHeads>(service_->computer())),
      windows_(std::make_shared<GroupingClock>(clock, [this](Subscription& to, const EventPtr& event) { give(to, event); })),
      polls_(std::make_shared<Polls>(polls ? std::move(polls) : std::make_shared<ServicePolls>(),
                                     Polls::Ground{[this](Polls::Job job) { return run_poll(std::move(job)); }, [this] { rouse(); }, base::Steady::now})),
      timers_(std::make_shared<Timers>(static_cast<TimerHost&>(*this), clock)) {
    add_ticker(windows_);
    add_ticker(timers_);
    add_ticker(polls_);
}

Engine::~Engine() { close(); }

bool Engine::is_ours() const noexcept { return getpid() == process_; }

// -- what committing threads say

bool Engine::wants(const repository::Namespace& in, const repository::ClassLine& of, Kind kind) noexcept {
    return kind == Kind::NamespaceDeleted || registry_.interests().wants(in.id(), of, kind);
}

void Engine::committed(std::vector<CommittedChange>&& changes) noexcept {
    const std::size_t size = size_of(changes);
    backlog_.with([&](Backlog& now) {
        if (now.bytes + size > kMaxBacklogBytes && !now.heard.empty()) {
            now.has_gap = true;
            return;
        }
        try {
            now.heard.push_back({std::move(changes), std::nullopt});
            now.bytes += size;
        } catch (const std::bad_alloc&) {  // who commits must not fail for those who listen
            now.has_gap = true;
        }
    });
    backlog_.notify_one();
}

void Engine::lost(const repository::LostChanges& what) noexcept {
    backlog_.with([&](Backlog& now) {
        try {
            now.heard.push_back({{}, what});
        } catch (const std::bad_alloc&) {
            now.has_gap = true;
        }
    });
    backlog_.notify_one();
}

// -- the events thread

Result<void> Engine::start() {
    const std::lock_guard lock(starting_);
    if (thread_.joinable()) return {};
    try {
        thread_ = std::thread([this] { run(); });
    } catch (const std::system_error&) {
        return Error(Status::OutOfMemory, "the system has no thread left to deliver events from");
    }
    pthread_setname_np(thread_.native_handle(), "wmi-events");
    return {};
}

void Engine::rouse() noexcept {
    backlog_.with([](Backlog& now) { now.is_roused = true; });
    backlog_.notify_one();
}

/// What there is to do, once there is something.
Engine::Backlog Engine::await() {
    base::Steady::time_point due = base::Steady::time_point::max();
    for (const auto& ticker : tickers_) due = std::min(due, ticker->next_due());
    const auto deadline = due == base::Steady::time_point::max() ? Deadline::never() : Deadline::at(due);
    const auto has_work = [](const Backlog& now) { return !now.heard.empty() || now.has_gap || now.is_roused || now.is_stopping || now.is_unwanted; };
    return backlog_.wait(deadline, has_work, [](Backlog& now, bool) {
        Backlog taken;
        taken.is_stopping = now.is_stopping;
        std::swap(taken, now);
        now.is_stopping = taken.is_stopping;
        return taken;
    });
}

void Engine::run() noexcept {
    bool is_unsure = false;  // namespaces may be gone, and timers changed, that we did not hear of
    for (;;) {
        Backlog todo = await();
        if (todo.is_stopping) return;
        try {
            tell(todo.heard);
            tick();
            if (is_unsure || todo.has_gap) {
                end_homeless();
                timers_->read_all_again(base::Steady::now());
            }
            is_unsure = false;
        } catch (const std::exception& failure) {  // the top of a thread: what could not be told is a gap
            base::log::warn("events were lost: {}", failure.what());
            todo.has_gap = is_unsure = true;
        }
        if (todo.has_gap) lose_all();
        if (todo.is_unwanted) hear_nothing();
    }
}

void Engine::tick() {
    if (tickers_.empty()) return;
    const base::Steady::time_point now = base::Steady::now();
    for (const auto& ticker : tickers_)
        if (ticker->next_due() <= now) ticker->tick(now);
}

void Engine::tell(std::vector<Heard>& heard) {
    for (Heard& one : heard) {
        for (const CommittedChange& change : one.changes) tell(change);
        if (!one.lost) continue;
        lose_all();
        timers_->read_all_again(base::Steady::now());
        end_homeless();  // a namespace may be among what was lost
    }
}

void Engine::tell(const CommittedChange& change) {
    const wql::EventSubject subject = subject_of(change);
    EventPtr event;
    registry_.find_for(change, [&](Subscription& subscription) {
        if (change.revision <= subscription.since() || !subscription.terms().matches(subject)) return;
        if (!event) event = std::make_shared<ChangeEvent>(change, heads_);
        offer(subscription, event);
    });
    if (change.kind == Kind::NamespaceDeleted) end_homeless();
    tell_timers(change);
}

void Engine::tell_timers(const CommittedChange& change) {
    if (is_of_timers(change.of)) {
        const std::string id = timer_id(change.of, change.after ? *change.after : *change.before);
        timers_->changed(change.in->id(), id, static_cast<Moment>(change.time), base::Steady::now());
    }
    if (is_of_timers(change.class_before)) timers_->read_again(change.in->id(), base::Steady::now());
}

void Engine::offer(Subscription& subscription, const EventPtr& event) {
    settle(subscription, subscription.offer(event));
}

void Engine::settle(Subscription& subscription, const Subscription::Offered& offered) {
    if (offered.group_end && windows_->opened(subscription, *offered.group_end)) rouse();
    if (offered.is_lost) lost_.fetch_add(1, std::memory_order_relaxed);
    wake(offered.sleeper);
}

void Engine::wake(const calls::CallPtr& call) noexcept {
    if (call) calls_.wake(*call);
}

void Engine::lose_all() noexcept {
    registry_.for_each([&](Subscription& subscription) {
        if (subscription.terms().kinds == repository::kNoKinds) return;
        lost_.fetch_add(1, std::memory_order_relaxed);
        wake(subscription.lose());
    });
}

/// Subscriptions end with their namespace, after what they were told before.
void Engine::end_homeless() {
    const bool was_last = registry_.remove_if([&](const Subscription& subscription) { return !check_stands(subscription.terms()); },
                                              [&](Subscription& subscription) {
                                                  let_go(subscription);
                                                  wake(subscription.end(Error(Status::InvalidNamespace, "the namespace was deleted",
                                                                              subscription.terms().name_space)));
                                              });
    forget_unwanted(was_last);
}

Result<void> Engine::check_stands(const Terms& terms) {
    const repository::NamespacePtr there = TRY(repository().find_namespace(terms.in));
    if (there && there->path() == terms.name_space) return {};
    return Error(Status::InvalidNamespace, "the namespace was deleted", terms.name_space);
}

// -- events that somebody made

void Engine::raise(repository::NamespaceId in, const EventPtr& event) {
    const wql::EventSubject subject = event->subject();
    registry_.find_for(in, *event->event_class(), [&](Subscription& subscription) {
        if (subscription.terms().matches(subject)) offer(subscription, event);
    });
}

void Engine::give(Subscription& subscription, const EventPtr& event) { settle(subscription, subscription.queue(event)); }

void Engine::tell_polled(Subscription& subscription, CommittedChange change) {
    if ((subscription.terms().kinds & repository::kind_bit(change.kind)) == 0 || !subscription.terms().matches(subject_of(change))) return;
    offer(subscription, std::make_shared<ChangeEvent>(std::move(change), heads_));
}

// -- timers

Result<std::vector<KeptTimer>> Engine::read_timers(NamespaceId in) { return internal::read_timers(repository(), in); }

Result<std::optional<KeptTimer>> Engine::find_timer(NamespaceId in, std::string_view id) { return internal::find_timer(repository(), in, id); }

Result<void> Engine::record_firing(const std::shared_ptr<FiringRecord>& record) { return submit_firing(repository(), record); }

}  // namespace wmi::events::internal
