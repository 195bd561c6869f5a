// Backup and restore of the LMDB engine. A backup is a data file alone, compacted, with its own birth record.
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <mutex>
#include <thread>

#include <fcntl.h>
#include <sys/stat.h>

#include <fmt/format.h>

#include "base/descriptor.h"
#include "store/internal/arguments.h"
#include "store/internal/data_file.h"
#include "store/internal/file_handle.h"
#include "store/internal/forks.h"
#include "store/internal/lmdb_engine.h"
#include "store/internal/lmdb_view.h"

namespace wmi::store::internal {

namespace {

using base::Error;
using base::Status;
namespace fs = std::filesystem;

constexpr std::string_view kBackingUp = "write the backup";
constexpr std::string_view kRestoring = "read the backup";
constexpr auto kTellEvery = std::chrono::milliseconds(50);
constexpr std::uint64_t kTellEach = 10'000;

/// Removes what was not finished.
class Unfinished {
public:
    explicit Unfinished(fs::path file) : file_(std::move(file)) {}

    Unfinished(const Unfinished&) = delete;
    Unfinished& operator=(const Unfinished&) = delete;

    ~Unfinished() {
        std::error_code ignored;
        if (!file_.empty()) fs::remove(file_, ignored);
    }

    void finish() { file_.clear(); }

private:
    fs::path file_;
};

std::uint64_t size_of(int file) {
    struct stat status {};
    return fstat(file, &status) == 0 ? static_cast<std::uint64_t>(status.st_size) : 0;
}

// The copy runs on a thread of its own, because LMDB tells nobody how far it is.
class Copying {
public:
    Copying(MDB_env* environment, int file, unsigned flags)
        : thread_([this, environment, file, flags] {
              const int code = mdb_env_copyfd2(environment, file, flags);
              const std::lock_guard lock(mutex_);
              code_ = code;
              ended_ = true;
              changed_.notify_one();
          }) {}

    ~Copying() { thread_.join(); }

    Copying(const Copying&) = delete;
    Copying& operator=(const Copying&) = delete;

    int wait(const std::function<void()>& tell) {
        std::unique_lock lock(mutex_);
        while (!changed_.wait_for(lock, kTellEvery, [this] { return ended_; })) {
            lock.unlock();
            tell();
            lock.lock();
        }
        return code_;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int code_ = 0;
    bool ended_ = false;
    std::thread thread_;
};

/// Opens a backup to read: whole, ours and of a format we know, or an error.
Result<EnvironmentHandle> open_backup(const fs::path& file) {
    const FileHandle handle(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!handle && errno != ENOENT && errno != ENOTDIR) return lmdb_error(errno, kRestoring, file);
    std::error_code failed;
    if (!handle || !fs::is_regular_file(file, failed))
        return Error(Status::NotFound, fmt::format("there is no backup {}", file.string()), file.string());
    if (auto whole = check_data_file(file); !whole)  // of a backup it is the input that is wrong
        return Error(Status::InvalidStream, whole.error().sentence(), file.string());
    MDB_env* raw = nullptr;
    if (const int rc = mdb_env_create(&raw)) return lmdb_error(rc, kRestoring, file);
    EnvironmentHandle environment(raw);
    mdb_env_set_mapsize(raw, fs::file_size(file, failed));  // no more address space than it takes
    const base::StandardPlaces held;
    const int rc = mdb_env_open(raw, file.c_str(), MDB_NOSUBDIR | MDB_NOTLS | MDB_RDONLY | MDB_NOLOCK, 0600);
    if (rc == MDB_INVALID || rc == MDB_VERSION_MISMATCH)
        return Error(Status::InvalidStream, fmt::format("{} is no backup of OpenWMI", file.string()), file.string());
    if (rc) return lmdb_error(rc, kRestoring, file);
    return environment;
}

Result<void> append_all(LmdbBatch& batch, MDB_cursor* from, std::uint64_t records, const fs::path& file,
                        const std::function<void(std::uint64_t, std::uint64_t)>& tell) {
    MDB_val key{};
    MDB_val value{};
    std::uint64_t done = 0;
    int rc = 0;
    for (rc = mdb_cursor_get(from, &key, &value, MDB_FIRST); rc == 0; rc = mdb_cursor_get(from, &key, &value, MDB_NEXT)) {
        if (++done % kTellEach == 0) tell(done, records);
        if (from_lmdb(key).front() == '\0') continue;  // its birth record; ours stays
        TRY(batch.append(from_lmdb(key), from_lmdb(value)));
    }
    if (rc != MDB_NOTFOUND) return lmdb_error(rc, kRestoring, file);
    return {};
}

Result<void> replace_all(LmdbBatch& batch, MDB_env* backup, const fs::path& file, const Progress& progress) {
    MDB_txn* raw = nullptr;
    if (const int rc = mdb_txn_begin(backup, nullptr, MDB_RDONLY, &raw)) return lmdb_error(rc, kRestoring, file);
    const TransactionHandle transaction(raw);
    MDB_dbi records = 0;
    if (const int rc = mdb_dbi_open(raw, nullptr, 0, &records)) return lmdb_error(rc, kRestoring, file);
    MDB_val key = to_lmdb(kBirthKey);
    MDB_val value{};
    const int rc = mdb_get(raw, records, &key, &value);
    if (rc && rc != MDB_NOTFOUND) return lmdb_error(rc, kRestoring, file);
    TRY(decode_birth(rc ? BytesView() : from_lmdb(value), file));
    MDB_stat tree{};
    mdb_stat(raw, records, &tree);
    MDB_cursor* cursor = nullptr;
    if (const int failed = mdb_cursor_open(raw, records, &cursor)) return lmdb_error(failed, kRestoring, file);
    const CursorHandle closing(cursor);
    std::error_code ignored;
    const std::uint64_t bytes = fs::file_size(file, ignored);
    TRY(batch.clear());
    return append_all(batch, cursor, tree.ms_entries, file, [&](std::uint64_t done, std::uint64_t of) {
        if (progress) progress(bytes * done / of, bytes);
    });
}

}  // namespace

Result<void> LmdbEngine::backup(const fs::path& file, const Progress& progress) {
    fs::path beside = file;
    beside += ".new";
    Unfinished unfinished(beside);
    const FileHandle handle(::open(beside.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!handle) return lmdb_error(errno, kBackingUp, beside);
    auto state = TRY(read());  // as long as it is open nobody closes the environment under us
    const Facts now = TRY(facts());
    const auto tell = [&] {
        if (progress) progress(std::min(size_of(handle.get()), now.used_bytes), now.used_bytes);
    };
    MDB_env* const environment = environment_->with_environment([](MDB_env* open) { return open; });
    int rc = Copying(environment, handle.get(), MDB_CP_COMPACT).wait(tell);
    if (rc && rc != ENOSPC && rc != EIO) {  // compaction fails on a file that has lost pages; a plain copy does not
        if (ftruncate(handle.get(), 0) != 0 || lseek(handle.get(), 0, SEEK_SET) != 0)
            return lmdb_error(errno, kBackingUp, beside);
        rc = Copying(environment, handle.get(), 0).wait(tell);
    }
    if (rc) return lmdb_error(rc, kBackingUp, beside);
    state.reset();
    TRY(give_birth(beside, now.id, stamp()));
    if (fsync(handle.get()) != 0 || rename(beside.c_str(), file.c_str()) != 0) return lmdb_error(errno, kBackingUp, file);
    unfinished.finish();
    if (progress) progress(now.used_bytes, now.used_bytes);
    return flush_folder(file.has_parent_path() ? file.parent_path() : fs::path("."));
}

Result<std::uint64_t> LmdbEngine::restore(Deadline deadline, const fs::path& file, const Progress& progress, const Work& then) {
    if (is_inherited()) return used_after_fork();
    const EnvironmentHandle backup = TRY(open_backup(file));
    return write(deadline, [&](Batch& batch) -> Result<void> {
        TRY(replace_all(static_cast<LmdbBatch&>(batch), backup.get(), file, progress));
        if (then) TRY(then(batch));
        return {};
    });
}

}  // namespace wmi::store::internal
