// What is done beside reading and writing: sweeping what is forgotten, checking everything, copies.
#include "repository/internal/kept_repository.h"
#include "repository/internal/references.h"

#include <algorithm>
#include <map>
#include <unordered_set>

namespace wmi::repository {

namespace {

constexpr std::chrono::seconds kSweepWait{1};
constexpr std::chrono::seconds kRestoreWait{30};
constexpr unsigned kSweepKeys = 512;    // looked at in one small batch
constexpr unsigned kPassedKeys = 8192;  // passed by in one

// -- sweeping

/// One piece of one sweep, inside a transaction.
class SweepPiece {
public:
    SweepPiece(store::Batch& to, const Surroundings& where, const Sweep& sweep, const Catalogue& now)
        : to_(to), where_(where), sweep_(sweep), in_(now.find_namespace(sweep.in)) {
        if (!in_ || sweep.kind != Sweep::Kind::References) return;
        for (const Namespace::Slot& slot : in_->slots()) known_.insert(slot.entry->id());
    }

    /// True when nothing is left of it. `position` is where the next piece goes on.
    Result<bool> run(Bytes& position) {
        cursor_ = TRY(to_.cursor());
        for (const Table table : tables()) {
            if (TRY(visit(prefix(table), position))) continue;
            return false;
        }
        return true;
    }

private:
    [[nodiscard]] std::vector<Table> tables() const {
        if (sweep_.kind == Sweep::Kind::Namespace || !in_) return {Table::Records, Table::Index, Table::References};
        switch (sweep_.kind) {
            case Sweep::Kind::Index: return {Table::Index};
            case Sweep::Kind::References: return {Table::References};
            default: return {Table::Records};
        }
    }

    [[nodiscard]] ShortKey prefix(Table table) const {
        const bool is_of_class = sweep_.kind == Sweep::Kind::Extent || sweep_.kind == Sweep::Kind::Index;
        return is_of_class && in_ ? ShortKey(table, sweep_.in, sweep_.of) : ShortKey(table, sweep_.in);
    }

    /// True at the end of the prefix.
    Result<bool> visit(BytesView prefix, Bytes& position) {
        bool more = TRY(cursor_->seek(position > Bytes(prefix) ? BytesView(position) : prefix));
        for (; more && cursor_->key().starts_with(prefix); more = TRY(cursor_->next())) {
            if (looked_at_ >= kSweepKeys || passed_ >= kPassedKeys) return false;
            position.assign(cursor_->key());
            if (TRY(is_gone(position, cursor_->value()))) TRY(erase_record(to_, position));
        }
        return true;
    }

    Result<bool> is_gone(BytesView key, BytesView value) {
        if (key[0] == static_cast<char>(Table::References)) return is_stray_reference(key, value);
        ++looked_at_;
        return key[0] == static_cast<char>(Table::Records) ? is_forgotten(value) : is_stray(key, value);
    }

    Result<bool> is_stray_reference(BytesView entry, BytesView value) {
        const auto end = end_of_prefix(entry);
        if (!end) return true;  // nobody can read it
        const ClassId of = place_in(entry, *end).of;
        if (in_ && known_.contains(of) && of != sweep_.of) {
            ++passed_;
            return false;
        }
        ++looked_at_;
        if (!in_ || !known_.contains(of)) return true;
        return is_stray(entry, record_of_reference(entry, *end, value));
    }

    Result<bool> is_forgotten(BytesView value) const {
        if (!in_) return true;
        const auto of = class_of_record(*in_, value);
        return of && !*of;  // one too short to say stays for `wmi check` to tell of
    }

    /// An index entry whose record is gone, forgotten, or has another value by now.
    Result<bool> is_stray(BytesView entry, BytesView record_key) const {
        if (!in_) return true;
        const Bytes key(record_key);
        const auto value = TRY(to_.get(key));
        if (!value) return true;
        const auto found = class_of_record(*in_, *value);
        if (!found) return false;
        const ClassEntryPtr* of = *found;
        if (!of || !is_sealed(*value, key)) return of == nullptr;
        const auto definition = (*of)->definition();
        if (!definition) return false;
        const auto entries = index_keys(where_, *in_, **of, **definition, {**definition, record_in(*value)}, key);
        return std::find(entries.begin(), entries.end(), entry) == entries.end();
    }

    store::Batch& to_;
    const Surroundings& where_;
    const Sweep sweep_;
    const NamespacePtr in_;
    std::unique_ptr<store::Cursor> cursor_;
    std::unordered_set<ClassId> known_;  // classes that there are; for references alone
    unsigned looked_at_ = 0;
    unsigned passed_ = 0;
};

struct Waiting {
    Bytes key;
    Sweep sweep;
};

Result<std::optional<Waiting>> first_sweep(store::View& from) {
    const auto cursor = TRY(from.cursor());
    const ShortKey table(Table::Sweeps);
    bool more = TRY(cursor->seek(table));
    for (; more && cursor->key().starts_with(BytesView(table)); more = TRY(cursor->next())) {
        const auto sweep = Sweep::decode(cursor->value());
        if (sweep) return std::optional<Waiting>({Bytes(cursor->key()), *sweep});  // a damaged one holds up nobody behind it
    }
    return std::optional<Waiting>();
}

}  // namespace

/// The position inside a sweep is kept with it, behind its content, so that pieces and restarts go on where they were.
Result<bool> KeptRepository::sweep() {
    {
        const auto view = TRY(engine_->read());
        if (!TRY(first_sweep(*view))) return false;
    }
    const store::Work work = [this](store::Batch& to) { return sweep_piece(to); };
    TRY(engine_->write(base::Deadline::in(kSweepWait), work));
    return true;
}

Result<void> KeptRepository::sweep_piece(store::Batch& to) {
    const auto waiting = TRY(first_sweep(to));
    if (!waiting) return {};
    const auto head = TRY(read_head(to));
    if (!head) return {};
    const CataloguePtr now = TRY(catalogue_in(to, *head));
    const auto stored = TRY(to.get(waiting->key));
    const Bytes content = waiting->sweep.encode();
    Bytes position(stored->substr(std::min(stored->size(), content.size())));
    SweepPiece piece(to, surroundings_, waiting->sweep, *now);
    if (TRY(piece.run(position))) {
        TRY(to.erase(waiting->key));
    } else {
        TRY(to.put(waiting->key, content + position));
    }
    return {};
}

// -- facts and copies

Result<Facts> KeptRepository::facts() {
    const store::Facts store = TRY(engine_->facts());
    const auto view = TRY(engine_->read());
    const CataloguePtr now = TRY(catalogue_of(*view));
    const auto head = TRY(read_head(*view));
    Facts facts{.engine = store.engine,
                .folder = store.folder,
                .store_format = store.format,
                .format = head ? head->format : 0,
                .id = store.id,
                .revision = store.revision,
                .file_bytes = store.file_bytes,
                .used_bytes = store.used_bytes,
                .limit_bytes = store.limit_bytes,
                .disk_free_bytes = store.disk_free_bytes};
    facts.pending = committer_->pending();
    facts.namespaces = now->namespaces.size();
    for (const auto& [id, one] : now->namespaces) {
        facts.classes += static_cast<std::uint64_t>(std::count_if(one->slots().begin(), one->slots().end(), [](const auto& slot) { return !slot.entry->is_system(); }));
    }
    const auto cursor = TRY(view->cursor());
    const ShortKey table(Table::Counts);
    bool more = TRY(cursor->seek(table));
    for (; more && cursor->key().starts_with(BytesView(table)); more = TRY(cursor->next())) {
        if (cursor->value().size() != sizeof(std::uint64_t)) return damaged("a count of instances", cursor->key());
        if (number_in(cursor->key(), 5) >= kFirstNumber) facts.instances += base::load<std::uint64_t>(cursor->value().data());
    }
    return facts;
}

namespace {

/// The store's progress cannot be stopped half-way; what a client says is heard when the act is over.
store::Progress passed_on(const Progress& progress) {
    if (!progress) return {};
    return [&progress](std::uint64_t done, std::uint64_t total) { (void)progress(done, total); };
}

}  // namespace

Result<void> KeptRepository::backup(const std::filesystem::path& file, const Progress& progress) { return engine_->backup(file, passed_on(progress)); }

Result<void> KeptRepository::restore(const std::filesystem::path& file, const Progress& progress) {
    committer_->drain();
    const store::Work settle = [this](store::Batch& to) { return settle_restored(to); };
    const std::uint64_t revision = TRY(engine_->restore(base::Deadline::in(kRestoreWait), file, passed_on(progress), settle));
    feed_.replaced(revision);
    TRY(make_references());
    TRY(catalogue());
    committer_->wake();
    return {};
}

/// What a backup brought back is fitted to what stood before it: numbers that were given since are never given again, and nobody takes the
/// changes that it held for others for new ones. What stood before may be damaged: then nothing is known of it.
Result<void> KeptRepository::settle_restored(store::Batch& to) {
    auto head = TRY(read_head(to));
    if (!head) return Error(Status::InvalidStream, "the backup holds no repository; nothing was changed");
    FeedState feed = TRY(read_feed_state(to));
    std::vector<std::string> names = TRY(read_names(to));
    const auto before = TRY(engine_->read());
    if (const auto old = read_head(*before); old && *old) {
        head->next_namespace = std::max(head->next_namespace, (*old)->next_namespace);
        head->next_class = std::max(head->next_class, (*old)->next_class);
        head->next_layout = std::max(head->next_layout, (*old)->next_layout);
        head->next_sweep = std::max(head->next_sweep, (*old)->next_sweep);
    }
    if (const auto old = read_feed_state(*before)) feed.time = std::max(feed.time, old->time);
    if (const auto old = read_names(*before)) add_names(names, *old);
    add_names(names, surroundings_.machine.own());
    head->stamp = {to.revision(), surroundings_.chance.next()};  // so that everybody reads all of it anew
    TRY(to.put(ShortKey(Table::Head), head->encode()));
    TRY(to.put(ShortKey(Table::Names), encode_names(names)));
    return reset_feed(to, feed.time);
}

}  // namespace wmi::repository
