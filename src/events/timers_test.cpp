// Timers on a store, a clock and an alarm that the test moves by hand.
#include "events/internal/timers.h"

#include "events/internal/testing_events.h"
#include "events/internal/timer_event.h"

#include <gtest/gtest.h>

#include <functional>

namespace wmi::events::internal {
namespace {

using namespace std::chrono_literals;
using testing::get;

constexpr Moment kSecond = 10'000'000;
constexpr NamespaceId kHere = 7, kThere = 8;

class HeldAlarm : public WallAlarm {
public:
    static inline HeldAlarm* last = nullptr;

    explicit HeldAlarm(std::function<void()> on_ring) : ring(std::move(on_ring)) { last = this; }

    bool set(std::optional<Moment> moment) noexcept override {
        ++times_set;
        set_to = moment;
        return works;
    }

    void stop() noexcept override { ++times_stopped; }

    std::function<void()> ring;
    std::optional<Moment> set_to;
    int times_set = 0, times_stopped = 0;
    bool works = true;
};

class Store : public TimerHost {
public:
    Result<std::vector<KeptTimer>> read_timers(NamespaceId in) override {
        ++readings;
        if (fails) return Error(Status::CriticalError, "as the test wants it");
        std::vector<KeptTimer> all;
        for (const auto& [id, one] : kept[in]) all.push_back(one);
        return all;
    }

    Result<std::optional<KeptTimer>> find_timer(NamespaceId in, std::string_view id) override {
        const auto found = kept[in].find(id);
        return found == kept[in].end() ? std::optional<KeptTimer>() : std::optional<KeptTimer>(found->second);
    }

    Result<void> record_firing(const std::shared_ptr<FiringRecord>& record) override {
        if (answer != Status::Ok) return Error(answer, "as the test wants it");
        records.push_back(record);
        return {};
    }

    void tell(NamespaceId in, const EventPtr& event) override {
        const cim::Instance& one = event->instance();
        told += (told.empty() ? "" : " ") + std::get<std::string>(get(one, "TimerId")) + "*" + std::to_string(std::get<std::uint64_t>(get(one, "NumFirings")));
        if (in != kHere) told += "@" + std::to_string(in);
    }

    std::uint64_t wanted_since(NamespaceId in) override { return wanted[in]; }

    void rouse() noexcept override { ++roused; }

    std::map<NamespaceId, std::map<std::string, KeptTimer, base::NameLess>> kept;
    std::map<NamespaceId, std::uint64_t> wanted;
    std::vector<std::shared_ptr<FiringRecord>> records;
    std::string told;
    Status answer = Status::Ok;
    bool fails = false;
    int readings = 0, roused = 0;
};

class TimersOf : public ::testing::Test {
protected:
    TimersOf() { clock_.set(1000 * kSecond); }

    void every(const std::string& id, std::uint32_t milliseconds, NamespaceId in = kHere) {
        store_.kept[in][id] = {.id = id, .skips_passed = false, .interval_ms = milliseconds, .moment = {}, .first = wall() + Moment{milliseconds} * 10'000, .has_fired = false};
    }

    void once(const std::string& id, Moment moment, bool has_fired = false) {
        store_.kept[kHere][id] = {.id = id, .skips_passed = false, .interval_ms = 0, .moment = moment, .first = {}, .has_fired = has_fired};
    }

    [[nodiscard]] Moment wall() const { return static_cast<Moment>(clock_.now()); }

    void subscribe(NamespaceId in = kHere) {
        if (store_.wanted[in] == 0) store_.wanted[in] = ++since_;
        EXPECT_TRUE(timers_.watch(in, steady_));
    }

    void leave(NamespaceId in = kHere) {
        store_.wanted[in] = 0;
        timers_.release();
    }

    void pass(std::chrono::milliseconds time) {
        steady_ += time;
        clock_.set(clock_.now() + static_cast<base::FileTime>(time.count()) * 10'000);
    }

    /// What the events thread does: ticks while that is wanted. What was told since.
    std::string run() {
        for (int i = 0; i < 100 && timers_.next_due() <= steady_; ++i) timers_.tick(steady_);
        EXPECT_GT(timers_.next_due(), steady_) << "it would run for ever";
        return std::exchange(store_.told, {});
    }

    /// The store has committed what it was given.
    void commit(Status status = Status::Ok) {
        for (const auto& record : std::exchange(store_.records, {})) {
            if (status == Status::Ok) store_.kept[record->in()][record->id()].has_fired = true;
            record->finish(status);
        }
    }

    base::ManualClock clock_;
    base::Steady::time_point steady_{5000s};
    std::uint64_t since_ = 0;
    Store store_;
    Timers timers_{store_, clock_, [](std::function<void()> ring) -> std::unique_ptr<WallAlarm> { return std::make_unique<HeldAlarm>(std::move(ring)); }};
    HeldAlarm& alarm_ = *HeldAlarm::last;
};

TEST_F(TimersOf, ANamespaceFireWhileSomebodySubscribes) {  // EVT-82
    every("a", 1000);
    pass(3500ms);
    EXPECT_EQ(timers_.next_due(), base::Steady::time_point::max());  // nobody is there: nothing is to be done
    EXPECT_EQ(store_.readings, 0);
    subscribe();
    EXPECT_GT(store_.roused, 0);
    EXPECT_EQ(run(), "");  // what was before is not counted
    EXPECT_EQ(timers_.next_due(), steady_ + 500ms);
    pass(500ms);
    EXPECT_EQ(run(), "a*1");
    pass(3000ms);
    EXPECT_EQ(run(), "a*3");
    leave();
    EXPECT_EQ(run(), "");
    EXPECT_EQ(timers_.next_due(), base::Steady::time_point::max());
    EXPECT_GT(alarm_.times_stopped, 0);
    pass(5000ms);
    subscribe();
    EXPECT_EQ(run(), "");
    pass(500ms);
    EXPECT_EQ(run(), "");
    pass(500ms);
    EXPECT_EQ(run(), "a*1");
}

TEST_F(TimersOf, SeveralNamespacesAreApart) {
    every("a", 1000);
    every("a", 2000, kThere);
    subscribe();
    subscribe();
    EXPECT_EQ(store_.readings, 1);  // read once for all
    subscribe(kThere);
    pass(2s);
    EXPECT_EQ(run(), "a*2 a*1@8");
    leave();
    pass(2s);
    EXPECT_EQ(run(), "a*1@8");
}

TEST_F(TimersOf, FollowTheirInstructions) {  // EVT-83
    subscribe();
    every("a", 1000);
    timers_.changed(kHere, "a", wall(), steady_);
    timers_.changed(kThere, "a", wall(), steady_);
    pass(1s);
    EXPECT_EQ(run(), "a*1");
    every("a", 5000);
    timers_.changed(kHere, "A", wall(), steady_);
    pass(4s);
    EXPECT_EQ(run(), "");
    pass(1s);
    EXPECT_EQ(run(), "a*1");
    store_.kept.clear();
    timers_.changed(kHere, "a", 0, steady_);
    pass(10s);
    EXPECT_EQ(run(), "");
}

TEST_F(TimersOf, AreReadAgainWhenChangesWereLost) {
    every("a", 1000);
    every("b", 1000);
    subscribe();
    store_.kept[kHere].erase("b");
    every("c", 500);
    store_.fails = true;
    timers_.read_all_again(steady_);
    store_.fails = false;
    timers_.read_all_again(steady_);
    pass(1s);
    EXPECT_EQ(run(), "c*2 a*1");
}

TEST_F(TimersOf, WhatWasNotHeardOfWhileNobodySubscribedIsReadAgain) {  // also when the last leaves just before the next comes
    every("a", 1000);
    subscribe();
    leave();
    every("a", 7000);
    subscribe();
    pass(6s);
    EXPECT_EQ(run(), "");
    pass(1s);
    EXPECT_EQ(run(), "a*1");
}

TEST_F(TimersOf, AMomentAreRecordedBeforeTheyAreTold) {  // EVT-81: killed between the two, it has fired
    once("a", 1010 * kSecond);
    subscribe();
    EXPECT_EQ(run(), "");
    EXPECT_EQ(alarm_.set_to, 1010 * kSecond);
    EXPECT_EQ(timers_.next_due(), base::Steady::time_point::max());  // the alarm wakes, nobody looks at the clock
    pass(10s);
    alarm_.ring();
    EXPECT_EQ(run(), "");
    ASSERT_EQ(store_.records.size(), 1U);
    const int roused = store_.roused;
    commit();
    EXPECT_GT(store_.roused, roused);
    EXPECT_EQ(run(), "a*1");
    EXPECT_EQ(alarm_.set_to, std::nullopt);
    pass(1h);
    EXPECT_EQ(run(), "");
}

TEST_F(TimersOf, AMomentDoNotFireAgainAfterARestart) {  // EVT-81
    once("a", 1010 * kSecond, true);
    once("b", 900 * kSecond, true);
    once("c", 900 * kSecond);  // killed before it was recorded: then nobody was told either
    subscribe();
    pass(1h);
    run();
    ASSERT_EQ(store_.records.size(), 1U);
    commit();
    EXPECT_EQ(run(), "c*1");
}

TEST_F(TimersOf, AMomentThatWasChangedMeanwhileDoNotFire) {  // EVT-83: the store knows better
    once("a", 900 * kSecond);
    subscribe();
    run();
    once("a", 2000 * kSecond);
    commit(Status::NotFound);
    timers_.changed(kHere, "a", wall(), steady_);
    EXPECT_EQ(run(), "");
    EXPECT_EQ(alarm_.set_to, 2000 * kSecond);
}

TEST_F(TimersOf, AMomentThatCannotBeRecordedFireAllTheSame) {
    once("a", 900 * kSecond);
    subscribe();
    run();
    commit(Status::OutOfDiskSpace);
    EXPECT_EQ(run(), "a*1");
    once("b", 901 * kSecond);
    store_.answer = Status::CriticalError;
    timers_.changed(kHere, "b", wall(), steady_);
    EXPECT_EQ(run(), "b*1");
}

TEST_F(TimersOf, AMomentAreRecordedLaterWhereTheQueueIsFull) {
    once("a", 900 * kSecond);
    store_.answer = Status::ServerTooBusy;
    subscribe();
    EXPECT_EQ(run(), "");
    EXPECT_EQ(timers_.next_due(), steady_ + 100ms);
    pass(100ms);
    EXPECT_EQ(run(), "");
    store_.answer = Status::Ok;
    pass(100ms);
    run();
    commit();
    EXPECT_EQ(run(), "a*1");
    EXPECT_EQ(timers_.next_due(), base::Steady::time_point::max());
}

TEST_F(TimersOf, AMomentPutAnewWhileItIsRecordedAreLookedUpAgain) {  // EVT-83
    once("a", 900 * kSecond);
    subscribe();
    run();
    timers_.changed(kHere, "a", wall(), steady_);
    commit();
    EXPECT_EQ(run(), "a*1");
    EXPECT_TRUE(store_.records.empty());  // the record was last
    timers_.changed(kHere, "a", wall(), steady_);
    EXPECT_EQ(run(), "");
    once("a", 900 * kSecond);  // put anew
    timers_.changed(kHere, "a", wall(), steady_);
    run();
    commit();
    EXPECT_EQ(run(), "a*1");
}

TEST_F(TimersOf, AMomentFollowTheWallClockWhenItIsSet) {  // EVT-82
    once("a", 4600 * kSecond);
    subscribe();
    run();
    const int times = alarm_.times_set;
    clock_.set(clock_.now() - 3600 * kSecond);
    alarm_.ring();  // the clock was set back an hour
    EXPECT_EQ(run(), "");
    EXPECT_GT(alarm_.times_set, times);  // it waits anew
    EXPECT_EQ(alarm_.set_to, 4600 * kSecond);
    clock_.set(clock_.now() + 7200 * kSecond);
    alarm_.ring();  // and forward two
    run();
    commit();
    EXPECT_EQ(run(), "a*1");
}

TEST_F(TimersOf, AMomentAreLookedAtEverySecondWhereNothingCanRing) {
    alarm_.works = false;
    once("a", 1010 * kSecond);
    subscribe();
    EXPECT_EQ(run(), "");
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(timers_.next_due(), steady_ + 1s);
        pass(1s);
        EXPECT_EQ(run(), "");
    }
    commit();
    EXPECT_EQ(run(), "a*1");
}

TEST_F(TimersOf, WhoeverSubscribesWhileOneIsRecordedHearsOfItOnce) {
    once("a", 900 * kSecond);
    subscribe();
    run();
    leave();
    subscribe();  // before anybody has cleared away
    run();
    ASSERT_EQ(store_.records.size(), 1U);
    commit();
    EXPECT_EQ(run(), "a*1");
    EXPECT_TRUE(store_.records.empty());
}

TEST_F(TimersOf, ThatCannotBeReadRefuseTheSubscription) {
    store_.fails = true;
    store_.wanted[kHere] = 1;
    EXPECT_EQ(timers_.watch(kHere, steady_).status(), Status::CriticalError);
    EXPECT_EQ(timers_.next_due(), base::Steady::time_point::max());
    store_.fails = false;
    every("a", 1000);
    EXPECT_TRUE(timers_.watch(kHere, steady_));
    pass(1s);
    EXPECT_EQ(run(), "a*1");
}

TEST_F(TimersOf, MayEndBeforeWhatTheyRecordHas) {
    once("a", 900 * kSecond);
    std::shared_ptr<FiringRecord> record;
    {
        Timers others(store_, clock_, [](std::function<void()> ring) -> std::unique_ptr<WallAlarm> { return std::make_unique<HeldAlarm>(std::move(ring)); });
        store_.wanted[kHere] = 1;
        EXPECT_TRUE(others.watch(kHere, steady_));
        others.tick(steady_);
        ASSERT_EQ(store_.records.size(), 1U);
        record = store_.records.front();
    }
    const int roused = store_.roused;
    record->finish(Status::Ok);
    EXPECT_EQ(store_.roused, roused);
}

TEST(TimerEvents, SayWhoFiredAndHowOften) {  // EVT-80
    const TimerEvent event({.id = "Tick", .count = 3, .skips_passed = false, .time = 12345});
    EXPECT_EQ(event.instance().cls().name(), "__TimerEvent");
    EXPECT_EQ(get(event.instance(), "TimerId"), cim::Value("Tick"));
    EXPECT_EQ(get(event.instance(), "NumFirings"), cim::Value(std::uint64_t{3}));
    EXPECT_EQ(get(event.instance(), "TIME_CREATED"), cim::Value(std::uint64_t{12345}));  // EVT-12
    EXPECT_EQ(get(event.instance(), "SECURITY_DESCRIPTOR"), cim::Value());
    auto query = wql::parse("SELECT * FROM __TimerEvent WHERE TimerId = 'tick' AND NumFirings > 2");
    const auto filter = wql::EventFilter::bind(*std::get_if<wql::Select>(&*query)->where, event.event_class(), {"HERE", "root\\cimv2"}).value();
    EXPECT_TRUE(filter.matches(event.subject()));  // EVT-83
    EXPECT_FALSE(filter.matches(TimerEvent({.id = "Tock", .count = 3, .skips_passed = false, .time = 1}).subject()));
}

TEST(TimerEvents, ThatWaitForASlowTakerBecomeOne) {  // EVT-82
    const auto fired = [](const char* id, std::uint32_t count, bool skips = false) { return TimerEvent({.id = id, .count = count, .skips_passed = skips, .time = 5}); };
    const auto joined = fired("a", 2).joined_to(fired("A", 3));
    ASSERT_TRUE(joined);
    EXPECT_EQ(get(joined->instance(), "NumFirings"), cim::Value(std::uint64_t{5}));
    EXPECT_EQ(get(fired("a", 1, true).joined_to(fired("a", 1, true))->instance(), "NumFirings"), cim::Value(std::uint64_t{1}));
    EXPECT_EQ(get(fired("a", 7).joined_to(fired("a", 4'294'967'290))->instance(), "NumFirings"), cim::Value(std::uint64_t{4'294'967'295}));
    EXPECT_FALSE(fired("a", 1).joined_to(fired("b", 1)));
    EXPECT_FALSE(fired("a", 1).joined_to(BuiltEvent(testing::thing("a", 1), 5)));
}

}  // namespace
}  // namespace wmi::events::internal
