#include "repository/internal/feed_reader.h"

#include <algorithm>

namespace wmi::repository {

namespace {

constexpr std::size_t kPieceBytes = std::size_t{1} << 20U;
constexpr std::size_t kMaxRows = 4096;  // looked at in one view
constexpr std::size_t kMaxClasses = 1024;

std::shared_ptr<const Bytes> copy(BytesView record, bool is_there) { return is_there ? std::make_shared<const Bytes>(record) : nullptr; }

}  // namespace

struct FeedReader::Reading {
    store::View& view;
    ChangeListener& listener;
    const Catalogue& now;
    const Catalogue& before;
    std::uint64_t revision = 0;
    std::size_t bytes = 0;
    Piece piece;

    [[nodiscard]] NamespacePtr find(NamespaceId id) const {
        NamespacePtr found = now.find_namespace(id);
        return found ? found : before.find_namespace(id);
    }
};

Result<ClassEntryPtr> FeedReader::find_class(Reading& at, const DefinitionId& id) {
    if (id.of == 0) return ClassEntryPtr();
    if (id.of < kFirstNumber) return system_.find(id.of);
    const auto known = classes_.find(id);
    if (known != classes_.end()) return known->second;
    ClassEntryPtr found;
    const NamespacePtr in = at.find(id.in);
    for (const Namespace::Slot& slot : in->slots()) {
        if (slot.entry->id() == id.of && definition_id(*in, *slot.entry) == id) found = slot.entry;
    }
    if (!found) found = TRY(read_definition(at.view, system_, id));
    TRY(found->make_sure());
    if (classes_.size() >= kMaxClasses) classes_.clear();
    classes_.emplace(id, found);
    return found;
}

Result<void> FeedReader::read_row(Reading& at, FeedRow& row) {
    while (row.has_more()) {
        const FeedEntry entry = TRY(row.next());
        NamespacePtr in = at.find(entry.in);
        if (!in) continue;  // it came and went since the last piece: nobody listens there
        ClassEntryPtr of = TRY(find_class(at, entry.entry));
        ClassEntryPtr of_before = TRY(find_class(at, entry.entry_before));
        if (!at.listener.wants(*in, ClassLine(of ? of.get() : of_before.get()), entry.kind)) continue;
        CommittedChange& one = at.piece.changes.emplace_back();
        one.kind = entry.kind;
        one.revision = at.revision;
        one.time = row.time();
        one.in = std::move(in);
        one.name = entry.name;
        const bool is_of_class = entry.kind >= CommittedChange::Kind::ClassCreated && entry.kind <= CommittedChange::Kind::ClassDeleted;
        if (!is_of_class) one.of = of->made();
        if (is_of_class && of) one.class_after = of->made();
        if (is_of_class && of_before) one.class_before = of_before->made();
        one.before = copy(entry.before, entry.has_before);
        one.after = copy(entry.after, entry.has_after);
        one.entry = std::move(of);
        one.entry_before = std::move(of_before);
        at.bytes += entry.before.size() + entry.after.size() + sizeof one;
    }
    return {};
}

std::optional<LostChanges> FeedReader::find_lost(const FeedState& state, std::uint64_t limit) {
    const std::uint64_t last = std::min(std::max(state.dropped, state.replaced), limit);
    if (last <= position_) return std::nullopt;
    const bool is_replaced = state.replaced > position_;
    const LostChanges lost{is_replaced ? LostChanges::Why::Replaced : LostChanges::Why::Overflow, position_ + 1, last};
    start(last);
    return lost;
}

Result<FeedReader::Piece> FeedReader::read(ChangeListener& listener, std::uint16_t own, const std::function<std::uint64_t()>& limit) {
    const auto view = TRY(engine_.read());
    const std::uint64_t last = std::min(limit(), view->revision());
    if (last <= position_) return Piece{.changes = {}, .lost = {}, .has_more = false, .is_limited = last < view->revision()};
    const CataloguePtr now = TRY(definitions_(*view));
    const CataloguePtr before = known_ ? known_ : now;
    Reading at{*view, listener, *now, *before, 0, 0, {}};
    at.piece.is_limited = last < view->revision();
    at.piece.lost = find_lost(TRY(read_feed_state(*view)), last);
    const auto cursor = TRY(view->cursor());
    std::size_t rows = 0;
    bool more = TRY(cursor->seek(EntryKey(position_ + 1, row_)));
    for (; more && cursor->key().front() == static_cast<char>(Table::FeedEntries); more = TRY(cursor->next())) {
        at.revision = revision_of_entry(cursor->key());
        if (at.revision > last) break;
        if (at.bytes >= kPieceBytes || ++rows > kMaxRows) {
            position_ = at.revision - 1;
            row_ = number_of_entry(cursor->key());
            at.piece.has_more = true;
            return std::move(at.piece);
        }
        FeedRow row = TRY(FeedRow::open(cursor->key(), cursor->value()));
        if (row.place() != own) TRY(read_row(at, row));
    }
    start(last);
    known_ = now;
    return std::move(at.piece);
}

}  // namespace wmi::repository
