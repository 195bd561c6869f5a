#include "store/internal/lmdb.h"

#include <cerrno>
#include <string>

#include <sys/resource.h>
#include <sys/statvfs.h>

#include <fmt/format.h>

namespace wmi::store::internal {

namespace {

using base::Error;
using base::Status;

constexpr std::uint64_t kAsGoodAsFull = std::uint64_t{1} << 20U;

bool is_out_of_space(int code, const std::filesystem::path& file) {
    if (code == ENOSPC || code == EDQUOT || code == EFBIG) return true;
    if (code != EIO) return false;
    if (free_bytes_on_disk_of(file) < kAsGoodAsFull) return true;
    std::error_code failed;
    const std::uintmax_t size = std::filesystem::file_size(file, failed);
    rlimit limit{};
    return !failed && getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY &&
           size + kAsGoodAsFull > limit.rlim_cur;
}

Status status_of(int code) {
    switch (code) {
        case MDB_READERS_FULL: return Status::NotAvailable;
        case MDB_VERSION_MISMATCH: return Status::NotSupported;
        case MDB_TXN_FULL: return Status::QuotaViolation;
        case ENOMEM: return Status::OutOfMemory;
        case EACCES:
        case EPERM:
        case EROFS: return Status::AccessDenied;
        case ENOENT: return Status::NotFound;
        default: return Status::CriticalError;
    }
}

std::string_view advice_for(int code) {
    switch (code) {
        case MDB_READERS_FULL: return "; too many views are open at once, try again when some have ended";
        case MDB_TXN_FULL: return "; the batch is too large, make it smaller";
        case MDB_CORRUPTED:
        case MDB_PAGE_NOTFOUND:
        case MDB_INVALID: return "; the file is damaged: restore a backup";
        case EACCES:
        case EPERM:
        case EROFS: return "; look at the owner and the mode of the file and its folder";
        case EIO: return "; the device failed: look at the system's log";
        default: return "";
    }
}

}  // namespace

std::uint64_t free_bytes_on_disk_of(const std::filesystem::path& file) {
    struct statvfs disk {};
    if (statvfs(file.c_str(), &disk) != 0 && statvfs(file.parent_path().c_str(), &disk) != 0) return 0;
    return std::uint64_t{disk.f_bavail} * disk.f_frsize;
}

base::Error lmdb_error(int code, std::string_view doing, const std::filesystem::path& file) {
    if (code == MDB_MAP_FULL)
        return Error(Status::OutOfDiskSpace,
                     fmt::format("cannot {}: {} has reached its limit; delete instances or raise the limit", doing,
                                 file.string()),
                     file.string());
    if (is_out_of_space(code, file))
        return Error(Status::OutOfDiskSpace,
                     fmt::format("cannot {}: no room for {} ({}); make room and try again", doing, file.string(),
                                 mdb_strerror(code)),
                     file.string());
    return Error(status_of(code),
                 fmt::format("cannot {}: {}: {}{}", doing, file.string(), mdb_strerror(code), advice_for(code)),
                 file.string());
}

}  // namespace wmi::store::internal
