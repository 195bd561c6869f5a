#include "com/class_registry.h"

#include "base/guarded.h"
#include "com/apartment.h"
#include "com/internal/surface.h"
#include "com/text.h"

#include <combaseapi.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <map>
#include <mutex>
#include <vector>

#include <unistd.h>

namespace wmi::com {
namespace {

struct GuidLess {
    bool operator()(const GUID& left, const GUID& right) const { return std::memcmp(&left, &right, sizeof left) < 0; }
};

/// A class that a program registered.
struct Registered {
    DWORD cookie;
    CLSID clsid;
    DWORD flags;
    bool suspended;
    com_ptr<IUnknown> object;
};

struct Table {
    std::map<CLSID, com_ptr<IClassFactory>, GuidLess> ours;
    std::vector<Registered> theirs;
    DWORD next_cookie = 1;
};

/// One of the three singletons that a process forces on us. It never ends: objects may be made while others are destroyed.
base::Guarded<Table>& table() {
    static auto* const kept = new base::Guarded<Table>();
    return *kept;
}

void install_once() {
    static std::once_flag installed;
    if (install_classes != nullptr) std::call_once(installed, install_classes);
}

class Factory final : public Object<Factory, IClassFactory> {
public:
    explicit Factory(Maker maker) : maker_(std::move(maker)) {}

    HRESULT CreateInstance(IUnknown* pUnkOuter, REFIID riid, void** ppvObject) override {
        if (ppvObject == nullptr) return E_POINTER;
        *ppvObject = nullptr;
        if (pUnkOuter != nullptr) return CLASS_E_NOAGGREGATION;
        return internal::surface([&] { return maker_(riid, ppvObject); });
    }

    HRESULT LockServer(BOOL) override { return S_OK; }

private:
    const Maker maker_;
};

/// A class of the program's own, which goes before ours; one that serves a single use is taken out.
com_ptr<IUnknown> take_registered(Table& classes, REFCLSID clsid) {
    auto found = std::find_if(classes.theirs.begin(), classes.theirs.end(),
                              [&](const Registered& entry) { return !entry.suspended && entry.clsid == clsid; });
    if (found == classes.theirs.end()) return nullptr;
    com_ptr<IUnknown> object = found->object;
    if ((found->flags & (REGCLS_MULTIPLEUSE | REGCLS_MULTI_SEPARATE)) == 0) classes.theirs.erase(found);
    return object;
}

void suspend_all(bool suspended) {
    table().with([&](Table& classes) {
        for (Registered& entry : classes.theirs) {
            if ((entry.flags & REGCLS_SUSPENDED) != 0) entry.suspended = suspended;
        }
    });
}

bool is_this_machine(const COSERVERINFO* server) {
    if (server == nullptr || server->pwszName == nullptr) return true;
    std::string name = from_wide(server->pwszName);
    std::array<char, 256> own{};
    gethostname(own.data(), own.size() - 1);
    return name.empty() || name == "." || name == "localhost" || name == "127.0.0.1" || name == "::1" || name == own.data();
}

HRESULT get_class(REFCLSID clsid, DWORD context, com_ptr<IUnknown>& object) {
    if (!is_initialized()) return CO_E_NOTINITIALIZED;
    if ((context & CLSCTX_SERVER) == 0) return (context & CLSCTX_INPROC_HANDLER) != 0 ? REGDB_E_CLASSNOTREG : E_INVALIDARG;
    object = find_class(clsid);
    return object ? S_OK : REGDB_E_CLASSNOTREG;
}

HRESULT create(REFCLSID clsid, IUnknown* outer, DWORD context, REFIID iid, void** made) {
    com_ptr<IUnknown> object;
    HRESULT hr = get_class(clsid, context, object);
    if (FAILED(hr)) return hr;
    auto factory = object.query<IClassFactory>();
    return factory ? factory->CreateInstance(outer, iid, made) : E_NOINTERFACE;
}

/// Asks one object for several interfaces; each entry tells its own answer.
HRESULT ask_all(const com_ptr<IUnknown>& object, DWORD count, MULTI_QI* results) {
    DWORD found = 0;
    for (DWORD i = 0; i < count; ++i) {
        results[i].hr = object->QueryInterface(*results[i].pIID, reinterpret_cast<void**>(&results[i].pItf));
        if (SUCCEEDED(results[i].hr)) ++found;
    }
    if (found == count) return S_OK;
    return found == 0 ? E_NOINTERFACE : CO_S_NOTALLINTERFACES;
}

}  // namespace

void add_class(REFCLSID clsid, Maker maker) {
    com_ptr<IClassFactory> factory = make<Factory>(std::move(maker));
    table().with([&](Table& classes) { std::swap(classes.ours[clsid], factory); });
}

com_ptr<IUnknown> find_class(REFCLSID clsid) {
    install_once();
    return table().with([&](Table& classes) -> com_ptr<IUnknown> {
        if (com_ptr<IUnknown> registered = take_registered(classes, clsid)) return registered;
        auto found = classes.ours.find(clsid);
        return found == classes.ours.end() ? nullptr : com_ptr<IUnknown>(found->second);
    });
}

}  // namespace wmi::com

using namespace wmi;  // NOLINT(google-build-using-namespace): the functions below are COM's

HRESULT CoGetClassObject(REFCLSID rclsid, DWORD dwClsContext, LPVOID pvReserved, REFIID riid, LPVOID* ppv) {
    if (ppv == nullptr) return E_POINTER;
    *ppv = nullptr;
    return com::internal::surface([&]() -> HRESULT {
        if (!com::is_this_machine(static_cast<const COSERVERINFO*>(pvReserved))) return HRESULT_FROM_WIN32(RPC_S_SERVER_UNAVAILABLE);
        com::com_ptr<IUnknown> object;
        HRESULT hr = com::get_class(rclsid, dwClsContext, object);
        return FAILED(hr) ? hr : object->QueryInterface(riid, ppv);
    });
}

HRESULT CoCreateInstance(REFCLSID rclsid, LPUNKNOWN pUnkOuter, DWORD dwClsContext, REFIID riid, LPVOID* ppv) {
    if (ppv == nullptr) return E_POINTER;
    *ppv = nullptr;
    return com::internal::surface([&] { return com::create(rclsid, pUnkOuter, dwClsContext, riid, ppv); });
}

HRESULT CoCreateInstanceEx(REFCLSID Clsid, IUnknown* punkOuter, DWORD dwClsCtx, COSERVERINFO* pServerInfo, DWORD dwCount,
                           MULTI_QI* pResults) {
    if (dwCount == 0 || pResults == nullptr) return E_INVALIDARG;
    for (DWORD i = 0; i < dwCount; ++i) {
        if (pResults[i].pIID == nullptr || pResults[i].pItf != nullptr) return E_INVALIDARG;
    }
    return com::internal::surface([&] {
        com::com_ptr<IUnknown> object;
        HRESULT hr = HRESULT_FROM_WIN32(RPC_S_SERVER_UNAVAILABLE);
        if (com::is_this_machine(pServerInfo)) hr = com::create(Clsid, punkOuter, dwClsCtx, __uuidof(IUnknown), object.out_void());
        if (SUCCEEDED(hr)) return com::ask_all(object, dwCount, pResults);
        for (DWORD i = 0; i < dwCount; ++i) pResults[i].hr = hr;
        return hr;
    });
}

HRESULT CoRegisterClassObject(REFCLSID rclsid, LPUNKNOWN pUnk, DWORD dwClsContext, DWORD flags, LPDWORD lpdwRegister) {
    if (pUnk == nullptr || lpdwRegister == nullptr || (dwClsContext & CLSCTX_SERVER) == 0) return E_INVALIDARG;
    if (!com::is_initialized()) return CO_E_NOTINITIALIZED;
    *lpdwRegister = 0;
    return com::internal::surface([&]() -> HRESULT {
        com::com_ptr<IUnknown> object(pUnk);
        return com::table().with([&](com::Table& classes) -> HRESULT {
            for (const com::Registered& entry : classes.theirs) {
                if (entry.clsid == rclsid && entry.flags == REGCLS_SINGLEUSE) return CO_E_OBJISREG;
            }
            classes.theirs.push_back({classes.next_cookie, rclsid, flags, (flags & REGCLS_SUSPENDED) != 0, std::move(object)});
            *lpdwRegister = classes.next_cookie++;
            return S_OK;
        });
    });
}

HRESULT CoRevokeClassObject(DWORD dwRegister) {
    return com::internal::surface([&]() -> HRESULT {
        com::com_ptr<IUnknown> gone;
        return com::table().with([&](com::Table& classes) -> HRESULT {
            auto found = std::find_if(classes.theirs.begin(), classes.theirs.end(),
                                      [&](const com::Registered& entry) { return entry.cookie == dwRegister; });
            if (found == classes.theirs.end()) return CO_E_OBJNOTREG;
            gone = std::move(found->object);
            classes.theirs.erase(found);
            return S_OK;
        });
    });
}

HRESULT CoResumeClassObjects(void) {
    return com::internal::surface([] { return com::suspend_all(false), S_OK; });
}

HRESULT CoSuspendClassObjects(void) {
    return com::internal::surface([] { return com::suspend_all(true), S_OK; });
}

void CoFreeUnusedLibraries(void) {}
