// How a room above hears of every committed change of instances, classes and namespaces (EVT-03, EVT-21..26): each one once, in
// the order of commit, with the values that stood before; those that other processes commit, too.
// What nobody wants is neither copied nor kept.
#pragma once

#include "base/clock.h"
#include "repository/catalogue.h"

namespace wmi::repository {

/// A class and what it derives from, by number. A number is one class for the life of a store, in all processes; those of system
/// classes are equal in all namespaces, others belong to one. Borrows: alive as long as what gave it.
class ClassLine {
public:
    explicit ClassLine(const ClassEntry* entry) : entry_(entry) {}

    /// False above the topmost class.
    explicit operator bool() const { return entry_ != nullptr; }

    [[nodiscard]] ClassId id() const;
    [[nodiscard]] const std::string& name() const;
    /// base::NameHash of the name: names outlive their classes, as those that somebody waits for must.
    [[nodiscard]] std::size_t name_hash() const;
    [[nodiscard]] ClassLine parent() const;

private:
    const ClassEntry* entry_;
};

/// One change. Everything is shared and immutable, and stays as it was whatever changes later.
struct CommittedChange {
    enum class Kind : std::uint8_t {
        InstanceCreated, InstanceModified, InstanceDeleted, ClassCreated, ClassModified, ClassDeleted, NamespaceCreated, NamespaceModified, NamespaceDeleted
    };

    Kind kind = Kind::InstanceCreated;
    std::uint64_t revision = 0;  // of the batch; changes of one batch share it
    base::FileTime time = 0;     // TIME_CREATED: the committer's clock, once a batch, never below an earlier one of the store
    /// Where it happened, as it was defined when the transaction came to it; of a namespace: the one above it.
    NamespacePtr in;

    // instances; of namespaces: their instance of __NAMESPACE
    cim::ClassPtr of;                                  // the real class, as it stood at the change
    std::shared_ptr<const cim::Bytes> before, after;  // InstanceParts of that class (Instance::trusted); null where there was none

    // classes
    cim::ClassPtr class_before, class_after;

    std::string name;  // of a namespace, without the path above

    /// `of`, or the class that changed.
    [[nodiscard]] ClassLine line() const { return ClassLine(entry ? entry.get() : entry_before.get()); }

    // -- for this room
    ClassEntryPtr entry;         // of `of`, or of class_after
    ClassEntryPtr entry_before;  // of class_before
};

using Kinds = std::uint32_t;

constexpr Kinds kind_bit(CommittedChange::Kind kind) { return Kinds{1} << static_cast<unsigned>(kind); }

inline constexpr Kinds kNoKinds = 0;
inline constexpr Kinds kAllKinds = 0x1FF;

/// Changes that were wanted and cannot be told: some or all of these revisions, both included.
struct LostChanges {
    enum class Why : std::uint8_t {
        Overflow,  // they took too much memory, or waited too long in the store
        Replaced,  // a backup was restored: everything may be different
        Failure,   // they could not be read
    };

    Why why = Why::Overflow;
    std::uint64_t first = 0;
    std::uint64_t last = 0;
};

/// Whoever listens. All functions are called from several threads, none from two at once but wants(); none may block, throw, or
/// call the Repository.
class ChangeListener {
public:
    virtual ~ChangeListener() = default;

    /// Is a change of this kind, of this class (`of`; with its ancestors: of.parent() ...) wanted? Called inside the transaction on
    /// the thread that commits, for every change: a few nanoseconds, no locks. What it answers must not depend on time.
    virtual bool wants(const Namespace& in, const ClassLine& of, CommittedChange::Kind kind) noexcept = 0;

    /// After the batch is durable, before or after its completions; in the order of revisions, each change once. Must only queue.
    virtual void committed(std::vector<CommittedChange>&& changes) noexcept = 0;

    /// In its place in that order.
    virtual void lost(const LostChanges& what) noexcept = 0;
};

/// What one batch may collect for a listener, in bytes of records; what is beyond is told as lost.
inline constexpr std::size_t kMaxCollectedBytes = std::size_t{64} << 20U;

}  // namespace wmi::repository
