// One event, shared by all that wait for it: immutable, its object made when the first of them delivers it, once.
//   ChangeEvent  a committed change told as one of the nine classes of intrinsic events (EVT-20..25)
//   BuiltEvent   an instance at hand: a client's event, a timer's, an aggregate
// Threads  all functions may be called from all threads.
#pragma once

#include "cim/instance.h"
#include "cim/object.h"
#include "repository/feed.h"
#include "wql/filter.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace wmi::events::internal {

using base::Error;
using base::Result;
using base::Status;

class Event;
using EventPtr = std::shared_ptr<const Event>;

class Event {
public:
    virtual ~Event() = default;
    Event(const Event&) = delete;
    Event& operator=(const Event&) = delete;

    /// The real one: __InstanceCreationEvent, not __InstanceOperationEvent.
    [[nodiscard]] const cim::ClassPtr& event_class() const { return class_; }

    /// For filters; borrows from this.
    [[nodiscard]] virtual wql::EventSubject subject() const = 0;

    /// The whole event, with embedded objects that have their __PATH (EVT-25); itself it stands nowhere (EVT-11).
    [[nodiscard]] const cim::Instance& instance() const;

    /// What it keeps in memory; `before` is what waits ahead of it in a queue, if anything: what both hold counts there (EVT-60).
    [[nodiscard]] virtual std::size_t size_bytes(const Event* before) const = 0;

    [[nodiscard]] virtual const repository::CommittedChange* change() const { return nullptr; }

    /// True where one that waits and this may become one event (EVT-82).
    [[nodiscard]] virtual bool can_join() const { return false; }

    /// The one event in place of both; null: they are two.
    [[nodiscard]] virtual std::shared_ptr<const Event> joined_to(const Event& /*waiting*/) const { return nullptr; }

protected:
    explicit Event(cim::ClassPtr event_class) : class_(std::move(event_class)) {}

    [[nodiscard]] virtual cim::Instance build() const = 0;

private:
    const cim::ClassPtr class_;
    mutable std::mutex building_;
    mutable std::optional<cim::Instance> built_;
    mutable std::atomic<bool> is_built_{false};
};

/// What several events share when they are built: encoded classes, the origins of what they embed.
class EmbeddedHeads;

class ChangeEvent final : public Event {
public:
    ChangeEvent(repository::CommittedChange change, std::shared_ptr<EmbeddedHeads> heads);

    [[nodiscard]] wql::EventSubject subject() const override;
    [[nodiscard]] std::size_t size_bytes(const Event* before) const override;

    [[nodiscard]] const repository::CommittedChange* change() const override { return &change_; }

private:
    [[nodiscard]] cim::Instance build() const override;
    void embed(cim::Instance& event, const cim::Property& property, const std::shared_ptr<const cim::Bytes>& record,
               const cim::ClassPtr& definition) const;

    const repository::CommittedChange change_;
    const std::shared_ptr<EmbeddedHeads> heads_;
};

class BuiltEvent final : public Event {
public:
    /// TIME_CREATED, where the class has it and it is NULL, becomes `now` (EVT-12).
    BuiltEvent(cim::Instance event, base::FileTime now);

    [[nodiscard]] wql::EventSubject subject() const override;
    [[nodiscard]] std::size_t size_bytes(const Event* before) const override;

private:
    [[nodiscard]] cim::Instance build() const override { return event_; }

    cim::Instance event_;
};

/// __InstanceCreationEvent and so on; never null.
const cim::ClassPtr& event_class_of(repository::CommittedChange::Kind kind);

/// What an event of a change looks like to a filter, before there is one; borrows from the change.
wql::EventSubject subject_of(const repository::CommittedChange& change);

}  // namespace wmi::events::internal
