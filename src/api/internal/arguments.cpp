#include "api/internal/arguments.h"

#include "base/guid.h"
#include "base/log.h"
#include "com/text.h"
#include "objects/context_object.h"

namespace wmi::api {

using base::Error;
using base::Result;
using base::Status;

Result<void> needed_pointer(const void* pointer, const char* name) {
    if (pointer) return {};
    return Error(Status::InvalidParameter, std::string(name) + " must not be NULL");
}

Result<std::string> needed(const wchar_t* text, const char* name) {
    TRY(needed_pointer(text, name));
    return com::from_wide(text);
}

Result<std::string> needed_class(const wchar_t* text) {
    std::string name = TRY(needed(text, "the name of the class"));
    if (name.empty()) return Error(Status::InvalidParameter, "the name of the class must not be empty");
    return name;
}

namespace {

/// CTX-14: how one request is found in the logs of all that took part in it.
void log_correlation(const cim::Context& context) {
    if (!base::log::is_on(base::log::Level::Info)) return;
    const auto found = context.values.find(std::string_view("__CorrelationId"));
    if (found == context.values.end()) return;
    const auto* id = std::get_if<std::string>(&found->second.value);
    if (!id) return;
    const auto guid = base::find_guid(*id);  // anything else could break the line, or be of any length
    if (guid) base::log::info("a call with __CorrelationId {}", base::to_text(*guid));
}

}  // namespace

Result<std::shared_ptr<const cim::Context>> read_context(IWbemContext* context) {
    auto read = TRY(objects::share_context(context));
    if (read) log_correlation(*read);
    return read;
}

service::PutMode put_mode(long flags) {
    if ((flags & WBEM_FLAG_UPDATE_ONLY) != 0) return service::PutMode::UpdateOnly;
    return (flags & WBEM_FLAG_CREATE_ONLY) != 0 ? service::PutMode::CreateOnly : service::PutMode::CreateOrUpdate;
}

service::UpdateMode update_mode(long flags) {
    if ((flags & WBEM_FLAG_UPDATE_SAFE_MODE) != 0) return service::UpdateMode::Safe;
    return (flags & WBEM_FLAG_UPDATE_FORCE_MODE) != 0 ? service::UpdateMode::Force : service::UpdateMode::Compatible;
}

service::ReadOptions read_options(long flags) {
    service::ReadOptions options;
    options.amended = (flags & WBEM_FLAG_USE_AMENDED_QUALIFIERS) != 0;
    options.direct = (flags & WBEM_FLAG_DIRECT_READ) != 0;
    options.shallow = (flags & WBEM_FLAG_SHALLOW) != 0;
    return options;
}

service::QueryOptions query_options(long flags) {
    service::QueryOptions options;
    options.amended = (flags & WBEM_FLAG_USE_AMENDED_QUALIFIERS) != 0;
    options.of_query.direct = (flags & WBEM_FLAG_DIRECT_READ) != 0;
    options.of_query.ensure_locatable = (flags & WBEM_FLAG_ENSURE_LOCATABLE) != 0;
    options.of_query.prototype = (flags & WBEM_FLAG_PROTOTYPE) != 0;
    return options;
}

Result<void> check_result_pointer(long flags, const void* result) {
    if (!is_semisynchronous(flags) || result) return {};
    return Error(Status::InvalidParameter, "WBEM_FLAG_RETURN_IMMEDIATELY needs a place for the call result");
}

}  // namespace wmi::api
