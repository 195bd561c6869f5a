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
    std::u16string prefix;         // folded, of a LIKE that asks for no more
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
    const char16_t* fold = base::fold_units();
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
    if (leaf.comparison.kind == Comparison::Kind::Like)
        if (const auto* pattern = std::get_if<Pattern>(leaf.comparison.text.get()); pattern->is_prefix()) node.prefix = pattern->prefix();
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

template <class T>
bool is_inside(const Comparison& comparison, const char* slot) {
    const auto value = static_cast<std::uint64_t>(static_cast<std::int64_t>(base::load<T>(slot)));
    return (value - comparison.low <= comparison.span) != comparison.is_negated;
}

template <class Units>
bool begins_with(Units text, const std::u16string& prefix) {
    std::size_t index = 0;
    for (const char16_t unit : prefix)
        if (text[index++] != unit) return false;
    return true;
}

/// A property that is not NULL. What is asked most is tested here, without a call.
inline bool slot_holds(const Node& node, const char* slot, const cim::RecordView& record, const char16_t* fold) {
    using Kind = Comparison::Kind;
    const Comparison& comparison = node.comparison;
    if (comparison.kind == Kind::Uint32) return is_inside<std::uint32_t>(comparison, slot);
    if (comparison.kind == Kind::Int32) return is_inside<std::int32_t>(comparison, slot);
    if (comparison.kind == Kind::Int64) return is_inside<std::int64_t>(comparison, slot);
    if (comparison.kind < Kind::Text) return comparison.holds(slot);
    const EncodedText text = encoded_item(record.text_item(slot));
    if (node.prefix.empty()) return comparison.holds(text);
    return text.is_utf16 ? begins_with(Utf16Units{text.at, fold}, node.prefix) : begins_with(Latin1Units{text.at, fold}, node.prefix);
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
            holds = internal::slot_holds(node, values + node.offset, record, program.fold);
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
