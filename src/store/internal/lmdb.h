// LMDB's handles as classes, its error numbers as Errors.
#pragma once

#include <filesystem>
#include <memory>

#include <lmdb.h>

#include "store/engine.h"

namespace wmi::store::internal {

struct CloseEnvironment {
    void operator()(MDB_env* environment) const { mdb_env_close(environment); }
};

using EnvironmentHandle = std::unique_ptr<MDB_env, CloseEnvironment>;

struct AbortTransaction {
    void operator()(MDB_txn* transaction) const { mdb_txn_abort(transaction); }
};

/// Aborts unless it was released to mdb_txn_commit.
using TransactionHandle = std::unique_ptr<MDB_txn, AbortTransaction>;

struct CloseCursor {
    void operator()(MDB_cursor* cursor) const { mdb_cursor_close(cursor); }
};

using CursorHandle = std::unique_ptr<MDB_cursor, CloseCursor>;

inline MDB_val to_lmdb(BytesView bytes) {
    return {bytes.size(), const_cast<char*>(bytes.data())};  // NOLINT: LMDB only reads what it is given
}

inline BytesView from_lmdb(const MDB_val& value) { return {static_cast<const char*>(value.mv_data), value.mv_size}; }

/// What an error number of LMDB or of the system means for whoever wanted to do this ("write to the repository").
/// A full disk comes as EIO as often as ENOSPC (a short write): the free space decides.
base::Error lmdb_error(int code, std::string_view doing, const std::filesystem::path& file);

/// Free for this user on the disk of this file; 0 when the system does not say.
std::uint64_t free_bytes_on_disk_of(const std::filesystem::path& file);

}  // namespace wmi::store::internal
