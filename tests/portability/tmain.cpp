// _tmain without UNICODE is main; the names without A or W are the narrow ones.
#include <windows.h>
#include <tchar.h>
#include <stdio.h>
#include <process.h>
#include <sys\timeb.h>

static HANDLE g_event;

static unsigned __stdcall worker(void* parameter) {
    InterlockedIncrement((LONG*)parameter);
    SetEvent(g_event);
    return 3;
}

int _tmain(int argc, _TCHAR* argv[]) {
    UNREFERENCED_PARAMETER(argv);
    LONG counter = 0;
    g_event = CreateEvent(NULL, TRUE, FALSE, NULL);
    HANDLE thread = (HANDLE)_beginthreadex(NULL, 0, &worker, &counter, 0, NULL);
    if (WaitForSingleObject(g_event, 5000) != WAIT_OBJECT_0) return 1;
    WaitForSingleObject(thread, INFINITE);
    DWORD code = 0;
    GetExitCodeThread(thread, &code);
    CloseHandle(thread);
    CloseHandle(g_event);
    struct _timeb now;
    _ftime(&now);
    TCHAR path[_MAX_PATH];
    GetModuleFileName(NULL, path, sizeof(path));
    LPTSTR message = NULL;
    FormatMessage(FORMAT_MESSAGE_ALLOCATE_BUFFER | FORMAT_MESSAGE_FROM_SYSTEM, NULL, ERROR_ACCESS_DENIED, 0, (LPTSTR)&message, 0, NULL);
    _tprintf(_T("%d %ld %lu %s"), argc, counter, code, message);
    LocalFree(message);
    return now.time > 0 && _tcsstr(path, _T("tmain")) ? 0 : 1;
}
