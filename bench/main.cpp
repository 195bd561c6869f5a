// Measures the budgets: ours through the public API, the floor through LMDB itself or SQLite, alternately, in one run.
// usage: openwmi-bench [--quick] [--runs N] [--folder FOLDER] [puts|calls|growth|schema|memory|cancel|queries|associations|events ...]
#include "rows.h"
#include "table.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <set>
#include <thread>

int main(int argc, char** argv) {
    using namespace wmi::bench;
    int code = 0;
    if (run_part(argc, argv, code)) return code;
    Setting setting;
    setting.program = std::filesystem::read_symlink("/proc/self/exe");
    setting.work = std::filesystem::current_path() / "bench-data";
    std::set<std::string> wanted;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        if (word == "--quick") {
            setting.runs = 3;
            setting.puts = 10'000;
            setting.million = 100'000;
        } else if (word == "--runs" && i + 1 < argc) {
            setting.runs = std::atoi(argv[++i]);
        } else if (word == "--folder" && i + 1 < argc) {
            setting.work = argv[++i];
        } else if (word[0] != '-') {
            wanted.insert(word);
        } else {
            std::fprintf(stderr, "usage: openwmi-bench [--quick] [--runs N] [--folder FOLDER] [puts|calls|growth|schema|memory|cancel|queries|associations|events ...]\n");
            return 2;
        }
    }
    const std::vector<std::pair<std::string, std::function<void(const Setting&)>>> rows{
        {"puts", rows_of_puts},     {"calls", rows_of_single_calls}, {"growth", rows_of_growth},   {"schema", rows_of_schema},
        {"memory", rows_of_memory}, {"cancel", rows_of_cancel},      {"queries", rows_of_queries}, {"associations", rows_of_associations}, {"events", rows_of_events}};
    std::printf("%u processors; medians of %d runs; +- is half the distance between the extremes\n", std::thread::hardware_concurrency(), setting.runs);
    print_heading();
    for (const auto& [name, row] : rows)
        if (wanted.empty() || wanted.contains(name)) row(setting);
    std::filesystem::remove_all(setting.work);
    if (missed() > 0) std::printf("%d rows miss their budget\n", missed());
    return 0;
}
