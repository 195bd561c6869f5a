// SELECT * FROM meta_class: the classes of a namespace (WQL-90..96).
#include "query/internal/forms.h"
#include "wql/filter.h"

#include <algorithm>

namespace wmi::query::internal {

namespace {

class SchemaRows final : public Rows {
public:
    SchemaRows(const Ground& ground, std::optional<wql::SchemaFilter> filter) : ground_(ground), filter_(std::move(filter)) {}

    Result<void> begin() {
        const wql::ClassLimits limits = filter_ ? filter_->classes() : wql::ClassLimits();
        if (!limits) {
            names_ = TRY(ground_.in->subclasses("", repository::Depth::Deep));
            return {};
        }
        for (const wql::ClassLimit& limit : *limits) TRY(add(limit));
        std::sort(names_.begin(), names_.end());
        names_.erase(std::unique(names_.begin(), names_.end()), names_.end());
        is_limited_ = true;
        return {};
    }

    Result<Piece> next(std::size_t limit) override {
        const repository::CataloguePtr now = TRY(ground_.repository.catalogue());
        const NamespacePtr in = now->find_namespace(ground_.in->id());
        if (!in) return Error(Status::InvalidNamespace, "namespace " + ground_.in->path() + " was deleted; connect to one that exists", ground_.in->path());
        Piece piece;
        while (at_ < names_.size() && piece.objects.size() < std::min(limit, kPiece)) {
            cim::ClassPtr found = TRY(in->find_class(names_[at_++]));
            if (found && (!filter_ || filter_->matches(*found))) piece.objects.emplace_back(std::move(found), ground_.origin);
        }
        found_ += piece.objects.size();
        piece.is_last = at_ == names_.size();
        return piece;
    }

    [[nodiscard]] Explanation explain() const override {
        return {is_limited_ ? "the classes that the condition names, with theirs" : "all classes of the namespace", at_, found_};
    }

private:
    static constexpr std::size_t kPiece = 64;

    Result<void> add(const wql::ClassLimit& limit) {
        const cim::ClassPtr top = TRY(ground_.in->find_class(limit.name));
        if (!top) return {};  // WQL-95
        names_.push_back(top->name());
        if (!limit.with_derived) return {};
        const auto heirs = TRY(ground_.in->subclasses(limit.name, repository::Depth::Deep));
        names_.insert(names_.end(), heirs.begin(), heirs.end());
        return {};
    }

    const Ground ground_;
    const std::optional<wql::SchemaFilter> filter_;
    std::vector<std::string> names_;
    bool is_limited_ = false;
    std::size_t at_ = 0;
    std::size_t found_ = 0;
};

}  // namespace

Result<std::unique_ptr<Rows>> open_schema(const Ground& ground, const wql::Select& select) {
    if (!select.projection.empty()) return invalid_at(select.projection.front().at, "of classes only * can be selected");  // WQL-90
    std::optional<wql::SchemaFilter> filter;
    if (select.where) {
        wql::SchemaFilter bound = TRY(wql::SchemaFilter::bind(*select.where, {ground.origin->server, ground.origin->namespace_path}));
        filter.emplace(std::move(bound));
    }
    auto rows = std::make_unique<SchemaRows>(ground, std::move(filter));
    TRY(rows->begin());
    return rows;
}

}  // namespace wmi::query::internal
