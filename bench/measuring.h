// What every row needs to measure: clocks, a folder of its own, a process of its own.
#pragma once

#include "rows.h"

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace wmi::bench {

using Steady = std::chrono::steady_clock;

double since(Steady::time_point begun);
/// Processor time of this thread, and of all threads of this process.
double thread_seconds();
double processor_seconds();
/// An empty folder below the setting's.
std::filesystem::path fresh(const Setting& setting, const std::string& name);
/// Runs this program again for one part (`--part NAME ARGUMENTS`) and reads the numbers it prints.
std::vector<double> in_own_process(const Setting& setting, const std::string& part, const std::vector<std::string>& arguments);

inline constexpr double kMiB = 1024.0 * 1024.0;

}  // namespace wmi::bench
