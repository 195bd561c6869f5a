// No text crashes the datetime parser; an instant written is the instant read.
#include "cim/datetime.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace wmi::cim;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto time = parse_datetime(text);
    if (!time) return 0;
    if (compare_datetimes(text, text) != std::partial_ordering::equivalent) std::abort();
    const auto instant = time->instant();
    if (!instant || *instant < 0) return 0;
    const std::string written = to_datetime_text(static_cast<wmi::base::FileTime>(*instant), *time->offset_minutes);
    if (compare_datetimes(text, written) != std::partial_ordering::equivalent) std::abort();
    return 0;
}
