// Text of SIDs and security descriptors. Declared; the functions fail as docs/porting.md says.
#pragma once

#include "openwmi.h"
#include "winbase.h"

#define SDDL_REVISION_1 1
#define SDDL_REVISION SDDL_REVISION_1

extern "C" {
OPENWMI_API BOOL ConvertStringSecurityDescriptorToSecurityDescriptorA(LPCSTR text, DWORD revision, PSECURITY_DESCRIPTOR* descriptor,
                                                                      PULONG size);
OPENWMI_API BOOL ConvertStringSecurityDescriptorToSecurityDescriptorW(LPCWSTR text, DWORD revision, PSECURITY_DESCRIPTOR* descriptor,
                                                                      PULONG size);
OPENWMI_API BOOL ConvertSecurityDescriptorToStringSecurityDescriptorA(PSECURITY_DESCRIPTOR descriptor, DWORD revision,
                                                                      SECURITY_INFORMATION parts, LPSTR* text, PULONG length);
OPENWMI_API BOOL ConvertSecurityDescriptorToStringSecurityDescriptorW(PSECURITY_DESCRIPTOR descriptor, DWORD revision,
                                                                      SECURITY_INFORMATION parts, LPWSTR* text, PULONG length);
OPENWMI_API BOOL ConvertSidToStringSidA(PSID sid, LPSTR* text);
OPENWMI_API BOOL ConvertSidToStringSidW(PSID sid, LPWSTR* text);
OPENWMI_API BOOL ConvertStringSidToSidA(LPCSTR text, PSID* sid);
OPENWMI_API BOOL ConvertStringSidToSidW(LPCWSTR text, PSID* sid);
}

#ifdef UNICODE
#define ConvertStringSecurityDescriptorToSecurityDescriptor ConvertStringSecurityDescriptorToSecurityDescriptorW
#define ConvertSecurityDescriptorToStringSecurityDescriptor ConvertSecurityDescriptorToStringSecurityDescriptorW
#define ConvertSidToStringSid ConvertSidToStringSidW
#define ConvertStringSidToSid ConvertStringSidToSidW
#else
#define ConvertStringSecurityDescriptorToSecurityDescriptor ConvertStringSecurityDescriptorToSecurityDescriptorA
#define ConvertSecurityDescriptorToStringSecurityDescriptor ConvertSecurityDescriptorToStringSecurityDescriptorA
#define ConvertSidToStringSid ConvertSidToStringSidA
#define ConvertStringSidToSid ConvertStringSidToSidA
#endif
