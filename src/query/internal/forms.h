// The forms that a question has.
#pragma once

#include "query/query.h"
#include "repository/repository.h"
#include "wql/query.h"

namespace wmi::query::internal {

/// At a position of the query's text, counted from 0.
Error invalid_at(std::size_t position, const std::string& what);

Result<std::unique_ptr<Rows>> open_select(const Ground& ground, wql::Select select, const Options& options);
Result<std::unique_ptr<Rows>> open_schema(const Ground& ground, const wql::Select& select);
Result<std::unique_ptr<Rows>> open_follow(const Ground& ground, wql::Follow follow);

}  // namespace wmi::query::internal
