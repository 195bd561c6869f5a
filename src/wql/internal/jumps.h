// A condition in reverse Polish order as a walk over its terms: each says where to go on when it is true and when it is false.
// All jumps go forward; two places behind the last term say how the walk ended.
#pragma once

#include "wql/query.h"

#include <cstdint>
#include <vector>

namespace wmi::wql::internal {

inline constexpr std::uint32_t kAccept = 0xFFFFFFFF;
inline constexpr std::uint32_t kReject = 0xFFFFFFFE;

struct Jump {
    std::uint32_t term = 0;  // index in Expression::terms
    std::uint32_t on_true = kAccept;
    std::uint32_t on_false = kReject;
    bool is_conjunct = false;  // nothing matches for which this term is false
};

/// In the order in which the terms stand; the walk begins with the first. Linear, without recursion.
/// errors   InvalidQuery: the steps are no expression
Result<std::vector<Jump>> plan_jumps(const Expression& expression);

template <class Test>
bool walk(const std::vector<Jump>& jumps, Test&& test) {
    std::uint32_t at = 0;
    while (at < jumps.size()) {
        const Jump& jump = jumps[at];
        at = test(at) ? jump.on_true : jump.on_false;
    }
    return at == kAccept;
}

}  // namespace wmi::wql::internal
