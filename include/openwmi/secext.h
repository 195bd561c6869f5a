// Names of users in longer forms.
#pragma once

#include "openwmi.h"
#include "winbase.h"

#include <type_traits>

typedef enum : int {
    NameUnknown = 0,
    NameFullyQualifiedDN = 1,
    NameSamCompatible = 2,
    NameDisplay = 3,
    NameUniqueId = 6,
    NameCanonical = 7,
    NameUserPrincipal = 8,
    NameCanonicalEx = 9,
    NameServicePrincipal = 10,
    NameDnsDomain = 12
} EXTENDED_NAME_FORMAT, *PEXTENDED_NAME_FORMAT;

extern "C" {
/// The effective user. NameSamCompatible: MACHINE\name; every other form: ERROR_NONE_MAPPED. `size`: characters, in with the NUL, out
/// without. ERROR_MORE_DATA: too small; then `size` says what is needed.
OPENWMI_API BOOLEAN GetUserNameExA(EXTENDED_NAME_FORMAT form, LPSTR name, PULONG size);
OPENWMI_API BOOLEAN GetUserNameExW(EXTENDED_NAME_FORMAT form, LPWSTR name, PULONG size);
}

/// The same for a DWORD, which is another type than ULONG here.
template <class Size, std::enable_if_t<sizeof(Size) == 4, int> = 0>
BOOLEAN GetUserNameExW(EXTENDED_NAME_FORMAT form, LPWSTR name, Size* size) {
    ULONG wide = size == nullptr ? 0 : *size;
    const BOOLEAN done = GetUserNameExW(form, name, size == nullptr ? nullptr : &wide);
    if (size != nullptr) *size = static_cast<Size>(wide);
    return done;
}

template <class Size, std::enable_if_t<sizeof(Size) == 4, int> = 0>
BOOLEAN GetUserNameExA(EXTENDED_NAME_FORMAT form, LPSTR name, Size* size) {
    ULONG wide = size == nullptr ? 0 : *size;
    const BOOLEAN done = GetUserNameExA(form, name, size == nullptr ? nullptr : &wide);
    if (size != nullptr) *size = static_cast<Size>(wide);
    return done;
}

#ifdef UNICODE
#define GetUserNameEx GetUserNameExW
#else
#define GetUserNameEx GetUserNameExA
#endif
