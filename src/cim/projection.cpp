#include "cim/projection.h"

#include <algorithm>

namespace wmi::cim {

Result<ClassPtr> project_class(const Class& of, std::span<const std::uint16_t> orders) {
    ClassBody body;
    body.name = of.name();
    body.qualifiers = of.body().qualifiers;
    if (of.parent()) {
        const auto behind = std::lower_bound(orders.begin(), orders.end(), of.parent()->properties().size());
        body.parent = TRY(project_class(*of.parent(), orders.first(static_cast<std::size_t>(behind - orders.begin()))));
    }
    for (const PropertyDeclaration& declaration : of.body().properties) {
        const Property* property = of.find_property(declaration.name);
        if (property && std::binary_search(orders.begin(), orders.end(), property->order)) body.properties.push_back(declaration);
    }
    return Class::make(std::move(body));
}

Result<Projection> Projection::make(ClassPtr of, std::span<const std::uint16_t> orders) {
    ClassPtr reduced = TRY(project_class(*of, orders));
    return Projection(std::move(of), std::move(reduced), {orders.begin(), orders.end()});
}

}  // namespace wmi::cim
