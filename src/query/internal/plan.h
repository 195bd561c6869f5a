// The way to the records of a SELECT.
#pragma once

#include "repository/repository.h"
#include "wql/filter.h"

#include <string>

namespace wmi::query::internal {

/// Equalities of the first keys, an index, a range of keys, or all of the extents: in this order, the first that the condition gives.
repository::Way choose_way(const wql::Filter& filter, const cim::Class& of);

/// The way in words.
std::string describe(const repository::Way& way, repository::Way::Kind taken, const cim::Class& of);

}  // namespace wmi::query::internal
