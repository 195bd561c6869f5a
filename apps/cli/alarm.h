// --timeout for everything the command does: when the time is up the process ends, with code 124. What was under way is cut off as by
// a lost connection: it is done whole or not at all.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace cli {

class Alarm {
public:
    /// 0: none.
    explicit Alarm(double seconds);
    ~Alarm();
    Alarm(const Alarm&) = delete;
    Alarm& operator=(const Alarm&) = delete;

private:
    void wait(double seconds);

    std::mutex mutex_;
    std::condition_variable changed_;
    bool is_over_ = false;
    std::thread thread_;
};

/// A half-written file, which does not outlive the process.
class Unfinished {
public:
    explicit Unfinished(std::string file);
    ~Unfinished();
    Unfinished(const Unfinished&) = delete;
    Unfinished& operator=(const Unfinished&) = delete;

    /// It is whole, or goes by another name now.
    void keep();
};

}  // namespace cli
