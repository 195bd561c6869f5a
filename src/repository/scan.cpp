// A scan is a position: the extent and the key it has come to. Each piece opens a view, finds out what the class and its heirs are
// now, copies what is wanted, and ends the view.
#include "repository/internal/kept_repository.h"
#include "repository/internal/record_place.h"

#include <algorithm>

namespace wmi::repository {

namespace {

constexpr std::size_t kPieceBytes = std::size_t{1} << 20U;
constexpr std::chrono::milliseconds kPieceTime{10};
constexpr unsigned kRecordsBetweenLooksAtClock = 256;

/// What is scanned, as one state of the definitions has it.
struct Plan {
    NamespacePtr in;
    std::vector<ClassId> extents;  // in order
    struct Wanted {
        Layout layout;
        cim::ClassPtr definition;
    };
    std::vector<Wanted> wanted;  // by layout

    [[nodiscard]] const cim::ClassPtr* find(Layout layout) const {
        const auto at = std::lower_bound(wanted.begin(), wanted.end(), layout, [](const Wanted& one, Layout value) { return one.layout < value; });
        return at != wanted.end() && at->layout == layout ? &at->definition : nullptr;
    }
};

Result<Plan> make_plan(NamespacePtr in, const ClassEntry& top, Depth depth) {
    Plan plan;
    const std::vector<ClassEntryPtr> family = depth == Depth::Deep ? in->family(top) : std::vector<ClassEntryPtr>{*in->find_entry(top.name())};
    for (const ClassEntryPtr& one : family) {
        cim::ClassPtr definition = TRY(one->definition());
        if (one->extent() == 0) continue;
        plan.extents.push_back(one->extent());
        plan.wanted.push_back({one->layout(), std::move(definition)});
    }
    std::sort(plan.extents.begin(), plan.extents.end());
    plan.extents.erase(std::unique(plan.extents.begin(), plan.extents.end()), plan.extents.end());
    std::sort(plan.wanted.begin(), plan.wanted.end(), [](const auto& left, const auto& right) { return left.layout < right.layout; });
    plan.in = std::move(in);
    return plan;
}

class KeptScan final : public InstanceScan {
public:
    KeptScan(KeptRepository& repository, NamespacePtr in, std::string class_name, Depth depth, RecordTest test)
        : repository_(repository), in_(std::move(in)), class_name_(std::move(class_name)), depth_(depth), test_(std::move(test)) {}

    Result<std::vector<cim::Instance>> next(std::size_t limit) override {
        std::vector<cim::Instance> found;
        while (!is_over_ && found.empty()) TRY(piece(limit, found));
        return found;
    }

private:
    Result<void> piece(std::size_t limit, std::vector<cim::Instance>& found) {
        const auto view = TRY(repository_.engine().read());
        const CataloguePtr catalogue = TRY(repository_.catalogue_of(*view));
        TRY(bind(*catalogue));
        if (is_over_) return {};
        const auto cursor = TRY(view->cursor());
        const base::Deadline end = base::Deadline::in(kPieceTime);
        std::size_t bytes = 0;
        for (unsigned looked = 1; TRY(step(*cursor)); ++looked) {
            const BytesView value = cursor->value();
            const cim::ClassPtr* of = plan_.find(TRY(layout_of(value)));
            if (of && !is_sealed(value, cursor->key())) return damaged("a record", cursor->key());
            if (of && (!test_ || test_({**of, record_in(value)}))) {
                found.push_back(cim::Instance::trusted(*of, Bytes(record_in(value))));
                bytes += value.size();
                if (found.size() >= limit || bytes >= kPieceBytes) return remember(*cursor);
            }
            if (looked % kRecordsBetweenLooksAtClock == 0 && end.passed()) return remember(*cursor);
        }
        is_over_ = true;
        return {};
    }

    Result<void> remember(const store::Cursor& cursor) {
        position_.assign(cursor.key());
        return {};
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
        plan_ = TRY(make_plan(in, **top, depth_));
        extent_prefix_.clear();
        return {};
    }

    /// The next record of the extents; false behind the last one.
    Result<bool> step(store::Cursor& cursor) {
        bool has_more = false;
        if (cursor.valid()) {
            has_more = TRY(cursor.next());
        } else if (position_.empty()) {
            if (plan_.extents.empty()) return false;
            has_more = TRY(cursor.seek(ShortKey(Table::Records, in_->id(), plan_.extents.front())));
        } else {
            has_more = TRY(cursor.seek(position_));
            if (has_more && cursor.key() == position_) has_more = TRY(cursor.next());
        }
        while (has_more && !is_inside(cursor.key())) {
            const auto extent = extent_after(cursor.key());
            if (!extent) return false;
            has_more = TRY(cursor.seek(ShortKey(Table::Records, in_->id(), *extent)));
        }
        return has_more;
    }

    [[nodiscard]] bool is_of_namespace(BytesView key) const { return key.size() >= kRecordKeyStart && key.starts_with(BytesView(ShortKey(Table::Records, in_->id()))); }

    [[nodiscard]] bool is_inside(BytesView key) {
        if (key.size() >= kRecordKeyStart && !extent_prefix_.empty() && key.starts_with(extent_prefix_)) return true;
        if (!is_of_namespace(key) || !std::binary_search(plan_.extents.begin(), plan_.extents.end(), number_in(key, 5))) return false;
        extent_prefix_.assign(key.substr(0, kRecordKeyStart));
        return true;
    }

    /// The first extent of the plan behind where a key stands.
    [[nodiscard]] std::optional<ClassId> extent_after(BytesView key) const {
        if (!is_of_namespace(key)) return std::nullopt;
        const auto at = std::upper_bound(plan_.extents.begin(), plan_.extents.end(), number_in(key, 5));
        return at == plan_.extents.end() ? std::nullopt : std::optional(*at);
    }

    KeptRepository& repository_;
    const NamespacePtr in_;
    const std::string class_name_;
    const Depth depth_;
    const RecordTest test_;
    Plan plan_;
    Bytes extent_prefix_;  // of the extent that the cursor was in last
    Bytes position_;
    bool is_over_ = false;
};

}  // namespace

Result<std::unique_ptr<InstanceScan>> KeptRepository::scan(const NamespacePtr& in, const cim::Class& of, Depth depth, RecordTest test) {
    const CataloguePtr now = TRY(catalogue());
    const NamespacePtr where = TRY(current_namespace(*now, in));
    if (!where->has_class(of.name())) return Error(Status::InvalidClass, "there is no class " + of.name() + " in namespace " + where->path(), of.name());
    return std::unique_ptr<InstanceScan>(std::make_unique<KeptScan>(*this, where, of.name(), depth, std::move(test)));
}

}  // namespace wmi::repository
