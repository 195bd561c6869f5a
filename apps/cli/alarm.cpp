#include "alarm.h"

#include "failure.h"

#include <csignal>
#include <cstdio>

#include <poll.h>
#include <unistd.h>

namespace cli {
namespace {

/// Where somebody looks at the time himself he ends in good order, a little earlier.
constexpr auto kGrace = std::chrono::milliseconds(200);

struct UnfinishedFile {
    std::mutex mutex;
    std::string name;
};

UnfinishedFile& unfinished_file() {
    static UnfinishedFile one;
    return one;
}

void remove_unfinished() {
    UnfinishedFile& file = unfinished_file();
    const std::lock_guard lock(file.mutex);
    if (!file.name.empty()) unlink(file.name.c_str());
    file.name.clear();
}

/// What was printed, as far as somebody takes it at once.
void flush_output() {
    pollfd out{STDOUT_FILENO, POLLOUT, 0};
    if (poll(&out, 1, 0) == 1 && ftrylockfile(stdout) == 0) std::fflush(stdout);
}

}  // namespace

Alarm::Alarm(double seconds) {
    if (seconds <= 0) return;
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);  // signals are for the thread that works
    thread_ = std::thread([this, seconds] { wait(seconds); });
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

Alarm::~Alarm() {
    if (!thread_.joinable()) return;
    {
        const std::lock_guard lock(mutex_);
        is_over_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void Alarm::wait(double seconds) {
    std::unique_lock lock(mutex_);
    const auto end = std::chrono::steady_clock::now() + std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::duration<double>(seconds)) + kGrace;
    if (changed_.wait_until(lock, end, [this] { return is_over_; })) return;
    remove_unfinished();
    flush_output();
    std::fprintf(stderr, "wmi: gave up after %g seconds (--timeout)\n", seconds);
    _exit(kTimeout);
}

Unfinished::Unfinished(std::string file) {
    UnfinishedFile& one = unfinished_file();
    const std::lock_guard lock(one.mutex);
    one.name = std::move(file);
}

Unfinished::~Unfinished() { remove_unfinished(); }

void Unfinished::keep() {
    UnfinishedFile& one = unfinished_file();
    const std::lock_guard lock(one.mutex);
    one.name.clear();
}

}  // namespace cli
