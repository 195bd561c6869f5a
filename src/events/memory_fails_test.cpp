// The n-th allocation fails, for every n: what threw has changed nothing, and goes well the next time.
#include "events/internal/grouping_clock.h"
#include "events/internal/polls.h"
#include "events/internal/testing_events.h"
#include "events/internal/timer_event.h"
#include "events/internal/timers.h"

#include "cim/system_classes.h"
#include "events/internal/embedded_heads.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

namespace {

/// The n-th allocation of this thread from now on fails; 0: none.
thread_local long allocations_left = 0;

void count_allocation() {
    if (allocations_left > 0 && --allocations_left == 0) throw std::bad_alloc();
}

}  // namespace

// The one way to make memory fail: the program's own operator new. Weak, because clang's sanitizers bring theirs, which never fail.
#define REPLACES __attribute__((weak, visibility("default")))

REPLACES void* operator new(std::size_t size) {
    count_allocation();
    if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
    throw std::bad_alloc();
}
REPLACES void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return std::malloc(size == 0 ? 1 : size); }
REPLACES void operator delete(void* memory) noexcept { std::free(memory); }
REPLACES void operator delete(void* memory, const std::nothrow_t&) noexcept { std::free(memory); }
REPLACES void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

#undef REPLACES

namespace wmi::events::internal {
namespace {

using namespace std::chrono_literals;
using testing::get;
using testing::modified;

/// False where a sanitizer's operator new stands in the place of ours: then there is nothing to test.
bool can_fail() {
    bool failed = false;
    allocations_left = 1;
    try {
        ::operator delete(::operator new(1));
    } catch (const std::bad_alloc&) {
        failed = true;
    }
    allocations_left = 0;
    return failed;
}

/// Runs act(n) with the n-th allocation failing, n = 1, 2, ... until none failed; failed(n) after each that did.
template <class Act, class Failed>
void fail_each(Act&& act, Failed&& failed) {
    for (long n = 1;; ++n) {
        ASSERT_LT(n, 5000);
        allocations_left = n;
        bool has_failed = false;
        try {
            act();
        } catch (const std::bad_alloc&) {
            has_failed = true;
        }
        const bool was_reached = allocations_left == 0;
        allocations_left = 0;
        if (!was_reached) return;
        failed(n, has_failed);
    }
}

class WhenMemoryFails : public ::testing::Test {
protected:
    void SetUp() override {
        if (!can_fail()) GTEST_SKIP() << "this build's operator new is a sanitizer's";
    }

    static EventPtr event(const std::string& id) { return std::make_shared<ChangeEvent>(modified(id, 0, 1), std::make_shared<EmbeddedHeads>("HERE")); }

    static Terms terms(const std::string& query) {
        const auto parsed = wql::parse(query);
        const auto& select = *std::get_if<wql::Select>(&*parsed);
        Terms made;
        made.from = cim::find_system_class(select.class_name);
        made.projector = Projector::make(select, made.from).value();
        if (select.group) made.groups = wql::EventGroups::bind(*select.group, made.from, {"HERE", "root\\cimv2"}).value();
        return made;
    }
};

TEST_F(WhenMemoryFails, AGroupIsThereOrNot) {
    const EventPtr first = event("first"), second = event("second");
    const base::Steady::time_point now(100s);
    const Terms made = terms("SELECT * FROM __InstanceModificationEvent GROUP WITHIN 1 BY TargetInstance.Id");
    std::unique_ptr<Grouping> grouping;
    const auto begin = [&] {
        grouping = std::make_unique<Grouping>(*made.groups);
        EXPECT_TRUE(grouping->add(first, now, 1'000'000));
    };
    begin();
    const std::size_t one = grouping->bytes();
    fail_each([&] { (void)grouping->add(second, now, 1'000'000); },
              [&](long n, bool) {
                  EXPECT_EQ(grouping->bytes(), one) << n;
                  EXPECT_TRUE(grouping->add(second, now, 1'000'000));
                  EXPECT_EQ(grouping->take_due(now + 1s)->events, 1U);
                  EXPECT_EQ(grouping->take_due(now + 1s)->events, 1U);
                  EXPECT_FALSE(grouping->take_due(now + 1s));
                  EXPECT_EQ(grouping->bytes(), 0U) << n;
                  begin();
              });
}

TEST_F(WhenMemoryFails, GroupsAreToldOfAllTheSame) {
    base::ManualClock clock;
    std::size_t told = 0;
    const EventPtr one = event("one");
    const Terms made = terms("SELECT * FROM __InstanceModificationEvent GROUP WITHIN 0 BY TargetInstance.Id");
    GroupingClock windows(clock, [&](Subscription&, const EventPtr&) { ++told; });
    const auto subscription = std::make_shared<Subscription>(made, nullptr, 0, 0);
    const auto offer = [&] {
        const auto offered = subscription->offer(one);
        if (offered.group_end) (void)windows.opened(*subscription, *offered.group_end);
    };
    fail_each(offer, [&](long, bool) {
        (void)subscription->take(1, Deadline::in(0s)).status();  // the gap that a lost event leaves
        offer();
    });
    windows.tick(base::Steady::now() + 1s);
    EXPECT_EQ(told, 1U);
    // A tick that fails loses at most what it had taken; the subscription is still on the clock.
    fail_each([&] { windows.tick(base::Steady::now() + 1s); },
              [&](long, bool) {
                  offer();
                  told = 0;
              });
    offer();
    windows.tick(base::Steady::now() + 1s);
    offer();
    windows.tick(base::Steady::now() + 1s);
    EXPECT_GE(told, 1U);
    EXPECT_EQ(windows.next_due(), base::Steady::time_point::max());
}

TEST_F(WhenMemoryFails, ATimerIsAsBeforeOrAsAfter) {
    const Now now{base::Steady::time_point(100s), 1'000'000'000};
    const KeptTimer old{.id = "a", .skips_passed = false, .interval_ms = 1000, .moment = {}, .first = 1'010'000'000, .has_fired = false};
    KeptTimer other = old;
    other.interval_ms = 5000;
    other.first = 1'050'000'000;
    KeptTimer absolute = old;
    absolute.interval_ms = 0;
    absolute.moment = 2'000'000'000;
    for (const KeptTimer& to : {other, absolute}) {
        TimerTable table;
        table.change(old, now, now.wall);
        fail_each([&] { table.change(to, now, now.wall); },
                  [&](long n, bool) {
                      EXPECT_EQ(table.size(), 1U) << n;
                      EXPECT_EQ(table.next_steady(), now.steady + 1s) << n;
                      EXPECT_FALSE(table.next_wall()) << n;
                  });
        EXPECT_EQ(table.size(), 1U);
        if (to.moment) EXPECT_EQ(table.next_wall(), 2'000'000'000);
        else EXPECT_EQ(table.next_steady(), now.steady + 5s);
    }
}

TEST_F(WhenMemoryFails, FiringsWaitOrJoinOrAreAGap) {  // EVT-61, EVT-82
    const auto firing = [] { return std::make_shared<TimerEvent>(TimerEvent::Content{.id = "a", .count = 1, .skips_passed = false, .time = 5}); };
    Subscription subscription(terms("SELECT * FROM __TimerEvent"), nullptr, 0, 0);
    const EventPtr one = firing();
    subscription.offer(one);
    fail_each([&] { subscription.offer(one); },
              [&](long n, bool) {
                  const auto taken = subscription.take(1, Deadline::in(0s));
                  ASSERT_TRUE(taken && taken->is_full) << n;
                  EXPECT_EQ(get(taken->events.front()->instance(), "NumFirings"), cim::Value(std::uint64_t{1})) << n;
                  EXPECT_EQ(subscription.take(1, Deadline::in(0s)).status(), Status::QueueOverflow) << n;
                  subscription.offer(one);
              });
    const auto taken = subscription.take(1, Deadline::in(0s));
    ASSERT_TRUE(taken && taken->is_full);
    EXPECT_EQ(get(taken->events.front()->instance(), "NumFirings"), cim::Value(std::uint64_t{2}));
}

class Things : public PollSource {
public:
    Result<void> enumerate(const PollTarget&, const std::atomic<bool>&, const std::function<Result<void>(cim::Instance)>& take) override {
        for (const auto& [id, size] : things) TRY(take(testing::thing(id, size)));
        return {};
    }

    std::map<std::string, std::uint64_t> things{{"a", 1}, {"b", 2}};
};

class Ear : public PollTaker {
public:
    void take(const std::vector<PollDifference>& differences) override { heard += differences.size(); }

    void fail(const Error&) override { has_failed = true; }

    std::size_t heard = 0;
    bool has_failed = false;
};

TEST_F(WhenMemoryFails, PollsGoOn) {  // EVT-34
    base::Steady::time_point now(100s);
    const auto things = std::make_shared<Things>();
    Polls polls(things, {[](Polls::Job job) {
                             job();
                             return true;
                         },
                         [] {}, [&] { return now; }});
    const PollTarget target{.in = 7, .class_name = "Thing", .with_derived = true, .user = 1, .session = nullptr};
    const auto ear = std::make_shared<Ear>(), second = std::make_shared<Ear>();
    fail_each([&] { EXPECT_TRUE(polls.join(target, ear, 1s, {})); },
              [&](long n, bool) {
                  EXPECT_EQ(polls.counts().takers, 0U) << n;
                  EXPECT_EQ(polls.counts().polls, 0U) << n;
                  EXPECT_EQ(polls.next_due(), base::Steady::time_point::max()) << n;
              });
    fail_each([&] { polls.tick(now); },
              [&](long n, bool) {
                  EXPECT_NE(polls.next_due(), base::Steady::time_point::max()) << n;
                  now = std::max(now, polls.next_due());
              });
    fail_each([&] { EXPECT_TRUE(polls.join(target, second, 1s, {})); }, [&](long n, bool) { EXPECT_EQ(polls.counts().takers, 1U) << n; });
    now += 1s;
    polls.tick(now);
    EXPECT_EQ(ear->heard, 0U);
    std::uint64_t size = 10;
    fail_each(
        [&] {
            things->things["a"] = ++size;
            now += 1s;
            polls.tick(now);
        },
        [&](long n, bool) { EXPECT_NE(polls.next_due(), base::Steady::time_point::max()) << n; });
    const std::size_t before = ear->heard;
    things->things["a"] = 1;
    now += 1s;
    polls.tick(now);
    EXPECT_EQ(ear->heard, before + 1);
    EXPECT_FALSE(ear->has_failed);
    polls.leave(*ear);
    polls.leave(*second);
    EXPECT_EQ(polls.counts().bytes, 0U);
}

class OneTimer : public TimerHost {
public:
    Result<std::vector<KeptTimer>> read_timers(NamespaceId) override { return std::vector<KeptTimer>{past}; }

    Result<std::optional<KeptTimer>> find_timer(NamespaceId, std::string_view) override { return std::optional<KeptTimer>(past); }

    Result<void> record_firing(const std::shared_ptr<FiringRecord>& record) override {
        past.has_fired = true;
        record->finish(Status::Ok);
        return {};
    }

    void tell(NamespaceId, const EventPtr&) override { ++told; }

    std::uint64_t wanted_since(NamespaceId) override { return 1; }

    void rouse() noexcept override {}

    KeptTimer past{.id = "past", .skips_passed = false, .interval_ms = 0, .moment = 5, .first = {}, .has_fired = false};
    int told = 0;
};

class Silent : public WallAlarm {
public:
    bool set(std::optional<Moment>) noexcept override { return true; }

    void stop() noexcept override {}
};

TEST_F(WhenMemoryFails, TimersFireAtMostOnceAndGoOn) {  // EVT-81
    base::ManualClock clock;
    clock.set(1000);
    OneTimer host;
    Timers timers(host, clock, [](std::function<void()>) -> std::unique_ptr<WallAlarm> { return std::make_unique<Silent>(); });
    const base::Steady::time_point now(100s);
    fail_each([&] { EXPECT_TRUE(timers.watch(7, now)); }, [&](long n, bool) { EXPECT_EQ(timers.next_due(), base::Steady::time_point::max()) << n; });
    fail_each([&] { timers.tick(now); },
              [&](long n, bool) {
                  EXPECT_LE(host.told, 1) << n;
                  for (int i = 0; i < 3; ++i) timers.tick(now);
                  EXPECT_LE(host.told, 1) << n;
                  host.told = 0;
                  host.past.has_fired = false;
                  ++*host.past.moment;  // put anew
                  timers.changed(7, "past", 1000, now);
              });
}

}  // namespace
}  // namespace wmi::events::internal
