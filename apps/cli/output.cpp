#include "output.h"

#include "failure.h"
#include "names.h"
#include "standard_io.h"
#include "text.h"

#include <algorithm>
#include <cstdio>
#include <cwchar>
#include <sstream>

#include <sys/ioctl.h>
#include <unistd.h>

namespace cli {
namespace {

constexpr std::size_t kRowsToMeasure = 100;
constexpr std::size_t kWidestColumn = 60;

std::size_t columns_of(const std::string& text) {
    std::size_t count = 0;
    for (const wchar_t c : wide(text)) count += static_cast<std::size_t>(std::max(0, wcwidth(c)));
    return count;
}

std::string pad(const std::string& text, std::size_t width) {
    const std::size_t has = columns_of(text);
    return has >= width ? text : text + std::string(width - has, ' ');
}

void put_line(const std::string& line) {
    if (std::fwrite(line.data(), 1, line.size(), stdout) != line.size() || std::fputc('\n', stdout) == EOF) check_output();
}

/// Of an instance as MOF only these properties. A property begins a line behind one tab; what it goes on with stands deeper, or is a brace.
std::string only_named(const std::string& mof, const std::vector<std::string>& names) {
    const auto is_named = [&](const std::string& name) {
        return std::any_of(names.begin(), names.end(), [&](const std::string& one) { return same_name(one, name); });
    };
    std::string kept;
    bool is_wanted = true;
    std::istringstream lines(mof);
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with('\t')) is_wanted = true;
        else if (line.find_first_of("\t{}", 1) != 1) is_wanted = is_named(line.substr(1, line.find(' ') - 1));
        if (is_wanted) kept += line + "\n";
    }
    return kept;
}

std::vector<std::string> keys_of(IWbemClassObject* object) {
    SAFEARRAY* names = nullptr;
    check(object->GetNames(nullptr, WBEM_FLAG_KEYS_ONLY, nullptr, &names), "reading the names of keys");
    return take_names(names);
}

OutputForm choose(const Options& options, bool expects_many) {
    if (options.form != OutputForm::Automatic) return options.form;
    if (!isatty(STDOUT_FILENO)) return OutputForm::Json;
    return expects_many ? OutputForm::Table : OutputForm::List;
}

}  // namespace

std::size_t terminal_width() {
    winsize size{};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20) return size.ws_col;
    return 120;
}

std::string fit(const std::string& text, std::size_t width) {
    if (columns_of(text) <= width) return text;
    std::wstring kept;
    std::size_t used = 0;
    for (const wchar_t c : wide(text)) {
        used += static_cast<std::size_t>(std::max(0, wcwidth(c)));
        if (used >= width) break;
        kept.push_back(c);
    }
    return narrow(kept) + "…";
}

std::string csv_field(const std::string& text) {
    if (text.empty()) return "\"\"";
    if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + '"';
}

Printer::Printer(const Options& options, bool expects_many) : options_(options), form_(choose(options, expects_many)) {}

Printer::~Printer() {
    try {
        finish();
    } catch (...) {
        std::fputs("wmi: the last rows could not be printed\n", stderr);
    }
}

Names Printer::names_of(IWbemClassObject* object) const {
    if (options_.key_only) return keys_of(object);
    return options_.properties.empty() ? Names() : options_.properties;
}

void Printer::print(IWbemClassObject* object) {
    const Names names = names_of(object);
    if (form_ == OutputForm::Mof) {
        for (const std::string& name : names.value_or(std::vector<std::string>()))
            check(object->Get(wide(name).c_str(), 0, nullptr, nullptr, nullptr), "reading property '" + name + "'");
        BSTR text = nullptr;
        check(object->GetObjectText(0, &text), "printing an object as MOF");
        const std::string mof = narrow(text);
        SysFreeString(text);
        return put_line(names ? only_named(mof, *names) : mof);
    }
    const bool is_rich = form_ == OutputForm::Json || form_ == OutputForm::List || (form_ == OutputForm::Csv && options_.properties.empty());
    print(to_json(object, is_rich ? SystemProperties::Class : SystemProperties::Omit, names));
}

void Printer::print(const Json& row) {
    switch (form_) {
        case OutputForm::Json: put_line(row.dump(-1, ' ', false, Json::error_handler_t::replace)); break;
        case OutputForm::Csv: hold(row, &Printer::start_csv, &Printer::print_csv_row); break;
        case OutputForm::Table: hold(row, &Printer::start_table, &Printer::print_table_row); break;
        default: print_list(row);
    }
}

void Printer::hold(const Json& row, void (Printer::*start)(), void (Printer::*print_row)(const Json&)) {
    if (!started_ && columns_.empty() && held_.size() < kRowsToMeasure) {
        held_.push_back(row);
        if (is_live_) (this->*start)();
        return;
    }
    (this->*start)();
    (this->*print_row)(row);
}

void Printer::finish() {
    if (!started_ && !held_.empty() && form_ == OutputForm::Table) start_table();
    if (!started_ && !held_.empty() && form_ == OutputForm::Csv) start_csv();
    std::fflush(stdout);
}

void Printer::start_table() {
    if (started_) return;
    started_ = true;
    for (const auto& [name, value] : held_.front().items()) {
        columns_.push_back(name);
        widths_.push_back(columns_of(name));
    }
    for (const Json& row : held_)
        for (std::size_t i = 0; i < columns_.size(); ++i)
            if (const auto cell = row.find(columns_[i]); cell != row.end())
                widths_[i] = std::min(kWidestColumn, std::max(widths_[i], columns_of(to_line(*cell))));
    std::string heads, rules;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        heads += pad(fit(columns_[i], widths_[i]), widths_[i]) + "  ";
        rules += std::string(widths_[i], '-') + "  ";
    }
    put_line(fit(heads, terminal_width()));
    put_line(fit(rules, terminal_width()));
    for (const Json& row : std::exchange(held_, {})) print_table_row(row);
}

void Printer::print_table_row(const Json& row) {
    std::string line;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        const auto cell = row.find(columns_[i]);
        line += pad(cell == row.end() ? std::string() : fit(to_line(*cell), widths_[i]), widths_[i]) + "  ";
    }
    while (!line.empty() && line.back() == ' ') line.pop_back();
    put_line(fit(line, terminal_width()));
}

void Printer::start_csv() {
    if (std::exchange(started_, true)) return;
    for (const Json& row : held_)
        for (const auto& [name, value] : row.items())
            if (std::find(columns_.begin(), columns_.end(), name) == columns_.end()) columns_.push_back(name);
    std::string heads;
    for (const std::string& name : columns_) heads += (heads.empty() ? "" : ",") + csv_field(name);
    put_line(heads);
    for (const Json& row : std::exchange(held_, {})) print_csv_row(row);
}

void Printer::print_csv_row(const Json& row) {
    std::string line;
    std::size_t found = 0;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (i != 0) line += ',';
        const auto cell = row.find(columns_[i]);
        if (cell == row.end()) continue;
        ++found;
        if (!cell->is_null()) line += csv_field(cell->is_string() ? cell->get<std::string>() : cell->dump(-1, ' ', false, Json::error_handler_t::replace));
    }
    if (found != row.size() && is_live_) {
        if (!std::exchange(has_warned_, true)) std::fputs("wmi: the heading lacks some properties of later rows; --output json shows them\n", stderr);
    } else if (found != row.size()) {
        throw Failure(kWbemError, "a row has properties that the heading lacks; name the columns with --property, or ask for --output json");
    }
    put_line(line);
}

void Printer::print_list(const Json& row) {
    if (std::exchange(started_, true)) put_line("");
    std::size_t widest = 0;
    for (const auto& [name, value] : row.items()) widest = std::max(widest, name.size());
    for (const auto& [name, value] : row.items()) put_line(pad(name, widest) + " : " + (value.is_null() ? "" : to_line(value)));
}

}  // namespace cli
