// Timers by two clocks that stand where the test puts them.
#include "events/internal/timer_table.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

namespace wmi::events::internal {
namespace {

using namespace std::chrono_literals;

constexpr Moment kSecond = 10'000'000;

class Timer : public ::testing::Test {
protected:
    static KeptTimer every(const std::string& id, std::uint32_t milliseconds, std::optional<Moment> first, bool skips = false) {
        return {.id = id, .skips_passed = skips, .interval_ms = milliseconds, .moment = {}, .first = first, .has_fired = false};
    }

    static KeptTimer once(const std::string& id, Moment moment, bool skips = false, bool has_fired = false) {
        return {.id = id, .skips_passed = skips, .interval_ms = 0, .moment = moment, .first = {}, .has_fired = has_fired};
    }

    /// Both clocks go on.
    void pass(std::chrono::milliseconds time) {
        now_.steady += time;
        now_.wall += time.count() * 10'000;
    }

    void set_wall(Moment wall) { now_.wall = wall; }

    /// "id*count" of all that is due now; an absolute timer with "!" instead.
    std::string due() {
        std::string all;
        while (const auto one = table_.take_due(now_)) all += (all.empty() ? "" : " ") + one->id + (one->moment ? "!" : "*" + std::to_string(one->count));
        return all;
    }

    [[nodiscard]] auto wait() const { return std::chrono::duration_cast<std::chrono::microseconds>(*table_.next_steady() - now_.steady).count() / 1000.0; }

    TimerTable table_;
    Now now_{base::Steady::time_point(5000s), 1000 * kSecond};
};

TEST_F(Timer, FiresOneIntervalAfterItWasPutAndThenEveryInterval) {  // EVT-80
    table_.change(every("a", 2000, 1002 * kSecond), now_, 1000 * kSecond);
    EXPECT_EQ(due(), "");
    EXPECT_EQ(wait(), 2000);
    pass(1999ms);
    EXPECT_EQ(due(), "");
    pass(1ms);
    EXPECT_EQ(due(), "a*1");
    EXPECT_EQ(due(), "");
    EXPECT_EQ(wait(), 2000);
    pass(2001ms);  // noticed late: the next is in time
    EXPECT_EQ(due(), "a*1");
    EXPECT_EQ(wait(), 1999);
}

TEST_F(Timer, IsHeardOfALittleLaterThanItWasPut) {  // EVT-80: a change comes through the feed
    pass(300ms);
    table_.change(every("a", 2000, 1002 * kSecond), now_, 1000 * kSecond);
    EXPECT_EQ(wait(), 1700);
    table_.change(every("b", 100, 1000 * kSecond + kSecond / 10), now_, 1000 * kSecond);
    EXPECT_EQ(due(), "b*3");  // at 100, 200 and 300 ms
}

TEST_F(Timer, CountsFiringsThatNobodyCouldTakeInTime) {  // EVT-82
    table_.change(every("a", 1000, 1001 * kSecond), now_, 1000 * kSecond);
    table_.change(every("s", 1000, 1001 * kSecond, true), now_, 1000 * kSecond);
    pass(5500ms);
    EXPECT_EQ(due(), "a*5 s*1");  // SkipIfPassed: those missed are not counted
    EXPECT_EQ(wait(), 500);
}

TEST_F(Timer, CountsAsMuchAsFits) {
    table_.change(every("a", 1, 1001 * kSecond), now_, 1000 * kSecond);
    pass(std::chrono::hours(24 * 100));
    EXPECT_EQ(due(), "a*4294967295");
}

TEST_F(Timer, KeepsItsPhaseAcrossARestart) {  // EVT-82, EVT-83
    table_.load(every("a", 2000, 901 * kSecond + kSecond / 2), now_);  // fires at ... 999.5, 1001.5
    EXPECT_EQ(due(), "");                                             // what was before the subscription is not counted (EVT-03)
    EXPECT_EQ(wait(), 1500);
    table_.load(every("b", 2000, 1000 * kSecond), now_);  // one is due this very moment: it was before
    pass(1500ms);
    EXPECT_EQ(due(), "a*1");
    pass(500ms);
    EXPECT_EQ(due(), "b*1");
    pass(1500ms);
    EXPECT_EQ(due(), "a*1");
}

TEST_F(Timer, OfAnIntervalDoesNotCareWhenTheWallClockIsSet) {  // EVT-82
    table_.change(every("a", 2000, 1002 * kSecond), now_, 1000 * kSecond);
    set_wall(now_.wall - 3600 * kSecond);
    pass(2000ms);
    EXPECT_EQ(due(), "a*1");
    set_wall(now_.wall + 7200 * kSecond);
    EXPECT_EQ(due(), "");
    pass(2000ms);
    EXPECT_EQ(due(), "a*1");
}

TEST_F(Timer, OfAnIntervalWaitsNoLongerThanThatWhenTheClockWasSetBackMeanwhile) {  // EVT-82
    table_.load(every("a", 2000, 4601 * kSecond), now_);  // put an hour later than now
    EXPECT_EQ(wait(), 1000);
    table_.load(every("b", 4'294'967'295, now_.wall + kSecond), now_);
    table_.change(every("c", 1000, 4601 * kSecond), now_, 4600 * kSecond);
    EXPECT_EQ(wait(), 1000);
    EXPECT_EQ(table_.size(), 3U);
}

TEST_F(Timer, WithoutAKnownPhaseBeginsNow) {  // from before phases were kept
    table_.load(every("a", 2000, std::nullopt), now_);
    EXPECT_EQ(wait(), 2000);
    for (const Moment senseless : {std::numeric_limits<Moment>::min(), std::numeric_limits<Moment>::max(), Moment{-1}}) {
        TimerTable other;
        other.load(every("a", 2000, senseless), now_);
        EXPECT_EQ(*other.next_steady() - now_.steady, 2000ms);
    }
}

TEST_F(Timer, BeginsAnewWhenItIsPut) {  // EVT-83
    table_.change(every("a", 2000, 1002 * kSecond), now_, 1000 * kSecond);
    pass(1500ms);
    table_.change(every("A", 2000, 1003 * kSecond + kSecond / 2), now_, now_.wall);  // ids have no case
    EXPECT_EQ(wait(), 2000);
    EXPECT_EQ(table_.size(), 1U);
    pass(1999ms);
    EXPECT_EQ(due(), "");
    pass(1ms);
    EXPECT_EQ(due(), "A*1");
}

TEST_F(Timer, ThatIsHeardOfTwiceGoesOn) {  // the subscription's own reading, then the change that it had read already
    table_.load(every("a", 1000, 1001 * kSecond), now_);
    pass(1200ms);
    EXPECT_EQ(due(), "a*1");
    table_.change(every("a", 1000, 1001 * kSecond), now_, 1000 * kSecond);
    EXPECT_EQ(due(), "");
    EXPECT_EQ(wait(), 800);
}

TEST_F(Timer, ThatIsDeletedFiresNoMore) {  // EVT-83
    table_.change(every("a", 1000, 1001 * kSecond), now_, now_.wall);
    table_.change(once("b", 1001 * kSecond), now_, now_.wall);
    table_.remove("A");
    table_.remove("b");
    table_.remove("c");
    pass(5000ms);
    EXPECT_EQ(due(), "");
    EXPECT_FALSE(table_.next_steady());
    EXPECT_FALSE(table_.next_wall());
    EXPECT_EQ(table_.size(), 0U);
}

TEST_F(Timer, OfAMomentFiresOnceThen) {  // EVT-81
    table_.change(once("a", 1010 * kSecond), now_, now_.wall);
    EXPECT_EQ(table_.next_wall(), 1010 * kSecond);
    pass(9999ms);
    EXPECT_EQ(due(), "");
    pass(1ms);
    EXPECT_EQ(due(), "a!");
    EXPECT_FALSE(table_.recorded("a", 1010 * kSecond));
    pass(1h);
    EXPECT_EQ(due(), "");
    set_wall(1000 * kSecond);  // the moment comes again: not the firing
    pass(10s);
    EXPECT_EQ(due(), "");
    EXPECT_EQ(table_.size(), 1U);
}

TEST_F(Timer, OfAMomentThatPassedFiresAtOnceUnlessItSkips) {  // EVT-81
    table_.change(once("a", 900 * kSecond), now_, now_.wall);
    table_.change(once("s", 900 * kSecond, true), now_, now_.wall);
    EXPECT_EQ(due(), "a!");
    pass(1h);
    EXPECT_EQ(due(), "");
    TimerTable loaded;
    loaded.load(once("s", 900 * kSecond, true), now_);
    EXPECT_FALSE(loaded.take_due(now_));
    loaded.load(once("a", 900 * kSecond), now_);
    EXPECT_TRUE(loaded.take_due(now_));
}

TEST_F(Timer, OfAMomentThatHadNotPassedWhenItWasPutDoesNotSkip) {  // EVT-81
    pass(2ms);
    table_.change(once("s", 1000 * kSecond + 10'000, true), now_, 1000 * kSecond);
    EXPECT_EQ(due(), "s!");
}

TEST_F(Timer, OfAMomentFollowsTheWallClockWhereverItIsSet) {  // EVT-82
    table_.load(once("a", 4600 * kSecond), now_);
    table_.load(once("s", 4600 * kSecond, true), now_);
    set_wall(now_.wall - 3600 * kSecond);
    pass(1h);
    EXPECT_EQ(due(), "");
    set_wall(now_.wall + 3600 * kSecond);
    EXPECT_EQ(due(), "a! s!");  // somebody was there: it was not passed, it came
}

TEST_F(Timer, ThatHasFiredBeforeDoesNotFireAgain) {  // EVT-81
    table_.load(once("a", 1010 * kSecond, false, true), now_);
    table_.load(once("b", 900 * kSecond, false, true), now_);
    EXPECT_FALSE(table_.next_wall());
    pass(1h);
    EXPECT_EQ(due(), "");
    table_.change(once("a", 900 * kSecond), now_, now_.wall);  // EVT-83
    EXPECT_EQ(due(), "a!");
}

TEST_F(Timer, ThatIsPutWhileItsFiringIsRecordedIsLookedUpAgain) {  // EVT-81, EVT-83
    table_.load(once("a", 900 * kSecond), now_);
    EXPECT_EQ(due(), "a!");
    table_.change(once("a", 900 * kSecond), now_, now_.wall);  // before or after the record? That shows later
    EXPECT_EQ(due(), "");
    EXPECT_TRUE(table_.recorded("a", 900 * kSecond));
    table_.change(once("a", 900 * kSecond, false, true), now_, now_.wall);  // the record came last
    EXPECT_EQ(due(), "");
    table_.change(once("a", 900 * kSecond), now_, now_.wall);  // the put came last
    EXPECT_EQ(due(), "a!");
    EXPECT_FALSE(table_.recorded("a", 900 * kSecond));
    EXPECT_FALSE(table_.recorded("a", 900 * kSecond));
    EXPECT_FALSE(table_.recorded("gone", 900 * kSecond));
}

TEST_F(Timer, ThatGetsAnotherMomentWhileItsFiringIsRecordedFiresThenToo) {  // EVT-83
    table_.load(once("a", 900 * kSecond), now_);
    EXPECT_EQ(due(), "a!");
    table_.change(once("a", 1010 * kSecond), now_, now_.wall);
    EXPECT_FALSE(table_.recorded("a", 900 * kSecond));
    EXPECT_EQ(due(), "");
    pass(10s);
    EXPECT_EQ(due(), "a!");
}

TEST_F(Timer, ThatBecomesAnotherKindIsOnlyThat) {
    table_.change(every("a", 1000, 1001 * kSecond), now_, now_.wall);
    table_.change(once("a", 1005 * kSecond), now_, now_.wall);
    pass(3s);
    EXPECT_EQ(due(), "");
    pass(2s);
    EXPECT_EQ(due(), "a!");
}

TEST_F(Timer, ThatHasNeitherIntervalNorMomentNeverFires) {  // of a class of one's own; or kept by a version that did not look
    table_.load(every("a", 0, std::nullopt), now_);
    table_.change(every("b", 0, 1001 * kSecond), now_, now_.wall);
    EXPECT_FALSE(table_.next_steady());
    pass(10s);
    EXPECT_EQ(due(), "");
    EXPECT_EQ(table_.size(), 2U);
}

TEST_F(Timer, ThatIsNotAmongThoseReadAgainIsGone) {  // after changes were lost
    table_.load(every("a", 1000, 1001 * kSecond), now_);
    table_.load(every("b", 1000, 1001 * kSecond), now_);
    table_.load(once("c", 1001 * kSecond), now_);
    table_.keep_only({"B"});
    pass(1s);
    EXPECT_EQ(due(), "b*1");
}

TEST_F(Timer, SaysWhatIsNext) {
    EXPECT_FALSE(table_.next_steady());
    table_.load(every("a", 3000, std::nullopt), now_);
    table_.load(every("b", 2000, std::nullopt), now_);
    table_.load(once("c", 1007 * kSecond), now_);
    table_.load(once("d", 1006 * kSecond), now_);
    EXPECT_EQ(wait(), 2000);
    EXPECT_EQ(table_.next_wall(), 1006 * kSecond);
    pass(6s);
    EXPECT_EQ(due(), "d! b*3 a*2");
    EXPECT_EQ(table_.next_wall(), 1007 * kSecond);
}

}  // namespace
}  // namespace wmi::events::internal
