#include "repository/internal/timer_rules.h"

#include "cim/datetime.h"
#include "repository/internal/record_place.h"

#include <utility>

namespace wmi::repository {

namespace {

using cim::Instance;
using cim::Value;

constexpr std::string_view kNextFiring = "__TimerNextFiring";
constexpr std::int64_t kMillisecond = 10'000;  // in units of 100 ns

/// What a property of the class says, or nothing: it is NULL, or the class has none of this name.
std::optional<Value> value_of(const cim::RecordView& record, std::string_view name) {
    const cim::Property* property = record.cls().find_property(name);
    if (!property || record.is_null(*property)) return std::nullopt;
    return record.value(*property);
}

std::optional<std::int64_t> interval_of(const cim::RecordView& record) {
    const auto value = value_of(record, "IntervalBetweenEvents");
    const auto* milliseconds = value ? std::get_if<std::uint64_t>(&*value) : nullptr;
    if (!milliseconds) return std::nullopt;
    return static_cast<std::int64_t>(*milliseconds) * kMillisecond;
}

std::optional<std::int64_t> moment_of(const cim::RecordView& record) {
    const auto value = value_of(record, "EventDateTime");
    const auto* text = value ? std::get_if<std::string>(&*value) : nullptr;
    if (!text) return std::nullopt;
    const auto parsed = cim::parse_datetime(*text);
    return parsed ? parsed->instant() : std::nullopt;
}

std::optional<std::int64_t> first_firing(const Transaction& in, const cim::RecordView& record) {
    if (const auto interval = interval_of(record)) return static_cast<std::int64_t>(in.surroundings.clock.now()) + *interval;
    return moment_of(record);
}

/// Writing what no client asked for, which raises no events.
class Unheard {
public:
    explicit Unheard(Transaction& in) : in_(in), log_(std::exchange(in.log, nullptr)) {}

    ~Unheard() { in_.log = log_; }

    Unheard(const Unheard&) = delete;
    Unheard& operator=(const Unheard&) = delete;

private:
    Transaction& in_;
    ChangeLog* const log_;
};

Result<void> keep_next(Transaction& in, const NamespacePtr& where, const Value& id, const std::optional<std::int64_t>& moment) {
    cim::ClassPtr of = TRY(where->get_class(kNextFiring));
    Instance next = Instance::spawn(std::move(of));
    TRY(next.put(*next.cls().find_property("TimerId"), id));
    if (moment) TRY(next.put(*next.cls().find_property("NextEvent64BitTime"), *moment));
    Change::Content change;
    TRY(bind_put(in.surroundings, where, std::move(next), change));
    const Unheard unheard(in);
    TRY(apply_put(in, change));
    return {};
}

Result<void> forget_next(Transaction& in, const NamespacePtr& where, const Value& id) {
    const ClassEntryPtr* of = where->find_entry(kNextFiring);
    if (!of) return {};
    Change::Content change;
    change.kind = Change::Content::Kind::Delete;
    change.in = where;
    change.of = *of;
    change.definition = TRY((*of)->definition());
    change.keys = {id};
    change.path = kNextFiring;
    change.key = record_key(in.surroundings.secret, where->id(), (*of)->extent(), change.keys, *change.definition, here(in.surroundings, *where));
    const Unheard unheard(in);
    const auto done = apply_delete(in, change);
    if (!done && done.status() != Status::NotFound) return done.error();
    return {};
}

Result<void> follow(Transaction& in, const Change::Content& change, BytesView value) {
    const cim::Class& of = *change.definition;
    if (value.empty()) return forget_next(in, change.in, change.keys.front());
    const cim::RecordView record(of, record_in(value));
    const Value id = record.value(of.properties()[of.keys().front()]);
    const auto first = first_firing(in, record);
    return first ? keep_next(in, change.in, id, first) : forget_next(in, change.in, id);
}

}  // namespace

Result<void> check_timer(const cim::RecordView& record) {
    const auto interval = interval_of(record);
    if (interval && *interval == 0)
        return Error(Status::InvalidParameter, "a timer cannot fire every 0 milliseconds; give IntervalBetweenEvents at least 1", "IntervalBetweenEvents");
    const auto written = value_of(record, "EventDateTime");
    if (!written || moment_of(record)) return {};
    return Error(Status::InvalidParameter,
                 "EventDateTime is \"" + std::get<std::string>(*written) + "\"; it must be a moment without asterisks, as in 20300101120000.000000+000",
                 "EventDateTime");
}

Result<void> follow_timer(Transaction& in, const Change::Content& change, BytesView value) {
    auto done = follow(in, change, value);
    if (!done) in.spoil();  // the instruction is written already
    return done;
}

Result<Did> apply_firing(Transaction& in, Change::Content& change) {
    TRY(rebind(in, change));
    const auto found = TRY(find_record(in.batch, in.surroundings, *change.in, change.key));
    if (!found) return Error(Status::NotFound, "there is no timer " + change.path, change.path);
    const cim::ClassPtr of = TRY((*found->of)->definition());
    if (moment_of({*of, record_in(found->value)}) != change.moment)
        return Error(Status::NotFound, "timer " + change.path + " fires at another moment now", change.path);
    TRY(keep_next(in, change.in, change.keys.front(), std::nullopt));
    return Did::Alter;
}

}  // namespace wmi::repository
