// The n-th failing write, flush or growth under LMDB, for every n: the system's calls that LMDB makes are answered by this
// program first (the dynamic linker prefers its definitions), and it fails the one that the test asks for.
#include <cerrno>
#include <csignal>

#include <dlfcn.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/uio.h>
#include <unistd.h>

#include "store/engine_laws.h"
#include "store/internal/environment.h"
#include "store/internal/testing_folder.h"

using namespace wmi::store;
using internal::TestingFolder;
using wmi::base::Status;

namespace {

struct Injection {
    int fails_at = 0;  // 0: none
    int fails_for = 1;  // so many calls
    int error = EIO;
    int calls = 0;
};

thread_local Injection injection;

/// True when this call is to fail; errno is set.
bool fails() {
    if (!injection.fails_at) return false;
    ++injection.calls;
    if (injection.calls < injection.fails_at || injection.calls >= injection.fails_at + injection.fails_for) return false;
    errno = injection.error;
    return true;
}

template <class Function>
Function* next(const char* name) {
    return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" {

__attribute__((visibility("default"))) ssize_t pwrite(int file, const void* bytes, std::size_t count, off_t at) {
    static auto* const real = next<ssize_t(int, const void*, std::size_t, off_t)>("pwrite");
    return fails() ? -1 : real(file, bytes, count, at);
}

__attribute__((visibility("default"))) ssize_t writev(int file, const iovec* pieces, int count) {
    static auto* const real = next<ssize_t(int, const iovec*, int)>("writev");
    return fails() ? -1 : real(file, pieces, count);
}

__attribute__((visibility("default"))) int fdatasync(int file) {
    static auto* const real = next<int(int)>("fdatasync");
    return fails() ? -1 : real(file);
}
}

namespace {

using Model = laws::Model;

Bytes key_of(int number) { return "k" + std::to_string(1000 + number); }

Model before() {
    Model all{{"a", "1"}, {"b", Bytes(9000, 'b')}};
    for (int number = 0; number < 800; ++number)
        all.emplace(key_of(number), Bytes(800, 'k'));
    return all;
}

// Touches more pages than LMDB writes in one call (64).
Result<void> change(Batch& batch) {
    TRY(batch.put("a", "2"));
    TRY(batch.erase("b"));
    TRY(batch.put("c", Bytes(100'000, 'c')));
    for (int number = 0; number < 800; number += 4)
        TRY(batch.put(key_of(number), "changed"));
    return {};
}

Model after() {
    Model all = before();
    all["a"] = "2";
    all.erase("b");
    all["c"] = Bytes(100'000, 'c');
    for (int number = 0; number < 800; number += 4)
        all[key_of(number)] = "changed";
    return all;
}

std::shared_ptr<Engine> fresh(const TestingFolder& folder) {
    auto engine = *open(folder.options());
    laws::write(*engine, [](Batch& batch) -> Result<void> {
        for (const auto& [key, value] : before())
            TRY(batch.put(key, value));
        return {};
    });
    return engine;
}

/// Whatever failed, the state is that before or that after, as the answer said; the engine goes on, and so does a new one.
bool try_failing(int n, int calls, int error) {
    SCOPED_TRACE("call " + std::to_string(n) + ", " + std::to_string(calls) + " times, error " + std::to_string(error));
    const TestingFolder folder;
    auto engine = fresh(folder);
    injection = {n, calls, error, 0};
    const auto answer = engine->write(Deadline::never(), change);
    const bool reached = injection.calls >= n;
    injection = {};
    EXPECT_TRUE(reached || answer);
    const Model now = laws::all_of(*engine);
    EXPECT_EQ(now, answer ? after() : before());
    if (!answer && error == ENOSPC) {
        EXPECT_EQ(answer.status(), Status::OutOfDiskSpace);
    }
    laws::put(*engine, "and", "on");
    EXPECT_EQ(laws::find(*engine, "and"), "on");
    engine.reset();
    const auto again = *open(folder.options());
    EXPECT_EQ(laws::all_of(*again).size(), now.size() + 1);
    return reached;
}

}  // namespace

TEST(LmdbFaults, LeaveBeforeOrAfterWhicheverCallFails) {
    for (const int error : {EIO, ENOSPC})
        for (const int calls : {1, 2, 100}) {
            int n = 1;
            while (try_failing(n, calls, error) && !HasFailure())
                ++n;
            EXPECT_GT(n, 4);  // pages, the large value, flush, meta page
        }
}

TEST(LmdbFaults, KeepViewsWhoseWriterFailed) {
    const TestingFolder folder;
    const auto engine = fresh(folder);
    auto view = laws::view_of(*engine);
    injection = {1, 100, EIO, 0};
    EXPECT_FALSE(engine->write(Deadline::never(), change));
    injection = {};
    EXPECT_EQ(laws::all_of(*view), before());
}

TEST(LmdbFaults, AnswerAFullDiskAndGoOnWhenThereIsRoom) {
    const TestingFolder folder;
    const auto engine = fresh(folder);
    rlimit old{};
    ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &old), 0);
    auto* const old_handler = std::signal(SIGXFSZ, SIG_IGN);
    const auto room = engine->facts()->file_bytes + 50'000;
    const rlimit tight{room, old.rlim_max};
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &tight), 0);
    Status status = Status::Ok;
    int acknowledged = 0;
    while (status == Status::Ok && acknowledged < 100) {
        status = engine
                     ->write(Deadline::never(),
                             [&](Batch& batch) {
                                 return batch.put("n" + std::to_string(acknowledged), Bytes(9000, 'n'));
                             })
                     .status();
        acknowledged += status == Status::Ok ? 1 : 0;
    }
    setrlimit(RLIMIT_FSIZE, &old);
    std::signal(SIGXFSZ, old_handler);
    EXPECT_EQ(status, Status::OutOfDiskSpace);
    EXPECT_EQ(laws::all_of(*engine).size(), before().size() + static_cast<std::size_t>(acknowledged));
    laws::put(*engine, "room", Bytes(100'000, 'r'));
    EXPECT_EQ(laws::find(*engine, "room"), Bytes(100'000, 'r'));
}

TEST(LmdbFaults, StayBelowTheSizeThatTheProcessMayWrite) {
    const TestingFolder folder;
    rlimit old{};
    ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &old), 0);
    const rlimit tight{4 << 20, old.rlim_max};
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &tight), 0);
    const auto engine = open(folder.options());
    Status status = Status::Ok;
    for (int number = 0; number < 100 && status == Status::Ok; ++number)
        status = (*engine)
                     ->write(Deadline::never(),
                             [&](Batch& batch) { return batch.put("n" + std::to_string(number), Bytes(90'000, 'n')); })
                     .status();
    setrlimit(RLIMIT_FSIZE, &old);
    EXPECT_EQ(status, Status::OutOfDiskSpace);  // and no SIGXFSZ, which would have ended this program
}

TEST(LmdbFaults, TakesLessAddressSpaceWhereThereIsLittle) {
    const TestingFolder folder;
    Options options = folder.options();
    options.reserve_bytes = std::uint64_t{1} << 62U;  // more than any machine gives
    const auto engine = open(options);
    ASSERT_TRUE(engine) << engine.error().sentence();
    laws::put(**engine, "a", "1");
    EXPECT_LT((*engine)->facts()->limit_bytes, options.reserve_bytes);
}
