// What is defined: namespaces and their classes, as one state of the store had them. Immutable and shared by pointer: whoever
// holds a Namespace reads it without locks, for as long as he likes; what changes is the one that Repository gives next.
// A class is decoded when it is first asked for and kept then; ClassPtr of one definition is one pointer (compare them).
// Threads  all functions may be called from all threads.
#pragma once

#include "cim/class.h"
#include "cim/wmio.h"

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wmi::repository {

using base::Error;
using base::Result;
using base::Status;

/// Given once in the life of a store and never used again: a namespace that was deleted and made anew has another.
using NamespaceId = std::uint32_t;
using ClassId = std::uint32_t;
using Layout = std::uint32_t;

/// Deep: subclasses too. Exact: what is named alone (instances), or one level down (classes).
enum class Depth { Deep, Exact };

class ClassEntry;
using ClassEntryPtr = std::shared_ptr<const ClassEntry>;

/// A reference that a class has.
struct ClassReference {
    cim::ClassPtr association;
    std::uint16_t property = 0;  // its number: association->properties()[property]
};

/// A class where a Namespace keeps it: for as long as that lives, at no cost. Looked up once for all that a call asks.
struct ClassPlace {
    const ClassEntryPtr* entry = nullptr;
    const cim::ClassPtr* definition = nullptr;
};

/// A mark that Repository sets and takes away; a copy has none.
class CurrentMark {
public:
    CurrentMark() = default;

    CurrentMark(const CurrentMark&) noexcept {}

    CurrentMark& operator=(const CurrentMark&) = delete;

    void set(bool is_current) const noexcept { is_set_.store(is_current, std::memory_order_relaxed); }

    [[nodiscard]] bool is_set() const noexcept { return is_set_.load(std::memory_order_relaxed); }

private:
    mutable std::atomic<bool> is_set_{false};
};

class Namespace {
public:
    [[nodiscard]] NamespaceId id() const { return id_; }

    /// As displayed: root\cimv2.
    [[nodiscard]] const std::string& path() const { return path_; }

    [[nodiscard]] bool is_root() const { return parent_ == 0; }

    /// Of the namespace above; 0 for root.
    [[nodiscard]] NamespaceId parent() const { return parent_; }

    [[nodiscard]] bool has_class(std::string_view name) const { return find(name) != nullptr; }

    /// A null pointer when there is none. System classes are found like others.
    /// errors   CriticalError: the stored definition is damaged
    [[nodiscard]] Result<cim::ClassPtr> find_class(std::string_view name) const;
    /// absent   the status that absence is answered with: NotFound for a class itself, InvalidClass for that of an instance
    [[nodiscard]] Result<cim::ClassPtr> get_class(std::string_view name, Status absent = Status::NotFound) const;
    /// The same where it stands.
    [[nodiscard]] Result<ClassPlace> get_place(std::string_view name, Status absent = Status::NotFound) const;
    /// Names of what derives from a class (empty name: of all), the class itself not; parents before children (SVC-26).
    /// errors   InvalidClass: no such class (SVC-27)
    [[nodiscard]] Result<std::vector<std::string>> subclasses(std::string_view of, Depth depth) const;

    /// References that are declared to lead to a class or to one of its bases (WQL-110), with those that classes inherit; by name of
    /// the class. Decodes every class of the namespace that was not asked for yet.
    [[nodiscard]] Result<std::vector<ClassReference>> references_to(const cim::Class& target) const;

    /// The number of a class, by which ClassLine knows it; nothing when there is none.
    [[nodiscard]] std::optional<ClassId> class_id(std::string_view name) const;

    [[nodiscard]] std::size_t class_count() const { return by_hash_.size(); }

    // -- for this room
    struct Slot {
        std::size_t hash;  // of the name, without regard to case
        ClassEntryPtr entry;
    };

    Namespace(NamespaceId id, NamespaceId parent, std::string path, const std::vector<ClassEntryPtr>& classes);
    [[nodiscard]] const ClassEntry* find(std::string_view name) const;
    [[nodiscard]] const ClassEntryPtr* find_entry(std::string_view name) const;
    /// Null for a layout that was forgotten.
    [[nodiscard]] const ClassEntryPtr* find_layout(Layout layout) const;

    [[nodiscard]] const std::vector<Slot>& slots() const { return by_hash_; }

    /// Whether it is of the newest catalogue that Repository knows.
    [[nodiscard]] const CurrentMark& current() const { return current_; }

    /// The same with these classes in place of those of their ids, or new.
    [[nodiscard]] std::shared_ptr<const Namespace> with(const std::vector<ClassEntryPtr>& changed) const;
    [[nodiscard]] std::shared_ptr<const Namespace> without(const std::vector<ClassEntryPtr>& gone) const;
    /// A class and all below it, parents before children.
    [[nodiscard]] std::vector<ClassEntryPtr> family(const ClassEntry& top) const;

private:
    void add(const ClassEntryPtr& entry);
    void remove(const ClassEntry& entry);

    NamespaceId id_;
    NamespaceId parent_;
    std::string path_;
    std::vector<Slot> by_hash_;
    std::vector<ClassEntryPtr> by_layout_;
    CurrentMark current_;
};

using NamespacePtr = std::shared_ptr<const Namespace>;

class Catalogue {
public:
    /// By path without regard to case, backslashes or slashes ("root/cimv2"); null when there is none.
    [[nodiscard]] NamespacePtr find_namespace(std::string_view path) const;
    /// Null once it was deleted, even if one of its name was made since.
    [[nodiscard]] NamespacePtr find_namespace(NamespaceId id) const;
    /// Display names of the immediate children, in order.
    [[nodiscard]] std::vector<std::string> children(NamespaceId of) const;

    // -- for this room
    /// Which state of the definitions this is: two catalogues with equal stamps are of equal content.
    struct Stamp {
        std::uint64_t revision = 0;
        std::uint64_t chance = 0;

        bool operator==(const Stamp&) const = default;
    };

    Stamp stamp;
    std::map<NamespaceId, NamespacePtr> namespaces;
    std::map<std::string, NamespaceId, std::less<>> by_path;  // folded
};

using CataloguePtr = std::shared_ptr<const Catalogue>;

}  // namespace wmi::repository
