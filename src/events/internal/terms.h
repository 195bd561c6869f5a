// What a subscription wants, bound to the classes of its namespace as they stood when it began. Immutable.
#pragma once

#include "events/internal/projector.h"
#include "events/internal/question.h"
#include "repository/catalogue.h"
#include "repository/feed.h"
#include "wql/event_groups.h"
#include "wql/filter.h"

#include <memory>
#include <optional>
#include <string>

namespace wmi::events::internal {

struct Terms {
    repository::NamespaceId in = 0;
    std::string name_space;
    cim::ClassPtr from;                                // the event class
    repository::Kinds kinds = repository::kNoKinds;    // changes that are told as events of that class
    std::optional<wql::EventFilter> filter;
    wql::ClassLimits targets;                          // what the filter says of the class of the target
    std::shared_ptr<const Projector> projector;
    std::optional<double> within_seconds;
    std::optional<wql::EventGroups> groups;            // GROUP WITHIN
    std::vector<wql::ClassLimit> polled;               // classes of its targets that do not tell of changes (WITHIN)
    bool wants_timers = false;                         // events of timers are among what it wants

    [[nodiscard]] bool matches(const wql::EventSubject& event) const { return !filter || filter->matches(event); }
};

/// errors   InvalidClass, NotEventClass (WQL-124), InvalidQuery with the position, PropertyNotAnObject (WQL-68),
///          AggregatingByObject (WQL-122),
///          EssRegistrationTooPrecise: WITHIN is not positive (WQL-126), or missing (EVT-30); EssRegistrationTooBroad (EVT-31)
Result<Terms> bind(const QuestionContent& question, const repository::Namespace& in, const std::string& computer);

}  // namespace wmi::events::internal
