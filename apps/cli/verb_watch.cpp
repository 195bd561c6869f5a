// watch: events as they happen, until enough were seen, the time is up, or Ctrl-C.
#include "failure.h"
#include "output.h"
#include "session.h"
#include "standard_io.h"
#include "text.h"
#include "verbs.h"

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <thread>

#include <comdef.h>

#include <pthread.h>
#include <unistd.h>

namespace cli {
namespace {

using Steady = std::chrono::steady_clock;

/// SIGINT and SIGTERM, which would otherwise end the process in the middle of a line: taken by a thread that then calls `then`.
/// Made before anything that starts threads, which inherit what is blocked.
class Interruption {
public:
    Interruption() {
        sigemptyset(&set_);
        for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&set_, signal);
        pthread_sigmask(SIG_BLOCK, &set_, nullptr);
    }

    Interruption(const Interruption&) = delete;
    Interruption& operator=(const Interruption&) = delete;

    ~Interruption() {
        if (!waiter_.joinable()) return;
        is_over_ = true;
        pthread_kill(waiter_.native_handle(), SIGTERM);
        waiter_.join();
    }

    void on_signal(std::function<void()> then) {
        waiter_ = std::thread([this, then = std::move(then)] {
            int signal = 0;
            while (sigwait(&set_, &signal) != 0) {}
            if (is_over_) return;
            signal_ = signal;
            then();
        });
    }

    /// 0: none came.
    [[nodiscard]] int signal() const { return signal_; }

private:
    sigset_t set_{};
    std::thread waiter_;
    std::atomic<bool> is_over_{false};
    std::atomic<int> signal_{0};
};

/// 100-nanosecond units since 1601 as the time of day here.
std::string time_of_day(const std::string& file_time) {
    const std::uint64_t units = std::strtoull(file_time.c_str(), nullptr, 10);
    constexpr std::uint64_t kUnixEpoch = 116'444'736'000'000'000ULL;
    if (units < kUnixEpoch) return std::string(12, ' ');
    const auto seconds = static_cast<std::time_t>((units - kUnixEpoch) / 10'000'000);
    std::tm local{};
    localtime_r(&seconds, &local);
    char text[16];
    std::snprintf(text, sizeof text, "%02d:%02d:%02d.%03u", local.tm_hour, local.tm_min, local.tm_sec, static_cast<unsigned>((units - kUnixEpoch) / 10'000 % 1000));
    return text;
}

ComPtr<IWbemClassObject> embedded(IWbemClassObject* event, const wchar_t* name) {
    ComPtr<IWbemClassObject> object;
    _variant_t value;
    if (SUCCEEDED(event->Get(name, 0, &value, nullptr, nullptr)) && V_VT(&value) == VT_UNKNOWN && V_UNKNOWN(&value))
        V_UNKNOWN(&value)->QueryInterface(IID_PPV_ARGS(object.GetAddressOf()));
    return object;
}

std::string text_of(IWbemClassObject* object, const wchar_t* name) {
    _variant_t value;
    if (FAILED(object->Get(name, 0, &value, nullptr, nullptr)) || V_VT(&value) != VT_BSTR) return {};
    return narrow(V_BSTR(&value));
}

std::string join_values(const Json& row) {
    std::string line;
    for (const auto& [name, value] : row.items())
        if (!value.is_null() && name != "TIME_CREATED" && name != "SECURITY_DESCRIPTOR") line += (line.empty() ? "" : ", ") + name + "=" + to_line(value);
    return line;
}

std::string differences(const Json& before, const Json& after) {
    std::string line;
    for (const auto& [name, value] : after.items()) {
        const auto old = before.find(name);
        if (old != before.end() && *old == value) continue;
        const std::string was = old == before.end() || old->is_null() ? "(null)" : to_line(*old);
        line += (line.empty() ? "" : ", ") + name + ": " + was + " -> " + (value.is_null() ? "(null)" : to_line(value));
    }
    return line.empty() ? "(nothing differs)" : line;
}

/// A line for each event, at once: when, what, of which object, and what is new. Columns do not wait for later rows.
class LiveTable {
public:
    void print(IWbemClassObject* event) {
        if (!std::exchange(has_heads_, true)) std::printf("%-12s  %-8s  %s\n", "TIME", "WHAT", "OBJECT");
        std::string line = printable(time_of_day(text_of(event, L"TIME_CREATED")) + "  " + what(event));
        if (isatty(STDOUT_FILENO)) line = fit(line, terminal_width());
        std::printf("%s\n", line.c_str());
    }

private:
    static std::string what(IWbemClassObject* event) {
        const std::string of = text_of(event, L"__CLASS");
        for (const wchar_t* kind : {L"Instance", L"Class", L"Namespace"}) {
            const auto target = embedded(event, (std::wstring(L"Target") + kind).c_str());
            if (!target) continue;
            const auto previous = embedded(event, (std::wstring(L"Previous") + kind).c_str());
            return change(of, target.Get(), previous.Get());
        }
        return of + "  " + join_values(to_json(event, SystemProperties::Omit));
    }

    static std::string change(const std::string& of, IWbemClassObject* target, IWbemClassObject* previous) {
        const auto is_a = [&](const char* word) { return of.find(word) != std::string::npos; };
        std::string path = text_of(target, L"__RELPATH");
        if (path.empty()) path = text_of(target, L"__CLASS");
        const bool is_class = is_a("Class");
        const Json after = is_class ? Json::object() : to_json(target, SystemProperties::Omit);
        if (is_a("Deletion")) return "deleted   " + path;
        if (is_a("Creation")) return "created   " + path + (is_class ? "" : "  " + join_values(after));
        if (is_class || !previous) return "changed   " + path;
        return "changed   " + path + "  " + differences(to_json(previous, SystemProperties::Omit), after);
    }

    bool has_heads_ = false;
};

/// A query as it is; of a class of events those, of another class what happens to its instances.
std::string query_of(const Session& session, const std::string& subject) {
    if (subject.find_first_of(" \t\n\r") != std::string::npos) return subject;
    const auto definition = session.get_object(subject);
    const bool is_event = definition->InheritsFrom(L"__Event") == WBEM_S_NO_ERROR || same_name(subject, "__Event");
    if (is_event) return "SELECT * FROM " + subject;
    return "SELECT * FROM __InstanceOperationEvent WHERE TargetInstance ISA '" + subject + "'";
}

/// Shows events in the chosen form, each at once.
class Shown {
public:
    explicit Shown(const Options& options) : printer_(options, true) {
        printer_.be_live();
        is_live_ = options.form == OutputForm::Table || (options.form == OutputForm::Automatic && isatty(STDOUT_FILENO) != 0);
    }

    void show(IWbemClassObject* event) {
        if (is_live_) table_.print(event);
        else printer_.print(event);
        check_output();
    }

private:
    bool is_live_;
    LiveTable table_;
    Printer printer_;
};

class Watch {
public:
    Watch(const Options& options, const WatchArguments& arguments)
        : seconds_(options.timeout_seconds), most_(arguments.count),
          end_(Steady::now() + std::chrono::milliseconds(static_cast<std::int64_t>(seconds_ * 1000))), shown_(options) {}

    /// False when the time is up.
    bool run(IEnumWbemClassObject* events) {
        for (std::uint64_t seen = 0; most_ == 0 || seen < most_;) {
            ComPtr<IWbemClassObject> event;
            ULONG count = 0;
            const HRESULT status = events->Next(left(), 1, event.GetAddressOf(), &count);
            if (count == 1) {
                shown_.show(event.Get());
                ++seen;
            } else if (status == static_cast<HRESULT>(WBEM_E_QUEUE_OVERFLOW)) {
                std::fputs("wmi: events were lost here: they came faster than they were taken\n", stderr);
            } else if (status == WBEM_S_TIMEDOUT) {
                if (left() == 0) return false;
            } else {
                check(status, "waiting for events");
            }
        }
        return true;
    }

private:
    /// Milliseconds, as Next takes them.
    [[nodiscard]] long left() const {
        if (seconds_ <= 0) return static_cast<long>(WBEM_INFINITE);
        const auto rest = std::chrono::ceil<std::chrono::milliseconds>(end_ - Steady::now()).count();
        return rest > 0 ? static_cast<long>(rest) : 0;
    }

    const double seconds_;
    const std::uint64_t most_;
    const Steady::time_point end_;
    Shown shown_;
};

}  // namespace

int run_watch(const Options& options, const WatchArguments& arguments) {
    Interruption interruption;
    const Session session(options);
    const std::string query = query_of(session, arguments.subject);
    if (options.what_if) {
        std::printf("%s\n", query.c_str());
        return kDone;
    }
    ComPtr<IWbemServices> services = session.open(options.namespace_path);  // of its own: its release ends the wait
    ComPtr<IEnumWbemClassObject> events;
    const _bstr_t language(L"WQL");
    const _bstr_t text(wide(query).c_str());
    const long flags = session.amended_flag() | WBEM_FLAG_FORWARD_ONLY | WBEM_FLAG_RETURN_IMMEDIATELY;
    check(services->ExecNotificationQuery(language, text, flags, nullptr, events.GetAddressOf()), "subscribing to '" + query + "'");
    if (arguments.is_announced) std::fputs("wmi: watching\n", stderr);
    interruption.on_signal([&services] { services.Reset(); });
    try {
        if (Watch(options, arguments).run(events.Get())) return kDone;
    } catch (const Failure&) {
        if (interruption.signal() == 0) throw;
        return 128 + interruption.signal();
    }
    return kTimeout;
}

}  // namespace cli
