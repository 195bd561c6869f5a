// Instructions for timers (EVT-80..83). With each stands an instance of __TimerNextFiring, written in the same transaction: when the
// timer fires first, counted like FILETIME; NULL once an absolute one has fired. What is written there raises no events.
#pragma once

#include "repository/internal/change.h"

namespace wmi::repository {

inline bool is_of_timers(const Surroundings& where, const ClassEntry& of) { return of.extent() == where.system.timer_class(); }

/// errors   InvalidParameter (EVT-80, EVT-81)
Result<void> check_timer(const cim::RecordView& record);

/// After an instruction was written as `value` or, where that is empty, deleted.
Result<void> follow_timer(Transaction& in, const Change::Content& change, BytesView value);

/// errors   NotFound: there is no such timer, or it has another moment now
Result<Did> apply_firing(Transaction& in, Change::Content& change);

}  // namespace wmi::repository
