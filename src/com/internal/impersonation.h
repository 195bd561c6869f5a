// Whether the call that this thread answers acts for its caller.
#pragma once

namespace wmi::com::internal {

bool impersonating() noexcept;
void impersonate(bool on) noexcept;

}  // namespace wmi::com::internal
