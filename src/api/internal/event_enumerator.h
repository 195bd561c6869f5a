// IEnumWbemClassObject over a subscription (EVT-04..07, 61): it never ends, cannot go back, and its release ends the subscription.
#pragma once

#include "api/house.h"
#include "com/object.h"
#include "events/events.h"

#include <memory>

namespace wmi::api {

class EventEnumerator final : public com::Object<EventEnumerator, IEnumWbemClassObject> {
public:
    EventEnumerator(HousePtr house, std::shared_ptr<events::Stream> stream) : house_(std::move(house)), stream_(std::move(stream)) {}

    HRESULT Reset() noexcept override;
    HRESULT Next(long lTimeout, ULONG uCount, IWbemClassObject** apObjects, ULONG* puReturned) noexcept override;
    HRESULT NextAsync(ULONG uCount, IWbemObjectSink* pSink) noexcept override;
    HRESULT Clone(IEnumWbemClassObject** ppEnum) noexcept override;
    HRESULT Skip(long lTimeout, ULONG nCount) noexcept override;
    using IEnumWbemClassObject::Next;

private:
    friend class com::Object<EventEnumerator, IEnumWbemClassObject>;
    ~EventEnumerator() override = default;

    const HousePtr house_;
    const std::shared_ptr<events::Stream> stream_;
};

}  // namespace wmi::api
