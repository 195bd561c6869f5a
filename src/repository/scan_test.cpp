// Finding, deleting and enumerating (SVC-12..29), on both engines.
#include "repository/internal/testing_repository.h"

namespace wmi::repository {
namespace {

using namespace testing;

class Scans : public RepositoryOn {
protected:
    Scans() {
        must(trial.put_class(Saying("Base").mark("abstract").text("Text")));
        must(trial.put_class(Saying("A", trial.cls("Base")).key("Id", CimType::Sint32)));
        must(trial.put_class(Saying("B", trial.cls("A")).text("More")));
        must(trial.put_class(Saying("Other", trial.cls("Base")).key("Name")));
    }

    void fill(int count) {
        for (int i = count - 1; i >= 0; --i) must(trial.put(trial.make(i % 3 == 0 ? "B" : "A", {{"Id", std::int64_t{i - count / 2}}, {"Text", text(std::to_string(i))}})));
    }
};

ON_BOTH_ENGINES(Scans);

TEST_P(Scans, FindInstancesOfDerivedClasses) {  // SVC-12, SVC-13
    must(trial.put(trial.make("B", {{"Id", std::int64_t{1}}})));
    EXPECT_EQ(trial.find("A", {std::int64_t{1}})->cls().name(), "B");
    EXPECT_FALSE(trial.find("A", {std::int64_t{1}}, Depth::Exact));
    EXPECT_TRUE(trial.find("B", {std::int64_t{1}}, Depth::Exact));
    EXPECT_FALSE(trial.find("A", {std::int64_t{2}}));
    must(trial.put(trial.make("A", {{"Id", std::int64_t{2}}})));
    EXPECT_FALSE(trial.find("B", {std::int64_t{2}}));
}

TEST_P(Scans, DeleteByThePathOfASuperclass) {  // SVC-18, SVC-23
    must(trial.put(trial.make("B", {{"Id", std::int64_t{1}}})));
    must(trial.put(trial.make("A", {{"Id", std::int64_t{2}}})));
    EXPECT_EQ(trial.remove("B", {std::int64_t{2}}).status(), Status::NotFound);
    EXPECT_EQ(must(trial.remove("A", {std::int64_t{1}})).path, "");
    EXPECT_EQ(trial.remove("A", {std::int64_t{1}}).status(), Status::NotFound);
    EXPECT_EQ(trial.all("A").size(), 1U);
    if (GetParam() == Kind::Lmdb) trial.reopen();
    EXPECT_EQ(trial.all("A").size(), 1U);
    trial.expect_sound();
}

TEST_P(Scans, EnumerateDeepAndShallow) {  // SVC-28, SVC-29, SVC-31
    fill(30);
    must(trial.put(trial.make("Other", {{"Name", text("n")}})));
    EXPECT_EQ(trial.all("A").size(), 30U);
    EXPECT_EQ(trial.all("A", Depth::Exact).size(), 20U);
    EXPECT_EQ(trial.all("B").size(), 10U);
    EXPECT_EQ(trial.all("Base", Depth::Exact).size(), 0U);
    EXPECT_EQ(trial.all("Base").size(), 31U);
    for (const Instance& one : trial.all("B")) EXPECT_EQ(one.cls().name(), "B");
}

TEST_P(Scans, ReadInPiecesInTheOrderOfKeys) {
    fill(30);
    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, std::size_t{1000}}) {
        const std::vector<Instance> all = trial.all("A", Depth::Deep, "root\\cimv2", piece);
        ASSERT_EQ(all.size(), 30U);
        for (int i = 0; i < 30; ++i) EXPECT_EQ(get(all[static_cast<std::size_t>(i)], "Id"), Value(std::int64_t{i - 15}));
    }
}

TEST_P(Scans, TestRecordsInPlace) {
    fill(30);
    const cim::ClassPtr a = trial.cls("A");
    const cim::Property& id = *a->find_property("Id");
    const auto scan = must(trial->scan(trial.at(), *a, Depth::Deep, [&](const cim::RecordView& record) { return record.slot<std::int32_t>(id) > 10; }));
    EXPECT_EQ(must(scan->next(100)).size(), 4U);
    EXPECT_TRUE(must(scan->next(100)).empty());
}

TEST_P(Scans, GoOnWhileThingsChange) {
    fill(30);
    const auto scan = must(trial->scan(trial.at(), *trial.cls("A"), Depth::Deep));
    EXPECT_EQ(must(scan->next(5)).size(), 5U);
    must(trial.remove("A", {std::int64_t{-11}}));  // the last that was given
    must(trial.remove("A", {std::int64_t{-10}}));
    must(trial.put(trial.make("A", {{"Id", std::int64_t{-100}}})));
    must(trial.put(trial.make("A", {{"Id", std::int64_t{100}}})));
    EXPECT_EQ(must(scan->next(1000)).size(), 25U);
    EXPECT_TRUE(must(scan->next(1000)).empty());
}

TEST_P(Scans, EndWhenTheClassGoesAndFollowWhenItChanges) {
    fill(30);
    const auto scan = must(trial->scan(trial.at(), *trial.cls("A"), Depth::Deep));
    EXPECT_EQ(must(scan->next(5)).size(), 5U);
    const auto other = must(trial->scan(trial.at(), *trial.cls("B"), Depth::Deep));
    EXPECT_EQ(must(other->next(5)).size(), 5U);
    must(trial.delete_class("B"));
    EXPECT_TRUE(must(other->next(5)).empty());
    for (const Instance& one : must(scan->next(100))) EXPECT_EQ(one.cls().name(), "A");
    EXPECT_TRUE(must(scan->next(100)).empty());
}

TEST_P(Scans, ListClasses) {  // SVC-26, SVC-27, SYS-05
    const NamespacePtr in = trial.at();
    EXPECT_EQ(must(in->subclasses("Base", Depth::Deep)), (std::vector<std::string>{"A", "Other", "B"}));
    EXPECT_EQ(must(in->subclasses("base", Depth::Exact)), (std::vector<std::string>{"A", "Other"}));
    EXPECT_EQ(must(in->subclasses("", Depth::Deep)).size(), in->class_count());
    const auto top = must(in->subclasses("", Depth::Exact));
    EXPECT_EQ(std::count(top.begin(), top.end(), "Base"), 1);
    EXPECT_EQ(std::count(top.begin(), top.end(), "A"), 0);
    EXPECT_EQ(std::count(top.begin(), top.end(), "__SystemClass"), 1);
    EXPECT_EQ(in->subclasses("Nothing", Depth::Deep).status(), Status::InvalidClass);
}

}  // namespace
}  // namespace wmi::repository
