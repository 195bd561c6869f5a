// Asking a person for a name and a password. Nobody is asked here: the prompts fail with ERROR_CALL_NOT_IMPLEMENTED, which is also their answer.
#pragma once

#include "openwmi.h"
#include "winbase.h"

#define CRED_MAX_STRING_LENGTH 256
#define CRED_MAX_USERNAME_LENGTH (256 + 1 + 256)
#define CRED_MAX_DOMAIN_TARGET_NAME_LENGTH (256 + 1 + 80)
#define CREDUI_MAX_MESSAGE_LENGTH 1024
#define CREDUI_MAX_CAPTION_LENGTH 128
#define CREDUI_MAX_USERNAME_LENGTH CRED_MAX_USERNAME_LENGTH
#define CREDUI_MAX_PASSWORD_LENGTH (512 / 2)
#define CREDUI_MAX_DOMAIN_TARGET_LENGTH CRED_MAX_DOMAIN_TARGET_NAME_LENGTH
#define CREDUI_FLAGS_INCORRECT_PASSWORD 0x00001
#define CREDUI_FLAGS_DO_NOT_PERSIST 0x00002
#define CREDUI_FLAGS_EXCLUDE_CERTIFICATES 0x00008
#define CREDUI_FLAGS_ALWAYS_SHOW_UI 0x00080
#define CREDUI_FLAGS_GENERIC_CREDENTIALS 0x40000

typedef struct _CREDUI_INFOA {
    DWORD cbSize;
    HWND hwndParent;
    LPCSTR pszMessageText;
    LPCSTR pszCaptionText;
    HANDLE hbmBanner;
} CREDUI_INFOA, *PCREDUI_INFOA;

typedef struct _CREDUI_INFOW {
    DWORD cbSize;
    HWND hwndParent;
    LPCWSTR pszMessageText;
    LPCWSTR pszCaptionText;
    HANDLE hbmBanner;
} CREDUI_INFOW, *PCREDUI_INFOW;
typedef struct _CtxtHandle* PCtxtHandle;

extern "C" {
OPENWMI_API DWORD CredUIPromptForCredentialsA(PCREDUI_INFOA look, LPCSTR target, PCtxtHandle context, DWORD error, LPSTR user,
                                              ULONG user_size, LPSTR password, ULONG password_size, BOOL* save, DWORD flags);
OPENWMI_API DWORD CredUIPromptForCredentialsW(PCREDUI_INFOW look, LPCWSTR target, PCtxtHandle context, DWORD error, LPWSTR user,
                                              ULONG user_size, LPWSTR password, ULONG password_size, BOOL* save, DWORD flags);
OPENWMI_API DWORD CredUICmdLinePromptForCredentialsA(LPCSTR target, PCtxtHandle context, DWORD error, LPSTR user, ULONG user_size,
                                                     LPSTR password, ULONG password_size, BOOL* save, DWORD flags);
OPENWMI_API DWORD CredUICmdLinePromptForCredentialsW(LPCWSTR target, PCtxtHandle context, DWORD error, LPWSTR user, ULONG user_size,
                                                     LPWSTR password, ULONG password_size, BOOL* save, DWORD flags);
/// Splits DOMAIN\name or name@domain. NO_ERROR, ERROR_INVALID_ACCOUNT_NAME, ERROR_INSUFFICIENT_BUFFER, ERROR_INVALID_PARAMETER.
/// Sizes are characters with the NUL.
OPENWMI_API DWORD CredUIParseUserNameA(LPCSTR whole, LPSTR user, ULONG user_size, LPSTR domain, ULONG domain_size);
OPENWMI_API DWORD CredUIParseUserNameW(LPCWSTR whole, LPWSTR user, ULONG user_size, LPWSTR domain, ULONG domain_size);
}

#ifdef UNICODE
typedef CREDUI_INFOW CREDUI_INFO, *PCREDUI_INFO;
#define CredUIPromptForCredentials CredUIPromptForCredentialsW
#define CredUICmdLinePromptForCredentials CredUICmdLinePromptForCredentialsW
#define CredUIParseUserName CredUIParseUserNameW
#else
typedef CREDUI_INFOA CREDUI_INFO, *PCREDUI_INFO;
#define CredUIPromptForCredentials CredUIPromptForCredentialsA
#define CredUICmdLinePromptForCredentials CredUICmdLinePromptForCredentialsA
#define CredUIParseUserName CredUIParseUserNameA
#endif
