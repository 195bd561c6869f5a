// What the store's engine costs over LMDB itself. usage: store_overhead [FOLDER [RECORDS]]
// Both put, update, get and scan the same records, alternately, five times each on fresh folders; the ratio is of the medians
// (1 is LMDB itself, below 1 is slower), the noise is how far the floor's own runs lie apart.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <vector>

#include "base/guid.h"
#include "floor_lmdb.h"
#include "store/engine.h"

namespace {

using namespace wmi;
using bench::FloorLmdb;
using bench::Record;
namespace fs = std::filesystem;

constexpr int kRuns = 5;
constexpr std::size_t kValueBytes = 800;

volatile char sink;

template <class T>
T need(store::Result<T> result) {
    if (result) return std::move(result).value();
    std::fprintf(stderr, "bench: %s\n", result.error().sentence().c_str());
    std::exit(1);
}

std::vector<Record> make_records(std::size_t count, bool in_order) {
    base::SeededChance chance(count);
    std::vector<Record> records(count);
    for (std::size_t number = 0; number < count; ++number) {
        char key[32];
        const std::uint64_t name = in_order ? number : chance.next();
        std::snprintf(key, sizeof key, "i%020llu", static_cast<unsigned long long>(name));
        records[number] = {key, std::string(kValueBytes, static_cast<char>('a' + number % 26))};
    }
    return records;
}

/// The same acts as the floor's, through the engine.
class Ours {
public:
    explicit Ours(const fs::path& folder) : engine_(need(store::open({.folder = folder}))) {}

    double put(const std::vector<Record>& records, std::size_t batch) {
        return in_batches(records, batch, [](store::Batch& to, const Record& record) { return to.put(record.key, record.value); });
    }

    double update(const std::vector<Record>& records, std::size_t batch) {
        std::string changed;
        return in_batches(records, batch, [&](store::Batch& to, const Record& record) -> store::Result<void> {
            const auto found = TRY(to.get(record.key));
            changed.assign(*found);
            ++changed.back();
            return to.put(record.key, changed);
        });
    }

    double get(const std::vector<Record>& records, FloorLmdb::Reading reading) {
        return seconds_of([&] {
            auto view = need(engine_->read());
            for (const Record& record : records) {
                if (reading == FloorLmdb::Reading::InOneEach) {
                    view.reset();
                    view = need(engine_->read());
                }
                sink = need(view->get(record.key))->front();
            }
        });
    }

    double scan() {
        return seconds_of([&] {
            const auto view = need(engine_->read());
            const auto cursor = need(view->cursor());
            for (bool more = need(cursor->seek("")); more; more = need(cursor->next()))
                sink = cursor->value().front();
        });
    }

private:
    template <class Body>
    static double seconds_of(Body body) {
        const auto start = base::Steady::now();
        body();
        return std::chrono::duration<double>(base::Steady::now() - start).count();
    }

    template <class Act>
    double in_batches(const std::vector<Record>& records, std::size_t batch, Act act) {
        return seconds_of([&] {
            for (std::size_t from = 0; from < records.size(); from += batch)
                need(engine_->write(store::Deadline::never(), [&](store::Batch& to) -> store::Result<void> {
                    for (std::size_t at = from; at < std::min(from + batch, records.size()); ++at)
                        TRY(act(to, records[at]));
                    return {};
                }));
        });
    }

    const std::shared_ptr<store::Engine> engine_;
};

double median(std::vector<double> times) {
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

struct Times {
    std::vector<double> floor;
    std::vector<double> ours;
};

void print(const char* what, std::size_t count, const Times& times) {
    const auto [least, most] = std::minmax_element(times.floor.begin(), times.floor.end());
    std::printf("%-38s %12.0f %12.0f %8.2f %7.0f%%\n", what, static_cast<double>(count) / median(times.ours),
                static_cast<double>(count) / median(times.floor), median(times.floor) / median(times.ours),
                100 * (*most - *least) / *least);
    std::fflush(stdout);
}

fs::path fresh(const fs::path& folder) {
    fs::remove_all(folder);
    fs::create_directories(folder);
    return folder;
}

void compare_puts(const char* what, const fs::path& folder, const std::vector<Record>& records, std::size_t batch) {
    Times times;
    for (int run = 0; run < kRuns; ++run) {
        times.floor.push_back(FloorLmdb(fresh(folder / "floor")).put(records, batch));
        times.ours.push_back(Ours(fresh(folder / "ours")).put(records, batch));
    }
    print(what, records.size(), times);
}

void compare_the_rest(const fs::path& folder, const std::vector<Record>& records) {
    FloorLmdb floor(fresh(folder / "floor"));
    Ours ours(fresh(folder / "ours"));
    floor.put(records, 10'000);
    ours.put(records, 10'000);
    const auto compare = [&](const char* what, const std::function<double()>& theirs, const std::function<double()>& mine) {
        Times times;
        for (int run = 0; run < kRuns; ++run) {
            times.floor.push_back(theirs());
            times.ours.push_back(mine());
        }
        print(what, records.size(), times);
    };
    using Reading = FloorLmdb::Reading;
    std::size_t bytes = 0;
    compare("update, random, batch 1000", [&] { return floor.update(records, 1000); }, [&] { return ours.update(records, 1000); });
    compare("get, random, one transaction", [&] { return floor.get(records, Reading::InOneTransaction); },
            [&] { return ours.get(records, Reading::InOneTransaction); });
    compare("get, random, a transaction each", [&] { return floor.get(records, Reading::InOneEach); },
            [&] { return ours.get(records, Reading::InOneEach); });
    compare("scan", [&] { return floor.scan(bytes); }, [&] { return ours.scan(); });
}

}  // namespace

int main(int count, char** arguments) {
    const fs::path folder = count > 1 ? arguments[1] : "bench-store";
    const std::size_t records = count > 2 ? std::strtoul(arguments[2], nullptr, 10) : 100'000;
    std::printf("%-38s %12s %12s %8s %8s\n", "records/s", "engine", "LMDB", "ratio", "noise");
    compare_puts("put, in order, batch 1 (synchronous)", folder, make_records(std::min<std::size_t>(records, 2000), true), 1);
    compare_puts("put, in order, batch 100", folder, make_records(records / 4, true), 100);
    compare_puts("put, in order, batch 10000", folder, make_records(records, true), 10'000);
    compare_puts("put, random, batch 1 (synchronous)", folder, make_records(std::min<std::size_t>(records, 2000), false), 1);
    compare_puts("put, random, batch 100", folder, make_records(records / 4, false), 100);
    compare_puts("put, random, batch 10000", folder, make_records(records, false), 10'000);
    compare_the_rest(folder, make_records(records, false));
    fs::remove_all(folder);
    return 0;
}
