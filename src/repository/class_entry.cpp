#include "repository/internal/class_entry.h"

namespace wmi::repository {

namespace {

Error damaged(const ClassEntry& entry, const Error& why) {
    return Error(Status::CriticalError,
                 "the stored definition of class " + entry.name() + " cannot be read (" + why.sentence() + "); restore a backup or delete the class",
                 entry.name());
}

}  // namespace

Result<void> ClassEntry::make() const {
    const std::lock_guard lock(making_);
    if (is_made_.load(std::memory_order_relaxed)) return {};
    cim::ClassPtr parent;
    if (parent_) parent = TRY(parent_->definition());
    auto body = cim::decode_body(body_, std::move(parent));
    if (!body) return damaged(*this, body.error());
    auto made = cim::Class::make(std::move(*body));
    if (!made) return damaged(*this, made.error());
    definition_ = std::move(*made);
    indexes_.clear();
    number();
    body_ = cim::Bytes();
    is_made_.store(true, std::memory_order_release);
    return {};
}

Result<cim::ClassPtr> ClassEntry::definition() const {
    TRY(make_sure());
    return definition_;
}

Result<void> ClassEntry::make_sure() const {
    if (is_made_.load(std::memory_order_acquire)) return {};
    // From the top down, so that a deep family does not deepen the stack.
    std::vector<const ClassEntry*> waiting;
    for (const ClassEntry* at = this; at && !at->is_made_.load(std::memory_order_acquire); at = at->parent_.get()) waiting.push_back(at);
    for (auto at = waiting.rbegin(); at != waiting.rend(); ++at) TRY((*at)->make());
    return {};
}

ClassEntry::ClassEntry(Numbers numbers, ClassEntryPtr parent, cim::ClassPtr definition)
    : numbers_(numbers), name_(definition->name()), parent_(std::move(parent)), definition_(std::move(definition)), is_made_(true) {
    number();
}

ClassId ClassEntry::id_at(std::uint32_t depth) const {
    const ClassEntry* at = this;
    for (std::uint32_t here = definition_->depth(); here > depth; --here) at = at->parent_.get();
    return at->id();
}

void ClassEntry::number() const {
    const cim::Class& of = *definition_;
    for (const cim::Property& property : of.properties()) {
        if (!property.introduced->qualifiers.is_true("indexed") || property.type().is_array || property.type().element == cim::CimType::Object) continue;
        const bool is_leading_key = !of.keys().empty() && of.keys().front() == property.order;  // the records themselves are in its order
        if (!is_leading_key) indexes_.push_back({id_at(property.origin), property.order});
    }
    if (of.key_class()) extent_ = id_at(of.key_class()->depth());
}

Result<cim::ClassPtr> Namespace::find_class(std::string_view name) const {
    const ClassEntry* entry = find(name);
    if (!entry) return cim::ClassPtr();
    return entry->definition();
}

Result<cim::ClassPtr> Namespace::get_class(std::string_view name, Status absent) const {
    const ClassEntry* entry = find(name);
    if (!entry) return Error(absent, "there is no class " + std::string(name) + " in namespace " + path_ + "; look at its name and the namespace", std::string(name));
    return entry->definition();
}

}  // namespace wmi::repository
