// Nobody is asked for a password here: every prompt answers ERROR_CALL_NOT_IMPLEMENTED.
#include <openwmi/wincred.h>

#include "win32/surface.h"

using namespace wmi::win32;

extern "C" {

DWORD CredUIPromptForCredentialsA(PCREDUI_INFOA, LPCSTR, PCtxtHandle, DWORD, LPSTR, ULONG, LPSTR, ULONG, BOOL*, DWORD) { return ERROR_CALL_NOT_IMPLEMENTED; }

DWORD CredUIPromptForCredentialsW(PCREDUI_INFOW, LPCWSTR, PCtxtHandle, DWORD, LPWSTR, ULONG, LPWSTR, ULONG, BOOL*, DWORD) { return ERROR_CALL_NOT_IMPLEMENTED; }

DWORD CredUICmdLinePromptForCredentialsA(LPCSTR, PCtxtHandle, DWORD, LPSTR, ULONG, LPSTR, ULONG, BOOL*, DWORD) { return ERROR_CALL_NOT_IMPLEMENTED; }

DWORD CredUICmdLinePromptForCredentialsW(LPCWSTR, PCtxtHandle, DWORD, LPWSTR, ULONG, LPWSTR, ULONG, BOOL*, DWORD) { return ERROR_CALL_NOT_IMPLEMENTED; }

}  // extern "C"
