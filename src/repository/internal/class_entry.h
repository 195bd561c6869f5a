// One class of a namespace as the catalogue holds it: its numbers and its name at hand, its definition as stored bytes until
// somebody asks for it.
// Invariants: 1. the definition, once made, is never replaced; a changed class is another entry, and so is each of its heirs
// (their parents are other entries). 2. the bytes are dropped when the definition is made.
#pragma once

#include "repository/catalogue.h"

#include <atomic>
#include <mutex>

namespace wmi::repository {

/// Numbers below are those of system classes, equal in every namespace and every store.
inline constexpr std::uint32_t kFirstNumber = 256;

class ClassEntry {
public:
    /// A stored class; body as cim::encode_body wrote it.
    ClassEntry(ClassId id, Layout layout, std::string name, ClassEntryPtr parent, cim::Bytes body)
        : id_(id), layout_(layout), name_(std::move(name)), parent_(std::move(parent)), body_(std::move(body)) {}

    /// A class whose definition is at hand: a system class, or one that is being put.
    ClassEntry(ClassId id, Layout layout, ClassEntryPtr parent, cim::ClassPtr definition)
        : id_(id), layout_(layout), name_(definition->name()), parent_(std::move(parent)), definition_(std::move(definition)), is_made_(true) {}

    [[nodiscard]] ClassId id() const { return id_; }

    [[nodiscard]] Layout layout() const { return layout_; }

    [[nodiscard]] const std::string& name() const { return name_; }

    [[nodiscard]] const ClassEntryPtr& parent() const { return parent_; }

    [[nodiscard]] bool is_system() const { return id_ < kFirstNumber; }

    [[nodiscard]] bool is_a(ClassId id) const {
        const ClassEntry* at = this;
        while (at && at->id_ != id) at = at->parent_.get();
        return at != nullptr;
    }

    /// errors   CriticalError: the bytes are damaged
    [[nodiscard]] Result<cim::ClassPtr> definition() const;

    /// The number of the class whose extent holds the instances; 0: instances of this class cannot be kept.
    /// Only when the definition was made.
    [[nodiscard]] ClassId extent() const;

private:
    Result<void> make() const;

    const ClassId id_;
    const Layout layout_;
    const std::string name_;
    const ClassEntryPtr parent_;
    mutable std::mutex making_;
    mutable cim::Bytes body_;  // under making_
    mutable cim::ClassPtr definition_;
    mutable std::atomic<bool> is_made_ = false;
};

}  // namespace wmi::repository
