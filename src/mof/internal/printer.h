// Writes MOF, piece by piece, into one text.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mof/print.h"

namespace wmi::mof {

class Printer {
public:
    explicit Printer(Flavors flavors) : flavors_(flavors) {}

    void write(const cim::Object& object);
    /// What stands in a class: `[quals] class Name : Base {...};`.
    void write(const cim::Class& of);
    /// `#pragma namespace("\\\\.\\root\\x")` and a line end.
    void write_namespace(std::string_view path);

    /// `[a, b(1)]` and `end`, or nothing when none is to be written.
    bool write_qualifiers(const cim::QualifierSet& qualifiers, std::string_view end);
    void write_scalar(cim::CimType type, const cim::Scalar& scalar, std::string_view indent);

    void append(std::string_view text) { text_.append(text); }

    std::string release() { return std::move(text_); }

    /// A class was left out.
    [[nodiscard]] bool has_lost() const { return has_lost_; }

private:
    struct Parameter {
        const cim::Class* side;
        const cim::Property* property;
        cim::QualifierSet qualifiers;
        std::int64_t id;
        bool is_in;
        bool is_out;
    };

    void write(const cim::Instance& instance, std::string_view indent);
    void write_property(const cim::Class& of, const cim::PropertyDeclaration& declaration);
    void write_method(const cim::MethodDeclaration& method);
    void write_parameter(const Parameter& parameter);
    static std::vector<Parameter> parameters_of(const cim::MethodDeclaration& method);
    static void collect(const cim::ClassPtr& side, bool is_in, std::vector<Parameter>& to);

    void write_type(cim::Type type, std::string_view cim_type);
    void write_value(cim::Type type, const cim::Value& value, std::string_view indent);
    void write_qualifier(const cim::Qualifier& qualifier);
    void write_flavors(const cim::Qualifier& qualifier);

    Flavors flavors_;
    bool has_lost_ = false;
    std::string text_;
};

}  // namespace wmi::mof
