#include "cim/internal/class_part.h"

#include "base/text.h"
#include "cim/object.h"

#include <algorithm>
#include <utility>

namespace wmi::cim::internal {
namespace {

constexpr std::uint32_t kInherited = 0x4000;
constexpr std::uint8_t kMethodInherited = 0x20;

/// Takes the part that begins at the reader's place, by the length it says it has.
Result<BytesView> take_part(base::ByteReader& reader, std::string_view what) {
    const std::size_t start = reader.at();
    base::ByteReader ahead = reader;
    const auto length = ahead.read<std::uint32_t>();
    const BytesView part = reader.take(length);
    if (!reader.ok() || length < 12)
        return broken(std::string(what) + " at byte " + std::to_string(start) + " says that it has " + std::to_string(length) + " bytes");
    return part;
}

Error inside(Error error, std::string_view what, std::size_t start) {
    return Error(error.status(), error.sentence() + ", in the " + std::string(what) + " at byte " + std::to_string(start), error.about());
}

Result<std::vector<std::string>> read_derivation(BytesView list, Allowance& allowance) {
    std::vector<std::string> names;
    while (!list.empty()) {
        const std::string_view encoded = encoded_text(list);
        if (encoded.empty() || static_cast<unsigned char>(encoded[0]) > 1 || list.size() < encoded.size() + 4)
            return broken("the list of ancestors ends too soon");
        if (names.size() + 1 == kMaxDepth || !allowance.take(encoded.size()))
            return Error(Status::QuotaViolation, "a class has more than 255 ancestors");
        names.push_back(decode_text(encoded));
        list.remove_prefix(encoded.size() + 4);
    }
    return names;
}

BytesView take_list(base::ByteReader& reader) {
    const auto length = reader.read<std::uint32_t>();
    if (length < 4) reader.fail();
    return reader.take(length - std::size_t{4});
}

/// A qualifier set with its length in front.
BytesView take_set(base::ByteReader& reader, BytesView all) {
    const std::size_t start = reader.at();
    (void)take_list(reader);
    return reader.ok() ? all.substr(start, reader.at() - start) : BytesView();
}

void take_cim_type(WireProperty& property) {
    const Qualifier* found = property.qualifiers.find("CIMTYPE");
    if (!found) return;
    property.is_type_own = (found->flavor & flavor::kPropagated) == 0;
    const auto* text = std::get_if<std::string>(&found->content.value);
    if (text && !base::same_name(*text, word_of(property.type.element))) property.cim_type = *text;
    property.qualifiers.erase("CIMTYPE");
}

struct ClassTables {
    BytesView lookup;
    BytesView nd;
    BytesView values;
};

Result<WireProperty> read_property(const HeapReader& heap, const ClassTables& tables, std::size_t index) {
    WireProperty property;
    const char* entry = tables.lookup.data() + 8 * index;
    property.name = TRY(heap.text(base::load<std::uint32_t>(entry)));
    const BytesView info = TRY(heap.rest(base::load<std::uint32_t>(entry + 4)));
    base::ByteReader reader(info);
    const std::optional<Type> type = find_type(reader.read<std::uint32_t>() & ~kInherited);
    property.order = reader.read<std::uint16_t>();
    property.offset = reader.read<std::uint32_t>();
    property.origin = reader.read<std::uint32_t>();
    const BytesView set = take_set(reader, info);
    if (!reader.ok() || !type) return broken("property " + property.name + " is cut off or of an unknown type").concerning(property.name);
    property.type = *type;
    property.qualifiers = TRY(read_qualifier_set(set, heap));
    take_cim_type(property);
    if (property.order / 4 >= tables.nd.size() || property.offset + slot_size(*type) > tables.values.size())
        return broken("property " + property.name + " stands outside the value table").concerning(property.name);
    property.nd = nd_at(tables.nd.data(), property.order);
    if (property.nd == Nd::Value || property.nd == Nd::Default)
        property.default_value = TRY(heap.value(*type, tables.values.data() + property.offset));
    return property;
}

Result<WireClass> read_class_bytes(BytesView part, Reading reading) {
    base::ByteReader reader(part);
    reader.skip(5);
    const auto name = reader.read<std::uint32_t>();
    const auto tables_size = reader.read<std::uint32_t>();
    const BytesView derivation = take_list(reader);
    const BytesView set = take_set(reader, part);
    const auto count = reader.read<std::uint32_t>();
    if (count > kMaxProperties) return Error(Status::TooManyProperties, "a class has more than 1024 properties");
    ClassTables tables;
    tables.lookup = reader.take(8 * std::size_t{count});
    WireClass read;
    read.nd_size = (count + 3) / 4;
    read.values_size = tables_size - std::min<std::size_t>(tables_size, read.nd_size);
    tables.nd = reader.take(read.nd_size);
    tables.values = reader.take(read.values_size);
    const BytesView heap_bytes = reader.take(reader.read<std::uint32_t>() & ~kHeapMark);
    if (!reader.ok() || tables_size < read.nd_size) return broken("it ends too soon");
    const HeapReader heap(heap_bytes, reading);
    read.derivation = TRY(read_derivation(derivation, *reading.allowance));
    if (!reading.allowance->take(read.derivation.size() * count)) return Error(Status::QuotaViolation, "classes are too large for their bytes");
    if (name != kNoReference) read.name = TRY(heap.text(name));
    read.qualifiers = TRY(read_qualifier_set(set, heap));
    read.properties.reserve(count);
    for (std::uint32_t i = 0; i < count; ++i) {
        WireProperty property = TRY(read_property(heap, tables, i));
        read.properties.push_back(std::move(property));
    }
    read.is_missing = name == kNoReference && count == 0 && read.derivation.empty();
    return read;
}

Result<ClassPtr> read_side(const HeapReader& heap, std::uint32_t reference) {
    const BytesView block = TRY(heap.block(reference));
    if (block.empty()) return ClassPtr();
    const Reading reading = heap.reading();
    const Object object = TRY(decode_nested(block, {reading.allowance, reading.level + 1}));
    if (!object.is_class()) return broken("the parameters of a method are no class");
    return object.class_pointer();
}

Result<std::vector<WireMethod>> read_methods_bytes(BytesView part, Reading reading) {
    base::ByteReader reader(part);
    reader.skip(4);
    const auto count = reader.read<std::uint16_t>();
    reader.skip(2);
    const BytesView descriptions = reader.take(24 * std::size_t{count});
    const BytesView heap_bytes = reader.take(reader.read<std::uint32_t>() & ~kHeapMark);
    if (!reader.ok()) return broken("it ends too soon");
    if (count > kMaxMethods) return Error(Status::QuotaViolation, "a class has more than 1024 methods");
    const HeapReader heap(heap_bytes, reading);
    std::vector<WireMethod> methods;
    methods.reserve(count);
    base::ByteReader description(descriptions);
    for (unsigned i = 0; i < count; ++i) {
        WireMethod method;
        method.name = TRY(heap.text(description.read<std::uint32_t>()));
        method.is_inherited = (description.read<std::uint8_t>() & kMethodInherited) != 0;
        description.skip(3);
        method.origin = description.read<std::uint32_t>();
        const auto set = description.read<std::uint32_t>();
        if (set != kNoReference) {
            const BytesView from = TRY(heap.rest(set));
            base::ByteReader set_reader(from);
            const BytesView bytes = take_set(set_reader, from);
            if (!set_reader.ok()) return broken("the qualifiers of method " + method.name + " are cut off").concerning(method.name);
            method.qualifiers = TRY(read_qualifier_set(bytes, heap));
        }
        method.in = TRY(read_side(heap, description.read<std::uint32_t>()));
        method.out = TRY(read_side(heap, description.read<std::uint32_t>()));
        methods.push_back(std::move(method));
    }
    return methods;
}

enum class Share { Own, Inherited, All };

/// The qualifiers of a flat set that a class or its parent must declare so that inheritance gives the set again.
QualifierSet share_of(const QualifierSet& set, Share share) {
    QualifierSet chosen;
    for (Qualifier qualifier : set) {
        const bool is_inherited = (qualifier.flavor & flavor::kPropagated) != 0;
        if (share != Share::All && is_inherited != (share == Share::Inherited)) continue;
        qualifier.flavor = static_cast<std::uint8_t>(qualifier.flavor & ~flavor::kPropagated);
        if (is_inherited && !propagates(qualifier, flavor::kToSubClass)) qualifier.flavor |= flavor::kToSubClass;
        chosen.set(std::move(qualifier));
    }
    return chosen;
}

PropertyDeclaration introduce(const WireProperty& property, Share share) {
    PropertyDeclaration declaration;
    declaration.name = property.name;
    declaration.type = property.type;
    declaration.cim_type = property.cim_type;
    declaration.qualifiers = share_of(property.qualifiers, share);
    const bool is_own_default = property.nd == Nd::Value || property.nd == Nd::Null;
    if (share == Share::All || !is_own_default) declaration.default_value = property.default_value;
    return declaration;
}

/// What a class says of a property that its parent has; nothing when it only inherits it.
std::optional<PropertyDeclaration> override_of(const WireProperty& property, const Class& parent, const Property& inherited) {
    PropertyDeclaration declaration;
    declaration.name = property.name;
    declaration.type = property.type;
    declaration.qualifiers = share_of(property.qualifiers, Share::Own);
    if (!property.cim_type.empty() && !base::same_name(property.cim_type, parent.cim_type(inherited))) declaration.cim_type = property.cim_type;
    const bool says_own = property.is_type_own && (property.nd == Nd::Value || property.nd == Nd::Null);
    declaration.inherits_default = !says_own && same_value(property.default_value, inherited.default_value());
    if (!declaration.inherits_default) declaration.default_value = property.default_value;
    if (declaration.inherits_default && declaration.qualifiers.empty() && declaration.cim_type.empty()) return std::nullopt;
    return declaration;
}

std::vector<const WireProperty*> in_order(const WireClass& part) {
    std::vector<const WireProperty*> sorted;
    sorted.reserve(part.properties.size());
    for (const WireProperty& property : part.properties) sorted.push_back(&property);
    std::stable_sort(sorted.begin(), sorted.end(), [](const auto* left, const auto* right) { return left->order < right->order; });
    return sorted;
}

MethodDeclaration declare(const WireMethod& method, Share share) {
    return {method.name, method.in, method.out, share_of(method.qualifiers, share)};
}

Result<ClassPtr> make_ancestors(const WireClass& part, const std::vector<const WireProperty*>& properties,
                                const std::vector<WireMethod>& methods) {
    ClassPtr chain;
    for (std::size_t depth = 0; depth < part.derivation.size(); ++depth) {
        ClassBody body;
        body.name = part.derivation[part.derivation.size() - 1 - depth];
        body.parent = chain;
        if (depth + 1 == part.derivation.size()) body.qualifiers = share_of(part.qualifiers, Share::Inherited);
        for (const WireProperty* property : properties)
            if (property->origin == depth) body.properties.push_back(introduce(*property, Share::Inherited));
        for (const WireMethod& method : methods)
            if (method.origin == depth) body.methods.push_back(declare(method, Share::Inherited));
        chain = TRY(Class::make(std::move(body)));
    }
    return chain;
}

}  // namespace

Result<WireClass> read_class_part(base::ByteReader& reader, Reading reading) {
    const std::size_t start = reader.at();
    const BytesView part = TRY(take_part(reader, "a class part"));
    auto read = read_class_bytes(part, reading);
    if (!read) return inside(std::move(read).error(), "class part", start);
    return read;
}

Result<std::vector<WireMethod>> read_methods_part(base::ByteReader& reader, Reading reading) {
    const std::size_t start = reader.at();
    const BytesView part = TRY(take_part(reader, "a methods part"));
    auto read = read_methods_bytes(part, reading);
    if (!read) return inside(std::move(read).error(), "methods part", start);
    return read;
}

Result<ClassPtr> rebuild(const WireClass& part, const std::vector<WireMethod>& methods, ClassPtr parent) {
    const std::vector<const WireProperty*> properties = in_order(part);
    if (!parent) parent = TRY(make_ancestors(part, properties, methods));
    ClassBody body;
    body.name = part.name;
    body.parent = parent;
    body.qualifiers = share_of(part.qualifiers, parent ? Share::Own : Share::All);
    for (const WireProperty* property : properties) {
        const Property* inherited = parent ? parent->find_property(property->name) : nullptr;
        if (!inherited) {
            body.properties.push_back(introduce(*property, Share::All));
            continue;
        }
        if (inherited->type() != property->type)
            return broken("property " + property->name + " has another type than the inherited one").concerning(property->name);
        std::optional<PropertyDeclaration> declaration = override_of(*property, *parent, *inherited);
        if (declaration) body.properties.push_back(std::move(*declaration));
    }
    for (const WireMethod& method : methods) {
        const bool is_known = parent && parent->find_method(method.name);
        if (is_known && method.is_inherited) continue;
        body.methods.push_back(declare(method, is_known ? Share::Own : Share::All));
    }
    return Class::make(std::move(body));
}

InstanceLayout layout_of(const WireClass& part, const Class& rebuilt) {
    InstanceLayout layout;
    layout.places.reserve(part.properties.size());
    for (const WireProperty& property : part.properties)
        layout.places.push_back({rebuilt.find_property(property.name), property.order, property.offset});
    layout.nd_size = part.nd_size;
    layout.values_size = part.values_size;
    return layout;
}

}  // namespace wmi::cim::internal
