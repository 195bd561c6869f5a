// Writes productions as text: everything, or the neutral or the localized part of it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "mof/internal/printer.h"
#include "mof/syntax_tree.h"

namespace wmi::mof {

class SyntaxPrinter {
public:
    enum class Part : std::uint8_t { Everything, Neutral, Localized };

    explicit SyntaxPrinter(Part part, Flavors flavors = Flavors::Write) : part_(part), printer_(flavors) {}

    void write(const Production& production);
    /// A class of the localized part. base is left out where it has no localized class itself.
    void write_localized(const ClassSyntax& syntax, std::uint32_t locale, bool with_base);

    void append(std::string_view text) { printer_.append(text); }

    void write_namespace(std::string_view path) { printer_.write_namespace(path); }

    std::string release() { return printer_.release(); }

    /// Whether anything of a class is amended.
    static bool has_amended(const ClassSyntax& syntax);

private:
    void write_content(const ClassSyntax& syntax);
    void write_content(const InstanceSyntax& syntax);
    void write_content(const NamespacePragma& pragma);
    void write_content(const ClassFlagsPragma& pragma);
    void write_content(const InstanceFlagsPragma& pragma);
    void write_content(const DeleteClassPragma& pragma);
    void write_content(const DeleteInstancePragma& pragma);
    void write_head(const ClassSyntax& syntax, bool with_base);
    void write_property(const PropertySyntax& property);
    void write_method(const MethodSyntax& method);
    void write_assignments(const std::vector<Assignment>& assignments);
    void write_value(const Initializer& value);
    void write_qualifiers(const Qualifiers& qualifiers, std::string_view end);
    [[nodiscard]] bool is_wanted(const cim::Qualifier& qualifier) const;

    Part part_;
    Printer printer_;
};

}  // namespace wmi::mof
