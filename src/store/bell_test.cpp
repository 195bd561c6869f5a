#include "store/bell.h"

#include <memory>
#include <thread>

#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

using namespace wmi::store;

namespace {

struct Table {
    std::unique_ptr<BellPage> page = std::make_unique<BellPage>();
    Bell bell{*page};
};

TEST(Bell, TellsWhatOthersWantAndHowFarAllAre) {
    Table table;
    const Bell::Place one = *table.bell.take(1, 10);
    EXPECT_FALSE(table.bell.has_others(one));
    const Bell::Place two = *table.bell.take(6, 5);
    EXPECT_TRUE(table.bell.has_others(one));
    EXPECT_EQ(table.bell.others(one).wishes, 6U);
    EXPECT_EQ(table.bell.others(Bell::kNoPlace).wishes, 7U);
    EXPECT_EQ(table.bell.others(two).lowest_position, 5U);
    table.bell.move(two, 20);
    EXPECT_EQ(table.bell.others(two).lowest_position, 10U);
    table.bell.leave(two);
    EXPECT_FALSE(table.bell.has_others(one));
    EXPECT_EQ(table.bell.others(one).wishes, 0U);
}

TEST(Bell, HasAnEndOfPlaces) {
    Table table;
    for (std::size_t i = 0; i < kBellPlaces; ++i) ASSERT_TRUE(table.bell.take(1, 0));
    EXPECT_EQ(table.bell.take(1, 0).status(), wmi::base::Status::QuotaViolation);
    table.bell.leave(7);
    EXPECT_EQ(*table.bell.take(1, 0), 7U);
}

TEST(Bell, WakesWhoWaits) {
    Table table;
    const Bell::Place place = *table.bell.take(1, 0);
    for (int i = 0; i < 200; ++i) {
        const std::uint32_t seen = table.bell.calls(place);
        std::thread waits([&] {
            while (table.bell.calls(place) == seen) table.bell.wait(place, seen, std::chrono::seconds(0));
        });
        table.bell.ring(Bell::kNoPlace);
        waits.join();
    }
    const std::uint32_t calls = table.bell.calls(place);
    table.bell.ring(place);  // all others, that is nobody
    EXPECT_EQ(table.bell.calls(place), calls);
}

TEST(Bell, TakesThePlacesOfTheDeadBack) {
    Table table;
    const Bell::Place place = *table.bell.take(1, 0);
    const pid_t child = fork();
    if (child == 0) _exit(0);
    ASSERT_EQ(waitpid(child, nullptr, 0), child);
    table.page->places[place].process.store(static_cast<std::uint32_t>(child));
    EXPECT_TRUE(table.bell.others(Bell::kNoPlace).has_dead);
    EXPECT_FALSE(table.bell.has_others(Bell::kNoPlace));
}

TEST(Bell, KnowsAnotherProcessOfTheSameNumberByItsStart) {
    Table table;
    const Bell::Place place = *table.bell.take(1, 0);
    table.page->places[place].started.fetch_add(1);
    EXPECT_TRUE(table.bell.others(Bell::kNoPlace).has_dead);
    EXPECT_EQ(table.page->taken.load(), 0U);
}

TEST(Bell, SleepsNoLongerThanAsked) {
    Table table;
    const Bell::Place one = *table.bell.take(1, 0);
    EXPECT_FALSE(table.bell.wait(one, table.bell.calls(one), std::chrono::seconds(1)));
}

TEST(Bell, WakesThoseWithoutAnEndBeforeItRings) {
    Table table;
    const Bell::Place one = *table.bell.take(1, 0);
    const Bell::Place two = *table.bell.take(1, 0);
    const std::uint32_t seen = table.bell.calls(one);
    std::thread sleeper([&] { EXPECT_TRUE(table.bell.wait(one, seen, std::chrono::seconds(0))); });
    table.bell.warn(two);
    sleeper.join();
    EXPECT_NE(table.bell.calls(one), seen);
    EXPECT_TRUE(table.bell.wait(one, seen, std::chrono::seconds(0))) << "who did not sleep yet finds that he was called";
}

}  // namespace
