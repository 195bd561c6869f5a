// Modules are shared objects. A handle is what dlopen gives, or the address of something inside the module (&__ImageBase).
#include <algorithm>
#include <array>
#include <climits>
#include <cstring>
#include <dlfcn.h>
#include <link.h>
#include <string>
#include <unistd.h>

#include <openwmi/winbase.h>

#include "base/text.h"
#include "win32/surface.h"

using namespace wmi::win32;

namespace {

constexpr std::array<std::string_view, 12> kSystem{"kernel32", "kernelbase", "ntdll", "advapi32", "user32", "ole32",
                                                   "oleaut32", "secur32",    "credui", "wbemuuid", "msvcrt", "ucrtbase"};

bool is_system(std::string name) {
    if (const std::size_t slash = name.find_last_of("/\\"); slash != std::string::npos) name.erase(0, slash + 1);
    if (name.size() > 4 && wmi::base::same_name(std::string_view(name).substr(name.size() - 4), ".dll")) name.resize(name.size() - 4);
    return std::any_of(kSystem.begin(), kSystem.end(), [&](std::string_view known) { return wmi::base::same_name(name, known); });
}

/// This library's own file.
std::string own_path() {
    Dl_info found{};
    return ::dladdr(reinterpret_cast<const void*>(&GetLastError), &found) != 0 && found.dli_fname != nullptr ? found.dli_fname : "";
}

/// `more`: RTLD_NOLOAD to look only. Inside one program file (tests link the library into theirs) the own path is the program.
HMODULE load(const std::string& path, int more) {
    const std::string file = is_system(path) ? own_path() : path;
    void* module = ::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL | more);
    if (module == nullptr && is_system(path)) module = ::dlopen(nullptr, RTLD_NOW | more);
    return module == nullptr ? failed(ERROR_MOD_NOT_FOUND, HMODULE{}) : reinterpret_cast<HMODULE>(module);
}

/// A handle that is asked for does not count as a reference.
HMODULE find_module(const std::string* name) {
    HMODULE module = name == nullptr ? reinterpret_cast<HMODULE>(::dlopen(nullptr, RTLD_NOW)) : load(*name, RTLD_NOLOAD);
    if (module != nullptr) ::dlclose(reinterpret_cast<void*>(module));
    return module;
}

HMODULE module_of_address(const void* address) {
    Dl_info found{};
    link_map* map = nullptr;
    if (::dladdr1(address, &found, reinterpret_cast<void**>(&map), RTLD_DL_LINKMAP) == 0) return failed(ERROR_MOD_NOT_FOUND, HMODULE{});
    return reinterpret_cast<HMODULE>(map);
}

std::string program_path() {
    char path[PATH_MAX];
    const ssize_t length = ::readlink("/proc/self/exe", path, sizeof path);
    return length < 0 ? std::string() : std::string(path, static_cast<std::size_t>(length));
}

/// The loader's record of a module, by handle (in glibc the record itself) or by an address inside the module; NULL for neither.
link_map* map_of(HMODULE module) {
    auto* first = static_cast<link_map*>(::dlopen(nullptr, RTLD_NOW));
    if (module == nullptr) return first;
    const void* handle = reinterpret_cast<const void*>(module);
    for (auto* map = first; map != nullptr; map = map->l_next)
        if (map == handle) return map;
    Dl_info found{};
    link_map* around = nullptr;
    return ::dladdr1(handle, &found, reinterpret_cast<void**>(&around), RTLD_DL_LINKMAP) == 0 ? nullptr : around;
}

/// Empty for a handle that is none.
std::string path_of(HMODULE module) {
    const link_map* map = map_of(module);
    if (map == nullptr) return {};
    return map->l_name == nullptr || *map->l_name == 0 ? program_path() : std::string(map->l_name);
}

std::string absolute(const std::string& path) {
    char whole[PATH_MAX];
    return path.empty() || ::realpath(path.c_str(), whole) == nullptr ? path : std::string(whole);
}

void as(const std::string& text, std::string& made) { made = text; }

void as(const std::string& text, std::wstring& made) { made = wmi::base::to_wide(text); }

template <class Char>
DWORD give_path(HMODULE module, Char* target, DWORD size) {
    return answer(DWORD{0}, [&] {
        const std::string path = absolute(path_of(module));
        if (path.empty()) return failed(ERROR_MOD_NOT_FOUND, DWORD{0});
        if (target == nullptr || size == 0) return failed(ERROR_INSUFFICIENT_BUFFER, DWORD{0});
        std::basic_string<Char> text;
        as(path, text);
        const std::size_t copied = std::min<std::size_t>(text.size(), size - 1);
        std::copy_n(text.data(), copied, target);
        target[copied] = 0;
        return copied < text.size() ? failed(ERROR_INSUFFICIENT_BUFFER, size) : failed(ERROR_SUCCESS, static_cast<DWORD>(copied));
    });
}

BOOL handle_ex(DWORD flags, const void* name, std::string (*text_of)(const void*), HMODULE* module) {
    return answer(FALSE, [&] {
        if (module == nullptr) return failed(ERROR_INVALID_PARAMETER, FALSE);
        if ((flags & GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS) != 0) {
            *module = module_of_address(name);
        } else if (name == nullptr) {
            *module = find_module(nullptr);
        } else {
            const std::string text = text_of(name);
            *module = find_module(&text);
        }
        return *module == nullptr ? FALSE : TRUE;
    });
}

std::string narrow_text(const void* name) { return static_cast<const char*>(name); }

std::string wide_text(const void* name) { return wmi::base::from_wide(static_cast<const wchar_t*>(name)); }

}  // namespace

extern "C" {

HMODULE GetModuleHandleA(LPCSTR name) {
    return answer(HMODULE{}, [&] {
        const std::string text = name == nullptr ? "" : name;
        return find_module(name == nullptr ? nullptr : &text);
    });
}

HMODULE GetModuleHandleW(LPCWSTR name) {
    return answer(HMODULE{}, [&] {
        const std::string text = name == nullptr ? "" : wmi::base::from_wide(name);
        return find_module(name == nullptr ? nullptr : &text);
    });
}

BOOL GetModuleHandleExA(DWORD flags, LPCSTR name, HMODULE* module) { return handle_ex(flags, name, narrow_text, module); }

BOOL GetModuleHandleExW(DWORD flags, LPCWSTR name, HMODULE* module) { return handle_ex(flags, name, wide_text, module); }

DWORD GetModuleFileNameA(HMODULE module, LPSTR path, DWORD size) { return give_path(module, path, size); }

DWORD GetModuleFileNameW(HMODULE module, LPWSTR path, DWORD size) { return give_path(module, path, size); }

HMODULE LoadLibraryExA(LPCSTR path, HANDLE, DWORD flags) {
    if (path == nullptr) return failed(ERROR_INVALID_PARAMETER, HMODULE{});
    if ((flags & LOAD_LIBRARY_AS_DATAFILE) != 0) return failed(ERROR_CALL_NOT_IMPLEMENTED, HMODULE{});
    return answer(HMODULE{}, [&] { return load(path, 0); });
}

HMODULE LoadLibraryExW(LPCWSTR path, HANDLE reserved, DWORD flags) {
    if (path == nullptr) return failed(ERROR_INVALID_PARAMETER, HMODULE{});
    return answer(HMODULE{}, [&] { return LoadLibraryExA(wmi::base::from_wide(path).c_str(), reserved, flags); });
}

HMODULE LoadLibraryA(LPCSTR path) { return LoadLibraryExA(path, nullptr, 0); }

HMODULE LoadLibraryW(LPCWSTR path) { return LoadLibraryExW(path, nullptr, 0); }

BOOL FreeLibrary(HMODULE module) {
    return answer(FALSE, [&] {
        link_map* map = module == nullptr ? nullptr : map_of(module);
        if (map == nullptr || map != reinterpret_cast<link_map*>(module)) return failed(ERROR_INVALID_HANDLE, FALSE);
        return ::dlclose(map) == 0 ? TRUE : failed(ERROR_INVALID_HANDLE, FALSE);
    });
}

FARPROC GetProcAddress(HMODULE module, LPCSTR name) {
    return answer(FARPROC{}, [&] {
        if (reinterpret_cast<std::uintptr_t>(name) <= 0xFFFF) return failed(ERROR_PROC_NOT_FOUND, FARPROC{});
        link_map* map = map_of(module);
        if (map == nullptr) return failed(ERROR_MOD_NOT_FOUND, FARPROC{});
        auto* found = reinterpret_cast<FARPROC>(::dlsym(map, name));
        return found == nullptr ? failed(ERROR_PROC_NOT_FOUND, FARPROC{}) : found;
    });
}

BOOL DisableThreadLibraryCalls(HMODULE module) {
    return answer(FALSE, [&] { return map_of(module) == nullptr ? failed(ERROR_INVALID_HANDLE, FALSE) : TRUE; });
}

}  // extern "C"
