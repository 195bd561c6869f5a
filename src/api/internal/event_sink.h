// What QueryObjectSink gives: takes extrinsic events of a client (SVC-10, CALL-31). There is no subscription yet that could want one.
#pragma once

#include "api/house.h"
#include "com/object.h"

namespace wmi::api {

class EventSink final : public com::Object<EventSink, IWbemObjectSink> {
public:
    explicit EventSink(HousePtr house) : house_(std::move(house)) {}

    HRESULT Indicate(long lObjectCount, IWbemClassObject** apObjArray) noexcept override;
    HRESULT SetStatus(long lFlags, HRESULT hResult, BSTR strParam, IWbemClassObject* pObjParam) noexcept override;

private:
    friend class com::Object<EventSink, IWbemObjectSink>;
    ~EventSink() override = default;

    const HousePtr house_;
};

}  // namespace wmi::api
