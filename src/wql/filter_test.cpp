// What predicates mean, as text: a condition, and the records that it takes, or "error".
#include "wql/filter.h"

#include "cim/object.h"
#include "cim/system_classes.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>
#include <limits>
#include <map>
#include <utility>

namespace wmi::wql {
namespace {

using cim::CimType;
using cim::Value;

const Place kPlace{"HOST", "root\\test"};

Result<Expression> where(const std::string& text) {
    Query query = TRY(parse("SELECT * FROM X WHERE " + text));
    return *std::get<Select>(std::move(query)).where;
}

cim::ClassPtr make_class(std::string name, cim::ClassPtr parent, const std::vector<std::pair<std::string, cim::Type>>& properties,
                         const std::string& key = {}) {
    cim::ClassBody body;
    body.name = std::move(name);
    body.parent = std::move(parent);
    for (const auto& [property, type] : properties) {
        cim::PropertyDeclaration declaration;
        declaration.name = property;
        declaration.type = type;
        if (property == key) declaration.qualifiers.set({"key", {{CimType::Boolean, false}, true}, 0});
        if (property == "Span") declaration.qualifiers.set({"SubType", {{CimType::String, false}, std::string("interval")}, 0});
        body.properties.push_back(std::move(declaration));
    }
    return cim::Class::make(std::move(body)).value();
}

using Values = std::vector<std::pair<std::string, Value>>;

cim::Instance make(const cim::ClassPtr& of, const Values& values) {
    cim::Instance instance = cim::Instance::spawn(of);
    for (const auto& [name, value] : values) {
        const cim::Property* property = of->find_property(name);
        EXPECT_TRUE(property) << name;
        const auto done = instance.put(*property, value);
        EXPECT_TRUE(done) << name << ": " << (done ? "" : done.error().sentence());
    }
    (void)instance.canonical();
    return instance;
}

Value embedded(cim::Instance instance) { return cim::ObjectPtr(std::make_shared<const cim::Object>(std::move(instance))); }

/// Records by name, of a class and of those that derive from it.
class World {
public:
    explicit World(cim::ClassPtr of) : of_(std::move(of)) {}

    void add(std::string name, cim::Instance instance) { records_.emplace_back(std::move(name), std::move(instance)); }

    /// "a b" or "error NUMBER".
    [[nodiscard]] std::string rows(const std::string& condition) const {
        auto expression = where(condition);
        if (!expression) return "unparsed: " + expression.error().sentence();
        const auto filter = Filter::bind(*expression, of_, kPlace);
        if (!filter) return error_of(filter.error());
        std::string rows;
        for (const auto& [name, instance] : records_)
            if (filter->matches(instance.view())) rows += (rows.empty() ? "" : " ") + name;
        return rows;
    }

    static std::string error_of(const Error& error) {
        EXPECT_NE(error.sentence().find("character"), std::string::npos) << error.sentence();
        if (error.status() == Status::PropertyNotAnObject) return "error: not an object";
        return error.status() == Status::InvalidQuery ? "error" : "another error";
    }

    const cim::ClassPtr& of() const { return of_; }

private:
    cim::ClassPtr of_;
    std::vector<std::pair<std::string, cim::Instance>> records_;
};

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

/// A class with every type, three plain records of it, one of a class below it, one with nothing but its key.
World every_type() {
    const auto inner = make_class("Inner", nullptr, {{"Id", {CimType::Sint32, false}}, {"Tag", {CimType::String, false}}});
    const auto derived = make_class("InnerMore", inner, {{"Deep", {CimType::Object, false}}, {"List", {CimType::Sint32, true}}});
    const auto thing = make_class("Thing", nullptr,
                                  {{"Name", {CimType::String, false}},   {"Note", {CimType::String, false}},   {"S8", {CimType::Sint8, false}},
                                   {"U8", {CimType::Uint8, false}},      {"S16", {CimType::Sint16, false}},    {"U16", {CimType::Uint16, false}},
                                   {"S32", {CimType::Sint32, false}},    {"U32", {CimType::Uint32, false}},    {"S64", {CimType::Sint64, false}},
                                   {"U64", {CimType::Uint64, false}},    {"R32", {CimType::Real32, false}},    {"R64", {CimType::Real64, false}},
                                   {"B", {CimType::Boolean, false}},     {"C", {CimType::Char16, false}},      {"When", {CimType::Datetime, false}},
                                   {"Span", {CimType::Datetime, false}}, {"Ref", {CimType::Reference, false}}, {"Emb", {CimType::Object, false}},
                                   {"List", {CimType::Uint32, true}}},
                                  "Name");
    const auto special = make_class("SpecialThing", thing, {{"More", {CimType::String, false}}});
    World world(thing);
    world.add("a", make(thing, {{"Name", "alpha"}, {"Note", "24"}, {"S8", std::int64_t{-5}}, {"U8", std::uint64_t{5}}, {"S16", std::int64_t{-300}},
                                {"U16", std::uint64_t{300}}, {"S32", std::int64_t{-70000}}, {"U32", std::uint64_t{70000}}, {"S64", kMost},
                                {"U64", std::numeric_limits<std::uint64_t>::max()}, {"R32", 0.5}, {"R64", 1.25}, {"B", true}, {"C", std::uint64_t{'x'}},
                                {"When", "20240101120000.000000+060"}, {"Span", "00000001000000.000000:000"}, {"Ref", "Thing.Name=\"alpha\""},
                                {"Emb", embedded(make(inner, {{"Id", std::int64_t{7}}, {"Tag", "one"}}))}, {"List", cim::Array{std::uint64_t{1}}}}));
    world.add("b", make(thing, {{"Name", "Beta"}, {"Note", ""}, {"S8", std::int64_t{127}}, {"U8", std::uint64_t{255}}, {"S16", std::int64_t{0}},
                                {"U16", std::uint64_t{0}}, {"S32", std::int64_t{0}}, {"U32", std::uint64_t{9}}, {"S64", kMost - 1},
                                {"U64", (std::uint64_t{1} << 53) + 1}, {"R32", -2.0}, {"R64", 1e300}, {"B", false}, {"C", std::uint64_t{65}},
                                {"When", "20240101110000.000000+000"}, {"Span", "00000000235959.000000:000"},
                                {"Ref", "\\\\host\\ROOT\\Test:thing.NAME='ALPHA'"},
                                {"Emb", embedded(make(derived, {{"Tag", "24"}, {"Deep", embedded(make(inner, {{"Id", std::int64_t{1}}}))}}))}}));
    world.add("c", make(thing, {{"Name", "\xC3\xA9t\xC3\xA9"}, {"Note", "\xE2\x82\xAC"}, {"S8", std::int64_t{0}}, {"U32", std::uint64_t{10}},
                                {"When", "20240102******.000000+000"}, {"Ref", "not: a path"}}));
    world.add("d", make(special, {{"Name", "delta"}, {"More", "yes"}, {"When", "00000001000000.000000:000"}}));
    world.add("n", make(thing, {{"Name", "nothing"}}));
    return world;
}

struct Case {
    const char* rule;
    const char* condition;
    const char* rows;
};

void check(const World& world, std::span<const Case> cases) {
    for (const Case& one : cases) EXPECT_EQ(world.rows(one.condition), one.rows) << one.rule << ": " << one.condition;
}

TEST(Filter, ComparesNumbers) {
    constexpr Case kCases[] = {
        {"WQL-56", "U32 = 70000", "a"},
        {"WQL-57", "U32 <> 70000", "b c"},
        {"WQL-57", "U32 != 70000", "b c"},
        {"WQL-09", "5 < U8", "b"},
        {"WQL-56", "S8 >= 0", "b c"},
        {"WQL-56", "S8 < 0", "a"},
        {"WQL-56", "S16 <= -300", "a"},
        {"WQL-56", "U16 > 0", "a"},
        {"WQL-56", "S32 < 0", "a"},
        {"WQL-61", "NOT U32 = 70000", "b c d n"},
        {"WQL-61", "NOT U32 <> 70000", "a d n"},
        {"WQL-62", "U32 = \"70000\"", "a"},
        {"WQL-62", "U32 = \"0x11170\"", "a"},
        {"WQL-62", "U32 = 'abc'", "error"},
        {"WQL-62", "U32 = ''", "error"},
        {"WQL-62", "U8 < 1000", "a b"},
        {"WQL-62", "U8 <> 1000", "a b"},
        {"WQL-62", "U8 = 1000", ""},
        {"WQL-62", "U8 > -1", "a b"},
        {"WQL-62", "U8 >= -1 AND U8 <= '99999999999999999999'", "a b"},
        {"WQL-62", "NOT U8 < 1000", "c d n"},
        {"WQL-62", "S8 > '-99999999999999999999999'", "a b c"},
        {"WQL-63", "S64 = 9223372036854775807", "a"},
        {"WQL-63", "S64 < 9223372036854775807", "b"},
        {"WQL-63", "U64 = 18446744073709551615", "a"},
        {"WQL-63", "U64 > \"9007199254740992\"", "a b"},
        {"WQL-63", "U64 > \"9007199254740993\"", "a"},
        {"WQL-63", "U32 > \"9\"", "a c"},
        {"WQL-64", "U16 = 300.4", "error"},
        {"WQL-64", "U16 = '300.4'", "error"},
        {"WQL-64", "U16 = 300", "a"},
        {"WQL-64", "U16 = 3e2", "a"},
        {"WQL-64", "R32 = 0.5", "a"},
        {"WQL-64", "R32 < 0", "b"},
        {"WQL-64", "R64 > 1", "a b"},
        {"WQL-64", "R64 = '1.25'", "a"},
        {"WQL-64", "R64 <> 1.25", "b"},
        {"WQL-64", "C = 'x'", "a"},
        {"WQL-64", "C = 65", "b"},
        {"WQL-64", "C < 'x'", "b"},
        {"WQL-64", "C = 'xy'", "error"},
        {"WQL-83", "U32 LIKE '70000'", "a"},
        {"WQL-83", "U32 LIKE '7%'", "error"},
    };
    check(every_type(), kCases);
}

TEST(Filter, ComparesTextWithoutCase) {
    constexpr Case kCases[] = {
        {"WQL-55", "Name = 'ALPHA'", "a"},
        {"WQL-55", "Name = 'alph'", ""},
        {"WQL-55", "Name = 'alphab'", ""},
        {"WQL-55", "name = '\xC3\x89T\xC3\x89'", "c"},
        {"WQL-55", "Note = '\xE2\x82\xAC'", "c"},
        {"WQL-55", "Name < 'b'", "a"},
        {"WQL-55", "Name > 'BETA'", "c d n"},
        {"WQL-55", "Name >= 'beta'", "b c d n"},
        {"WQL-55", "Name <= 'beta'", "a b"},
        {"WQL-55", "Note > 'a'", "c"},
        {"WQL-61", "Note = ''", "b"},
        {"WQL-61", "Note <> ''", "a c"},
        {"WQL-61", "NOT Note <> ''", "b d n"},
        {"WQL-62", "Note = 24", "a"},
        {"WQL-62", "Note <> 24", "b c"},
        {"WQL-09", "'ALPHA' = Name", "a"},
        {"WQL-09", "'b' > Name", "a"},
    };
    check(every_type(), kCases);
}

TEST(Filter, KnowsTheOperatorsOfBooleans) {  // WQL-58
    constexpr Case kCases[] = {
        {"WQL-58", "B = TRUE", "a"},          {"WQL-58", "B = false", "b"},        {"WQL-58", "B = 1", "a"},
        {"WQL-58", "B = -1", "a"},            {"WQL-58", "B = 0", "b"},            {"WQL-58", "B = 'True'", "a"},
        {"WQL-58", "B <> \"FALSE\"", "a"},    {"WQL-58", "B <> TRUE", "b"},        {"WQL-58", "B <= TRUE", "error"},
        {"WQL-58", "B >= 0", "error"},        {"WQL-58", "B > FALSE", "error"},    {"WQL-58", "B = 'maybe'", "error"},
        {"WQL-61", "NOT B = TRUE", "b c d n"},
    };
    check(every_type(), kCases);
}

TEST(Filter, TellsNull) {
    constexpr Case kCases[] = {
        {"WQL-56", "U32 IS NULL", "d n"},
        {"WQL-56", "U32 IS NOT NULL", "a b c"},
        {"WQL-60", "U32 = NULL", "d n"},
        {"WQL-60", "U32 <> NULL", "a b c"},
        {"WQL-61", "Note IS NULL", "d n"},
        {"WQL-56", "Emb IS NULL", "c d n"},
        {"WQL-56", "Emb IS NOT NULL", "a b"},
        {"WQL-65", "List IS NULL", "b c d n"},
        {"WQL-65", "List IS NOT NULL", "a"},
        {"WQL-65", "List = 1", "error"},
        {"WQL-71", "Emb = 'x'", "error"},
        {"WQL-71", "Emb > 1", "error"},
    };
    check(every_type(), kCases);
    for (const char* bad : {"U32 >= NULL", "U32 IS 5", "Note IS NOT \"NTFS\""}) EXPECT_FALSE(where(bad)) << bad;  // WQL-59, WQL-60
}

TEST(Filter, JoinsConditions) {
    constexpr Case kCases[] = {
        {"WQL-07", "U32 = 9 OR U32 = 10 AND Name = 'x'", "b"},
        {"WQL-07", "(U32 = 9 OR U32 = 10) AND NOT Name = 'beta'", "c"},
        {"WQL-07", "NOT (U32 = 9 OR U32 = 10)", "a d n"},
        {"WQL-07", "NOT (U32 > 5 AND Name < 'c') OR Name = 'alpha'", "a c d n"},
        {"WQL-07", "NOT (NOT (U32 = 9))", "b"},
        {"WQL-27", "Nonsense = 1", "error"},
        {"WQL-27", "More = 'yes'", "error"},
        {"WQL-27", "U32 = 1 OR Nonsense IS NULL", "error"},
    };
    check(every_type(), kCases);
}

TEST(Filter, TakesLongChainsOfTerms) {  // WQL-13
    std::string chain = "U32 = 0";
    for (int i = 1; i < 600; ++i) chain += " OR U32 = " + std::to_string(1'000'000 + i);
    EXPECT_EQ(every_type().rows(chain + " OR U32 = 9"), "b");
}

TEST(Filter, ComparesReferencesAsPaths) {  // WQL-66
    constexpr Case kCases[] = {
        {"WQL-66", "Ref = 'THING.name=\"Alpha\"'", "a b"},
        {"WQL-66", "Ref = '\\\\\\\\.\\\\root\\\\test:Thing=\"alpha\"'", "a b"},
        {"WQL-66", "Ref = '\\\\\\\\other\\\\root\\\\test:Thing=\"alpha\"'", ""},
        {"WQL-66", "Ref = 'root\\\\other:Thing=\"alpha\"'", ""},
        {"WQL-66", "Ref <> 'Thing.Name=\"alpha\"'", "c"},
        {"WQL-66", "Ref = 'NOT: a path'", "c"},
        {"WQL-56", "Ref > 'a'", "error"},
        {"WQL-83", "Ref LIKE 'Thing%'", "error"},
    };
    check(every_type(), kCases);
}

TEST(Filter, LooksIntoEmbeddedObjects) {
    constexpr Case kCases[] = {
        {"WQL-67", "Emb.Id = 7", "a"},
        {"WQL-67", "Emb.Id <> 8", "a"},
        {"WQL-67", "NOT Emb.Id = 7", "b c d n"},
        {"WQL-67", "Emb.Id IS NULL", "b"},
        {"WQL-67", "Emb.Id IS NOT NULL", "a"},
        {"WQL-67", "Emb.Absent IS NULL", ""},
        {"WQL-67", "Emb.Absent = 1", ""},
        {"WQL-67", "Emb.Tag = 24", "b"},
        {"WQL-67", "Emb.Id = 'abc'", ""},
        {"WQL-67", "Emb.Tag LIKE 'o%'", "a"},
        {"WQL-65", "Emb.List IS NULL", "b"},
        {"WQL-65", "Emb.List = 1", ""},
        {"WQL-69", "Emb.Deep.Id = 1", "b"},
        {"WQL-69", "Emb.Deep IS NOT NULL", "b"},
        {"WQL-67", "Emb.Tag.Id = 1", ""},
        {"WQL-68", "Name.X = 1", "error"},
        {"WQL-68", "List.X = 1", "error"},
        {"WQL-68", "__CLASS.X = 1", "error"},
        {"WQL-70", "Emb ISA 'Inner'", "a b"},
        {"WQL-70", "Emb ISA innermore", "b"},
        {"WQL-70", "Emb.Deep ISA 'Inner'", "b"},
        {"WQL-70", "Emb ISA 'Nowhere'", ""},
        {"WQL-56", "Name ISA 'Inner'", "error"},
        {"WQL-72", "Emb.__CLASS = 'innermore'", "b"},
        {"WQL-72", "Emb.__SUPERCLASS IS NULL", "a"},
        {"WQL-27", "Nonsense.X = 1", "error"},
    };
    check(every_type(), kCases);
}

TEST(Filter, KnowsSystemProperties) {
    constexpr Case kCases[] = {
        {"WQL-36", "__CLASS = 'thing'", "a b c n"},
        {"WQL-36", "__CLASS <> 'Thing'", "d"},
        {"WQL-36", "__CLASS LIKE 'Special%'", "d"},
        {"WQL-36", "__CLASS = 'Thing' OR __class = 'SpecialThing'", "a b c d n"},
        {"WQL-72", "__SUPERCLASS = 'Thing'", "d"},
        {"WQL-72", "__SUPERCLASS IS NULL", "a b c n"},
        {"WQL-72", "__DYNASTY = 'Thing'", "a b c d n"},
        {"WQL-72", "__RELPATH = 'thing.name=\"ALPHA\"'", "a"},
        {"WQL-72", "__PATH = '\\\\\\\\HOST\\\\root\\\\test:SpecialThing.Name=\"delta\"'", "d"},
        {"WQL-72", "__PATH LIKE '%:Special%'", "d"},
        {"WQL-72", "__SERVER = 'host' AND __NAMESPACE = 'ROOT\\\\TEST' AND Name < 'b'", "a"},
        {"WQL-72", "__GENUS = 2 AND __GENUS < '3' AND Name < 'b'", "a"},
        {"WQL-72", "__PROPERTY_COUNT > 19", "d"},
        {"WQL-72", "__DERIVATION = 'x'", "error"},
        {"WQL-72", "__GENUS = 'x'", "error"},
        {"WQL-27", "__NOSUCH = 1", "error"},
        {"WQL-56", "__this ISA 'SpecialThing'", "d"},
        {"WQL-56", "__this = 'SpecialThing'", "error"},
    };
    check(every_type(), kCases);
}

TEST(Filter, ComparesDatetimes) {
    constexpr Case kCases[] = {
        {"WQL-73", "When = '20240101110000.000000+000'", "a b"},
        {"WQL-73", "When = '20240101130000.000000+120'", "a b"},
        {"WQL-73", "When <> '20240101110000.000000+000'", "c d"},
        {"WQL-73", "When < '20240101110000.000001+000'", "a b"},
        {"WQL-73", "When <= '20240101120000.000000+060'", "a b"},
        {"WQL-73", "When > '20240101110000.000000+000'", "c"},
        {"WQL-73", "When >= '20240101110000.000000+000'", "a b c"},
        {"WQL-73", "When = '00000001000000.000000:000'", "d"},
        {"WQL-73", "When <> '00000001000000.000000:000'", "a b c"},
        {"WQL-73", "When > '00000000000000.000000:000'", "d"},
        {"DATE-17", "Span < '00000001000000.000000:000'", "b"},
        {"DATE-17", "Span = '00000001000000.000000:000'", "a"},
        {"WQL-73", "Span > '20240101110000.000000+000'", "error"},
        {"WQL-73", "Span = '20240101110000.000000+000'", ""},
        {"WQL-74", "When = '20240102******.000000+000'", "c"},
        {"WQL-74", "When = '202401********.000000+000'", ""},
        {"WQL-74", "When <> '20240102******.000000+000'", "a b d"},
        {"WQL-74", "When > '20240101******.******+***'", "c"},
        {"WQL-74", "When >= '202401********.******+***'", "a b c"},
        {"WQL-74", "When < '2025**********.******+***'", "a b c"},
        {"WQL-74", "When > '****0101120000.000000+000'", "error"},
        {"WQL-78", "When = 'yesterday'", "error"},
        {"WQL-78", "When = 20240101", "error"},
        {"WQL-78", "When = '20240230110000.000000+000'", "error"},
        {"WQL-83", "When LIKE '2024%'", "error"},
        {"WQL-83", "When LIKE '20240101110000.000000+000'", "a b"},
    };
    check(every_type(), kCases);
}

TEST(Filter, ComparesProperties) {  // WQL-16; NULL as EVT-92 says
    constexpr Case kCases[] = {
        {"WQL-16", "U8 < U16", "a"},
        {"WQL-16", "U64 > S64", "a"},
        {"WQL-16", "S8 > R32", "b"},
        {"WQL-16", "Name = Note", ""},
        {"WQL-16", "Name <> Note", "a b c d n"},
        {"EVT-92", "U8 = U16", "c d n"},
        {"EVT-92", "U16 <> U32", "a b c"},
        {"EVT-92", "U16 < U32", "a b"},
        {"WQL-16", "When = When", "a b c d n"},
        {"WQL-16", "Ref = Ref", "a b c d n"},
        {"WQL-16", "B <> B", ""},
        {"WQL-16", "Name = U8", "error"},
        {"WQL-16", "Emb = Emb", "error"},
        {"WQL-16", "List = List", "error"},
        {"WQL-16", "B < B", "error"},
        {"WQL-16", "Emb.Id > U8", "a"},
        {"WQL-16", "Emb.Tag = Note", ""},
        {"WQL-16", "Emb.Tag = U8", ""},
    };
    check(every_type(), kCases);
}

// -- LIKE

TEST(Filter, MatchesPatterns) {
    const auto cls = make_class("T", nullptr, {{"V", {CimType::String, false}}});
    World world(cls);
    int number = 0;
    for (const char* text : {"", "abc", "ABD", "a__b", "a%c", "C:\\dir\\Explorer.exe", "\xE2\x82\xAC" "bc", "^", "-", "caf\xC3\xA9", "[x"})
        world.add(std::to_string(number++), make(cls, {{"V", text}}));
    world.add("n", make(cls, {}));
    constexpr Case kCases[] = {
        {"WQL-80", "V LIKE '%'", "0 1 2 3 4 5 6 7 8 9 10"},
        {"WQL-80", "V LIKE 'ab%'", "1 2"},
        {"WQL-80", "V LIKE '%B%'", "1 2 3 6"},
        {"WQL-80", "V LIKE '%bc'", "1 6"},
        {"WQL-80", "V LIKE '_bc'", "1 6"},
        {"WQL-80", "V LIKE '_'", "7 8"},
        {"WQL-80", "V LIKE '__'", "10"},
        {"WQL-80", "V LIKE 'a%b%d%'", "2"},
        {"WQL-80", "V LIKE '%a%a%'", ""},
        {"WQL-80", "V LIKE '___%'", "1 2 3 4 5 6 9"},
        {"WQL-80", "V LIKE 'ab[a-c]'", "1"},
        {"WQL-80", "V LIKE 'ab[^a-c]'", "2"},
        {"WQL-81", "V LIKE 'ab[a=c]'", "1"},
        {"WQL-81", "V LIKE '[a-]'", "8"},
        {"WQL-81", "V LIKE '[a=]'", ""},
        {"WQL-81", "V LIKE '[^]'", "7"},
        {"WQL-81", "V LIKE '[^a]'", "7 8"},
        {"WQL-81", "V LIKE 'ab[^ad-f]'", "1"},
        {"WQL-81", "V LIKE 'ab[xa-bD]'", "2"},
        {"WQL-81", "V LIKE 'a[%]c'", "4"},
        {"WQL-81", "V LIKE '[[]x'", "10"},
        {"WQL-82", "V LIKE '%[_][_]%'", "3"},
        {"WQL-80", "V LIKE '%\xC3\x89'", "9"},
        {"WQL-80", "V LIKE 'caf[\xC3\x80-\xC3\x9F]'", "9"},
        {"WQL-80", "V LIKE '[\xE2\x82\xAC]b%'", "6"},
        {"WQL-15", "V LIKE '%\\Explorer.exe'", "5"},
        {"WQL-15", "V LIKE '%\\\\Explorer.exe'", "5"},
        {"WQL-83", "V LIKE 'ABC'", "1"},
        {"WQL-83", "V LIKE ''", "0"},
        {"WQL-84", "V LIKE 'a[bc'", "error"},
        {"WQL-84", "NOT V LIKE '%'", "n"},
        {"WQL-84", "NOT V LIKE '%_%'", "0 n"},
    };
    check(world, kCases);
}

TEST(Filter, MatchesManyPercentsInBoundedTime) {  // WQL-84
    const auto cls = make_class("T", nullptr, {{"V", {CimType::String, false}}});
    World world(cls);
    world.add("x", make(cls, {{"V", std::string(4000, 'a')}}));
    std::string pattern;
    for (int i = 0; i < 200; ++i) pattern += "%a_a";
    EXPECT_EQ(world.rows("V LIKE '" + pattern + "%b'"), "");
    EXPECT_EQ(world.rows("V LIKE '" + pattern + "%a'"), "x");
}

// -- dates

class LocalZone : public testing::Test {
public:
    LocalZone() {
        setenv("TZ", "XXX-01:30", 1);  // an hour and a half east
        tzset();
    }

    ~LocalZone() override {
        unsetenv("TZ");
        tzset();
    }
};

/// The moment that a date form means, read back by equality with what it should be.
bool means(const std::string& form, const std::string& datetime) {
    const auto cls = make_class("T", nullptr, {{"D", {CimType::Datetime, false}}});
    World world(cls);
    world.add("x", make(cls, {{"D", datetime}}));
    return world.rows("D = '" + form + "'") == "x";
}

using WqlDates = LocalZone;

TEST_F(WqlDates, AreReadInEveryForm) {  // WQL-75, DATE-23
    for (const char* form : {"Mar 05, 1998", "March 05 1998", "mar 05 98", "Mar 1998 05", "MAR 98 05", "05 Mar, 1998", "05 march 98", "05 98 Mar",
                             "98 Mar 05", "1998 Mar 05", "1998 05 Mar", "3/05/1998", "03/05/98", "03-05-1998", "03.05.1998", "3/1998/05",
                             "1998/03/05", "98/03/05", "980305", "19980305"})
        EXPECT_TRUE(means(form, "19980305000000.000000+090")) << form;
    for (const char* form : {"Mar, 1998", "Mar 1998", "1998 Mar", "199803", "19980301"})
        EXPECT_TRUE(means(form, "19980301000000.000000+090")) << form;
    EXPECT_TRUE(means("1998", "19980101000000.000000+090"));
}

TEST_F(WqlDates, ThatAreAmbiguousHaveTheirUnambiguousReading) {  // WQL-76
    EXPECT_TRUE(means("25/3/98", "19980325000000.000000+090"));
    EXPECT_TRUE(means("3/25/98", "19980325000000.000000+090"));
    EXPECT_TRUE(means("98/25/03", "19980325000000.000000+090"));
    EXPECT_TRUE(means("25/98/03", "19980325000000.000000+090"));
    EXPECT_TRUE(means("3/98/25", "19980325000000.000000+090"));
    EXPECT_TRUE(means("01/02/03", "20030102000000.000000+090"));
    EXPECT_TRUE(means("January 21, 32", "19320121000000.000000+090"));
    EXPECT_TRUE(means("01/02/29", "20290102000000.000000+090"));
    EXPECT_TRUE(means("01/02/30", "19300102000000.000000+090"));
}

TEST_F(WqlDates, MayHaveATime) {  // WQL-77
    const std::pair<const char*, const char*> cases[] = {
        {"3 PM", "150000.000000"},        {"3PM", "150000.000000"},         {"12 AM", "000000.000000"},      {"12 pm", "120000.000000"},
        {"15:04", "150400.000000"},       {"3:04PM", "150400.000000"},      {"3:04 PM", "150400.000000"},    {"15:04:05", "150405.000000"},
        {"03:04:05 AM", "030405.000000"}, {"15:04:05:6", "150405.006000"},  {"15:04:05:67", "150405.067000"}, {"3:04:05:678 PM", "150405.678000"},
    };
    for (const auto& [time, digits] : cases) EXPECT_TRUE(means(std::string("03/05/1998 ") + time, std::string("19980305") + digits + "+090")) << time;
    EXPECT_TRUE(means("March 5, 1998 3:04 PM", "19980305133400.000000+000"));
}

TEST_F(WqlDates, InNoKnownFormAreRefused) {  // WQL-78
    const World world = every_type();
    for (const char* form : {"", " ", "Mar", "5", "Mar 5", "03/05", "03/05-1998", "13/13/13/13", "32/32/32", "Feb 30 1998", "Foo 05 1998", "1998 1998 Mar",
                             "03/05/1998 25:00", "03/05/1998 3", "03/05/1998 13 PM", "03/05/1998 3:", "03/05/1998 :3", "3:04", "03/05/1998 1:2:3:4:5",
                             "123456789012", "03/05/1998 1:02:03:1234", "Mar 05 1998 Mar", "Mar,, 1998", "03/05/199", "Mar 05;1998"})
        EXPECT_EQ(world.rows(std::string("When = '") + form + "'"), "error") << form;
}

// -- what planners are told

std::string print(const Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
    if (const auto* number = std::get_if<std::uint64_t>(&value)) return std::to_string(*number);
    if (const auto* number = std::get_if<double>(&value)) return std::to_string(*number);
    if (const bool* flag = std::get_if<bool>(&value)) return *flag ? "TRUE" : "FALSE";
    return std::get<std::string>(value);
}

std::string ranges_of(const std::string& condition) {
    static const World world = every_type();
    const auto filter = Filter::bind(where(condition).value(), world.of(), kPlace);
    if (!filter) return "error";
    std::string text;
    for (const Filter::Range& range : filter->ranges()) {
        text += (text.empty() ? "" : " ") + range.property->name() + (range.low_open ? "(" : "[") + (range.low ? print(*range.low) : "") + ",";
        text += (range.high ? print(*range.high) : "") + (range.high_open ? ")" : "]");
        text += std::string(range.exact ? "" : "~") + (range.has_strays ? "+" : "");
    }
    if (filter->is_all_ranges()) text += " all";
    return text + (filter->is_never() ? "never" : "");
}

TEST(FilterRanges, AreOfferedForTopLevelConjuncts) {
    EXPECT_EQ(ranges_of("U32 = 5"), "U32[5,5] all");
    EXPECT_EQ(ranges_of("U32 > 5 AND S32 <= -1"), "U32[6,] S32[,-1] all");
    EXPECT_EQ(ranges_of("U8 < 1000 AND U8 >= 3"), "U8[3,]");
    EXPECT_EQ(ranges_of("U32 = 5 AND (S32 = 1 OR S32 = 2) AND NOT U8 = 1 AND U16 <> 4"), "U32[5,5]");
    EXPECT_EQ(ranges_of("U32 = 5 OR S32 = 1"), "");
    EXPECT_EQ(ranges_of("NOT U32 = 5"), "");
    EXPECT_EQ(ranges_of("Name = 'lib'"), "Name[LIB,LIB] all");
    EXPECT_EQ(ranges_of("Name < 'lib'"), "Name[,LIB) all");
    EXPECT_EQ(ranges_of("Name LIKE 'lib%'"), "Name[LIB,LIC) all");
    EXPECT_EQ(ranges_of("Name LIKE 'li`%'"), "Name[LI`,LI{) all");  // the units between fold to others
    EXPECT_EQ(ranges_of("Name LIKE 'lib%x'"), "Name[LIB,LIC)~");
    EXPECT_EQ(ranges_of("Name LIKE 'lib_'"), "Name[LIB,LIC)~");
    EXPECT_EQ(ranges_of("Name LIKE '%lib'"), "");
    EXPECT_EQ(ranges_of("B = TRUE"), "B[TRUE,TRUE] all");
    EXPECT_EQ(ranges_of("B <> TRUE"), "B[FALSE,FALSE] all");
    EXPECT_EQ(ranges_of("R64 > 1.5"), "R64[1.500000,]~");
    EXPECT_EQ(ranges_of("R64 = 0"), "R64[-0.000000,0.000000]~");
    EXPECT_EQ(ranges_of("When = '20240101110000.000000+000'"), "When[20240101110000.000000+000,20240101110000.000000+000]~");
    EXPECT_EQ(ranges_of("When < '20240101110000.000000+000'"), "When[,20240101110000.000000+000)~+");
    EXPECT_EQ(ranges_of("When < '202401********.******+***'"), "");
    EXPECT_EQ(ranges_of("U32 IS NULL"), "");
    EXPECT_EQ(ranges_of("U8 = 256 AND U32 = 1"), "U32[1,1]never");
    EXPECT_EQ(ranges_of("Emb.Id = 7"), "");
}

std::string print(const ClassLimits& limits) {
    if (!limits) return "any";
    std::string text;
    for (const ClassLimit& limit : *limits) text += (text.empty() ? "" : " ") + limit.name + (limit.with_derived ? "*" : "");
    return text;
}

TEST(FilterRanges, TellTheClassesThatCanMatch) {
    const auto classes_of = [world = every_type()](const std::string& condition) {
        return print(Filter::bind(where(condition).value(), world.of(), kPlace).value().classes());
    };
    EXPECT_EQ(classes_of("__CLASS = 'Thing'"), "Thing");
    EXPECT_EQ(classes_of("__CLASS = 'A' OR __CLASS = 'B'"), "A B");
    EXPECT_EQ(classes_of("(__CLASS = 'A' OR __this ISA 'B') AND U8 = 1"), "A B*");
    EXPECT_EQ(classes_of("__CLASS = 'A' OR U8 = 1"), "any");
    EXPECT_EQ(classes_of("NOT __CLASS = 'A'"), "any");
    EXPECT_EQ(classes_of("__CLASS LIKE 'A%'"), "any");
    EXPECT_EQ(classes_of("Emb ISA 'A'"), "any");
}

// -- classes

TEST(SchemaFilter, AsksClasses) {  // WQL-90..96
    const auto base = make_class("Base", nullptr, {{"P", {CimType::Sint32, false}}});
    const auto middle = make_class("Win32_Account", base, {});
    const auto leaf = make_class("Win32_User", middle, {});
    const auto other = make_class("Alone", nullptr, {});
    const auto asked = [&](const std::string& condition) -> std::string {
        const auto filter = SchemaFilter::bind(where(condition).value(), kPlace);
        if (!filter) return World::error_of(filter.error());
        std::string rows;
        for (const auto& cls : {base, middle, leaf, other})
            if (filter->matches(*cls)) rows += (rows.empty() ? "" : " ") + cls->name();
        return rows + " / " + print(filter->classes());
    };
    EXPECT_EQ(asked("__this ISA 'Win32_Account'"), "Win32_Account Win32_User / Win32_Account*");       // WQL-91
    EXPECT_EQ(asked("__Class = 'base'"), "Base / base");                                               // WQL-92
    EXPECT_EQ(asked("__Class <> 'base' AND __Class LIKE 'A%'"), "Alone / any");                        // WQL-92
    EXPECT_EQ(asked("__Superclass = 'Win32_Account'"), "Win32_User / Win32_Account*");                 // WQL-93
    EXPECT_EQ(asked("__Superclass IS NULL"), "Base Alone / any");                                      // WQL-93
    EXPECT_EQ(asked("__Superclass = NULL"), "Base Alone / any");                                       // WQL-93
    EXPECT_EQ(asked("__Dynasty = 'Base'"), "Base Win32_Account Win32_User / Base*");                   // WQL-93
    EXPECT_EQ(asked("NOT __class < 'Win32' AND NOT __this ISA 'Win32_User'"), "Win32_Account / any");  // WQL-94
    EXPECT_EQ(asked("__this ISA 'Nowhere'"), " / Nowhere*");                                           // WQL-95
    EXPECT_EQ(asked("P = 5"), "error");                                                                // WQL-95
    EXPECT_EQ(asked("Nowhere IS NULL"), "error");                                                      // WQL-95
    EXPECT_EQ(asked("__PATH = '\\\\\\\\HOST\\\\root\\\\test:Alone' AND __GENUS = 1"), "Alone / any");
}

// -- events

cim::ClassPtr event_class(std::string name) {
    const auto event = make_class("__Event", nullptr, {{"SECURITY_DESCRIPTOR", {CimType::Uint8, true}}, {"TIME_CREATED", {CimType::Uint64, false}}});
    if (name == "__Event") return event;
    const auto extrinsic = make_class("__ExtrinsicEvent", event, {});
    if (name == "Signal") return make_class("Signal", extrinsic, {{"Level", {CimType::Uint32, false}}, {"About", {CimType::Object, false}}});
    const std::string kind = name.find("Class") != std::string::npos ? "Class" : name.find("Namespace") != std::string::npos ? "Namespace" : "Instance";
    const auto operation = make_class("__" + kind + "OperationEvent", event, {{"Target" + kind, {CimType::Object, false}}});
    if (name == operation->name()) return operation;
    if (name.find("Modification") == std::string::npos) return make_class(name, operation, {});
    return make_class(name, operation, {{"Previous" + kind, {CimType::Object, false}}});
}

class Events : public testing::Test {
public:
    cim::ClassPtr base = make_class("Base", nullptr, {{"Id", {CimType::Sint32, false}}, {"P", {CimType::Uint32, false}}}, "Id");
    cim::ClassPtr derived = make_class("MyDerived", base, {{"Q", {CimType::String, false}}});

    /// A letter for each of the events that the condition takes, of a query on this class.
    std::string asked(const std::string& from, const std::string& condition) {
        auto filter = EventFilter::bind(where(condition).value(), event_class(from), kPlace);
        if (!filter) return World::error_of(filter.error());
        std::string rows;
        for (const auto& [name, event] : events_) {
            if (filter->matches(event)) rows += name;
        }
        return rows + " / " + print(filter->target_classes());
    }

    cim::Instance old = make(derived, {{"Id", std::int64_t{1}}, {"P", std::uint64_t{4}}});
    cim::Instance now = make(derived, {{"Id", std::int64_t{1}}, {"P", std::uint64_t{6}}, {"Q", "x"}});
    cim::Instance plain = make(base, {{"Id", std::int64_t{2}}});
    cim::ClassPtr creation = event_class("__InstanceCreationEvent"), change = event_class("__InstanceModificationEvent"),
                  new_class = event_class("__ClassCreationEvent");

    std::vector<std::pair<std::string, EventSubject>> events_{
        {"c", {creation.get(), {now.view()}, {}, 100, {}}},
        {"m", {change.get(), {now.view()}, {old.view()}, 200, {}}},
        {"p", {change.get(), {plain.view()}, {plain.view()}, 300, {}}},
        {"k", {new_class.get(), {{}, derived.get()}, {}, 400, {}}},
    };
};

TEST_F(Events, AreTestedByTheirParts) {
    const std::string all = "__InstanceOperationEvent";
    EXPECT_EQ(asked(all, "TargetInstance ISA 'Base'"), "cmp / Base*");                                            // WQL-125, EVT-90
    EXPECT_EQ(asked(all, "TargetInstance ISA 'NotYet'"), " / NotYet*");                                           // WQL-125
    EXPECT_EQ(asked(all, "TargetInstance ISA 'Base' AND TargetInstance.P > 5"), "cm / Base*");                    // EVT-91
    EXPECT_EQ(asked(all, "PreviousInstance.P = 4"), "m / any");                                                   // EVT-91
    EXPECT_EQ(asked(all, "PreviousInstance.P IS NULL"), "p / any");                                               // EVT-91
    EXPECT_EQ(asked(all, "NOT PreviousInstance.P = 4"), "cpk / any");                                             // WQL-61
    EXPECT_EQ(asked(all, "TargetInstance.P <> PreviousInstance.P"), "m / any");                                   // EVT-92
    EXPECT_EQ(asked(all, "TargetInstance.Q <> PreviousInstance.Q"), "m / any");                                   // EVT-92: NULL -> x
    EXPECT_EQ(asked(all, "TargetInstance.P = PreviousInstance.P"), "p / any");                                    // EVT-92: NULL = NULL
    EXPECT_EQ(asked(all, "TargetInstance.__CLASS = 'base' OR TargetInstance ISA 'X'"), "p / base X*");
    EXPECT_EQ(asked(all, "TargetInstance.__PATH = '\\\\\\\\HOST\\\\root\\\\test:Base.Id=2'"), "p / any");         // EVT-25
    EXPECT_EQ(asked(all, "TargetInstance IS NOT NULL AND __CLASS = '__InstanceCreationEvent'"), "c / any");
    EXPECT_EQ(asked(all, "TIME_CREATED >= '200'"), "mpk / any");
    EXPECT_EQ(asked("__Event", "TargetInstance.P = 6 OR TargetClass ISA 'Base'"), "cmk / any");
}

TEST_F(Events, OfClassesAreTestedByTheClass) {  // EVT-93
    const std::string all = "__ClassOperationEvent";
    EXPECT_EQ(asked(all, "TargetClass.__CLASS LIKE 'My%'"), "k / any");
    EXPECT_EQ(asked(all, "TargetClass ISA 'Base'"), "k / Base*");
    EXPECT_EQ(asked(all, "TargetClass ISA 'MyDerived' AND TargetClass.__SUPERCLASS = 'Base' AND TargetClass.__GENUS = 1"), "k / MyDerived*");
    EXPECT_EQ(asked(all, "TargetClass ISA 'Other'"), " / Other*");
}

TEST_F(Events, RefuseWhatTheirClassHasNot) {
    EXPECT_EQ(asked("__InstanceOperationEvent", "TargetClass ISA 'X'"), "error");                     // WQL-27
    EXPECT_EQ(asked("__InstanceOperationEvent", "Nonsense = 1"), "error");                            // WQL-27
    EXPECT_EQ(asked("__InstanceOperationEvent", "TargetInstance = 1"), "error");                      // WQL-71
    EXPECT_EQ(asked("__InstanceOperationEvent", "TIME_CREATED.X = 1"), "error: not an object");       // WQL-68
    EXPECT_EQ(asked("Signal", "Level.X = 1"), "error: not an object");                                // WQL-68
    EXPECT_EQ(asked("Signal", "TargetInstance.X = 1"), "error");
}

TEST_F(Events, ThatAreBuiltAreTestedByTheirRecord) {
    const auto signal = event_class("Signal");
    const cim::Instance loud = make(signal, {{"Level", std::uint64_t{9}}, {"About", embedded(now)}});
    const cim::Instance sent = make(change, {{"TargetInstance", embedded(now)}, {"PreviousInstance", embedded(old)}});
    events_ = {{"s", {signal.get(), {}, {}, {}, loud.view()}}, {"m", {change.get(), {}, {}, {}, sent.view()}}};
    EXPECT_EQ(asked("Signal", "Level > 5 AND About ISA 'Base' AND About.P = 6"), "s / any");
    EXPECT_EQ(asked("__InstanceModificationEvent", "TargetInstance ISA 'Base' AND TargetInstance.P <> PreviousInstance.P"), "m / Base*");
    EXPECT_EQ(asked("__InstanceModificationEvent", "TargetInstance.__PATH LIKE '%:MyDerived.Id=1'"), "m / any");  // EVT-25
}

TEST(Filter, FollowsNoDamagedPlaceOutOfARecord) {  // WQL-08
    const cim::ClassPtr of = make_class("X", nullptr, {{"Id", {CimType::Uint32, false}}, {"Name", {CimType::String, false}}, {"At", {CimType::Datetime, false}}}, "Id");
    const cim::Instance instance = make(of, {{"Id", std::uint64_t{1}}, {"Name", std::string("name")}});
    const std::size_t size = instance.record().size();
    for (const std::string condition : {"Name = 'name'", "Name LIKE 'n%'", "Name LIKE '%e'", "Name > 'a'", "At > '20200101000000.000000+000'"}) {
        const auto filter = Filter::bind(*where(condition), of, kPlace);
        ASSERT_TRUE(filter) << condition;
        for (std::size_t bit = 0; bit < size * 8; ++bit) {
            std::string bytes(instance.record());
            bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << (bit % 8)));
            bytes.append(64, '\0');  // a page goes on behind a record
            (void)filter->matches({*of, std::string_view(bytes).substr(0, size)});
        }
    }
}

}  // namespace
}  // namespace wmi::wql
