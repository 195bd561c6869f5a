#include "cim/object.h"

#include "cim/internal/class_part.h"
#include "cim/wmio.h"

#include <algorithm>

namespace wmi::cim {
namespace {

std::size_t depth_of(const Scalar& scalar) {
    const ObjectPtr* object = std::get_if<ObjectPtr>(&scalar);
    return object && *object ? nesting_of(**object) : 0;
}

std::size_t depth_of(const Value& value) {
    if (const ObjectPtr* object = std::get_if<ObjectPtr>(&value)) return *object ? nesting_of(**object) : 0;
    std::size_t deepest = 0;
    if (const Array* array = std::get_if<Array>(&value))
        for (const Scalar& element : *array) deepest = std::max(deepest, depth_of(element));
    return deepest;
}

std::size_t depth_of_defaults(const Class& of) {
    std::size_t deepest = 0;
    for (const Property& property : of.properties())
        if (property.type().element == CimType::Object) deepest = std::max(deepest, depth_of(property.default_value()));
    return deepest;
}

std::size_t depth_inside(const Class& of) {
    std::size_t deepest = depth_of_defaults(of);
    for (const Method& method : of.methods())
        for (const ClassPtr& side : {method.nearest->in, method.nearest->out})
            if (side) deepest = std::max(deepest, 1 + depth_inside(*side));
    return deepest;
}

// -- objects in records are not decoded: that would cost the cube of the depth, each level decoding all that is below

std::size_t depth_of_block(BytesView block);

/// Of a property that holds objects and is not NULL, by its slot.
std::size_t depth_of_slot(BytesView heap, const char* slot, bool is_array) {
    internal::Allowance unlimited = internal::Allowance::unlimited();
    const internal::HeapReader reader(heap, {&unlimited, 1});
    const auto depth_at = [&](std::uint32_t reference) {
        const auto block = reader.block(reference);
        return block && !block->empty() ? depth_of_block(*block) : 0;
    };
    const auto reference = base::load<std::uint32_t>(slot);
    if (!is_array) return depth_at(reference);
    base::ByteReader list(heap.substr(reference));
    std::size_t deepest = 0;
    for (auto count = list.read<std::uint32_t>(); count > 0 && list.ok(); --count)
        deepest = std::max(deepest, depth_at(list.read<std::uint32_t>()));
    return deepest;
}

/// Of an object as it stands in a heap, which is well-formed: it was encoded here.
std::size_t depth_of_block(BytesView block) {
    base::ByteReader reader(block);
    const auto plan = internal::read_plan(reader);
    if (!plan) {  // a class as a value, which is rare
        const auto object = decode_block(block);
        return object ? nesting_of(*object) : 0;
    }
    const BytesView record = block.substr(reader.at());
    const internal::RecordPlaces places(plan->nd_size, plan->values_size, plan->properties.size(), record);
    std::size_t deepest = 0;
    for (const internal::WireProperty& property : plan->properties) {
        if (property.type.element != CimType::Object) continue;
        deepest = std::max(deepest, depth_of(property.default_value));
        if (internal::nd_at(record.data() + RecordView::kNdOffset, property.order) != internal::Nd::Value) continue;
        deepest = std::max(deepest, depth_of_slot(record.substr(places.heap), record.data() + places.values + property.offset, property.type.is_array));
    }
    return 1 + deepest;
}

/// The defaults count too: an instance is encoded with its class.
std::size_t depth_inside(const Instance& instance) {
    std::size_t deepest = depth_of_defaults(instance.cls());
    const BytesView record = instance.record();
    const internal::RecordPlaces places(instance.cls(), record);
    for (const Property& property : instance.cls().properties())
        if (property.type().element == CimType::Object && !instance.is_null(property))
            deepest = std::max(deepest,
                               depth_of_slot(record.substr(places.heap), record.data() + places.values + property.offset, property.type().is_array));
    return deepest;
}

}  // namespace

const ClassPtr& Object::class_pointer() const {
    const ClassPtr* of = find_class();
    return of ? *of : find_instance()->class_pointer();
}

const Class& Object::cls() const { return *class_pointer(); }

std::size_t nesting_of(const Object& object) {
    const Instance* instance = object.find_instance();
    return 1 + (instance ? depth_inside(*instance) : depth_inside(object.cls()));
}

}  // namespace wmi::cim
