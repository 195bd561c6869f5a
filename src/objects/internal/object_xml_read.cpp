// XML to objects. A text is flat, with all that a class inherits marked as such; classes are made again from the topmost ancestor down.
#include "base/text.h"
#include "cim/convert.h"
#include "objects/internal/object_xml.h"

#include <algorithm>
#include <optional>

namespace wmi::objects::internal {
namespace {

using base::Error;
using base::Result;
using base::Status;
using cim::CimType;
using cim::ClassBody;
using cim::ClassPtr;
using cim::Object;
using cim::PropertyDeclaration;
using cim::Qualifier;
using cim::QualifierSet;
using cim::Value;
namespace flavor = cim::flavor;

Error unlike(const Element& element, std::string_view what) { return Error(Status::InvalidObject, element.place() + " " + std::string(what)); }

Result<std::string> needed(const Element& element, std::string_view attribute) {
    const std::string* found = element.find(attribute);
    if (!found) return unlike(element, "needs the attribute " + std::string(attribute));
    return *found;
}

/// An attribute that is true or false.
bool says(const Element& element, std::string_view attribute, bool by_default) {
    const std::string* found = element.find(attribute);
    return found ? base::same_name(*found, "true") : by_default;
}

struct Item {
    PropertyDeclaration declaration;
    std::string origin;
    bool is_propagated = false;
};

struct MethodItem {
    cim::MethodDeclaration declaration;
    std::string origin;
    bool is_propagated = false;
};

struct Flat {
    std::string name;
    std::vector<std::string> ancestors;  // nearest first
    QualifierSet qualifiers;
    std::vector<Item> properties;
    std::vector<MethodItem> methods;
    cim::Origin origin;
};

Result<Object> read_object(const Element& element);

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\n") - first + 1);
}

Result<cim::Scalar> read_char(const Element& element) {
    const std::u16string units = base::to_utf16(element.text);
    if (units.size() > 1) return unlike(element, "must hold one character of 16 bits");
    return cim::Scalar(std::uint64_t{units.empty() ? u'\0' : units[0]});
}

Result<cim::Scalar> read_scalar(CimType type, const Element& element) {
    if (type == CimType::Object) {
        if (element.name != "VALUE.OBJECT" || element.children.empty()) return unlike(element, "stands where VALUE.OBJECT with an object should");
        Object object = TRY(read_object(element.children.front()));
        return cim::Scalar(cim::ObjectPtr(std::make_shared<const Object>(std::move(object))));
    }
    if (type == CimType::Reference) {
        if (element.name != "VALUE.REFERENCE") return unlike(element, "stands where VALUE.REFERENCE should");
        std::string path = TRY(read_reference(element));
        return cim::Scalar(std::move(path));
    }
    if (element.name != "VALUE") return unlike(element, "stands where VALUE should");
    if (type == CimType::String) return cim::Scalar(element.text);
    if (type == CimType::Char16) return read_char(element);
    auto read = cim::from_text(type, trimmed(element.text));
    if (!read) return Error(read.status(), element.place() + ": " + read.error().sentence());
    return std::move(read).value();
}

/// The value among an element's children; NULL when there is none.
Result<Value> read_value(cim::Type type, const Element& in) {
    const auto found = std::find_if(in.children.begin(), in.children.end(), [](const Element& child) { return child.name.starts_with("VALUE"); });
    if (found == in.children.end()) return Value();
    if (!type.is_array) {
        cim::Scalar scalar = TRY(read_scalar(type.element, *found));
        return cim::to_value(std::move(scalar));
    }
    if (!found->name.ends_with("ARRAY")) return unlike(*found, "stands where an array should");
    cim::Array array;
    for (const Element& element : found->children) {
        cim::Scalar scalar = TRY(read_scalar(type.element, element));
        array.push_back(std::move(scalar));
    }
    return Value(std::move(array));
}

Result<CimType> read_type(const Element& element, const std::string& word) {
    const auto type = cim::find_type_word(word);
    if (!type) return unlike(element, "has the unknown type " + word);
    return *type;
}

Result<Qualifier> read_qualifier(const Element& element) {
    Qualifier made;
    made.name = TRY(needed(element, "NAME"));
    const std::string* word = element.find("TYPE");
    made.content.type.is_array = element.child("VALUE.ARRAY") != nullptr;
    made.content.type.element = word ? TRY(read_type(element, *word)) : CimType::Empty;
    if (word) made.content.value = TRY(read_value(made.content.type, element));
    if (!says(element, "OVERRIDABLE", true)) made.flavor |= flavor::kNotOverridable;
    if (says(element, "TOSUBCLASS", true)) made.flavor |= flavor::kToSubClass;
    if (says(element, "TOINSTANCE", false)) made.flavor |= flavor::kToInstance;
    if (says(element, "TRANSLATABLE", false)) made.flavor |= flavor::kAmended;
    if (says(element, "PROPAGATED", false)) made.flavor |= flavor::kPropagated;
    return made;
}

Result<QualifierSet> read_qualifiers(const Element& of) {
    QualifierSet set;
    for (const Element& child : of.children) {
        if (child.name != "QUALIFIER") continue;
        Qualifier qualifier = TRY(read_qualifier(child));
        if (set.find(qualifier.name)) return unlike(child, "stands twice: " + qualifier.name);
        set.set(std::move(qualifier));
    }
    return set;
}

/// The type that an element's own name says: PROPERTY.REFERENCE, PARAMETER.OBJECTARRAY ...
Result<cim::Type> read_item_type(const Element& element) {
    const std::size_t dot = element.name.find('.');
    const std::string_view suffix = dot == std::string::npos ? std::string_view() : std::string_view(element.name).substr(dot);
    if (suffix == ".REFERENCE") return cim::Type{CimType::Reference, false};
    if (suffix == ".REFARRAY") return cim::Type{CimType::Reference, true};
    if (suffix == ".OBJECT") return cim::Type{CimType::Object, false};
    if (suffix == ".OBJECTARRAY") return cim::Type{CimType::Object, true};
    if (!suffix.empty() && suffix != ".ARRAY") return unlike(element, "is no property and no parameter");
    const std::string word = TRY(needed(element, "TYPE"));
    const CimType type = TRY(read_type(element, word));
    return cim::Type{type, !suffix.empty()};
}

Result<Item> read_item(const Element& element) {
    Item item;
    PropertyDeclaration& made = item.declaration;
    made.name = TRY(needed(element, "NAME"));
    made.type = TRY(read_item_type(element));
    made.qualifiers = TRY(read_qualifiers(element));
    if (const Qualifier* written = made.qualifiers.find("CIMTYPE")) {
        if (const auto* text = std::get_if<std::string>(&written->content.value)) made.cim_type = *text;
        made.qualifiers.erase("CIMTYPE");
    }
    if (const std::string* of = element.find("REFERENCECLASS")) made.cim_type = std::string(cim::word_of(made.type.element)) + ':' + *of;
    made.default_value = TRY(read_value(made.type, element));
    if (const std::string* origin = element.find("CLASSORIGIN")) item.origin = *origin;
    item.is_propagated = says(element, "PROPAGATED", false);
    return item;
}

/// Parameters that say neither In nor Out go in; those without an ID are numbered in their order.
Result<void> read_parameter(const Element& element, std::int64_t number, ClassBody& in, ClassBody& out) {
    Item item = TRY(read_item(element));
    QualifierSet& set = item.declaration.qualifiers;
    if (!set.find("in") && !set.find("out")) set.set(cim::mark("in"));
    if (!set.find("ID")) set.set({"ID", {{CimType::Sint32, false}, number}, flavor::kNotOverridable | flavor::kToInstance});
    const bool is_out = set.is_true("out");
    if (set.is_true("in")) in.properties.push_back(item.declaration);
    if (is_out) out.properties.push_back(std::move(item.declaration));
    return {};
}

Result<MethodItem> read_method(const Element& element) {
    MethodItem item;
    item.declaration.name = TRY(needed(element, "NAME"));
    item.declaration.qualifiers = TRY(read_qualifiers(element));
    if (const std::string* origin = element.find("CLASSORIGIN")) item.origin = *origin;
    item.is_propagated = says(element, "PROPAGATED", false);
    ClassBody in, out;
    in.name = out.name = "__PARAMETERS";
    std::int64_t number = 0;
    for (const Element& child : element.children)
        if (child.name.starts_with("PARAMETER")) TRY(read_parameter(child, number++, in, out));
    if (const std::string* word = element.find("TYPE")) {
        PropertyDeclaration returned;
        returned.name = "ReturnValue";
        returned.type.element = TRY(read_type(element, *word));
        returned.qualifiers.set(cim::mark("out"));
        out.properties.push_back(std::move(returned));
    }
    if (!in.properties.empty()) item.declaration.in = TRY(cim::Class::make(std::move(in)));
    if (!out.properties.empty()) item.declaration.out = TRY(cim::Class::make(std::move(out)));
    return item;
}

/// What a system property says that nothing else does.
void take_system(Item& item, Flat& to) {
    const Value& value = item.declaration.default_value;
    const auto* text = std::get_if<std::string>(&value);
    if (base::same_name(item.declaration.name, "__SERVER") && text) to.origin.server = *text;
    if (base::same_name(item.declaration.name, "__NAMESPACE") && text) to.origin.namespace_path = *text;
    const auto* names = std::get_if<cim::Array>(&value);
    if (!base::same_name(item.declaration.name, "__DERIVATION") || !names) return;
    to.ancestors.clear();
    for (const cim::Scalar& name : *names)
        if (const auto* one = std::get_if<std::string>(&name)) to.ancestors.push_back(*one);
}

Result<Flat> read_flat(const Element& element, std::string_view name) {
    Flat flat;
    flat.name = TRY(needed(element, name));
    const std::string* parent = element.find("SUPERCLASS");
    if (parent) flat.ancestors.push_back(*parent);
    flat.qualifiers = TRY(read_qualifiers(element));
    for (const Element& child : element.children) {
        if (child.name.starts_with("PROPERTY")) {
            Item item = TRY(read_item(child));
            if (item.origin == "___SYSTEM") {
                take_system(item, flat);
            } else {
                flat.properties.push_back(std::move(item));
            }
        } else if (child.name == "METHOD") {
            MethodItem item = TRY(read_method(child));
            flat.methods.push_back(std::move(item));
        } else if (child.name != "QUALIFIER") {
            return unlike(child, "has no place in a class or an instance");
        }
    }
    if (parent && !base::same_name(flat.ancestors.empty() ? "" : flat.ancestors.front(), *parent))
        return unlike(element, "has another SUPERCLASS than its __DERIVATION begins with");
    return flat;
}

/// Qualifiers that came from above, as they stand there, and those of the element's own.
struct Parted {
    QualifierSet inherited;
    QualifierSet own;
};

Parted part(const QualifierSet& all) {
    Parted parted;
    for (Qualifier qualifier : all) {
        const bool is_inherited = (qualifier.flavor & flavor::kPropagated) != 0;
        qualifier.flavor &= static_cast<std::uint8_t>(~flavor::kPropagated);
        (is_inherited ? parted.inherited : parted.own).set(std::move(qualifier));
    }
    return parted;
}

/// The bodies of a class and its ancestors, topmost first, before they are made.
class Line {
public:
    explicit Line(const Flat& flat) {
        bodies_.resize(flat.ancestors.size() + 1);
        for (std::size_t i = 0; i < flat.ancestors.size(); ++i) bodies_[flat.ancestors.size() - 1 - i].name = flat.ancestors[i];
        bodies_.back().name = flat.name;
    }

    ClassBody& own() { return bodies_.back(); }

    /// The nearest ancestor, or the class itself when it has none.
    ClassBody& above() { return bodies_[bodies_.size() < 2 ? 0 : bodies_.size() - 2]; }

    ClassBody& origin(const std::string& name, bool is_propagated) {
        for (ClassBody& body : bodies_)
            if (!name.empty() && base::same_name(body.name, name)) return &body == &own() && is_propagated ? above() : body;
        return is_propagated ? above() : own();
    }

    Result<ClassPtr> make() {
        ClassPtr made;
        for (ClassBody& body : bodies_) {
            body.parent = std::move(made);
            made = TRY(cim::Class::make(std::move(body)));
        }
        return made;
    }

private:
    std::vector<ClassBody> bodies_;
};

PropertyDeclaration bare(const PropertyDeclaration& of) {
    PropertyDeclaration made;
    made.name = of.name;
    made.type = of.type;
    made.cim_type = of.cim_type;
    return made;
}

void add_property(Line& line, const Item& item) {
    const PropertyDeclaration& said = item.declaration;
    Parted parted = part(said.qualifiers);
    ClassBody& at = line.origin(item.origin, item.is_propagated);
    PropertyDeclaration introduced = bare(said);
    if (&at == &line.own()) {
        introduced.qualifiers = std::move(parted.own);
        for (const Qualifier& qualifier : parted.inherited) introduced.qualifiers.set(qualifier);
        introduced.default_value = said.default_value;
        line.own().properties.push_back(std::move(introduced));
        return;
    }
    introduced.qualifiers = std::move(parted.inherited);
    if (item.is_propagated) introduced.default_value = said.default_value;
    at.properties.push_back(std::move(introduced));
    if (item.is_propagated) return;
    PropertyDeclaration here = bare(said);
    here.qualifiers = std::move(parted.own);
    here.default_value = said.default_value;
    line.own().properties.push_back(std::move(here));
}

void add_method(Line& line, const MethodItem& item) {
    Parted parted = part(item.declaration.qualifiers);
    ClassBody& at = line.origin(item.origin, item.is_propagated);
    cim::MethodDeclaration introduced = item.declaration;
    introduced.qualifiers = std::move(&at == &line.own() ? parted.own : parted.inherited);
    at.methods.push_back(std::move(introduced));
    if (&at == &line.own() || item.is_propagated) return;
    cim::MethodDeclaration here = item.declaration;
    here.qualifiers = std::move(parted.own);
    line.own().methods.push_back(std::move(here));
}

cim::OriginPtr origin_of(const Flat& flat) {
    if (flat.origin.namespace_path.empty()) return nullptr;
    return std::make_shared<const cim::Origin>(flat.origin);
}

Result<Object> read_class(const Element& element) {
    const Flat flat = TRY(read_flat(element, "NAME"));
    Line line(flat);
    Parted parted = part(flat.qualifiers);
    for (const Item& item : flat.properties) add_property(line, item);
    for (const MethodItem& item : flat.methods) add_method(line, item);
    line.above().qualifiers = std::move(parted.inherited);
    for (const Qualifier& qualifier : parted.own) line.own().qualifiers.set(qualifier);
    ClassPtr made = TRY(line.make());
    return Object(std::move(made), origin_of(flat));
}

/// The class that an instance's text tells of: no defaults, and of qualifiers what reached the instance. `key` must stand where the
/// property does; the others stand in the class itself, so that they reach the instance whatever their flavor.
Result<ClassPtr> class_of(const Flat& flat) {
    Line line(flat);
    line.own().qualifiers = part(flat.qualifiers).inherited;
    for (const Item& item : flat.properties) {
        ClassBody& at = line.origin(item.origin, false);
        PropertyDeclaration introduced = bare(item.declaration);
        QualifierSet inherited = part(item.declaration.qualifiers).inherited;
        if (&at != &line.own()) {
            if (const Qualifier* key = inherited.find("key")) introduced.qualifiers.set(*key);
            PropertyDeclaration here = bare(item.declaration);
            here.inherits_default = true;
            inherited.erase("key");
            here.qualifiers = std::move(inherited);
            if (!here.qualifiers.empty()) line.own().properties.push_back(std::move(here));
        } else {
            introduced.qualifiers = std::move(inherited);
        }
        at.properties.push_back(std::move(introduced));
    }
    return line.make();
}

Result<Object> read_instance(const Element& element) {
    const Flat flat = TRY(read_flat(element, "CLASSNAME"));
    if (!flat.methods.empty()) return unlike(element, "is an instance and has a method");
    ClassPtr of = TRY(class_of(flat));
    cim::Instance instance = cim::Instance::spawn(of);
    for (const Item& item : flat.properties) {
        const cim::Property* property = of->find_property(item.declaration.name);
        if (!property) return unlike(element, "lost property " + item.declaration.name);
        TRY(instance.put(*property, item.declaration.default_value));
        const QualifierSet own = part(item.declaration.qualifiers).own;
        if (!own.empty()) instance.set_own_qualifiers_of(*property, own);
    }
    const QualifierSet own = part(flat.qualifiers).own;
    if (!own.empty()) instance.set_own_qualifiers(own);
    return Object(std::move(instance), origin_of(flat));
}

Result<Object> read_object(const Element& element) {
    if (element.name == "CLASS") return read_class(element);
    if (element.name == "INSTANCE") return read_instance(element);
    return unlike(element, "is neither CLASS nor INSTANCE");
}

}  // namespace

Result<Object> from_xml(std::string_view utf8) {
    const Element root = TRY(read_xml(utf8));
    const bool is_around = root.name == "VALUE.NAMEDOBJECT" || root.name == "VALUE.OBJECTWITHLOCALPATH" || root.name == "VALUE.OBJECTWITHPATH";
    if (!is_around) return read_object(root);
    if (root.children.empty()) return unlike(root, "holds no object");
    return read_object(root.children.back());
}

}  // namespace wmi::objects::internal
