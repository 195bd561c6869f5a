#include "wql/query.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace wmi::wql {
namespace {

std::string repeated(std::size_t times, std::string_view piece) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i) text += piece;
    return text;
}

Select select_of(std::string_view text) {
    auto query = parse(text);
    EXPECT_TRUE(query) << text << "\n" << (query ? "" : query.error().sentence());
    return query && std::holds_alternative<Select>(*query) ? std::get<Select>(*query) : Select{};
}

Follow follow_of(std::string_view text) {
    auto query = parse(text);
    EXPECT_TRUE(query) << text << "\n" << (query ? "" : query.error().sentence());
    return query && std::holds_alternative<Follow>(*query) ? std::get<Follow>(*query) : Follow{};
}

/// The steps of a condition: a letter for each property, & | ! for what joins them.
std::string order_of(std::string_view text) {
    const Select select = select_of("SELECT * FROM X WHERE " + std::string(text));
    std::string order;
    if (!select.where) return "none";
    for (const auto& step : select.where->steps) {
        switch (step.kind) {
            case Expression::Step::Kind::Term: order += select.where->terms[step.term].left.parts.front(); break;
            case Expression::Step::Kind::And: order += '&'; break;
            case Expression::Step::Kind::Or: order += '|'; break;
            case Expression::Step::Kind::Not: order += '!'; break;
        }
    }
    return order;
}

Term term_of(std::string_view text) {
    const Select select = select_of("SELECT * FROM X WHERE " + std::string(text));
    return select.where && !select.where->terms.empty() ? select.where->terms.front() : Term{};
}

template <class T>
T constant_of(std::string_view text) {
    const Term term = term_of("A = " + std::string(text));
    const auto* constant = std::get_if<Constant>(&term.right);
    const T* value = constant == nullptr ? nullptr : std::get_if<T>(&constant->value);
    EXPECT_NE(value, nullptr) << text;
    return value == nullptr ? T{} : *value;
}

// --- the file of queries with what becomes of them: tests/conformance/wql-syntax.txt ------------------------------------------

struct Case {
    std::string what, text, printed;
    unsigned status = 0;       // the last four digits of 0x8004xxxx, 0 for a query that holds
    std::size_t position = 0;  // 0: no place is named
};

Case read_head(const std::string& line) {
    Case one;
    char status[8] = {};
    int end = 0;
    if (line.starts_with("--- ok ")) {
        one.what = line.substr(7);
    } else {
        EXPECT_EQ(std::sscanf(line.c_str(), "--- %7s %zu %n", status, &one.position, &end), 2) << line;
        one.status = static_cast<unsigned>(std::strtoul(status, nullptr, 16));
        one.what = line.substr(static_cast<std::size_t>(end));
    }
    return one;
}

std::vector<Case> syntax_cases() {
    const char* root = std::getenv("OPENWMI_SOURCE_DIR");
    std::ifstream in(std::string(root == nullptr ? "." : root) + "/tests/conformance/wql-syntax.txt");
    EXPECT_TRUE(in) << "run by ctest, or from the top of the source tree";
    std::vector<Case> cases;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("--- ")) {
            cases.push_back(read_head(line));
        } else if (!cases.empty() && line.starts_with("=> ")) {
            cases.back().printed = line.substr(3);
        } else if (!cases.empty()) {
            cases.back().text += (cases.back().text.empty() ? "" : "\n") + line;
        }
    }
    return cases;
}

/// The number in "At character 17: ..." or 0.
std::size_t place_in(const std::string& sentence) {
    std::size_t place = 0;
    return std::sscanf(sentence.c_str(), "At character %zu", &place) == 1 ? place : 0;
}

TEST(WqlSyntax, EveryQueryOfTheFileHasItsOutcome) {  // the rules that the file names
    const auto cases = syntax_cases();
    ASSERT_GT(cases.size(), 150U);
    for (const Case& one : cases) {
        const auto query = parse(one.text);
        if (one.status == 0) {
            EXPECT_EQ(query ? print(*query) : query.error().sentence(), one.printed) << one.what << "\n" << one.text;
            continue;
        }
        ASSERT_FALSE(query) << one.what << "\n" << one.text << "\n" << print(*query);
        const base::Error& error = query.error();
        EXPECT_EQ(static_cast<std::uint32_t>(error.status()), 0x80040000U + one.status) << one.what << "\n" << one.text;
        EXPECT_EQ(place_in(error.sentence()), one.position) << one.what << "\n" << one.text << "\n" << error.sentence();
        EXPECT_EQ(error.about(), one.text);
    }
}

TEST(WqlSyntax, EveryPrintedQueryOfTheFilePrintsItself) {  // WQL-01
    for (const Case& one : syntax_cases()) {
        if (one.status != 0) continue;
        const auto again = parse(one.printed);
        ASSERT_TRUE(again) << one.printed << "\n" << again.error().sentence();
        EXPECT_EQ(print(*again), one.printed);
    }
}

// --- what the text alone does not show ---------------------------------------------------------------------------------------

TEST(WqlParse, NotBindsBeforeAndAndAndBeforeOr) {  // WQL-07
    EXPECT_EQ(order_of("a=1 OR b=1 AND c=1"), "abc&|");
    EXPECT_EQ(order_of("a=1 AND b=1 OR c=1"), "ab&c|");
    EXPECT_EQ(order_of("(a=1 OR b=1) AND c=1"), "ab|c&");
    EXPECT_EQ(order_of("NOT a=1 AND b=1"), "a!b&");
    EXPECT_EQ(order_of("NOT (a=1 AND b=1) OR NOT c=1"), "ab&!c!|");
    EXPECT_EQ(order_of("a=1 AND b=1 AND c=1 OR d=1 OR e=1"), "ab&c&d|e|");
    EXPECT_EQ(order_of("a=1 AND (b=1 AND c=1)"), "abc&&");
    EXPECT_EQ(order_of("NOT (NOT (NOT a=1))"), "a!!!");
    EXPECT_EQ(order_of("((a=1)) OR (NOT ((b=1 OR c=1) AND d=1))"), "abc|d&!|");
}

TEST(WqlParse, ParenthesesNestToTheLimitAndNoFurther) {  // WQL-07
    const auto nested = [](std::size_t depth) { return repeated(depth, "(") + "a=1" + repeated(depth, ")"); };
    EXPECT_EQ(order_of(nested(200)), "a");
    EXPECT_EQ(order_of(nested(kMaxParentheses)), "a");
    const std::string start = "SELECT * FROM X WHERE ";
    const auto deeper = parse(start + nested(kMaxParentheses + 1));
    EXPECT_EQ(deeper.status(), Status::QuotaViolation);
    EXPECT_EQ(place_in(deeper.error().sentence()), start.size() + kMaxParentheses + 1);
    EXPECT_EQ(parse(start + repeated(16'000, "(")).status(), Status::QuotaViolation);
    EXPECT_EQ(order_of(repeated(250, "NOT (") + "a=1" + repeated(250, ")")).size(), 251U);
    EXPECT_EQ(order_of(repeated(600, "(a=1) OR ") + "a=1").size(), 1201U);  // side by side they are no depth
}

TEST(WqlParse, LongChainsOfTermsHold) {  // WQL-13
    EXPECT_EQ(order_of(repeated(511, "a=1 OR ") + "a=1").size(), 1023U);
    EXPECT_EQ(order_of(repeated(2'000, "a=1 OR ") + "a=1").size(), 4001U);
    EXPECT_EQ(order_of(repeated(1'000, "a=1 AND b=2 OR ") + "a=1").size(), 4001U);
}

TEST(WqlParse, TheTextHasALimitInCharacters) {  // WQL-12
    const auto of_length = [](std::size_t characters, std::string_view filler) {
        const std::string start = "SELECT * FROM X WHERE A = '";
        return start + repeated(characters - start.size() - 1, filler) + "'";
    };
    EXPECT_TRUE(parse(of_length(kMaxQueryLength, "x")));
    EXPECT_TRUE(parse(of_length(kMaxQueryLength, "\xE2\x82\xAC")));
    EXPECT_EQ(parse(of_length(kMaxQueryLength + 1, "x")).status(), Status::QuotaViolation);
    EXPECT_EQ(parse(of_length(kMaxQueryLength + 1, "\xE2\x82\xAC")).status(), Status::QuotaViolation);
    const auto huge = parse(repeated(1'000'000, "("));
    EXPECT_EQ(huge.status(), Status::QuotaViolation);
    EXPECT_NE(huge.error().sentence().find("1000000"), std::string::npos);
}

TEST(WqlParse, IntegersKeepAll64Bits) {  // WQL-18
    EXPECT_EQ(constant_of<std::int64_t>("42"), 42);
    EXPECT_EQ(constant_of<std::int64_t>("+42"), 42);
    EXPECT_EQ(constant_of<std::int64_t>("-42"), -42);
    EXPECT_EQ(constant_of<std::int64_t>("0x2a"), 42);
    EXPECT_EQ(constant_of<std::int64_t>("-0X2A"), -42);
    EXPECT_EQ(constant_of<std::int64_t>("9223372036854775807"), INT64_MAX);
    EXPECT_EQ(constant_of<std::int64_t>("-9223372036854775808"), INT64_MIN);
    EXPECT_EQ(constant_of<std::int64_t>("-0x8000000000000000"), INT64_MIN);
    EXPECT_EQ(constant_of<std::uint64_t>("9223372036854775808"), std::uint64_t{1} << 63);
    EXPECT_EQ(constant_of<std::uint64_t>("0xFFFFFFFFFFFFFFFF"), UINT64_MAX);
    EXPECT_EQ(constant_of<std::uint64_t>("18446744073709551615"), UINT64_MAX);
}

TEST(WqlParse, RealsAreReadExactly) {  // WQL-18
    EXPECT_EQ(constant_of<double>("1.5"), 1.5);
    EXPECT_EQ(constant_of<double>("-.5"), -0.5);
    EXPECT_EQ(constant_of<double>("+1e3"), 1000.0);
    EXPECT_EQ(constant_of<double>("2.5E-3"), 0.0025);
    EXPECT_EQ(constant_of<double>("0.1"), 0.1);
}

TEST(WqlParse, BooleansAndNullAreConstants) {  // WQL-06
    EXPECT_TRUE(constant_of<bool>("true"));
    EXPECT_FALSE(constant_of<bool>("False"));
    EXPECT_EQ(term_of("a = NULL").op, Operator::IsNull);      // WQL-60
    EXPECT_EQ(term_of("a != null").op, Operator::IsNotNull);  // WQL-60
    EXPECT_EQ(term_of("NULL <> a").op, Operator::IsNotNull);
    EXPECT_EQ(term_of("a IS NOT NULL").op, Operator::IsNotNull);
}

TEST(WqlParse, StringsAreUnescapedOnce) {  // WQL-14, WQL-17
    EXPECT_EQ(constant_of<std::string>(R"('C:\\Temp\\\'x\'')"), R"(C:\Temp\'x')");
    EXPECT_EQ(constant_of<std::string>(R"("it's")"), "it's");
    EXPECT_EQ(constant_of<std::string>(R"('say "yes"')"), R"(say "yes")");
    EXPECT_EQ(constant_of<std::string>("''"), "");
    EXPECT_EQ(constant_of<std::string>("'a\nb'"), "a\nb");
}

TEST(WqlParse, ABackslashBehindLikeMayStandForItself) {  // WQL-15
    const auto pattern = [](std::string_view text) { return std::get<std::string>(std::get<Constant>(term_of(text).right).value); };
    EXPECT_EQ(pattern(R"(P LIKE '%\\Explorer.exe')"), R"(%\Explorer.exe)");
    EXPECT_EQ(pattern(R"(P LIKE '%\Explorer.exe')"), R"(%\Explorer.exe)");
    EXPECT_EQ(pattern(R"(P LIKE '\'\"\x')"), R"('"\x)");
}

TEST(WqlParse, AConstantMayStandLeftAndIsMirrored) {  // WQL-09
    EXPECT_EQ(term_of("5 < a").op, Operator::Greater);
    EXPECT_EQ(term_of("5 > a").op, Operator::Less);
    EXPECT_EQ(term_of("5 <= a").op, Operator::GreaterOrEqual);
    EXPECT_EQ(term_of("5 >= a").op, Operator::LessOrEqual);
    EXPECT_EQ(term_of("'x' <> a").op, Operator::NotEqual);
    const Term term = term_of("\"NTFS\" = FileSystem");
    EXPECT_EQ(term.left.parts, std::vector<std::string>{"FileSystem"});
    EXPECT_EQ(std::get<std::string>(std::get<Constant>(term.right).value), "NTFS");
}

TEST(WqlParse, PropertiesMayStandOnBothSides) {  // WQL-16
    const Term term = term_of("TargetInstance.Size > PreviousInstance.Size");
    EXPECT_EQ(std::get<PropertyName>(term.right).parts, (std::vector<std::string>{"PreviousInstance", "Size"}));
}

TEST(WqlParse, NamesAreKeptAsWritten) {  // WQL-02, WQL-03
    const Select select = select_of("select NAME, __Path, Emb.Sub.X from win32_Thing where \xC3\x9C" "ber = 1");
    ASSERT_EQ(select.projection.size(), 3U);
    EXPECT_EQ(select.projection[0].parts.front(), "NAME");
    EXPECT_EQ(select.projection[1].parts.front(), "__Path");
    EXPECT_EQ(select.projection[2].parts, (std::vector<std::string>{"Emb", "Sub", "X"}));
    EXPECT_EQ(select.class_name, "win32_Thing");
    EXPECT_EQ(select.where->terms.front().left.parts.front(), "\xC3\x9C" "ber");
    EXPECT_FALSE(select.is_event_form());
}

TEST(WqlParse, PlacesAreCountedInCharacters) {
    const Select select = select_of("SELECT \xC3\xA4, B FROM \xE2\x82\xAC WHERE '\xF0\x9F\x98\x80' = C AND D LIKE 'x'");
    EXPECT_EQ(select.projection[1].at, 10U);
    EXPECT_EQ(select.class_at, 17U);
    EXPECT_EQ(select.where->terms[0].at, 29U);
    EXPECT_EQ(select.where->terms[0].left.at, 31U);
    EXPECT_EQ(std::get<Constant>(select.where->terms[0].right).at, 25U);
    EXPECT_EQ(select.where->terms[1].at, 39U);
}

TEST(WqlParse, ErrorsNameLineAndColumnOfLongQueries) {
    const auto wrong = parse("SELECT *\nFROM \xC3\x84\nWHERE  A IS 5");
    ASSERT_FALSE(wrong);
    EXPECT_TRUE(wrong.error().sentence().starts_with("At character 29 (line 3, column 13): NULL or NOT NULL behind IS is expected")) << wrong.error().sentence();
}

TEST(WqlParse, EventClausesStandInTheSelect) {  // WQL-120, 121, 123
    const Select select = select_of(
        "SELECT * FROM __InstanceModificationEvent WITHIN 2.5 WHERE TargetInstance ISA 'Win32_Service' "
        "GROUP WITHIN 300 BY TargetInstance.Name, TargetInstance.State HAVING NumberOfEvents > 10");
    EXPECT_TRUE(select.is_event_form());
    EXPECT_EQ(select.within_seconds, 2.5);
    ASSERT_TRUE(select.where);
    EXPECT_EQ(select.where->terms.front().op, Operator::IsA);
    ASSERT_TRUE(select.group);
    EXPECT_EQ(select.group->within_seconds, 300);
    EXPECT_EQ(select.group->by.size(), 2U);
    ASSERT_TRUE(select.group->having);
    EXPECT_EQ(select.group->having->terms.front().op, Operator::Greater);
    EXPECT_TRUE(select_of("SELECT * FROM E GROUP WITHIN 0.5").group->within_seconds == 0.5);
    EXPECT_EQ(select_of("SELECT * FROM E WITHIN -1").within_seconds, -1);  // WQL-126: who subscribes refuses it
}

TEST(WqlParse, AssociationsKeepThePathAsWritten) {  // WQL-102, 103, 104
    const Follow follow = follow_of(
        R"(associators of { \\.\root\cimv2:Win32_Disk.Id="a}\"b" } where resultclass=CIM_X AssocClass = "Y" Role='R' ResultRole=S )"
        "RequiredQualifier=Q RequiredAssocQualifier=P KeysOnly SchemaOnly");
    EXPECT_FALSE(follow.is_references);
    EXPECT_EQ(follow.path, R"(\\.\root\cimv2:Win32_Disk.Id="a}\"b")");
    EXPECT_EQ(follow.path_at, 17U);
    EXPECT_EQ(follow.result_class, "CIM_X");
    EXPECT_EQ(follow.assoc_class, "Y");
    EXPECT_EQ(follow.role, "R");
    EXPECT_EQ(follow.result_role, "S");
    EXPECT_EQ(follow.required_qualifier, "Q");
    EXPECT_EQ(follow.required_assoc_qualifier, "P");
    EXPECT_TRUE(follow.keys_only && follow.schema_only && !follow.class_defs_only);
    EXPECT_TRUE(follow_of("REFERENCES OF {A.K=1} WHERE ClassDefsOnly").class_defs_only);
    EXPECT_TRUE(follow_of("REFERENCES OF {A.K=1}").is_references);
}

}  // namespace
}  // namespace wmi::wql
