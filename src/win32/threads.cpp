// The exported functions over threads and processes. The contract is in include/openwmi/winbase.h and process.h.
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <memory>
#include <pthread.h>
#include <sched.h>
#include <thread>
#include <unistd.h>

#include <openwmi/process.h>
#include <openwmi/winbase.h>

#include "win32/kernel.h"
#include "win32/surface.h"

using namespace wmi::win32;

namespace {

/// What a new thread runs; one of the three.
struct Start {
    std::shared_ptr<Thread> thread;
    LPTHREAD_START_ROUTINE windows = nullptr;
    unsigned (*crt)(void*) = nullptr;
    void (*plain)(void*) = nullptr;
    void* parameter = nullptr;
    HANDLE own = nullptr;  // closed at the end of a _beginthread thread
};

void* run(void* given) {
    const std::unique_ptr<Start> start(static_cast<Start*>(given));
    const auto& thread = start->thread;
    adopt_thread(thread);
    thread->begin(current_thread_id());
    if (start->windows != nullptr) {
        thread->set_exit_code(start->windows(start->parameter));
    } else if (start->crt != nullptr) {
        thread->set_exit_code(start->crt(start->parameter));
    } else {
        start->plain(start->parameter);
        close_handle(start->own);
    }
    return nullptr;
}

class Attributes {
public:
    Attributes() { ::pthread_attr_init(&raw_); }

    Attributes(const Attributes&) = delete;
    Attributes& operator=(const Attributes&) = delete;

    ~Attributes() { ::pthread_attr_destroy(&raw_); }

    /// A size that the system refuses (below its least) leaves its own.
    void set_stack(std::size_t bytes) {
        if (bytes != 0) (void)::pthread_attr_setstacksize(&raw_, (bytes + 0xFFFF) & ~std::size_t{0xFFFF});
    }

    void detach() { (void)::pthread_attr_setdetachstate(&raw_, PTHREAD_CREATE_DETACHED); }

    const pthread_attr_t* get() const { return &raw_; }

private:
    pthread_attr_t raw_{};
};

/// 0, or the error number.
int launch(std::unique_ptr<Start>& start, std::size_t stack_size) {
    Attributes attributes;
    attributes.set_stack(stack_size);
    attributes.detach();
    pthread_t made{};
    const int refused = ::pthread_create(&made, attributes.get(), run, start.get());
    if (refused == 0) (void)start.release();  // the thread owns it now
    return refused;
}

/// A handle to the new thread; NULL and the last error.
HANDLE create(Start what, std::size_t stack_size, DWORD flags, DWORD* thread_id) {
    return answer(HANDLE{}, [&] {
        auto thread = std::make_shared<Thread>((flags & CREATE_SUSPENDED) != 0);
        what.thread = thread;
        auto start = std::make_unique<Start>(std::move(what));
        const HANDLE handle = open_handle(thread);
        start->own = handle;
        if (launch(start, stack_size) != 0) {
            close_handle(handle);
            return failed(ERROR_NOT_ENOUGH_MEMORY, HANDLE{});
        }
        if (thread_id != nullptr) *thread_id = static_cast<DWORD>(thread->id());
        return handle;
    });
}

[[noreturn]] void end_thread(DWORD code) {
    current_thread()->set_exit_code(code);
    ::pthread_exit(nullptr);
}

}  // namespace

extern "C" {

HANDLE CreateThread(LPSECURITY_ATTRIBUTES, SIZE_T stack_size, LPTHREAD_START_ROUTINE start, LPVOID parameter, DWORD flags,
                    LPDWORD thread_id) {
    if (start == nullptr) return failed(ERROR_INVALID_PARAMETER, HANDLE{});
    Start what;
    what.windows = start;
    what.parameter = parameter;
    return create(std::move(what), stack_size, flags, thread_id);
}

std::uintptr_t _beginthreadex(void*, unsigned stack_size, unsigned (*start)(void*), void* parameter, unsigned flags, unsigned* thread_id) {
    if (start == nullptr) {
        errno = EINVAL;
        return 0;
    }
    Start what;
    what.crt = start;
    what.parameter = parameter;
    const HANDLE handle = create(std::move(what), stack_size, flags, thread_id);
    if (handle == nullptr) errno = EAGAIN;
    return reinterpret_cast<std::uintptr_t>(handle);
}

std::uintptr_t _beginthread(void (*start)(void*), unsigned stack_size, void* parameter) {
    if (start == nullptr) {
        errno = EINVAL;
        return static_cast<std::uintptr_t>(-1);
    }
    Start what;
    what.plain = start;
    what.parameter = parameter;
    const HANDLE handle = create(std::move(what), stack_size, 0, nullptr);
    if (handle == nullptr) {
        errno = EAGAIN;
        return static_cast<std::uintptr_t>(-1);
    }
    return reinterpret_cast<std::uintptr_t>(handle);
}

void ExitThread(DWORD exit_code) { end_thread(exit_code); }

void _endthreadex(unsigned exit_code) { end_thread(exit_code); }

void _endthread() { end_thread(0); }

int _getpid() { return ::getpid(); }

BOOL GetExitCodeThread(HANDLE thread, LPDWORD exit_code) {
    return answer(FALSE, [&] {
        const auto found = find<Thread>(thread);
        if (found == nullptr) return failed(ERROR_INVALID_HANDLE, FALSE);
        if (exit_code == nullptr) return failed(ERROR_INVALID_PARAMETER, FALSE);
        *exit_code = found->exit_code();
        return TRUE;
    });
}

DWORD ResumeThread(HANDLE thread) {
    constexpr DWORD kFailed = 0xFFFFFFFF;
    return answer(kFailed, [&] {
        const auto found = find<Thread>(thread);
        return found == nullptr ? failed(ERROR_INVALID_HANDLE, kFailed) : found->resume();
    });
}

DWORD SuspendThread(HANDLE) { return failed(ERROR_CALL_NOT_IMPLEMENTED, DWORD{0xFFFFFFFF}); }

BOOL TerminateThread(HANDLE, DWORD) { return failed(ERROR_CALL_NOT_IMPLEMENTED, FALSE); }

DWORD GetCurrentThreadId() { return static_cast<DWORD>(current_thread_id()); }

DWORD GetThreadId(HANDLE thread) {
    return answer(DWORD{0}, [&] {
        const auto found = find<Thread>(thread);
        return found == nullptr ? failed(ERROR_INVALID_HANDLE, DWORD{0}) : static_cast<DWORD>(found->id());
    });
}

HANDLE GetCurrentThread() { return reinterpret_cast<HANDLE>(std::intptr_t{-2}); }

HANDLE GetCurrentProcess() { return reinterpret_cast<HANDLE>(std::intptr_t{-1}); }

DWORD GetCurrentProcessId() { return static_cast<DWORD>(::getpid()); }

HANDLE OpenProcess(DWORD, BOOL, DWORD process_id) {
    return answer(HANDLE{}, [&] {
        if (process_id == 0 || process_id > 0x7FFFFFFF) return failed(ERROR_INVALID_PARAMETER, HANDLE{});
        auto process = Process::open(static_cast<pid_t>(process_id));
        if (process == nullptr) return failed(ERROR_INVALID_PARAMETER, HANDLE{});
        return open_handle(std::move(process));
    });
}

DWORD GetProcessId(HANDLE process) {
    return answer(DWORD{0}, [&] {
        const auto found = find<Process>(process);
        return found == nullptr ? failed(ERROR_INVALID_HANDLE, DWORD{0}) : static_cast<DWORD>(found->id());
    });
}

void ExitProcess(UINT exit_code) { std::exit(static_cast<int>(exit_code)); }

DWORD SleepEx(DWORD milliseconds, BOOL) {
    if (milliseconds == 0) {
        ::sched_yield();
    } else if (milliseconds == INFINITE) {
        for (;;) ::pause();
    } else {
        std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
    }
    return 0;
}

void Sleep(DWORD milliseconds) { (void)SleepEx(milliseconds, FALSE); }

BOOL SwitchToThread() { return ::sched_yield() == 0 ? TRUE : FALSE; }

DWORD TlsAlloc() {
    pthread_key_t key{};
    if (::pthread_key_create(&key, nullptr) != 0) return failed(ERROR_NO_SYSTEM_RESOURCES, DWORD{0xFFFFFFFF});
    return key;
}

LPVOID TlsGetValue(DWORD index) {
    last_error() = ERROR_SUCCESS;
    return ::pthread_getspecific(index);
}

BOOL TlsSetValue(DWORD index, LPVOID value) {
    return ::pthread_setspecific(index, value) == 0 ? TRUE : failed(ERROR_INVALID_PARAMETER, FALSE);
}

BOOL TlsFree(DWORD index) { return ::pthread_key_delete(index) == 0 ? TRUE : failed(ERROR_INVALID_PARAMETER, FALSE); }

}  // extern "C"
