// flags: -DUNICODE -D_UNICODE
// The way of a console sample: wide and narrow output mixed, Microsoft's formats, wide arguments.
#include <windows.h>
#include <tchar.h>
#include <stdio.h>
#include <iostream>
#include <strsafe.h>
using namespace std;
#pragma comment(lib, "wbemuuid.lib")

int __cdecl wmain(int argc, wchar_t* argv[]) {
    cout << "narrow" << endl;
    wcout << L"wide é" << endl;
    wprintf(L"plain\n");
    printf("printf %S %I64d\n", L"wide", 1LL << 40);
    HRESULT hr = 0x80041002;
    wprintf(L"%s %d arguments, last %s, 0x%lx 0x%X\n", _T("text"), argc - 1, argv[argc - 1], (ULONG)hr, hr);
    fwprintf(stdout, L"%hs|%ls|%5.1f\n", "narrow", L"wide", 2.25);
    TCHAR name[MAX_PATH];
    StringCchPrintf(name, ARRAYSIZE(name), TEXT("%s-%u"), _T("x"), 7u);
    _tprintf(_T("%s %u\n"), name, (unsigned)_tcslen(name));
    wchar_t buffer[20];
    swprintf_s(buffer, _countof(buffer), L"%ws", L"end");
    fputws(buffer, stdout);
    fputws(L"\n", stdout);
    return hr == 0x80041002 ? 0 : 1;
}
