// A sample with a window: it compiles, sees that there are no windows, and says so.
#include <windows.h>
#include <stdio.h>

LRESULT CALLBACK WindowProc(HWND window, UINT message, WPARAM wide, LPARAM parameter) {
    switch (message) {
        case WM_DESTROY:
            PostQuitMessage(0);
            return 0;
        default:
            return DefWindowProc(window, message, wide, parameter);
    }
}

int APIENTRY WinMain(HINSTANCE instance, HINSTANCE, LPSTR command_line, int) {
    WNDCLASS window_class;
    ZeroMemory(&window_class, sizeof(window_class));
    window_class.lpfnWndProc = WindowProc;
    window_class.hInstance = instance;
    window_class.hIcon = LoadIcon(NULL, IDI_HAND);
    window_class.hCursor = LoadCursor(NULL, IDC_ARROW);
    window_class.hbrBackground = (HBRUSH)(COLOR_WINDOW + 1);
    window_class.lpszClassName = "sample";
    printf("[%s]\n", command_line);
    if (!RegisterClass(&window_class)) {
        printf("no windows: %lu\n", GetLastError());
        MessageBeep(MB_ICONEXCLAMATION);
        return 0;
    }
    HWND window = CreateWindow("sample", "title", WS_OVERLAPPEDWINDOW, CW_USEDEFAULT, 0, CW_USEDEFAULT, 0, NULL, NULL, instance, NULL);
    ShowWindow(window, SW_SHOW);
    MSG message;
    while (GetMessage(&message, NULL, 0, 0) > 0) {
        TranslateMessage(&message);
        DispatchMessage(&message);
    }
    return (int)message.wParam;
}
