#include "base/gate.h"

#include <atomic>
#include <thread>

#include <gtest/gtest.h>

using namespace wmi::base;

TEST(Gate, LetsNobodyInOnceClosed) {  // invariant 1
    Gate gate;
    gate.close();
    EXPECT_FALSE(gate.enter());
    gate.close();
}

TEST(Gate, CloseWaitsForEveryPass) {  // invariant 1
    Gate gate;
    std::atomic<bool> left = false;
    auto pass = gate.enter();
    ASSERT_TRUE(pass);
    std::thread worker([&, mine = std::move(*pass)]() mutable {
        std::this_thread::yield();
        left = true;
        Gate::Pass gone(std::move(mine));
    });
    pass.reset();
    gate.close();
    EXPECT_TRUE(left);
    worker.join();
}
