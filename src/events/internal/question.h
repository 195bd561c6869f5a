// A notification query as its text says it.
#pragma once

#include "wql/query.h"

namespace wmi::events::internal {

struct QuestionContent {
    wql::Select select;
};

}  // namespace wmi::events::internal
