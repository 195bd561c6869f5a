#include "store/internal/environment.h"

#include <cerrno>
#include <chrono>
#include <thread>

#include <fcntl.h>
#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <fmt/format.h>

#include "base/descriptor.h"
#include "store/internal/data_file.h"
#include "store/internal/file_handle.h"
#include "store/internal/forks.h"

namespace wmi::store::internal {

namespace {

using base::Error;
using base::Status;
namespace fs = std::filesystem;

constexpr std::string_view kOpening = "open the repository";
constexpr std::uint64_t kSmallestMap = std::uint64_t{1} << 20U;
constexpr unsigned kSharedFlags = MDB_NOSUBDIR | MDB_NOTLS;
constexpr auto kQuietIn = std::chrono::seconds(10);
constexpr auto kLookAgain = std::chrono::milliseconds(1);
constexpr int kBeginAttempts = 4;

/// What stands in a place instead of an idle transaction: addresses that none ever has.
char taken_mark, closed_mark;
MDB_txn* const kTaken = reinterpret_cast<MDB_txn*>(&taken_mark);
MDB_txn* const kClosed = reinterpret_cast<MDB_txn*>(&closed_mark);

/// Where this thread looks for a place first. Few, so that many threads do not keep many slots of readers for themselves.
std::size_t home_of_this_thread() {
    constexpr std::size_t kHomes = 8;
    const auto self = static_cast<std::uint64_t>(pthread_self());
    return (((self >> 6U) * 0x9E3779B97F4A7C15U) >> 32U) % kHomes;
}

// The file must not outgrow what the process may write: that would be a signal (SIGXFSZ), a full map is an answer.
std::uint64_t largest_map(const Options& options) {
    std::uint64_t size = options.reserve_bytes;
    if (options.limit_bytes) size = std::min(size, options.limit_bytes);
    rlimit limit{};
    if (getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY)
        size = std::min<std::uint64_t>(size, limit.rlim_cur);
    constexpr std::uint64_t kPage = 4096;
    return std::max(size / kPage * kPage, kSmallestMap);
}

// LMDB makes its lock file with holes and writes into them through a mapping: on a full disk a signal. So its blocks are
// given here, before LMDB looks at it.
Result<void> give_lock_blocks(const fs::path& data, unsigned readers) {
    fs::path name = data;
    name += "-lock";
    const FileHandle file(::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    constexpr off_t kSlot = 64;  // MDB_reader, and 4 of them for the head
    if (!file) return lmdb_error(errno, kOpening, name);
    if (const int rc = posix_fallocate(file.get(), 0, kSlot * (static_cast<off_t>(readers) + 4)))
        return lmdb_error(rc, kOpening, name);
    return {};
}

Result<EnvironmentHandle> open_environment(const fs::path& file, unsigned flags, std::uint64_t map, unsigned readers) {
    for (;; map /= 2) {
        MDB_env* raw = nullptr;
        if (const int rc = mdb_env_create(&raw)) return lmdb_error(rc, kOpening, file);
        EnvironmentHandle environment(raw);
        mdb_env_set_maxreaders(raw, readers);
        int rc = mdb_env_set_mapsize(raw, map);
        const base::StandardPlaces held;
        if (rc == 0) rc = mdb_env_open(raw, file.c_str(), kSharedFlags | flags, 0600);
        if (rc == 0) return environment;
        if ((rc != ENOMEM && rc != EINVAL) || map / 2 < kSmallestMap) return lmdb_error(rc, kOpening, file);
    }
}

std::size_t last_transaction_number_of(MDB_env* environment) {
    MDB_envinfo info{};
    if (environment) mdb_env_info(environment, &info);
    return info.me_last_txnid;
}

// A batch outside of any engine, on a file that nobody else has.
template <class Body>
Result<void> in_private_file(const fs::path& file, Body body) {
    const EnvironmentHandle environment = TRY(open_environment(file, MDB_NOLOCK, std::uint64_t{1} << 40U, 1));
    MDB_txn* raw = nullptr;
    if (const int rc = mdb_txn_begin(environment.get(), nullptr, 0, &raw)) return lmdb_error(rc, "write", file);
    TransactionHandle transaction(raw);
    MDB_dbi records = 0;
    if (const int rc = mdb_dbi_open(raw, nullptr, 0, &records)) return lmdb_error(rc, "write", file);
    const Bytes birth = encode(body(mdb_txn_id(raw)));
    MDB_val key = to_lmdb(kBirthKey);
    MDB_val value = to_lmdb(birth);
    if (const int rc = mdb_put(raw, records, &key, &value, 0)) return lmdb_error(rc, "write", file);
    if (const int rc = mdb_txn_commit(transaction.release())) return lmdb_error(rc, "write", file);
    return {};
}

}  // namespace

Result<void> make_data_file(const fs::path& folder, const Birth& birth) {
    const fs::path file = folder / kDataFile;
    fs::path beside = file;
    beside += ".new";
    std::error_code ignored;
    fs::remove(beside, ignored);
    TRY(in_private_file(beside, [&](std::size_t) { return birth; }));
    if (rename(beside.c_str(), file.c_str()) != 0) return lmdb_error(errno, "make the repository", file);
    return flush_folder(folder);
}

Result<void> give_birth(const fs::path& file, const base::Guid& id, std::uint64_t revision) {
    return in_private_file(file, [&](std::size_t transaction) { return Birth{id, revision - transaction}; });
}

Environment::Environment(const Options& options) : options_(options), file_(options.folder / kDataFile), forks_(fork_count()) {}

Environment::~Environment() {
    for (ReadPlace& place : places_) {
        MDB_txn* const idle = place.idle.exchange(kClosed, std::memory_order_acquire);
        if (idle && idle != kTaken && idle != kClosed) mdb_txn_abort(idle);
    }
    state_.with([](State& state) { state.handle.reset(); });
}

Result<std::unique_ptr<Environment>> Environment::open(const Options& options) {
    auto environment = std::make_unique<Environment>(options);
    TRY(check_data_file(environment->file_));
    TRY(give_lock_blocks(environment->file_, options.max_views));
    EnvironmentHandle handle = TRY(environment->open_handle());
    environment->birth_ = TRY(environment->read_birth(handle.get()));
    environment->commits_ = TRY(CommitNumber::open(environment->file_));
    environment->in_use_ = handle.get();
    environment->state_.with([&](State& state) { state.handle = std::move(handle); });
    TRY(environment->drop_dead_readers());
    return environment;
}

Result<EnvironmentHandle> Environment::open_handle() const {
    return open_environment(file_, 0, largest_map(options_), options_.max_views);
}

// Also opens the table, without which LMDB cannot compare keys; the unnamed table has one and the same number everywhere.
Result<Birth> Environment::read_birth(MDB_env* environment) const {
    MDB_txn* raw = nullptr;
    int rc = mdb_txn_begin(environment, nullptr, MDB_RDONLY, &raw);
    if (rc == MDB_MAP_RESIZED && mdb_env_set_mapsize(environment, 0) == 0)
        rc = mdb_txn_begin(environment, nullptr, MDB_RDONLY, &raw);
    if (rc) return lmdb_error(rc, kOpening, file_);
    const TransactionHandle transaction(raw);
    MDB_dbi records = 0;
    if (const int failed = mdb_dbi_open(raw, nullptr, 0, &records)) return lmdb_error(failed, kOpening, file_);
    MDB_val key = to_lmdb(kBirthKey);
    MDB_val value{};
    rc = mdb_get(raw, records, &key, &value);
    if (rc && rc != MDB_NOTFOUND) return lmdb_error(rc, kOpening, file_);
    return decode_birth(rc ? BytesView() : from_lmdb(value), file_);
}

bool Environment::is_inherited() const { return forks_ != fork_count(); }

Result<MDB_env*> Environment::enter() {
    if (is_inherited()) return used_after_fork();
    const auto come_in = [&](State& state) -> Result<MDB_env*> {
        if (state.broken)
            return Error(Status::CriticalError, "the repository failed and could not be opened again", file_.string());
        ++state.open;
        return state.handle.get();
    };
    auto at_once = state_.with([&](State& state) -> std::optional<Result<MDB_env*>> {
        if (state.rebuilding) return std::nullopt;
        return come_in(state);
    });
    if (at_once) return *std::move(at_once);
    return state_.wait(
        Deadline::in(kQuietIn), [](const State& state) { return !state.rebuilding; },
        [&](State& state, bool quiet) -> Result<MDB_env*> {
            if (quiet) return come_in(state);
            return Error(Status::NotAvailable, "the repository is being opened anew; try again", file_.string());
        });
}

void Environment::leave(State& state) {
    if (--state.open == 0 && state.rebuilding) state_.notify_all();
}

void Environment::leave() {
    state_.with([this](State& state) { leave(state); });
}

ReadPlace* Environment::take_place(TransactionHandle& idle) {
    const std::size_t home = home_of_this_thread();
    for (std::size_t i = 0; i < kPlaces; ++i) {
        ReadPlace& place = places_[(home + i) % kPlaces];
        MDB_txn* found = place.idle.load(std::memory_order_relaxed);
        if (found == kTaken || found == kClosed) continue;
        if (!place.idle.compare_exchange_strong(found, kTaken, std::memory_order_acquire, std::memory_order_relaxed)) continue;
        idle.reset(found);
        return &place;
    }
    return nullptr;
}

Result<ReadTransaction> Environment::begin_read() {
    for (int attempt = 1;; ++attempt) {
        if (is_inherited()) return used_after_fork();
        ReadTransaction begun;
        begun.place = take_place(begun.handle);
        MDB_env* environment = begun.place ? in_use_ : nullptr;
        if (!begun.place) {
            auto entered = enter();
            if (entered) {
                environment = *entered;
            } else if (entered.status() != Status::CriticalError) {
                return std::move(entered).error();
            }
        }
        int rc = MDB_PANIC;
        if (environment) {
            MDB_txn* raw = nullptr;
            rc = begun.handle ? mdb_txn_renew(begun.handle.get()) : mdb_txn_begin(environment, nullptr, MDB_RDONLY, &raw);
            if (!begun.handle) begun.handle.reset(raw);
            if (rc == 0) return begun;
            begun.handle.reset();
            if (!begun.place) leave();
        }
        if (begun.place) begun.place->idle.store(nullptr, std::memory_order_release);
        if (attempt == kBeginAttempts) return lmdb_error(rc, "read the repository", file_);
        TRY(mend(rc));
    }
}

void Environment::end_read(ReadTransaction transaction) {
    if (is_inherited()) {
        static_cast<void>(transaction.handle.release());  // its slot is the parent's
        return;
    }
    if (!transaction.place) {
        transaction.handle.reset();
        return leave();
    }
    mdb_txn_reset(transaction.handle.get());
    transaction.place->idle.store(transaction.handle.release(), std::memory_order_release);
}

Result<TransactionHandle> Environment::begin_write() {
    for (int attempt = 1;; ++attempt) {
        auto entered = enter();
        int rc = MDB_PANIC;
        if (entered) {
            MDB_txn* raw = nullptr;
            rc = mdb_txn_begin(*entered, nullptr, 0, &raw);
            if (rc == 0) return TransactionHandle(raw);
            leave();
        } else if (entered.status() != Status::CriticalError) {
            return std::move(entered).error();
        }
        if (attempt == kBeginAttempts) return lmdb_error(rc, "write to the repository", file_);
        TRY(mend(rc));
    }
}

void Environment::end_write() {
    if (!is_inherited()) leave();
}

// A commit whose last write (of the meta page) failed leaves LMDB unusable and itself perhaps visible to others: then it
// counts as done if it can be flushed, which is all that it missed.
Result<void> Environment::commit(TransactionHandle transaction) {
    const std::size_t number = mdb_txn_id(transaction.get());
    const int rc = mdb_txn_commit(transaction.release());
    if (rc == 0) return {};
    const bool done = state_.with([&](State& state) {
        return last_transaction_number_of(state.handle.get()) >= number && mdb_env_sync(state.handle.get(), 1) == 0;
    });
    if (done) return {};
    return lmdb_error(rc, "write to the repository", file_);
}

Result<void> Environment::mend(int code) {
    switch (code) {
        case MDB_MAP_RESIZED: return repair(Repair::AdoptSize);
        case MDB_PANIC: return repair(Repair::OpenAgain);
        case MDB_READERS_FULL:
            end_idle();
            return drop_dead_readers();
        default: return lmdb_error(code, "use the repository", file_);
    }
}

/// Waits for those who read, one place after the other, and ends what is idle. Nobody tells that he gives a place back: this is as
/// rare as that is frequent, so it looks again and again.
Result<void> Environment::close_places(Deadline deadline) {
    for (ReadPlace& place : places_) {
        MDB_txn* idle = place.idle.load(std::memory_order_acquire);
        while (idle == kTaken || !place.idle.compare_exchange_weak(idle, kClosed, std::memory_order_acquire)) {
            if (deadline.passed())
                return Error(Status::NotAvailable, "the repository must be opened anew, but views of it are open; end them", file_.string());
            if (idle == kTaken) std::this_thread::sleep_for(kLookAgain);
            idle = place.idle.load(std::memory_order_acquire);
        }
        TransactionHandle(idle).reset();
    }
    return {};
}

/// Frees the slots of readers that nobody needs just now.
void Environment::end_idle() noexcept {
    for (ReadPlace& place : places_) {
        MDB_txn* idle = place.idle.load(std::memory_order_relaxed);
        const bool is_idle = idle && idle != kTaken && idle != kClosed;
        if (!is_idle || !place.idle.compare_exchange_strong(idle, kTaken, std::memory_order_acquire, std::memory_order_relaxed)) continue;
        mdb_txn_abort(idle);
        place.idle.store(nullptr, std::memory_order_release);
    }
}

void Environment::open_places() noexcept {
    for (ReadPlace& place : places_) {
        MDB_txn* closed = kClosed;
        place.idle.compare_exchange_strong(closed, nullptr, std::memory_order_release, std::memory_order_relaxed);
    }
}

Result<void> Environment::repair(Repair how) {
    const auto deadline = Deadline::in(kQuietIn);
    const bool mine = state_.wait(
        deadline, [](const State& state) { return !state.rebuilding; },
        [](State& state, bool quiet) { return quiet && (state.rebuilding = true); });
    if (!mine) return Error(Status::NotAvailable, "the repository is being opened anew; try again", file_.string());
    const Result<void> closed = close_places(deadline);
    const auto change = [&](State& state, bool quiet) -> Result<void> {
        if (!closed) return closed.error();
        if (!quiet)
            return Error(Status::NotAvailable, "the repository must be opened anew, but views of it are open; end them",
                         file_.string());
        if (how == Repair::AdoptSize) {
            const int rc = mdb_env_set_mapsize(state.handle.get(), 0);
            if (rc) return lmdb_error(rc, "map the grown repository", file_);
            return {};
        }
        in_use_ = nullptr;
        state.handle.reset();
        state.broken = true;
        EnvironmentHandle again = TRY(open_handle());
        TRY(read_birth(again.get()));
        in_use_ = again.get();
        state.handle = std::move(again);
        state.broken = false;
        return {};
    };
    const auto finish = [&](State& state, bool quiet) -> Result<void> {
        Result<void> changed = change(state, quiet);
        state.rebuilding = false;
        open_places();
        state_.notify_all();
        return changed;
    };
    return state_.wait(closed ? deadline : Deadline::in({}), [](const State& state) { return state.open == 0; }, finish);
}

std::uint64_t Environment::stamp() const { return is_inherited() ? 0 : revision_of(commits_.newest()); }

Result<void> Environment::drop_dead_readers() {
    if (is_inherited()) return used_after_fork();
    const int rc = state_.with([](State& state) {
        int dead = 0;
        return state.handle ? mdb_reader_check(state.handle.get(), &dead) : 0;
    });
    if (rc) return lmdb_error(rc, "look for readers that are gone", file_);
    return {};
}

}  // namespace wmi::store::internal
