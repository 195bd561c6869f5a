// IWbemLocator (SVC-72..80).
#include "api/internal/arguments.h"
#include "api/internal/services.h"
#include "com/call_context.h"
#include "com/object.h"
#include "com/text.h"
#include "objects/answer.h"

#include "base/text.h"

#include <string_view>

namespace wmi::api {

using base::Error;
using base::Result;
using base::Status;

namespace {

/// SVC-73, SVC-74. Nothing is done with them: there is no other computer to show them to.
Result<void> check_credentials(const BSTR strUser, const BSTR strPassword, const BSTR strAuthority) {
    const std::string authority = com::from_wide(strAuthority);
    const std::string user = com::from_wide(strUser);
    if (strUser && user.empty()) return Error(Status::InvalidParameter, "the user is empty: pass NULL for the current user");
    const auto names_one = [&](std::string_view kind) { return authority.size() > kind.size() && base::same_name(std::string_view(authority).substr(0, kind.size()), kind); };
    const bool kerberos = names_one("Kerberos:");
    const bool domain = names_one("NTLMDOMAIN:");
    if (!authority.empty() && !kerberos && !domain)
        return Error(Status::InvalidParameter, "strAuthority is Kerberos:<principal> or NTLMDOMAIN:<domain>", authority);
    if (domain && user.find('\\') != std::string::npos)
        return Error(Status::InvalidParameter, "the domain stands in strUser and in strAuthority: name it once", user);
    if (strUser || strPassword)
        return Error(Status::LocalCredentials, "credentials cannot be given for this computer: the caller is who he is", user);
    return {};
}

/// SVC-80: the longest name of a namespace that the wire carries, in characters.
Result<void> check_length(const BSTR resource) {
    constexpr std::size_t kMaxResource = 8173;
    if (std::wstring_view(resource).size() <= kMaxResource) return {};
    return Error(Status::QuotaViolation, "strNetworkResource has at most 8173 characters");
}

class Locator final : public com::Object<Locator, IWbemLocator> {
public:
    explicit Locator(OpenHouse open) : open_(std::move(open)) {}

    HRESULT ConnectServer(const BSTR strNetworkResource, const BSTR strUser, const BSTR strPassword, const BSTR strLocale,
                          long lSecurityFlags, const BSTR strAuthority, IWbemContext* pCtx, IWbemServices** ppNamespace) noexcept override {
        if (ppNamespace) *ppNamespace = nullptr;
        return objects::answer("ConnectServer", [&]() -> Result<void> {
            TRY(needed_pointer(ppNamespace, "ppNamespace"));
            const std::string resource = TRY(needed(strNetworkResource, "strNetworkResource"));
            if (resource.empty()) return Error(Status::InvalidParameter, "strNetworkResource is empty: name a namespace, such as ROOT\\CIMV2");
            TRY(check_length(strNetworkResource));
            constexpr long kFlags = WBEM_FLAG_CONNECT_REPOSITORY_ONLY | WBEM_FLAG_CONNECT_USE_MAX_WAIT | WBEM_FLAG_CONNECT_PROVIDERS;
            if ((lSecurityFlags & ~kFlags) != 0) return Error(Status::InvalidParameter, "lSecurityFlags has a bit that is not known");
            TRY(check_credentials(strUser, strPassword, strAuthority));
            (void)TRY(read_context(pCtx));
            const HousePtr house = TRY(open_());
            const auto reach = (lSecurityFlags & WBEM_FLAG_CONNECT_REPOSITORY_ONLY) != 0 ? service::Reach::RepositoryAlone : service::Reach::All;
            service::SessionPtr session = TRY(house->service()->connect(com::context_of_caller().principal, resource, com::from_wide(strLocale), reach));
            *ppNamespace = com::make<Services>(house, std::move(session)).detach();
            return {};
        });
    }

private:
    friend class com::Object<Locator, IWbemLocator>;
    ~Locator() override = default;

    const OpenHouse open_;
};

}  // namespace

com::com_ptr<IWbemLocator> make_locator(OpenHouse open) { return com::make<Locator>(std::move(open)); }

}  // namespace wmi::api
