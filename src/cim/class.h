// Classes. A Class is an immutable value shared by pointer: it keeps only what stands in it (its body) and shares what it
// inherits with its parent. It is made from a ClassBody, which is what one edits.
// The resolved view (all properties with their place in a record) is made once, with the class.
#pragma once

#include "cim/qualifier.h"
#include "cim/value.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wmi::cim {

class Class;
using ClassPtr = std::shared_ptr<const Class>;

inline constexpr std::size_t kMaxProperties = 1024;  // WBEM_MAX_USER_PROPERTIES (CLASS-21)
inline constexpr std::size_t kMaxKeys = 256;         // PUT-27
inline constexpr std::size_t kMaxNameLength = 4096;  // WBEM_MAX_IDENTIFIER, characters (CLASS-11)
inline constexpr std::size_t kMaxNesting = 64;       // WBEM_MAX_OBJECT_NESTING
inline constexpr std::size_t kMaxDepth = 256;        // classes on the way from a class to its topmost ancestor
inline constexpr std::size_t kMaxMethods = 1024;     // with the inherited ones

/// A property as it stands in one class: introduced there, or an override of an inherited one.
struct PropertyDeclaration {
    std::string name;
    Type type;
    /// The text of CIMTYPE: "uint32", "ref:CIM_Process", "object:CIM_Error". Empty means the plain word of the type, and in an
    /// override the inherited text.
    std::string cim_type;
    /// For an override: the default is the inherited one and default_value is not looked at.
    bool inherits_default = false;
    Value default_value;
    /// Own qualifiers, without CIMTYPE.
    QualifierSet qualifiers;
};

/// A method as it stands in one class. in and out are classes named __PARAMETERS, or null for an empty side (OBJ-47).
struct MethodDeclaration {
    std::string name;
    ClassPtr in;
    ClassPtr out;
    QualifierSet qualifiers;
};

/// What stands in one class itself. A value to be edited; Class::make closes it.
struct ClassBody {
    std::string name;  // empty: not yet named (OBJ-16)
    ClassPtr parent;
    /// What a locale says of the class, or of one above it, was merged into it (CLASS-56). Belongs to how it was read: it is no
    /// part of the definition and is never stored.
    bool is_localized = false;
    QualifierSet qualifiers;
    std::vector<PropertyDeclaration> properties;  // in the order of declaration
    std::vector<MethodDeclaration> methods;

    PropertyDeclaration* find_property(std::string_view name);
    [[nodiscard]] const PropertyDeclaration* find_property(std::string_view name) const;
    MethodDeclaration* find_method(std::string_view name);
    [[nodiscard]] const MethodDeclaration* find_method(std::string_view name) const;
};

/// One property of the resolved view. Pointers live as long as the class does.
struct Property {
    const PropertyDeclaration* introduced = nullptr;  // gives name, type
    const PropertyDeclaration* nearest = nullptr;     // gives CIMTYPE; the same as introduced when nothing overrides it
    const PropertyDeclaration* defaulted = nullptr;   // whose default_value counts
    std::uint16_t order = 0;                          // its number in records (DeclarationOrder), inherited ones first
    std::uint32_t offset = 0;                         // of its slot in the value table
    std::uint32_t origin = 0;                         // depth of the introducing class, 0 = topmost ancestor
    bool is_key = false;      // here or in an ancestor, whatever the flavor (OBJ-59)
    bool is_indexed = false;  // the same for `indexed`: an index holds the instances of subclasses too
    bool must_have = false;   // key, indexed or not_null: NULL is refused (PUT-16)

    [[nodiscard]] const std::string& name() const { return introduced->name; }

    [[nodiscard]] Type type() const { return introduced->type; }

    [[nodiscard]] const Value& default_value() const { return defaulted->default_value; }
};

/// One method of the resolved view.
struct Method {
    const MethodDeclaration* nearest = nullptr;
    std::uint32_t origin = 0;  // depth of the class that introduced it

    [[nodiscard]] const std::string& name() const { return nearest->name; }
};

class Class {
public:
    /// Checks what every class must fulfil to have records at all: unique names, types of overrides equal to the inherited
    /// ones, defaults that fit, at most kMaxProperties and kMaxKeys, keys of types that can be keys. The rules of keeping
    /// (names, superclass, modes ...) are the repository's.
    /// A qualifier that inheritance forbids to override is not refused here: the class shows the inherited one.
    /// errors   InvalidObject (a name twice), InvalidPropertyType, TypeMismatch (a default), UpdateTypeMismatch,
    ///          UpdatePropagatedMethod, CannotBeKey, TooManyProperties; QuotaViolation beyond kMaxKeys, kMaxMethods, kMaxDepth,
    ///          kMaxNesting
    /// cost     linear in all properties, inherited ones too; about as many allocations as there are own declarations
    static Result<ClassPtr> make(ClassBody body);

    [[nodiscard]] const std::string& name() const { return body_.name; }

    [[nodiscard]] const ClassPtr& parent() const { return body_.parent; }

    [[nodiscard]] const ClassBody& body() const { return body_; }

    /// 0 for a class without a parent.
    [[nodiscard]] std::uint32_t depth() const { return depth_; }

    /// Names of the ancestors, nearest first (__DERIVATION).
    [[nodiscard]] std::vector<std::string> derivation() const;
    /// The topmost ancestor's name (__DYNASTY).
    [[nodiscard]] const std::string& dynasty() const;
    /// The class at a depth on the way up; depth() gives this one.
    [[nodiscard]] const Class& at_depth(std::uint32_t depth) const;
    /// True for the class itself and for every ancestor's name (OBJ-42).
    [[nodiscard]] bool is_a(std::string_view name) const;

    // -- properties, all of them, inherited first; the index is Property::order
    [[nodiscard]] std::span<const Property> properties() const { return properties_; }

    [[nodiscard]] const Property* find_property(std::string_view name) const;
    /// Indexes of properties() sorted by name without regard to case: the order of the record's lookup table and of keys.
    [[nodiscard]] std::span<const std::uint16_t> by_name() const { return by_name_; }

    /// Orders of the keys, sorted by name (PATH-21).
    [[nodiscard]] std::span<const std::uint16_t> keys() const { return keys_; }

    /// The class that declares the keys (this one or an ancestor), whose extent holds the instances; null without keys.
    /// For a singleton: the topmost singleton ancestor.
    [[nodiscard]] const Class* key_class() const { return key_class_; }

    [[nodiscard]] bool introduces(const Property& property) const { return property.origin == depth_; }

    /// What this class itself says of a property (its introduction or an override); null when it is only inherited.
    [[nodiscard]] const PropertyDeclaration* own_declaration(const Property& property) const;
    [[nodiscard]] const MethodDeclaration* own_declaration(const Method& method) const;

    /// The text of CIMTYPE as this class sees it.
    [[nodiscard]] std::string cim_type(const Property& property) const;
    /// Own and inherited qualifiers of a property as this class shows them, CIMTYPE first (QUAL-07, QUAL-11). CIMTYPE's flavor
    /// is 0x03, with kPropagated when this class does not declare the property itself.
    [[nodiscard]] QualifierSet qualifiers_of(const Property& property) const;
    /// Own and inherited class qualifiers.
    [[nodiscard]] QualifierSet qualifiers() const;

    // -- methods, inherited ones first
    [[nodiscard]] std::span<const Method> methods() const { return methods_; }

    [[nodiscard]] const Method* find_method(std::string_view name) const;
    [[nodiscard]] QualifierSet qualifiers_of(const Method& method) const;

    // -- what the class qualifiers say: own ones, and inherited ones by their flavor; but a class stays an association and a
    // -- singleton through its base, whatever the flavor (QUAL-37)
    [[nodiscard]] bool is_abstract() const { return is_abstract_; }

    [[nodiscard]] bool is_singleton() const { return is_singleton_; }

    [[nodiscard]] bool is_association() const { return is_association_; }

    [[nodiscard]] bool is_dynamic() const { return is_dynamic_; }

    [[nodiscard]] bool is_amendment() const { return is_amendment_; }

    /// Value of the `provider` qualifier, empty when there is none.
    [[nodiscard]] const std::string& provider() const { return provider_; }

    // -- the shape of a record
    [[nodiscard]] std::size_t nd_size() const { return (properties_.size() + 3) / 4; }

    [[nodiscard]] std::size_t values_size() const { return values_size_; }

    /// The record of an instance with nothing but defaults, canonical; spawning copies it.
    [[nodiscard]] const std::string& blank_record() const { return blank_record_; }

    /// 1 + the order of the last property whose default stands in the heap of the blank record; 0 when there is none.
    [[nodiscard]] std::uint32_t blank_heap_top() const { return blank_heap_top_; }

    /// Properties whose values go to the heap: text, objects, arrays.
    [[nodiscard]] std::size_t heap_property_count() const { return heap_property_count_; }

    Class(const Class&) = delete;
    Class& operator=(const Class&) = delete;

private:
    struct Making {};

public:
    explicit Class(Making, ClassBody body);  // use make

private:
    Result<void> resolve_properties();
    Result<void> override_property(Property& property, const PropertyDeclaration& declaration);
    void introduce_property(const PropertyDeclaration& declaration);
    Result<void> sort_names();
    void resolve_flags();
    Result<void> resolve_keys();
    Result<void> resolve_methods();
    void make_blank_record();
    [[nodiscard]] QualifierSet declared_qualifiers(const Property& property) const;

    ClassBody body_;
    std::uint32_t depth_ = 0;
    std::vector<Property> properties_;
    std::vector<std::uint16_t> by_name_;
    std::vector<std::uint16_t> keys_;
    const Class* key_class_ = nullptr;
    std::vector<Method> methods_;
    std::size_t values_size_ = 0;
    std::string blank_record_;
    std::uint32_t blank_heap_top_ = 0;
    std::uint32_t heap_property_count_ = 0;
    bool is_abstract_ = false, is_singleton_ = false, is_association_ = false, is_dynamic_ = false, is_amendment_ = false;
    std::string provider_;
};

/// Same name, parent's name, properties (name, type, default), methods and qualifiers, declared in any order: what CLASS-35
/// calls unchanged.
bool same_definition(const Class& left, const Class& right);
/// The same apart from qualifiers that are not important (CLASS-36), with the properties in the same order, so that records of
/// one are records of the other. An override that says nothing important counts as none: whoever changes the Description of
/// something inherited makes one, or takes one away.
bool same_structure(const Class& left, const Class& right);
/// Same parameters on both sides, with the same types, classes that references and objects name, and IDs (CLASS-24).
bool same_signature(const MethodDeclaration& left, const MethodDeclaration& right);
/// Whether a qualifier's change is structural (CLASS-36's list).
bool is_important_qualifier(std::string_view name);

}  // namespace wmi::cim
