#include "repository/internal/timer_rules.h"

namespace wmi::repository {

namespace {

Bytes count_bytes(std::uint64_t count) {
    Bytes bytes(sizeof count, 0);
    base::store(bytes.data(), count);
    return bytes;
}

Result<std::uint64_t> stored_count(store::View& from, NamespaceId in, Layout layout) {
    const auto bytes = TRY(from.get(ShortKey(Table::Counts, in, layout)));
    if (!bytes) return std::uint64_t{0};
    if (bytes->size() != sizeof(std::uint64_t)) return damaged("a count of instances", ShortKey(Table::Counts, in, layout));
    return base::load<std::uint64_t>(bytes->data());
}

}  // namespace

Catalogue& Transaction::edit() {
    if (!edited_) {
        edited_ = copy_catalogue(*catalogue_);
        edited_->stamp = {batch.revision(), surroundings.chance.next()};
        catalogue_ = edited_;
    }
    return *edited_;
}

Result<void> Transaction::add_sweep(const Sweep& sweep) {
    ++edited_numbers_;
    has_added_sweeps_ = true;
    TRY(batch.put(ShortKey(Table::Sweeps, head_.next_sweep++), sweep.encode()));
    return {};
}

void Transaction::count(NamespaceId in, Layout layout, std::int64_t by) {
    for (Count& one : counts_) {
        if (one.in == in && one.layout == layout) {
            one.by += by;
            return;
        }
    }
    counts_.push_back({in, layout, by});
}

Result<std::uint64_t> Transaction::instances(NamespaceId in, Layout layout) {
    auto total = static_cast<std::int64_t>(TRY(stored_count(batch, in, layout)));
    for (const Count& one : counts_) {
        if (one.in == in && one.layout == layout) total += one.by;
    }
    return static_cast<std::uint64_t>(total);
}

Result<void> Transaction::forget_count(NamespaceId in, Layout layout) {
    std::erase_if(counts_, [&](const Count& one) { return one.in == in && one.layout == layout; });
    TRY(batch.erase(ShortKey(Table::Counts, in, layout)));
    return {};
}

Result<void> Transaction::finish() {
    for (const Count& one : counts_) {
        if (one.by == 0 || !catalogue_->find_namespace(one.in)) continue;  // it may have been deleted in this very batch
        const auto before = static_cast<std::int64_t>(TRY(stored_count(batch, one.in, one.layout)));
        TRY(batch.put(ShortKey(Table::Counts, one.in, one.layout), count_bytes(static_cast<std::uint64_t>(before + one.by))));
    }
    counts_.clear();
    if (!edited_ && edited_numbers_ == 0) return {};
    if (edited_) head_.stamp = edited_->stamp;
    TRY(batch.put(ShortKey(Table::Head), head_.encode()));
    return {};
}

namespace {

Result<Did> apply_together(Transaction& in, Change::Content& change) {
    Did first = Did::Alter;
    for (Change& part : change.parts) {
        const bool is_first = &part == &change.parts.front();
        auto did = apply(in, ChangeAccess::content(part));
        if (!did && !is_first) in.spoil();
        const Did done = TRY(std::move(did));
        if (is_first) first = done;
    }
    return first;
}

}  // namespace

Result<Did> apply(Transaction& in, Change::Content& change) {
    switch (change.kind) {
        case Change::Content::Kind::Put: return apply_put(in, change);
        case Change::Content::Kind::Partial: return apply_partial(in, change);
        case Change::Content::Kind::Delete: return apply_delete(in, change);
        case Change::Content::Kind::ClassPut: return apply_class_put(in, change);
        case Change::Content::Kind::ClassDelete: return apply_class_delete(in, change);
        case Change::Content::Kind::Together: return apply_together(in, change);
        case Change::Content::Kind::Firing: return apply_firing(in, change);
    }
    return Error(Status::Unexpected, "a change of an unknown kind");
}

}  // namespace wmi::repository
