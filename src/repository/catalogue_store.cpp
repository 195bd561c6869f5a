#include "repository/internal/catalogue_store.h"

#include "base/text.h"

#include <algorithm>
#include <unordered_map>

namespace wmi::repository {

namespace {

struct Row {
    ClassId id = 0;
    StoredClass stored;
    Bytes body;
};

/// The classes of one namespace on their way from rows to entries.
class Family {
public:
    Family(std::vector<ClassEntryPtr> system, const Namespace* known) : entries_(std::move(system)) {
        for (const ClassEntryPtr& entry : entries_) by_id_.emplace(entry->id(), entry);
        if (!known) return;
        for (const Namespace::Slot& slot : known->slots()) known_.emplace(slot.entry->id(), slot.entry);
    }

    void add(Row row) {
        const ClassId id = row.id;
        rows_.emplace(id, std::move(row));
    }

    Result<std::vector<ClassEntryPtr>> entries() {
        for (auto& [id, row] : rows_) TRY(entry_of(id, 0));
        return std::move(entries_);
    }

private:
    Result<ClassEntryPtr> entry_of(ClassId id, std::size_t depth) {
        const auto made = by_id_.find(id);
        if (made != by_id_.end()) return made->second;
        const auto row = rows_.find(id);
        if (row == rows_.end() || depth > cim::kMaxDepth)
            return Error(Status::CriticalError, "a class in the store derives from class number " + std::to_string(id) + ", which is not there; restore a backup");
        ClassEntryPtr parent;
        if (row->second.stored.parent != 0) parent = TRY(entry_of(row->second.stored.parent, depth + 1));
        ClassEntryPtr entry = reuse_or_make(row->second, std::move(parent));
        by_id_.emplace(id, entry);
        entries_.push_back(entry);
        return entry;
    }

    ClassEntryPtr reuse_or_make(Row& row, ClassEntryPtr parent) {
        const auto known = known_.find(row.id);
        if (known != known_.end() && known->second->version() == row.stored.version && known->second->layout() == row.stored.layout &&
            known->second->parent() == parent)
            return known->second;
        return std::make_shared<const ClassEntry>(ClassEntry::Numbers{row.id, row.stored.layout, row.stored.version}, std::move(row.stored.name),
                                                  std::move(parent), std::move(row.body));
    }

    std::vector<ClassEntryPtr> entries_;
    std::unordered_map<ClassId, ClassEntryPtr> by_id_;
    std::unordered_map<ClassId, ClassEntryPtr> known_;
    std::map<ClassId, Row> rows_;
};

struct FoundNamespace {
    NamespaceId id = 0;
    NamespaceId parent = 0;
    std::string path;
};

Result<std::vector<FoundNamespace>> read_namespaces(store::Cursor& at) {
    std::vector<FoundNamespace> found;
    std::map<NamespaceId, std::string> paths;
    bool more = TRY(at.seek(ShortKey(Table::Namespaces)));
    for (; more && at.key()[0] == static_cast<char>(Table::Namespaces); more = TRY(at.next())) {
        if (at.key().size() != 5) return damaged("a namespace", at.key());
        const StoredNamespace stored = TRY(StoredNamespace::decode(at.value()));
        const NamespaceId id = number_in(at.key(), 1);
        const auto parent = paths.find(stored.parent);  // made before its children, so its number is lower
        if (stored.parent != 0 && parent == paths.end()) return damaged("a namespace without its parent", at.key());
        std::string path = stored.parent == 0 ? stored.name : parent->second + "\\" + stored.name;
        paths.emplace(id, path);
        found.push_back({id, stored.parent, std::move(path)});
    }
    return found;
}

Result<void> read_classes(store::Cursor& at, NamespaceId in, Family& into) {
    bool more = TRY(at.seek(ShortKey(Table::Classes, in)));
    for (; more && at.key().starts_with(BytesView(ShortKey(Table::Classes, in))); more = TRY(at.next())) {
        if (at.key().size() != 9) return damaged("a class", at.key());
        auto stored = StoredClass::decode(at.value());
        if (!stored) return damaged("a class", at.key());
        Row row{number_in(at.key(), 5), std::move(*stored), {}};
        row.body = row.stored.body;
        row.stored.body = {};
        into.add(std::move(row));
    }
    return {};
}

}  // namespace

SystemEntries::SystemEntries() {
    std::map<const cim::Class*, ClassEntryPtr> by_definition;
    for (const cim::SystemClass& one : cim::system_classes()) {
        const auto parent = by_definition.find(one.definition->parent().get());
        auto entry = std::make_shared<const ClassEntry>(ClassEntry::Numbers{one.layout, one.layout, 0},
                                                        parent == by_definition.end() ? nullptr : parent->second, one.definition);
        by_definition.emplace(one.definition.get(), entry);
        if (base::same_name(one.definition->name(), "__NAMESPACE")) namespace_class_ = one.layout;
        if (one.definition->name() == "__TimerInstruction") timer_class_ = one.layout;
        all_.push_back({std::move(entry), one.scope});
    }
}

std::vector<ClassEntryPtr> SystemEntries::entries_for(std::string_view path) const {
    const bool is_root = base::same_name(path, "root");
    const bool is_root_or_default = is_root || base::same_name(path, "root\\default");
    std::vector<ClassEntryPtr> entries;
    for (const One& one : all_) {
        if (one.scope == cim::SystemScope::All || is_root || (one.scope == cim::SystemScope::RootAndDefault && is_root_or_default))
            entries.push_back(one.entry);
    }
    return entries;
}

ClassEntryPtr SystemEntries::find(ClassId id) const {
    const auto one = std::find_if(all_.begin(), all_.end(), [id](const One& each) { return each.entry->id() == id; });
    return one == all_.end() ? nullptr : one->entry;
}

Result<std::optional<Head>> read_head(store::View& from) {
    const auto bytes = TRY(from.get(ShortKey(Table::Head)));
    if (!bytes) return std::optional<Head>();
    const Head head = TRY(Head::decode(*bytes));
    return std::optional<Head>(head);
}

Result<CataloguePtr> load_catalogue(store::View& from, const Head& head, const SystemEntries& system, const Catalogue* known) {
    const auto cursor = TRY(from.cursor());
    auto made = std::make_shared<Catalogue>();
    made->stamp = head.stamp;
    const auto found = TRY(read_namespaces(*cursor));
    for (const FoundNamespace& one : found) {
        const NamespacePtr old = known ? known->find_namespace(one.id) : nullptr;
        Family family(system.entries_for(one.path), old.get());
        TRY(read_classes(*cursor, one.id, family));
        const auto entries = TRY(family.entries());
        const bool is_same = old && old->path() == one.path && old->slots().size() == entries.size() && std::all_of(entries.begin(), entries.end(), [&](const ClassEntryPtr& entry) {
                                 const ClassEntryPtr* here = old->find_layout(entry->layout());
                                 return here && *here == entry;
                             });
        add_namespace(*made, is_same ? old : std::make_shared<const Namespace>(one.id, one.parent, one.path, entries));
    }
    return CataloguePtr(std::move(made));
}

std::shared_ptr<Catalogue> copy_catalogue(const Catalogue& from) { return std::make_shared<Catalogue>(from); }

void add_namespace(Catalogue& to, NamespacePtr one) {
    to.by_path.insert_or_assign(fold_path(one->path()), one->id());
    const NamespaceId id = one->id();
    to.namespaces.insert_or_assign(id, std::move(one));
}

void remove_namespace(Catalogue& from, const Namespace& one) {
    from.by_path.erase(fold_path(one.path()));
    from.namespaces.erase(one.id());
}

}  // namespace wmi::repository
