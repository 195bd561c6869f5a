#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "mof/constant.h"
#include "mof/internal/parser.h"

namespace wmi::mof {
namespace {

bool has(const Qualifiers& list, std::string_view name) {
    return std::any_of(list.begin(), list.end(),
                       [&](const cim::Qualifier& one) { return base::same_name(one.name, name); });
}

bool is_true(const Qualifiers& list, std::string_view name) {
    return std::any_of(list.begin(), list.end(), [&](const cim::Qualifier& one) {
        return base::same_name(one.name, name) && one.is_true();
    });
}

}  // namespace

std::uint16_t Parser::scope_of(const ClassSyntax& of) const {
    std::uint16_t bits = scope::kClass;
    // A base class may have made it an association or an indication: the text alone does not tell.
    const bool may_be = !of.base.empty();
    if (may_be || has(of.qualifiers, "association")) bits |= scope::kAssociation;
    if (may_be || has(of.qualifiers, "indication")) bits |= scope::kIndication;
    return bits;
}

Result<void> Parser::parse_class(Place place, QualifierList qualifiers) {
    TRY(advance());
    Body body;
    ClassSyntax& made = body.made;
    made.declares_qualifiers = declarations_.has_typed();
    made.name = TRY(take_name(Status::MofExpectedClassName, "The name of a class"));
    if (token_.is(';')) {
        made.is_forward = true;
        made.qualifiers = TRY(settle(std::move(qualifiers), scope::kAny));
        TRY(advance());
        return {};  // a promise, no definition: nothing is kept of it
    }
    const bool has_alias = TRY(take_word("as"));
    if (has_alias) made.alias = TRY(parse_alias_definition());
    const bool is_derived = TRY(take(':'));
    if (is_derived) made.base = TRY(take_name(Status::MofExpectedClassName, "The name of the base class"));
    made.qualifiers = qualifiers.list;
    made.qualifiers = TRY(settle(std::move(qualifiers), scope_of(made)));
    TRY(expect('{', Status::MofExpectedOpenBrace, "after the head of a class"));
    while (!token_.is('}')) {
        TRY(parse_feature(body));
    }
    TRY(close_body("a class"));
    add(place, std::move(made));
    return {};
}

Result<void> Parser::parse_feature(Body& to) {
    if (token_.kind == TokenKind::End)
        return fail(Status::MofExpectedCloseBrace, "The text ends within a class; close its body with `};`.");
    if (token_.kind != TokenKind::Name && !token_.is('[')) {
        return fail(Status::MofExpectedBraceOrBadType,
                    fmt::format("A property, a method or `}}` is wanted here, and not {}.", seen()));
    }
    QualifierList qualifiers = TRY(parse_qualifiers());
    const bool is_void = TRY(take_word("void"));
    std::optional<TypeName> type;
    if (!is_void) type = TRY(parse_type());
    const Place place = token_.place;
    if (token_.is('[')) TRY(refuse_array_return());
    std::string name = TRY(take_name(Status::MofExpectedPropertyName, "The name of a property or a method"));
    if (!token_.is('(')) {
        if (is_void)
            return fail(Status::MofExpectedOpenParen,
                        "`void` is for methods; `(` is wanted after the method's name.");
        return parse_property(to, std::move(qualifiers), std::move(*type), place, std::move(name));
    }
    if (!to.methods.add(name)) {
        return blame_.at(
            place, Status::MofDuplicateProperty,
            fmt::format("The method {} stands twice in this class; methods cannot be overloaded.", name),
            name);
    }
    MethodSyntax method = TRY(parse_method(std::move(qualifiers), std::move(type), place, std::move(name)));
    to.made.methods.push_back(std::move(method));
    return {};
}

// A known word, or a class name with or without `ref` (MOF-16). Whether an unknown word was meant as a class
// shows in what follows.
Result<TypeName> Parser::parse_type() {
    if (token_.is("typedef") || token_.is("enum"))
        return fail(Status::MofTypedefNotSupported, "typedef and enum are no MOF here; use the plain types.");
    if (token_.kind != TokenKind::Name)
        return fail(Status::MofExpectedTypeIdentifier,
                    fmt::format("A type is wanted here, and not {}.", seen()));
    const Place place = token_.place;
    const std::string word(token_.name);
    const auto known = cim::find_type_word(word);
    TRY(advance());
    const bool is_object = known == cim::CimType::Object;
    if (known && !is_object && known != cim::CimType::Reference) return TypeName{*known, {}};
    const bool is_reference = known == cim::CimType::Reference;
    if (!known && token_.kind != TokenKind::Name) {
        return blame_.at(
            place, Status::MofUnrecognizedType,
            fmt::format("`{}` is no type, and no name follows that would make it a class.", word), word);
    }
    if (is_reference)
        return blame_.at(place, Status::MofExpectedTypeIdentifier,
                         "`ref` stands after the name of a class or `object`.");
    const bool follows = token_.is("ref");
    std::string class_name = is_object ? std::string() : word;
    if (!follows) return TypeName{cim::CimType::Object, std::move(class_name)};
    TRY(advance());
    return TypeName{cim::CimType::Reference, std::move(class_name)};
}

// `uint8[] Method()`: everything but a method's head is an error of its own.
Result<void> Parser::refuse_array_return() {
    const Place place = token_.place;
    TRY(advance());
    if (token_.kind == TokenKind::Integer) TRY(advance());
    TRY(expect(']', Status::MofExpectedCloseBracket, "after `[`"));
    if (token_.kind == TokenKind::Name) TRY(advance());
    if (token_.is('('))
        return blame_.at(place, Status::MofNoArraysReturned,
                         "A method cannot return an array; give it an out-parameter.");
    return blame_.at(place, Status::MofExpectedPropertyName,
                     "The brackets of an array stand after the name.");
}

Result<void> Parser::parse_array(PropertySyntax& property) {
    property.is_array = TRY(take('['));
    if (!property.is_array) return {};
    if (token_.kind == TokenKind::Integer) {
        if (token_.is_negative || token_.number > std::uint64_t{std::numeric_limits<std::int32_t>::max()}) {
            return fail(Status::MofOutOfRange, "The size of an array is 0 to 2147483647.");
        }
        property.size = static_cast<std::uint32_t>(token_.number);
        TRY(advance());
    }
    return expect(']', Status::MofExpectedCloseBracket, "after the size of an array");
}

Result<void> Parser::parse_default(PropertySyntax& property) {
    const bool has_default = TRY(take('='));
    if (!has_default) return {};
    property.value = TRY(parse_initializer());
    return check_value(*property.value, property.cim_type(), blame_);
}

Result<void> Parser::parse_property(Body& to, QualifierList qualifiers, TypeName type, Place place,
                                    std::string name) {
    PropertySyntax made;
    made.place = place;
    made.type = std::move(type);
    made.name = std::move(name);
    const bool is_reference = made.type.element == cim::CimType::Reference;
    made.qualifiers = TRY(settle(std::move(qualifiers), is_reference ? scope::kReference : scope::kProperty));
    TRY(parse_array(made));
    if (made.is_array && token_.is('(')) {
        return blame_.at(place, Status::MofNoArraysReturned,
                         "A method cannot return an array; give it an out-parameter.");
    }
    TRY(parse_default(made));
    TRY(expect(';', Status::MofExpectedSemi, fmt::format("after the property {}", made.name)));
    if (!to.properties.add(made.name)) {
        return blame_.at(place, Status::MofDuplicateProperty,
                         fmt::format("The property {} stands twice in this class.", made.name), made.name);
    }
    to.made.properties.push_back(std::move(made));
    return {};
}

Result<MethodSyntax> Parser::parse_method(QualifierList qualifiers, std::optional<TypeName> returns,
                                          Place place, std::string name) {
    MethodSyntax made;
    made.place = place;
    made.name = std::move(name);
    made.returns = std::move(returns);
    made.qualifiers = TRY(settle(std::move(qualifiers), scope::kMethod));
    TRY(advance());  // '('
    bool more = !token_.is(')');
    while (more) {
        ParameterSyntax parameter = TRY(parse_parameter());
        made.parameters.push_back(std::move(parameter));
        more = TRY(take(','));
    }
    TRY(expect(')', Status::MofExpectedCloseParen, "after the parameters of a method"));
    TRY(expect(';', Status::MofExpectedSemi, fmt::format("after the method {}", made.name)));
    return made;
}

Result<ParameterSyntax> Parser::parse_parameter() {
    ParameterSyntax made;
    QualifierList qualifiers = TRY(parse_qualifiers());
    made.property.type = TRY(parse_type());
    made.property.place = token_.place;
    made.property.name = TRY(take_name(Status::MofExpectedPropertyName, "The name of a parameter"));
    made.property.qualifiers = TRY(settle(std::move(qualifiers), scope::kParameter));
    TRY(settle_direction(made));
    TRY(parse_array(made.property));
    TRY(parse_default(made.property));
    return made;
}

Result<void> Parser::settle_direction(ParameterSyntax& parameter) {
    Qualifiers& list = parameter.property.qualifiers;
    const QualifierDeclaration* declared = declarations_.find("In");
    const bool by_default = declared && declared->type && std::holds_alternative<bool>(declared->value) &&
                            std::get<bool>(declared->value);
    if (by_default && !has(list, "in") && !has(list, "out"))
        list.push_back(cim::Qualifier{"In", {{cim::CimType::Boolean, false}, true}, declared->flavor});
    parameter.is_in = is_true(list, "in");
    parameter.is_out = is_true(list, "out");
    if (parameter.is_in || parameter.is_out) return {};
    return blame_.at(parameter.property.place, Status::MofMustBeInOrOut,
                     fmt::format("The parameter {} goes neither in nor out; give it [in], [out] or both.",
                                 parameter.property.name),
                     parameter.property.name);
}

}  // namespace wmi::mof
