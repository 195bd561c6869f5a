// Finding, deleting and enumerating (SVC-12..29), on both engines.
#include "repository/internal/testing_repository.h"

namespace wmi::repository {
namespace {

using namespace testing;

using Looks = std::function<bool(const cim::RecordView&)>;

class Tests final : public Probe {
public:
    explicit Tests(Looks test) : test_(std::move(test)) {}

    bool matches(const cim::RecordView& record) override { return test_(record); }

private:
    const Looks test_;
};

ProbeMaker testing_with(Looks test) {
    return [test = std::move(test)](const cim::ClassPtr& /*of*/) -> Result<std::unique_ptr<Probe>> { return std::make_unique<Tests>(test); };
}

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
    const auto scan = must(trial->scan(trial.at(), *a, Depth::Deep, {}, testing_with([&](const cim::RecordView& record) { return record.slot<std::int32_t>(id) > 10; })));
    EXPECT_EQ(must(scan->next(100)).size(), 4U);
    EXPECT_TRUE(must(scan->next(100)).empty());
    EXPECT_EQ(scan->facts().looked, 30U);
    EXPECT_EQ(scan->facts().hits, 4U);
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

/// Instances with two keys and two indexed properties, of two classes with other instances on both sides.
class Ways : public RepositoryOn {
protected:
    Ways() {
        const auto rows = [](std::string name) {
            return Saying(std::move(name)).key("K1").key("K2", CimType::Sint32).indexed("Number", CimType::Sint32).indexed("Text", CimType::String).indexed("When", CimType::Datetime);
        };
        must(trial.put_class(rows("Before")));
        must(trial.put_class(rows("Row")));
        must(trial.put_class(Saying("Special", trial.cls("Row")).number("More")));
        must(trial.put_class(rows("Zebra")));
        base::SeededChance chance(7);
        for (int i = 0; i < 600; ++i) put(chance);
    }

    void put(base::Chance& chance) {
        static constexpr std::array<const char*, 4> kClasses{"Before", "Row", "Special", "Zebra"};
        Instance one = trial.make(kClasses.at(chance.next() % 4), {{"K1", text(any_text(chance))}, {"K2", any_number(chance)}});
        if (chance.next() % 8 != 0) must(one.put(*one.cls().find_property("Number"), any_number(chance)));
        must(one.put(*one.cls().find_property("Number"), any_number(chance)));
        must(one.put(*one.cls().find_property("Text"), text(any_text(chance))));
        must(one.put(*one.cls().find_property("When"), text(chance.next() % 2 == 0 ? "20260101000000.000000+000" : "20260101010000.000000+060")));
        if (auto done = trial.put(std::move(one)); !done) ASSERT_EQ(done.status(), Status::AlreadyExists);  // of the other class
    }

    static Value any_number(base::Chance& chance) { return static_cast<std::int64_t>(chance.next() % 21) - 10; }

    static std::string any_text(base::Chance& chance) {
        static constexpr std::array<const char*, 6> kLetters{"a", "B", "\xC3\xA4", "\xE2\x82\xAC", "_", "c"};
        std::string made(chance.next() % 10 == 0 ? 500 : 0, 'x');  // beyond every cut
        for (std::uint64_t i = chance.next() % 4; i > 0; --i) made += kLetters.at(chance.next() % kLetters.size());
        return made;
    }

    static Bounds any_bounds(base::Chance& chance, bool is_text) {
        const auto any = [&] { return is_text ? Value(text(any_text(chance))) : any_number(chance); };
        Bounds bounds;
        switch (chance.next() % 4) {
            case 0: bounds.low = bounds.high = any(); break;
            case 1: bounds.low = any(); break;
            case 2: bounds.high = any(); break;
            default:
                bounds.low = any();
                if (is_text) bounds.is_prefix = true;
                else bounds.high = any();
        }
        return bounds;
    }

    /// What a bound means, said once more and plainly.
    static bool is_within(const Value& value, const Bounds& bounds) {
        if (cim::is_null(value)) return false;
        const auto compare = [](const Value& left, const Value& right) {
            if (const auto* number = std::get_if<std::int64_t>(&left)) return *number < std::get<std::int64_t>(right) ? -1 : *number > std::get<std::int64_t>(right) ? 1 : 0;
            return base::compare_names(std::get<std::string>(left), std::get<std::string>(right));
        };
        if (bounds.is_prefix) return base::fold(std::get<std::string>(value)).starts_with(base::fold(std::get<std::string>(*bounds.low)));
        return (!bounds.low || compare(value, *bounds.low) >= 0) && (!bounds.high || compare(value, *bounds.high) <= 0);
    }

    std::vector<std::string> rows(Way way, const Looks& test, std::size_t piece, ScanFacts* facts = nullptr) {
        const auto scan = must(trial->scan(trial.at(), *trial.cls("Row"), Depth::Deep, std::move(way), testing_with(test)));
        std::vector<std::string> found;
        for (auto some = must(scan->next(piece)); !some.empty(); some = must(scan->next(piece)))
            for (const Instance& one : some) found.push_back(*one.relative_path());
        if (facts) *facts = scan->facts();
        std::sort(found.begin(), found.end());
        return found;
    }
};

ON_BOTH_ENGINES(Ways);

TEST_P(Ways, GiveTheRowsThatAScanGives) {  // WQL-55, design 3.15, 3.27
    base::SeededChance chance(11);
    for (int round = 0; round < 300; ++round) {
        Way way;
        std::vector<std::string> names;
        if (chance.next() % 2 == 0) {
            way.kind = Way::Kind::Index;
            way.property = chance.next() % 2 == 0 ? "Number" : "Text";
            names.push_back(way.property);
            way.bounds.push_back(any_bounds(chance, way.property == "Text"));
        } else {
            way.kind = Way::Kind::Keys;
            names = {"K1", "K2"};
            way.bounds.push_back(any_bounds(chance, true));
            if (way.bounds[0].low && way.bounds[0].high) way.bounds.push_back(any_bounds(chance, false));
        }
        const cim::ClassPtr of = trial.cls("Row");
        const Looks test = [&](const cim::RecordView& record) {
            for (std::size_t i = 0; i < way.bounds.size(); ++i)
                if (!is_within(record.value(*of->find_property(names[i])), way.bounds[i])) return false;
            return true;
        };
        ScanFacts facts;
        const auto expected = rows({}, test, 1000);
        const auto found = rows(way, test, 1 + chance.next() % 50, &facts);
        std::vector<std::string> missed;
        std::set_difference(expected.begin(), expected.end(), found.begin(), found.end(), std::back_inserter(missed));
        ASSERT_TRUE(found == expected) << "round " << round << ": " << found.size() << " of " << expected.size() << ", missed " << (missed.empty() ? "none" : missed.front());
        EXPECT_EQ(facts.way, way.kind);
        EXPECT_EQ(facts.hits, expected.size());
    }
}

TEST_P(Ways, LookOnlyAtWhatLiesWithin) {
    Way way{.kind = Way::Kind::Keys, .property = {}, .bounds = {{.low = text("B"), .high = text("b"), .is_prefix = false}}};
    ScanFacts facts;
    const auto some = rows(way, [](const cim::RecordView&) { return true; }, 1000, &facts);
    EXPECT_EQ(facts.looked, some.size());
    EXPECT_LT(some.size(), 60U);
    EXPECT_GT(some.size(), 0U);
}

TEST_P(Ways, FindDatetimesByTheirInstant) {  // WQL-73
    const Value moment = text("20260101010000.000000+060");
    const Way way{.kind = Way::Kind::Index, .property = "When", .bounds = {{.low = moment, .high = moment, .is_prefix = false}}};
    EXPECT_EQ(rows(way, [](const cim::RecordView&) { return true; }, 1000).size(), trial.all("Row").size());
}

TEST_P(Ways, ThatLeadTooFarAreNotTaken) {
    const auto takes = [](const cim::RecordView&) { return true; };
    const std::size_t all = trial.all("Row").size();
    Way way{.kind = Way::Kind::Index, .property = "Number", .bounds = {Bounds{}}, .most = 50};
    ScanFacts facts;
    EXPECT_EQ(rows(way, takes, 7, &facts).size(), all);
    EXPECT_EQ(facts.way, Way::Kind::Extent);
    way.property = "Nothing";
    EXPECT_EQ(rows(way, takes, 7).size(), all);
    way = {.kind = Way::Kind::Index, .property = "Number", .bounds = {{.low = text("abc"), .high = {}, .is_prefix = false}}};
    EXPECT_EQ(rows(way, takes, 7).size(), all);
    way = {.kind = Way::Kind::Keys, .property = {}, .bounds = {{}, {}, {}}};
    EXPECT_EQ(rows(way, takes, 7).size(), all);
}

TEST_P(Ways, SkipWhatWentMeanwhile) {
    const Way way{.kind = Way::Kind::Index, .property = "Number", .bounds = {Bounds{}}};
    const std::size_t all = trial.all("Row").size();
    const auto scan = must(trial->scan(trial.at(), *trial.cls("Row"), Depth::Deep, way));
    std::size_t seen = must(scan->next(5)).size();
    const std::vector<Instance> rest = trial.all("Row");
    must(trial.remove("Row", {get(rest.back(), "K1"), get(rest.back(), "K2")}));
    for (auto some = must(scan->next(50)); !some.empty(); some = must(scan->next(50))) seen += some.size();
    EXPECT_EQ(seen, all - 1);
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
