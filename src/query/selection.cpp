#include "query/internal/selection.h"

#include "base/text.h"

#include <algorithm>
#include <array>

namespace wmi::query::internal {

namespace {

using base::same_name;

constexpr std::array<std::string_view, 10> kSystem{"__GENUS",          "__CLASS",      "__SUPERCLASS", "__DYNASTY",   "__RELPATH",
                                                   "__PROPERTY_COUNT", "__DERIVATION", "__SERVER",     "__NAMESPACE", "__PATH"};

bool is_system(const wql::PropertyName& name) {
    const std::string& top = name.parts.front();
    if (name.parts.size() > 1 || !top.starts_with("__")) return false;
    return std::any_of(kSystem.begin(), kSystem.end(), [&](std::string_view one) { return same_name(one, top); });
}

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
    return std::any_of(names.begin(), names.end(), [&](std::string_view one) { return same_name(one, name); });
}

Result<const cim::Property*> property_of(const wql::PropertyName& name, const cim::Class& of) {
    const std::string& top = name.parts.front();
    const cim::Property* property = of.find_property(top);
    if (!property) return invalid_at(name.at, "class " + of.name() + " has no property " + top);
    if (name.parts.size() > 1 && property->type().element != cim::CimType::Object)
        return invalid_at(name.at, "property " + top + " is no object, so nothing can stand behind a dot");
    return property;
}

void add_keys(const cim::Class& of, std::vector<std::uint16_t>& orders) { orders.insert(orders.end(), of.keys().begin(), of.keys().end()); }

void sort_once(std::vector<std::uint16_t>& orders) {
    std::sort(orders.begin(), orders.end());
    orders.erase(std::unique(orders.begin(), orders.end()), orders.end());
}

/// Positions in the select list, of `*` the place in the class.
cim::Array places_of(const wql::Select& select, const cim::Property& property) {
    cim::Array places;
    if (select.projection.empty()) places.emplace_back(std::int64_t{property.order});
    for (std::size_t i = 0; i < select.projection.size(); ++i)
        if (same_name(select.projection[i].parts.front(), property.name())) places.emplace_back(static_cast<std::int64_t>(i));
    return places;
}

}  // namespace

std::vector<std::uint16_t> Selection::orders_of(const cim::Class& of) const {
    std::vector<std::uint16_t> all = orders;
    if (wants_path) add_keys(of, all);
    sort_once(all);
    return all;
}

cim::OriginPtr Selection::origin_from(const cim::OriginPtr& whole, const cim::Class& of, const std::vector<std::uint16_t>& there) const {
    const bool has_keys = !of.keys().empty() || of.is_singleton();
    const bool has_path = has_keys && std::all_of(of.keys().begin(), of.keys().end(), [&](std::uint16_t key) { return std::binary_search(there.begin(), there.end(), key); });
    if (is_all || (has_derivation && has_path)) return whole;
    auto origin = std::make_shared<cim::Origin>(*whole);
    origin->hides_derivation = !has_derivation;
    origin->hides_path = !has_path;
    return origin;
}

Result<Selection> select_from(const wql::Select& select, const cim::Class& of, bool ensure_locatable) {
    Selection selection;
    selection.is_all = select.projection.empty();
    if (selection.is_all) return selection;
    selection.wants_path = ensure_locatable;
    for (const wql::PropertyName& name : select.projection) {
        const std::string& top = name.parts.front();
        if (is_system(name)) {
            selection.wants_path = selection.wants_path || is_one_of(top, {"__PATH", "__RELPATH"});
            selection.has_derivation = selection.has_derivation || is_one_of(top, {"__SUPERCLASS", "__DYNASTY", "__DERIVATION"});
            continue;
        }
        const cim::Property* property = TRY(property_of(name, of));
        selection.orders.push_back(property->order);
    }
    selection.orders = selection.orders_of(of);
    return selection;
}

Result<cim::Object> prototype_of(const wql::Select& select, const Selection& selection, const cim::ClassPtr& of, const cim::OriginPtr& origin) {
    std::vector<std::uint16_t> orders = selection.orders;
    if (selection.is_all) {
        for (const cim::Property& property : of->properties()) orders.push_back(property.order);
    }
    const cim::ClassPtr reduced = TRY(cim::project_class(*of, orders));
    cim::ClassBody body = reduced->body();
    for (const cim::Property& property : reduced->properties()) {
        const cim::Property* whole = of->find_property(property.name());
        cim::Array places = places_of(select, *whole);
        if (places.empty()) continue;  // a key that was not asked for
        cim::PropertyDeclaration* own = body.find_property(property.name());
        if (!own) {
            cim::PropertyDeclaration inherited;
            inherited.name = property.name();
            inherited.type = property.type();
            inherited.inherits_default = true;
            body.properties.push_back(std::move(inherited));
            own = &body.properties.back();
        }
        own->qualifiers.set({"Order", {{cim::CimType::Sint32, true}, std::move(places)}, 0});
    }
    cim::ClassPtr prototype = TRY(cim::Class::make(std::move(body)));
    cim::OriginPtr shown = selection.origin_from(origin, *of, orders);
    return cim::Object(std::move(prototype), std::move(shown));
}

}  // namespace wmi::query::internal
