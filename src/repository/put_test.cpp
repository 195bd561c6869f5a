// Full puts of instances (PUT), through Repository, on both engines.
#include "repository/internal/testing_repository.h"

namespace wmi::repository {
namespace {

using namespace testing;

class Put : public RepositoryOn {
protected:
    Put() { must(trial.put_class(Saying("Car").key("Plate").text("Owner").number("Doors"))); }

    Instance car(std::string plate, std::string owner = "Ann") { return trial.make("Car", {{"Plate", text(std::move(plate))}, {"Owner", text(std::move(owner))}}); }
};

ON_BOTH_ENGINES(Put);

TEST_P(Put, CreatesWhatIsNotThereAndOverwritesWhatIs) {  // PUT-06, PUT-52, PUT-53
    const Outcome first = must(trial.put(car("A1")));
    EXPECT_TRUE(first.created);
    EXPECT_EQ(first.path, "Car.Plate=\"A1\"");
    const Outcome second = must(trial.put(car("A1", "Bob")));
    EXPECT_FALSE(second.created);
    ASSERT_TRUE(trial.find("Car", {text("A1")}));
    EXPECT_EQ(get(*trial.find("Car", {text("A1")}), "Owner"), text("Bob"));
    EXPECT_EQ(trial.all("Car").size(), 1U);
    trial.expect_sound();
}

TEST_P(Put, UpdateOnlyNeedsTheInstance) {  // PUT-06
    EXPECT_EQ(trial.put(car("A1"), PutMode::UpdateOnly).status(), Status::NotFound);
    EXPECT_FALSE(trial.find("Car", {text("A1")}));
    must(trial.put(car("A1")));
    EXPECT_FALSE(must(trial.put(car("A1", "Bob"), PutMode::UpdateOnly)).created);
    EXPECT_EQ(get(*trial.find("Car", {text("A1")}), "Owner"), text("Bob"));
}

TEST_P(Put, CreateOnlyLeavesWhatIsThere) {  // PUT-06
    must(trial.put(car("A1"), PutMode::CreateOnly));
    EXPECT_EQ(trial.put(car("a1", "Bob"), PutMode::CreateOnly).status(), Status::AlreadyExists);
    EXPECT_EQ(get(*trial.find("Car", {text("A1")}), "Owner"), text("Ann"));
}

TEST_P(Put, KeepsWhatWasPutWhenItIsOpenedAgain) {  // PUT-53
    if (GetParam() == Kind::Memory) return;
    must(trial.put(car("A1")));
    trial.reopen();
    ASSERT_TRUE(trial.find("Car", {text("A1")}));
    EXPECT_EQ(get(*trial.find("Car", {text("A1")}), "Owner"), text("Ann"));
}

}  // namespace
}  // namespace wmi::repository
