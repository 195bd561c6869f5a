#include "query/query.h"

#include "base/text.h"
#include "cim/projection.h"
#include "repository/repository.h"
#include "service/internal/dynamic.h"
#include "service/internal/piece_size.h"
#include "service/service.h"

namespace wmi::service {

/// The rows of a query, amended where that was asked for.
class QuerySource : public calls::Source {
public:
    QuerySource(SessionPtr session, std::unique_ptr<query::Rows> rows, const QueryOptions& options) : session_(std::move(session)), rows_(std::move(rows)), options_(options) {}

    Result<Piece> next() override {
        const Admission admission = TRY(session_->admit());
        query::Rows::Piece found = TRY(rows_->next(size_.next()));
        Piece piece;
        piece.is_last = found.is_last;
        piece.objects = std::move(found.objects);
        if (options_.amended) {
            for (cim::Object& object : piece.objects) TRY(amend(admission.in(), object));
        }
        if (piece.is_last) TRY(ask_providers(admission.in()));
        return piece;
    }

    void reuse(std::vector<cim::Object> spent) override { rows_->reuse(std::move(spent)); }

    /// Subclasses that providers would have to serve.
    Result<void> ask_providers(const NamespacePtr& in) {
        const cim::ClassPtr of = rows_->from();
        if (!of || options_.of_query.direct || !session_->reaches_providers()) return {};
        const Result<std::vector<std::string>> names = in->subclasses(of->name(), repository::Depth::Deep);
        if (!names) return {};  // the class is gone: the end
        for (const std::string& name : *names) {
            const cim::ClassPtr found = TRY(in->find_class(name));
            if (found && found->is_dynamic() && !found->is_abstract()) return session_->answer_for_provider(in, *found, Need::Enumerate);
        }
        return {};
    }

private:
    Result<void> amend(const NamespacePtr& in, cim::Object& object) {
        const cim::ClassPtr& neutral = object.class_pointer();
        if (neutral_ != neutral) {
            merged_ = TRY(amended(in, object));
            neutral_ = neutral;
        }
        if (merged_ == neutral) return {};
        if (cim::Instance* instance = object.find_instance()) object = cim::Object(cim::Instance::trusted(merged_, instance->canonical()), object.origin());
        else object = cim::Object(merged_, object.origin());
        return {};
    }

    /// The class of an object with its localized text, reduced as that one is (LOC-05).
    Result<cim::ClassPtr> amended(const NamespacePtr& in, const cim::Object& object) {
        const cim::ClassPtr& neutral = object.class_pointer();
        const NamespacePtr where = TRY(namespace_of(in, object));
        const cim::ClassPtr whole = where ? TRY(where->find_class(neutral->name())) : nullptr;
        if (!whole) return neutral;
        cim::ClassPtr merged = TRY(session_->amend(where, whole));
        if (whole == neutral || merged == whole) return merged == whole ? neutral : merged;
        if (object.is_class()) return neutral;  // a prototype says more of its properties
        std::vector<std::uint16_t> orders;
        for (const cim::Property& property : neutral->properties()) {
            const cim::Property* same = merged->find_property(property.name());
            if (!same || same->type() != property.type()) return neutral;  // the class was changed meanwhile
            orders.push_back(same->order);
        }
        return cim::project_class(*merged, orders);
    }

    /// Associations lead to other namespaces. Null: it is gone.
    Result<NamespacePtr> namespace_of(const NamespacePtr& in, const cim::Object& object) {
        const cim::OriginPtr& origin = object.origin();
        if (!origin || base::same_name(origin->namespace_path, in->path())) return in;
        const repository::CataloguePtr catalogue = TRY(session_->service()->repository().catalogue());
        return catalogue->find_namespace(origin->namespace_path);
    }

    const SessionPtr session_;
    const std::unique_ptr<query::Rows> rows_;
    const QueryOptions options_;
    PieceSize size_;
    cim::ClassPtr neutral_;
    cim::ClassPtr merged_;
};

Result<query::Question> Session::check_query(std::string_view language, std::string_view text) {
    if (text.empty()) return Error(Status::InvalidParameter, "a query needs its text");
    if (!base::same_name(language, "WQL")) return Error(Status::InvalidQueryType, "the only query language is WQL", std::string(language));
    return query::Question::read(text);
}

Result<std::unique_ptr<calls::Source>> Session::ask(const Admission& admission, const query::Question& question, const QueryOptions& options) {
    std::unique_ptr<query::Rows> rows = TRY(query::open({service_->repository_, admission.in(), origin_}, question, options.of_query));
    const cim::ClassPtr of = rows->from();
    if (of && of->is_dynamic() && !of->is_abstract()) return answer_for_provider(admission.in(), *of, Need::Enumerate);
    auto source = std::make_unique<QuerySource>(shared_from_this(), std::move(rows), options);
    if (options.answers_for_providers_first) TRY(source->ask_providers(admission.in()));
    return source;
}

Result<query::Explanation> Session::explain(const Admission& admission, const query::Question& question) {
    const std::unique_ptr<query::Rows> rows = TRY(query::open({service_->repository_, admission.in(), origin_}, question, {}));
    constexpr std::size_t kPiece = 1000;
    for (bool is_last = false; !is_last;) is_last = TRY(rows->next(kPiece)).is_last;
    return rows->explain();
}

}  // namespace wmi::service
