#include "query/internal/plan.h"

#include "cim/convert.h"

#include <algorithm>

namespace wmi::query::internal {

namespace {

using repository::Bounds;
using repository::Way;
using Range = wql::Filter::Range;

bool is_one_value(const Range& range) { return range.low && range.high && cim::same_value(*range.low, *range.high, cim::TextCase::Ignored); }

Bounds bounds_of(const Range& range) { return {.low = range.low, .high = range.high, .is_prefix = false}; }

/// How much a range leaves: 0 one value, 1 between two, 2 open on one side.
int width_of(const Range& range) { return is_one_value(range) ? 0 : range.low && range.high ? 1 : 2; }

const Range* narrowest(std::span<const Range> ranges, std::uint16_t order) {
    const Range* best = nullptr;
    for (const Range& range : ranges)
        if (range.property->order == order && !range.has_strays && (!best || width_of(range) < width_of(*best))) best = &range;
    return best;
}

/// Keys of these types are more than their values: two texts of a datetime may be one instant, two of a reference one object.
bool has_order_in_keys(const cim::Property& property) {
    return property.type().element != cim::CimType::Datetime && property.type().element != cim::CimType::Reference;
}

Way by_keys(std::span<const Range> ranges, const cim::Class& of) {
    Way way{.kind = Way::Kind::Keys, .property = {}, .bounds = {}};
    for (const std::uint16_t order : of.keys()) {
        const Range* range = has_order_in_keys(of.properties()[order]) ? narrowest(ranges, order) : nullptr;
        if (!range) break;
        way.bounds.push_back(bounds_of(*range));
        if (!is_one_value(*range)) break;
    }
    return way;
}

const Range* best_index(std::span<const Range> ranges, const cim::Class& of) {
    const Range* best = nullptr;
    for (const Range& range : ranges) {
        const bool has_index = range.property->is_indexed && !range.property->type().is_array && (of.keys().empty() || of.keys().front() != range.property->order);
        if (has_index && !range.has_strays && (!best || width_of(range) < width_of(*best))) best = &range;
    }
    return best;
}

std::string text_of(const cim::Value& value, cim::Type type) {
    return cim::to_text(type.element, cim::to_scalar(value));
}

std::string describe(const Bounds& bounds, const cim::Property& property) {
    const cim::Type type = property.type();
    if (bounds.low && bounds.high && cim::same_value(*bounds.low, *bounds.high, cim::TextCase::Ignored)) return property.name() + " = " + text_of(*bounds.low, type);
    std::string said = property.name();
    if (bounds.low) said += " from " + text_of(*bounds.low, type);
    if (bounds.high) said += " to " + text_of(*bounds.high, type);
    return said;
}

}  // namespace

Way choose_way(const wql::Filter& filter, const cim::Class& of) {
    const std::span<const Range> ranges = filter.ranges();
    Way keys = by_keys(ranges, of);
    const bool is_whole_key = !keys.bounds.empty() && keys.bounds.size() == of.keys().size() && keys.bounds.back().low && keys.bounds.back().high &&
                              cim::same_value(*keys.bounds.back().low, *keys.bounds.back().high, cim::TextCase::Ignored);
    if (is_whole_key) return keys;
    const Range* index = best_index(ranges, of);
    const int key_width = keys.bounds.empty() ? 3 : keys.bounds.size() > 1 ? 0 : width_of(*narrowest(ranges, of.keys().front()));
    if (index && width_of(*index) < key_width) return {.kind = Way::Kind::Index, .property = index->property->name(), .bounds = {bounds_of(*index)}};
    if (!keys.bounds.empty()) return keys;
    return {};
}

std::string describe(const Way& way, Way::Kind taken, const cim::Class& of) {
    if (taken == Way::Kind::Index) {
        const cim::Property* property = of.find_property(way.property);
        return "index on " + of.name() + "." + way.property + ": " + (property ? describe(way.bounds.front(), *property) : "?");
    }
    if (taken == Way::Kind::Keys) {
        std::string said = "keys of " + of.name() + ":";
        for (std::size_t i = 0; i < way.bounds.size() && i < of.keys().size(); ++i) said += (i > 0 ? ", " : " ") + describe(way.bounds[i], of.properties()[of.keys()[i]]);
        return said;
    }
    std::string said = "scan of all instances of " + of.name() + " and its subclasses";
    if (way.kind == Way::Kind::Index) said += ", because the index on " + way.property + " leads to too many of them";
    return said;
}

}  // namespace wmi::query::internal
