// Which classes a subscription has to poll: those whose instances come from providers, which tell of no changes by themselves
// (EVT-27, 30, 31). Event providers, which would, come later.
#pragma once

#include "events/internal/terms.h"

#include <chrono>
#include <string>
#include <vector>

namespace wmi::events::internal {

/// Of a class and, if wanted, its heirs: those whose instances come from a provider. None where there is no such class.
Result<std::vector<std::string>> dynamic_classes(const repository::Namespace& in, const wql::ClassLimit& of);

/// The classes of TargetInstance that have to be polled; none where all that is asked for is kept in the repository.
/// errors   EssRegistrationTooPrecise: there are some, and the query says no WITHIN (EVT-30)
///          EssRegistrationTooBroad: WITHIN, no class, and a namespace that has such classes (EVT-31)
Result<std::vector<wql::ClassLimit>> find_polled(const Terms& terms, const repository::Namespace& in);

/// WITHIN as it counts: from 1 ms to 0xFFFFFFFF ms (WQL-126).
std::chrono::milliseconds poll_interval(double seconds);

}  // namespace wmi::events::internal
