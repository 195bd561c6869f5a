// surface.md, "Functions": events, waits, threads, locks, with the answers of Windows' documentation.
#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include <openwmi/process.h>
#include <openwmi/winbase.h>

namespace {

class Handle {
public:
    explicit Handle(HANDLE raw) : raw_(raw) {}
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    ~Handle() {
        if (raw_ != nullptr) CloseHandle(raw_);
    }
    operator HANDLE() const { return raw_; }

private:
    HANDLE raw_;
};

TEST(Events, AnAutoResetEventFreesOneWaiterAndIsResetByThat) {
    const Handle event(CreateEventW(nullptr, FALSE, TRUE, nullptr));
    EXPECT_EQ(WaitForSingleObject(event, 0), WAIT_OBJECT_0);
    EXPECT_EQ(WaitForSingleObject(event, 0), DWORD{WAIT_TIMEOUT});
    EXPECT_TRUE(SetEvent(event));
    EXPECT_EQ(WaitForSingleObject(event, INFINITE), WAIT_OBJECT_0);
}

TEST(Events, AManualResetEventStaysSetUntilItIsReset) {
    const Handle event(CreateEventA(nullptr, TRUE, FALSE, nullptr));
    EXPECT_TRUE(SetEvent(event));
    EXPECT_EQ(WaitForSingleObject(event, 0), WAIT_OBJECT_0);
    EXPECT_EQ(WaitForSingleObject(event, 0), WAIT_OBJECT_0);
    EXPECT_TRUE(ResetEvent(event));
    EXPECT_EQ(WaitForSingleObject(event, 1), DWORD{WAIT_TIMEOUT});
}

TEST(Events, ANameOpensTheSameEvent) {
    const Handle first(CreateEventW(nullptr, TRUE, FALSE, L"Local\\openwmi-test"));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_SUCCESS});
    const Handle second(CreateEventA(nullptr, TRUE, FALSE, "Local\\openwmi-test"));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_ALREADY_EXISTS});
    const Handle third(OpenEventW(SYNCHRONIZE, FALSE, L"Local\\openwmi-test"));
    SetEvent(third);
    EXPECT_EQ(WaitForSingleObject(first, 0), WAIT_OBJECT_0);
    EXPECT_EQ(CreateMutexW(nullptr, FALSE, L"Local\\openwmi-test"), nullptr);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_HANDLE});
    EXPECT_EQ(OpenEventW(SYNCHRONIZE, FALSE, L"no such"), nullptr);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_FILE_NOT_FOUND});
}

TEST(Handles, BadHandlesAreFoundOutWhereverTheyAreUsed) {
    const HANDLE closed = CreateEventW(nullptr, FALSE, FALSE, nullptr);
    EXPECT_TRUE(CloseHandle(closed));
    int elsewhere = 0;
    for (const HANDLE bad : {closed, static_cast<HANDLE>(nullptr), static_cast<HANDLE>(&elsewhere), reinterpret_cast<HANDLE>(4L << 20)}) {
        SetLastError(0);
        EXPECT_FALSE(CloseHandle(bad));
        EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_HANDLE});
        EXPECT_FALSE(SetEvent(bad));
        EXPECT_EQ(WaitForSingleObject(bad, 0), WAIT_FAILED);
        EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_HANDLE});
    }
    const Handle reused(CreateEventW(nullptr, FALSE, TRUE, nullptr));
    EXPECT_NE(static_cast<HANDLE>(reused), closed);
    EXPECT_FALSE(SetEvent(closed));
    EXPECT_FALSE(ReleaseMutex(reused));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_HANDLE});
}

TEST(Handles, ADuplicateKeepsTheObject) {
    const HANDLE event = CreateEventW(nullptr, TRUE, FALSE, nullptr);
    HANDLE second = nullptr;
    ASSERT_TRUE(DuplicateHandle(GetCurrentProcess(), event, GetCurrentProcess(), &second, 0, FALSE, DUPLICATE_SAME_ACCESS));
    SetEvent(event);
    CloseHandle(event);
    EXPECT_EQ(WaitForSingleObject(second, 0), WAIT_OBJECT_0);
    CloseHandle(second);
    HANDLE thread = nullptr;
    ASSERT_TRUE(DuplicateHandle(GetCurrentProcess(), GetCurrentThread(), GetCurrentProcess(), &thread, 0, FALSE, 0));
    EXPECT_EQ(GetThreadId(thread), GetCurrentThreadId());
    CloseHandle(thread);
}

TEST(Waits, ForAnyGivesTheFirstAndForAllTakesThemTogether) {
    const Handle one(CreateEventW(nullptr, FALSE, FALSE, nullptr));
    const Handle two(CreateEventW(nullptr, FALSE, TRUE, nullptr));
    const HANDLE both[] = {one, two};
    EXPECT_EQ(WaitForMultipleObjects(2, both, TRUE, 0), DWORD{WAIT_TIMEOUT});
    EXPECT_EQ(WaitForMultipleObjects(2, both, FALSE, 0), WAIT_OBJECT_0 + 1);
    SetEvent(one);
    SetEvent(two);
    EXPECT_EQ(WaitForMultipleObjects(2, both, TRUE, INFINITE), WAIT_OBJECT_0);
    EXPECT_EQ(WaitForMultipleObjects(2, both, FALSE, 0), DWORD{WAIT_TIMEOUT});
    const HANDLE twice[] = {one, one};
    EXPECT_EQ(WaitForMultipleObjects(2, twice, TRUE, 0), WAIT_FAILED);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
    EXPECT_EQ(WaitForMultipleObjects(0, both, FALSE, 0), WAIT_FAILED);
    EXPECT_EQ(WaitForMultipleObjects(65, both, FALSE, 0), WAIT_FAILED);
}

TEST(Waits, AWaiterIsWokenByAnotherThread) {
    const Handle go(CreateEventW(nullptr, FALSE, FALSE, nullptr));
    const Handle back(CreateEventW(nullptr, FALSE, FALSE, nullptr));
    std::thread other([&] {
        for (int round = 0; round < 200; ++round) {
            WaitForSingleObject(go, INFINITE);
            SetEvent(back);
        }
    });
    for (int round = 0; round < 200; ++round) EXPECT_EQ(SignalObjectAndWait(go, back, INFINITE, FALSE), WAIT_OBJECT_0);
    other.join();
}

DWORD hold_and_end(LPVOID mutex) {
    return WaitForSingleObject(mutex, INFINITE) == WAIT_OBJECT_0 ? 7 : 8;
}

TEST(Mutexes, AreTakenAgainByTheirOwnerAndAbandonedByItsEnd) {
    const Handle mutex(CreateMutexW(nullptr, TRUE, nullptr));
    EXPECT_EQ(WaitForSingleObject(mutex, 0), WAIT_OBJECT_0);
    EXPECT_TRUE(ReleaseMutex(mutex));
    EXPECT_TRUE(ReleaseMutex(mutex));
    EXPECT_FALSE(ReleaseMutex(mutex));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_NOT_OWNER});
    const Handle thread(CreateThread(nullptr, 0, hold_and_end, mutex, 0, nullptr));
    EXPECT_EQ(WaitForSingleObject(thread, INFINITE), WAIT_OBJECT_0);
    DWORD code = 0;
    EXPECT_TRUE(GetExitCodeThread(thread, &code));
    EXPECT_EQ(code, 7U);
    EXPECT_EQ(WaitForSingleObject(mutex, INFINITE), WAIT_ABANDONED);
    EXPECT_TRUE(ReleaseMutex(mutex));
}

TEST(Semaphores, CountWithinTheirMaximum) {
    const Handle semaphore(CreateSemaphoreW(nullptr, 1, 2, nullptr));
    LONG before = -1;
    EXPECT_TRUE(ReleaseSemaphore(semaphore, 1, &before));
    EXPECT_EQ(before, 1);
    EXPECT_FALSE(ReleaseSemaphore(semaphore, 1, &before));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_TOO_MANY_POSTS});
    EXPECT_EQ(WaitForSingleObject(semaphore, 0), WAIT_OBJECT_0);
    EXPECT_EQ(WaitForSingleObject(semaphore, 0), WAIT_OBJECT_0);
    EXPECT_EQ(WaitForSingleObject(semaphore, 0), DWORD{WAIT_TIMEOUT});
    EXPECT_EQ(CreateSemaphoreW(nullptr, 3, 2, nullptr), nullptr);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
}

unsigned count_up(void* counter) {
    InterlockedIncrement(static_cast<LONG*>(counter));
    return 5;
}

DWORD leave_early(LPVOID) {
    ExitThread(42);
}

TEST(Threads, GiveTheirExitCodeAndBeginWhenResumed) {
    LONG counter = 0;
    unsigned id = 0;
    const Handle thread(reinterpret_cast<HANDLE>(_beginthreadex(nullptr, 0, count_up, &counter, CREATE_SUSPENDED, &id)));
    EXPECT_NE(id, 0U);
    DWORD code = 0;
    EXPECT_TRUE(GetExitCodeThread(thread, &code));
    EXPECT_EQ(code, STILL_ACTIVE);
    EXPECT_EQ(counter, 0);
    EXPECT_EQ(ResumeThread(thread), 1U);
    EXPECT_EQ(WaitForSingleObject(thread, INFINITE), WAIT_OBJECT_0);
    EXPECT_TRUE(GetExitCodeThread(thread, &code));
    EXPECT_EQ(code, 5U);
    EXPECT_EQ(counter, 1);
    const Handle early(CreateThread(nullptr, 1 << 20, leave_early, nullptr, 0, nullptr));
    EXPECT_EQ(WaitForSingleObject(early, INFINITE), WAIT_OBJECT_0);
    EXPECT_TRUE(GetExitCodeThread(early, &code));
    EXPECT_EQ(code, 42U);
}

TEST(Threads, HaveALastErrorEach) {
    SetLastError(5);
    std::thread([] {
        EXPECT_EQ(GetLastError(), 0U);
        SetLastError(9);
    }).join();
    EXPECT_EQ(GetLastError(), 5U);
}

TEST(Processes, AreOpenedByTheirNumber) {
    const Handle own(OpenProcess(PROCESS_QUERY_INFORMATION, FALSE, GetCurrentProcessId()));
    EXPECT_EQ(GetProcessId(own), GetCurrentProcessId());
    EXPECT_EQ(WaitForSingleObject(own, 0), DWORD{WAIT_TIMEOUT});
    EXPECT_EQ(OpenProcess(PROCESS_QUERY_INFORMATION, FALSE, 0x7FFFFFFF), nullptr);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
}

TEST(Locks, ACriticalSectionIsEnteredAgainByItsThreadAlone) {
    CRITICAL_SECTION section;
    InitializeCriticalSection(&section);
    EnterCriticalSection(&section);
    EXPECT_TRUE(TryEnterCriticalSection(&section));
    std::thread([&] { EXPECT_FALSE(TryEnterCriticalSection(&section)); }).join();
    LeaveCriticalSection(&section);
    LeaveCriticalSection(&section);
    std::thread([&] {
        EXPECT_TRUE(TryEnterCriticalSection(&section));
        LeaveCriticalSection(&section);
    }).join();
    DeleteCriticalSection(&section);
}

TEST(Locks, ASlimLockLetsManyReadOrOneWrite) {
    SRWLOCK lock = SRWLOCK_INIT;
    AcquireSRWLockShared(&lock);
    EXPECT_TRUE(TryAcquireSRWLockShared(&lock));
    EXPECT_FALSE(TryAcquireSRWLockExclusive(&lock));
    ReleaseSRWLockShared(&lock);
    ReleaseSRWLockShared(&lock);
    int shared = 0;
    std::vector<std::thread> threads;
    for (int n = 0; n < 4; ++n)
        threads.emplace_back([&] {
            for (int round = 0; round < 5000; ++round) {
                AcquireSRWLockExclusive(&lock);
                ++shared;
                ReleaseSRWLockExclusive(&lock);
                AcquireSRWLockShared(&lock);
                EXPECT_GT(shared, 0);
                ReleaseSRWLockShared(&lock);
            }
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(shared, 20000);
}

TEST(Locks, AConditionVariableWakesItsSleepers) {
    SRWLOCK lock = SRWLOCK_INIT;
    CONDITION_VARIABLE changed = CONDITION_VARIABLE_INIT;
    bool ready = false;
    std::thread other([&] {
        AcquireSRWLockExclusive(&lock);
        ready = true;
        ReleaseSRWLockExclusive(&lock);
        WakeAllConditionVariable(&changed);
    });
    AcquireSRWLockExclusive(&lock);
    while (!ready) SleepConditionVariableSRW(&changed, &lock, INFINITE, 0);
    EXPECT_FALSE(SleepConditionVariableSRW(&changed, &lock, 1, 0));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_TIMEOUT});
    ReleaseSRWLockExclusive(&lock);
    other.join();
}

// abi.md 13: a DWORD counter cast to LONG* has a neighbour.
TEST(Interlocked, ActsOnTheLow32BitsAndGivesThemSignExtended) {
    struct {
        DWORD counter = 0;
        DWORD neighbour = 0xAAAAAAAA;
    } pair;
    EXPECT_EQ(InterlockedDecrement(reinterpret_cast<LONG*>(&pair.counter)), -1L);
    EXPECT_EQ(pair.counter, 0xFFFFFFFFU);
    EXPECT_EQ(pair.neighbour, 0xAAAAAAAAU);
    LONG count = 1;
    EXPECT_EQ(InterlockedIncrement(&count), 2);
    EXPECT_EQ(InterlockedExchangeAdd(&count, 5), 2);
    EXPECT_EQ(InterlockedCompareExchange(&count, 9, 7), 7);
    EXPECT_EQ(InterlockedExchange(&count, 1), 9);
    ULONG references = 0;
    EXPECT_EQ(InterlockedDecrement(&references), 0xFFFFFFFFUL);
    LONGLONG wide = -1;
    EXPECT_EQ(InterlockedIncrement64(&wide), 0);
    PVOID pointer = nullptr;
    EXPECT_EQ(InterlockedCompareExchangePointer(&pointer, &wide, nullptr), nullptr);
    EXPECT_EQ(InterlockedExchangePointer(&pointer, nullptr), &wide);
}

}  // namespace
