// One subscription: what it wants, and the events that wait for it.
//
// Invariants
//  1. Events wait in the order in which they were offered; a gap stands behind all that wait, and while it stands nothing is added
//     (EVT-61): the taker comes to it, is told, and goes on with what happens from then on.
//  2. What waits and what is gathered in groups count at most kMaxQueueBytes, or there is one event.
//  3. A call that asked and found nothing is kept here until there is something: whoever brings it gets the call, and wakes it. So
//     no event waits for a call that sleeps.
//  4. Once closed nothing waits, and nothing is added.
// Threads  all functions may be called from all threads; nobody is called under the lock.
#pragma once

#include "calls/call.h"
#include "events/events.h"
#include "events/internal/grouping.h"
#include "events/internal/polls.h"
#include "events/internal/terms.h"

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include <sys/types.h>

namespace wmi::events::internal {

using SubscriptionPtr = std::shared_ptr<class Subscription>;

class Subscription : public std::enable_shared_from_this<Subscription> {
public:
    /// since   the newest revision that was there before it: changes up to it are none of its
    Subscription(Terms terms, Owner owner, uid_t user, std::uint64_t since)
        : terms_(std::move(terms)), owner_(owner), user_(user), since_(since) {
        if (terms_.groups) grouping_.emplace(*terms_.groups);
    }

    [[nodiscard]] const Terms& terms() const { return terms_; }

    [[nodiscard]] Owner owner() const { return owner_; }

    [[nodiscard]] uid_t user() const { return user_; }

    [[nodiscard]] std::uint64_t since() const { return since_; }

    /// Who takes for it what polls find. Set before others know it.
    void poll_by(std::vector<PollTakerPtr> takers) { takers_ = std::move(takers); }

    [[nodiscard]] const std::vector<PollTakerPtr>& takers() const { return takers_; }

    [[nodiscard]] bool has_ended() {
        const Lock lock(mutex_);
        return is_over();
    }

    // -- for those who bring. Each gives the call that has to be woken, if one waits.

    struct Offered {
        calls::CallPtr sleeper;
        bool is_lost = false;
        std::optional<base::Steady::time_point> group_end;  // of its first group, where no clock knows of that
    };

    /// Of a query with GROUP it goes into its group. Where memory fails it is lost, and there is a gap.
    Offered offer(const EventPtr& event) noexcept;
    /// Past the groups.
    Offered queue(const EventPtr& event) noexcept;

    /// A group whose window is over.
    std::optional<Grouping::Gathered> take_gathered(base::Steady::time_point now) noexcept;
    /// When the next one's is. Nothing: there is none, and the clock may forget this subscription.
    std::optional<base::Steady::time_point> next_gathered() noexcept;
    void forget_clock() noexcept;
    /// Something it wanted is gone.
    calls::CallPtr lose() noexcept;
    /// Nothing more will come; what waits is taken first.
    calls::CallPtr end(Error why) noexcept;
    /// Nothing more will come, and nothing is left.
    calls::CallPtr close() noexcept;

    // -- for those who take

    struct Taken {
        std::vector<EventPtr> events;
        bool is_full = false;
    };

    /// Up to so many. errors QueueOverflow: a gap; CallCancelled: closed; why it ended
    Result<Taken> take(std::size_t count, Deadline deadline);

    /// What is there now, at most so many and about so many bytes. A gap is told only where `gap` says so.
    /// asleep   whom to wake when there is nothing
    enum class Gap : std::uint8_t { Told, Silent };
    Result<std::vector<EventPtr>> take_now(std::size_t count, std::size_t bytes, Gap gap, const calls::CallPtr& asleep);

    /// An event as its taker sees it (EVT-11, 13).
    [[nodiscard]] cim::Object shown(const Event& event) const {
        return cim::Object(terms_.groups ? event.instance() : terms_.projector->take(event));  // an aggregate holds what was taken
    }

    /// Where the registry found it last.
    std::uint64_t found_for = 0;

private:
    struct Waiting {
        EventPtr event;
        std::size_t bytes;
    };

    using Lock = std::unique_lock<std::mutex>;

    [[nodiscard]] bool has_something() const { return !queue_.empty() || has_gap_ || is_over(); }

    [[nodiscard]] bool is_over() const { return is_closed_ || ended_; }

    Offered put(const EventPtr& event);
    Offered gather(const EventPtr& event);
    bool join(const EventPtr& event);
    Offered offer(const EventPtr& event, Offered (Subscription::*to)(const EventPtr&)) noexcept;
    void pop_to(std::vector<EventPtr>& events);
    Result<void> tell_what_stands();
    calls::CallPtr rouse() noexcept;

    const Terms terms_;
    const Owner owner_;
    const uid_t user_;
    const std::uint64_t since_;
    std::vector<PollTakerPtr> takers_;

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Waiting> queue_;
    std::size_t bytes_ = 0;
    std::optional<Grouping> grouping_;
    bool is_on_clock_ = false;  // somebody will come when the first group's window is over
    bool has_gap_ = false;
    bool is_closed_ = false;
    std::optional<Error> ended_;
    std::weak_ptr<calls::Call> asleep_;
    std::size_t waiting_ = 0;  // threads
};

}  // namespace wmi::events::internal
