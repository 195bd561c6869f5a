#include "repository/catalogue.h"

#include "base/text.h"
#include "repository/internal/catalogue_store.h"
#include "repository/internal/class_entry.h"

#include <algorithm>

namespace wmi::repository {

namespace {

/// Of text that is ASCII almost always: hashing must cost no allocation on the way of a put.
std::size_t hash_of(std::string_view name) { return base::NameHash()(name); }

bool below_hash(const Namespace::Slot& slot, std::size_t hash) { return slot.hash < hash; }

bool below_layout(const ClassEntryPtr& entry, Layout layout) { return entry->layout() < layout; }

}  // namespace

Namespace::Namespace(NamespaceId id, NamespaceId parent, std::string path, const std::vector<ClassEntryPtr>& classes)
    : id_(id), parent_(parent), path_(std::move(path)), by_layout_(classes) {
    by_hash_.reserve(classes.size());
    for (const ClassEntryPtr& entry : classes) by_hash_.push_back({entry->name_hash(), entry});
    std::sort(by_hash_.begin(), by_hash_.end(), [](const Slot& left, const Slot& right) { return left.hash < right.hash; });
    std::sort(by_layout_.begin(), by_layout_.end(), [](const ClassEntryPtr& left, const ClassEntryPtr& right) { return left->layout() < right->layout(); });
}

void Namespace::add(const ClassEntryPtr& entry) {
    const std::size_t hash = entry->name_hash();
    by_hash_.insert(std::lower_bound(by_hash_.begin(), by_hash_.end(), hash, below_hash), {hash, entry});
    by_layout_.insert(std::lower_bound(by_layout_.begin(), by_layout_.end(), entry->layout(), below_layout), entry);
}

void Namespace::remove(const ClassEntry& entry) {
    const std::size_t hash = entry.name_hash();
    auto slot = std::lower_bound(by_hash_.begin(), by_hash_.end(), hash, below_hash);
    while (slot != by_hash_.end() && slot->hash == hash && slot->entry->id() != entry.id()) ++slot;
    if (slot == by_hash_.end() || slot->hash != hash) return;
    const Layout layout = slot->entry->layout();
    by_hash_.erase(slot);
    by_layout_.erase(std::lower_bound(by_layout_.begin(), by_layout_.end(), layout, below_layout));
}

NamespacePtr Namespace::with(const std::vector<ClassEntryPtr>& changed) const {
    auto made = std::make_shared<Namespace>(*this);
    for (const ClassEntryPtr& entry : changed) {
        made->remove(*entry);
        made->add(entry);
    }
    return made;
}

NamespacePtr Namespace::without(const std::vector<ClassEntryPtr>& gone) const {
    auto made = std::make_shared<Namespace>(*this);
    for (const ClassEntryPtr& entry : gone) made->remove(*entry);
    return made;
}

std::vector<ClassEntryPtr> Namespace::family(const ClassEntry& top) const {
    std::vector<std::pair<std::uint32_t, ClassEntryPtr>> found;
    for (const Slot& slot : by_hash_) {
        std::uint32_t steps = 0;
        const ClassEntry* at = slot.entry.get();
        for (; at && at->id() != top.id(); at = at->parent().get()) ++steps;
        if (at) found.emplace_back(steps, slot.entry);
    }
    std::sort(found.begin(), found.end(), [](const auto& left, const auto& right) {
        return left.first != right.first ? left.first < right.first : left.second->id() < right.second->id();
    });
    std::vector<ClassEntryPtr> family;
    family.reserve(found.size());
    for (auto& [steps, entry] : found) family.push_back(std::move(entry));
    return family;
}

const ClassEntryPtr* Namespace::find_layout(Layout layout) const {
    const auto at = std::lower_bound(by_layout_.begin(), by_layout_.end(), layout, below_layout);
    return at != by_layout_.end() && (*at)->layout() == layout ? &*at : nullptr;
}

const ClassEntryPtr* Namespace::find_entry(std::string_view name) const {
    const std::size_t hash = hash_of(name);
    auto at = std::lower_bound(by_hash_.begin(), by_hash_.end(), hash, below_hash);
    for (; at != by_hash_.end() && at->hash == hash; ++at) {
        if (base::same_name(at->entry->name(), name)) return &at->entry;
    }
    return nullptr;
}

std::optional<ClassId> Namespace::class_id(std::string_view name) const {
    const ClassEntry* const entry = find(name);
    if (!entry) return std::nullopt;
    return entry->id();
}

const ClassEntry* Namespace::find(std::string_view name) const {
    const ClassEntryPtr* entry = find_entry(name);
    return entry ? entry->get() : nullptr;
}

Result<std::vector<std::string>> Namespace::subclasses(std::string_view of, Depth depth) const {
    const ClassEntry* top = nullptr;
    if (!of.empty()) {
        top = find(of);
        if (!top) return Error(Status::InvalidClass, "there is no class " + std::string(of) + " in namespace " + path_, std::string(of));
    }
    struct Found {
        std::uint32_t depth;
        const ClassEntry* entry;
    };
    std::vector<Found> found;
    for (const Slot& slot : by_hash_) {
        const ClassEntry* at = slot.entry.get();
        std::uint32_t steps = 0;
        for (; at != top && at; at = at->parent().get()) ++steps;
        if (at != top || steps == 0 || (depth == Depth::Exact && steps > 1)) continue;
        found.push_back({steps, slot.entry.get()});
    }
    std::sort(found.begin(), found.end(), [](const Found& left, const Found& right) {
        if (left.depth != right.depth) return left.depth < right.depth;
        return base::compare_names(left.entry->name(), right.entry->name()) < 0;
    });
    std::vector<std::string> names;
    names.reserve(found.size());
    for (const Found& one : found) names.push_back(one.entry->name());
    return names;
}

Result<std::vector<ClassReference>> Namespace::references_to(const cim::Class& target) const {
    std::vector<ClassReference> found;
    for (const Slot& slot : by_hash_) {
        const cim::ClassPtr of = TRY(slot.entry->definition());
        for (const ReferenceProperty& one : slot.entry->references()) {
            const std::string type = of->cim_type(of->properties()[one.order]);
            const std::size_t colon = type.find(':');
            if (colon != std::string::npos && target.is_a(std::string_view(type).substr(colon + 1))) found.push_back({of, one.order});
        }
    }
    std::sort(found.begin(), found.end(), [](const ClassReference& left, const ClassReference& right) {
        const int order = base::compare_names(left.association->name(), right.association->name());
        return order != 0 ? order < 0 : left.property < right.property;
    });
    return found;
}

std::string fold_path(std::string_view path) {
    std::string folded = base::fold(path);
    std::replace(folded.begin(), folded.end(), '/', '\\');
    return folded;
}

NamespacePtr Catalogue::find_namespace(std::string_view path) const {
    const auto at = by_path.find(fold_path(path));
    return at == by_path.end() ? nullptr : find_namespace(at->second);
}

NamespacePtr Catalogue::find_namespace(NamespaceId id) const {
    const auto at = namespaces.find(id);
    return at == namespaces.end() ? nullptr : at->second;
}

std::vector<std::string> Catalogue::children(NamespaceId of) const {
    std::vector<std::string> names;
    for (const auto& [id, one] : namespaces) {
        if (one->parent() == of && id != of) names.push_back(one->path().substr(one->path().rfind('\\') + 1));
    }
    std::sort(names.begin(), names.end(), base::NameLess());
    return names;
}

}  // namespace wmi::repository
