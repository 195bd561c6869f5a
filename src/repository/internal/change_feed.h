// Hands committed changes to the one who listens: own ones from the thread that commits, those of other processes from a thread
// that sleeps until their writers ring (store/bell.h), all in the order of revisions.
// Invariants
//  1. Who listens is called only under seat_'s lock, but for wants(), which is called inside transactions, too.
//  2. A batch looks who listens inside its transaction; whoever begins to listen is seated before a transaction of his own begins
//     and ends. So every batch has ended before listen() returns, or knows him; other processes' batches likewise.
//  3. What was collected for one listener is never given to another.
//  4. From inside its transaction until it was told an own batch stands in in_flight_; entries of others are read up to the
//     revision below it. It is asked after the view was opened: a batch that the view shows is still there, or was told.
//  5. reader_ has told everything up to its position.
#pragma once

#include "repository/internal/change_log.h"
#include "repository/internal/feed_reader.h"

#include <sys/types.h>

#include <atomic>
#include <mutex>
#include <thread>

namespace wmi::repository {

class ChangeFeed {
public:
    ChangeFeed(store::Engine& engine, const SystemEntries& system, DefinitionsOf definitions);
    ~ChangeFeed();
    ChangeFeed(const ChangeFeed&) = delete;
    ChangeFeed& operator=(const ChangeFeed&) = delete;

    Result<void> listen(ChangeListener* listener, Kinds from_others);
    /// Nobody listens any more. Not while a batch runs.
    void close();

    // -- for the one who commits

    /// Inside a transaction, at its beginning.
    void begin(ChangeLog& log) {
        ChangeListener* const listener = listener_.load(std::memory_order_relaxed);
        const Place place = place_.load(std::memory_order_relaxed);
        const bool has_others = bell_ && bell_->has_others(place);
        if (listener || has_others) begin(log, listener, place, has_others);
    }

    /// Inside a transaction, when nothing more is noted.
    Result<void> finish(ChangeLog& log, store::Batch& to, base::FileTime now);

    /// After the commit, on the same thread; before anybody is told that it succeeded.
    /// revision   that the store made of it: another than the batch expected when nothing was changed
    void committed(ChangeLog& log, std::uint64_t revision) noexcept {
        if (!log.is_on()) return;
        if (revision == log.revision()) {
            tell(log);
        } else {
            gave_up();
        }
    }

    /// Nothing was committed.
    void gave_up() noexcept;

    /// A backup took the place of everything, at this revision, and the store says so already (reset_feed).
    void replaced(std::uint64_t revision) noexcept;

    /// Erases what was kept for others when there are none any more. True: there is more of it.
    Result<bool> sweep();

private:
    using Place = store::Bell::Place;

    void begin(ChangeLog& log, ChangeListener* listener, Place place, bool has_others);
    void seat(ChangeListener* listener);
    Result<void> take_place(store::Batch& now, Kinds from_others);
    Result<void> start_watching();
    void stop_watching();
    void watch(Place place) noexcept;
    bool read_piece(ChangeListener& listener, std::uint64_t until) noexcept;
    [[nodiscard]] std::uint64_t limit() const noexcept;
    void skip(ChangeListener& listener, std::uint64_t until) noexcept;
    void tell(ChangeLog& log) noexcept;
    void leave_flight() noexcept;

    store::Engine& engine_;
    store::Bell* const bell_;  // null: nobody else can have this store open
    const pid_t process_;
    std::mutex listening_;  // one listen() at a time; taken before seat_
    std::mutex seat_;
    std::atomic<ChangeListener*> listener_ = nullptr;  // changed under seat_ only, as what follows
    std::atomic<std::uint64_t> generation_ = 0;        // of listeners
    std::atomic<Place> place_ = store::Bell::kNoPlace;
    FeedReader reader_;
    bool was_limited_ = false;                 // the watcher left something because of in_flight_
    std::atomic<std::uint64_t> in_flight_ = 0;  // revision of an own batch; 0: none
    std::atomic<bool> is_stopping_ = false;
    std::thread watcher_;
};

}  // namespace wmi::repository
