// SipHash-2-4 with 128 bits: the keyed hash that ends a cut key, so that nobody crafts two keys with one hash.
#pragma once

#include "base/bytes.h"

#include <array>
#include <cstdint>

namespace wmi::repository {

using HashKey = std::array<std::uint64_t, 2>;
using Hash128 = std::array<char, 16>;

Hash128 sip_hash(const HashKey& key, base::BytesView bytes) noexcept;

}  // namespace wmi::repository
