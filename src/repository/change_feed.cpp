#include "repository/internal/change_feed.h"

#include <pthread.h>
#include <unistd.h>

#include <algorithm>
#include <system_error>

namespace wmi::repository {

namespace {

constexpr std::chrono::seconds kListenWait{30};
constexpr std::size_t kSweptRows = 512;
constexpr std::chrono::seconds kFirstSleep{1}, kLastSleep{32};
constexpr std::uint64_t kNoLimit = ~std::uint64_t{0};

}  // namespace

ChangeFeed::ChangeFeed(store::Engine& engine, const SystemEntries& system, DefinitionsOf definitions)
    : engine_(engine), bell_(engine.bell()), process_(getpid()), reader_(engine, system, std::move(definitions)) {}

ChangeFeed::~ChangeFeed() { close(); }

// -- who listens

Result<void> ChangeFeed::listen(ChangeListener* listener, Kinds from_others) {
    if (getpid() != process_)
        return Error(Status::NotAvailable, "this repository was opened before the process forked; connect again in the child");
    const std::lock_guard one_at_a_time(listening_);
    if (!bell_ || !listener) from_others = kNoKinds;
    if (from_others == kNoKinds) stop_watching();
    seat(listener);
    const store::Work begin = [&](store::Batch& now) { return take_place(now, from_others); };
    auto began = engine_.write(base::Deadline::in(kListenWait), begin);
    if (began && from_others != kNoKinds) TRY(start_watching());
    if (began) return {};
    if (!watcher_.joinable()) stop_watching();
    return std::move(began).error();
}

void ChangeFeed::seat(ChangeListener* listener) {
    const std::lock_guard lock(seat_);
    if (listener_.load(std::memory_order_relaxed) == listener) return;
    generation_.fetch_add(1, std::memory_order_relaxed);
    listener_.store(listener, std::memory_order_relaxed);
}

Result<void> ChangeFeed::take_place(store::Batch& now, Kinds from_others) {
    if (from_others == kNoKinds) return {};
    if (place_.load() != store::Bell::kNoPlace) {
        bell_->wish(place_.load(), from_others);
        return {};
    }
    const std::uint64_t position = now.revision() - 1;
    const Place place = TRY(bell_->take(from_others, position));
    reader_.start(position);  // nobody reads before there is a place; no lock of ours is taken inside a transaction
    place_.store(place);
    return {};
}

Result<void> ChangeFeed::start_watching() {
    if (watcher_.joinable()) return {};
    is_stopping_.store(false);
    try {
        watcher_ = std::thread([this, place = place_.load()] { watch(place); });
    } catch (const std::system_error&) {
        stop_watching();
        return Error(Status::OutOfMemory, "the system has no thread left to hear of other processes' changes");
    }
    pthread_setname_np(watcher_.native_handle(), "wmi-feed");
    return {};
}

void ChangeFeed::stop_watching() {
    const Place place = place_.load();
    if (place == store::Bell::kNoPlace) return;
    is_stopping_.store(true);
    bell_->call(place);
    if (watcher_.joinable()) watcher_.join();
    const std::lock_guard lock(seat_);
    bell_->leave(place);
    place_.store(store::Bell::kNoPlace);
}

void ChangeFeed::close() {
    if (getpid() != process_) {  // a child after fork has no such thread, and the place is its parent's
        if (watcher_.joinable()) watcher_.detach();
        return;
    }
    const std::lock_guard one_at_a_time(listening_);
    stop_watching();
    seat(nullptr);
}

// -- others' changes

/// After a call it sleeps with an end, each time for longer, in case that a writer dies before it rings; when nothing comes, without one.
void ChangeFeed::watch(Place place) noexcept {
    std::chrono::seconds longest = kFirstSleep;
    while (true) {
        const std::uint32_t seen = bell_->calls(place);
        if (is_stopping_.load()) return;
        for (bool has_more = true; has_more && !is_stopping_.load();) {
            const std::lock_guard lock(seat_);
            ChangeListener* const listener = listener_.load(std::memory_order_relaxed);
            has_more = listener && read_piece(*listener, kNoLimit);
        }
        if (bell_->wait(place, seen, longest)) longest = kFirstSleep;
        else longest = longest < kLastSleep ? 2 * longest : std::chrono::seconds(0);
    }
}

std::uint64_t ChangeFeed::limit() const noexcept {
    const std::uint64_t own = in_flight_.load();
    return own == 0 ? kNoLimit : own - 1;
}

/// True: there is more to read.
bool ChangeFeed::read_piece(ChangeListener& listener, std::uint64_t until) noexcept {
    const Place place = place_.load(std::memory_order_relaxed);
    bool has_more = false;
    try {
        auto piece = reader_.read(listener, place, [&] { return std::min(until, limit()); });
        if (piece) {
            if (piece->lost) listener.lost(*piece->lost);
            if (!piece->changes.empty()) listener.committed(std::move(piece->changes));
            was_limited_ = was_limited_ || piece->is_limited;
            has_more = piece->has_more;
        } else {
            skip(listener, until);
        }
    } catch (const std::bad_alloc&) {
        skip(listener, until);
    }
    bell_->move(place, reader_.position());
    return has_more;
}

/// What could not be read is lost, up to where it would have been read.
void ChangeFeed::skip(ChangeListener& listener, std::uint64_t until) noexcept {
    const std::uint64_t newest = engine_.stamp();
    const std::uint64_t last = std::min({until, limit(), newest});
    was_limited_ = was_limited_ || last < newest;
    if (last <= reader_.position()) return;
    listener.lost({LostChanges::Why::Failure, reader_.position() + 1, last});
    reader_.start(last);
}

// -- own changes

void ChangeFeed::begin(ChangeLog& log, ChangeListener* listener, Place place, bool has_others) {
    ChangeLog::Audience audience{listener, generation_.load(std::memory_order_relaxed), {}, place};
    if (has_others) audience.others = bell_->others(place);
    log.begin(audience);
}

Result<void> ChangeFeed::finish(ChangeLog& log, store::Batch& to, base::FileTime now) {
    TRY(log.finish(to, now));
    if (log.rings()) bell_->warn(log.audience().place);
    if (place_.load() != store::Bell::kNoPlace) in_flight_.store(log.revision());
    return {};
}

void ChangeFeed::leave_flight() noexcept {
    in_flight_.store(0);
    const Place place = place_.load(std::memory_order_relaxed);
    if (was_limited_ && place != store::Bell::kNoPlace) bell_->call(place);
    was_limited_ = false;
}

void ChangeFeed::gave_up() noexcept {
    if (in_flight_.load() == 0) return;
    const std::lock_guard lock(seat_);
    leave_flight();
}

void ChangeFeed::tell(ChangeLog& log) noexcept {
    if (log.rings()) bell_->ring(log.audience().place);
    if (!log.audience().listener) return;
    const std::lock_guard lock(seat_);
    ChangeListener* const listener = listener_.load(std::memory_order_relaxed);
    const Place place = place_.load();
    const bool is_merged = listener && place != store::Bell::kNoPlace && reader_.position() < log.revision();
    while (is_merged && reader_.position() + 1 < log.revision() && read_piece(*listener, log.revision() - 1)) {}
    if (listener && generation_.load(std::memory_order_relaxed) == log.audience().generation) {
        std::vector<CommittedChange> changes = log.take();
        if (!changes.empty()) listener->committed(std::move(changes));
        if (log.is_full()) listener->lost({LostChanges::Why::Overflow, log.revision(), log.revision()});
    }
    if (is_merged) {
        reader_.start(log.revision());
        bell_->move(place, log.revision());
    }
    leave_flight();
}

// -- upkeep

void ChangeFeed::replaced(std::uint64_t revision) noexcept {
    if (bell_) bell_->ring(place_.load());
    const std::lock_guard lock(seat_);
    if (ChangeListener* const listener = listener_.load(std::memory_order_relaxed)) listener->lost({LostChanges::Why::Replaced, revision, revision});
    if (place_.load() != store::Bell::kNoPlace && reader_.position() < revision) reader_.start(revision);
}

Result<bool> ChangeFeed::sweep() {
    if (!bell_) return false;
    {
        const auto view = TRY(engine_.read());
        if (!TRY(has_feed(*view))) return false;
    }
    bool is_done = true;
    const store::Work clear = [&](store::Batch& in) -> Result<void> {
        bell_->others(store::Bell::kNoPlace);  // so that dead ones are gone
        if (bell_->has_others(store::Bell::kNoPlace)) return {};
        FeedState state = TRY(read_feed_state(in));
        is_done = TRY(clear_feed(in, state, kSweptRows));
        return write_feed_state(in, state);
    };
    TRY(engine_.write(base::Deadline::in(kListenWait), clear));
    return !is_done;
}

}  // namespace wmi::repository
