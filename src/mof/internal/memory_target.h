// A Target that keeps everything in memory and knows few rules: for tests and fuzzing.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/guid.h"
#include "base/text.h"
#include "cim/path.h"
#include "cim/system_classes.h"
#include "mof/compile.h"

namespace wmi::mof {

class MemoryTarget : public Target {
public:
    using Classes = std::map<std::string, cim::ClassPtr, base::NameLess>;
    using Instances = std::map<std::string, cim::Instance, base::NameLess>;

    struct Namespace {
        Classes classes;
        Instances instances;
    };

    std::map<std::string, Namespace, base::NameLess> namespaces;
    std::vector<std::string> classes_in_order;
    std::size_t fetched = 0;
    std::optional<LateFailure> late;  // what flush() tells
    PutClassOptions last_options;
    std::uint32_t last_instance_flags = 0;

    Result<cim::ClassPtr> get_class(std::string_view ns, std::string_view name) override {
        ++fetched;
        const Classes& known = at(ns).classes;
        const auto found = known.find(name);
        if (found != known.end()) return found->second;
        cim::ClassPtr system = cim::find_system_class(name);
        if (system) return system;
        return Error(Status::NotFound, "no such class", std::string(name));
    }

    Result<void> put_class(std::string_view ns, cim::ClassBody body,
                           const PutClassOptions& options) override {
        last_options = options;
        Classes& known = at(ns).classes;
        if (body.name.starts_with('_')) return Error(Status::InvalidOperation, "a system class", body.name);
        const bool exists = known.contains(body.name);
        if (exists && (options.flags & 2U) != 0)
            return Error(Status::AlreadyExists, "the class exists", body.name);
        if (!exists && (options.flags & 1U) != 0) return Error(Status::NotFound, "no such class", body.name);
        if (body.parent) body.parent = TRY(get_class(ns, body.parent->name()));
        cim::ClassPtr made = TRY(cim::Class::make(std::move(body)));
        classes_in_order.push_back(made->name());
        known.insert_or_assign(made->name(), made);
        return {};
    }

    Result<std::string> put_instance(std::string_view ns, const cim::Instance& given,
                                     const PutInstanceOptions& options) override {
        last_instance_flags = options.flags;
        cim::ClassPtr of = TRY(get_class(ns, given.cls().name()));
        cim::Instance instance = TRY(given.rebound(of));
        if (of->is_abstract()) return Error(Status::InvalidOperation, "the class is abstract", of->name());
        for (const std::uint16_t order : of->keys()) {
            const cim::Property& key = of->properties()[order];
            if (!instance.is_null(key)) continue;
            if (key.type().element != cim::CimType::String)
                return Error(Status::IllegalNull, "a key is NULL", key.name());
            TRY(instance.put(key, base::to_text(chance_.guid())));
        }
        const auto path = instance.relative_path();
        if (!path) return Error(Status::NoKey, "the class has no key", of->name());
        at(ns).instances.insert_or_assign(*path, std::move(instance));
        return *path;
    }

    Result<void> delete_class(std::string_view ns, std::string_view name) override {
        Namespace& in = at(ns);
        if (!in.classes.contains(name)) return Error(Status::NotFound, "no such class", std::string(name));
        std::erase_if(in.classes, [&](const auto& one) { return one.second->is_a(name); });
        std::erase_if(in.instances, [&](const auto& one) { return one.second.cls().is_a(name); });
        return {};
    }

    Result<void> delete_instance(std::string_view ns, std::string_view path) override {
        const cim::ObjectPath parsed = TRY(cim::parse_path(path));
        Instances& known = at(ns).instances;
        const auto found = known.find(cim::print_relative(parsed));
        if (found == known.end()) return Error(Status::NotFound, "no such instance", std::string(path));
        known.erase(found);
        return {};
    }

    std::optional<LateFailure> flush() override { return std::exchange(late, std::nullopt); }

    Namespace& at(std::string_view ns) {
        const auto found = namespaces.find(ns);
        return found != namespaces.end() ? found->second : namespaces[std::string(ns)];
    }

private:
    base::SeededChance chance_{1};
};

}  // namespace wmi::mof
