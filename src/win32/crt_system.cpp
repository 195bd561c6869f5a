// Microsoft's C run-time names over files, the terminal and the environment.
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <map>
#include <mutex>
#include <string>
#include <termios.h>
#include <unistd.h>

#include <openwmi/openwmi_crt.h>

#include "base/guarded.h"
#include "base/text.h"
#include "win32/surface.h"

using namespace wmi::win32;

namespace {

/// One key press, without echo and without waiting for a line; from a pipe the next byte.
int read_key() {
    termios before{};
    const bool terminal = ::tcgetattr(STDIN_FILENO, &before) == 0;
    if (terminal) {
        termios raw = before;
        raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
        ::tcsetattr(STDIN_FILENO, TCSANOW, &raw);
    }
    const int key = std::getchar();
    if (terminal) ::tcsetattr(STDIN_FILENO, TCSANOW, &before);
    return key;
}

}  // namespace

extern "C" {

int _putws(const wchar_t* text) {
    const openwmi_argument arguments[] = {openwmi::argument(text)};
    return wmi_print_wide(stdout, L"%s\n", arguments, 1) < 0 ? EOF : 0;
}

int _getch() { return read_key(); }

std::FILE* _wfopen(const wchar_t* path, const wchar_t* mode) {
    if (path == nullptr || mode == nullptr) {
        errno = EINVAL;
        return nullptr;
    }
    return answer(static_cast<std::FILE*>(nullptr),
                  [&] { return std::fopen(wmi::base::from_wide(path).c_str(), wmi::base::from_wide(mode).c_str()); });
}

errno_t _wfopen_s(std::FILE** file, const wchar_t* path, const wchar_t* mode) {
    if (file == nullptr) return EINVAL;
    *file = _wfopen(path, mode);
    return *file == nullptr ? errno : 0;
}

errno_t fopen_s(std::FILE** file, const char* path, const char* mode) {
    if (file == nullptr || path == nullptr || mode == nullptr) return EINVAL;
    *file = std::fopen(path, mode);
    return *file == nullptr ? errno : 0;
}

errno_t localtime_s(struct tm* parts, const long* time) {
    if (parts == nullptr || time == nullptr) return EINVAL;
    return ::localtime_r(time, parts) == nullptr ? errno : 0;
}

errno_t gmtime_s(struct tm* parts, const long* time) {
    if (parts == nullptr || time == nullptr) return EINVAL;
    return ::gmtime_r(time, parts) == nullptr ? errno : 0;
}

/// The texts given stay until the end of the process, as callers of getenv expect; each name has one.
wchar_t* _wgetenv(const wchar_t* name) {
    if (name == nullptr) return nullptr;
    return answer(static_cast<wchar_t*>(nullptr), [&]() -> wchar_t* {
        static auto& given = *new wmi::base::Guarded<std::map<std::wstring, std::wstring>>;  // outlives every thread
        const char* value = std::getenv(wmi::base::from_wide(name).c_str());
        if (value == nullptr) return nullptr;
        auto wide = wmi::base::to_wide(value);
        return given.with([&](auto& known) {
            auto& kept = known[name];
            if (kept != wide) kept = std::move(wide);
            return kept.data();
        });
    });
}

int _wsystem(const wchar_t* command) {
    return answer(-1, [&] { return command == nullptr ? std::system(nullptr) : std::system(wmi::base::from_wide(command).c_str()); });
}

}  // extern "C"
