// A line on the terminal that says how far long work is; nothing in a pipe. Drawn at most ten times a second, first after
// half a second, so that short work shows nothing.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace cli {

class Progress {
public:
    /// total 0: not known.
    explicit Progress(std::string what, std::uint64_t total = 0);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void set(std::uint64_t done);
    void set_total(std::uint64_t total) { total_ = total; }
    /// Takes the line away.
    void clear();

private:
    void draw();

    using Steady = std::chrono::steady_clock;
    std::string what_;
    std::uint64_t total_;
    std::uint64_t done_ = 0;
    bool on_;
    bool drawn_ = false;
    Steady::time_point begun_;
    Steady::time_point next_;
};

}  // namespace cli
