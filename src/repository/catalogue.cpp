#include "repository/catalogue.h"

#include "base/text.h"
#include "repository/internal/class_entry.h"

#include <algorithm>

namespace wmi::repository {

namespace {

/// Of text that is ASCII almost always: hashing must cost no allocation on the way of a put.
std::size_t hash_of(std::string_view name) { return base::NameHash()(name); }

std::string folded_path(std::string_view path) {
    std::string folded = base::fold(path);
    std::replace(folded.begin(), folded.end(), '/', '\\');
    return folded;
}

}  // namespace

Namespace::Namespace(NamespaceId id, NamespaceId parent, std::string path, std::vector<Slot> by_hash)
    : id_(id), parent_(parent), path_(std::move(path)), by_hash_(std::move(by_hash)) {
    for (Slot& slot : by_hash_) slot.hash = hash_of(slot.entry->name());
    std::sort(by_hash_.begin(), by_hash_.end(), [](const Slot& left, const Slot& right) { return left.hash < right.hash; });
}

const ClassEntryPtr* Namespace::find_entry(std::string_view name) const {
    const std::size_t hash = hash_of(name);
    auto at = std::lower_bound(by_hash_.begin(), by_hash_.end(), hash, [](const Slot& slot, std::size_t value) { return slot.hash < value; });
    for (; at != by_hash_.end() && at->hash == hash; ++at) {
        if (base::same_name(at->entry->name(), name)) return &at->entry;
    }
    return nullptr;
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

NamespacePtr Catalogue::find_namespace(std::string_view path) const {
    const auto at = by_path.find(folded_path(path));
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
