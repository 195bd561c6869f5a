// The catalogue in the store: reading it, and making the next one.
#pragma once

#include "cim/system_classes.h"
#include "repository/internal/class_entry.h"
#include "repository/internal/format.h"
#include "store/engine.h"

namespace wmi::repository {

/// What every namespace has; made once, shared by all catalogues of a repository.
class SystemEntries {
public:
    SystemEntries();
    /// path as displayed; decides about the classes of root and root\default
    [[nodiscard]] std::vector<ClassEntryPtr> entries_for(std::string_view path) const;
    /// Null for a number that no class of the system has.
    [[nodiscard]] ClassEntryPtr find(ClassId id) const;

    /// The id of __NAMESPACE: the extent of namespaces' own instances.
    [[nodiscard]] ClassId namespace_class() const { return namespace_class_; }

    /// The id of __TimerInstruction: the extent of all timers.
    [[nodiscard]] ClassId timer_class() const { return timer_class_; }

private:
    struct One {
        ClassEntryPtr entry;
        cim::SystemScope scope;
    };

    std::vector<One> all_;
    ClassId namespace_class_ = 0, timer_class_ = 0;
};

/// A head that was never written stands for an empty store.
Result<std::optional<Head>> read_head(store::View& from);

/// The state that a view shows. Entries that are in `known` unchanged are taken from there, so that their definitions stay.
Result<CataloguePtr> load_catalogue(store::View& from, const Head& head, const SystemEntries& system, const Catalogue* known);

/// A copy to be changed inside a transaction.
std::shared_ptr<Catalogue> copy_catalogue(const Catalogue& from);
void add_namespace(Catalogue& to, NamespacePtr one);
void remove_namespace(Catalogue& from, const Namespace& one);

std::string fold_path(std::string_view path);

}  // namespace wmi::repository
