// IWbemCallResult: what a semisynchronous call gave (SVC-67..71).
#pragma once

#include "api/house.h"
#include "calls/outcome.h"
#include "com/blanket.h"

#include <string_view>

namespace wmi::api {

using OutcomePtr = std::shared_ptr<calls::Outcome>;
/// What OpenNamespace opened; written before the outcome is set, read after.
using OpenedPtr = std::shared_ptr<com::com_ptr<IWbemServices>>;

class CallResult final : public com::Proxy<CallResult, IWbemCallResult> {
public:
    CallResult(HousePtr house, OutcomePtr outcome, std::string_view operation, OpenedPtr opened = nullptr)
        : house_(std::move(house)), outcome_(std::move(outcome)), operation_(operation), opened_(std::move(opened)) {}

    HRESULT GetResultObject(long lTimeout, IWbemClassObject** ppResultObject) noexcept override;
    HRESULT GetResultString(long lTimeout, BSTR* pstrResultString) noexcept override;
    HRESULT GetResultServices(long lTimeout, IWbemServices** ppServices) noexcept override;
    HRESULT GetCallStatus(long lTimeout, long* plStatus) noexcept override;

private:
    friend class com::Object<CallResult, IWbemCallResult, IClientSecurity>;
    ~CallResult() override = default;

    template <class Take>
    HRESULT take(long timeout, Take&& take_from) noexcept;
    base::Result<const calls::Answer*> wait(long timeout) const;

    const HousePtr house_;
    const OutcomePtr outcome_;
    const std::string_view operation_;
    const OpenedPtr opened_;  // null: not OpenNamespace's
};

/// lTimeout of a wait: milliseconds, or WBEM_INFINITE however wide it was written (abi.md 13).
/// errors   InvalidParameter: negative
base::Result<base::Deadline> deadline_of(long timeout);

}  // namespace wmi::api
