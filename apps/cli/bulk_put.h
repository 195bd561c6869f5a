// Many puts at once: PutInstanceAsync with a bounded number in flight. One sink a call, so that each failure knows what it
// belongs to. When the service is busy, the put is offered again.
#pragma once

#include "session.h"

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>

namespace cli {

class BulkPut {
public:
    struct Totals {
        std::uint64_t started = 0, stored = 0, failed = 0;
    };

    /// failed is called with what was being put and the sentence; from a callback thread, one call at a time.
    BulkPut(IWbemServices* services, long flags, std::size_t in_flight, std::function<void(const std::string&, const std::string&)> failed);
    /// Waits for everything that was started.
    ~BulkPut();
    BulkPut(const BulkPut&) = delete;
    BulkPut& operator=(const BulkPut&) = delete;

    /// Starts one put; waits while too many are in flight. `what` names it in a failure.
    void put(IWbemClassObject* instance, std::string what, IWbemContext* context = nullptr);
    /// Waits until nothing is in flight.
    Totals wait();
    [[nodiscard]] Totals totals() const;

private:
    class Sink;
    void ended(HRESULT status, IWbemClassObject* details, const std::string& what);

    ComPtr<IWbemServices> services_;
    long flags_;
    std::size_t most_in_flight_;
    std::function<void(const std::string&, const std::string&)> failed_;
    mutable std::mutex mutex_;
    std::mutex telling_;
    std::condition_variable changed_;
    Totals totals_;
    std::size_t in_flight_ = 0;
};

}  // namespace cli
