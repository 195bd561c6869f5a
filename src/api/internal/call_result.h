// IWbemCallResult: what a semisynchronous call gave (SVC-67..71).
#pragma once

#include "api/house.h"
#include "calls/outcome.h"
#include "com/object.h"

#include <string_view>

namespace wmi::api {

using OutcomePtr = std::shared_ptr<calls::Outcome>;

class CallResult final : public com::Object<CallResult, IWbemCallResult> {
public:
    CallResult(HousePtr house, OutcomePtr outcome, std::string_view operation, com::com_ptr<IWbemServices> services = nullptr)
        : house_(std::move(house)), outcome_(std::move(outcome)), operation_(operation), services_(std::move(services)) {}

    HRESULT GetResultObject(long lTimeout, IWbemClassObject** ppResultObject) noexcept override;
    HRESULT GetResultString(long lTimeout, BSTR* pstrResultString) noexcept override;
    HRESULT GetResultServices(long lTimeout, IWbemServices** ppServices) noexcept override;
    HRESULT GetCallStatus(long lTimeout, long* plStatus) noexcept override;

private:
    friend class com::Object<CallResult, IWbemCallResult>;
    ~CallResult() override = default;

    template <class Take>
    HRESULT take(long timeout, Take&& take_from) noexcept;
    base::Result<const calls::Answer*> wait(long timeout) const;

    const HousePtr house_;
    const OutcomePtr outcome_;
    const std::string_view operation_;
    const com::com_ptr<IWbemServices> services_;
};

/// lTimeout of a wait: milliseconds, or WBEM_INFINITE however wide it was written (abi.md 13).
/// errors   InvalidParameter: negative
base::Result<base::Deadline> deadline_of(long timeout);

}  // namespace wmi::api
