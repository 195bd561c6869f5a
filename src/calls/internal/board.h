// What Calls keeps, under one lock: the queues of calls that have something to deliver, the register by sink, the counts.
// One lock for all calls makes every meeting of two (finish and cancel, cancel and callback) a plain order of two critical
// sections; it is held for a few pointer moves at a time. Four conditions wait on it, so that a wake-up reaches only those
// whom it concerns: base::Guarded has one.
#pragma once

#include "calls/calls.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <unordered_map>

namespace wmi::calls {

/// A doubly linked list through the calls themselves: joining and leaving allocate nothing.
struct Calls::List {
    Call* first = nullptr;
    Call* last = nullptr;
    std::size_t count = 0;

    template <class Member>
    void push(Call& call, Member links) {
        (call.*links).before = last;
        (call.*links).after = nullptr;
        (last ? (last->*links).after : first) = &call;
        last = &call;
        ++count;
    }

    template <class Member>
    void remove(Call& call, Member links) {
        Call* before = (call.*links).before;
        Call* after = (call.*links).after;
        (before ? (before->*links).after : first) = after;
        (after ? (after->*links).before : last) = before;
        call.*links = {};
        --count;
    }
};

struct Calls::Board : std::enable_shared_from_this<Calls::Board> {
    explicit Board(Limits chosen) : limits(chosen) {}

    struct Key {
        ClientId client;
        const void* identity;
        bool operator==(const Key&) const = default;
    };

    struct KeyHash {
        std::size_t operator()(const Key& key) const noexcept {
            return std::hash<const void*>()(key.identity) ^ (std::hash<ClientId>()(key.client) << 1U);
        }
    };

    [[nodiscard]] bool has_work() const { return urgent.first || ready.first; }

    /// Every callback thread there may be is held by a sink, and calls wait.
    [[nodiscard]] bool is_stuck() const { return busy >= limits.threads && has_work(); }

    [[nodiscard]] std::size_t load() const { return pending - standing; }

    [[nodiscard]] bool has_room(std::size_t size) const {
        if (load() == 0) return true;
        return load() < limits.calls && bytes + size <= limits.bytes && !is_stuck();
    }

    const Limits limits;
    std::mutex mutex;
    std::condition_variable work;      // callback threads: something is in a queue
    std::condition_variable room;      // admit: room for another call
    std::condition_variable drained;   // indicate: room for another object of a call
    std::condition_variable released;  // cancel, drain, close: sinks were released, threads ended

    List ready;
    List urgent;  // stopped calls: cancellations overtake completions
    std::unordered_map<Key, List, KeyHash> by_sink;
    std::size_t pending = 0;
    std::size_t standing = 0;  // of these, those that are no load
    std::size_t bytes = 0;
    std::size_t waiting_for_room = 0;
    std::size_t waiting_producers = 0;
    std::size_t threads = 0;
    std::size_t idle = 0;
    std::size_t busy = 0;
    std::uint64_t steps = 0;  // grows whenever a callback thread gets anywhere
    bool is_watched = false;  // an idle thread looks whether the queues stand still
    bool refuses = false;
    bool stops = false;
};

}  // namespace wmi::calls
