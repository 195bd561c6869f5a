#include "access/rights.h"

namespace wmi::access {

Rights rights_of(const Principal& caller, const Principal& keeper) {
    return caller == keeper || caller.user() == 0 ? Rights::all() : Rights();
}

}  // namespace wmi::access
