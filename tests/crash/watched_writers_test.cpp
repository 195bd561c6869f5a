// Two processes write, two others watch, one of each is killed: the watcher that is left is told of every change once, in its order and
// with the right value before, or of a gap (design 3.16, EVT-26, EVT-61). Processes are forks of this one, made while nothing is open.
#include "../surface/client.h"

#include <array>
#include <csignal>
#include <filesystem>
#include <map>

#include <sys/wait.h>
#include <unistd.h>

namespace at_surface {
namespace {

constexpr long kMark = 99;  // the last instance that is made: nothing follows it

enum Verdict : int { kAll = 0, kWrong = 1, kWithGaps = 2, kFailed = 3 };

class Pipe {
public:
    Pipe() {
        if (pipe(ends_.data()) != 0) std::abort();
    }

    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    ~Pipe() {
        close(ends_[0]);
        close(ends_[1]);
    }

    void tell(long what) const {
        if (write(ends_[1], &what, sizeof what) != sizeof what) std::abort();
    }

    [[nodiscard]] long hear() const {
        long what = -1;
        return read(ends_[0], &what, sizeof what) == sizeof what ? what : -1;
    }

private:
    std::array<int, 2> ends_{};
};

class WatchedWriters : public Surface {
protected:
    void SetUp() override {
        place = std::filesystem::temp_directory_path() / ("openwmi-watched-" + std::to_string(getpid()));
        std::filesystem::create_directory(place);
        setenv("OPENWMI_STORE", (place / "store").c_str(), 1);
        ASSERT_EQ(CoCreateInstance(CLSID_WbemLocator, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(locator.GetAddressOf())), S_OK);
        ASSERT_EQ(connect(L"root\\default", services), S_OK);
        mof("class Count { [key] uint32 Id; uint32 Value; string Text; };");
        services.Reset();
    }

    void TearDown() override {
        services.Reset();
        std::filesystem::remove_all(place);
    }

    template <class Body>
    static pid_t process(Body&& body) {
        const pid_t child = fork();
        if (child == 0) _exit(body());
        return child;
    }

    /// Counts its own instance up. Tells each hundredth value that is durable.
    int write_values(long id, long last, const Pipe& told) {
        if (connect(L"root\\default", services) != S_OK) return kFailed;
        const auto object = spawn(L"Count");
        set(object.Get(), L"Id", id);
        set(object.Get(), L"Text", L"what the instance carries besides, as instances do");
        Sink sink;
        constexpr long kWindow = 100;
        for (long i = 1; i <= last; ++i) {
            set(object.Get(), L"Value", i);
            while (services->PutInstanceAsync(object.Get(), 0, nullptr, &sink) == static_cast<HRESULT>(WBEM_E_SERVER_TOO_BUSY)) {}
            if (i % kWindow != 0 && i != last) continue;
            sink.wait(static_cast<std::size_t>(i));
            told.tell(i);
        }
        for (const auto& final : sink.finals)
            if (final.result != S_OK) return kFailed;
        return kAll;
    }

    /// Until the mark: each instance's values must go on by one, and say what was before.
    int watch_values(const Pipe& ready) {
        if (connect(L"root\\default", services) != S_OK) return kFailed;
        ComPtr<IEnumWbemClassObject> events;
        const _bstr_t query(L"SELECT * FROM __InstanceOperationEvent WHERE TargetInstance ISA 'Count'");
        if (services->ExecNotificationQuery(b(L"WQL"), query, WBEM_FLAG_RETURN_IMMEDIATELY | WBEM_FLAG_FORWARD_ONLY, nullptr, events.GetAddressOf()) != S_OK)
            return kFailed;
        ready.tell(1);
        std::map<long, long> values;
        bool has_gaps = false, may_jump = false;
        for (;;) {
            ComPtr<IWbemClassObject> event;
            ULONG count = 0;
            const HRESULT status = events->Next(60'000, 1, event.GetAddressOf(), &count);
            if (status == static_cast<HRESULT>(WBEM_E_QUEUE_OVERFLOW)) {
                has_gaps = may_jump = true;
                continue;
            }
            if (status != S_OK) return kFailed;
            const long id = number(part(event.Get(), L"TargetInstance").Get(), L"Id");
            const long now = number(part(event.Get(), L"TargetInstance").Get(), L"Value");
            const bool is_new = text(event.Get(), L"__CLASS") == L"__InstanceCreationEvent";
            const long before = is_new ? 0 : number(part(event.Get(), L"PreviousInstance").Get(), L"Value");
            if (id == kMark) break;
            if (now != before + 1 || (before != values[id] && !may_jump)) return kWrong;
            if (before > values[id]) may_jump = false;
            values[id] = now;
        }
        for (const auto& [id, value] : values)  // the last one of each is what is stored
            if (number(get(L"Count.Id=" + std::to_wstring(id)).Get(), L"Value") != value) return kWrong;
        return values.size() != 2 ? kWrong : has_gaps ? kWithGaps : kAll;
    }

    static ComPtr<IWbemClassObject> part(IWbemClassObject* event, const wchar_t* name) {
        ComPtr<IWbemClassObject> object;
        const _variant_t v = value(event, name);
        if (v.vt == VT_UNKNOWN) v.punkVal->QueryInterface(IID_PPV_ARGS(object.GetAddressOf()));
        return object;
    }

    static long number(IWbemClassObject* object, const wchar_t* name) { return object ? value(object, name).lVal : -1; }

    static int verdict_of(pid_t child) {
        int status = -1;
        waitpid(child, &status, 0);
        return WIFEXITED(status) ? WEXITSTATUS(status) : 100 + WTERMSIG(status);
    }

    void run(long puts) {
        const Pipe ready, first_told, second_told;
        const pid_t watches = process([&] { return watch_values(ready); });
        const pid_t watches_too = process([&] { return watch_values(ready); });
        EXPECT_EQ(ready.hear() + ready.hear(), 2);
        const pid_t writes = process([&] { return write_values(1, puts, first_told); });
        const pid_t writes_too = process([&] { return write_values(2, puts, second_told); });
        while (second_told.hear() < puts / 2) {}
        kill(writes_too, SIGKILL);
        kill(watches_too, SIGKILL);
        EXPECT_EQ(verdict_of(writes_too), 100 + SIGKILL);
        EXPECT_EQ(verdict_of(watches_too), 100 + SIGKILL);
        EXPECT_EQ(verdict_of(writes), kAll);
        ASSERT_EQ(connect(L"root\\default", services), S_OK);
        const auto mark = spawn(L"Count");
        set(mark.Get(), L"Id", kMark);
        ASSERT_EQ(put(mark.Get()), S_OK);
        const int verdict = verdict_of(watches);
        EXPECT_TRUE(verdict == kAll || verdict == kWithGaps) << verdict;
        std::printf("  %ld puts by each: %s\n", puts, verdict == kAll ? "each was told" : "with gaps, which were told");
    }

    std::filesystem::path place;
};

TEST_F(WatchedWriters, TellASurvivingWatcherOfEveryChangeOnceAndInOrder) { run(2'000); }

TEST_F(WatchedWriters, TellASurvivingWatcherOfEveryChangeOnceAndInOrder_slow) { run(100'000); }

}  // namespace
}  // namespace at_surface
