// A scan is a position: the key it has come to, or how many of the collected keys it has been at. Each piece opens a view, finds
// out what the class and its heirs are now, takes what is wanted, and ends the view.
#include "repository/internal/kept_repository.h"
#include "repository/internal/record_place.h"
#include "repository/internal/scan_plan.h"

#include <algorithm>

namespace wmi::repository {

namespace {

constexpr std::size_t kPieceBytes = std::size_t{1} << 20U;
constexpr std::chrono::milliseconds kPieceTime{2};  // how soon a scan that finds nothing hears that it is not wanted
constexpr std::size_t kMostAtOnce = 1024;
constexpr unsigned kRecordsBetweenLooksAtClock = 256;

class TakesAll final : public Probe {
public:
    bool matches(const cim::RecordView& /*record*/) override { return true; }
};

/// What one piece does with the records it comes to.
class Taking final : public store::Walker {
public:
    Taking(ScanPlan& plan, Probe& probe, ScanFacts& facts, std::vector<cim::Instance>& found, std::size_t limit)
        : plan_(plan), probe_(probe), facts_(facts), found_(found), limit_(limit), end_(base::Deadline::in(kPieceTime)) {}

    bool visit(BytesView key, BytesView value) override {
        const cim::ClassPtr* of = class_of(value);
        if (of != nullptr) look_at(key, value, *of);
        if (++looked_ % kRecordsBetweenLooksAtClock == 0 && end_.passed()) is_full_ = true;
        return !is_full_;
    }

    [[nodiscard]] bool is_full() const { return is_full_; }

    Result<void> close() {
        facts_.looked += looked_;
        if (failure_) return std::move(*failure_);
        return {};
    }

private:
    const cim::ClassPtr* class_of(BytesView value) {
        if (value.size() > kRecordHeader) return plan_.find(layout_in(value));
        fail(layout_of(value).error());
        return nullptr;
    }

    /// What is looked at is not checked, but it cannot lead out of its bytes; what is delivered is checked.
    void look_at(BytesView key, BytesView value, const cim::ClassPtr& of) {
        const cim::RecordView record(*of, record_in(value));
        if (!record.has_all_slots()) return fail(damaged("a record", key));
        if (probe_.matches(record)) take(key, value, of);
    }

    void take(BytesView key, BytesView value, const cim::ClassPtr& of) {
        if (!is_sealed(value, key)) return fail(damaged("a record", key));
        Result<cim::Instance> taken = probe_.take(of, {*of, record_in(value)});
        if (!taken) return fail(std::move(taken).error());
        if (found_.empty()) found_.reserve(std::min(limit_, kMostAtOnce));
        found_.push_back(std::move(*taken));
        ++facts_.hits;
        bytes_ += value.size();
        is_full_ = is_full_ || found_.size() >= limit_ || bytes_ >= kPieceBytes;
    }

    void fail(Error why) {
        failure_.emplace(std::move(why));
        is_full_ = true;
    }

    ScanPlan& plan_;
    Probe& probe_;
    ScanFacts& facts_;
    std::vector<cim::Instance>& found_;
    const std::size_t limit_;
    const base::Deadline end_;
    unsigned looked_ = 0;
    std::size_t bytes_ = 0;
    bool is_full_ = false;
    std::optional<Error> failure_;
};

/// Keys of records that entries of an index lead to.
class Collects final : public store::Walker {
public:
    Collects(std::vector<Bytes>& keys, std::size_t most) : keys_(keys), most_(most) {}

    bool visit(BytesView /*key*/, BytesView value) override {
        if (keys_.size() == most_) return false;
        keys_.emplace_back(value);
        return true;
    }

private:
    std::vector<Bytes>& keys_;
    const std::size_t most_;
};

class KeptScan final : public InstanceScan {
public:
    KeptScan(KeptRepository& repository, NamespacePtr in, std::string class_name, Depth depth, Way way, ProbeMaker make_probe)
        : repository_(repository), in_(std::move(in)), class_name_(std::move(class_name)), depth_(depth), way_(std::move(way)), make_probe_(std::move(make_probe)) {}

    Result<void> next_piece(std::size_t limit, Piece& piece) override {
        piece.instances.clear();
        if (!is_over_) TRY(read(limit, piece.instances));
        piece.is_last = is_over_;
        return {};
    }

    [[nodiscard]] ScanFacts facts() const override { return facts_; }

private:
    Result<void> read(std::size_t limit, std::vector<cim::Instance>& found) {
        const auto view = TRY(repository_.engine().read());
        const CataloguePtr catalogue = TRY(repository_.catalogue_of(*view));
        TRY(bind(*catalogue));
        if (is_over_) return {};
        if (plan_.way == Way::Kind::Index && !has_collected_) TRY(collect(*view));
        Taking taking(plan_, *probe_, facts_, found, limit);
        if (has_collected_) TRY(fetch(*view, taking));
        else TRY(walk(*view, taking));
        return taking.close();
    }

    Result<void> bind(const Catalogue& now) {
        const NamespacePtr in = now.find_namespace(in_->id());
        if (!in) return Error(Status::InvalidNamespace, "namespace " + in_->path() + " was deleted; connect to one that exists", in_->path());
        if (in == plan_.in) return {};
        const ClassEntryPtr* top = in->find_entry(class_name_);
        if (!top) {
            is_over_ = true;
            return {};
        }
        plan_ = TRY(make_scan_plan(repository_.surroundings(), in, **top, depth_, way_));
        facts_.way = plan_.way;
        if (make_probe_) probe_ = TRY(make_probe_(plan_.of));
        else probe_ = std::make_unique<TakesAll>();
        return {};
    }

    /// What the index leads to; when that is too much, the scan goes through the extents.
    Result<void> collect(store::View& view) {
        const auto cursor = TRY(view.cursor());
        const KeyRange& range = plan_.ranges.front();
        Collects collects(keys_, way_.most);
        const bool is_too_much = TRY(cursor->seek(range.begin)) && TRY(cursor->walk(range.end, collects));
        if (is_too_much) {
            keys_.clear();
            keys_.shrink_to_fit();
            way_ = {};
            plan_.in.reset();  // made anew
            return bind(*TRY(repository_.catalogue_of(view)));
        }
        std::sort(keys_.begin(), keys_.end());
        keys_.erase(std::unique(keys_.begin(), keys_.end()), keys_.end());
        has_collected_ = true;
        return {};
    }

    Result<void> fetch(store::View& view, Taking& taking) {
        while (at_ < keys_.size() && !taking.is_full()) {
            const Bytes& key = keys_[at_];
            const auto value = TRY(view.get(key));
            if (value) taking.visit(key, *value);
            ++at_;
        }
        is_over_ = at_ == keys_.size();
        return {};
    }

    Result<void> walk(store::View& view, Taking& taking) {
        const auto cursor = TRY(view.cursor());
        bool has_more = true;
        for (const KeyRange& range : plan_.ranges) {
            if (range.end <= position_) continue;
            has_more = TRY(place(*cursor, range));
            if (!has_more) break;
            const bool is_stopped = TRY(cursor->walk(range.end, taking));
            if (is_stopped) {
                position_.assign(cursor->key());
                return {};
            }
        }
        is_over_ = true;
        return {};
    }

    /// On the first key of the range that was not visited.
    Result<bool> place(store::Cursor& cursor, const KeyRange& range) {
        if (position_ < range.begin) return cursor.seek(range.begin);
        const bool found = TRY(cursor.seek(position_));
        if (found && cursor.key() == position_) return cursor.next();
        return found;
    }

    KeptRepository& repository_;
    const NamespacePtr in_;
    const std::string class_name_;
    const Depth depth_;
    Way way_;
    const ProbeMaker make_probe_;
    ScanPlan plan_;
    std::unique_ptr<Probe> probe_;
    ScanFacts facts_;
    Bytes position_;
    std::vector<Bytes> keys_;  // collected from an index
    std::size_t at_ = 0;
    bool has_collected_ = false;
    bool is_over_ = false;
};

}  // namespace

Result<std::unique_ptr<InstanceScan>> KeptRepository::scan(const NamespacePtr& in, const cim::Class& of, Depth depth, Way way, ProbeMaker probe) {
    const CataloguePtr now = TRY(catalogue());
    const NamespacePtr where = TRY(current_namespace(*now, in));
    if (!where->has_class(of.name())) return Error(Status::InvalidClass, "there is no class " + of.name() + " in namespace " + where->path(), of.name());
    return std::unique_ptr<InstanceScan>(std::make_unique<KeptScan>(*this, where, of.name(), depth, std::move(way), std::move(probe)));
}

}  // namespace wmi::repository
