// The change feed within one process: what is told, to whom, in which order, with which old values.
#include "repository/internal/testing_listener.h"

#include <rapidcheck.h>

#include <map>
#include <set>
#include <thread>

namespace wmi::repository {
namespace {

using namespace testing;

using Lines = std::vector<std::string>;

class Feed : public RepositoryOn {
protected:
    void SetUp() override {
        must(trial.put_class(Saying("A").key("Id").number("Size").text("Text")));
        must(trial.put_class(Saying("B", trial.cls("A")).text("Own")));
        must(trial->listen(&recorder));
    }

    void TearDown() override { must(trial->listen(nullptr)); }

    Instance a(const std::string& id, std::uint64_t size) { return trial.make("A", {{"Id", text(id)}, {"Size", number(size)}}); }

    Lines told() { return as_text(recorder.take()); }

    Recorder recorder;
};

ON_BOTH_ENGINES(Feed);

TEST_P(Feed, TellsCreationChangeAndDeletionWithOldAndNewValues) {  // EVT-21, EVT-22, EVT-25
    must(trial.put(a("1", 1)));
    must(trial.put(a("1", 2)));
    must(trial.put(a("1", 2)));  // changes nothing, and is told all the same
    must(trial.put_part(trial.make("A", {{"Id", text("1")}, {"Text", text("t")}}), {"Text"}));
    must(trial.remove("A", {text("1")}));
    const std::vector<CommittedChange> all = recorder.take();
    ASSERT_EQ(as_text(all), (Lines{"+i root\\cimv2 A.A.Id=\"1\"", "=i root\\cimv2 A.A.Id=\"1\"", "=i root\\cimv2 A.A.Id=\"1\"", "=i root\\cimv2 A.A.Id=\"1\"",
                                   "-i root\\cimv2 A.A.Id=\"1\""}));
    EXPECT_FALSE(all[0].before);
    EXPECT_EQ(get(*after(all[0]), "Size"), number(1));
    EXPECT_EQ(get(*before(all[1]), "Size"), number(1));
    EXPECT_EQ(get(*after(all[1]), "Size"), number(2));
    EXPECT_EQ(*all[2].before, *all[2].after);
    EXPECT_EQ(get(*before(all[3]), "Text"), Value());
    EXPECT_EQ(get(*after(all[3]), "Text"), text("t"));
    EXPECT_EQ(get(*after(all[3]), "Size"), number(2));  // whole, though the client gave a part
    EXPECT_EQ(*all[4].before, *all[3].after);
    EXPECT_FALSE(all[4].after);
}

TEST_P(Feed, TellsOfTheRealClassWhicheverWasNamed) {  // EVT-25
    must(trial.put(trial.make("B", {{"Id", text("1")}, {"Own", text("o")}})));
    must(trial.remove("A", {text("1")}));
    const std::vector<CommittedChange> all = recorder.take();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[1].of->name(), "B");
    EXPECT_EQ(get(*before(all[1]), "Own"), text("o"));
    EXPECT_EQ(all[1].line().id(), trial.at()->class_id("B"));
    EXPECT_EQ(all[1].line().parent().id(), trial.at()->class_id("A"));
    EXPECT_FALSE(all[1].line().parent().parent());
}

TEST_P(Feed, SaysNothingOfWhatFailed) {  // EVT-26
    must(trial.put(a("1", 1)));
    (void)told();
    EXPECT_EQ(trial.put(a("1", 1), PutMode::CreateOnly).status(), Status::AlreadyExists);
    EXPECT_EQ(trial.put(a("2", 1), PutMode::UpdateOnly).status(), Status::NotFound);
    EXPECT_EQ(trial.remove("A", {text("2")}).status(), Status::NotFound);
    EXPECT_EQ(trial.put(trial.make("B", {{"Id", text("1")}})).status(), Status::AlreadyExists);
    EXPECT_EQ(trial.delete_class("None").status(), Status::NotFound);
    EXPECT_EQ(trial.put_class(Saying("A").key("Id").number("Size").text("Text").text("More")).status(), Status::ClassHasChildren);
    EXPECT_EQ(told(), Lines());
}

TEST_P(Feed, TellsOneEventForEachClassPut) {  // EVT-23
    must(trial.put_class(Saying("C").key("Id")));
    must(trial.put_class(Saying("A").key("Id").number("Size").text("Text").with(cim::text_qualifier("Description", "x"))));
    must(trial.put_class(Saying("C").key("Id")));
    const std::vector<CommittedChange> all = recorder.take();
    ASSERT_EQ(as_text(all), (Lines{"+c root\\cimv2 C", "=c root\\cimv2 A>A", "=c root\\cimv2 C>C"}));
    EXPECT_FALSE(all[1].class_before->body().qualifiers.find("Description"));
    EXPECT_TRUE(all[1].class_after->body().qualifiers.find("Description"));
    EXPECT_EQ(all[1].in, trial.at());
}

TEST_P(Feed, TellsEveryClassThatGoesChildrenFirstAndNoInstances) {  // EVT-23
    must(trial.put(a("1", 1)));
    must(trial.put(trial.make("B", {{"Id", text("2")}})));
    (void)told();
    must(trial.delete_class("A"));
    EXPECT_EQ(told(), (Lines{"-c root\\cimv2 B", "-c root\\cimv2 A"}));
    must(trial.put_class(Saying("A").key("Id").text("Other")));
    must(trial.put(trial.make("A", {{"Id", text("1")}})));  // over a forgotten record: created
    EXPECT_EQ(told(), (Lines{"+c root\\cimv2 A", "+i root\\cimv2 A.A.Id=\"1\""}));
    must(trial.put_class(Saying("A").key("Id").number("Other"), PutMode::CreateOrUpdate, UpdateMode::Force));
    EXPECT_EQ(told(), (Lines{"=c root\\cimv2 A>A"}));  // forgets the instance silently
}

TEST_P(Feed, TellsNamespacesInTheOneAbove) {  // EVT-24
    const auto space = [&] { return trial.make("__NAMESPACE", {{"Name", text("New")}}, "root\\cimv2"); };
    must(trial.put(space()));
    must(trial.put_class(Saying("Inside").key("Id"), PutMode::CreateOrUpdate, UpdateMode::Compatible, "root\\cimv2\\New"));
    must(trial.put(space()));
    must(trial.put_into("root\\cimv2\\New", trial.make("Inside", {{"Id", text("1")}}, "root\\cimv2\\New")));
    must(trial.remove("__NAMESPACE", {text("new")}));
    EXPECT_EQ(told(), (Lines{"+i root\\cimv2 __NAMESPACE.__NAMESPACE.Name=\"New\"", "+n root\\cimv2 New", "+c root\\cimv2\\New Inside",
                             "=i root\\cimv2 __NAMESPACE.__NAMESPACE.Name=\"New\"", "=n root\\cimv2 New", "+i root\\cimv2\\New Inside.Inside.Id=\"1\"",
                             "-i root\\cimv2 __NAMESPACE.__NAMESPACE.Name=\"New\"", "-n root\\cimv2 New"}));
}

TEST_P(Feed, TimesNeverGoBackAndRevisionsGrow) {
    trial.clock().set(1000);
    must(trial.put(a("1", 1)));
    trial.clock().set(500);
    must(trial.put(a("2", 1)));
    must(trial->listen(nullptr));
    trial.reopen();
    must(trial->listen(&recorder));
    must(trial.put(a("3", 1)));
    trial.clock().set(2000);
    must(trial.put(a("4", 1)));
    const std::vector<CommittedChange> all = recorder.take();
    ASSERT_EQ(all.size(), 4U);
    EXPECT_EQ(all[0].time, 1000U);
    EXPECT_EQ(all[1].time, 1000U);
    EXPECT_EQ(all[2].time, 1000U);
    EXPECT_EQ(all[3].time, 2000U);
    for (std::size_t i = 1; i < all.size(); ++i) EXPECT_GT(all[i].revision, all[i - 1].revision);
}

TEST_P(Feed, TellsOnlyWhatIsWanted) {
    const std::optional<ClassId> wanted = trial.at()->class_id("B");
    Recorder picky([wanted](const Namespace&, const ClassLine& of, ChangeKind kind) { return kind == ChangeKind::InstanceModified && of.id() == *wanted; });
    must(trial->listen(&picky));
    for (int i = 0; i < 2; ++i) {
        must(trial.put(a("1", 1)));
        must(trial.put(trial.make("B", {{"Id", text("2")}})));
    }
    EXPECT_EQ(as_text(picky.take()), (Lines{"=i root\\cimv2 B.B.Id=\"2\""}));
    EXPECT_EQ(told(), Lines());
    must(trial->listen(nullptr));
    const unsigned asked = picky.asked();
    must(trial.put(a("1", 1)));
    EXPECT_EQ(picky.asked(), asked);
}

TEST_P(Feed, TellsThatARestoreReplacedEverything) {
    if (GetParam() == Kind::Memory) return;  // has no backups
    must(trial.put(a("1", 1)));
    TestFolder folder;
    const auto file = folder.path() / "backup";
    must(trial->backup(file, {}));
    must(trial.put(a("2", 1)));
    (void)told();
    must(trial->restore(file, {}));
    const std::vector<LostChanges> lost = recorder.take_lost();
    ASSERT_EQ(lost.size(), 1U);
    EXPECT_EQ(lost[0].why, LostChanges::Why::Replaced);
    must(trial.put(a("3", 1)));
    const std::vector<CommittedChange> all = recorder.take();
    ASSERT_EQ(all.size(), 1U);
    EXPECT_GT(all[0].revision, lost[0].last);
}

/// Tells a thread how its changes ended.
class Counts : public Completion {
public:
    Counts(std::atomic<int>& done, std::atomic<int>& ok) : done_(done), ok_(ok) {}

    void finished(Result<Outcome>&& outcome) noexcept override {
        if (outcome) ++ok_;
        ++done_;
    }

private:
    std::atomic<int>& done_;
    std::atomic<int>& ok_;
};

TEST_P(Feed, TellsManyWritersInTheOrderOfCommit) {  // EVT-26
    constexpr int kPuts = 300;
    std::atomic<int> done = 0;
    std::atomic<int> ok = 0;
    const auto write = [&](const std::string& mine) {
        const NamespacePtr in = trial.at();
        for (int i = 0; i < kPuts; ++i) {
            const bool fails = i % 7 == 3;
            Change change = must(trial->prepare_put(in, a(fails ? "none" : std::to_string(i % 5), static_cast<unsigned>(i)), fails ? PutMode::UpdateOnly : PutMode::CreateOrUpdate));
            must(trial->submit(std::move(change), std::make_unique<Counts>(done, ok), base::Deadline::never()));
        }
        must(trial.put(trial.make("B", {{"Id", text(mine)}})));
    };
    std::thread one(write, "x");
    std::thread two(write, "y");
    one.join();
    two.join();
    trial->drain();
    const std::vector<CommittedChange> all = recorder.take();
    EXPECT_EQ(done, 2 * kPuts);
    ASSERT_EQ(all.size(), static_cast<std::size_t>(ok) + 2);
    std::map<std::string, std::string> shadow;  // what it must have been before
    std::uint64_t revision = 0;
    for (const CommittedChange& each : all) {
        std::string& stored = shadow[*after(each)->relative_path()];
        EXPECT_EQ(each.before ? *each.before : std::string(), stored);
        EXPECT_LE(revision, each.revision);
        stored = *each.after;
        revision = each.revision;
    }
    for (const Instance& each : trial.all("A")) EXPECT_EQ(shadow[*each.relative_path()], each.record());
}

/// Law: who applies what he is told to what was there knows what is there.
class Mirror {
public:
    explicit Mirror(Kind kind) : trial_(kind) {
        must(trial_->listen(&recorder_));
        must(trial_.put_class(Saying("A").key("Id", CimType::Uint32).number("Size")));
        must(trial_.put_class(Saying("B", trial_.cls("A")).text("Own")));
    }

    void act() {
        const std::uint64_t id = *rc::gen::inRange<std::uint64_t>(0, 8);
        const std::string cls = *rc::gen::element<std::string>("A", "B");
        const bool is_there = trial_.at()->has_class(cls);
        switch (*rc::gen::inRange(0, 9)) {
            case 0: case 1: case 2: case 3:
                if (is_there) (void)trial_.put(trial_.make(cls, {{"Id", number(id)}, {"Size", number(*rc::gen::inRange<std::uint64_t>(0, 3))}}));
                return;
            case 4:
                if (is_there) (void)trial_.put_part(trial_.make(cls, {{"Id", number(id)}, {"Size", number(*rc::gen::inRange<std::uint64_t>(0, 3))}}), {"Size"});
                return;
            case 5: case 6:
                if (is_there) (void)trial_.remove(cls, {number(id)});
                return;
            case 7: return (void)trial_.delete_class("B");
            default: return (void)trial_.put_class(Saying("B", trial_.cls("A")).text("Own").with(cim::text_qualifier("Description", *rc::gen::element<std::string>("x", "y"))));
        }
    }

    void compare() {
        for (const CommittedChange& one : recorder_.take()) apply(one);
        std::map<std::string, std::string> there;
        for (const Instance& one : trial_.all("A")) there.emplace(*one.relative_path(), one.record());
        RC_ASSERT(there == instances_);
        std::set<std::string> classes;
        for (const std::string& name : must(trial_.at()->subclasses("", Depth::Deep))) {
            if (!name.starts_with("__")) classes.insert(name);
        }
        RC_ASSERT(classes == classes_);
    }

private:
    void apply(const CommittedChange& one) {
        if (one.class_after) {
            classes_.insert(one.class_after->name());
        } else if (one.class_before) {
            classes_.erase(one.class_before->name());
            std::erase_if(instances_, [&](const auto& row) { return row.first.starts_with(one.class_before->name() + "."); });
        } else {
            const std::string path = *(one.after ? after(one) : before(one))->relative_path();
            const auto stood = instances_.find(path);
            RC_ASSERT((stood == instances_.end()) == !one.before);
            if (one.before) RC_ASSERT(stood->second == *one.before);
            instances_.erase(path);
            if (one.after) instances_.emplace(path, *one.after);
        }
    }

    Recorder recorder_;
    Trial trial_;
    std::set<std::string> classes_;
    std::map<std::string, std::string> instances_;
};

TEST(LawFeed, WhoAppliesWhatHeIsToldKnowsWhatIsThere) {  // EVT-22, EVT-23, EVT-26
    EXPECT_TRUE(rc::check([] {
        Mirror mirror(Kind::Memory);
        for (int i = 0; i < 60; ++i) {
            mirror.act();
            if (i % 10 == 9) mirror.compare();
        }
    }));
}

}  // namespace
}  // namespace wmi::repository
