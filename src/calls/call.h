// One asynchronous call's life.
//
//   Waiting --begin--> Running --indicate, finish, deliver_from--> Delivering --the one way--> Ended
//      |                  |                                            |
//      +------------------+------ cancel, a sink that refuses, --------+   (the call is then `stopped`: what it still
//                                 a client that is gone                     holds is dropped, its final is CallCancelled)
//
// Invariants, held under the one lock of Calls and raced in tests/race:
//  1. Only a callback thread moves a call into Ended (Calls::end), and only from a state that is not Ended. So there is one
//     final status, whoever meets (CANCEL-05, 06).
//  2. While a callback of the call runs, no other one of it begins (CALL-26): in_callback is set by who takes it from the queue.
//  3. A call is in at most one of the queues (ready, urgent), and in none while in_callback.
//  4. A call that has something to deliver is in a queue or in_callback (of a source: unless it is asleep, 9).
//  5. A call that is stopped delivers nothing more but its final (CALL-36, CANCEL-07), and no finish or indicate changes it.
//  6. A call is in the register from its admission until it is stopped or Ended (CANCEL-03).
//  7. From its admission until its sink is released Calls keeps it alive (CANCEL-25) and counts it.
//  8. Sinks, hooks and destructors of client objects run without the lock.
//  9. A call whose source had nothing is asleep: in no queue, until it is woken, stopped or finished. A wake-up that comes while
//     the source is still being asked makes it be asked again, so none is lost.
#pragma once

#include "calls/sink.h"

#include <atomic>
#include <list>
#include <memory>
#include <variant>

namespace wmi::calls {

class Calls;
class Call;
using CallPtr = std::shared_ptr<Call>;

/// Whose calls CancelAsyncCall can reach: in process the process itself (0), else a login (CANCEL-01).
using ClientId = std::uint64_t;
inline constexpr ClientId kThisProcess = 0;

/// Objects that are read when somebody wants them. Used by one thread at a time.
class Source {
public:
    Source() = default;
    virtual ~Source() = default;
    Source(const Source&) = delete;
    Source& operator=(const Source&) = delete;

    struct Piece {
        std::vector<cim::Object> objects;  // may be empty before the last
        bool is_last = false;
        bool is_waiting = false;     // nothing is there now: not asked again before Calls::wake
        Status status = Status::Ok;  // of the last piece: the final status, a success that may say more
    };

    /// A bounded piece, read in one transaction that has ended on return. Not to be called again after the last one.
    virtual Result<Piece> next() = 0;

    /// Gives the vector of an earlier piece back, for its memory.
    virtual void reuse(std::vector<cim::Object> /*spent*/) {}
};

/// What one says of a call when making it.
struct CallOptions {
    ClientId client = kThisProcess;
    bool wants_progress = false;  // WBEM_FLAG_SEND_STATUS (CALL-38)
    std::size_t size_bytes = 0;   // what it holds until it ends: counted against Limits::bytes
    bool is_standing = false;     // a subscription: lasts as long as its client likes, and is no load: not counted against Limits::calls
};

/// Derived classes add what the operation works on; one allocation then holds all.
class Call : public std::enable_shared_from_this<Call> {
public:
    enum class State : std::uint8_t { Waiting, Running, Delivering, Ended };

    Call(std::unique_ptr<Sink> sink, CallOptions options);
    virtual ~Call();
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;

    /// True once the call was cancelled, its sink refused an object, or its client is gone: work for it is in vain.
    [[nodiscard]] bool is_stopped() const noexcept { return stopped_.load(std::memory_order_acquire); }

protected:
    /// On the callback thread, just before the final status of a call that was not stopped: makes what was left for late.
    virtual void complete(Final& final);
    /// Once, when the call is stopped, on the thread that stops it: whoever waits for somebody is told here. Must not block.
    virtual void on_stop() noexcept;

private:
    friend class Calls;

    using Item = std::variant<std::vector<cim::Object>, Progress>;

    struct Links {
        Call* before = nullptr;
        Call* after = nullptr;
    };

    enum class Queue : std::uint8_t { None, Ready, Urgent };

    const CallOptions options_;
    std::atomic<bool> stopped_{false};

    // All below is guarded by the lock of Calls.
    std::unique_ptr<Sink> sink_;
    State state_ = State::Waiting;
    Queue queue_ = Queue::None;
    bool in_callback_ = false;
    bool is_asleep_ = false;  // its source had nothing
    bool is_woken_ = false;   // since its source was asked last
    bool is_lost_ = false;  // its client is gone: no callbacks at all (CANCEL-24)
    std::optional<Final> final_;
    std::list<Item> items_;
    std::size_t items_bytes_ = 0;
    std::unique_ptr<Source> source_;
    Links queued_;
    Links registered_;
    const void* identity_ = nullptr;       // key of the register; null: not in it
    CallPtr self_;                         // invariant 7
    std::shared_ptr<std::size_t> ticket_;  // how many calls a CancelAsyncCall still waits for
};

}  // namespace wmi::calls
