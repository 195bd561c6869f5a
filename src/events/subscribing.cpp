// How subscriptions begin and end.
#include "events/internal/engine.h"

#include "base/log.h"
#include "events/internal/poll_delivery.h"
#include "events/internal/polling_terms.h"
#include "repository/repository.h"

namespace wmi::events::internal {

using repository::Kinds;

/// SYS-48: changes of the stored values act on the next subscription.
Result<Quotas> Engine::read_quotas() {
    Quotas quotas;
    const repository::CataloguePtr catalogue = TRY(repository().catalogue());
    const repository::NamespacePtr root = catalogue->find_namespace("root");
    const repository::ClassPlace place = TRY(root->get_place("__ArbitratorConfiguration"));
    const std::optional<cim::Instance> stored = TRY(repository().find_instance(root, place, {}, repository::Depth::Exact));
    if (!stored) return quotas;
    const auto read = [&](const char* name, std::uint64_t& to) {
        const cim::Property* property = stored->cls().find_property(name);
        if (property && !stored->is_null(*property)) to = stored->view().slot<std::uint32_t>(*property);
    };
    read("TemporarySubscriptionsTotal", quotas.total);
    read("TemporarySubscriptionsPerUser", quotas.per_user);
    read("PollingInstructionsTotal", quotas.polling.polls_total);
    read("PollingInstructionsPerUser", quotas.polling.polls_per_user);
    read("PollingMemoryTotal", quotas.polling.memory_total);
    read("PollingMemoryPerUser", quotas.polling.memory_per_user);
    return quotas;
}

Result<SubscriptionPtr> Engine::subscribe(const std::shared_ptr<service::Session>& session, const service::Admission& admission, const Question& question, Owner owner) {
    const std::uint64_t since = repository().newest_revision();
    Terms terms = TRY(bind(question.content(), *admission.in(), service_->computer()));
    const Quotas quotas = TRY(read_quotas());
    auto subscription = std::make_shared<Subscription>(std::move(terms), owner, session->who().user(), since);
    std::vector<PollTakerPtr> takers;
    for (std::size_t i = 0; i < subscription->terms().polled.size(); ++i) takers.push_back(std::make_shared<PollDelivery>(*this, subscription));
    subscription->poll_by(std::move(takers));
    TRY(registry_.add(subscription, quotas));
    struct Undo {
        Engine& engine;
        Subscription* added;

        ~Undo() {
            if (added) engine.unsubscribe(*added);
        }
    } undo{*this, subscription.get()};
    TRY(start());
    TRY(pass_barrier());
    TRY(check_stands(subscription->terms()));  // deleted meanwhile, it would not be told of
    if (!subscription->takers().empty()) TRY(begin_polling(session, *subscription, quotas.polling));
    if (subscription->terms().wants_timers) TRY(timers_->watch(subscription->terms().in, base::Steady::now()));
    undo.added = nullptr;
    return subscription;
}

/// Each class that it names is a poll of its own; all base lines together may take as long as one (EVT-32).
Result<void> Engine::begin_polling(const std::shared_ptr<service::Session>& session, Subscription& subscription, const PollLimits& limits) {
    constexpr auto kPatience = std::chrono::seconds(5);
    const Terms& terms = subscription.terms();
    const auto& takers = subscription.takers();
    start_workers();
    const auto within = poll_interval(*terms.within_seconds);
    for (std::size_t i = 0; i < takers.size(); ++i) {
        const wql::ClassLimit& of = terms.polled[i];
        TRY(polls_->join({terms.in, of.name, of.with_derived, session->who().user(), session}, takers[i], within, limits));
    }
    const bool has_ended = subscription.has_ended();
    if (has_ended) let_go(subscription);  // whoever ended it meanwhile may have come too early for some of them
    const auto deadline = base::Deadline::in(kPatience);
    for (const PollTakerPtr& taker : takers) TRY(polls_->wait_for_base_line(*taker, deadline));
    if (has_ended) return Error(Status::CallCancelled, "the subscription has ended: its services were released");
    return {};
}

void Engine::start_workers() {
    poll_workers_.with([](std::unique_ptr<base::Workers>& workers) {
        constexpr std::size_t kThreads = 4, kWaiting = 64;
        if (!workers) workers = std::make_unique<base::Workers>("wmi-polls", kThreads, kWaiting);
    });
}

bool Engine::run_poll(Polls::Job job) {
    return poll_workers_.with([&](const std::unique_ptr<base::Workers>& workers) { return workers && workers->try_run(std::move(job)); });
}

void Engine::let_go(const Subscription& subscription) noexcept {
    for (const PollTakerPtr& taker : subscription.takers()) polls_->leave(*taker);
}

void Engine::end(Subscription& subscription, const Error& why) {
    const bool was_last = registry_.remove(subscription);
    wake(subscription.end(why));
    let_go(subscription);
    forget_unwanted(was_last);
}

void Engine::unsubscribe(Subscription& subscription) noexcept {
    if (!is_ours()) return;
    const bool was_last = registry_.remove(subscription);
    wake(subscription.close());
    let_go(subscription);
    forget_unwanted(was_last);
}

void Engine::end(Owner owner) noexcept {
    forget_unwanted(registry_.remove_if([owner](const Subscription& one) { return one.owner() == owner; },
                                        [this](Subscription& one) {
                                            wake(one.close());
                                            let_go(one);
                                        }));
}

void Engine::close() noexcept {
    registry_.close();
    registry_.remove_if([](const Subscription&) { return true; }, [this](Subscription& one) { wake(one.close()); });
    {
        const std::lock_guard lock(starting_);
        backlog_.with([](Backlog& now) { now.is_stopping = true; });
        backlog_.notify_one();
        if (thread_.joinable()) thread_.join();
    }
    polls_->close();
    if (const auto workers = poll_workers_.with([](auto& all) { return std::move(all); })) workers->stop();
    hear_nothing();
}

/// The events thread tells the repository, which may have to wait for a writer; nobody's Release does.
void Engine::forget_unwanted(bool was_last) noexcept {
    timers_->release();
    if (!was_last) return;
    backlog_.with([](Backlog& now) { now.is_unwanted = true; });
    backlog_.notify_one();
}

// -- barriers

namespace {

/// While it lives nobody else talks to Repository::listen.
class Turn {
public:
    Turn(std::unique_lock<std::mutex>& lock, bool& is_taken, std::condition_variable& given) : lock_(lock), is_taken_(is_taken), given_(given) {
        is_taken_ = true;
        lock_.unlock();
    }

    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

    ~Turn() {
        lock_.lock();
        is_taken_ = false;
        given_.notify_all();
    }

private:
    std::unique_lock<std::mutex>& lock_;
    bool& is_taken_;
    std::condition_variable& given_;
};

}  // namespace

/// Returns when every transaction that had begun has ended; later ones know of all who are in the registry now.
Result<void> Engine::pass_barrier() {
    std::unique_lock lock(hearing_);
    const std::uint64_t ours = ++asked_;
    while (passed_ < ours) {
        if (is_hearing_) {
            heard_.wait(lock);
            continue;
        }
        const std::uint64_t until = asked_;
        for (auto& replaced : registry_.take_replaced()) kept_.push_back(std::move(replaced));
        is_seated_ = true;  // whether or not it succeeds
        Result<void> done;
        {
            const Turn turn(lock, is_hearing_, heard_);
            const Kinds kinds = registry_.kinds() | repository::kind_bit(repository::CommittedChange::Kind::NamespaceDeleted);
            done = repository().listen(this, kinds);
        }
        TRY(std::move(done));
        passed_ = until;
        kept_.clear();
    }
    return {};
}

/// If still nobody subscribes.
void Engine::hear_nothing() noexcept {
    std::unique_lock lock(hearing_);
    heard_.wait(lock, [this] { return !is_hearing_; });
    if (!is_seated_ || registry_.count() > 0) return;
    is_seated_ = false;
    const Turn turn(lock, is_hearing_, heard_);
    try {
        if (const Result<void> done = repository().listen(nullptr); !done)
            base::log::warn("the repository goes on keeping changes that nobody waits for: {}", done.error().sentence());
    } catch (const std::bad_alloc&) {
        base::log::warn("the repository goes on keeping changes that nobody waits for: there is no memory");
    }
}

}  // namespace wmi::events::internal
