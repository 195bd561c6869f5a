#include "api/house.h"
#include "service/service.h"

#include <utility>

namespace wmi::api {
namespace {

thread_local const CompilerScope* standing = nullptr;

}  // namespace

CompilerScope::CompilerScope(bool allows_abstract, const service::InSequence& place) noexcept
    : allows_abstract_(allows_abstract), place_(place), before_(std::exchange(standing, this)) {}

CompilerScope::~CompilerScope() { standing = before_; }

bool CompilerScope::allows_abstract() noexcept { return standing && standing->allows_abstract_; }

service::InSequence CompilerScope::place() noexcept { return standing ? standing->place_ : service::InSequence(); }

}  // namespace wmi::api
