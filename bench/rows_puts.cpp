#include "client.h"
#include "floor_lmdb.h"
#include "measuring.h"
#include "rows.h"
#include "table.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <random>
#include <thread>

namespace wmi::bench {
namespace {

namespace fs = std::filesystem;

std::vector<std::uint64_t> numbers(std::size_t count, bool in_order, std::uint64_t seed) {
    std::vector<std::uint64_t> list(count);
    std::iota(list.begin(), list.end(), seed * 10'000'000);
    if (!in_order) {
        std::mt19937_64 random(seed);
        for (std::uint64_t& number : list) number = random();
    }
    return list;
}

std::vector<Record> records(const std::vector<std::uint64_t>& list, const std::wstring& text) {
    std::vector<Record> made;
    made.reserve(list.size());
    for (const std::uint64_t number : list) made.push_back({Eight::key_bytes(number), Eight::record_bytes(number, text)});
    return made;
}

struct PutRun {
    double per_second = 0;
    std::size_t batch = 1;  // the mean of what was committed together
};

/// Puts asynchronously from one client: from the first call to the last final status. With a context: a partial update of Count.
PutRun put_all(const Client& client, IWbemClassObject* definition, const std::vector<std::uint64_t>& list, const _bstr_t& text, long flags,
               IWbemContext* context, std::uint64_t round = 0) {
    CountingSink sink;
    const std::uint64_t before = client.revision();
    const auto begun = Steady::now();
    for (const std::uint64_t number : list) {
        const auto instance = context ? Eight::make_part(definition, number, round) : Eight::make(definition, number, text, round);
        HRESULT status = WBEM_S_NO_ERROR;
        do {
            status = client->PutInstanceAsync(instance.Get(), flags, context, &sink);
        } while (status == static_cast<HRESULT>(WBEM_E_SERVER_TOO_BUSY));
        must(status, "PutInstanceAsync");
    }
    sink.wait_for(list.size());
    const double seconds = since(begun);
    if (sink.failures() != 0) must(sink.last_failure(), "a put");
    const std::uint64_t batches = std::max<std::uint64_t>(1, client.revision() - before);
    return {static_cast<double>(list.size()) / seconds, std::max<std::size_t>(1, list.size() / batches)};
}

void row_of_order(const Setting& setting, bool in_order) {
    Runs ours, floor;
    std::size_t batch = 1;
    const std::wstring text(120, L't');
    for (int run = 0; run < setting.runs; ++run) {
        const auto list = numbers(setting.puts, in_order, static_cast<std::uint64_t>(run) + 1);
        {
            const Client client(fresh(setting, "ours"));
            client.compile(Eight::mof());
            const auto definition = client.get(L"Bench_Eight");
            const PutRun done = put_all(client, definition.Get(), list, _bstr_t(text.c_str()), 0, nullptr);
            ours.figures.push_back(done.per_second);
            batch = done.batch;
        }
        FloorLmdb lmdb(fresh(setting, "floor"));
        floor.figures.push_back(static_cast<double>(list.size()) / lmdb.put(records(list, text), batch));
    }
    print_ratio(std::string("async put, keys ") + (in_order ? "in order" : "random"), ours, "raw LMDB, batch " + std::to_string(batch), floor, "puts/s", 0.5);
}

/// At random keys both write one page each and wait for the device; in order, the processor decides.
void row_of_partial(const Setting& setting, bool in_order) {
    Runs partial, full;
    const auto list = numbers(setting.puts, in_order, 7);
    const Client client(fresh(setting, "partial"));
    client.compile(Eight::mof());
    const auto definition = client.get(L"Bench_Eight");
    const _bstr_t text(std::wstring(120, L't').c_str());
    put_all(client, definition.Get(), list, text, 0, nullptr);
    const auto context = partial_context({L"Count"});
    for (int run = 0; run < setting.runs; ++run) {
        const auto round = static_cast<std::uint64_t>(run) * 2;  // every put and every update changes what is stored
        full.figures.push_back(put_all(client, definition.Get(), list, text, 0, nullptr, round + 1).per_second);
        partial.figures.push_back(put_all(client, definition.Get(), list, text, WBEM_FLAG_UPDATE_ONLY, context.Get(), round + 2).per_second);
    }
    print_ratio(std::string("partial update of 1 property of 8, keys ") + (in_order ? "in order" : "random"), partial, "full put of the same", full, "puts/s", 1);
}

void row_of_clients(const Setting& setting, unsigned threads) {
    Runs ours;
    const std::size_t each = setting.puts / threads;
    for (int run = 0; run < 3; ++run) {
        const Client client(fresh(setting, "clients"));
        client.compile(Eight::mof());
        const auto begun = Steady::now();
        std::vector<std::thread> all;
        for (unsigned thread = 0; thread < threads; ++thread)
            all.emplace_back([&, thread] {
                const auto definition = client.get(L"Bench_Eight");
                put_all(client, definition.Get(), numbers(each, false, 100 + thread), _bstr_t(std::wstring(120, L't').c_str()), 0, nullptr);
            });
        for (std::thread& thread : all) thread.join();
        ours.figures.push_back(static_cast<double>(each * threads) / since(begun));
    }
    print_figure("async put, random keys, " + std::to_string(threads) + " client threads", ours.median(), "puts/s", Budget::None, 0);
}

void row_of_size(const Setting& setting, std::size_t bytes) {
    Runs ours, floor;
    std::size_t batch = 1;
    const std::size_t frame = Eight::record_bytes(1, L"").size();
    const std::wstring text(bytes > frame ? bytes - frame : 1, L't');
    const std::size_t count = std::min(setting.puts, std::size_t{200'000'000} / bytes / 4);
    for (int run = 0; run < 3; ++run) {
        const auto list = numbers(count, true, static_cast<std::uint64_t>(run) + 1);
        {
            const Client client(fresh(setting, "ours"));
            client.compile(Eight::mof());
            const PutRun done = put_all(client, client.get(L"Bench_Eight").Get(), list, _bstr_t(text.c_str()), 0, nullptr);
            ours.figures.push_back(done.per_second);
            batch = done.batch;
        }
        FloorLmdb lmdb(fresh(setting, "floor"));
        floor.figures.push_back(static_cast<double>(count) / lmdb.put(records(list, text), batch));
    }
    print_ratio("async put in order, " + std::to_string(bytes) + " B", ours, "raw LMDB", floor, "puts/s", 0);
}

/// 250 properties: each put or partial update from its first Put to its final status. Few in flight wait for the device: both
/// variants write the same record, of 4 KiB, and two commits follow each other for every window. Many in flight, and the processor
/// time of one call, show what a partial update saves.
void row_of_wide(const Setting& setting) {
    constexpr int kProperties = 250;
    std::string mof = "class Bench_Wide { [key] uint32 Id;";
    std::vector<std::wstring> names;
    for (int i = 1; i < kProperties; ++i) {
        mof += (i % 2 ? " uint32 N" : " string N") + std::to_string(i) + ";";
        names.push_back(L"N" + std::to_wstring(i));
    }
    const Client client(fresh(setting, "wide"));
    client.compile(mof + " };");
    const auto definition = client.get(L"Bench_Wide");
    const _bstr_t text(L"some text of a property");
    const std::size_t instances = 500, calls = std::max<std::size_t>(2'000, setting.puts / 20);
    struct Wide {
        Runs per_second, per_processor_second;
    };
    const auto run_once = [&](bool whole, IWbemContext* context, std::size_t in_flight, Wide& to) {
        CountingSink sink;
        const double processor = processor_seconds();
        const auto begun = Steady::now();
        for (std::size_t call = 0; call < calls; ++call) {
            sink.wait_below(call, in_flight);
            ComPtr<IWbemClassObject> instance;
            must(definition->SpawnInstance(0, instance.GetAddressOf()), "SpawnInstance");
            VARIANT value;
            VariantInit(&value);
            V_VT(&value) = VT_I4;
            V_I4(&value) = static_cast<LONG>(call % instances);
            must(instance->Put(L"Id", 0, &value, 0), "Put");
            for (int i = 1; i < (whole ? kProperties : 2); ++i) {
                V_VT(&value) = i % 2 ? VT_I4 : VT_BSTR;
                if (i % 2) V_I4(&value) = static_cast<LONG>(call);
                else V_BSTR(&value) = text;
                must(instance->Put(names[static_cast<std::size_t>(i - 1)].c_str(), 0, &value, 0), "Put");
            }
            must(client->PutInstanceAsync(instance.Get(), whole ? 0 : WBEM_FLAG_UPDATE_ONLY, context, &sink), "PutInstanceAsync");
        }
        sink.wait_for(calls);
        if (sink.failures() != 0) must(sink.last_failure(), "a put");
        to.per_second.figures.push_back(static_cast<double>(calls) / since(begun));
        to.per_processor_second.figures.push_back(static_cast<double>(calls) / (processor_seconds() - processor));
    };
    Wide ignored;
    run_once(true, nullptr, 64, ignored);
    const auto context = partial_context({L"N1"});
    for (const std::size_t in_flight : {std::size_t{64}, std::size_t{1'024}}) {
        Wide partial, full;
        for (int run = 0; run < setting.runs; ++run) {
            run_once(true, nullptr, in_flight, full);
            run_once(false, context.Get(), in_flight, partial);
        }
        const std::string what = "partial update of 1 property of 250, " + std::to_string(in_flight) + " in flight";
        print_ratio(what, partial.per_second, "full put of all 250", full.per_second, "puts/s", 2);
        print_ratio("... of processor time", partial.per_processor_second, "full put", full.per_processor_second, "puts/s", 0);
    }
}

}  // namespace

void rows_of_puts(const Setting& setting) {
    row_of_order(setting, true);
    row_of_order(setting, false);
    row_of_partial(setting, true);
    row_of_partial(setting, false);
    row_of_wide(setting);
    for (const unsigned threads : {1U, 8U, 64U}) row_of_clients(setting, threads);
    for (const std::size_t bytes : {200U, 1'024U, 16'384U}) row_of_size(setting, bytes);
}

/// Both sides hold the same records, loaded by the same batches, before the same puts behind them are measured; a run is long
/// enough that starting and the last batch do not decide.
void rows_of_growth(const Setting& setting) {
    const std::size_t puts = std::max<std::size_t>(setting.puts / 2, 20'000);
    const auto ratio_at = [&](std::size_t stored) {
        Runs ratios;
        const std::wstring text(120, L't');
        const auto base = numbers(stored, true, 0);
        fs::path folder = fresh(setting, "grown"), floor_folder = fresh(setting, "grown-floor");
        Client client(folder);
        client.compile(Eight::mof());
        const auto definition = client.get(L"Bench_Eight");
        const std::size_t batch = put_all(client, definition.Get(), base, _bstr_t(text.c_str()), 0, nullptr).batch;
        FloorLmdb lmdb(floor_folder);
        lmdb.put(records(base, text), batch);
        for (int run = 0; run < setting.runs; ++run) {
            const auto list = numbers(puts, true, static_cast<std::uint64_t>(run) + 1000);
            const PutRun done = put_all(client, definition.Get(), list, _bstr_t(text.c_str()), 0, nullptr);
            const double floor = static_cast<double>(list.size()) / lmdb.put(records(list, text), done.batch);
            ratios.figures.push_back(done.per_second / floor);
        }
        return ratios;
    };
    const Runs small = ratio_at(1'000), middle = ratio_at(100'000), large = ratio_at(setting.million);
    print_figure("async put / raw LMDB at 1,000 stored", small.median(), "x", Budget::None, 0);
    print_figure("async put / raw LMDB at 100,000 stored", middle.median(), "x", Budget::None, 0);
    print_figure("async put / raw LMDB at " + std::to_string(setting.million) + " stored", large.median(), "x", Budget::None, 0);
    print_figure("... against that at 1,000", large.median() / small.median(), "x", Budget::AtLeast, 0.8);
}

}  // namespace wmi::bench
