// Backup and restore, and the end of the queue, through Repository.
#include "repository/internal/testing_repository.h"

#include <atomic>
#include <condition_variable>
#include <mutex>

namespace wmi::repository {
namespace {

using namespace testing;

TEST(Upkeep, ARestoreBringsBackWhatWasBackedUpAndNothingElse) {
    Trial trial(Kind::Lmdb);
    TestFolder beside;
    const auto file = beside.path() / "backup";
    must(trial.put_class(Saying("Kept").key("Id").number("Size")));
    must(trial.put(trial.make("Kept", {{"Id", text("a")}, {"Size", number(1)}})));
    std::uint64_t told = 0;
    must(trial->backup(file, [&](std::uint64_t done, std::uint64_t total) {
        EXPECT_LE(done, total);
        ++told;
        return true;
    }));
    EXPECT_GT(told, 0U);
    must(trial.put(trial.make("Kept", {{"Id", text("a")}, {"Size", number(2)}})));
    must(trial.put(trial.make("Kept", {{"Id", text("b")}, {"Size", number(3)}})));
    must(trial.put_class(Saying("Later").key("Id")));
    must(trial.put_class(Saying("Kept").key("Id").number("Size").text("More"), PutMode::CreateOrUpdate, UpdateMode::Force));
    must(trial->restore(file, {}));
    EXPECT_FALSE(trial.at()->has_class("Later"));
    EXPECT_FALSE(trial.cls("Kept")->find_property("More"));
    ASSERT_EQ(trial.all("Kept").size(), 1U);
    EXPECT_EQ(get(*trial.find("Kept", {text("a")}), "Size"), number(1));
    trial.expect_sound();
    must(trial.put(trial.make("Kept", {{"Id", text("c")}, {"Size", number(4)}})));
    trial.reopen();
    EXPECT_EQ(trial.all("Kept").size(), 2U);
    trial.expect_sound();
}

TEST(Upkeep, NumbersAreNotGivenAgainAfterARestore) {  // CALL-20
    Trial trial(Kind::Lmdb);
    TestFolder beside;
    must(trial->backup(beside.path() / "backup", {}));
    const auto make = [&](std::string name) { must(trial.put_into("root", trial.make("__NAMESPACE", {{"Name", text(std::move(name))}}, "root"))); };
    make("A");
    const NamespacePtr gone = trial.at("root\\A");
    must(trial.put_class(Saying("Later").key("Id")));
    Change prepared = must(trial->prepare_put(trial.at(), trial.make("Later", {{"Id", text("1")}}), PutMode::CreateOrUpdate));
    must(trial->restore(beside.path() / "backup", {}));
    make("B");
    must(trial.put_class(Saying("Other").key("Id")));
    EXPECT_NE(trial.at("root\\B")->id(), gone->id());
    EXPECT_FALSE(must(trial->find_namespace(gone->id()))) << "a connection to A is one to nothing";
    EXPECT_EQ(trial->commit(std::move(prepared)).status(), Status::InvalidClass);
    EXPECT_TRUE(trial.all("Other").empty());
    trial.expect_sound();
}

TEST(Upkeep, AFileThatIsNoBackupLeavesEverythingAsItWas) {
    Trial trial(Kind::Lmdb);
    must(trial.put_class(Saying("Kept").key("Id")));
    EXPECT_EQ(trial->restore(trial.folder() / "absent", {}).status(), Status::NotFound);
    EXPECT_TRUE(trial.at()->has_class("Kept"));
    EXPECT_TRUE(trial.put(trial.make("Kept", {{"Id", text("a")}})));
    trial.expect_sound();
}

/// Where completions wait until the test lets them go on.
class Door {
public:
    void pass() {
        std::unique_lock lock(mutex_);
        ++arrived_;
        changed_.notify_all();
        changed_.wait(lock, [this] { return is_open_; });
    }

    void wait_for_first() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return arrived_ > 0; });
    }

    void open() {
        const std::lock_guard lock(mutex_);
        is_open_ = true;
        changed_.notify_all();
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t arrived_ = 0;
    bool is_open_ = false;
};

class Told final : public Completion {
public:
    Told(Door& door, std::atomic<std::size_t>& good) : door_(door), good_(good) {}

    void finished(Result<Outcome>&& outcome) noexcept override {
        door_.pass();
        if (outcome) ++good_;
    }

private:
    Door& door_;
    std::atomic<std::size_t>& good_;
};

TEST(Upkeep, AFullQueueTakesNothingMoreAndLosesNothing) {  // CALL-17
    Trial trial(Kind::Memory);
    must(trial.put_class(Saying("Thing").key("Id", CimType::Uint32)));
    Door door;
    std::atomic<std::size_t> good{0};
    std::size_t taken = 0;
    const auto submit = [&](base::Deadline room) {
        Change change = must(trial->prepare_put(trial.at(), trial.make("Thing", {{"Id", number(taken)}}), PutMode::CreateOnly));
        return trial->submit(std::move(change), std::make_unique<Told>(door, good), room);
    };
    must(submit(base::Deadline::never()));
    ++taken;
    door.wait_for_first();  // the committer is held; what comes now waits
    base::Result<void> answer;
    while ((answer = submit(base::Deadline::in(std::chrono::milliseconds(0))))) {
        ++taken;
        ASSERT_LE(taken, kMaxPending);
    }
    EXPECT_EQ(answer.status(), Status::ServerTooBusy);
    EXPECT_EQ(taken, kMaxPending);
    EXPECT_EQ(must(trial->facts()).pending, kMaxPending);
    door.open();
    trial->drain();
    EXPECT_EQ(good, taken);
    EXPECT_EQ(trial.all("Thing").size(), taken);
    must(submit(base::Deadline::never()));
    trial->drain();
    EXPECT_EQ(good, taken + 1);
}

}  // namespace
}  // namespace wmi::repository
