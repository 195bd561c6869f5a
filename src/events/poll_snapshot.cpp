#include "events/internal/poll_snapshot.h"

#include "base/text.h"

#include <algorithm>
#include <utility>

namespace wmi::events::internal {

namespace {

constexpr std::size_t kRecordBytes = 160;  // of a record itself and its places in snapshots, about

bool comes_before(const PollRecordPtr& record, const std::string& key) { return record->key < key; }

PollRecordPtr find(const SnapshotPtr& in, const std::string& key) {
    if (!in) return nullptr;
    const auto at = std::lower_bound(in->begin(), in->end(), key, comes_before);
    return at != in->end() && (*at)->key == key ? *at : nullptr;
}

bool is_same(const PollRecord& before, const PollRecord& after) {
    if (before.of == after.of && before.bytes == after.bytes) return true;
    return cim::same_values(cim::Instance::trusted(before.of, before.bytes), cim::Instance::trusted(after.of, after.bytes));
}

Error too_much(const char* property, std::uint64_t limit) {
    return Error(Status::QuotaViolation, "the instances that polls (WITHIN) have to keep take more than the " + std::to_string(limit) +
                                             " bytes that __ArbitratorConfiguration." + property + " allows");
}

}  // namespace

PollMemory::Charge::~Charge() {
    if (of_) of_->give_back(user_, bytes_);
}

Result<PollMemory::Charge> PollMemory::take(uid_t user, std::size_t bytes, const PollLimits& limits) {
    const Result<void> taken = kept_.with([&](Kept& kept) -> Result<void> {
        if (kept.total + bytes > limits.memory_total) return too_much("PollingMemoryTotal", limits.memory_total);
        std::size_t& own = kept.by_user[user];
        if (own + bytes > limits.memory_per_user) return too_much("PollingMemoryPerUser", limits.memory_per_user);
        own += bytes;
        kept.total += bytes;
        return {};
    });
    if (!taken) return taken.error();
    return Charge(shared_from_this(), user, bytes);
}

void PollMemory::give_back(uid_t user, std::size_t bytes) noexcept {
    kept_.with([&](Kept& kept) {
        kept.total -= bytes;
        const auto own = kept.by_user.find(user);
        if ((own->second -= bytes) == 0) kept.by_user.erase(own);
    });
}

Result<void> SnapshotBuilder::add(cim::Instance instance) {
    const std::optional<std::string> path = instance.relative_path();
    if (!path) return {};
    std::string key = base::fold(*path);
    const cim::Bytes& bytes = instance.canonical();
    PollRecordPtr known = find(before_, key);
    if (known && known->of == instance.class_pointer() && known->bytes == bytes) {
        found_.push_back(std::move(known));
        return {};
    }
    PollMemory::Charge charge = TRY(memory_->take(user_, kRecordBytes + key.size() + bytes.size(), limits_));
    found_.push_back(std::make_shared<const PollRecord>(PollRecord{std::move(key), instance.class_pointer(), bytes, std::move(charge)}));
    return {};
}

SnapshotPtr SnapshotBuilder::finish() {
    std::stable_sort(found_.begin(), found_.end(), [](const PollRecordPtr& left, const PollRecordPtr& right) { return left->key < right->key; });
    found_.erase(std::unique(found_.begin(), found_.end(), [](const PollRecordPtr& left, const PollRecordPtr& right) { return left->key == right->key; }),
                 found_.end());
    return std::make_shared<const Snapshot>(std::move(found_));
}

std::vector<PollDifference> compare(const Snapshot& before, const Snapshot& after) {
    std::vector<PollDifference> differences;
    auto old = before.begin();
    auto now = after.begin();
    while (old != before.end() || now != after.end()) {
        const int order = old == before.end() ? 1 : now == after.end() ? -1 : (*old)->key.compare((*now)->key);
        if (order < 0) differences.push_back({*old++, nullptr});
        else if (order > 0) differences.push_back({nullptr, *now++});
        else {
            if (*old != *now && !is_same(**old, **now)) differences.push_back({*old, *now});
            ++old;
            ++now;
        }
    }
    return differences;
}

}  // namespace wmi::events::internal
