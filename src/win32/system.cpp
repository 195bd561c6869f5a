// Names of the machine and the user, versions, folders, the environment. The contract is in include/openwmi/winbase.h.
#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <unistd.h>

#include <openwmi/secext.h>
#include <openwmi/winbase.h>
#include <openwmi/winternl.h>

#include "access/principal.h"
#include "base/text.h"
#include "win32/lasting.h"
#include "win32/surface.h"

using namespace wmi::win32;

namespace {

std::string host_name() {
    char name[256] = {};
    (void)::gethostname(name, sizeof name - 1);
    return name;
}

std::string machine() { return host_name().substr(0, host_name().find('.')); }

std::string domain() {
    const std::string host = host_name();
    const std::size_t dot = host.find('.');
    return dot == std::string::npos ? std::string() : host.substr(dot + 1);
}

std::string net_bios_name() { return wmi::base::fold(machine()).substr(0, MAX_COMPUTERNAME_LENGTH); }

std::string computer_name(COMPUTER_NAME_FORMAT form) {
    switch (form) {
        case ComputerNameNetBIOS:
        case ComputerNamePhysicalNetBIOS:
            return net_bios_name();
        case ComputerNameDnsHostname:
        case ComputerNamePhysicalDnsHostname:
            return machine();
        case ComputerNameDnsDomain:
        case ComputerNamePhysicalDnsDomain:
            return domain();
        default:
            return host_name();
    }
}

std::string user_name() { return wmi::access::Principal::own_user().name(); }

void as(std::string_view text, std::string& made) { made = text; }

void as(std::string_view text, std::wstring& made) { made = wmi::base::to_wide(text); }

enum class Counts { WithoutEnd, WithEnd };

/// Copies a whole text, or says what size it needs (with the NUL) and fails.
template <class Char, class Size>
BOOL give(std::string_view text, Char* target, Size* size, Counts on_success, long too_small) {
    if (size == nullptr) return failed(ERROR_INVALID_PARAMETER, FALSE);
    std::basic_string<Char> made;
    as(text, made);
    const auto needed = static_cast<Size>(made.size() + 1);
    if (target == nullptr || *size < needed) {
        *size = needed;
        return failed(too_small, FALSE);
    }
    std::copy_n(made.c_str(), needed, target);
    *size = on_success == Counts::WithEnd ? needed : needed - 1;
    return TRUE;
}

/// For the functions that give the length, or the size they need.
template <class Char>
UINT give_length(std::string_view text, Char* target, UINT size) {
    std::basic_string<Char> made;
    as(text, made);
    if (target == nullptr || size < made.size() + 1) return static_cast<UINT>(made.size() + 1);
    std::copy_n(made.c_str(), made.size() + 1, target);
    return static_cast<UINT>(made.size());
}

constexpr DWORD kMajor = 10;
constexpr DWORD kBuild = 17763;

/// Fills the parts that all four records share; the longer ones have more.
template <class Short, class Long>
BOOL fill_version(Short* version) {
    if (version == nullptr) return failed(ERROR_INVALID_PARAMETER, FALSE);
    const DWORD size = version->dwOSVersionInfoSize;
    if (size != sizeof(Short) && size != sizeof(Long)) return failed(ERROR_INSUFFICIENT_BUFFER, FALSE);
    std::memset(static_cast<void*>(version), 0, size);
    version->dwOSVersionInfoSize = size;
    version->dwMajorVersion = kMajor;
    version->dwBuildNumber = kBuild;
    version->dwPlatformId = VER_PLATFORM_WIN32_NT;
    if (size == sizeof(Long)) reinterpret_cast<Long*>(version)->wProductType = VER_NT_SERVER;
    return TRUE;
}

std::string temporary_folder() {
    const char* named = std::getenv("TMPDIR");
    std::string folder = named == nullptr || *named == 0 ? "/tmp" : named;
    if (folder.back() != '/') folder += '/';
    return folder;
}

std::string command_line() {
    std::ifstream file("/proc/self/cmdline", std::ios::binary);
    const std::string words{std::istreambuf_iterator<char>(file), {}};
    std::string line;
    for (std::size_t at = 0; at < words.size();) {
        const std::string word = words.c_str() + at;
        const bool quoted = word.empty() || word.find_first_of(" \t") != std::string::npos;
        if (at != 0) line += ' ';
        line += quoted ? '"' + word + '"' : word;
        at += word.size() + 1;
    }
    return line;
}

/// [the name of a user] as GetUserNameEx writes it
std::string formatted_user(EXTENDED_NAME_FORMAT form) {
    if (form == NameSamCompatible) return net_bios_name() + '\\' + user_name();
    return {};
}

template <class Char, class Size>
BOOLEAN give_user(EXTENDED_NAME_FORMAT form, Char* name, Size* size) {
    return answer(BOOLEAN{FALSE}, [&]() -> BOOLEAN {
        const std::string text = formatted_user(form);
        if (text.empty()) return failed(ERROR_NONE_MAPPED, BOOLEAN{FALSE});
        return static_cast<BOOLEAN>(give(text, name, size, Counts::WithoutEnd, ERROR_MORE_DATA));
    });
}

}  // namespace

extern "C" {

BOOL GetComputerNameA(LPSTR name, LPDWORD size) {
    return answer(FALSE, [&] { return give(net_bios_name(), name, size, Counts::WithoutEnd, ERROR_BUFFER_OVERFLOW); });
}

BOOL GetComputerNameW(LPWSTR name, LPDWORD size) {
    return answer(FALSE, [&] { return give(net_bios_name(), name, size, Counts::WithoutEnd, ERROR_BUFFER_OVERFLOW); });
}

BOOL GetComputerNameExA(COMPUTER_NAME_FORMAT form, LPSTR name, LPDWORD size) {
    if (form < 0 || form >= ComputerNameMax) return failed(ERROR_INVALID_PARAMETER, FALSE);
    return answer(FALSE, [&] { return give(computer_name(form), name, size, Counts::WithoutEnd, ERROR_MORE_DATA); });
}

BOOL GetComputerNameExW(COMPUTER_NAME_FORMAT form, LPWSTR name, LPDWORD size) {
    if (form < 0 || form >= ComputerNameMax) return failed(ERROR_INVALID_PARAMETER, FALSE);
    return answer(FALSE, [&] { return give(computer_name(form), name, size, Counts::WithoutEnd, ERROR_MORE_DATA); });
}

BOOL GetUserNameA(LPSTR name, LPDWORD size) {
    return answer(FALSE, [&] { return give(user_name(), name, size, Counts::WithEnd, ERROR_INSUFFICIENT_BUFFER); });
}

BOOL GetUserNameW(LPWSTR name, LPDWORD size) {
    return answer(FALSE, [&] { return give(user_name(), name, size, Counts::WithEnd, ERROR_INSUFFICIENT_BUFFER); });
}

BOOLEAN GetUserNameExA(EXTENDED_NAME_FORMAT form, LPSTR name, PULONG size) { return give_user(form, name, size); }

BOOLEAN GetUserNameExW(EXTENDED_NAME_FORMAT form, LPWSTR name, PULONG size) { return give_user(form, name, size); }

BOOL GetVersionExA(LPOSVERSIONINFOA version) { return fill_version<OSVERSIONINFOA, OSVERSIONINFOEXA>(version); }

BOOL GetVersionExW(LPOSVERSIONINFOW version) { return fill_version<OSVERSIONINFOW, OSVERSIONINFOEXW>(version); }

NTSTATUS RtlGetVersion(PRTL_OSVERSIONINFOW version) {
    return fill_version<OSVERSIONINFOW, OSVERSIONINFOEXW>(version) != FALSE ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER;
}

DWORD GetVersion() { return kMajor | kBuild << 16; }

UINT GetWindowsDirectoryA(LPSTR path, UINT size) { return answer(0U, [&] { return give_length("/usr", path, size); }); }

UINT GetWindowsDirectoryW(LPWSTR path, UINT size) { return answer(0U, [&] { return give_length("/usr", path, size); }); }

UINT GetSystemDirectoryA(LPSTR path, UINT size) { return answer(0U, [&] { return give_length("/usr/lib", path, size); }); }

UINT GetSystemDirectoryW(LPWSTR path, UINT size) { return answer(0U, [&] { return give_length("/usr/lib", path, size); }); }

DWORD GetTempPathA(DWORD size, LPSTR path) { return answer(0U, [&] { return give_length(temporary_folder(), path, size); }); }

DWORD GetTempPathW(DWORD size, LPWSTR path) { return answer(0U, [&] { return give_length(temporary_folder(), path, size); }); }

DWORD GetEnvironmentVariableA(LPCSTR name, LPSTR value, DWORD size) {
    return answer(0U, [&] {
        const char* found = name == nullptr ? nullptr : std::getenv(name);
        return found == nullptr ? failed(ERROR_ENVVAR_NOT_FOUND, 0U) : give_length(found, value, size);
    });
}

DWORD GetEnvironmentVariableW(LPCWSTR name, LPWSTR value, DWORD size) {
    return answer(0U, [&] {
        const char* found = name == nullptr ? nullptr : std::getenv(wmi::base::from_wide(name).c_str());
        return found == nullptr ? failed(ERROR_ENVVAR_NOT_FOUND, 0U) : give_length(found, value, size);
    });
}

LPSTR GetCommandLineA() {
    return answer(LPSTR{}, [] {
        static Lasting<std::string> line(command_line());
        return (*line).data();
    });
}

LPWSTR GetCommandLineW() {
    return answer(LPWSTR{}, [] {
        static Lasting<std::wstring> line(wmi::base::to_wide(command_line()));
        return (*line).data();
    });
}

}  // extern "C"
