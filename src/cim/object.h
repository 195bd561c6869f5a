// A class or an instance, and where it came from: what IWbemClassObject shows and the wire carries.
#pragma once

#include "cim/class.h"
#include "cim/instance.h"

#include <memory>
#include <string>
#include <variant>

namespace wmi::cim {

/// Where an object was read: shared by all objects of one connection. Never stored with them.
struct Origin {
    std::string server;          // computer name
    std::string namespace_path;  // root\cimv2
    // of the result of a query that did not ask for them
    bool hides_derivation = false;  // __SUPERCLASS, __DYNASTY, __DERIVATION (WQL-41)
    bool hides_path = false;        // __PATH, __RELPATH, __SERVER, __NAMESPACE (WQL-42)
};

using OriginPtr = std::shared_ptr<const Origin>;

class Object {
public:
    explicit Object(ClassPtr of, OriginPtr origin = nullptr) : content_(std::move(of)), origin_(std::move(origin)) {}

    explicit Object(Instance instance, OriginPtr origin = nullptr) : content_(std::move(instance)), origin_(std::move(origin)) {}

    [[nodiscard]] bool is_class() const { return content_.index() == 0; }

    [[nodiscard]] const ClassPtr* find_class() const { return std::get_if<ClassPtr>(&content_); }

    [[nodiscard]] const Instance* find_instance() const { return std::get_if<Instance>(&content_); }

    Instance* find_instance() { return std::get_if<Instance>(&content_); }

    /// Of the class, or of the instance's class.
    [[nodiscard]] const Class& cls() const;
    [[nodiscard]] const ClassPtr& class_pointer() const;

    [[nodiscard]] const OriginPtr& origin() const { return origin_; }

    void set_origin(OriginPtr origin) { origin_ = std::move(origin); }

private:
    std::variant<ClassPtr, Instance> content_;
    OriginPtr origin_;
};

/// How deep embedded objects stand in one another; 1 for an object without any (PUT-27).
std::size_t nesting_of(const Object& object);

}  // namespace wmi::cim
