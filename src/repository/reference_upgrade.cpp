// What older formats lack. Registrations of providers go to extents of their kinds (formats 1 and 2) in the batch that takes the
// format up: they are few. The reference index of format 1 is made in batches of their own: the first takes the format up, so that
// programs which would keep no index are refused from then on, and writes the row that says how far the index is; each further one enters the references of some records and moves the row; the last one erases it. Writers meanwhile
// keep the index of what they write, before the row's position or behind it.
#include "base/log.h"
#include "repository/internal/kept_repository.h"
#include "repository/internal/references.h"

namespace wmi::repository {

namespace {

constexpr std::chrono::seconds kWait{30};
constexpr unsigned kEntered = 4096;  // records whose references one batch enters
constexpr unsigned kPassed = 65536;  // and others

class Piece {
public:
    Piece(store::Batch& to, const Surroundings& where, const Catalogue& now) : to_(to), where_(where), now_(now) {}

    /// True when all are entered. `position` is the record looked at last.
    Result<bool> run(Bytes& position) {
        const auto cursor = TRY(to_.cursor());
        const ShortKey table(Table::Records);
        bool more = TRY(cursor->seek(position.empty() ? BytesView(table) : BytesView(position)));
        if (more && cursor->key() == position) more = TRY(cursor->next());
        unsigned passed = 0, entered = 0;
        for (; more && cursor->key().starts_with(BytesView(table)); more = TRY(cursor->next())) {
            if (passed == kPassed || entered == kEntered) return false;
            position.assign(cursor->key());
            const bool has_entered = TRY(enter(position, cursor->value()));
            ++(has_entered ? entered : passed);
        }
        return true;
    }

private:
    /// Records that are forgotten or damaged have no references: a check finds the latter.
    Result<bool> enter(BytesView key, BytesView value) {
        if (key.size() < kRecordKeyStart || value.size() <= kRecordHeader) return false;
        const ClassEntryPtr* of = TRY(class_of(key, value));
        if (!of) return false;
        const cim::ClassPtr definition = TRY((*of)->definition());
        if ((*of)->references().empty() || !is_sealed(value, key) || !cim::check_record(*definition, record_in(value))) return false;
        std::vector<Bytes> entries;
        append_references(entries, where_, *in_, **of, {*definition, record_in(value)}, key);
        for (const Bytes& entry : entries) TRY(to_.put(entry, reference_value(key)));
        return true;
    }

    Result<const ClassEntryPtr*> class_of(BytesView key, BytesView value) {
        const NamespaceId in = number_in(key, 1);
        if (!in_ || in_->id() != in) in_ = now_.find_namespace(in);
        if (!in_) return nullptr;
        return class_of_record(*in_, value);
    }

    store::Batch& to_;
    const Surroundings& where_;
    const Catalogue& now_;
    NamespacePtr in_;
};

constexpr std::uint32_t kWithoutReferences = 1;

struct Registration {
    ClassEntryPtr of;
    Bytes key;
    Bytes value;
};

/// Those that stand in the extent of __ProviderRegistration; what is forgotten stays for the sweep that waits for it.
Result<std::vector<Registration>> registrations_in_one_extent(store::Batch& from, const Namespace& in, ClassId extent) {
    std::vector<Registration> found;
    const auto cursor = TRY(from.cursor());
    const ShortKey all(Table::Records, in.id(), extent);
    bool more = TRY(cursor->seek(all));
    for (; more && cursor->key().starts_with(BytesView(all)); more = TRY(cursor->next())) {
        const ClassEntryPtr* of = TRY(class_of_record(in, cursor->value()));
        if (!of || !is_sealed(cursor->value(), cursor->key())) continue;
        TRY((*of)->make_sure());
        found.push_back({*of, Bytes(cursor->key()), Bytes(cursor->value())});
    }
    return found;
}

/// Their entries go along: each ends with its record's key.
Result<void> move_registrations(store::Batch& in_batch, const Surroundings& where, const Namespace& in) {
    const ClassEntry* top = in.find(kRegistrations);
    if (!top) return {};
    std::vector<Registration> found = TRY(registrations_in_one_extent(in_batch, in, top->id()));
    for (Registration& one : found) {
        const cim::Class& definition = *one.of->made();
        if (!cim::check_record(definition, record_in(one.value))) continue;
        const Bytes record(record_in(one.value));
        const cim::RecordView view(definition, record);
        for (const Bytes& entry : index_keys(where, in, *one.of, definition, view, one.key)) TRY(in_batch.erase(entry));
        TRY(in_batch.erase(one.key));
        RecordKey key = record_key(where.secret, in.id(), one.of->extent(), view, definition, here(where, in));
        (void)TRY(find_record(in_batch, where, in, key));
        seal_record(one.value, key.bytes, one.of->layout());
        TRY(in_batch.put(key.bytes, one.value));
        for (const Bytes& entry : index_keys(where, in, *one.of, definition, view, key.bytes)) TRY(in_batch.put(entry, entry_value(entry, key.bytes)));
    }
    return {};
}

}  // namespace

Result<bool> KeptRepository::has_all_references(store::View& view) {
    if (TRY(view.get(ShortKey(Table::Indexing)))) return false;
    const auto head = TRY(read_head(view));
    return !head || head->format >= kFormat;
}

Result<void> KeptRepository::make_references() {
    for (bool is_told = false;; is_told = true) {
        {
            const auto view = TRY(engine_->read());
            if (TRY(has_all_references(*view))) return {};
        }
        if (!is_told) base::log::info("the references of a repository of an older format are being indexed, once");
        const store::Work work = [this](store::Batch& to) { return make_references_piece(to); };
        TRY(engine_->write(base::Deadline::in(kWait), work));
    }
}

Result<void> KeptRepository::make_references_piece(store::Batch& to) {
    auto head = TRY(read_head(to));
    if (!head) return Error(Status::CriticalError, "the repository lost its head record; restore a backup");
    const ShortKey row(Table::Indexing);
    if (head->format < kFormat) {
        const bool has_references = head->format > kWithoutReferences;
        const CataloguePtr now = TRY(catalogue_in(to, *head));
        for (const auto& [id, one] : now->namespaces) TRY(move_registrations(to, surroundings_, *one));
        head->format = kFormat;
        TRY(to.put(ShortKey(Table::Head), head->encode()));
        if (!has_references) TRY(to.put(row, std::string(1, 0)));
        return {};
    }
    const auto stored = TRY(to.get(row));
    if (!stored) return {};  // another process was faster
    const CataloguePtr now = TRY(catalogue_in(to, *head));
    Bytes position(stored->substr(1));
    if (TRY(Piece(to, surroundings_, *now).run(position))) {
        TRY(to.erase(row));
    } else {
        TRY(to.put(row, std::string(1, 0) + position));
    }
    return {};
}

}  // namespace wmi::repository
