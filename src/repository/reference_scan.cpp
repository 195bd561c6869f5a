// A scan of references is the last entry it came to. Each piece opens a view, finds out what the target and the classes are now,
// and walks the entries of all names of the target in order; classes and properties that are not asked for are leapt over.
#include "base/text.h"
#include "repository/internal/kept_repository.h"
#include "repository/internal/references.h"

#include <algorithm>
#include <unordered_map>

namespace wmi::repository {

namespace {

constexpr std::size_t kPieceBytes = std::size_t{1} << 20U;
constexpr std::chrono::milliseconds kPieceTime{10};
constexpr unsigned kEntriesBetweenLooksAtClock = 64;

/// The record that an entry leads to.
struct Holder {
    const ClassEntry* of = nullptr;
    BytesView record;
};

class KeptReferenceScan final : public ReferenceScan {
public:
    KeptReferenceScan(KeptRepository& repository, NamespacePtr in, cim::ObjectPath target, ReferenceFilter filter)
        : repository_(repository), in_(std::move(in)), path_(std::move(target)), filter_(std::move(filter)) {}

    /// What is wrong with the question is said when it is asked.
    Result<void> begin() {
        const CataloguePtr now = TRY(repository_.catalogue());
        TRY(Target::bind(repository_.surroundings(), *now, path_));
        return {};
    }

    Result<std::vector<Reference>> next(std::size_t limit) override {
        std::vector<Reference> found;
        while (!is_over_ && found.empty()) TRY(piece(limit, found));
        return found;
    }

    [[nodiscard]] bool leads_to_target(const cim::Instance& association, std::uint16_t property) const override {
        const ClassEntry* of = in_ && target_ ? in_->find(association.cls().name()) : nullptr;
        if (!of || !of->make_sure()) return false;
        const ReferenceProperty* reference = of->find_reference(property);
        if (!reference) return false;
        const cim::Value value = association.get(association.cls().properties()[property]);
        const auto* text = std::get_if<std::string>(&value);
        return text ? leads_to_target(*text, *reference) : leads_to_target(value, *reference);
    }

private:
    Result<void> piece(std::size_t limit, std::vector<Reference>& found) {
        const auto view = TRY(view_with_all());
        const CataloguePtr now = TRY(repository_.catalogue_of(*view));
        TRY(bind(now));
        const auto cursor = TRY(view->cursor());
        const base::Deadline end = base::Deadline::in(kPieceTime);
        std::size_t bytes = 0;
        unsigned looked = 0;
        bool has_more = !is_over_ && TRY(seek(*cursor, resume_));
        for (; has_more; has_more = TRY(step(*cursor))) {
            position_.assign(cursor->key());
            leap_.clear();
            auto hit = TRY(look(*view, cursor->value()));
            if (hit) {
                bytes += hit->association.record().size();
                found.push_back(std::move(*hit));
            }
            if (found.size() >= limit || bytes >= kPieceBytes) return leave();
            if (++looked % kEntriesBetweenLooksAtClock == 0 && end.passed()) return leave();
        }
        is_over_ = true;
        return {};
    }

    /// The next piece begins behind what this one has looked at.
    Result<void> leave() {
        resume_ = leap_.empty() ? position_ + '\0' : leap_;
        return {};
    }

    /// Somebody may have restored an old backup meanwhile.
    Result<std::unique_ptr<store::View>> view_with_all() {
        while (true) {
            auto view = TRY(repository_.engine().read());
            if (TRY(KeptRepository::has_all_references(*view))) return view;
            view.reset();
            TRY(repository_.make_references());
        }
    }

    Result<void> bind(const CataloguePtr& now) {
        if (bound_ && bound_->stamp == now->stamp) return {};
        in_ = now->find_namespace(in_->id());
        if (!in_) return Error(Status::InvalidNamespace, "the namespace whose associations are read was deleted; connect to one that exists");
        auto target = Target::bind(repository_.surroundings(), *now, path_);
        bound_ = now;
        wanted_.clear();
        last_ = nullptr;
        filter_ids_.clear();
        for (const std::string& name : filter_.classes) {
            if (const ClassEntry* entry = in_->find(name)) filter_ids_.push_back(entry->id());
        }
        is_over_ = is_over_ || !target || (filter_ids_.empty() && !filter_.classes.empty());
        if (is_over_) return {};
        target_.emplace(std::move(*target));
        prefixes_ = target_->prefixes(repository_.surroundings(), *in_);
        return {};
    }

    // -- moving

    Result<bool> step(store::Cursor& cursor) {
        if (!leap_.empty()) return seek(cursor, leap_);
        const bool has_more = TRY(cursor.next());
        return has_more && is_inside(cursor.key()) ? Result<bool>(true) : seek(cursor, position_ + '\0');
    }

    /// The first entry of any name that is not below a key.
    Result<bool> seek(store::Cursor& cursor, BytesView from) {
        auto prefix = std::lower_bound(prefixes_.begin(), prefixes_.end(), from, [](const Bytes& one, BytesView key) { return one < key && !key.starts_with(one); });
        for (; prefix != prefixes_.end(); ++prefix) {
            if (!TRY(cursor.seek(std::max(BytesView(*prefix), from)))) return false;
            prefix_size_ = prefix->size();
            if (cursor.key().starts_with(*prefix)) return true;
        }
        return false;
    }

    [[nodiscard]] bool is_inside(BytesView key) const { return key.size() > prefix_size_ && key.substr(0, prefix_size_) == BytesView(position_).substr(0, prefix_size_); }

    void leap_to(ClassId of, std::uint16_t order) {
        leap_.assign(position_, 0, prefix_size_);
        append_place(leap_, {of, order});
    }

    // -- looking

    Result<std::optional<Reference>> look(store::View& view, BytesView value) {
        const auto end = end_of_prefix(position_);
        if (!end || *end != prefix_size_) return damaged("a reference entry", position_);
        const ReferencePlace place = place_in(position_, *end);
        const auto known = wanted_.find(place.of);
        if (known != wanted_.end() && leaps_over(known->second, place)) return std::optional<Reference>();
        const auto holder = TRY(holder_of(view, record_of_reference(position_, *end, value), place.of));
        if (!holder) return std::optional<Reference>();
        if (known == wanted_.end() && leaps_over(want(*holder->of), place)) return std::optional<Reference>();
        if (!leads_to_target(*holder, place)) return std::optional<Reference>();
        return std::optional<Reference>({cim::Instance::trusted(holder->of->made(), Bytes(holder->record)), place.order});
    }

    /// Nothing when the entry waits to be swept.
    Result<std::optional<Holder>> holder_of(store::View& view, BytesView key, ClassId of) const {
        const auto value = TRY(view.get(key));
        if (!value) return std::optional<Holder>();
        const ClassEntryPtr* entry = TRY(class_of_record(*in_, *value));
        if (!entry || (*entry)->id() != of) return std::optional<Holder>();
        if (!is_sealed(*value, key)) return damaged("a record", key);
        TRY((*entry)->make_sure());
        return std::optional<Holder>({entry->get(), record_in(*value)});
    }

    /// The references of a class that are asked for.
    const std::vector<std::uint16_t>& want(const ClassEntry& of) {
        std::vector<std::uint16_t> orders;
        const bool is_wanted = filter_.classes.empty() || std::any_of(filter_ids_.begin(), filter_ids_.end(), [&](ClassId id) { return of.is_a(id); });
        for (const ReferenceProperty& one : of.references()) {
            const std::string& name = of.made()->properties()[one.order].name();
            if (is_wanted && (filter_.role.empty() || base::same_name(name, filter_.role))) orders.push_back(one.order);
        }
        return wanted_.emplace(of.id(), std::move(orders)).first->second;
    }

    bool leaps_over(const std::vector<std::uint16_t>& orders, ReferencePlace place) {
        const auto at = std::lower_bound(orders.begin(), orders.end(), place.order);
        if (at != orders.end() && *at == place.order) return false;
        if (at != orders.end()) {
            leap_to(place.of, *at);
        } else {
            leap_to(place.of + 1, 0);
        }
        return true;
    }

    /// Many references to one instance are spelled alike: what was found to lead there is compared as bytes first.
    bool leads_to_target(const Holder& holder, ReferencePlace place) {
        const ReferenceProperty* reference = holder.of->find_reference(place.order);
        if (!reference) return false;
        const cim::RecordView record(*holder.of->made(), holder.record);
        const cim::Property& property = holder.of->made()->properties()[place.order];
        if (record.is_null(property)) return false;
        if (property.type().is_array) return is_first_to_target(record.value(property), *reference);
        const cim::RecordView::Text text = record.text(property);
        if (last_ == reference && last_is_utf16_ == text.is_utf16 && last_text_ == text.bytes) return true;
        if (!leads_to_target(cim::to_utf8(text), *reference)) return false;
        last_text_ = text.bytes;
        last_is_utf16_ = text.is_utf16;
        last_ = reference;
        return true;
    }

    /// Several elements may lead there by names of several classes, each with an entry: the first one's is the one that counts.
    [[nodiscard]] bool is_first_to_target(const cim::Value& value, const ReferenceProperty& reference) const {
        const auto* array = std::get_if<cim::Array>(&value);
        if (!array) return false;
        for (const cim::Scalar& one : *array) {
            const auto* text = std::get_if<std::string>(&one);
            if (!text || !leads_to_target(*text, reference)) continue;
            const auto prefix = prefix_of_reference(repository_.surroundings().secret, *in_, *text);
            return prefix && *prefix == BytesView(position_).substr(0, prefix_size_);
        }
        return false;
    }

    [[nodiscard]] bool leads_to_target(const cim::Value& value, const ReferenceProperty& reference) const {
        const auto* array = std::get_if<cim::Array>(&value);
        return array && std::any_of(array->begin(), array->end(), [&](const cim::Scalar& one) {
            const auto* text = std::get_if<std::string>(&one);
            return text && leads_to_target(*text, reference);
        });
    }

    [[nodiscard]] bool leads_to_target(const std::string& text, const ReferenceProperty& reference) const {
        const auto path = read_reference(repository_.surroundings().machine, *in_, reference, text);
        return path && target_->is_named_by(*path);
    }

    KeptRepository& repository_;
    NamespacePtr in_;
    const cim::ObjectPath path_;
    const ReferenceFilter filter_;
    Bytes resume_;    // where the next piece begins; a piece that fails is read again
    Bytes position_;  // the entry looked at
    Bytes leap_;      // where to go on; empty: at the next entry
    bool is_over_ = false;
    // as bound_ has it
    CataloguePtr bound_;
    std::optional<Target> target_;
    std::vector<ClassId> filter_ids_;
    std::vector<Bytes> prefixes_;
    std::size_t prefix_size_ = 0;  // of the one that the cursor is in
    std::unordered_map<ClassId, std::vector<std::uint16_t>> wanted_;
    // the text found last, of one reference of one class
    const ReferenceProperty* last_ = nullptr;
    Bytes last_text_;
    bool last_is_utf16_ = false;
};

}  // namespace

Result<std::unique_ptr<ReferenceScan>> KeptRepository::references(const NamespacePtr& in, const cim::ObjectPath& target, ReferenceFilter filter) {
    const CataloguePtr now = TRY(catalogue());
    NamespacePtr where = TRY(current_namespace(*now, in));
    auto path = absolute(where, target);
    if (!path) return Error(Status::InvalidObjectPath, "the path names another machine, which keeps its references itself", cim::print_path(target));
    auto scan = std::make_unique<KeptReferenceScan>(*this, std::move(where), std::move(*path), std::move(filter));
    TRY(scan->begin());
    return std::unique_ptr<ReferenceScan>(std::move(scan));
}

std::optional<cim::ObjectPath> KeptRepository::target_of(const NamespacePtr& in, const cim::Class& association, const cim::Property& property, std::string_view text) const {
    const ClassEntry* entry = in->find(association.name());
    if (entry && entry->make_sure()) {
        if (const ReferenceProperty* reference = entry->find_reference(property.order)) return read_reference(surroundings_.machine, *in, *reference, text);
    }
    return read_reference(surroundings_.machine, *in, {}, text);
}

std::optional<cim::ObjectPath> KeptRepository::absolute(const NamespacePtr& in, cim::ObjectPath path) const {
    return absolute_path(surroundings_.machine, in->path(), std::move(path));
}

}  // namespace wmi::repository
