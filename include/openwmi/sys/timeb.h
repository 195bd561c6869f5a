// Microsoft's _ftime beside the C library's own <sys/timeb.h>.
#pragma once

#include_next <sys/timeb.h>

#include <ctime>

/// Seconds since 1970 UTC, milliseconds, and minutes west of UTC.
struct _timeb {
    std::time_t time;
    unsigned short millitm;
    short timezone;
    short dstflag;
};
#define __timeb64 _timeb
#define _timeb64 _timeb
#define _ftime64 _ftime
#define _ftime_s _ftime
#define _ftime64_s _ftime

inline int _ftime(struct _timeb* now) {
    struct timespec moment = {};
    ::clock_gettime(CLOCK_REALTIME, &moment);
    std::tm local{};
    ::localtime_r(&moment.tv_sec, &local);
    now->time = moment.tv_sec;
    now->millitm = static_cast<unsigned short>(moment.tv_nsec / 1000000);
    now->timezone = static_cast<short>(-local.tm_gmtoff / 60);
    now->dstflag = static_cast<short>(local.tm_isdst > 0 ? 1 : 0);
    return 0;
}
