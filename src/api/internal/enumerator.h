// IEnumWbemClassObject over the results of an enumeration (SVC-55..66).
// Invariants: 1. asynchronous requests are served one after another, in the order of the calls; the first of the line is running.
// 2. place_ is moved by whoever is served, and by Next, Skip and Reset, which wait until the line is empty (not inside a callback,
// where the sink would wait for itself). 3. a clone has its own place and line over the same results.
#pragma once

#include "api/house.h"
#include "api/internal/results.h"
#include "com/blanket.h"

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>

namespace wmi::api {

/// The part that asynchronous requests keep alive, whatever becomes of the COM object.
class Walk;

class Enumerator final : public com::Proxy<Enumerator, IEnumWbemClassObject> {
public:
    Enumerator(HousePtr house, std::shared_ptr<Results> results, std::string_view operation, std::size_t place = 0);

    HRESULT Reset() noexcept override;
    HRESULT Next(long lTimeout, ULONG uCount, IWbemClassObject** apObjects, ULONG* puReturned) noexcept override;
    HRESULT NextAsync(ULONG uCount, IWbemObjectSink* pSink) noexcept override;
    HRESULT Clone(IEnumWbemClassObject** ppEnum) noexcept override;
    HRESULT Skip(long lTimeout, ULONG nCount) noexcept override;
    using IEnumWbemClassObject::Next;

private:
    friend class com::Object<Enumerator, IEnumWbemClassObject, IClientSecurity>;
    ~Enumerator() override = default;

    const HousePtr house_;
    const std::shared_ptr<Walk> walk_;
    const std::string_view operation_;
};

}  // namespace wmi::api
