// Subscriptions to events of system classes, for tests. Only tests include this.
#pragma once

#include "cim/system_classes.h"
#include "events/internal/question.h"
#include "events/internal/subscription.h"

#include <stdexcept>

namespace wmi::events::testing {

using namespace internal;

inline Terms terms(const char* query, repository::NamespaceId in = 2) {
    const auto question = Question::read("WQL", query);
    if (!question) throw std::runtime_error(question.error().sentence());
    const wql::Select& select = question->content().select;
    Terms made;
    made.in = in;
    made.name_space = "root\\cimv2";
    made.from = cim::find_system_class(select.class_name);
    made.projector = Projector::make(select, made.from).value();
    if (select.where) {
        made.filter = wql::EventFilter::bind(*select.where, made.from, {"HERE", "root\\cimv2"}).value();
        made.targets = made.filter->target_classes();
    }
    for (unsigned i = 0; i < 9; ++i)
        if (event_class_of(static_cast<repository::CommittedChange::Kind>(i))->is_a(made.from->name())) made.kinds |= 1U << i;
    return made;
}

inline SubscriptionPtr subscription(const char* query, Owner owner = nullptr, uid_t user = 1) {
    return std::make_shared<Subscription>(terms(query), owner, user, 0);
}

}  // namespace wmi::events::testing
