// What an enumeration gives, read from its source as far as somebody wanted: kept for those who rewind, handed over once for those
// who only go forward. Shared by an enumerator and its clones; for several threads.
#pragma once

#include "api/internal/kept_rows.h"
#include "base/clock.h"
#include "calls/call.h"

#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace wmi::api {

enum class Direction : std::uint8_t { ForwardOnly, Rewindable };

class Results {
public:
    Results(std::unique_ptr<calls::Source> source, Direction direction) : direction_(direction), source_(std::move(source)) {}

    /// An enumeration that failed as soon as it had begun.
    Results(base::Error failed, Direction direction) : direction_(direction), failed_(std::move(failed)) {}

    [[nodiscard]] bool is_rewindable() const { return direction_ == Direction::Rewindable; }

    enum class Why : std::uint8_t { Full, End, TimedOut };

    struct Taken {
        std::vector<cim::Object> objects;
        Why why = Why::Full;
        base::Status ending = base::Status::False;  // with End: False, or a success that says more
    };

    /// Up to `count` objects from a place on. The source is read at least once where objects are missing, then until the deadline:
    /// a client that polls with no wait gets on. Forward only: the place must be where the last call ended.
    /// errors   those of the source, once everything before was taken (SVC-59), and then again and again (SVC-58)
    base::Result<Taken> take(std::size_t from, std::size_t count, base::Deadline deadline);

    /// Moves past objects without making them; as take, and the count in place of objects.
    struct Skipped {
        std::size_t count = 0;
        Why why = Why::Full;
    };

    base::Result<Skipped> skip(std::size_t from, std::size_t count, base::Deadline deadline);

    /// Reads everything (SVC-32). errors those of the source
    base::Result<void> read_all();

    /// The failure that the source has already ended with, if any (SVC-61).
    [[nodiscard]] base::Result<void> check() const;
    /// True when it is known that nothing stands at a place.
    [[nodiscard]] bool is_end(std::size_t place) const;

private:
    base::Result<void> pull();
    Why read_until(std::size_t end, base::Deadline deadline);
    [[nodiscard]] std::size_t known() const;

    const Direction direction_;
    mutable std::mutex mutex_;
    std::unique_ptr<calls::Source> source_;  // null: read to its end
    std::optional<base::Error> failed_;
    base::Status ending_ = base::Status::False;
    KeptRows kept_;                    // Rewindable
    std::deque<cim::Object> ahead_;    // ForwardOnly
    std::size_t handed_over_ = 0;      // ForwardOnly: how many have left ahead_
};

}  // namespace wmi::api
