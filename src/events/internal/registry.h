// All subscriptions, found by what happens: a change by its namespace, kind, class and the ancestors of that; an event that somebody
// made by its own class and ancestors. Classes are known by their names, as subscriptions may precede them (WQL-125).
// Invariants: 1. interests() never wants less than those that are in here. 2. A subscription is in here from add to remove.
// Threads  all functions may be called from all threads; what find_... calls runs under the lock: it may take locks of subscriptions
//          and of Calls, in this order, and nothing else.
#pragma once

#include "base/text.h"
#include "events/internal/interests.h"
#include "events/internal/poll_snapshot.h"
#include "events/internal/subscription.h"

#include <array>
#include <map>
#include <mutex>
#include <unordered_map>
#include <utility>
#include <vector>

namespace wmi::events::internal {

/// EVT-14, SYS-48.
struct Quotas {
    std::uint64_t total = 10'000;
    std::uint64_t per_user = 1'000;
    PollLimits polling;
};

class Registry {
public:
    [[nodiscard]] const Interests& interests() const { return interests_; }

    /// errors   QuotaViolation; ShuttingDown: it was closed
    Result<void> add(const SubscriptionPtr& subscription, const Quotas& quotas);
    /// True when it was in here and was the last one.
    bool remove(Subscription& subscription) noexcept;

    /// Calls body(subscription) with each that may want a change, once; what it wants exactly its filter says.
    template <class Body>
    void find_for(const repository::CommittedChange& change, Body&& body);
    /// The same for an event of a class.
    template <class Body>
    void find_for(repository::NamespaceId in, const cim::Class& event_class, Body&& body);

    /// Removes those that is_meant(subscription) picks, and calls body(subscription) with each. True when it removed the last one.
    template <class Predicate, class Body>
    bool remove_if(Predicate&& is_meant, Body&& body);
    template <class Body>
    void for_each(Body&& body);

    /// Nobody is added any more.
    void close() noexcept;

    /// Since when somebody wants events of timers there without a pause, as a number that grows; 0: nobody does.
    [[nodiscard]] std::uint64_t timers_wanted_since(repository::NamespaceId in) const;

    /// Kinds that somebody wants, whatever the class.
    [[nodiscard]] repository::Kinds kinds() const;
    [[nodiscard]] std::size_t count() const;
    /// What was replaced in interests(), to be kept until a barrier has passed.
    Interests::Replaced take_replaced();

private:
    struct Entry {
        Subscription* subscription;
        repository::Kinds kinds;
        bool is_deep;
        bool is_for_timers = false;  // for those who keep them, not for the subscription itself
    };

    struct Wanted {
        std::size_t subscriptions = 0;
        std::uint64_t since = 0;
    };

    using Lock = std::lock_guard<std::mutex>;

    struct Place {
        InterestKey key;
        Entry entry;
    };

    static std::vector<Place> places_of(Subscription& subscription);
    void enter(const Place& place);
    void take_out(Subscription& subscription) noexcept;
    [[nodiscard]] static Interests::Wanted wanted_of(const std::vector<Entry>& entries) noexcept;

    template <class Body>
    void visit(InterestKey key, bool is_class_itself, repository::Kinds told, const repository::CommittedChange& change, Body&& body);

    mutable std::mutex mutex_;
    bool is_closed_ = false;
    std::uint64_t searches_ = 0;
    std::unordered_map<const Subscription*, SubscriptionPtr> all_;
    std::unordered_map<InterestKey, std::vector<Entry>> by_change_;
    std::unordered_map<InterestKey, std::vector<Subscription*>> by_event_;
    std::map<uid_t, std::size_t> by_user_;
    std::map<repository::NamespaceId, Wanted> timers_;
    std::uint64_t times_wanted_ = 0;  // that timers of a namespace, which nobody had wanted, were
    std::array<std::size_t, 9> by_kind_{};
    Interests interests_;
};

template <class Body>
void Registry::visit(InterestKey key, bool is_class_itself, repository::Kinds told, const repository::CommittedChange& change, Body&& body) {
    const auto found = by_change_.find(key);
    if (found == by_change_.end()) return;
    for (const Entry& entry : found->second) {
        Subscription& subscription = *entry.subscription;
        if ((entry.kinds & told) == 0 || (!entry.is_deep && !is_class_itself) || entry.is_for_timers) continue;
        if (subscription.terms().in != change.in->id() || subscription.found_for == searches_) continue;
        subscription.found_for = searches_;
        body(subscription);
    }
}

template <class Body>
void Registry::find_for(const repository::CommittedChange& change, Body&& body) {
    const Lock lock(mutex_);
    ++searches_;
    const repository::NamespaceId in = change.in->id();
    const repository::Kinds told = repository::kind_bit(change.kind);
    visit(interest_key(in, kAllClasses), false, told, change, body);
    bool is_class_itself = true;
    for (repository::ClassLine at = change.line(); at; at = at.parent()) {
        visit(interest_key(in, at.name_hash()), is_class_itself, told, change, body);
        is_class_itself = false;
    }
}

template <class Body>
void Registry::find_for(repository::NamespaceId in, const cim::Class& event_class, Body&& body) {
    const Lock lock(mutex_);
    for (const cim::Class* at = &event_class; at; at = at->parent().get()) {
        const auto found = by_event_.find(interest_key(in, base::NameHash()(at->name())));
        if (found == by_event_.end()) continue;
        for (Subscription* subscription : found->second)
            if (subscription->terms().in == in && base::same_name(subscription->terms().from->name(), at->name())) body(*subscription);
    }
}

template <class Predicate, class Body>
bool Registry::remove_if(Predicate&& is_meant, Body&& body) {
    const Lock lock(mutex_);
    const bool had_some = !all_.empty();
    for (auto at = all_.begin(); at != all_.end();) {
        const SubscriptionPtr one = (at++)->second;
        if (!is_meant(*one)) continue;
        take_out(*one);
        body(*one);
    }
    return had_some && all_.empty();
}

template <class Body>
void Registry::for_each(Body&& body) {
    const Lock lock(mutex_);
    for (const auto& [key, subscription] : all_) body(*subscription);
}

}  // namespace wmi::events::internal
