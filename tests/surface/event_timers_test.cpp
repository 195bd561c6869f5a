// Timers as a client meets them: by the real clock, so the tests ask what must hold however fast or slow anybody is.
#include "client.h"

#include <chrono>
#include <ctime>
#include <filesystem>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

namespace at_surface {
namespace {

using namespace std::chrono_literals;

class EventTimers : public Surface {
protected:
    void TearDown() override {
        services.Reset();
        setenv("OPENWMI_STORE", "memory:", 1);
        if (!place.empty()) std::filesystem::remove_all(place);
    }

    /// From now on a repository that outlives its processes.
    void use_folder() {
        services.Reset();
        place = std::filesystem::temp_directory_path() / ("openwmi-timers-" + std::to_string(getpid()));
        std::filesystem::create_directory(place);
        setenv("OPENWMI_STORE", (place / "store").c_str(), 1);
        ASSERT_EQ(connect(L"root\\default", services), S_OK);
    }

    void reopen() {
        services.Reset();
        ASSERT_EQ(connect(L"root\\default", services), S_OK);
    }

    ComPtr<IEnumWbemClassObject> subscribe(const Text& query = L"SELECT * FROM __TimerEvent") {
        ComPtr<IEnumWbemClassObject> events;
        EXPECT_EQ(services->ExecNotificationQuery(b(L"WQL"), b(query), WBEM_FLAG_RETURN_IMMEDIATELY | WBEM_FLAG_FORWARD_ONLY, nullptr, events.GetAddressOf()), S_OK);
        return events;
    }

    ComPtr<IWbemClassObject> interval(const wchar_t* id, long milliseconds) {
        auto made = spawn(L"__IntervalTimerInstruction");
        set(made.Get(), L"TimerId", id);
        set(made.Get(), L"IntervalBetweenEvents", milliseconds);
        return made;
    }

    ComPtr<IWbemClassObject> absolute(const wchar_t* id, const Text& when, bool skips = false) {
        auto made = spawn(L"__AbsoluteTimerInstruction");
        set(made.Get(), L"TimerId", id);
        set(made.Get(), L"EventDateTime", when.c_str());
        _variant_t skip(skips);
        EXPECT_EQ(made->Put(L"SkipIfPassed", 0, &skip, 0), S_OK);
        return made;
    }

    /// A datetime so far from now.
    static Text in(std::chrono::microseconds time) {
        const auto at = std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now()) + time;
        const std::time_t seconds = std::chrono::system_clock::to_time_t(at);
        std::tm parts{};
        gmtime_r(&seconds, &parts);
        wchar_t day[32];
        std::wcsftime(day, 32, L"%Y%m%d%H%M%S", &parts);
        wchar_t all[64];
        std::swprintf(all, 64, L"%ls.%06ld+000", day, static_cast<long>(at.time_since_epoch().count() % 1'000'000));
        return all;
    }

    /// For a put of one property.
    ComPtr<IWbemContext> part(const wchar_t* name) {
        const auto made = context();
        _variant_t yes(true);
        EXPECT_EQ(made->SetValue(L"__PUT_EXTENSIONS", 0, &yes), S_OK);
        VARIANT list{};
        list.vt = VT_ARRAY | VT_BSTR;
        list.parray = SafeArrayCreateVector(VT_BSTR, 0, 1);
        LONG first = 0;
        const _bstr_t text(name);
        EXPECT_EQ(SafeArrayPutElement(list.parray, &first, static_cast<wchar_t*>(text)), S_OK);
        EXPECT_EQ(made->SetValue(L"__PUT_EXT_PROPERTIES", 0, &list), S_OK);
        VariantClear(&list);
        return made;
    }

    ComPtr<IWbemClassObject> next(IEnumWbemClassObject* events, long timeout = 30'000) {
        ComPtr<IWbemClassObject> event;
        ULONG count = 0;
        last = events->Next(timeout, 1, event.GetAddressOf(), &count);
        return event;
    }

    static long firings(IWbemClassObject* event) { return value(event, L"NumFirings").lVal; }

    /// NextEvent64BitTime of a timer; "none": nothing is kept of it.
    Text next_firing(const Text& id) {
        const auto kept = get(L"__TimerNextFiring.TimerId=\"" + id + L"\"");
        return kept ? text(kept.Get(), L"NextEvent64BitTime") : L"none";
    }

    std::filesystem::path place;
};

TEST_F(EventTimers, FireEveryInterval) {  // EVT-80, EVT-12
    const auto events = subscribe(L"SELECT * FROM __TimerEvent WHERE TimerId = \"tick\"");
    const auto begin = std::chrono::steady_clock::now();
    ASSERT_EQ(put(interval(L"Tick", 20).Get()), S_OK);
    ASSERT_EQ(put(interval(L"Other", 1).Get()), S_OK);
    long told = 0;
    while (told < 5) {
        const auto event = next(events.Get());
        ASSERT_TRUE(event);
        EXPECT_EQ(text(event.Get(), L"__CLASS"), L"__TimerEvent");
        EXPECT_EQ(text(event.Get(), L"TimerId"), L"Tick");
        EXPECT_NE(text(event.Get(), L"TIME_CREATED"), L"(null)");
        EXPECT_EQ(value(event.Get(), L"__PATH").vt, VT_NULL);  // EVT-11
        EXPECT_GE(firings(event.Get()), 1);
        told += firings(event.Get());
        EXPECT_GE(std::chrono::steady_clock::now() - begin, 20ms * told);  // never ahead of time
    }
}

TEST_F(EventTimers, AreCountedTogetherWhereNobodyTakesThem) {  // EVT-82
    const auto ticks = subscribe(L"SELECT * FROM __TimerEvent WHERE TimerId = 'Tick'");
    const auto ends = subscribe(L"SELECT * FROM __TimerEvent WHERE TimerId = 'End'");
    ASSERT_EQ(put(interval(L"Tick", 5).Get()), S_OK);
    ASSERT_EQ(put(interval(L"End", 100).Get()), S_OK);
    ASSERT_TRUE(next(ends.Get()));  // so long nobody takes
    const auto event = next(ticks.Get(), 0);
    ASSERT_TRUE(event);
    EXPECT_GE(firings(event.Get()), 10);  // 20, were nothing else to be done here
}

TEST_F(EventTimers, AreCheckedWhenTheyArePut) {  // EVT-80, EVT-81
    EXPECT_EQ(put(interval(L"a", 0).Get()), WBEM_E_INVALID_PARAMETER);
    for (const wchar_t* wrong : {L"00000001000000.000000:000", L"20300101******.******+***", L"20300101120000.000000+***"})
        EXPECT_EQ(put(absolute(L"a", wrong).Get()), WBEM_E_INVALID_PARAMETER);
    Sink sink;
    const HRESULT started = services->PutInstanceAsync(interval(L"a", 0).Get(), 0, nullptr, &sink);
    if (SUCCEEDED(started)) {
        sink.wait();
        EXPECT_EQ(sink.finals.front().result, WBEM_E_INVALID_PARAMETER);
    } else {
        EXPECT_EQ(started, WBEM_E_INVALID_PARAMETER);
    }
    EXPECT_FALSE(get(L"__IntervalTimerInstruction.TimerId=\"a\""));
    EXPECT_EQ(last, WBEM_E_NOT_FOUND);
}

TEST_F(EventTimers, ArePartlyUpdatedByTheSameRules) {  // EVT-80, PART-13
    ASSERT_EQ(put(interval(L"a", 1000).Get()), S_OK);
    const auto with = part(L"IntervalBetweenEvents");
    EXPECT_EQ(put(interval(L"a", 0).Get(), WBEM_FLAG_UPDATE_ONLY, with.Get()), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(value(get(L"__IntervalTimerInstruction.TimerId=\"a\"").Get(), L"IntervalBetweenEvents").lVal, 1000);
}

TEST_F(EventTimers, OfAMomentFireThenAndStay) {  // EVT-81
    const auto events = subscribe();
    const auto begin = std::chrono::system_clock::now();
    ASSERT_EQ(put(absolute(L"Soon", in(50ms)).Get()), S_OK);
    ASSERT_EQ(put(absolute(L"Later", in(24h)).Get()), S_OK);
    EXPECT_NE(next_firing(L"Later"), L"(null)");
    const auto event = next(events.Get());
    ASSERT_TRUE(event);
    EXPECT_EQ(text(event.Get(), L"TimerId"), L"Soon");
    EXPECT_EQ(firings(event.Get()), 1);
    EXPECT_GE(std::chrono::system_clock::now() - begin, 49ms);
    EXPECT_EQ(next_firing(L"Soon"), L"(null)");  // it has fired, which was kept before it was told
    EXPECT_TRUE(get(L"__AbsoluteTimerInstruction.TimerId=\"Soon\""));
    EXPECT_FALSE(next(events.Get(), 0));
}

TEST_F(EventTimers, OfAMomentThatHasPassedFireAtOnceUnlessTheySkip) {  // EVT-81
    const auto events = subscribe();
    ASSERT_EQ(put(absolute(L"Skips", L"20200101000000.000000+000", true).Get()), S_OK);
    ASSERT_EQ(put(absolute(L"Past", L"20200101000000.000000+000").Get()), S_OK);
    const auto event = next(events.Get());
    ASSERT_TRUE(event);
    EXPECT_EQ(text(event.Get(), L"TimerId"), L"Past");
    EXPECT_FALSE(next(events.Get(), 0));
    ASSERT_EQ(put(absolute(L"Past", L"20200101000000.000000+000").Get()), S_OK);  // EVT-83: anew
    EXPECT_TRUE(next(events.Get()));
}

TEST_F(EventTimers, BeginAnewWhenChangedAndEndWhenDeleted) {  // EVT-83
    const auto events = subscribe();
    ASSERT_EQ(put(interval(L"a", 3'600'000).Get()), S_OK);
    const Text first = next_firing(L"a");
    ASSERT_EQ(put(interval(L"a", 10).Get()), S_OK);
    EXPECT_NE(next_firing(L"a"), first);
    ASSERT_TRUE(next(events.Get()));
    ASSERT_EQ(services->DeleteInstance(b(L"__TimerInstruction.TimerId=\"a\""), 0, nullptr, nullptr), S_OK);
    EXPECT_EQ(next_firing(L"a"), L"none");
    ASSERT_EQ(put(interval(L"b", 30).Get()), S_OK);
    for (auto event = next(events.Get()); event; event = next(events.Get()))  // those of a that were due before it went
        if (text(event.Get(), L"TimerId") == L"b") break;
    const auto event = next(events.Get());
    ASSERT_TRUE(event);
    EXPECT_EQ(text(event.Get(), L"TimerId"), L"b");
}

TEST_F(EventTimers, AreTheirNamespacesOwn) {  // EVT-80
    ComPtr<IWbemServices> other;
    ASSERT_EQ(connect(L"root\\cimv2", other), S_OK);
    other.Swap(services);
    const auto there = subscribe();
    other.Swap(services);
    const auto here = subscribe();
    ASSERT_EQ(put(interval(L"a", 10).Get()), S_OK);
    ASSERT_TRUE(next(here.Get()));
    ASSERT_TRUE(next(here.Get()));
    EXPECT_FALSE(next(there.Get(), 0));
}

TEST_F(EventTimers, AreAmongAllEvents) {  // EVT-95
    const auto events = subscribe(L"SELECT * FROM __Event");
    ASSERT_EQ(put(interval(L"a", 10).Get()), S_OK);
    auto event = next(events.Get());
    ASSERT_TRUE(event);
    EXPECT_EQ(text(event.Get(), L"__CLASS"), L"__InstanceCreationEvent");  // of the instruction; of what is kept beside there is none
    event = next(events.Get());
    ASSERT_TRUE(event);
    EXPECT_EQ(text(event.Get(), L"__CLASS"), L"__TimerEvent");
}

TEST_F(EventTimers, MayBeGrouped) {  // EVT-40
    const auto events = subscribe(L"SELECT * FROM __TimerEvent GROUP WITHIN 0.2 BY TimerId HAVING NumberOfEvents > 1");
    ASSERT_EQ(put(interval(L"a", 10).Get()), S_OK);
    ASSERT_EQ(put(interval(L"b", 3'600'000).Get()), S_OK);
    const auto event = next(events.Get());
    ASSERT_TRUE(event);
    EXPECT_GT(value(event.Get(), L"NumberOfEvents").lVal, 1);
}

TEST_F(EventTimers, SurviveARestart) {  // EVT-82, EVT-83
    use_folder();
    ASSERT_EQ(put(interval(L"Tick", 10).Get()), S_OK);
    const Text phase = next_firing(L"Tick");
    ASSERT_EQ(put(absolute(L"Past", in(1ms)).Get()), S_OK);
    reopen();
    EXPECT_EQ(next_firing(L"Tick"), phase);
    {
        const auto events = subscribe();
        bool ticked = false, past = false;
        while (!ticked || !past) {
            const auto event = next(events.Get());
            ASSERT_TRUE(event);
            (text(event.Get(), L"TimerId") == L"Tick" ? ticked : past) = true;
        }
    }
    reopen();
    EXPECT_EQ(next_firing(L"Tick"), phase);  // nothing is written when it fires
    const auto events = subscribe();
    for (int i = 0; i < 5; ++i) {
        const auto event = next(events.Get());
        ASSERT_TRUE(event);
        EXPECT_EQ(text(event.Get(), L"TimerId"), L"Tick");  // the other one has fired
    }
}

TEST_F(EventTimers, EndWithTheirNamespace) {
    mof("instance of __Namespace { Name = \"Short\"; };");
    ComPtr<IWbemServices> inside;
    ASSERT_EQ(connect(L"root\\default\\Short", inside), S_OK);
    inside.Swap(services);
    const auto events = subscribe();
    ASSERT_EQ(put(interval(L"a", 5).Get()), S_OK);
    ASSERT_TRUE(next(events.Get()));
    inside.Swap(services);
    ASSERT_EQ(services->DeleteInstance(b(L"__Namespace.Name=\"Short\""), 0, nullptr, nullptr), S_OK);
    while (next(events.Get())) {}
    EXPECT_EQ(last, WBEM_E_INVALID_NAMESPACE);
}

// -- processes

class TimerProcesses : public EventTimers {
protected:
    /// A child that subscribes, says "+" when it has, and then the first letter of each timer that it is told of.
    pid_t watcher(int to) {
        const pid_t child = fork();
        if (child != 0) return child;
        const auto say = [to](char letter) {
            if (write(to, &letter, 1) != 1) _exit(2);
        };
        ComPtr<IWbemServices> own;
        if (connect(L"root\\default", own) != S_OK) _exit(1);
        services = own;
        const auto events = subscribe();
        if (!events) _exit(1);
        say('+');
        for (;;) {
            const auto event = next(events.Get(), WBEM_INFINITE);
            if (!event) _exit(1);
            say(static_cast<char>(text(event.Get(), L"TimerId").front()));
        }
    }

    struct Pipe {
        Pipe() { EXPECT_EQ(pipe(ends), 0); }

        ~Pipe() {
            close(ends[0]);
            close(ends[1]);
        }

        int ends[2] = {-1, -1};

        char read_one() const {
            char letter = '?';
            return read(ends[0], &letter, 1) == 1 ? letter : '!';
        }
    };

    static void kill_hard(pid_t child) {
        ASSERT_EQ(kill(child, SIGKILL), 0);
        int status = 0;
        waitpid(child, &status, 0);
    }
};

TEST_F(TimerProcesses, EachFiresForItsOwnSubscribers) {  // EVT-82
    use_folder();
    services.Reset();  // nothing is open while we fork
    Pipe one, two;
    const pid_t children[] = {watcher(one.ends[1]), watcher(two.ends[1])};
    EXPECT_EQ(one.read_one(), '+');
    EXPECT_EQ(two.read_one(), '+');
    ASSERT_EQ(connect(L"root\\default", services), S_OK);
    const auto events = subscribe();
    ASSERT_EQ(put(absolute(L"Soon", in(100ms)).Get()), S_OK);  // the others hear of it through the store
    const auto event = next(events.Get());
    ASSERT_TRUE(event);
    EXPECT_EQ(one.read_one(), 'S');
    EXPECT_EQ(two.read_one(), 'S');
    ASSERT_EQ(put(interval(L"Tick", 10).Get()), S_OK);
    EXPECT_EQ(one.read_one(), 'T');
    EXPECT_EQ(two.read_one(), 'T');
    EXPECT_EQ(next_firing(L"Soon"), L"(null)");
    for (const pid_t child : children) kill_hard(child);
}

TEST_F(TimerProcesses, KilledWhenATimerFiresItIsNeverToldOfTwice) {  // EVT-81: recorded before it is told of
    use_folder();
    int told_by_child = 0, told_later = 0;
    constexpr int kRounds = 12;
    for (int round = 0; round < kRounds; ++round) {
        ASSERT_EQ(put(absolute(L"Past", L"20200101000000.000000+000").Get()), S_OK);  // fires as soon as somebody is there
        services.Reset();
        Pipe pipe;
        const pid_t child = watcher(pipe.ends[1]);
        EXPECT_EQ(pipe.read_one(), '+');  // it fires about now
        if (round % 3 != 0) usleep(static_cast<useconds_t>(400 * round));
        kill_hard(child);
        close(pipe.ends[1]);
        pipe.ends[1] = -1;
        const bool was_told = pipe.read_one() == 'P';
        ASSERT_EQ(connect(L"root\\default", services), S_OK);
        const bool was_recorded = next_firing(L"Past") == L"(null)";
        const auto events = subscribe();
        ASSERT_EQ(put(interval(L"Mark", 20).Get()), S_OK);
        bool is_told = false;
        for (int marks = 0; marks < 2 || (!was_recorded && !is_told);) {  // what was not recorded fires now: however long that takes
            const auto event = next(events.Get());
            ASSERT_TRUE(event);
            if (text(event.Get(), L"TimerId") == L"Mark") ++marks;
            else is_told = true;
        }
        EXPECT_FALSE(was_told && !was_recorded) << "told of before it was durable";
        EXPECT_FALSE(was_recorded && is_told) << "told of twice";
        told_by_child += was_told;
        told_later += is_told;
        ASSERT_EQ(services->DeleteInstance(b(L"__TimerInstruction.TimerId=\"Mark\""), 0, nullptr, nullptr), S_OK);
    }
    RecordProperty("told_before_the_kill", told_by_child);
    RecordProperty("told_after_the_restart", told_later);
}

}  // namespace
}  // namespace at_surface
