// How often this process is the child of a fork, counted by the system's own hook: comparing costs a load, no system call.
#pragma once

#include "base/result.h"

namespace wmi::store::internal {

/// Differs between a process and its child. Counting begins with the first call of watch_forks().
unsigned fork_count() noexcept;

/// before and after run around a fork, the last one also in the child: locks that a child must not find taken.
void watch_forks(void (*before)(), void (*after)());

inline base::Error used_after_fork() {
    return base::Error(base::Status::NotAvailable,
                       "this repository was opened before the process forked; connect again in the child");
}

}  // namespace wmi::store::internal
