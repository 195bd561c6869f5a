#include "store/bell.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <climits>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "store/internal/file_handle.h"

namespace wmi::store {

namespace {

constexpr std::chrono::seconds kBetweenLooks{1};
constexpr std::uint32_t kAwake = 0, kSleepsForEver = 1, kSleepsForATime = 2;
constexpr int kStartTimeField = 22;  // of /proc/PID/stat, counted from 1

std::int64_t steady_now() { return std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count(); }

/// When a process started; 0: there is none, or the system does not tell.
std::uint64_t start_of(std::uint32_t process) noexcept {
    std::array<char, 64> name{};
    std::snprintf(name.data(), name.size(), "/proc/%u/stat", process);
    const internal::FileHandle file(::open(name.data(), O_RDONLY | O_CLOEXEC));
    if (!file) return 0;
    std::array<char, 1024> text{};
    if (read(file.get(), text.data(), text.size() - 1) <= 0) return 0;
    const char* at = std::strrchr(text.data(), ')');  // the second field is a name and may hold anything
    for (int field = 2; at && field < kStartTimeField; ++field) at = std::strchr(at + 1, ' ');
    return at ? std::strtoull(at + 1, nullptr, 10) : 0;
}

bool is_alive(std::uint32_t process, std::uint64_t started) noexcept {
    if (kill(static_cast<pid_t>(process), 0) != 0 && errno == ESRCH) return false;
    const std::uint64_t now = start_of(process);
    return now == 0 || started == 0 || now == started;
}

long futex(std::atomic<std::uint32_t>& word, int what, std::uint32_t value, const timespec* longest = nullptr) noexcept {
    return syscall(SYS_futex, reinterpret_cast<std::uint32_t*>(&word), what, value, longest, nullptr, 0);
}

}  // namespace

base::Result<Bell::Place> Bell::take(std::uint32_t wishes, std::uint64_t position) {
    drop_dead();
    const auto process = static_cast<std::uint32_t>(getpid());
    for (Place place = 0; place < kBellPlaces; ++place) {
        BellPlace& one = page_.places[place];
        if (one.process.load() != 0) continue;
        one.started.store(start_of(process));
        one.position.store(position);
        one.wishes.store(wishes);
        one.sleeps.store(kAwake);
        page_.taken.fetch_add(1);
        one.process.store(process);
        return place;
    }
    return base::Error(base::Status::QuotaViolation, std::to_string(kBellPlaces) + " processes listen to this repository already; close one of them");
}

void Bell::leave(Place place) noexcept {
    auto process = static_cast<std::uint32_t>(getpid());
    if (page_.places[place].process.compare_exchange_strong(process, 0)) page_.taken.fetch_sub(1);
}

bool Bell::drop_dead() noexcept {
    bool has_dead = false;
    for (BellPlace& one : page_.places) {
        std::uint32_t process = one.process.load();
        if (process == 0 || is_alive(process, one.started.load())) continue;
        if (!one.process.compare_exchange_strong(process, 0)) continue;
        page_.taken.fetch_sub(1);
        has_dead = true;
    }
    return has_dead;
}

Bell::Others Bell::others(Place own) noexcept {
    Others found;
    const std::int64_t now = steady_now();
    if (now >= next_look_.load(std::memory_order_relaxed)) {
        next_look_.store(now + std::chrono::nanoseconds(kBetweenLooks).count(), std::memory_order_relaxed);
        found.has_dead = drop_dead();
    }
    for (Place place = 0; place < kBellPlaces; ++place) {
        const BellPlace& one = page_.places[place];
        if (one.process.load() == 0) continue;
        if (place != own) found.wishes |= one.wishes.load();
        found.lowest_position = std::min(found.lowest_position, one.position.load(std::memory_order_acquire));
    }
    return found;
}

void Bell::ring(Place own) noexcept {
    for (Place place = 0; place < kBellPlaces; ++place) {
        if (place != own && page_.places[place].process.load() != 0) call(place);
    }
}

// Counts always: who goes to sleep just now finds that he was called, and sleeps with an end.
void Bell::warn(Place own) noexcept {
    for (Place place = 0; place < kBellPlaces; ++place) {
        BellPlace& one = page_.places[place];
        if (place == own || one.process.load() == 0) continue;
        one.calls.fetch_add(1);
        if (one.sleeps.load() == kSleepsForEver) futex(one.calls, FUTEX_WAKE, INT_MAX);
    }
}

void Bell::call(Place place) noexcept {
    BellPlace& one = page_.places[place];
    one.calls.fetch_add(1);
    if (one.sleeps.load() != kAwake) futex(one.calls, FUTEX_WAKE, INT_MAX);
}

bool Bell::wait(Place place, std::uint32_t seen, std::chrono::seconds longest) noexcept {
    BellPlace& one = page_.places[place];
    const bool has_end = longest.count() != 0;
    const timespec time{longest.count(), 0};
    one.sleeps.store(has_end ? kSleepsForATime : kSleepsForEver);  // before the kernel compares: a caller who missed it was counted already
    const bool has_run_out = futex(one.calls, FUTEX_WAIT, seen, has_end ? &time : nullptr) != 0 && errno == ETIMEDOUT;
    one.sleeps.store(kAwake);
    return !has_run_out;
}

}  // namespace wmi::store
