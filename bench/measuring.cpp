#include "measuring.h"

#include <cstdio>
#include <cstdlib>

#include <time.h>

namespace wmi::bench {
namespace {

double seconds_of(clockid_t clock) {
    timespec now{};
    clock_gettime(clock, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

}  // namespace

double since(Steady::time_point begun) { return std::chrono::duration<double>(Steady::now() - begun).count(); }

double thread_seconds() { return seconds_of(CLOCK_THREAD_CPUTIME_ID); }

double processor_seconds() { return seconds_of(CLOCK_PROCESS_CPUTIME_ID); }

std::filesystem::path fresh(const Setting& setting, const std::string& name) {
    const std::filesystem::path folder = setting.work / name;
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    return folder;
}

std::vector<double> in_own_process(const Setting& setting, const std::string& part, const std::vector<std::string>& arguments) {
    std::string command = "'" + setting.program + "' --part " + part;
    for (const std::string& argument : arguments) command += " '" + argument + "'";
    FILE* pipe = popen(command.c_str(), "r");
    std::vector<double> numbers;
    for (double number = 0; pipe && std::fscanf(pipe, "%lf", &number) == 1;) numbers.push_back(number);
    if (!pipe || pclose(pipe) != 0) {
        std::fprintf(stderr, "openwmi-bench: the part %s failed\n", part.c_str());
        std::exit(1);
    }
    return numbers;
}

}  // namespace wmi::bench
