#include "com/object.h"

namespace wmi::com {
namespace {
std::atomic<std::size_t> living{0};
}

std::size_t live_objects() noexcept {
    return living.load();
}

void counting::add(std::ptrdiff_t change) noexcept {
    living.fetch_add(static_cast<std::size_t>(change), std::memory_order_relaxed);
}

}  // namespace wmi::com
