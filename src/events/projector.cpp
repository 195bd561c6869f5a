#include "events/internal/projector.h"

#include "base/text.h"

#include <algorithm>
#include <array>

namespace wmi::events::internal {

namespace {

constexpr std::array<std::string_view, 10> kSystem{"__GENUS",          "__CLASS",      "__SUPERCLASS", "__DYNASTY",   "__RELPATH",
                                                   "__PROPERTY_COUNT", "__DERIVATION", "__SERVER",     "__NAMESPACE", "__PATH"};

bool is_system(const wql::PropertyName& name) {
    return name.parts.size() == 1 &&
           std::any_of(kSystem.begin(), kSystem.end(), [&](std::string_view one) { return base::same_name(one, name.parts.front()); });
}

/// In the class, or in an event below it that WMI makes.
const cim::Property* find_in_family(const cim::Class& from, const std::string& name) {
    if (const cim::Property* own = from.find_property(name)) return own;
    for (unsigned i = 0; i < 9; ++i) {
        const cim::Class& made = *event_class_of(static_cast<repository::CommittedChange::Kind>(i));
        if (!made.is_a(from.name())) continue;
        if (const cim::Property* property = made.find_property(name)) return property;
    }
    return nullptr;
}

}  // namespace

Result<std::shared_ptr<const Projector>> Projector::make(const wql::Select& select, const cim::ClassPtr& from) {
    auto projector = std::make_shared<Projector>();
    projector->is_all_ = select.projection.empty();
    for (const wql::PropertyName& name : select.projection) {
        if (is_system(name)) continue;
        const std::string& top = name.parts.front();
        const auto fail = [&](Status status, const std::string& what) {
            return Error(status, "at character " + std::to_string(name.at + 1) + " of the query: " + what);
        };
        const cim::Property* property = find_in_family(*from, top);
        if (!property) return fail(Status::InvalidQuery, "class " + from->name() + " has no property " + top);
        if (name.parts.size() > 1 && property->type().element != cim::CimType::Object)
            return fail(Status::PropertyNotAnObject, "property " + top + " is no object, so nothing can stand behind a dot");
        projector->names_.push_back(top);
    }
    return std::shared_ptr<const Projector>(std::move(projector));
}

Projector::ProjectionPtr Projector::projection_of(const cim::ClassPtr& of) const {
    constexpr std::size_t kMost = 64;  // a family of events has few classes; changed ones come anew
    return known_.with([&](auto& known) -> ProjectionPtr {
        if (const auto found = known.find(of); found != known.end()) return found->second;
        std::vector<std::uint16_t> orders;
        for (const std::string& name : names_)
            if (const cim::Property* property = of->find_property(name)) orders.push_back(property->order);
        std::sort(orders.begin(), orders.end());
        orders.erase(std::unique(orders.begin(), orders.end()), orders.end());
        Result<cim::Projection> made = cim::Projection::make(of, orders);
        ProjectionPtr projection = made ? std::make_shared<const cim::Projection>(std::move(*made)) : nullptr;
        if (known.size() >= kMost) known.clear();
        known.emplace(of, projection);
        return projection;
    });
}

cim::Instance Projector::take(const cim::Instance& event) const {
    if (is_all_) return event;
    const ProjectionPtr projection = projection_of(event.class_pointer());
    return projection ? projection->take(event.record()) : event;
}

}  // namespace wmi::events::internal
