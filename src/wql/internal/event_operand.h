// What a name means in an event that nobody has built.
#pragma once

#include "wql/internal/operand.h"

namespace wmi::wql::internal {

void read(const EventSubject& event, const Operand& operand, const Place& place, Cell& cell);

}  // namespace wmi::wql::internal
