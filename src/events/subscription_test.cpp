// What waits for one subscription, and how it is taken.
#include "events/internal/embedded_heads.h"
#include "events/internal/testing_events.h"
#include "events/internal/testing_terms.h"

#include <gtest/gtest.h>

#include <thread>

namespace wmi::events::internal {
namespace {

using namespace events::testing;

constexpr const char* kAll = "SELECT * FROM __InstanceOperationEvent";

EventPtr event(std::uint64_t size, const std::string& id = "1") {
    return std::make_shared<ChangeEvent>(modified(id, 0, size), std::make_shared<EmbeddedHeads>("HERE"));
}

EventPtr large_event() { return event(1, std::string(1'000'000, 'x')); }

Status status_of(const Result<Subscription::Taken>& taken) { return taken.status(); }

TEST(Queue, GivesEventsInTheOrderTheyCame) {  // EVT-64, EVT-04
    const auto one = subscription(kAll);
    const EventPtr first = event(1), second = event(2), third = event(3);
    for (const EventPtr& each : {first, second, third}) one->offer(each);
    auto taken = one->take(2, Deadline::never());
    ASSERT_TRUE(taken);
    EXPECT_EQ(taken->events, (std::vector<EventPtr>{first, second}));
    EXPECT_TRUE(taken->is_full);
    taken = one->take(2, Deadline::in(std::chrono::milliseconds(0)));
    ASSERT_TRUE(taken);
    EXPECT_EQ(taken->events, (std::vector<EventPtr>{third}));
    EXPECT_FALSE(taken->is_full);
}

TEST(Queue, EndsAtTenMillionBytesAndTellsOfTheGapOnce) {  // EVT-60, EVT-61
    const auto one = subscription(kAll);
    std::size_t kept = 0;
    while (!one->offer(large_event()).is_lost) ++kept;
    EXPECT_EQ(kept, 4U);  // old and new record of each: 2,000,000 bytes
    EXPECT_TRUE(one->offer(event(1)).is_lost);  // behind the gap nothing, or the order would lie
    const auto taken = one->take(10, Deadline::never());
    ASSERT_TRUE(taken);
    EXPECT_EQ(taken->events.size(), kept);
    EXPECT_EQ(status_of(one->take(1, Deadline::never())), Status::QueueOverflow);
    one->offer(event(7));
    EXPECT_EQ(one->take(1, Deadline::never())->events.size(), 1U);
}

TEST(Queue, TakesOneEventHoweverLarge) {
    const auto one = subscription(kAll);
    EXPECT_FALSE(one->offer(event(1, std::string(20'000'000, 'x'))).is_lost);
    EXPECT_EQ(one->take(1, Deadline::never())->events.size(), 1U);
}

TEST(Queue, EndsAfterWhatWaitsOrAtOnce) {  // EVT-07
    const auto ends = subscription(kAll);
    ends->offer(event(1));
    ends->end(Error(Status::InvalidNamespace, "gone"));
    EXPECT_FALSE(ends->offer(event(2)).is_lost);
    EXPECT_EQ(ends->take(5, Deadline::never())->events.size(), 1U);
    EXPECT_EQ(status_of(ends->take(1, Deadline::never())), Status::InvalidNamespace);
    EXPECT_EQ(status_of(ends->take(1, Deadline::never())), Status::InvalidNamespace);
    const auto closes = subscription(kAll);
    closes->offer(event(1));
    closes->close();
    EXPECT_EQ(status_of(closes->take(1, Deadline::never())), Status::CallCancelled);
}

TEST(Queue, WakesWhoWaits) {  // EVT-04
    const auto one = subscription(kAll);
    std::thread brings([&] {
        one->offer(event(1));
        one->offer(event(2));
    });
    EXPECT_EQ(one->take(2, Deadline::never())->events.size(), 2U);
    brings.join();
    std::thread ends([&] { one->close(); });
    EXPECT_EQ(status_of(one->take(1, Deadline::never())), Status::CallCancelled);
    ends.join();
}

}  // namespace
}  // namespace wmi::events::internal
