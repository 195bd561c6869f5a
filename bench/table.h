// The table of budgets: each row ours, the floor, their ratio, and what it should be. Medians with the spread of the runs, so
// that the machine's noise can be seen.
#pragma once

#include <string>
#include <vector>

namespace wmi::bench {

/// Figures of several runs of one thing.
struct Runs {
    std::vector<double> figures;

    [[nodiscard]] double median() const;
    /// Half the distance between the smallest and the largest, as a share of the median.
    [[nodiscard]] double spread() const;
};

enum class Budget { AtLeast, AtMost, None };

/// Prints a row: `ours` and `floor` in `unit`, ratio last. A missed budget is marked.
void print_heading();
void print_ratio(const std::string& what, const Runs& ours, const std::string& against, const Runs& floor, const std::string& unit, double budget);
void print_figure(const std::string& what, double figure, const std::string& unit, Budget kind, double budget);
/// Rows that missed their budget so far.
int missed();

}  // namespace wmi::bench
