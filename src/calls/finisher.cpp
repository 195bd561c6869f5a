#include "calls/finisher.h"

namespace wmi::calls {

Finisher::Finisher(Calls& calls, std::size_t expected) : calls_(calls) { waiting_.reserve(expected); }

void Finisher::add(CallPtr call, Final final) noexcept {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() < waiting_.capacity()) waiting_.push_back({std::move(call), std::move(final)});
    else calls_.finish(*call, std::move(final));
}

void Finisher::flush() noexcept {
    const std::lock_guard lock(mutex_);
    if (waiting_.empty()) return;
    calls_.finish(waiting_);
    waiting_.clear();
}

}  // namespace wmi::calls
