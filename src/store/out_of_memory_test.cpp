// The n-th failing operator new, for every n: the state is that before or that after, and the engine goes on. The operators are
// weak: some sanitizers bring their own, which never fail, and then there is nothing to test.
#include <cstdlib>
#include <new>

#include <gtest/gtest.h>

#include "store/engine_laws.h"
#include "store/internal/testing_folder.h"
#include "store/memory_engine.h"

using namespace wmi::store;

namespace {

thread_local int allocations_left = -1;  // before one fails; below 0: none does

bool fails() { return allocations_left >= 0 && allocations_left-- == 0; }

}  // namespace

__attribute__((weak, visibility("default"))) void* operator new(std::size_t size) {
    void* const memory = fails() ? nullptr : std::malloc(size ? size : 1);
    if (!memory) throw std::bad_alloc();
    return memory;
}

__attribute__((weak, visibility("default"))) void operator delete(void* memory) noexcept { std::free(memory); }

__attribute__((weak, visibility("default"))) void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace {

bool can_fail() {
    allocations_left = 0;
    try {
        const Bytes long_enough(1000, 'x');
    } catch (const std::bad_alloc&) {
    }
    return std::exchange(allocations_left, -1) < 0;
}

const Bytes kLong(100, 'l');  // longer than a string keeps in itself

Result<void> change(Batch& batch) {
    TRY(batch.put("a" + kLong, "2" + kLong));
    TRY(batch.insert("b" + kLong, "2" + kLong));
    TRY(batch.erase("c" + kLong));
    auto cursor = TRY(batch.cursor());
    TRY(cursor->seek(""));
    TRY(batch.put(cursor->key(), "3" + kLong));
    return {};
}

void fail_every_allocation(const laws::Make& make) {
    const laws::Model before{{"a" + kLong, "1"}, {"c" + kLong, "1"}};
    const laws::Model after{{"a" + kLong, "3" + kLong}, {"b" + kLong, "2" + kLong}};
    bool failed = true;
    int n = 0;
    for (; failed && n < 1000; ++n) {
        SCOPED_TRACE("allocation " + std::to_string(n));
        const auto engine = make();
        laws::write(*engine, [&](Batch& batch) -> Result<void> {
            for (const auto& [key, value] : before)
                TRY(batch.put(key, value));
            return {};
        });
        bool done = false;
        const Work work = change;
        allocations_left = n;
        try {
            auto view = engine->read();
            auto cursor = (*view)->cursor();
            failed = !(*cursor)->seek("a");
            done = static_cast<bool>(engine->write(Deadline::never(), work));
            failed = failed || !done;
        } catch (const std::bad_alloc&) {
            failed = true;
        }
        allocations_left = -1;
        EXPECT_EQ(laws::all_of(*engine), done ? after : before);
        laws::put(*engine, "and", "on");
        EXPECT_EQ(laws::find(*engine, "and"), "on");
    }
    EXPECT_GT(n, 10);
    EXPECT_FALSE(failed);
}

}  // namespace

TEST(OutOfMemory, LeavesTheMemoryEngineBeforeOrAfter) {
    if (!can_fail()) GTEST_SKIP() << "this build's operator new is a sanitizer's";
    fail_every_allocation([] { return make_memory_engine(); });
}

TEST(OutOfMemory, LeavesTheLmdbEngineBeforeOrAfter) {
    if (!can_fail()) GTEST_SKIP() << "this build's operator new is a sanitizer's";
    std::vector<internal::TestingFolder> folders;
    fail_every_allocation([&] { return *open(folders.emplace_back().options()); });
}

TEST(OutOfMemory, LeavesAFolderThatCanBeOpened) {
    if (!can_fail()) GTEST_SKIP() << "this build's operator new is a sanitizer's";
    bool failed = true;
    for (int n = 0; failed && n < 1000; ++n) {
        const internal::TestingFolder folder;
        const Options options = folder.options();
        allocations_left = n;
        try {
            failed = !open(options);
        } catch (const std::bad_alloc&) {
            failed = true;
        }
        allocations_left = -1;
        const auto engine = open(options);
        ASSERT_TRUE(engine) << n << engine.error().sentence();
        laws::put(**engine, "a", "1");
    }
    EXPECT_FALSE(failed);
}
