#include "repository/internal/change_log.h"

#include "repository/internal/feed_rows.h"

#include <algorithm>

namespace wmi::repository {

namespace {

using Kind = CommittedChange::Kind;

/// Entries for other processes: kept until all have read them, but no longer than this, and no more of them.
constexpr std::uint64_t kMaxFeedBytes = std::uint64_t{64} << 20U;
constexpr base::FileTime kMaxFeedAge = base::FileTime{10} * 60 * 10'000'000;  // 10 minutes
constexpr std::size_t kTrimmedRows = 1024;  // in one batch

/// Created, modified or deleted, by what there was before and after.
Kind kind_of(Kind created, bool was_there, bool is_there) {
    const unsigned step = !was_there ? 0 : is_there ? 1 : 2;
    return static_cast<Kind>(static_cast<unsigned>(created) + step);
}

std::shared_ptr<const Bytes> copy(BytesView value) {
    if (value.empty()) return nullptr;
    return std::make_shared<const Bytes>(record_in(value));
}

}  // namespace

ClassId ClassLine::id() const { return entry_->id(); }

const std::string& ClassLine::name() const { return entry_->name(); }

std::size_t ClassLine::name_hash() const { return entry_->name_hash(); }

ClassLine ClassLine::parent() const { return ClassLine(entry_->parent().get()); }

void ChangeLog::note_instance(const NamespacePtr& in, const ClassEntryPtr& of, BytesView before, BytesView after) {
    const Kind kind = kind_of(Kind::InstanceCreated, !before.empty(), !after.empty());
    if (const std::uint8_t by = who_wants(*in, *of, kind)) note_records(kind, by, in, of, before, after, {});
}

void ChangeLog::note_namespace(const NamespacePtr& in, const ClassEntryPtr& of, BytesView before, BytesView after, std::string name) {
    const Kind kind = kind_of(Kind::NamespaceCreated, !before.empty(), !after.empty());
    if (const std::uint8_t by = who_wants(*in, *of, kind)) note_records(kind, by, in, of, before, after, std::move(name));
}

bool ChangeLog::has_room(std::size_t bytes) {
    bytes_ += bytes;
    is_full_ = is_full_ || bytes_ > kMaxCollectedBytes;
    return !is_full_;
}

CommittedChange& ChangeLog::add(Kind kind, std::uint8_t wanted_by, const NamespacePtr& in) {
    wanted_by_.push_back(wanted_by);
    CommittedChange& one = changes_.emplace_back();
    one.kind = kind;
    one.in = in;
    return one;
}

void ChangeLog::note_records(Kind kind, std::uint8_t wanted_by, const NamespacePtr& in, const ClassEntryPtr& of, BytesView before, BytesView after, std::string name) {
    if (!has_room(before.size() + after.size())) return;
    CommittedChange& one = add(kind, wanted_by, in);
    one.of = of->made();
    one.before = copy(before);
    one.after = copy(after);
    one.name = std::move(name);
    one.entry = of;
}

void ChangeLog::note_class(const NamespacePtr& in, const ClassEntryPtr& before, const ClassEntryPtr& after) {
    const Kind kind = kind_of(Kind::ClassCreated, before != nullptr, after != nullptr);
    const std::uint8_t by = who_wants(*in, after ? *after : *before, kind);
    if (!by || !has_room(0)) return;
    CommittedChange& one = add(kind, by, in);
    if (before) one.class_before = before->made();
    if (after) one.class_after = after->made();
    one.entry = after;
    one.entry_before = before;
}

Result<void> ChangeLog::finish(store::Batch& to, base::FileTime now) {
    revision_ = to.revision();
    if (changes_.empty() && !is_full_) return {};
    FeedState state = TRY(read_feed_state(to));
    state.time = std::max(state.time, now);
    for (CommittedChange& one : changes_) {
        one.revision = revision_;
        one.time = state.time;
    }
    if (audience_.others.wishes != 0) TRY(enter(to, state));
    TRY(write_feed_state(to, state));
    keep_ours();
    return {};
}

Result<void> ChangeLog::enter(store::Batch& to, FeedState& state) {
    const base::FileTime oldest = state.time > kMaxFeedAge ? state.time - kMaxFeedAge : 0;
    TRY(trim_feed(to, state, {.read = audience_.others.lowest_position, .oldest = oldest, .max_bytes = kMaxFeedBytes, .limit = kTrimmedRows}));
    FeedWriter writer(to, state, audience_.place);
    for (std::size_t i = 0; i < changes_.size(); ++i) {
        if ((wanted_by_[i] & kOthers) == 0) continue;
        rings_ = true;
        TRY(writer.write(changes_[i]));
    }
    TRY(writer.flush());
    if (!is_full_) return {};
    state.dropped = revision_;
    rings_ = true;
    return {};
}

void ChangeLog::keep_ours() noexcept {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < changes_.size(); ++i) {
        if ((wanted_by_[i] & kOurs) == 0) continue;
        if (kept != i) changes_[kept] = std::move(changes_[i]);
        ++kept;
    }
    shrink_to(kept);
}

}  // namespace wmi::repository
