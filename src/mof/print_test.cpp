#include "mof/print.h"

#include <limits>
#include <string>

#include <gtest/gtest.h>

#include "base/text.h"
#include "cim/object.h"
#include "mof/internal/memory_target.h"
#include "mof/parser.h"

namespace wmi::mof {
namespace {

void compile_into(MemoryTarget& target, std::string text) {
    NoFiles none;
    auto document = parse(std::move(text), "test.mof", none);
    ASSERT_TRUE(document) << document.failure().sentence << " in line " << document.failure().place.line;
    const auto done = compile(*document, target);
    ASSERT_TRUE(done) << done.failure().sentence << " in line " << done.failure().place.line;
}

const cim::ClassPtr& class_in(MemoryTarget& target, std::string_view name) {
    return target.at("root\\default").classes.find(name)->second;
}

const cim::Instance& instance_in(MemoryTarget& target, std::string_view path) {
    return target.at("root\\default").instances.find(path)->second;
}

// The law: what is printed compiles into the same.
void check_round_trip(MemoryTarget& from) {
    MemoryTarget to;
    for (const std::string& name : from.classes_in_order) {
        compile_into(to, print(cim::Object(class_in(from, name))));
        EXPECT_TRUE(same_definition(*class_in(from, name), *class_in(to, name)))
            << print(cim::Object(class_in(from, name)));
    }
    for (const auto& [path, instance] : from.at("root\\default").instances) {
        compile_into(to, print(cim::Object(instance)));
        const auto found = to.at("root\\default").instances.find(path);
        ASSERT_NE(found, to.at("root\\default").instances.end()) << path;
        EXPECT_TRUE(same_values(instance, found->second)) << print(cim::Object(instance));
        EXPECT_TRUE(same_qualifiers(instance.own_qualifiers(), found->second.own_qualifiers()));
    }
}

TEST(MofPrint, WritesAClassInItsForm) {  // MOF-111, MOF-114, OBJ-44, OBJ-45
    MemoryTarget target;
    compile_into(
        target,
        "[Description(\"a \\\"b\\\"\") : ToSubClass Amended, Abstract] class A { [key] string Name; uint8 "
        "Small[] = {1, 2}; [read(FALSE)] boolean On = TRUE; };"
        "class B : A { [Values{\"x\", \"y\"}] uint64 Big = 5; B ref Next; A Inner; string Name = \"n\";"
        " [Implemented] uint32 Run([in] string What, [out, in, Units(\"s\")] uint16 Time[], [out] object "
        "Result); void Stop(); };");
    EXPECT_EQ(print(cim::Object(class_in(target, "A"))),
              "[Description(\"a \\\"b\\\"\"): ToSubClass Amended, Abstract]\nclass A\n{\n"
              "\t[key: DisableOverride ToInstance ToSubClass] string Name;\n"
              "\tuint8 Small[] = {1, 2};\n"
              "\t[read(FALSE)] boolean On = TRUE;\n"
              "};\n");
    EXPECT_EQ(print(cim::Object(class_in(target, "B"))),
              "class B : A\n{\n"
              "\t[Values{\"x\", \"y\"}] uint64 Big = \"5\";\n"
              "\tB ref Next;\n"
              "\tA Inner;\n"
              "\tstring Name = \"n\";\n"
              "\t[Implemented] uint32 Run([in] string What, [out, in, Units(\"s\")] uint16 Time[], [out] "
              "object Result);\n"
              "\tvoid Stop();\n"
              "};\n");
    check_round_trip(target);
}

TEST(MofPrint, LeavesFlavorsOutWhenTold) {  // MOF-113
    MemoryTarget target;
    compile_into(target, "[d(\"x\") : Amended] class A { [key] uint8 K; };");
    EXPECT_EQ(print(cim::Object(class_in(target, "A")), Flavors::Omit),
              "[d(\"x\")]\nclass A\n{\n\t[key] uint8 K;\n};\n");
}

TEST(MofPrint, WritesAnInstanceInItsForm) {  // MOF-112, OBJ-44
    MemoryTarget target;
    compile_into(target,
                 "class In { uint8 N; };\n"
                 "class A { [key] uint64 K; string S; boolean B; char16 C; real64 R; real32 F; datetime D; A "
                 "ref Next; In E; In L[]; sint8 Nothing; string T = \"t\"; };\n"
                 "[Iq(1)] instance of A { K = 7; S = \"a\\n\\\"\\\\\"; B = true; C = 'A'; R = 2; F = 1.5; D "
                 "= \"20200102030405.000000+060\"; Next = \"A.K=1\";"
                 " E = instance of In { N = 1; }; L = { instance of In { N = 2; }, instance of In {} }; T = "
                 "NULL; [q] Nothing; };");
    EXPECT_EQ(print(cim::Object(instance_in(target, "A.K=7"))),
              "[Iq(1)]\ninstance of A\n{\n\tK = \"7\";\n\tS = \"a\\n\\\"\\\\\";\n\tB = TRUE;\n\tC = 65;\n\tR "
              "= 2.0;\n\tF = 1.5;\n"
              "\tD = \"20200102030405.000000+060\";\n\tNext = \"A.K=1\";\n"
              "\tE = instance of In\n\t{\n\t\tN = 1;\n\t};\n"
              "\tL = {instance of In\n\t{\n\t\tN = 2;\n\t}, instance of In\n\t{\n\t}};\n"
              "\t[q] Nothing;\n\tT = NULL;\n};\n");
    check_round_trip(target);
}

TEST(MofPrint, KeepsQualifiersOfEmbeddedObjects) {  // OBJ-44, MOF-110
    MemoryTarget target;
    compile_into(target,
                 "class In { uint8 N; }; class A { [key] uint8 K; In E; In L[]; };"
                 "instance of A { K = 1; E = [q(\"x\")] instance of In { [r] N = 1; }; L = {[s] instance of In { }, instance of In { N = 2; }}; };");
    const std::string text = print(cim::Object(instance_in(target, "A.K=1")));
    EXPECT_NE(text.find("E = [q(\"x\")] instance of In\n"), std::string::npos) << text;
    EXPECT_NE(text.find("L = {[s] instance of In\n"), std::string::npos) << text;
    MemoryTarget again;
    compile_into(again, print(cim::Object(class_in(target, "In"))) + print(cim::Object(class_in(target, "A"))) + text);
    EXPECT_EQ(print(cim::Object(instance_in(again, "A.K=1"))), text);
}

TEST(MofPrint, SaysWhenAClassAsAValueIsLost) {  // OBJ-44
    MemoryTarget target;
    compile_into(target, "class In { uint8 N; }; class A { [key] uint8 K; object E; object L[]; }; instance of A { K = 1; };");
    const cim::ObjectPtr cls(std::make_shared<const cim::Object>(class_in(target, "In")));
    cim::Instance one = instance_in(target, "A.K=1");
    EXPECT_TRUE(print_whole(cim::Object(one)));
    ASSERT_TRUE(one.put(*one.cls().find_property("E"), cls));
    EXPECT_EQ(print_whole(cim::Object(one)).status(), base::Status::NotSupported);
    cim::Instance many = instance_in(target, "A.K=1");
    ASSERT_TRUE(many.put(*many.cls().find_property("L"), cim::Array{cls}));
    EXPECT_EQ(print_whole(cim::Object(many)).status(), base::Status::NotSupported);
}

TEST(MofPrint, KeepsOverridesWithAndWithoutADefault) {  // MOF-115
    MemoryTarget target;
    compile_into(target,
                 "class A { string P = \"a\"; string Q = \"b\"; string R = \"c\"; A ref F; };"
                 "class B : A { [x] string P; string Q = NULL; string R = \"d\"; B ref F; };");
    EXPECT_EQ(print(cim::Object(class_in(target, "B"))),
              "class B : A\n{\n\t[x] string P;\n\tstring Q = NULL;\n\tstring R = \"d\";\n\tB ref F;\n};\n");
    check_round_trip(target);
}

TEST(MofPrint, KeepsEveryFlavorOfKeysAndIds) {  // MOF-115
    MemoryTarget target;
    compile_into(target,
                 "class A { [key : EnableOverride] uint8 K; [key : ToSubClass] uint8 L;"
                 " void M([in, ID(1) : EnableOverride] uint8 second, [in, ID(0)] uint8 first); };");
    const std::string text = print(cim::Object(class_in(target, "A")));
    EXPECT_NE(text.find("[key: EnableOverride] uint8 K"), std::string::npos) << text;
    EXPECT_NE(text.find("void M([in] uint8 first, [in, ID(1): EnableOverride] uint8 second)"),
              std::string::npos)
        << text;
    check_round_trip(target);
}

TEST(MofPrint, WritesAFileOfSeveralObjects) {
    MemoryTarget target;
    compile_into(target, "class A { [key] uint8 K; }; instance of A { K = 1; };");
    const std::string text = print_file(
        "root\\default", {cim::Object(class_in(target, "A")), cim::Object(instance_in(target, "A.K=1"))});
    EXPECT_EQ(text.substr(0, text.find('\n')), "#pragma namespace(\"\\\\\\\\.\\\\root\\\\default\")");
    MemoryTarget again;
    compile_into(again, text);
    EXPECT_EQ(again.at("root\\default").instances.size(), 1U);
}

TEST(Law, QuotedTextReadsBackEqual) {  // MOF-06
    std::string all;
    for (char32_t c = 1; c < 0x10FFFF; c += c < 0x3000 ? 1 : 251) {
        if (c < 0xD800 || c > 0xDFFF) base::append_utf8(all, c);
    }
    const std::string odd = std::string(
                                "\xED\xA0\xBD"
                                "12\x7F\x01"
                                "f \xED\xB8\x80") +
                            all;
    MemoryTarget target;
    compile_into(target, "class A { string P = " + quote(odd) + "; };");
    EXPECT_TRUE(std::get<std::string>(class_in(target, "A")->properties()[0].default_value()) == odd);
}

TEST(Law, NumbersReadBackEqual) {
    MemoryTarget target;
    compile_into(target, "class A { [key] sint64 K; uint64 U; real64 R; real32 F; sint32 I; real64 S[]; };");
    const cim::ClassPtr& of = class_in(target, "A");
    std::int64_t key = std::numeric_limits<std::int64_t>::min();
    for (const double real : {0.0, -0.0, 1.0, 0.1, 1e20, -1e300, 5e-324, std::numeric_limits<double>::max(),
                              std::numeric_limits<double>::infinity()}) {
        cim::Instance instance = cim::Instance::spawn(of);
        const auto put = [&](const char* name, const cim::Value& value) {
            ASSERT_TRUE(instance.put(*of->find_property(name), value)) << name;
        };
        put("K", key++);
        put("U", std::numeric_limits<std::uint64_t>::max());
        put("R", real);
        put("F", std::abs(real) < 1e30 ? static_cast<double>(static_cast<float>(real)) : 3.5);
        put("I", std::int64_t{std::numeric_limits<std::int32_t>::min()});
        put("S", cim::Array{real, 1.0});
        ASSERT_TRUE(target.put_instance("root\\default", instance, {}));
    }
    check_round_trip(target);
}

}  // namespace
}  // namespace wmi::mof
