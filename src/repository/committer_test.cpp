// The queue by itself: who goes when, and that it ends.
#include "repository/internal/change.h"
#include "repository/internal/committer.h"
#include "repository/internal/testing_repository.h"
#include "store/faulty_engine.h"

#include <fstream>
#include <thread>

#include <unistd.h>

namespace wmi::repository {
namespace {

using namespace testing;

Change change_of(std::size_t bytes) {
    auto content = std::make_unique<Change::Content>();
    content->value.reserve(bytes);
    return Change(std::move(content));
}

class Ignores final : public Completion {
public:
    void finished(Result<Outcome>&&) noexcept override {}
};

/// Waits until a thread of this process sleeps in the kernel: it has come as far as it can.
void wait_until_asleep(pid_t thread) {
    for (;;) {
        std::ifstream from("/proc/self/task/" + std::to_string(thread) + "/stat");
        const std::string line{std::istreambuf_iterator<char>(from), {}};
        const std::size_t state = line.rfind(") ");
        if (state != std::string::npos && line[state + 2] == 'S') return;
        std::this_thread::yield();
    }
}

TEST(Committer, IsClosedWhileACallerRunsItsOwnChange) {
    Committer* self = nullptr;
    std::atomic<bool> is_running{false};
    const auto run = [&](std::span<Pending>) {
        is_running = true;
        while (self->submit(change_of(0), std::make_unique<Ignores>(), base::Deadline::in({}))) std::this_thread::yield();  // until close() was heard
    };
    Committer committer(run, [](std::span<Pending>) {}, [] { return false; });
    self = &committer;
    std::thread caller([&] { EXPECT_TRUE(committer.run_here(change_of(0))); });
    while (!is_running) std::this_thread::yield();
    committer.close();
    caller.join();
}

TEST(Committer, GivesALargeChangeItsTurnUnderASteadyStream) {  // CALL-17, CALL-57
    std::atomic<bool> is_large_done{false};
    std::atomic<unsigned> batches{0};
    Committer committer([&](std::span<Pending>) { ++batches; }, [](std::span<Pending>) {}, [] { return false; });
    std::vector<std::thread> stream;
    for (int i = 0; i < 3; ++i) {
        stream.emplace_back([&] {
            while (!is_large_done) must(committer.submit(change_of(std::size_t{1} << 20U), std::make_unique<Ignores>(), base::Deadline::never()));
        });
    }
    while (batches < 20) std::this_thread::yield();
    EXPECT_TRUE(committer.run_here(change_of(std::size_t{17} << 20U)));
    is_large_done = true;
    for (std::thread& one : stream) one.join();
    committer.close();
}

TEST(Committer, TurnsAwayWhoCannotWaitBehindOneWhoDoes) {  // CALL-17
    std::atomic<bool> may_end{false};
    Committer committer([&](std::span<Pending>) { while (!may_end) std::this_thread::yield(); }, [](std::span<Pending>) {}, [] { return false; });
    must(committer.submit(change_of(1000), std::make_unique<Ignores>(), base::Deadline::never()));
    std::atomic<pid_t> waiting{0};
    std::thread large([&] {
        waiting = gettid();
        EXPECT_TRUE(committer.run_here(change_of(std::size_t{17} << 20U)));
    });
    while (waiting == 0) std::this_thread::yield();
    wait_until_asleep(waiting);
    EXPECT_EQ(committer.submit(change_of(0), std::make_unique<Ignores>(), base::Deadline::in({})).status(), Status::ServerTooBusy) << "there is room, but it is his turn";
    may_end = true;
    large.join();
    committer.drain();
    EXPECT_TRUE(committer.submit(change_of(0), std::make_unique<Ignores>(), base::Deadline::in({})));
}

TEST(Committer, DoesIdleWorkUnderASteadyStreamToo) {
    std::atomic<unsigned> idle{0};
    Committer committer([](std::span<Pending>) {}, [](std::span<Pending>) {}, [&] { return ++idle < 5; });
    committer.wake();
    while (idle < 5) must(committer.submit(change_of(0), std::make_unique<Ignores>(), base::Deadline::never()));
    committer.close();
}

/// A store in which another process writes, for so many attempts.
class BusyEngine final : public store::FaultyEngine {
public:
    BusyEngine() : FaultyEngine(store::make_memory_engine(), std::make_shared<store::Faults>()) {}

    Result<std::uint64_t> write(base::Deadline deadline, const store::Work& work) override {
        if (busy_for != 0) {
            --busy_for;
            ++turned_away;
            return Error(Status::ServerTooBusy, "another process writes");
        }
        return FaultyEngine::write(deadline, work);
    }

    std::atomic<unsigned> busy_for{0}, turned_away{0};
};

struct Ending {
    std::atomic<bool> is_wanted{true}, has_ended{false};
    Status status = Status::Ok;
};

class Tells final : public Completion {
public:
    explicit Tells(Ending& to) : to_(to) {}

    bool is_wanted() noexcept override { return to_.is_wanted; }

    void finished(Result<Outcome>&& outcome) noexcept override {
        to_.status = outcome.status();
        to_.has_ended = true;
        to_.has_ended.notify_all();
    }

private:
    Ending& to_;
};

class BehindAnotherWriter : public ::testing::Test {
protected:
    void SetUp() override { must(trial.put_class(Saying("Thing").key("Id"))); }

    void submit(Ending& ending) {
        Change change = must(trial->prepare_put(trial.at(), trial.make("Thing", {{"Id", text("a")}}), PutMode::CreateOrUpdate));
        must(trial->submit(std::move(change), std::make_unique<Tells>(ending), base::Deadline::never()));
    }

    std::shared_ptr<BusyEngine> engine = std::make_shared<BusyEngine>();
    Trial trial{engine};
};

TEST_F(BehindAnotherWriter, AWriteWaitsAsLongAsItMust) {  // CALL-57
    engine->busy_for = 5;
    EXPECT_EQ(trial.put(trial.make("Thing", {{"Id", text("a")}})).status(), Status::Ok);
    EXPECT_EQ(engine->turned_away, 5U);
}

TEST_F(BehindAnotherWriter, ACancelledWriteWaitsNoLonger) {  // CANCEL-16
    Ending ending;
    engine->busy_for = ~0U;
    submit(ending);
    while (engine->turned_away < 3) std::this_thread::yield();
    ending.is_wanted = false;
    ending.has_ended.wait(false);
    EXPECT_EQ(ending.status, Status::CallCancelled);
    engine->busy_for = 0;
}

TEST_F(BehindAnotherWriter, ClosingWaitsNoLonger) {
    Ending ending;
    engine->busy_for = ~0U;
    submit(ending);
    while (engine->turned_away < 3) std::this_thread::yield();
    trial->close();
    EXPECT_TRUE(ending.has_ended);
    EXPECT_EQ(ending.status, Status::ServerTooBusy);
    engine->busy_for = 0;
}

}  // namespace
}  // namespace wmi::repository
