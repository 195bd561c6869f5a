// Windows' heaps: all of them are malloc's. The contract is in include/openwmi/winbase.h.
#include <cstdlib>
#include <cstring>
#include <malloc.h>

#include <openwmi/winbase.h>

#include "win32/surface.h"

using namespace wmi::win32;

namespace {

void* allocate(std::size_t bytes, bool zeroed) {
    void* memory = zeroed ? std::calloc(1, bytes == 0 ? 1 : bytes) : std::malloc(bytes == 0 ? 1 : bytes);
    return memory == nullptr ? failed(ERROR_NOT_ENOUGH_MEMORY, memory) : memory;
}

void* reallocate(void* memory, std::size_t bytes, bool zeroed) {
    const std::size_t before = ::malloc_usable_size(memory);
    void* moved = std::realloc(memory, bytes == 0 ? 1 : bytes);
    if (moved == nullptr) return failed(ERROR_NOT_ENOUGH_MEMORY, moved);
    if (zeroed && bytes > before) std::memset(static_cast<char*>(moved) + before, 0, bytes - before);
    return moved;
}

/// The one heap has a handle of its own, the address of this.
char heap;

bool is_heap(HANDLE handle) { return handle == &heap; }

}  // namespace

extern "C" {

HLOCAL LocalAlloc(UINT flags, SIZE_T bytes) { return allocate(bytes, (flags & LMEM_ZEROINIT) != 0); }

HLOCAL LocalReAlloc(HLOCAL memory, SIZE_T bytes, UINT flags) { return reallocate(memory, bytes, (flags & LMEM_ZEROINIT) != 0); }

HLOCAL LocalFree(HLOCAL memory) {
    std::free(memory);
    return nullptr;
}

HGLOBAL GlobalAlloc(UINT flags, SIZE_T bytes) { return allocate(bytes, (flags & GMEM_ZEROINIT) != 0); }

HGLOBAL GlobalFree(HGLOBAL memory) {
    std::free(memory);
    return nullptr;
}

LPVOID GlobalLock(HGLOBAL memory) { return memory; }

/// Memory that cannot move is never locked: FALSE with NO_ERROR, as documented.
BOOL GlobalUnlock(HGLOBAL) { return failed(NO_ERROR, FALSE); }

HANDLE GetProcessHeap() { return &heap; }

LPVOID HeapAlloc(HANDLE handle, DWORD flags, SIZE_T bytes) {
    if (!is_heap(handle)) return failed(ERROR_INVALID_HANDLE, LPVOID{});
    return allocate(bytes, (flags & HEAP_ZERO_MEMORY) != 0);
}

LPVOID HeapReAlloc(HANDLE handle, DWORD flags, LPVOID memory, SIZE_T bytes) {
    if (!is_heap(handle)) return failed(ERROR_INVALID_HANDLE, LPVOID{});
    if (memory == nullptr) return failed(ERROR_INVALID_PARAMETER, LPVOID{});
    return reallocate(memory, bytes, (flags & HEAP_ZERO_MEMORY) != 0);
}

BOOL HeapFree(HANDLE handle, DWORD, LPVOID memory) {
    if (!is_heap(handle)) return failed(ERROR_INVALID_HANDLE, FALSE);
    std::free(memory);
    return TRUE;
}

}  // extern "C"
