// Timers as they are kept, through Repository: what is refused, and what stands in __TimerNextFiring.
#include "repository/internal/testing_listener.h"

#include <string>

namespace wmi::repository {
namespace {

using namespace testing;

constexpr std::int64_t kSecond = 10'000'000;
constexpr std::int64_t kNoon2030 = 135'379'728'000'000'000;  // 20300101120000.000000+000

Value moment(std::int64_t at) { return at; }

class Timers : public RepositoryOn {
protected:
    Instance every(const std::string& id, std::uint64_t milliseconds) {
        return trial.make("__IntervalTimerInstruction", {{"TimerId", id}, {"IntervalBetweenEvents", milliseconds}});
    }

    Instance once(const std::string& id, const std::string& when) { return trial.make("__AbsoluteTimerInstruction", {{"TimerId", id}, {"EventDateTime", when}}); }

    /// NextEvent64BitTime of a timer; "none" when nothing is kept.
    Value next(const std::string& id) {
        const auto kept = trial.find("__TimerNextFiring", {text(id)});
        return kept ? get(*kept, "NextEvent64BitTime") : Value("none");
    }

    Status fire(const std::string& id, std::int64_t at) {
        auto change = trial->prepare_firing(trial.at(), id, at);
        return change ? trial->commit(std::move(*change)).status() : change.status();
    }
};

TEST_P(Timers, OfNoLengthAreRefused) {  // EVT-80
    EXPECT_EQ(trial.put(every("a", 0)).status(), Status::InvalidParameter);
    EXPECT_FALSE(trial.find("__TimerInstruction", {text("a")}));
    EXPECT_TRUE(trial.put(every("a", 1)));
    EXPECT_TRUE(trial.put(every("a", 4'294'967'295)));
    EXPECT_EQ(trial.put(trial.make("__IntervalTimerInstruction", {{"TimerId", "b"}})).status(), Status::IllegalNull);
}

TEST_P(Timers, WithoutAMomentAreRefused) {  // EVT-81
    for (const char* wrong : {"00000001120000.000000:000", "20300101******.******+***", "20300101120000.******+000", "20300101120000.00000*+000", "20300101120000.000000+***"})
        EXPECT_EQ(trial.put(once("a", wrong)).status(), Status::InvalidParameter) << wrong;
    EXPECT_FALSE(trial.find("__TimerInstruction", {text("a")}));
    EXPECT_TRUE(trial.put(once("a", "20300101120000.000000+060")));
    EXPECT_TRUE(trial.put(once("b", "19700101000000.000000+000")));
}

TEST_P(Timers, ArePartlyUpdatedByTheSameRules) {  // EVT-80, EVT-81, PART-13
    must(trial.put(every("a", 1000)));
    must(trial.put(once("b", "20300101120000.000000+000")));
    EXPECT_EQ(trial.put_part(every("a", 0), {"IntervalBetweenEvents"}).status(), Status::InvalidParameter);
    EXPECT_EQ(trial.put_part(once("b", "20300101******.******+***"), {"EventDateTime"}).status(), Status::InvalidParameter);
    EXPECT_EQ(get(*trial.find("__TimerInstruction", {text("a")}), "IntervalBetweenEvents"), number(1000));
    EXPECT_EQ(next("b"), moment(kNoon2030));
    EXPECT_TRUE(trial.put_part(every("a", 0), {"SkipIfPassed"}));  // the 0 is not written
    EXPECT_EQ(get(*trial.find("__TimerInstruction", {text("a")}), "IntervalBetweenEvents"), number(1000));
    trial.expect_sound();
}

TEST_P(Timers, FireFirstOneIntervalAfterTheyWerePut) {  // EVT-80, EVT-82
    trial.clock().set(1000 * kSecond);
    must(trial.put(every("a", 2500)));
    EXPECT_EQ(next("a"), moment(1000 * kSecond + kSecond * 5 / 2));
    trial.clock().set(2000 * kSecond);
    trial.reopen();
    EXPECT_EQ(next("A"), moment(1000 * kSecond + kSecond * 5 / 2));  // keys have no case
}

TEST_P(Timers, BeginAnewWhenTheyAreChanged) {  // EVT-83
    trial.clock().set(1000 * kSecond);
    must(trial.put(every("a", 1000)));
    trial.clock().set(1010 * kSecond);
    must(trial.put(every("a", 1000)));
    EXPECT_EQ(next("a"), moment(1011 * kSecond));
    trial.clock().set(1020 * kSecond);
    must(trial.put_part(every("a", 3000), {"IntervalBetweenEvents"}));
    EXPECT_EQ(next("a"), moment(1023 * kSecond));
    trial.expect_sound();
}

TEST_P(Timers, AreForgottenWhenTheyAreDeleted) {  // EVT-83
    must(trial.put(every("a", 1000)));
    must(trial.put(once("b", "20300101120000.000000+000")));
    must(trial.remove("__IntervalTimerInstruction", {text("a")}));
    EXPECT_EQ(next("a"), Value("none"));
    EXPECT_EQ(next("b"), moment(kNoon2030));
    must(trial.remove("__TimerInstruction", {text("B")}));
    EXPECT_TRUE(trial.all("__TimerNextFiring").empty());
    trial.expect_sound();
}

TEST_P(Timers, ThatHaveFiredSaySo) {  // EVT-81
    must(trial.put(once("a", "20300101120000.000000+000")));
    EXPECT_EQ(next("a"), moment(kNoon2030));
    EXPECT_EQ(fire("a", kNoon2030), Status::Ok);
    EXPECT_EQ(next("a"), Value());
    EXPECT_EQ(fire("a", kNoon2030), Status::Ok);  // another process, at the same moment
    trial.reopen();
    EXPECT_EQ(next("a"), Value());
    must(trial.put(once("a", "20300101120000.000000+000")));  // EVT-83
    EXPECT_EQ(next("a"), moment(kNoon2030));
    trial.expect_sound();
}

TEST_P(Timers, HaveNotFiredAtAMomentThatTheyNoLongerHave) {  // EVT-83
    EXPECT_EQ(fire("a", kNoon2030), Status::NotFound);
    must(trial.put(once("a", "20300101130000.000000+000")));
    EXPECT_EQ(fire("a", kNoon2030), Status::NotFound);
    EXPECT_EQ(next("a"), moment(kNoon2030 + 3600 * kSecond));
    must(trial.put(every("b", 1000)));
    EXPECT_EQ(fire("b", kNoon2030), Status::NotFound);
    EXPECT_FALSE(trial.find("__TimerNextFiring", {text("c")}));
}

TEST_P(Timers, AreWhatTheyAreUnderAnotherKind) {  // PUT-25: one id is one timer
    must(trial.put(every("a", 1000)));
    EXPECT_EQ(trial.put(once("A", "20300101120000.000000+000")).status(), Status::AlreadyExists);
    must(trial.remove("__TimerInstruction", {text("a")}));
    must(trial.put(once("A", "20300101120000.000000+000")));
    EXPECT_EQ(next("a"), moment(kNoon2030));
}

TEST_P(Timers, RaiseNoEventsButTheirOwn) {  // EVT-22: what is kept beside was put by nobody
    Recorder recorder;
    must(trial->listen(&recorder));
    must(trial.put(once("a", "20300101120000.000000+000")));
    must(trial.put(once("a", "20300101120000.000000+000")));
    EXPECT_EQ(fire("a", kNoon2030), Status::Ok);
    must(trial.remove("__TimerInstruction", {text("a")}));
    must(trial->listen(nullptr));
    EXPECT_EQ(as_text(recorder.take()), (std::vector<std::string>{"+i root\\cimv2 __AbsoluteTimerInstruction.__AbsoluteTimerInstruction.TimerId=\"a\"",
                                                                  "=i root\\cimv2 __AbsoluteTimerInstruction.__AbsoluteTimerInstruction.TimerId=\"a\"",
                                                                  "-i root\\cimv2 __AbsoluteTimerInstruction.__AbsoluteTimerInstruction.TimerId=\"a\""}));
}

TEST_P(Timers, WithoutAnIdAreGivenOne) {  // PUT-17
    const Outcome made = must(trial.put(trial.make("__IntervalTimerInstruction", {{"IntervalBetweenEvents", number(1000)}})));
    const auto all = trial.all("__TimerNextFiring");
    ASSERT_EQ(all.size(), 1U);
    EXPECT_NE(made.path.find(std::get<std::string>(get(all.front(), "TimerId"))), std::string::npos);
}

TEST_P(Timers, WithLongIdsAreKeptAndForgottenToo) {
    const std::string shared(600, 'x');  // longer than a key of the store may be
    must(trial.put(every(shared + "1", 1000)));
    must(trial.put(every(shared + "2", 2000)));
    must(trial.remove("__TimerInstruction", {text(shared + "1")}));
    EXPECT_EQ(next(shared + "1"), Value("none"));
    EXPECT_NE(next(shared + "2"), Value("none"));
    trial.expect_sound();
}

ON_BOTH_ENGINES(Timers);

}  // namespace
}  // namespace wmi::repository
