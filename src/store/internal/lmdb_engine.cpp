#include "store/internal/lmdb_engine.h"

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <string>

#include <fcntl.h>
#include <sys/stat.h>

#include "store/internal/arguments.h"
#include "store/internal/forks.h"
#include "store/internal/lmdb_view.h"

namespace wmi::store::internal {

namespace {

using base::Error;
using base::Status;
namespace fs = std::filesystem;

constexpr auto kMakingTakes = std::chrono::seconds(10);

bool is_there(const fs::path& file) {
    std::error_code failed;
    return fs::exists(file, failed);
}

// Under the writer's lock, because two processes may find the same empty folder.
Result<void> make_data_if_missing(const fs::path& folder, WriterLock& lock) {
    if (is_there(folder / kDataFile)) return {};
    const auto held = TRY(lock.take(Deadline::in(kMakingTakes)));
    const FolderState state = TRY(inspect_folder(folder));
    if (state == FolderState::Empty) TRY(make_data_file(folder, Birth{base::SystemChance().guid(), 0}));
    return {};
}

Result<void> write_identity_if_missing(const fs::path& folder, WriterLock& lock, const base::Guid& id) {
    if (is_there(folder / kIdentityFile)) return {};
    const auto held = TRY(lock.take(Deadline::in(kMakingTakes)));
    if (!is_there(folder / kIdentityFile)) TRY(write_identity(folder, id));
    return {};
}

// A line of mdb_reader_list: "pid thread txnid", the last one "-" while the slot is idle.
int count_reader(const char* line, void* count) {
    const std::string_view text(line);
    const bool is_slot = text.find("txnid") == text.npos && text.find("no active") == text.npos;
    if (is_slot && text.find(" -\n") == text.npos) ++*static_cast<unsigned*>(count);
    return 0;
}

std::uint64_t count_free_pages(MDB_txn* transaction) {
    MDB_cursor* raw = nullptr;
    if (mdb_cursor_open(transaction, 0, &raw)) return 0;  // table 0 is LMDB's list of free pages
    const CursorHandle cursor(raw);
    std::uint64_t pages = 0;
    MDB_val key{};
    MDB_val value{};
    while (mdb_cursor_get(raw, &key, &value, MDB_NEXT) == 0)
        pages += base::load<std::size_t>(static_cast<const char*>(value.mv_data));
    return pages;
}

}  // namespace

LmdbEngine::LmdbEngine(const Options& options, std::unique_ptr<WriterLock> lock,
                       std::unique_ptr<Environment> environment)
    : options_(options), lock_(std::move(lock)), environment_(std::move(environment)), bell_(lock_->bell_page()) {}

Result<std::unique_ptr<LmdbEngine>> LmdbEngine::open(const Options& options) {
    TRY(inspect_folder(options.folder));
    auto lock = TRY(WriterLock::open(options.folder / kLockFile));
    TRY(make_data_if_missing(options.folder, *lock));
    auto environment = TRY(Environment::open(options));
    TRY(write_identity_if_missing(options.folder, *lock, environment->birth().id));
    return std::make_unique<LmdbEngine>(options, std::move(lock), std::move(environment));
}

Limits LmdbEngine::limits() const { return {kMaxKeyBytes, kMaxValueBytes}; }

Result<std::unique_ptr<View>> LmdbEngine::read() { return LmdbView::open(*environment_); }

Result<std::uint64_t> LmdbEngine::write(Deadline deadline, const Work& work) {
    if (is_inherited()) return used_after_fork();
    const auto held = TRY(lock_->take(deadline));
    LmdbBatch batch(*environment_);
    TRY(batch.begin());
    TRY(work(batch));
    return batch.commit();
}

std::uint64_t LmdbEngine::stamp() const { return environment_->stamp(); }

Result<Facts> LmdbEngine::facts() {
    Facts facts;
    facts.engine = "lmdb";
    facts.folder = options_.folder;
    facts.format = kFormat;
    facts.id = environment_->birth().id;
    facts.max_views = options_.max_views;
    std::error_code failed;
    facts.file_bytes = fs::file_size(environment_->file(), failed);
    facts.disk_free_bytes = free_bytes_on_disk_of(environment_->file());
    ReadTransaction running = TRY(environment_->begin_read());
    MDB_txn* const transaction = running.handle.get();
    MDB_stat tree{};
    MDB_envinfo info{};
    mdb_stat(transaction, Environment::records(), &tree);
    environment_->with_environment([&](MDB_env* environment) {
        mdb_env_info(environment, &info);
        return mdb_reader_list(environment, count_reader, &facts.views);
    });
    facts.revision = environment_->revision_of(mdb_txn_id(transaction));
    facts.records = tree.ms_entries - 1;  // without the birth record
    facts.limit_bytes = info.me_mapsize;
    facts.used_bytes = (info.me_last_pgno + 1 - count_free_pages(transaction)) * tree.ms_psize;
    --facts.views;  // this one
    environment_->end_read(std::move(running));
    return facts;
}

Result<void> LmdbEngine::idle_work() { return environment_->drop_dead_readers(); }

}  // namespace wmi::store::internal
