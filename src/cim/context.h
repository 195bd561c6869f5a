// IWbemContext's content as a value: named values for a provider, and the id of the request (CTX-01..18). What WMI itself
// reads of it (partial puts and gets) is read by read_put_extensions and read_get_extensions.
#pragma once

#include "base/guid.h"
#include "base/text.h"
#include "cim/value.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace wmi::cim {

struct Context {
    base::Guid request_id;
    std::map<std::string, TypedValue, base::NameLess> values;
};

/// What a put is asked to write (PART-01..15).
struct PutExtensions {
    std::optional<std::vector<std::string>> properties;  // absent: all
    bool strict_nulls = false;
    bool atomic = false;
};

/// Nothing for a full put. `is_update_only`: the put has WBEM_FLAG_UPDATE_ONLY.
/// errors   InvalidContext (PART-03, 06, 07, 08)
Result<std::optional<PutExtensions>> read_put_extensions(const Context& context, bool is_update_only);

struct GetExtensions {
    bool keys_only = false;
    std::vector<std::string> properties;  // when not keys_only
};

/// Nothing when the whole object is wanted (PART-30..33). errors InvalidContext (PART-32)
Result<std::optional<GetExtensions>> read_get_extensions(const Context& context);

/// Whether __ProviderArchitecture, if there, is a VT_I4 of 32 or 64, and __RequiredArchitecture a VT_BOOL (CTX-13).
/// errors   InvalidParameter
Result<void> check_architecture(const Context& context);

/// The context as a provider gets it (PART-20, 24, 35, 38).
Context for_provider(const Context& context);

}  // namespace wmi::cim
