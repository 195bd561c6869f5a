// How subscriptions begin and end.
#include "events/internal/engine.h"

#include "base/log.h"
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
    return quotas;
}

Result<SubscriptionPtr> Engine::subscribe(const service::Session& session, const service::Admission& admission, const Question& question, Owner owner) {
    const std::uint64_t since = repository().newest_revision();
    Terms terms = TRY(bind(question.content(), *admission.in(), service_->computer()));
    const Quotas quotas = TRY(read_quotas());
    auto subscription = std::make_shared<Subscription>(std::move(terms), owner, session.who().user(), since);
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
    if (subscription->terms().wants_timers) TRY(timers_->watch(subscription->terms().in, base::Steady::now()));
    undo.added = nullptr;
    return subscription;
}

void Engine::unsubscribe(Subscription& subscription) noexcept {
    if (!is_ours()) return;
    const bool was_last = registry_.remove(subscription);
    wake(subscription.close());
    forget_unwanted(was_last);
}

void Engine::end(Owner owner) noexcept {
    forget_unwanted(registry_.remove_if([owner](const Subscription& one) { return one.owner() == owner; },
                                        [this](Subscription& one) { wake(one.close()); }));
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
