// The way back from the committer: it tells each submitted write's end to its completion, which leaves it here; when the batch is
// told, all of them are handed to the callback threads at once.
#pragma once

#include "calls/calls.h"

#include <mutex>
#include <vector>

namespace wmi::calls {

class Finisher {
public:
    /// expected   how many ends a batch may have: so many find room without memory being asked for
    Finisher(Calls& calls, std::size_t expected);

    /// On the thread that commits.
    void add(CallPtr call, Final final) noexcept;
    /// After each batch.
    void flush() noexcept;

private:
    Calls& calls_;
    std::mutex mutex_;
    std::vector<Calls::Finished> waiting_;
};

}  // namespace wmi::calls
