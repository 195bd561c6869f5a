// Prints objects as a table, a list, JSON lines, CSV or MOF, one by one as they arrive. A table needs the widths of its
// columns: it looks at the first hundred objects, and later ones are cut to fit.
#pragma once

#include "options.h"
#include "values.h"

#include <cstddef>
#include <string>
#include <vector>

#include <wbemidl.h>

namespace cli {

class Printer {
public:
    /// Automatic: a list for one object, a table for many on a terminal, JSON lines in a pipe.
    Printer(const Options& options, bool expects_many);
    ~Printer();
    Printer(const Printer&) = delete;
    Printer& operator=(const Printer&) = delete;

    void print(IWbemClassObject* object);
    /// The columns of CSV, where they are known before the rows. Else the first hundred rows tell, and one that has more is a Failure.
    void set_columns(std::vector<std::string> columns) { columns_ = std::move(columns); }
    /// The same for rows that are no objects (names, counts): keys are the columns.
    void print(const Json& row);
    /// Prints each object at once. CSV has the columns of the first one then; what it lacks of others is said once, on standard error.
    void be_live() { is_live_ = true; }
    /// Writes what is held back; called by the destructor, too.
    void finish();

private:
    void print_table_row(const Json& row);
    void start_table();
    void print_csv_row(const Json& row);
    void start_csv();
    void hold(const Json& row, void (Printer::*start)(), void (Printer::*print_row)(const Json&));
    [[nodiscard]] Names names_of(IWbemClassObject* object) const;
    void print_list(const Json& row);

    Options options_;
    OutputForm form_;
    std::vector<Json> held_;  // rows of a table before its widths are known, of CSV before its columns are
    std::vector<std::string> columns_;
    std::vector<std::size_t> widths_;
    bool started_ = false;
    bool is_live_ = false;
    bool has_warned_ = false;
};

/// What a terminal shows of text: at most `width` columns, the last one an ellipsis where it was cut.
std::string fit(const std::string& text, std::size_t width);
/// Text as a field of CSV; empty text is "", which is not the nothing that NULL is.
std::string csv_field(const std::string& text);
std::size_t terminal_width();

}  // namespace cli
