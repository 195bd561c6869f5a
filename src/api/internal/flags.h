// Which flag bits each method takes (SVC-02). Any other bit is WBEM_E_INVALID_PARAMETER.
#pragma once

#include "base/result.h"

#include <cstdint>
#include <string_view>

namespace wmi::api {

enum class Method : std::uint8_t {
    OpenNamespace,
    QueryObjectSink,
    GetObject,
    PutClass,
    DeleteClass,
    CreateClassEnum,
    PutInstance,
    DeleteInstance,
    CreateInstanceEnum,
    ExecQuery,
    ExecNotificationQuery,
    ExecMethod,
};

enum class Mode : std::uint8_t { Here, Async };

/// Without "Async": also what __ExtendedStatus.Operation says.
std::string_view name_of(Method method);

/// errors   InvalidParameter
base::Result<void> check_flags(Method method, Mode mode, long flags);

}  // namespace wmi::api
