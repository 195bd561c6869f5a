#include "events/events.h"

#include "events/internal/engine.h"
#include "events/internal/stream.h"

namespace wmi::events {

Events::Events(std::shared_ptr<service::Service> service, calls::Calls& calls, const base::Clock& clock)
    : engine_(std::make_shared<internal::Engine>(std::move(service), calls, clock)) {}

Events::~Events() { close(); }

Result<std::shared_ptr<Stream>> Events::subscribe(const std::shared_ptr<service::Session>& session, const service::Admission& admission,
                                                  const Question& question, const Options& options) {
    internal::SubscriptionPtr subscription = TRY(engine_->subscribe(session, admission, question, options.owner));
    return internal::make_stream(engine_, std::move(subscription));
}

Result<void> Events::subscribe(const std::shared_ptr<service::Session>& session, const service::Admission& admission, const Question& question,
                               const Options& options, std::unique_ptr<calls::Sink> sink) {
    const internal::SubscriptionPtr subscription = TRY(engine_->subscribe(session, admission, question, options.owner));
    calls::CallOptions call_options;
    call_options.is_standing = true;
    const auto call = std::make_shared<internal::DeliveryCall>(std::move(sink), call_options, engine_, subscription);
    std::unique_ptr<calls::Source> source = internal::make_delivery(engine_, subscription, call);
    TRY(engine_->calls().admit(call, calls::Calls::Start::Running));
    engine_->calls().deliver_from(*call, std::move(source));
    return {};
}

Result<void> Events::raise(const std::shared_ptr<service::Session>&, const service::Admission& admission, std::vector<cim::Object> events) {
    for (const cim::Object& event : events) {
        if (event.is_class() || !event.cls().parent() || !event.cls().parent()->is_a("__ExtrinsicEvent"))
            return Error(Status::InvalidObject, "only instances of classes below __ExtrinsicEvent are events of clients", event.cls().name());
    }
    for (cim::Object& event : events) {
        (void)event.find_instance()->canonical();
        engine_->raise(admission.in()->id(), std::make_shared<internal::BuiltEvent>(std::move(*event.find_instance()), engine_->clock().now()));
    }
    return {};
}

void Events::end(Owner owner) noexcept { engine_->end(owner); }

void Events::close() noexcept { engine_->close(); }

Events::Counts Events::counts() const { return engine_->counts(); }

}  // namespace wmi::events
