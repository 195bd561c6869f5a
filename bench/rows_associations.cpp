// Rows of associations: what it costs to follow them, and to put them.
#include "asked.h"
#include "measuring.h"
#include "rows.h"
#include "table.h"

#include <algorithm>
#include <cstdio>
#include <random>

namespace wmi::bench {
namespace {

constexpr std::uint64_t kLinksOfEach = 5;  // out; as many come in
constexpr std::uint64_t kStride = 39'989;  // a prime: associates do not stand side by side

const char* kMof =
    "class Bench_Node { [key] uint32 Id; string Name; };"
    "[association] class Bench_Link { [key] Bench_Node ref Left; [key] Bench_Node ref Right; };"
    "[association] class Bench_Mention { [key] Bench_Node ref Left; [key] Bench_Node ref Right; };"
    "class Bench_Pair { [key] string Left; [key] string Right; };";

std::wstring node(std::uint64_t number) { return L"Bench_Node.Id=" + std::to_wstring(number); }

void put(IWbemClassObject* object, const wchar_t* name, const std::wstring& text) {
    const _bstr_t copy(text.c_str());
    VARIANT value;
    V_VT(&value) = VT_BSTR;
    V_BSTR(&value) = copy;
    must(object->Put(name, 0, &value, 0), "Put");
}

ComPtr<IWbemClassObject> spawn(const Client& client, const wchar_t* class_name) {
    ComPtr<IWbemClassObject> made;
    must(client.get(class_name)->SpawnInstance(0, made.GetAddressOf()), "SpawnInstance");
    return made;
}

/// `nodes` in a ring of strides, five links out of each; behind them a hub with ten links and many references of another class.
void load(const Client& client, std::uint64_t nodes, std::uint64_t mentions) {
    client.compile(kMof);
    Loader loader(client);
    const auto one = spawn(client, L"Bench_Node");
    for (std::uint64_t number = 0; number <= nodes; ++number) {
        VARIANT value;
        V_VT(&value) = VT_I4;
        V_I4(&value) = static_cast<LONG>(number);
        must(one->Put(L"Id", 0, &value, 0), "Put");
        put(one.Get(), L"Name", L"node " + std::to_wstring(number));
        loader.put(one.Get());
    }
    const auto link = spawn(client, L"Bench_Link");
    for (std::uint64_t number = 0; number <= nodes; ++number) {
        put(link.Get(), L"Left", node(number));
        for (std::uint64_t out = 1; out <= (number == nodes ? 2 : 1) * kLinksOfEach; ++out) {
            put(link.Get(), L"Right", node((number + out * kStride) % nodes));
            loader.put(link.Get());
        }
    }
    const auto mention = spawn(client, L"Bench_Mention");
    put(mention.Get(), L"Right", node(nodes));
    for (std::uint64_t number = 0; number < mentions; ++number) {
        put(mention.Get(), L"Left", node(number));
        loader.put(mention.Get());
    }
    loader.finish();
}

std::uint64_t answer(const Client& client, const _bstr_t& query) {
    static const _bstr_t language(L"WQL");
    ComPtr<IEnumWbemClassObject> rows;
    must(client->ExecQuery(language, query, WBEM_FLAG_FORWARD_ONLY | WBEM_FLAG_RETURN_IMMEDIATELY, nullptr, rows.GetAddressOf()), "ExecQuery");
    IWbemClassObject* objects[16];
    std::uint64_t seen = 0;
    for (HRESULT status = WBEM_S_NO_ERROR; status == WBEM_S_NO_ERROR;) {
        ULONG count = 0;
        status = rows->Next(WBEM_INFINITE, 16, objects, &count);
        must(status, "Next");
        for (ULONG i = 0; i < count; ++i) objects[i]->Release();
        seen += count;
    }
    return seen;
}

/// Asks from each of the starts, and gets the ten that the answer is made of by their paths; by turns.
void row_of_following(const Setting& setting, const Client& client, const std::string& what, std::uint64_t nodes, const std::vector<std::uint64_t>& starts,
                      const std::wstring& where) {
    constexpr std::size_t kSlice = 20;
    std::vector<_bstr_t> queries, paths;
    for (const std::uint64_t start : starts) {
        queries.emplace_back((L"ASSOCIATORS OF {" + node(start) + L"}" + where).c_str());
        for (std::uint64_t out = 1; out <= kLinksOfEach; ++out) {
            paths.emplace_back(node((start + out * kStride) % nodes).c_str());
            paths.emplace_back(node((start + (nodes - out) * kStride) % nodes).c_str());
        }
    }
    Runs ours, floor;
    for (int run = -1; run < setting.runs; ++run) {
        double our_seconds = 0, floor_seconds = 0;
        for (std::size_t at = 0; at < starts.size(); at += kSlice) {
            const std::size_t end = std::min(at + kSlice, starts.size());
            const double begun = processor_seconds();
            for (std::size_t i = at; i < end; ++i)
                if (answer(client, queries[i]) != 2 * kLinksOfEach) must(WBEM_E_FAILED, "finding ten associates");
            const double between = processor_seconds();
            for (std::size_t i = at * 2 * kLinksOfEach; i < end * 2 * kLinksOfEach; ++i) (void)client.get(paths[i]);
            our_seconds += between - begun;
            floor_seconds += processor_seconds() - between;
        }
        if (run < 0) continue;
        ours.figures.push_back(static_cast<double>(starts.size()) / our_seconds);
        floor.figures.push_back(static_cast<double>(starts.size()) / floor_seconds);
    }
    print_ratio("ASSOCIATORS OF, 10 found, " + what, ours, "ten GetObject", floor, "asks/s", 0.2);
}

void rows_of_following(const Setting& setting) {
    const Client client(fresh(setting, "associations"));
    const std::uint64_t nodes = setting.million / kLinksOfEach, mentions = setting.million / 10;
    const auto begun = Steady::now();
    load(client, nodes, mentions);
    std::printf("(associations: %llu nodes, %llu links, a hub with %llu references of another class, loaded in %.1f s)\n",
                static_cast<unsigned long long>(nodes), static_cast<unsigned long long>(nodes * kLinksOfEach), static_cast<unsigned long long>(mentions),
                since(begun));
    std::vector<std::uint64_t> starts;
    std::mt19937 random(4);
    while (starts.size() < 1'000) starts.push_back(random() % nodes);
    row_of_following(setting, client, std::to_string(nodes * kLinksOfEach) + " links", nodes, starts, L" WHERE AssocClass=Bench_Link");
    row_of_following(setting, client, "a hub", nodes, std::vector<std::uint64_t>(1'000, nodes), L" WHERE AssocClass=Bench_Link");
}

enum class How { InBatches, OneByOne };

struct Speed {
    Runs per_second, per_processor_second;
};

/// One run in a repository of its own: instances of a class with two keys, references or texts.
void put_pairs(const Setting& setting, const wchar_t* class_name, How how, std::size_t count, Speed& to) {
    const Client client(fresh(setting, "pairs"));
    client.compile(kMof);
    const auto pair = spawn(client, class_name);
    const double processor = processor_seconds();
    const auto begun = Steady::now();
    Loader loader(client);
    for (std::size_t number = 0; number < count; ++number) {
        put(pair.Get(), L"Left", node(number / kLinksOfEach));
        put(pair.Get(), L"Right", node(number));
        if (how == How::InBatches) loader.put(pair.Get());
        else must(client->PutInstance(pair.Get(), 0, nullptr, nullptr), "PutInstance");
    }
    loader.finish();
    to.per_second.figures.push_back(static_cast<double>(count) / since(begun));
    to.per_processor_second.figures.push_back(static_cast<double>(count) / (processor_seconds() - processor));
}

void rows_of_put(const Setting& setting, const std::string& what, How how, std::size_t count) {
    Speed association, plain;
    for (int run = 0; run < setting.runs; ++run) {
        put_pairs(setting, L"Bench_Link", how, count, association);
        put_pairs(setting, L"Bench_Pair", how, count, plain);
    }
    print_ratio(what + " put of an association", association.per_second, "of the same two texts", plain.per_second, "puts/s", 0.5);
    print_ratio("... of processor time", association.per_processor_second, "of the same two texts", plain.per_processor_second, "puts/s", 0.5);
}

}  // namespace

void rows_of_associations(const Setting& setting) {
    rows_of_following(setting);
    rows_of_put(setting, "synchronous", How::OneByOne, 200);
    rows_of_put(setting, "async", How::InBatches, setting.puts);
}

}  // namespace wmi::bench
