// Which properties a select list asks for, of a class as it stands (WQL-39..48).
#pragma once

#include "query/internal/forms.h"

#include "cim/projection.h"

namespace wmi::query::internal {

struct Selection {
    bool is_all = true;                 // *
    std::vector<std::uint16_t> orders;  // else: the properties, ascending; keys too where the path is wanted
    bool wants_path = false;
    bool has_derivation = false;

    /// The properties of a class that derives from the selected one, or is that: its own keys too where the path is wanted (WQL-43).
    [[nodiscard]] std::vector<std::uint16_t> orders_of(const cim::Class& of) const;
    /// What objects of a class, of which these properties are there, say of where they came from.
    [[nodiscard]] cim::OriginPtr origin_from(const cim::OriginPtr& whole, const cim::Class& of, const std::vector<std::uint16_t>& there) const;
};

/// errors   InvalidQuery: an unknown property (WQL-27), a dot behind what is no object (WQL-68)
Result<Selection> select_from(const wql::Select& select, const cim::Class& of, bool ensure_locatable);

/// The class of the result with `Order` on each property (WQL-47, 48).
Result<cim::Object> prototype_of(const wql::Select& select, const Selection& selection, const cim::ClassPtr& of, const cim::OriginPtr& origin);

}  // namespace wmi::query::internal
