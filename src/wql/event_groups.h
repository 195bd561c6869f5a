// The GROUP clause of a notification query, bound to its event class (WQL-121..123, EVT-40..42): which events belong together, for how
// long they are gathered, and which gatherings are told of. An immutable value, cheap to copy, for many threads at once.
#pragma once

#include "wql/filter.h"

#include <chrono>
#include <memory>
#include <string>

namespace wmi::wql {

namespace internal {
struct GroupProgram;
}

class EventGroups {
public:
    /// errors   as EventFilter for the names of BY; AggregatingByObject: one of them is an embedded object; InvalidQuery: an array
    static Result<EventGroups> bind(const Group& group, const cim::ClassPtr& event_class, const Place& place);

    /// Equal for two events of one group, and for no others. Text counts without case, numbers and moments by what they are worth,
    /// whatever their type; NULL is a value like others, and so is a member that is not there, or turns out to be an object or an
    /// array: both are NULL (EVT-41).
    [[nodiscard]] std::string key_of(const EventSubject& event) const;

    /// WITHIN of the group: 0 or more, at most 0xFFFFFFFF milliseconds.
    [[nodiscard]] std::chrono::milliseconds window() const;

    /// HAVING: whether so many events are told of. True without one.
    [[nodiscard]] bool tells(std::uint32_t events) const;

private:
    explicit EventGroups(std::shared_ptr<const internal::GroupProgram> program) : program_(std::move(program)) {}

    std::shared_ptr<const internal::GroupProgram> program_;
};

}  // namespace wmi::wql
