// Ordered bytes in transactions: what a repository is kept in. One keyspace, ordered byte by byte, in one of several engines
// that all keep the laws of store/engine_laws.h.
// Keys       1 to Limits::max_key_bytes bytes; the first byte is never 0 (those keys are the engine's own).
// Threads    an Engine may be used by all threads at once; a View, a Batch and a Cursor by one at a time, though it may change.
// Processes  several may open one folder: one writes at a time, all see a commit as soon as it is made.
// Fork       in the child every inherited object answers NotAvailable and its end does nothing; open() works there.
// Errors     a failure leaves the store as it was. OutOfDiskSpace: the disk or the store's limit is full, and work goes on once
//            there is room. CriticalError: the store is damaged or the device fails.
#pragma once

#include "base/bytes.h"
#include "base/clock.h"
#include "base/guid.h"
#include "base/result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace wmi::store {

using base::Bytes;
using base::BytesView;
using base::Deadline;
using base::Result;

struct Limits {
    std::size_t max_key_bytes;
    std::size_t max_value_bytes;  // above 16 KiB or so a value is legal, but slow: it takes whole pages of its own
};

/// Who looks at the keys that Cursor::walk comes to.
class Walker {
public:
    /// False: stop here. Must not use the cursor.
    virtual bool visit(BytesView key, BytesView value) = 0;

protected:
    ~Walker() = default;
};

/// Walks the keys of a View in order. Stands on nothing until it was placed. Once its View ended it stands on nothing for ever.
/// In a Batch it survives changes: next() and previous() go on from the key it stood at, erased or not.
class Cursor {
public:
    Cursor(const Cursor&) = delete;
    Cursor& operator=(const Cursor&) = delete;
    virtual ~Cursor() = default;

    /// Places it on the first key that is not below this one (an empty key: the first of all). False: there is none.
    virtual Result<bool> seek(BytesView key) = 0;
    /// Places it on the last key of all. False: the store is empty.
    virtual Result<bool> seek_last() = 0;
    /// False: there is no further key, and it stands on nothing from now on. InvalidOperation: it stands on nothing.
    virtual Result<bool> next() = 0;
    virtual Result<bool> previous() = 0;

    /// Visits the key it stands on and each that follows, as long as they are below `end`. The cheapest way through many.
    /// True: it was stopped, and stands where it was. False: no key below end is left; it stands on the next one or on nothing.
    virtual Result<bool> walk(BytesView end, Walker& walker) {
        while (valid_ && key_ < end) {
            if (!walker.visit(key_, value_)) return true;
            TRY(next());
        }
        return false;
    }

    [[nodiscard]] bool valid() const { return valid_; }

    /// Empty unless valid(). The bytes live as long as the View's others: until it ends or, in a Batch, until the next change.
    [[nodiscard]] BytesView key() const { return key_; }

    [[nodiscard]] BytesView value() const { return value_; }

protected:
    Cursor() = default;

    void stand_on(BytesView key, BytesView value) {
        key_ = key;
        value_ = value;
        valid_ = true;
    }

    void stand_on_nothing() {
        key_ = value_ = {};
        valid_ = false;
    }

private:
    BytesView key_;
    BytesView value_;
    bool valid_ = false;
};

/// One consistent state of the store. The bytes it gives are the store's own memory: valid until the View ends.
/// A View that stays open stops the reuse of space, whoever writes: take a bounded piece (1 MiB, 10 ms), copy it, end the View.
class View {
public:
    View() = default;
    View(const View&) = delete;
    View& operator=(const View&) = delete;
    virtual ~View() = default;

    virtual Result<std::optional<BytesView>> get(BytesView key) = 0;
    virtual Result<std::unique_ptr<Cursor>> cursor() = 0;

    /// Of the state seen: grows by one with each batch that changed something, also over restarts, and never goes back. In a
    /// Batch: the revision that its commit will make.
    [[nodiscard]] virtual std::uint64_t revision() const = 0;
};

/// A View that sees its own changes. Here bytes are valid only until the next change.
/// When a change failed for another reason than its arguments (InvalidParameter), the batch will not commit any more.
class Batch : public View {
public:
    /// Puts the value, whether or not there was one. The key may be bytes that this batch gave, the value must not: copy it.
    /// cost     near the last get or put of this batch (keys in order, read and write of one key) it is cheapest; a value of
    ///          the same size is overwritten in place
    virtual Result<void> put(BytesView key, BytesView value) = 0;

    /// Puts the value unless the key exists; gives the value that stands there already, else nothing. One look-up.
    virtual Result<std::optional<BytesView>> insert(BytesView key, BytesView value) = 0;

    /// False: there was none.
    virtual Result<bool> erase(BytesView key) = 0;

    /// Erases every key, in one step.
    virtual Result<void> clear() = 0;
};

class Bell;

using Work = std::function<Result<void>(Batch&)>;

/// How far a long act is, of about how many bytes; called from the thread that asked for it.
using Progress = std::function<void(std::uint64_t done_bytes, std::uint64_t about_bytes)>;

/// What `wmi info` tells of a store. Sizes in bytes, 0 where an engine has no such thing.
struct Facts {
    std::string engine;  // "lmdb", "memory"
    std::filesystem::path folder;
    std::uint32_t format = 0;
    base::Guid id;  // given at creation, kept by backups
    std::uint64_t revision = 0;
    std::uint64_t records = 0;
    std::uint64_t file_bytes = 0;  // size of the data file
    std::uint64_t used_bytes = 0;  // of them in use; the rest is reused by later batches
    std::uint64_t limit_bytes = 0;  // the store answers OutOfDiskSpace beyond
    std::uint64_t disk_free_bytes = 0;
    unsigned views = 0;  // open now, in all processes
    unsigned max_views = 0;
};

class Engine {
public:
    Engine() = default;
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;
    virtual ~Engine() = default;

    [[nodiscard]] virtual Limits limits() const = 0;

    /// The newest state. NotAvailable: too many Views are open (Facts::max_views), or this is a child after fork.
    virtual Result<std::unique_ptr<View>> read() = 0;

    /// Runs work in one write transaction on this thread; when it gives Ok everything it did is committed, and durable when
    /// this returns. When it fails or throws, nothing happened. Not from inside another write (CriticalError); a read() from
    /// inside sees the state before.
    /// deadline  of the wait for other writers, of all processes: ServerTooBusy, and work was and will not be run
    /// returns   the revision made, or the standing one when work changed nothing
    virtual Result<std::uint64_t> write(Deadline deadline, const Work& work) = 0;

    /// The newest revision committed by any process, without a transaction: a few nanoseconds. It may be seen a moment before
    /// read() shows it: compare it with the revision() of the View that was loaded from, never with an earlier stamp.
    [[nodiscard]] virtual std::uint64_t stamp() const = 0;

    /// Writes one consistent state, compacted, to one file that restore() takes; written beside and renamed, so that the file
    /// is whole or not there; an older one is replaced. Holds a View for as long as it takes; writers go on.
    virtual Result<void> backup(const std::filesystem::path& file, const Progress& progress) = 0;

    /// Replaces everything by what the backup holds, as one batch: all processes see it as a commit, and the revision grows.
    /// then      runs at the end of that batch, may be empty; when it fails nothing happened. A read() inside sees what stood before
    /// errors    NotFound, InvalidStream (no backup of ours, damaged), NotSupported (a newer format)
    virtual Result<std::uint64_t> restore(Deadline deadline, const std::filesystem::path& file,
                                          const Progress& progress, const Work& then = {}) = 0;

    virtual Result<Facts> facts() = 0;

    /// Where processes that listen to this store's commits wait; lives as long as the engine. Null: nobody else can have it open.
    [[nodiscard]] virtual Bell* bell() { return nullptr; }

    /// Cheap upkeep, for idle moments: frees what killed processes held.
    virtual Result<void> idle_work() = 0;
};

/// A network file system: its locks and mappings cannot be relied on.
enum class Network { Refuse, Insist };

struct Options {
    /// A folder, made with mode 0700 when it is not there; or "memory:", a new store of this process that dies with its Engine.
    std::filesystem::path folder;
    /// The data file grows no larger; 0: as large as disk, resource limits and address space allow.
    std::uint64_t limit_bytes = 0;
    /// Address range to reserve, halved until the system gives it.
    std::uint64_t reserve_bytes = std::uint64_t{1} << 40U;
    /// Views open at once, of all processes; the first process that opens the store decides.
    unsigned max_views = 1022;
    Network network = Network::Refuse;
};

/// Opens a store, or makes one in a folder that is empty or not there. The same folder opened twice in a process is one Engine
/// (the first one's options hold), closed when the last of them is gone.
/// errors    InvalidParameter (a folder of other files, a path that is none), AccessDenied, NotSupported (newer format, network
///           file system), CriticalError (truncated or foreign data): each says what and where; nothing is ever replaced
Result<std::shared_ptr<Engine>> open(const Options& options);

}  // namespace wmi::store
