// The timers of the namespaces in which somebody waits for their events (EVT-80..83). Each process fires for its own subscribers.
//
//   subscribe --watch--> a table, read from the store --tick--> interval:                          told
//   the feed  --changed--> one timer, read again      --tick--> absolute: recorded --recorded--> told
//
// An absolute timer is recorded, durably, before it is told of: killed between the two, the process and its subscribers are gone and
// the timer has fired, so it never fires twice for one instruction. Another process does the same for its own subscribers, whichever
// of them records first. Where it cannot be recorded (a full disk) it fires all the same, and would again after a restart.
//
// Invariants
//  1. A table is there only while somebody wants it; what nobody wants goes at the next tick after release().
//  2. Whoever reads the store for a table holds the lock: a change that is committed meanwhile is applied after what was read.
//  3. Events are told without the lock.
// Threads  watch and release from all; the others on the events thread.
#pragma once

#include "base/guarded.h"
#include "events/internal/event.h"
#include "events/internal/ticker.h"
#include "events/internal/timer_table.h"
#include "events/internal/wall_alarm.h"
#include "repository/catalogue.h"

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace wmi::events::internal {

using repository::NamespaceId;

class TimerHost;

/// Wakes the events thread as long as there is one.
using Doorbell = base::Guarded<TimerHost*>;

/// That an absolute timer is going to fire, until this is durable. Shared with whoever commits it.
class FiringRecord {
public:
    FiringRecord(NamespaceId in, std::string id, Moment moment, std::shared_ptr<Doorbell> bell)
        : in_(in), id_(std::move(id)), moment_(moment), bell_(std::move(bell)) {}

    [[nodiscard]] NamespaceId in() const { return in_; }

    [[nodiscard]] const std::string& id() const { return id_; }

    [[nodiscard]] Moment moment() const { return moment_; }

    /// How it ended, once, from any thread. NotFound: the timer was changed before it could fire; another failure: it could not be kept.
    void finish(Status status) noexcept;

    /// Nothing before it has.
    [[nodiscard]] std::optional<Status> ended() const noexcept {
        if (!has_ended_.load(std::memory_order_acquire)) return std::nullopt;
        return status_;
    }

private:
    const NamespaceId in_;
    const std::string id_;
    const Moment moment_;
    const std::shared_ptr<Doorbell> bell_;
    Status status_ = Status::Ok;
    std::atomic<bool> has_ended_{false};
};

/// What timers stand on.
class TimerHost {
public:
    virtual ~TimerHost() = default;

    /// All that are kept in a namespace.
    virtual Result<std::vector<KeptTimer>> read_timers(NamespaceId in) = 0;
    /// One of them; nothing: there is none any more.
    virtual Result<std::optional<KeptTimer>> find_timer(NamespaceId in, std::string_view id) = 0;
    /// Makes it durable, then finishes the record. Must not wait.
    /// errors   ServerTooBusy: again later. After an error nobody finishes it
    virtual Result<void> record_firing(const std::shared_ptr<FiringRecord>& record) = 0;
    virtual void tell(NamespaceId in, const EventPtr& event) = 0;
    /// Since when somebody waits for timers there without a pause, as a number that grows; 0: nobody does. Changes are heard of from
    /// then on.
    virtual std::uint64_t wanted_since(NamespaceId in) = 0;
    /// next_due() is earlier than it was.
    virtual void rouse() noexcept = 0;
};

class Timers final : public Ticker {
public:
    /// Makes an alarm that calls this; tests make another.
    using MakeAlarm = std::unique_ptr<WallAlarm> (*)(std::function<void()> ring);

    /// host and clock outlive it.
    Timers(TimerHost& host, const base::Clock& clock, MakeAlarm make_alarm = make_wall_alarm);
    ~Timers() override;

    /// Somebody waits for timers of a namespace: from the return on they fire.
    Result<void> watch(NamespaceId in, base::Steady::time_point now);
    /// Somebody ceased to wait.
    void release() noexcept;

    /// A timer was put (or deleted: then `put_at` says nothing) by somebody.
    void changed(NamespaceId in, const std::string& id, Moment put_at, base::Steady::time_point now);
    /// Changes of timers in a namespace were lost, or a class of them has gone: all are read again.
    void read_again(NamespaceId in, base::Steady::time_point now);
    /// The same everywhere.
    void read_all_again(base::Steady::time_point now);

    [[nodiscard]] base::Steady::time_point next_due() noexcept override;
    void tick(base::Steady::time_point now) override;

private:
    struct Firing {
        NamespaceId in = 0;
        TimerTable::Firing what;
    };

    struct Table {
        TimerTable timers;
        std::uint64_t wanted_since = 0;
    };

    using RecordPtr = std::shared_ptr<FiringRecord>;

    struct State {
        std::map<NamespaceId, Table> tables;
        std::vector<RecordPtr> to_record;                  // absolute ones that were taken and are not handed over yet
        std::vector<RecordPtr> recording;                  // handed over
        std::optional<base::Steady::time_point> retry_at;  // of to_record
        std::optional<base::Steady::time_point> look_at;   // the clock, where no alarm rings
        std::optional<Moment> alarm;                       // what it is set to
        bool is_stale = false;                             // somebody has ceased to wait
    };

    [[nodiscard]] Now now_at(base::Steady::time_point now) const { return {now, static_cast<Moment>(clock_.now())}; }

    Result<void> read(TimerTable& table, NamespaceId in, const Now& now, bool is_load);
    [[nodiscard]] bool is_being_recorded(NamespaceId in, const KeptTimer& timer) const noexcept;
    void look_up(TimerTable& table, NamespaceId in, const std::string& id, const Now& now, Moment put_at);
    void drop_unwanted(State& state);
    [[nodiscard]] std::optional<Moment> next_wall() const noexcept;
    void take_due(State& state, std::vector<Firing>& fires, const Now& now);
    void take_recorded(State& state, std::vector<Firing>& fires, const Now& now);
    void hand_over(State& state, base::Steady::time_point now);
    void set_alarm(State& state, const Now& now, bool has_rung) noexcept;

    TimerHost& host_;
    const base::Clock& clock_;
    const std::shared_ptr<Doorbell> bell_;
    std::mutex mutex_;
    State state_;
    std::atomic<bool> has_rung_{false};
    std::atomic<bool> is_idle_{true};  // no tables
    const std::unique_ptr<WallAlarm> alarm_;  // last: it calls us from its thread
};

}  // namespace wmi::events::internal
