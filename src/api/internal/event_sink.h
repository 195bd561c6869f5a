// What QueryObjectSink gives: takes extrinsic events of a client for whoever subscribed to them in its namespace (SVC-10, CALL-31).
#pragma once

#include "api/house.h"
#include "com/object.h"
#include "service/service.h"

namespace wmi::api {

class EventSink final : public com::Object<EventSink, IWbemObjectSink> {
public:
    EventSink(HousePtr house, service::SessionPtr session) : house_(std::move(house)), session_(std::move(session)) {}

    HRESULT Indicate(long lObjectCount, IWbemClassObject** apObjArray) noexcept override;
    HRESULT SetStatus(long lFlags, HRESULT hResult, BSTR strParam, IWbemClassObject* pObjParam) noexcept override;

private:
    friend class com::Object<EventSink, IWbemObjectSink>;
    ~EventSink() override = default;

    const HousePtr house_;
    const service::SessionPtr session_;
};

}  // namespace wmi::api
