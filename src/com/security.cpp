// The security of calls, as far as one process has it: what is said is checked and remembered, and nothing leaves the process.
#include "com/apartment.h"
#include "com/blanket.h"
#include "com/call_context.h"
#include "com/internal/impersonation.h"
#include "com/internal/security.h"
#include "com/internal/surface.h"

#include <combaseapi.h>

#include <atomic>
#include <cstring>

namespace wmi::com {
namespace {

constexpr DWORD kLevels = RPC_C_AUTHN_LEVEL_PKT_PRIVACY;
constexpr DWORD kImpersonations = RPC_C_IMP_LEVEL_DELEGATE;

constexpr std::uint64_t kSaid = std::uint64_t{1} << 63;
std::atomic<std::uint64_t> said{0};  // 0, or kSaid with the level in bits 32.. and the impersonation below

std::uint64_t pack(DWORD level, DWORD impersonation) {
    return kSaid | std::uint64_t{level} << 32 | impersonation;
}

HRESULT copy_text(const std::wstring& text, OLECHAR** place) {
    if (text.empty()) return *place = nullptr, S_OK;
    std::size_t bytes = (text.size() + 1) * sizeof(OLECHAR);
    *place = static_cast<OLECHAR*>(CoTaskMemAlloc(bytes));
    if (*place == nullptr) return E_OUTOFMEMORY;
    std::memcpy(*place, text.c_str(), bytes);
    return S_OK;
}

void tell(DWORD* place, DWORD value) {
    if (place != nullptr) *place = value;
}

/// Who calls the provider that this thread runs.
class ServerSecurity final : public Object<ServerSecurity, IServerSecurity> {
public:
    HRESULT QueryBlanket(DWORD* pAuthnSvc, DWORD* pAuthzSvc, OLECHAR** pServerPrincName, DWORD* pAuthnLevel, DWORD* pImpLevel,
                         void** pPrivs, DWORD* pCapabilities) override {
        return internal::surface([&]() -> HRESULT {
            const CallContext* call = current_call();
            if (call == nullptr) return RPC_E_CALL_COMPLETE;
            if (pServerPrincName != nullptr) *pServerPrincName = nullptr;
            if (pPrivs != nullptr) *pPrivs = nullptr;
            tell(pAuthnSvc, RPC_C_AUTHN_WINNT);
            tell(pAuthzSvc, RPC_C_AUTHZ_NONE);
            tell(pAuthnLevel, static_cast<DWORD>(call->protection));
            tell(pImpLevel, RPC_C_IMP_LEVEL_IMPERSONATE);
            tell(pCapabilities, EOAC_NONE);
            return S_OK;
        });
    }

    HRESULT ImpersonateClient() override { return CoImpersonateClient(); }

    HRESULT RevertToSelf() override { return CoRevertToSelf(); }

    BOOL IsImpersonating() override { return internal::impersonating() ? TRUE : FALSE; }
};

}  // namespace

internal::Defaults internal::default_security() noexcept {
    std::uint64_t kept = said.load();
    if (kept == 0) return {RPC_C_AUTHN_LEVEL_CONNECT, RPC_C_IMP_LEVEL_IDENTIFY};
    return {static_cast<DWORD>((kept & ~kSaid) >> 32), static_cast<DWORD>(kept)};
}

void internal::forget_security() noexcept {
    said.store(0);
}

bool internal::is_authentication_service(DWORD service) noexcept {
    switch (service) {
        case RPC_C_AUTHN_NONE:
        case RPC_C_AUTHN_DCE_PRIVATE:
        case RPC_C_AUTHN_DCE_PUBLIC:
        case RPC_C_AUTHN_DEC_PUBLIC:
        case RPC_C_AUTHN_GSS_NEGOTIATE:
        case RPC_C_AUTHN_WINNT:
        case RPC_C_AUTHN_GSS_SCHANNEL:
        case RPC_C_AUTHN_GSS_KERBEROS:
        case RPC_C_AUTHN_DPA:
        case RPC_C_AUTHN_MSN:
        case RPC_C_AUTHN_DIGEST:
        case RPC_C_AUTHN_DEFAULT: return true;
        default: return false;
    }
}

bool internal::is_authorization_service(DWORD service) noexcept {
    return service <= RPC_C_AUTHZ_DCE || service == RPC_C_AUTHZ_DEFAULT;
}

bool internal::is_capability(DWORD capabilities) noexcept {
    constexpr DWORD kKnown = 0x3FFF;
    return (capabilities & ~kKnown) == 0;
}

HRESULT BlanketKeeper::set(DWORD authentication, DWORD authorization, const OLECHAR* server, DWORD level, DWORD impersonation,
                           void* identity, DWORD capabilities) noexcept {
    if (!internal::is_authentication_service(authentication) || !internal::is_authorization_service(authorization)) return E_INVALIDARG;
    if (level > kLevels || impersonation > kImpersonations || !internal::is_capability(capabilities)) return E_INVALIDARG;
    return internal::surface([&] {
        std::wstring name = server == nullptr || server == COLE_DEFAULT_PRINCIPAL ? std::wstring() : std::wstring(server);
        return kept_.with([&](Blanket& kept) {
            if (authentication != RPC_C_AUTHN_DEFAULT) kept.authentication_service = authentication;
            if (authorization != RPC_C_AUTHZ_DEFAULT) kept.authorization_service = authorization;
            if (server != COLE_DEFAULT_PRINCIPAL) kept.server.swap(name);
            if (identity != COLE_DEFAULT_AUTHINFO) kept.identity = identity;
            if ((capabilities & EOAC_DEFAULT) == 0) kept.capabilities = capabilities;
            kept.level = level;
            kept.impersonation = impersonation;
            return S_OK;
        });
    });
}

HRESULT BlanketKeeper::query(DWORD* authentication, DWORD* authorization, OLECHAR** server, DWORD* level, DWORD* impersonation,
                             void** identity, DWORD* capabilities) const noexcept {
    return internal::surface([&] {
        Blanket kept = get();
        if (server != nullptr) {
            HRESULT hr = copy_text(kept.server, server);
            if (FAILED(hr)) return hr;
        }
        internal::Defaults defaults = internal::default_security();
        tell(authentication, kept.authentication_service);
        tell(authorization, kept.authorization_service);
        tell(level, kept.level == RPC_C_AUTHN_LEVEL_DEFAULT ? defaults.level : kept.level);
        tell(impersonation, kept.impersonation == RPC_C_IMP_LEVEL_DEFAULT ? defaults.impersonation : kept.impersonation);
        tell(capabilities, kept.capabilities);
        if (identity != nullptr) *identity = kept.identity;
        return S_OK;
    });
}

}  // namespace wmi::com

using namespace wmi;  // NOLINT(google-build-using-namespace): the functions below are COM's

HRESULT CoInitializeSecurity(PSECURITY_DESCRIPTOR, LONG cAuthSvc, SOLE_AUTHENTICATION_SERVICE* asAuthSvc, void* pReserved1,
                             DWORD dwAuthnLevel, DWORD dwImpLevel, void*, DWORD dwCapabilities, void* pReserved3) {
    if (!com::is_initialized()) return CO_E_NOTINITIALIZED;
    auto services = static_cast<std::int32_t>(cAuthSvc);  // -1 comes as 32 bits too: COM chooses
    if (pReserved1 != nullptr || pReserved3 != nullptr || services < -1 || (services > 0 && asAuthSvc == nullptr)) return E_INVALIDARG;
    if (dwAuthnLevel > com::kLevels || dwImpLevel > com::kImpersonations || !com::internal::is_capability(dwCapabilities)) {
        return E_INVALIDARG;
    }
    std::uint64_t nothing = 0;
    std::uint64_t told = com::pack(dwAuthnLevel == RPC_C_AUTHN_LEVEL_DEFAULT ? RPC_C_AUTHN_LEVEL_CONNECT : dwAuthnLevel,
                                   dwImpLevel == RPC_C_IMP_LEVEL_DEFAULT ? RPC_C_IMP_LEVEL_IDENTIFY : dwImpLevel);
    return com::said.compare_exchange_strong(nothing, told) ? S_OK : RPC_E_TOO_LATE;
}

HRESULT CoSetProxyBlanket(IUnknown* pProxy, DWORD dwAuthnSvc, DWORD dwAuthzSvc, OLECHAR* pServerPrincName, DWORD dwAuthnLevel,
                          DWORD dwImpLevel, RPC_AUTH_IDENTITY_HANDLE pAuthInfo, DWORD dwCapabilities) {
    if (pProxy == nullptr) return E_INVALIDARG;
    auto security = com::com_ptr<IUnknown>(pProxy).query<IClientSecurity>();
    if (!security) return E_NOINTERFACE;
    return security->SetBlanket(pProxy, dwAuthnSvc, dwAuthzSvc, pServerPrincName, dwAuthnLevel, dwImpLevel, pAuthInfo, dwCapabilities);
}

HRESULT CoQueryProxyBlanket(IUnknown* pProxy, DWORD* pwAuthnSvc, DWORD* pAuthzSvc, LPOLESTR* pServerPrincName, DWORD* pAuthnLevel,
                            DWORD* pImpLevel, RPC_AUTH_IDENTITY_HANDLE* pAuthInfo, DWORD* pCapabilites) {
    if (pProxy == nullptr) return E_INVALIDARG;
    auto security = com::com_ptr<IUnknown>(pProxy).query<IClientSecurity>();
    if (!security) return E_NOINTERFACE;
    return security->QueryBlanket(pProxy, pwAuthnSvc, pAuthzSvc, pServerPrincName, pAuthnLevel, pImpLevel, pAuthInfo, pCapabilites);
}

HRESULT CoCopyProxy(IUnknown* pProxy, IUnknown** ppCopy) {
    if (pProxy == nullptr || ppCopy == nullptr) return E_INVALIDARG;
    *ppCopy = nullptr;
    auto security = com::com_ptr<IUnknown>(pProxy).query<IClientSecurity>();
    return security ? security->CopyProxy(pProxy, ppCopy) : E_NOINTERFACE;
}

HRESULT CoImpersonateClient(void) {
    if (com::current_call() == nullptr) return RPC_E_CALL_COMPLETE;
    com::internal::impersonate(true);
    return S_OK;
}

HRESULT CoRevertToSelf(void) {
    if (com::current_call() == nullptr) return RPC_E_CALL_COMPLETE;
    com::internal::impersonate(false);
    return S_OK;
}

HRESULT CoGetCallContext(REFIID riid, void** ppInterface) {
    if (ppInterface == nullptr) return E_POINTER;
    *ppInterface = nullptr;
    if (com::current_call() == nullptr) return RPC_E_CALL_COMPLETE;
    return com::internal::surface([&] { return com::make<com::ServerSecurity>()->QueryInterface(riid, ppInterface); });
}
