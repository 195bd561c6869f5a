#include "api/internal/flags.h"

#include <wbemcli.h>

#include <array>
#include <cstddef>
#include <string>

namespace wmi::api {
namespace {

constexpr long kAmended = WBEM_FLAG_USE_AMENDED_QUALIFIERS;
constexpr long kSemi = WBEM_FLAG_RETURN_IMMEDIATELY;
constexpr long kStatus = WBEM_FLAG_SEND_STATUS;
constexpr long kCreateOrUpdate = WBEM_FLAG_UPDATE_ONLY | WBEM_FLAG_CREATE_ONLY;
constexpr long kUpdateModes = WBEM_FLAG_UPDATE_SAFE_MODE | WBEM_FLAG_UPDATE_FORCE_MODE;
constexpr long kDirect = WBEM_FLAG_DIRECT_READ;
constexpr long kForward = WBEM_FLAG_FORWARD_ONLY;
constexpr long kShallow = WBEM_FLAG_SHALLOW;
constexpr long kQuery = kAmended | kDirect | WBEM_FLAG_PROTOTYPE | WBEM_FLAG_ENSURE_LOCATABLE;
constexpr long kNone = -1;  // the method has no such mode

struct Row {
    std::string_view name;
    long here;
    long async;
};

/// In the order of Method.
constexpr std::array kTable{
    Row{"OpenNamespace", kSemi, kNone},
    Row{"QueryObjectSink", 0, kNone},
    Row{"GetObject", kAmended | kSemi | kDirect, kAmended | kStatus | kDirect},
    Row{"PutClass", kAmended | kSemi | kCreateOrUpdate | kUpdateModes, kAmended | kStatus | kCreateOrUpdate | kUpdateModes},
    Row{"DeleteClass", kSemi, kStatus},
    Row{"CreateClassEnum", kAmended | kSemi | kShallow | kForward, kAmended | kStatus | kShallow},
    Row{"PutInstance", kAmended | kSemi | kCreateOrUpdate, kAmended | kStatus | kCreateOrUpdate},
    Row{"DeleteInstance", kSemi, kStatus},
    Row{"CreateInstanceEnum", kAmended | kSemi | kDirect | kShallow | kForward, kAmended | kStatus | kDirect | kShallow},
    Row{"ExecQuery", kQuery | kSemi | kForward, kQuery | kStatus},
    Row{"ExecNotificationQuery", kAmended | kSemi | kForward, kAmended | kStatus},
    Row{"ExecMethod", kSemi, kStatus},
};

const Row& row_of(Method method) { return kTable[static_cast<std::size_t>(method)]; }

base::Error bad_flags(Method method, std::string_view sentence) {
    return base::Error(base::Status::InvalidParameter, std::string(name_of(method)) + ": " + std::string(sentence));
}

}  // namespace

std::string_view name_of(Method method) { return row_of(method).name; }

base::Result<void> check_flags(Method method, Mode mode, long flags) {
    const long mask = mode == Mode::Here ? row_of(method).here : row_of(method).async;
    if ((flags & ~mask) != 0) return bad_flags(method, "lFlags has a bit that this method does not take");
    const bool puts = method == Method::PutInstance || method == Method::PutClass;
    if (puts && (flags & kCreateOrUpdate) == kCreateOrUpdate)
        return bad_flags(method, "update-only and create-only exclude each other");  // PUT-04, CLASS-02
    if (method == Method::PutClass && (flags & kUpdateModes) == kUpdateModes)
        return bad_flags(method, "safe mode and force mode exclude each other");
    constexpr long kBoth = kSemi | kForward;
    if (method == Method::ExecNotificationQuery && mode == Mode::Here && (flags & kBoth) != kBoth)  // SVC-41
        return bad_flags(method, "WBEM_FLAG_RETURN_IMMEDIATELY and WBEM_FLAG_FORWARD_ONLY are both needed");
    return {};
}

}  // namespace wmi::api
