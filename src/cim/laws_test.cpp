// Laws over classes and instances of every type, grown from lists of numbers that RapidCheck draws and shrinks.
#include "cim/projection.h"
#include "cim/wmio.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace wmi::cim {
namespace {

/// Choices made one after another; when the list is used up, always the plainest.
class Choices {
public:
    explicit Choices(std::vector<std::uint32_t> list) : list_(std::move(list)) {}

    std::uint32_t next() { return at_ < list_.size() ? list_[at_++] : 0; }

    std::uint32_t below(std::uint32_t end) { return next() % end; }

private:
    std::vector<std::uint32_t> list_;
    std::size_t at_ = 0;
};

constexpr std::array<CimType, 16> kTypes{CimType::Uint32, CimType::String,  CimType::Boolean, CimType::Sint8,  CimType::Uint8,    CimType::Sint16,
                                         CimType::Uint16, CimType::Sint32,  CimType::Sint64,  CimType::Uint64, CimType::Real32,   CimType::Real64,
                                         CimType::Char16, CimType::Datetime, CimType::Reference, CimType::Object};
constexpr std::array<std::string_view, 5> kTexts{"", "plain", "caf\xC3\xA9", "\xE2\x82\xAC uro", "\xF0\x9F\x98\x80\xED\xA0\x80"};

std::uint64_t narrowed(std::uint64_t number, CimType type) {
    const std::size_t size = slot_size({type, false});
    return size == 8 ? number : number & ((std::uint64_t{1} << (8 * size)) - 1);
}

Object random_object(Choices& choices, std::uint32_t size);

Scalar random_scalar(Choices& choices, CimType type, std::uint32_t size) {
    const std::uint64_t number = std::uint64_t{choices.next()} * 0x9E3779B97F4A7C15ULL;
    if (type == CimType::Boolean) return (number & 1) != 0;
    if (type == CimType::Datetime) return std::string(choices.below(2) == 0 ? "20260102030405.123456+060" : "00000001000000.000000:000");
    if (is_text(type)) return std::string(kTexts[choices.below(kTexts.size())]);
    if (type == CimType::Real32) return static_cast<double>(static_cast<float>(number) / 3.0F);
    if (type == CimType::Real64) return static_cast<double>(number) / 7.0;
    if (type == CimType::Object) return std::make_shared<const Object>(random_object(choices, size / 3));
    if (!is_signed_integer(type)) return narrowed(number, type);
    const unsigned unused = 64 - 8 * static_cast<unsigned>(slot_size({type, false}));
    return static_cast<std::int64_t>(number << unused) >> unused;
}

Value random_value(Choices& choices, Type type, std::uint32_t size) {
    if (choices.below(4) == 0) return {};
    if (!type.is_array) return to_value(random_scalar(choices, type.element, size));
    Array array(choices.below(4));
    for (Scalar& element : array) element = random_scalar(choices, type.element, size);
    return array;
}

QualifierSet random_qualifiers(Choices& choices) {
    constexpr std::array<CimType, 4> kAllowed{CimType::Boolean, CimType::Sint32, CimType::Real64, CimType::String};
    QualifierSet set;
    for (std::uint32_t i = choices.below(4); i > 0; --i) {
        Qualifier qualifier;
        qualifier.name = "Q" + std::to_string(choices.below(5));
        // Not flavor::kNotOverridable: an override that it forbids is not shown, so it does not reach the wire.
        qualifier.flavor = static_cast<std::uint8_t>(choices.next() & (flavor::kToInstance | flavor::kToSubClass | flavor::kAmended));
        qualifier.content.type = {kAllowed[choices.below(4)], choices.below(3) == 0};
        do qualifier.content.value = random_value(choices, qualifier.content.type, 0);
        while (is_null(qualifier.content.value) && choices.next() != 0);
        set.set(std::move(qualifier));
    }
    return set;
}

PropertyDeclaration random_property(Choices& choices, std::string name, std::uint32_t size) {
    PropertyDeclaration made;
    made.name = std::move(name);
    made.type = {kTypes[choices.below(size > 1 ? 16 : 15)], choices.below(4) == 0};
    made.default_value = random_value(choices, made.type, size);
    made.qualifiers = random_qualifiers(choices);
    return made;
}

ClassPtr random_class(Choices& choices, std::uint32_t size) {
    ClassPtr made;
    std::uint32_t number = 0;
    for (std::uint32_t depth = choices.below(3);; --depth) {
        ClassBody body;
        body.name = "C" + std::to_string(depth);
        body.parent = made;
        body.qualifiers = random_qualifiers(choices);
        for (std::uint32_t i = choices.below(size + 1); i > 0; --i) body.properties.push_back(random_property(choices, "P" + std::to_string(++number), size));
        if (made && !made->properties().empty() && choices.below(2) == 1) {
            const Property& inherited = made->properties()[choices.below(static_cast<std::uint32_t>(made->properties().size()))];
            PropertyDeclaration override;
            override.name = inherited.name();
            override.type = inherited.type();
            override.default_value = random_value(choices, override.type, size);
            override.qualifiers = random_qualifiers(choices);
            body.properties.push_back(std::move(override));
        }
        if (size > 3 && choices.below(3) == 1) {
            ClassBody in;
            in.name = "__PARAMETERS";
            in.properties.push_back(random_property(choices, "A", 1));
            body.methods.push_back({"M" + std::to_string(depth), std::move(Class::make(std::move(in))).value(), nullptr, random_qualifiers(choices)});
        }
        made = std::move(Class::make(std::move(body))).value();
        if (depth == 0) return made;
    }
}

Instance random_instance(Choices& choices, ClassPtr of, std::uint32_t size) {
    Instance instance = Instance::spawn(std::move(of));
    for (const Property& property : instance.cls().properties())
        if (choices.below(3) != 0) RC_ASSERT(static_cast<bool>(instance.put(property, random_value(choices, property.type(), size))));
    if (choices.below(5) == 1) instance.set_own_qualifiers(random_qualifiers(choices));
    if (choices.below(5) == 1 && !instance.cls().properties().empty()) instance.set_own_qualifiers_of(instance.cls().properties()[0], random_qualifiers(choices));
    return instance;
}

Object random_object(Choices& choices, std::uint32_t size) {
    const ClassPtr of = random_class(choices, size);
    return choices.below(2) == 0 ? Object(random_instance(choices, of, size)) : Object(of);
}

/// Runs a law over many lists of choices.
void holds(const char* name, void (*law)(Choices&)) {
    EXPECT_TRUE(rc::check(name, [law] {
        Choices choices(*rc::gen::scale(4.0, rc::gen::arbitrary<std::vector<std::uint32_t>>()));
        law(choices);
    }));
}

TEST(Law, DecodeUndoesEncode) {
    holds("what is encoded is decoded to equal values, and encodes to equal bytes", [](Choices& choices) {
        const Object object = random_object(choices, 6);
        const Bytes bytes = encode_unit(object);
        const auto again = decode_unit(bytes);
        RC_ASSERT(static_cast<bool>(again));
        RC_ASSERT(encode_unit(*again) == bytes);
        if (const Instance* instance = object.find_instance()) {
            RC_ASSERT(same_values(*instance, *again->find_instance()));
            RC_ASSERT(same_own_qualifiers(*instance, *again->find_instance()));
        } else {
            for (const Property& property : object.cls().properties())
                RC_ASSERT(same_qualifiers(object.cls().qualifiers_of(property), again->cls().qualifiers_of(*again->cls().find_property(property.name()))));
            RC_ASSERT(same_qualifiers(object.cls().qualifiers(), again->cls().qualifiers()));
        }
    });
}

TEST(Law, DecodeBodyUndoesEncodeBody) {
    holds("a stored class is read back unchanged", [](Choices& choices) {
        const ClassPtr of = random_class(choices, 6);
        const Bytes bytes = encode_body(of->body());
        auto body = decode_body(bytes, of->parent());
        RC_ASSERT(static_cast<bool>(body));
        const ClassPtr again = std::move(Class::make(std::move(body).value())).value();
        RC_ASSERT(same_definition(*of, *again));
        RC_ASSERT(same_structure(*of, *again));
        RC_ASSERT(of->blank_record() == again->blank_record());
    });
}

TEST(Law, EqualInstancesHaveEqualBytes) {
    holds("the canonical form forgets how an instance came to its values", [](Choices& choices) {
        const ClassPtr of = random_class(choices, 8);
        Instance straight = random_instance(choices, of, 4);
        Instance winding = random_instance(choices, of, 4);
        winding.set_own_qualifiers(straight.own_qualifiers());
        std::vector<std::uint16_t> orders;
        for (const Property& property : of->properties()) orders.push_back(property.order);
        for (std::size_t i = orders.size(); i > 1; --i) std::swap(orders[i - 1], orders[choices.below(static_cast<std::uint32_t>(i))]);
        for (const std::uint16_t order : orders) {
            const Property& property = of->properties()[order];
            if (choices.below(3) == 0) winding.put_null(property);
            RC_ASSERT(static_cast<bool>(winding.put(property, random_value(choices, property.type(), 3))));
            RC_ASSERT(static_cast<bool>(winding.put(property, straight.get(property))));
            RC_ASSERT(static_cast<bool>(check_record(*of, winding.record())));
            winding.set_own_qualifiers_of(property, straight.own_qualifiers_of(property));
        }
        RC_ASSERT(same_values(straight, winding));
        RC_ASSERT(straight.canonical() == winding.canonical());
        RC_ASSERT(Instance::from_record(of, straight.record()).value().canonical() == straight.canonical());
    });
}

TEST(Law, ReboundKeepsEveryValue) {
    holds("moving to an equal class and back changes nothing", [](Choices& choices) {
        const ClassPtr of = random_class(choices, 8);
        Instance instance = random_instance(choices, of, 4);
        auto body = decode_body(encode_body(of->body()), of->parent());
        const ClassPtr twin = std::move(Class::make(std::move(body).value())).value();
        auto moved = instance.rebound(twin);
        RC_ASSERT(static_cast<bool>(moved));
        RC_ASSERT(moved->canonical() == instance.canonical());
    });
}

TEST(Law, AProjectionIsWhatItsValuesMake) {  // WQL-40
    holds("a projection is canonical from the start and has the values that were asked for", [](Choices& choices) {
        const ClassPtr of = random_class(choices, 8);
        const Instance instance = random_instance(choices, of, 4);
        std::vector<std::uint16_t> orders;
        for (const Property& property : of->properties())
            if (choices.below(3) != 0) orders.push_back(property.order);
        const auto projection = Projection::make(of, orders);
        RC_ASSERT(static_cast<bool>(projection));
        Instance taken = (*projection).take(instance.record());
        Instance slowly = Instance::projected((*projection).cls(), *of, instance.record(), orders);
        const Bytes at_once = taken.record();
        RC_ASSERT(at_once == slowly.canonical());
        RC_ASSERT(taken.canonical() == at_once);
        for (const Property& property : taken.cls().properties())  // and what is put behind them does not disturb it
            RC_ASSERT(static_cast<bool>(taken.put(property, slowly.get(property))));
        RC_ASSERT(taken.canonical() == at_once);
    });
}

}  // namespace
}  // namespace wmi::cim
