#include <fmt/format.h>

#include "cim/class.h"
#include "mof/internal/parser.h"

namespace wmi::mof {

Result<void> Parser::parse_instance(Place place, QualifierList qualifiers) {
    TRY(advance());
    InstanceSyntax made;
    if (!token_.is("of"))
        return fail(Status::MofInvalidInstanceDeclaration,
                    fmt::format("`of` is wanted after `instance`, and here stands {}.", seen()));
    TRY(advance());
    made.class_name = TRY(take_name(Status::MofExpectedClassName, "The name of a class"));
    made.qualifiers = TRY(settle(std::move(qualifiers), scope::kInstance));
    const bool has_alias = TRY(take_word("as"));
    if (has_alias) made.alias = TRY(parse_alias_definition());
    TRY(expect('{', Status::MofExpectedOpenBrace, "after the head of an instance"));
    depth_ = 1;
    made.assignments = TRY(parse_assignments());
    TRY(close_body("an instance"));
    add(place, std::move(made));
    return {};
}

Result<std::vector<Assignment>> Parser::parse_assignments() {
    std::vector<Assignment> made;
    UniqueNames names;
    while (!token_.is('}')) {
        if (token_.kind == TokenKind::End)
            return fail(Status::MofExpectedCloseBrace,
                        "The text ends within an instance; close its body with `};`.");
        Assignment one;
        QualifierList qualifiers = TRY(parse_qualifiers());
        one.place = token_.place;
        one.name = TRY(take_name(Status::MofExpectedPropertyName, "The name of a property"));
        one.qualifiers = TRY(settle(std::move(qualifiers), scope::kProperty | scope::kReference));
        const bool has_value = TRY(take('='));
        if (has_value) one.value = TRY(parse_initializer());
        TRY(expect(';', Status::MofExpectedSemi, fmt::format("after the property {}", one.name)));
        if (!names.add(one.name)) {
            return blame_.at(one.place, Status::MofDuplicateProperty,
                             fmt::format("The property {} stands twice in this instance.", one.name),
                             one.name);
        }
        made.push_back(std::move(one));
    }
    return made;
}

Result<Initializer> Parser::parse_initializer() {
    if (token_.is('{')) return parse_items();
    return parse_item();
}

Result<Initializer> Parser::parse_items() {
    Initializer made{token_.place, {}};
    TRY(advance());
    Initializer::Items items;
    bool more = !token_.is('}');
    while (more) {
        Initializer item = TRY(parse_item());
        if (std::holds_alternative<Null>(item.content)) {
            return blame_.at(item.place, Status::MofNullArrayElem,
                             "An element of an array cannot be NULL; leave it out.");
        }
        items.push_back(std::move(item));
        more = TRY(take(','));
    }
    TRY(expect('}', Status::MofExpectedCloseBrace, "at the end of an array"));
    made.content = std::move(items);
    return made;
}

Result<Initializer> Parser::parse_item() {
    Initializer made{token_.place, {}};
    switch (token_.kind) {
        case TokenKind::String:
            made.content = std::move(token_.text);
            break;
        case TokenKind::Integer:
            made.content = Integer{token_.is_negative, token_.number};
            break;
        case TokenKind::Real:
            made.content = token_.real;
            break;
        case TokenKind::Character:
            made.content = Character{static_cast<char16_t>(token_.number)};
            break;
        default:
            if (token_.is('$')) {
                std::string name = TRY(parse_alias());
                used_aliases_.emplace(name, made.place);
                made.content = Alias{std::move(name)};
                return made;
            }
            if (token_.is('[')) {  // as an instance has them that stands alone (OBJ-44)
                QualifierList qualifiers = TRY(parse_qualifiers());
                if (token_.is("instance")) return parse_embedded(std::move(qualifiers));
                return fail(Status::MofIllegalConstantValue,
                            fmt::format("After qualifiers `instance of` is wanted here, and not {}.", seen()));
            }
            if (token_.is("instance")) return parse_embedded({});
            if (!token_.is("true") && !token_.is("false") && !token_.is("null")) {
                return fail(Status::MofIllegalConstantValue,
                            fmt::format("A value is wanted here (a number, a string, TRUE, FALSE, NULL, an "
                                        "object or an alias), and not {}.",
                                        seen()));
            }
            if (!token_.is("null")) made.content = token_.is("true");
    }
    TRY(advance());
    return made;
}

Result<Initializer> Parser::parse_embedded(QualifierList qualifiers) {
    Initializer made{token_.place, {}};
    TRY(advance());
    if (!token_.is("of"))
        return fail(Status::MofInvalidInstanceDeclaration,
                    fmt::format("`of` is wanted after `instance`, and here stands {}.", seen()));
    TRY(advance());
    auto embedded = std::make_shared<EmbeddedInstance>();
    embedded->place = made.place;
    embedded->class_name = TRY(take_name(Status::MofExpectedClassName, "The name of a class"));
    embedded->qualifiers = TRY(settle(std::move(qualifiers), scope::kInstance));
    if (token_.is("as"))
        return fail(Status::MofAliasesInEmbedded,
                    "An object inside an object can have no alias: it has no path.");
    TRY(expect('{', Status::MofExpectedOpenBrace, "after the head of an object"));
    if (depth_ >= cim::kMaxNesting) {
        return blame_.at(
            made.place, Status::QuotaViolation,
            fmt::format("Objects stand in one another deeper than {} levels.", cim::kMaxNesting));
    }
    ++depth_;
    embedded->assignments = TRY(parse_assignments());
    --depth_;
    TRY(expect('}', Status::MofExpectedCloseBrace, "at the end of an object"));
    made.content = std::shared_ptr<const EmbeddedInstance>(std::move(embedded));
    return made;
}

Result<std::string> Parser::parse_alias() {
    if (!token_.is('$'))
        return fail(Status::MofExpectedDollar,
                    fmt::format("An alias begins with `$`, and here stands {}.", seen()));
    TRY(advance());
    return take_name(Status::MofExpectedAliasName, "The name of an alias");
}

Result<std::string> Parser::parse_alias_definition() {
    const Place place = token_.place;
    std::string name = TRY(parse_alias());
    const auto [known, is_new] = defined_aliases_.emplace(name, place);
    if (is_new) return name;
    return blame_.at(place, Status::MofMultipleAliases,
                     fmt::format("The alias ${} is already defined in line {}.", name, known->second.line),
                     name);
}

}  // namespace wmi::mof
