// SELECT ... FROM a class of instances: records are tested and reduced where the store keeps them.
#include "base/text.h"
#include "query/internal/forms.h"
#include "query/internal/plan.h"
#include "query/internal/selection.h"

#include <utility>

namespace wmi::query::internal {

namespace {

using repository::Probe;
using repository::Way;

Result<std::optional<wql::Filter>> bind(const wql::Select& select, const cim::ClassPtr& of, const cim::Origin& origin) {
    if (!select.where) return std::optional<wql::Filter>();
    wql::Filter filter = TRY(wql::Filter::bind(*select.where, of, {origin.server, origin.namespace_path}));
    return std::optional<wql::Filter>(std::move(filter));
}

/// What rows say of where they came from, by their reduced class: one without the keys in the selection has no path (WQL-42).
struct Origins {
    cim::OriginPtr whole;

    void add(cim::ClassPtr reduced, cim::OriginPtr origin) { made_.emplace_back(std::move(reduced), std::move(origin)); }

    const cim::OriginPtr& of(const cim::ClassPtr& reduced) {
        if (last_ < made_.size() && made_[last_].first == reduced) return made_[last_].second;
        for (last_ = 0; last_ < made_.size(); ++last_)
            if (made_[last_].first == reduced) return made_[last_].second;
        return whole;
    }

private:
    std::vector<std::pair<cim::ClassPtr, cim::OriginPtr>> made_;
    std::size_t last_ = 0;
};

/// Tests and takes records of the selected class and its heirs as one state of the definitions has them.
class Selects final : public Probe {
public:
    Selects(std::optional<wql::Filter> filter, Selection selection, std::shared_ptr<Origins> origins)
        : filter_(std::move(filter)), selection_(std::move(selection)), origins_(std::move(origins)) {}

    bool matches(const cim::RecordView& record) override { return !filter_ || filter_->matches(record); }

    Result<cim::Instance> take(const cim::ClassPtr& of, const cim::RecordView& record) override {
        if (selection_.is_all) return Probe::take(of, record);
        const cim::Projection* projection = TRY(projection_of(of));
        return projection->take(record.bytes());
    }

private:
    struct Made {
        cim::ClassPtr of;
        cim::Projection projection;
    };

    /// Neighbours are mostly of one class.
    Result<const cim::Projection*> projection_of(const cim::ClassPtr& of) {
        if (last_ < made_.size() && made_[last_].of == of) return &made_[last_].projection;
        for (last_ = 0; last_ < made_.size(); ++last_)
            if (made_[last_].of == of) return &made_[last_].projection;
        const std::vector<std::uint16_t> orders = selection_.orders_of(*of);
        cim::Projection projection = TRY(cim::Projection::make(of, orders));
        origins_->add(projection.cls(), selection_.origin_from(origins_->whole, *of, orders));
        made_.push_back({of, std::move(projection)});
        return &made_.back().projection;
    }

    const std::optional<wql::Filter> filter_;
    const Selection selection_;
    const std::shared_ptr<Origins> origins_;
    std::vector<Made> made_;
    std::size_t last_ = 0;
};

class SelectRows final : public Rows {
public:
    SelectRows(const Ground& ground, wql::Select select, const Options& options, cim::ClassPtr of)
        : ground_(ground), select_(std::make_shared<const wql::Select>(std::move(select))), options_(options), of_(std::move(of)) {}

    /// Everything the query names is looked up here, and again whenever definitions change.
    Result<void> begin() {
        const auto filter = TRY(bind(*select_, of_, *ground_.origin));
        const Selection selection = TRY(select_from(*select_, *of_, options_.ensure_locatable));
        origins_ = std::make_shared<Origins>();
        origins_->whole = ground_.origin;
        if (options_.prototype) {
            cim::Object prototype = TRY(prototype_of(*select_, selection, of_, ground_.origin));
            prototype_.emplace(std::move(prototype));
            return {};
        }
        if (filter && filter->is_never()) {
            is_never_ = true;
            return {};
        }
        if (filter) way_ = choose_way(*filter, *of_);
        const auto depth = options_.direct ? repository::Depth::Exact : repository::Depth::Deep;
        const auto make_probe = [select = select_, options = options_, origin = ground_.origin, origins = origins_, of = of_, filter,
                                 selection](const cim::ClassPtr& now) -> Result<std::unique_ptr<Probe>> {
            if (now == of) return std::make_unique<Selects>(filter, selection, origins);
            auto now_filter = TRY(bind(*select, now, *origin));
            Selection now_selection = TRY(select_from(*select, *now, options.ensure_locatable));
            return std::make_unique<Selects>(std::move(now_filter), std::move(now_selection), origins);
        };
        scan_ = TRY(ground_.repository.scan(ground_.in, *of_, depth, way_, make_probe));
        return {};
    }

    Result<Piece> next(std::size_t limit) override {
        Piece piece;
        if (prototype_) piece.objects.push_back(*std::exchange(prototype_, std::nullopt));
        piece.is_last = !scan_;
        if (!scan_) return piece;
        TRY(scan_->next_piece(limit, found_));
        piece.objects = std::exchange(spare_, {});
        piece.is_last = found_.is_last && found_.instances.empty();  // what may fail at the end follows the objects (SVC-59)
        piece.objects.reserve(found_.instances.size());
        for (cim::Instance& instance : found_.instances) {
            const cim::OriginPtr& origin = origins_->of(instance.class_pointer());
            piece.objects.emplace_back(std::move(instance), origin);
        }
        return piece;
    }

    void reuse(std::vector<cim::Object> spent) override {
        spare_ = std::move(spent);
        spare_.clear();
    }

    [[nodiscard]] Explanation explain() const override {
        if (is_never_) return {"nothing is read: no value of the property's type can fulfil the condition", 0, 0};
        if (!scan_) return {"the class " + of_->name() + " alone", 1, 1};
        const repository::ScanFacts facts = scan_->facts();
        return {describe(way_, facts.way, *of_), facts.looked, facts.hits};
    }

    [[nodiscard]] cim::ClassPtr from() const override { return options_.prototype ? nullptr : of_; }

private:
    const Ground ground_;
    const std::shared_ptr<const wql::Select> select_;
    const Options options_;
    const cim::ClassPtr of_;
    std::shared_ptr<Origins> origins_;
    Way way_;
    std::unique_ptr<repository::InstanceScan> scan_;
    repository::InstanceScan::Piece found_;  // its memory alone is kept
    std::vector<cim::Object> spare_;         // the same, of an earlier piece
    std::optional<cim::Object> prototype_;
    bool is_never_ = false;
};

}  // namespace

Result<std::unique_ptr<Rows>> open_select(const Ground& ground, wql::Select select, const Options& options) {
    cim::ClassPtr of = TRY(ground.in->get_class(select.class_name, Status::InvalidClass));  // WQL-26
    auto rows = std::make_unique<SelectRows>(ground, std::move(select), options, std::move(of));
    TRY(rows->begin());
    return rows;
}

}  // namespace wmi::query::internal
