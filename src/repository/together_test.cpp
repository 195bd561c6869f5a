// Changes that are joined: all of them are applied, or none, also in a batch with others (CLASS-59).
#include "repository/internal/testing_repository.h"

#include <condition_variable>
#include <map>
#include <mutex>

namespace wmi::repository {
namespace {

using namespace testing;

class Together : public RepositoryOn {
protected:
    Change put_class(const ClassBody& body, PutMode mode = PutMode::CreateOrUpdate, const std::string& child = {}) {
        ClassOptions options;
        options.child = child;
        return must(trial->prepare_class_put(trial.at(), body, mode, UpdateMode::Force, options));
    }

    Change both(Change first, Change second) {
        std::vector<Change> parts;
        parts.push_back(std::move(first));
        parts.push_back(std::move(second));
        return trial->join(std::move(parts));
    }

    bool has_class(const char* name, std::string_view path = "root\\cimv2") {
        const NamespacePtr in = trial.at(path);
        return in && in->has_class(name);
    }
};

ON_BOTH_ENGINES(Together);

TEST_P(Together, AreAppliedAsOneAndReportTheFirst) {  // CLASS-59, CALL-33
    const std::uint64_t before = must(trial->facts()).revision;
    const auto done = trial->commit(both(put_class(Saying("A").key("Id")), put_class(Saying("A").mark("Amendment"), PutMode::CreateOrUpdate, "ms_409")));
    ASSERT_TRUE(done) << done.error().sentence();
    EXPECT_EQ(done->path, "A");
    EXPECT_TRUE(done->created);
    EXPECT_EQ(must(trial->facts()).revision, before + 1) << "one commit";
    EXPECT_TRUE(has_class("A"));
    EXPECT_TRUE(has_class("A", "root\\cimv2\\ms_409"));
    EXPECT_TRUE(trial.find("__NAMESPACE", {text("MS_409")})) << "the new namespace has its instance";
    trial.expect_sound();
}

TEST_P(Together, LeaveNothingWhenALaterOneFails) {  // CLASS-59, CLASS-44
    const auto done = trial->commit(both(put_class(Saying("A").key("Id"), PutMode::CreateOrUpdate, "ms_409"), put_class(Saying("B").key("Id"), PutMode::UpdateOnly)));
    EXPECT_EQ(done.status(), Status::NotFound);
    EXPECT_FALSE(trial.at("root\\cimv2\\ms_409"));
    EXPECT_FALSE(trial.find("__NAMESPACE", {text("ms_409")}));
    EXPECT_TRUE(trial.put_class(Saying("B").key("Id"))) << "and what comes next is done";
    trial.expect_sound();
}

/// Counts how changes ended, and knows when all have.
class Ends {
public:
    explicit Ends(std::size_t expected) : left_(expected) {}

    class One : public Completion {
    public:
        One(Ends& of, std::size_t place) : of_(of), place_(place) {}

        void finished(Result<Outcome>&& outcome) noexcept override { of_.end(place_, outcome.status()); }

    private:
        Ends& of_;
        const std::size_t place_;
    };

    void end(std::size_t place, Status status) noexcept {
        const std::lock_guard lock(mutex_);
        statuses_[place] = status;
        if (--left_ == 0) all_.notify_all();
    }

    std::map<std::size_t, Status> wait() {
        std::unique_lock lock(mutex_);
        all_.wait(lock, [this] { return left_ == 0; });
        return statuses_;
    }

private:
    std::mutex mutex_;
    std::condition_variable all_;
    std::size_t left_;
    std::map<std::size_t, Status> statuses_;
};

TEST_P(Together, FailAloneInABatch) {  // PUT-35, CLASS-59
    must(trial.put_class(Saying("Thing").key("Id")));
    constexpr std::size_t kChanges = 30;
    Ends ends(kChanges);
    for (std::size_t i = 0; i < kChanges; ++i) {
        const std::string name = "C" + std::to_string(i);
        Change change = i % 3 == 1 ? both(put_class(Saying(name).key("Id")), put_class(Saying("Nowhere").key("Id"), PutMode::UpdateOnly, "ms_409"))
                                   : must(trial->prepare_put(trial.at(), trial.make("Thing", {{"Id", text(name)}}), PutMode::CreateOnly));
        must(trial->submit(std::move(change), std::make_unique<Ends::One>(ends, i), base::Deadline::never()));
    }
    for (const auto& [place, status] : ends.wait()) EXPECT_EQ(status, place % 3 == 1 ? Status::NotFound : Status::Ok) << place;
    EXPECT_EQ(trial.all("Thing").size(), kChanges * 2 / 3);
    for (std::size_t i = 1; i < kChanges; i += 3) EXPECT_FALSE(has_class(("C" + std::to_string(i)).c_str()));
    EXPECT_FALSE(trial.at("root\\cimv2\\ms_409"));
    trial.expect_sound();
}

}  // namespace
}  // namespace wmi::repository
