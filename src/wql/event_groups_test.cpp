// Which events belong to one group, as text: a letter for each group.
#include "wql/event_groups.h"

#include "cim/object.h"
#include "cim/system_classes.h"

#include <gtest/gtest.h>

#include <map>
#include <utility>

namespace wmi::wql {
namespace {

using cim::CimType;
using cim::Value;

const Place kPlace{"HOST", "root\\test"};

Group group(const std::string& clause) {
    auto query = parse("SELECT * FROM X GROUP " + clause);
    EXPECT_TRUE(query) << clause;
    return query ? *std::get<Select>(*query).group : Group{};
}

cim::ClassPtr make_class(std::string name, cim::ClassPtr parent, const std::vector<std::pair<std::string, cim::Type>>& properties) {
    cim::ClassBody body;
    body.name = std::move(name);
    body.parent = std::move(parent);
    for (const auto& [property, type] : properties) {
        cim::PropertyDeclaration declaration;
        declaration.name = property;
        declaration.type = type;
        body.properties.push_back(std::move(declaration));
    }
    return cim::Class::make(std::move(body)).value();
}

cim::Instance make(const cim::ClassPtr& of, const std::vector<std::pair<std::string, Value>>& values) {
    cim::Instance instance = cim::Instance::spawn(of);
    for (const auto& [name, value] : values) EXPECT_TRUE(instance.put(*of->find_property(name), value)) << name;
    (void)instance.canonical();
    return instance;
}

Value embedded(cim::Instance instance) { return cim::ObjectPtr(std::make_shared<const cim::Object>(std::move(instance))); }

class Signals : public testing::Test {
protected:
    cim::ClassPtr small = make_class("Small", nullptr, {{"V", {CimType::Uint8, false}}});
    cim::ClassPtr big = make_class("Big", nullptr, {{"V", {CimType::Sint64, false}}});
    cim::ClassPtr listed = make_class("Listed", nullptr, {{"V", {CimType::Uint8, true}}});
    cim::ClassPtr signal = make_class("Signal", cim::find_system_class("__ExtrinsicEvent"),
                                      {{"Text", {CimType::String, false}},
                                       {"Number", {CimType::Sint32, false}},
                                       {"Ratio", {CimType::Real64, false}},
                                       {"When", {CimType::Datetime, false}},
                                       {"Yes", {CimType::Boolean, false}},
                                       {"Wide", {CimType::Uint64, false}},
                                       {"List", {CimType::String, true}},
                                       {"About", {CimType::Object, false}}});

    /// A letter for the group of each event.
    std::string groups(const std::string& clause, const std::vector<cim::Instance>& events) {
        const auto bound = EventGroups::bind(group(clause), signal, kPlace);
        if (!bound) return "error";
        std::map<std::string, char> seen;
        std::string letters;
        for (const cim::Instance& event : events) {
            const std::string key = bound->key_of({event.class_pointer().get(), {}, {}, {}, event.view()});
            letters += seen.emplace(key, static_cast<char>('a' + seen.size())).first->second;
        }
        return letters;
    }

    std::vector<cim::Instance> with(const std::string& property, const std::vector<Value>& values) {
        std::vector<cim::Instance> events;
        for (const Value& value : values) events.push_back(make(signal, {{property, value}}));
        return events;
    }

    Status status(const std::string& clause) { return EventGroups::bind(group(clause), signal, kPlace).status(); }
};

TEST_F(Signals, WithoutByAreOneGroup) { EXPECT_EQ(groups("WITHIN 5", with("Text", {"x", "y", {}})), "aaa"); }  // EVT-40

TEST_F(Signals, BelongTogetherByTheirValues) {  // EVT-41
    EXPECT_EQ(groups("WITHIN 5 BY Number", with("Number", {std::int64_t{1}, std::int64_t{-1}, {}, std::int64_t{1}, {}})), "abcac");
    EXPECT_EQ(groups("WITHIN 5 BY Text", with("Text", {"Straße", "STRAßE", "strasse", "", {}, ""})), "aabcdc");  // without case, NULL is a group
    EXPECT_EQ(groups("WITHIN 5 BY Ratio", with("Ratio", {0.0, -0.0, 1.5, 1.25, 1.5})), "aabcb");
    EXPECT_EQ(groups("WITHIN 5 BY Yes", with("Yes", {true, false, {}, true})), "abca");
    EXPECT_EQ(groups("WITHIN 5 BY Wide", with("Wide", {std::uint64_t{5}, ~std::uint64_t{0}, std::uint64_t{5}})), "aba");
}

TEST_F(Signals, BelongTogetherByMomentsNotByTheirSpelling) {  // EVT-41, DATE-15
    EXPECT_EQ(groups("WITHIN 5 BY When", with("When", {"20260101120000.000000+060", "20260101110000.000000+000", "20260101120000.000000+000",
                                                       "20260101******.******+***", "20260101******.******+***"})),
              "aabcc");
}

TEST_F(Signals, AreToldApartByEachOfSeveralNames) {  // EVT-41
    const auto one = [&](const char* text, std::int64_t number) { return make(signal, {{"Text", text}, {"Number", number}}); };
    EXPECT_EQ(groups("WITHIN 5 BY Text, Number", {one("a", 1), one("a", 2), one("b", 1), one("A", 2)}), "abcb");
    // No value of one runs into that of the next.
    const cim::ClassPtr pair = make_class("Pair", cim::find_system_class("__ExtrinsicEvent"), {{"A", {CimType::String, false}}, {"B", {CimType::String, false}}});
    const auto bound = EventGroups::bind(group("WITHIN 1 BY A, B"), pair, kPlace).value();
    const auto left = make(pair, {{"A", "xt"}, {"B", "y"}}), right = make(pair, {{"A", "x"}, {"B", "ty"}});
    EXPECT_NE(bound.key_of({pair.get(), {}, {}, {}, left.view()}), bound.key_of({pair.get(), {}, {}, {}, right.view()}));
}

TEST_F(Signals, AreGroupedByMembersOfWhatTheyHold) {  // WQL-122
    const auto about = [&](cim::Instance inner) { return make(signal, {{"About", embedded(std::move(inner))}}); };
    const std::vector<cim::Instance> events{about(make(small, {{"V", std::uint64_t{7}}})), about(make(big, {{"V", std::int64_t{7}}})), about(make(big, {{"V", std::int64_t{8}}})),
                                            about(make(big, {})), make(signal, {}), about(make(listed, {{"V", cim::Array{std::uint64_t{7}}}}))};
    EXPECT_EQ(groups("WITHIN 5 BY About.V", events), "aabccc");
    EXPECT_EQ(groups("WITHIN 5 BY About.__CLASS", events), "abbbcd");
    EXPECT_EQ(groups("WITHIN 5 BY __CLASS", events), "aaaaaa");
}

TEST_F(Signals, OfChangesAreGroupedByTheirParts) {  // WQL-122, EVT-41
    const cim::ClassPtr change = cim::find_system_class("__InstanceModificationEvent");
    const auto bound = EventGroups::bind(group("WITHIN 5 BY TargetInstance.V, PreviousInstance.__CLASS"), change, kPlace).value();
    const auto one = make(small, {{"V", std::uint64_t{1}}}), two = make(small, {{"V", std::uint64_t{2}}});
    const auto key = [&](const cim::Instance& now) { return bound.key_of({change.get(), {now.view()}, {one.view()}, 100, {}}); };
    EXPECT_EQ(key(one), key(one));
    EXPECT_NE(key(one), key(two));
}

TEST_F(Signals, CannotBeGroupedByWhatIsNoValue) {  // WQL-122
    EXPECT_EQ(status("WITHIN 5 BY About"), Status::AggregatingByObject);
    EXPECT_EQ(EventGroups::bind(group("WITHIN 5 BY TargetInstance"), cim::find_system_class("__InstanceCreationEvent"), kPlace).status(), Status::AggregatingByObject);
    EXPECT_EQ(status("WITHIN 5 BY List"), Status::InvalidQuery);
    EXPECT_EQ(status("WITHIN 5 BY Nonsense"), Status::InvalidQuery);
    EXPECT_EQ(status("WITHIN 5 BY Text.Part"), Status::PropertyNotAnObject);  // WQL-68
    const auto refused = EventGroups::bind(group("WITHIN 5 BY About"), signal, kPlace);
    EXPECT_NE(refused.error().sentence().find("At character 35:"), std::string::npos) << refused.error().sentence();
}

TEST_F(Signals, AreToldOfWhenThereAreEnough) {  // EVT-42, WQL-123
    const auto told = [&](const std::string& having) {
        const auto bound = EventGroups::bind(group("WITHIN 5 HAVING " + having), signal, kPlace).value();
        std::string numbers;
        for (const std::uint32_t number : {1U, 2U, 3U, 4U, 4294967295U})
            if (bound.tells(number)) numbers += std::to_string(number) + " ";
        return numbers;
    };
    EXPECT_EQ(told("NumberOfEvents > 2"), "3 4 4294967295 ");
    EXPECT_EQ(told("3 <= NumberOfEvents"), "3 4 4294967295 ");
    EXPECT_EQ(told("NumberOfEvents = 2 OR NumberOfEvents >= 4294967295"), "2 4294967295 ");
    EXPECT_EQ(told("NOT NumberOfEvents <> 3"), "3 ");
    EXPECT_EQ(told("NumberOfEvents > 1 AND NumberOfEvents < 4"), "2 3 ");
    EXPECT_TRUE(EventGroups::bind(group("WITHIN 5"), signal, kPlace)->tells(1));
}

TEST_F(Signals, AreGatheredForAWindow) {  // WQL-121
    const auto window = [&](const std::string& clause) { return EventGroups::bind(group(clause), signal, kPlace)->window().count(); };
    EXPECT_EQ(window("WITHIN 10"), 10'000);
    EXPECT_EQ(window("WITHIN 0.25"), 250);
    EXPECT_EQ(window("WITHIN 0"), 0);
    EXPECT_EQ(window("WITHIN 99999999999"), 4'294'967'295);
}

}  // namespace
}  // namespace wmi::wql
