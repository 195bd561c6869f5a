#include "service/internal/dynamic.h"

#include "base/text.h"
#include "repository/repository.h"

namespace wmi::service {
namespace {

/// Whether a reference such as __Win32Provider.Name="x" names this provider.
bool names(const cim::Value& reference, std::string_view provider) {
    const std::string* text = std::get_if<std::string>(&reference);
    if (!text) return false;
    const Result<cim::ObjectPath> path = cim::parse_path(*text);
    if (!path || path->keys.size() != 1) return false;
    const std::string* key = std::get_if<std::string>(&path->keys[0].value);
    return key && base::same_name(*key, provider);
}

class NamesProvider : public repository::Probe {
public:
    NamesProvider(cim::ClassPtr of, std::string_view provider) : of_(std::move(of)), reference_(of_->find_property("provider")), provider_(provider) {}

    bool matches(const cim::RecordView& record) override { return reference_ && names(record.value(*reference_), provider_); }

private:
    const cim::ClassPtr of_;
    const cim::Property* const reference_;
    const std::string_view provider_;
};

/// The registration of a kind for a provider; nothing when there is none.
Result<std::optional<cim::Instance>> find_registration(repository::Repository& repository, const NamespacePtr& in, std::string_view kind,
                                                       std::string_view provider) {
    const cim::ClassPtr of = TRY(in->get_class(kind));
    const auto make_probe = [provider](const cim::ClassPtr& now) -> Result<std::unique_ptr<repository::Probe>> { return std::make_unique<NamesProvider>(now, provider); };
    auto scan = TRY(repository.scan(in, *of, repository::Depth::Deep, {}, make_probe));
    std::vector<cim::Instance> found = TRY(scan->next(1));
    if (found.empty()) return std::optional<cim::Instance>();
    return std::optional<cim::Instance>(std::move(found.front()));
}

bool supports(const cim::Instance& registration, const char* what) {
    const cim::Property* property = registration.cls().find_property(what);
    if (!property) return true;
    const cim::Value value = registration.get(*property);
    const bool* set = std::get_if<bool>(&value);
    return set && *set;
}

const char* property_of(Need need) {
    switch (need) {
        case Need::Get: return "SupportsGet";
        case Need::Put: return "SupportsPut";
        case Need::Enumerate: return "SupportsEnumeration";
        case Need::Delete: return "SupportsDelete";
        case Need::Method: break;
    }
    return nullptr;
}

Error not_found(const cim::Class& of) {
    return Error(Status::ProviderNotFound,
                 "class " + of.name() + " names the provider '" + of.provider() + "', which is not registered in its namespace", of.name());
}

}  // namespace

Error provider_answer(repository::Repository& repository, const NamespacePtr& in, const cim::Class& of, Need need) {
    const char* kind = need == Need::Method ? "__MethodProviderRegistration" : "__InstanceProviderRegistration";
    const Result<std::optional<cim::Instance>> found = find_registration(repository, in, kind, of.provider());
    if (!found || !*found) return not_found(of);
    const char* property = property_of(need);
    if (property && !supports(**found, property))
        return Error(Status::ProviderNotCapable, "the registration of '" + of.provider() + "' says " + property + " FALSE", of.name());
    return Error(Status::ProviderLoadFailure, "the provider '" + of.provider() + "' cannot be loaded: this version hosts no providers",
                 of.name());
}

}  // namespace wmi::service
