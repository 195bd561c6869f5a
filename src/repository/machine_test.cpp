// This machine by its names, those it has and those it had.
#include "repository/internal/testing_repository.h"

namespace wmi::repository {
namespace {

using namespace testing;

class Named : public ::testing::Test {
protected:
    Named() {
        trial.rename({"h", "h.example.com"});
        must(trial.put_class(Saying("Thing").key("Name")));
        Saying link("Link");
        link.property("To", CimType::Reference, {cim::mark("key", cim::flavor::kKey)}).mark("Association");
        must(trial.put_class(link));
        must(trial.put(trial.make("Thing", {{"Name", text("a")}})));
    }

    static std::string path(const std::string& server) { return "\\\\" + server + "\\root\\cimv2:Thing.Name=\"a\""; }

    void tie(const std::string& to) { must(trial.put(trial.make("Link", {{"To", text(to)}}))); }

    bool has_tie(const std::string& to) { return trial.find("Link", {text(to)}).has_value(); }

    Result<std::size_t> references(const std::string& to) {
        auto scan = TRY(trial->references(trial.at(), must(cim::parse_path(to))));
        const auto found = TRY(scan->next(10));
        return found.size();
    }

    Trial trial{Kind::Lmdb};
};

TEST_F(Named, IsMeantByEachOfItsNames) {  // WQL-114, PUT-53, SVC-23
    tie(path("H"));
    for (const char* const name : {"h", "H.Example.COM", ".", "localhost", "127.0.0.1"}) {
        EXPECT_TRUE(has_tie(path(name))) << name;
        EXPECT_EQ(*references(path(name)), 1U) << name;
    }
    EXPECT_TRUE(has_tie("Thing.Name=\"a\""));
    EXPECT_FALSE(has_tie(path("h.example.org")));
    EXPECT_EQ(references(path("h.example.org")).status(), Status::InvalidObjectPath);
}

TEST_F(Named, IsStillMeantByTheNamesThatItHad) {  // WQL-114, SVC-23
    tie(path("h"));
    trial.rename({"new"});
    ASSERT_EQ(trial.all("Link").size(), 1U);
    const std::string told = std::get<std::string>(get(trial.all("Link").front(), "To"));
    EXPECT_TRUE(has_tie(told)) << "by the path that an enumeration gives";
    for (const char* const name : {"h", "h.example.com", "new"}) EXPECT_EQ(*references(path(name)), 1U) << name;
    EXPECT_EQ(trial.put(trial.make("Link", {{"To", text(path("new"))}}), PutMode::CreateOnly).status(), Status::AlreadyExists);
    trial.expect_sound();
    trial.rename({"newest"});
    for (const char* const name : {"h", "new", "newest"}) EXPECT_TRUE(has_tie(path(name))) << name;
}

TEST_F(Named, KeepsItsNamesOverARestore) {  // WQL-114
    TestFolder beside;
    tie(path("h"));
    must(trial->backup(beside.path() / "backup", {}));
    trial.rename({"new"});
    must(trial->restore(beside.path() / "backup", {}));
    for (const char* const name : {"h", "new"}) EXPECT_TRUE(has_tie(path(name))) << name;
    trial.rename({"newest"});
    for (const char* const name : {"h", "new", "newest"}) EXPECT_TRUE(has_tie(path(name))) << name;
}

}  // namespace
}  // namespace wmi::repository
