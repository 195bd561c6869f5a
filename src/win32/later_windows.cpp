// Windows and messages are not here yet: every function fails with ERROR_CALL_NOT_IMPLEMENTED.
#include <openwmi/winuser.h>

#include "win32/surface.h"

using namespace wmi::win32;

extern "C" {

ATOM RegisterClassA(const WNDCLASSA*) { return failed(ERROR_CALL_NOT_IMPLEMENTED, ATOM{}); }

ATOM RegisterClassW(const WNDCLASSW*) { return failed(ERROR_CALL_NOT_IMPLEMENTED, ATOM{}); }

ATOM RegisterClassExA(const WNDCLASSEXA*) { return failed(ERROR_CALL_NOT_IMPLEMENTED, ATOM{}); }

ATOM RegisterClassExW(const WNDCLASSEXW*) { return failed(ERROR_CALL_NOT_IMPLEMENTED, ATOM{}); }

BOOL UnregisterClassA(LPCSTR, HINSTANCE) { return failed(ERROR_CALL_NOT_IMPLEMENTED, FALSE); }

BOOL UnregisterClassW(LPCWSTR, HINSTANCE) { return failed(ERROR_CALL_NOT_IMPLEMENTED, FALSE); }

HWND CreateWindowExA(DWORD, LPCSTR, LPCSTR, DWORD, int, int, int, int, HWND, HMENU, HINSTANCE, LPVOID) { return failed(ERROR_CALL_NOT_IMPLEMENTED, HWND{}); }

HWND CreateWindowExW(DWORD, LPCWSTR, LPCWSTR, DWORD, int, int, int, int, HWND, HMENU, HINSTANCE, LPVOID) { return failed(ERROR_CALL_NOT_IMPLEMENTED, HWND{}); }

BOOL DestroyWindow(HWND) { return failed(ERROR_CALL_NOT_IMPLEMENTED, FALSE); }

BOOL ShowWindow(HWND, int) { return failed(ERROR_CALL_NOT_IMPLEMENTED, FALSE); }

BOOL UpdateWindow(HWND) { return failed(ERROR_CALL_NOT_IMPLEMENTED, FALSE); }

LRESULT DefWindowProcA(HWND, UINT, WPARAM, LPARAM) { return failed(ERROR_CALL_NOT_IMPLEMENTED, LRESULT{}); }

LRESULT DefWindowProcW(HWND, UINT, WPARAM, LPARAM) { return failed(ERROR_CALL_NOT_IMPLEMENTED, LRESULT{}); }

BOOL GetMessageA(LPMSG, HWND, UINT, UINT) { return failed(ERROR_CALL_NOT_IMPLEMENTED, -1); }

BOOL GetMessageW(LPMSG, HWND, UINT, UINT) { return failed(ERROR_CALL_NOT_IMPLEMENTED, -1); }

BOOL PeekMessageA(LPMSG, HWND, UINT, UINT, UINT) { return failed(ERROR_CALL_NOT_IMPLEMENTED, FALSE); }

BOOL PeekMessageW(LPMSG, HWND, UINT, UINT, UINT) { return failed(ERROR_CALL_NOT_IMPLEMENTED, FALSE); }

BOOL PostMessageA(HWND, UINT, WPARAM, LPARAM) { return failed(ERROR_CALL_NOT_IMPLEMENTED, FALSE); }

BOOL PostMessageW(HWND, UINT, WPARAM, LPARAM) { return failed(ERROR_CALL_NOT_IMPLEMENTED, FALSE); }

BOOL PostThreadMessageA(DWORD, UINT, WPARAM, LPARAM) { return failed(ERROR_CALL_NOT_IMPLEMENTED, FALSE); }

BOOL PostThreadMessageW(DWORD, UINT, WPARAM, LPARAM) { return failed(ERROR_CALL_NOT_IMPLEMENTED, FALSE); }

LRESULT SendMessageA(HWND, UINT, WPARAM, LPARAM) { return failed(ERROR_CALL_NOT_IMPLEMENTED, LRESULT{}); }

LRESULT SendMessageW(HWND, UINT, WPARAM, LPARAM) { return failed(ERROR_CALL_NOT_IMPLEMENTED, LRESULT{}); }

BOOL TranslateMessage(const MSG*) { return failed(ERROR_CALL_NOT_IMPLEMENTED, FALSE); }

LRESULT DispatchMessageA(const MSG*) { return failed(ERROR_CALL_NOT_IMPLEMENTED, LRESULT{}); }

LRESULT DispatchMessageW(const MSG*) { return failed(ERROR_CALL_NOT_IMPLEMENTED, LRESULT{}); }

void PostQuitMessage(int) { (void)failed(ERROR_CALL_NOT_IMPLEMENTED, 0); }

DWORD MsgWaitForMultipleObjects(DWORD, const HANDLE*, BOOL, DWORD, DWORD) { return failed(ERROR_CALL_NOT_IMPLEMENTED, WAIT_FAILED); }

HICON LoadIconA(HINSTANCE, LPCSTR) { return failed(ERROR_CALL_NOT_IMPLEMENTED, HICON{}); }

HICON LoadIconW(HINSTANCE, LPCWSTR) { return failed(ERROR_CALL_NOT_IMPLEMENTED, HICON{}); }

HCURSOR LoadCursorA(HINSTANCE, LPCSTR) { return failed(ERROR_CALL_NOT_IMPLEMENTED, HCURSOR{}); }

HCURSOR LoadCursorW(HINSTANCE, LPCWSTR) { return failed(ERROR_CALL_NOT_IMPLEMENTED, HCURSOR{}); }

BOOL MessageBeep(UINT) { return failed(ERROR_CALL_NOT_IMPLEMENTED, FALSE); }

int MessageBoxA(HWND, LPCSTR, LPCSTR, UINT) { return failed(ERROR_CALL_NOT_IMPLEMENTED, int{}); }

int MessageBoxW(HWND, LPCWSTR, LPCWSTR, UINT) { return failed(ERROR_CALL_NOT_IMPLEMENTED, int{}); }

HWND GetConsoleWindow() { return failed(ERROR_CALL_NOT_IMPLEMENTED, HWND{}); }

HWND GetDesktopWindow() { return failed(ERROR_CALL_NOT_IMPLEMENTED, HWND{}); }

UINT_PTR SetTimer(HWND, UINT_PTR, UINT, void (*)(HWND, UINT, UINT_PTR, DWORD)) { return failed(ERROR_CALL_NOT_IMPLEMENTED, UINT_PTR{}); }

BOOL KillTimer(HWND, UINT_PTR) { return failed(ERROR_CALL_NOT_IMPLEMENTED, FALSE); }

}  // extern "C"
