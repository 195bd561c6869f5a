#include "base/workers.h"

#include "base/gate.h"

#include <atomic>
#include <stdexcept>

#include <gtest/gtest.h>

using namespace wmi::base;

TEST(Workers, TheQueueHasAnEnd) {  // invariant 1
    Workers workers("test", 1, 2);
    Gate hold;
    auto pass = hold.enter();
    std::atomic<bool> started = false;
    ASSERT_TRUE(workers.try_run([&] {
        started = true;
        started.notify_all();
        hold.close();
    }));
    started.wait(false);
    EXPECT_TRUE(workers.try_run([] {}));
    EXPECT_TRUE(workers.try_run([] {}));
    Workers::Job one_more = [] {};
    EXPECT_FALSE(workers.try_run(one_more));
    EXPECT_TRUE(one_more) << "a job that was not taken is untouched";
    EXPECT_FALSE(workers.run(one_more, Deadline::in(std::chrono::milliseconds(1))));
    pass.reset();
}

TEST(Workers, EveryJobThatWasTakenRunsBeforeStopReturns) {  // invariant 2
    std::atomic<int> ran = 0;
    Workers workers("test", 3, 1000);
    for (int i = 0; i < 500; ++i) ASSERT_TRUE(workers.try_run([&] { ++ran; }));
    workers.stop();
    EXPECT_EQ(ran, 500);
    EXPECT_FALSE(workers.try_run([] {}));
}

TEST(Workers, AJobThatThrowsEndsItselfOnly) {  // invariant 3
    std::atomic<int> ran = 0;
    Workers workers("test", 1, 10);
    ASSERT_TRUE(workers.try_run([] { throw std::runtime_error("for the test"); }));
    ASSERT_TRUE(workers.try_run([&] { ++ran; }));
    workers.stop();
    EXPECT_EQ(ran, 1);
}
