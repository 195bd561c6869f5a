// Partial updates (PART), on both engines.
#include "repository/internal/testing_repository.h"

#include <thread>

namespace wmi::repository {
namespace {

using namespace testing;

class Part : public RepositoryOn {
protected:
    Part() {
        must(trial.put_class(Saying("Car").key("Plate").text("Owner").number("Doors").property("Note", CimType::String, {cim::mark("not_null")}).indexed("Size")));
        must(trial.put(trial.make("Car", {{"Plate", text("A1")}, {"Owner", text("Ann")}, {"Doors", number(3)}, {"Note", text("n")}, {"Size", number(7)}})));
    }

    Instance stored() { return *trial.find("Car", {text("A1")}); }

    Instance given(std::initializer_list<std::pair<std::string_view, Value>> values) {
        Instance one = trial.make("Car", {{"Plate", text("a1")}});
        for (const auto& [name, value] : values) must(one.put(*one.cls().find_property(name), value));
        return one;
    }
};

ON_BOTH_ENGINES(Part);

TEST_P(Part, WritesTheListedPropertiesAlone) {  // PART-01, PART-05, PART-09, PART-23, PUT-52
    EXPECT_EQ(must(trial.put_part(given({{"Owner", text("Bob")}, {"Doors", number(9)}}), {"owner", "OWNER"})).path, "Car.Plate=\"A1\"");
    EXPECT_EQ(get(stored(), "Owner"), text("Bob"));
    EXPECT_EQ(get(stored(), "Doors"), number(3));
    EXPECT_EQ(get(stored(), "Note"), text("n"));
    EXPECT_EQ(get(stored(), "Plate"), text("A1"));
    trial.expect_sound();
}

TEST_P(Part, NeedsUpdateOnly) {  // PART-06
    for (const PutMode mode : {PutMode::CreateOrUpdate, PutMode::CreateOnly})
        EXPECT_EQ(trial.put(given({{"Owner", text("Bob")}}), mode, cim::PutExtensions{.properties = std::vector<std::string>{"Owner"}}).status(), Status::InvalidContext);
    EXPECT_EQ(get(stored(), "Owner"), text("Ann"));
}

TEST_P(Part, WritesAllWithoutAList) {  // PART-07, PART-13
    must(trial.put(given({{"Owner", text("Bob")}}), PutMode::UpdateOnly, cim::PutExtensions{.atomic = true}));
    EXPECT_EQ(get(stored(), "Owner"), text("Bob"));
    EXPECT_EQ(get(stored(), "Doors"), number(3));
    EXPECT_EQ(trial.put(given({{"Owner", text("Bob")}}), PutMode::UpdateOnly, cim::PutExtensions{.strict_nulls = true}).status(), Status::IllegalNull);
    EXPECT_EQ(get(stored(), "Doors"), number(3));
}

TEST_P(Part, RefusesEmptyListsAndUnknownNames) {  // PART-08
    EXPECT_EQ(trial.put_part(given({}), {}).status(), Status::InvalidContext);
    EXPECT_EQ(trial.put_part(given({}), {"Owner", "Colour"}).status(), Status::InvalidContext);
    EXPECT_EQ(trial.put_part(given({}), {"__PATH"}).status(), Status::InvalidContext);
}

TEST_P(Part, IsSelectedByItsKeys) {  // PART-10
    EXPECT_EQ(must(trial.put_part(given({{"Owner", text("Bob")}}), {"Plate", "Owner"})).created, false);
    EXPECT_EQ(get(stored(), "Plate"), text("A1"));
    EXPECT_EQ(trial.put_part(trial.make("Car", {{"Plate", text("B2")}}), {"Owner"}).status(), Status::NotFound);
    EXPECT_EQ(trial.put_part(trial.make("Car", {}), {"Owner"}).status(), Status::NotFound);
    must(trial.put_class(Saying("Van", trial.cls("Car"))));
    EXPECT_EQ(trial.put_part(trial.make("Van", {{"Plate", text("A1")}}), {"Owner"}).status(), Status::NotFound);
    EXPECT_EQ(trial.all("Car").size(), 1U);
}

TEST_P(Part, LeavesANullAloneUnlessStrict) {  // PART-13, PART-14, PART-15
    must(trial.put_part(given({}), {"Owner", "Note", "Size"}));
    EXPECT_EQ(get(stored(), "Owner"), text("Ann"));
    must(trial.put_part(given({}), {"Owner"}, true));
    EXPECT_TRUE(is_null(get(stored(), "Owner")));
    EXPECT_EQ(trial.put_part(given({{"Doors", number(5)}}), {"Doors", "Note"}, true).status(), Status::IllegalNull);
    EXPECT_EQ(trial.put_part(given({{"Doors", number(5)}}), {"Doors", "Size"}, true).status(), Status::IllegalNull);
    EXPECT_EQ(get(stored(), "Doors"), number(3));  // PUT-35: all or nothing
}

TEST_P(Part, MovesIndexEntries) {  // PART-09, QUAL-32
    must(trial.put_part(given({{"Size", number(8)}}), {"Size"}));
    EXPECT_EQ(get(stored(), "Size"), number(8));
    const CheckReport report = must(trial->check({}));
    EXPECT_EQ(report.index_entries, 1U);
    trial.expect_sound();
}

TEST_P(Part, LeavesInstanceQualifiersAlone) {  // PART-09
    Instance whole = stored();
    cim::QualifierSet own;
    own.set(cim::text_qualifier("Note", "mine"));
    whole.set_own_qualifiers(own);
    must(trial.put(whole));
    must(trial.put_part(given({{"Owner", text("a much longer owner than before")}}), {"Owner"}));
    EXPECT_TRUE(same_qualifiers(stored().own_qualifiers(), own));
    EXPECT_EQ(get(stored(), "Owner"), text("a much longer owner than before"));
}

TEST_P(Part, FollowsAClassThatChangedMeanwhile) {  // PART-09, CLASS-46: checked again inside the transaction
    must(trial.put_class(Saying("Box").key("Id").text("A").text("B")));
    Instance box = trial.make("Box", {{"Id", text("1")}, {"B", text("new")}});
    Change part = must(trial->prepare_put(trial.at(), box, PutMode::UpdateOnly, cim::PutExtensions{.properties = std::vector<std::string>{"B"}}));
    Change whole = must(trial->prepare_put(trial.at(), box, PutMode::CreateOrUpdate));
    Change gone = must(trial->prepare_put(trial.at(), box, PutMode::UpdateOnly, cim::PutExtensions{.properties = std::vector<std::string>{"A"}}));
    must(trial.put_class(Saying("Box").key("Id").number("C").text("B").text("A")));
    must(trial.put(trial.make("Box", {{"Id", text("1")}, {"A", text("a")}, {"C", number(1)}})));
    must(trial->commit(std::move(part)));
    EXPECT_EQ(get(*trial.find("Box", {text("1")}), "B"), text("new"));
    EXPECT_EQ(get(*trial.find("Box", {text("1")}), "C"), number(1));
    must(trial->commit(std::move(whole)));
    EXPECT_TRUE(is_null(get(*trial.find("Box", {text("1")}), "C")));
    must(trial.remove("Box", {text("1")}));
    must(trial.put_class(Saying("Box").key("Id").text("B")));
    EXPECT_EQ(trial->commit(std::move(gone)).status(), Status::InvalidContext);  // PART-08
}

TEST_P(Part, LosesNoUpdateOfEightThreads) {  // PUT-36, PART-09
    constexpr int kThreads = 8;
    constexpr int kRounds = 50;
    Saying wide("Wide");
    wide.key("Id");
    for (int i = 0; i < kThreads; ++i) wide.number("P" + std::to_string(i));
    must(trial.put_class(wide));
    must(trial.put(trial.make("Wide", {{"Id", text("1")}})));
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) {
        threads.emplace_back([&, i] {
            const std::string name = "P" + std::to_string(i);
            for (int round = 1; round <= kRounds; ++round)
                must(trial.put_part(trial.make("Wide", {{"Id", text("1")}, {name, number(static_cast<unsigned>(round))}}), {name}));
        });
    }
    for (std::thread& one : threads) one.join();
    for (int i = 0; i < kThreads; ++i) EXPECT_EQ(get(*trial.find("Wide", {text("1")}), "P" + std::to_string(i)), number(kRounds));
    trial.expect_sound();
}

TEST_P(Part, CreatesAKeyOnceHoweverManyTry) {  // PUT-37
    std::atomic<int> created = 0;
    std::atomic<int> refused = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            for (int round = 0; round < 25; ++round) {
                Instance one = trial.make("Car", {{"Plate", text("N" + std::to_string(round))}, {"Note", text("n")}, {"Size", number(1)}});
                const Status status = trial.put(std::move(one), PutMode::CreateOnly).status();
                if (status == Status::Ok) ++created;
                if (status == Status::AlreadyExists) ++refused;
            }
        });
    }
    for (std::thread& one : threads) one.join();
    EXPECT_EQ(created, 25);
    EXPECT_EQ(refused, 7 * 25);
}

}  // namespace
}  // namespace wmi::repository
