// Task memory, and the same as an object that nobody owns.
#include "com/com_ptr.h"

#include <combaseapi.h>

#include <cstdlib>

#include <malloc.h>

LPVOID CoTaskMemAlloc(SIZE_T cb) {
    return std::malloc(cb == 0 ? 1 : cb);
}

LPVOID CoTaskMemRealloc(LPVOID pv, SIZE_T cb) {
    if (pv != nullptr && cb == 0) {
        std::free(pv);
        return nullptr;
    }
    return std::realloc(pv, cb == 0 ? 1 : cb);
}

void CoTaskMemFree(LPVOID pv) {
    std::free(pv);
}

namespace {

/// Has no state and no end: references are not counted.
class TaskMemory final : public IMalloc {
public:
    HRESULT QueryInterface(REFIID riid, void** ppvObject) override {
        if (ppvObject == nullptr) return E_POINTER;
        bool known = riid == __uuidof(IUnknown) || riid == __uuidof(IMalloc);
        *ppvObject = known ? static_cast<IMalloc*>(this) : nullptr;
        return known ? S_OK : E_NOINTERFACE;
    }

    ULONG AddRef() override { return 2; }

    ULONG Release() override { return 1; }

    void* Alloc(SIZE_T cb) override { return CoTaskMemAlloc(cb); }

    void* Realloc(void* pv, SIZE_T cb) override { return CoTaskMemRealloc(pv, cb); }

    void Free(void* pv) override { CoTaskMemFree(pv); }

    SIZE_T GetSize(void* pv) override { return pv == nullptr ? static_cast<SIZE_T>(-1) : malloc_usable_size(pv); }

    /// -1: this allocator cannot tell.
    int DidAlloc(void*) override { return -1; }

    void HeapMinimize() override { malloc_trim(0); }
};

constinit TaskMemory task_memory;

}  // namespace

HRESULT CoGetMalloc(DWORD dwMemContext, IMalloc** ppMalloc) {
    if (ppMalloc == nullptr || dwMemContext != 1) return E_INVALIDARG;
    *ppMalloc = &task_memory;
    return S_OK;
}
