#include "output.h"

#include "failure.h"
#include "text.h"

#include <algorithm>
#include <cstdio>
#include <cwchar>

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
    std::fwrite(line.data(), 1, line.size(), stdout);
    std::fputc('\n', stdout);
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

void Printer::print(IWbemClassObject* object) {
    if (form_ == OutputForm::Mof) {
        BSTR text = nullptr;
        check(object->GetObjectText(0, &text), "printing an object as MOF");
        put_line(narrow(text));
        SysFreeString(text);
        return;
    }
    const bool rich = form_ == OutputForm::Json || form_ == OutputForm::List;
    print(to_json(object, rich ? SystemProperties::Class : SystemProperties::Omit, options_.properties));
}

void Printer::print(const Json& row) {
    switch (form_) {
        case OutputForm::Json: put_line(row.dump(-1, ' ', false, Json::error_handler_t::replace)); break;
        case OutputForm::Csv: print_csv_row(row); break;
        case OutputForm::Table:
            if (!started_ && held_.size() < kRowsToMeasure) {
                held_.push_back(row);
            } else {
                start_table();
                print_table_row(row);
            }
            break;
        default: print_list(row);
    }
}

void Printer::finish() {
    if (form_ == OutputForm::Table && !started_ && !held_.empty()) start_table();
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

void Printer::print_csv_row(const Json& row) {
    if (!started_) {
        started_ = true;
        std::string heads;
        for (const auto& [name, value] : row.items()) {
            columns_.push_back(name);
            heads += (heads.empty() ? "" : ",") + csv_field(name);
        }
        put_line(heads);
    }
    std::string line;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (i != 0) line += ',';
        const auto cell = row.find(columns_[i]);
        if (cell != row.end() && !cell->is_null()) line += csv_field(cell->is_string() ? cell->get<std::string>() : cell->dump());
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
