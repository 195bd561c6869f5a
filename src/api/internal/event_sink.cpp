#include "api/internal/event_sink.h"

#include "api/internal/arguments.h"
#include "events/events.h"
#include "objects/answer.h"
#include "objects/class_object.h"

#include <algorithm>
#include <array>

namespace wmi::api {

using base::Error;
using base::Result;
using base::Status;

HRESULT EventSink::Indicate(long lObjectCount, IWbemClassObject** apObjArray) noexcept {
    return objects::answer("Indicate", [&]() -> Result<void> {
        TRY(check_ours(*house_));
        if (lObjectCount < 0) return Error(Status::InvalidParameter, "lObjectCount is negative");
        if (lObjectCount > 0) TRY(needed_pointer(apObjArray, "apObjArray"));
        std::vector<cim::Object> events;
        for (long i = 0; i < lObjectCount; ++i) {
            TRY(needed_pointer(apObjArray[i], "an object of apObjArray"));
            cim::Object event = TRY(objects::snapshot(apObjArray[i]));
            events.push_back(std::move(event));
        }
        const service::Admission admission = TRY(session_->admit());
        return house_->events().raise(session_, admission, std::move(events));
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
