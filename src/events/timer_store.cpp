#include "events/internal/timer_store.h"

#include "base/log.h"
#include "cim/datetime.h"
#include "cim/system_classes.h"

#include <algorithm>
#include <map>
#include <utility>

namespace wmi::events::internal {

namespace {

constexpr std::string_view kInstruction = "__TimerInstruction";
constexpr std::string_view kNextFiring = "__TimerNextFiring";
constexpr std::size_t kPiece = 500;

/// What a property holds; nothing: it is NULL, or the class has none of this name and kind.
template <class T>
std::optional<T> value_of(const cim::Instance& of, std::string_view name) {
    const cim::Property* property = of.cls().find_property(name);
    if (!property) return std::nullopt;
    const cim::Value value = of.get(*property);
    const T* there = std::get_if<T>(&value);
    return there ? std::optional<T>(*there) : std::nullopt;
}

KeptTimer timer_of(const cim::Instance& instruction) {
    KeptTimer timer;
    timer.id = value_of<std::string>(instruction, "TimerId").value_or("");
    timer.skips_passed = value_of<bool>(instruction, "SkipIfPassed").value_or(false);
    timer.interval_ms = static_cast<std::uint32_t>(value_of<std::uint64_t>(instruction, "IntervalBetweenEvents").value_or(0));
    if (const auto text = value_of<std::string>(instruction, "EventDateTime"))
        if (const auto parsed = cim::parse_datetime(*text)) timer.moment = parsed->instant();
    return timer;
}

/// next   the instance beside it, if there is one (a repository of an older version keeps none)
void add_next(KeptTimer& timer, const cim::Instance& next) {
    const auto moment = value_of<std::int64_t>(next, "NextEvent64BitTime");
    if (timer.moment) timer.has_fired = !moment.has_value();
    else timer.first = moment;
}

Result<std::vector<cim::Instance>> read_all(repository::Repository& from, const repository::NamespacePtr& in, std::string_view class_name) {
    const cim::ClassPtr of = TRY(in->get_class(class_name));
    const auto scan = TRY(from.scan(in, *of, repository::Depth::Deep));
    std::vector<cim::Instance> all;
    for (;;) {
        std::vector<cim::Instance> some = TRY(scan->next(kPiece));
        if (some.empty()) return all;
        std::move(some.begin(), some.end(), std::back_inserter(all));
    }
}

Result<std::optional<cim::Instance>> find(repository::Repository& from, const repository::NamespacePtr& in, std::string_view class_name, std::string_view id) {
    const cim::ClassPtr of = TRY(in->get_class(class_name));
    const cim::Value key{std::string(id)};
    return from.find_instance(in, *of, {&key, 1}, repository::Depth::Deep);
}

class Committed final : public repository::Completion {
public:
    explicit Committed(std::shared_ptr<FiringRecord> record) : record_(std::move(record)) {}

    void finished(Result<repository::Outcome>&& outcome) noexcept override { record_->finish(outcome.status()); }

private:
    const std::shared_ptr<FiringRecord> record_;
};

}  // namespace

/// What fires between the two readings is found in the second, so it is not told of twice.
Result<std::vector<KeptTimer>> read_timers(repository::Repository& from, NamespaceId in) {
    std::vector<KeptTimer> timers;
    const repository::NamespacePtr there = TRY(from.find_namespace(in));
    if (!there) return timers;
    const std::vector<cim::Instance> instructions = TRY(read_all(from, there, kInstruction));
    if (instructions.empty()) return timers;
    std::map<std::string, cim::Instance, base::NameLess> next;
    for (cim::Instance& one : TRY(read_all(from, there, kNextFiring))) {
        std::string id = value_of<std::string>(one, "TimerId").value_or("");
        next.emplace(std::move(id), std::move(one));
    }
    timers.reserve(instructions.size());
    for (const cim::Instance& one : instructions) {
        timers.push_back(timer_of(one));
        if (const auto found = next.find(timers.back().id); found != next.end()) add_next(timers.back(), found->second);
    }
    return timers;
}

Result<std::optional<KeptTimer>> find_timer(repository::Repository& from, NamespaceId in, std::string_view id) {
    const repository::NamespacePtr there = TRY(from.find_namespace(in));
    if (!there) return std::optional<KeptTimer>();
    const auto instruction = TRY(find(from, there, kInstruction, id));
    if (!instruction) return std::optional<KeptTimer>();
    KeptTimer timer = timer_of(*instruction);
    const auto next = TRY(find(from, there, kNextFiring, id));
    if (next) add_next(timer, *next);
    return std::optional<KeptTimer>(std::move(timer));
}

Result<void> submit_firing(repository::Repository& to, const std::shared_ptr<FiringRecord>& record) {
    const repository::NamespacePtr there = TRY(to.find_namespace(record->in()));
    if (!there) return Error(Status::NotFound, "the namespace was deleted");
    repository::Change change = TRY(to.prepare_firing(there, record->id(), record->moment()));
    return to.submit(std::move(change), std::make_unique<Committed>(record), base::Deadline::at(base::Steady::now()));
}

bool is_of_timers(const cim::ClassPtr& of) {
    static const cim::Class* const timers = cim::find_system_class(kInstruction).get();
    return of && of->key_class() == timers;
}

std::string timer_id(const cim::ClassPtr& of, base::BytesView record) {
    const cim::Property& id = of->properties()[of->keys().front()];
    const cim::RecordView view(*of, record);
    return view.is_null(id) ? std::string() : cim::to_utf8(view.text(id));
}

}  // namespace wmi::events::internal
