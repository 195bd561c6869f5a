#include "com/blanket.h"
#include "com/call_context.h"

#include <combaseapi.h>
#include <wbemcli.h>

#include <gtest/gtest.h>

#include <thread>

namespace wmi::com {
namespace {

class Refresher final : public Proxy<Refresher, IWbemRefresher> {
public:
    HRESULT Refresh(long) override { return WBEM_S_NO_ERROR; }
};

class OwnObject final : public Object<OwnObject, IWbemRefresher> {
public:
    HRESULT Refresh(long) override { return WBEM_S_NO_ERROR; }
};

TEST(CallContext, OfAThreadWithoutACallIsALocalCaller) {
    EXPECT_EQ(current_call(), nullptr);
    CallContext caller = context_of_caller();
    EXPECT_EQ(caller.principal, access::Principal::own_user());
    EXPECT_EQ(caller.protection, Protection::Privacy);
}

TEST(CallContext, NestsAndEndsInReverseOrder) {
    CallContext outer;
    CallContext inner;
    {
        CallScope first(outer);
        EXPECT_EQ(current_call(), &outer);
        {
            CallScope second(inner);
            EXPECT_EQ(current_call(), &inner);
            EXPECT_EQ(call_depth(), 2U);
        }
        EXPECT_EQ(current_call(), &outer);
    }
    EXPECT_EQ(call_depth(), 0U);
}

TEST(CallContext, KnowsTheCallsWhoseSinksRunOnThisThread) {  // CANCEL-08, CALL-46
    int first = 0;
    int second = 0;
    EXPECT_FALSE(in_callback());
    CallbackScope outer(&first);
    CallbackScope inner(&second);
    EXPECT_TRUE(in_callback_of(&first));
    EXPECT_TRUE(in_callback_of(&second));
    EXPECT_EQ(callback_depth(), 2U);
    bool elsewhere = true;
    std::thread([&] { elsewhere = in_callback(); }).join();
    EXPECT_FALSE(elsewhere);
}

TEST(Impersonation, FailsOutsideOfACall) {
    EXPECT_EQ(CoImpersonateClient(), RPC_E_CALL_COMPLETE);
    EXPECT_EQ(CoRevertToSelf(), RPC_E_CALL_COMPLETE);
    void* place = nullptr;
    EXPECT_EQ(CoGetCallContext(__uuidof(IServerSecurity), &place), RPC_E_CALL_COMPLETE);
}

TEST(Impersonation, LastsUntilTheCallEnds) {
    CallContext context;
    {
        CallScope call(context);
        com_ptr<IServerSecurity> security;
        EXPECT_EQ(CoGetCallContext(__uuidof(IServerSecurity), security.out_void()), S_OK);
        EXPECT_FALSE(security->IsImpersonating());
        EXPECT_EQ(CoImpersonateClient(), S_OK);
        EXPECT_TRUE(security->IsImpersonating());
        DWORD level = 0;
        EXPECT_EQ(security->QueryBlanket(nullptr, nullptr, nullptr, &level, nullptr, nullptr, nullptr), S_OK);
        EXPECT_EQ(level, DWORD(RPC_C_AUTHN_LEVEL_PKT_PRIVACY));
        CallScope nested(context);
        EXPECT_FALSE(security->IsImpersonating());
    }
    CallScope next(context);
    EXPECT_EQ(CoRevertToSelf(), S_OK);
}

TEST(Blanket, IsKeptAndToldAgain) {
    com_ptr<IWbemRefresher> proxy = make<Refresher>();
    wchar_t server[] = L"HOST/machine";
    EXPECT_EQ(CoSetProxyBlanket(proxy.get(), RPC_C_AUTHN_WINNT, RPC_C_AUTHZ_NAME, server, RPC_C_AUTHN_LEVEL_PKT_PRIVACY,
                                RPC_C_IMP_LEVEL_IMPERSONATE, nullptr, EOAC_DYNAMIC_CLOAKING),
              S_OK);
    DWORD service = 0;
    DWORD level = 0;
    DWORD impersonation = 0;
    DWORD capabilities = 0;
    LPOLESTR name = nullptr;
    EXPECT_EQ(CoQueryProxyBlanket(proxy.get(), &service, nullptr, &name, &level, &impersonation, nullptr, &capabilities), S_OK);
    EXPECT_EQ(service, DWORD(RPC_C_AUTHN_WINNT));
    EXPECT_EQ(level, DWORD(RPC_C_AUTHN_LEVEL_PKT_PRIVACY));
    EXPECT_EQ(impersonation, DWORD(RPC_C_IMP_LEVEL_IMPERSONATE));
    EXPECT_EQ(capabilities, DWORD(EOAC_DYNAMIC_CLOAKING));
    EXPECT_STREQ(name, L"HOST/machine");
    CoTaskMemFree(name);
}

TEST(Blanket, TakesWhatPublishedClientsPass) {
    com_ptr<IWbemRefresher> proxy = make<Refresher>();
    EXPECT_EQ(CoSetProxyBlanket(proxy.get(), RPC_C_AUTHN_DEFAULT, RPC_C_AUTHZ_DEFAULT, COLE_DEFAULT_PRINCIPAL,
                                RPC_C_AUTHN_LEVEL_PKT_PRIVACY, RPC_C_IMP_LEVEL_IMPERSONATE, COLE_DEFAULT_AUTHINFO, EOAC_NONE),
              S_OK);
    EXPECT_EQ(CoSetProxyBlanket(proxy.get(), RPC_C_AUTHN_WINNT, RPC_C_AUTHZ_NONE, nullptr, RPC_C_AUTHN_LEVEL_CALL,
                                RPC_C_IMP_LEVEL_IMPERSONATE, nullptr, EOAC_NONE),
              S_OK);
}

TEST(Blanket, RefusesWhatDoesNotExistAndObjectsThatTakeNone) {
    com_ptr<IWbemRefresher> proxy = make<Refresher>();
    auto set = [&](DWORD service, DWORD level, DWORD impersonation) {
        return CoSetProxyBlanket(proxy.get(), service, RPC_C_AUTHZ_NONE, nullptr, level, impersonation, nullptr, EOAC_NONE);
    };
    EXPECT_EQ(set(RPC_C_AUTHN_WINNT, 7, RPC_C_IMP_LEVEL_IDENTIFY), E_INVALIDARG);
    EXPECT_EQ(set(RPC_C_AUTHN_WINNT, RPC_C_AUTHN_LEVEL_CALL, 5), E_INVALIDARG);
    EXPECT_EQ(set(77, RPC_C_AUTHN_LEVEL_CALL, RPC_C_IMP_LEVEL_IDENTIFY), E_INVALIDARG);
    com_ptr<IWbemRefresher> own = make<OwnObject>();
    EXPECT_EQ(CoSetProxyBlanket(own.get(), RPC_C_AUTHN_WINNT, RPC_C_AUTHZ_NONE, nullptr, RPC_C_AUTHN_LEVEL_CALL,
                                RPC_C_IMP_LEVEL_IDENTIFY, nullptr, EOAC_NONE),
              E_NOINTERFACE);
    EXPECT_EQ(CoSetProxyBlanket(nullptr, 0, 0, nullptr, 0, 0, nullptr, 0), E_INVALIDARG);
}

TEST(Security, OfAProcessIsSaidOnce) {
    auto say = [](DWORD level) {
        return CoInitializeSecurity(nullptr, -1, nullptr, nullptr, level, RPC_C_IMP_LEVEL_IMPERSONATE, nullptr, EOAC_NONE, nullptr);
    };
    EXPECT_EQ(say(RPC_C_AUTHN_LEVEL_DEFAULT), CO_E_NOTINITIALIZED);
    ASSERT_EQ(CoInitializeEx(nullptr, COINIT_MULTITHREADED), S_OK);
    EXPECT_EQ(say(99), E_INVALIDARG);
    EXPECT_EQ(say(RPC_C_AUTHN_LEVEL_PKT), S_OK);
    EXPECT_EQ(say(RPC_C_AUTHN_LEVEL_PKT), RPC_E_TOO_LATE);
    com_ptr<IWbemRefresher> proxy = make<Refresher>();
    DWORD level = 0;
    DWORD impersonation = 0;
    EXPECT_EQ(CoQueryProxyBlanket(proxy.get(), nullptr, nullptr, nullptr, &level, &impersonation, nullptr, nullptr), S_OK);
    EXPECT_EQ(level, DWORD(RPC_C_AUTHN_LEVEL_PKT));
    EXPECT_EQ(impersonation, DWORD(RPC_C_IMP_LEVEL_IMPERSONATE));
    CoUninitialize();
}

}  // namespace
}  // namespace wmi::com
