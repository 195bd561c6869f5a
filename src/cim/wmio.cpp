#include "cim/wmio.h"

#include "cim/internal/slots.h"

namespace wmi::cim {

// Embedded objects wait for the encoding of classes.
Bytes encode_block(const Object& /*object*/, Decoration /*decoration*/) { return {}; }

namespace internal {

Result<Object> decode_nested(BytesView /*block*/, Reading /*reading*/) { return Error(Status::NotSupported, "embedded objects are not read yet"); }

}  // namespace internal
}  // namespace wmi::cim
