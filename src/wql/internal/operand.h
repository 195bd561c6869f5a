// The left (or right) side of a term: a name, and what stands under it in an object.
#pragma once

#include "cim/object.h"
#include "wql/filter.h"
#include "wql/internal/comparison.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace wmi::wql::internal {

enum class SystemName : std::uint8_t { Class, Superclass, Dynasty, Path, Relpath, Server, Namespace, Genus, PropertyCount, Derivation, This };

std::optional<SystemName> find_system_name(std::string_view name);
/// What the system property has for a type; nothing for those that cannot be compared.
std::optional<cim::Type> type_of(SystemName name);

/// An object to look into. What it points at is borrowed.
struct Subject {
    cim::RecordView view;    // of a class: its blank record, which holds the defaults
    bool is_class = false;
    const Place* place = nullptr;  // unknown for objects embedded in instances
};

Subject subject_of(const cim::Class& of, const Place* place);
Subject subject_of(const cim::Object& object, const Place* place);

/// A value found by its name, or that there is none.
struct Cell {
    enum class State : std::uint8_t { Missing, Null, Value };
    State state = State::Missing;
    cim::Type type;
    const char* slot = nullptr;
    EncodedText text;                          // of text
    const cim::Class* object_class = nullptr;  // of an object

    // what the above may point into
    cim::ObjectPtr object;
    std::string own_text, own_encoded;
    std::uint64_t own_number = 0;
};

struct Operand {
    /// What an event holds that the name begins with: nothing, TargetInstance and its like, PreviousInstance and its like.
    enum class Part : std::uint8_t { None, Target, Previous };

    std::vector<std::string> names;
    std::optional<SystemName> system;         // what the last name is
    const cim::Property* property = nullptr;  // a single name's, where the class is known
    Part part = Part::None;

    [[nodiscard]] bool is_member() const { return names.size() > 1; }
};

/// Looks `names` up, the operand's or those behind its part, one object inside the other. Allocates only on the way through embedded objects and for __PATH and __RELPATH.
void read(const Subject& subject, const Operand& operand, std::span<const std::string> names, Cell& cell);

}  // namespace wmi::wql::internal
