#include "store/internal/forks.h"

#include <atomic>

#include <pthread.h>

namespace wmi::store::internal {

namespace {

std::atomic<unsigned> forks{0};
void (*after_fork)() = nullptr;

void in_child() {
    forks.fetch_add(1, std::memory_order_relaxed);
    after_fork();
}

}  // namespace

unsigned fork_count() noexcept { return forks.load(std::memory_order_relaxed); }

void watch_forks(void (*before)(), void (*after)()) {
    static const bool once = [&] {
        after_fork = after;
        pthread_atfork(before, after, in_child);
        return true;
    }();
    static_cast<void>(once);
}

}  // namespace wmi::store::internal
