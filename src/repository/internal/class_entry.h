// One class of a namespace as the catalogue holds it: its numbers and its name at hand, its definition as stored bytes until
// somebody asks for it.
// Invariants: 1. the definition, once made, is never replaced; a changed class is another entry, and so is each of its heirs
// (their parents are other entries). 2. the bytes are dropped when the definition is made.
#pragma once

#include "base/text.h"
#include "repository/catalogue.h"

#include <atomic>
#include <mutex>

namespace wmi::repository {

/// Numbers below are those of system classes, equal in every namespace and every store.
inline constexpr std::uint32_t kFirstNumber = 256;

/// The system's class of all registrations of providers.
inline constexpr std::string_view kRegistrations = "__ProviderRegistration";

/// An index on a property: kept for all instances that have it, entered under the class that introduces it.
struct IndexedProperty {
    ClassId of = 0;
    std::uint16_t order = 0;
};

/// A property that refers to other instances.
struct ReferenceProperty {
    std::uint16_t order = 0;
    std::string target_namespace;  // where paths without a namespace lead (MSFT_TargetNamespace); empty: to the association's own
};

class ClassEntry {
public:
    struct Numbers {
        ClassId id = 0;
        Layout layout = 0;
        std::uint64_t version = 0;  // of the stored bytes: equal versions are equal bytes
    };

    /// A stored class; body as cim::encode_body wrote it.
    ClassEntry(Numbers numbers, std::string name, ClassEntryPtr parent, cim::Bytes body)
        : numbers_(numbers), name_(std::move(name)), name_hash_(base::NameHash()(name_)), parent_(std::move(parent)), body_(std::move(body)) {}

    /// A class whose definition is at hand: a system class, or one that is being put.
    ClassEntry(Numbers numbers, ClassEntryPtr parent, cim::ClassPtr definition);

    [[nodiscard]] ClassId id() const { return numbers_.id; }

    [[nodiscard]] Layout layout() const { return numbers_.layout; }

    [[nodiscard]] std::uint64_t version() const { return numbers_.version; }

    [[nodiscard]] const std::string& name() const { return name_; }

    /// base::NameHash of the name.
    [[nodiscard]] std::size_t name_hash() const { return name_hash_; }

    [[nodiscard]] const ClassEntryPtr& parent() const { return parent_; }

    [[nodiscard]] bool is_system() const { return id() < kFirstNumber; }

    [[nodiscard]] bool is_a(ClassId wanted) const {
        const ClassEntry* at = this;
        while (at && at->id() != wanted) at = at->parent_.get();
        return at != nullptr;
    }

    /// errors   CriticalError: the bytes are damaged
    [[nodiscard]] Result<cim::ClassPtr> definition() const;

    /// Makes the definition if nobody asked for it yet. errors as definition()
    Result<void> make_sure() const {
        return is_made_.load(std::memory_order_acquire) ? Result<void>() : make_all();
    }

    /// The definition itself, for as long as the entry lives. Only after make_sure().
    [[nodiscard]] const cim::ClassPtr& made() const { return definition_; }

    /// The number of the class whose extent holds the instances; 0: instances of this class cannot be kept.
    /// Only when the definition was made, as what follows.
    [[nodiscard]] ClassId extent() const { return extent_; }

    [[nodiscard]] const std::vector<IndexedProperty>& indexes() const { return indexes_; }

    /// All of them, inherited ones too, in order; empty for almost all classes.
    [[nodiscard]] const std::vector<ReferenceProperty>& references() const { return references_; }

    [[nodiscard]] const ReferenceProperty* find_reference(std::uint16_t order) const;

private:
    Result<void> make() const;
    Result<void> make_all() const;
    void number() const;
    void number(const cim::Property& property) const;
    [[nodiscard]] ClassId id_at(std::uint32_t depth) const;
    [[nodiscard]] ClassId extent_of_instances() const;

    const Numbers numbers_;
    const std::string name_;
    const std::size_t name_hash_;
    const ClassEntryPtr parent_;
    mutable std::mutex making_;
    mutable cim::Bytes body_;  // under making_
    mutable cim::ClassPtr definition_;
    mutable ClassId extent_ = 0;
    mutable std::vector<IndexedProperty> indexes_;
    mutable std::vector<ReferenceProperty> references_;
    mutable std::atomic<bool> is_made_ = false;
};

}  // namespace wmi::repository
