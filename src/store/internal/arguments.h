// What every engine refuses in the same words.
#pragma once

#include "store/engine.h"

#include <fmt/format.h>

namespace wmi::store::internal {

inline constexpr std::size_t kMaxKeyBytes = 511;  // LMDB's own, as Debian builds it
inline constexpr std::size_t kMaxValueBytes = std::size_t{64} << 20U;

inline Result<void> check_key(BytesView key) {
    using base::Error;
    using base::Status;
    if (key.empty() || key.size() > kMaxKeyBytes)
        return Error(Status::InvalidParameter,
                     fmt::format("a key of the store has 1 to {} bytes, this one {}", kMaxKeyBytes, key.size()));
    if (key.front() == '\0')
        return Error(Status::InvalidParameter, "keys that begin with byte 0 are the store's own; begin with another");
    return {};
}

inline Result<void> check_value(BytesView value) {
    if (value.size() <= kMaxValueBytes) return {};
    return base::Error(base::Status::QuotaViolation,
                       fmt::format("a value of the store has at most {} bytes, this one {}; keep large data in files and "
                                   "their names in properties",
                                   kMaxValueBytes, value.size()));
}

inline base::Error stands_on_nothing() {
    return base::Error(base::Status::InvalidOperation, "the cursor stands on nothing; seek first");
}

inline base::Error view_has_ended() {
    return base::Error(base::Status::InvalidOperation, "the view of this cursor has ended; take a new view");
}

inline base::Error writers_are_busy() {
    return base::Error(base::Status::ServerTooBusy,
                       "others kept writing to the repository until the deadline; nothing was changed, try again");
}

inline base::Error write_in_write() {
    return base::Error(base::Status::CriticalError, "a batch cannot write another one; use the Batch it was given");
}

inline std::string limit_reached(std::uint64_t limit) {
    return fmt::format("the repository has reached its limit of {} bytes; delete instances or raise the limit", limit);
}

}  // namespace wmi::store::internal
