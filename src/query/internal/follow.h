// What both ways of following references share.
#pragma once

#include "query/internal/forms.h"

#include "cim/path.h"

namespace wmi::query::internal {

/// Nothing: there is no such instance or class. errors InvalidObjectPath (keys that do not fit), CriticalError
Result<std::optional<cim::Instance>> find_instance(repository::Repository& repository, const NamespacePtr& in, const cim::ObjectPath& path);

/// SchemaOnly: from a class to the classes that associations may join with it (WQL-110).
Result<std::unique_ptr<Rows>> open_schema_follow(const Ground& ground, wql::Follow follow, const cim::ObjectPath& source);

}  // namespace wmi::query::internal
