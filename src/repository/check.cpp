// Everything a repository holds, looked at in one view: `wmi check`. The view is as long as the check, so the store cannot reuse
// space meanwhile; writers go on.
#include "base/text.h"
#include "repository/internal/kept_repository.h"
#include "repository/internal/references.h"

#include <algorithm>
#include <map>
#include <set>

namespace wmi::repository {

namespace {

constexpr std::uint64_t kKeysBetweenProgress = 4096;

std::string hex(BytesView bytes) {
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string text;
    for (const char c : bytes.substr(0, 64)) {
        text += kDigits[static_cast<unsigned char>(c) >> 4U];
        text += kDigits[static_cast<unsigned char>(c) & 15U];
    }
    return text;
}

class Check {
public:
    Check(store::View& view, const Surroundings& where, CataloguePtr now, std::uint64_t about, const Progress& progress)
        : view_(view), where_(where), now_(std::move(now)), about_(about), progress_(progress) {}

    Result<CheckReport> run() {
        cursor_ = TRY(view_.cursor());
        TRY(look_at_sweeps());
        look_at_classes();
        TRY(each(Table::Records, [this](BytesView key, BytesView value) { return look_at_record(key, value); }));
        TRY(each(Table::Index, [this](BytesView key, BytesView value) { return look_at_entry(key, value); }));
        TRY(each(Table::References, [this](BytesView key, BytesView value) { return look_at_reference(key, value); }));
        TRY(look_at_counts());
        TRY(look_at_namespaces());
        return std::move(report_);
    }

private:
    void say(std::string about, std::string sentence) {
        ++report_.findings_total;
        if (report_.findings.size() < kMaxFindings) report_.findings.push_back({std::move(about), std::move(sentence)});
    }

    template <class Look>
    Result<void> each(Table table, Look look) {
        const ShortKey prefix(table);
        bool more = TRY(cursor_->seek(prefix));
        for (; more && cursor_->key().starts_with(BytesView(prefix)); more = TRY(cursor_->next())) {
            if (++done_ % kKeysBetweenProgress == 0 && progress_ && !progress_(done_, about_)) return Error(Status::CallCancelled, "the check was stopped");
            TRY(look(cursor_->key(), cursor_->value()));
        }
        return {};
    }

    Result<void> look_at_sweeps() {
        return each(Table::Sweeps, [this](BytesView key, BytesView value) -> Result<void> {
            const auto sweep = Sweep::decode(value);
            if (!sweep) {
                say(hex(key), sweep.error().sentence());
            } else {
                sweeps_.insert({sweep->kind, sweep->in, sweep->of});
            }
            return {};
        });
    }

    [[nodiscard]] bool waits(Sweep::Kind kind, NamespaceId in, ClassId of) const {
        return sweeps_.contains({Sweep::Kind::Namespace, in, 0}) || sweeps_.contains({kind, in, of});
    }

    void look_at_classes() {
        report_.namespaces = now_->namespaces.size();
        for (const auto& [id, one] : now_->namespaces) {
            for (const Namespace::Slot& slot : one->slots()) {
                if (!slot.entry->is_system()) ++report_.classes;
                const auto definition = slot.entry->definition();
                if (!definition) say(one->path() + ":" + slot.entry->name(), definition.error().sentence());
            }
        }
    }

    /// A record or an entry that no class knows: waiting to be swept, or lost.
    void look_at_forgotten(Sweep::Kind kind, BytesView key) {
        ++report_.forgotten;
        if (!waits(kind, number_in(key, 1), number_in(key, 5))) say(hex(key), "belongs to no class, and no sweep waits for it; it takes room and does no harm");
    }

    Result<void> look_at_record(BytesView key, BytesView value) {
        if (key.size() < kRecordKeyStart) return lost(key, "has the key of no record");
        const NamespacePtr in = now_->find_namespace(NamespaceId{number_in(key, 1)});
        const auto layout = layout_of(value);
        if (!layout) return lost(key, "is too short for a record");
        if (*layout == kGapLayout && key.size() == kCutKeySize) return {};
        const ClassEntryPtr* of = in ? in->find_layout(*layout) : nullptr;
        if (!of) {
            look_at_forgotten(Sweep::Kind::Extent, key);
            return {};
        }
        if (!is_sealed(value, key)) return lost(key, "has a wrong check sum");
        const auto definition = (*of)->definition();
        if (!definition) return {};  // said already
        if (!(*of)->is_system()) ++report_.instances;
        ++counted_[{in->id(), *layout}];
        if (const auto fits = cim::check_record(**definition, record_in(value)); !fits) return lost(key, "is no record of " + (*of)->name() + ": " + fits.error().sentence());
        return look_at_place(*in, **of, **definition, key, value);
    }

    Result<void> look_at_place(const Namespace& in, const ClassEntry& of, const cim::Class& definition, BytesView key, BytesView value) {
        const cim::RecordView record(definition, record_in(value));
        RecordKey own = record_key(where_.secret, in.id(), of.extent(), record, definition, here(where_, in));
        if (own.is_cut()) own.bytes.back() = key.back();
        if (own.bytes != key) return lost(key, "stands at the key of another instance");
        for (const Bytes& entry : index_keys(where_, in, of, definition, record, key)) {
            const auto there = TRY(view_.get(entry));
            if (!there || *there != entry_value(entry, key)) say(hex(key), std::string(entry.front() == static_cast<char>(Table::References) ? "has a reference that is not indexed, in class " : "is not in an index of class ") + of.name());
        }
        return {};
    }

    Result<void> lost(BytesView key, std::string_view why) {
        say(hex(key), std::string(why));
        return {};
    }

    Result<void> look_at_entry(BytesView entry, BytesView key) {
        if (entry.size() < kRecordKeyStart) return lost(entry, "has the key of no index entry");
        ++report_.index_entries;
        if (TRY(is_right(entry, key))) return {};
        look_at_forgotten(Sweep::Kind::Index, entry);
        return {};
    }

    Result<void> look_at_reference(BytesView entry, BytesView value) {
        const auto end = end_of_prefix(entry);
        if (!end) return lost(entry, "has the key of no reference entry");
        ++report_.references;
        if (TRY(is_right(entry, record_of_reference(entry, *end, value)))) return {};
        ++report_.forgotten;
        const NamespaceId in = number_in(entry, 1);
        if (!waits(Sweep::Kind::References, in, 0) && !waits(Sweep::Kind::References, in, place_in(entry, *end).of))
            say(hex(entry), "is a reference that no record holds, and no sweep waits for it; it takes room and does no harm");
        return {};
    }

    Result<bool> is_right(BytesView entry, BytesView key) {
        const NamespacePtr in = now_->find_namespace(NamespaceId{number_in(entry, 1)});
        if (!in || key.empty()) return false;
        const auto value = TRY(view_.get(key));
        if (!value) return false;
        const auto layout = layout_of(*value);
        const ClassEntryPtr* of = layout ? in->find_layout(*layout) : nullptr;
        if (!of || !is_sealed(*value, key)) return false;
        const auto definition = (*of)->definition();
        if (!definition) return false;
        const auto entries = index_keys(where_, *in, **of, **definition, {**definition, record_in(*value)}, key);
        return std::find(entries.begin(), entries.end(), entry) != entries.end();
    }

    Result<void> look_at_counts() {
        TRY(each(Table::Counts, [this](BytesView key, BytesView value) -> Result<void> {
            if (key.size() != 9 || value.size() != sizeof(std::uint64_t)) return lost(key, "is no count of instances");
            const auto counted = counted_.extract({number_in(key, 1), number_in(key, 5)});
            const auto said = base::load<std::uint64_t>(value.data());
            const std::uint64_t found = counted ? counted.mapped() : 0;
            if (said != found) say(hex(key), "counts " + std::to_string(said) + " instances, there are " + std::to_string(found));
            return {};
        }));
        for (const auto& [place, found] : counted_) say(std::to_string(place.first) + "/" + std::to_string(place.second), std::to_string(found) + " instances are not counted");
        return {};
    }

    /// Every namespace but root has its instance in the one above.
    Result<void> look_at_namespaces() {
        for (const auto& [id, one] : now_->namespaces) {
            if (one->is_root()) continue;
            const NamespacePtr above = now_->find_namespace(one->parent());
            const cim::ClassPtr of = TRY(above->get_class("__NAMESPACE"));
            const cim::Value name = one->path().substr(one->path().rfind('\\') + 1);
            RecordKey key = record_key(where_.secret, above->id(), where_.system.namespace_class(), {&name, 1}, *of, here(where_, *above));
            const auto found = find_record(view_, where_, *above, key);
            if (!found || !*found) say(one->path(), "has no instance of __NAMESPACE in " + above->path());
        }
        return {};
    }

    store::View& view_;
    const Surroundings& where_;
    const CataloguePtr now_;
    const std::uint64_t about_;
    const Progress& progress_;
    std::unique_ptr<store::Cursor> cursor_;
    std::set<std::tuple<Sweep::Kind, NamespaceId, ClassId>> sweeps_;
    std::map<std::pair<NamespaceId, Layout>, std::uint64_t> counted_;
    std::uint64_t done_ = 0;
    CheckReport report_;
};

}  // namespace

Result<CheckReport> KeptRepository::check(const Progress& progress) {
    const std::uint64_t about = TRY(engine_->facts()).records;
    const auto view = TRY(engine_->read());
    const CataloguePtr now = TRY(catalogue_of(*view));
    return Check(*view, surroundings_, now, about, progress).run();
}

}  // namespace wmi::repository
