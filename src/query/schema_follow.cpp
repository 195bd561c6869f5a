// ASSOCIATORS OF and REFERENCES OF with SchemaOnly: what the definitions say, no instance is looked at (WQL-110).
#include "base/text.h"
#include "query/internal/follow.h"

#include <set>

namespace wmi::query::internal {

namespace {

using repository::ClassReference;

/// The class that a property `ref:X` may refer to; empty for anything else.
std::string referred(const cim::Class& of, const cim::Property& property) {
    if (property.type().is_array || property.type().element != cim::CimType::Reference) return {};
    const std::string type = of.cim_type(property);
    const std::size_t colon = type.find(':');
    return colon == std::string::npos ? std::string() : type.substr(colon + 1);
}

bool fits_role(const std::string& role, const cim::Property& property) { return role.empty() || base::same_name(role, property.name()); }

bool carries(const cim::Class& of, const std::string& qualifier) { return qualifier.empty() || of.qualifiers().find(qualifier) != nullptr; }

class SchemaFollowRows final : public Rows {
public:
    SchemaFollowRows(const Ground& ground, wql::Follow follow) : ground_(ground), follow_(std::move(follow)) {}

    Result<void> begin(const cim::Class& source) {
        references_ = TRY(ground_.in->references_to(source));
        return {};
    }

    Result<Piece> next(std::size_t limit) override {
        Piece piece;
        while (at_ < references_.size() && piece.objects.size() < limit) TRY(look_at(references_[at_++], piece));
        found_ += piece.objects.size();
        piece.is_last = at_ == references_.size();
        return piece;
    }

    [[nodiscard]] Explanation explain() const override { return {"references that the classes of the namespace have to the class", at_, found_}; }

private:
    Result<void> look_at(const ClassReference& one, Piece& piece) {
        const cim::Class& association = *one.association;
        if (!fits_role(follow_.role, association.properties()[one.property])) return {};
        const std::string& wanted = follow_.is_references ? follow_.result_class : follow_.assoc_class;
        if (!wanted.empty() && !association.is_a(wanted)) return {};
        if (!carries(association, follow_.is_references ? follow_.required_qualifier : follow_.required_assoc_qualifier)) return {};
        if (follow_.is_references) return add(one.association, piece);
        for (const cim::Property& other : association.properties())
            if (other.order != one.property && fits_role(follow_.result_role, other)) TRY(add_end(referred(association, other), piece));
        return {};
    }

    Result<void> add_end(const std::string& name, Piece& piece) {
        if (name.empty()) return {};
        const cim::ClassPtr end = TRY(ground_.in->find_class(name));
        if (!end || !carries(*end, follow_.required_qualifier)) return {};
        if (!follow_.result_class.empty() && !end->is_a(follow_.result_class)) return {};
        return add(end, piece);
    }

    Result<void> add(const cim::ClassPtr& found, Piece& piece) {
        if (given_.insert(base::fold(found->name())).second) piece.objects.emplace_back(found, ground_.origin);
        return {};
    }

    const Ground ground_;
    const wql::Follow follow_;
    std::vector<ClassReference> references_;
    std::set<std::string> given_;
    std::size_t at_ = 0;
    std::uint64_t found_ = 0;
};

}  // namespace

Result<std::unique_ptr<Rows>> open_schema_follow(const Ground& ground, wql::Follow follow, const cim::ObjectPath& source) {
    const repository::CataloguePtr now = TRY(ground.repository.catalogue());
    const NamespacePtr in = now->find_namespace(cim::print_namespace(source));
    if (!in) return Error(Status::InvalidNamespace, "there is no namespace " + cim::print_namespace(source), cim::print_path(source));
    const cim::ClassPtr of = TRY(in->get_class(source.class_name, Status::NotFound));
    auto rows = std::make_unique<SchemaFollowRows>(ground, std::move(follow));
    TRY(rows->begin(*of));
    return rows;
}

}  // namespace wmi::query::internal
