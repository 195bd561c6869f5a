// The result of a semisynchronous call: set once by whoever does the work, waited for by any number of threads, kept until
// the last one lets go (SVC-71).
#pragma once

#include "base/guarded.h"
#include "calls/sink.h"

#include <optional>

namespace wmi::calls {

/// What an operation with at most one object gave. Of a failure only `final` says anything.
struct Answer {
    Final final;
    std::optional<cim::Object> object;
};

class Outcome {
public:
    /// The first answer counts. Allocates nothing.
    void set(Answer answer) {
        state_.with([&](std::optional<Answer>& state) {
            if (!state) state.emplace(std::move(answer));
        });
        state_.notify_all();
    }

    /// Null when the deadline passed first. Lives, unchanged, as long as the Outcome.
    const Answer* wait(base::Deadline deadline) {
        return state_.wait(
            deadline, [](const std::optional<Answer>& state) { return state.has_value(); },
            [](const std::optional<Answer>& state, bool) { return state ? &*state : nullptr; });
    }

private:
    base::Guarded<std::optional<Answer>> state_;
};

}  // namespace wmi::calls
