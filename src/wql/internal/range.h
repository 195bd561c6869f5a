// What a term says of a property as a range of its values, for those who plan.
#pragma once

#include "wql/internal/leaf.h"

#include <optional>

namespace wmi::wql::internal {

/// Nothing for terms that cannot be said so. leaf: a Constant.
std::optional<Filter::Range> make_range(const Leaf& leaf);

}  // namespace wmi::wql::internal
