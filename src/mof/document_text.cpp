#include "mof/document_text.h"

#include <algorithm>
#include <charconv>
#include <set>

#include <fmt/format.h>

#include "base/bytes.h"
#include "base/text.h"
#include "mof/internal/syntax_printer.h"
#include "mof/source.h"

namespace wmi::mof {
namespace {

using Part = SyntaxPrinter::Part;

constexpr std::string_view kSignature = "FOMB";
constexpr std::uint32_t kOurs = 0x494D574F;  // "OWMI": what follows is our container

std::string print_part(const Document& document, Part part, Flavors flavors = Flavors::Write) {
    SyntaxPrinter printer(part, flavors);
    if (document.autorecover) printer.append("#pragma autorecover\n");
    if (!document.amendment.empty() && part == Part::Everything)
        printer.append(fmt::format("#pragma amendment({})\n", quote(document.amendment)));
    bool declared = false;
    for (const Production& production : document.productions) {
        const auto* cls = std::get_if<ClassSyntax>(&production.content);
        if (cls && cls->declares_qualifiers && !declared) {
            printer.append(
                "Qualifier Abstract : boolean = false, Scope(any);\n");  // its declaration matters (CLASS-25)
            declared = true;
        }
        printer.write(production);
    }
    return printer.release();
}

using Names = std::set<std::string, base::NameLess>;

Names amended_classes(const Document& document) {
    Names names;
    for (const Production& production : document.productions) {
        const auto* cls = std::get_if<ClassSyntax>(&production.content);
        if (cls && SyntaxPrinter::has_amended(*cls)) names.insert(cls->name);
    }
    return names;
}

// 0x409 of "MS_409".
std::uint32_t number_of(std::string_view locale) {
    std::uint32_t number = 0;
    const std::string_view digits = locale.substr(std::min<std::size_t>(3, locale.size()));
    std::from_chars(digits.data(), digits.data() + digits.size(), number, 16);
    return number;
}

std::string localized_part(const Document& document, std::string_view locale,
                           std::string_view default_namespace) {
    SyntaxPrinter printer(Part::Localized);
    const Names amended = amended_classes(document);
    std::string name = base::fold(locale);
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    std::string ns(default_namespace);
    bool entered = false;
    for (const Production& production : document.productions) {
        if (const auto* pragma = std::get_if<NamespacePragma>(&production.content)) {
            entered = entered && base::same_name(ns, pragma->path);
            ns = pragma->path;
        }
        const auto* cls = std::get_if<ClassSyntax>(&production.content);
        if (!cls || !SyntaxPrinter::has_amended(*cls)) continue;
        if (!entered) {
            printer.write_namespace(ns);
            printer.append(fmt::format("instance of __namespace{{ name={};}};\n", quote(name)));
            printer.write_namespace(ns + "\\" + name);
            printer.append("\n");
        }
        entered = true;
        printer.write_localized(*cls, number_of(locale), amended.contains(cls->base));
    }
    return printer.release();
}

}  // namespace

std::string print_document(const Document& document, Flavors flavors) {
    return print_part(document, Part::Everything, flavors);
}

Split split_amendment(const Document& document, std::string_view locale, std::string_view default_namespace) {
    return {print_part(document, Part::Neutral), localized_part(document, locale, default_namespace)};
}

std::string encode_binary(const Document& document) {
    const std::string text = print_document(document, Flavors::Omit);  // MOF-90
    base::ByteWriter writer;
    writer.append(kSignature);
    writer.write(kOurs);
    writer.write(std::uint32_t{1});
    writer.write(static_cast<std::uint32_t>(text.size()));
    writer.append(text);
    return writer.release();
}

Result<std::string> decode_binary(std::string_view bytes) {
    base::ByteReader reader(bytes);
    const bool is_signed = reader.take(kSignature.size()) == kSignature;
    const bool is_ours = reader.read<std::uint32_t>() == kOurs;
    if (!is_signed || (reader.ok() && !is_ours)) {
        return Error(Status::NotSupported,
                     "This binary MOF was made by another compiler; compile the text that it was made of.");
    }
    const auto version = reader.read<std::uint32_t>();
    const auto size = reader.read<std::uint32_t>();
    if (reader.ok() && version != 1)
        return Error(Status::NotSupported,
                     fmt::format("Binary MOF of version {} is not known, only 1.", version));
    const std::string_view text = reader.take(size);
    if (!reader.ok() || reader.left() != 0 || !base::is_utf8(text))
        return Error(Status::MofInvalidFile, "The binary MOF is damaged: its length does not fit.");
    return std::string(text);
}

}  // namespace wmi::mof
