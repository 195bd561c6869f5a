// What an enumeration of a class has found, to be compared with what the next one finds (EVT-32). Records that did not change are
// shared by all snapshots that hold them; each counts in memory once, for the user whose poll it is (EVT-39).
// Threads  values: all; a SnapshotBuilder: one.
#pragma once

#include "base/guarded.h"
#include "base/result.h"
#include "cim/instance.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <sys/types.h>

namespace wmi::events::internal {

using base::Error;
using base::Result;
using base::Status;

/// SYS-48.
struct PollLimits {
    std::uint64_t polls_total = 10'000, polls_per_user = 1'000;
    std::uint64_t memory_total = 10'000'000, memory_per_user = 5'000'000;
};

/// Bytes that polls keep.
class PollMemory : public std::enable_shared_from_this<PollMemory> {
public:
    /// So many bytes, until it is destroyed.
    class Charge {
    public:
        Charge(Charge&&) noexcept = default;
        Charge& operator=(Charge&&) = delete;
        ~Charge();

    private:
        friend class PollMemory;

        Charge(std::shared_ptr<PollMemory> of, uid_t user, std::size_t bytes) : of_(std::move(of)), user_(user), bytes_(bytes) {}

        std::shared_ptr<PollMemory> of_;  // null: moved
        uid_t user_;
        std::size_t bytes_;
    };

    /// errors   QuotaViolation
    Result<Charge> take(uid_t user, std::size_t bytes, const PollLimits& limits);

    [[nodiscard]] std::size_t total() const {
        return kept_.with([](const Kept& kept) { return kept.total; });
    }

private:
    struct Kept {
        std::size_t total = 0;
        std::map<uid_t, std::size_t> by_user;
    };

    void give_back(uid_t user, std::size_t bytes) noexcept;

    base::Guarded<Kept> kept_;
};

/// One instance.
struct PollRecord {
    std::string key;  // its relative path, folded
    cim::ClassPtr of;
    cim::Bytes bytes;  // canonical
    PollMemory::Charge charge;
};

using PollRecordPtr = std::shared_ptr<const PollRecord>;

/// Sorted by key, each once.
using Snapshot = std::vector<PollRecordPtr>;
using SnapshotPtr = std::shared_ptr<const Snapshot>;

class SnapshotBuilder {
public:
    /// before   the last one, or null: its records are used again where they did not change
    SnapshotBuilder(std::shared_ptr<PollMemory> memory, uid_t user, const PollLimits& limits, SnapshotPtr before)
        : memory_(std::move(memory)), user_(user), limits_(limits), before_(std::move(before)) {}

    /// One without keys cannot be told from others and is left out, one that comes again too.
    /// errors   QuotaViolation
    Result<void> add(cim::Instance instance);

    SnapshotPtr finish();

private:
    const std::shared_ptr<PollMemory> memory_;
    const uid_t user_;
    const PollLimits limits_;
    const SnapshotPtr before_;
    Snapshot found_;
};

/// One that came (no before), went (no after) or changed.
struct PollDifference {
    PollRecordPtr before, after;
};

/// By key. Both null pointers stand for "nothing"; qualifiers do not count.
std::vector<PollDifference> compare(const Snapshot& before, const Snapshot& after);

}  // namespace wmi::events::internal
