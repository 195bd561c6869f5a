#include "events/internal/poll_source.h"

#include "events/internal/polling_terms.h"
#include "service/service.h"

namespace wmi::events::internal {

namespace {

Result<void> enumerate_one(service::Session& session, const std::string& name, const std::atomic<bool>& is_stopped,
                           const std::function<Result<void>(cim::Instance)>& take) {
    service::ReadOptions options;
    options.shallow = true;  // each class by itself
    const service::Admission admission = TRY(session.admit());
    const std::unique_ptr<calls::Source> source = TRY(session.enumerate_instances(admission, name, options));
    while (!is_stopped.load(std::memory_order_acquire)) {
        calls::Source::Piece piece = TRY(source->next());
        for (cim::Object& object : piece.objects)
            if (cim::Instance* instance = object.find_instance()) TRY(take(std::move(*instance)));
        if (piece.is_last) return {};
    }
    return Error(Status::CallCancelled, "nobody polls any more");
}

}  // namespace

Result<void> ServicePolls::enumerate(const PollTarget& target, const std::atomic<bool>& is_stopped, const std::function<Result<void>(cim::Instance)>& take) {
    std::vector<std::string> names;
    {
        const service::Admission admission = TRY(target.session->admit());
        names = TRY(dynamic_classes(*admission.in(), {target.class_name, target.with_derived}));
    }
    for (const std::string& name : names) TRY(enumerate_one(*target.session, name, is_stopped, take));
    return {};
}

}  // namespace wmi::events::internal
