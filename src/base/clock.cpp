#include "base/clock.h"

namespace wmi::base {

FileTime SystemClock::now() const {
    constexpr FileTime kUnixEpoch = 116'444'736'000'000'000;  // 1970-01-01 in FILETIME's count
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return kUnixEpoch + static_cast<FileTime>(std::chrono::duration_cast<std::chrono::nanoseconds>(since).count() / 100);
}

}  // namespace wmi::base
