#include "table.h"

#include <algorithm>
#include <cstdio>

namespace wmi::bench {
namespace {

int missed_rows = 0;

const char* verdict(bool held) {
    if (!held) ++missed_rows;
    return held ? "" : "  MISSED";
}

}  // namespace

double Runs::median() const {
    std::vector<double> sorted = figures;
    std::sort(sorted.begin(), sorted.end());
    if (sorted.empty()) return 0;
    const std::size_t middle = sorted.size() / 2;
    return sorted.size() % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

double Runs::spread() const {
    const auto [least, most] = std::minmax_element(figures.begin(), figures.end());
    return figures.empty() || median() == 0 ? 0 : (*most - *least) / 2 / median();
}

void print_heading() {
    std::printf("%-58s %14s %6s   %14s %6s   %-8s %8s %8s\n", "path", "ours", "+-", "floor", "+-", "unit", "budget", "ratio");
}

void print_ratio(const std::string& what, const Runs& ours, const std::string& against, const Runs& floor, const std::string& unit, double budget) {
    const double ratio = ours.median() / floor.median();
    std::printf("%-58s %14.0f %5.0f%%   %14.0f %5.0f%%   %-8s %7s %7.2f x%s\n", (what + " / " + against).c_str(), ours.median(), ours.spread() * 100,
                floor.median(), floor.spread() * 100, unit.c_str(), budget > 0 ? (std::to_string(budget).substr(0, 4) + " x").c_str() : "-", ratio,
                budget > 0 ? verdict(ratio >= budget) : "");
    std::fflush(stdout);
}

void print_figure(const std::string& what, double figure, const std::string& unit, Budget kind, double budget) {
    const bool held = kind == Budget::None || (kind == Budget::AtMost ? figure <= budget : figure >= budget);
    std::printf("%-58s %14.2f %6s   %14s %6s   %-8s %8.6g %8s%s\n", what.c_str(), figure, "", "", "", unit.c_str(), budget, "", verdict(held));
    std::fflush(stdout);
}

int missed() { return missed_rows; }

}  // namespace wmi::bench
