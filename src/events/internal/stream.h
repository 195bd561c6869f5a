// The two ways to the taker: a Stream, behind an enumerator, and the source of a call, which callback threads pull.
#pragma once

#include "events/events.h"
#include "events/internal/engine.h"

#include <memory>

namespace wmi::events::internal {

/// Ends the subscription when it is destroyed.
std::shared_ptr<Stream> make_stream(std::shared_ptr<Engine> engine, SubscriptionPtr subscription);

/// What a subscription with a sink of its own delivers, for the call that does: gaps are passed over (EVT-61). Ends the subscription
/// when it is destroyed.
std::unique_ptr<calls::Source> make_delivery(std::shared_ptr<Engine> engine, SubscriptionPtr subscription, const calls::CallPtr& call);

/// The call itself: once stopped, nothing is kept for it, even while its sink does not return.
class DeliveryCall final : public calls::Call {
public:
    DeliveryCall(std::unique_ptr<calls::Sink> sink, calls::CallOptions options, std::shared_ptr<Engine> engine, SubscriptionPtr subscription)
        : Call(std::move(sink), options), engine_(std::move(engine)), subscription_(std::move(subscription)) {}

private:
    void on_stop() noexcept override { engine_->unsubscribe(*subscription_); }

    const std::shared_ptr<Engine> engine_;
    const SubscriptionPtr subscription_;
};

}  // namespace wmi::events::internal
