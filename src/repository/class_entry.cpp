#include "repository/internal/class_entry.h"

#include "cim/path.h"

#include <algorithm>

namespace wmi::repository {

namespace {

Error damaged(const ClassEntry& entry, const Error& why) {
    return Error(Status::CriticalError,
                 "the stored definition of class " + entry.name() + " cannot be read (" + why.sentence() + "); restore a backup or delete the class",
                 entry.name());
}

/// WQL-115; a namespace that cannot be read counts as none.
std::string target_namespace(const cim::Class& of, const cim::Property& property) {
    const cim::QualifierSet qualifiers = of.qualifiers_of(property);
    const cim::Qualifier* there = qualifiers.find("MSFT_TargetNamespace");
    const std::string* text = there ? std::get_if<std::string>(&there->content.value) : nullptr;
    if (!text || text->empty()) return {};
    const auto path = cim::parse_path(*text, cim::PathForm::Namespace);
    return path ? cim::print_namespace(*path) : std::string();
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
    references_.clear();
    number();
    body_ = cim::Bytes();
    is_made_.store(true, std::memory_order_release);
    return {};
}

Result<cim::ClassPtr> ClassEntry::definition() const {
    TRY(make_sure());
    return definition_;
}

Result<void> ClassEntry::make_all() const {
    // From the top down, so that a deep family does not deepen the stack.
    std::vector<const ClassEntry*> waiting;
    for (const ClassEntry* at = this; at && !at->is_made_.load(std::memory_order_acquire); at = at->parent_.get()) waiting.push_back(at);
    for (auto at = waiting.rbegin(); at != waiting.rend(); ++at) TRY((*at)->make());
    return {};
}

ClassEntry::ClassEntry(Numbers numbers, ClassEntryPtr parent, cim::ClassPtr definition)
    : numbers_(numbers), name_(definition->name()), name_hash_(base::NameHash()(name_)), parent_(std::move(parent)), definition_(std::move(definition)), is_made_(true) {
    number();
}

ClassId ClassEntry::id_at(std::uint32_t depth) const {
    const ClassEntry* at = this;
    for (std::uint32_t here = definition_->depth(); here > depth; --here) at = at->parent_.get();
    return at->id();
}

void ClassEntry::number() const {
    for (const cim::Property& property : definition_->properties()) number(property);
    if (definition_->key_class()) extent_ = extent_of_instances();
}

/// SYS-32: one provider is registered by several instances with the same key, one of each kind of registration: there the system's
/// own class of the kind has the extent, not the class that declares the key.
ClassId ClassEntry::extent_of_instances() const {
    if (definition_->key_class()->name() != kRegistrations) return id_at(definition_->key_class()->depth());
    const ClassEntry* at = this;
    while (!at->is_system()) at = at->parent_.get();
    return at->id();
}

void ClassEntry::number(const cim::Property& property) const {
    const cim::Class& of = *definition_;
    if (property.type().element == cim::CimType::Reference) references_.push_back({property.order, target_namespace(of, property)});
    if (!property.introduced->qualifiers.is_true("indexed") || property.type().is_array || property.type().element == cim::CimType::Object) return;
    const bool is_leading_key = !of.keys().empty() && of.keys().front() == property.order;  // the records themselves are in its order
    if (!is_leading_key) indexes_.push_back({id_at(property.origin), property.order});
}

const ReferenceProperty* ClassEntry::find_reference(std::uint16_t order) const {
    const auto at = std::find_if(references_.begin(), references_.end(), [order](const ReferenceProperty& one) { return one.order == order; });
    return at == references_.end() ? nullptr : &*at;
}

Result<cim::ClassPtr> Namespace::find_class(std::string_view name) const {
    const ClassEntry* entry = find(name);
    if (!entry) return cim::ClassPtr();
    return entry->definition();
}

Result<ClassPlace> Namespace::get_place(std::string_view name, Status absent) const {
    const ClassEntryPtr* entry = find_entry(name);
    if (!entry) return Error(absent, "there is no class " + std::string(name) + " in namespace " + path_ + "; look at its name and the namespace", std::string(name));
    TRY((*entry)->make_sure());
    return ClassPlace{entry, &(*entry)->made()};
}

Result<cim::ClassPtr> Namespace::get_class(std::string_view name, Status absent) const {
    const ClassPlace place = TRY(get_place(name, absent));
    return *place.definition;
}

}  // namespace wmi::repository
