#include "events/internal/terms.h"

#include "base/text.h"
#include "cim/system_classes.h"
#include "events/internal/polling_terms.h"

#include <algorithm>

namespace wmi::events::internal {

using repository::CommittedChange;
using repository::Kinds;

namespace {

Result<cim::ClassPtr> find_event_class(const wql::Select& select, const repository::Namespace& in) {
    cim::ClassPtr found = TRY(in.get_class(select.class_name, Status::InvalidClass));
    if (found->is_a("__Event")) return found;
    return Error(Status::NotEventClass, "class " + found->name() + " does not derive from __Event: only instances of such classes are events", found->name());
}

bool is_within(const wql::ClassLimits& limits, const cim::Class& of) {
    return !limits || std::any_of(limits->begin(), limits->end(), [&](const wql::ClassLimit& limit) {
        return limit.with_derived ? of.is_a(limit.name) : base::same_name(of.name(), limit.name);
    });
}

/// Of the nine, those that are of the class and that the filter does not exclude by their class.
Kinds kinds_of(const cim::Class& from, const std::optional<wql::EventFilter>& filter) {
    Kinds kinds = repository::kNoKinds;
    for (unsigned i = 0; i < 9; ++i) {
        const auto kind = static_cast<CommittedChange::Kind>(i);
        const cim::Class& told_as = *event_class_of(kind);
        if (told_as.is_a(from.name()) && (!filter || is_within(filter->event_classes(), told_as))) kinds |= repository::kind_bit(kind);
    }
    return kinds;
}

bool wants(const cim::Class& event_class, const cim::Class& from, const std::optional<wql::EventFilter>& filter) {
    return event_class.is_a(from.name()) && (!filter || is_within(filter->event_classes(), event_class));
}

}  // namespace

Result<Terms> bind(const QuestionContent& question, const repository::Namespace& in, const std::string& computer) {
    const wql::Select& select = question.select;
    Terms terms;
    terms.in = in.id();
    terms.name_space = in.path();
    terms.from = TRY(find_event_class(select, in));
    if (select.within_seconds && !(*select.within_seconds > 0))
        return Error(Status::EssRegistrationTooPrecise, "WITHIN takes a number of seconds above 0");
    terms.within_seconds = select.within_seconds;
    if (select.where) {
        terms.filter = TRY(wql::EventFilter::bind(*select.where, terms.from, {computer, in.path()}));
        terms.targets = terms.filter->target_classes();
    }
    terms.kinds = kinds_of(*terms.from, terms.filter);
    terms.wants_timers = wants(*cim::find_system_class("__TimerEvent"), *terms.from, terms.filter);
    terms.projector = TRY(Projector::make(select, terms.from));
    terms.polled = TRY(find_polled(terms, in));
    if (select.group) terms.groups = TRY(wql::EventGroups::bind(*select.group, terms.from, {computer, in.path()}));
    return terms;
}

}  // namespace wmi::events::internal
