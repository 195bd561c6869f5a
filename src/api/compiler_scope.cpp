#include "api/house.h"

#include <utility>

namespace wmi::api {
namespace {

thread_local bool allowed = false;

}  // namespace

CompilerScope::CompilerScope(bool allows_abstract) noexcept : before_(std::exchange(allowed, allows_abstract)) {}

CompilerScope::~CompilerScope() { allowed = before_; }

bool CompilerScope::allows_abstract() noexcept { return allowed; }

}  // namespace wmi::api
