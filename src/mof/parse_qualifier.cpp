#include <limits>

#include <fmt/format.h>

#include "mof/constant.h"
#include "mof/internal/parser.h"

namespace wmi::mof {
namespace {

using cim::CimType;
using cim::TypedValue;

// The type a constant gives to a qualifier that nobody declared (MOF-60); Empty for what is no qualifier's
// value.
CimType type_of(const Initializer& constant) {
    if (std::holds_alternative<bool>(constant.content)) return CimType::Boolean;
    if (std::holds_alternative<double>(constant.content)) return CimType::Real64;
    if (std::holds_alternative<std::string>(constant.content)) return CimType::String;
    const bool is_number = std::holds_alternative<Integer>(constant.content) ||
                           std::holds_alternative<Character>(constant.content);
    return is_number ? CimType::Sint32 : CimType::Empty;
}

// 0x80000000 to 0xFFFFFFFF are taken as the negative sint32 of the same bits (MOF-60).
void wrap(Initializer& constant) {
    Integer* integer = std::get_if<Integer>(&constant.content);
    if (!integer || integer->is_negative) return;
    constexpr std::uint64_t kFirst = std::uint64_t{1} << 31, kEnd = std::uint64_t{1} << 32;
    if (integer->magnitude >= kFirst && integer->magnitude < kEnd)
        *integer = {true, kEnd - integer->magnitude};
}

}  // namespace

Result<Parser::QualifierList> Parser::parse_qualifiers() {
    QualifierList made;
    bool more = TRY(take('['));
    if (!more) return made;
    while (more) {
        TRY(parse_qualifier(made));
        more = TRY(take(','));
    }
    TRY(expect(']', Status::MofExpectedCloseBracket, "after the qualifiers"));
    return made;
}

Result<void> Parser::parse_qualifier(QualifierList& to) {
    constexpr std::size_t kMost = 1024;  // in one list: what the encoding of a class reads back
    const Place place = token_.place;
    if (to.list.size() == kMost) return blame_.at(place, Status::QuotaViolation, "More than 1,024 qualifiers stand in one list.");
    cim::Qualifier made;
    made.name = TRY(take_name(Status::MofExpectedQualifierName, "The name of a qualifier"));
    if (is_word(made.name, "cimtype"))
        return blame_.at(place, Status::MofCimtypeQualifier,
                         "CIMTYPE follows from the type and cannot be written.");
    made.content = TRY(parse_qualifier_value(made.name));
    made.flavor = declarations_.flavor_of(made.name);
    const bool has_flavors = TRY(take(':'));
    if (has_flavors) {
        FlavorList flavors;
        TRY(parse_flavor_words(flavors, false));
        made.flavor = flavors.bits();
    }
    if (!to.names.add(made.name)) {
        return blame_.at(place, Status::MofDuplicateQualifier,
                         fmt::format("The qualifier {} stands twice here.", made.name), made.name);
    }
    to.list.push_back(std::move(made));
    to.places.push_back(place);
    return {};
}

Result<TypedValue> Parser::parse_qualifier_value(std::string_view name) {
    const TypedValue yes{{CimType::Boolean, false}, true};
    const QualifierDeclaration* declared = declarations_.find(name);
    const bool has_type = declared && declared->type;
    const Place place = token_.place;
    if (!token_.is('(') && !token_.is('{')) {
        if (!has_type || declared->type->element == CimType::Boolean || cim::is_null(declared->value))
            return yes;
        return TypedValue{*declared->type, declared->value};
    }
    const bool in_braces = token_.is('{');
    std::vector<Initializer> constants = TRY(parse_constants(in_braces ? '}' : ')'));
    if (is_word(name, "key") || is_word(name, "static")) return yes;  // MOF-65: present means TRUE
    blame_.move_to(place);
    if (has_type)
        return qualifier_value(constants, in_braces || declared->type->is_array || constants.size() > 1,
                               *declared->type);
    const CimType type = constants.empty() ? CimType::String : type_of(constants.front());
    return qualifier_value(constants, in_braces || constants.size() > 1, {type, false});
}

Result<std::vector<Initializer>> Parser::parse_constants(char end) {
    TRY(advance());
    std::vector<Initializer> made;
    bool more = !(end == '}' && token_.is(end));
    while (more) {
        Initializer constant = TRY(parse_item());
        if (type_of(constant) == CimType::Empty && !std::holds_alternative<Null>(constant.content)) {
            return blame_.at(constant.place, Status::MofIllegalConstantValue,
                             "A qualifier's value is a boolean, a number or a string.");
        }
        wrap(constant);
        made.push_back(std::move(constant));
        more = TRY(take(','));
    }
    TRY(expect(end, end == '}' ? Status::MofExpectedCloseBrace : Status::MofExpectedCloseParen,
               "after the value of a qualifier"));
    return made;
}

// What does not fit sint32 is no value of a qualifier (MOF-60); the elements of an array are all of the first
// one's type.
Result<TypedValue> Parser::qualifier_value(const std::vector<Initializer>& constants, bool is_array,
                                           cim::Type type) {
    if (type.element == CimType::Empty)
        return blame_.at(constants.front().place, Status::MofIllegalConstantValue,
                         "NULL says nothing of the qualifier's type; leave the value out.");

    class NoObjects : public Resolver {
    public:
        Result<std::string> path_of(const Alias&) override { return Error(Status::MofUnexpectedAlias); }

        Result<cim::ObjectPtr> object_of(const EmbeddedInstance&) override {
            return Error(Status::MofIllegalConstantValue);
        }
    } none;

    type.is_array = is_array;
    Initializer whole = is_array ? Initializer{blame_.place(), constants} : constants.front();
    for (const Initializer& constant : constants) {
        const bool is_null = std::holds_alternative<Null>(constant.content);
        if (is_array && is_null)
            return blame_.at(constant.place, Status::MofNullArrayElem,
                             "An element of an array cannot be NULL; leave it out.");
    }
    auto value = value_of(whole, type, none, blame_);
    if (value) return TypedValue{type, std::move(value).value()};
    if (value.status() != Status::MofOutOfRange) return value.error();
    return Error(Status::MofIllegalConstantValue,
                 "An integer of a qualifier is a sint32, from -2147483648 to 4294967295 (which wraps).");
}

Result<void> Parser::parse_flavor_words(FlavorList& flavors, bool with_commas) {
    bool more = true;
    while (more) {
        const FlavorWord* word = token_.kind == TokenKind::Name ? find_flavor(token_.name) : nullptr;
        if (!word)
            return fail(Status::MofExpectedFlavorType,
                        fmt::format("A flavor such as ToSubClass is wanted here, and not {}.", seen()));
        auto added = flavors.add(*word);
        if (!added) return fail(added.status(), added.error().sentence());
        TRY(advance());
        bool comma = false;
        if (with_commas) comma = TRY(take(','));
        more = comma || token_.kind == TokenKind::Name;
    }
    return {};
}

Result<Qualifiers> Parser::settle(QualifierList qualifiers, std::uint16_t element) {
    for (std::size_t i = 0; i < qualifiers.list.size(); ++i) {
        const std::string& name = qualifiers.list[i].name;
        const QualifierDeclaration* declared = declarations_.find(name);
        if (!declared || (declared->scope & element) != 0) continue;
        return blame_.at(
            qualifiers.places[i], Status::MofQualifierUsedOutsideScope,
            fmt::format("The qualifier {} is declared for other elements than this one; see its Scope.",
                        name),
            name);
    }
    return std::move(qualifiers.list);
}

// Qualifier Name : flavors ;   or   Qualifier Name : type [= default], Scope(...), Flavor(...) ;
Result<void> Parser::parse_qualifier_declaration() {
    TRY(advance());
    const Place place = token_.place;
    std::string name = TRY(take_name(Status::MofInvalidQualifierSyntax, "The name of a qualifier"));
    if (is_word(name, "cimtype"))
        return blame_.at(place, Status::MofCimtypeQualifier,
                         "CIMTYPE follows from the type and cannot be declared.");
    TRY(expect(':', Status::MofInvalidQualifierSyntax, "after the name of a qualifier that is declared"));
    QualifierDeclaration made;
    if (token_.kind == TokenKind::Name && find_flavor(token_.name)) {
        FlavorList flavors;
        TRY(parse_flavor_words(flavors, true));
        made.flavor = flavors.bits();
    } else {
        TRY(parse_typed_declaration(made));
    }
    TRY(expect(';', Status::MofInvalidQualifierSyntax, "after the declaration of a qualifier"));
    declarations_.declare(name, std::move(made));
    return {};
}

Result<void> Parser::parse_typed_declaration(QualifierDeclaration& to) {
    const auto known = token_.kind == TokenKind::Name ? cim::find_type_word(token_.name) : std::nullopt;
    const auto element = known ? qualifier_type(*known) : std::nullopt;
    if (!element)
        return fail(
            Status::MofInvalidQualifierSyntax,
            fmt::format("A flavor or a type that qualifiers can have is wanted here, and not {}.", seen()));
    TRY(advance());
    PropertySyntax shape;
    TRY(parse_array(shape));
    to.type = cim::Type{*element, shape.is_array};
    const bool has_default = TRY(take('='));
    if (has_default) {
        Initializer value = TRY(parse_initializer());
        wrap(value);
        TRY(check_value(value, *to.type, blame_));
        const auto* items = std::get_if<Initializer::Items>(&value.content);
        const bool is_null = std::holds_alternative<Null>(value.content);
        std::vector<Initializer> constants = items ? *items : std::vector<Initializer>{std::move(value)};
        if (!is_null) {
            TypedValue typed = TRY(qualifier_value(constants, to.type->is_array, *to.type));
            to.value = std::move(typed.value);
        }
    }
    bool more = TRY(take(','));
    while (more) {
        const bool is_scope = token_.is("scope");
        if (!is_scope && !token_.is("flavor"))
            return fail(Status::MofInvalidQualifierSyntax,
                        fmt::format("Scope or Flavor is wanted here, and not {}.", seen()));
        TRY(advance());
        TRY(expect('(', Status::MofInvalidQualifierSyntax, "after Scope or Flavor"));
        TRY(is_scope ? parse_scopes(to) : parse_declared_flavors(to));
        TRY(expect(')', Status::MofInvalidQualifierSyntax, "at the end of the list"));
        more = TRY(take(','));
    }
    return {};
}

Result<void> Parser::parse_scopes(QualifierDeclaration& to) {
    to.scope = 0;
    bool more = true;
    while (more) {
        const std::uint16_t bit = token_.kind == TokenKind::Name ? find_scope(token_.name) : std::uint16_t{0};
        if (bit == 0)
            return fail(Status::MofInvalidQualifierSyntax,
                        fmt::format("A scope such as class or property is wanted here, and not {}.", seen()));
        to.scope = static_cast<std::uint16_t>(to.scope | bit);
        TRY(advance());
        more = TRY(take(','));
    }
    return {};
}

Result<void> Parser::parse_declared_flavors(QualifierDeclaration& to) {
    FlavorList flavors;
    TRY(parse_flavor_words(flavors, true));
    to.flavor = flavors.bits();
    return {};
}

}  // namespace wmi::mof
