#include "com/apartment.h"

#include "com/internal/security.h"

#include <ole2.h>

#include <atomic>

namespace {

struct Membership {
    unsigned count = 0;
    bool multithreaded = false;
};

thread_local constinit Membership membership;
std::atomic<int> multithreaded_threads{0};
std::atomic<int> all_threads{0};

constexpr DWORD kKnownFlags = COINIT_APARTMENTTHREADED | COINIT_DISABLE_OLE1DDE | COINIT_SPEED_OVER_MEMORY;

}  // namespace

bool wmi::com::is_initialized() noexcept {
    return membership.count > 0 || multithreaded_threads.load() > 0;
}

HRESULT CoInitializeEx(LPVOID pvReserved, DWORD dwCoInit) {
    if (pvReserved != nullptr || (dwCoInit & ~kKnownFlags) != 0) return E_INVALIDARG;
    bool multithreaded = (dwCoInit & COINIT_APARTMENTTHREADED) == 0;
    if (membership.count > 0) {
        if (membership.multithreaded != multithreaded) return RPC_E_CHANGED_MODE;
        ++membership.count;
        return S_FALSE;
    }
    membership = {1, multithreaded};
    ++all_threads;
    if (multithreaded) ++multithreaded_threads;
    return S_OK;
}

HRESULT CoInitialize(LPVOID pvReserved) {
    return CoInitializeEx(pvReserved, COINIT_APARTMENTTHREADED);
}

void CoUninitialize(void) {
    if (membership.count == 0 || --membership.count > 0) return;
    if (membership.multithreaded) --multithreaded_threads;
    if (--all_threads == 0) wmi::com::internal::forget_security();
}

HRESULT OleInitialize(LPVOID pvReserved) {
    return CoInitializeEx(pvReserved, COINIT_APARTMENTTHREADED);
}

void OleUninitialize(void) {
    CoUninitialize();
}

HRESULT CreateBindCtx(DWORD, LPBC* ppbc) {
    if (ppbc == nullptr) return E_INVALIDARG;
    *ppbc = nullptr;
    return E_NOTIMPL;
}
