// A client's IWbemObjectSink as a calls::Sink. Holds the one reference that WMI takes for a call (CALL-17, 18, 35).
#pragma once

#include "calls/sink.h"
#include "com/com_ptr.h"

#include <wbemcli.h>

#include <memory>
#include <string_view>

namespace wmi::api {

class ClientSink final : public calls::Sink {
public:
    /// operation   the method's name without "Async", a literal
    ClientSink(IWbemObjectSink* sink, std::string_view operation);

    [[nodiscard]] const void* identity() const override { return identity_; }

    calls::Status indicate(std::vector<cim::Object> objects) override;
    calls::Status progress(const calls::Progress& report) override;
    void finish(const calls::Final& final) override;

private:
    const com::com_ptr<IWbemObjectSink> sink_;
    const void* const identity_;
    const std::string_view operation_;
};

/// COM's identity of a sink, also of one that does not answer for IUnknown.
const void* identity_of_sink(IWbemObjectSink* sink);

}  // namespace wmi::api
