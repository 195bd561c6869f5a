// A few names of the native system.
#pragma once

#include "ntstatus.h"
#include "openwmi.h"
#include "winnt.h"

#ifndef NT_SUCCESS
#define NT_SUCCESS(status) (((NTSTATUS)(status)) >= 0)
#endif

typedef struct _UNICODE_STRING {
    USHORT Length;         // bytes
    USHORT MaximumLength;  // bytes
    PWSTR Buffer;
} UNICODE_STRING, *PUNICODE_STRING;
typedef const UNICODE_STRING* PCUNICODE_STRING;

extern "C" {
/// The version that GetVersionEx gives. STATUS_SUCCESS, or STATUS_INVALID_PARAMETER for a wrong size.
OPENWMI_API NTSTATUS RtlGetVersion(PRTL_OSVERSIONINFOW version);
}
