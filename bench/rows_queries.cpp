// The rows of queries: a million objects on both sides, loaded once, asked the same questions in turn. What both only compute is
// counted in processor time of the whole process, after one run of each that does not count; how long one waits, by the clock.
#include "asked.h"
#include "floor_sqlite.h"
#include "measuring.h"
#include "rows.h"
#include "table.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <random>
#include <thread>

namespace wmi::bench {
namespace {

/// Both sides with everything in them.
struct Ground {
    explicit Ground(const Setting& setting) : folder(fresh(setting, "asked")), client(folder), sqlite(fresh(setting, "asked-floor") / "floor.sqlite") {}

    std::filesystem::path folder;
    Client client;
    FloorSqlite sqlite;
};

double seconds_of(const std::function<void()>& body) {
    const auto begun = Steady::now();
    body();
    return since(begun);
}

void load(Ground& ground, std::uint64_t count) {
    double ours = 0, floor = 0;
    for (const KeyOrder order : {KeyOrder::InOrder, KeyOrder::Random}) {
        ours += seconds_of([&] { Asked::load(ground.client, order, count); });
        floor += seconds_of([&] { Asked::load(ground.sqlite, order, count); });
    }
    ours += seconds_of([&] { Indexed::load(ground.client, count); });
    floor += seconds_of([&] { Indexed::load(ground.sqlite, count); });
    std::printf("(queries: %llu objects in order, at random and indexed, loaded in %.1f s, into SQLite in %.1f s)\n", static_cast<unsigned long long>(count),
                ours, floor);
    std::printf("(%s; 256 objects a Next; processor time of the process)\n", ground.sqlite.settings().c_str());
}

void same_or_end(const Seen& ours, const Seen& floor, const std::string& query) {
    if (ours == floor) return;
    std::fprintf(stderr, "openwmi-bench: the two sides read different things: %llu and %llu rows of %s\n", static_cast<unsigned long long>(ours.rows),
                 static_cast<unsigned long long>(floor.rows), query.c_str());
    std::exit(1);
}

void row_of_scan(const Setting& setting, const Ground& ground, KeyOrder order, const std::string& what, const std::string& where, double budget,
                 Reading reading = Reading::Get) {
    const std::string query = "SELECT Name, Count, Load FROM " + Asked::table(order) + " WHERE " + where;
    const _bstr_t wide(query.c_str());
    FloorSqlite::Statement statement(ground.sqlite, query);
    Runs ours, floor;
    for (int run = -1; run < setting.runs; ++run) {
        const double begun = processor_seconds();
        const Seen our_seen = ask(ground.client, wide, reading);
        const double between = processor_seconds();
        const Seen floor_seen = ask(statement);
        const double ended = processor_seconds();
        same_or_end(our_seen, floor_seen, query);
        if (run < 0) continue;
        ours.figures.push_back(static_cast<double>(setting.million) / (between - begun));
        floor.figures.push_back(static_cast<double>(setting.million) / (ended - between));
    }
    print_ratio("scan, " + std::string(order == KeyOrder::InOrder ? "in order, " : "random, ") + what, ours, "SQLite", floor, "rows/s", budget);
}

void rows_of_scans(const Setting& setting, const Ground& ground) {
    struct Share {
        const char* said;
        const char* text;  // the property that holds the word at so many
        const char* count;
        double budget;
    };
    for (const KeyOrder order : {KeyOrder::InOrder, KeyOrder::Random}) {
        for (const Share& share : {Share{"0.1 %", "Rare", "1", 3}, Share{"10 %", "Tenth", "100", 1.5}, Share{"100 %", "Every", "1000", 1}}) {
            const std::string text = share.text, said = share.said;
            row_of_scan(setting, ground, order, "uint32 < n, " + said, "Count < " + std::string(share.count), share.budget);
            row_of_scan(setting, ground, order, "string = 's', " + said, text + " = 'libwmi'", share.budget);
            row_of_scan(setting, ground, order, "LIKE 'lib%', " + said, text + " LIKE 'lib%'", share.budget);
        }
        row_of_scan(setting, ground, order, "uint32 < n, 100 %, by handles", "Count < 1000", 0, Reading::Handles);
    }
}

/// The text of both is made and parsed for every lookup.
void row_of_lookup(const Setting& setting, const Ground& ground) {
    const std::size_t count = std::min<std::size_t>(setting.puts, 20'000);
    constexpr std::size_t kSlice = 200;
    std::vector<std::string> queries;
    std::vector<_bstr_t> wide;
    std::mt19937 random(3);
    for (std::size_t i = 0; i < count; ++i) {
        queries.push_back("SELECT Name, Count, Load FROM Bench_Indexed WHERE Code = " + std::to_string(Indexed::code_of(random() % setting.million)));
        wide.emplace_back(queries.back().c_str());
    }
    Runs ours, floor;
    for (int run = -1; run < setting.runs; ++run) {
        double our_seconds = 0, floor_seconds = 0;
        for (std::size_t at = 0; at < count; at += kSlice) {
            const std::size_t end = std::min(at + kSlice, count);
            std::vector<Seen> seen;
            const double begun = processor_seconds();
            for (std::size_t i = at; i < end; ++i) seen.push_back(ask(ground.client, wide[i], Reading::Get));
            const double between = processor_seconds();
            for (std::size_t i = at; i < end; ++i) {
                FloorSqlite::Statement statement(ground.sqlite, queries[i]);
                same_or_end(seen[i - at], ask(statement), queries[i]);
            }
            our_seconds += between - begun;
            floor_seconds += processor_seconds() - between;
        }
        if (run < 0) continue;
        ours.figures.push_back(static_cast<double>(count) / our_seconds);
        floor.figures.push_back(static_cast<double>(count) / floor_seconds);
    }
    print_ratio("equality on an indexed property, parsed", ours, "SQLite", floor, "asks/s", 1);
}

double at_share(std::vector<double>& figures, double share) {
    std::sort(figures.begin(), figures.end());
    return figures[static_cast<std::size_t>(static_cast<double>(figures.size() - 1) * share)];
}

void row_of_first(const Ground& ground, const std::string& share, const wchar_t* query) {
    static const _bstr_t language(L"WQL");
    const _bstr_t text(query);
    std::vector<double> milliseconds;
    for (int i = 0; i < 200; ++i) {
        ComPtr<IEnumWbemClassObject> rows;
        ComPtr<IWbemClassObject> object;
        ULONG count = 0;
        milliseconds.push_back(1000 * seconds_of([&] {
            must(ground.client->ExecQuery(language, text, WBEM_FLAG_FORWARD_ONLY | WBEM_FLAG_RETURN_IMMEDIATELY, nullptr, rows.GetAddressOf()), "ExecQuery");
            must(rows->Next(WBEM_INFINITE, 1, object.GetAddressOf(), &count), "Next");
        }));
        if (count != 1) must(WBEM_E_NOT_FOUND, "the first row");
    }
    print_figure("first matching row of a scan, " + share + ", p50", at_share(milliseconds, 0.5), "ms", Budget::AtMost, 1);
    print_figure("... p99", at_share(milliseconds, 0.99), "ms", Budget::None, 0);
}

/// From CancelAsyncCall until this process computes no more: a scan that finds nothing, stopped in its middle.
void rows_of_cancelled_scan(const Ground& ground) {
    static const _bstr_t language(L"WQL");
    const _bstr_t query(L"SELECT * FROM Bench_Scattered WHERE Name LIKE '%nobody is called so%'");
    constexpr auto kLook = std::chrono::microseconds(250);
    constexpr double kWatched = 0.03, kIdleShare = 0.2;
    std::vector<double> told, stopped;
    for (int i = 0; i < 100; ++i) {
        CountingSink sink;
        must(ground.client->ExecQueryAsync(language, query, 0, nullptr, &sink), "ExecQueryAsync");
        std::this_thread::sleep_for(std::chrono::milliseconds(2 + i % 7));
        const auto begun = Steady::now();
        const HRESULT status = ground.client->CancelAsyncCall(&sink);
        if (status == static_cast<HRESULT>(WBEM_E_NOT_FOUND)) continue;  // few objects: it was through
        must(status, "CancelAsyncCall");
        sink.wait_for(1);
        told.push_back(1000 * since(begun));
        double last_busy = 0;
        for (double now = since(begun), used = processor_seconds(); now < kWatched;) {
            std::this_thread::sleep_for(kLook);
            const double later = since(begun), used_later = processor_seconds();
            if (used_later - used > kIdleShare * (later - now)) last_busy = later;
            now = later;
            used = used_later;
        }
        stopped.push_back(std::max(told.back(), 1000 * last_busy));
    }
    if (told.empty()) return;
    print_figure("cancelled scan: final status, p99", at_share(told, 0.99), "ms", Budget::AtMost, 5);
    print_figure("... it computes no more, p50", at_share(stopped, 0.5), "ms", Budget::AtMost, 5);
    print_figure("... p99", at_share(stopped, 0.99), "ms", Budget::AtMost, 5);
}

}  // namespace

int part_enumerate(const char* folder) {
    const Client client(folder);
    (void)client.get(L"Bench_Ordered.Id=1");
    const std::size_t idle = anonymous_memory();
    std::size_t most = idle, seen = 0;
    ComPtr<IEnumWbemClassObject> rows;
    must(client->CreateInstanceEnum(_bstr_t(L"Bench_Ordered"), WBEM_FLAG_FORWARD_ONLY | WBEM_FLAG_RETURN_IMMEDIATELY, nullptr, rows.GetAddressOf()),
         "CreateInstanceEnum");
    for (HRESULT status = WBEM_S_NO_ERROR; status == WBEM_S_NO_ERROR;) {
        IWbemClassObject* objects[100];
        ULONG count = 0;
        status = rows->Next(WBEM_INFINITE, 100, objects, &count);
        must(status, "Next");
        most = std::max(most, anonymous_memory());
        for (ULONG i = 0; i < count; ++i) objects[i]->Release();
        seen += count;
    }
    std::printf("%f %f %zu\n", static_cast<double>(idle) / kMiB, static_cast<double>(most) / kMiB, seen);
    return 0;
}

void rows_of_queries(const Setting& setting) {
    Ground ground(setting);
    load(ground, setting.million);
    rows_of_scans(setting, ground);
    row_of_lookup(setting, ground);
    row_of_first(ground, "10 %", L"SELECT * FROM Bench_Scattered WHERE Count < 100");
    row_of_first(ground, "0.1 %", L"SELECT * FROM Bench_Scattered WHERE Count < 1");
    rows_of_cancelled_scan(ground);
    const auto memory = in_own_process(setting, "enumerate", {ground.folder});
    if (memory.at(2) != static_cast<double>(setting.million)) must(WBEM_E_FAILED, "enumerating all");
    print_figure("anonymous memory above idle, " + std::to_string(setting.million) + " enumerated", memory.at(1) - memory.at(0), "MiB", Budget::AtMost, 16);
}

}  // namespace wmi::bench
