// The reference index: what it finds, in which spellings, and that it stays right whatever is put and deleted (WQL-101, 113..115).
#include "repository/internal/testing_repository.h"
#include "store/faulty_engine.h"

#include <set>
#include <thread>

namespace wmi::repository {
namespace {

using namespace testing;

cim::ObjectPath path(std::string_view text) { return must(cim::parse_path(text)); }

/// What a scan gives: the association's own name and the property, "L1.From".
std::multiset<std::string> found(Trial& trial, std::string_view target, ReferenceFilter filter = {}, std::size_t piece = 100, std::string_view in = "root\\cimv2") {
    const auto scan = must(trial->references(trial.at(in), path(target), std::move(filter)));
    std::multiset<std::string> all;
    while (true) {
        const auto some = must(scan->next(piece));
        if (some.empty()) return all;
        EXPECT_LE(some.size(), piece);
        for (const Reference& one : some)
            all.insert(std::get<std::string>(get(one.association, "Id")) + "." + one.association.cls().properties()[one.property].name());
    }
}

using Names = std::multiset<std::string>;

Saying link(std::string name, ClassPtr parent = nullptr) {
    const bool is_heir = parent != nullptr;
    Saying one(std::move(name), std::move(parent));
    if (!is_heir) one.key("Id").property("From", CimType::Reference).property("To", CimType::Reference).text("Note");
    return one;
}

class References : public RepositoryOn {
protected:
    References() {
        must(trial.put_class(Saying("Thing").key("Name")));
        must(trial.put_class(Saying("Special", trial.cls("Thing")).text("More")));
        must(trial.put_class(Saying("Pair").key("B", CimType::Uint32).key("A")));
        must(trial.put_class(link("Link").mark("Association")));
        must(trial.put_class(link("Tie", trial.cls("Link"))));
        must(trial.put_class(link("Other")));
        must(trial.put(trial.make("Thing", {{"Name", text("a")}})));
    }

    void tie(std::string_view cls, std::string id, std::string from, std::string to = {}, std::string_view in = "root\\cimv2") {
        Instance one = trial.make(cls, {{"Id", text(std::move(id))}, {"From", text(std::move(from))}}, in);
        if (!to.empty()) must(one.put(*one.cls().find_property("To"), text(std::move(to))));
        must(trial.put(one, PutMode::CreateOrUpdate, {}, in));
    }

    std::uint64_t entries() { return must(trial->check({})).references; }

    /// Until the background has swept what was forgotten.
    void wait_for_sweeps() {
        const auto end = base::Deadline::in(std::chrono::seconds(60));
        while (must(trial->check({})).forgotten != 0 && !end.passed()) std::this_thread::yield();
        EXPECT_EQ(must(trial->check({})).forgotten, 0U);
    }
};

TEST_P(References, AreFoundInAllSpellings) {  // WQL-114, PATH-10
    int id = 0;
    for (const char* spelling : {"Thing.Name=\"a\"", "thing.NAME='A'", "Thing=\"a\"", "root\\cimv2:Thing.Name=\"a\"", "//./ROOT/CimV2:Thing.Name=\"a\"",
                                 "\\\\localhost\\root\\cimv2:Thing=\"A\"", "%54hing.Name=\"\\a\""})
        tie("Link", std::to_string(++id), spelling);
    for (const char* other : {"Thing.Name=\"b\"", "Thing.Other=\"a\"", "root\\default:Thing.Name=\"a\"", "\\\\elsewhere\\root\\cimv2:Thing.Name=\"a\"", "Thing",
                              "Special.Name=\"a\"", "Thing.Name=\"a\",X=1", "no path at all", "Thing=@", "Pair.A=\"a\",B=1"})
        tie("Link", "x" + std::to_string(++id), other);
    const Names all{"1.From", "2.From", "3.From", "4.From", "5.From", "6.From", "7.From"};
    for (const char* asked : {"Thing.Name=\"a\"", "THING='A'", "\\\\.\\root\\cimv2:Thing.Name=\"a\"", "root/cimv2:thing=\"A\""}) EXPECT_EQ(found(trial, asked), all) << asked;
    trial.expect_sound();
    trial.reopen();
    EXPECT_EQ(found(trial, "Thing.Name=\"a\""), all);
}

TEST_P(References, OfSeveralKeysAreFoundInAnyOrderAndNotation) {  // WQL-114, PATH-05, PATH-09
    tie("Link", "1", "Pair.A=\"x\",B=10");
    tie("Link", "2", "Pair.b=0xA,a='X'");
    tie("Link", "3", "Pair.A=\"10\",B=10");
    EXPECT_EQ(found(trial, "Pair.B=10,A=\"x\""), (Names{"1.From", "2.From"}));
    EXPECT_EQ(found(trial, "Pair.B=10,A=\"10\""), (Names{"3.From"}));
}

TEST_P(References, OfKeysOfAllTypesAreFound) {  // PATH-11
    must(trial.put_class(Saying("Big").key("K", CimType::Uint64)));
    must(trial.put_class(Saying("Small").key("K", CimType::Sint8)));
    must(trial.put_class(Saying("Flag").key("K", CimType::Boolean)));
    must(trial.put_class(Saying("Letter").key("K", CimType::Char16)));
    must(trial.put_class(Saying("When").key("K", CimType::Datetime)));
    must(trial.put_class(Saying("Via").key("K", CimType::Reference)));
    must(trial.put_class(Saying("Only").text("T").mark("singleton")));
    const std::vector<std::vector<std::string>> same{
        {"Big.K=18446744073709551615", "Big=\"18446744073709551615\"", "big.k=0xFFFFFFFFFFFFFFFF"},
        {"Big.K=7", "Big=\"7\"", "Big=0x7"},
        {"Small.K=-5", "small=-0x5"},
        {"Flag.K=TRUE", "flag=true"},
        {"Letter.K=65", "Letter=0x41"},
        {"When.K=\"20260101000000.000000+000\"", "when='20260101000000.000000+000'"},
        {"Via.K=\"Thing.Name=\\\"a\\\"\"", "via='\\\\\\\\.\\\\root\\\\cimv2:THING.name=\"A\"'"},
        {"Only=@", "ONLY=@"},
        {"Thing.Name=\"\"", "Thing=''"},
        {"Thing.Name=\"\xC3\xA4\xE6\x97\xA5\"", "Thing=\"\xC3\x84\xE6\x97\xA5\""},
    };
    int id = 0;
    std::vector<Names> expected;
    for (const auto& spellings : same) {
        Names names;
        for (const std::string& one : spellings) {
            tie("Link", std::to_string(++id), one);
            names.insert(std::to_string(id) + ".From");
        }
        expected.push_back(names);
    }
    for (std::size_t i = 0; i < same.size(); ++i) {
        for (const std::string& asked : same[i]) EXPECT_EQ(found(trial, asked), expected[i]) << asked;
    }
    trial.expect_sound();
}

TEST_P(References, LeadToAnInstanceByItsClassAndItsAncestors) {  // WQL-114, SVC-23
    must(trial.put(trial.make("Special", {{"Name", text("s")}})));
    must(trial.put_class(Saying("Sister", trial.cls("Thing"))));
    tie("Link", "1", "Thing.Name=\"s\"");
    tie("Link", "2", "Special.Name=\"S\"");
    tie("Link", "3", "Sister.Name=\"s\"");
    EXPECT_EQ(found(trial, "Special.Name=\"s\""), (Names{"1.From", "2.From"}));
    EXPECT_EQ(found(trial, "Thing.Name=\"s\""), (Names{"1.From"}));
}

TEST_P(References, ToUnknownClassesAreFoundOnceTheseAreThere) {  // WQL-114
    tie("Link", "1", "Late.Name=\"x\"");
    tie("Link", "2", "Thing.Name=\"x\"");
    tie("Link", "3", "root\\later:Late.Name=\"x\"");
    must(trial.put_class(Saying("Late", trial.cls("Thing"))));
    EXPECT_EQ(found(trial, "Late.Name=\"x\""), (Names{"1.From", "2.From"}));
    must(trial.delete_class("Late"));
    must(trial.put_class(Saying("Late").key("Name")));  // the same name, another family
    EXPECT_EQ(found(trial, "Late.Name=\"x\""), (Names{"1.From"}));
    must(trial.put_into("root", trial.make("__NAMESPACE", {{"Name", text("Later")}}, "root")));
    must(trial.put_class(Saying("Late").key("Name"), PutMode::CreateOrUpdate, UpdateMode::Compatible, "root\\later"));
    EXPECT_EQ(found(trial, "root\\later:Late.Name=\"x\""), (Names{"3.From"}));
    trial.expect_sound();
}

TEST_P(References, AcrossNamespacesNameThemOrAreToldByTheirQualifier) {  // WQL-115
    must(trial.put_class(Saying("Thing").key("Name"), PutMode::CreateOrUpdate, UpdateMode::Compatible, "root\\default"));
    must(trial.put_class(Saying("Bridge").key("Id").property("From", CimType::Reference).property("To", CimType::Reference,
                                                                                                {cim::text_qualifier("MSFT_TargetNamespace", "\\\\.\\root\\default")})));
    tie("Link", "1", "root\\default:Thing.Name=\"a\"", "Thing.Name=\"a\"");
    tie("Bridge", "2", "Thing.Name=\"a\"", "Thing.Name=\"a\"");
    tie("Bridge", "3", "root\\default:Thing.Name=\"a\"", "root\\cimv2:Thing.Name=\"a\"");
    EXPECT_EQ(found(trial, "root\\default:Thing.Name=\"a\""), (Names{"1.From", "2.To", "3.From"}));
    EXPECT_EQ(found(trial, "Thing.Name=\"a\""), (Names{"1.To", "2.From", "3.To"}));
    EXPECT_EQ(found(trial, "root\\cimv2:Thing.Name=\"a\"", {}, 100, "root\\default"), Names());  // the connected namespace's alone
    const NamespacePtr in = trial.at();
    const ClassPtr bridge = trial.cls("Bridge");
    const auto there = trial->target_of(in, *bridge, *bridge->find_property("To"), "//./Thing.Name='a'");
    EXPECT_FALSE(there);
    EXPECT_EQ(cim::print_path(*trial->target_of(in, *bridge, *bridge->find_property("To"), "Thing='a'")), "root\\default:Thing=\"a\"");
    EXPECT_EQ(cim::print_path(*trial->target_of(in, *bridge, *bridge->find_property("From"), "Thing='a'")), "root\\cimv2:Thing=\"a\"");
    trial.expect_sound();
}

TEST_P(References, AreFilteredByClassWithHeirsAndByProperty) {  // WQL-105, WQL-106
    tie("Link", "1", "Thing.Name=\"a\"", "Thing.Name=\"a\"");
    tie("Tie", "2", "Thing.Name=\"a\"");
    tie("Other", "3", "Thing.Name=\"b\"", "Thing.Name=\"a\"");
    EXPECT_EQ(found(trial, "Thing='a'"), (Names{"1.From", "1.To", "2.From", "3.To"}));
    EXPECT_EQ(found(trial, "Thing='a'", {}, 1), (Names{"1.From", "1.To", "2.From", "3.To"}));
    EXPECT_EQ(found(trial, "Thing='a'", {{"link"}, {}}), (Names{"1.From", "1.To", "2.From"}));
    EXPECT_EQ(found(trial, "Thing='a'", {{"TIE", "Other"}, {}}), (Names{"2.From", "3.To"}));
    EXPECT_EQ(found(trial, "Thing='a'", {{"Nothing"}, {}}), Names());
    EXPECT_EQ(found(trial, "Thing='a'", {{"Nothing", "Tie"}, {}}), Names{"2.From"});
    EXPECT_EQ(found(trial, "Thing='a'", {{}, "to"}), (Names{"1.To", "3.To"}));
    EXPECT_EQ(found(trial, "Thing='a'", {{"Link"}, "To"}, 1), (Names{"1.To"}));
    EXPECT_EQ(found(trial, "Thing='a'", {{}, "Note"}), Names());
}

TEST_P(References, FollowWhatIsPutAndDeleted) {
    tie("Link", "1", "Thing.Name=\"a\"", "Thing.Name=\"b\"");
    EXPECT_EQ(entries(), 2U);
    tie("Link", "1", "Thing.Name=\"c\"", "Thing.Name=\"b\"");
    EXPECT_EQ(found(trial, "Thing='a'"), Names());
    EXPECT_EQ(found(trial, "Thing='c'"), (Names{"1.From"}));
    must(trial.put_part(trial.make("Link", {{"Id", text("1")}, {"To", text("Thing.Name=\"a\"")}, {"Note", text("n")}}), {"To", "Note"}));
    EXPECT_EQ(found(trial, "Thing='a'"), (Names{"1.To"}));
    EXPECT_EQ(found(trial, "Thing='b'"), Names());
    must(trial.put_part(trial.make("Link", {{"Id", text("1")}, {"Note", text("other")}}), {"Note"}));
    EXPECT_EQ(entries(), 2U);
    tie("Link", "1", "Thing.Name=\"a\"");  // To is NULL now
    EXPECT_EQ(entries(), 1U);
    must(trial.remove("Link", {text("1")}));
    EXPECT_EQ(entries(), 0U);
    EXPECT_EQ(found(trial, "Thing='a'"), Names());
    trial.expect_sound();
}

TEST_P(References, OfDeletedClassesAndNamespacesAreSwept) {
    for (int i = 0; i < 40; ++i) {
        tie("Link", std::to_string(i), "Thing.Name=\"a\"", "Thing.Name=\"b\"");
        tie("Other", std::to_string(i), "Thing.Name=\"a\"");
    }
    must(trial.delete_class("Link"));
    EXPECT_EQ(found(trial, "Thing='b'"), Names());
    wait_for_sweeps();
    trial.expect_sound();
    EXPECT_EQ(entries(), 40U);
    must(trial.put_class(link("Other").text("Added"), PutMode::CreateOrUpdate, UpdateMode::Force));  // its instances are forgotten
    EXPECT_EQ(found(trial, "Thing='a'"), Names());
    tie("Other", "7", "Thing.Name=\"a\"");
    EXPECT_EQ(found(trial, "Thing='a'"), (Names{"7.From"}));
    wait_for_sweeps();
    trial.expect_sound();
    EXPECT_EQ(entries(), 1U);

    must(trial.put_into("root", trial.make("__NAMESPACE", {{"Name", text("Later")}}, "root")));
    must(trial.put_class(link("Link"), PutMode::CreateOrUpdate, UpdateMode::Compatible, "root\\later"));
    tie("Link", "1", "root\\cimv2:Thing.Name=\"a\"", {}, "root\\later");
    EXPECT_EQ(found(trial, "root\\cimv2:Thing='a'", {}, 100, "root\\later"), (Names{"1.From"}));
    must(trial.remove("__NAMESPACE", {text("Later")}, "root"));
    wait_for_sweeps();
    trial.expect_sound();
    EXPECT_EQ(entries(), 1U);
}

TEST_P(References, WithLongKeysAreCutAndStillFound) {
    const std::string start(300, 'k');
    for (const std::string& end : {std::string("1"), std::string("2")}) {
        const std::string id = std::string(600, 'i') + end;
        tie("Link", id, "Thing.Name=\"" + start + end + "\"");
        EXPECT_EQ(found(trial, "Thing.Name=\"" + start + end + "\""), (Names{id + ".From"}));
    }
    EXPECT_EQ(found(trial, "Thing.Name=\"" + start + "\""), Names());
    trial.expect_sound();
    must(trial.remove("Link", {text(std::string(600, 'i') + "1")}));
    EXPECT_EQ(found(trial, "Thing.Name=\"" + start + "1\""), Names());
    EXPECT_EQ(found(trial, "Thing.Name=\"" + start + "2\"").size(), 1U);
    trial.expect_sound();
}

TEST_P(References, InArraysAndInClassesWithThreeOfThemAreFound) {  // WQL-113
    must(trial.put_class(Saying("Many").key("Id").property("All", CimType::Reference, {}, {}, true).property("One", CimType::Reference)));
    Instance one = trial.make("Many", {{"Id", text("m")}, {"One", text("Thing='a'")}});
    must(one.put(*one.cls().find_property("All"), Value(cim::Array{std::string("Thing='a'"), std::string("thing='A'"), std::string("Thing='b'")})));
    must(trial.put(one));
    EXPECT_EQ(found(trial, "Thing='a'"), (Names{"m.All", "m.One"}));
    EXPECT_EQ(found(trial, "Thing='b'"), (Names{"m.All"}));
    trial.expect_sound();
    must(trial.remove("Many", {text("m")}));
    EXPECT_EQ(entries(), 0U);
}

TEST_P(References, EndWithTheirClassesAndSayWhatIsWrong) {
    for (int i = 0; i < 5; ++i) tie("Link", std::to_string(i), "Thing.Name=\"a\"");
    const auto status = [&](std::string_view target) { return trial->references(trial.at(), path(target)).status(); };
    EXPECT_EQ(status("Nothing.Name=\"a\""), Status::InvalidClass);
    EXPECT_EQ(status("Thing"), Status::InvalidObjectPath);
    EXPECT_EQ(status("Thing.Other=\"a\""), Status::InvalidObjectPath);
    EXPECT_EQ(status("root\\nowhere:Thing='a'"), Status::InvalidNamespace);
    EXPECT_EQ(status("\\\\elsewhere\\root\\cimv2:Thing='a'"), Status::InvalidObjectPath);

    const auto scan = must(trial->references(trial.at(), path("Thing='a'")));
    EXPECT_EQ(must(scan->next(2)).size(), 2U);
    must(trial.delete_class("Thing"));
    EXPECT_TRUE(must(scan->next(2)).empty());
    EXPECT_TRUE(must(scan->next(2)).empty());
    must(trial.put_class(Saying("Thing").key("Name")));
    const auto other = must(trial->references(trial.at(), path("Thing='a'")));
    EXPECT_EQ(must(other->next(2)).size(), 2U);
    must(trial.delete_class("Link"));
    EXPECT_TRUE(must(other->next(2)).empty());
}

TEST_P(References, OfTheSchemaAreFoundByBaseClasses) {  // WQL-110
    const auto typed = [](std::string name, const std::string& to) {
        Saying one(std::move(name));
        one.key("Id").property("R", CimType::Reference);
        one.body_.properties.back().cim_type = to;
        return one;
    };
    must(trial.put_class(typed("ToThing", "ref:thing")));
    must(trial.put_class(Saying("ToThingToo", trial.cls("ToThing"))));
    must(trial.put_class(typed("ToSpecial", "ref:Special")));
    const auto names = [&](std::string_view of) {
        std::vector<std::string> all;
        for (const ClassReference& one : must(trial.at()->references_to(*trial.cls(of)))) all.push_back(one.association->name() + "." + one.association->properties()[one.property].name());
        return all;
    };
    EXPECT_EQ(names("Special"), (std::vector<std::string>{"ToSpecial.R", "ToThing.R", "ToThingToo.R"}));
    EXPECT_EQ(names("Thing"), (std::vector<std::string>{"ToThing.R", "ToThingToo.R"}));
    EXPECT_EQ(names("Pair"), std::vector<std::string>());
}

ON_BOTH_ENGINES(References);

/// The bench's hub: what is not asked for costs a leap, not a walk.
TEST(ReferencesOfAHub, CostNothingToWhoAsksForAnotherClassOrProperty) {
    auto faults = std::make_shared<store::Faults>();
    Trial trial(std::make_shared<store::FaultyEngine>(store::make_memory_engine(), faults));
    must(trial.put_class(Saying("Thing").key("Name")));
    for (const char* name : {"Before", "Link", "Behind"}) must(trial.put_class(link(name)));
    const auto tie = [&](std::string_view cls, int id, std::string_view property, std::string_view to) {
        must(trial.put(trial.make(cls, {{"Id", text(std::to_string(id))}, {property, text(std::string(to))}})));
    };
    for (int i = 0; i < 1000; ++i) {
        tie("Before", i, "From", "Thing='hub'");
        tie("Behind", i, "To", "Thing='hub'");
    }
    for (int i = 0; i < 10; ++i) tie("Link", i, "From", "Thing='hub'");
    const auto cost = [&](ReferenceFilter filter, std::size_t expected) {
        faults->fail_at(0);
        EXPECT_EQ(found(trial, "Thing='hub'", std::move(filter)).size(), expected);
        return faults->acts();
    };
    EXPECT_LT(cost({{"Link"}, {}}, 10), 60U);
    EXPECT_LT(cost({{"Before"}, "To"}, 0), 40U);
    EXPECT_LT(cost({{}, "To"}, 1000), 2200U);
    EXPECT_GT(cost({}, 2010), 4000U);
}

TEST_P(References, OfAnArrayThatNamesOneInstanceTwiceAreOne) {  // WQL-100, WQL-101
    Saying many("Many");
    many.key("Id").property("All", CimType::Reference, {}, {}, true).mark("Association");
    must(trial.put_class(many));
    const auto put = [&](std::string id, std::vector<std::string> texts) {
        cim::Array all;
        for (std::string& one : texts) all.emplace_back(std::move(one));
        must(trial.put(trial.make("Many", {{"Id", text(std::move(id))}, {"All", std::move(all)}})));
    };
    put("1", {"Thing.Name=\"s\"", "Special.Name=\"s\""});
    put("2", {"Special.Name=\"s\"", "Thing.Name=\"s\"", "\\\\.\\root\\cimv2:Special.Name=\"S\""});
    put("3", {"Thing.Name=\"other\"", "no path", "Special='s'"});
    for (const std::size_t piece : {100U, 1U}) EXPECT_EQ(found(trial, "Special.Name=\"s\"", {}, piece), (Names{"1.All", "2.All", "3.All"})) << piece;
    EXPECT_EQ(found(trial, "Thing.Name=\"s\""), (Names{"1.All", "2.All"}));
}

}  // namespace
}  // namespace wmi::repository
