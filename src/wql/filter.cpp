// Testing records in place. What is compared is a slot of a top-level property nearly always: those terms are nodes of a small
// program, tested by their offsets; all others are leaves, which look names up.
#include "wql/filter.h"

#include "wql/internal/leaf.h"
#include "wql/internal/range.h"

#include <algorithm>
#include <utility>

namespace wmi::wql {

namespace internal {

struct Node {
    Comparison comparison;
    std::uint32_t offset = 0;
    std::uint16_t null_byte = 0;   // where the property's two bits stand
    std::uint8_t null_shift = 0;
    bool is_slot = false;          // else a leaf of the same index
    std::uint32_t on_true = kAccept;
    std::uint32_t on_false = kReject;
};

struct FilterProgram {
    std::vector<Node> nodes;
    std::vector<Leaf> leaves;
    cim::ClassPtr of;
    Place place;
    std::vector<Filter::Range> ranges;
    ClassLimits limits;
    bool is_all_ranges = false;
    bool is_never = false;
};

namespace {

Node make_node(const Jump& jump, const Leaf& leaf) {
    Node node;
    node.on_true = jump.on_true;
    node.on_false = jump.on_false;
    const cim::Property* property = leaf.left.property;
    if (leaf.kind != Leaf::Kind::Constant || leaf.by_type || !property) return node;
    node.comparison = leaf.comparison;
    node.offset = property->offset;
    node.null_byte = static_cast<std::uint16_t>(property->order / 4);
    node.null_shift = static_cast<std::uint8_t>(2 * (property->order % 4));
    node.is_slot = true;
    return node;
}

Result<std::shared_ptr<FilterProgram>> make_program(const Expression& where, const cim::ClassPtr& of, const Place& place) {
    auto program = std::make_shared<FilterProgram>();
    program->of = of;
    program->place = place;
    const std::vector<Jump> jumps = TRY(plan_jumps(where));
    const Scope scope{Scope::Kind::Instances, of.get(), &program->place};
    program->is_all_ranges = true;
    for (const Jump& jump : jumps) {
        Leaf leaf = TRY(bind_leaf(where.terms[jump.term], scope));
        auto range = jump.is_conjunct && leaf.kind == Leaf::Kind::Constant ? make_range(leaf) : std::nullopt;
        program->is_all_ranges = program->is_all_ranges && range && range->exact;
        if (range) program->ranges.push_back(*std::move(range));
        program->is_never = program->is_never || (jump.is_conjunct && leaf.kind == Leaf::Kind::Constant && !leaf.by_type &&
                                                  leaf.comparison.kind == Comparison::Kind::Never);
        program->nodes.push_back(make_node(jump, leaf));
        program->leaves.push_back(std::move(leaf));
    }
    program->limits = find_limits(where, program->leaves, Operand::Part::None);
    return program;
}

bool holds_apart(const FilterProgram& program, std::uint32_t at, const cim::RecordView& record) {
    const Subject subject{record, false, &program.place};
    return holds(program.leaves[at], program.place, [&](const Operand& operand, Cell& cell) { read(subject, operand, operand.names, cell); });
}

}  // namespace
}  // namespace internal

Result<Filter> Filter::bind(const Expression& where, const cim::ClassPtr& of, const Place& place) {
    auto program = TRY(internal::make_program(where, of, place));
    return Filter(std::move(program));
}

bool Filter::matches(const cim::RecordView& record) const {
    using internal::Comparison;
    const internal::FilterProgram& program = *program_;
    const char* nulls = record.bytes().data() + cim::RecordView::kNdOffset;
    const char* values = nulls + record.cls().nd_size();
    const internal::Node* nodes = program.nodes.data();
    std::uint32_t at = 0;
    do {
        const internal::Node& node = nodes[at];
        bool holds = false;
        if (!node.is_slot) {
            holds = internal::holds_apart(program, at, record);
        } else if (((static_cast<unsigned char>(nulls[node.null_byte]) >> node.null_shift) & 3) != 0) {
            holds = node.comparison.kind == Comparison::Kind::IsNull;
        } else {
            const bool is_in_heap = node.comparison.kind >= Comparison::Kind::Text;
            holds = node.comparison.holds(values + node.offset, is_in_heap ? record.heap() : nullptr);
        }
        at = holds ? node.on_true : node.on_false;
    } while (at < internal::kReject);
    return at == internal::kAccept;
}

std::span<const Filter::Range> Filter::ranges() const { return program_->ranges; }

bool Filter::is_all_ranges() const { return program_->is_all_ranges; }

const ClassLimits& Filter::classes() const { return program_->limits; }

bool Filter::is_never() const { return program_->is_never; }

// -- classes

Result<SchemaFilter> SchemaFilter::bind(const Expression& where, const Place& place) {
    auto program = TRY(internal::make_condition(where, internal::Scope::Kind::Classes, nullptr, place));
    return SchemaFilter(std::move(program));
}

bool SchemaFilter::matches(const cim::Class& of) const {
    const internal::ConditionProgram& program = *program_;
    const internal::Subject subject = internal::subject_of(of, &program.place);
    return internal::walk(program.jumps, [&](std::uint32_t at) {
        return internal::holds(program.leaves[at], program.place, [&](const internal::Operand& operand, internal::Cell& cell) {
            internal::read(subject, operand, operand.names, cell);
        });
    });
}

const ClassLimits& SchemaFilter::classes() const { return program_->own_limits; }

}  // namespace wmi::wql
