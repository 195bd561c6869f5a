#include "cim/class.h"

#include "cim/object.h"

#include <gtest/gtest.h>

namespace wmi::cim {
namespace {

constexpr Type kString{CimType::String, false};
constexpr Type kUint32{CimType::Uint32, false};

PropertyDeclaration property(std::string name, Type type, Value value = {}, std::vector<Qualifier> qualifiers = {}) {
    PropertyDeclaration made;
    made.name = std::move(name);
    made.type = type;
    made.default_value = std::move(value);
    for (Qualifier& qualifier : qualifiers) made.qualifiers.set(std::move(qualifier));
    return made;
}

ClassPtr make(std::string name, ClassPtr parent, std::vector<PropertyDeclaration> properties, std::vector<Qualifier> qualifiers = {}) {
    ClassBody body;
    body.name = std::move(name);
    body.parent = std::move(parent);
    body.properties = std::move(properties);
    for (Qualifier& qualifier : qualifiers) body.qualifiers.set(std::move(qualifier));
    auto made = Class::make(std::move(body));
    EXPECT_TRUE(made) << (made ? "" : made.error().sentence());
    return made ? std::move(made).value() : nullptr;
}

Status status_of(ClassPtr parent, std::vector<PropertyDeclaration> properties) {
    ClassBody body;
    body.name = "Test";
    body.parent = std::move(parent);
    body.properties = std::move(properties);
    return Class::make(std::move(body)).status();
}

Qualifier flag(std::string name, std::uint8_t flavor = 0) { return mark(std::move(name), flavor); }

TEST(Class, PutsInheritedPropertiesFirstAndKeepsTheirPlaces) {  // CLASS-43
    const ClassPtr base = make("Base", nullptr, {property("Zeta", kString), property("alpha", kUint32, std::uint64_t{5})});
    const ClassPtr derived = make("Derived", base, {property("Mid", {CimType::Boolean, false})});
    ASSERT_EQ(derived->properties().size(), 3U);
    EXPECT_EQ(derived->properties()[0].name(), "Zeta");
    EXPECT_EQ(derived->properties()[2].offset, 8U);
    EXPECT_EQ(derived->values_size(), 10U);
    EXPECT_EQ(derived->find_property("ALPHA")->order, 1U);
    EXPECT_EQ(derived->find_property("mid")->origin, 1U);
    EXPECT_EQ(derived->find_property("nothing"), nullptr);
    EXPECT_EQ(std::vector<std::uint16_t>(derived->by_name().begin(), derived->by_name().end()), (std::vector<std::uint16_t>{1, 2, 0}));
    EXPECT_EQ(derived->derivation(), std::vector<std::string>{"Base"});
    EXPECT_EQ(derived->dynasty(), "Base");
    EXPECT_TRUE(derived->is_a("BASE"));
    EXPECT_TRUE(derived->is_a("derived"));  // OBJ-42
    EXPECT_FALSE(base->is_a("Derived"));
}

TEST(Class, OverridesADefaultAndKeepsTheType) {  // CLASS-22
    const ClassPtr base = make("Base", nullptr, {property("N", kUint32, std::uint64_t{5}, {flag("Stays"), flag("Goes", flavor::kToSubClass)})});
    const ClassPtr derived = make("Derived", base, {property("n", kUint32, std::uint64_t{6}, {flag("Own")})});
    const Property& n = derived->properties()[0];
    EXPECT_EQ(n.name(), "N");
    EXPECT_TRUE(same_value(n.default_value(), std::uint64_t{6}));
    const QualifierSet qualifiers = derived->qualifiers_of(n);
    EXPECT_EQ(qualifiers.find("Stays"), nullptr);                       // QUAL-06
    EXPECT_EQ(qualifiers.find("goes")->flavor, 0x22);                   // QUAL-07
    EXPECT_EQ(qualifiers.find("Own")->flavor, 0);
    EXPECT_EQ(qualifiers.find("CIMTYPE")->flavor, 0x03);                // OBJ-60
    EXPECT_TRUE(same_value(qualifiers.find("CIMTYPE")->content.value, std::string("uint32")));
    EXPECT_EQ(status_of(base, {property("N", kString)}), Status::UpdateTypeMismatch);
}

TEST(Class, KeepsTheInheritedDefaultWhereAnOverrideSaysNone) {
    const ClassPtr base = make("Base", nullptr, {property("N", kUint32, std::uint64_t{5})});
    PropertyDeclaration override = property("N", kUint32);
    override.inherits_default = true;
    const ClassPtr derived = make("Derived", base, {override});
    EXPECT_TRUE(same_value(derived->properties()[0].default_value(), std::uint64_t{5}));
}

TEST(Class, ShowsCimTypeOfAnInheritedPropertyAsPropagated) {  // QUAL-11, QUAL-12
    PropertyDeclaration reference = property("Owner", {CimType::Reference, false});
    reference.cim_type = "ref:CIM_System";
    const ClassPtr base = make("Base", nullptr, {reference, property("List", {CimType::Uint8, true})});
    const ClassPtr derived = make("Derived", base, {property("Owner", {CimType::Reference, false})});
    EXPECT_EQ(derived->cim_type(derived->properties()[0]), "ref:CIM_System");
    EXPECT_EQ(derived->cim_type(derived->properties()[1]), "uint8");
    EXPECT_EQ(derived->qualifiers_of(derived->properties()[1]).find("cimtype")->flavor, 0x23);
    EXPECT_EQ(derived->own_declaration(derived->properties()[1]), nullptr);
    EXPECT_NE(derived->own_declaration(derived->properties()[0]), nullptr);
}

TEST(Class, SendsKeyDownWhateverItsFlavor) {  // OBJ-59, QUAL-21
    const ClassPtr base = make("Base", nullptr, {property("Name", kString, {}, {flag("Key")})});
    const ClassPtr middle = make("Middle", base, {property("name", kString)});
    const ClassPtr leaf = make("Leaf", middle, {});
    ASSERT_EQ(leaf->keys().size(), 1U);
    EXPECT_TRUE(leaf->properties()[0].is_key);
    EXPECT_TRUE(leaf->properties()[0].must_have);
    EXPECT_EQ(leaf->key_class(), base.get());
    EXPECT_TRUE(leaf->qualifiers_of(leaf->properties()[0]).is_true("key"));
    EXPECT_EQ(leaf->qualifiers_of(leaf->properties()[0]).find("key")->flavor, flavor::kPropagated);
}

TEST(Class, LetsAKeylessParentsChildIntroduceKeys) {  // CLASS-30, CLASS-31
    const ClassPtr base = make("Base", nullptr, {property("Name", kString)});
    const ClassPtr child = make("Child", base, {property("Name", kString, {}, {flag("key", flavor::kKey)})});
    EXPECT_EQ(base->key_class(), nullptr);
    EXPECT_EQ(child->key_class(), child.get());
}

TEST(Class, OrdersKeysByName) {  // PATH-21
    const ClassPtr made = make("C", nullptr, {property("b", kString, {}, {flag("key")}), property("A", kUint32, {}, {flag("key")})});
    EXPECT_EQ(made->properties()[made->keys()[0]].name(), "A");
}

TEST(Class, RefusesKeysOfTypesThatNoKeyHas) {  // CLASS-28, QUAL-20
    for (const Type type : {Type{CimType::Real32, false}, Type{CimType::Object, false}, Type{CimType::String, true}, Type{CimType::Real64, false}})
        EXPECT_EQ(status_of(nullptr, {property("K", type, {}, {flag("key")})}), Status::CannotBeKey);
    for (const CimType type : {CimType::Sint64, CimType::Boolean, CimType::Datetime, CimType::Reference, CimType::Char16})
        EXPECT_EQ(status_of(nullptr, {property("K", {type, false}, {}, {flag("key")})}), Status::Ok);
}

TEST(Class, CountsPropertiesKeysAndAncestors) {  // CLASS-21, PUT-27
    std::vector<PropertyDeclaration> many;
    for (int i = 0; i < 1024; ++i) many.push_back(property("P" + std::to_string(i), kUint32));
    EXPECT_EQ(status_of(nullptr, many), Status::Ok);
    many.push_back(property("P1024", kUint32));
    EXPECT_EQ(status_of(nullptr, many), Status::TooManyProperties);
    std::vector<PropertyDeclaration> keys;
    for (int i = 0; i < 256; ++i) keys.push_back(property("P" + std::to_string(i), kUint32, {}, {flag("key")}));
    EXPECT_EQ(status_of(nullptr, keys), Status::Ok);
    keys.push_back(property("P256", kUint32, {}, {flag("key")}));
    EXPECT_EQ(status_of(nullptr, keys), Status::QuotaViolation);
    ClassPtr chain = make("C0", nullptr, {});
    for (int i = 1; i < 256; ++i) chain = make("C" + std::to_string(i), chain, {});
    EXPECT_EQ(status_of(chain, {}), Status::QuotaViolation);
}

TEST(Class, RefusesNamesTwiceAndDefaultsThatDoNotFit) {
    EXPECT_EQ(status_of(nullptr, {property("A", kUint32), property("a", kUint32)}), Status::InvalidObject);
    const ClassPtr base = make("Base", nullptr, {property("A", kUint32)});
    EXPECT_EQ(status_of(base, {property("A", kUint32), property("a", kUint32)}), Status::InvalidObject);
    EXPECT_EQ(status_of(nullptr, {property("A", kUint32, std::string("x"))}), Status::TypeMismatch);
    EXPECT_EQ(status_of(nullptr, {property("A", {CimType::Uint8, false}, std::uint64_t{256})}), Status::TypeMismatch);
    EXPECT_EQ(status_of(nullptr, {property("A", {CimType::Empty, false})}), Status::InvalidPropertyType);
}

TEST(Class, FollowsTheFlavorOfAbstractAndDynamic) {  // QUAL-25, OBJ-59, SYS-06
    const ClassPtr plain = make("Plain", nullptr, {}, {flag("Abstract"), flag("dynamic", flavor::kToInstance)});
    const ClassPtr below_plain = make("BelowPlain", plain, {});
    EXPECT_TRUE(plain->is_abstract());
    EXPECT_TRUE(plain->is_dynamic());
    EXPECT_FALSE(below_plain->is_abstract());
    EXPECT_FALSE(below_plain->is_dynamic());
    const ClassPtr sent = make("Sent", nullptr, {}, {flag("abstract", flavor::kKey), text_qualifier("provider", "P", flavor::kToSubClass)});
    const ClassPtr below_sent = make("BelowSent", make("Between", sent, {}), {});
    EXPECT_TRUE(below_sent->is_abstract());
    EXPECT_EQ(below_sent->provider(), "P");
    EXPECT_EQ(below_sent->qualifiers().find("abstract")->flavor, 0x33);
}

TEST(Class, StaysAnAssociationAndASingletonThroughItsBase) {  // QUAL-37, SYS-06
    const ClassPtr base = make("Base", nullptr, {}, {flag("Association"), flag("singleton")});
    const ClassPtr derived = make("Derived", base, {});
    EXPECT_TRUE(derived->is_association());
    EXPECT_TRUE(derived->is_singleton());
    EXPECT_EQ(derived->key_class(), base.get());
    EXPECT_TRUE(make("M", nullptr, {}, {flag("Amendment")})->is_amendment());
}

TEST(Class, SaysWhatMayNotBeNull) {  // PUT-16, QUAL-31
    const ClassPtr base = make("Base", nullptr, {property("Kept", kString, {}, {flag("not_null", flavor::kToSubClass)}),
                                                 property("Here", kString, {}, {flag("not_null")}), property("Fast", kString, {}, {flag("indexed")})});
    const ClassPtr derived = make("Derived", base, {});
    EXPECT_TRUE(base->properties()[1].must_have);
    EXPECT_TRUE(derived->properties()[0].must_have);
    EXPECT_FALSE(derived->properties()[1].must_have);
    EXPECT_TRUE(derived->properties()[2].must_have);
    EXPECT_TRUE(derived->properties()[2].is_indexed);
}

TEST(Class, KeepsAnInheritedQualifierThatForbidsOverride) {  // QUAL-09
    const ClassPtr base = make("Base", nullptr, {}, {text_qualifier("Fixed", "a", flavor::kToSubClass | flavor::kNotOverridable)});
    const ClassPtr derived = make("Derived", base, {}, {text_qualifier("Fixed", "b")});
    EXPECT_TRUE(same_value(derived->qualifiers().find("Fixed")->content.value, std::string("a")));
}

ClassPtr parameters(std::vector<PropertyDeclaration> properties) {
    return make("__PARAMETERS", nullptr, std::move(properties), {flag("abstract")});
}

ClassPtr with_method(ClassPtr parent, ClassPtr in, std::vector<Qualifier> qualifiers = {}) {
    ClassBody body;
    body.name = parent ? "Below" : "Top";
    body.parent = std::move(parent);
    MethodDeclaration method{"Stop", std::move(in), nullptr, {}};
    for (Qualifier& qualifier : qualifiers) method.qualifiers.set(std::move(qualifier));
    body.methods.push_back(std::move(method));
    auto made = Class::make(std::move(body));
    return made ? std::move(made).value() : nullptr;
}

TEST(Class, InheritsMethodsAndRefusesOtherParameters) {  // CLASS-24
    const ClassPtr in = parameters({property("Force", {CimType::Boolean, false}, {}, {flag("in")})});
    const ClassPtr top = with_method(nullptr, in, {flag("static", flavor::kToSubClass), flag("implemented")});
    const ClassPtr inherits = make("Inherits", top, {});
    ASSERT_NE(inherits->find_method("STOP"), nullptr);
    EXPECT_EQ(inherits->find_method("stop")->origin, 0U);
    EXPECT_EQ(inherits->qualifiers_of(*inherits->find_method("Stop")).find("static")->flavor, 0x22);
    EXPECT_EQ(inherits->qualifiers_of(*inherits->find_method("Stop")).find("implemented"), nullptr);
    EXPECT_EQ(with_method(top, parameters({property("Force", kString)})), nullptr);
    ASSERT_NE(with_method(top, parameters({property("force", {CimType::Boolean, false})}), {flag("implemented")}), nullptr);
}

TEST(Class, TellsUnchangedFromUnimportantFromStructural) {  // CLASS-35, CLASS-36
    const auto version = [](std::vector<Qualifier> of_class, std::vector<Qualifier> of_property, Value value = {}) {
        return make("C", nullptr, {property("A", kUint32, std::move(value), std::move(of_property)), property("B", kString)}, std::move(of_class));
    };
    const ClassPtr first = version({text_qualifier("Description", "x")}, {});
    EXPECT_TRUE(same_definition(*first, *version({text_qualifier("Description", "x")}, {})));
    const ClassPtr described = version({text_qualifier("Description", "y")}, {flag("read")});
    EXPECT_FALSE(same_definition(*first, *described));
    EXPECT_TRUE(same_structure(*first, *described));
    EXPECT_FALSE(same_structure(*first, *version({flag("abstract")}, {})));
    EXPECT_FALSE(same_structure(*first, *version({}, {flag("key")})));
    EXPECT_FALSE(same_structure(*first, *version({}, {}, std::uint64_t{1})));
    const ClassPtr turned = make("c", nullptr, {property("B", kString), property("A", kUint32)}, {text_qualifier("Description", "x")});
    EXPECT_TRUE(same_definition(*first, *turned));
    EXPECT_FALSE(same_structure(*first, *turned));
    EXPECT_TRUE(is_important_qualifier("Not_Null"));
    EXPECT_FALSE(is_important_qualifier("Description"));
}

TEST(Class, HasTheStructureOfOneWithoutItsUnimportantOverrides) {  // CLASS-36
    const ClassPtr in = parameters({property("Force", {CimType::Boolean, false}, {}, {flag("in")})});
    ClassBody head;
    head.name = "Top";
    head.properties.push_back(property("A", kString));
    head.methods.push_back({"Stop", in, nullptr, {}});
    const ClassPtr top = Class::make(std::move(head)).value();
    const auto heir = [&](std::vector<Qualifier> of_property, bool inherits_default, std::vector<Qualifier> of_method, bool declares) {
        ClassBody body;
        body.name = "Heir";
        body.parent = top;
        const Property& inherited = top->properties()[0];
        PropertyDeclaration one = property(inherited.name(), inherited.type(), {}, std::move(of_property));
        one.inherits_default = inherits_default;
        MethodDeclaration method{"Stop", in, nullptr, {}};
        for (Qualifier& qualifier : of_method) method.qualifiers.set(std::move(qualifier));
        if (declares) {
            body.properties.push_back(std::move(one));
            body.methods.push_back(std::move(method));
        }
        return Class::make(std::move(body)).value();
    };
    const ClassPtr bare = heir({}, true, {}, false);
    const ClassPtr described = heir({text_qualifier("Description", "x")}, true, {text_qualifier("Description", "y")}, true);
    EXPECT_TRUE(same_structure(*bare, *described));
    EXPECT_TRUE(same_structure(*described, *bare));
    EXPECT_FALSE(same_definition(*bare, *described));
    EXPECT_FALSE(same_structure(*bare, *heir({flag("not_null")}, true, {}, true)));
    EXPECT_FALSE(same_structure(*bare, *heir({}, false, {}, true))) << "a default of its own";
    EXPECT_FALSE(same_structure(*bare, *heir({}, true, {flag("implemented")}, true)));
}

TEST(Class, TellsSignaturesApartByIdsAndStrongTypes) {  // CLASS-24, MOF-41
    const auto number = [](std::int64_t id) { return Qualifier{"ID", {{CimType::Sint32, false}, id}, 0x11}; };
    const auto two = [&](std::int64_t first, std::int64_t second, std::string of) {
        PropertyDeclaration r = property("R", {CimType::Reference, false}, {}, {number(second)});
        r.cim_type = std::move(of);
        return MethodDeclaration{"Do", parameters({property("A", kUint32, {}, {number(first)}), r}), nullptr, {}};
    };
    EXPECT_TRUE(same_signature(two(0, 1, "ref:A"), two(0, 1, "REF:a")));
    EXPECT_FALSE(same_signature(two(0, 1, "ref:A"), two(1, 0, "ref:A")));
    EXPECT_FALSE(same_signature(two(0, 1, "ref:A"), two(0, 1, "ref:M")));
    EXPECT_FALSE(same_signature(two(0, 1, "ref:A"), two(0, 1, "")));
}

}  // namespace
}  // namespace wmi::cim
