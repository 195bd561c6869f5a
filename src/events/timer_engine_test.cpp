// Timers and groups from the store to the subscription.
#include "cim/system_classes.h"
#include "events/internal/testing_engine.h"
#include "events/internal/timer_event.h"

#include <thread>

namespace wmi::events::internal {
namespace {

using namespace std::chrono_literals;
using testing::EngineTrial;
using testing::get;
using testing::property;

class Heard : public EngineTrial {
protected:
    static std::string id_of(const EventPtr& event) { return std::get<std::string>(get(event->instance(), "TimerId")); }

    /// The next firing of anybody.
    static std::string next(Subscription& from) {
        const auto taken = from.take(1, Deadline::in(30s));
        return taken && taken->is_full ? id_of(taken->events.front()) : "nothing";
    }

    /// The next so many that this timer fires: which others fire meanwhile.
    static std::string others_beside(Subscription& from, const std::string& mark, int times) {
        std::string others;
        for (int seen = 0; seen < times;) {
            const std::string id = next(from);
            if (id == mark || id == "nothing") ++seen;
            else others += id;
        }
        return others;
    }
};

TEST_F(Heard, TimersOfDerivedClassesToo) {  // EVT-80, EVT-83
    put_class("My_Timer", "__IntervalTimerInstruction", {property("Why", cim::CimType::String)});
    const auto events = subscribe("SELECT * FROM __TimerEvent");
    ASSERT_EQ(put_timer("mine", 5, "My_Timer"), Status::Ok);
    EXPECT_EQ(next(*events), "mine");
    EXPECT_EQ(put(make("My_Timer", {{"TimerId", "zero"}, {"IntervalBetweenEvents", std::uint64_t{0}}})), Status::InvalidParameter);
    auto change = repository_->prepare_class_delete(here(), "My_Timer");
    ASSERT_TRUE(repository_->commit(std::move(*change)));  // takes its instances with it, unheard
    ASSERT_EQ(put_timer("mark", 20), Status::Ok);
    (void)others_beside(*events, "mark", 1);  // those that were due before
    EXPECT_EQ(others_beside(*events, "mark", 2), "");
}

TEST_F(Heard, TimersThatWereThereBefore) {  // EVT-83
    ASSERT_EQ(put_timer("a", 5), Status::Ok);
    const auto events = subscribe("SELECT * FROM __TimerEvent WHERE TimerId = 'A'");
    EXPECT_EQ(next(*events), "a");
}

TEST_F(Heard, NothingWhenOneSubscribesToOtherEvents) {
    ASSERT_EQ(put_timer("a", 1), Status::Ok);
    const auto other = subscribe("SELECT * FROM __InstanceCreationEvent");
    const auto timers = subscribe("SELECT * FROM __TimerEvent");
    EXPECT_EQ(next(*timers), "a");
    EXPECT_TRUE(other->take(1, Deadline::in(0s))->events.empty());
}

TEST_F(Heard, TimersGoOnWhenSomeOfTheSubscribersLeave) {
    ASSERT_EQ(put_timer("a", 2), Status::Ok);
    const auto one = subscribe("SELECT * FROM __TimerEvent"), two = subscribe("SELECT * FROM __Event");
    EXPECT_EQ(next(*one), "a");
    engine_->unsubscribe(*one);
    ASSERT_EQ(put_timer("b", 2), Status::Ok);
    const auto created = two->take(1, Deadline::in(30s));
    ASSERT_TRUE(created);
    engine_->unsubscribe(*two);
    const auto three = subscribe("SELECT * FROM __TimerEvent WHERE TimerId = 'b'");  // put while others were there
    EXPECT_EQ(next(*three), "b");
}

// -- subscriptions alone

Terms terms_of(const std::string& query) {
    const auto parsed = wql::parse(query);
    const auto& select = *std::get_if<wql::Select>(&*parsed);
    Terms terms;
    terms.from = cim::find_system_class(select.class_name);
    terms.projector = Projector::make(select, terms.from).value();
    if (select.group) terms.groups = wql::EventGroups::bind(*select.group, terms.from, {"HERE", "root\\cimv2"}).value();
    return terms;
}

EventPtr firing(const char* id, std::uint32_t count = 1) {
    return std::make_shared<TimerEvent>(TimerEvent::Content{.id = id, .count = count, .skips_passed = false, .time = 5});
}

TEST(Waiting, FiringsOfOneTimerAreOneEvent) {  // EVT-82
    Subscription subscription(terms_of("SELECT * FROM __TimerEvent"), nullptr, 0, 0);
    for (int i = 0; i < 10'000; ++i) subscription.offer(firing(i % 2 == 0 ? "even" : "odd"));  // no number of them overflows
    const auto taken = subscription.take(10, Deadline::in(0s));
    ASSERT_TRUE(taken);
    ASSERT_EQ(taken->events.size(), 2U);
    for (const EventPtr& event : taken->events) EXPECT_EQ(get(event->instance(), "NumFirings"), cim::Value(std::uint64_t{5'000}));
    subscription.offer(firing("even"));
    EXPECT_EQ(get(subscription.take(1, Deadline::in(0s))->events.front()->instance(), "NumFirings"), cim::Value(std::uint64_t{1}));
}

EventPtr change(const std::string& id) {
    const repository::CommittedChange modified = testing::modified(id, 0, 1);
    return std::make_shared<ChangeEvent>(modified, std::make_shared<EmbeddedHeads>("HERE"));
}

TEST(Waiting, GroupsCountTowardsTheQueue) {  // EVT-41, EVT-60, EVT-61
    Subscription subscription(terms_of("SELECT * FROM __InstanceModificationEvent GROUP WITHIN 3600 BY TargetInstance.Id"), nullptr, 0, 0);
    const std::string padding(100'000, 'x');
    int groups = 0;
    while (!subscription.offer(change(std::to_string(groups) + padding)).is_lost) {
        ASSERT_LT(++groups, 200);
    }
    EXPECT_GT(groups, 20);  // of 10,000,000 bytes
    EXPECT_TRUE(subscription.offer(change("0" + padding)).is_lost);  // behind the gap
    EXPECT_EQ(subscription.take(1, Deadline::in(0s)).status(), Status::QueueOverflow);
    EXPECT_FALSE(subscription.offer(change("0" + padding)).is_lost);  // one that is there takes nothing more
    EXPECT_EQ(subscription.take_gathered(base::Steady::now() + 2h)->events, 2U);
    subscription.close();
    EXPECT_FALSE(subscription.next_gathered());
    EXPECT_FALSE(subscription.offer(change("1")).group_end);
}

TEST(Waiting, AClockIsToldOfTheFirstGroupOnly) {
    Subscription subscription(terms_of("SELECT * FROM __InstanceModificationEvent GROUP WITHIN 10 BY TargetInstance.Id"), nullptr, 0, 0);
    EXPECT_TRUE(subscription.offer(change("a")).group_end);
    EXPECT_FALSE(subscription.offer(change("b")).group_end);
    const auto later = base::Steady::now() + 1h;
    EXPECT_TRUE(subscription.take_gathered(later));
    EXPECT_TRUE(subscription.next_gathered());
    EXPECT_FALSE(subscription.offer(change("a")).group_end);  // it comes again for b
    EXPECT_TRUE(subscription.take_gathered(later + 1h));
    EXPECT_TRUE(subscription.take_gathered(later + 1h));
    EXPECT_FALSE(subscription.next_gathered());
    EXPECT_TRUE(subscription.offer(change("c")).group_end);
    subscription.forget_clock();  // it could not take it down
    EXPECT_TRUE(subscription.offer(change("c")).group_end);
}

// -- all at once

TEST_F(Heard, WhileSubscribersComeAndGo) {
    have_processes();
    constexpr int kRounds = 40;
    const char* queries[] = {"SELECT * FROM __TimerEvent",
                             "SELECT * FROM __Event",
                             "SELECT * FROM __TimerEvent GROUP WITHIN 0.001 BY TimerId",
                             "SELECT * FROM __InstanceOperationEvent WITHIN 0.001 WHERE TargetInstance ISA 'Process' GROUP WITHIN 0.002",
                             "SELECT * FROM __InstanceOperationEvent WITHIN 0.001 WHERE TargetInstance ISA 'Base'"};
    std::atomic<bool> is_over{false};
    std::vector<std::thread> threads;
    for (const char* query : queries) {
        threads.emplace_back([&, query] {
            for (int i = 0; i < kRounds; ++i) {
                const auto one = try_subscribe(query);
                if (!one) continue;
                (void)(*one)->take(2, Deadline::in(3ms));
                if (i % 3 != 0) engine_->unsubscribe(**one);
            }
        });
    }
    threads.emplace_back([&] {
        for (std::uint32_t i = 0; !is_over; ++i) {
            put_timer("t" + std::to_string(i % 5), 1 + i % 3);
            if (i % 7 == 0) remove("__TimerInstruction", "t" + std::to_string(i % 5));
            put(make("__AbsoluteTimerInstruction", {{"TimerId", "past"}, {"EventDateTime", "20010101000000.000000+000"}}));
            provider_->set({{i % 10, i}, {10 + i % 3, i}});
            clock_.set(i % 5 == 0 ? clock_.now() - 1'000'000 : clock_.now() + 500'000);
            if (i % 20 == 0) engine_->end(this);  // all of this owner's
        }
    });
    for (std::size_t i = 0; i < std::size(queries); ++i) threads[i].join();
    is_over = true;
    threads.back().join();
    engine_->end(this);
    EXPECT_EQ(engine_->counts().subscriptions, 0U);
    const auto events = subscribe("SELECT * FROM __TimerEvent");
    ASSERT_EQ(put_timer("after", 2), Status::Ok);
    while (next(*events) != "after") {}
    engine_->close();
    EXPECT_EQ(try_subscribe("SELECT * FROM __TimerEvent").status(), Status::ShuttingDown);
}

}  // namespace
}  // namespace wmi::events::internal
