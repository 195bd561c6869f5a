#include "mof/compile.h"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "cim/object.h"
#include "mof/internal/memory_target.h"
#include "mof/parser.h"

namespace wmi::mof {
namespace {

using cim::CimType;

class MofCompile : public testing::Test {
protected:
    Outcome<Summary> run(std::string text, const CompileOptions& options = {}) {
        NoFiles none;
        auto document = parse(std::move(text), "test.mof", none);
        if (!document) return document.failure();
        return compile(*document, target, options);
    }

    Summary compiled(std::string text) {
        const auto done = run(std::move(text));
        EXPECT_TRUE(done) << (done ? "" : done.failure().sentence);
        return done ? done.value() : Summary{};
    }

    Failure failed(std::string text) {
        const auto done = run(std::move(text));
        EXPECT_FALSE(done);
        return done ? Failure{} : done.failure();
    }

    const cim::Class& cls(std::string_view name, std::string_view ns = "root\\default") {
        const auto found = target.at(ns).classes.find(name);
        return found == target.at(ns).classes.end() ? *cim::find_system_class("__SystemClass")
                                                    : *found->second;
    }

    cim::Value value(std::string_view path, std::string_view property,
                     std::string_view ns = "root\\default") {
        const auto found = target.at(ns).instances.find(path);
        if (found == target.at(ns).instances.end()) return std::string("no such instance");
        return found->second.get(*found->second.cls().find_property(property));
    }

    static std::int64_t id_of(const cim::ClassPtr& side, std::string_view parameter) {
        const cim::Property* property = side->find_property(parameter);
        const cim::QualifierSet qualifiers = side->qualifiers_of(*property);
        const cim::Qualifier* id = qualifiers.find("ID");
        return id ? std::get<std::int64_t>(id->content.value) : -1;
    }

    MemoryTarget target;
};

// -- classes

TEST_F(MofCompile, StoresClassesInFileOrder) {  // MOF-20, MOF-57
    const Summary summary = compiled(
        "class A { uint8 P = 3; }; class B : A { string Q[] = {\"x\", \"y\"}; };\n#pragma autorecover\n");
    EXPECT_EQ(summary.classes, 2U);
    EXPECT_TRUE(summary.autorecover);  // MOF-74
    EXPECT_EQ(cls("B").parent()->name(), "A");
    EXPECT_EQ(cls("B").find_property("P")->default_value(), cim::Value(std::uint64_t{3}));
    EXPECT_EQ(failed("class C : Missing {};").status, Status::NotFound);
    EXPECT_EQ(failed("class D : E {}; class E {};").status, Status::NotFound);
}

TEST_F(MofCompile, TellsTheObjectAndItsLines) {  // MOF-89, MOF-98
    const Failure failure = failed("class A {};\n\ninstance of __Nothing {};\n");
    EXPECT_EQ(failure.phase, Phase::Store);
    EXPECT_EQ(failure.object, 2U);
    EXPECT_EQ(failure.first_line, 3U);
    EXPECT_EQ(failure.last_line, 3U);
    EXPECT_EQ(failure.file, "test.mof");
    EXPECT_EQ(target.classes_in_order.size(), 1U) << "MOF-85: what is stored stays";
}

TEST_F(MofCompile, StoresNothingOfATextWithASyntaxError) {  // MOF-84
    EXPECT_EQ(failed("class A {}; class B {").phase, Phase::Parse);
    EXPECT_TRUE(target.classes_in_order.empty());
}

TEST_F(MofCompile, StoresNothingWhenItOnlyChecks) {  // MOF-83
    CompileOptions options;
    options.check_only = true;
    EXPECT_TRUE(run("class A {};", options));
    EXPECT_TRUE(target.classes_in_order.empty());
}

TEST_F(MofCompile, RefusesAnOverrideOfAnotherType) {  // MOF-24
    const Failure failure = failed("class A { uint8 P; };\nclass B : A { uint16 P; };");
    EXPECT_EQ(failure.status, Status::UpdateTypeMismatch);
    EXPECT_EQ(failure.object, 2U);
    compiled("class A { uint8 P; A ref R; }; class B : A { uint8 P = 5; B ref R; };");
    EXPECT_EQ(cls("B").cim_type(*cls("B").find_property("R")), "ref:B");
}

TEST_F(MofCompile, RefusesMoreThan1024Properties) {  // MOF-22
    std::string text = "class A {";
    for (int i = 0; i < 1024; ++i)
        text += fmt::format("uint8 P{};", i);
    compiled(text + "};");
    EXPECT_EQ(failed("class B : A { uint8 Q; };").status, Status::TooManyProperties);
}

TEST_F(MofCompile, TellsDefaultsFromNoDefaults) {  // MOF-23, MOF-24
    compiled("class A { uint8 P; uint8 Q = 4; }; class B : A { uint8 Q; }; class C : A { uint8 Q = NULL; };");
    EXPECT_TRUE(cim::is_null(cls("A").find_property("P")->default_value()));
    EXPECT_EQ(cls("B").find_property("Q")->default_value(), cim::Value(std::uint64_t{4}));
    EXPECT_TRUE(cim::is_null(cls("C").find_property("Q")->default_value()));
}

TEST_F(MofCompile, KeepsTheSizeOfAnArrayAsMaxLen) {  // MOF-25
    compiled("class A { uint8 P[12]; [MaxLen(3)] uint8 Q[12]; };");
    const auto max_len = [&](const char* name) {
        return cls("A").body().find_property(name)->qualifiers.find("MaxLen");
    };
    EXPECT_EQ(max_len("P")->content.value, cim::Value(std::int64_t{12}));
    EXPECT_EQ(max_len("P")->content.type, (cim::Type{CimType::Sint32, false}));
    EXPECT_EQ(max_len("Q")->content.value, cim::Value(std::int64_t{3}));
}

TEST_F(MofCompile, TellsTheTargetThatTheTextDeclaresItsQualifiers) {  // CLASS-25
    compiled("class A {};");
    EXPECT_FALSE(target.last_options.declares_qualifiers);
    compiled("Qualifier Abstract : boolean = false, Scope(class); [Abstract] class B : A {};");
    EXPECT_TRUE(target.last_options.declares_qualifiers);
}

TEST_F(MofCompile, GivesAClassAliasTheClassPath) {  // MOF-31
    compiled("class A as $A {}; class B { [key] uint8 K; A ref R; }; instance of B { K = 1; R = $A; };");
    EXPECT_EQ(value("B.K=1", "R"), cim::Value(std::string("A")));
}

TEST_F(MofCompile, TakesTheNewParentOfARedeclaredClass) {  // MOF-29
    compiled("class A { uint8 P; }; class B : A {}; class A { uint16 P; }; class B : A { uint16 P; };");
    EXPECT_EQ(cls("B").find_property("P")->type().element, CimType::Uint16);
}

TEST_F(MofCompile, ForwardDeclarationsChangeNothing) {
    EXPECT_EQ(compiled("class A; class A { uint8 P; }; class A;").classes, 1U);
    EXPECT_NE(cls("A").find_property("P"), nullptr);
}

// -- constants

TEST_F(MofCompile, ConvertsConstants) {  // MOF-27, MOF-28, MOF-07
    compiled(
        "class A { uint16 Rounded = 1000.4; uint64 Big = \"18446744073709551615\"; sint64 Low = \"-5\"; "
        "string Text = 23; string Hex = 0x10;"
        " boolean One = 1; boolean Zero = 0; sint32 FromText = \"12\"; char16 C = 66; char16 D = 'A'; real32 "
        "R = 2;"
        " datetime T = \"20200102030405.000000+060\"; uint8 Empty[] = {}; boolean Yes = true; };");
    const auto is = [&](const char* name) { return cls("A").find_property(name)->default_value(); };
    EXPECT_EQ(is("Rounded"), cim::Value(std::uint64_t{1000}));
    EXPECT_EQ(is("Big"), cim::Value(~std::uint64_t{0}));
    EXPECT_EQ(is("Low"), cim::Value(std::int64_t{-5}));
    EXPECT_EQ(is("Text"), cim::Value(std::string("23")));
    EXPECT_EQ(is("Hex"), cim::Value(std::string("16")));
    EXPECT_EQ(is("One"), cim::Value(true));
    EXPECT_EQ(is("Zero"), cim::Value(false));
    EXPECT_EQ(is("FromText"), cim::Value(std::int64_t{12}));
    EXPECT_EQ(is("C"), cim::Value(std::uint64_t{66}));
    EXPECT_EQ(is("D"), cim::Value(std::uint64_t{65}));
    EXPECT_EQ(is("R"), cim::Value(2.0));
    EXPECT_EQ(is("Empty"), cim::Value(cim::Array{}));  // MOF-26
}

TEST_F(MofCompile, ChecksTheConstantsOfInstancesToo) {  // MOF-26, MOF-27
    compiled("class A { [key] uint8 K; uint8 L[]; string S; A ref R; };");
    EXPECT_EQ(failed("instance of A { K = 256; };").status, Status::MofOutOfRange);
    EXPECT_EQ(failed("instance of A { K = {1}; };").status, Status::MofUnexpectedArrayInit);
    EXPECT_EQ(failed("instance of A { K = 1; L = 5; };").status, Status::MofTypeMismatch);
    EXPECT_EQ(failed("instance of A { K = \"x\"; };").status, Status::MofTypeMismatch);
    EXPECT_EQ(failed("instance of A as $a { K = 1; S = $a; };").status, Status::MofUnexpectedAlias);
    const Failure failure = failed("\ninstance of A {\n K = 1;\n  L = {1, 300}; };");
    EXPECT_EQ(failure.phase, Phase::Store);
    EXPECT_EQ(failure.place.line, 4U);
    EXPECT_EQ(failure.place.column, 11U);
    EXPECT_EQ(failure.first_line, 2U);
    EXPECT_EQ(failure.last_line, 4U);
}

// -- methods

TEST_F(MofCompile, MakesSignaturesOfParameters) {  // MOF-35, MOF-37, MOF-38, MOF-39, MOF-40
    compiled(
        "class A { uint32 M([in] string a = \"x\", [out] uint8 b, [in, out, Units(\"s\")] uint16 c[]); void "
        "N(); A ref L(); };");
    const cim::Method& m = *cls("A").find_method("M");
    ASSERT_TRUE(m.nearest->in && m.nearest->out);
    EXPECT_EQ(m.nearest->in->name(), "__PARAMETERS");
    EXPECT_EQ(m.nearest->in->properties().size(), 2U);
    EXPECT_EQ(m.nearest->out->properties().size(), 3U);
    EXPECT_EQ(id_of(m.nearest->in, "a"), 0);
    EXPECT_EQ(id_of(m.nearest->out, "b"), 1);
    EXPECT_EQ(id_of(m.nearest->in, "c"), 2);
    EXPECT_EQ(id_of(m.nearest->out, "c"), 2);
    EXPECT_EQ(id_of(m.nearest->out, "ReturnValue"), -1);
    EXPECT_EQ(m.nearest->in->find_property("a")->default_value(), cim::Value(std::string("x")));
    const auto of = [](const cim::ClassPtr& side) { return side->qualifiers_of(*side->find_property("c")); };
    EXPECT_TRUE(same_qualifiers(of(m.nearest->in), of(m.nearest->out)));
    EXPECT_EQ(int{of(m.nearest->in).find("ID")->flavor}, 0x11);
    const cim::Method& n = *cls("A").find_method("N");
    EXPECT_TRUE(!n.nearest->in && !n.nearest->out);
    const cim::Method& l = *cls("A").find_method("L");
    EXPECT_FALSE(l.nearest->in);
    EXPECT_EQ(l.nearest->out->cim_type(*l.nearest->out->find_property("ReturnValue")), "ref:A");
}

TEST_F(MofCompile, JoinsAParameterThatStandsTwice) {  // MOF-39
    compiled("class A { void M([in, x] uint8 p, [in] uint8 q, [out, x] uint8 p); };");
    const cim::Method& m = *cls("A").find_method("M");
    EXPECT_EQ(id_of(m.nearest->in, "p"), 0);
    EXPECT_EQ(id_of(m.nearest->out, "p"), 0);
    EXPECT_EQ(id_of(m.nearest->in, "q"), 1);
    EXPECT_EQ(failed("class B { void M([in] uint8 p, [out] uint16 p); };").status,
              Status::InvalidDuplicateParameter);
    EXPECT_EQ(failed("class B { void M([in] uint8 p, [in] uint8 p); };").status,
              Status::InvalidDuplicateParameter);
    EXPECT_EQ(failed("class B { void M([in, x] uint8 p, [out] uint8 p); };").status,
              Status::InvalidDuplicateParameter);
    EXPECT_EQ(failed("class B { void M([in, ID(0)] uint8 p, [out, ID(1)] uint8 p); };").status,
              Status::InvalidDuplicateParameter);
}

TEST_F(MofCompile, ChecksIds) {  // MOF-37
    compiled("class A { void M([in, ID(1)] uint8 p, [in, ID(0)] uint8 q); };");
    EXPECT_EQ(id_of(cls("A").find_method("M")->nearest->in, "p"), 1);
    EXPECT_EQ(failed("class B { void M([in, ID(1)] uint8 p, [in, ID(1)] uint8 q); };").status,
              Status::InvalidParameterId);
    EXPECT_EQ(failed("class B { void M([in, ID(0)] uint8 p, [in, ID(2)] uint8 q); };").status,
              Status::NonconsecutiveParameterIds);
    EXPECT_EQ(failed("class B { void M([in, ID(\"0\")] uint8 p); };").status, Status::InvalidParameterId);
}

TEST_F(MofCompile, RefusesAnInheritedMethodWithAnotherSignature) {  // MOF-41
    EXPECT_EQ(failed("class A { void M([in] uint8 p); }; class B : A { void M([in] uint16 p); };").status,
              Status::UpdatePropagatedMethod);
    compiled("class C : A { [Implemented] void M([in] uint8 p); };");
}

// -- instances

TEST_F(MofCompile, StoresInstancesWithTheDefaultsOfTheirClass) {  // MOF-45, MOF-48
    compiled(
        "class A { [key] uint8 K; string S = \"d\"; uint8 N = 3; }; instance of A { K = 1; S = \"x\"; N = "
        "NULL; }; instance of A { K = 2; };");
    EXPECT_EQ(value("A.K=1", "S"), cim::Value(std::string("x")));
    EXPECT_TRUE(cim::is_null(value("A.K=1", "N")));
    EXPECT_EQ(value("A.K=2", "S"), cim::Value(std::string("d")));
    compiled("instance of A { K = 1; };");
    EXPECT_EQ(value("A.K=1", "S"), cim::Value(std::string("d"))) << "stored again as a whole";
    EXPECT_EQ(failed("instance of A { K = 1; Missing = 1; };").status, Status::NotFound);
    EXPECT_EQ(failed("instance of A { K = 1; __PATH = \"x\"; };").status, Status::ReadOnly);
    EXPECT_EQ(failed("instance of Missing { };").status, Status::NotFound);  // MOF-46
    EXPECT_EQ(failed("instance of A { };").status, Status::IllegalNull);
}

TEST_F(MofCompile, KeepsQualifiersOfInstancesAndTheirProperties) {  // MOF-47
    compiled(
        "class A { [key] uint8 K; string S; }; [Dynamic, Provider(\"p\")] instance of A { K = 1; "
        "[PropertyContext(\"x\"), Dynamic] S; };");
    const cim::Instance& stored = target.at("root\\default").instances.find("A.K=1")->second;
    EXPECT_TRUE(stored.own_qualifiers().is_true("dynamic"));
    EXPECT_NE(stored.own_qualifiers_of(*stored.cls().find_property("S")).find("PropertyContext"), nullptr);
    EXPECT_TRUE(stored.is_null(*stored.cls().find_property("S")));
}

TEST_F(MofCompile, ResolvesAliasesBeforeAndAfterTheirDefinition) {  // MOF-49, MOF-50, MOF-54
    compiled(
        "class A { [key] string K; A ref R; A ref L[]; };"
        "instance of A { K = \"1\"; R = $Later; };"
        "instance of A as $later { K = \"2\"; R = $Last; };"
        "instance of A as $Last { K = \"3\"; L = {\"A.K='x'\"}; };"
        "instance of A { K = \"4\"; L = {$Later, $LAST}; };");
    EXPECT_EQ(value("A.K=\"1\"", "R"), cim::Value(std::string("A.K=\"2\"")));
    EXPECT_EQ(value("A.K=\"2\"", "R"), cim::Value(std::string("A.K=\"3\"")));
    EXPECT_EQ(std::get<cim::Array>(value("A.K=\"4\"", "L")),
              (cim::Array{std::string("A.K=\"2\""), std::string("A.K=\"3\"")}));
    EXPECT_EQ(std::get<cim::Array>(value("A.K=\"3\"", "L")), (cim::Array{std::string("A.K='x'")}));
}

TEST_F(MofCompile, GeneratesTheKeyOfAnAliasThatIsUsedBefore) {  // MOF-45, PUT-17
    base::SeededChance chance(7);
    CompileOptions options;
    options.chance = &chance;
    ASSERT_TRUE(
        run("class A { [key] string K; A ref R; }; instance of A { K = \"1\"; R = $x; }; instance of A as $x "
            "{ };",
            options));
    const std::string path = std::get<std::string>(value("A.K=\"1\"", "R"));
    EXPECT_EQ(path.size(), std::string("A.K=\"{}\"").size() + 36) << path;
    EXPECT_TRUE(target.at("root\\default").instances.contains(path));
    EXPECT_EQ(
        failed("class B { [key] uint8 K; A ref R; }; instance of A { R = $y; }; instance of B as $y { };")
            .status,
        Status::IllegalNull);
    EXPECT_EQ(failed("class C { uint8 K; }; instance of A { R = $y; }; instance of C as $y { };").status,
              Status::NoKey);
}

TEST_F(MofCompile, GivesTheFullPathAcrossNamespaces) {  // MOF-50, MOF-72, MOF-73
    compiled(
        "#pragma namespace(\"\\\\\\\\.\\\\root\\\\one\")\nclass A { [key] uint8 K; A ref R; }; instance of A "
        "as $a { K = 1; };\n"
        "#pragma namespace(\"root\\\\two\")\nclass A { [key] uint8 K; A ref R; }; instance of A { K = 2; R = "
        "$a; };\n"
        "instance of A { K = 3; R = $c; };\n#pragma namespace(\"//./root/one\")\ninstance of A as $c { K = "
        "4; };");
    EXPECT_EQ(value("A.K=2", "R", "root\\two"), cim::Value(std::string("\\\\.\\root\\one:A.K=1")));
    EXPECT_EQ(value("A.K=3", "R", "root\\two"), cim::Value(std::string("\\\\.\\root\\one:A.K=4")));
    EXPECT_TRUE(target.at("root\\one").instances.contains("A.K=4"));
}

TEST_F(MofCompile, KeepsAliasesForOneCompilation) {  // MOF-51
    compiled("class A { [key] uint8 K; A ref R; }; instance of A as $a { K = 1; };");
    EXPECT_EQ(failed("instance of A { K = 2; R = $a; };").phase, Phase::Parse);
    compiled("instance of A as $a { K = 3; };");
}

TEST_F(MofCompile, RefusesCircularAliases) {  // MOF-49
    compiled("class A { [key] uint8 K; A ref R; };");
    EXPECT_EQ(failed("instance of A as $a { K = 1; R = $a; };").status, Status::CircularReference);
    EXPECT_EQ(
        failed("instance of A as $a { K = 1; R = $b; }; instance of A as $b { K = 2; R = $a; };").status,
        Status::CircularReference);
}

TEST_F(MofCompile, BoundsChainsOfAliases) {
    const auto chain = [](std::size_t length) {
        std::string text = "class A { [key] uint32 K; A ref R; };";
        for (std::size_t i = 0; i < length; ++i)
            text += fmt::format("instance of A as $a{0} {{ K = {0}; R = $a{1}; }};\n", i, i + 1);
        return text + fmt::format("instance of A as $a{0} {{ K = {0}; }};", length);
    };
    compiled(chain(kMaxAliasChain));
    EXPECT_EQ(failed(chain(kMaxAliasChain + 1)).status, Status::QuotaViolation);
}

TEST_F(MofCompile, PutsObjectsIntoObjects) {  // MOF-53
    compiled(
        "class In { uint8 N = 1; }; class Sub : In { string T; }; class Other {}; class A { [key] uint8 K; "
        "In I; In L[]; object O; };"
        "instance of A { K = 1; I = instance of Sub { T = \"t\"; N = 5; }; L = {instance of In {}, instance "
        "of Sub {}}; O = instance of Other {}; };");
    const cim::Value object = value("A.K=1", "I");
    const cim::Instance& inner = *std::get<cim::ObjectPtr>(object)->find_instance();
    EXPECT_EQ(inner.cls().name(), "Sub");
    EXPECT_EQ(inner.get(*inner.cls().find_property("N")), cim::Value(std::uint64_t{5}));
    EXPECT_EQ(std::get<cim::Array>(value("A.K=1", "L")).size(), 2U);
    EXPECT_EQ(failed("instance of A { K = 1; I = instance of Other {}; };").status, Status::TypeMismatch);
    EXPECT_EQ(failed("instance of A { K = 1; L = {instance of Other {}}; };").status, Status::TypeMismatch);
    EXPECT_EQ(failed("class B { In I = instance of Other {}; };").status, Status::TypeMismatch);
    EXPECT_EQ(failed("instance of A { K = 1; I = 5; };").status, Status::MofTypeMismatch);
    EXPECT_EQ(failed("instance of A { K = 1; O = instance of Missing {}; };").status, Status::NotFound);
    compiled("class C { In I = instance of In { N = 9; }; };");
}

TEST_F(MofCompile, SixtyFourLevelsOfObjectsAreStored) {  // MOF-53, PUT-27
    std::string text = "class A { [key] uint8 K; object O; }; instance of A { K = 1; O = ";
    for (int i = 1; i < 64; ++i)
        text += "instance of A { O = ";
    text += "NULL;";
    for (int i = 1; i < 64; ++i)
        text += "};";
    compiled(text + "};");
}

TEST_F(MofCompile, KeepsOneInstanceOfASingleton) {  // MOF-55
    compiled("[Singleton] class A { uint8 P; }; instance of A { P = 1; }; instance of A { P = 2; };");
    EXPECT_EQ(value("A=@", "P"), cim::Value(std::uint64_t{2}));
}

TEST_F(MofCompile, MakesNamespacesAtTheirPlaceInTheText) {  // MOF-56
    compiled("instance of __Namespace { Name = \"x\"; };");
    EXPECT_EQ(value("__NAMESPACE.Name=\"x\"", "Name"), cim::Value(std::string("x")));
}

// -- pragmas

TEST_F(MofCompile, PassesTheFlagsThatHoldAtEachPlace) {  // MOF-70, MOF-71
    CompileOptions options;
    options.class_flags = 0x20;
    options.instance_flags = 2;
    ASSERT_TRUE(run("class A { [key] uint8 K; }; instance of A { K = 1; };", options));
    EXPECT_EQ(target.last_options.flags, 0x20U);
    EXPECT_EQ(target.last_instance_flags, 2U);
    ASSERT_TRUE(
        run("#pragma classflags(\"forceupdate\")\n#pragma instanceflags(\"updateonly\")\nclass A { [key] "
            "uint8 K; }; instance of A { K = 1; };",
            options));
    EXPECT_EQ(target.last_options.flags, 0x40U);
    EXPECT_EQ(target.last_instance_flags, 1U);
    EXPECT_EQ(failed("#pragma classflags(\"createonly\")\nclass A { [key] uint8 K; };").status,
              Status::AlreadyExists);
}

TEST_F(MofCompile, DeletesAtTheirPlaceInTheText) {  // MOF-75
    compiled("class A { [key] string K; }; instance of A { K = \"1\"; };");
    EXPECT_EQ(failed("#pragma deleteclass(\"Missing\", FAIL)").status, Status::NotFound);
    compiled("#pragma deleteclass(\"Missing\", NOFAIL)");
    EXPECT_EQ(failed("#pragma deleteinstance(\"A.K='2'\", FAIL)").status, Status::NotFound);
    compiled("#pragma deleteinstance(\"A.K='1'\", FAIL)\n#pragma deleteinstance(\"A.K='1'\", NOFAIL)");
    EXPECT_TRUE(target.at("root\\default").instances.empty());
    compiled(
        "class B : A {};\n#pragma deleteclass(\"A\", FAIL)\nclass A { [key] uint8 K; }; class B : A { uint8 "
        "P; };");
    EXPECT_EQ(cls("B").find_property("K")->type().element, CimType::Uint8);
}

TEST_F(MofCompile, FetchesAParentOnce) {
    compiled("class A {};");

    class Counting : public MemoryTarget {
    public:
        std::size_t asked = 0;

        Result<cim::ClassPtr> get_class(std::string_view ns, std::string_view name) override {
            ++asked;
            return MemoryTarget::get_class(ns, name);
        }

        Result<void> put_class(std::string_view, cim::ClassBody, const PutClassOptions&) override {
            return {};
        }
    } counting;

    counting.namespaces = target.namespaces;
    NoFiles none;
    auto document = parse("class B : A {}; class C : A {}; class D : B {}; class E : D {};", "t", none);
    ASSERT_TRUE(document && compile(*document, counting));
    EXPECT_EQ(counting.asked, 1U);
}

TEST_F(MofCompile, BlamesTheObjectThatFailedLate) {  // MOF-85, MOF-98
    target.late = LateFailure{2, Error(Status::ClassHasChildren, "late")};
    const Failure failure = failed("class A {};\nclass B {};\nclass C {};\n");
    EXPECT_EQ(failure.object, 2U);
    EXPECT_EQ(failure.first_line, 2U);
    EXPECT_EQ(failure.place.line, 2U);
    EXPECT_EQ(failure.status, Status::ClassHasChildren);
    target.late = LateFailure{1, Error(Status::ClassHasInstances, "late")};
    EXPECT_EQ(failed("class D {};\nclass E : Missing {};").object, 1U);
}

TEST_F(MofCompile, TellsItsProgress) {
    std::vector<std::uint32_t> seen;
    CompileOptions options;
    options.progress = [&](std::uint32_t done, std::uint32_t total) {
        seen.push_back(done);
        EXPECT_EQ(total, 3U);
    };
    ASSERT_TRUE(run("class A {}; #pragma classflags(64)\nclass B {}; class C {};", options));
    EXPECT_EQ(seen, (std::vector<std::uint32_t>{1, 2, 3}));
}

}  // namespace
}  // namespace wmi::mof
