// Which threads are in COM. An apartment is remembered and counted; calls are never moved between threads.
#pragma once

namespace wmi::com {

/// True when this thread is in COM, or any thread is in the multithreaded apartment (a thread that never called belongs to it then).
bool is_initialized() noexcept;

}  // namespace wmi::com
