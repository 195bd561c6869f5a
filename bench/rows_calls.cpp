#include "client.h"
#include "floor_lmdb.h"
#include "measuring.h"
#include "rows.h"
#include "table.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <random>
#include <span>
#include <thread>

namespace wmi::bench {
namespace {

namespace fs = std::filesystem;

void row_of_synchronous(const Setting& setting) {
    Runs ours, floor;
    const std::wstring text(120, L't');
    const std::size_t count = 500;
    for (int run = 0; run < setting.runs; ++run) {
        {
            const Client client(fresh(setting, "ours"));
            client.compile(Eight::mof());
            const auto definition = client.get(L"Bench_Eight");
            const _bstr_t value(text.c_str());
            const auto begun = Steady::now();
            for (std::size_t i = 0; i < count; ++i)
                must(client->PutInstance(Eight::make(definition.Get(), i, value).Get(), 0, nullptr, nullptr), "PutInstance");
            ours.figures.push_back(static_cast<double>(count) / since(begun));
        }
        std::vector<Record> list;
        for (std::size_t i = 0; i < count; ++i) list.push_back({Eight::key_bytes(i), Eight::record_bytes(i, text)});
        FloorLmdb lmdb(fresh(setting, "floor"));
        floor.figures.push_back(static_cast<double>(count) / lmdb.put(list, 1));
    }
    print_ratio("synchronous durable put", ours, "one raw durable transaction", floor, "puts/s", 0.8);
}

void row_of_get(const Setting& setting) {
    Runs ours, floor;
    const std::wstring text(120, L't');
    const std::size_t count = std::min<std::size_t>(setting.puts, 50'000);
    const Client client(fresh(setting, "ours"));
    client.compile(Eight::mof());
    const auto definition = client.get(L"Bench_Eight");
    CountingSink sink;
    std::vector<Record> list;
    for (std::size_t i = 0; i < count; ++i) {
        const auto instance = Eight::make(definition.Get(), i, _bstr_t(text.c_str()));
        HRESULT status = WBEM_S_NO_ERROR;
        while ((status = client->PutInstanceAsync(instance.Get(), 0, nullptr, &sink)) == static_cast<HRESULT>(WBEM_E_SERVER_TOO_BUSY)) continue;
        must(status, "PutInstanceAsync");
        list.push_back({Eight::key_bytes(i), Eight::record_bytes(i, text)});
    }
    sink.wait_for(count);
    FloorLmdb lmdb(fresh(setting, "floor"));
    lmdb.put(list, 10'000);
    std::shuffle(list.begin(), list.end(), std::mt19937(1));
    std::vector<_bstr_t> paths;
    std::mt19937 random(2);
    for (std::size_t i = 0; i < count; ++i) paths.emplace_back((L"Bench_Eight.Id=" + std::to_wstring(random() % count)).c_str());
    // In slices by turns and in processor time of this thread: both only compute, a run takes milliseconds, and one interruption by
    // another program would be longer than the floor's whole run.
    constexpr std::size_t kSlice = 200;
    for (int run = 0; run < setting.runs; ++run) {
        double our_seconds = 0, floor_seconds = 0;
        for (std::size_t at = 0; at < count; at += kSlice) {
            const std::size_t size = std::min(kSlice, count - at);
            const double begun = thread_seconds();
            for (const _bstr_t& path : std::span(paths).subspan(at, size)) {
                ComPtr<IWbemClassObject> object;
                must(client->GetObject(path, 0, nullptr, object.GetAddressOf(), nullptr), "GetObject");
            }
            const double between = thread_seconds();
            lmdb.get(std::span(list).subspan(at, size), FloorLmdb::Reading::InOneEach);
            our_seconds += between - begun;
            floor_seconds += thread_seconds() - between;
        }
        ours.figures.push_back(static_cast<double>(count) / our_seconds);
        floor.figures.push_back(static_cast<double>(count) / floor_seconds);
    }
    print_ratio("get by key", ours, "raw LMDB get, a transaction each", floor, "gets/s", 0.3);
}

int part_million(const char* folder, std::size_t count) {
    const Client client(folder);
    client.compile(Eight::mof());
    const auto definition = client.get(L"Bench_Eight");
    const _bstr_t text(std::wstring(120, L't').c_str());
    const std::size_t idle = anonymous_memory();
    std::size_t most = idle;
    CountingSink sink;
    for (std::size_t i = 0; i < count; ++i) {
        const auto instance = Eight::make(definition.Get(), (i * 0x9E3779B97F4A7C15ULL), text);
        HRESULT status = WBEM_S_NO_ERROR;
        while ((status = client->PutInstanceAsync(instance.Get(), 0, nullptr, &sink)) == static_cast<HRESULT>(WBEM_E_SERVER_TOO_BUSY)) continue;
        must(status, "PutInstanceAsync");
        if (i % 1'000 == 0) most = std::max(most, anonymous_memory());
    }
    sink.wait_for(count);
    std::printf("%f %f %f\n", static_cast<double>(idle) / kMiB, static_cast<double>(most) / kMiB, static_cast<double>(anonymous_memory()) / kMiB);
    return 0;
}

int part_schema(const char* folder, const char* schema) {
    const Client client(folder);
    ComPtr<IMofCompiler> compiler;
    must(CoCreateInstance(CLSID_MofCompiler, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(compiler.GetAddressOf())), "making a compiler");
    std::wstring file = std::wstring(_bstr_t(schema)) + L"/cim_schema_2.41.0.mof", qualifiers = std::wstring(_bstr_t(schema)) + L"/qualifiers.mof";
    wchar_t ns[] = L"root\\cimv2";
    const auto begun = Steady::now();
    WBEM_COMPILE_STATUS_INFO info{};
    must(compiler->CompileFile(file.data(), ns, nullptr, nullptr, nullptr, WBEM_FLAG_DONT_ADD_TO_LIST, 0, 0, &info), "compiling the schema");
    must(info.hRes, "compiling the schema");
    std::printf("%f %f\n", since(begun), static_cast<double>(anonymous_memory()) / kMiB);
    return 0;
}

int part_reopen(const char* folder) {
    const double processor = thread_seconds();
    const auto begun = Steady::now();
    const Client client(folder);
    const auto object = client.get(L"CIM_ManagedElement");
    const double seconds = since(begun);
    std::printf("%f %f %f\n", seconds * 1000, static_cast<double>(anonymous_memory()) / kMiB, (thread_seconds() - processor) * 1000);
    return 0;
}

}  // namespace

void rows_of_single_calls(const Setting& setting) {
    row_of_synchronous(setting);
    row_of_get(setting);
}

void rows_of_schema(const Setting& setting) {
    const char* schema = std::getenv("CIM_SCHEMA_DIR");
    if (!schema) {
        std::printf("(the rows of the DMTF schema need CIM_SCHEMA_DIR, the folder of the CIM schema 2.41)\n");
        return;
    }
    Runs seconds, memory, open, idle, processor;
    for (int run = 0; run < setting.runs; ++run) {
        const fs::path folder = fresh(setting, "schema");
        const auto compiled = in_own_process(setting, "schema", {folder, schema});
        seconds.figures.push_back(compiled.at(0));
        memory.figures.push_back(compiled.at(1));
        for (int again = 0; again < 5; ++again) {
            const auto opened = in_own_process(setting, "reopen", {folder});
            open.figures.push_back(opened.at(0));
            idle.figures.push_back(opened.at(1));
            processor.figures.push_back(opened.at(2));
        }
    }
    print_figure("compile and store the DMTF CIM 2.41 schema", seconds.median(), "s", Budget::AtMost, 2);
    print_figure("... anonymous memory", memory.median(), "MiB", Budget::AtMost, 150);
    print_figure("open a repository with that schema, to first answer", open.median(), "ms", Budget::AtMost, 50);
    print_figure("... of it processor time", processor.median(), "ms", Budget::None, 0);
    print_figure("anonymous memory of an idle process that has it open", idle.median(), "MiB", Budget::AtMost, 25);
}

void rows_of_memory(const Setting& setting) {
    const auto figures = in_own_process(setting, "million", {fresh(setting, "million"), std::to_string(setting.million)});
    print_figure("anonymous memory above idle while " + std::to_string(setting.million) + " are put", figures.at(1) - figures.at(0), "MiB", Budget::AtMost, 40);
    print_figure("... and after", figures.at(2) - figures.at(0), "MiB", Budget::AtMost, 40);
}

void rows_of_cancel(const Setting& setting) {
    const Client client(fresh(setting, "cancel"));
    client.compile(Eight::mof());
    const auto definition = client.get(L"Bench_Eight");
    const _bstr_t text(std::wstring(120, L't').c_str());
    std::atomic<bool> stop = false;
    CountingSink load_sink;
    std::uint64_t started = 0;
    std::thread load([&] {
        while (!stop) {
            const auto instance = Eight::make(definition.Get(), started, text);
            if (SUCCEEDED(client->PutInstanceAsync(instance.Get(), 0, nullptr, &load_sink))) ++started;
        }
    });
    while (load_sink.failures() == 0 && client.revision() < 20) std::this_thread::yield();
    std::vector<double> milliseconds;
    for (int i = 0; i < 500; ++i) {
        CountingSink sink;
        must(client->CreateInstanceEnumAsync(_bstr_t(L"Bench_Eight"), 0, nullptr, &sink), "CreateInstanceEnumAsync");
        const auto begun = Steady::now();
        const HRESULT status = client->CancelAsyncCall(&sink);
        if (status != static_cast<HRESULT>(WBEM_E_NOT_FOUND)) must(status, "CancelAsyncCall");
        sink.wait_for(1);
        milliseconds.push_back(since(begun) * 1000);
    }
    stop = true;
    load.join();
    load_sink.wait_for(started);
    std::sort(milliseconds.begin(), milliseconds.end());
    print_figure("cancel to final status under full put load, p50", milliseconds[milliseconds.size() / 2], "ms", Budget::None, 0);
    print_figure("... p99", milliseconds[milliseconds.size() * 99 / 100], "ms", Budget::AtMost, 5);
}

bool run_part(int argc, char** argv, int& exit_code) {
    if (argc < 4 || std::strcmp(argv[1], "--part") != 0) return false;
    const std::string part = argv[2];
    if (part == "million" && argc == 5) exit_code = part_million(argv[3], std::strtoull(argv[4], nullptr, 10));
    else if (part == "schema" && argc == 5) exit_code = part_schema(argv[3], argv[4]);
    else if (part == "enumerate") exit_code = part_enumerate(argv[3]);
    else if (part == "reopen") exit_code = part_reopen(argv[3]);
    else exit_code = 2;
    return true;
}

}  // namespace wmi::bench
