#include "wql/internal/parser.h"

#include "cim/name.h"

#include <algorithm>
#include <array>

namespace wmi::wql {
namespace {

/// No class and no property is named so without quotes (WQL-06); all other keywords are names where a name is expected.
constexpr std::array<std::string_view, 8> kReserved{"NULL", "TRUE", "FALSE", "AND", "OR", "NOT", "FROM", "WHERE"};

struct Advice {
    std::string_view found, sentence;
};

/// What people write who know SQL (WQL-04, 08).
constexpr std::array<Advice, 23> kAdvice{{
    {"ORDER", "WQL does not sort; sort the results."},
    {"JOIN", "FROM takes one class; follow associations with ASSOCIATORS OF."},
    {"AS", "WQL has no other names for classes and properties."},
    {"IN", "Write X = 1 OR X = 2 for a list."},
    {"BETWEEN", "Write X >= 1 AND X <= 2 for a range."},
    {"UPDATE", "WQL only reads; write with PutInstance."},
    {"INSERT", "WQL only reads; write with PutInstance."},
    {"DELETE", "WQL only reads; delete with DeleteInstance."},
    {"NOT", "NOT stands once, before a property or a parenthesis: NOT X LIKE 'a%'."},
    {"WITHIN", "WITHIN stands between the class and WHERE, or behind GROUP."},
    {"GROUP", "GROUP WITHIN stands last."},
    {"HAVING", "HAVING belongs to GROUP WITHIN."},
    {"NULL", "It is reserved and names nothing."},
    {"TRUE", "It is reserved and names nothing."},
    {"FALSE", "It is reserved and names nothing."},
    {"(", "WQL has no functions and no queries within queries."},
    {"[", "WQL does not look into arrays."},
    {"\\", "A class is named without its namespace; connect to that namespace. In strings, quotes are needed."},
    {":", "A class is named without its namespace; connect to that namespace."},
    {"+", "WQL does not calculate."},
    {"-", "WQL does not calculate; a sign stands directly before a digit."},
    {"/", "WQL does not calculate and has no comments."},
    {";", "One ; may end the query, nothing follows it."},
}};

/// The found token for people: short, and never half a character.
std::string name_of(const Token& token) {
    constexpr std::size_t kShown = 40;
    if (token.kind == TokenKind::End) return "the query ends";
    std::size_t size = std::min(token.text.size(), kShown);
    while (size < token.text.size() && size > 0 && (static_cast<unsigned char>(token.text[size]) & 0xC0) == 0x80) --size;
    const std::string text(token.text.substr(0, size));
    if (token.kind == TokenKind::String) return "the string '" + text + "' stands here";
    return "'" + text + "' stands here";
}

std::string_view advice_for(const Token& token) {
    for (const Advice& one : kAdvice) {
        if (token.is(one.found) || (token.kind == TokenKind::Mark && token.text == one.found)) return one.sentence;
    }
    return {};
}

/// A word of the WHERE of ASSOCIATORS OF and REFERENCES OF: it has a value, or it is one that stands alone.
struct FollowItem {
    std::string_view word;
    std::string Follow::*value;
    bool Follow::*flag;
    bool is_of_references;
};

constexpr std::array<FollowItem, 9> kFollowItems{{
    {"RESULTCLASS", &Follow::result_class, nullptr, true},
    {"ASSOCCLASS", &Follow::assoc_class, nullptr, false},
    {"ROLE", &Follow::role, nullptr, true},
    {"RESULTROLE", &Follow::result_role, nullptr, false},
    {"REQUIREDQUALIFIER", &Follow::required_qualifier, nullptr, true},
    {"REQUIREDASSOCQUALIFIER", &Follow::required_assoc_qualifier, nullptr, false},
    {"CLASSDEFSONLY", nullptr, &Follow::class_defs_only, true},
    {"KEYSONLY", nullptr, &Follow::keys_only, true},
    {"SCHEMAONLY", nullptr, &Follow::schema_only, true},
}};

}  // namespace

Result<Query> parse(std::string_view text) {
    if (text.size() > kMaxQueryLength) {
        const std::size_t length = Lexer(text).characters(text.size());
        if (length > kMaxQueryLength) {
            return Error(Status::QuotaViolation, "The query has " + std::to_string(length) + " characters, and at most " +
                                                     std::to_string(kMaxQueryLength) + " are read. Ask in several queries.");
        }
    }
    auto query = Parser(text).parse();
    if (!query) return std::move(query).error().concerning(text);
    return query;
}

Result<void> Parser::advance() {
    token_ = TRY(lexer_.next());
    return {};
}

Error Parser::unexpected(std::string_view wanted, Status status) const {
    std::string sentence(wanted);
    sentence += " is expected, but " + name_of(token_) + ".";
    if (const std::string_view advice = advice_for(token_); !advice.empty()) sentence.append(" ").append(advice);
    return lexer_.wrong(token_.at, sentence, status);
}

Result<void> Parser::expect(std::string_view word) {
    if (!token_.is(word)) return unexpected(word);
    return advance();
}

Result<Query> Parser::parse() {
    TRY(advance());
    const bool is_select = token_.is("SELECT"), is_references = token_.is("REFERENCES");
    if (!is_select && !is_references && !token_.is("ASSOCIATORS")) return unexpected("SELECT, ASSOCIATORS OF or REFERENCES OF");
    TRY(advance());
    Query query = TRY(is_select ? parse_select() : parse_follow(is_references));
    TRY(parse_end());
    return query;
}

Result<void> Parser::parse_end() {
    if (token_.is(';')) TRY(advance());  // WQL-10
    if (token_.kind != TokenKind::End) return unexpected("the end of the query");
    return {};
}

// --- SELECT ---------------------------------------------------------------------------------------------------------------

Result<Query> Parser::parse_select() {
    Select select;
    TRY(parse_projection(select));
    TRY(expect("FROM"));
    TRY(parse_from(select));
    if (token_.is("WITHIN")) {
        TRY(advance());
        select.within_seconds = TRY(parse_seconds());
    }
    if (token_.is("WHERE")) {
        TRY(advance());
        select.where = TRY(parse_expression(Clause::Where));
    }
    if (token_.is("GROUP")) TRY(parse_group(select));
    return select;
}

Result<void> Parser::parse_projection(Select& select) {
    if (token_.is('*')) return advance();
    for (;;) {
        PropertyName one = TRY(parse_property("* or a property"));
        select.projection.push_back(std::move(one));
        if (!token_.is(',')) return {};
        TRY(advance());
    }
}

Result<void> Parser::parse_from(Select& select) {
    select.class_at = lexer_.characters(token_.at);
    select.class_name = TRY(parse_name("the name of a class"));
    const bool goes_on = token_.is("WITHIN") || token_.is("WHERE") || token_.is("GROUP");
    if (goes_on || token_.is(';') || token_.kind == TokenKind::End) return {};
    return unexpected("the end of the query, WITHIN, WHERE or GROUP behind the one class that a query names");  // WQL-04, 05
}

Result<double> Parser::parse_seconds() {
    if (token_.kind != TokenKind::Integer && token_.kind != TokenKind::Real) return unexpected("a number of seconds");
    const auto whole = static_cast<double>(token_.magnitude);
    const double seconds = token_.kind == TokenKind::Real ? token_.real : token_.is_negative ? -whole : whole;
    TRY(advance());
    return seconds;
}

Result<void> Parser::parse_group(Select& select) {
    TRY(advance());
    if (token_.is("BY") || token_.is("HAVING")) return unexpected("WITHIN and a number of seconds", Status::MissingGroupWithin);  // WQL-122
    TRY(expect("WITHIN"));
    const std::size_t seconds_at = token_.at;
    Group group;
    group.within_seconds = TRY(parse_seconds());
    if (group.within_seconds < 0) return lexer_.wrong(seconds_at, "events are gathered for 0 seconds or more.");
    if (token_.is("BY")) TRY(parse_by(group));
    if (token_.is("HAVING")) {
        TRY(advance());
        group.having = TRY(parse_expression(Clause::Having));
    }
    select.group = std::move(group);
    return {};
}

Result<void> Parser::parse_by(Group& group) {
    do {
        TRY(advance());
        const bool is_empty = group.by.empty() && (token_.kind == TokenKind::End || token_.is(';') || token_.is("HAVING"));
        if (is_empty || token_.is('*')) return unexpected("a property to group by", Status::MissingAggregationList);  // WQL-122
        PropertyName one = TRY(parse_property("a property to group by"));
        group.by.push_back(std::move(one));
    } while (token_.is(','));
    return {};
}

Result<std::string> Parser::parse_name(std::string_view wanted) {
    const bool is_reserved = std::any_of(kReserved.begin(), kReserved.end(), [&](std::string_view word) { return token_.is(word); });
    if (token_.kind != TokenKind::Name || is_reserved) return unexpected(wanted);
    std::string name(token_.text);
    TRY(check_length(name));
    TRY(advance());
    return name;
}

/// PATH-14
Result<void> Parser::check_length(std::string_view name) const {
    if (!cim::is_name_too_long(name)) return {};
    return lexer_.wrong(token_.at, "This name has more than 4096 characters.", Status::QuotaViolation);
}

Result<PropertyName> Parser::parse_property(std::string_view wanted) {
    PropertyName property;
    property.at = lexer_.characters(token_.at);
    std::string name = TRY(parse_name(wanted));
    property.parts.push_back(std::move(name));
    while (token_.is('.')) {
        TRY(advance());
        std::string member = TRY(parse_name("the name of a member"));
        property.parts.push_back(std::move(member));
    }
    return property;
}

// --- ASSOCIATORS OF, REFERENCES OF ----------------------------------------------------------------------------------------

Result<Query> Parser::parse_follow(bool is_references) {
    Follow follow;
    follow.is_references = is_references;
    TRY(expect("OF"));
    if (!token_.is('{')) return unexpected("a path in braces, as in {Class.Key=\"value\"},");
    const Token path = TRY(lexer_.read_path());
    follow.path = path.text;
    follow.path_at = lexer_.characters(path.at);
    TRY(advance());
    if (!token_.is("WHERE")) return follow;
    TRY(advance());
    do {
        TRY(parse_follow_item(follow));
    } while (token_.kind != TokenKind::End && !token_.is(';'));
    return follow;
}

Result<void> Parser::parse_follow_item(Follow& follow) {
    const Token word = token_;
    const auto* const item = std::find_if(kFollowItems.begin(), kFollowItems.end(), [&](const FollowItem& one) { return word.is(one.word); });
    if (item == kFollowItems.end() || (follow.is_references && !item->is_of_references)) {
        return unexpected(follow.is_references ? "one of ResultClass, Role, RequiredQualifier, ClassDefsOnly, KeysOnly, SchemaOnly (with blanks between them)"
                                               : "one of AssocClass, ResultClass, Role, ResultRole, RequiredQualifier, RequiredAssocQualifier, ClassDefsOnly, "
                                                 "KeysOnly, SchemaOnly (with blanks between them)");
    }
    if (item->flag != nullptr ? follow.*item->flag : !(follow.*item->value).empty()) {
        return lexer_.wrong(word.at, "this word stands here a second time; leave one of them out.");
    }
    TRY(advance());
    if (item->flag != nullptr) {
        follow.*item->flag = true;
    } else {
        follow.*item->value = TRY(parse_follow_value());
    }
    if (follow.class_defs_only && !follow.result_class.empty()) {  // WQL-108
        return lexer_.wrong(word.at, "ClassDefsOnly and ResultClass exclude each other; leave one of them out.");
    }
    return {};
}

Result<std::string> Parser::parse_follow_value() {
    if (token_.kind != TokenKind::Relation || token_.relation != Operator::Equal) return unexpected("=");
    TRY(advance());
    if (token_.kind != TokenKind::String || token_.text.empty()) return parse_name("a name");
    std::string name = TRY(lexer_.unescape(token_, Backslash::IsAnError));
    TRY(check_length(name));
    TRY(advance());
    return name;
}

}  // namespace wmi::wql
