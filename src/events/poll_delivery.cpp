#include "events/internal/poll_delivery.h"

#include "events/internal/engine.h"
#include "repository/repository.h"

namespace wmi::events::internal {

using repository::CommittedChange;
using Kind = CommittedChange::Kind;

namespace {

using BytesPtr = std::shared_ptr<const cim::Bytes>;

/// The record's own bytes, which keep it.
BytesPtr bytes_of(const PollRecordPtr& record) {
    if (!record) return nullptr;
    return {record, &record->bytes};
}

/// As an instance of the class as it is now; null where it cannot be that.
BytesPtr rebound(const PollRecord& record, const cim::ClassPtr& to) {
    auto instance = cim::Instance::trusted(record.of, record.bytes).rebound(to);
    return instance ? std::make_shared<const cim::Bytes>(instance->canonical()) : nullptr;
}

CommittedChange change_of(const PollDifference& difference, const repository::NamespacePtr& in, base::FileTime time) {
    CommittedChange change;
    change.kind = !difference.before ? Kind::InstanceCreated : difference.after ? Kind::InstanceModified : Kind::InstanceDeleted;
    change.time = time;
    change.in = in;
    change.of = difference.after ? difference.after->of : difference.before->of;
    change.after = bytes_of(difference.after);
    const bool is_of_another = difference.before && difference.before->of != change.of;
    change.before = is_of_another ? rebound(*difference.before, change.of) : bytes_of(difference.before);
    return change;
}

}  // namespace

void PollDelivery::take(const std::vector<PollDifference>& differences) {
    const SubscriptionPtr to = to_.lock();
    if (!to) return;
    auto in = engine_.repository().find_namespace(to->terms().in);
    if (!in || !*in) return;
    const base::FileTime now = engine_.clock().now();
    for (const PollDifference& difference : differences) engine_.tell_polled(*to, change_of(difference, *in, now));
}

void PollDelivery::fail(const Error& why) {
    if (const SubscriptionPtr to = to_.lock()) engine_.end(*to, why);
}

}  // namespace wmi::events::internal
