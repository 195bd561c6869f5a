#include "cim/object.h"

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

/// The defaults count too: an instance is encoded with its class.
std::size_t depth_inside(const Instance& instance) {
    std::size_t deepest = depth_of_defaults(instance.cls());
    for (const Property& property : instance.cls().properties())
        if (property.type().element == CimType::Object) deepest = std::max(deepest, depth_of(instance.get(property)));
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
