// All asynchronous calls of a process: who may start one, the register by sink that CancelAsyncCall looks in, and the callback
// threads. Neither the committer nor a worker calls a sink; callback threads do. A sink that blocks holds its own thread; when the
// others are busy too, one more is started every Limits::stall up to Limits::threads. When all of them are held, new calls are
// answered ServerTooBusy; admitted ones wait, and lose nothing.
// Every function may be called from every thread. Nothing here throws but bad_alloc, and that only from admit, indicate,
// progress, and cancel before they changed anything: a final status can always be delivered.
#pragma once

#include "calls/call.h"

#include "base/clock.h"

#include <chrono>
#include <cstddef>
#include <mutex>
#include <span>

namespace wmi::calls {

struct Limits {
    std::size_t calls = 16'384;                     // admitted and not yet ended, without those that are standing
    std::size_t bytes = std::size_t{16} << 20U;     // what they hold together; a single larger one is taken when it is alone
    std::size_t threads = 64;                       // callback threads at most
    std::size_t eager = 0;                          // callback threads used before any is known to block; 0: one a core, at least 2
    std::size_t queued_bytes = std::size_t{1} << 20U;  // objects waiting for one call's sink before its producer has to wait
    std::chrono::milliseconds wait{100};            // how long admit waits for room (CALL-17)
    std::chrono::milliseconds stall{5};             // a queue that stood still so long gets a further thread
    std::chrono::milliseconds release{250};         // how long cancel waits for the sinks to be released (CANCEL-10)
};

class Calls {
public:
    explicit Calls(Limits limits = {});
    /// Closes with a second's patience if nobody did.
    ~Calls();
    Calls(const Calls&) = delete;
    Calls& operator=(const Calls&) = delete;

    /// What an admitted call is at first: waiting for begin(), or begun already, as when its work is done where it is started.
    enum class Start { Waiting, Running };

    /// Takes the call and keeps it; from now on it can be cancelled and must be finished or withdrawn. Waits at most Limits::wait
    /// for room, inside a callback not at all.
    /// errors   ServerTooBusy, ShuttingDown: the call was not taken and its sink not touched
    Result<void> admit(const CallPtr& call, Start as = Start::Waiting);
    /// The start failed after all: the sink is not called, and is released on return (CALL-18). False when something is already on
    /// its way to the sink (the call was cancelled): the final status comes, and the start must be answered with success.
    bool withdraw(Call& call);
    /// The work began (state Running). False when it need not: the call was stopped.
    bool begin(Call& call);

    /// Objects for the sink; waits while more than Limits::queued_bytes wait for it. False when the call is stopped or finished:
    /// nothing more is wanted. Not from inside a callback.
    bool indicate(Call& call, std::vector<cim::Object> objects);
    /// Passed on only where the client asked for it; never waits (the oldest waiting report makes way).
    bool progress(Call& call, Progress report);
    /// The end. False when it came too late: cancelled, or finished before (CALL-54).
    bool finish(Call& call, Final final);

    struct Finished {
        CallPtr call;
        Final final;
    };

    /// Many ends with one taking of the lock and one wake-up.
    void finish(std::span<Finished> batch);

    /// The sink gets what the source gives, then the end of it: pulled by the callback threads themselves, so that a client which
    /// does not take stops the reading.
    void deliver_from(Call& call, std::unique_ptr<Source> source);

    /// A source that had nothing (Piece::is_waiting) now has, or ended: its call is asked again. Never lost, never too often.
    void wake(Call& call) noexcept;

    /// CancelAsyncCall. Waits at most Limits::release until the sinks are released, less where a callback is running.
    /// errors   NotFound, InvalidOperation (inside a callback)
    Result<void> cancel(ClientId client, const void* identity);
    /// The client is gone: its calls are stopped, their sinks released without being called (CANCEL-24).
    void lose(ClientId client);

    /// Admits nothing more.
    void refuse();
    /// Waits until nothing is pending. False when the deadline passed.
    bool drain(base::Deadline deadline);
    /// refuse, drain, stop the callback threads. Calls that have not ended by the deadline are dropped without being called;
    /// a thread that a sink still holds is left to it.
    void close(base::Deadline deadline);

    struct Counts {
        std::size_t pending = 0;  // admitted, sink not yet released
        std::size_t standing = 0;  // of these
        std::size_t bytes = 0;
        std::size_t threads = 0;
        std::size_t busy = 0;  // threads inside a sink or a source
    };

    [[nodiscard]] Counts counts() const;

private:
    struct Board;
    struct List;
    using Lock = std::unique_lock<std::mutex>;

    static void work(std::shared_ptr<Board> board);
    static Call* take(Board& board, Lock& lock, CallPtr& ended);
    static void step(Board& board, Lock& lock, Call& call, CallPtr& ended);
    static void run_out(Call& call);
    static void deliver_item(Board& board, Lock& lock, Call& call);
    static void pull(Board& board, Lock& lock, Call& call);
    static void end(Board& board, Lock& lock, Call& call, CallPtr& ended);
    static void drop(Lock& lock, CallPtr& ended);
    static void settle(Board& board, Call& call, bool refused);
    static void stop(Board& board, Call& call);
    static bool set_final(Board& board, Call& call, Final&& final);
    static void enqueue(Board& board, Call& call);
    static void forget(Board& board, Call& call);
    static CallPtr let_go(Board& board, Call& call);
    static void wake(Board& board);
    static void grow(Board& board, Lock& lock);

    std::shared_ptr<Board> board_;
};

}  // namespace wmi::calls
