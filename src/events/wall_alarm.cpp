#include "events/internal/wall_alarm.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <thread>
#include <utility>

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

namespace wmi::events::internal {

namespace {

constexpr Moment kUnixEpoch = 116'444'736'000'000'000;
constexpr Moment kSecond = 10'000'000;

class Descriptor {
public:
    Descriptor() = default;

    explicit Descriptor(int number) : number_(number) {}

    ~Descriptor() {
        if (number_ >= 0) close(number_);
    }

    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}

    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    explicit operator bool() const { return number_ >= 0; }

    [[nodiscard]] int get() const { return number_; }

private:
    int number_ = -1;
};

/// Takes what a timer or an event has to say; for a timer whose clock was set that is an error, which is news all the same.
void read_away(int descriptor) {
    std::uint64_t count = 0;
    while (read(descriptor, &count, sizeof count) < 0 && errno == EINTR) {}
}

/// Never 0, which would disarm.
itimerspec expiry_at(Moment moment) {
    const Moment since = std::max<Moment>(moment - kUnixEpoch, 1);
    itimerspec at{};
    at.it_value.tv_sec = since / kSecond;
    at.it_value.tv_nsec = since % kSecond * 100;
    return at;
}

class TimerAlarm final : public WallAlarm {
public:
    explicit TimerAlarm(std::function<void()> ring) : ring_(std::move(ring)) {}

    ~TimerAlarm() override { stop(); }

    bool set(std::optional<Moment> moment) noexcept override {
        if (!moment && !thread_.joinable()) return true;
        if (!start()) return false;
        const itimerspec at = moment ? expiry_at(*moment) : itimerspec{};
        return timerfd_settime(timer_.get(), TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &at, nullptr) == 0;
    }

    void stop() noexcept override {
        if (!thread_.joinable()) return;
        const std::uint64_t one = 1;
        while (write(end_.get(), &one, sizeof one) < 0 && errno == EINTR) {}
        thread_.join();
        read_away(end_.get());
    }

private:
    bool start() noexcept {
        if (thread_.joinable()) return true;
        if (!timer_) timer_ = Descriptor(timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC));
        if (!end_) end_ = Descriptor(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
        if (!timer_ || !end_) return false;
        try {
            thread_ = std::thread([this] { watch(); });
        } catch (const std::exception&) {  // no thread, or no memory for one
            return false;
        }
        pthread_setname_np(thread_.native_handle(), "wmi-wall-clock");
        return true;
    }

    void watch() {
        std::array<pollfd, 2> both{{{timer_.get(), POLLIN, 0}, {end_.get(), POLLIN, 0}}};
        for (;;) {
            if (poll(both.data(), both.size(), -1) < 0 && errno != EINTR) return;
            if (both[1].revents != 0) return;
            if (both[0].revents == 0) continue;
            read_away(timer_.get());
            ring_();
        }
    }

    const std::function<void()> ring_;
    Descriptor timer_, end_;
    std::thread thread_;
};

}  // namespace

std::unique_ptr<WallAlarm> make_wall_alarm(std::function<void()> ring) { return std::make_unique<TimerAlarm>(std::move(ring)); }

}  // namespace wmi::events::internal
