// A WHERE expression bound to what it is asked of: the instances of a class (Filter), classes (SchemaFilter), events
// (EventFilter). Binding looks names up and brings constants into the properties' types, once; it finds every error there is.
// Testing then only answers: it cannot fail, needs no memory for top-level properties, and stops as soon as the answer is known.
// All three are immutable values, cheap to copy, and may be used by many threads at once.
//
// A comparison with a property that is NULL is false, and NOT over it is true (WQL-61); a member of an embedded object that is
// not there makes its comparison false as well, IS NULL included (WQL-67). Between two properties NULL equals only NULL (EVT-92).
#pragma once

#include "cim/class.h"
#include "cim/record.h"
#include "cim/value.h"
#include "wql/query.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace wmi::wql {

/// Where objects stand: what __SERVER, __NAMESPACE and __PATH say of them, and what a path without these means.
struct Place {
    std::string server;      // the computer's name
    std::string name_space;  // root\cimv2
};

/// A class by its name, alone or with all that derive from it.
struct ClassLimit {
    std::string name;
    bool with_derived = false;

    bool operator==(const ClassLimit&) const = default;
};

/// What matches is of one of these classes. Nothing: the condition says nothing about classes.
using ClassLimits = std::optional<std::vector<ClassLimit>>;

namespace internal {
struct FilterProgram;
struct ConditionProgram;
}  // namespace internal

/// A condition on instances of a class. Valid for records of the class and of every class that derives from it.
class Filter {
public:
    /// What one conjunct of the whole condition says of a top-level property: it is not NULL and inside these bounds. low and high
    /// are values of the property's own type; absent: no bound on this side. Text is bounded in the order of keys (folded, by
    /// unit). A datetime's bounds are complete texts and mean their instants or lengths.
    struct Range {
        const cim::Property* property = nullptr;  // of the class the filter was bound to, which the filter keeps
        std::optional<cim::Value> low, high;      // equality: the same twice
        bool low_open = false, high_open = false;
        bool exact = false;      // the conjunct says no more than this: whoever kept to the range needs no test of it
        bool has_strays = false;  // datetimes with asterisks may match too, wherever they stand: only complete ones have a place in the order
    };

    /// errors   InvalidQuery with the position: an unknown property (WQL-27), an operator that the type does not have (WQL-56),
    ///          a constant that is no value of it (WQL-62, 78), a dot behind what is no object (WQL-68), a bad LIKE (WQL-83, 84)
    static Result<Filter> bind(const Expression& where, const cim::ClassPtr& of, const Place& place);

    [[nodiscard]] bool matches(const cim::RecordView& record) const;

    /// One for each conjunct at the top level that can be said so; the others are only in matches().
    [[nodiscard]] std::span<const Range> ranges() const;
    /// ranges() are exact and say all that the condition says.
    [[nodiscard]] bool is_all_ranges() const;
    [[nodiscard]] const ClassLimits& classes() const;
    /// No record can match: some conjunct compares with a number outside its property's type.
    [[nodiscard]] bool is_never() const;

private:
    explicit Filter(std::shared_ptr<const internal::FilterProgram> program) : program_(std::move(program)) {}

    std::shared_ptr<const internal::FilterProgram> program_;
};

/// A condition on classes: SELECT * FROM meta_class (WQL-90..96). It may name system properties and __this.
class SchemaFilter {
public:
    /// errors   InvalidQuery with the position, as Filter; ordinary properties are unknown (WQL-95)
    static Result<SchemaFilter> bind(const Expression& where, const Place& place);

    [[nodiscard]] bool matches(const cim::Class& of) const;
    /// Where to look: __Superclass and __Dynasty count as their whole family.
    [[nodiscard]] const ClassLimits& classes() const;

private:
    explicit SchemaFilter(std::shared_ptr<const internal::ConditionProgram> program) : program_(std::move(program)) {}

    std::shared_ptr<const internal::ConditionProgram> program_;
};

/// What stands in TargetX or PreviousX of an event: an instance by its record, or a class.
struct EventPart {
    std::optional<cim::RecordView> record;
    const cim::Class* definition = nullptr;

    [[nodiscard]] bool is_absent() const { return !record && !definition; }
};

/// An event, as it is before anyone has built it; all of it is borrowed for the call.
/// Intrinsic: its class and its parts. Any other, or one that a provider built: its class and its record.
struct EventSubject {
    const cim::Class* event_class = nullptr;  // its real one: __InstanceModificationEvent, not __InstanceOperationEvent
    EventPart target, previous;
    std::optional<std::uint64_t> time_created;   // of an event without a record
    std::optional<cim::RecordView> record;       // of event_class; then nothing else is looked at
};

/// The condition of a notification query. Members of TargetInstance and the like are looked up in each event, by name.
/// A query on a class of intrinsic events may name PreviousInstance, PreviousClass and PreviousNamespace where the class itself
/// has none: they are absent from its other events (EVT-91). On __Event it may name the three targets too.
class EventFilter {
public:
    /// errors   as Filter, but PropertyNotAnObject for a dot behind what is no object (WQL-68)
    static Result<EventFilter> bind(const Expression& where, const cim::ClassPtr& event_class, const Place& place);

    /// Whether the event satisfies the condition; that it is of the query's event class is for the caller to know.
    [[nodiscard]] bool matches(const EventSubject& event) const;
    /// Of TargetInstance, TargetClass or TargetNamespace: ISA and __CLASS tests (EVT-31, EVT-90).
    [[nodiscard]] const ClassLimits& target_classes() const;
    /// Of the event itself: __CLASS tests.
    [[nodiscard]] const ClassLimits& event_classes() const;

private:
    explicit EventFilter(std::shared_ptr<const internal::ConditionProgram> program) : program_(std::move(program)) {}

    std::shared_ptr<const internal::ConditionProgram> program_;
};

}  // namespace wmi::wql
