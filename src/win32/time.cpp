// Clocks and dates. The contract is in include/openwmi/winbase.h.
#include <chrono>
#include <cstdint>
#include <ctime>

#include <openwmi/winbase.h>

#include "base/clock.h"
#include "win32/surface.h"

using namespace wmi::win32;

namespace {

constexpr std::int64_t kTicksPerSecond = 10'000'000;
constexpr std::int64_t kSecondsTo1970 = 11'644'473'600;
constexpr std::uint64_t kLastTick = 0x7FFFFFFFFFFFFFFF;

std::uint64_t ticks_of(const FILETIME& time) { return std::uint64_t{time.dwHighDateTime} << 32 | time.dwLowDateTime; }

FILETIME file_time_of(std::uint64_t ticks) { return {static_cast<DWORD>(ticks), static_cast<DWORD>(ticks >> 32)}; }

using Days = std::chrono::sys_days;

/// ticks at most kLastTick
SYSTEMTIME parts_of(std::uint64_t ticks) {
    using namespace std::chrono;
    const auto milliseconds = static_cast<std::int64_t>(ticks / 10'000);
    const std::int64_t day = milliseconds / 86'400'000;
    const std::int64_t rest = milliseconds % 86'400'000;
    const Days date{days{day - kSecondsTo1970 / 86'400}};
    const year_month_day parts{date};
    SYSTEMTIME made{};
    made.wYear = static_cast<WORD>(static_cast<int>(parts.year()));
    made.wMonth = static_cast<WORD>(static_cast<unsigned>(parts.month()));
    made.wDay = static_cast<WORD>(static_cast<unsigned>(parts.day()));
    made.wDayOfWeek = static_cast<WORD>(weekday{date}.c_encoding());
    made.wHour = static_cast<WORD>(rest / 3'600'000);
    made.wMinute = static_cast<WORD>(rest / 60'000 % 60);
    made.wSecond = static_cast<WORD>(rest / 1'000 % 60);
    made.wMilliseconds = static_cast<WORD>(rest % 1'000);
    return made;
}

std::uint64_t now() { return wmi::base::SystemClock().now(); }

/// What local time is ahead of UTC now.
std::int64_t local_offset() {
    const std::time_t seconds = std::time(nullptr);
    std::tm local{};
    ::localtime_r(&seconds, &local);
    return std::int64_t{local.tm_gmtoff} * kTicksPerSecond;
}

BOOL shift(const FILETIME* from, LPFILETIME to, std::int64_t by) {
    if (from == nullptr || to == nullptr) return failed(ERROR_INVALID_PARAMETER, FALSE);
    const std::uint64_t ticks = ticks_of(*from);
    if (ticks > kLastTick || (by < 0 && ticks < static_cast<std::uint64_t>(-by))) return failed(ERROR_INVALID_PARAMETER, FALSE);
    *to = file_time_of(ticks + static_cast<std::uint64_t>(by));
    return TRUE;
}

}  // namespace

extern "C" {

ULONGLONG GetTickCount64() {
    timespec since{};
    ::clock_gettime(CLOCK_BOOTTIME, &since);
    return static_cast<ULONGLONG>(since.tv_sec) * 1'000 + static_cast<ULONGLONG>(since.tv_nsec) / 1'000'000;
}

DWORD GetTickCount() { return static_cast<DWORD>(GetTickCount64()); }

BOOL QueryPerformanceCounter(LARGE_INTEGER* count) {
    if (count == nullptr) return failed(ERROR_NOACCESS, FALSE);
    count->QuadPart = std::chrono::duration_cast<std::chrono::nanoseconds>(wmi::base::Steady::now().time_since_epoch()).count();
    return TRUE;
}

BOOL QueryPerformanceFrequency(LARGE_INTEGER* frequency) {
    if (frequency == nullptr) return failed(ERROR_NOACCESS, FALSE);
    frequency->QuadPart = 1'000'000'000;
    return TRUE;
}

void GetSystemTimeAsFileTime(LPFILETIME time) { *time = file_time_of(now()); }

void GetSystemTimePreciseAsFileTime(LPFILETIME time) { *time = file_time_of(now()); }

void GetSystemTime(LPSYSTEMTIME time) { *time = parts_of(now()); }

void GetLocalTime(LPSYSTEMTIME time) { *time = parts_of(now() + static_cast<std::uint64_t>(local_offset())); }

BOOL FileTimeToSystemTime(const FILETIME* file_time, LPSYSTEMTIME time) {
    if (file_time == nullptr || time == nullptr || ticks_of(*file_time) > kLastTick) return failed(ERROR_INVALID_PARAMETER, FALSE);
    *time = parts_of(ticks_of(*file_time));
    return TRUE;
}

BOOL SystemTimeToFileTime(const SYSTEMTIME* time, LPFILETIME file_time) {
    using namespace std::chrono;
    if (time == nullptr || file_time == nullptr) return failed(ERROR_INVALID_PARAMETER, FALSE);
    const year_month_day date{year{time->wYear}, month{time->wMonth}, day{time->wDay}};
    const bool good = date.ok() && time->wYear >= 1601 && time->wYear <= 30827 && time->wHour < 24 && time->wMinute < 60 &&
                      time->wSecond < 60 && time->wMilliseconds < 1000;
    if (!good) return failed(ERROR_INVALID_PARAMETER, FALSE);
    const std::int64_t seconds = Days{date}.time_since_epoch().count() * std::int64_t{86'400} + kSecondsTo1970 +
                                 time->wHour * 3'600 + time->wMinute * 60 + time->wSecond;
    *file_time = file_time_of(static_cast<std::uint64_t>(seconds) * 10'000'000 + std::uint64_t{time->wMilliseconds} * 10'000);
    return TRUE;
}

BOOL FileTimeToLocalFileTime(const FILETIME* file_time, LPFILETIME local) { return shift(file_time, local, local_offset()); }

BOOL LocalFileTimeToFileTime(const FILETIME* local, LPFILETIME file_time) { return shift(local, file_time, -local_offset()); }

LONG CompareFileTime(const FILETIME* left, const FILETIME* right) {
    const std::uint64_t a = ticks_of(*left);
    const std::uint64_t b = ticks_of(*right);
    return a < b ? -1 : a > b ? 1 : 0;
}

}  // extern "C"
