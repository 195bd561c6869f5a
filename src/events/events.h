// Subscriptions to events: what a notification query asks for (EVT, SVC-41..47), from the change to the client.
//   Events    one repository's, open while it lives. Costs nothing before the first subscription and after the last: no thread, and
//             nothing is noted of changes
//   Stream    a subscription whose events are taken: behind an enumerator
//   A subscription that delivers to a sink is a call like any other: cancelled through Calls, ended by its sink's refusal.
// A slow taker slows nobody: his queue ends at kMaxQueueBytes, then he loses events (EVT-60, 61).
// Threads  all functions may be called from all threads.
#pragma once

#include "base/clock.h"
#include "calls/calls.h"
#include "cim/object.h"

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

namespace wmi::service {
class Admission;
class Service;
class Session;
}  // namespace wmi::service

namespace wmi::events {

using base::Deadline;
using base::Error;
using base::Result;
using base::Status;

/// What the events that wait for one subscription may hold together; what several of them share counts once.
inline constexpr std::size_t kMaxQueueBytes = 10'000'000;

namespace internal {
class Engine;
class Subscription;
struct QuestionContent;
}  // namespace internal

/// A notification query as far as its text goes. Cheap to copy.
class Question {
public:
    /// errors   InvalidParameter (nothing was given: WQL-21), InvalidQueryType (WQL-20), QuotaViolation (WQL-12), InvalidQuery,
    ///          MissingGroupWithin, MissingAggregationList (WQL-122), NotEventClass (meta_class: WQL-124)
    static Result<Question> read(std::string_view language, std::string_view text);

    [[nodiscard]] const internal::QuestionContent& content() const { return *content_; }

private:
    explicit Question(std::shared_ptr<const internal::QuestionContent> content) : content_(std::move(content)) {}

    std::shared_ptr<const internal::QuestionContent> content_;
};

/// Whoever subscribed, as an identity: his subscriptions end with him (EVT-07).
using Owner = const void*;

struct Options {
    Owner owner = nullptr;
    bool amended = false;  // WBEM_FLAG_USE_AMENDED_QUALIFIERS
};

/// A subscription whose events are taken. Ends when it is closed or destroyed, when its owner goes (CallCancelled), or when its
/// namespace does (InvalidNamespace); whoever waits is told.
class Stream {
public:
    Stream() = default;
    virtual ~Stream() = default;
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    struct Taken {
        std::vector<cim::Object> events;
        bool is_full = false;  // as many as were asked for; else the time was up, or a gap follows
    };

    /// Up to `count` events; waits for them until the deadline.
    /// errors   QueueOverflow, once, where events were lost (EVT-61); how the subscription ended, once nothing is left before
    virtual Result<Taken> take(std::size_t count, Deadline deadline) = 0;

    struct Skipped {
        std::size_t count = 0;
        bool is_full = false;
    };

    /// The same, but the events are dropped (EVT-05).
    virtual Result<Skipped> skip(std::size_t count, Deadline deadline) = 0;

    /// The next `count` events go to the sink of a call that was admitted (EVT-06), after those that were asked for so before.
    virtual void deliver(const calls::CallPtr& call, std::size_t count) = 0;

    /// What was taken last could not be given on: that is a gap, too.
    virtual void lose() noexcept = 0;

    /// Ends it: from now on CallCancelled.
    virtual void close() = 0;
};

class Events {
public:
    /// service, calls and clock outlive it.
    Events(std::shared_ptr<service::Service> service, calls::Calls& calls, const base::Clock& clock);
    ~Events();  // as close()
    Events(const Events&) = delete;
    Events& operator=(const Events&) = delete;

    /// Whatever happens after this returned is delivered, nothing that happened before it was called (EVT-03).
    /// errors   InvalidClass, NotEventClass (WQL-124), InvalidQuery with the position, PropertyNotAnObject, AggregatingByObject,
    ///          EssRegistrationTooPrecise (WQL-126), QuotaViolation (EVT-14), ServerTooBusy, ShuttingDown
    Result<std::shared_ptr<Stream>> subscribe(const std::shared_ptr<service::Session>& session, const service::Admission& admission,
                                              const Question& question, const Options& options);

    /// The same for a sink, which hears nothing but events until the subscription is cancelled or fails (EVT-08).
    /// errors   the same, and those of Calls::admit; the sink was not called then
    Result<void> subscribe(const std::shared_ptr<service::Session>& session, const service::Admission& admission, const Question& question,
                           const Options& options, std::unique_ptr<calls::Sink> sink);

    /// A client's own events (SVC-10): instances of classes below __ExtrinsicEvent, given to whoever wants them in this namespace.
    /// errors   InvalidObject: another object is among them; then none was given
    Result<void> raise(const std::shared_ptr<service::Session>& session, const service::Admission& admission, std::vector<cim::Object> events);

    /// Ends what an owner subscribed to: CallCancelled.
    void end(Owner owner) noexcept;

    /// Ends all subscriptions; nobody subscribes any more (ShuttingDown). Waits for nobody's sink.
    void close() noexcept;

    struct Counts {
        std::size_t subscriptions = 0;
        std::uint64_t lost = 0;  // events that found a queue full, or gaps in what was heard
    };

    [[nodiscard]] Counts counts() const;

private:
    const std::shared_ptr<internal::Engine> engine_;
};

}  // namespace wmi::events
