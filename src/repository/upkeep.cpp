// What is done beside reading and writing: sweeping what is forgotten, checking everything, copies.
#include "repository/internal/kept_repository.h"
#include "repository/internal/record_place.h"

#include <algorithm>
#include <map>

namespace wmi::repository {

namespace {

constexpr std::chrono::seconds kSweepWait{1};
constexpr std::chrono::seconds kRestoreWait{30};
constexpr unsigned kSweepKeys = 512;  // visited in one small batch

// -- sweeping

/// One piece of one sweep, inside a transaction.
class SweepPiece {
public:
    SweepPiece(store::Batch& to, const Surroundings& where, const Sweep& sweep, const Catalogue& now)
        : to_(to), where_(where), sweep_(sweep), in_(now.find_namespace(sweep.in)) {}

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
        if (sweep_.kind == Sweep::Kind::Namespace || !in_) return {Table::Records, Table::Index};
        return {sweep_.kind == Sweep::Kind::Extent ? Table::Records : Table::Index};
    }

    [[nodiscard]] ShortKey prefix(Table table) const {
        return sweep_.kind == Sweep::Kind::Namespace ? ShortKey(table, sweep_.in) : ShortKey(table, sweep_.in, sweep_.of);
    }

    /// True at the end of the prefix.
    Result<bool> visit(BytesView prefix, Bytes& position) {
        bool more = TRY(cursor_->seek(position > Bytes(prefix) ? BytesView(position) : prefix));
        for (; more && cursor_->key().starts_with(prefix); more = TRY(cursor_->next())) {
            if (++visited_ > kSweepKeys) return false;
            position.assign(cursor_->key());
            const bool is_gone = position[0] == static_cast<char>(Table::Records) ? TRY(is_forgotten(cursor_->value())) : TRY(is_stray(position, cursor_->value()));
            if (is_gone) TRY(erase_record(to_, position));
        }
        return true;
    }

    Result<bool> is_forgotten(BytesView value) const {
        if (!in_) return true;
        return TRY(class_of_record(*in_, value)) == nullptr;
    }

    /// An index entry whose record is gone, forgotten, or has another value by now.
    Result<bool> is_stray(BytesView entry, BytesView record_key) const {
        if (!in_) return true;
        const Bytes key(record_key);
        const auto value = TRY(to_.get(key));
        if (!value) return true;
        const ClassEntryPtr* of = TRY(class_of_record(*in_, *value));
        if (!of || !is_sealed(*value, key)) return of == nullptr;
        const cim::ClassPtr definition = TRY((*of)->definition());
        const auto entries = index_keys(where_, *in_, **of, *definition, {*definition, record_in(*value)}, key);
        return std::find(entries.begin(), entries.end(), entry) == entries.end();
    }

    store::Batch& to_;
    const Surroundings& where_;
    const Sweep sweep_;
    const NamespacePtr in_;
    std::unique_ptr<store::Cursor> cursor_;
    unsigned visited_ = 0;
};

struct Waiting {
    Bytes key;
    Sweep sweep;
};

Result<std::optional<Waiting>> first_sweep(store::View& from) {
    const auto cursor = TRY(from.cursor());
    const ShortKey table(Table::Sweeps);
    if (!TRY(cursor->seek(table)) || !cursor->key().starts_with(BytesView(table))) return std::optional<Waiting>();
    const Sweep sweep = TRY(Sweep::decode(cursor->value()));
    return std::optional<Waiting>({Bytes(cursor->key()), sweep});
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
    Facts facts{.engine = store.engine,
                .folder = store.folder,
                .store_format = store.format,
                .format = kFormat,
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
    TRY(engine_->restore(base::Deadline::in(kRestoreWait), file, passed_on(progress)));
    TRY(catalogue());
    committer_->wake();
    return {};
}

}  // namespace wmi::repository
