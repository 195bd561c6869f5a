#include "calls/call.h"

namespace wmi::calls {

Call::Call(std::unique_ptr<Sink> sink, CallOptions options)
    : options_(options), sink_(std::move(sink)), identity_(sink_->identity()) {}

Call::~Call() = default;

void Call::complete(Final&) {}

void Call::on_stop() noexcept {}

}  // namespace wmi::calls
