// What CoSetProxyBlanket sets on an object of ours. A class that clients reach derives from Proxy instead of Object:
//
//     class Services final : public Proxy<Services, IWbemServices> { ... };
//
// and then answers for IClientSecurity and keeps a blanket for each object.
#pragma once

#include "base/guarded.h"
#include "com/object.h"

#include <objidl.h>

#include <string>

namespace wmi::com {

/// How calls through one pointer are protected.
struct Blanket {
    DWORD authentication_service = RPC_C_AUTHN_WINNT;
    DWORD authorization_service = RPC_C_AUTHZ_NONE;
    DWORD level = RPC_C_AUTHN_LEVEL_DEFAULT;  // DEFAULT: what CoInitializeSecurity said
    DWORD impersonation = RPC_C_IMP_LEVEL_DEFAULT;
    DWORD capabilities = EOAC_NONE;
    std::wstring server;
    void* identity = nullptr;  // borrowed from the caller, who keeps it while the proxy lives; only handed back
};

/// The blanket of one object.
/// threads   any
class BlanketKeeper {
public:
    /// Fills those places of QueryBlanket that are not null.
    HRESULT query(DWORD* authentication, DWORD* authorization, OLECHAR** server, DWORD* level, DWORD* impersonation, void** identity,
                  DWORD* capabilities) const noexcept;
    /// E_INVALIDARG for levels, services and capabilities that do not exist.
    HRESULT set(DWORD authentication, DWORD authorization, const OLECHAR* server, DWORD level, DWORD impersonation, void* identity,
                DWORD capabilities) noexcept;

    Blanket get() const {
        return kept_.with([](const Blanket& kept) { return kept; });
    }

private:
    base::Guarded<Blanket> kept_;
};

template <class Self, class... Interfaces>
class Proxy : public Object<Self, Interfaces..., IClientSecurity> {
public:
    HRESULT QueryBlanket(IUnknown* pProxy, DWORD* pAuthnSvc, DWORD* pAuthzSvc, OLECHAR** pServerPrincName, DWORD* pAuthnLevel,
                         DWORD* pImpLevel, void** pAuthInfo, DWORD* pCapabilites) override {
        if (pProxy == nullptr) return E_INVALIDARG;
        return blanket_.query(pAuthnSvc, pAuthzSvc, pServerPrincName, pAuthnLevel, pImpLevel, pAuthInfo, pCapabilites);
    }

    HRESULT SetBlanket(IUnknown* pProxy, DWORD dwAuthnSvc, DWORD dwAuthzSvc, OLECHAR* pServerPrincName, DWORD dwAuthnLevel,
                       DWORD dwImpLevel, void* pAuthInfo, DWORD dwCapabilities) override {
        if (pProxy == nullptr) return E_INVALIDARG;
        return blanket_.set(dwAuthnSvc, dwAuthzSvc, pServerPrincName, dwAuthnLevel, dwImpLevel, pAuthInfo, dwCapabilities);
    }

    HRESULT CopyProxy(IUnknown* pProxy, IUnknown** ppCopy) override {
        if (pProxy == nullptr || ppCopy == nullptr) return E_INVALIDARG;
        com_ptr<IUnknown>(pProxy).copy_to(ppCopy);
        return S_OK;
    }

    /// What was set last.
    Blanket blanket() const { return blanket_.get(); }

private:
    BlanketKeeper blanket_;
};

}  // namespace wmi::com
