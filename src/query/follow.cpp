// ASSOCIATORS OF and REFERENCES OF between instances: from the source over the reference index to the associations, and from these
// to their other ends (WQL-100..118). One step, never more.
#include "base/text.h"
#include "cim/path.h"
#include "cim/projection.h"
#include "query/internal/follow.h"

#include <algorithm>
#include <set>

namespace wmi::query::internal {

namespace {

using cim::ObjectPath;
using repository::Reference;

constexpr std::size_t kPiece = 64;

bool carries(const cim::Instance& instance, std::string_view qualifier) {
    return qualifier.empty() || instance.cls().qualifiers().find(qualifier) != nullptr || instance.own_qualifiers().find(qualifier) != nullptr;
}

class FollowRows final : public Rows {
public:
    FollowRows(const Ground& ground, wql::Follow follow, ObjectPath source) : ground_(ground), follow_(std::move(follow)), source_(std::move(source)) {}

    Result<void> begin() {
        repository::ReferenceFilter filter;
        const std::string& of = follow_.is_references ? follow_.result_class : follow_.assoc_class;
        if (!of.empty()) filter.classes.push_back(of);
        filter.role = follow_.role;
        scan_ = TRY(ground_.repository.references(ground_.in, source_, std::move(filter)));
        return {};
    }

    Result<Piece> next(std::size_t limit) override {
        Piece piece;
        const std::vector<Reference> some = TRY(scan_->next(std::min(limit, kPiece)));
        piece.is_last = some.empty();
        for (const Reference& one : some) {
            ++looked_;
            const std::vector<std::uint16_t> sources = sources_of(one);
            if (sources.front() != one.property) continue;  // it came already, by the first of them
            if (follow_.is_references) TRY(add_association(one.association, piece));
            else TRY(add_ends(one.association, sources, piece));
        }
        found_ += piece.objects.size();
        return piece;
    }

    [[nodiscard]] Explanation explain() const override { return {"index of references to " + cim::print_path(source_), looked_, found_}; }

private:
    [[nodiscard]] static bool is_reference(const cim::Property& property) { return property.type().element == cim::CimType::Reference; }

    [[nodiscard]] static bool has_role(const std::string& role, const cim::Property& property) { return role.empty() || base::same_name(role, property.name()); }

    /// The references of an association that lead to the source, in order; one of them is the one that it was found by.
    [[nodiscard]] std::vector<std::uint16_t> sources_of(const Reference& one) const {
        std::vector<std::uint16_t> sources;
        for (const cim::Property& property : one.association.cls().properties()) {
            if (!is_reference(property) || !has_role(follow_.role, property)) continue;
            if (property.order == one.property || scan_->leads_to_target(one.association, property.order)) sources.push_back(property.order);
        }
        return sources;
    }

    Result<void> add_association(const cim::Instance& association, Piece& piece) {
        if (!carries(association, follow_.required_qualifier)) return {};
        return add(association, ground_.origin, piece);
    }

    /// The other ends of one association, each once: where every reference leads but the one that one came by.
    Result<void> add_ends(const cim::Instance& association, const std::vector<std::uint16_t>& sources, Piece& piece) {
        if (!follow_.required_assoc_qualifier.empty() && association.cls().qualifiers().find(follow_.required_assoc_qualifier) == nullptr) return {};
        std::set<std::string> seen;
        for (const cim::Property& property : association.cls().properties()) {
            if (!is_reference(property) || !has_role(follow_.result_role, property)) continue;
            if (sources.size() == 1 && sources.front() == property.order) continue;
            const cim::Value value = association.get(property);
            if (const auto* text = std::get_if<std::string>(&value)) TRY(add_end(association, property, *text, seen, piece));
            const auto* list = std::get_if<cim::Array>(&value);
            for (std::size_t i = 0; list && i < list->size(); ++i) TRY(add_end(association, property, std::get<std::string>((*list)[i]), seen, piece));
        }
        return {};
    }

    /// What a reference does not lead to any more is left out (WQL-112).
    Result<void> add_end(const cim::Instance& association, const cim::Property& property, const std::string& text, std::set<std::string>& seen, Piece& piece) {
        const auto leads_to = ground_.repository.target_of(ground_.in, association.cls(), property, text);
        if (!leads_to) return {};
        const ObjectPath& path = *leads_to;
        const repository::CataloguePtr now = TRY(ground_.repository.catalogue());
        const NamespacePtr in = now->find_namespace(cim::print_namespace(path));
        if (!in) return {};
        auto found = find_instance(ground_.repository, in, path);
        if (!found && found.status() == Status::CriticalError) return std::move(found).error();
        if (!found || !*found) return {};
        const cim::Instance& end = **found;
        if (!seen.insert(base::fold(in->path() + ":" + *end.relative_path())).second) return {};
        if (!follow_.result_class.empty() && !end.cls().is_a(follow_.result_class)) return {};
        if (!carries(end, follow_.required_qualifier)) return {};
        return add(end, in->id() == ground_.in->id() ? ground_.origin : origin_in(*in), piece);
    }

    cim::OriginPtr origin_in(const repository::Namespace& in) {
        if (!elsewhere_ || elsewhere_->namespace_path != in.path()) elsewhere_ = std::make_shared<const cim::Origin>(cim::Origin{ground_.origin->server, in.path()});
        return elsewhere_;
    }

    Result<void> add(const cim::Instance& one, const cim::OriginPtr& origin, Piece& piece) {
        if (follow_.class_defs_only) {
            if (classes_.insert(base::fold(origin->namespace_path + ":" + one.cls().name())).second) piece.objects.emplace_back(one.class_pointer(), origin);
            return {};
        }
        if (!follow_.keys_only) {
            piece.objects.emplace_back(one, origin);
            return {};
        }
        std::vector<std::uint16_t> keys(one.cls().keys().begin(), one.cls().keys().end());
        std::sort(keys.begin(), keys.end());
        const cim::Projection projection = TRY(cim::Projection::make(one.class_pointer(), keys));
        piece.objects.emplace_back(projection.take(one.record()), origin);
        return {};
    }

    const Ground ground_;
    const wql::Follow follow_;
    const ObjectPath source_;
    std::unique_ptr<repository::ReferenceScan> scan_;
    std::set<std::string> classes_;  // given already (WQL-108)
    cim::OriginPtr elsewhere_;
    std::uint64_t looked_ = 0;
    std::uint64_t found_ = 0;
};

/// The source as it is stored: a path may name it through a base class.
Result<ObjectPath> stored_source(const Ground& ground, const ObjectPath& path) {
    const repository::CataloguePtr now = TRY(ground.repository.catalogue());
    const NamespacePtr in = now->find_namespace(cim::print_namespace(path));
    if (!in) return Error(Status::InvalidNamespace, "there is no namespace " + cim::print_namespace(path), cim::print_path(path));
    const cim::ClassPtr of = TRY(in->get_class(path.class_name, Status::InvalidClass));
    if (of->is_dynamic()) return path;  // its provider knows whether it is there
    const std::optional<cim::Instance> found = TRY(find_instance(ground.repository, in, path));
    if (!found) return Error(Status::NotFound, "there is no such instance to start from", cim::print_path(path));
    ObjectPath stored = TRY(cim::parse_path(*found->relative_path()));
    stored.namespaces = path.namespaces;
    return stored;
}

}  // namespace

Result<std::optional<cim::Instance>> find_instance(repository::Repository& repository, const NamespacePtr& in, const ObjectPath& path) {
    const cim::ClassPtr of = TRY(in->find_class(path.class_name));
    if (!of) return std::optional<cim::Instance>();
    const std::vector<cim::Value> keys = TRY(cim::bind_keys(path, *of));
    return repository.find_instance(in, *of, keys, repository::Depth::Deep);
}

Result<std::unique_ptr<Rows>> open_follow(const Ground& ground, wql::Follow follow) {
    if (follow.class_defs_only && !follow.result_class.empty()) return invalid_at(follow.path_at, "ClassDefsOnly and ResultClass exclude each other");  // WQL-108
    ObjectPath path = TRY(cim::parse_path(follow.path));
    const auto absolute = ground.repository.absolute(ground.in, path);
    if (!absolute) return Error(Status::InvalidObjectPath, "the path leads to another machine", follow.path);
    if (follow.schema_only != path.is_class()) {  // WQL-111
        const char* what = follow.schema_only ? "SchemaOnly needs the path of a class" : "the path of a class needs SchemaOnly; name an instance, or add it";
        return Error(Status::InvalidObjectPath, what, follow.path);
    }
    if (follow.schema_only) return open_schema_follow(ground, std::move(follow), *absolute);
    ObjectPath source = TRY(stored_source(ground, *absolute));
    auto rows = std::make_unique<FollowRows>(ground, std::move(follow), std::move(source));
    TRY(rows->begin());
    return rows;
}

}  // namespace wmi::query::internal
