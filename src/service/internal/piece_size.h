// How many objects a piece of an enumeration may have: few at first, as one may be all that is wanted and the first should come at
// once; then as many as make the cost of a piece small. More would only wait in memory longer.
#pragma once

#include <algorithm>
#include <cstddef>

namespace wmi::service {

class PieceSize {
public:
    std::size_t next() {
        constexpr std::size_t kMost = 512, kGrowth = 8;
        const std::size_t now = size_;
        size_ = std::min(size_ * kGrowth, kMost);
        return now;
    }

private:
    std::size_t size_ = 1;
};

}  // namespace wmi::service
