// CRC-32C (Castagnoli), the check sum of records on disk: LMDB has none of its own, so a flipped bit would come back as data.
#pragma once

#include "base/bytes.h"

#include <cstdint>

namespace wmi::store {

/// The check sum of these bytes; give the sum of what stood before to go on from there: crc32c(b, crc32c(a)) is crc32c(ab).
/// Runs on the processor's own instruction where there is one (about 8 bytes a cycle), else from tables.
std::uint32_t crc32c(base::BytesView bytes, std::uint32_t before = 0) noexcept;

/// The same from tables alone, for processors without the instruction and for the test that compares them.
std::uint32_t crc32c_by_table(base::BytesView bytes, std::uint32_t before = 0) noexcept;

}  // namespace wmi::store
