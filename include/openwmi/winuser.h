// Windows and messages. No screen is behind this: the functions below are declared so that sources compile, and fail with
// ERROR_CALL_NOT_IMPLEMENTED (docs/porting.md). wsprintf and the string functions work.
#pragma once

#include "openwmi_crt.h"
#include "winbase.h"

typedef LRESULT (*WNDPROC)(HWND window, UINT message, WPARAM wide, LPARAM parameter);

typedef struct tagMSG {
    HWND hwnd;
    UINT message;
    WPARAM wParam;
    LPARAM lParam;
    DWORD time;
    POINT pt;
} MSG, *PMSG, *LPMSG;

typedef struct tagWNDCLASSA {
    UINT style;
    WNDPROC lpfnWndProc;
    int cbClsExtra;
    int cbWndExtra;
    HINSTANCE hInstance;
    HICON hIcon;
    HCURSOR hCursor;
    HBRUSH hbrBackground;
    LPCSTR lpszMenuName;
    LPCSTR lpszClassName;
} WNDCLASSA, *PWNDCLASSA, *LPWNDCLASSA;

typedef struct tagWNDCLASSW {
    UINT style;
    WNDPROC lpfnWndProc;
    int cbClsExtra;
    int cbWndExtra;
    HINSTANCE hInstance;
    HICON hIcon;
    HCURSOR hCursor;
    HBRUSH hbrBackground;
    LPCWSTR lpszMenuName;
    LPCWSTR lpszClassName;
} WNDCLASSW, *PWNDCLASSW, *LPWNDCLASSW;

typedef struct tagWNDCLASSEXA {
    UINT cbSize;
    UINT style;
    WNDPROC lpfnWndProc;
    int cbClsExtra;
    int cbWndExtra;
    HINSTANCE hInstance;
    HICON hIcon;
    HCURSOR hCursor;
    HBRUSH hbrBackground;
    LPCSTR lpszMenuName;
    LPCSTR lpszClassName;
    HICON hIconSm;
} WNDCLASSEXA, *PWNDCLASSEXA, *LPWNDCLASSEXA;

typedef struct tagWNDCLASSEXW {
    UINT cbSize;
    UINT style;
    WNDPROC lpfnWndProc;
    int cbClsExtra;
    int cbWndExtra;
    HINSTANCE hInstance;
    HICON hIcon;
    HCURSOR hCursor;
    HBRUSH hbrBackground;
    LPCWSTR lpszMenuName;
    LPCWSTR lpszClassName;
    HICON hIconSm;
} WNDCLASSEXW, *PWNDCLASSEXW, *LPWNDCLASSEXW;

#define MAKEINTRESOURCEA(number) ((LPSTR)((ULONG_PTR)((WORD)(number))))
#define MAKEINTRESOURCEW(number) ((LPWSTR)((ULONG_PTR)((WORD)(number))))
#ifdef UNICODE
typedef WNDCLASSW WNDCLASS, *PWNDCLASS, *LPWNDCLASS;
typedef WNDCLASSEXW WNDCLASSEX, *PWNDCLASSEX, *LPWNDCLASSEX;
#define MAKEINTRESOURCE MAKEINTRESOURCEW
#else
typedef WNDCLASSA WNDCLASS, *PWNDCLASS, *LPWNDCLASS;
typedef WNDCLASSEXA WNDCLASSEX, *PWNDCLASSEX, *LPWNDCLASSEX;
#define MAKEINTRESOURCE MAKEINTRESOURCEA
#endif

#define CW_USEDEFAULT ((int)0x80000000)
#define IDI_APPLICATION MAKEINTRESOURCE(32512)
#define IDI_HAND MAKEINTRESOURCE(32513)
#define IDI_QUESTION MAKEINTRESOURCE(32514)
#define IDI_EXCLAMATION MAKEINTRESOURCE(32515)
#define IDI_ASTERISK MAKEINTRESOURCE(32516)
#define IDC_ARROW MAKEINTRESOURCE(32512)
#define IDC_WAIT MAKEINTRESOURCE(32514)
#define COLOR_WINDOW 5
#define COLOR_WINDOWTEXT 8
#define CS_VREDRAW 0x0001
#define CS_HREDRAW 0x0002
#define WS_OVERLAPPED 0x00000000
#define WS_POPUP 0x80000000
#define WS_CHILD 0x40000000
#define WS_VISIBLE 0x10000000
#define WS_OVERLAPPEDWINDOW 0x00CF0000
#define SW_HIDE 0
#define SW_SHOWNORMAL 1
#define SW_NORMAL 1
#define SW_SHOW 5
#define SW_SHOWDEFAULT 10
#define HWND_MESSAGE ((HWND)-3)
#define WM_NULL 0x0000
#define WM_CREATE 0x0001
#define WM_DESTROY 0x0002
#define WM_CLOSE 0x0010
#define WM_QUIT 0x0012
#define WM_PAINT 0x000F
#define WM_TIMER 0x0113
#define WM_COMMAND 0x0111
#define WM_USER 0x0400
#define WM_APP 0x8000
#define PM_NOREMOVE 0x0000
#define PM_REMOVE 0x0001
#define QS_ALLINPUT 0x04FF
#define MB_OK 0x00000000
#define MB_OKCANCEL 0x00000001
#define MB_YESNO 0x00000004
#define MB_ICONHAND 0x00000010
#define MB_ICONERROR MB_ICONHAND
#define MB_ICONSTOP MB_ICONHAND
#define MB_ICONQUESTION 0x00000020
#define MB_ICONEXCLAMATION 0x00000030
#define MB_ICONWARNING MB_ICONEXCLAMATION
#define MB_ICONASTERISK 0x00000040
#define MB_ICONINFORMATION MB_ICONASTERISK
#define IDOK 1
#define IDCANCEL 2
#define IDYES 6
#define IDNO 7

extern "C" {
/// 0.
OPENWMI_API ATOM RegisterClassA(const WNDCLASSA* window_class);
OPENWMI_API ATOM RegisterClassW(const WNDCLASSW* window_class);
OPENWMI_API ATOM RegisterClassExA(const WNDCLASSEXA* window_class);
OPENWMI_API ATOM RegisterClassExW(const WNDCLASSEXW* window_class);
OPENWMI_API BOOL UnregisterClassA(LPCSTR name, HINSTANCE instance);
OPENWMI_API BOOL UnregisterClassW(LPCWSTR name, HINSTANCE instance);
/// NULL.
OPENWMI_API HWND CreateWindowExA(DWORD extended, LPCSTR window_class, LPCSTR title, DWORD style, int x, int y, int width, int height,
                                 HWND parent, HMENU menu, HINSTANCE instance, LPVOID parameter);
OPENWMI_API HWND CreateWindowExW(DWORD extended, LPCWSTR window_class, LPCWSTR title, DWORD style, int x, int y, int width, int height,
                                 HWND parent, HMENU menu, HINSTANCE instance, LPVOID parameter);
OPENWMI_API BOOL DestroyWindow(HWND window);
OPENWMI_API BOOL ShowWindow(HWND window, int show);
OPENWMI_API BOOL UpdateWindow(HWND window);
OPENWMI_API LRESULT DefWindowProcA(HWND window, UINT message, WPARAM wide, LPARAM parameter);
OPENWMI_API LRESULT DefWindowProcW(HWND window, UINT message, WPARAM wide, LPARAM parameter);
/// -1, which is how GetMessage says that it failed. A loop `while (GetMessage(...))` must look for it, as Windows' documentation demands.
OPENWMI_API BOOL GetMessageA(LPMSG message, HWND window, UINT first, UINT last);
OPENWMI_API BOOL GetMessageW(LPMSG message, HWND window, UINT first, UINT last);
OPENWMI_API BOOL PeekMessageA(LPMSG message, HWND window, UINT first, UINT last, UINT remove);
OPENWMI_API BOOL PeekMessageW(LPMSG message, HWND window, UINT first, UINT last, UINT remove);
OPENWMI_API BOOL PostMessageA(HWND window, UINT message, WPARAM wide, LPARAM parameter);
OPENWMI_API BOOL PostMessageW(HWND window, UINT message, WPARAM wide, LPARAM parameter);
OPENWMI_API BOOL PostThreadMessageA(DWORD thread, UINT message, WPARAM wide, LPARAM parameter);
OPENWMI_API BOOL PostThreadMessageW(DWORD thread, UINT message, WPARAM wide, LPARAM parameter);
OPENWMI_API LRESULT SendMessageA(HWND window, UINT message, WPARAM wide, LPARAM parameter);
OPENWMI_API LRESULT SendMessageW(HWND window, UINT message, WPARAM wide, LPARAM parameter);
OPENWMI_API BOOL TranslateMessage(const MSG* message);
OPENWMI_API LRESULT DispatchMessageA(const MSG* message);
OPENWMI_API LRESULT DispatchMessageW(const MSG* message);
OPENWMI_API void PostQuitMessage(int exit_code);
OPENWMI_API DWORD MsgWaitForMultipleObjects(DWORD count, const HANDLE* handles, BOOL wait_all, DWORD milliseconds, DWORD wake);
OPENWMI_API HICON LoadIconA(HINSTANCE instance, LPCSTR name);
OPENWMI_API HICON LoadIconW(HINSTANCE instance, LPCWSTR name);
OPENWMI_API HCURSOR LoadCursorA(HINSTANCE instance, LPCSTR name);
OPENWMI_API HCURSOR LoadCursorW(HINSTANCE instance, LPCWSTR name);
OPENWMI_API BOOL MessageBeep(UINT kind);
OPENWMI_API int MessageBoxA(HWND owner, LPCSTR text, LPCSTR title, UINT kind);
OPENWMI_API int MessageBoxW(HWND owner, LPCWSTR text, LPCWSTR title, UINT kind);
OPENWMI_API HWND GetConsoleWindow();
OPENWMI_API HWND GetDesktopWindow();
OPENWMI_API UINT_PTR SetTimer(HWND window, UINT_PTR id, UINT milliseconds, void (*called)(HWND, UINT, UINT_PTR, DWORD));
OPENWMI_API BOOL KillTimer(HWND window, UINT_PTR id);
}
#define CreateWindowA(...) CreateWindowExA(0, __VA_ARGS__)
#define CreateWindowW(...) CreateWindowExW(0, __VA_ARGS__)

/// Formats at most 1,024 characters with the NUL, as on Windows. Gives the length.
template <class... Values>
int wsprintfW(LPWSTR target, LPCWSTR text, Values... values) {
    const int length = openwmi::format(target, 1024, text, values...);
    return length > 1023 ? 1023 : length;
}

template <class... Values>
int wsprintfA(LPSTR target, LPCSTR text, Values... values) {
    const int length = openwmi::format(target, 1024, text, values...);
    return length > 1023 ? 1023 : length;
}

inline int wvsprintfW(LPWSTR target, LPCWSTR text, std::va_list values) {
    const int length = wmi_format_wide_list(target, 1024, text, values);
    return length > 1023 ? 1023 : length;
}

inline int wvsprintfA(LPSTR target, LPCSTR text, std::va_list values) {
    const int length = wmi_format_narrow_list(target, 1024, text, values);
    return length > 1023 ? 1023 : length;
}

#ifdef UNICODE
#define RegisterClass RegisterClassW
#define RegisterClassEx RegisterClassExW
#define UnregisterClass UnregisterClassW
#define CreateWindow CreateWindowW
#define CreateWindowEx CreateWindowExW
#define DefWindowProc DefWindowProcW
#define GetMessage GetMessageW
#define PeekMessage PeekMessageW
#define PostMessage PostMessageW
#define PostThreadMessage PostThreadMessageW
#define SendMessage SendMessageW
#define DispatchMessage DispatchMessageW
#define LoadIcon LoadIconW
#define LoadCursor LoadCursorW
#define MessageBox MessageBoxW
#define wsprintf wsprintfW
#define wvsprintf wvsprintfW
#else
#define RegisterClass RegisterClassA
#define RegisterClassEx RegisterClassExA
#define UnregisterClass UnregisterClassA
#define CreateWindow CreateWindowA
#define CreateWindowEx CreateWindowExA
#define DefWindowProc DefWindowProcA
#define GetMessage GetMessageA
#define PeekMessage PeekMessageA
#define PostMessage PostMessageA
#define PostThreadMessage PostThreadMessageA
#define SendMessage SendMessageA
#define DispatchMessage DispatchMessageA
#define LoadIcon LoadIconA
#define LoadCursor LoadCursorA
#define MessageBox MessageBoxA
#define wsprintf wsprintfA
#define wvsprintf wvsprintfA
#endif
