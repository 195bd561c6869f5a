// flags: -shared -fPIC
// What the library of a provider does outside COM: DllMain with ULONG, registration, a module's own path.
#include <windows.h>
#include <strsafe.h>
#include <sddl.h>

HMODULE ghModule;
LONG g_cLock = 0;
extern "C" IMAGE_DOS_HEADER __ImageBase;

BOOL WINAPI DllMain(HINSTANCE hInstance, ULONG ulReason, LPVOID pvReserved) {
    UNREFERENCED_PARAMETER(pvReserved);
    if (DLL_PROCESS_ATTACH == ulReason) ghModule = hInstance;
    return TRUE;
}

STDAPI DllRegisterServer(void) {
    TCHAR szModule[MAX_PATH + 1];
    TCHAR szKey[128];
    HKEY hKey1 = NULL;
    DWORD dwDisposition;
    GetModuleFileName((HINSTANCE)&__ImageBase, szModule, MAX_PATH + 1);
    if (FAILED(StringCbCopy(szKey, sizeof(szKey), TEXT("Software\\classes\\CLSID\\")))) return E_FAIL;
    if (FAILED(StringCbCat(szKey, sizeof(szKey), TEXT("{0}")))) return E_FAIL;
    LONG result = RegCreateKeyEx(HKEY_LOCAL_MACHINE, szKey, 0, NULL, REG_OPTION_NON_VOLATILE, KEY_WRITE, NULL, &hKey1, &dwDisposition);
    if (result != ERROR_SUCCESS) return HRESULT_FROM_WIN32(result);
    RegSetValueEx(hKey1, NULL, 0, REG_SZ, (BYTE*)szModule, (DWORD)(lstrlen(szModule) + 1) * sizeof(TCHAR));
    RegCloseKey(hKey1);
    return NOERROR;
}

STDAPI DllCanUnloadNow(void) {
    return InterlockedExchangeAdd(&g_cLock, 0) == 0 ? S_OK : S_FALSE;
}

HRESULT CheckToken() {
    HANDLE hToken = NULL;
    if (!OpenThreadToken(GetCurrentThread(), TOKEN_QUERY, TRUE, &hToken)) {
        DWORD dwError = GetLastError();
        return dwError == ERROR_NO_TOKEN || dwError == ERROR_NO_IMPERSONATION_TOKEN ? S_OK : HRESULT_FROM_WIN32(dwError);
    }
    SECURITY_IMPERSONATION_LEVEL level = SecurityAnonymous;
    DWORD size = 0;
    BOOL ok = GetTokenInformation(hToken, TokenImpersonationLevel, &level, sizeof(level), &size);
    CloseHandle(hToken);
    return ok ? S_OK : E_FAIL;
}
