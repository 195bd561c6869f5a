// The compiler: one pass over the productions. Aliases are known from the beginning: which production and
// which namespace each one belongs to; its path is known when its instance was built, which happens early for
// an alias that is used before.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/text.h"
#include "mof/compile.h"
#include "mof/constant.h"

namespace wmi::mof {

inline cim::QualifierSet set_of(const Qualifiers& list) {
    cim::QualifierSet set;
    for (const cim::Qualifier& one : list)
        set.set(one);
    return set;
}

/// Classes by name, so that a parent is fetched once; per namespace.
class ClassCache {
public:
    explicit ClassCache(Target& target) : target_(target) {}

    Result<cim::ClassPtr> get(const std::string& ns, const std::string& name);
    /// Takes a new definition; what was cached and derives from an older one is forgotten.
    void put(const std::string& ns, const cim::ClassPtr& made);
    /// Forgets a class and all that derive from it.
    void forget(const std::string& ns, const std::string& name);

private:
    using Names = std::unordered_map<std::string, cim::ClassPtr, base::NameHash, base::NameEqual>;

    struct Namespace {
        Names classes;
        std::unordered_set<std::string, base::NameHash, base::NameEqual> ancestors;  // of cached classes
    };

    static void remember(Namespace& in, const cim::ClassPtr& made);

    Target& target_;
    std::map<std::string, Namespace, base::NameLess> namespaces_;
};

class Compiler : private Resolver {
public:
    Compiler(const Document& document, Target& target, const CompileOptions& options);

    Outcome<Summary> run();

private:
    struct AliasEntry {
        std::size_t production = 0;
        std::string ns;
        std::string path;  // relative; empty: not known yet
        bool is_building = false;
    };

    void find_aliases();
    [[nodiscard]] Failure failure_of(const Production& production, std::uint32_t object,
                                     const Error& error) const;
    Failure blame_for(std::size_t production, std::uint32_t object, const Error& error);
    Failure late_failure(const LateFailure& late);
    Result<void> act(std::size_t index);
    Result<void> act_on(const ClassSyntax& syntax);
    Result<void> act_on(const InstanceSyntax& syntax);
    Result<void> act_on(const DeleteClassPragma& pragma);
    Result<void> act_on(const DeleteInstancePragma& pragma);
    Result<void> act_on(const NamespacePragma& pragma);
    Result<void> act_on(const ClassFlagsPragma& pragma);
    Result<void> act_on(const InstanceFlagsPragma& pragma);

    // -- classes
    Result<cim::ClassBody> body_of(const ClassSyntax& syntax);
    static std::string cim_type_below(const PropertySyntax& syntax, const cim::Class* parent);
    Result<cim::PropertyDeclaration> declaration_of(const PropertySyntax& syntax, const cim::Class* parent);
    Result<cim::MethodDeclaration> method_of(const MethodSyntax& syntax);
    Result<void> add_parameters(const MethodSyntax& syntax, cim::ClassBody& in, cim::ClassBody& out);
    Result<void> check_strong_type(const Initializer& at, const std::string& class_name,
                                   const cim::Value& value);

    // -- instances
    Result<cim::Instance> build(const InstanceSyntax& syntax);
    Result<void> assign(cim::Instance& to, const Assignment& assignment);
    Result<cim::Instance> spawn(const std::string& class_name, Place place);
    Result<std::string> path_of(const Alias& alias) override;
    Result<cim::ObjectPtr> object_of(const EmbeddedInstance& embedded) override;
    Result<void> build_early(AliasEntry& entry, const std::string& name);
    Result<std::string> settled_path(cim::Instance& instance);

    const Document& document_;
    Target& target_;
    const CompileOptions& options_;
    ClassCache classes_;
    std::string namespace_;
    std::uint32_t class_flags_;
    std::uint32_t instance_flags_;
    std::map<std::string, AliasEntry, base::NameLess> aliases_;
    std::unordered_map<std::size_t, cim::Instance> early_;  // built before their turn, by production
    std::size_t chain_ = 0;
    std::size_t current_ = 0;
    std::vector<std::size_t> objects_;  // production of each object that was begun
    base::SystemChance system_chance_;
    Summary summary_;
    Blame blame_;
};

}  // namespace wmi::mof
