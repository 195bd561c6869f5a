// Critical sections over recursive mutexes; slim locks and condition variables over one word and the futex.
//
// A slim lock's word: kWriter when a writer holds it, else the number of readers; kWaiting beside it when somebody sleeps. Who releases
// the lock and finds kWaiting clears it and wakes all. Writers are not preferred.
// A condition variable's word counts wakes. A sleeper reads it before it leaves the lock and sleeps only while it stands unchanged.
#include <cerrno>
#include <climits>
#include <cstdint>
#include <ctime>
#include <linux/futex.h>
#include <new>
#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <openwmi/winbase.h>

#include "win32/kernel.h"
#include "win32/surface.h"

using namespace wmi::win32;

namespace {

static_assert(sizeof(pthread_mutex_t) <= sizeof(CRITICAL_SECTION));

/// The first four bytes of a lock. Its owner declared them as part of a pointer: so the type may alias, and std::atomic, which may not,
/// cannot serve. Every access is sequentially consistent.
class Word {
public:
    using Raw = std::uint32_t __attribute__((may_alias));
    static_assert(sizeof(Raw) <= sizeof(PVOID) && __atomic_always_lock_free(sizeof(Raw), nullptr));

    explicit Word(PVOID& storage) : raw_(reinterpret_cast<Raw*>(&storage)) {}

    Raw* address() const { return raw_; }
    std::uint32_t load() const { return __atomic_load_n(raw_, __ATOMIC_SEQ_CST); }
    std::uint32_t exchange(std::uint32_t value) const { return __atomic_exchange_n(raw_, value, __ATOMIC_SEQ_CST); }
    void increment() const { __atomic_fetch_add(raw_, 1U, __ATOMIC_SEQ_CST); }

    /// May fail without reason. `seen` is then what stands there.
    bool try_change(std::uint32_t& seen, std::uint32_t value) const {
        return __atomic_compare_exchange_n(raw_, &seen, value, true, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
    }

private:
    Raw* raw_;
};

constexpr std::uint32_t kWaiting = 0x80000000;
constexpr std::uint32_t kWriter = 0x7FFFFFFF;

pthread_mutex_t* mutex_of(LPCRITICAL_SECTION section) { return reinterpret_cast<pthread_mutex_t*>(section->Opaque); }

Word word_of(PSRWLOCK lock) { return Word(lock->Ptr); }

Word word_of(PCONDITION_VARIABLE variable) { return Word(variable->Ptr); }

/// Sleeps while the word holds `seen`. False when the time was over.
bool futex_wait(Word word, std::uint32_t seen, wmi::base::Deadline deadline) {
    timespec rest{};
    if (!deadline.is_never()) {
        const auto left = deadline.when() - wmi::base::Steady::now();
        if (left <= left.zero()) return false;
        const auto nanoseconds = std::chrono::duration_cast<std::chrono::nanoseconds>(left).count();
        rest.tv_sec = nanoseconds / 1'000'000'000;
        rest.tv_nsec = nanoseconds % 1'000'000'000;
    }
    const auto woken = ::syscall(SYS_futex, word.address(), FUTEX_WAIT_PRIVATE, seen, deadline.is_never() ? nullptr : &rest, nullptr, 0);
    return woken == 0 || errno != ETIMEDOUT;
}

void futex_wake(Word word, int most) { (void)::syscall(SYS_futex, word.address(), FUTEX_WAKE_PRIVATE, most, nullptr, nullptr, 0); }

/// Sleeps until a lock whose holders were seen may have become free.
void await_release(Word word, std::uint32_t seen) {
    if ((seen & kWaiting) == 0 && !word.try_change(seen, seen | kWaiting)) return;
    (void)futex_wait(word, seen | kWaiting, wmi::base::Deadline::never());
}

bool try_exclusive(Word word) {
    std::uint32_t seen = word.load();
    while ((seen & ~kWaiting) == 0)
        if (word.try_change(seen, seen | kWriter)) return true;
    return false;
}

bool try_shared(Word word) {
    std::uint32_t seen = word.load();
    while ((seen & ~kWaiting) < kWriter - 1)
        if (word.try_change(seen, seen + 1)) return true;
    return false;
}

void leave(PSRWLOCK lock, ULONG flags) {
    if ((flags & CONDITION_VARIABLE_LOCKMODE_SHARED) != 0) {
        ReleaseSRWLockShared(lock);
    } else {
        ReleaseSRWLockExclusive(lock);
    }
}

void enter(PSRWLOCK lock, ULONG flags) {
    if ((flags & CONDITION_VARIABLE_LOCKMODE_SHARED) != 0) {
        AcquireSRWLockShared(lock);
    } else {
        AcquireSRWLockExclusive(lock);
    }
}

}  // namespace

extern "C" {

void InitializeCriticalSection(LPCRITICAL_SECTION section) {
    pthread_mutexattr_t attributes{};
    ::pthread_mutexattr_init(&attributes);
    ::pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
    ::pthread_mutex_init(::new (section->Opaque) pthread_mutex_t, &attributes);
    ::pthread_mutexattr_destroy(&attributes);
}

BOOL InitializeCriticalSectionAndSpinCount(LPCRITICAL_SECTION section, DWORD) {
    InitializeCriticalSection(section);
    return TRUE;
}

BOOL InitializeCriticalSectionEx(LPCRITICAL_SECTION section, DWORD, DWORD) {
    InitializeCriticalSection(section);
    return TRUE;
}

void EnterCriticalSection(LPCRITICAL_SECTION section) { ::pthread_mutex_lock(mutex_of(section)); }

BOOL TryEnterCriticalSection(LPCRITICAL_SECTION section) { return ::pthread_mutex_trylock(mutex_of(section)) == 0 ? TRUE : FALSE; }

void LeaveCriticalSection(LPCRITICAL_SECTION section) { ::pthread_mutex_unlock(mutex_of(section)); }

void DeleteCriticalSection(LPCRITICAL_SECTION section) { ::pthread_mutex_destroy(mutex_of(section)); }

void InitializeSRWLock(PSRWLOCK lock) { lock->Ptr = nullptr; }

void AcquireSRWLockExclusive(PSRWLOCK lock) {
    const Word word = word_of(lock);
    while (!try_exclusive(word)) {
        const std::uint32_t seen = word.load();
        if ((seen & ~kWaiting) != 0) await_release(word, seen);
    }
}

BOOLEAN TryAcquireSRWLockExclusive(PSRWLOCK lock) { return try_exclusive(word_of(lock)) ? TRUE : FALSE; }

void ReleaseSRWLockExclusive(PSRWLOCK lock) {
    const Word word = word_of(lock);
    if ((word.exchange(0) & kWaiting) != 0) futex_wake(word, INT_MAX);
}

void AcquireSRWLockShared(PSRWLOCK lock) {
    const Word word = word_of(lock);
    while (!try_shared(word)) {
        const std::uint32_t seen = word.load();
        if ((seen & ~kWaiting) == kWriter) await_release(word, seen);
    }
}

BOOLEAN TryAcquireSRWLockShared(PSRWLOCK lock) { return try_shared(word_of(lock)) ? TRUE : FALSE; }

void ReleaseSRWLockShared(PSRWLOCK lock) {
    const Word word = word_of(lock);
    std::uint32_t seen = word.load();
    for (;;) {
        const bool last = (seen & ~kWaiting) == 1;
        if (!word.try_change(seen, last ? 0 : seen - 1)) continue;
        if (last && (seen & kWaiting) != 0) futex_wake(word, INT_MAX);
        return;
    }
}

void InitializeConditionVariable(PCONDITION_VARIABLE variable) { variable->Ptr = nullptr; }

BOOL SleepConditionVariableCS(PCONDITION_VARIABLE variable, LPCRITICAL_SECTION section, DWORD milliseconds) {
    const Word word = word_of(variable);
    const std::uint32_t seen = word.load();
    LeaveCriticalSection(section);
    const bool woken = futex_wait(word, seen, deadline_of(milliseconds));
    EnterCriticalSection(section);
    return woken ? TRUE : failed(ERROR_TIMEOUT, FALSE);
}

BOOL SleepConditionVariableSRW(PCONDITION_VARIABLE variable, PSRWLOCK lock, DWORD milliseconds, ULONG flags) {
    const Word word = word_of(variable);
    const std::uint32_t seen = word.load();
    leave(lock, flags);
    const bool woken = futex_wait(word, seen, deadline_of(milliseconds));
    enter(lock, flags);
    return woken ? TRUE : failed(ERROR_TIMEOUT, FALSE);
}

void WakeConditionVariable(PCONDITION_VARIABLE variable) {
    const Word word = word_of(variable);
    word.increment();
    futex_wake(word, 1);
}

void WakeAllConditionVariable(PCONDITION_VARIABLE variable) {
    const Word word = word_of(variable);
    word.increment();
    futex_wake(word, INT_MAX);
}

}  // extern "C"
