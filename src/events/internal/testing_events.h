// Changes and events for tests. Only tests include this.
#pragma once

#include "cim/instance.h"
#include "cim/object.h"
#include "repository/feed.h"

#include <memory>
#include <stdexcept>
#include <string>

namespace wmi::events::testing {

inline cim::ClassPtr thing() {
    static const cim::ClassPtr made = [] {
        cim::ClassBody body;
        body.name = "Thing";
        cim::PropertyDeclaration id{"Id", {cim::CimType::String, false}, {}, false, {}, {}};
        id.qualifiers.set({"key", {{cim::CimType::Boolean, false}, true}, 0});
        body.properties.push_back(id);
        body.properties.push_back({"Size", {cim::CimType::Uint32, false}, {}, false, {}, {}});
        return cim::Class::make(body).value();
    }();
    return made;
}

inline repository::NamespacePtr place(const std::string& path = "root\\cimv2", repository::NamespaceId id = 2) {
    return std::make_shared<const repository::Namespace>(id, 1, path, std::vector<repository::ClassEntryPtr>());
}

inline cim::Instance thing(const std::string& id, std::uint64_t size) {
    cim::Instance made = cim::Instance::spawn(thing());
    made.put_text(*thing()->find_property("Id"), id);
    made.put_number(*thing()->find_property("Size"), size);
    (void)made.canonical();
    return made;
}

inline repository::CommittedChange modified(const std::string& id, std::uint64_t from, std::uint64_t to) {
    repository::CommittedChange change;
    change.kind = repository::CommittedChange::Kind::InstanceModified;
    change.revision = 1;
    change.time = 123'456;
    change.in = place();
    change.of = thing();
    change.before = std::make_shared<const cim::Bytes>(thing(id, from).record());
    change.after = std::make_shared<const cim::Bytes>(thing(id, to).record());
    return change;
}

inline cim::Value get(const cim::Instance& from, const char* name) { return from.get(*from.cls().find_property(name)); }

inline cim::Object embedded(const cim::Instance& in, const char* name) {
    const cim::Value value = get(in, name);
    const auto* object = std::get_if<cim::ObjectPtr>(&value);
    if (!object) throw std::runtime_error(std::string(name) + " holds no object");
    return **object;
}

}  // namespace wmi::events::testing
