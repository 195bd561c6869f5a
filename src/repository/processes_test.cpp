// Two processes with one store open: the test program starts itself again for the second one.
#include "repository/internal/testing_repository.h"

#include <spawn.h>
#include <sys/wait.h>

#include <cstdlib>

extern char** environ;

namespace wmi::repository {
namespace {

using namespace testing;

constexpr int kRounds = 200;
constexpr const char* kFolder = "OPENWMI_TEST_OTHER_FOLDER";

class Opened {
public:
    explicit Opened(const std::filesystem::path& folder) : engine_(open_engine(folder)), repository_(must(Repository::open(engine_, clock_, chance_))) {}

    Repository& operator*() { return *repository_; }

    NamespacePtr at() { return must(repository_->catalogue())->find_namespace("root\\cimv2"); }

    ClassPtr cls(std::string_view name) { return must(at()->get_class(name)); }

    Status put_class(const ClassBody& body) {
        return repository_->commit(must(repository_->prepare_class_put(at(), body, PutMode::CreateOrUpdate, UpdateMode::Compatible))).status();
    }

    Status set(std::string_view id, const std::string& name, std::uint64_t value, PutMode mode, bool is_part) {
        const ClassPtr of = cls("Shared");
        Instance one = Instance::spawn(of);
        must(one.put(*of->find_property("Id"), text(std::string(id))));
        must(one.put(*of->find_property(name), number(value)));
        std::optional<cim::PutExtensions> partial;
        if (is_part) partial = cim::PutExtensions{.properties = std::vector<std::string>{name}};
        return repository_->commit(must(repository_->prepare_put(at(), one, mode, partial))).status();
    }

    Status tie(const std::string& id) {
        const ClassPtr of = cls("Tie");
        Instance one = Instance::spawn(of);
        must(one.put(*of->find_property("Id"), text(id)));
        must(one.put(*of->find_property("To"), text("Shared=\"1\"")));
        return repository_->commit(must(repository_->prepare_put(at(), one, PutMode::CreateOrUpdate))).status();
    }

    std::size_t ties() { return must(must(repository_->references(at(), must(cim::parse_path("Shared.Id=\"1\""))))->next(10'000)).size(); }

    std::optional<Instance> find(std::string_view id) {
        const std::vector<Value> keys{text(std::string(id))};
        return must(repository_->find_instance(at(), *cls("Shared"), keys, Depth::Deep));
    }

private:
    std::shared_ptr<store::Engine> engine_;
    base::SystemClock clock_;
    base::SystemChance chance_;
    std::unique_ptr<Repository> repository_;
};

void update(Opened& opened, const std::string& name) {
    for (int round = 1; round <= kRounds; ++round) EXPECT_EQ(opened.set("1", name, static_cast<unsigned>(round), PutMode::UpdateOnly, true), Status::Ok);
}

/// What the second process does; in the first one, with no folder named, there is nothing to do.
TEST(Processes, TheOtherOneUpdatesItsPropertyAndMakesAClass) {
    const char* folder = std::getenv(kFolder);
    if (!folder) return;
    Opened opened(folder);
    update(opened, "B");
    for (int i = 0; i < kRounds; ++i) EXPECT_EQ(opened.tie("theirs" + std::to_string(i)), Status::Ok);
    EXPECT_EQ(opened.put_class(Saying("Theirs").key("Id")), Status::Ok);
    EXPECT_EQ(opened.put_class(Saying("Mine").key("Id").text("Changed")), Status::Ok);
}

TEST(Processes, LoseNoUpdateAndSeeEachOthersClasses) {  // PART-09, PUT-36, CLASS-07
    if (std::getenv(kFolder)) return;
    TestFolder folder;
    Opened opened(folder.path());
    ASSERT_EQ(opened.put_class(Saying("Shared").key("Id").number("A").number("B")), Status::Ok);
    ASSERT_EQ(opened.put_class(Saying("Mine").key("Id")), Status::Ok);
    ASSERT_EQ(opened.put_class(Saying("Tie").key("Id").property("To", CimType::Reference)), Status::Ok);
    ASSERT_EQ(opened.set("1", "A", 0, PutMode::CreateOnly, false), Status::Ok);
    const ClassPtr mine = opened.cls("Mine");
    Instance held = Instance::spawn(mine);
    must(held.put(*mine->find_property("Id"), text("1")));
    Change stale = must((*opened).prepare_put(opened.at(), held, PutMode::CreateOrUpdate));

    ASSERT_EQ(setenv(kFolder, folder.path().c_str(), 1), 0);
    const std::string filter = "--gtest_filter=Processes.TheOtherOne*";
    std::string program = "repository_test";
    std::string argument = filter;
    char* arguments[] = {program.data(), argument.data(), nullptr};
    pid_t other = 0;
    ASSERT_EQ(posix_spawn(&other, "/proc/self/exe", nullptr, nullptr, arguments, environ), 0);
    unsetenv(kFolder);
    update(opened, "A");
    for (int i = 0; i < kRounds; ++i) EXPECT_EQ(opened.tie("mine" + std::to_string(i)), Status::Ok);
    int status = 0;
    ASSERT_EQ(waitpid(other, &status, 0), other);
    EXPECT_EQ(status, 0);

    const Instance both = *opened.find("1");
    EXPECT_EQ(get(both, "A"), number(kRounds));
    EXPECT_EQ(get(both, "B"), number(kRounds));
    EXPECT_EQ(opened.ties(), std::size_t{2} * kRounds);
    EXPECT_TRUE(opened.at()->has_class("Theirs"));
    EXPECT_TRUE(opened.cls("Mine")->find_property("Changed"));
    must((*opened).commit(std::move(stale)));  // prepared under the old layout, kept under the new one
    const std::vector<Value> keys{text("1")};
    const auto kept = must((*opened).find_instance(opened.at(), *opened.cls("Mine"), keys, Depth::Deep));
    ASSERT_TRUE(kept);
    EXPECT_TRUE(is_null(get(*kept, "Changed")));
    EXPECT_TRUE(must((*opened).check({})).findings.empty());
}

}  // namespace
}  // namespace wmi::repository
