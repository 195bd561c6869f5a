// Who listens to the commits of a store, in all processes that have it open, and how a writer wakes them: a table in shared
// memory, a place for each process that listens (docs/formats/repository.md). What was committed stands in the store itself.
// Places are taken, and those of others looked at, inside a write (under the writer's lock): whoever took a place is seen by every
// write that begins later. Everything else may be called at any time.
// Processes that died are found by their id and start time, and their places taken back. Not for the child of a fork.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>

#include "base/result.h"

namespace wmi::store {

/// One process that listens. 64 bytes, part of a file's format.
struct BellPlace {
    std::atomic<std::uint32_t> process;   // its id; 0: the place is free
    std::atomic<std::uint32_t> calls;     // grows with each call; a futex
    std::atomic<std::uint64_t> started;   // when the process did, in the kernel's ticks since the machine did
    std::atomic<std::uint64_t> position;  // it has what it wants up to this revision
    std::atomic<std::uint32_t> wishes;    // bits, of a meaning that those who use the store agree on
    std::atomic<std::uint32_t> sleeps;  // 0: it does not, 1: until it is called, 2: no longer than a time of its own
    char unused[32];
};

inline constexpr std::size_t kBellPlaces = 60;

struct BellPage {
    std::atomic<std::uint32_t> taken;  // places that are not free
    char unused[60];
    BellPlace places[kBellPlaces];
};

static_assert(sizeof(BellPlace) == 64 && sizeof(BellPage) == 64 * (kBellPlaces + 1));
static_assert(std::atomic<std::uint64_t>::is_always_lock_free && std::atomic<std::uint32_t>::is_always_lock_free);

class Bell {
public:
    using Place = std::uint16_t;

    static constexpr Place kNoPlace = 0xFFFF;

    struct Others {
        std::uint32_t wishes = 0;                          // of the others together
        std::uint64_t lowest_position = ~std::uint64_t{0};  // of all
        bool has_dead = false;  // one was found dead: what is kept for him alone may go
    };

    /// page outlives it.
    explicit Bell(BellPage& page) : page_(page) {}

    Bell(const Bell&) = delete;
    Bell& operator=(const Bell&) = delete;

    /// errors   QuotaViolation: all places are taken by living processes
    base::Result<Place> take(std::uint32_t wishes, std::uint64_t position);
    void leave(Place place) noexcept;

    void wish(Place place, std::uint32_t wishes) noexcept { page_.places[place].wishes.store(wishes); }

    void move(Place place, std::uint64_t position) noexcept { page_.places[place].position.store(position, std::memory_order_release); }

    /// Is there anybody else? One load.
    [[nodiscard]] bool has_others(Place own) const noexcept { return page_.taken.load(std::memory_order_relaxed) > (own == kNoPlace ? 0U : 1U); }

    /// Looks for dead ones at most once a second.
    Others others(Place own) noexcept;

    /// Before a commit that will ring: others that sleep until they are called wake, so that they can sleep with an end until it comes. A
    /// writer that is killed between its commit and its ring keeps nobody from hearing of it.
    void warn(Place own) noexcept;
    /// Wakes all others. After the commit, never before.
    void ring(Place own) noexcept;
    /// Wakes whoever waits at one place.
    void call(Place place) noexcept;

    [[nodiscard]] std::uint32_t calls(Place place) const noexcept { return page_.places[place].calls.load(); }

    /// Sleeps until calls(place) is not `seen` any more, no longer than `longest`, 0: without end; may return early. False: time ran out.
    bool wait(Place place, std::uint32_t seen, std::chrono::seconds longest) noexcept;

private:
    bool drop_dead() noexcept;

    BellPage& page_;
    std::atomic<std::int64_t> next_look_ = 0;  // steady clock, nanoseconds
};

}  // namespace wmi::store
