// Polls of a source, a clock and a worker that the test holds.
#include "events/internal/polls.h"

#include "events/internal/testing_events.h"

#include <gtest/gtest.h>

#include <future>
#include <thread>

namespace wmi::events::internal {
namespace {

using namespace std::chrono_literals;
using testing::get;
using testing::thing;

/// What there is, for whoever enumerates.
class World : public PollSource {
public:
    Result<void> enumerate(const PollTarget& target, const std::atomic<bool>& is_stopped, const std::function<Result<void>(cim::Instance)>& take) override {
        ++enumerations;
        users.push_back(target.user);
        if (inside) inside(is_stopped);
        for (const auto& [id, size] : things) TRY(take(thing(id, size)));
        if (fails) return Error(Status::ProviderFailure, "as the test wants it");
        return {};
    }

    std::map<std::string, std::uint64_t> things;
    std::function<void(const std::atomic<bool>&)> inside;
    std::vector<uid_t> users;
    int enumerations = 0;
    bool fails = false;
};

/// Writes down what it hears: +created -deleted =modified(from>to).
class Ear : public PollTaker {
public:
    void take(const std::vector<PollDifference>& differences) override {
        for (const PollDifference& one : differences) {
            if (!heard.empty()) heard += " ";
            heard += one.before && one.after ? "=" : one.after ? "+" : "-";
            heard += shown(one.after ? *one.after : *one.before);
            if (one.before && one.after) heard += "(" + size(*one.before) + ">" + size(*one.after) + ")";
        }
    }

    void fail(const Error& why) override { failed = why.status(); }

    static std::string shown(const PollRecord& one) { return std::get<std::string>(get(instance(one), "Id")); }

    static std::string size(const PollRecord& one) { return std::to_string(std::get<std::uint64_t>(get(instance(one), "Size"))); }

    static cim::Instance instance(const PollRecord& one) { return cim::Instance::trusted(one.of, one.bytes); }

    std::string take_heard() { return std::exchange(heard, {}); }

    std::string heard;
    Status failed = Status::Ok;
};

class Polling : public ::testing::Test {
protected:
    static PollTarget things(uid_t user = 1) { return {.in = 7, .class_name = "Thing", .with_derived = true, .user = user, .session = nullptr}; }

    std::shared_ptr<Ear> join(std::chrono::milliseconds within, const PollTarget& target = things()) {
        auto ear = std::make_shared<Ear>();
        joined_ = polls_.join(target, ear, within, limits_).status();
        return ear;
    }

    /// One that has its base line.
    std::shared_ptr<Ear> subscribe(std::chrono::milliseconds within, const PollTarget& target = things()) {
        auto ear = join(within, target);
        run();
        EXPECT_TRUE(polls_.wait_for_base_line(*ear, base::Deadline::in(0s)));
        return ear;
    }

    /// What the events thread does, and the workers.
    void run() {
        for (int i = 0; i < 100 && polls_.next_due() <= now_; ++i) polls_.tick(now_);
        while (!jobs_.empty()) {
            const Polls::Job job = std::move(jobs_.front());
            jobs_.erase(jobs_.begin());
            job();
        }
    }

    void pass(std::chrono::milliseconds time) {
        now_ += time;
        run();
    }

    base::Steady::time_point now_{1000s};
    std::vector<Polls::Job> jobs_;
    bool is_busy_ = false;
    int roused_ = 0;
    PollLimits limits_;
    Status joined_ = Status::Ok;
    std::shared_ptr<World> world_ = std::make_shared<World>();
    Polls polls_{world_,
                 {[this](Polls::Job job) {
                      if (!is_busy_) jobs_.push_back(std::move(job));
                      return !is_busy_;
                  },
                  [this] { ++roused_; }, [this] { return now_; }}};
};

TEST_F(Polling, TellsWhatIsDifferentFromTheBaseLine) {  // EVT-32, EVT-34, SVC-45
    world_->things = {{"a", 1}, {"b", 2}};
    const auto ear = join(5s);
    EXPECT_EQ(roused_, 1);  // somebody must come and tick
    EXPECT_EQ(polls_.next_due(), now_);
    run();
    EXPECT_EQ(roused_, 2);
    EXPECT_EQ(world_->enumerations, 1);
    EXPECT_EQ(ear->take_heard(), "");  // what is there already is no event
    EXPECT_EQ(polls_.next_due(), now_ + 5s);
    world_->things = {{"b", 3}, {"c", 4}};
    pass(4999ms);
    EXPECT_EQ(ear->take_heard(), "");
    pass(1ms);
    EXPECT_EQ(ear->take_heard(), "-a =b(2>3) +c");
    pass(5s);
    EXPECT_EQ(ear->take_heard(), "");
    world_->things["b"] = 2;
    pass(5s);
    EXPECT_EQ(ear->take_heard(), "=b(3>2)");
}

TEST_F(Polling, ComparesByKeyWithoutCase) {  // EVT-32
    world_->things = {{"a", 1}};
    const auto ear = subscribe(1s);
    world_->things = {{"A", 1}};
    pass(1s);
    EXPECT_EQ(ear->take_heard(), "=A(1>1)");  // the same one, written otherwise
}

TEST_F(Polling, LeavesAFailedEnumerationOut) {  // EVT-34
    world_->things = {{"a", 1}, {"b", 2}};
    const auto ear = subscribe(1s);
    world_->fails = true;
    world_->things = {{"b", 5}};
    pass(1s);
    EXPECT_EQ(ear->take_heard(), "");  // nothing has gone
    world_->things = {};
    pass(1s);
    EXPECT_EQ(ear->take_heard(), "");
    world_->fails = false;
    world_->things = {{"a", 1}, {"b", 6}};
    pass(1s);
    EXPECT_EQ(ear->take_heard(), "=b(2>6)");
}

TEST_F(Polling, TakesTheFirstCompleteEnumerationForItsBaseLine) {  // EVT-32, EVT-34
    world_->fails = true;
    world_->things = {{"a", 1}};
    const auto ear = subscribe(1s);  // the first try was enough to return
    pass(1s);
    world_->fails = false;
    pass(1s);
    EXPECT_EQ(ear->take_heard(), "");
    world_->things.clear();
    pass(1s);
    EXPECT_EQ(ear->take_heard(), "-a");
}

TEST_F(Polling, WaitsForTheBaseLineOnlySoLong) {  // EVT-32
    const auto ear = join(1s);
    EXPECT_TRUE(polls_.wait_for_base_line(*ear, base::Deadline::in(0s)));  // nothing has run: the call returns meanwhile
    world_->things = {{"a", 1}};
    run();
    EXPECT_EQ(ear->take_heard(), "");
    auto waiting = std::async(std::launch::async, [this] {
        const auto other = join(1s);
        return polls_.wait_for_base_line(*other, base::Deadline::never()).status();
    });
    while (polls_.counts().takers < 2) std::this_thread::yield();
    EXPECT_EQ(waiting.wait_for(5ms), std::future_status::timeout);  // the other one's base line is not his
    while (waiting.wait_for(0s) != std::future_status::ready) {
        std::this_thread::yield();
        run();
    }
    EXPECT_EQ(waiting.get(), Status::Ok);
}

TEST_F(Polling, IsSharedAndEachHasABaseLineOfHisOwn) {  // EVT-32, EVT-38
    world_->things = {{"a", 1}};
    const auto slow = subscribe(10s);
    world_->things = {{"a", 2}};
    const auto fast = subscribe(1s);  // read anew for him, which the other hears of, too
    EXPECT_EQ(world_->enumerations, 2);
    EXPECT_EQ(polls_.counts().polls, 1U);
    EXPECT_EQ(slow->take_heard(), "=a(1>2)");
    EXPECT_EQ(fast->take_heard(), "");
    world_->things = {{"a", 3}};
    pass(1s);
    EXPECT_EQ(world_->enumerations, 3);
    EXPECT_EQ(slow->take_heard(), "=a(2>3)");
    EXPECT_EQ(fast->take_heard(), "=a(2>3)");
    polls_.leave(*fast);
    pass(1s);
    EXPECT_EQ(world_->enumerations, 4);  // that one was due already
    pass(9s);
    EXPECT_EQ(world_->enumerations, 4);
    pass(1s);
    EXPECT_EQ(world_->enumerations, 5);
}

TEST_F(Polling, IsNotSharedBetweenUsersAndClasses) {  // EVT-35
    const auto one = subscribe(1s, things(1));
    const auto two = subscribe(1s, things(2));
    PollTarget other = things(1);
    other.class_name = "Other";
    const auto three = subscribe(1s, other);
    other.class_name = "THING";
    const auto four = subscribe(1s, other);
    EXPECT_EQ(polls_.counts().polls, 3U);
    EXPECT_EQ(polls_.counts().takers, 4U);
    EXPECT_EQ(world_->users, (std::vector<uid_t>{1, 2, 1, 1}));
}

TEST_F(Polling, NeverOverlaps) {  // EVT-32
    const auto ear = subscribe(1s);
    now_ += 1s;
    polls_.tick(now_);
    ASSERT_EQ(jobs_.size(), 1U);
    now_ += 10s;
    polls_.tick(now_);
    EXPECT_EQ(jobs_.size(), 1U);
    const auto other = join(1s);  // his base line must begin after he came
    polls_.tick(now_);
    EXPECT_EQ(jobs_.size(), 1U);
    world_->things = {{"a", 1}};
    const Polls::Job job = std::move(jobs_.front());
    jobs_.clear();
    job();
    EXPECT_EQ(ear->take_heard(), "+a");
    EXPECT_EQ(polls_.next_due(), now_);  // he is waited for
    run();
    EXPECT_EQ(other->take_heard(), "");
    world_->things.clear();
    pass(1s);
    EXPECT_EQ(ear->take_heard(), "-a");
    EXPECT_EQ(other->take_heard(), "-a");
}

TEST_F(Polling, KeepsItsGridWhenAnEnumerationTakesLong) {
    const auto ear = subscribe(2s);
    const auto begin = now_;
    world_->inside = [this](const std::atomic<bool>&) { now_ += 4500ms; };
    now_ += 2s;
    run();
    EXPECT_EQ(polls_.next_due(), begin + 8s);  // 2 s + 4.5 s, then the next on the grid
}

TEST_F(Polling, LooksAtMostEveryMillisecond) {  // WQL-126
    const auto ear = subscribe(0ms);
    EXPECT_EQ(polls_.next_due(), now_ + 1ms);
    pass(1ms);
    EXPECT_EQ(polls_.next_due(), now_ + 1ms);
    EXPECT_EQ(world_->enumerations, 2);
}

TEST_F(Polling, EndsWithTheLastWhoJoined) {
    const auto ear = subscribe(1s);
    polls_.leave(*ear);
    polls_.leave(*ear);
    EXPECT_EQ(polls_.next_due(), base::Steady::time_point::max());
    EXPECT_EQ(polls_.counts().polls, 0U);
    pass(1h);
    EXPECT_EQ(world_->enumerations, 1);
    EXPECT_EQ(polls_.counts().bytes, 0U);
}

TEST_F(Polling, IsToldToStopWhenAllLeaveWhileItRuns) {
    world_->things = {{"a", 1}};
    const auto ear = subscribe(1s);
    world_->things = {{"b", 1}};
    bool was_stopped = false;
    world_->inside = [&](const std::atomic<bool>& is_stopped) {
        EXPECT_FALSE(is_stopped);
        polls_.leave(*ear);
        was_stopped = is_stopped;
    };
    pass(1s);
    EXPECT_TRUE(was_stopped);
    EXPECT_EQ(ear->take_heard(), "");
    EXPECT_EQ(polls_.counts().bytes, 0U);
    world_->inside = nullptr;
    const auto other = subscribe(1s);  // another poll, though the old one may still run
    EXPECT_EQ(other->take_heard(), "");
    EXPECT_EQ(polls_.counts().polls, 1U);
}

TEST_F(Polling, TriesAgainWhenAllWorkersAreBusy) {
    is_busy_ = true;
    world_->things = {{"a", 1}};
    const auto ear = join(1s);
    run();
    EXPECT_EQ(polls_.next_due(), now_ + 100ms);
    is_busy_ = false;
    pass(100ms);
    EXPECT_TRUE(polls_.wait_for_base_line(*ear, base::Deadline::in(0s)));
    world_->things.clear();
    pass(1s);
    EXPECT_EQ(ear->take_heard(), "-a");
}

TEST_F(Polling, CountsWhatItKeeps) {  // EVT-39
    world_->things = {{"a", 1}, {"b", 2}};
    const auto one = subscribe(1s);
    const std::size_t two_things = polls_.counts().bytes;
    EXPECT_GT(two_things, 100U);
    const auto two = subscribe(1s);
    EXPECT_EQ(polls_.counts().bytes, two_things);  // shared
    world_->things["c"] = 3;
    pass(1s);
    EXPECT_EQ(polls_.counts().bytes, two_things / 2 * 3);
    world_->things.clear();
    pass(1s);
    EXPECT_EQ(polls_.counts().bytes, 0U);
}

TEST_F(Polling, RefusesWhoseBaseLineIsTooLarge) {  // EVT-39, SYS-48
    world_->things = {{"a", 1}, {"b", 2}};
    limits_.memory_per_user = 300;
    const auto ear = join(1s);
    run();
    EXPECT_EQ(polls_.wait_for_base_line(*ear, base::Deadline::in(0s)).status(), Status::QuotaViolation);
    EXPECT_EQ(ear->failed, Status::QuotaViolation);
    EXPECT_EQ(polls_.counts().takers, 0U);
    EXPECT_EQ(polls_.counts().bytes, 0U);
    polls_.leave(*ear);
    limits_.memory_per_user = 5'000'000;
    limits_.memory_total = 300;
    const auto other = join(1s, things(2));
    run();
    EXPECT_EQ(polls_.wait_for_base_line(*other, base::Deadline::in(0s)).status(), Status::QuotaViolation);
}

TEST_F(Polling, EndsWhoseListGrowsTooLarge) {  // EVT-39
    limits_.memory_per_user = 2000;
    const auto ear = subscribe(1s);
    for (int i = 0; i < 100; ++i) world_->things["thing " + std::to_string(i)] = 1;
    pass(1s);
    EXPECT_EQ(ear->failed, Status::QuotaViolation);
    EXPECT_EQ(ear->take_heard(), "");
    EXPECT_EQ(polls_.next_due(), base::Steady::time_point::max());
}

TEST_F(Polling, RefusesTooMany) {  // EVT-14, SYS-48
    limits_.polls_per_user = 2;
    limits_.polls_total = 3;
    const auto one = join(1s), two = join(1s);
    EXPECT_EQ(joined_, Status::Ok);
    const auto three = join(1s);
    EXPECT_EQ(joined_, Status::QuotaViolation);
    const auto four = join(1s, things(2));
    EXPECT_EQ(joined_, Status::Ok);
    const auto five = join(1s, things(3));
    EXPECT_EQ(joined_, Status::QuotaViolation);
    polls_.leave(*one);
    const auto six = join(1s);
    EXPECT_EQ(joined_, Status::Ok);
}

TEST_F(Polling, EndsWhenItIsClosed) {
    const auto ear = subscribe(1s);
    const auto late = join(1s);
    polls_.close();
    EXPECT_EQ(polls_.wait_for_base_line(*late, base::Deadline::never()).status(), Status::ShuttingDown);
    EXPECT_EQ(polls_.next_due(), base::Steady::time_point::max());
    run();
    polls_.leave(*ear);
    join(1s);
    EXPECT_EQ(joined_, Status::ShuttingDown);
}

TEST_F(Polling, MayBeClosedWhileItRuns) {
    const auto ear = subscribe(1s);
    world_->inside = [this](const std::atomic<bool>& is_stopped) {
        polls_.close();
        EXPECT_TRUE(is_stopped);
    };
    pass(1s);
    EXPECT_EQ(polls_.next_due(), base::Steady::time_point::max());
}

TEST(PollSnapshots, LeaveOutWhatCannotBeToldApart) {
    const auto memory = std::make_shared<PollMemory>();
    SnapshotBuilder builder(memory, 1, {}, nullptr);
    EXPECT_TRUE(builder.add(thing("a", 1)));
    EXPECT_TRUE(builder.add(thing("A", 2)));  // again
    cim::Instance nameless = cim::Instance::spawn(thing());
    EXPECT_TRUE(builder.add(std::move(nameless)));
    const SnapshotPtr found = builder.finish();
    ASSERT_EQ(found->size(), 1U);
    EXPECT_EQ(Ear::size(*found->front()), "1");
}

TEST(PollSnapshots, CompareValuesNotDefinitions) {  // EVT-32: any property; a class that was put anew changes no instance
    const auto memory = std::make_shared<PollMemory>();
    const auto snapshot = [&](cim::Instance one) {
        SnapshotBuilder builder(memory, 1, {}, nullptr);
        EXPECT_TRUE(builder.add(std::move(one)));
        return builder.finish();
    };
    cim::ClassBody body = thing()->body();
    body.qualifiers.set(cim::mark("Revised"));
    const cim::ClassPtr revised = cim::Class::make(body).value();
    cim::Instance same = cim::Instance::spawn(revised), other = cim::Instance::spawn(revised);
    same.put_text(*revised->find_property("Id"), std::string_view("a"));
    same.put_number(*revised->find_property("Size"), 1);
    other.put_text(*revised->find_property("Id"), std::string_view("a"));
    const auto before = snapshot(thing("a", 1));
    EXPECT_TRUE(compare(*before, *snapshot(same)).empty());
    EXPECT_EQ(compare(*before, *snapshot(other)).size(), 1U);
    EXPECT_EQ(compare(*before, {}).size(), 1U);
    EXPECT_EQ(compare({}, *before).size(), 1U);
}

}  // namespace
}  // namespace wmi::events::internal
