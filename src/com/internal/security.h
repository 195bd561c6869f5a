// What CoInitializeSecurity was told.
#pragma once

#include <windef.h>

namespace wmi::com::internal {

struct Defaults {
    DWORD level;
    DWORD impersonation;
};

/// What proxies start with: what the process said, or COM's own defaults.
Defaults default_security() noexcept;

/// The last thread has left COM: another CoInitializeSecurity is in time.
void forget_security() noexcept;

bool is_authentication_service(DWORD service) noexcept;
bool is_authorization_service(DWORD service) noexcept;
bool is_capability(DWORD capabilities) noexcept;

}  // namespace wmi::com::internal
