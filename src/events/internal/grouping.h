// Events of one subscription that are told of together (GROUP WITHIN ... BY ... HAVING, EVT-40..42). A group's window opens with its
// first event; when it is over one aggregate says how many there were and shows the first. The next event opens a new one.
// All windows of a subscription are equally long, so groups end in the order in which they began.
// Invariants: 1. every group is in `open_` and, by its key, in `by_key_`. 2. bytes() is the sum of what the groups count.
// 3. what throws has changed nothing.
// Threads  one at a time.
#pragma once

#include "base/clock.h"
#include "events/internal/event.h"
#include "wql/event_groups.h"

#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace wmi::events::internal {

class Grouping {
public:
    explicit Grouping(wql::EventGroups groups) : groups_(std::move(groups)) {}

    Grouping(const Grouping&) = delete;
    Grouping& operator=(const Grouping&) = delete;

    /// room     bytes that a new group may take; one that is there counts its further events for nothing
    /// False: the event would begin a group for which there is no room; it was not taken.
    bool add(const EventPtr& event, base::Steady::time_point now, std::size_t room);

    struct Gathered {
        EventPtr first;
        std::uint32_t events = 0;  // at most 2^32-1
    };

    /// The next group whose window is over and that HAVING lets through; others that are over are dropped on the way.
    std::optional<Gathered> take_due(base::Steady::time_point now) noexcept;

    /// When the next window ends; nothing while no group is open.
    [[nodiscard]] std::optional<base::Steady::time_point> next_due() const noexcept;

    /// What the open groups keep in memory: it counts in the subscription's queue.
    [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }

    /// Drops what is pending.
    void clear() noexcept;

private:
    struct Open {
        std::string key;
        Gathered gathered;
        base::Steady::time_point end;
        std::size_t bytes = 0;
    };

    void drop_first() noexcept;

    const wql::EventGroups groups_;
    std::list<Open> open_;
    std::unordered_map<std::string_view, std::list<Open>::iterator> by_key_;
    std::size_t bytes_ = 0;
};

/// An __AggregateEvent (EVT-44). representative: as the query's projection leaves it (EVT-13)
/// errors   QuotaViolation: the representative holds objects inside one another to the last level already
Result<cim::Instance> make_aggregate(cim::Instance representative, std::uint32_t events);

}  // namespace wmi::events::internal
