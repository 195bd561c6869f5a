// The change feed between those who have one store open. Two repositories over one engine are to each other what two processes
// are; where it matters (who is killed, who forks) there are real ones: the test program starts itself again.
#include "repository/internal/feed_rows.h"
#include "repository/internal/testing_listener.h"
#include "store/faulty_engine.h"

#include <csignal>
#include <condition_variable>
#include <cstdlib>
#include <thread>

#include <spawn.h>
#include <sys/wait.h>

extern char** environ;

namespace wmi::repository {
namespace {

using namespace testing;

using Lines = std::vector<std::string>;

/// Can be waited for, and holds the thread that tells it while it is shut.
class Patient : public Recorder {
public:
    using Recorder::Recorder;

    void committed(std::vector<CommittedChange>&& changes) noexcept override {
        const std::size_t count = changes.size();
        std::unique_lock lock(mutex_);
        opened_.wait(lock, [this] { return is_open_; });
        Recorder::committed(std::move(changes));
        count_ += count;
        opened_.notify_all();
    }

    void lost(const LostChanges& what) noexcept override {
        const std::lock_guard lock(mutex_);
        Recorder::lost(what);
        ++losses_;
        opened_.notify_all();
    }

    void shut() { set(false); }

    void open() { set(true); }

    /// Until so many were told of; false: not within a minute.
    bool wait_for(std::size_t changes) {
        std::unique_lock lock(mutex_);
        return opened_.wait_for(lock, std::chrono::minutes(1), [&] { return count_ >= changes; });
    }

    bool wait_for_loss() {
        std::unique_lock lock(mutex_);
        return opened_.wait_for(lock, std::chrono::minutes(1), [&] { return losses_ != 0; });
    }

private:
    void set(bool is_open) {
        const std::lock_guard lock(mutex_);
        is_open_ = is_open;
        opened_.notify_all();
    }

    std::mutex mutex_;
    std::condition_variable opened_;
    bool is_open_ = true;
    std::size_t count_ = 0;
    std::size_t losses_ = 0;
};

class FeedBetween : public ::testing::Test {
protected:
    void SetUp() override {
        must(here.put_class(Saying("A").key("Id").number("Size").text("Text")));
        must(here.put_class(Saying("B", here.cls("A")).text("Own")));
    }

    void TearDown() override {
        must(here->listen(nullptr));
        must(there->listen(nullptr));
    }

    static Instance a(Trial& at, const std::string& id, std::uint64_t size) { return at.make("A", {{"Id", text(id)}, {"Size", number(size)}}); }

    bool has_rows() { return must(has_feed(*must(engine->read()))); }

    TestFolder folder;
    std::shared_ptr<store::Engine> engine = open_engine(folder.path());
    Patient at_here;
    Patient at_there;
    Trial here{engine};
    Trial there{engine};
};

TEST_F(FeedBetween, TellsWhatOthersChangeWithOldAndNewValues) {  // EVT-21..26
    must(there->listen(&at_there));
    must(here.put(a(here, "1", 1)));
    must(here.put(a(here, "1", 2)));
    must(here.put_class(Saying("C").key("Id")));
    must(here.put(here.make("__NAMESPACE", {{"Name", text("New")}}, "root\\cimv2")));
    must(here.remove("A", {text("1")}));
    must(here.delete_class("A"));
    ASSERT_TRUE(at_there.wait_for(8));
    const std::vector<CommittedChange> all = at_there.take();
    EXPECT_EQ(as_text(all), (Lines{"+i root\\cimv2 A.A.Id=\"1\"", "=i root\\cimv2 A.A.Id=\"1\"", "+c root\\cimv2 C", "+i root\\cimv2 __NAMESPACE.__NAMESPACE.Name=\"New\"",
                                   "+n root\\cimv2 New", "-i root\\cimv2 A.A.Id=\"1\"", "-c root\\cimv2 B", "-c root\\cimv2 A"}));
    EXPECT_EQ(get(*before(all[1]), "Size"), number(1));
    EXPECT_EQ(get(*after(all[1]), "Size"), number(2));
    EXPECT_EQ(*all[5].before, *all[1].after);
    EXPECT_EQ(all[7].class_before->properties().size(), 3U);
}

TEST_F(FeedBetween, TellsOnlyTheKindsAndClassesThatAreWanted) {
    Patient picky([](const Namespace&, const ClassLine& of, ChangeKind) { return of.name() == "B"; });
    must(there->listen(&picky, kind_bit(ChangeKind::InstanceDeleted)));
    must(here.put(here.make("B", {{"Id", text("1")}})));
    must(here.put(a(here, "2", 1)));
    EXPECT_FALSE(has_rows());
    must(here.remove("A", {text("2")}));
    must(here.remove("B", {text("1")}));
    ASSERT_TRUE(picky.wait_for(1));
    EXPECT_EQ(as_text(picky.take()), (Lines{"-i root\\cimv2 B.B.Id=\"1\""}));
    must(there->listen(&picky, kNoKinds));
    must(here.put(a(here, "2", 1)));
    must(here.remove("A", {text("2")}));
    EXPECT_EQ(picky.take().size(), 0U);
    must(there->listen(nullptr));
}

TEST_F(FeedBetween, BeginsWhenListenReturnedAndEndsWithIt) {  // EVT-03
    must(here.put(a(here, "1", 1)));
    must(there->listen(&at_there));
    must(here.put(a(here, "2", 1)));
    ASSERT_TRUE(at_there.wait_for(1));
    must(there->listen(nullptr));
    must(here.put(a(here, "3", 1)));
    there.reopen();
    must(there->listen(&at_there));
    must(here.put(a(here, "4", 1)));
    ASSERT_TRUE(at_there.wait_for(2));
    EXPECT_EQ(as_text(at_there.take()), (Lines{"+i root\\cimv2 A.A.Id=\"2\"", "+i root\\cimv2 A.A.Id=\"4\""}));
}

TEST_F(FeedBetween, MergesOwnAndOthersInTheOrderOfRevisions) {  // EVT-26
    constexpr unsigned kPuts = 150;
    must(here->listen(&at_here));
    must(there->listen(&at_there));
    const auto write = [](Trial& at, const std::string& who) {
        for (unsigned i = 0; i < kPuts; ++i) must(at.put(at.make("A", {{"Id", text(std::to_string(i % 4))}, {"Size", number(i)}, {"Text", text(who)}})));
    };
    std::thread one(write, std::ref(here), "here");
    std::thread two(write, std::ref(there), "there");
    one.join();
    two.join();
    ASSERT_TRUE(at_here.wait_for(2 * kPuts));
    ASSERT_TRUE(at_there.wait_for(2 * kPuts));
    const std::vector<CommittedChange> seen = at_here.take();
    const std::vector<CommittedChange> other = at_there.take();
    ASSERT_EQ(seen.size(), 2 * kPuts);
    ASSERT_EQ(other.size(), 2 * kPuts);
    std::map<std::string, std::string> shadow;
    for (std::size_t i = 0; i < seen.size(); ++i) {
        EXPECT_EQ(seen[i].revision, other[i].revision);
        EXPECT_EQ(seen[i].time, other[i].time);
        EXPECT_EQ(*seen[i].after, *other[i].after);
        EXPECT_TRUE(i == 0 || seen[i - 1].revision < seen[i].revision);
        std::string& stored = shadow[*after(seen[i])->relative_path()];
        EXPECT_EQ(seen[i].before ? *seen[i].before : std::string(), stored);
        EXPECT_EQ(other[i].before ? *other[i].before : std::string(), stored);
        stored = *seen[i].after;
    }
    EXPECT_TRUE(at_here.take_lost().empty());
    EXPECT_TRUE(at_there.take_lost().empty());
}

TEST_F(FeedBetween, KeepsWhatAClassWasWhenItChangesOrGoes) {
    must(there->listen(&at_there));
    at_there.shut();
    must(here.put(a(here, "0", 0)));  // the watcher waits with this one
    must(here.put(a(here, "1", 7)));
    must(here.put_class(Saying("A").key("Id").number("Size").text("Text").text("More"), PutMode::CreateOrUpdate, UpdateMode::Force));
    must(here.put(here.make("A", {{"Id", text("1")}, {"More", text("m")}})));
    must(here.delete_class("A"));
    at_there.open();
    ASSERT_TRUE(at_there.wait_for(6));
    const std::vector<CommittedChange> all = at_there.take();
    ASSERT_EQ(as_text(all), (Lines{"+i root\\cimv2 A.A.Id=\"0\"", "+i root\\cimv2 A.A.Id=\"1\"", "=c root\\cimv2 A>A", "+i root\\cimv2 A.A.Id=\"1\"", "-c root\\cimv2 B",
                                   "-c root\\cimv2 A"}));
    EXPECT_EQ(get(*after(all[1]), "Size"), number(7));
    EXPECT_FALSE(all[1].of->find_property("More"));
    EXPECT_FALSE(all[2].class_before->find_property("More"));
    EXPECT_TRUE(all[2].class_after->find_property("More"));
    EXPECT_EQ(get(*after(all[3]), "More"), text("m"));
}

TEST_F(FeedBetween, SaysWhatIsLostWhenTooMuchWaits) {  // EVT-26
    must(there->listen(&at_there));
    at_there.shut();
    must(here.put(a(here, "0", 0)));
    const std::string long_text(std::size_t{4} << 20U, 'x');
    for (unsigned i = 0; i < 20; ++i) must(here.put(here.make("A", {{"Id", text("long")}, {"Size", number(i)}, {"Text", text(long_text)}})));
    at_there.open();
    must(here.put(a(here, "end", 0)));
    ASSERT_TRUE(at_there.wait_for_loss());
    const auto has_ended = [](const std::vector<CommittedChange>& all) { return !all.empty() && as_text(all.back()) == "+i root\\cimv2 A.A.Id=\"end\""; };
    std::vector<CommittedChange> all;
    for (std::size_t n = 1; !has_ended(all); ++n) {
        ASSERT_TRUE(at_there.wait_for(n));
        for (CommittedChange& one : at_there.take()) all.push_back(std::move(one));
    }
    const std::vector<LostChanges> lost = at_there.take_lost();
    ASSERT_EQ(lost.size(), 1U);
    EXPECT_EQ(lost[0].why, LostChanges::Why::Overflow);
    for (const CommittedChange& one : all) EXPECT_TRUE(one.revision < lost[0].first || one.revision > lost[0].last);
    EXPECT_EQ(all.size() + (lost[0].last - lost[0].first + 1), 22U);  // each told or lost
}

TEST_F(FeedBetween, TellsThatAnotherRestoredABackup) {
    TestFolder other;
    must(here->backup(other.path() / "backup", {}));
    must(there->listen(&at_there));
    must(here.put(a(here, "1", 1)));
    must(here->restore(other.path() / "backup", {}));
    ASSERT_TRUE(at_there.wait_for_loss());
    EXPECT_EQ(at_there.take_lost().back().why, LostChanges::Why::Replaced);
    must(here.put(a(here, "2", 1)));
    std::string last;
    for (std::size_t n = 1; last != "+i root\\cimv2 A.A.Id=\"2\""; ++n) {
        ASSERT_TRUE(at_there.wait_for(n));
        for (const std::string& one : as_text(at_there.take())) last = one;
    }
}

TEST_F(FeedBetween, LeavesNothingInTheStoreWhenNobodyListens) {
    must(there->listen(&at_there));
    must(here.put(a(here, "1", 1)));
    EXPECT_TRUE(has_rows());
    must(there->listen(nullptr));
    const auto until = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (has_rows() && std::chrono::steady_clock::now() < until) std::this_thread::yield();
    EXPECT_FALSE(has_rows());
    here.expect_sound();
}

TEST_F(FeedBetween, ForgetsWhatABackupHeldForOthers) {  // EVT-26
    TestFolder other;
    Trial far(Kind::Lmdb);
    must(far.put_class(Saying("A").key("Id").number("Size").text("Text")));
    const store::Work forge = [](store::Batch& to) -> Result<void> {
        TRY(to.put(EntryKey(50'000, 0), "an entry of another store's future"));
        return write_feed_state(to, {.time = 0, .dropped = 100'000, .replaced = 100'000, .entry_bytes = 50, .definition_bytes = 0});
    };
    must(far.engine().write(base::Deadline::never(), forge));
    must(far->backup(other.path() / "backup", {}));
    must(there->listen(&at_there));
    must(here->restore(other.path() / "backup", {}));
    ASSERT_TRUE(at_there.wait_for_loss());
    EXPECT_EQ(at_there.take_lost().back().why, LostChanges::Why::Replaced);
    must(here.put(a(here, "2", 1)));
    ASSERT_TRUE(at_there.wait_for(1));
    EXPECT_EQ(as_text(at_there.take()), (Lines{"+i root\\cimv2 A.A.Id=\"2\""}));
    EXPECT_TRUE(at_there.take_lost().empty());
}

/// Commits, and dies before it could tell anybody.
class DiesEarly final : public store::FaultyEngine {
public:
    explicit DiesEarly(std::shared_ptr<store::Engine> inner) : FaultyEngine(std::move(inner), std::make_shared<store::Faults>()) {}

    Result<std::uint64_t> write(base::Deadline deadline, const store::Work& work) override {
        auto done = FaultyEngine::write(deadline, work);
        if (done && dies) return Error(Status::CriticalError, "dead");
        return done;
    }

    std::atomic<bool> dies{false};
};

TEST_F(FeedBetween, HearsOfTheLastCommitOfOneWhoDied) {  // EVT-26
    const auto dying = std::make_shared<DiesEarly>(engine);
    Trial third(dying);
    must(there->listen(&at_there));
    must(third.put(a(third, "1", 1)));
    ASSERT_TRUE(at_there.wait_for(1));
    dying->dies = true;
    EXPECT_EQ(third.put(a(third, "2", 1)).status(), Status::CriticalError);
    dying->dies = false;
    EXPECT_TRUE(at_there.wait_for(2)) << "nobody rang";
}

TEST_F(FeedBetween, KeepsNoDefinitionsWithoutEnd) {
    must(there->listen(&at_there));
    at_there.shut();
    must(here.put(a(here, "0", 0)));
    const store::Work pretend = [](store::Batch& to) -> Result<void> {
        FeedState state = TRY(read_feed_state(to));
        state.definition_bytes = std::uint64_t{70} << 20U;
        return write_feed_state(to, state);
    };
    must(here.engine().write(base::Deadline::never(), pretend));
    must(here.put(a(here, "1", 0)));
    const auto view = must(here.engine().read());
    const auto cursor = must(view->cursor());
    std::size_t definitions = 0;
    for (bool more = must(cursor->seek(Bytes(1, static_cast<char>(Table::FeedDefinitions)))); more && cursor->key().front() == static_cast<char>(Table::FeedDefinitions); more = must(cursor->next()))
        ++definitions;
    EXPECT_EQ(definitions, 1U) << "that of the last change alone";
    EXPECT_LT(must(read_feed_state(*view)).definition_bytes, std::uint64_t{70} << 20U);
    at_there.open();
}

// -- real processes

constexpr const char* kFolder = "OPENWMI_TEST_FEED_FOLDER";
constexpr const char* kRole = "OPENWMI_TEST_FEED_ROLE";
constexpr const char* kPipe = "OPENWMI_TEST_FEED_PIPE";

struct Opened {
    explicit Opened(const std::filesystem::path& folder) : engine(open_engine(folder)), repository(must(Repository::open(engine, clock, chance))) {}

    NamespacePtr in() { return must(repository->catalogue())->find_namespace("root\\cimv2"); }

    void put(const std::string& id, std::uint64_t size, const std::string& who) {
        const NamespacePtr at = in();
        const ClassPtr of = must(at->get_class("A"));
        Instance one = Instance::spawn(of);
        must(one.put(*of->find_property("Id"), text(id)));
        must(one.put(*of->find_property("Size"), number(size)));
        must(one.put(*of->find_property("Text"), text(who)));
        must(repository->commit(must(repository->prepare_put(at, std::move(one), PutMode::CreateOrUpdate))));
    }

    base::SystemClock clock;
    base::SystemChance chance;
    std::shared_ptr<store::Engine> engine;
    std::unique_ptr<Repository> repository;
};

/// Looks whether what is told can have happened: each writer's puts in order, none twice or missing, with the right old values.
class Judge : public ChangeListener {
public:
    bool wants(const Namespace&, const ClassLine& of, ChangeKind) noexcept override { return of.name() == "A"; }

    void committed(std::vector<CommittedChange>&& changes) noexcept override {
        const std::lock_guard lock(mutex_);
        for (const CommittedChange& one : changes) judge(one);
        changed_.notify_all();
    }

    void lost(const LostChanges&) noexcept override {
        const std::lock_guard lock(mutex_);
        ++faults_;
    }

    void wait_for_end() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return is_over_; });
    }

    std::uint64_t faults() { return faults_; }

    std::uint64_t last_of(const std::string& who) { return last_[who]; }

private:
    void judge(const CommittedChange& one) {
        const Instance now = *after(one);
        const std::string path = *now.relative_path();
        std::string& stored = stored_[path];
        if ((one.before ? *one.before : std::string()) != stored || one.revision < revision_) ++faults_;
        stored = *one.after;
        revision_ = one.revision;
        const std::string who = std::get<std::string>(get(now, "Text"));
        const std::uint64_t size = std::get<std::uint64_t>(get(now, "Size"));
        if (size != ++last_[who]) ++faults_;
        is_over_ = is_over_ || who == "end";
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    std::map<std::string, std::string> stored_;
    std::map<std::string, std::uint64_t> last_;
    std::uint64_t revision_ = 0;
    std::uint64_t faults_ = 0;
    bool is_over_ = false;
};

void tell(int pipe, std::uint64_t number) {
    if (write(pipe, &number, sizeof number) != sizeof number) std::abort();
}

std::uint64_t hear(int pipe) {
    std::uint64_t number = 0;
    return read(pipe, &number, sizeof number) == sizeof number ? number : ~std::uint64_t{0};
}

/// What a started process does; without a role nothing.
TEST(FeedProcesses, TheOtherOnePlaysItsRole) {
    const char* role = std::getenv(kRole);
    if (!role) return;
    Opened opened(std::getenv(kFolder));
    const int pipe = std::atoi(std::getenv(kPipe));
    if (std::string_view(role) == "watch") {
        Judge judge;
        must(opened.repository->listen(&judge));
        tell(pipe, 0);
        judge.wait_for_end();
        tell(pipe, judge.faults());
        tell(pipe, judge.last_of("one"));
        tell(pipe, judge.last_of("two"));
        must(opened.repository->listen(nullptr));
    } else {
        const std::uint64_t puts = std::strtoull(role + 4, nullptr, 10);
        for (std::uint64_t i = 1; i <= puts; ++i) {
            opened.put(std::to_string(i % 7), i, std::string(role, 3));
            tell(pipe, i);
        }
    }
}

struct Started {
    pid_t process = 0;
    int pipe = -1;
};

Started start(const std::filesystem::path& folder, const std::string& role) {
    int ends[2] = {-1, -1};
    EXPECT_EQ(pipe(ends), 0);
    EXPECT_EQ(setenv(kFolder, folder.c_str(), 1), 0);
    EXPECT_EQ(setenv(kRole, role.c_str(), 1), 0);
    EXPECT_EQ(setenv(kPipe, std::to_string(ends[1]).c_str(), 1), 0);
    std::string program = "repository_test";
    std::string filter = "--gtest_filter=FeedProcesses.TheOtherOne*";
    char* arguments[] = {program.data(), filter.data(), nullptr};
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 1, "/dev/null", 1, 0);  // its report
    Started started{0, ends[0]};
    EXPECT_EQ(posix_spawn(&started.process, "/proc/self/exe", &files, nullptr, arguments, environ), 0);
    posix_spawn_file_actions_destroy(&files);
    close(ends[1]);
    for (const char* name : {kFolder, kRole, kPipe}) unsetenv(name);
    return started;
}

int end_of(const Started& one) {
    int status = 0;
    EXPECT_EQ(waitpid(one.process, &status, 0), one.process);
    close(one.pipe);
    return status;
}

void two_write_two_watch_and_one_is_killed(std::uint64_t puts) {
    TestFolder folder;
    Opened opened(folder.path());
    const ClassBody body = Saying("A").key("Id").number("Size").text("Text");
    must(opened.repository->commit(must(opened.repository->prepare_class_put(opened.in(), body, PutMode::CreateOrUpdate, UpdateMode::Compatible))));
    Judge own;
    must(opened.repository->listen(&own));
    const Started watchers[] = {start(folder.path(), "watch"), start(folder.path(), "watch")};
    for (const Started& one : watchers) ASSERT_EQ(hear(one.pipe), 0U);
    const Started one = start(folder.path(), "one " + std::to_string(puts));
    const Started two = start(folder.path(), "two " + std::to_string(puts));
    std::uint64_t acknowledged = 0;
    while (acknowledged < puts / 2) acknowledged = hear(one.pipe);
    kill(one.process, SIGKILL);
    for (std::uint64_t last = hear(one.pipe); last != ~std::uint64_t{0}; last = hear(one.pipe)) acknowledged = last;
    for (std::uint64_t last = 0; last != puts;) {
        last = hear(two.pipe);
        ASSERT_LE(last, puts);
    }
    EXPECT_EQ(end_of(two), 0);
    end_of(one);
    opened.put("end", 1, "end");
    own.wait_for_end();
    EXPECT_EQ(own.faults(), 0U);
    for (const Started& watcher : watchers) {
        EXPECT_EQ(hear(watcher.pipe), 0U);  // faults
        const std::uint64_t seen = hear(watcher.pipe);
        EXPECT_TRUE(seen == acknowledged || seen == acknowledged + 1) << seen << " of " << acknowledged;
        EXPECT_EQ(hear(watcher.pipe), puts);
        EXPECT_EQ(end_of(watcher), 0);
    }
    EXPECT_EQ(own.last_of("two"), puts);
    must(opened.repository->listen(nullptr));
}

TEST(FeedProcesses, TwoWriteAndTwoWatchAndOneIsKilled) { two_write_two_watch_and_one_is_killed(200); }  // EVT-26

TEST(FeedProcesses, TwoWriteAndTwoWatchAndOneIsKilled_slow) { two_write_two_watch_and_one_is_killed(20'000); }

TEST(FeedProcesses, AKilledWatcherHoldsNothingBack) {
    TestFolder folder;
    Opened opened(folder.path());
    const ClassBody body = Saying("A").key("Id").number("Size").text("Text");
    must(opened.repository->commit(must(opened.repository->prepare_class_put(opened.in(), body, PutMode::CreateOrUpdate, UpdateMode::Compatible))));
    const Started watcher = start(folder.path(), "watch");
    ASSERT_EQ(hear(watcher.pipe), 0U);
    kill(watcher.process, SIGKILL);
    end_of(watcher);
    const auto has_rows = [&] { return must(has_feed(*must(opened.engine->read()))); };
    const auto until = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    std::uint64_t size = 0;
    do {
        opened.put("1", ++size, "me");
    } while (has_rows() && std::chrono::steady_clock::now() < until);
    EXPECT_FALSE(has_rows());
}

TEST(FeedProcesses, AChildAfterForkLeavesItsParentsPlaceAlone) {
    TestFolder folder;
    Opened opened(folder.path());
    const ClassBody body = Saying("A").key("Id").number("Size").text("Text");
    must(opened.repository->commit(must(opened.repository->prepare_class_put(opened.in(), body, PutMode::CreateOrUpdate, UpdateMode::Compatible))));
    Judge judge;
    must(opened.repository->listen(&judge));
    const pid_t child = fork();
    if (child == 0) {
        const Status answer = opened.repository->listen(nullptr).status();
        _exit(answer == Status::NotAvailable ? 0 : 1);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
    const Started writer = start(folder.path(), "end 1");
    judge.wait_for_end();
    EXPECT_EQ(judge.faults(), 0U);
    EXPECT_EQ(end_of(writer), 0);
    must(opened.repository->listen(nullptr));
}

}  // namespace
}  // namespace wmi::repository
