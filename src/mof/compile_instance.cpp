#include <fmt/format.h>

#include "cim/object.h"
#include "mof/internal/compiler.h"

namespace wmi::mof {
namespace {

// "CIM_Error" of "object:CIM_Error", else nothing.
std::string strong_class(const cim::Class& of, const cim::Property& property) {
    if (property.type().element != cim::CimType::Object) return {};
    const std::string text = of.cim_type(property);
    const std::size_t colon = text.find(':');
    return colon == std::string::npos ? std::string() : text.substr(colon + 1);
}

}  // namespace

Result<cim::Instance> Compiler::spawn(const std::string& class_name, Place place) {
    blame_.move_to(place);
    auto of = classes_.get(namespace_, class_name);
    if (of) return cim::Instance::spawn(*of);
    if (of.status() != Status::NotFound) return std::move(of).error();
    return Error(
        Status::NotFound,
        fmt::format("The class {} is neither in {} nor earlier in the text.", class_name, namespace_),
        class_name);
}

Result<cim::Instance> Compiler::build(const InstanceSyntax& syntax) {
    cim::Instance made = TRY(spawn(syntax.class_name, blame_.place()));
    if (!syntax.qualifiers.empty()) made.set_own_qualifiers(set_of(syntax.qualifiers));
    for (const Assignment& assignment : syntax.assignments) {
        TRY(assign(made, assignment));
    }
    return made;
}

Result<void> Compiler::assign(cim::Instance& to, const Assignment& assignment) {
    blame_.move_to(assignment.place);
    const std::string& name = assignment.name;
    if (name.starts_with("__"))
        return Error(Status::ReadOnly, fmt::format("{} is a system property, which no text can set.", name),
                     name);
    const cim::Property* property = to.cls().find_property(name);
    if (!property)
        return Error(Status::NotFound, fmt::format("The class {} has no property {}.", to.cls().name(), name),
                     name);
    if (!assignment.qualifiers.empty()) to.set_own_qualifiers_of(*property, set_of(assignment.qualifiers));
    if (!assignment.value) return {};
    const cim::Value value = TRY(value_of(*assignment.value, property->type(), *this, blame_));
    TRY(check_strong_type(*assignment.value, strong_class(to.cls(), *property), value));
    blame_.move_to(assignment.value->place);
    return to.put(*property, value);
}

Result<cim::ObjectPtr> Compiler::object_of(const EmbeddedInstance& embedded) {
    cim::Instance made = TRY(spawn(embedded.class_name, embedded.place));
    if (!embedded.qualifiers.empty()) made.set_own_qualifiers(set_of(embedded.qualifiers));
    for (const Assignment& assignment : embedded.assignments) {
        TRY(assign(made, assignment));
    }
    return cim::ObjectPtr(std::make_shared<const cim::Object>(std::move(made)));
}

// The path as the current namespace needs it (MOF-50).
Result<std::string> Compiler::path_of(const Alias& alias) {
    const auto found = aliases_.find(alias.name);
    if (found == aliases_.end())
        return Error(Status::NotFound, fmt::format("Nothing is named ${}.", alias.name), alias.name);
    AliasEntry& entry = found->second;
    if (entry.path.empty()) TRY(build_early(entry, alias.name));
    if (base::same_name(entry.ns, namespace_)) return entry.path;
    return fmt::format("\\\\.\\{}:{}", entry.ns, entry.path);
}

// Builds the instance of an alias before its turn, in its own namespace, so that its keys are known.
Result<void> Compiler::build_early(AliasEntry& entry, const std::string& name) {
    if (entry.is_building) {
        return Error(Status::CircularReference,
                     fmt::format("The object ${} refers to itself, perhaps through others.", name), name);
    }
    if (chain_ >= kMaxAliasChain) {
        return Error(
            Status::QuotaViolation,
            fmt::format("More than {} objects refer each to one further down; write ${} before them.",
                        kMaxAliasChain, name),
            name);
    }
    const Place place = blame_.place();
    const std::string here = std::exchange(namespace_, entry.ns);
    entry.is_building = true;
    ++chain_;
    auto made = build(std::get<InstanceSyntax>(document_.productions[entry.production].content));
    --chain_;
    namespace_ = here;
    if (!made) return std::move(made).error();
    entry.path = TRY(settled_path(*made));
    entry.is_building = false;
    early_.emplace(entry.production, std::move(made).value());
    blame_.move_to(place);
    return {};
}

// A string key that is NULL gets its GUID now, because the path is needed before the instance is put
// (PUT-17).
Result<std::string> Compiler::settled_path(cim::Instance& instance) {
    base::Chance& chance = options_.chance ? *options_.chance : system_chance_;
    const cim::Class& of = instance.cls();
    for (const std::uint16_t order : of.keys()) {
        const cim::Property& key = of.properties()[order];
        if (!instance.is_null(key)) continue;
        if (key.type().element != cim::CimType::String) {
            return Error(Status::IllegalNull,
                         fmt::format("The key {} of {} has no value, so its alias has no path.", key.name(),
                                     of.name()),
                         key.name());
        }
        TRY(instance.put(key, base::to_text(chance.guid())));
    }
    auto path = instance.relative_path();
    if (path) return *path;
    return Error(Status::NoKey,
                 fmt::format("The class {} has no key, so an alias of its instance has no path.", of.name()),
                 of.name());
}

}  // namespace wmi::mof
