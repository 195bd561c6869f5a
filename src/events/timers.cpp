#include "events/internal/timers.h"

#include "base/log.h"
#include "events/internal/timer_event.h"

#include <algorithm>
#include <iterator>

namespace wmi::events::internal {

namespace {

constexpr auto kRetry = std::chrono::milliseconds(100);  // when the queue of changes was full
constexpr auto kLook = std::chrono::seconds(1);          // at a clock that cannot ring
constexpr auto kNow = base::Steady::time_point();  // long ago
constexpr auto kNever = base::Steady::time_point::max();

}  // namespace

void FiringRecord::finish(Status status) noexcept {
    status_ = status;
    has_ended_.store(true, std::memory_order_release);
    bell_->with([](TimerHost* host) {
        if (host) host->rouse();
    });
}

Timers::Timers(TimerHost& host, const base::Clock& clock, MakeAlarm make_alarm)
    : host_(host), clock_(clock), bell_(std::make_shared<Doorbell>(std::in_place, &host)), alarm_(make_alarm([this] {
          has_rung_.store(true, std::memory_order_release);
          host_.rouse();
      })) {}

Timers::~Timers() {
    bell_->with([](TimerHost*& host) { host = nullptr; });
    alarm_->stop();
}

// -- what is kept

/// All or nothing.
Result<void> Timers::read(TimerTable& table, NamespaceId in, const Now& now, bool is_load) {
    std::vector<KeptTimer> timers = TRY(host_.read_timers(in));
    std::set<std::string, base::NameLess> ids;
    for (const KeptTimer& one : timers) ids.insert(one.id);
    table.keep_only(ids);
    for (KeptTimer& one : timers) {
        if (is_load && is_being_recorded(in, one)) one.has_fired = true;
        if (is_load) table.load(std::move(one), now);
        else table.change(std::move(one), now, now.wall);
    }
    return {};
}

/// Somebody who has gone waited for it; his table too.
bool Timers::is_being_recorded(NamespaceId in, const KeptTimer& timer) const noexcept {
    const auto is_it = [&](const RecordPtr& one) { return one->in() == in && one->moment() == timer.moment && base::same_name(one->id(), timer.id); };
    return std::any_of(state_.recording.begin(), state_.recording.end(), is_it) || std::any_of(state_.to_record.begin(), state_.to_record.end(), is_it);
}

Result<void> Timers::watch(NamespaceId in, base::Steady::time_point now) {
    {
        const std::lock_guard lock(mutex_);
        const std::uint64_t since = host_.wanted_since(in);
        const auto known = state_.tables.find(in);
        if (known != state_.tables.end() && known->second.wanted_since == since) return {};
        Table table;
        table.wanted_since = since;
        TRY(read(table.timers, in, now_at(now), true));
        state_.tables.insert_or_assign(in, std::move(table));
        is_idle_.store(false, std::memory_order_release);
    }
    host_.rouse();
    return {};
}

void Timers::release() noexcept {
    if (is_idle_.load(std::memory_order_acquire)) return;
    {
        const std::lock_guard lock(mutex_);
        state_.is_stale = true;
    }
    host_.rouse();
}

void Timers::look_up(TimerTable& table, NamespaceId in, const std::string& id, const Now& now, Moment put_at) {
    auto kept = host_.find_timer(in, id);
    if (!kept) {
        base::log::warn("timer {} cannot be read and does not fire: {}", id, kept.error().sentence());
        table.remove(id);
    } else if (*kept) {
        table.change(**std::move(kept), now, put_at);
    } else {
        table.remove(id);
    }
}

void Timers::changed(NamespaceId in, const std::string& id, Moment put_at, base::Steady::time_point now) {
    const std::lock_guard lock(mutex_);
    const auto table = state_.tables.find(in);
    if (table != state_.tables.end()) look_up(table->second.timers, in, id, now_at(now), put_at);
}

void Timers::read_again(NamespaceId in, base::Steady::time_point now) {
    const std::lock_guard lock(mutex_);
    const auto table = state_.tables.find(in);
    if (table == state_.tables.end()) return;
    if (const auto done = read(table->second.timers, in, now_at(now), false); !done)
        base::log::warn("timers cannot be read again and go on as they were: {}", done.error().sentence());
}

void Timers::read_all_again(base::Steady::time_point now) {
    std::vector<NamespaceId> all;
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [in, table] : state_.tables) all.push_back(in);
    }
    for (const NamespaceId in : all) read_again(in, now);
}

// -- the events thread

std::optional<Moment> Timers::next_wall() const noexcept {
    std::optional<Moment> wall;
    for (const auto& [in, table] : state_.tables)
        if (const auto one = table.timers.next_wall(); one && (!wall || *one < *wall)) wall = one;
    return wall;
}

base::Steady::time_point Timers::next_due() noexcept {
    if (has_rung_.load(std::memory_order_acquire)) return kNow;
    if (is_idle_.load(std::memory_order_acquire)) return kNever;
    const std::lock_guard lock(mutex_);
    const bool has_recorded = std::any_of(state_.recording.begin(), state_.recording.end(), [](const RecordPtr& one) { return one->ended().has_value(); });
    if (state_.is_stale || has_recorded || (!state_.look_at && next_wall() != state_.alarm)) return kNow;
    base::Steady::time_point due = std::min(state_.retry_at.value_or(kNever), state_.look_at.value_or(kNever));
    for (const auto& [in, table] : state_.tables) due = std::min(due, table.timers.next_steady().value_or(kNever));
    return due;
}

void Timers::drop_unwanted(State& state) {
    if (!std::exchange(state.is_stale, false)) return;
    std::erase_if(state.tables, [this](const auto& one) { return host_.wanted_since(one.first) == 0; });
    std::erase_if(state.to_record, [&](const RecordPtr& one) { return !state.tables.contains(one->in()); });
    if (!state.tables.empty()) return;
    is_idle_.store(true, std::memory_order_release);
    state = State();
    alarm_->stop();
}

void Timers::take_recorded(State& state, std::vector<Firing>& fires, const Now& now) {
    std::vector<RecordPtr> ended;
    std::copy_if(state.recording.begin(), state.recording.end(), std::back_inserter(ended), [](const RecordPtr& one) { return one->ended().has_value(); });
    std::erase_if(state.recording, [](const RecordPtr& one) { return one->ended().has_value(); });
    for (const RecordPtr& one : ended) {
        const auto table = state.tables.find(one->in());
        if (table != state.tables.end() && table->second.timers.recorded(one->id(), one->moment())) look_up(table->second.timers, one->in(), one->id(), now, now.wall);
        const Status status = *one->ended();
        if (status == Status::NotFound || status == Status::ShuttingDown) continue;
        if (status != Status::Ok)
            base::log::warn("timer {} fires, but that it has cannot be recorded (0x{:08X}): it would fire again after a restart", one->id(),
                            static_cast<std::uint32_t>(status));
        fires.push_back({one->in(), {one->id(), 1, false, one->moment()}});
    }
}

void Timers::take_due(State& state, std::vector<Firing>& fires, const Now& now) {
    for (auto& [in, table] : state.tables) {
        while (auto one = table.timers.take_due(now)) {
            if (one->moment) state.to_record.push_back(std::make_shared<FiringRecord>(in, one->id, *one->moment, bell_));
            else fires.push_back({in, *std::move(one)});
        }
    }
}

/// One that cannot be recorded at all ends here, and fires.
void Timers::hand_over(State& state, base::Steady::time_point now) {
    state.retry_at.reset();
    while (!state.to_record.empty()) {
        const RecordPtr record = state.to_record.front();
        state.recording.reserve(state.recording.size() + 1);
        const auto done = host_.record_firing(record);
        if (!done && done.status() == Status::ServerTooBusy) {
            state.retry_at = now + kRetry;
            return;
        }
        if (!done) record->finish(done.status());
        state.recording.push_back(record);
        state.to_record.erase(state.to_record.begin());
    }
}

void Timers::set_alarm(State& state, const Now& now, bool has_rung) noexcept {
    const bool rings = !state.look_at.has_value();
    const std::optional<Moment> wall = next_wall();
    if (wall == state.alarm && !has_rung && rings) return;
    state.alarm = wall;
    state.look_at.reset();
    if (!alarm_->set(wall) && wall) state.look_at = now.steady + kLook;
}

void Timers::tick(base::Steady::time_point steady) {
    const bool has_rung = has_rung_.exchange(false, std::memory_order_acq_rel);
    std::vector<Firing> fires;
    {
        const std::lock_guard lock(mutex_);
        const Now now = now_at(steady);
        drop_unwanted(state_);
        take_due(state_, fires, now);
        hand_over(state_, steady);
        take_recorded(state_, fires, now);
        set_alarm(state_, now, has_rung);
    }
    for (const Firing& one : fires)
        host_.tell(one.in, std::make_shared<TimerEvent>(TimerEvent::Content{one.what.id, one.what.count, one.what.skips_passed, clock_.now()}));
}

}  // namespace wmi::events::internal
