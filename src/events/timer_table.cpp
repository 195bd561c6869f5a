#include "events/internal/timer_table.h"

#include <algorithm>
#include <chrono>
#include <limits>

namespace wmi::events::internal {

namespace {

constexpr Moment kMillisecond = 10'000;
constexpr Moment kLatest = std::numeric_limits<Moment>::max() / 2;

using Ticks = std::chrono::duration<std::int64_t, std::ratio<1, 10'000'000>>;

Moment interval_of(const KeptTimer& timer) { return kMillisecond * timer.interval_ms; }

/// From 0 to by - 1, also of a negative number.
Moment remainder(Moment number, Moment by) { return (number % by + by) % by; }

/// How long until the first firing that counts: more than 0 and at most an interval for one that is loaded; one that was put just now
/// may be due already. A wall clock that was set back since makes nobody wait longer than an interval.
Moment wait_for_first(const KeptTimer& timer, Moment wall, bool is_load) {
    const Moment interval = interval_of(timer);
    const bool is_known = timer.first && *timer.first >= 0 && *timer.first <= kLatest;  // anybody may have written it
    const Moment wait = is_known ? *timer.first - wall : interval;
    if (wait > interval || (wait <= 0 && is_load)) return remainder(wait - 1, interval) + 1;
    return wait;
}

}  // namespace

/// Known as it is: the same put was seen before.
bool TimerTable::is_known(Timer& known, const KeptTimer& timer) noexcept {
    const KeptTimer& before = known.kept;
    if (before.skips_passed != timer.skips_passed || before.interval_ms != timer.interval_ms || before.moment != timer.moment) return false;
    if (!timer.moment) return timer.first && before.first == timer.first;
    switch (known.state) {
        case State::Armed: return !timer.has_fired;
        case State::Recording: known.is_dirty = true; return true;  // which of both was first shows when it is recorded
        case State::Over: return timer.has_fired;
    }
    return false;
}

void TimerTable::put(KeptTimer timer, const Now& now, Moment put_at, bool is_load) {
    const auto known = timers_.find(timer.id);
    if (known != timers_.end() && is_known(known->second, timer)) return;
    std::map<std::string, Timer, base::NameLess> one;
    Timer& fresh = one[timer.id];
    fresh.kept = std::move(timer);
    BySteady steady;
    ByMoment moments;
    if (fresh.kept.moment) {
        const bool is_passed = *fresh.kept.moment <= put_at && fresh.kept.skips_passed;  // EVT-81
        if (!fresh.kept.has_fired && !is_passed) moments.emplace(*fresh.kept.moment, &fresh);
    } else if (fresh.kept.interval_ms > 0) {
        fresh.due = now.steady + Ticks(wait_for_first(fresh.kept, now.wall, is_load));
        steady.emplace(fresh.due, &fresh);
    }
    if (!steady.empty() || !moments.empty()) fresh.state = State::Armed;
    if (known != timers_.end()) {
        disarm(known->second);
        timers_.erase(known);
    }
    timers_.merge(one);
    by_steady_.merge(steady);
    by_moment_.merge(moments);
}

void TimerTable::disarm(Timer& timer) noexcept {
    if (timer.state == State::Armed) {
        if (timer.kept.moment) by_moment_.erase({*timer.kept.moment, &timer});
        else by_steady_.erase({timer.due, &timer});
    }
    timer.state = State::Over;
}

void TimerTable::remove(std::string_view id) noexcept {
    const auto found = timers_.find(id);
    if (found == timers_.end()) return;
    disarm(found->second);
    timers_.erase(found);
}

void TimerTable::keep_only(const std::set<std::string, base::NameLess>& ids) noexcept {
    for (auto at = timers_.begin(); at != timers_.end();) {
        const bool stays = ids.contains(at->first);
        if (!stays) disarm(at->second);
        at = stays ? std::next(at) : timers_.erase(at);
    }
}

TimerTable::Firing TimerTable::fire_interval(Timer& timer, const Now& now) {
    Firing firing{timer.kept.id, 1, timer.kept.skips_passed, std::nullopt};
    const Ticks interval(interval_of(timer.kept));
    const auto missed = (now.steady - timer.due) / interval;
    constexpr std::int64_t kMost = std::numeric_limits<std::uint32_t>::max();
    if (!timer.kept.skips_passed) firing.count = static_cast<std::uint32_t>(std::min<std::int64_t>(missed + 1, kMost));  // EVT-82
    auto node = by_steady_.extract(by_steady_.begin());
    timer.due += interval * (missed + 1);
    node.value().first = timer.due;
    by_steady_.insert(std::move(node));
    return firing;
}

TimerTable::Firing TimerTable::fire_absolute(Timer& timer) {
    Firing firing{timer.kept.id, 1, timer.kept.skips_passed, timer.kept.moment};
    by_moment_.erase(by_moment_.begin());
    timer.state = State::Recording;
    timer.is_dirty = false;
    return firing;
}

std::optional<TimerTable::Firing> TimerTable::take_due(const Now& now) {
    if (!by_moment_.empty() && by_moment_.begin()->first <= now.wall) return fire_absolute(*by_moment_.begin()->second);
    if (!by_steady_.empty() && by_steady_.begin()->first <= now.steady) return fire_interval(*by_steady_.begin()->second, now);
    return std::nullopt;
}

bool TimerTable::recorded(std::string_view id, Moment moment) noexcept {
    const auto found = timers_.find(id);
    if (found == timers_.end() || found->second.state != State::Recording || found->second.kept.moment != moment) return false;
    found->second.state = State::Over;
    return std::exchange(found->second.is_dirty, false);
}

std::optional<base::Steady::time_point> TimerTable::next_steady() const noexcept {
    if (by_steady_.empty()) return std::nullopt;
    return by_steady_.begin()->first;
}

std::optional<Moment> TimerTable::next_wall() const noexcept {
    if (by_moment_.empty()) return std::nullopt;
    return by_moment_.begin()->first;
}

}  // namespace wmi::events::internal
