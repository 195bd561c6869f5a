#include "events/internal/registry.h"

#include "base/text.h"

#include <algorithm>

namespace wmi::events::internal {

using repository::Kinds;

namespace {

constexpr Kinds kOfNamespaces = 7U << 6U;  // told of __NAMESPACE alone, whatever the filter says of classes

/// Changes that change timers; a class that goes takes its instances with it, unheard (EVT-23).
constexpr Kinds kOfTimers = 7U | repository::kind_bit(repository::CommittedChange::Kind::ClassModified) |
                            repository::kind_bit(repository::CommittedChange::Kind::ClassDeleted);

std::size_t timers_hash() { return base::NameHash()("__TimerInstruction"); }

/// What must be heard of for a subscription.
Kinds heard_for(const Terms& terms) { return terms.kinds | (terms.wants_timers ? kOfTimers : repository::kNoKinds); }

InterestKey event_key(const Subscription& subscription) {
    return interest_key(subscription.terms().in, base::NameHash()(subscription.terms().from->name()));
}

}  // namespace

std::vector<Registry::Place> Registry::places_of(Subscription& subscription) {
    const Terms& terms = subscription.terms();
    std::vector<Place> places;
    if (terms.wants_timers) places.push_back({interest_key(terms.in, timers_hash()), {&subscription, kOfTimers, true, true}});
    const InterestKey everything = interest_key(terms.in, kAllClasses);
    if (!terms.targets) {
        if (terms.kinds != 0) places.push_back({everything, {&subscription, terms.kinds, true}});
        return places;
    }
    if ((terms.kinds & kOfNamespaces) != 0) places.push_back({everything, {&subscription, terms.kinds & kOfNamespaces, true}});
    if ((terms.kinds & ~kOfNamespaces) == 0) return places;
    for (const wql::ClassLimit& limit : *terms.targets)
        places.push_back({interest_key(terms.in, base::NameHash()(limit.name)), {&subscription, terms.kinds & ~kOfNamespaces, limit.with_derived}});
    return places;
}

Interests::Wanted Registry::wanted_of(const std::vector<Entry>& entries) noexcept {
    Interests::Wanted wanted;
    for (const Entry& entry : entries) (entry.is_deep ? wanted.deep : wanted.exact) |= entry.kinds;
    return wanted;
}

/// Under the lock.
void Registry::enter(const Place& place) {
    std::vector<Entry>& entries = by_change_[place.key];
    entries.push_back(place.entry);
    interests_.set(place.key, wanted_of(entries));
}

Result<void> Registry::add(const SubscriptionPtr& subscription, const Quotas& quotas) {
    const std::vector<Place> places = places_of(*subscription);
    const Lock lock(mutex_);
    if (is_closed_) return Error(Status::ShuttingDown, "the last connection is being closed: connect again");
    if (all_.size() >= quotas.total)
        return Error(Status::QuotaViolation,
                     "there are " + std::to_string(all_.size()) + " subscriptions; __ArbitratorConfiguration.TemporarySubscriptionsTotal allows no more");
    if (by_user_[subscription->user()] >= quotas.per_user)
        return Error(Status::QuotaViolation, "this user has " + std::to_string(quotas.per_user) +
                                                 " subscriptions; __ArbitratorConfiguration.TemporarySubscriptionsPerUser allows no more");
    struct Undo {
        Registry& registry;
        Subscription* added;

        ~Undo() {
            if (added) registry.take_out(*added);
        }
    } undo{*this, subscription.get()};
    all_.emplace(subscription.get(), subscription);
    ++by_user_[subscription->user()];
    for (unsigned i = 0; i < by_kind_.size(); ++i) by_kind_[i] += heard_for(subscription->terms()) >> i & 1U;
    if (subscription->terms().wants_timers && ++timers_[subscription->terms().in].subscriptions == 1)
        timers_[subscription->terms().in].since = ++times_wanted_;
    by_event_[event_key(*subscription)].push_back(subscription.get());
    for (const Place& place : places) enter(place);
    undo.added = nullptr;
    return {};
}

/// Under the lock; whatever of it is in here.
void Registry::take_out(Subscription& subscription) noexcept {
    const auto found = all_.find(&subscription);
    if (found == all_.end()) return;
    const Terms& terms = subscription.terms();
    const auto forget = [&](std::size_t name_hash) {
        const InterestKey key = interest_key(terms.in, name_hash);
        const auto entries = by_change_.find(key);
        if (entries == by_change_.end()) return;
        std::erase_if(entries->second, [&](const Entry& entry) { return entry.subscription == &subscription; });
        interests_.reset(key, wanted_of(entries->second));
        if (entries->second.empty()) by_change_.erase(entries);
    };
    forget(kAllClasses);
    if (terms.wants_timers) forget(timers_hash());
    if (terms.targets)
        for (const wql::ClassLimit& limit : *terms.targets) forget(base::NameHash()(limit.name));
    if (const auto listed = by_event_.find(event_key(subscription)); listed != by_event_.end()) {
        std::erase(listed->second, &subscription);
        if (listed->second.empty()) by_event_.erase(listed);
    }
    if (const auto user = by_user_.find(subscription.user()); user != by_user_.end() && --user->second == 0) by_user_.erase(user);
    for (unsigned i = 0; i < by_kind_.size(); ++i) by_kind_[i] -= heard_for(terms) >> i & 1U;
    if (const auto timers = timers_.find(terms.in); terms.wants_timers && timers != timers_.end() && --timers->second.subscriptions == 0) timers_.erase(timers);
    all_.erase(found);
}

bool Registry::remove(Subscription& subscription) noexcept {
    const Lock lock(mutex_);
    if (!all_.contains(&subscription)) return false;
    take_out(subscription);
    return all_.empty();
}

void Registry::close() noexcept {
    const Lock lock(mutex_);
    is_closed_ = true;
}

std::uint64_t Registry::timers_wanted_since(repository::NamespaceId in) const {
    const Lock lock(mutex_);
    const auto found = timers_.find(in);
    return found == timers_.end() ? 0 : found->second.since;
}

Kinds Registry::kinds() const {
    const Lock lock(mutex_);
    Kinds kinds = repository::kNoKinds;
    for (unsigned i = 0; i < by_kind_.size(); ++i)
        if (by_kind_[i] > 0) kinds |= Kinds{1} << i;
    return kinds;
}

std::size_t Registry::count() const {
    const Lock lock(mutex_);
    return all_.size();
}

Interests::Replaced Registry::take_replaced() {
    const Lock lock(mutex_);
    return interests_.take_replaced();
}

}  // namespace wmi::events::internal
