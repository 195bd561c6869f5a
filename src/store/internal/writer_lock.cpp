#include "store/internal/writer_lock.h"

#include <cerrno>
#include <cstring>
#include <ctime>

#include <fcntl.h>
#include <pthread.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <unistd.h>

#include "store/internal/arguments.h"
#include "store/internal/forks.h"
#include "store/internal/lmdb.h"

namespace wmi::store::internal {

using base::Error;
using base::Status;

struct LockPage {
    std::uint64_t magic;
    std::uint32_t version;
    std::uint32_t mutex_bytes;  // builds for other machines' words do not share a lock
    pthread_mutex_t mutex;
    alignas(64) BellPage bell;
};

namespace {

constexpr std::uint64_t kMagic = 0x6B636F4C494D5720;  // " WMILock"
constexpr std::uint32_t kVersion = 2;
constexpr std::size_t kPageBytes = 4096;
constexpr int kOpenAttempts = 100;
constexpr std::string_view kOpening = "open the repository's lock file";
static_assert(sizeof(LockPage) <= kPageBytes);

int lock_file(int file, int how) {
    int rc = 0;
    do {
        rc = flock(file, how);
    } while (rc != 0 && errno == EINTR);
    return rc;
}

void make_mutex(pthread_mutex_t& mutex) {
    pthread_mutexattr_t kind;
    pthread_mutexattr_init(&kind);
    pthread_mutexattr_settype(&kind, PTHREAD_MUTEX_ERRORCHECK);
    pthread_mutexattr_setpshared(&kind, PTHREAD_PROCESS_SHARED);
    pthread_mutexattr_setrobust(&kind, PTHREAD_MUTEX_ROBUST);
    pthread_mutex_init(&mutex, &kind);
    pthread_mutexattr_destroy(&kind);
}

// With the file held alone. The magic comes last, so that a page half made is not taken for one.
void make_page(LockPage& page) {
    std::memset(static_cast<void*>(&page), 0, sizeof page);
    make_mutex(page.mutex);
    page.version = kVersion;
    page.mutex_bytes = sizeof(pthread_mutex_t);
    page.magic = kMagic;
}

timespec on_wall_clock(base::Steady::duration from_now) {
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    const auto when = std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec) + from_now;
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(when);
    return {static_cast<std::time_t>(seconds.count()),
            static_cast<long>(std::chrono::duration_cast<std::chrono::nanoseconds>(when - seconds).count())};
}

// The mutex knows the wall clock only (the thread sanitizer does not know pthread_mutex_clocklock): when that one was set
// forward, wait again. Also a deadline that has passed gets a lock that is free.
int lock_until(pthread_mutex_t& mutex, Deadline deadline) {
    if (deadline.is_never()) return pthread_mutex_lock(&mutex);
    int rc = pthread_mutex_trylock(&mutex);
    if (rc != EBUSY) return rc;
    while (!deadline.passed()) {
        const timespec until = on_wall_clock(deadline.when() - base::Steady::now());
        rc = pthread_mutex_timedlock(&mutex, &until);
        if (rc != ETIMEDOUT) return rc;
    }
    return ETIMEDOUT;
}

}  // namespace

Result<std::unique_ptr<WriterLock>> WriterLock::open(const std::filesystem::path& file) {
    FileHandle handle(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!handle) return lmdb_error(errno, kOpening, file);
    auto lock = std::make_unique<WriterLock>(std::move(handle));
    for (int attempt = 0; attempt < kOpenAttempts; ++attempt) {
        const bool joined = TRY(lock->join(file));
        if (joined) return lock;
    }
    return Error(Status::CriticalError,
                 "the repository's lock file is in use by something that is not OpenWMI; see who has it open (fuser)",
                 file.string());
}

// One attempt: alone it makes the page anew, else it finds it made. False: its maker died halfway, once more.
Result<bool> WriterLock::join(const std::filesystem::path& file) {
    const bool alone = lock_file(file_.get(), LOCK_EX | LOCK_NB) == 0;
    if (!alone && lock_file(file_.get(), LOCK_SH) != 0) return lmdb_error(errno, kOpening, file);
    if (alone) {  // blocks are given now: a write into a hole of a full disk would be a signal
        if (const int rc = posix_fallocate(file_.get(), 0, kPageBytes)) return lmdb_error(rc, kOpening, file);
    } else if (lseek(file_.get(), 0, SEEK_END) < static_cast<off_t>(kPageBytes)) {
        lock_file(file_.get(), LOCK_UN);
        return false;
    }
    if (!page_) {
        void* const mapped = mmap(nullptr, kPageBytes, PROT_READ | PROT_WRITE, MAP_SHARED, file_.get(), 0);
        if (mapped == MAP_FAILED) return lmdb_error(errno, kOpening, file);
        page_ = static_cast<LockPage*>(mapped);
    }
    if (alone) {
        make_page(*page_);
        if (lock_file(file_.get(), LOCK_SH) != 0) return lmdb_error(errno, kOpening, file);
    }
    if (page_->magic == kMagic && page_->version == kVersion && page_->mutex_bytes == sizeof(pthread_mutex_t)) return true;
    if (page_->magic == kMagic)
        return Error(Status::NotSupported, "another version of OpenWMI has this repository open; close that one first",
                     file.string());
    lock_file(file_.get(), LOCK_UN);
    return false;
}

WriterLock::~WriterLock() {
    if (page_) munmap(static_cast<void*>(page_), kPageBytes);
}

BellPage& WriterLock::bell_page() const { return page_->bell; }

WriterLock::Held::Held(LockPage* page) : page_(page), forks_(fork_count()) {}

WriterLock::Held::~Held() {
    if (page_ && forks_ == fork_count()) pthread_mutex_unlock(&page_->mutex);
}

Result<WriterLock::Held> WriterLock::take(Deadline deadline) {
    const int rc = lock_until(page_->mutex, deadline);
    if (rc == EOWNERDEAD) pthread_mutex_consistent(&page_->mutex);  // what it had not committed never was
    if (rc == 0 || rc == EOWNERDEAD) return Held(page_);
    if (rc == ETIMEDOUT) return writers_are_busy();
    if (rc == EDEADLK) return write_in_write();
    return Error(Status::CriticalError, "the repository's writer lock failed; close every process that has it open");
}

}  // namespace wmi::store::internal
