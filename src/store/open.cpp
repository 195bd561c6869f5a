// One of the three things that a process has once: its open environments. Opening a file of LMDB twice in a process drops its
// locks when one of the two is closed, so a folder (by device and inode) has one Engine here, shared by all who open it.
// Invariants: 1. an entry is erased only after its environment was closed, under the lock. 2. entries made before a fork are
// the parent's: the child never closes them.
#include <cerrno>
#include <condition_variable>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

#include <sys/stat.h>

#include "store/engine.h"
#include "store/folder.h"
#include "store/internal/folder.h"
#include "store/internal/forks.h"
#include "store/internal/lmdb_engine.h"
#include "store/memory_engine.h"

namespace wmi::store {

namespace {

using internal::LmdbEngine;

using FolderId = std::pair<dev_t, ino_t>;

struct Entry {
    std::weak_ptr<Engine> engine;
    unsigned forks = 0;
};

struct Registry {
    std::mutex mutex;
    std::condition_variable closed;
    std::map<FolderId, Entry> entries;
};

// Never destroyed: engines may end later than anything static.
Registry& registry() {
    alignas(Registry) static std::byte memory[sizeof(Registry)];
    static Registry* const made = std::construct_at(reinterpret_cast<Registry*>(memory));
    return *made;
}

void lock_registry() { registry().mutex.lock(); }

void unlock_registry() { registry().mutex.unlock(); }

struct CloseEngine {
    FolderId id;

    void operator()(LmdbEngine* engine) const noexcept {
        if (engine->is_inherited()) return;  // of the parent: leaked in the child
        const std::lock_guard lock(registry().mutex);
        std::unique_ptr<LmdbEngine>(engine).reset();
        registry().entries.erase(id);
        registry().closed.notify_all();
    }
};

// The engine that is open already, or nothing: then an entry waits for the one that the caller makes now.
std::shared_ptr<Engine> find_open_or_reserve(FolderId id) {
    std::unique_lock lock(registry().mutex);
    auto& entries = registry().entries;
    for (;;) {
        const auto [at, is_new] = entries.try_emplace(id, Entry{{}, internal::fork_count()});
        if (is_new) return nullptr;
        if (at->second.forks != internal::fork_count()) {
            entries.erase(at);
        } else if (auto open = at->second.engine.lock()) {
            return open;
        } else {
            registry().closed.wait(lock);  // somebody is opening or closing it
        }
    }
}

/// Takes the reservation back unless it was kept.
class Reservation {
public:
    explicit Reservation(FolderId id) : id_(id) {}

    Reservation(const Reservation&) = delete;
    Reservation& operator=(const Reservation&) = delete;

    ~Reservation() {
        if (kept_) return;
        const std::lock_guard lock(registry().mutex);
        registry().entries.erase(id_);
        registry().closed.notify_all();
    }

    std::shared_ptr<Engine> keep(std::unique_ptr<LmdbEngine> made) {
        kept_ = true;  // from here the deleter takes it back
        std::shared_ptr<Engine> engine(made.release(), CloseEngine{id_});
        const std::lock_guard lock(registry().mutex);
        registry().entries[id_].engine = engine;
        registry().closed.notify_all();
        return engine;
    }

private:
    const FolderId id_;
    bool kept_ = false;
};

}  // namespace

bool is_made(const std::filesystem::path& folder) {
    std::error_code ignored;
    return std::filesystem::exists(folder / internal::kDataFile, ignored) || std::filesystem::exists(folder / internal::kIdentityFile, ignored);
}

Result<std::shared_ptr<Engine>> open(const Options& options) {
    if (options.folder == "memory:") return make_memory_engine(options.limit_bytes);
    internal::watch_forks(lock_registry, unlock_registry);
    TRY(internal::prepare_folder(options));
    struct stat folder {};
    if (stat(options.folder.c_str(), &folder) != 0)
        return internal::lmdb_error(errno, "open the repository", options.folder);
    const FolderId id{folder.st_dev, folder.st_ino};
    if (auto engine = find_open_or_reserve(id)) return engine;
    Reservation reservation(id);
    auto made = TRY(LmdbEngine::open(options));
    return reservation.keep(std::move(made));
}

}  // namespace wmi::store
