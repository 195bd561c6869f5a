#include "events/internal/polls.h"

#include "base/log.h"
#include "base/text.h"

#include <algorithm>
#include <utility>

namespace wmi::events::internal {

namespace {

constexpr auto kLongest = std::chrono::milliseconds(0xFFFFFFFF);  // WQL-126
constexpr auto kRetry = std::chrono::milliseconds(100);  // when all workers are busy

Error too_many(const char* property, std::uint64_t limit) {
    return Error(Status::QuotaViolation, "there are " + std::to_string(limit) + " polling subscriptions (WITHIN); __ArbitratorConfiguration." +
                                             property + " allows no more");
}

Error closed() { return Error(Status::ShuttingDown, "the last connection is being closed: connect again"); }

}  // namespace

// -- who joins and leaves

/// Under the lock. A new one is due, and has a place.
Polls::PollPtr Polls::find_or_make(const Key& key, const PollTarget& target) {
    if (const auto found = polls_.find(key); found != polls_.end()) return found->second;
    auto poll = std::make_shared<Poll>();
    poll->target = target;
    const auto at = polls_.emplace(key, poll).first;
    struct Undo {
        Polls* polls;
        std::map<Key, PollPtr>::iterator at;

        ~Undo() {
            if (polls) polls->polls_.erase(at);
        }
    } undo{this, at};
    poll->start = TimePoint::max();
    poll->place = due_.emplace(poll->start, poll);
    undo.polls = nullptr;
    return poll;
}

/// Under the lock.
void Polls::move(Poll& poll, TimePoint start) noexcept {
    auto node = due_.extract(poll.place);
    node.key() = poll.start = start;
    poll.place = due_.insert(std::move(node));
}

/// Under the lock.
void Polls::hurry(Poll& poll, TimePoint now) noexcept {
    if (poll.is_running) poll.is_hurried = true;
    else move(poll, now);
}

Result<void> Polls::join(const PollTarget& target, const PollTakerPtr& taker, std::chrono::milliseconds within, const PollLimits& limits) {
    const Key key{target.in, base::fold(target.class_name), target.with_derived, target.user};
    const TimePoint now = ground_.now();
    {
        const Lock lock(mutex_);
        if (is_closed_) return closed();
        if (by_taker_.size() >= limits.polls_total) return too_many("PollingInstructionsTotal", limits.polls_total);
        if (const auto own = by_user_.find(target.user); own != by_user_.end() && own->second >= limits.polls_per_user)
            return too_many("PollingInstructionsPerUser", limits.polls_per_user);
        const PollPtr poll = find_or_make(key, target);
        struct Undo {
            Polls* polls;
            Poll& poll;
            const PollTaker& taker;

            ~Undo() {
                if (polls) polls->drop_member(poll, taker);
            }
        } undo{this, *poll, *taker};
        poll->members.push_back({taker, std::max(within, std::chrono::milliseconds(1)), poll->begun, nullptr, false});
        by_taker_.emplace(taker.get(), poll);
        ++by_user_[target.user];
        undo.polls = nullptr;
        poll->limits = limits;
        hurry(*poll, now);
    }
    ground_.rouse();
    return {};
}

/// Under the lock; whatever of him is there.
void Polls::drop_member(Poll& poll, const PollTaker& taker) noexcept {
    std::erase_if(poll.members, [&](const Member& one) { return one.taker.get() == &taker; });
    if (by_taker_.erase(&taker) != 0) {
        const auto user = by_user_.find(poll.target.user);
        if (user != by_user_.end() && --user->second == 0) by_user_.erase(user);
    }
    if (!poll.members.empty()) return;
    poll.is_stopped.store(true, std::memory_order_release);
    if (!poll.is_running) due_.erase(poll.place);  // polls_ still keeps it
    const auto found = std::find_if(polls_.begin(), polls_.end(), [&](const auto& one) { return one.second.get() == &poll; });
    if (found != polls_.end()) polls_.erase(found);
}

void Polls::leave(const PollTaker& taker) noexcept {
    PollTakerPtr dropped;  // may be the last to hold him: not under the lock
    {
        const Lock lock(mutex_);
        const auto found = by_taker_.find(&taker);
        if (found == by_taker_.end()) return;
        const PollPtr poll = found->second;
        for (const Member& one : poll->members)
            if (one.taker.get() == &taker) dropped = one.taker;
        drop_member(*poll, taker);
    }
    changed_.notify_all();
}

void Polls::close() noexcept {
    std::map<Key, PollPtr> dropped;
    {
        const Lock lock(mutex_);
        is_closed_ = true;
        for (auto& [key, poll] : polls_) {
            poll->is_stopped.store(true, std::memory_order_release);
            poll->place = {};
        }
        by_taker_.clear();
        by_user_.clear();
        due_.clear();
        dropped.swap(polls_);
    }
    changed_.notify_all();
}

Result<void> Polls::wait_for_base_line(const PollTaker& taker, base::Deadline deadline) {
    Lock lock(mutex_);
    const auto is_over = [&] {
        const auto found = by_taker_.find(&taker);
        if (found == by_taker_.end()) return true;
        const auto& members = found->second->members;
        return std::any_of(members.begin(), members.end(), [&](const Member& one) { return one.taker.get() == &taker && one.has_tried; });
    };
    if (deadline.is_never()) changed_.wait(lock, is_over);
    else changed_.wait_until(lock, deadline.when(), is_over);
    if (taker.refused_) return Error(*taker.refused_);
    return is_closed_ ? Result<void>(closed()) : Result<void>();
}

Polls::Counts Polls::counts() {
    const Lock lock(mutex_);
    return {polls_.size(), by_taker_.size(), memory_->total()};
}

// -- the events thread

Polls::TimePoint Polls::next_due() noexcept {
    const Lock lock(mutex_);
    return due_.empty() ? TimePoint::max() : due_.begin()->first;
}

/// Null: none is due.
Polls::PollPtr Polls::take_due(TimePoint now) {
    const Lock lock(mutex_);
    if (due_.empty() || due_.begin()->first > now) return nullptr;
    const PollPtr poll = due_.begin()->second;
    poll->node = due_.extract(due_.begin());
    poll->node.mapped().reset();  // it would hold itself
    poll->is_running = true;
    poll->is_hurried = false;
    ++poll->begun;
    return poll;
}

/// Under the lock.
void Polls::put_back(const PollPtr& poll, TimePoint start) noexcept {
    poll->is_running = false;
    poll->start = start;
    if (poll->members.empty() || is_closed_) return;
    poll->node.mapped() = poll;
    poll->node.key() = start;
    poll->place = due_.insert(std::move(poll->node));
}

void Polls::tick(TimePoint now) {
    while (PollPtr poll = take_due(now)) {
        struct Undo {
            Polls& polls;
            const PollPtr& poll;
            TimePoint again;

            ~Undo() {
                if (!poll) return;
                const Lock lock(polls.mutex_);
                --poll->begun;
                polls.put_back(poll, again);
            }
        } undo{*this, poll, now + kRetry};
        if (ground_.run([this, poll] { enumerate(poll); })) poll.reset();
    }
}

// -- a worker

/// However an enumeration ends, its poll goes on.
class Polls::Ending {
public:
    Ending(Polls& polls, PollPtr poll, std::uint64_t number) : polls_(polls), poll_(std::move(poll)), number_(number) {}

    ~Ending() { polls_.end(poll_, number_); }

    Ending(const Ending&) = delete;
    Ending& operator=(const Ending&) = delete;

private:
    Polls& polls_;
    const PollPtr poll_;
    const std::uint64_t number_;
};

void Polls::end(const PollPtr& poll, std::uint64_t number) noexcept {
    const TimePoint now = ground_.now();
    {
        const Lock lock(mutex_);
        std::chrono::milliseconds every = kLongest;
        for (Member& one : poll->members) {
            if (number > one.joined) one.has_tried = true;
            every = std::min(every, one.within);
        }
        const auto passed = std::max<std::int64_t>((now - poll->start) / every, 0);
        put_back(poll, poll->is_hurried || poll->members.empty() ? now : poll->start + every * (passed + 1));
    }
    changed_.notify_all();
    ground_.rouse();
}

void Polls::enumerate(const PollPtr& poll) {
    std::uint64_t number = 0;
    SnapshotPtr latest;
    PollLimits limits;
    {
        const Lock lock(mutex_);
        number = poll->begun;
        latest = poll->latest;
        limits = poll->limits;
    }
    const Ending ending(*this, poll, number);
    SnapshotBuilder builder(memory_, poll->target.user, limits, std::move(latest));
    bool is_full = false;
    const auto take = [&](cim::Instance instance) -> Result<void> {
        if (poll->is_stopped.load(std::memory_order_acquire)) return Error(Status::CallCancelled, "nobody polls any more");
        auto added = builder.add(std::move(instance));
        is_full = !added;
        return added;
    };
    const Result<void> done = source_->enumerate(poll->target, poll->is_stopped, take);
    if (poll->is_stopped.load(std::memory_order_acquire)) return;
    if (!done) {
        base::log::debug("a poll of {} found nothing new: {}", poll->target.class_name, done.error().sentence());
        if (is_full) refuse(*poll, done.error());
        return;
    }
    const SnapshotPtr found = builder.finish();
    std::vector<Told> told = compare_all(*poll, *found);
    accept(*poll, number, found, told);
    for (const Told& one : told) one.taker->take(*one.differences);
}

/// What is new to each who has a base line; those of equal ones share it.
std::vector<Polls::Told> Polls::compare_all(Poll& poll, const Snapshot& found) {
    std::vector<Told> told;
    {
        const Lock lock(mutex_);
        for (const Member& one : poll.members)
            if (one.base) told.push_back({one.taker, one.base, nullptr});
    }
    std::map<const Snapshot*, Differences> known;
    for (Told& one : told) {
        Differences& differences = known[one.base.get()];
        if (!differences) differences = std::make_shared<const std::vector<PollDifference>>(compare(*one.base, found));
        one.differences = differences;
    }
    return told;
}

/// The new base line; leaves in told those who are there still and have something to hear.
void Polls::accept(Poll& poll, std::uint64_t number, const SnapshotPtr& found, std::vector<Told>& told) {
    const Lock lock(mutex_);
    poll.latest = found;
    for (Member& one : poll.members)
        if (number > one.joined) one.base = found;
    std::erase_if(told, [&](const Told& one) { return one.differences->empty() || !by_taker_.contains(one.taker.get()); });
}

/// The memory that there may be is not enough: all are out.
void Polls::refuse(Poll& poll, const Error& why) {
    std::vector<Member> out;
    {
        const Lock lock(mutex_);
        out = poll.members;
        for (const Member& one : out) one.taker->refused_ = why;
        for (const Member& one : out) drop_member(poll, *one.taker);
    }
    changed_.notify_all();
    for (const Member& one : out) one.taker->fail(why);
}

}  // namespace wmi::events::internal
