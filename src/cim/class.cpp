#include "cim/class.h"

#include "base/text.h"
#include "cim/internal/slots.h"
#include "cim/name.h"
#include "cim/object.h"
#include "cim/record.h"

#include <algorithm>
#include <array>
#include <utility>

namespace wmi::cim {
namespace {

template <class Declarations>
auto* find_named(Declarations& declarations, std::string_view name) {
    const auto found = std::find_if(declarations.begin(), declarations.end(),
                                    [name](const auto& declaration) { return base::same_name(declaration.name, name); });
    return found == declarations.end() ? nullptr : &*found;
}

/// A class qualifier as a class sees it: its own, or the nearest inherited one that is sent to subclasses.
const Qualifier* find_class_qualifier(const Class& of, std::string_view name) {
    if (const Qualifier* own = of.body().qualifiers.find(name)) return own;
    for (const Class* at = of.parent().get(); at; at = at->parent().get())
        if (const Qualifier* inherited = at->body().qualifiers.find(name))
            return propagates(*inherited, flavor::kToSubClass) ? inherited : nullptr;
    return nullptr;
}

bool says(const Class& of, std::string_view name) {
    const Qualifier* found = find_class_qualifier(of, name);
    return found && found->is_true();
}

/// The same for a qualifier of a property.
const Qualifier* find_property_qualifier(const Class& of, const Property& property, std::string_view name) {
    for (const Class* at = &of; at && at->depth() + 1 > property.origin; at = at->parent().get()) {
        const PropertyDeclaration* here = at->own_declaration(property);
        const Qualifier* found = here ? here->qualifiers.find(name) : nullptr;
        if (found) return at == &of || propagates(*found, flavor::kToSubClass) ? found : nullptr;
    }
    return nullptr;
}

std::string in_class(std::string_view what, std::string_view name, const ClassBody& body) {
    return std::string(what) + " " + std::string(name) + " of class " + body.name;
}

std::size_t nesting_in(const Value& value) {
    std::size_t deepest = 0;
    if (const ObjectPtr* object = std::get_if<ObjectPtr>(&value)) deepest = nesting_of(**object);
    if (const Array* array = std::get_if<Array>(&value))
        for (const Scalar& element : *array)
            if (const ObjectPtr* object = std::get_if<ObjectPtr>(&element)) deepest = std::max(deepest, nesting_of(**object));
    return deepest;
}

Result<void> check_declaration(const PropertyDeclaration& declaration, const ClassBody& body) {
    if (!find_type(declaration.type.code()))
        return Error(Status::InvalidPropertyType, in_class("property", declaration.name, body) + " has no type of CIM", declaration.name);
    if (declaration.inherits_default) return {};
    if (!fits(declaration.type, declaration.default_value))
        return Error(Status::TypeMismatch, "the default of " + in_class("property", declaration.name, body) + " does not fit its type",
                     declaration.name);
    if (declaration.type.element == CimType::Object && nesting_in(declaration.default_value) >= kMaxNesting)
        return Error(Status::QuotaViolation, "objects in the default of " + in_class("property", declaration.name, body) + " nest too deep",
                     declaration.name);
    return {};
}

Result<void> check_name(std::string_view what, const std::string& name, const ClassBody& body) {
    if (!is_name_too_long(name)) return {};
    return Error(Status::QuotaViolation, "a " + std::string(what) + " of class " + body.name.substr(0, 64) + " has a name of more than 4096 characters; shorten it");
}

Result<void> check_names(const QualifierSet& qualifiers, const ClassBody& body) {
    for (const Qualifier& qualifier : qualifiers) TRY(check_name("qualifier", qualifier.name, body));
    return {};
}

/// PATH-14. The name of the class itself is checked where it is put: until then it may be anything.
Result<void> check_names(const ClassBody& body) {
    TRY(check_names(body.qualifiers, body));
    for (const PropertyDeclaration& declaration : body.properties) {
        TRY(check_name("property", declaration.name, body));
        TRY(check_names(declaration.qualifiers, body));
    }
    for (const MethodDeclaration& declaration : body.methods) {
        TRY(check_name("method", declaration.name, body));
        TRY(check_names(declaration.qualifiers, body));
    }
    return {};
}

bool same_side(const ClassPtr& left, const ClassPtr& right) {
    if (!left || !right) return (left ? left : right) == nullptr || (left ? left : right)->properties().empty();
    if (left->properties().size() != right->properties().size()) return false;
    return std::all_of(left->properties().begin(), left->properties().end(), [&](const Property& property) {
        const Property* other = right->find_property(property.name());
        return other && other->type() == property.type();
    });
}

/// What records and calls rest on. Stored classes must fulfil it; more, same_signature, is asked where a class is put.
bool has_same_parameters(const MethodDeclaration& left, const MethodDeclaration& right) {
    return same_side(left.in, right.in) && same_side(left.out, right.out);
}

}  // namespace

bool is_name_too_long(std::string_view name) {
    // Cheap first: bytes are at least as many as characters.
    return name.size() > kMaxNameLength && base::to_utf16(name).size() > kMaxNameLength;
}

PropertyDeclaration* ClassBody::find_property(std::string_view wanted) { return find_named(properties, wanted); }

const PropertyDeclaration* ClassBody::find_property(std::string_view wanted) const { return find_named(properties, wanted); }

MethodDeclaration* ClassBody::find_method(std::string_view wanted) { return find_named(methods, wanted); }

const MethodDeclaration* ClassBody::find_method(std::string_view wanted) const { return find_named(methods, wanted); }

// -- making

Result<ClassPtr> Class::make(ClassBody body) {
    auto made = std::make_shared<Class>(Making(), std::move(body));
    if (made->depth_ >= kMaxDepth)
        return Error(Status::QuotaViolation, "class " + made->name() + " has more than 255 ancestors", made->name());
    TRY(check_names(made->body_));
    TRY(made->resolve_properties());
    TRY(made->sort_names());
    made->resolve_flags();
    TRY(made->resolve_keys());
    TRY(made->resolve_methods());
    made->make_blank_record();
    return ClassPtr(std::move(made));
}

Class::Class(Making /*made by make*/, ClassBody body)
    : body_(std::move(body)), depth_(body_.parent ? body_.parent->depth_ + 1 : 0) {}

Result<void> Class::resolve_properties() {
    const Class* parent = body_.parent.get();
    properties_.reserve((parent ? parent->properties_.size() : 0) + body_.properties.size());
    if (parent) {
        properties_ = parent->properties_;
        values_size_ = parent->values_size_;
    }
    for (const PropertyDeclaration& declaration : body_.properties) {
        TRY(check_declaration(declaration, body_));
        const Property* inherited = parent ? parent->find_property(declaration.name) : nullptr;
        if (inherited) {
            TRY(override_property(properties_[inherited->order], declaration));
        } else {
            introduce_property(declaration);
        }
    }
    if (properties_.size() > kMaxProperties)
        return Error(Status::TooManyProperties, "class " + name() + " has more than 1024 properties", name());
    return {};
}

Result<void> Class::override_property(Property& property, const PropertyDeclaration& declaration) {
    if (property.nearest != body_.parent->properties_[property.order].nearest)
        return Error(Status::InvalidObject, in_class("property", declaration.name, body_) + " is declared twice", declaration.name);
    if (property.type() != declaration.type)
        return Error(Status::UpdateTypeMismatch, in_class("property", declaration.name, body_) + " has another type than the inherited one",
                     declaration.name);
    property.nearest = &declaration;
    if (!declaration.inherits_default) property.defaulted = &declaration;
    return {};
}

void Class::introduce_property(const PropertyDeclaration& declaration) {
    Property property;
    property.introduced = property.nearest = property.defaulted = &declaration;
    property.order = static_cast<std::uint16_t>(properties_.size());
    property.offset = static_cast<std::uint32_t>(values_size_);
    property.origin = depth_;
    values_size_ += slot_size(declaration.type);
    properties_.push_back(property);
}

Result<void> Class::sort_names() {
    const auto before = [this](std::uint16_t left, std::uint16_t right) {
        return base::compare_names(properties_[left].name(), properties_[right].name()) < 0;
    };
    by_name_.reserve(properties_.size());
    if (body_.parent) by_name_ = body_.parent->by_name_;
    const auto inherited = static_cast<std::ptrdiff_t>(by_name_.size());
    for (std::size_t order = by_name_.size(); order < properties_.size(); ++order) by_name_.push_back(static_cast<std::uint16_t>(order));
    std::sort(by_name_.begin() + inherited, by_name_.end(), before);
    std::inplace_merge(by_name_.begin(), by_name_.begin() + inherited, by_name_.end(), before);
    for (std::size_t i = 1; i < by_name_.size(); ++i) {
        const std::string& twice = properties_[by_name_[i]].name();
        if (base::same_name(properties_[by_name_[i - 1]].name(), twice))
            return Error(Status::InvalidObject, in_class("property", twice, body_) + " is declared twice", twice);
    }
    return {};
}

void Class::resolve_flags() {
    const Class* parent = body_.parent.get();
    is_abstract_ = says(*this, "abstract");
    is_dynamic_ = says(*this, "dynamic");
    is_amendment_ = says(*this, "amendment");
    is_association_ = (parent && parent->is_association_) || says(*this, "association");
    is_singleton_ = (parent && parent->is_singleton_) || says(*this, "singleton");
    const Qualifier* provider = find_class_qualifier(*this, "provider");
    const auto* text = provider ? std::get_if<std::string>(&provider->content.value) : nullptr;
    if (text) provider_ = *text;
}

Result<void> Class::resolve_keys() {
    for (Property& property : properties_) {
        const PropertyDeclaration* own = own_declaration(property);
        if (!own && !property.must_have) continue;
        property.is_key = property.is_key || (own && own->qualifiers.find("key"));
        property.is_indexed = property.is_indexed || (own && own->qualifiers.is_true("indexed"));
        const Qualifier* not_null = find_property_qualifier(*this, property, "not_null");
        property.must_have = property.is_key || property.is_indexed || (not_null && not_null->is_true());
        if (property.is_key && !can_be_key(property.type()))
            return Error(Status::CannotBeKey, in_class("property", property.name(), body_) + " has a type that no key can have",
                         property.name());
    }
    for (const std::uint16_t order : by_name_)
        if (properties_[order].is_key) keys_.push_back(order);
    if (keys_.size() > kMaxKeys) return Error(Status::QuotaViolation, "class " + name() + " has more than 256 keys", name());
    const Class* parent = body_.parent.get();
    if (parent && parent->key_class_) {
        key_class_ = parent->key_class_;
    } else if (!keys_.empty() || is_singleton_) {
        key_class_ = this;
    }
    return {};
}

Result<void> Class::resolve_methods() {
    if (body_.parent) methods_ = body_.parent->methods_;
    const std::size_t inherited = methods_.size();
    for (const MethodDeclaration& declaration : body_.methods) {
        if (&declaration != body_.find_method(declaration.name))
            return Error(Status::InvalidObject, in_class("method", declaration.name, body_) + " is declared twice", declaration.name);
        for (const ClassPtr* side : {&declaration.in, &declaration.out})
            if (*side && nesting_of(Object(*side)) >= kMaxNesting)
                return Error(Status::QuotaViolation, "parameters of " + in_class("method", declaration.name, body_) + " nest too deep",
                             declaration.name);
        const auto last = methods_.begin() + static_cast<std::ptrdiff_t>(inherited);
        const auto overridden = std::find_if(methods_.begin(), last, [&](const Method& method) {
            return base::same_name(method.name(), declaration.name);
        });
        if (overridden == last) {
            methods_.push_back({&declaration, depth_});
            continue;
        }
        if (!has_same_parameters(*overridden->nearest, declaration))
            return Error(Status::UpdatePropagatedMethod, in_class("method", declaration.name, body_) + " has other parameters than the inherited one",
                         declaration.name);
        overridden->nearest = &declaration;
    }
    if (methods_.size() > kMaxMethods) return Error(Status::QuotaViolation, "class " + name() + " has more than 1024 methods", name());
    return {};
}

void Class::make_blank_record() {
    const std::size_t values = RecordView::kNdOffset + nd_size();
    const std::size_t heap_start = values + values_size_ + 4 + 1 + 4;
    blank_record_.reserve(heap_start + name().size() + 2);
    blank_record_.resize(heap_start);
    base::store<std::uint32_t>(blank_record_.data() + values + values_size_, 4);
    blank_record_[values + values_size_ + 4] = 1;
    internal::HeapWriter heap(blank_record_, heap_start);
    heap.add_text(name());
    for (const Property& property : properties_) {
        const Value& value = property.default_value();
        const bool starts_null = property.is_key || is_null(value);  // the class sets no key (OBJ-39)
        internal::set_nd(blank_record_.data() + RecordView::kNdOffset, property.order, starts_null ? internal::Nd::Null : internal::Nd::Value);
        const bool in_heap = internal::is_in_heap(property.type());
        if (in_heap) ++heap_property_count_;
        if (starts_null) continue;
        if (in_heap) blank_heap_top_ = property.order + 1U;
        const std::uint64_t slot = heap.add(property.type(), value);
        internal::store_slot(blank_record_.data() + values + property.offset, slot_size(property.type()), slot);
    }
    base::store(blank_record_.data() + heap_start - 4, heap.next() | internal::kHeapMark);
    base::store(blank_record_.data(), static_cast<std::uint32_t>(blank_record_.size()));
}

// -- asking

std::vector<std::string> Class::derivation() const {
    std::vector<std::string> names;
    names.reserve(depth_);
    for (const Class* at = parent().get(); at; at = at->parent().get()) names.push_back(at->name());
    return names;
}

const std::string& Class::dynasty() const { return at_depth(0).name(); }

const Class& Class::at_depth(std::uint32_t depth) const {
    const Class* at = this;
    while (at->depth_ > depth) at = at->parent().get();
    return *at;
}

bool Class::is_a(std::string_view wanted) const {
    for (const Class* at = this; at; at = at->parent().get())
        if (base::same_name(at->name(), wanted)) return true;
    return false;
}

const Property* Class::find_property(std::string_view wanted) const {
    const auto found = std::lower_bound(by_name_.begin(), by_name_.end(), wanted, [this](std::uint16_t order, std::string_view name) {
        return base::compare_names(properties_[order].name(), name) < 0;
    });
    if (found == by_name_.end() || !base::same_name(properties_[*found].name(), wanted)) return nullptr;
    return &properties_[*found];
}

const PropertyDeclaration* Class::own_declaration(const Property& property) const {
    if (property.origin > depth_) return nullptr;
    const PropertyDeclaration* nearest = properties_[property.order].nearest;
    if (property.origin == depth_) return nearest;
    return nearest == parent()->properties_[property.order].nearest ? nullptr : nearest;
}

const MethodDeclaration* Class::own_declaration(const Method& method) const { return body_.find_method(method.name()); }

std::string Class::cim_type(const Property& property) const {
    for (const Class* at = this; at && at->depth_ >= property.origin; at = at->parent().get()) {
        const PropertyDeclaration* here = at->own_declaration(property);
        if (here && !here->cim_type.empty()) return here->cim_type;
        if (at->depth_ == property.origin) break;
    }
    return std::string(word_of(property.type().element));
}

QualifierSet Class::declared_qualifiers(const Property& property) const {
    const Class* holder = this;
    while (!holder->own_declaration(property)) holder = holder->parent().get();
    const QualifierSet& own = holder->own_declaration(property)->qualifiers;
    QualifierSet set = holder->depth_ == property.origin
                           ? own
                           : inherit(holder->parent()->declared_qualifiers(property), flavor::kToSubClass, own);
    return holder == this ? set : inherit(set, flavor::kToSubClass, {});
}

QualifierSet Class::qualifiers_of(const Property& property) const {
    const std::uint8_t origin = own_declaration(property) ? 0 : flavor::kPropagated;
    QualifierSet all;
    all.set(text_qualifier("CIMTYPE", cim_type(property), static_cast<std::uint8_t>(flavor::kToInstance | flavor::kToSubClass | origin)));
    for (const Qualifier& qualifier : declared_qualifiers(property)) all.set(qualifier);
    return all;
}

QualifierSet Class::qualifiers() const {
    return parent() ? inherit(parent()->qualifiers(), flavor::kToSubClass, body_.qualifiers) : body_.qualifiers;
}

const Method* Class::find_method(std::string_view wanted) const {
    for (const Method& method : methods_)
        if (base::same_name(method.name(), wanted)) return &method;
    return nullptr;
}

QualifierSet Class::qualifiers_of(const Method& method) const {
    const MethodDeclaration* own = own_declaration(method);
    if (method.origin >= depth_) return own ? own->qualifiers : QualifierSet();
    return inherit(parent()->qualifiers_of(*parent()->find_method(method.name())), flavor::kToSubClass, own ? own->qualifiers : QualifierSet());
}

// -- comparing

namespace {

enum class Depth { Everything, Structure };

bool same_set(const QualifierSet& left, const QualifierSet& right, Depth depth) {
    if (depth == Depth::Everything) return same_qualifiers(left, right);
    const auto holds_all = [](const QualifierSet& these, const QualifierSet& those) {
        return std::all_of(these.begin(), these.end(), [&](const Qualifier& qualifier) {
            if (!is_important_qualifier(qualifier.name)) return true;
            const Qualifier* other = those.find(qualifier.name);
            return other && same_qualifier(qualifier, *other);
        });
    };
    return holds_all(left, right) && holds_all(right, left);
}

bool same_property(const Class& left, const PropertyDeclaration& a, const Class& right, const PropertyDeclaration& b) {
    const Property* in_left = left.find_property(a.name);
    const Property* in_right = right.find_property(b.name);
    if (a.type != b.type || a.inherits_default != b.inherits_default || !same_qualifiers(a.qualifiers, b.qualifiers)) return false;
    if (!a.inherits_default && !same_value(a.default_value, b.default_value)) return false;
    return base::same_name(left.cim_type(*in_left), right.cim_type(*in_right));
}

bool same_class(const ClassPtr& left, const ClassPtr& right, Depth depth);

bool same_method(const MethodDeclaration& left, const MethodDeclaration& right, Depth depth) {
    return same_set(left.qualifiers, right.qualifiers, depth) && same_class(left.in, right.in, depth) && same_class(left.out, right.out, depth);
}

bool same_head(const Class& left, const Class& right, Depth depth) {
    const ClassBody& a = left.body();
    const ClassBody& b = right.body();
    const std::string_view parent_of_a = a.parent ? std::string_view(a.parent->name()) : "";
    const std::string_view parent_of_b = b.parent ? std::string_view(b.parent->name()) : "";
    return base::same_name(a.name, b.name) && base::same_name(parent_of_a, parent_of_b) && same_set(a.qualifiers, b.qualifiers, depth);
}

bool has_same_declarations(const Class& left, const Class& right) {
    const ClassBody& a = left.body();
    const ClassBody& b = right.body();
    if (a.properties.size() != b.properties.size() || a.methods.size() != b.methods.size()) return false;
    const bool has_same_properties = std::all_of(a.properties.begin(), a.properties.end(), [&](const PropertyDeclaration& property) {
        const PropertyDeclaration* other = b.find_property(property.name);
        return other && same_property(left, property, right, *other);
    });
    return has_same_properties && std::all_of(a.methods.begin(), a.methods.end(), [&](const MethodDeclaration& method) {
        const MethodDeclaration* other = b.find_method(method.name);
        return other && same_method(method, *other, Depth::Everything);
    });
}

// -- the same structure: what a class does not declare itself counts as an override that says nothing

template <class Declaration>
bool same_important_qualifiers(const Declaration* left, const Declaration* right) {
    const QualifierSet none;
    return same_set(left ? left->qualifiers : none, right ? right->qualifiers : none, Depth::Structure);
}

bool has_same_structure(const Class& left, const Property& a, const Class& right, const Property& b) {
    if (!base::same_name(a.name(), b.name()) || a.type() != b.type() || left.introduces(a) != right.introduces(b)) return false;
    const PropertyDeclaration* in_left = left.own_declaration(a);
    const PropertyDeclaration* in_right = right.own_declaration(b);
    if (!in_left && !in_right) return true;
    if (!same_important_qualifiers(in_left, in_right)) return false;
    const bool inherits = !in_left || in_left->inherits_default;
    if (inherits != (!in_right || in_right->inherits_default)) return false;
    if (!inherits && !same_value(in_left->default_value, in_right->default_value)) return false;
    return base::same_name(left.cim_type(a), right.cim_type(b));
}

bool has_same_structure(const Class& left, const Method& a, const Class& right, const Method& b) {
    const MethodDeclaration* in_left = left.own_declaration(a);
    const MethodDeclaration* in_right = right.own_declaration(b);
    if (!in_left && !in_right) return true;
    return same_important_qualifiers(in_left, in_right) && same_class(a.nearest->in, b.nearest->in, Depth::Structure) && same_class(a.nearest->out, b.nearest->out, Depth::Structure);
}

bool has_same_members(const Class& left, const Class& right) {
    if (left.properties().size() != right.properties().size() || left.methods().size() != right.methods().size()) return false;
    for (std::size_t i = 0; i < left.properties().size(); ++i)
        if (!has_same_structure(left, left.properties()[i], right, right.properties()[i])) return false;
    return std::all_of(left.methods().begin(), left.methods().end(), [&](const Method& method) {
        const Method* other = right.find_method(method.name());
        return other && has_same_structure(left, method, right, *other);
    });
}

bool same_class(const Class& left, const Class& right, Depth depth) {
    if (!same_head(left, right, depth)) return false;
    return depth == Depth::Everything ? has_same_declarations(left, right) : has_same_members(left, right);
}

bool same_class(const ClassPtr& left, const ClassPtr& right, Depth depth) {
    return left == right || (left && right && same_class(*left, *right, depth));
}

}  // namespace

bool same_definition(const Class& left, const Class& right) { return same_class(left, right, Depth::Everything); }

bool same_structure(const Class& left, const Class& right) { return same_class(left, right, Depth::Structure); }

namespace {

bool same_side_exactly(const ClassPtr& left, const ClassPtr& right) {
    if (!same_side(left, right)) return false;
    if (!left || !right) return true;
    return std::all_of(left->properties().begin(), left->properties().end(), [&](const Property& parameter) {
        const Property& other = *right->find_property(parameter.name());
        const Qualifier* id = find_property_qualifier(*left, parameter, "ID");
        const Qualifier* other_id = find_property_qualifier(*right, other, "ID");
        if ((id == nullptr) != (other_id == nullptr) || (id && !same_value(id->content, other_id->content))) return false;
        return base::same_name(left->cim_type(parameter), right->cim_type(other));
    });
}

}  // namespace

bool same_signature(const MethodDeclaration& left, const MethodDeclaration& right) {
    return same_side_exactly(left.in, right.in) && same_side_exactly(left.out, right.out);
}

bool is_important_qualifier(std::string_view name) {
    static constexpr std::array<std::string_view, 15> kImportant{"abstract", "key",         "indexed", "singleton", "dynamic",
                                                                 "provider", "not_null",    "association", "CIMTYPE", "static",
                                                                 "in",       "out",         "id",      "implemented", "disabled"};
    return std::any_of(kImportant.begin(), kImportant.end(), [name](std::string_view known) { return base::same_name(known, name); });
}

}  // namespace wmi::cim
