// The rows of the table. Each measures ours and the floor alternately in folders of their own below `work`, so many runs each.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace wmi::bench {

struct Setting {
    std::filesystem::path work;
    int runs = 5;
    std::size_t puts = 50'000;       // a run of asynchronous puts
    std::size_t million = 1'000'000;  // what stands for "a million"
    std::string program;              // for rows that need a process of their own
};

void rows_of_puts(const Setting& setting);          // asynchronous, in order and random; partial; clients; sizes; 250 properties
void rows_of_single_calls(const Setting& setting);  // synchronous put, get
void rows_of_growth(const Setting& setting);        // the first row at 1,000 and at a million
void rows_of_schema(const Setting& setting);        // compile, reopen, idle memory; needs CIM_SCHEMA_DIR
void rows_of_memory(const Setting& setting);        // while a million are put
void rows_of_cancel(const Setting& setting);        // cancel to final status under load
void rows_of_queries(const Setting& setting);       // scans and lookups beside SQLite; first row, cancel, memory
void rows_of_associations(const Setting& setting);  // ASSOCIATORS OF beside GetObject; putting associations

void rows_of_events(const Setting& setting);        // latency, rate, what subscriptions cost those who put

/// The row of memory: enumerates all of what the rows of queries loaded.
int part_enumerate(const char* folder);

/// Runs a row's part in this process when the program was started for it; false when argv asks for none.
bool run_part(int argc, char** argv, int& exit_code);

}  // namespace wmi::bench
