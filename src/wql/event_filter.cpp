// Conditions on events: TargetInstance and its like are looked into where they stand, whether or not the event was built.
#include "wql/filter.h"

#include "base/text.h"
#include "wql/internal/event_operand.h"
#include "wql/internal/leaf.h"

namespace wmi::wql {
namespace {

using internal::Cell;
using internal::Operand;
using internal::Subject;

Subject subject_of(const EventPart& part, const Place& place) {
    if (part.record) return {*part.record, false, &place};
    return internal::subject_of(*part.definition, &place);
}

void set_object(Cell& cell, const cim::Class& of) {
    cell.state = Cell::State::Value;
    cell.type = {cim::CimType::Object, false};
    cell.object_class = &of;
}

/// Of an intrinsic event that is not built. A part that events of this class do not have is not there at all (EVT-91).
void read_part(const EventSubject& event, const Operand& operand, const Place& place, Cell& cell) {
    const EventPart& part = operand.part == Operand::Part::Target ? event.target : event.previous;
    if (!event.event_class->find_property(operand.names.front())) return;
    if (part.is_absent()) {
        cell.state = operand.is_member() ? Cell::State::Missing : Cell::State::Null;
        cell.type = {cim::CimType::Object, false};
        return;
    }
    const Subject subject = subject_of(part, place);
    if (!operand.is_member()) return set_object(cell, subject.view.cls());
    internal::read(subject, operand, std::span(operand.names).subspan(1), cell);
}

}  // namespace

void internal::read(const EventSubject& event, const Operand& operand, const Place& place, Cell& cell) {
    // An event itself stands nowhere (EVT-11), what it tells of does (EVT-25).
    if (event.record) return internal::read({*event.record, false, operand.is_member() ? &place : nullptr}, operand, operand.names, cell);
    if (operand.part != Operand::Part::None) return read_part(event, operand, place, cell);
    const cim::Class& of = *event.event_class;
    internal::read({{of, of.blank_record()}, false, nullptr}, operand, operand.names, cell);
    const bool is_time = event.time_created && !operand.is_member() && base::same_name(operand.names.front(), "TIME_CREATED");
    if (!is_time) return;
    cell.state = Cell::State::Value;
    cell.own_number = *event.time_created;
    cell.slot = reinterpret_cast<const char*>(&cell.own_number);
}

Result<EventFilter> EventFilter::bind(const Expression& where, const cim::ClassPtr& event_class, const Place& place) {
    auto program = TRY(internal::make_condition(where, internal::Scope::Kind::Events, event_class, place));
    return EventFilter(std::move(program));
}

bool EventFilter::matches(const EventSubject& event) const {
    const internal::ConditionProgram& program = *program_;
    return internal::walk(program.jumps, [&](std::uint32_t at) {
        return internal::holds(program.leaves[at], program.place,
                               [&](const Operand& operand, Cell& cell) { read(event, operand, program.place, cell); });
    });
}

const ClassLimits& EventFilter::target_classes() const { return program_->target_limits; }

const ClassLimits& EventFilter::event_classes() const { return program_->own_limits; }

}  // namespace wmi::wql
