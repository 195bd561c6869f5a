#include "service/service.h"

#include "base/text.h"
#include "repository/repository.h"
#include "service/internal/amendment.h"
#include "service/internal/dynamic.h"
#include "service/internal/piece_size.h"

#include <utility>

namespace wmi::service {
namespace {

/// Only the keys and the listed properties have values (PART-33); names that the class does not have are ignored (PART-36).
void project(cim::Instance& instance, const cim::GetExtensions& part) {
    for (const cim::Property& property : instance.cls().properties()) {
        bool is_wanted = property.is_key;
        for (std::size_t i = 0; !is_wanted && !part.keys_only && i < part.properties.size(); ++i)
            is_wanted = base::same_name(part.properties[i], property.name());
        if (!is_wanted) instance.put_null(property);
    }
}

}  // namespace

Result<std::optional<cim::GetExtensions>> Session::check_get(const cim::Context* context) {
    if (!context) return std::optional<cim::GetExtensions>();
    return cim::read_get_extensions(*context);
}

Result<cim::Object> Session::get(const Admission& admission, std::string_view text, const ReadOptions& options) {
    if (text.empty()) {
        cim::ClassPtr nameless = TRY(cim::Class::make({}));
        return cim::Object(std::move(nameless));
    }
    const Result<cim::ObjectPath> path = cim::parse_path(text);
    if (!path) return path.error();
    if (!path->is_instance() && !path->is_class())
        return Error(Status::InvalidObjectPath, "the path names a namespace, no class or instance", std::string(text));
    if (!path->server && path->namespaces.empty()) return get_from(admission.in(), origin_, *path, options);
    const Place place = TRY(place_of(admission, *path));
    return get_from(place.in, place.origin, *path, options);
}

Result<cim::Object> Session::get_from(const NamespacePtr& in, const cim::OriginPtr& origin, const cim::ObjectPath& path, const ReadOptions& options) {
    if (path.is_instance()) return get_instance(in, origin, path, options);
    cim::ClassPtr found = TRY(in->get_class(path.class_name));
    if (options.amended) found = TRY(amend(in, found));
    return cim::Object(std::move(found), origin);
}

Result<cim::Object> Session::get_instance(const NamespacePtr& in, const cim::OriginPtr& origin, const cim::ObjectPath& path, const ReadOptions& options) {
    const repository::ClassPlace place = TRY(in->get_place(path.class_name, Status::InvalidClass));
    const cim::Class& of = **place.definition;
    const std::vector<cim::Value> keys = TRY(cim::bind_keys(path, of));
    if (of.is_dynamic()) return answer_for_provider(in, of, Need::Get);
    const auto depth = options.direct ? repository::Depth::Exact : repository::Depth::Deep;
    Result<std::optional<cim::Instance>> looked = service_->repository_.find_instance(in, place, keys, depth);
    if (!looked) return std::move(looked).error();
    std::optional<cim::Instance>& found = *looked;
    if (!found) return Error(Status::NotFound, "there is no such instance", cim::print_relative(path));
    if (options.part) project(*found, *options.part);
    if (options.amended) {
        cim::ClassPtr merged = TRY(amend(in, found->class_pointer()));
        if (merged != found->class_pointer()) found = cim::Instance::trusted(std::move(merged), found->canonical());
    }
    return cim::Object(std::move(*found), origin);
}

Result<Session::Amendment> Session::find_amendment(const NamespacePtr& in, const std::string& name) {
    const repository::CataloguePtr catalogue = TRY(service_->repository_.catalogue());
    for (const std::string& locale : locales_) {
        const NamespacePtr localized = catalogue->find_namespace(in->path() + "\\" + locale);
        if (!localized) continue;
        cim::ClassPtr found = TRY(localized->find_class(name));
        if (found && found->is_amendment()) return Amendment{std::move(found), locale};  // else one of its own system classes
    }
    return Amendment{};
}

/// The class as the connection's first locale that has it says it, its bases too (CLASS-56, LOC-14).
Result<cim::ClassPtr> Session::amend(const NamespacePtr& in, const cim::ClassPtr& neutral) {
    cim::ClassPtr parent = neutral->parent();
    if (parent) parent = TRY(amend(in, parent));
    const Amendment found = TRY(find_amendment(in, neutral->name()));
    if (!found.amendment && parent == neutral->parent()) return neutral;
    return merge(*neutral, std::move(parent), found.amendment.get());
}

/// Classes by the names found at the beginning; one that is gone meanwhile is left out.
class ClassSource : public calls::Source {
public:
    ClassSource(SessionPtr session, Session::Place place, std::vector<std::string> names, bool amended)
        : session_(std::move(session)), place_(std::move(place)), names_(std::move(names)), amended_(amended) {}

    Result<Piece> next() override {
        constexpr std::size_t kPiece = 64;
        const Admission admission = TRY(session_->admit());
        Piece piece;
        for (std::size_t end = std::min(names_.size(), at_ + kPiece); at_ < end; ++at_) {
            cim::ClassPtr found = TRY(admission.in()->find_class(names_[at_]));
            if (!found) continue;
            if (amended_) found = TRY(session_->amend(admission.in(), found));
            piece.objects.emplace_back(std::move(found), place_.origin);
        }
        piece.is_last = at_ == names_.size();
        return piece;
    }

private:
    const SessionPtr session_;
    const Session::Place place_;
    const std::vector<std::string> names_;
    const bool amended_;
    std::size_t at_ = 0;
};

Result<std::unique_ptr<calls::Source>> Session::enumerate_classes(const Admission& admission, std::string_view below,
                                                                  const ReadOptions& options) {
    const auto depth = options.shallow ? repository::Depth::Exact : repository::Depth::Deep;
    std::vector<std::string> names = TRY(admission.in()->subclasses(below, depth));
    return std::make_unique<ClassSource>(shared_from_this(), Place{admission.in(), origin_}, std::move(names), options.amended);
}

/// Instances of the repository, piece by piece; at the end, the answer for subclasses that providers would have to serve.
class InstanceSource : public calls::Source {
public:
    InstanceSource(SessionPtr session, cim::ClassPtr of, std::unique_ptr<repository::InstanceScan> scan, ReadOptions options)
        : session_(std::move(session)), of_(std::move(of)), scan_(std::move(scan)), options_(std::move(options)) {}

    Result<Piece> next() override {
        const Admission admission = TRY(session_->admit());
        TRY(scan_->next_piece(size_.next(), found_));
        Piece piece;
        piece.objects = std::exchange(spare_, {});
        piece.objects.reserve(found_.instances.size());
        for (cim::Instance& instance : found_.instances) {
            if (options_.part) project(instance, *options_.part);
            cim::ClassPtr shown = instance.class_pointer();
            if (options_.amended) shown = TRY(amended(admission.in(), shown));
            if (shown != instance.class_pointer()) instance = cim::Instance::trusted(std::move(shown), instance.canonical());
            piece.objects.emplace_back(std::move(instance), session_->origin());
        }
        piece.is_last = found_.is_last && found_.instances.empty();  // what may fail at the end follows the objects (SVC-59)
        if (piece.is_last && !options_.shallow && !options_.direct) TRY(ask_providers(admission.in()));
        return piece;
    }

    void reuse(std::vector<cim::Object> spent) override {
        spare_ = std::move(spent);
        spare_.clear();
    }

private:
    /// Instances come class by class: the last one is remembered.
    Result<cim::ClassPtr> amended(const NamespacePtr& in, const cim::ClassPtr& neutral) {
        if (neutral_ != neutral) {
            merged_ = TRY(session_->amend(in, neutral));
            neutral_ = neutral;
        }
        return merged_;
    }

    Result<void> ask_providers(const NamespacePtr& in) {
        if (!session_->reaches_providers()) return {};
        const Result<std::vector<std::string>> names = in->subclasses(of_->name(), repository::Depth::Deep);
        if (!names) return {};  // the class is gone: the end
        for (const std::string& name : *names) {
            const cim::ClassPtr found = TRY(in->find_class(name));
            if (found && found->is_dynamic() && !found->is_abstract())
                return session_->answer_for_provider(in, *found, Need::Enumerate);
        }
        return {};
    }

    const SessionPtr session_;
    const cim::ClassPtr of_;
    const std::unique_ptr<repository::InstanceScan> scan_;
    const ReadOptions options_;
    PieceSize size_;
    repository::InstanceScan::Piece found_;  // its memory alone is kept
    std::vector<cim::Object> spare_;         // the same, of an earlier piece
    cim::ClassPtr neutral_;
    cim::ClassPtr merged_;
};

Result<std::unique_ptr<calls::Source>> Session::enumerate_instances(const Admission& admission, std::string_view name,
                                                                    const ReadOptions& options) {
    cim::ClassPtr of = TRY(admission.in()->get_class(name, Status::InvalidClass));
    if (of->is_dynamic() && !of->is_abstract())
        return answer_for_provider(admission.in(), *of, Need::Enumerate);
    const auto depth = options.shallow || options.direct ? repository::Depth::Exact : repository::Depth::Deep;
    std::unique_ptr<repository::InstanceScan> scan = TRY(service_->repository_.scan(admission.in(), *of, depth));
    return std::make_unique<InstanceSource>(shared_from_this(), std::move(of), std::move(scan), options);
}

}  // namespace wmi::service
