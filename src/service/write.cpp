#include "service/service.h"

#include "base/text.h"
#include "repository/repository.h"
#include "service/internal/amendment.h"
#include "service/internal/dynamic.h"

namespace wmi::service {
namespace {

repository::PutMode to_mode(PutMode mode) {
    switch (mode) {
        case PutMode::UpdateOnly: return repository::PutMode::UpdateOnly;
        case PutMode::CreateOnly: return repository::PutMode::CreateOnly;
        case PutMode::CreateOrUpdate: break;
    }
    return repository::PutMode::CreateOrUpdate;
}

repository::UpdateMode to_update(UpdateMode mode) {
    switch (mode) {
        case UpdateMode::Safe: return repository::UpdateMode::Safe;
        case UpdateMode::Force: return repository::UpdateMode::Force;
        case UpdateMode::Compatible: break;
    }
    return repository::UpdateMode::Compatible;
}

Error read_amended(const std::string& name) {
    return Error(Status::AmendedObject,
                 "this object was read with amended qualifiers: put it with WBEM_FLAG_USE_AMENDED_QUALIFIERS, or read it without", name);
}

/// Whether a namespace holds amendments itself: MS_ and an LCID (LOC-01).
bool is_of_locale(const repository::Namespace& in) {
    const std::string_view path = in.path();
    const std::string_view name = path.substr(path.rfind('\\') + 1);
    const bool begins = name.size() > 3 && name.size() <= 11 && base::same_name(name.substr(0, 3), "MS_");
    return begins && name.find_first_not_of("0123456789abcdefABCDEF", 3) == std::string_view::npos;
}

/// Paths this long can only come from long texts: short records need no look.
Result<void> check_path_length(const cim::Instance& instance) {
    constexpr std::size_t kShort = 2000;
    std::size_t size = instance.record().size() + instance.cls().name().size();
    for (const std::uint16_t order : instance.cls().keys()) size += instance.cls().properties()[order].name().size();
    if (size <= kShort) return {};
    const std::optional<std::string> path = instance.relative_path();
    if (!path) return {};
    return Session::check_path(*path);
}

}  // namespace

/// The change, and, once it is handed over, who hears of its end: one piece of memory for both.
struct Write::Held final : repository::Completion {
    explicit Held(repository::Change of) : change(std::move(of)) {}

    bool is_wanted() noexcept override { return by->is_wanted(); }

    void finished(Result<repository::Outcome>&& outcome) noexcept override {
        if (outcome) by->finished(std::move(outcome->path));
        else by->finished(std::move(outcome).error());
    }

    repository::Change change;
    std::unique_ptr<service::Completion> by;
};

Write::Write(repository::Change change) : held_(std::make_unique<Held>(std::move(change))) {}
Write::Write(Write&&) noexcept = default;
Write& Write::operator=(Write&&) noexcept = default;
Write::~Write() = default;

std::size_t Write::size_bytes() const { return held_->change.size_bytes(); }

Result<std::optional<cim::PutExtensions>> Session::check_put(const cim::Object& object, const cim::Context* context, PutMode mode) {
    const cim::Instance* instance = object.find_instance();
    if (!instance) return Error(Status::InvalidObject, "PutInstance takes an instance; this is a class", object.cls().name());
    TRY(check_path_length(*instance));
    if (!context) return std::optional<cim::PutExtensions>();
    Result<std::optional<cim::PutExtensions>> read = cim::read_put_extensions(*context, mode == PutMode::UpdateOnly);
    if (!read) return Error(read.status(), read.error().sentence(), object.cls().name());  // CALL-66
    return read;
}

/// PUT-39, CLASS-52.
Result<void> Session::allow_write(const Admission& admission, const cim::Class& of) const {
    access::Right needed = access::Right::PartialWrite;
    if (of.is_dynamic()) needed = access::Right::ProviderWrite;
    else if (of.dynasty().starts_with("__")) needed = access::Right::FullWrite;
    if (admission.rights().allow(needed)) return {};
    return Error(Status::AccessDenied, "the caller may not write here", of.name());
}

Result<Write> Write::in_its_place(Result<Write> prepared, const InSequence& place) {
    if (!place.sequence) return prepared;
    if (prepared) prepared->held_->change.follow(place.sequence, place.number);
    else place.sequence->fail(place.number);
    return prepared;
}

Result<Write> Session::prepare_put(const Admission& admission, cim::Object object, const PutOptions& options) {
    return Write::in_its_place(prepare_alone(admission, std::move(object), options), options.in_sequence);
}

Result<Write> Session::prepare_class_put(const Admission& admission, const cim::Object& object, const PutOptions& options) {
    return Write::in_its_place(prepare_class_alone(admission, object, options), options.in_sequence);
}

/// The class of an instance as it is here decides who keeps it, not the one that came with it (PUT-15, CLASS-46).
Result<void> Session::refuse_dynamic(const Admission& admission, const cim::Class& given) {
    const cim::ClassPtr here = TRY(admission.in()->get_class(given.name(), Status::InvalidClass));
    if (!here->is_dynamic()) return {};
    TRY(allow_write(admission, *here));
    return answer_for_provider(admission.in(), *here, Need::Put);
}

Result<Write> Session::prepare_alone(const Admission& admission, cim::Object object, const PutOptions& options) {
    cim::Instance* instance = object.find_instance();
    if (!instance) return Error(Status::InvalidObject, "PutInstance takes an instance; this is a class", object.cls().name());
    TRY(allow_write(admission, instance->cls()));
    if (is_amended(instance->cls()) && !options.amended) return read_amended(instance->cls().name());
    if (options.amended) strip(*instance);
    const cim::ClassPtr given = instance->class_pointer();
    if (given->is_dynamic()) TRY(refuse_dynamic(admission, *given));
    Result<repository::Change> change = service_->repository_.prepare_put(admission.in(), std::move(*instance), to_mode(options.mode), options.part);
    if (change) return Write(std::move(*change));
    if (change.status() == Status::ProviderNotFound) TRY(refuse_dynamic(admission, *given));  // dynamic here alone (PUT-15)
    return std::move(change).error();
}

Result<Write> Session::prepare_class_alone(const Admission& admission, const cim::Object& object, const PutOptions& options) {
    const cim::ClassPtr* given = object.find_class();
    if (!given) return Error(Status::InvalidClass, "PutClass takes a class; this is an instance", object.cls().name());
    const cim::Class& of = **given;
    if (!admission.rights().allow(of.is_dynamic() ? access::Right::ProviderWrite : access::Right::FullWrite))
        return Error(Status::AccessDenied, "the caller may not define classes here", of.name());
    if (is_amended(of) && !options.amended) return read_amended(of.name());
    const repository::ClassOptions class_options{.may_be_abstract_below_concrete = options.may_be_abstract_below_concrete};
    const auto prepare = [&](cim::ClassBody body) {
        body.is_localized = false;  // of how it was read; what is stored is itself
        return service_->repository_.prepare_class_put(admission.in(), std::move(body), to_mode(options.mode), to_update(options.update),
                                                       class_options);
    };
    cim::ClassBody neutral = of.body();
    std::optional<cim::ClassBody> localized;
    const bool is_split = options.amended && admission.in()->has_class(of.name()) && !is_of_locale(*admission.in());  // CLASS-58: a new one is stored as it is
    if (is_split) localized = TRY(localized_side(admission.in(), of, neutral));
    repository::Change change = TRY(prepare(std::move(neutral)));
    if (!localized) return Write(std::move(change));
    std::vector<repository::Change> both;  // CLASS-59: both are written, or none
    both.push_back(std::move(change));
    repository::ClassOptions amending;
    amending.child = locales_.front();  // made where it is missing
    repository::Change amendment = TRY(service_->repository_.prepare_class_put(admission.in(), std::move(*localized), repository::PutMode::CreateOrUpdate,
                                                                               repository::UpdateMode::Force, amending));
    both.push_back(std::move(amendment));
    return Write(service_->repository_.join(std::move(both)));
}

Result<std::optional<cim::ClassBody>> Session::localized_side(const NamespacePtr& in, const cim::Class& of, cim::ClassBody& neutral) {
    const Amendment read = TRY(find_amendment(in, of.name()));
    const bool is_fallback = read.amendment && read.locale != locales_.front();
    const cim::Class* before = is_fallback ? nullptr : read.amendment.get();
    Split parts = TRY(split(of, before));
    neutral = std::move(parts.neutral);
    if (!parts.has_amendment && !before) return std::optional<cim::ClassBody>();
    if (is_fallback) {  // what another locale lent is written only when it was changed
        const cim::ClassPtr stored = TRY(in->get_class(of.name()));
        const cim::ClassPtr lent = TRY(merge(*stored, stored->parent(), read.amendment.get()));
        Split untouched = TRY(split(*lent, nullptr));
        const cim::ClassPtr was = TRY(cim::Class::make(std::move(untouched.amendment)));
        const cim::ClassPtr is = TRY(cim::Class::make(parts.amendment));
        if (same_definition(*was, *is)) return std::optional<cim::ClassBody>();
    }
    return std::optional<cim::ClassBody>(std::move(parts.amendment));
}

Result<Write> Session::prepare_delete(const Admission& admission, std::string_view text) {
    const cim::ObjectPath path = TRY(cim::parse_path(text));
    TRY(check_own_place(admission, path));
    if (!path.is_instance())
        return Error(Status::InvalidObjectPath, "DeleteInstance takes the path of an instance, with its keys", std::string(text));
    const cim::ClassPtr of = TRY(admission.in()->get_class(path.class_name, Status::InvalidClass));
    TRY(allow_write(admission, *of));
    const std::vector<cim::Value> keys = TRY(cim::bind_keys(path, *of));
    if (of->is_dynamic()) return answer_for_provider(admission.in(), *of, Need::Delete);
    repository::Change change = TRY(service_->repository_.prepare_delete(admission.in(), *of, keys));
    return Write(std::move(change));
}

Result<Write> Session::prepare_class_delete(const Admission& admission, std::string_view text) {
    const Result<cim::ObjectPath> parsed = cim::parse_path(text);
    if (!parsed) return Error(Status::NotFound, "there is no such class: this is no name of one", std::string(text));  // CLASS-47
    const cim::ObjectPath& path = *parsed;
    TRY(check_own_place(admission, path));
    const cim::ClassPtr of = TRY(admission.in()->find_class(path.class_name));
    if (!admission.rights().allow(of && of->is_dynamic() ? access::Right::ProviderWrite : access::Right::FullWrite))
        return Error(Status::AccessDenied, "the caller may not delete classes here", path.class_name);
    repository::Change change = TRY(service_->repository_.prepare_class_delete(admission.in(), path.class_name));
    return Write(std::move(change));
}

Result<std::string> Session::commit(Write write) {
    repository::Outcome outcome = TRY(service_->repository_.commit(std::move(write.held_->change)));
    return std::move(outcome.path);
}

Result<void> Session::submit(Write write, std::unique_ptr<Completion> completion, base::Deadline room) {
    write.held_->by = std::move(completion);
    repository::Change change = std::move(write.held_->change);
    return service_->repository_.submit(std::move(change), std::move(write.held_), room);
}

}  // namespace wmi::service
