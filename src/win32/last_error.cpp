#include <openwmi/winbase.h>

#include "win32/surface.h"

namespace wmi::win32 {

DWORD& last_error() noexcept {
    thread_local DWORD error = 0;
    return error;
}

}  // namespace wmi::win32

extern "C" DWORD GetLastError() { return wmi::win32::last_error(); }

extern "C" void SetLastError(DWORD error) { wmi::win32::last_error() = error; }
