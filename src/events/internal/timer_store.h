// Timers as the repository keeps them: an instruction, and its instance of __TimerNextFiring.
#pragma once

#include "events/internal/timers.h"
#include "repository/repository.h"

namespace wmi::events::internal {

/// All of a namespace. None where it is no longer there.
Result<std::vector<KeptTimer>> read_timers(repository::Repository& from, NamespaceId in);
Result<std::optional<KeptTimer>> find_timer(repository::Repository& from, NamespaceId in, std::string_view id);

/// Submits the record; it is finished when that is committed.
Result<void> submit_firing(repository::Repository& to, const std::shared_ptr<FiringRecord>& record);

/// Of __TimerInstruction and what derives from it.
bool is_of_timers(const cim::ClassPtr& of);
/// TimerId of an instance of such a class.
std::string timer_id(const cim::ClassPtr& of, base::BytesView record);

}  // namespace wmi::events::internal
