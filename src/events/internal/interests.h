// Which changes somebody subscribed to, for those who commit: they ask for every change, inside their transactions, so wants()
// takes no lock and counts nothing. It may say yes where nobody matches (two names with one hash), never no where somebody does.
// Invariants
//  1. A slot's key, once set, stays; what is wanted under it changes in place. Only a full table is replaced, by a copy.
//  2. A replaced table is kept: whoever still reads it sees what stood then. take_replaced() gives them to who knows when nobody does.
// Threads  wants() from all threads; the others from one at a time.
#pragma once

#include "repository/feed.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace wmi::events::internal {

/// A class, by the hash of its name, in a namespace; or all of a namespace's classes.
using InterestKey = std::uint64_t;

inline constexpr std::size_t kAllClasses = 0;

inline InterestKey interest_key(repository::NamespaceId in, std::size_t name_hash) noexcept {
    std::uint64_t mixed = (name_hash ^ (std::uint64_t{in} * 0x9E3779B97F4A7C15U)) * 0xFF51AFD7ED558CCDU;
    mixed ^= mixed >> 32U;
    return mixed | 1U;  // 0 is an empty slot
}

class Interests {
public:
    /// Kinds wanted of instances or classes of one class itself, and of it and all that derives from it.
    struct Wanted {
        repository::Kinds exact = 0;
        repository::Kinds deep = 0;
    };

    Interests();

    [[nodiscard]] bool wants(repository::NamespaceId in, const repository::ClassLine& of, repository::CommittedChange::Kind kind) const noexcept;

    /// From now on this is what is wanted under a key. Throws bad_alloc where it grows, having changed nothing.
    void set(InterestKey key, Wanted wanted);
    /// The same where the key is known already, or nothing is wanted: cannot fail.
    void reset(InterestKey key, Wanted wanted) noexcept;

    using Replaced = std::vector<std::shared_ptr<const void>>;

    /// What was replaced so far: to be kept until every transaction that has begun has ended.
    Replaced take_replaced() noexcept { return std::exchange(replaced_, {}); }

private:
    struct Slot {
        std::atomic<InterestKey> key{0};
        std::atomic<std::uint32_t> wanted{0};  // exact in the low half, deep in the high one
    };

    struct Table {
        explicit Table(std::size_t size) : slots(size) {}

        [[nodiscard]] const Slot* find(InterestKey key) const noexcept;
        Slot* find(InterestKey key) noexcept;
        Slot& find_or_take(InterestKey key) noexcept;

        std::vector<Slot> slots;  // a power of two, never full
        std::size_t used = 0;
    };

    void make_room();

    std::atomic<const Table*> read_;
    std::shared_ptr<Table> table_;
    Replaced replaced_;
};

}  // namespace wmi::events::internal
