#include "progress.h"

#include <algorithm>
#include <cstdio>

#include <unistd.h>

namespace cli {

Progress::Progress(std::string what, std::uint64_t total)
    : what_(std::move(what)),
      total_(total),
      on_(isatty(STDERR_FILENO) != 0),
      begun_(Steady::now()),
      next_(begun_ + std::chrono::milliseconds(500)) {}

Progress::~Progress() { clear(); }

void Progress::set(std::uint64_t done) {
    done_ = done;
    if (!on_ || Steady::now() < next_) return;
    next_ = Steady::now() + std::chrono::milliseconds(100);
    draw();
}

void Progress::draw() {
    drawn_ = true;
    const double seconds = std::chrono::duration<double>(Steady::now() - begun_).count();
    const double rate = seconds > 0 ? static_cast<double>(done_) / seconds : 0;
    if (total_ == 0) {
        std::fprintf(stderr, "\r\033[K%s: %llu, %.0f/s", what_.c_str(), static_cast<unsigned long long>(done_), rate);
        return;
    }
    constexpr int kWidth = 30;
    const double share = std::min(1.0, static_cast<double>(done_) / static_cast<double>(total_));
    const int filled = static_cast<int>(share * kWidth);
    std::string bar(static_cast<std::size_t>(filled), '#');
    bar.resize(kWidth, '.');
    std::fprintf(stderr, "\r\033[K%s [%s] %3.0f %%  %llu of %llu, %.0f/s", what_.c_str(), bar.c_str(), share * 100,
                 static_cast<unsigned long long>(done_), static_cast<unsigned long long>(total_), rate);
}

void Progress::clear() {
    if (!drawn_) return;
    std::fputs("\r\033[K", stderr);
    drawn_ = false;
}

}  // namespace cli
