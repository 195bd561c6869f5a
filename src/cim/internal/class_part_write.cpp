#include "cim/internal/class_part.h"
#include "cim/object.h"
#include "cim/record.h"
#include "cim/wmio.h"

#include <utility>

namespace wmi::cim {
namespace internal {
namespace {

constexpr std::uint32_t kInherited = 0x4000;
constexpr std::size_t kInfoSize = 14;      // of a PropertyInfo before its qualifiers
constexpr std::size_t kMethodSize = 24;    // of a MethodDescription
constexpr std::uint8_t kMethodInherited = 0x20;

void append_number(Bytes& bytes, std::uint32_t number) { bytes.append(reinterpret_cast<const char*>(&number), sizeof number); }

void append_derivation(Bytes& part, const Class& of) {
    const std::size_t start = part.size();
    append_number(part, 0);
    for (const Class* at = of.parent().get(); at; at = at->parent().get()) {
        const std::size_t name = part.size();
        append_encoded(part, at->name());
        append_number(part, static_cast<std::uint32_t>(part.size() - name));
    }
    base::store(part.data() + start, static_cast<std::uint32_t>(part.size() - start));
}

Nd nd_of(const Property& property, const PropertyDeclaration* own) {
    const bool is_own = own && !own->inherits_default;
    if (is_null(property.default_value())) return is_own ? Nd::Null : Nd::NullDefault;
    return is_own ? Nd::Value : Nd::Default;
}

std::uint32_t add_info(const Class& of, const Property& property, Bytes& part, HeapWriter& heap) {
    const QualifierSet qualifiers = of.qualifiers_of(property);
    const std::uint32_t reference = heap.next();
    const std::size_t place = part.size();
    part.append(kInfoSize + qualifier_set_size(qualifiers), '\0');
    base::store(part.data() + place, std::uint32_t{property.type().code()} | (of.introduces(property) ? 0 : kInherited));
    base::store(part.data() + place + 4, property.order);
    base::store(part.data() + place + 6, property.offset);
    base::store(part.data() + place + 10, property.origin);
    write_qualifier_set(part, place + kInfoSize, qualifiers, heap, Dictionary::Names);
    return reference;
}

void add_default(const Class& of, const Property& property, Bytes& part, std::size_t nd, HeapWriter& heap) {
    const Nd bits = nd_of(property, of.own_declaration(property));
    const bool is_nothing = bits == Nd::Null || bits == Nd::NullDefault;
    set_nd(part.data() + nd, property.order, bits);
    const std::uint64_t slot = is_nothing ? ~std::uint64_t{0} : heap.add(property.type(), property.default_value());
    store_slot(part.data() + nd + of.nd_size() + property.offset, slot_size(property.type()), slot);
}

std::uint32_t add_side(const ClassPtr& side, HeapWriter& heap, Bytes& part) {
    if (side) return heap.add_object(Object(side));
    const std::uint32_t reference = heap.next();
    append_number(part, 0);
    return reference;
}

void finish_heap(Bytes& part, std::size_t heap_start) {
    base::store(part.data() + heap_start - 4, static_cast<std::uint32_t>(part.size() - heap_start) | kHeapMark);
    base::store(part.data(), static_cast<std::uint32_t>(part.size()));
}

}  // namespace

Bytes missing_class_part() {
    Bytes part;
    append_number(part, 29);
    part.push_back('\0');
    for (const std::uint32_t number : {kNoReference, 0U, 4U, 4U, 0U, kHeapMark}) append_number(part, number);
    return part;
}

Bytes missing_methods_part() {
    Bytes part;
    for (const std::uint32_t number : {12U, 0U, kHeapMark}) append_number(part, number);
    return part;
}

Bytes encode_methods_part(const Class& of) {
    Bytes part;
    append_number(part, 0);
    append_number(part, static_cast<std::uint32_t>(of.methods().size()));  // 16 bits of count, 16 of padding
    std::size_t place = part.size();
    const std::size_t heap_start = place + kMethodSize * of.methods().size() + 4;
    part.resize(heap_start);
    HeapWriter heap(part, heap_start);
    for (const Method& method : of.methods()) {
        const QualifierSet qualifiers = of.qualifiers_of(method);
        const std::uint32_t name = heap.add_text(method.name());
        const std::uint32_t set = heap.next();
        const std::size_t set_place = part.size();
        part.append(qualifier_set_size(qualifiers), '\0');
        write_qualifier_set(part, set_place, qualifiers, heap, Dictionary::Names);
        const std::uint32_t in = add_side(method.nearest->in, heap, part);
        const std::uint32_t out = add_side(method.nearest->out, heap, part);
        base::store(part.data() + place, name);
        part[place + 4] = static_cast<char>(of.own_declaration(method) ? 0 : kMethodInherited);
        base::store(part.data() + place + 8, method.origin);
        base::store(part.data() + place + 12, set);
        base::store(part.data() + place + 16, in);
        base::store(part.data() + place + 20, out);
        place += kMethodSize;
    }
    finish_heap(part, heap_start);
    return part;
}

}  // namespace internal

Bytes encode_class_part(const Class& of) {
    using namespace internal;
    const QualifierSet qualifiers = of.qualifiers();
    Bytes part;
    append_number(part, 0);
    part.push_back('\0');
    append_number(part, of.name().empty() ? kNoReference : 0);
    append_number(part, static_cast<std::uint32_t>(of.nd_size() + of.values_size()));
    append_derivation(part, of);
    const std::size_t set = part.size();
    part.append(qualifier_set_size(qualifiers), '\0');
    append_number(part, static_cast<std::uint32_t>(of.properties().size()));
    std::size_t lookup = part.size();
    const std::size_t nd = lookup + 8 * of.properties().size();
    const std::size_t heap_start = nd + of.nd_size() + of.values_size() + 4;
    part.resize(heap_start);
    HeapWriter heap(part, heap_start);
    if (!of.name().empty()) heap.add_text(of.name());
    write_qualifier_set(part, set, qualifiers, heap, Dictionary::Names);
    for (const std::uint16_t order : of.by_name()) {
        const Property& property = of.properties()[order];
        const std::uint32_t name = heap.add_text(property.name());
        const std::uint32_t info = add_info(of, property, part, heap);
        base::store(part.data() + lookup, name);
        base::store(part.data() + lookup + 4, info);
        lookup += 8;
    }
    for (const Property& property : of.properties()) add_default(of, property, part, nd, heap);
    finish_heap(part, heap_start);
    return part;
}

}  // namespace wmi::cim
