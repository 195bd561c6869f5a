// What a call answers to: a Sink, owned by its Call, which stands for one client's IWbemObjectSink. And call_out, the one way
// to call somebody else's code: whatever that throws ends there.
#pragma once

#include "cim/object.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <cxxabi.h>

namespace wmi::calls {

using base::Error;
using base::Result;
using base::Status;

/// How an operation ended: what the final SetStatus carries (CALL-30, 33, 34).
struct Final {
    Status status = Status::Ok;
    std::optional<std::string> text;  // the path of what was put, the name of a class
    std::string sentence;             // of a failure, for people
    std::string about;                // the class, path or query it is about
    cim::ObjectPtr error;             // a provider's own error object

    /// Asks for no memory.
    static Final failed(Error error) noexcept { return {error.status(), std::nullopt, std::move(error).sentence(), std::move(error).about(), nullptr}; }
};

/// A progress report (CALL-39).
struct Progress {
    std::uint16_t done = 0;
    std::uint16_t total = 0;
    std::optional<std::string> text;
};

/// Called by callback threads only, one call at a time for one Sink. Its destructor gives back the reference it stands for.
class Sink {
public:
    Sink() = default;
    virtual ~Sink() = default;
    Sink(const Sink&) = delete;
    Sink& operator=(const Sink&) = delete;

    /// What CancelAsyncCall names: equal for two sinks that are one object (CANCEL-01). Fixed for life.
    [[nodiscard]] virtual const void* identity() const = 0;
    /// objects is never empty (CALL-27). A failure cancels the call (CALL-36). What throws bad_alloc has called nobody, and fails the
    /// call (CALL-30); whatever a client throws must end inside.
    virtual Status indicate(std::vector<cim::Object> objects) = 0;
    virtual Status progress(const Progress& report) = 0;
    /// The one final status; nothing follows it.
    virtual void finish(const Final& final) = 0;
};

/// True on a thread that is inside a sink (CANCEL-08).
bool is_inside_callback() noexcept;

/// Marks the thread as being inside somebody's callback while it lives.
class InsideCallback {
public:
    InsideCallback() noexcept;
    ~InsideCallback();
    InsideCallback(const InsideCallback&) = delete;
    InsideCallback& operator=(const InsideCallback&) = delete;
};

namespace internal {
void log_thrown(const char* who);
}

/// Runs body(), which calls a sink or a provider, and gives its status; Failed when it throws. A thread that is being ended
/// by pthread_exit goes on unwinding. No lock may be held.
template <class Body>
__attribute__((no_sanitize("undefined")))  // a forced unwind has no object for the reference to name
Status call_out(const char* who, Body&& body) {
    const InsideCallback inside;
    try {
        return std::forward<Body>(body)();
    } catch (const abi::__forced_unwind&) {
        throw;
    } catch (...) {
        internal::log_thrown(who);
        return Status::Failed;
    }
}

}  // namespace wmi::calls
