// What methods make of their arguments.
#pragma once

#include "base/result.h"
#include "cim/context.h"
#include "service/service.h"

#include <wbemcli.h>

#include <memory>
#include <string>

namespace wmi::api {

/// The text of a parameter that must not be NULL. errors InvalidParameter
base::Result<std::string> needed(const wchar_t* text, const char* name);
/// A class name that must not be NULL or empty (SVC-28). errors InvalidParameter, QuotaViolation
base::Result<std::string> needed_class(const wchar_t* text);
/// errors InvalidParameter
base::Result<void> needed_pointer(const void* pointer, const char* name);

/// A context as it is now, null for NULL: most calls have none, and it costs nothing then.
base::Result<std::shared_ptr<const cim::Context>> read_context(IWbemContext* context);

service::PutMode put_mode(long flags);
service::UpdateMode update_mode(long flags);
service::ReadOptions read_options(long flags);
service::QueryOptions query_options(long flags);

inline bool is_semisynchronous(long flags) { return (flags & WBEM_FLAG_RETURN_IMMEDIATELY) != 0; }

/// CALL-06. errors InvalidParameter
base::Result<void> check_result_pointer(long flags, const void* result);

}  // namespace wmi::api
