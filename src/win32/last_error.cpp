#include "win32/surface.h"

namespace wmi::win32 {

DWORD& last_error() noexcept {
    thread_local DWORD error = 0;
    return error;
}

}  // namespace wmi::win32
