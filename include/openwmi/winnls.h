// Text between narrow and wide. The narrow text of this machine is UTF-8: CP_ACP, CP_OEMCP and CP_THREAD_ACP all mean it.
#pragma once

#include "openwmi.h"
#include "winnt.h"

#define CP_ACP 0
#define CP_OEMCP 1
#define CP_MACCP 2
#define CP_THREAD_ACP 3
#define CP_SYMBOL 42
#define CP_UTF7 65000
#define CP_UTF8 65001
#define MB_PRECOMPOSED 0x00000001
#define MB_COMPOSITE 0x00000002
#define MB_USEGLYPHCHARS 0x00000004
#define MB_ERR_INVALID_CHARS 0x00000008
#define WC_COMPOSITECHECK 0x00000200
#define WC_DISCARDNS 0x00000010
#define WC_SEPCHARS 0x00000020
#define WC_DEFAULTCHAR 0x00000040
#define WC_ERR_INVALID_CHARS 0x00000080
#define WC_NO_BEST_FIT_CHARS 0x00000400

extern "C" {
/// Sizes are bytes and characters (of 4 bytes); -1 for the input means up to and with its NUL. Gives what was written, or, for an output
/// size of 0, what is needed. Code pages: UTF-8 (also as CP_ACP, CP_OEMCP, CP_THREAD_ACP), 28591 (Latin-1), 20127 (ASCII).
/// ERROR_INSUFFICIENT_BUFFER, ERROR_INVALID_PARAMETER (sizes, null pointers, another code page), ERROR_INVALID_FLAGS,
/// ERROR_NO_UNICODE_TRANSLATION (with the ERR_INVALID_CHARS flags; without them U+FFFD or the default character stands in).
OPENWMI_API int MultiByteToWideChar(UINT code_page, DWORD flags, LPCSTR text, int bytes, LPWSTR wide, int characters);
OPENWMI_API int WideCharToMultiByte(UINT code_page, DWORD flags, LPCWSTR wide, int characters, LPSTR text, int bytes,
                                    LPCSTR default_character, LPBOOL used_default);
/// 65001: UTF-8.
OPENWMI_API UINT GetACP();
OPENWMI_API UINT GetOEMCP();
/// English (United States), 0x0409: the language of the messages.
OPENWMI_API LCID GetUserDefaultLCID();
OPENWMI_API LCID GetSystemDefaultLCID();
OPENWMI_API LANGID GetUserDefaultLangID();
}
