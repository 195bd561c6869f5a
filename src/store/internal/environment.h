// One open LMDB environment and the transactions that run on it.
// Invariants
//  1. Every transaction that runs, reading or writing, has taken a place or is counted by `open`. The environment is changed (map
//     adopted, opened again) only while all places are closed and `open` is 0, and `rebuilding` keeps new ones out.
//  2. Idle read transactions, each in its place, are reset: they hold a reader's slot and no page.
//  3. A child after fork touches none of it.
//  4. A place belongs to whoever took it, by one atomic exchange, until he gives it back: reading takes no lock.
#pragma once

#include <array>
#include <atomic>
#include <string>

#include "base/guarded.h"
#include "store/internal/data_file.h"
#include "store/internal/folder.h"
#include "store/internal/lmdb.h"

namespace wmi::store::internal {

/// Where an idle read transaction waits for its next use; alone in its cache line, as threads keep to their own.
struct alignas(64) ReadPlace {
    std::atomic<MDB_txn*> idle{nullptr};
};

/// A read transaction that runs, and the place it came from; none: all were taken.
struct ReadTransaction {
    TransactionHandle handle;
    ReadPlace* place = nullptr;
};

class Environment {
public:
    /// Opens the data file, which must exist, be whole and ours.
    static Result<std::unique_ptr<Environment>> open(const Options& options);

    explicit Environment(const Options& options);
    ~Environment();
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;

    /// A transaction on the newest state. Give it back with end_read().
    Result<ReadTransaction> begin_read();
    void end_read(ReadTransaction transaction);

    Result<TransactionHandle> begin_write();
    /// Commits; the transaction is gone either way. After a failure the environment may need repair(), which happens here.
    Result<void> commit(TransactionHandle transaction);
    /// After abort or commit: what began with begin_write() is over.
    void end_write();

    [[nodiscard]] std::uint64_t revision_of(std::size_t transaction_number) const {
        return birth_.revision_base + transaction_number;
    }

    /// Of the newest commit, by whatever process.
    [[nodiscard]] std::uint64_t stamp() const;

    /// Runs body(environment) with the environment kept open.
    template <class Body>
    auto with_environment(Body body) {
        return state_.with([&](State& state) { return body(state.handle.get()); });
    }

    /// The table of all keys: LMDB's unnamed one, whose number is fixed.
    [[nodiscard]] static MDB_dbi records() { return 1; }

    [[nodiscard]] const std::filesystem::path& file() const { return file_; }

    [[nodiscard]] const Birth& birth() const { return birth_; }

    [[nodiscard]] bool is_inherited() const;

    /// Frees what killed processes held.
    Result<void> drop_dead_readers();

private:
    enum class Repair { AdoptSize, OpenAgain };

    struct State {
        EnvironmentHandle handle;
        unsigned open = 0;
        bool rebuilding = false;
        bool broken = false;  // opening again failed; tried once more at the next transaction
    };

    Result<EnvironmentHandle> open_handle() const;
    Result<Birth> read_birth(MDB_env* environment) const;
    Result<MDB_env*> enter();
    /// A place and the transaction that waited in it, or room for one; null: go through enter().
    ReadPlace* take_place(TransactionHandle& idle);
    Result<void> close_places(Deadline deadline);
    void open_places() noexcept;
    void end_idle() noexcept;
    void leave();
    void leave(State& state);
    Result<void> mend(int code);
    Result<void> repair(Repair how);

    const Options options_;
    const std::filesystem::path file_;
    const unsigned forks_;
    static constexpr std::size_t kPlaces = 256;

    Birth birth_;
    CommitNumber commits_;
    mutable base::Guarded<State> state_;
    MDB_env* in_use_ = nullptr;  // state_'s, for whoever holds a place
    std::array<ReadPlace, kPlaces> places_;
};

/// Makes the data file of an empty repository, whole or not at all.
Result<void> make_data_file(const std::filesystem::path& folder, const Birth& birth);

/// Gives a closed data file (a backup) this birth record, with a revision base so that its state has this revision.
Result<void> give_birth(const std::filesystem::path& file, const base::Guid& id, std::uint64_t revision);

}  // namespace wmi::store::internal
