// Rows of events: what they cost those who put, and how soon and how many reach a sink.
#include "client.h"
#include "measuring.h"
#include "rows.h"
#include "table.h"

#include <algorithm>
#include <cstdio>
#include <functional>
#include <memory>

namespace wmi::bench {
namespace {

const char* kMof = "class Bench_Other { [key] uint32 Id; uint32 Count; };";

/// Takes events: notes when, or waits as long as it is told to.
class EventSink final : public IWbemObjectSink {
public:
    ULONG STDMETHODCALLTYPE AddRef() override { return ++references_; }
    ULONG STDMETHODCALLTYPE Release() override {
        const ULONG left = --references_;
        if (left == 1) references_.notify_all();
        return left;
    }
    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** ppv) override {
        *ppv = nullptr;
        if (!IsEqualGUID(riid, IID_IUnknown) && !IsEqualGUID(riid, IID_IWbemObjectSink)) return E_NOINTERFACE;
        *ppv = static_cast<IWbemObjectSink*>(this);
        AddRef();
        return S_OK;
    }
    HRESULT STDMETHODCALLTYPE Indicate(LONG lObjectCount, IWbemClassObject**) override {
        arrived_at_ = Steady::now();
        count_.fetch_add(static_cast<std::uint64_t>(lObjectCount));
        count_.notify_all();
        held_.wait(true);
        return WBEM_S_NO_ERROR;
    }
    HRESULT STDMETHODCALLTYPE SetStatus(LONG, HRESULT, BSTR, IWbemClassObject*) override { return WBEM_S_NO_ERROR; }

    void wait_for(std::uint64_t events) {
        for (std::uint64_t now = count_; now < events; now = count_) count_.wait(now);
    }
    void wait_until_released() {
        for (ULONG now = references_; now != 1; now = references_) references_.wait(now);
    }
    void hold(bool on) {
        held_ = on;
        held_.notify_all();
    }
    [[nodiscard]] std::uint64_t count() const { return count_; }
    [[nodiscard]] Steady::time_point arrived_at() const { return arrived_at_; }

private:
    std::atomic<ULONG> references_{1};
    std::atomic<std::uint64_t> count_{0};
    std::atomic<Steady::time_point> arrived_at_{};
    std::atomic<bool> held_{false};
};

void subscribe(const Client& client, const std::wstring& query, EventSink& sink) {
    must(client->ExecNotificationQueryAsync(_bstr_t(L"WQL"), _bstr_t(query.c_str()), 0, nullptr, &sink), "ExecNotificationQueryAsync");
}

/// Ends whatever the sink was subscribed to.
void cancel(const Client& client, EventSink& sink) {
    must(client->CancelAsyncCall(&sink), "CancelAsyncCall");
    sink.wait_until_released();
}

/// As many subscriptions as the rows need.
void raise_quotas() {
    ComPtr<IWbemLocator> locator;
    must(CoCreateInstance(CLSID_WbemLocator, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(locator.GetAddressOf())), "making a locator");
    ComPtr<IWbemServices> root;
    must(locator->ConnectServer(_bstr_t(L"root"), nullptr, nullptr, nullptr, 0, nullptr, nullptr, root.GetAddressOf()), "ConnectServer");
    ComPtr<IWbemClassObject> limits;
    must(root->GetObject(_bstr_t(L"__ArbitratorConfiguration=@"), 0, nullptr, limits.GetAddressOf(), nullptr), "reading __ArbitratorConfiguration");
    for (const wchar_t* name : {L"TemporarySubscriptionsTotal", L"TemporarySubscriptionsPerUser"}) {
        VARIANT many;
        V_VT(&many) = VT_I4;
        V_I4(&many) = 100'000;
        must(limits->Put(name, 0, &many, 0), "Put");
    }
    must(root->PutInstance(limits.Get(), WBEM_FLAG_UPDATE_ONLY, nullptr, nullptr), "raising the quotas");
}

const std::wstring kAll = L"SELECT * FROM __InstanceOperationEvent WHERE TargetInstance ISA 'Bench_Eight'";

/// Puts one after another, and for each how long it took to reach `sink`, in microseconds: from the call, and from its return.
struct Latency {
    std::vector<double> from_call, from_return;
};

Latency latency_of(const Client& client, IWbemClassObject* definition, EventSink& sink, std::size_t puts) {
    const _bstr_t text(std::wstring(120, L't').c_str());
    Latency measured;
    const std::uint64_t before = sink.count();
    for (std::size_t i = 0; i < puts; ++i) {
        const auto instance = Eight::make(definition, i, text, i);
        const auto called = Steady::now();
        must(client->PutInstance(instance.Get(), 0, nullptr, nullptr), "PutInstance");
        const auto returned = Steady::now();
        sink.wait_for(before + i + 1);
        const auto microseconds = [&](Steady::time_point from) { return std::max(0.0, std::chrono::duration<double, std::micro>(sink.arrived_at() - from).count()); };
        measured.from_call.push_back(microseconds(called));
        measured.from_return.push_back(microseconds(returned));
    }
    std::sort(measured.from_call.begin(), measured.from_call.end());
    std::sort(measured.from_return.begin(), measured.from_return.end());
    return measured;
}

double share(const std::vector<double>& sorted, double part) { return sorted[static_cast<std::size_t>(static_cast<double>(sorted.size() - 1) * part)]; }

void row_of_latency(const Setting& setting) {
    const std::size_t puts = std::max<std::size_t>(setting.puts / 50, 500);
    for (const bool is_durable : {false, true}) {
        const Client client(is_durable ? fresh(setting, "events") : std::filesystem::path("memory:"));
        client.compile(Eight::mof());
        EventSink sink;
        subscribe(client, kAll, sink);
        const auto definition = client.get(L"Bench_Eight");
        const Latency measured = latency_of(client, definition.Get(), sink, puts);
        if (is_durable) {
            print_figure("event of a durable put: its return to Indicate, p50", share(measured.from_return, 0.5), "us", Budget::AtMost, 100);
            print_figure("... p99", share(measured.from_return, 0.99), "us", Budget::AtMost, 1000);
        } else {
            print_figure("event of a put in memory: the call of PutInstance to Indicate, p50", share(measured.from_call, 0.5), "us", Budget::AtMost, 100);
            print_figure("... p99", share(measured.from_call, 0.99), "us", Budget::AtMost, 1000);
        }
        cancel(client, sink);
    }
}

/// Puts asynchronously; the rate of final statuses, and of events where a sink is given, each from the first call on.
struct Rates {
    double puts = 0, events = 0, processor_seconds = 0;
};

Rates put_many(const Client& client, IWbemClassObject* definition, std::size_t count, std::uint64_t round, EventSink* sink = nullptr, std::size_t each = 1) {
    const _bstr_t text(std::wstring(120, L't').c_str());
    const std::uint64_t before = sink ? sink->count() : 0;
    CountingSink finals;
    const double processor = processor_seconds();
    const auto begun = Steady::now();
    for (std::size_t i = 0; i < count; ++i) {
        const auto instance = Eight::make(definition, i, text, round);
        HRESULT status = WBEM_S_NO_ERROR;
        while ((status = client->PutInstanceAsync(instance.Get(), 0, nullptr, &finals)) == static_cast<HRESULT>(WBEM_E_SERVER_TOO_BUSY)) continue;
        must(status, "PutInstanceAsync");
    }
    finals.wait_for(count);
    Rates rates;
    rates.puts = static_cast<double>(count) / since(begun);
    if (sink) sink->wait_for(before + count * each);
    rates.events = static_cast<double>(count * each) / since(begun);
    rates.processor_seconds = processor_seconds() - processor;
    return rates;
}

void row_of_rate(const Setting& setting) {
    for (const bool is_durable : {false, true}) {
        const Client client(is_durable ? fresh(setting, "events") : std::filesystem::path("memory:"));
        client.compile(Eight::mof());
        const auto definition = client.get(L"Bench_Eight");
        Runs puts, events, alone;
        std::uint64_t round = 0;
        for (int run = 0; run < setting.runs; ++run) {
            alone.figures.push_back(put_many(client, definition.Get(), setting.puts, ++round).puts);
            EventSink sink;
            subscribe(client, kAll, sink);
            const Rates rates = put_many(client, definition.Get(), setting.puts, ++round, &sink);
            puts.figures.push_back(rates.puts);
            events.figures.push_back(rates.events);
            cancel(client, sink);
        }
        const std::string where = is_durable ? "durable" : "in memory";
        print_figure("events through one sink, " + where, events.median(), "events/s", is_durable ? Budget::None : Budget::AtLeast, 100'000);
        print_ratio("... beside their puts, " + where, events, "the puts", puts, "per s", is_durable ? 0.9 : 0);
        print_ratio("puts with a subscription to them, " + where, puts, "without", alone, "puts/s", 0);
    }
}

/// Subscriptions to other classes, of a form that is found by its class, or of one that every change is tried against.
void row_of_others(const Setting& setting, std::size_t subscriptions, bool is_scanned) {
    const Client client(fresh(setting, "events"));
    raise_quotas();
    client.compile(Eight::mof());
    client.compile(kMof);
    const auto definition = client.get(L"Bench_Eight");
    Runs with, without, with_work, without_work;
    std::uint64_t round = 0;
    put_many(client, definition.Get(), setting.puts, ++round);
    for (int run = 0; run < setting.runs; ++run) {
        const Rates alone = put_many(client, definition.Get(), setting.puts, ++round);
        EventSink sink;
        for (std::size_t i = 0; i < subscriptions; ++i) {
            const std::wstring number = std::to_wstring(i);
            subscribe(client,
                      is_scanned ? L"SELECT * FROM __InstanceModificationEvent WHERE TargetInstance.Id = " + number + L" OR PreviousInstance.Count = " + number
                                 : L"SELECT * FROM __InstanceModificationEvent WHERE TargetInstance ISA 'Bench_Other' AND TargetInstance.Id = " + number,
                      sink);
        }
        const Rates beside = put_many(client, definition.Get(), is_scanned ? setting.puts / 10 : setting.puts, ++round);
        cancel(client, sink);
        with.figures.push_back(beside.puts);
        without.figures.push_back(alone.puts);
        with_work.figures.push_back(1 / beside.processor_seconds * (is_scanned ? 0.1 : 1));
        without_work.figures.push_back(1 / alone.processor_seconds);
    }
    const std::string what = "put, " + std::to_string(subscriptions) + (is_scanned ? " subscriptions that are scanned" : " subscriptions to another class");
    print_ratio(what, with, "none", without, "puts/s", is_scanned ? 0 : 0.97);
    print_ratio("... of processor time", with_work, "none", without_work, "1/s", 0);
}

/// One change for many against many changes for one.
void row_of_many(const Setting& setting) {
    constexpr std::size_t kMany = 1000;
    const std::size_t puts = std::max<std::size_t>(setting.puts / 1000, 20);
    const Client client("memory:");
    raise_quotas();
    client.compile(Eight::mof());
    const auto definition = client.get(L"Bench_Eight");
    Runs shared, single;
    std::uint64_t round = 0;
    for (int run = 0; run < setting.runs; ++run) {
        EventSink one;
        subscribe(client, kAll, one);
        single.figures.push_back(put_many(client, definition.Get(), puts * kMany, ++round, &one).events);
        cancel(client, one);
        EventSink all;
        for (std::size_t i = 0; i < kMany; ++i) subscribe(client, kAll, all);
        shared.figures.push_back(put_many(client, definition.Get(), puts, ++round, &all, kMany).events);
        cancel(client, all);
    }
    print_ratio("a put for 1,000 subscriptions", shared, "1,000 puts for one", single, "events/s", 1 / 1.2);
}

/// Sinks that never return hold every callback thread but one: nobody else is slower for it.
void row_of_held(const Setting& setting) {
    constexpr std::size_t kHeld = 63;
    const std::size_t puts = std::max<std::size_t>(setting.puts / 100, 300);
    const Client client(fresh(setting, "events"));
    client.compile(Eight::mof());
    const auto definition = client.get(L"Bench_Eight");
    EventSink sink;
    subscribe(client, kAll, sink);
    const _bstr_t text(std::wstring(120, L't').c_str());
    const auto put_times = [&](std::uint64_t round) {
        std::vector<double> milliseconds;
        for (std::size_t i = 0; i < puts; ++i) {
            const auto instance = Eight::make(definition.Get(), i, text, round);
            const auto begun = Steady::now();
            must(client->PutInstance(instance.Get(), 0, nullptr, nullptr), "PutInstance");
            milliseconds.push_back(since(begun) * 1000);
        }
        std::sort(milliseconds.begin(), milliseconds.end());
        return milliseconds;
    };
    Runs free_p99, held_p99, free_p50, held_p50;
    for (int run = 0; run < setting.runs; ++run) {
        const auto before = put_times(static_cast<std::uint64_t>(run) * 2);
        std::vector<std::unique_ptr<EventSink>> held;
        for (std::size_t i = 0; i < kHeld; ++i) {
            held.push_back(std::make_unique<EventSink>());
            held.back()->hold(true);
            subscribe(client, kAll, *held.back());
        }
        must(client->PutInstance(Eight::make(definition.Get(), 1, text).Get(), 0, nullptr, nullptr), "PutInstance");
        for (const auto& one : held) one->wait_for(1);
        const std::uint64_t arrived = sink.count();
        const auto meanwhile = put_times(static_cast<std::uint64_t>(run) * 2 + 1);
        sink.wait_for(arrived + puts);
        for (const auto& one : held) one->hold(false);
        for (const auto& one : held) cancel(client, *one);
        free_p99.figures.push_back(1 / share(before, 0.99));
        held_p99.figures.push_back(1 / share(meanwhile, 0.99));
        free_p50.figures.push_back(1 / share(before, 0.5));
        held_p50.figures.push_back(1 / share(meanwhile, 0.5));
    }
    print_ratio("synchronous put, 63 of 64 callback threads held by sinks, p99", held_p99, "none held", free_p99, "1/ms", 1 / 1.1);
    print_ratio("... p50", held_p50, "none held", free_p50, "1/ms", 1 / 1.1);
    cancel(client, sink);
}

}  // namespace

void rows_of_events(const Setting& setting) {
    row_of_latency(setting);
    row_of_rate(setting);
    row_of_others(setting, 10'000, false);
    row_of_others(setting, 1'000, true);
    row_of_many(setting);
    row_of_held(setting);
}

}  // namespace wmi::bench
