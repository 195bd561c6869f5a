// The form in which a repository keeps a class: what stands in the class itself and nothing that it inherits
// (docs/formats/class-body.md).
#include "cim/internal/slots.h"
#include "cim/object.h"
#include "cim/wmio.h"

#include "base/text.h"

#include <utility>

namespace wmi::cim {
namespace {

using internal::broken;

constexpr std::uint8_t kVersion = 1;
constexpr std::uint8_t kInheritsDefault = 0x01;

// What a value begins with.
constexpr std::uint8_t kNothing = 0, kSingle = 1, kMany = 2;

class BodyWriter {
public:
    void write(const ClassBody& body) {
        text(body.name);
        text(body.parent ? body.parent->name() : std::string_view());
        qualifiers(body.qualifiers);
        number(body.properties.size());
        for (const PropertyDeclaration& property : body.properties) write(property);
        number(body.methods.size());
        for (const MethodDeclaration& method : body.methods) {
            text(method.name);
            side(method.in);
            side(method.out);
            qualifiers(method.qualifiers);
        }
    }

    void byte(std::uint8_t value) { bytes_.push_back(static_cast<char>(value)); }

    Bytes release() { return std::move(bytes_); }

private:
    void write(const PropertyDeclaration& property) {
        text(property.name);
        number(property.type.code());
        byte(property.inherits_default ? kInheritsDefault : 0);
        text(property.cim_type);
        value(property.type, property.inherits_default ? Value() : property.default_value);
        qualifiers(property.qualifiers);
    }

    /// Seven bits a byte, low ones first, the top bit says that more follow.
    void number(std::uint64_t value) {
        while (value >= 0x80) {
            byte(static_cast<std::uint8_t>(value | 0x80));
            value >>= 7;
        }
        byte(static_cast<std::uint8_t>(value));
    }

    void text(std::string_view value) {
        number(value.size());
        bytes_.append(value);
    }

    void scalar(CimType type, const Scalar& scalar) {
        if (const bool* set = std::get_if<bool>(&scalar)) return byte(*set ? 1 : 0);
        if (const auto* value = std::get_if<std::int64_t>(&scalar))
            return number((static_cast<std::uint64_t>(*value) << 1) ^ static_cast<std::uint64_t>(*value >> 63));
        if (const auto* value = std::get_if<std::uint64_t>(&scalar)) return number(*value);
        if (const auto* value = std::get_if<double>(&scalar)) {
            bytes_.append(reinterpret_cast<const char*>(value), sizeof *value);
            return;
        }
        if (type == CimType::Object) return text(encode_block(**std::get_if<ObjectPtr>(&scalar)));
        text(*std::get_if<std::string>(&scalar));
    }

    void value(Type type, const Value& value) {
        const Array* array = std::get_if<Array>(&value);
        byte(is_null(value) ? kNothing : array ? kMany : kSingle);
        if (is_null(value)) return;
        if (!array) return scalar(type.element, to_scalar(value));
        number(array->size());
        for (const Scalar& element : *array) scalar(type.element, element);
    }

    void qualifiers(const QualifierSet& set) {
        number(set.size());
        for (const Qualifier& qualifier : set) {
            text(qualifier.name);
            byte(qualifier.flavor);
            number(qualifier.content.type.code());
            value(qualifier.content.type, qualifier.content.value);
        }
    }

    /// Parameters are kept as one class without a parent, whatever they were made from.
    void side(const ClassPtr& parameters) {
        byte(parameters ? kSingle : kNothing);
        if (!parameters) return;
        if (!parameters->parent()) return write(parameters->body());
        ClassBody flat;
        flat.name = parameters->name();
        flat.qualifiers = without_origin(parameters->qualifiers());
        for (const Property& property : parameters->properties()) {
            PropertyDeclaration declaration = *property.introduced;
            declaration.cim_type = parameters->cim_type(property);
            declaration.default_value = property.default_value();
            declaration.qualifiers = without_origin(parameters->qualifiers_of(property));
            declaration.qualifiers.erase("CIMTYPE");
            flat.properties.push_back(std::move(declaration));
        }
        write(flat);
    }

    static QualifierSet without_origin(QualifierSet set) {
        for (Qualifier& qualifier : set) qualifier.flavor = static_cast<std::uint8_t>(qualifier.flavor & ~flavor::kPropagated);
        return set;
    }

    Bytes bytes_;
};

class BodyReader {
public:
    explicit BodyReader(BytesView bytes) : reader_(bytes) {}

    Result<void> open() {
        const auto version = reader_.read<std::uint8_t>();
        if (!reader_.ok() || version != kVersion)
            return broken("a stored class is of version " + std::to_string(version) + "; this program reads version 1");
        return {};
    }

    Result<ClassBody> read(const ClassPtr& parent, std::size_t level) {
        if (level > kMaxNesting) return Error(Status::QuotaViolation, "parameters of methods nest deeper than 64 levels");
        ClassBody body;
        body.name = text();
        const std::string_view parent_name = text();
        if (!reader_.ok() || !base::same_name(parent_name, parent ? std::string_view(parent->name()) : ""))
            return broken("stored class " + body.name + " is below " + std::string(parent_name) + ", not below the class given as its parent");
        body.parent = parent;
        body.qualifiers = TRY(qualifiers());
        const std::size_t property_count = count();
        if (property_count > kMaxProperties) return broken("stored class " + body.name + " has more than 1024 properties");
        body.properties.reserve(property_count);
        for (std::size_t i = 0; i < property_count; ++i) {
            PropertyDeclaration declaration = TRY(property());
            body.properties.push_back(std::move(declaration));
        }
        const std::size_t method_count = count();
        if (method_count > kMaxMethods) return broken("stored class " + body.name + " has more than 1024 methods");
        body.methods.reserve(method_count);
        for (std::size_t i = 0; i < method_count; ++i) {
            MethodDeclaration declaration;
            declaration.name = text();
            declaration.in = TRY(side(level));
            declaration.out = TRY(side(level));
            declaration.qualifiers = TRY(qualifiers());
            body.methods.push_back(std::move(declaration));
        }
        if (!reader_.ok()) return broken("stored class " + body.name + " ends too soon");
        return body;
    }

    std::string_view text() { return reader_.take(count()); }

    [[nodiscard]] bool ok() const { return reader_.ok(); }

    [[nodiscard]] bool at_end() const { return reader_.left() == 0; }

private:
    std::uint64_t number() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            const auto byte = reader_.read<std::uint8_t>();
            value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
            if ((byte & 0x80) == 0) return value;
        }
        reader_.fail();
        return 0;
    }

    /// A number of things of which each takes at least a byte; 0 when there cannot be so many.
    std::size_t count() {
        const std::uint64_t many = number();
        if (many <= reader_.left()) return static_cast<std::size_t>(many);
        reader_.fail();
        return 0;
    }

    Result<Type> type() {
        const std::optional<Type> found = find_type(static_cast<std::uint32_t>(number()));
        if (!reader_.ok() || !found) return broken("a stored class has a type that is none at byte " + std::to_string(reader_.at()));
        return *found;
    }

    Result<Scalar> scalar(CimType type) {
        if (type == CimType::Boolean) return Scalar(reader_.read<std::uint8_t>() != 0);
        if (is_signed_integer(type)) {
            const std::uint64_t folded = number();
            return Scalar(static_cast<std::int64_t>((folded >> 1) ^ (~(folded & 1) + 1)));
        }
        if (is_real(type)) return Scalar(reader_.read<double>());
        if (is_text(type)) return Scalar(std::string(text()));
        if (type != CimType::Object) return Scalar(number());
        Object object = TRY(decode_block(text()));
        return Scalar(std::make_shared<const Object>(std::move(object)));
    }

    Result<Value> value(Type type) {
        const auto kind = reader_.read<std::uint8_t>();
        if (kind == kNothing) return Value();
        if (kind != (type.is_array ? kMany : kSingle)) return broken("a stored value is of a wrong kind at byte " + std::to_string(reader_.at()));
        if (!type.is_array) {
            Scalar single = TRY(scalar(type.element));
            return to_value(std::move(single));
        }
        Array array(count());
        for (Scalar& element : array) element = TRY(scalar(type.element));
        return Value(std::move(array));
    }

    Result<QualifierSet> qualifiers() {
        QualifierSet set;
        const std::size_t many = count();
        for (std::size_t i = 0; i < many; ++i) {
            Qualifier qualifier;
            qualifier.name = text();
            qualifier.flavor = reader_.read<std::uint8_t>();
            qualifier.content.type = TRY(type());
            qualifier.content.value = TRY(value(qualifier.content.type));
            set.set(std::move(qualifier));
        }
        return set;
    }

    Result<PropertyDeclaration> property() {
        PropertyDeclaration declaration;
        declaration.name = text();
        declaration.type = TRY(type());
        declaration.inherits_default = (reader_.read<std::uint8_t>() & kInheritsDefault) != 0;
        declaration.cim_type = text();
        declaration.default_value = TRY(value(declaration.type));
        declaration.qualifiers = TRY(qualifiers());
        return declaration;
    }

    Result<ClassPtr> side(std::size_t level) {
        if (reader_.read<std::uint8_t>() == kNothing) return ClassPtr();
        ClassBody body = TRY(read(nullptr, level + 1));
        return Class::make(std::move(body));
    }

    base::ByteReader reader_;
};

}  // namespace

Bytes encode_body(const ClassBody& body) {
    BodyWriter writer;
    writer.byte(kVersion);
    writer.write(body);
    return writer.release();
}

Result<ClassBody> decode_body(BytesView bytes, ClassPtr parent) {
    BodyReader reader(bytes);
    TRY(reader.open());
    ClassBody body = TRY(reader.read(parent, 1));
    if (!reader.at_end()) return broken("stored class " + body.name + " has bytes behind its end");
    return body;
}

Result<BodyNames> names_of_body(BytesView bytes) {
    BodyReader reader(bytes);
    TRY(reader.open());
    BodyNames names;
    names.name = reader.text();
    names.parent = reader.text();
    if (!reader.ok()) return broken("a stored class ends within its names");
    return names;
}

}  // namespace wmi::cim
