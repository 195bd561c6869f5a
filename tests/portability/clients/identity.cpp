// Gives a user and a password as clients of remote machines do; this machine answers that a local caller is who he is.
#define _WIN32_DCOM
#define UNICODE
#include <iostream>
using namespace std;
#include <comdef.h>
#include <Wbemidl.h>
# pragma comment(lib, "wbemuuid.lib")
#include <wincred.h>
# pragma comment(lib, "credui.lib")
#include <strsafe.h>

int __cdecl main(int argc, char **argv)
{
    HRESULT hres;
    hres = CoInitializeEx(0, COINIT_MULTITHREADED);
    hres = CoInitializeSecurity(NULL, -1, NULL, NULL, RPC_C_AUTHN_LEVEL_DEFAULT, RPC_C_IMP_LEVEL_IDENTIFY, NULL, EOAC_NONE, NULL);
    IWbemLocator *pLoc = NULL;
    hres = CoCreateInstance(CLSID_WbemLocator, 0, CLSCTX_INPROC_SERVER, IID_IWbemLocator, (LPVOID *) &pLoc);

    CREDUI_INFO cui;
    bool useToken = false, useNTLM = true;
    wchar_t pszName[CREDUI_MAX_USERNAME_LENGTH + 1] = { 0 };
    wchar_t pszPwd[CREDUI_MAX_PASSWORD_LENGTH + 1] = { 0 };
    wchar_t pszDomain[CREDUI_MAX_USERNAME_LENGTH + 1];
    wchar_t pszUserName[CREDUI_MAX_USERNAME_LENGTH + 1];
    wchar_t pszAuthority[CREDUI_MAX_USERNAME_LENGTH + 1];
    BOOL fSave = FALSE;
    DWORD dwErr;

    memset(&cui, 0, sizeof(CREDUI_INFO));
    cui.cbSize = sizeof(CREDUI_INFO);
    cui.hwndParent = NULL;
    cui.pszMessageText = TEXT("Press cancel to use the process token");
    cui.pszCaptionText = TEXT("Enter account");
    cui.hbmBanner = NULL;
    dwErr = CredUIPromptForCredentials(&cui, TEXT(""), NULL, 0, pszName, CREDUI_MAX_USERNAME_LENGTH + 1, pszPwd, CREDUI_MAX_PASSWORD_LENGTH + 1,
                                       &fSave, CREDUI_FLAGS_GENERIC_CREDENTIALS | CREDUI_FLAGS_ALWAYS_SHOW_UI | CREDUI_FLAGS_DO_NOT_PERSIST);
    if (dwErr == ERROR_CANCELLED)
        useToken = true;
    else if (dwErr)
        cout << "Did not get credentials " << dwErr << endl;
    StringCchCopy(pszName, CREDUI_MAX_USERNAME_LENGTH + 1, L"DOMAIN\\somebody");
    StringCchCopy(pszPwd, CREDUI_MAX_PASSWORD_LENGTH + 1, L"secret");
    if (!useNTLM)
        StringCchPrintf(pszAuthority, CREDUI_MAX_USERNAME_LENGTH + 1, L"kERBEROS:%s", L"COMPUTERNAME");

    IWbemServices *pSvc = NULL;
    hres = pLoc->ConnectServer(_bstr_t(L"\\\\.\\root\\cimv2"), _bstr_t(useToken ? NULL : pszName), _bstr_t(useToken ? NULL : pszPwd), NULL, 0,
                               _bstr_t(useNTLM ? (wchar_t *) NULL : pszAuthority), NULL, &pSvc);
    cout << "With a name: 0x" << hex << hres << (hres == WBEM_E_LOCAL_CREDENTIALS ? " (local credentials)" : "") << endl;
    hres = pLoc->ConnectServer(_bstr_t(L"\\\\.\\root\\cimv2"), NULL, NULL, NULL, 0, NULL, NULL, &pSvc);
    cout << "As who I am: 0x" << hex << hres << endl;

    COAUTHIDENTITY *userAcct = NULL;
    COAUTHIDENTITY authIdent;
    if (!useToken)
    {
        memset(&authIdent, 0, sizeof(COAUTHIDENTITY));
        authIdent.PasswordLength = wcslen(pszPwd);
        authIdent.Password = (USHORT*)pszPwd;
        LPWSTR slash = wcschr(pszName, L'\\');
        if (slash == NULL)
            return 1;
        StringCchCopy(pszUserName, CREDUI_MAX_USERNAME_LENGTH + 1, slash + 1);
        authIdent.User = (USHORT*)pszUserName;
        authIdent.UserLength = wcslen(pszUserName);
        StringCchCopyN(pszDomain, CREDUI_MAX_USERNAME_LENGTH + 1, pszName, slash - pszName);
        authIdent.Domain = (USHORT*)pszDomain;
        authIdent.DomainLength = slash - pszName;
        authIdent.Flags = SEC_WINNT_AUTH_IDENTITY_UNICODE;
        userAcct = &authIdent;
    }
    hres = CoSetProxyBlanket(pSvc, RPC_C_AUTHN_DEFAULT, RPC_C_AUTHZ_DEFAULT, COLE_DEFAULT_PRINCIPAL, RPC_C_AUTHN_LEVEL_PKT_PRIVACY,
                             RPC_C_IMP_LEVEL_IMPERSONATE, userAcct, EOAC_NONE);
    cout << "Blanket: 0x" << hex << hres << endl;
    printf("%ls of %ls, %u letters\n", pszUserName, pszDomain, (unsigned) authIdent.UserLength);

    SecureZeroMemory(pszName, sizeof(pszName));
    SecureZeroMemory(pszPwd, sizeof(pszPwd));
    SecureZeroMemory(pszUserName, sizeof(pszUserName));
    SecureZeroMemory(pszDomain, sizeof(pszDomain));
    pSvc->Release();
    pLoc->Release();
    CoUninitialize();
    return 0;
}
