// The smallest part of winbase.h: records that its functions share, and the memory macros.
#pragma once

#include "winnt.h"

#include <cstring>

/// Rights and inheritance of a new object. Neither is used here.
typedef struct _SECURITY_ATTRIBUTES {
    DWORD nLength;
    LPVOID lpSecurityDescriptor;
    BOOL bInheritHandle;
} SECURITY_ATTRIBUTES, *PSECURITY_ATTRIBUTES, *LPSECURITY_ATTRIBUTES;

typedef RTL_CRITICAL_SECTION CRITICAL_SECTION, *PCRITICAL_SECTION, *LPCRITICAL_SECTION;

#define RtlMoveMemory(target, source, bytes) std::memmove((target), (source), (bytes))
#define RtlCopyMemory(target, source, bytes) std::memcpy((target), (source), (bytes))
#define RtlFillMemory(target, bytes, fill) std::memset((target), (fill), (bytes))
#define RtlZeroMemory(target, bytes) std::memset((void*)(target), 0, (bytes))
#define MoveMemory RtlMoveMemory
#define CopyMemory RtlCopyMemory
#define FillMemory RtlFillMemory
#define ZeroMemory RtlZeroMemory

/// Zeroes memory in a way that no optimiser removes. Gives the address.
inline PVOID SecureZeroMemory(PVOID memory, SIZE_T bytes) {
    std::memset(memory, 0, bytes);
    __asm__ __volatile__("" : : "r"(memory) : "memory");
    return memory;
}
#define RtlSecureZeroMemory SecureZeroMemory
