// The parser: recursive descent over one token. Nesting is bounded, so is the stack: only objects in objects
// recurse. Invariant: token_ is the first token that is not consumed yet; a failure's place is blame_'s.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "mof/internal/declarations.h"
#include "mof/internal/unique_names.h"
#include "mof/lexer.h"
#include "mof/parser.h"

namespace wmi::mof {

class Parser {
public:
    Parser(FileReader& files, const ParseOptions& options) : files_(files), options_(options) {}

    Outcome<Document> run(std::string bytes, const std::string& name);

private:
    /// A text being read; the included one stands above the one that includes it.
    struct Source {
        std::string text;
        std::uint32_t file;
        Lexer lexer;
        Token waiting;  // what follows the #include in the text below

        Source(std::string content, std::uint32_t number)
            : text(std::move(content)), file(number), lexer(text, number) {}
    };

    struct QualifierList {
        Qualifiers list;
        std::vector<Place> places;
        UniqueNames names;
    };

    /// A class as it is read.
    struct Body {
        ClassSyntax made;
        UniqueNames properties;
        UniqueNames methods;
    };

    // -- the file as a whole
    Result<void> read_all(std::string bytes, const std::string& name);
    Result<void> push(std::string bytes, const std::string& name);
    static Error too_much(const std::string& name);
    bool pop();
    Result<void> check_aliases();
    void find_object_at(Place place);
    [[nodiscard]] Failure failure_of(const Error& error) const;

    // -- tokens
    Result<void> advance();
    Result<void> expect(char mark, Status status, std::string_view where);
    Result<bool> take(char mark);
    Result<bool> take_word(std::string_view word);
    Result<std::string> take_name(Status status, std::string_view what);

    Error fail(Status status, std::string sentence) {
        return blame_.at(token_.place, status, std::move(sentence));
    }

    [[nodiscard]] std::string seen() const;

    // -- productions
    Result<void> parse_production();
    Result<void> parse_declaration();
    Result<void> close_body(std::string_view what);
    template <class Content>
    void add(Place place, Content content);

    // -- classes
    Result<void> parse_class(Place place, QualifierList qualifiers);
    Result<void> parse_feature(Body& to);
    Result<TypeName> parse_type();
    Result<void> parse_property(Body& to, QualifierList qualifiers, TypeName type, Place place,
                                std::string name);
    Result<void> parse_array(PropertySyntax& property);
    Result<void> parse_default(PropertySyntax& property);
    Result<MethodSyntax> parse_method(QualifierList qualifiers, std::optional<TypeName> returns, Place place,
                                      std::string name);
    Result<ParameterSyntax> parse_parameter();
    Result<void> settle_direction(ParameterSyntax& parameter);
    Result<void> refuse_array_return();
    [[nodiscard]] std::uint16_t scope_of(const ClassSyntax& of) const;

    // -- instances and values
    Result<void> parse_instance(Place place, QualifierList qualifiers);
    Result<std::vector<Assignment>> parse_assignments();
    Result<Initializer> parse_initializer();
    Result<Initializer> parse_item();
    Result<Initializer> parse_embedded(QualifierList qualifiers);
    Result<Initializer> parse_items();
    Result<std::string> parse_alias();
    Result<std::string> parse_alias_definition();

    // -- qualifiers
    Result<QualifierList> parse_qualifiers();
    Result<void> parse_qualifier(QualifierList& to);
    Result<cim::TypedValue> parse_qualifier_value(std::string_view name);
    Result<std::vector<Initializer>> parse_constants(char end);
    Result<cim::TypedValue> qualifier_value(const std::vector<Initializer>& constants, bool is_array,
                                            cim::Type type);
    Result<Qualifiers> settle(QualifierList qualifiers, std::uint16_t element);
    Result<void> parse_qualifier_declaration();
    Result<void> parse_typed_declaration(QualifierDeclaration& to);
    Result<void> parse_scopes(QualifierDeclaration& to);
    Result<void> parse_declared_flavors(QualifierDeclaration& to);
    Result<void> parse_flavor_words(FlavorList& flavors, bool with_commas);

    // -- pragmas
    struct Argument {
        TokenKind kind;
        std::string text;  // of a string or a name
        std::uint64_t number = 0;
    };

    Result<void> parse_directive();
    Result<std::vector<Argument>> parse_arguments(Status status);
    Result<void> include(const std::string& name, Place place);
    Result<void> parse_pragma(Place place, const std::string& name, Place name_place);
    Result<void> act_on_namespace(Place place, const std::vector<Argument>& arguments);
    Result<void> act_on_deletion(Place place, const std::vector<Argument>& arguments, bool is_class);
    Result<void> act_on_amendment(Place place, const std::vector<Argument>& arguments);
    Result<std::uint32_t> read_flags(Place place, const std::vector<Argument>& arguments, bool is_class);

    FileReader& files_;
    const ParseOptions& options_;
    Document document_;
    std::vector<std::unique_ptr<Source>> sources_;
    Token token_;
    std::uint32_t last_line_ = 0;  // of the token consumed last
    Declarations declarations_;
    std::map<std::string, Place, base::NameLess> defined_aliases_;
    std::map<std::string, Place, base::NameLess> used_aliases_;
    std::size_t depth_ = 0;
    std::size_t total_size_ = 0;
    std::uint32_t objects_ = 0;
    Place production_;
    Blame blame_;
};

template <class Content>
void Parser::add(Place place, Content content) {
    document_.productions.push_back({place, last_line_, std::move(content)});
    if (document_.productions.back().is_object()) ++objects_;
}

}  // namespace wmi::mof
