#include "events/internal/grouping.h"

#include "cim/system_classes.h"

#include <limits>

namespace wmi::events::internal {

namespace {

constexpr std::size_t kGroupBytes = 256;  // of a group itself, about

}  // namespace

bool Grouping::add(const EventPtr& event, base::Steady::time_point now, std::size_t room) {
    std::string key = groups_.key_of(event->subject());
    const auto found = by_key_.find(key);
    if (found != by_key_.end()) {
        std::uint32_t& events = found->second->gathered.events;
        if (events < std::numeric_limits<std::uint32_t>::max()) ++events;
        return true;
    }
    const std::size_t bytes = kGroupBytes + key.size() + event->size_bytes(nullptr);
    if (bytes > room) return false;
    std::list<Open> one;
    one.push_back({std::move(key), {event, 1}, now + groups_.window(), bytes});
    by_key_.emplace(one.front().key, one.begin());
    open_.splice(open_.end(), one);
    bytes_ += bytes;
    return true;
}

std::optional<Grouping::Gathered> Grouping::take_due(base::Steady::time_point now) noexcept {
    while (!open_.empty() && open_.front().end <= now) {
        Gathered gathered = std::move(open_.front().gathered);
        drop_first();
        if (groups_.tells(gathered.events)) return gathered;
    }
    return std::nullopt;
}

std::optional<base::Steady::time_point> Grouping::next_due() const noexcept {
    if (open_.empty()) return std::nullopt;
    return open_.front().end;
}

void Grouping::clear() noexcept {
    by_key_.clear();
    open_.clear();
    bytes_ = 0;
}

void Grouping::drop_first() noexcept {
    by_key_.erase(open_.front().key);
    bytes_ -= open_.front().bytes;
    open_.pop_front();
}

Result<cim::Instance> make_aggregate(cim::Instance representative, std::uint32_t events) {
    const cim::ClassPtr of = cim::find_system_class("__AggregateEvent");
    cim::Instance made = cim::Instance::spawn(of);
    made.put_number(*of->find_property("NumberOfEvents"), events);
    const cim::ObjectPtr embedded(std::make_shared<const cim::Object>(std::move(representative)));
    TRY(made.put(*of->find_property("Representative"), embedded));
    (void)made.canonical();
    return made;
}

}  // namespace wmi::events::internal
