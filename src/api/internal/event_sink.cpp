#include "api/internal/event_sink.h"

#include "api/internal/arguments.h"
#include "base/text.h"
#include "objects/answer.h"
#include "objects/class_object.h"

#include <algorithm>
#include <array>

namespace wmi::api {

using base::Error;
using base::Result;
using base::Status;

namespace {

bool is_extrinsic(const cim::Object& object) {
    if (object.is_class()) return false;
    for (const cim::Class* above = object.cls().parent().get(); above; above = above->parent().get())
        if (base::same_name(above->name(), "__ExtrinsicEvent")) return true;
    return false;
}

Result<void> check_event(IWbemClassObject* event) {
    TRY(needed_pointer(event, "an object of apObjArray"));
    const cim::Object object = TRY(objects::snapshot(event));
    if (is_extrinsic(object)) return {};
    return Error(Status::InvalidObject, "only instances of classes below __ExtrinsicEvent are events of clients", object.cls().name());
}

}  // namespace

HRESULT EventSink::Indicate(long lObjectCount, IWbemClassObject** apObjArray) noexcept {
    return objects::answer("Indicate", [&]() -> Result<void> {
        TRY(check_ours(*house_));
        if (lObjectCount < 0) return Error(Status::InvalidParameter, "lObjectCount is negative");
        if (lObjectCount > 0) TRY(needed_pointer(apObjArray, "apObjArray"));
        for (long i = 0; i < lObjectCount; ++i) TRY(check_event(apObjArray[i]));
        return {};
    });
}

HRESULT EventSink::SetStatus(long lFlags, HRESULT, BSTR, IWbemClassObject*) noexcept {
    return objects::answer("SetStatus", [&]() -> Result<void> {
        constexpr std::array<long, 8> kKnown{WBEM_STATUS_COMPLETE,
                                             WBEM_STATUS_REQUIREMENTS,
                                             WBEM_STATUS_PROGRESS,
                                             WBEM_STATUS_LOGGING_INFORMATION,
                                             WBEM_STATUS_LOGGING_INFORMATION_PROVIDER,
                                             WBEM_STATUS_LOGGING_INFORMATION_HOST,
                                             WBEM_STATUS_LOGGING_INFORMATION_REPOSITORY,
                                             WBEM_STATUS_LOGGING_INFORMATION_ESS};
        if (std::find(kKnown.begin(), kKnown.end(), lFlags) != kKnown.end()) return {};
        return Error(Status::InvalidParameter, "lFlags is none of the selectors of WBEM_STATUS_TYPE: " + std::to_string(lFlags));
    });
}

}  // namespace wmi::api
