// When the timers of one namespace fire (EVT-80..83). Knows no store and no thread; both clocks are told to it.
//   interval   first when it is kept to (one interval after it was put), then every interval: on the steady clock once armed, so that
//              nobody's setting of the wall clock shifts it; the phase survives a restart because the first firing is kept
//   absolute   when the wall clock shows its moment, once. Whoever takes it from here records that it has fired before he tells of it,
//              and says so with recorded(). One that was late for another reason than that nobody was there fires all the same
// Invariants: 1. a timer is in by_steady_ or in by_moment_ exactly when it is Armed. 2. what throws has changed nothing.
// Threads  one at a time.
#pragma once

#include "base/clock.h"
#include "base/text.h"
#include "events/internal/wall_alarm.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace wmi::events::internal {

/// Both clocks, read together.
struct Now {
    base::Steady::time_point steady;
    Moment wall = 0;
};

/// An instruction as it is kept, with what stands of it in __TimerNextFiring.
struct KeptTimer {
    std::string id;
    bool skips_passed = false;
    std::uint32_t interval_ms = 0;  // of an interval timer: 1 or more
    std::optional<Moment> moment;   // of an absolute one
    std::optional<Moment> first;    // of an interval timer: when it fires first; absent: nobody knows
    bool has_fired = false;         // an absolute one

    bool operator==(const KeptTimer&) const = default;
};

class TimerTable {
public:
    /// A timer that was there before anybody asked: what it would have fired till now is not counted (EVT-82).
    void load(KeptTimer timer, const Now& now) { put(std::move(timer), now, now.wall, true); }

    /// A timer that was put at a moment of the wall clock, and now stands so: it begins anew (EVT-83), unless it is known as it is.
    void change(KeptTimer timer, const Now& now, Moment put_at) { put(std::move(timer), now, put_at, false); }

    void remove(std::string_view id) noexcept;

    /// Drops what is not among these.
    void keep_only(const std::set<std::string, base::NameLess>& ids) noexcept;

    struct Firing {
        std::string id;
        std::uint32_t count = 1;       // NumFirings
        bool skips_passed = false;
        std::optional<Moment> moment;  // of an absolute timer: to be recorded
    };

    /// The next one that is due.
    std::optional<Firing> take_due(const Now& now);

    /// Whether an absolute timer that was taken has been recorded, or cannot be. True: it was put anew meanwhile; look it up again.
    bool recorded(std::string_view id, Moment moment) noexcept;

    [[nodiscard]] std::optional<base::Steady::time_point> next_steady() const noexcept;
    [[nodiscard]] std::optional<Moment> next_wall() const noexcept;

    [[nodiscard]] std::size_t size() const noexcept { return timers_.size(); }

private:
    enum class State : std::uint8_t { Armed, Recording, Over };

    struct Timer {
        KeptTimer kept;
        State state = State::Over;
        bool is_dirty = false;                // Recording: it was put meanwhile
        base::Steady::time_point due;         // of an armed interval
    };

    /// By their time, and those of one time by their names.
    struct Sooner {
        template <class Time>
        bool operator()(const std::pair<Time, Timer*>& left, const std::pair<Time, Timer*>& right) const noexcept {
            if (left.first != right.first) return left.first < right.first;
            return base::compare_names(left.second->kept.id, right.second->kept.id) < 0;
        }
    };

    using BySteady = std::set<std::pair<base::Steady::time_point, Timer*>, Sooner>;
    using ByMoment = std::set<std::pair<Moment, Timer*>, Sooner>;

    void put(KeptTimer timer, const Now& now, Moment put_at, bool is_load);
    static bool is_known(Timer& known, const KeptTimer& timer) noexcept;
    void disarm(Timer& timer) noexcept;
    Firing fire_interval(Timer& timer, const Now& now);
    Firing fire_absolute(Timer& timer);

    std::map<std::string, Timer, base::NameLess> timers_;  // by id; its nodes stay where they are
    BySteady by_steady_;
    ByMoment by_moment_;
};

}  // namespace wmi::events::internal
