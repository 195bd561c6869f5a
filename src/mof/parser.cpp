#include "mof/parser.h"

#include <fmt/format.h>

#include "mof/document_text.h"
#include "mof/internal/parser.h"

namespace wmi::mof {

Outcome<Document> parse(std::string bytes, const std::string& name, FileReader& files,
                        const ParseOptions& options) {
    return Parser(files, options).run(std::move(bytes), name);
}

Outcome<Document> parse_file(const std::string& name, FileReader& files, const ParseOptions& options) {
    auto bytes = files.read(name);
    if (bytes) return parse(std::move(bytes).value(), name, files, options);
    const Error& error = bytes.error();
    return Failure{Phase::Argument, error.status(), 0, 0, 0, name, {}, error.sentence(), name};
}

Outcome<Document> Parser::run(std::string bytes, const std::string& name) {
    const auto done = read_all(std::move(bytes), name);
    if (!done) return failure_of(done.error());
    return std::move(document_);
}

Failure Parser::failure_of(const Error& error) const {
    const Place place = blame_.place();
    const std::string file =
        place.file < document_.files.size() ? document_.files[place.file] : std::string();
    const std::uint32_t first =
        production_.file == place.file && production_.line != 0 ? production_.line : place.line;
    return {Phase::Parse, error.status(), objects_ + 1,     first,        place.line,
            file,         place,          error.sentence(), error.about()};
}

Result<void> Parser::read_all(std::string bytes, const std::string& name) {
    blame_.move_to({0, 1, 1});
    TRY(push(std::move(bytes), name));
    for (;;) {
        if (token_.kind != TokenKind::End) {
            TRY(parse_production());
        } else if (!pop()) {
            break;
        }
    }
    return check_aliases();
}

Result<void> Parser::push(std::string bytes, const std::string& name) {
    if (document_.files.size() >= kMaxFiles) return too_much(name);
    const auto number = static_cast<std::uint32_t>(document_.files.size());
    document_.files.push_back(name);  // now: also of a file that cannot be read it is said which one
    if (is_binary_mof(bytes)) bytes = TRY(decode_binary(bytes));
    std::string text = TRY(decode_source(std::move(bytes)));
    total_size_ += text.size();
    if (total_size_ > kMaxTotalSize) return too_much(name);
    sources_.push_back(std::make_unique<Source>(std::move(text), number));
    sources_.back()->waiting = std::move(token_);
    return advance();
}

Error Parser::too_much(const std::string& name) {
    return Error(Status::QuotaViolation,
                 "The files included are more than 65,536 or larger than 256 MiB together; does one include "
                 "itself?",
                 name);
}

bool Parser::pop() {
    if (sources_.size() < 2) return false;
    token_ = std::move(sources_.back()->waiting);
    sources_.pop_back();
    return true;
}

Result<void> Parser::check_aliases() {
    for (const auto& [name, place] : used_aliases_) {
        if (defined_aliases_.contains(name)) continue;
        find_object_at(place);
        return blame_.at(
            place, Status::MofExpectedAliasName,
            fmt::format("The alias ${0} is used but no object of this text is named `as ${0}`.", name), name);
    }
    return {};
}

// Makes the object that holds a place the one that is blamed.
void Parser::find_object_at(Place place) {
    std::uint32_t before = 0;
    for (const Production& production : document_.productions) {
        if (!production.is_object()) continue;
        const Place begin = production.place;
        const bool holds =
            begin.file == place.file && production.last_line >= place.line &&
            (begin.line < place.line || (begin.line == place.line && begin.column <= place.column));
        if (holds) {
            objects_ = before;
            production_ = begin;
        }
        ++before;
    }
}

Result<void> Parser::advance() {
    last_line_ = token_.place.line;
    auto read = sources_.back()->lexer.next(token_);
    if (!read) blame_.move_to(token_.place);
    return read;
}

std::string Parser::seen() const {
    switch (token_.kind) {
        case TokenKind::End:
            return "the end of the text";
        case TokenKind::Name:
            return fmt::format("`{}`", token_.name.substr(0, 64));
        case TokenKind::String:
            return "a string";
        case TokenKind::Character:
            return "a character";
        case TokenKind::Integer:
        case TokenKind::Real:
            return "a number";
        case TokenKind::Mark:
            break;
    }
    return fmt::format("`{}`", token_.mark);
}

Result<void> Parser::expect(char mark, Status status, std::string_view where) {
    if (!token_.is(mark))
        return fail(status, fmt::format("`{}` is wanted {}, and here stands {}.", mark, where, seen()));
    return advance();
}

Result<bool> Parser::take(char mark) {
    if (!token_.is(mark)) return false;
    TRY(advance());
    return true;
}

Result<bool> Parser::take_word(std::string_view word) {
    if (!token_.is(word)) return false;
    TRY(advance());
    return true;
}

Result<std::string> Parser::take_name(Status status, std::string_view what) {
    if (token_.kind != TokenKind::Name)
        return fail(status, fmt::format("{} is wanted here, and not {}.", what, seen()));
    std::string name(token_.name);
    TRY(advance());
    return name;
}

Result<void> Parser::parse_production() {
    production_ = token_.place;
    if (token_.is(';')) return advance();
    if (token_.is('#')) return parse_directive();
    if (token_.is("qualifier")) return parse_qualifier_declaration();
    return parse_declaration();
}

Result<void> Parser::parse_declaration() {
    const Place place = token_.place;
    QualifierList qualifiers = TRY(parse_qualifiers());
    if (token_.is("class")) return parse_class(place, std::move(qualifiers));
    if (token_.is("instance")) return parse_instance(place, std::move(qualifiers));
    if (token_.is("typedef") || token_.is("enum")) {
        return fail(Status::MofTypedefNotSupported, "typedef and enum are no MOF here; use the plain types.");
    }
    if (!qualifiers.list.empty()) {
        return fail(
            Status::MofInvalidClassDeclaration,
            fmt::format("After qualifiers `class` or `instance` is wanted, and here stands {}.", seen()));
    }
    return fail(
        Status::MofUnrecognizedToken,
        fmt::format("A class, an instance, a qualifier or a # directive begins here, not {}.", seen()));
}

Result<void> Parser::close_body(std::string_view what) {
    TRY(expect('}', Status::MofExpectedCloseBrace, "at the end of the body"));
    return expect(';', Status::MofExpectedSemi, fmt::format("after the `}}` of {}", what));
}

}  // namespace wmi::mof
