#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "mof/internal/parser.h"

namespace wmi::mof {
namespace {

constexpr std::array<std::string_view, 6> kWithoutEffect = {
    "locale", "instancelocale", "source", "sourcetype", "nonlocal", "nonlocaltype"};  // MOF-78

struct FlagWord {
    std::string_view word;
    std::uint32_t bit;
    bool for_instances;
};

constexpr std::array<FlagWord, 4> kFlags = {{{"createonly", 2, true},
                                             {"updateonly", 1, true},
                                             {"safeupdate", 0x20, false},
                                             {"forceupdate", 0x40, false}}};

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// 0 for a word that is none.
std::uint32_t find_flag(std::string_view word, bool is_class) {
    for (const FlagWord& known : kFlags) {
        if (is_word(word, known.word) && (is_class || known.for_instances)) return known.bit;
    }
    return 0;
}

bool agree(std::uint32_t flags, bool is_class) {
    const std::uint32_t allowed = is_class ? 0x63 : 3;
    const bool both_onlys = (flags & 3) == 3;
    const bool both_updates = (flags & 0x60) == 0x60;
    return (flags & ~allowed) == 0 && !both_onlys && !both_updates;
}

bool is_namespace_name(std::string_view name) {
    return !name.empty() && std::none_of(name.begin(), name.end(), [](char c) {
        return static_cast<unsigned char>(c) <= ' ' ||
               std::string_view("\\/:*?\"<>|.").find(c) != std::string_view::npos;
    });
}

}  // namespace

Result<void> Parser::parse_directive() {
    const Place place = token_.place;
    TRY(advance());
    const bool is_include = TRY(take_word("include"));
    if (is_include) {
        const std::vector<Argument> file = TRY(parse_arguments(Status::MofErrorInvalidIncludeFile));
        if (file.size() == 1 && file[0].kind == TokenKind::String) return include(file[0].text, place);
        return blame_.at(place, Status::MofErrorInvalidIncludeFile,
                         "#include wants the name of one file in quotation marks.");
    }
    const bool is_pragma = TRY(take_word("pragma"));
    if (!is_pragma)
        return blame_.at(place, Status::MofInvalidPragma,
                         fmt::format("`#pragma` or `#include` is wanted here, and not `#` and {}.", seen()));
    const Place name_place = token_.place;
    std::string name = TRY(take_name(Status::MofInvalidPragma, "The name of a pragma"));
    return parse_pragma(place, name, name_place);
}

// `(` ... `)`, or one string without them (#include "f.mof"); nothing when neither stands here.
Result<std::vector<Parser::Argument>> Parser::parse_arguments(Status status) {
    std::vector<Argument> made;
    const bool in_parentheses = TRY(take('('));
    bool more = in_parentheses ? !token_.is(')') : token_.kind == TokenKind::String;
    while (more) {
        const bool known = token_.kind == TokenKind::String || token_.kind == TokenKind::Name ||
                           (token_.kind == TokenKind::Integer && !token_.is_negative);
        if (!known)
            return fail(status,
                        fmt::format("A string, a number or a name is wanted here, and not {}.", seen()));
        Argument one{token_.kind, {}, token_.number};
        if (token_.kind == TokenKind::String) one.text = std::move(token_.text);
        if (token_.kind == TokenKind::Name) one.text = token_.name;
        made.push_back(std::move(one));
        TRY(advance());
        more = false;
        if (in_parentheses) more = TRY(take(','));
    }
    if (in_parentheses)
        TRY(expect(')', status == Status::MofInvalidPragma ? Status::MofExpectedCloseParen : status,
                   "after the arguments"));
    return made;
}

Result<void> Parser::include(const std::string& name, Place place) {
    if (sources_.size() > kMaxIncludeDepth) {
        return blame_.at(
            place, Status::MofErrorInvalidIncludeFile,
            fmt::format("Files include one another deeper than {} levels; does {} include itself?",
                        kMaxIncludeDepth, name),
            name);
    }
    const std::string nearby = beside(document_.files[sources_.back()->file], name);
    const std::string plain = beside({}, name);
    std::string found = nearby;
    auto bytes = files_.read(nearby);
    if (!bytes && bytes.status() == Status::NotFound && plain != nearby) {
        bytes = files_.read(plain);
        found = plain;
    }
    blame_.move_to(place);
    if (!bytes) {
        return blame_.at(place, Status::MofErrorInvalidIncludeFile,
                         fmt::format("The file {} cannot be included: {}", name, bytes.error().sentence()),
                         name);
    }
    auto pushed = push(std::move(bytes).value(), found);
    if (!pushed && pushed.status() == Status::MofInvalidFile) {
        return blame_.at(place, Status::MofErrorInvalidIncludeFile,
                         fmt::format("The file {} cannot be included: {}", name, pushed.error().sentence()),
                         name);
    }
    return pushed;
}

Result<void> Parser::parse_pragma(Place place, const std::string& name, Place name_place) {
    const auto is = [&](std::string_view word) { return is_word(name, word); };
    const auto with = [&](Status status) { return parse_arguments(status); };
    if (is("include")) {
        const std::vector<Argument> file = TRY(with(Status::MofErrorInvalidIncludeFile));
        if (file.size() == 1 && file[0].kind == TokenKind::String) return include(file[0].text, place);
        return blame_.at(place, Status::MofErrorInvalidIncludeFile,
                         "#pragma include wants the name of one file in quotation marks.");
    }
    if (is("namespace")) {
        const std::vector<Argument> arguments = TRY(with(Status::MofInvalidNamespaceSyntax));
        return act_on_namespace(place, arguments);
    }
    if (is("deleteclass") || is("deleteinstance")) {
        const bool is_class = is("deleteclass");
        const std::vector<Argument> arguments = TRY(
            with(is_class ? Status::MofInvalidDeleteclassSyntax : Status::MofInvalidDeleteinstanceSyntax));
        return act_on_deletion(place, arguments, is_class);
    }
    if (is("classflags") || is("instanceflags")) {
        const bool is_class = is("classflags");
        const std::vector<Argument> arguments = TRY(with(Status::MofInvalidFlagsSyntax));
        const std::uint32_t flags = TRY(read_flags(place, arguments, is_class));
        if (is_class) add(place, ClassFlagsPragma{flags});
        if (!is_class) add(place, InstanceFlagsPragma{flags});
        return {};
    }
    if (is("amendment")) {
        const std::vector<Argument> arguments = TRY(with(Status::MofInvalidAmendmentSyntax));
        return act_on_amendment(place, arguments);
    }
    const bool is_autorecover = is("autorecover");
    if (!is_autorecover && std::none_of(kWithoutEffect.begin(), kWithoutEffect.end(), is)) {
        return blame_.at(name_place, Status::MofInvalidPragma, fmt::format("There is no #pragma {}.", name),
                         name);
    }
    document_.autorecover = document_.autorecover || is_autorecover;
    TRY(with(Status::MofInvalidPragma));
    return {};
}

Result<void> Parser::act_on_namespace(Place place, const std::vector<Argument>& arguments) {
    const auto wrong = [&](std::string_view why) {
        return blame_.at(
            place, Status::MofInvalidNamespaceSyntax,
            fmt::format("#pragma namespace wants a path such as \"\\\\\\\\.\\\\root\\\\cimv2\": {}.", why));
    };
    if (arguments.size() != 1 || arguments[0].kind != TokenKind::String) return wrong("one string");
    std::string path = arguments[0].text;
    std::replace(path.begin(), path.end(), '/', '\\');
    std::string_view rest = path;
    if (rest.starts_with("\\\\")) {
        rest.remove_prefix(2);
        const std::string_view server = rest.substr(0, rest.find('\\'));
        const bool is_local = server == "." || is_word(server, "localhost") || server == "127.0.0.1" ||
                              server == "::1" || server == "[::1]" ||
                              (!server.empty() && base::same_name(server, options_.server_name));
        if (server.empty()) return wrong("the server's name is missing");
        if (!is_local) {
            return blame_.at(
                place, Status::MofInvalidNamespaceSpecification,
                fmt::format("The server {} is another machine; a MOF text compiles into this one.", server),
                path);
        }
        rest.remove_prefix(server.size());
    }
    if (rest.starts_with('\\')) rest.remove_prefix(1);
    for (std::string_view left = rest;;) {
        const std::size_t end = left.find('\\');
        if (!is_namespace_name(left.substr(0, end)))
            return wrong("a name in it is empty or holds what names do not");
        if (end == std::string_view::npos) break;
        left.remove_prefix(end + 1);
    }
    add(place, NamespacePragma{std::string(rest)});
    return {};
}

Result<void> Parser::act_on_deletion(Place place, const std::vector<Argument>& arguments, bool is_class) {
    const bool fits = arguments.size() == 2 && arguments[0].kind == TokenKind::String &&
                      !arguments[0].text.empty() && arguments[1].kind != TokenKind::Integer;
    const bool fails = fits && is_word(arguments[1].text, "fail");
    if (!fits || (!fails && !is_word(arguments[1].text, "nofail"))) {
        return is_class ? blame_.at(place, Status::MofInvalidDeleteclassSyntax,
                                    "#pragma deleteclass wants (\"Class\", FAIL) or (\"Class\", NOFAIL).")
                        : blame_.at(place, Status::MofInvalidDeleteinstanceSyntax,
                                    "#pragma deleteinstance wants (\"path\", FAIL) or (\"path\", NOFAIL).");
    }
    const IfMissing if_missing = fails ? IfMissing::Fail : IfMissing::Ignore;
    if (is_class) add(place, DeleteClassPragma{arguments[0].text, if_missing});
    if (!is_class) add(place, DeleteInstancePragma{arguments[0].text, if_missing});
    return {};
}

Result<void> Parser::act_on_amendment(Place place, const std::vector<Argument>& arguments) {
    const bool fits = arguments.size() == 1 && arguments[0].kind == TokenKind::String &&
                      arguments[0].text.size() > 3 && arguments[0].text.size() <= 8 &&
                      is_word(std::string_view(arguments[0].text).substr(0, 3), "ms_") &&
                      arguments[0].text.find_first_not_of("0123456789abcdefABCDEF", 3) == std::string::npos;
    if (!fits)
        return blame_.at(place, Status::MofInvalidAmendmentSyntax,
                         "#pragma amendment wants a locale such as (\"MS_409\").");
    if (!document_.amendment.empty())
        return blame_.at(place, Status::MofInvalidDuplicateAmendment,
                         "#pragma amendment stands twice in this text.");
    document_.amendment = arguments[0].text;
    return {};
}

Result<std::uint32_t> Parser::read_flags(Place place, const std::vector<Argument>& arguments, bool is_class) {
    const auto wrong = [&] {
        return blame_.at(place, Status::MofInvalidFlagsSyntax,
                         is_class ? "#pragma classflags wants createonly, updateonly, safeupdate, "
                                    "forceupdate, or a sum of 2, 1, 32, 64, without contradiction."
                                  : "#pragma instanceflags wants createonly or updateonly, or 2 or 1.");
    };
    if (arguments.empty()) return wrong();
    std::uint32_t flags = 0;
    for (const Argument& argument : arguments) {
        if (argument.kind == TokenKind::Integer) {
            if (argument.number > 0xFF || arguments.size() > 1) return wrong();
            flags = static_cast<std::uint32_t>(argument.number);
            continue;
        }
        std::string_view left = argument.text;
        for (bool more = true; more;) {
            const std::size_t comma = left.find(',');
            const std::uint32_t bit = find_flag(trimmed(left.substr(0, comma)), is_class);
            if (bit == 0) return wrong();
            flags |= bit;
            more = comma != std::string_view::npos;
            if (more) left.remove_prefix(comma + 1);
        }
    }
    if (!agree(flags, is_class)) return wrong();
    return flags;
}

}  // namespace wmi::mof
