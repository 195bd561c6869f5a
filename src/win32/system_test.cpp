// surface.md, "Functions": time, text, memory, modules, names and messages, with the answers of Windows' documentation.
#include <cstring>
#include <string>

#include <gtest/gtest.h>

#include <openwmi/security.h>
#include <openwmi/wincred.h>
#include <openwmi/windows.h>
#include <openwmi/winternl.h>

#include "win32/internal/messages.h"

namespace {

TEST(Time, FileTimesBecomeDatesAndBack) {
    const FILETIME noon{0x3C8E4000 & 0xFFFFFFFF, 0};
    SYSTEMTIME parts{};
    ASSERT_TRUE(FileTimeToSystemTime(&noon, &parts));
    EXPECT_EQ(parts.wYear, 1601);
    SYSTEMTIME leap{2024, 2, 0, 29, 23, 59, 58, 999};
    FILETIME ticks{};
    ASSERT_TRUE(SystemTimeToFileTime(&leap, &ticks));
    ASSERT_TRUE(FileTimeToSystemTime(&ticks, &parts));
    EXPECT_EQ(parts.wDayOfWeek, 4);  // a Thursday
    leap.wDayOfWeek = 4;
    EXPECT_EQ(std::memcmp(&parts, &leap, sizeof parts), 0);
    SYSTEMTIME epoch{1970, 1, 0, 1, 0, 0, 0, 0};
    ASSERT_TRUE(SystemTimeToFileTime(&epoch, &ticks));
    EXPECT_EQ((std::uint64_t{ticks.dwHighDateTime} << 32 | ticks.dwLowDateTime), 116444736000000000ULL);
}

TEST(Time, DatesThatAreNoneAreRefused) {
    FILETIME ticks{};
    for (const SYSTEMTIME bad : {SYSTEMTIME{2023, 2, 0, 29, 0, 0, 0, 0}, SYSTEMTIME{1600, 1, 0, 1, 0, 0, 0, 0},
                                 SYSTEMTIME{2023, 1, 0, 1, 24, 0, 0, 0}, SYSTEMTIME{2023, 0, 0, 1, 0, 0, 0, 0}}) {
        EXPECT_FALSE(SystemTimeToFileTime(&bad, &ticks));
        EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
    }
    const FILETIME late{0, 0x80000000};
    SYSTEMTIME parts{};
    EXPECT_FALSE(FileTimeToSystemTime(&late, &parts));
    EXPECT_TRUE(FileTimeToSystemTime(&(const FILETIME&)FILETIME{0xFFFFFFFF, 0x7FFFFFFF}, &parts));
    EXPECT_EQ(parts.wYear, 30828);
}

TEST(Time, ClocksGoForward) {
    LARGE_INTEGER first{};
    LARGE_INTEGER second{};
    QueryPerformanceCounter(&first);
    Sleep(1);
    QueryPerformanceCounter(&second);
    EXPECT_GE(second.QuadPart - first.QuadPart, 1'000'000);
    EXPECT_NEAR(static_cast<double>(GetTickCount()), static_cast<double>(static_cast<DWORD>(GetTickCount64())), 1000);
    SYSTEMTIME now{};
    GetSystemTime(&now);
    EXPECT_GT(now.wYear, 2020);
}

TEST(CodePages, ConvertUtf8WithTheExactBufferRules) {
    wchar_t wide[8] = {};
    EXPECT_EQ(MultiByteToWideChar(CP_ACP, 0, "a\xc3\xa9\xf0\x9f\x98\x80", -1, nullptr, 0), 4);
    EXPECT_EQ(MultiByteToWideChar(CP_UTF8, 0, "a\xc3\xa9\xf0\x9f\x98\x80", -1, wide, 4), 4);
    EXPECT_STREQ(wide, L"a\u00e9\U0001F600");
    EXPECT_EQ(MultiByteToWideChar(CP_UTF8, 0, "abc", 3, wide, 8), 3);
    EXPECT_EQ(MultiByteToWideChar(CP_UTF8, 0, "abcd", -1, wide, 4), 0);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INSUFFICIENT_BUFFER});
    char narrow[8] = {};
    EXPECT_EQ(WideCharToMultiByte(CP_UTF8, 0, L"\u00e9", -1, nullptr, 0, nullptr, nullptr), 3);
    EXPECT_EQ(WideCharToMultiByte(CP_OEMCP, 0, L"\u00e9", -1, narrow, 8, nullptr, nullptr), 3);
    EXPECT_STREQ(narrow, "\xc3\xa9");
    EXPECT_EQ(WideCharToMultiByte(CP_ACP, 0, L"abcd", -1, narrow, 4, nullptr, nullptr), 0);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INSUFFICIENT_BUFFER});
}

TEST(CodePages, RefuseWhatWindowsRefuses) {
    wchar_t wide[8];
    char narrow[8];
    BOOL used = FALSE;
    const auto refused = [](int answer, DWORD error) { return answer == 0 && GetLastError() == error; };
    EXPECT_TRUE(refused(MultiByteToWideChar(CP_UTF8, 0, "a", 0, wide, 8), ERROR_INVALID_PARAMETER));
    EXPECT_TRUE(refused(MultiByteToWideChar(CP_UTF8, 0, nullptr, -1, wide, 8), ERROR_INVALID_PARAMETER));
    EXPECT_TRUE(refused(MultiByteToWideChar(CP_UTF8, 0, "a", -1, nullptr, 8), ERROR_INVALID_PARAMETER));
    EXPECT_TRUE(refused(MultiByteToWideChar(437, 0, "a", -1, wide, 8), ERROR_INVALID_PARAMETER));
    EXPECT_TRUE(refused(MultiByteToWideChar(CP_UTF8, MB_PRECOMPOSED, "a", -1, wide, 8), ERROR_INVALID_FLAGS));
    EXPECT_EQ(MultiByteToWideChar(CP_ACP, MB_PRECOMPOSED, "a", -1, wide, 8), 2);
    EXPECT_TRUE(refused(MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, "\xff", -1, wide, 8), ERROR_NO_UNICODE_TRANSLATION));
    EXPECT_EQ(MultiByteToWideChar(CP_UTF8, 0, "\xff", -1, wide, 8), 2);
    EXPECT_EQ(wide[0], L'\uFFFD');
    EXPECT_TRUE(refused(WideCharToMultiByte(CP_UTF8, 0, L"a", -1, narrow, 8, "?", nullptr), ERROR_INVALID_PARAMETER));
    EXPECT_TRUE(refused(WideCharToMultiByte(CP_UTF8, 0, L"a", -1, narrow, 8, nullptr, &used), ERROR_INVALID_PARAMETER));
    const wchar_t lone[] = {static_cast<wchar_t>(0xD800), 0};
    EXPECT_TRUE(refused(WideCharToMultiByte(CP_UTF8, WC_ERR_INVALID_CHARS, lone, -1, narrow, 8, nullptr, nullptr),
                        ERROR_NO_UNICODE_TRANSLATION));
    EXPECT_EQ(WideCharToMultiByte(20127, 0, L"\u00e9", -1, narrow, 8, "#", &used), 2);
    EXPECT_STREQ(narrow, "#");
    EXPECT_TRUE(used);
}

TEST(Strings, AnswerNullsAndCompare) {
    wchar_t text[16];
    EXPECT_EQ(lstrlenW(nullptr), 0);
    EXPECT_STREQ(lstrcatW(lstrcpyW(text, L"ab"), L"cd"), L"abcd");
    EXPECT_EQ(lstrcpyW(text, nullptr), nullptr);
    EXPECT_STREQ(lstrcpynW(text, L"abcdef", 4), L"abc");
    EXPECT_EQ(lstrcmpW(L"a", L"b"), -1);
    EXPECT_EQ(lstrcmpiW(L"ROOT", L"root"), 0);
    EXPECT_EQ(lstrcmpW(nullptr, L""), -1);
    EXPECT_EQ(wsprintfW(text, L"%s-%d", L"x", 5), 3);
    EXPECT_STREQ(text, L"x-5");
}

TEST(Messages, StandInOrderSoThatTheyAreFound) {
    const auto& all = wmi::win32::internal::kMessages;
    for (std::size_t at = 1; at < std::size(all); ++at) EXPECT_LT(all[at - 1].number, all[at].number);
}

TEST(Messages, HaveTheTextOfSystemErrorsAndOfWmi) {
    wchar_t text[200];
    EXPECT_GT(FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM, nullptr, ERROR_ACCESS_DENIED, 0, text, 200, nullptr), 0U);
    EXPECT_STREQ(text, L"Access is denied.\r\n");
    char* made = nullptr;
    const DWORD length = FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_ALLOCATE_BUFFER | FORMAT_MESSAGE_IGNORE_INSERTS,
                                        nullptr, 0x80041002, 0, reinterpret_cast<LPSTR>(&made), 0, nullptr);
    ASSERT_GT(length, 0U);
    EXPECT_EQ(std::strlen(made), length);
    EXPECT_EQ(LocalFree(made), nullptr);
    EXPECT_GT(FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM, nullptr, static_cast<DWORD>(E_ACCESSDENIED), 0, text, 200, nullptr), 0U);
    EXPECT_EQ(FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM, nullptr, 0x12345678, 0, text, 200, nullptr), 0U);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_MR_MID_NOT_FOUND});
    EXPECT_EQ(FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM, nullptr, 5, 0, text, 3, nullptr), 0U);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INSUFFICIENT_BUFFER});
    EXPECT_EQ(FormatMessageW(0, nullptr, 5, 0, text, 200, nullptr), 0U);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
}

TEST(Messages, FillInsertsFromAnArray) {
    wchar_t text[100];
    const ULONG_PTR values[] = {reinterpret_cast<ULONG_PTR>(L"disk"), 42};
    EXPECT_GT(FormatMessageW(FORMAT_MESSAGE_FROM_STRING | FORMAT_MESSAGE_ARGUMENT_ARRAY, L"%2!03d! of %1%%%0 never", 0, 0, text, 100,
                             reinterpret_cast<std::va_list*>(const_cast<ULONG_PTR*>(values))),
              0U);
    EXPECT_STREQ(text, L"042 of disk%");
    EXPECT_EQ(FormatMessageW(FORMAT_MESSAGE_FROM_STRING, L"%1", 0, 0, text, 100, nullptr), 0U);
    EXPECT_GT(FormatMessageW(FORMAT_MESSAGE_FROM_STRING | FORMAT_MESSAGE_IGNORE_INSERTS, L"%1", 0, 0, text, 100, nullptr), 0U);
    EXPECT_STREQ(text, L"%1");
}

TEST(Memory, ComesZeroedWhenAskedAndGoesBack) {
    auto* bytes = static_cast<BYTE*>(LocalAlloc(LPTR, 100));
    EXPECT_EQ(bytes[99], 0);
    EXPECT_EQ(LocalFree(bytes), nullptr);
    void* memory = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, 8);
    EXPECT_TRUE(HeapFree(GetProcessHeap(), 0, memory));
    EXPECT_EQ(HeapAlloc(nullptr, 0, 8), nullptr);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_HANDLE});
    char secret[] = "secret";
    SecureZeroMemory(secret, sizeof secret);
    EXPECT_EQ(secret[0], 0);
}

TEST(Modules, HaveAPathAndFunctions) {
    wchar_t path[MAX_PATH];
    const DWORD length = GetModuleFileNameW(nullptr, path, MAX_PATH);
    ASSERT_GT(length, 0U);
    EXPECT_NE(std::wstring(path).find(L"win32_test"), std::wstring::npos);
    EXPECT_EQ(GetModuleFileNameW(nullptr, path, 5), 5U);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INSUFFICIENT_BUFFER});
    EXPECT_EQ(path[4], L'\0');
    static int inside = 0;
    EXPECT_GT(GetModuleFileNameW(reinterpret_cast<HMODULE>(&inside), path, MAX_PATH), 0U);
    EXPECT_EQ(GetModuleHandleW(L"no-such-module.so"), nullptr);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_MOD_NOT_FOUND});
    EXPECT_NE(GetModuleHandleA("kernel32.dll"), nullptr);
    const HMODULE library = LoadLibraryA("libm.so.6");
    ASSERT_NE(library, nullptr);
    EXPECT_NE(GetProcAddress(library, "cos"), nullptr);
    EXPECT_EQ(GetProcAddress(library, "no such function"), nullptr);
    EXPECT_EQ(GetLastError(), DWORD{ERROR_PROC_NOT_FOUND});
    EXPECT_TRUE(FreeLibrary(library));
    EXPECT_FALSE(FreeLibrary(reinterpret_cast<HMODULE>(&path)));
}

TEST(Names, SayWhatTheyNeed) {
    wchar_t name[256];
    DWORD size = 256;
    ASSERT_TRUE(GetComputerNameW(name, &size));
    EXPECT_EQ(size, std::wcslen(name));
    EXPECT_LE(size, DWORD{MAX_COMPUTERNAME_LENGTH});
    DWORD small = 1;
    EXPECT_FALSE(GetComputerNameW(name, &small));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_BUFFER_OVERFLOW});
    EXPECT_EQ(small, size + 1);
    size = 256;
    ASSERT_TRUE(GetUserNameW(name, &size));
    EXPECT_EQ(size, std::wcslen(name) + 1);
    ULONG long_size = 256;
    ASSERT_TRUE(GetUserNameExW(NameSamCompatible, name, &long_size));
    EXPECT_NE(std::wstring(name).find(L'\\'), std::wstring::npos);
    DWORD short_size = 256;  // abi.md: every mixture of ULONG and DWORD
    EXPECT_TRUE(GetUserNameExW(NameSamCompatible, name, &short_size));
    EXPECT_EQ(short_size, long_size);
    EXPECT_FALSE(GetUserNameExW(NameDisplay, name, &short_size));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_NONE_MAPPED});
}

TEST(Versions, AreThatOfTheWindowsWhoseWmiThisIs) {
    OSVERSIONINFOA narrow{};
    EXPECT_FALSE(GetVersionExA(&narrow));
    narrow.dwOSVersionInfoSize = sizeof narrow;
    ASSERT_TRUE(GetVersionExA(&narrow));
    EXPECT_EQ(narrow.dwPlatformId, DWORD{VER_PLATFORM_WIN32_NT});
    RTL_OSVERSIONINFOW wide{};
    wide.dwOSVersionInfoSize = sizeof wide;
    EXPECT_EQ(RtlGetVersion(&wide), STATUS_SUCCESS);
    EXPECT_EQ(wide.dwMajorVersion, narrow.dwMajorVersion);
}

TEST(Sids, AreComparedAndRightsAreMapped) {
    SID everyone{1, 1, {{0, 0, 0, 0, 0, 1}}, {0}};
    SID system{1, 1, {{0, 0, 0, 0, 0, 5}}, {18}};
    EXPECT_TRUE(EqualSid(&everyone, &everyone));
    EXPECT_FALSE(EqualSid(&everyone, &system));
    EXPECT_EQ(GetLengthSid(&system), 12U);
    system.Revision = 9;
    EXPECT_FALSE(IsValidSid(&system));
    GENERIC_MAPPING mapping{1, 2, 4, 7};
    DWORD mask = GENERIC_READ | GENERIC_WRITE | SYNCHRONIZE;
    MapGenericMask(&mask, &mapping);
    EXPECT_EQ(mask, DWORD{SYNCHRONIZE | 3});
}

TEST(Credentials, NamesAreTakenApart) {
    wchar_t user[20];
    wchar_t domain[20];
    EXPECT_EQ(CredUIParseUserNameW(L"HOME\\anna", user, 20, domain, 20), DWORD{NO_ERROR});
    EXPECT_STREQ(user, L"anna");
    EXPECT_STREQ(domain, L"HOME");
    EXPECT_EQ(CredUIParseUserNameW(L"anna@home.example", user, 20, domain, 20), DWORD{NO_ERROR});
    EXPECT_STREQ(domain, L"home.example");
    EXPECT_EQ(CredUIParseUserNameW(L"anna", user, 20, domain, 20), DWORD{ERROR_INVALID_ACCOUNT_NAME});
    EXPECT_EQ(CredUIParseUserNameW(L"HOME\\anna", user, 3, domain, 20), DWORD{ERROR_INSUFFICIENT_BUFFER});
}

}  // namespace
