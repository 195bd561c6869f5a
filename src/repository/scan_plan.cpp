#include "repository/internal/scan_plan.h"

#include "repository/internal/record_place.h"

#include <algorithm>

namespace wmi::repository {

namespace {

/// The first key behind all that begin with this one; a table's byte, never 0xFF, stands in front.
Bytes behind(Bytes prefix) {
    while (static_cast<unsigned char>(prefix.back()) == 0xFF) prefix.pop_back();
    ++prefix.back();
    return prefix;
}

Bytes cut_to(Bytes key, std::size_t size) {
    if (key.size() > size) key.resize(size);
    return key;
}

struct Encoded {
    cim::CimType type;
    Use use;
    const Here& here;

    [[nodiscard]] Bytes operator()(const Bytes& before, const cim::Value& value, bool is_prefix) const {
        Bytes key = before;
        append_value(key, type, value, use, here);
        if (is_prefix) key.pop_back();  // the zero that ends text
        return key;
    }
};

/// Keys of at most `size` bytes count whole, longer ones by how they begin.
KeyRange range_of(const Bytes& before, const Bounds& bounds, const Encoded& encoded, std::size_t size) {
    KeyRange range;
    range.begin = bounds.low ? cut_to(encoded(before, *bounds.low, bounds.is_prefix), size) : before;
    if (bounds.is_prefix) range.end = behind(range.begin);
    else range.end = behind(bounds.high ? cut_to(encoded(before, *bounds.high, false), size) : before);
    return range;
}

bool is_usable(const Bounds& bounds, cim::Type type) {
    const auto is_good = [type](const std::optional<cim::Value>& value) { return !value || (!cim::is_null(*value) && cim::fits(type, *value)); };
    if (type.is_array || type.element == cim::CimType::Object) return false;
    if (bounds.is_prefix && (!bounds.low || type.element != cim::CimType::String)) return false;
    return is_good(bounds.low) && is_good(bounds.high);
}

bool is_one_value(const Bounds& bounds) { return bounds.low && bounds.high && !bounds.is_prefix && cim::same_value(*bounds.low, *bounds.high, cim::TextCase::Ignored); }

bool may_bound_keys(const cim::Class& of, const Way& way) {
    if (way.bounds.empty() || way.bounds.size() > of.keys().size()) return false;
    for (std::size_t i = 0; i < way.bounds.size(); ++i) {
        const cim::Type type = of.properties()[of.keys()[i]].type();
        if (type.element == cim::CimType::Datetime || type.element == cim::CimType::Reference) return false;
        if (!is_usable(way.bounds[i], type) || (i + 1 < way.bounds.size() && !is_one_value(way.bounds[i]))) return false;
    }
    return true;
}

/// Narrows each extent to the bounds of the first keys.
void bound_keys(ScanPlan& plan, const Here& here, const Way& way) {
    const cim::Class& of = *plan.of;
    for (KeyRange& extent : plan.ranges) {
        Bytes before = extent.begin;
        for (std::size_t i = 0; i < way.bounds.size(); ++i) {
            const Encoded encoded{of.properties()[of.keys()[i]].type().element, Use::Key, here};
            if (i + 1 < way.bounds.size()) before = encoded(before, *way.bounds[i].low, false);
            else extent = range_of(cut_to(before, kCutKey), way.bounds[i], encoded, kCutKey);
        }
    }
    plan.way = Way::Kind::Keys;
}

bool bound_index(ScanPlan& plan, const ClassEntry& top, const Here& here, const Way& way) {
    const cim::Property* property = plan.of->find_property(way.property);
    if (!property || way.bounds.size() != 1 || !is_usable(way.bounds[0], property->type())) return false;
    const auto& indexes = top.indexes();
    const auto index = std::find_if(indexes.begin(), indexes.end(), [&](const IndexedProperty& one) { return one.order == property->order; });
    if (index == indexes.end()) return false;
    Bytes before(BytesView(ShortKey(Table::Index, plan.in->id(), index->of)));
    before.push_back(static_cast<char>(index->order >> 8U));
    before.push_back(static_cast<char>(index->order));
    const std::size_t size = before.size() + kCutIndexValue;
    plan.ranges.assign(1, range_of(before, way.bounds[0], {property->type().element, Use::Index, here}, size));
    plan.way = Way::Kind::Index;
    return true;
}

void add_extents(ScanPlan& plan, const std::vector<ClassId>& extents) {
    for (const ClassId extent : extents) {
        Bytes begin(BytesView(ShortKey(Table::Records, plan.in->id(), extent)));
        Bytes end = behind(begin);
        plan.ranges.push_back({std::move(begin), std::move(end)});
    }
}

}  // namespace

const cim::ClassPtr* ScanPlan::look_up(Layout layout) {
    const auto at = std::lower_bound(wanted.begin(), wanted.end(), layout, [](const Wanted& one, Layout value) { return one.layout < value; });
    if (at == wanted.end() || at->layout != layout) return nullptr;
    last_ = &*at;
    return &at->definition;
}

Result<ScanPlan> make_scan_plan(const Surroundings& where, NamespacePtr in, const ClassEntry& top, Depth depth, const Way& way) {
    ScanPlan plan;
    std::vector<ClassId> extents;
    const std::vector<ClassEntryPtr> family = depth == Depth::Deep ? in->family(top) : std::vector<ClassEntryPtr>{*in->find_entry(top.name())};
    for (const ClassEntryPtr& one : family) {
        cim::ClassPtr definition = TRY(one->definition());
        if (one->extent() == 0) continue;
        extents.push_back(one->extent());
        plan.wanted.push_back({one->layout(), std::move(definition)});
    }
    std::sort(extents.begin(), extents.end());
    extents.erase(std::unique(extents.begin(), extents.end()), extents.end());
    std::sort(plan.wanted.begin(), plan.wanted.end(), [](const auto& left, const auto& right) { return left.layout < right.layout; });
    plan.in = std::move(in);
    plan.of = TRY(top.definition());
    const Here around = here(where, *plan.in);
    if (way.kind == Way::Kind::Index && bound_index(plan, top, around, way)) return plan;
    add_extents(plan, extents);
    if (way.kind == Way::Kind::Keys && may_bound_keys(*plan.of, way)) bound_keys(plan, around, way);
    return plan;
}

}  // namespace wmi::repository
