#include "mof/document_text.h"

#include <string>

#include <gtest/gtest.h>

#include "cim/object.h"
#include "mof/internal/memory_target.h"
#include "mof/internal/source_tree.h"
#include "mof/parser.h"

namespace wmi::mof {
namespace {

Document document_of(std::string text) {
    NoFiles none;
    auto parsed = parse(std::move(text), "test.mof", none);
    EXPECT_TRUE(parsed) << (parsed ? "" : parsed.failure().sentence);
    return parsed ? std::move(*parsed) : Document{};
}

constexpr const char* kRich =
    "#pragma namespace(\"root\\\\default\")\nQualifier In : boolean = true, Scope(parameter);\n"
    "[Locale(0x409), Description(\"d\") : Amended ToSubClass, q] class A as $Cls { [key, Units(\"u\") : "
    "Amended] string K = \"k\"; uint8 P[3] = {1, 2};"
    " real64 R = 1.5; string C = 'A'; [Values{\"x\"} : Amended] uint8 V; uint32 M([Description(\"p\") : "
    "Amended] string a, [in, out, ID(1)] object b); void N(); };"
    "class B : A { [Description(\"e\") : Amended] string K; A Inner; A ref Next; };"
    "#pragma classflags(64)\n#pragma instanceflags(2)\n#pragma deleteclass(\"X\", NOFAIL)\n#pragma "
    "deleteinstance(\"A.K='x'\", NOFAIL)\n"
    "instance of A as $a { K = \"1\"; P = {}; R = NULL; }; [i(1)] instance of B { K = \"2\"; Next = $a; "
    "Inner = instance of A { V = 3; }; [s] C; };";

void check_same(MemoryTarget& left, MemoryTarget& right) {
    for (const auto& [ns, kept] : left.namespaces) {
        for (const auto& [name, made] : kept.classes) {
            ASSERT_TRUE(right.at(ns).classes.contains(name)) << name;
            EXPECT_TRUE(same_definition(*made, *right.at(ns).classes.at(name))) << name;
        }
        for (const auto& [path, instance] : kept.instances) {
            ASSERT_TRUE(right.at(ns).instances.contains(path)) << path;
            EXPECT_TRUE(same_values(instance, right.at(ns).instances.at(path))) << path;
        }
    }
}

TEST(MofDocument, PrintsAsATextThatCompilesIntoTheSame) {
    const Document document = document_of(kRich);
    MemoryTarget left, right;
    ASSERT_TRUE(compile(document, left));
    ASSERT_TRUE(compile(document_of(print_document(document)), right)) << print_document(document);
    check_same(left, right);
    EXPECT_TRUE(right.last_options.declares_qualifiers);
    EXPECT_EQ(right.last_instance_flags, 2U);
}

TEST(MofDocument, KeepsAutorecoverAndAmendment) {
    const Document again =
        document_of(print_document(document_of("#pragma autorecover\n#pragma amendment(\"MS_407\")\n")));
    EXPECT_TRUE(again.autorecover);
    EXPECT_EQ(again.amendment, "MS_407");
}

TEST(MofDocument, EveryConstructOfTheFuzzersCorpusPrintsAndParses) {
    const Document document = document_of(read_from_source_tree("tests/fuzz/corpus/mof/everything.mof"));
    ASSERT_GT(document.productions.size(), 10U);
    const Document again = document_of(print_document(document));
    EXPECT_EQ(print_document(again), print_document(document));
}

TEST(MofSplit, TakesTheAmendedQualifiersOutOfTheNeutralText) {  // MOF-76, MOF-101
    const Split split = split_amendment(document_of(kRich), "MS_409", "root\\default");
    EXPECT_EQ(split.neutral.find("Description"), std::string::npos) << split.neutral;
    EXPECT_EQ(split.neutral.find("Amended"), std::string::npos) << split.neutral;
    EXPECT_NE(split.neutral.find("Locale(1033)"), std::string::npos) << split.neutral;
    EXPECT_NE(split.neutral.find("instance of B"), std::string::npos);
    MemoryTarget target;
    EXPECT_TRUE(compile(document_of(split.neutral), target));
}

TEST(MofSplit, PutsThemIntoTheClassesOfTheChildNamespace) {  // MOF-102, MOF-103
    const Split split = split_amendment(document_of(kRich), "MS_409", "root\\default");
    EXPECT_EQ(
        split.localized,
        "#pragma namespace(\"\\\\\\\\.\\\\root\\\\default\")\ninstance of __namespace{ name=\"ms_409\";};\n"
        "#pragma namespace(\"\\\\\\\\.\\\\root\\\\default\\\\ms_409\")\n\n"
        "[AMENDMENT, LOCALE(1033), Description(\"d\"): ToSubClass Amended]\nclass A\n{\n"
        "\t[key: DisableOverride ToInstance ToSubClass, Units(\"u\"): Amended] string K;\n"
        "\t[Values{\"x\"}: Amended] uint8 V;\n"
        "\tuint32 M([Description(\"p\"): Amended, In] string a, [in, out, ID(1): DisableOverride ToInstance] "
        "object b);\n"
        "};\n\n"
        "[AMENDMENT, LOCALE(1033)]\nclass B : A\n{\n\t[Description(\"e\"): Amended] string K;\n};\n\n");
    MemoryTarget target;
    EXPECT_TRUE(compile(document_of(split.localized), target));
    EXPECT_TRUE(target.at("root\\default\\ms_409").classes.at("B")->is_a("A"));
}

TEST(MofSplit, LeavesOutABaseClassThatHasNothingLocalized) {
    const Split split =
        split_amendment(document_of("class A {}; [d(\"x\") : Amended] class B : A {};"), "MS_407", "root\\x");
    EXPECT_EQ(split.localized.find("class B :"), std::string::npos) << split.localized;
    EXPECT_NE(split.localized.find("LOCALE(1031)"), std::string::npos) << split.localized;
}

TEST(MofSplit, KeepsWhatMakesKeysAndParametersInBothParts) {  // MOF-101, MOF-36; found by fuzz_binary_mof
    const Split split = split_amendment(
        document_of("class A { [key : Amended] string K; void Run([out : Amended] uint8 P); };"), "MS_409", "root\\x");
    EXPECT_EQ(split.neutral.find("Amended"), std::string::npos) << split.neutral;
    MemoryTarget target;
    EXPECT_TRUE(compile(document_of(split.neutral), target)) << split.neutral;
}

TEST(MofBinary, CompilesLikeItsText) {  // MOF-90, MOF-91
    const Document document = document_of(print_document(document_of(kRich), Flavors::Omit));
    const std::string binary = encode_binary(document);
    EXPECT_TRUE(binary.starts_with("FOMB"));
    MemoryTarget left, right;
    ASSERT_TRUE(compile(document, left));
    ASSERT_TRUE(compile(document_of(binary), right));
    check_same(left, right);
}

TEST(MofBinary, KeepsOnlyDefaultFlavors) {  // MOF-90
    const auto document = document_of("[D(\"x\") : ToSubClass Amended] class A { [key, U : ToInstance] string K; };");
    MemoryTarget target;
    ASSERT_TRUE(compile(document_of(encode_binary(document)), target));
    const cim::Class& made = *target.namespaces.begin()->second.classes.at("A");
    EXPECT_EQ(made.qualifiers().find("D")->flavor, 0);
    const auto of_key = made.qualifiers_of(*made.find_property("K"));
    EXPECT_EQ(of_key.find("U")->flavor, 0);
    EXPECT_EQ(of_key.find("key")->flavor, cim::flavor::kKey);
}

TEST(MofBinary, ThatIsForeignOrDamagedIsRefused) {  // MOF-91, MOF-02
    const std::string binary = encode_binary(document_of("class A {};"));
    EXPECT_EQ(decode_binary(std::string_view("FOMB\1\0\0\0xxxxxxxx", 16)).status(), Status::NotSupported);
    EXPECT_EQ(decode_binary(binary + "x").status(), Status::MofInvalidFile);
    for (std::size_t cut = 0; cut < binary.size(); ++cut)
        EXPECT_EQ(decode_binary(binary.substr(0, cut)).status(), cut < 4 ? Status::NotSupported : Status::MofInvalidFile) << cut;
    std::string newer = binary;
    newer[8] = 2;
    EXPECT_EQ(decode_binary(newer).status(), Status::NotSupported);
}

}  // namespace
}  // namespace wmi::mof
