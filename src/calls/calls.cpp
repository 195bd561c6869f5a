#include "calls/calls.h"

#include "base/log.h"
#include "calls/internal/board.h"

#include <algorithm>
#include <thread>

#include <pthread.h>

namespace wmi::calls {
namespace {

Final cancelled() { return {Status::CallCancelled, std::nullopt, {}, {}, nullptr}; }

std::size_t size_of(std::span<const cim::Object> objects) {
    constexpr std::size_t kObject = 256;
    std::size_t total = 0;
    for (const cim::Object& object : objects) {
        const cim::Instance* instance = object.find_instance();
        total += kObject + (instance ? instance->record().size() : 0);
    }
    return total;
}

/// What came of objects on their way to a sink.
struct Handed {
    Status status = Status::Ok;
    bool ran_out = false;  // of memory, before anybody was called
};

__attribute__((no_sanitize("undefined"))) Handed hand_batch(Sink& sink, std::vector<cim::Object> objects) {
    const InsideCallback inside;
    try {
        return {sink.indicate(std::move(objects)), false};
    } catch (const abi::__forced_unwind&) {
        throw;
    } catch (const std::bad_alloc&) {
        return {Status::Ok, true};
    } catch (...) {
        internal::log_thrown("a sink");
        return {Status::Failed, false};
    }
}

/// In batches of at most 256 KiB or one object (CALL-28); none follows once the call is stopped.
Handed hand_over(const Call& call, Sink& sink, std::vector<cim::Object> objects) {
    constexpr std::size_t kMaxBatch = 262'144;
    if (size_of(objects) <= kMaxBatch) return hand_batch(sink, std::move(objects));
    Handed handed;
    for (std::size_t at = 0; at < objects.size() && !call.is_stopped() && !handed.ran_out && !base::failed(handed.status);) {
        std::vector<cim::Object> batch;
        std::size_t bytes = 0;
        do {
            bytes += size_of({&objects[at], 1});
            if (!batch.empty() && bytes > kMaxBatch) break;
            batch.push_back(std::move(objects[at++]));
        } while (at < objects.size());
        handed = hand_batch(sink, std::move(batch));
    }
    return handed;
}

Limits filled_in(Limits limits) {
    if (limits.eager == 0) limits.eager = std::max(2U, std::thread::hardware_concurrency());
    limits.threads = std::max<std::size_t>(limits.threads, 1);
    limits.eager = std::min(limits.eager, limits.threads);
    return limits;
}

}  // namespace

Calls::Calls(Limits limits) : board_(std::make_shared<Board>(filled_in(limits))) {}

Calls::~Calls() {
    {
        const Lock lock(board_->mutex);
        if (board_->stops) return;
    }
    close(base::Deadline::in(std::chrono::seconds(1)));
}

// -- who may start

Result<void> Calls::admit(const CallPtr& call, Start as) {
    Board& board = *board_;
    const std::size_t size = call->options_.size_bytes;
    const bool is_standing = call->options_.is_standing;
    Lock lock(board.mutex);
    if (board.threads == 0) grow(board, lock);
    if (!is_standing && !board.has_room(size) && !board.refuses && !is_inside_callback()) {
        ++board.waiting_for_room;
        board.room.wait_for(lock, board.limits.wait, [&] { return board.refuses || board.has_room(size); });
        --board.waiting_for_room;
    }
    if (board.refuses) return Error(Status::ShuttingDown, "the last connection is being closed: connect again");
    if (!is_standing && !board.has_room(size))
        return Error(Status::ServerTooBusy, "too many asynchronous calls are pending: wait for some to end, then try again");
    if (board.threads == 0) return Error(Status::ServerTooBusy, "no thread could be started to call the sink on");
    List& same_sink = board.by_sink[{call->options_.client, call->identity_}];  // may throw; nothing has changed yet
    same_sink.push(*call, &Call::registered_);
    call->self_ = call;
    if (as == Start::Running) call->state_ = Call::State::Running;
    ++board.pending;
    board.standing += is_standing ? 1 : 0;
    board.bytes += size;
    return {};
}

bool Calls::withdraw(Call& call) {
    CallPtr self;
    std::unique_ptr<Sink> sink;
    {
        const Lock lock(board_->mutex);
        if (call.state_ == Call::State::Ended || call.queue_ != Call::Queue::None || call.in_callback_) return false;
        call.state_ = Call::State::Ended;
        forget(*board_, call);
        sink = std::move(call.sink_);
        self = let_go(*board_, call);
    }
    return true;
}

bool Calls::begin(Call& call) {
    const Lock lock(board_->mutex);
    if (call.stopped_) return false;
    if (call.state_ == Call::State::Waiting) call.state_ = Call::State::Running;
    return true;
}

// -- what producers give

bool Calls::indicate(Call& call, std::vector<cim::Object> objects) {
    if (objects.empty()) return !call.is_stopped();
    std::list<Call::Item> item;
    const std::size_t size = size_of(objects);
    item.emplace_back(std::move(objects));
    Board& board = *board_;
    Lock lock(board.mutex);
    const auto wanted = [&] { return !call.stopped_ && !call.final_; };
    ++board.waiting_producers;
    board.drained.wait(lock, [&] {
        return !wanted() || call.items_bytes_ == 0 || call.items_bytes_ + size <= board.limits.queued_bytes;
    });
    --board.waiting_producers;
    if (!wanted()) return false;
    call.items_.splice(call.items_.end(), item);
    call.items_bytes_ += size;
    enqueue(board, call);
    return true;
}

bool Calls::progress(Call& call, Progress report) {
    if (!call.options_.wants_progress) return !call.is_stopped();
    std::list<Call::Item> item;
    item.emplace_back(std::move(report));
    const Lock lock(board_->mutex);
    if (call.stopped_ || call.final_) return false;
    if (!call.items_.empty() && std::holds_alternative<Progress>(call.items_.back())) call.items_.back().swap(item.front());
    else call.items_.splice(call.items_.end(), item);
    enqueue(*board_, call);
    return true;
}

bool Calls::finish(Call& call, Final final) {
    const Lock lock(board_->mutex);
    return set_final(*board_, call, std::move(final));
}

void Calls::finish(std::span<Finished> batch) {
    const Lock lock(board_->mutex);
    for (Finished& finished : batch) set_final(*board_, *finished.call, std::move(finished.final));
}

bool Calls::set_final(Board& board, Call& call, Final&& final) {
    if (call.stopped_ || call.final_ || call.state_ == Call::State::Ended) return false;
    call.final_.emplace(std::move(final));
    enqueue(board, call);
    return true;
}

void Calls::deliver_from(Call& call, std::unique_ptr<Source> source) {
    const Lock lock(board_->mutex);
    if (call.stopped_ || call.final_) return;  // the source goes with the argument, after the lock
    call.source_ = std::move(source);
    enqueue(*board_, call);
}

void Calls::wake(Call& call) noexcept {
    const Lock lock(board_->mutex);
    call.is_woken_ = true;
    if (!call.is_asleep_) return;
    call.is_asleep_ = false;
    enqueue(*board_, call);
}

// -- stopping

Result<void> Calls::cancel(ClientId client, const void* identity) {
    if (!identity) return Error(Status::InvalidParameter, "CancelAsyncCall needs the sink that the calls were started with");
    if (is_inside_callback())
        return Error(Status::InvalidOperation,
                     "CancelAsyncCall does not work inside a sink: return an error from Indicate, or cancel on another thread");
    Board& board = *board_;
    std::vector<CallPtr> stopped;
    const auto ticket = std::make_shared<std::size_t>(0);
    Lock lock(board.mutex);
    const auto found = board.by_sink.find({client, identity});
    if (found == board.by_sink.end()) return Error(Status::NotFound, "no asynchronous call of this sink is pending");
    stopped.reserve(found->second.count);
    for (Call* call = found->second.first; call; call = call->registered_.after) stopped.push_back(call->self_);
    for (const CallPtr& call : stopped) {
        if (!call->in_callback_) {
            call->ticket_ = ticket;
            ++*ticket;
        }
        stop(board, *call);
    }
    lock.unlock();
    for (const CallPtr& call : stopped) call->on_stop();
    lock.lock();
    board.released.wait_for(lock, board.limits.release, [&] { return *ticket == 0; });
    lock.unlock();
    return {};
}

void Calls::lose(ClientId client) {
    std::vector<CallPtr> stopped;
    {
        const Lock lock(board_->mutex);
        std::size_t count = 0;
        for (const auto& [key, list] : board_->by_sink) count += key.client == client ? list.count : 0;
        stopped.reserve(count);
        for (const auto& [key, list] : board_->by_sink)
            for (Call* call = key.client == client ? list.first : nullptr; call; call = call->registered_.after)
                stopped.push_back(call->self_);
        for (const CallPtr& call : stopped) {
            call->is_lost_ = true;
            stop(*board_, *call);
        }
    }
    for (const CallPtr& call : stopped) call->on_stop();
}

void Calls::stop(Board& board, Call& call) {
    call.stopped_.store(true, std::memory_order_release);
    forget(board, call);
    if (call.queue_ == Call::Queue::Ready) {
        board.ready.remove(call, &Call::queued_);
        call.queue_ = Call::Queue::None;
    }
    enqueue(board, call);
    if (board.waiting_producers > 0) board.drained.notify_all();
}

void Calls::refuse() {
    const Lock lock(board_->mutex);
    board_->refuses = true;
    board_->room.notify_all();
}

bool Calls::drain(base::Deadline deadline) {
    Lock lock(board_->mutex);
    const auto is_done = [this] { return board_->pending == 0; };
    if (deadline.is_never()) {
        board_->released.wait(lock, is_done);
        return true;
    }
    return board_->released.wait_until(lock, deadline.when(), is_done);
}

void Calls::close(base::Deadline deadline) {
    refuse();
    if (!drain(deadline)) {
        base::log::warn("asynchronous calls did not end in time: they are dropped, their sinks are not called any more");
        std::vector<ClientId> clients;
        {
            const Lock lock(board_->mutex);
            for (const auto& entry : board_->by_sink) clients.push_back(entry.first.client);
        }
        for (const ClientId client : clients) lose(client);
        drain(base::Deadline::in(board_->limits.wait));
    }
    Lock lock(board_->mutex);
    board_->stops = true;
    board_->work.notify_all();
    board_->released.wait(lock, [this] { return board_->threads <= board_->busy; });
}

Calls::Counts Calls::counts() const {
    const Lock lock(board_->mutex);
    return {board_->pending, board_->standing, board_->bytes, board_->threads, board_->busy};
}

// -- the callback threads

__attribute__((no_sanitize("undefined"))) void Calls::work(std::shared_ptr<Board> board) {
    pthread_setname_np(pthread_self(), "wmi-callback");
    Lock lock(board->mutex);
    CallPtr ended;
    try {
        while (Call* call = take(*board, lock, ended)) step(*board, lock, *call, ended);
    } catch (const abi::__forced_unwind&) {  // a sink ended our thread; step has settled the call
        --board->threads;
        board->released.notify_all();
        throw;
    }
    --board->threads;
    board->released.notify_all();
}

/// The call that ended last goes when the lock is free the next time anyway (invariant 8), at the latest before its thread sleeps.
void Calls::drop(Lock& lock, CallPtr& ended) {
    lock.unlock();
    ended.reset();
    lock.lock();
}

/// Waits for a call with something to deliver; null when it is time to go.
/// At most Limits::eager threads work while things move. When they are all busy, one idle thread watches: a queue that stood
/// still for Limits::stall means that sinks block, and the watcher becomes a worker.
Call* Calls::take(Board& board, Lock& lock, CallPtr& ended) {
    if (ended && (!board.has_work() || board.busy >= board.limits.eager)) drop(lock, ended);
    ++board.idle;
    for (;;) {
        if (!board.has_work()) {
            if (board.stops) break;
            board.work.wait(lock);
            continue;
        }
        if (board.busy < board.limits.eager) break;
        if (board.is_watched) {
            board.work.wait(lock);
            continue;
        }
        board.is_watched = true;
        const std::uint64_t before = board.steps;
        board.work.wait_for(lock, board.limits.stall, [&] { return board.busy < board.limits.eager || !board.has_work(); });
        board.is_watched = false;
        if (board.has_work() && board.steps == before) break;
    }
    --board.idle;
    List& queue = board.urgent.first ? board.urgent : board.ready;
    Call* call = queue.first;
    if (!call) return nullptr;
    queue.remove(*call, &Call::queued_);
    call->queue_ = Call::Queue::None;
    call->in_callback_ = true;
    ++board.busy;
    if (board.idle == 0) grow(board, lock);
    else if (board.has_work()) wake(board);
    return call;
}

void Calls::wake(Board& board) {
    if (board.idle > 0 && (board.busy < board.limits.eager || !board.is_watched)) board.work.notify_one();
}

/// One more thread, where the limit allows. The lock is given up meanwhile.
void Calls::grow(Board& board, Lock& lock) {
    if (board.threads >= board.limits.threads) return;
    ++board.threads;
    lock.unlock();
    bool started = true;
    try {
        std::thread(work, board.shared_from_this()).detach();
    } catch (const std::exception& failure) {
        started = false;
        base::log::warn("a callback thread could not be started: {}", failure.what());
    }
    lock.lock();
    if (!started) --board.threads;
}

/// One callback of a call that was taken: the next item, the next piece of its source, or its end.
__attribute__((no_sanitize("undefined"))) void Calls::step(Board& board, Lock& lock, Call& call, CallPtr& ended) {
    call.state_ = Call::State::Delivering;
    const bool is_at_end = call.stopped_ || (call.items_.empty() && call.final_);
    if (ended && !is_at_end) drop(lock, ended);  // a sink may hold this thread for ever
    try {
        if (call.stopped_) end(board, lock, call, ended);
        else if (!call.items_.empty()) deliver_item(board, lock, call);
        else if (call.final_) end(board, lock, call, ended);
        else pull(board, lock, call);
    } catch (const abi::__forced_unwind&) {
        if (!lock.owns_lock()) lock.lock();
        --board.busy;
        if (call.state_ != Call::State::Ended) {
            settle(board, call, true);
        } else {
            const CallPtr self = let_go(board, call);
            lock.unlock();
        }
        if (!lock.owns_lock()) lock.lock();
        throw;
    }
    --board.busy;
    ++board.steps;
}

void Calls::deliver_item(Board& board, Lock& lock, Call& call) {
    std::list<Call::Item> taken;
    taken.splice(taken.end(), call.items_, call.items_.begin());
    Sink& sink = *call.sink_;  // stays: only end() takes it, and that is not run while in_callback_
    lock.unlock();
    std::size_t size = 0;
    Handed handed;
    if (auto* objects = std::get_if<std::vector<cim::Object>>(&taken.front())) {
        size = size_of(*objects);
        handed = hand_over(call, sink, std::move(*objects));
    } else {
        handed.status = call_out("a sink", [&] { return sink.progress(std::get<Progress>(taken.front())); });
    }
    taken.clear();
    lock.lock();
    if (handed.ran_out) run_out(call);
    call.items_bytes_ -= size;
    if (board.waiting_producers > 0) board.drained.notify_all();
    settle(board, call, base::failed(handed.status));
}

/// Objects are lost for want of memory: that is how the call ends.
void Calls::run_out(Call& call) {
    if (call.stopped_) return;
    call.final_.emplace(Final::failed(Error(Status::OutOfMemory, {})));
}

/// Reads a piece of the source and hands it over. The next step comes in turn with other calls.
__attribute__((no_sanitize("undefined"))) void Calls::pull(Board& board, Lock& lock, Call& call) {
    Source& source = *call.source_;
    call.is_woken_ = false;
    lock.unlock();
    std::optional<Final> ending;
    Handed handed;
    bool is_waiting = false;
    try {
        Result<Source::Piece> piece = source.next();
        if (!piece) {
            ending = Final::failed(std::move(piece).error());
        } else {
            if (!piece->objects.empty() && !call.is_stopped())
                handed = hand_over(call, *call.sink_, std::move(piece->objects));
            is_waiting = piece->is_waiting;
            if (piece->is_last) ending = Final{piece->status, std::nullopt, {}, {}, nullptr};
        }
    } catch (const abi::__forced_unwind&) {
        throw;
    } catch (const std::bad_alloc&) {
        ending = Final::failed(Error(Status::OutOfMemory, {}));
    } catch (...) {
        internal::log_thrown("an enumeration");
        ending = Final::failed(Error(Status::Failed, {}));
    }
    lock.lock();
    if (handed.ran_out) run_out(call);
    if (ending && !base::failed(handed.status)) set_final(board, call, std::move(*ending));
    call.is_asleep_ = is_waiting && !call.is_woken_;
    settle(board, call, base::failed(handed.status));
}

/// After a callback returned: the call stops if its sink refused, and queues again if there is more.
void Calls::settle(Board& board, Call& call, bool refused) {
    call.in_callback_ = false;
    if (refused && !call.stopped_) stop(board, call);
    else if (call.stopped_ || call.final_ || (call.source_ && !call.is_asleep_) || !call.items_.empty()) enqueue(board, call);
}

/// The one way into Ended.
void Calls::end(Board& board, Lock& lock, Call& call, CallPtr& ended) {
    call.state_ = Call::State::Ended;
    forget(board, call);
    const bool was_stopped = call.stopped_;
    Final final = was_stopped ? cancelled() : std::move(*call.final_);
    std::unique_ptr<Source> source = std::move(call.source_);
    std::list<Call::Item> items = std::move(call.items_);
    std::unique_ptr<Sink> sink = std::move(call.sink_);
    const bool is_lost = call.is_lost_;
    lock.unlock();
    ended.reset();
    items.clear();
    source.reset();  // what it stands on may be closed once the call is let go
    if (!is_lost) {
        if (!was_stopped) {
            try {
                call.complete(final);
            } catch (...) {  // the operation stands as it ended; only its text is missing
                internal::log_thrown("the end of a call");
            }
        }
        call_out("a sink", [&] {
            sink->finish(final);
            return Status::Ok;
        });
    }
    call_out("the release of a sink", [&] {
        sink.reset();
        return Status::Ok;
    });
    lock.lock();
    ended = let_go(board, call);
}

// -- small moves under the lock

void Calls::enqueue(Board& board, Call& call) {
    if (call.in_callback_ || call.queue_ != Call::Queue::None || call.state_ == Call::State::Ended) return;
    call.queue_ = call.stopped_ ? Call::Queue::Urgent : Call::Queue::Ready;
    (call.stopped_ ? board.urgent : board.ready).push(call, &Call::queued_);
    wake(board);
}

void Calls::forget(Board& board, Call& call) {
    if (!call.identity_) return;
    const auto found = board.by_sink.find({call.options_.client, call.identity_});
    found->second.remove(call, &Call::registered_);
    if (found->second.count == 0) board.by_sink.erase(found);
    call.identity_ = nullptr;
}

/// The sink is released: the call counts no more. The caller drops the last reference after the lock.
CallPtr Calls::let_go(Board& board, Call& call) {
    --board.pending;
    board.standing -= call.options_.is_standing ? 1 : 0;
    board.bytes -= call.options_.size_bytes;
    // Who waits for room is woken for a good many places at once: one wake-up a place would cost more than the calls.
    if (board.waiting_for_room > 0 && board.load() + board.limits.calls / 64 <= board.limits.calls) board.room.notify_all();
    if (call.ticket_ && --*call.ticket_ == 0) board.released.notify_all();
    if (board.pending == 0) board.released.notify_all();
    return std::move(call.self_);
}

}  // namespace wmi::calls
