#include "calls/sink.h"

#include "base/log.h"

#include <exception>

namespace wmi::calls {
namespace {

thread_local int depth_of_callbacks = 0;

}  // namespace

bool is_inside_callback() noexcept { return depth_of_callbacks > 0; }

InsideCallback::InsideCallback() noexcept { ++depth_of_callbacks; }

InsideCallback::~InsideCallback() { --depth_of_callbacks; }

__attribute__((no_sanitize("undefined"))) void internal::log_thrown(const char* who) {
    try {
        throw;
    } catch (const abi::__forced_unwind&) {
        throw;
    } catch (const std::exception& thrown) {
        base::log::warn("{} threw an exception, which counts as a failure: {}", who, thrown.what());
    } catch (...) {
        base::log::warn("{} threw something that is no std::exception, which counts as a failure", who);
    }
}

}  // namespace wmi::calls
