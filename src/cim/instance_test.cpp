#include "cim/instance.h"

#include "cim/object.h"

#include <gtest/gtest.h>

#include <limits>

namespace wmi::cim {
namespace {

PropertyDeclaration property(std::string name, CimType type, bool is_array = false, Value value = {}) {
    PropertyDeclaration made;
    made.name = std::move(name);
    made.type = {type, is_array};
    made.default_value = std::move(value);
    return made;
}

ClassPtr make(std::string name, std::vector<PropertyDeclaration> properties) {
    ClassBody body;
    body.name = std::move(name);
    body.properties = std::move(properties);
    auto made = Class::make(std::move(body));
    EXPECT_TRUE(made) << (made ? "" : made.error().sentence());
    return std::move(made).value();
}

ClassPtr sample() {
    std::vector<PropertyDeclaration> properties{property("Name", CimType::String), property("Size", CimType::Uint32, false, std::uint64_t{7}),
                                                property("Text", CimType::String, false, std::string("deflt")),
                                                property("Ready", CimType::Boolean), property("List", CimType::String, true),
                                                property("Level", CimType::Sint8), property("Ratio", CimType::Real32),
                                                property("Numbers", CimType::Sint64, true)};
    properties[0].qualifiers.set(mark("key", flavor::kKey));
    return make("Sample", std::move(properties));
}

const Property& of(const ClassPtr& in, std::string_view name) { return *in->find_property(name); }

TEST(Instance, StartsWithTheDefaults) {  // PUT-29, OBJ-39
    const ClassPtr made = sample();
    const Instance instance = Instance::spawn(made);
    EXPECT_TRUE(instance.is_null(of(made, "Name")));
    EXPECT_TRUE(same_value(instance.get(of(made, "Size")), std::uint64_t{7}));
    EXPECT_TRUE(same_value(instance.get(of(made, "Text")), std::string("deflt")));
    EXPECT_TRUE(check_record(*made, instance.record()));
}

TEST(Instance, GivesBackWhatWasPut) {  // PUT-28
    const ClassPtr made = sample();
    Instance instance = Instance::spawn(made);
    const std::vector<std::pair<std::string, Value>> values{
        {"Name", std::string("caf\xC3\xA9")},
        {"Size", std::uint64_t{4294967295}},
        {"Text", std::string("\xE2\x82\xAC \xF0\x9F\x98\x80")},
        {"Ready", true},
        {"List", Array{std::string("a"), std::string(""), std::string("\xE2\x82\xAC")}},
        {"Level", std::int64_t{-128}},
        {"Ratio", 0.5},
        {"Numbers", Array{std::int64_t{-1}, std::numeric_limits<std::int64_t>::min()}},
    };
    for (const auto& [name, value] : values) ASSERT_TRUE(instance.put(of(made, name), value)) << name;
    for (const auto& [name, value] : values) EXPECT_TRUE(same_value(instance.get(of(made, name)), value)) << name;
    EXPECT_TRUE(check_record(*made, instance.record()));
    (void)instance.canonical();
    for (const auto& [name, value] : values) EXPECT_TRUE(same_value(instance.get(of(made, name)), value)) << name;
    EXPECT_TRUE(check_record(*made, instance.record()));
}

TEST(Instance, TellsNullFromEmpty) {  // OBJ-09
    const ClassPtr made = sample();
    Instance instance = Instance::spawn(made);
    ASSERT_TRUE(instance.put(of(made, "List"), Array{}));
    EXPECT_FALSE(instance.is_null(of(made, "List")));
    EXPECT_TRUE(std::get<Array>(instance.get(of(made, "List"))).empty());
    ASSERT_TRUE(instance.put(of(made, "List"), Value()));
    EXPECT_TRUE(instance.is_null(of(made, "List")));
    instance.put_text(of(made, "Name"), std::string_view());
    EXPECT_TRUE(same_value(instance.get(of(made, "Name")), std::string()));
}

TEST(Instance, EndsTextAtItsFirstNul) {  // PUT-28
    const ClassPtr made = sample();
    Instance instance = Instance::spawn(made);
    instance.put_text(of(made, "Name"), std::string_view("ab\0cd", 5));
    EXPECT_TRUE(same_value(instance.get(of(made, "Name")), std::string("ab")));
    instance.put_text(of(made, "Name"), std::wstring_view(L"\x20AC\0z", 3));
    EXPECT_TRUE(same_value(instance.get(of(made, "Name")), std::string("\xE2\x82\xAC")));
}

TEST(Instance, IsUnchangedByAValueThatDoesNotFit) {  // OBJ-16, OBJ-17
    const ClassPtr made = sample();
    Instance instance = Instance::spawn(made);
    const Bytes before = instance.record();
    EXPECT_EQ(instance.put(of(made, "Level"), std::int64_t{128}).status(), Status::ValueOutOfRange);
    EXPECT_EQ(instance.put(of(made, "Level"), std::string("x")).status(), Status::TypeMismatch);
    EXPECT_EQ(instance.put(of(made, "Size"), std::uint64_t{1} << 32).status(), Status::ValueOutOfRange);
    EXPECT_EQ(instance.put(of(made, "Ratio"), 1e300).status(), Status::ValueOutOfRange);
    EXPECT_EQ(instance.put(of(made, "List"), std::string("x")).status(), Status::TypeMismatch);
    EXPECT_EQ(instance.put(of(made, "Name"), Array{}).status(), Status::TypeMismatch);
    EXPECT_EQ(instance.record(), before);
}

TEST(Instance, HasEqualBytesForEqualValuesWhateverTheWay) {
    const ClassPtr made = sample();
    Instance straight = Instance::spawn(made);
    straight.put_text(of(made, "Name"), "x");
    straight.put_text(of(made, "Text"), "second");
    ASSERT_TRUE(straight.put(of(made, "List"), Array{std::string("p"), std::string("q")}));
    Instance winding = Instance::spawn(made);
    ASSERT_TRUE(winding.put(of(made, "List"), Array{std::string("other")}));
    ASSERT_TRUE(winding.put(of(made, "List"), Array{std::string("p"), std::string("q")}));
    winding.put_text(of(made, "Text"), "a long text that is replaced later");
    winding.put_text(of(made, "Text"), "second");
    winding.put_number(of(made, "Ready"), 1);
    winding.put_null(of(made, "Ready"));
    winding.put_text(of(made, "Name"), "y");
    winding.put_text(of(made, "Name"), "x");
    EXPECT_EQ(straight.canonical(), winding.canonical());
    EXPECT_TRUE(same_values(straight, winding));
    winding.reset(of(made, "Text"));
    straight.put_text(of(made, "Text"), "deflt");
    EXPECT_EQ(straight.canonical(), winding.canonical());
}

TEST(Instance, DoesNotGrowWhenAPropertyIsPutAgainAndAgain) {
    const ClassPtr made = sample();
    Instance instance = Instance::spawn(made);
    for (int i = 0; i < 100000; ++i) instance.put_text(of(made, "Name"), std::string(static_cast<std::size_t>(i % 50), 'x'));
    EXPECT_LT(instance.record().size(), 20000U);
    EXPECT_TRUE(check_record(*made, instance.canonical()));
}

TEST(Instance, KeepsQualifiersOfItsOwn) {  // QUAL-01, QUAL-07
    ClassBody body;
    body.name = "Marked";
    body.qualifiers.set(mark("Sent", flavor::kToInstance));
    body.qualifiers.set(mark("Stays"));
    body.properties = {property("A", CimType::String), property("B", CimType::Uint32)};
    body.properties[0].qualifiers.set(mark("key"));
    const ClassPtr made = std::move(Class::make(std::move(body))).value();
    Instance instance = Instance::spawn(made);
    instance.put_text(of(made, "A"), "value");
    QualifierSet own;
    own.set(text_qualifier("Note", "text"));
    instance.set_own_qualifiers(own);
    instance.set_own_qualifiers_of(of(made, "B"), own);
    EXPECT_TRUE(check_record(*made, instance.record()));
    instance.put_text(of(made, "A"), "another value");
    (void)instance.canonical();
    EXPECT_TRUE(same_qualifiers(instance.own_qualifiers(), own));
    EXPECT_TRUE(same_qualifiers(instance.own_qualifiers_of(of(made, "B")), own));
    EXPECT_TRUE(instance.own_qualifiers_of(of(made, "A")).empty());
    EXPECT_EQ(instance.qualifiers().find("Sent")->flavor, 0x21);
    EXPECT_EQ(instance.qualifiers().find("Stays"), nullptr);
    EXPECT_TRUE(instance.qualifiers_of(of(made, "A")).is_true("key"));  // OBJ-59
    EXPECT_EQ(instance.qualifiers_of(of(made, "A")).find("CIMTYPE")->flavor, 0x23);
    instance.set_own_qualifiers({});
    instance.set_own_qualifiers_of(of(made, "B"), {});
    Instance plain = Instance::spawn(made);
    plain.put_text(of(made, "A"), "another value");
    EXPECT_EQ(instance.canonical(), plain.canonical());
}

TEST(Instance, MovesToAnotherLayoutByName) {  // PUT-15
    const ClassPtr from = make("C", {property("A", CimType::String), property("L", CimType::String, true), property("N", CimType::Uint8)});
    const ClassPtr to = make("C", {property("New", CimType::String, false, std::string("d")), property("n", CimType::Uint8),
                                   property("l", CimType::String, true), property("a", CimType::String)});
    Instance instance = Instance::spawn(from);
    instance.put_text(of(from, "A"), "x");
    ASSERT_TRUE(instance.put(of(from, "L"), Array{std::string("one"), std::string("two")}));
    auto moved = instance.rebound(to);
    ASSERT_TRUE(moved);
    EXPECT_TRUE(check_record(*to, moved->record()));
    EXPECT_TRUE(same_value(moved->get(of(to, "l")), Array{std::string("one"), std::string("two")}));
    EXPECT_TRUE(same_value(moved->get(of(to, "new")), std::string("d")));
    EXPECT_TRUE(moved->is_null(of(to, "n")));
    const ClassPtr other = make("C", {property("A", CimType::Uint8)});
    EXPECT_EQ(instance.rebound(other).status(), Status::InvalidObject);
}

TEST(Instance, WritesItsRelativePathOnceItsKeysHaveValues) {  // PATH-20, OBJ-24
    const ClassPtr made = sample();
    Instance instance = Instance::spawn(made);
    EXPECT_FALSE(instance.relative_path());
    instance.put_text(of(made, "Name"), "x");
    EXPECT_EQ(instance.relative_path(), "Sample.Name=\"x\"");
}

TEST(Instance, NormalisesRecordsFromOutside) {
    const ClassPtr made = make("C", {property("A", CimType::Uint32, false, std::uint64_t{9}), property("B", CimType::Boolean)});
    Instance instance = Instance::spawn(made);
    instance.put_number(of(made, "B"), 1);
    Bytes odd = instance.canonical();
    odd[RecordView::kNdOffset] = 0x02;  // A takes the class default
    odd[RecordView::kNdOffset + 1] = 0x77;
    odd[RecordView::kNdOffset + 5] = 1;  // a client's TRUE
    odd[RecordView::kNdOffset + 6] = 0;
    EXPECT_EQ(check_record(*made, odd).status(), Status::InvalidObject);
    auto read = Instance::from_record(made, odd);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->canonical(), instance.canonical());
}

TEST(Instance, HasTheBytesThatTheFormatsPageShows) {  // docs/formats/record.md
    const ClassPtr car = make("Car", {property("Plate", CimType::String), property("Doors", CimType::Uint8, false, std::uint64_t{4}),
                                      property("Old", CimType::Boolean), property("Owner", CimType::String)});
    Instance instance = Instance::spawn(car);
    instance.put_text(of(car, "Plate"), "AB 1");
    instance.put_number(of(car, "Old"), 1);
    constexpr std::string_view kShown(
        "\x29\0\0\0" "\0" "\0\0\0\0" "\x40" "\x05\0\0\0" "\x04" "\xff\xff" "\0\0\0\0" "\x04\0\0\0" "\x01" "\x0b\0\0\x80" "\0Car\0" "\0AB 1\0", 41);
    EXPECT_EQ(instance.canonical(), kShown);
    Bytes known = instance.canonical();
    base::store(known.data() + 10, std::uint32_t{0x80000004});  // a client's word of the dictionary: "write"
    EXPECT_FALSE(check_record(*car, known));
    EXPECT_TRUE(same_value(std::move(Instance::from_record(car, known)).value().get(of(car, "Plate")), std::string("write")));
}

TEST(Instance, RefusesEveryCutOfARecord) {
    const ClassPtr made = sample();
    Instance instance = Instance::spawn(made);
    ASSERT_TRUE(instance.put(of(made, "List"), Array{std::string("a"), std::string("b")}));
    const Bytes whole = instance.canonical();
    for (std::size_t size = 0; size < whole.size(); ++size) {
        EXPECT_FALSE(Instance::from_record(made, BytesView(whole).substr(0, size))) << size;
        EXPECT_FALSE(check_record(*made, BytesView(whole).substr(0, size))) << size;
    }
}

}  // namespace
}  // namespace wmi::cim
