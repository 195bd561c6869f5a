// Threads and processes under the names of Microsoft's C run-time library.
#pragma once

#include "openwmi.h"
#include "openwmi_crt.h"

#include <cstdint>

typedef unsigned (*_beginthreadex_proc_type)(void*);
typedef void (*_beginthread_proc_type)(void*);

extern "C" {
/// Starts a thread; the handle is closed by the caller (CloseHandle). 0 and errno when it cannot: EINVAL, EAGAIN, EACCES.
/// flags 4 (CREATE_SUSPENDED): it begins with ResumeThread.
OPENWMI_API std::uintptr_t _beginthreadex(void* security, unsigned stack_size, unsigned (*start)(void*), void* parameter, unsigned flags,
                                          unsigned* thread_id);
/// The same with a handle that closes itself when the thread ends. (uintptr_t)-1 when it cannot.
OPENWMI_API std::uintptr_t _beginthread(void (*start)(void*), unsigned stack_size, void* parameter);
[[noreturn]] OPENWMI_API void _endthreadex(unsigned exit_code);
[[noreturn]] OPENWMI_API void _endthread();
OPENWMI_API int _getpid();
}
