// The alarm by the system's own clock: the moments that the tests give it have passed, or are a moment away.
#include "events/internal/wall_alarm.h"

#include "base/clock.h"
#include "base/guarded.h"

#include <gtest/gtest.h>

namespace wmi::events::internal {
namespace {

constexpr Moment kHour = Moment{3600} * 10'000'000;

class Alarm : public ::testing::Test {
protected:
    Moment now() { return static_cast<Moment>(clock_.now()); }

    /// Waits until it has rung so often.
    bool rings(int times) {
        return rung_.wait(base::Deadline::in(std::chrono::seconds(30)), [=](int rung) { return rung >= times; }, [](int&, bool there) { return there; });
    }

    int rung() {
        return rung_.with([](int rung) { return rung; });
    }

    base::SystemClock clock_;
    base::Guarded<int> rung_;
    std::unique_ptr<WallAlarm> alarm_ = make_wall_alarm([this] {
        rung_.with([](int& rung) { ++rung; });
        rung_.notify_all();
    });
};

TEST_F(Alarm, RingsAtOnceForWhatHasPassed) {
    EXPECT_TRUE(alarm_->set(now() - kHour));
    EXPECT_TRUE(rings(1));
    EXPECT_TRUE(alarm_->set(-kHour));  // before 1601
    EXPECT_TRUE(rings(2));
    EXPECT_TRUE(alarm_->set(0));
    EXPECT_TRUE(rings(3));
}

TEST_F(Alarm, RingsWhenTheMomentComes) {
    const Moment soon = now() + 10'000;
    EXPECT_TRUE(alarm_->set(soon));
    EXPECT_TRUE(rings(1));
    EXPECT_GE(now(), soon);
}

TEST_F(Alarm, IsSilentUntilThen) {
    EXPECT_TRUE(alarm_->set(now() + kHour));
    EXPECT_TRUE(alarm_->set(std::nullopt));
    EXPECT_TRUE(alarm_->set(now() + 2 * kHour));
    EXPECT_EQ(rung(), 0);
    EXPECT_TRUE(alarm_->set(now()));
    EXPECT_TRUE(rings(1));
    alarm_->stop();
    EXPECT_EQ(rung(), 1);  // the earlier settings did not ring
}

TEST_F(Alarm, CanBeStoppedAndSetAgain) {
    alarm_->stop();
    EXPECT_TRUE(alarm_->set(std::nullopt));
    EXPECT_TRUE(alarm_->set(now() + kHour));
    alarm_->stop();
    alarm_->stop();
    EXPECT_TRUE(alarm_->set(now() - 1));
    EXPECT_TRUE(rings(1));
}

}  // namespace
}  // namespace wmi::events::internal
