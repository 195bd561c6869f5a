#include "cim/wmio.h"

#include "base/guid.h"

#include <gtest/gtest.h>

#include <utility>

namespace wmi::cim {
namespace {

PropertyDeclaration property(std::string name, CimType type, bool is_array = false, Value value = {}) {
    PropertyDeclaration made;
    made.name = std::move(name);
    made.type = {type, is_array};
    made.default_value = std::move(value);
    return made;
}

ClassPtr make(std::string name, std::vector<PropertyDeclaration> properties, ClassPtr parent = nullptr) {
    ClassBody body;
    body.name = std::move(name);
    body.parent = std::move(parent);
    body.properties = std::move(properties);
    auto made = Class::make(std::move(body));
    EXPECT_TRUE(made) << (made ? "" : made.error().sentence());
    return std::move(made).value();
}

ClassPtr holder() {
    static const ClassPtr made = make("H", {property("O", CimType::Object), property("Many", CimType::Object, true)});
    return made;
}

Object wrap(Object inner) {
    Instance outer = Instance::spawn(holder());
    EXPECT_TRUE(outer.put(*holder()->find_property("O"), std::make_shared<const Object>(std::move(inner))));
    return Object(std::move(outer));
}

/// The bytes of an instance of H around a block, whatever that is; `copies` references in an array all point at it.
Bytes wrap_bytes(BytesView block, std::uint32_t copies = 0) {
    base::ByteWriter heap;
    heap.append(BytesView("\0H\0", 3));
    const std::uint32_t list = 3;
    if (copies != 0) heap.write(copies);
    for (std::uint32_t i = 0; i < copies; ++i) heap.write(list + 4 + 4 * copies);
    const auto at = static_cast<std::uint32_t>(heap.size());
    heap.write(static_cast<std::uint32_t>(block.size()));
    heap.append(block);
    base::ByteWriter part;
    part.write(static_cast<std::uint32_t>(4 + 5 + 1 + 8 + 4 + 1 + 4 + heap.size()));
    part.fill(5, '\0');
    part.write(static_cast<std::uint8_t>(copies == 0 ? 0x04 : 0x01));  // the other of the two is NULL
    part.write(copies == 0 ? at : 0);
    part.write(copies == 0 ? 0 : list);
    part.write(std::uint32_t{4});
    part.write(std::uint8_t{1});
    part.write(static_cast<std::uint32_t>(heap.size() | 0x80000000));
    part.append(heap.view());
    return "\x02" + encode_class_part(*holder()) + part.release();
}

TEST(Wmio, NestsSixtyFourLevelsAndNoMore) {  // PUT-27
    Object nested(Instance::spawn(holder()));
    for (std::size_t level = 1; level < kMaxNesting; ++level) nested = wrap(std::move(nested));
    EXPECT_EQ(nesting_of(nested), kMaxNesting);
    const Bytes deepest = encode_block(nested);
    EXPECT_TRUE(decode_block(deepest));
    EXPECT_EQ(decode_block(wrap_bytes(deepest)).status(), Status::QuotaViolation);
    Instance one_more = Instance::spawn(holder());
    const Bytes before = one_more.record();
    EXPECT_EQ(one_more.put(*holder()->find_property("O"), std::make_shared<const Object>(nested)).status(), Status::QuotaViolation);
    EXPECT_EQ(one_more.record(), before);
}

TEST(Wmio, CountsLevelsThroughArraysAndDefaultsToo) {  // PUT-27
    const ObjectPtr inner = std::make_shared<const Object>(wrap(Object(Instance::spawn(holder()))));
    Instance outer = Instance::spawn(holder());
    ASSERT_TRUE(outer.put(*holder()->find_property("Many"), Array{std::make_shared<const Object>(Instance::spawn(holder())), inner}));
    EXPECT_EQ(nesting_of(Object(outer)), 3U);
    EXPECT_EQ(nesting_of(wrap(Object(outer))), 4U);
    const ClassPtr defaulted = make("D", {property("O", CimType::Object, false, inner)});
    EXPECT_EQ(nesting_of(wrap(Object(Instance::spawn(defaulted)))), 4U);
    EXPECT_EQ(nesting_of(wrap(Object(defaulted))), 4U);  // a class as a value
    Instance without = Instance::spawn(defaulted);
    without.put_null(defaulted->properties()[0]);
    EXPECT_EQ(nesting_of(wrap(Object(without))), 4U);  // it is encoded with its class
}

TEST(Wmio, RefusesSixtyFourKilobytesOfNesting) {
    Bytes block = encode_block(Object(Instance::spawn(holder())));
    while (block.size() < 0x10000) block = wrap_bytes(block);
    EXPECT_EQ(decode_block(block).status(), Status::QuotaViolation);
}

TEST(Wmio, IsNotMultipliedByReferencesToOneItem) {
    Bytes block = encode_block(Object(Instance::spawn(holder())));
    for (int level = 0; level < 6; ++level) block = wrap_bytes(block, 100);
    ASSERT_LT(block.size(), 10000U);
    EXPECT_EQ(decode_block(block).status(), Status::QuotaViolation);
    EXPECT_TRUE(decode_block(wrap_bytes(encode_block(Object(Instance::spawn(holder()))), 3)));
}

Object sample() {
    ClassBody body;
    body.name = "Sample";
    body.parent = make("Base", {property("Key", CimType::String), property("N", CimType::Uint32, false, std::uint64_t{1})});
    body.properties = {property("n", CimType::Uint32, false, std::uint64_t{2}), property("L", CimType::String, true, Array{std::string("x")})};
    body.properties[1].qualifiers.set(text_qualifier("Description", "\xE2\x82\xAC"));
    body.methods.push_back({"Run", make("__PARAMETERS", {property("Force", CimType::Boolean)}), nullptr, {}});
    return Object(std::move(Class::make(std::move(body))).value(), std::make_shared<const Origin>(Origin{"HOST", "root\\cimv2"}));
}

TEST(Wmio, DecoratesOnlyWhereAsked) {
    const Object object = sample();
    const auto plain = decode_unit(encode_unit(object, Decoration::Omit));
    ASSERT_TRUE(plain);
    EXPECT_EQ(plain->origin(), nullptr);
    const auto decorated = decode_unit(encode_unit(object));
    ASSERT_TRUE(decorated);
    EXPECT_EQ(decorated->origin()->namespace_path, "root\\cimv2");
    EXPECT_TRUE(same_definition(decorated->cls(), object.cls()));
    EXPECT_TRUE(same_definition(*decorated->cls().parent(), *object.cls().parent()));
}

TEST(Wmio, TakesTheLengthOfAUnitAsAnUpperBound) {
    Bytes unit = encode_unit(sample());
    base::store(unit.data() + 4, std::uint32_t{0x7FFFFFFF});
    EXPECT_TRUE(decode_unit(unit));
    EXPECT_TRUE(decode_unit(unit + "slack"));
    base::store(unit.data() + 4, std::uint32_t{16});
    EXPECT_EQ(decode_unit(unit).status(), Status::InvalidObject);
    unit[0] = 0;
    EXPECT_EQ(decode_unit(unit).status(), Status::InvalidObject);
}

TEST(Wmio, RefusesEveryCutOfAnObject) {
    const Bytes of_class = encode_block(sample());
    for (std::size_t size = 0; size < of_class.size(); ++size) EXPECT_FALSE(decode_block(BytesView(of_class).substr(0, size))) << size;
    const Bytes of_instance = encode_block(wrap(sample()));
    for (std::size_t size = 0; size < of_instance.size(); ++size) EXPECT_FALSE(decode_block(BytesView(of_instance).substr(0, size))) << size;
}

TEST(Wmio, RebuildsTheChainOfAnInstancesClass) {
    const Object object = sample();
    Instance instance = Instance::spawn(object.class_pointer());
    instance.put_text(*object.cls().find_property("Key"), "k");
    const auto read = decode_block(encode_block(Object(instance)));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->cls().derivation(), std::vector<std::string>{"Base"});
    EXPECT_EQ(read->cls().find_property("Key")->origin, 0U);
    EXPECT_EQ(read->cls().find_property("L")->origin, 1U);
    EXPECT_TRUE(same_values(*read->find_instance(), instance));
}

TEST(Wmio, SurvivesBytesTurnedAtRandom) {
    Instance instance = Instance::spawn(sample().class_pointer());
    instance.put_text(instance.cls().properties()[0], "caf\xC3\xA9 \xE2\x82\xAC");
    const std::vector<Bytes> originals{encode_block(sample()), encode_block(Object(instance)), encode_block(wrap(wrap(Object(instance)))), encode_block(wrap(sample()))};
    base::SeededChance chance(20240229);
    int taken = 0;
    for (int round = 0; round < 8000; ++round) {
        Bytes bytes = originals[chance.next() % originals.size()];
        for (std::uint64_t turns = 1 + chance.next() % 4; turns > 0; --turns) bytes[chance.next() % bytes.size()] = static_cast<char>(chance.next());
        const auto read = decode_block(bytes);
        if (!read) continue;
        ++taken;
        const auto again = decode_block(encode_block(*read));
        ASSERT_TRUE(again) << round << ": " << again.error().sentence();
        ASSERT_EQ(encode_block(*again), encode_block(*read)) << round;
    }
    EXPECT_GT(taken, 100);
}

TEST(ClassBody, IsReadBackAsItWasWritten) {
    const Object object = sample();
    const Bytes bytes = encode_body(object.cls().body());
    auto body = decode_body(bytes, object.cls().parent());
    ASSERT_TRUE(body) << body.error().sentence();
    const ClassPtr again = std::move(Class::make(std::move(body).value())).value();
    EXPECT_TRUE(same_definition(*again, object.cls()));
    EXPECT_EQ(encode_body(again->body()), bytes);
    const auto names = names_of_body(bytes);
    ASSERT_TRUE(names);
    EXPECT_EQ(names->name, "Sample");
    EXPECT_EQ(names->parent, "Base");
}

TEST(ClassBody, RefusesCutsOtherParentsAndOtherVersions) {
    const Object object = sample();
    Bytes bytes = encode_body(object.cls().body());
    for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_FALSE(decode_body(BytesView(bytes).substr(0, size), object.cls().parent())) << size;
    EXPECT_FALSE(decode_body(bytes + "x", object.cls().parent()));
    EXPECT_FALSE(decode_body(bytes, nullptr));
    EXPECT_FALSE(decode_body(bytes, object.class_pointer()));
    bytes[0] = 2;
    EXPECT_EQ(decode_body(bytes, object.cls().parent()).status(), Status::InvalidObject);
    EXPECT_FALSE(names_of_body(bytes));
}

TEST(ClassBody, SurvivesBytesTurnedAtRandom) {
    const Object object = sample();
    const Bytes original = encode_body(object.cls().body());
    base::SeededChance chance(7);
    for (int round = 0; round < 20000; ++round) {
        Bytes bytes = original;
        for (std::uint64_t turns = 1 + chance.next() % 3; turns > 0; --turns) bytes[chance.next() % bytes.size()] = static_cast<char>(chance.next());
        auto body = decode_body(bytes, object.cls().parent());
        if (body) (void)Class::make(std::move(body).value());
    }
}

}  // namespace
}  // namespace wmi::cim
