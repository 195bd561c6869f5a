// The composition root of the library: one house at most, made at the first use, closed after draining with the last object that
// stands on it. Rooms are handed what they need and know nothing of this.
//   - OPENWMI_STORE is read at the first connect after all were closed; "memory:" or a folder. Without it root has /var/lib/openwmi,
//     anyone else $XDG_DATA_HOME/openwmi, made with mode 0700.
//   - The last release may come from inside a sink, or while calls are pending: the house is then closed on a thread of its own,
//     when they have ended. Otherwise it is closed on return.
//   - The child of a fork inherits nothing: what was made before answers NotAvailable, its Release does nothing, connecting works.
// Nothing here is destroyed at the end of the process.
#pragma once

#include "api/house.h"

namespace wmi::landing {

/// The house, opened if it is not open.
/// errors   those of store::open and Repository::open
base::Result<api::HousePtr> open_house();

}  // namespace wmi::landing
