#include "mof/parser.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "mof/internal/source_tree.h"
#include "mof/lexer.h"

namespace wmi::mof {
namespace {

Outcome<Document> parse_text(std::string text) {
    NoFiles none;
    return parse(std::move(text), "test.mof", none);
}

Document document_of(std::string text) {
    auto parsed = parse_text(std::move(text));
    EXPECT_TRUE(parsed) << (parsed ? "" : parsed.failure().sentence);
    return parsed ? std::move(*parsed) : Document{};
}

Failure failure_of(std::string text) {
    auto parsed = parse_text(std::move(text));
    EXPECT_FALSE(parsed);
    return parsed ? Failure{} : parsed.failure();
}

const ClassSyntax& first_class(const Document& document) {
    return std::get<ClassSyntax>(document.productions.at(0).content);
}

const cim::Qualifier& class_qualifier(const Document& document, std::size_t index) {
    return first_class(document).qualifiers.at(index);
}

struct Files : FileReader {
    std::map<std::string, std::string> by_name;
    std::vector<std::string> asked;

    Result<std::string> read(const std::string& name) override {
        asked.push_back(name);
        const auto found = by_name.find(name);
        if (found == by_name.end()) return Error(Status::NotFound, "no such file", name);
        return found->second;
    }
};

// -- the table of errors: code, line and column for each text of tests/conformance/mof-errors.txt

struct Case {
    std::string code, what, text;
    unsigned line = 0, column = 0;
};

std::vector<Case> error_cases() {
    std::istringstream in(read_from_source_tree("tests/conformance/mof-errors.txt"));
    std::vector<Case> cases;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("--- ")) {
            Case one;
            char code[8] = {};
            int end = 0;
            EXPECT_EQ(std::sscanf(line.c_str(), "--- %7s %u %u %n", code, &one.line, &one.column, &end), 3)
                << line;
            one.code = code;
            one.what = line.substr(static_cast<std::size_t>(end));
            cases.push_back(one);
        } else if (!cases.empty()) {
            cases.back().text += line + "\n";
        }
    }
    return cases;
}

TEST(MofErrors, EveryWrongTextHasItsCodeItsLineAndItsColumn) {  // MOF-105 and the rules that the file names
    const auto cases = error_cases();
    ASSERT_GT(cases.size(), 90U);
    for (const Case& one : cases) {
        const auto parsed = parse_text(one.text);
        if (one.code == "ok") {
            EXPECT_TRUE(parsed) << one.what << "\n" << one.text << (parsed ? "" : parsed.failure().sentence);
            continue;
        }
        ASSERT_FALSE(parsed) << one.what << "\n" << one.text;
        const Failure& failure = parsed.failure();
        EXPECT_EQ(fmt::format("{:08x} {} {}", static_cast<std::uint32_t>(failure.status), failure.place.line,
                              failure.place.column),
                  fmt::format("8004{} {} {}", one.code, one.line, one.column))
            << one.what << "\n"
            << one.text << failure.sentence;
        EXPECT_EQ(failure.phase, Phase::Parse);
        EXPECT_GT(failure.sentence.size(), 10U) << one.what;
        EXPECT_EQ(failure.file, "test.mof");
    }
}

TEST(MofParser, TellsWhichObjectIsWrongAndFromWhichLine) {  // MOF-98
    const Failure failure =
        failure_of("class A {};\n#pragma autorecover\ninstance of A {};\nclass B {\n\n uint8 P = 300;\n};\n");
    EXPECT_EQ(failure.object, 3U);
    EXPECT_EQ(failure.first_line, 4U);
    EXPECT_EQ(failure.last_line, 6U);
    EXPECT_EQ(failure.place.line, 6U);
}

TEST(MofParser, BlamesTheObjectThatUsesAnUndefinedAlias) {  // MOF-49, MOF-98
    const Failure failure =
        failure_of("class A {};\ninstance of A {};\ninstance of A {\n R = $x; };\nclass B {};");
    EXPECT_EQ(failure.object, 3U);
    EXPECT_EQ(failure.first_line, 3U);
    EXPECT_EQ(failure.place.line, 4U);
}

TEST(MofParser, KnowsTheLinesOfEveryObject) {  // MOF-89
    const Document document = document_of("\nclass A\n{\n uint8 P;\n}\n;\ninstance of A { };");
    ASSERT_EQ(document.productions.size(), 2U);
    EXPECT_EQ(document.productions[0].place.line, 2U);
    EXPECT_EQ(document.productions[0].last_line, 6U);
    EXPECT_EQ(document.productions[1].place.line, 7U);
    EXPECT_EQ(document.productions[1].last_line, 7U);
}

// -- values

Initializer default_of(std::string type_and_value) {
    const Document document = document_of("class A { " + type_and_value + "; };");
    if (document.productions.empty()) return {};
    return *first_class(document).properties.at(0).value;
}

std::uint64_t integer(const std::string& spelling) {
    return std::get<Integer>(default_of("uint64 P = " + spelling).content).magnitude;
}

TEST(MofLexer, ReadsIntegersInFourBases) {  // MOF-08
    EXPECT_EQ(integer("11b"), 3U);
    EXPECT_EQ(integer("11B"), 3U);
    EXPECT_EQ(integer("03"), 3U);
    EXPECT_EQ(integer("0"), 0U);
    EXPECT_EQ(integer("0xFe"), 254U);
    EXPECT_EQ(integer("0x1b"), 27U);
    EXPECT_EQ(integer("0xE5"), 229U);
    EXPECT_EQ(integer("+12"), 12U);
    EXPECT_EQ(integer("18446744073709551615"), ~std::uint64_t{0});
    EXPECT_TRUE(std::get<Integer>(default_of("sint8 P = -12").content).is_negative);
}

TEST(MofLexer, ReadsReals) {  // MOF-08
    const auto real = [](const std::string& spelling) {
        return std::get<double>(default_of("real64 P = " + spelling).content);
    };
    EXPECT_EQ(real("3.14"), 3.14);
    EXPECT_EQ(real("-1.2778E+02"), -127.78);
    EXPECT_EQ(real("1E5"), 1e5);
    EXPECT_EQ(real(".5"), 0.5);
}

std::string text_of(const std::string& spelling) {
    return std::get<std::string>(default_of("string P = " + spelling).content);
}

TEST(MofLexer, ReadsStringsWithTheirEscapes) {  // MOF-05, MOF-06
    EXPECT_EQ(text_of(R"("a\b\t\n\f\r\"\'\\z")"), "a\b\t\n\f\r\"'\\z");
    EXPECT_EQ(text_of(R"("\x41\x042\xe4\x20AC.")"), "AB\xC3\xA4\xE2\x82\xAC.");
    EXPECT_EQ(text_of(R"("\x00412")"), "A2");
    EXPECT_EQ(text_of(R"("\xD83D\xDE00")"), "\xF0\x9F\x98\x80");
    EXPECT_EQ(text_of(R"("\xD83D")"), "\xED\xA0\xBD");
    EXPECT_EQ(text_of("\"a\nb\""), "a\nb");
    EXPECT_EQ(text_of("\"a\" /* x */ \"b\"\n// y\n\"c\""), "abc");
    EXPECT_EQ(text_of(R"("ab\x0" "cd")"), "ab") << "text ends at its first NUL";
}

TEST(MofLexer, ReadsCharacters) {  // MOF-07
    EXPECT_EQ(std::get<Character>(default_of("char16 P = 'A'").content).unit, u'A');
    EXPECT_EQ(std::get<Character>(default_of("char16 P = '\\x4133'").content).unit, u'\x4133');
    EXPECT_EQ(std::get<Character>(default_of("char16 P = '\\''").content).unit, u'\'');
    EXPECT_EQ(std::get<Character>(default_of("char16 P = '\xC3\xA4'").content).unit, u'\xE4');
    EXPECT_EQ(integer("65"), 65U);
    EXPECT_EQ(failure_of("class A { char16 P = '\xF0\x9F\x98\x80'; };").status,
              Status::MofIllegalConstantValue);
}

TEST(MofLexer, AcceptsEveryBlank) {  // MOF-04
    document_of("class\tA\v{\f}\r;\r\n");
}

TEST(MofLexer, RefusesNamesAboveTheLimit) {
    document_of("class " + std::string(kMaxNameBytes, 'a') + " {};");
    EXPECT_EQ(failure_of("class " + std::string(kMaxNameBytes + 1, 'a') + " {};").status,
              Status::QuotaViolation);
}

// -- qualifiers

TEST(MofQualifiers, HaveTheTypesOfTheirValues) {  // MOF-60
    const Document document = document_of(
        "[a, b(5), c(1.5), d(\"x\"), e{1, 2}, f(\"x\", \"y\"), g(FALSE), h(0xFFFFFFFF)] class A {};");
    const auto type = [&](std::size_t i) { return class_qualifier(document, i).content.type; };
    EXPECT_TRUE(class_qualifier(document, 0).is_true());
    EXPECT_EQ(type(1), (cim::Type{cim::CimType::Sint32, false}));
    EXPECT_EQ(type(2), (cim::Type{cim::CimType::Real64, false}));
    EXPECT_EQ(type(3), (cim::Type{cim::CimType::String, false}));
    EXPECT_EQ(type(4), (cim::Type{cim::CimType::Sint32, true}));
    EXPECT_EQ(type(5), (cim::Type{cim::CimType::String, true}));
    EXPECT_EQ(class_qualifier(document, 6).content.value, cim::Value(false));  // MOF-65
    EXPECT_EQ(class_qualifier(document, 7).content.value, cim::Value(std::int64_t{-1}));
}

TEST(MofQualifiers, TakeFlavorsFromTheirDeclarationOrTheirUse) {  // MOF-61, MOF-62
    const Document document = document_of(
        "Qualifier Q : ToSubClass Amended; Qualifier R : boolean = false, Scope(any), "
        "Flavor(DisableOverride, ToInstance);"
        "[Q(\"x\"), q2, R, s : ToInstance DisableOverride, t] class A { [Q : ToInstance] uint8 P; };");
    const auto flavor = [&](std::size_t i) { return int{class_qualifier(document, i).flavor}; };
    EXPECT_EQ(flavor(0), 0x82);
    EXPECT_EQ(flavor(1), 0);
    EXPECT_EQ(flavor(2), 0x11);
    EXPECT_EQ(flavor(3), 0x11);
    EXPECT_EQ(flavor(4), 0);
    EXPECT_EQ(int{first_class(document).properties[0].qualifiers[0].flavor}, 0x01);
}

TEST(MofQualifiers, EndTheirFlavorsAtAComma) {  // MOF-61
    const Document document = document_of("[a : ToSubClass, ToInstance] class A {};");
    ASSERT_EQ(first_class(document).qualifiers.size(), 2U);
    EXPECT_EQ(class_qualifier(document, 1).name, "ToInstance");
}

TEST(MofQualifiers, ThatAreDeclaredHaveTheDeclaredTypeAndDefault) {  // MOF-63
    const Document document = document_of(
        "Qualifier M : uint32 = null; Qualifier U : string = \"bag\"; Qualifier V : string[]; Qualifier W : "
        "real32;"
        "[M(5), U, V(\"x\"), W(3)] class A {};");
    EXPECT_EQ(class_qualifier(document, 0).content.type, (cim::Type{cim::CimType::Sint32, false}));
    EXPECT_EQ(class_qualifier(document, 1).content.value, cim::Value(std::string("bag")));
    EXPECT_EQ(class_qualifier(document, 2).content.type, (cim::Type{cim::CimType::String, true}));
    EXPECT_EQ(class_qualifier(document, 3).content.value, cim::Value(3.0));
}

TEST(MofQualifiers, KeyAndStaticAreTrueWhenPresent) {  // MOF-65
    const Document document = document_of("class A { [key(FALSE)] uint8 P; [Static(false)] void M(); };");
    EXPECT_TRUE(first_class(document).properties[0].qualifiers[0].is_true());
    EXPECT_TRUE(first_class(document).methods[0].qualifiers[0].is_true());
    EXPECT_EQ(int{first_class(document).properties[0].qualifiers[0].flavor},
              int{cim::flavor::kKey});  // OBJ-59
}

TEST(MofParameters, GoInByDefaultOnlyWhereADeclarationSaysSo) {  // MOF-36
    const Document document = document_of(
        "Qualifier In : boolean = true, Scope(parameter); class A { void M(uint8 p, [OUT] uint8 q, "
        "[IN(FALSE), OUT] uint8 r, [in, out] uint8 s); };");
    const auto& parameters = first_class(document).methods[0].parameters;
    EXPECT_TRUE(parameters[0].is_in && !parameters[0].is_out);
    EXPECT_TRUE(!parameters[1].is_in && parameters[1].is_out);
    EXPECT_TRUE(!parameters[2].is_in && parameters[2].is_out);
    EXPECT_TRUE(parameters[3].is_in && parameters[3].is_out);
}

TEST(MofTypes, ThatAreClassesAreObjectsOrReferences) {  // MOF-16
    const Document document = document_of("class A { B b; B ref r; object o; object ref s[3]; };");
    const auto& properties = first_class(document).properties;
    EXPECT_EQ(properties[0].type.element, cim::CimType::Object);
    EXPECT_EQ(properties[0].type.class_name, "B");
    EXPECT_EQ(properties[1].type.element, cim::CimType::Reference);
    EXPECT_EQ(properties[1].type.class_name, "B");
    EXPECT_EQ(properties[2].type.class_name, "");
    EXPECT_EQ(properties[3].type.element, cim::CimType::Reference);
    EXPECT_EQ(properties[3].size, 3U);
}

// -- pragmas and files

TEST(MofPragmas, StandInTheOrderOfTheFile) {  // MOF-70, MOF-72, MOF-74, MOF-75, MOF-76
    const Document document = document_of(
        "#PRAGMA AutoRecover\n#pragma namespace(\"\\\\\\\\.\\\\root\\\\x\")\n#pragma classflags(64)\n#pragma "
        "instanceflags(\"createonly\")\n"
        "#pragma deleteclass(\"A\", NOFAIL)\n#pragma deleteinstance(\"B=1\", FAIL)\n#pragma "
        "amendment(\"MS_409\")\n");
    EXPECT_TRUE(document.autorecover);
    EXPECT_EQ(document.amendment, "MS_409");
    ASSERT_EQ(document.productions.size(), 5U);
    EXPECT_EQ(std::get<NamespacePragma>(document.productions[0].content).path, "root\\x");
    EXPECT_EQ(std::get<ClassFlagsPragma>(document.productions[1].content).flags, 0x40U);
    EXPECT_EQ(std::get<InstanceFlagsPragma>(document.productions[2].content).flags, 2U);
    EXPECT_EQ(std::get<DeleteClassPragma>(document.productions[3].content).if_missing, IfMissing::Ignore);
    EXPECT_EQ(std::get<DeleteInstancePragma>(document.productions[4].content).if_missing, IfMissing::Fail);
}

TEST(MofInclude, SeeksBesideTheIncludingFileFirst) {  // MOF-77
    Files files;
    files.by_name = {
        {"a/main.mof", "#include (\"sub/b.mof\") class Last {};"},
        {"a/sub/b.mof", "class B {};\n#pragma include(\"c.mof\")\nclass B2 {};\n#include \"d.mof\""},
        {"a/sub/c.mof", "class C {};"},
        {"d.mof", "class D { wrong"}};
    auto parsed = parse_file("a/main.mof", files);
    ASSERT_FALSE(parsed);
    EXPECT_EQ(parsed.failure().file, "d.mof");
    EXPECT_EQ(parsed.failure().object, 4U);
    files.by_name["d.mof"] = "class D {};";
    parsed = parse_file("a/main.mof", files);
    ASSERT_TRUE(parsed);
    std::string names;
    for (const Production& production : parsed->productions)
        names += std::get<ClassSyntax>(production.content).name + " ";
    EXPECT_EQ(names, "B C B2 D Last ");
    EXPECT_EQ(parsed->files, (std::vector<std::string>{"a/main.mof", "a/sub/b.mof", "a/sub/c.mof", "d.mof"}));
}

TEST(MofInclude, EndsAtSixtyFourLevels) {  // MOF-77
    Files files;
    for (int i = 0; i < 66; ++i)
        files.by_name[fmt::format("{}.mof", i)] = fmt::format("#include (\"{}.mof\")", i + 1);
    files.by_name["64.mof"] = "class A {};";
    EXPECT_TRUE(parse_file("0.mof", files));
    files.by_name["64.mof"] = "#include (\"65.mof\")";
    files.by_name["65.mof"] = "class A {};";
    const auto parsed = parse_file("0.mof", files);
    ASSERT_FALSE(parsed);
    EXPECT_EQ(parsed.failure().status, Status::MofErrorInvalidIncludeFile);
    EXPECT_EQ(parsed.failure().file, "64.mof");
}

TEST(MofInclude, OfItselfEnds) {
    Files files;
    files.by_name["a.mof"] = "#include (\"a.mof\")\n#include (\"a.mof\")";
    const auto parsed = parse_file("a.mof", files);
    ASSERT_FALSE(parsed);
    EXPECT_EQ(parsed.failure().status, Status::MofErrorInvalidIncludeFile);
}

TEST(MofInclude, OfEverMoreFilesEnds) {
    Files files;
    for (int i = 0; i < 20; ++i)
        files.by_name[fmt::format("{}.mof", i)] =
            fmt::format("#include (\"{0}.mof\") #include (\"{0}.mof\")", i + 1);
    files.by_name["20.mof"] = "";
    const auto parsed = parse_file("0.mof", files);
    ASSERT_FALSE(parsed);
    EXPECT_EQ(parsed.failure().status, Status::QuotaViolation);
}

// -- limits

std::string nested(std::size_t levels) {
    std::string text = "instance of A { P = ";
    for (std::size_t i = 1; i < levels; ++i)
        text += "instance of A { P = ";
    text += "1;";
    for (std::size_t i = 1; i < levels; ++i)
        text += "};";
    return text + "};";
}

TEST(MofLimits, ObjectsStandInOneAnotherSixtyFourLevelsDeep) {  // MOF-53, PUT-27
    document_of(nested(64));
    EXPECT_EQ(failure_of(nested(65)).status, Status::QuotaViolation);
}

TEST(MofLimits, SixtyFourKilobytesOfBracketsAreAnError) {
    for (const char bracket : {'{', '}', '[', ']', '(', ')', '$', '#'}) {
        const std::string many(65536, bracket);
        failure_of(many);
        failure_of("class A { uint8 P[] = " + many);
        failure_of("instance of A { P = " + many);
        failure_of("[a" + many);
    }
    std::string objects;
    for (int i = 0; i < 4096; ++i)
        objects += "instance of A {P=";
    EXPECT_EQ(failure_of(objects).status, Status::QuotaViolation);
}

TEST(MofLimits, LongListsCostNoMoreThanTheirLength) {
    std::string text = "class A {";
    for (int i = 0; i < 20000; ++i)
        text += fmt::format("uint8 P{};", i);
    EXPECT_TRUE(parse_text(text + "};"));
    EXPECT_EQ(failure_of(text + "uint8 p7; };").status, Status::MofDuplicateProperty);
}

TEST(MofSource, IsUtf8OrUtf16OrWindows1252) {  // MOF-01
    const auto name_of = [](std::string bytes) { return first_class(document_of(std::move(bytes))).name; };
    EXPECT_EQ(name_of("class \xC3\xA4 {};"), "\xC3\xA4");
    EXPECT_EQ(name_of("\xEF\xBB\xBF"
                      "class A {};"),
              "A");
    EXPECT_EQ(name_of("class \xE4 {};"), "\xC3\xA4");
    EXPECT_EQ(decode_source("\x80\xFC").value(), "\xE2\x82\xAC\xC3\xBC");
    const std::u16string wide = u"class \u00e4 {};";
    std::string little = "\xFF\xFE", big = "\xFE\xFF";
    for (const char16_t unit : wide) {
        little += {static_cast<char>(unit & 0xFF), static_cast<char>(unit >> 8)};
        big += {static_cast<char>(unit >> 8), static_cast<char>(unit & 0xFF)};
    }
    EXPECT_EQ(name_of(little), "\xC3\xA4");
    EXPECT_EQ(name_of(big), "\xC3\xA4");
    EXPECT_EQ(failure_of(little + "x").status, Status::MofInvalidFile);
}

TEST(MofQualifier, StandsInAListOfAtMost1024) {
    std::string list = "[Q0";
    for (int i = 1; i < 1024; ++i) list += ", Q" + std::to_string(i);
    NoFiles none;
    EXPECT_TRUE(parse(list + "] class A {};", "test.mof", none));
    EXPECT_EQ(failure_of(list + ", More] class A {};").status, Status::QuotaViolation);
}

TEST(MofSource, ThatIsNoTextIsRefused) {  // MOF-02
    EXPECT_EQ(failure_of(std::string("class A {};\0\0", 13)).status, Status::MofInvalidFile);
    EXPECT_NE(failure_of(std::string("\0", 1)).file, "") << "MOF-88: said of which file";
    EXPECT_EQ(failure_of(std::string("\x7F"
                                     "ELF\0\1",
                                     6))
                  .status,
              Status::MofInvalidFile);
}

TEST(MofSource, ComesFromTheDisk) {
    const auto folder = std::filesystem::temp_directory_path() / fmt::format("openwmi-mof-{}", ::getpid());
    std::filesystem::create_directories(folder / "sub");
    std::ofstream(folder / "main.mof") << "#include (\"sub\\\\in.mof\")\nclass A {};";
    std::ofstream(folder / "sub" / "in.mof") << "class B {};";
    DiskFiles files;
    auto parsed = parse_file((folder / "main.mof").string(), files);
    ASSERT_TRUE(parsed) << parsed.failure().sentence;
    EXPECT_EQ(parsed->productions.size(), 2U);
    parsed = parse_file((folder / "missing.mof").string(), files);
    ASSERT_FALSE(parsed);
    EXPECT_EQ(parsed.failure().status, Status::NotFound);
    EXPECT_EQ(parsed.failure().phase, Phase::Argument);
    EXPECT_EQ(files.read(folder.string()).status(), Status::MofInvalidFile);
    ASSERT_EQ(mkfifo((folder / "pipe").c_str(), 0600), 0);
    EXPECT_EQ(files.read((folder / "pipe").string()).status(), Status::MofInvalidFile) << "and nobody waits for a writer";
    std::ofstream(folder / "main.mof") << "#include (\"sub\")";
    parsed = parse_file((folder / "main.mof").string(), files);
    ASSERT_FALSE(parsed);
    EXPECT_EQ(parsed.failure().status, Status::MofErrorInvalidIncludeFile);  // MOF-77
    std::filesystem::resize_file(folder / "main.mof", kMaxFileSize + 1);
    EXPECT_EQ(files.read((folder / "main.mof").string()).status(), Status::QuotaViolation);
    std::filesystem::remove_all(folder);
}

TEST(MofSource, IsLimitedInSize) {
    EXPECT_TRUE(decode_source(std::string(kMaxFileSize, ' ')));
    EXPECT_EQ(decode_source(std::string(kMaxFileSize + 1, ' ')).status(), Status::QuotaViolation);
}

}  // namespace
}  // namespace wmi::mof
