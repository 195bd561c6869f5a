#include "service/service.h"

#include "base/text.h"
#include "cim/name.h"
#include "repository/repository.h"
#include "service/internal/dynamic.h"
#include "service/internal/locale.h"

#include <algorithm>
#include <array>

namespace wmi::service {
namespace {

bool is_local(std::string_view server, std::string_view computer, std::string_view host) {
    constexpr std::array<std::string_view, 5> kLocal{".", "localhost", "127.0.0.1", "::1", "[::1]"};
    return base::same_name(server, computer) || base::same_name(server, host) ||
           std::any_of(kLocal.begin(), kLocal.end(), [&](std::string_view name) { return base::same_name(name, server); });
}

Error no_namespace(std::string_view path) {
    return Error(Status::InvalidNamespace, "there is no such namespace", std::string(path));
}

Result<void> check_enable(const access::Rights& rights, std::string_view path) {
    if (rights.allow(access::Right::Enable)) return {};
    return Error(Status::AccessDenied, "the caller may not read this namespace (WBEM_ENABLE)", std::string(path));
}

}  // namespace

Service::Service(repository::Repository& repository, access::Principal keeper, std::string computer, std::string host)
    : repository_(repository), keeper_(std::move(keeper)), computer_(std::move(computer)), host_(host.empty() ? computer_ : std::move(host)) {}

void Service::close() { gate_.close(); }

Result<void> Service::check_not_restoring() const {
    if (restoring_.load(std::memory_order_acquire) == 0) return {};
    return Error(Status::ServerStopping, "the repository is being restored from a file: ask again when that has ended");
}

namespace {

/// The server of a resource that names nothing else; empty: it is no such one.
std::string_view server_alone(std::string_view resource) {
    const auto is_slash = [](char c) { return c == '\\' || c == '/'; };
    if (resource.size() < 3 || !is_slash(resource[0]) || !is_slash(resource[1])) return {};
    std::string_view rest = resource.substr(2);
    if (is_slash(rest.back())) rest.remove_suffix(1);
    return std::none_of(rest.begin(), rest.end(), is_slash) ? rest : std::string_view();
}

}  // namespace

Result<SessionPtr> Service::connect(const access::Principal& who, std::string_view resource, std::string_view locale, Reach reach) {
    TRY(check_not_restoring());
    const auto pass = gate_.enter();
    if (!pass) return Error(Status::ShuttingDown, "the repository is being closed: connect again");
    std::vector<std::string> locales = TRY(read_locales(locale));
    const std::string_view server = server_alone(resource);  // SVC-72: its default namespace
    Result<cim::ObjectPath> parsed = cim::parse_path(server.empty() ? std::string(resource) : std::string(resource.substr(0, server.size() + 2)) + "\\root\\cimv2",
                                                     cim::PathForm::Namespace);
    if (!parsed) return no_namespace(resource);
    if (parsed->server && !is_local(*parsed->server, computer_, host_))
        return Error(Status::TransportFailure, "only this computer can be reached: other computers need the network part of WMI",
                     *parsed->server);
    const std::string path = parsed->namespaces.empty() ? "root\\cimv2" : cim::print_namespace(*parsed);
    const repository::CataloguePtr catalogue = TRY(repository_.catalogue());
    const NamespacePtr in = catalogue->find_namespace(path);
    if (!in) return no_namespace(path);
    TRY(check_enable(access::rights_of(who, keeper_), path));
    return std::make_shared<Session>(shared_from_this(), who, in, std::move(locales), reach);
}

Session::Session(std::shared_ptr<Service> service, access::Principal who, const NamespacePtr& in, std::vector<std::string> locales, Reach reach)
    : service_(std::move(service)),
      who_(std::move(who)),
      namespace_(in->id()),
      origin_(std::make_shared<const cim::Origin>(cim::Origin{service_->computer(), in->path()})),
      locales_(std::move(locales)),
      reach_(reach) {}

Error Session::answer_for_provider(const NamespacePtr& in, const cim::Class& of, Need need) const {
    if (!reaches_providers())
        return Error(Status::ProviderNotFound, "class " + of.name() + " has a provider, and this connection is to the repository alone", of.name());
    return provider_answer(service_->repository_, in, of, need);
}

Result<Admission> Session::admit() {
    TRY(service_->check_not_restoring());
    std::optional<base::Gate::Pass> pass = service_->gate_.enter();
    if (!pass) return Error(Status::ShuttingDown, "the repository is being closed: connect again");
    Result<NamespacePtr> in = service_->repository_.find_namespace(namespace_);
    if (!in) return std::move(in).error();
    if (!*in) return Error(Status::InvalidNamespace, "the namespace of this connection was deleted", namespace_path());
    const access::Rights rights = access::rights_of(who_, service_->keeper_);
    TRY(check_enable(rights, namespace_path()));
    return Admission(std::move(*pass), std::move(*in), rights);
}

Result<SessionPtr> Session::open(const Admission& admission, std::string_view relative) {
    Result<cim::ObjectPath> parsed = cim::parse_path(relative, cim::PathForm::Namespace);
    if (parsed.status() == Status::QuotaViolation) return std::move(parsed).error();  // PATH-14
    if (!parsed || parsed->server || parsed->namespaces.empty()) return no_namespace(relative);
    const std::string path = admission.in()->path() + "\\" + cim::print_namespace(*parsed);
    const repository::CataloguePtr catalogue = TRY(service_->repository_.catalogue());
    const NamespacePtr in = catalogue->find_namespace(path);
    if (!in) return no_namespace(path);
    TRY(check_enable(access::rights_of(who_, service_->keeper_), path));
    return std::make_shared<Session>(service_, who_, in, locales_, reach_);
}

Result<Session::Place> Session::place_of(const Admission& admission, const cim::ObjectPath& path) {
    if (path.server && !is_local(*path.server, service_->computer_, service_->host_))
        return Error(Status::NotSupported, "the path names another computer", *path.server);
    if (path.namespaces.empty()) return Place{admission.in(), origin_};
    const std::string name = cim::print_namespace(path);
    const repository::CataloguePtr catalogue = TRY(service_->repository_.catalogue());
    NamespacePtr in = catalogue->find_namespace(name);
    if (!in) return no_namespace(name);
    if (in->id() == namespace_) return Place{admission.in(), origin_};
    TRY(check_enable(access::rights_of(who_, service_->keeper_), name));
    auto origin = std::make_shared<const cim::Origin>(cim::Origin{service_->computer(), in->path()});
    return Place{std::move(in), std::move(origin)};
}

Result<void> Session::check_own_place(const Admission& admission, const cim::ObjectPath& path) const {
    if (path.server && !is_local(*path.server, service_->computer_, service_->host_))
        return Error(Status::NotSupported, "the path names another computer", *path.server);
    if (path.namespaces.empty() || base::same_name(cim::print_namespace(path), admission.in()->path())) return {};
    return Error(Status::InvalidNamespace, "what is in another namespace is changed through a connection to that namespace",
                 cim::print_namespace(path));
}

Result<void> Session::check_path(std::string_view path) {
    // Cheap first: bytes are at least as many as characters.
    if (path.size() <= cim::kMaxPathLength || base::to_wide(path).size() <= cim::kMaxPathLength) return {};
    return Error(Status::QuotaViolation, "a path has at most 8192 characters", std::string(path.substr(0, 256)));
}

Result<void> Session::check_class_name(std::string_view name) {
    if (!cim::is_name_too_long(name)) return {};
    return Error(Status::QuotaViolation, "the name of a class or of a method has at most 4096 characters");
}

}  // namespace wmi::service
