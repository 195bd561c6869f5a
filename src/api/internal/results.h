// What an enumeration gives, read from its source as far as somebody wanted: kept for those who rewind, handed over once for those
// who only go forward. Its source may come later, when a pause of the server ends (CALL-24): whoever takes waits for it.
// Shared by an enumerator and its clones; for several threads.
#pragma once

#include "api/internal/kept_rows.h"
#include "base/clock.h"
#include "calls/call.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace wmi::api {

enum class Direction : std::uint8_t { ForwardOnly, Rewindable };

/// Whether reading the source ends at the deadline of a call. A synchronous enumeration that is pulled after all knows no timeout: to
/// its client everything was collected when it was made (SVC-32).
enum class Patience : std::uint8_t { UntilDeadline, UntilRead };

class Results {
public:
    Results(std::unique_ptr<calls::Source> source, Direction direction, Patience patience)
        : direction_(direction), patience_(patience), source_(std::move(source)) {}

    /// An enumeration that failed as soon as it had begun.
    Results(base::Error failed, Direction direction) : direction_(direction), failed_(std::move(failed)) {}

    /// An enumeration that has not begun.
    explicit Results(Direction direction) : direction_(direction), is_pending_(true) {}

    /// Once, for one that had not: what it reads from, or how it failed.
    void begin(base::Result<std::unique_ptr<calls::Source>> source);
    /// Waits until it has begun; false when the deadline passed first.
    bool wait_for_begin(base::Deadline deadline);
    /// False: it has begun, go on. Else `then` runs when it does, on that thread and under no lock.
    bool put_off(std::function<void()> then);

    [[nodiscard]] bool is_rewindable() const { return direction_ == Direction::Rewindable; }

    /// GoesOn: the deadline passed, or a failure stands behind what was taken: the end was not reached (SVC-56, SVC-59).
    enum class Why : std::uint8_t { Full, End, GoesOn };

    /// Who is given objects, one by one. May throw: then nothing more is given, and what was is his.
    class Taker {
    public:
        virtual void take(cim::Object&& object) = 0;

    protected:
        ~Taker() = default;
    };

    struct Taken {
        std::size_t count = 0;
        Why why = Why::Full;
        base::Status ending = base::Status::False;  // with End: False, or a success that says more
    };

    /// Up to `count` objects from a place on. The source is read at least once where objects are missing, then until the deadline:
    /// a client that polls with no wait gets on. Forward only: the place must be where the last call ended.
    /// errors   those of the source, once everything before was taken (SVC-59), and then again and again (SVC-58)
    base::Result<Taken> take(std::size_t from, std::size_t count, base::Deadline deadline, Taker& to);

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
    using Lock = std::unique_lock<std::mutex>;

    base::Result<void> pull();
    bool wait_for_begin(Lock& lock, base::Deadline deadline);
    Why read_until(std::size_t end, base::Deadline deadline);
    Taken take_forward(std::size_t count, base::Deadline deadline, Taker* to);
    void keep_ahead(std::vector<cim::Object> objects);
    [[nodiscard]] std::size_t known() const;

    const Direction direction_;
    const Patience patience_ = Patience::UntilDeadline;
    mutable std::mutex mutex_;
    std::condition_variable begun_;
    bool is_pending_ = false;
    std::vector<std::function<void()>> then_;
    std::unique_ptr<calls::Source> source_;  // null: read to its end
    std::optional<base::Error> failed_;
    base::Status ending_ = base::Status::False;
    KeptRows kept_;                    // Rewindable
    // ForwardOnly: what was read and not given away yet; how many of these have been given; and how many before all these
    std::vector<cim::Object> ahead_;
    std::size_t given_of_ahead_ = 0;
    std::size_t given_before_ = 0;
};

}  // namespace wmi::api
