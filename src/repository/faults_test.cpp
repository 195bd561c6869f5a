// The n-th act of the store fails, for every n, and the n-th allocation: the repository is as before or as after, and usable.
#include "repository/internal/testing_repository.h"
#include "store/faulty_engine.h"

#include <cstdlib>
#include <new>
#include <set>

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

namespace wmi::repository {
namespace {

using namespace testing;

/// All that can be seen of a repository, as text.
std::set<std::string> everything(Trial& trial) {
    std::set<std::string> all;
    const NamespacePtr in = trial.at();
    for (const std::string& name : must(in->subclasses("", Depth::Deep))) {
        if (name.starts_with("__") && name.find("Timer") == std::string::npos) continue;
        const ClassPtr of = must(in->get_class(name));
        std::string line = name;
        for (const cim::Property& property : of->properties()) line += " " + property.name();
        all.insert(line);
        for (const Instance& one : trial.all(name, Depth::Exact)) all.insert(std::string(one.record()));
    }
    return all;
}

struct Act {
    const char* name;
    base::Status (*run)(Trial&);
};

Instance timer(Trial& trial, const char* id, std::uint64_t milliseconds) {
    return trial.make("__IntervalTimerInstruction", {{"TimerId", text(id)}, {"IntervalBetweenEvents", number(milliseconds)}});
}

const Act kActs[] = {
    {"create", [](Trial& t) { return t.put(t.make("A", {{"Id", text("new")}, {"Size", number(4)}})).status(); }},
    {"overwrite", [](Trial& t) { return t.put(t.make("A", {{"Id", text("1")}, {"Size", number(9)}})).status(); }},
    {"part", [](Trial& t) { return t.put_part(t.make("A", {{"Id", text("1")}, {"Size", number(8)}, {"Text", text("longer than before")}}), {"Size", "Text"}).status(); }},
    {"delete", [](Trial& t) { return t.remove("A", {text("1")}).status(); }},
    {"class", [](Trial& t) { return t.put_class(Saying("A").key("Id").indexed("Size").text("Text").with(cim::text_qualifier("Description", "x"))).status(); }},
    {"force", [](Trial& t) { return t.put_class(Saying("A").key("Id").indexed("Size").text("Text").text("More"), PutMode::CreateOrUpdate, UpdateMode::Force).status(); }},
    {"delete class", [](Trial& t) { return t.delete_class("A").status(); }},
    {"associate", [](Trial& t) { return t.put(t.make("L", {{"Id", text("2")}, {"From", text("A.Id=\"1\"")}, {"To", text("A.Id=\"9\"")}})).status(); }},
    {"associate anew", [](Trial& t) { return t.put(t.make("L", {{"Id", text("1")}, {"From", text("A.Id=\"9\"")}})).status(); }},
    {"associate in part", [](Trial& t) { return t.put_part(t.make("L", {{"Id", text("1")}, {"To", text("B.Id=\"1\"")}}), {"To"}).status(); }},
    {"dissociate", [](Trial& t) { return t.remove("L", {text("1")}).status(); }},
    {"delete associations", [](Trial& t) { return t.delete_class("L").status(); }},
    {"namespace", [](Trial& t) { return t.put_into("root", t.make("__NAMESPACE", {{"Name", text("New")}}, "root")).status(); }},
    {"timer", [](Trial& t) { return t.put(timer(t, "new", 1000)).status(); }},
    {"timer anew", [](Trial& t) { return t.put(timer(t, "t", 2000)).status(); }},
    {"timer in part", [](Trial& t) { return t.put_part(timer(t, "t", 3000), {"IntervalBetweenEvents"}).status(); }},
    {"delete timer", [](Trial& t) { return t.remove("__TimerInstruction", {text("t")}).status(); }},
};

void prepare(Trial& trial) {
    must(trial.put_class(Saying("A").key("Id").indexed("Size").text("Text")));
    must(trial.put_class(Saying("B", trial.cls("A")).text("Own")));
    must(trial.put_class(Saying("L").key("Id").property("From", CimType::Reference).property("To", CimType::Reference)));
    must(trial.put(trial.make("A", {{"Id", text("1")}, {"Size", number(3)}, {"Text", text("t")}})));
    must(trial.put(trial.make("L", {{"Id", text("1")}, {"From", text("A.Id=\"1\"")}, {"To", text("A.Id=\"1\"")}})));
    must(trial.put(timer(trial, "t", 1000)));
}

Status answer_of(const Act& act, Trial& trial) {
    try {
        return act.run(trial);
    } catch (const std::bad_alloc&) {
        return Status::OutOfMemory;
    } catch (const std::runtime_error&) {  // must() of a helper
        return Status::Failed;
    }
}

/// Counts what it is told; allocates nothing.
class Tally : public ChangeListener {
public:
    bool wants(const Namespace&, const ClassLine&, CommittedChange::Kind) noexcept override { return true; }

    void committed(std::vector<CommittedChange>&& changes) noexcept override { told += changes.size(); }

    void lost(const LostChanges&) noexcept override { ++told; }

    std::atomic<std::size_t> told = 0;
};

void look_after(const Act& act, Trial& trial, Status answer, const std::set<std::string>& before, std::uint64_t n) {
    if (answer != Status::Ok) {
        EXPECT_EQ(everything(trial), before) << act.name << " at " << n;
    }
    trial.expect_sound();
    EXPECT_EQ(trial.put_class(Saying("After").key("Id")).status(), Status::Ok) << act.name << " at " << n;
    EXPECT_EQ(trial.put(trial.make("After", {{"Id", text("1")}})).status(), Status::Ok) << act.name << " at " << n;
}

void fail_every_act(store::Faults::How how, base::Status status) {
    for (const Act& act : kActs) {
        std::uint64_t n = 1;
        for (bool reached = true; reached; ++n) {
            ASSERT_LT(n, 2000U) << act.name;
            auto faults = std::make_shared<store::Faults>();
            Tally tally;
            Trial trial(std::make_shared<store::FaultyEngine>(store::make_memory_engine(), faults));
            prepare(trial);
            trial->drain();
            must(trial->listen(&tally));
            const std::set<std::string> before = everything(trial);
            faults->fail_at(n, how, status);
            const Status answer = answer_of(act, trial);
            reached = faults->happened();
            faults->fail_at(0);
            EXPECT_EQ(tally.told != 0, answer == Status::Ok) << act.name << " at " << n;
            look_after(act, trial, answer, before, n);
        }
    }
}

TEST(Faults, OfTheStoreLeaveEverythingAsBeforeOrAsAfter) { fail_every_act(store::Faults::How::Answer, Status::CriticalError); }

TEST(Faults, OfAFullDiskLeaveEverythingAsBeforeOrAsAfter) { fail_every_act(store::Faults::How::Answer, Status::OutOfDiskSpace); }

TEST(Faults, OfMemoryInTheStoreLeaveEverythingAsBeforeOrAsAfter) { fail_every_act(store::Faults::How::Throw, Status::OutOfMemory); }

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

TEST(Faults, OfTheNthAllocationLeaveEverythingAsBeforeOrAsAfter) {
    if (!can_fail()) GTEST_SKIP() << "this build's operator new is a sanitizer's";
    for (const Act& act : kActs) {
        long n = 1;
        for (bool reached = true; reached; n += 1 + n / 50) {
            Tally tally;
            Trial trial(Kind::Memory);
            prepare(trial);
            trial->drain();
            must(trial->listen(&tally));
            const std::set<std::string> before = everything(trial);
            allocations_left = n;
            const Status answer = answer_of(act, trial);
            reached = allocations_left == 0;
            allocations_left = 0;
            EXPECT_EQ(tally.told != 0, answer == Status::Ok) << act.name << " at " << n;
            look_after(act, trial, answer, before, static_cast<std::uint64_t>(n));
        }
    }
}

}  // namespace
}  // namespace wmi::repository
