// The registry. There is none here yet: every function answers ERROR_CALL_NOT_IMPLEMENTED and writes to nothing it is given.
#pragma once

#include "openwmi.h"
#include "winbase.h"

typedef LONG LSTATUS;
typedef ACCESS_MASK REGSAM;
#define HKEY_CLASSES_ROOT ((HKEY)(ULONG_PTR)((LONG)0x80000000))
#define HKEY_CURRENT_USER ((HKEY)(ULONG_PTR)((LONG)0x80000001))
#define HKEY_LOCAL_MACHINE ((HKEY)(ULONG_PTR)((LONG)0x80000002))
#define HKEY_USERS ((HKEY)(ULONG_PTR)((LONG)0x80000003))
#define RRF_RT_ANY 0x0000ffff
#define RRF_RT_REG_SZ 0x00000002
#define RRF_RT_REG_DWORD 0x00000010

extern "C" {
OPENWMI_API LSTATUS RegCloseKey(HKEY key);
OPENWMI_API LSTATUS RegCreateKeyA(HKEY key, LPCSTR name, PHKEY made);
OPENWMI_API LSTATUS RegCreateKeyW(HKEY key, LPCWSTR name, PHKEY made);
OPENWMI_API LSTATUS RegCreateKeyExA(HKEY key, LPCSTR name, DWORD reserved, LPSTR kind, DWORD options, REGSAM rights,
                                    const LPSECURITY_ATTRIBUTES security, PHKEY made, LPDWORD disposition);
OPENWMI_API LSTATUS RegCreateKeyExW(HKEY key, LPCWSTR name, DWORD reserved, LPWSTR kind, DWORD options, REGSAM rights,
                                    const LPSECURITY_ATTRIBUTES security, PHKEY made, LPDWORD disposition);
OPENWMI_API LSTATUS RegOpenKeyA(HKEY key, LPCSTR name, PHKEY opened);
OPENWMI_API LSTATUS RegOpenKeyW(HKEY key, LPCWSTR name, PHKEY opened);
OPENWMI_API LSTATUS RegOpenKeyExA(HKEY key, LPCSTR name, DWORD options, REGSAM rights, PHKEY opened);
OPENWMI_API LSTATUS RegOpenKeyExW(HKEY key, LPCWSTR name, DWORD options, REGSAM rights, PHKEY opened);
OPENWMI_API LSTATUS RegDeleteKeyA(HKEY key, LPCSTR name);
OPENWMI_API LSTATUS RegDeleteKeyW(HKEY key, LPCWSTR name);
OPENWMI_API LSTATUS RegDeleteTreeA(HKEY key, LPCSTR name);
OPENWMI_API LSTATUS RegDeleteTreeW(HKEY key, LPCWSTR name);
OPENWMI_API LSTATUS RegDeleteValueA(HKEY key, LPCSTR name);
OPENWMI_API LSTATUS RegDeleteValueW(HKEY key, LPCWSTR name);
OPENWMI_API LSTATUS RegSetValueExA(HKEY key, LPCSTR name, DWORD reserved, DWORD type, const BYTE* data, DWORD size);
OPENWMI_API LSTATUS RegSetValueExW(HKEY key, LPCWSTR name, DWORD reserved, DWORD type, const BYTE* data, DWORD size);
OPENWMI_API LSTATUS RegQueryValueExA(HKEY key, LPCSTR name, LPDWORD reserved, LPDWORD type, LPBYTE data, LPDWORD size);
OPENWMI_API LSTATUS RegQueryValueExW(HKEY key, LPCWSTR name, LPDWORD reserved, LPDWORD type, LPBYTE data, LPDWORD size);
OPENWMI_API LSTATUS RegGetValueA(HKEY key, LPCSTR path, LPCSTR name, DWORD flags, LPDWORD type, PVOID data, LPDWORD size);
OPENWMI_API LSTATUS RegGetValueW(HKEY key, LPCWSTR path, LPCWSTR name, DWORD flags, LPDWORD type, PVOID data, LPDWORD size);
OPENWMI_API LSTATUS RegEnumKeyExA(HKEY key, DWORD index, LPSTR name, LPDWORD size, LPDWORD reserved, LPSTR kind, LPDWORD kind_size,
                                  PFILETIME written);
OPENWMI_API LSTATUS RegEnumKeyExW(HKEY key, DWORD index, LPWSTR name, LPDWORD size, LPDWORD reserved, LPWSTR kind, LPDWORD kind_size,
                                  PFILETIME written);
}

#ifdef UNICODE
#define RegCreateKey RegCreateKeyW
#define RegCreateKeyEx RegCreateKeyExW
#define RegOpenKey RegOpenKeyW
#define RegOpenKeyEx RegOpenKeyExW
#define RegDeleteKey RegDeleteKeyW
#define RegDeleteTree RegDeleteTreeW
#define RegDeleteValue RegDeleteValueW
#define RegSetValueEx RegSetValueExW
#define RegQueryValueEx RegQueryValueExW
#define RegGetValue RegGetValueW
#define RegEnumKeyEx RegEnumKeyExW
#else
#define RegCreateKey RegCreateKeyA
#define RegCreateKeyEx RegCreateKeyExA
#define RegOpenKey RegOpenKeyA
#define RegOpenKeyEx RegOpenKeyExA
#define RegDeleteKey RegDeleteKeyA
#define RegDeleteTree RegDeleteTreeA
#define RegDeleteValue RegDeleteValueA
#define RegSetValueEx RegSetValueExA
#define RegQueryValueEx RegQueryValueExA
#define RegGetValue RegGetValueA
#define RegEnumKeyEx RegEnumKeyExA
#endif
