#include "wql/event_groups.h"

#include "base/text.h"
#include "cim/datetime.h"
#include "wql/internal/event_operand.h"
#include "wql/internal/leaf.h"

#include <algorithm>
#include <cmath>

namespace wmi::wql {

namespace internal {

struct GroupProgram {
    cim::ClassPtr of;
    Place place;
    std::vector<Operand> by;
    std::chrono::milliseconds window{0};
    std::vector<Jump> having;  // empty: none
    std::vector<Comparison> tests;  // of `having`
};

}  // namespace internal

namespace {

using cim::CimType;
using internal::Cell;
using internal::GroupProgram;
using internal::Operand;

constexpr double kLongestMilliseconds = 0xFFFFFFFF;

std::chrono::milliseconds window_of(double seconds) {
    const double milliseconds = std::ceil(seconds * 1000);
    return std::chrono::milliseconds(static_cast<std::int64_t>(std::min(milliseconds, kLongestMilliseconds)));
}

Error refused(const PropertyName& name, Status status, std::string_view why) {
    std::string printed;
    for (const std::string& part : name.parts) printed += (printed.empty() ? "" : ".") + part;
    return Error(status, "At character " + std::to_string(name.at + 1) + ": " + printed + " " + std::string(why), printed);
}

/// The name as a condition would have it: `name IS NULL`, which every name may be asked.
Result<Operand> bind_name(const PropertyName& name, const internal::Scope& scope) {
    internal::Leaf leaf = TRY(internal::bind_leaf({name, Operator::IsNull, Constant{}, name.at}, scope));
    const bool is_part = leaf.left.part != Operand::Part::None && !leaf.left.is_member();
    const cim::Property* property = leaf.left.property;
    if (is_part || (property && property->type().element == CimType::Object))
        return refused(name, Status::AggregatingByObject, "is an embedded object; group by its members, as in BY " + name.parts.back() + ".Name");
    if (property && property->type().is_array) return refused(name, Status::InvalidQuery, "is an array and cannot be grouped by");
    return std::move(leaf.left);
}

Result<void> bind_having(const Expression& having, GroupProgram& program) {
    program.having = TRY(internal::plan_jumps(having));
    for (const internal::Jump& jump : program.having) {
        const Term& term = having.terms[jump.term];
        const auto* constant = std::get_if<Constant>(&term.right);
        if (!constant) return Error(Status::InvalidQuery, "HAVING compares NumberOfEvents with a whole number, as in HAVING NumberOfEvents > 5");  // WQL-123
        internal::Comparison test = TRY(internal::make_comparison(term.op, *constant, {CimType::Uint32, false}, program.place));
        program.tests.push_back(std::move(test));
    }
    return {};
}

// -- keys of groups: a letter for the kind of value, then the value, of a length that it says itself

template <class T>
void append_bytes(std::string& key, char kind, T value) {
    char bytes[sizeof value];
    base::store(bytes, value);
    key += kind;
    key.append(bytes, sizeof value);
}

void append_text(std::string& key, const std::string& text) {
    const std::string folded = base::fold(text);
    append_bytes(key, 't', static_cast<std::uint64_t>(folded.size()));
    key += folded;
}

void append_datetime(std::string& key, const std::string& text) {
    const auto parsed = cim::parse_datetime(text);
    if (parsed) {
        if (const auto instant = parsed->instant()) return append_bytes(key, 'm', *instant);
        if (const auto length = parsed->length()) return append_bytes(key, 'l', *length);
    }
    append_text(key, text);
}

template <class T>
std::int64_t load_signed(const char* slot) {
    return static_cast<std::int64_t>(base::load<T>(slot));
}

/// An integer is a number from -2^63 to 2^64-1: its 64 bits, and whether it is one above 2^63-1.
void append_integer(std::string& key, CimType type, const char* slot) {
    if (type == CimType::Uint64) {
        const auto number = base::load<std::uint64_t>(slot);
        return append_bytes(key, number >> 63U ? 'u' : 'i', number);
    }
    std::int64_t number = 0;
    switch (type) {
        case CimType::Sint8: number = load_signed<std::int8_t>(slot); break;
        case CimType::Uint8: number = load_signed<std::uint8_t>(slot); break;
        case CimType::Sint16: number = load_signed<std::int16_t>(slot); break;
        case CimType::Uint16:
        case CimType::Char16: number = load_signed<std::uint16_t>(slot); break;
        case CimType::Sint32: number = load_signed<std::int32_t>(slot); break;
        case CimType::Uint32: number = load_signed<std::uint32_t>(slot); break;
        default: number = base::load<std::int64_t>(slot); break;
    }
    append_bytes(key, 'i', number);
}

void append_real(std::string& key, double number) {
    append_bytes(key, 'r', std::isnan(number) ? std::nan("") : number == 0 ? 0.0 : number);
}

void append_value(std::string& key, const Cell& cell) {
    const bool is_null = cell.state != Cell::State::Value || cell.type.is_array || cell.type.element == CimType::Object;
    if (is_null) {
        key += 'n';
        return;
    }
    switch (cell.type.element) {
        case CimType::Boolean: key += base::load<std::uint16_t>(cell.slot) != 0 ? 'y' : 'f'; return;
        case CimType::Real32: return append_real(key, static_cast<double>(base::load<float>(cell.slot)));
        case CimType::Real64: return append_real(key, base::load<double>(cell.slot));
        case CimType::Datetime: return append_datetime(key, internal::to_utf8(cell.text));
        case CimType::String:
        case CimType::Reference: return append_text(key, internal::to_utf8(cell.text));
        default: return append_integer(key, cell.type.element, cell.slot);
    }
}

}  // namespace

Result<EventGroups> EventGroups::bind(const Group& group, const cim::ClassPtr& event_class, const Place& place) {
    auto program = std::make_shared<GroupProgram>();
    program->of = event_class;
    program->place = place;
    program->window = window_of(group.within_seconds);
    const internal::Scope scope{internal::Scope::Kind::Events, event_class.get(), &program->place};
    for (const PropertyName& name : group.by) {
        Operand operand = TRY(bind_name(name, scope));
        program->by.push_back(std::move(operand));
    }
    if (group.having) TRY(bind_having(*group.having, *program));
    return EventGroups(std::move(program));
}

std::string EventGroups::key_of(const EventSubject& event) const {
    std::string key;
    for (const Operand& operand : program_->by) {
        Cell cell;
        internal::read(event, operand, program_->place, cell);
        append_value(key, cell);
    }
    return key;
}

std::chrono::milliseconds EventGroups::window() const { return program_->window; }

bool EventGroups::tells(std::uint32_t events) const {
    if (program_->having.empty()) return true;
    char slot[sizeof events];
    base::store(slot, events);
    return internal::walk(program_->having, [&](std::uint32_t at) { return program_->tests[at].holds(slot); });
}

}  // namespace wmi::wql
