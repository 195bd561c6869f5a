// Windows of groups, by a clock that stands where the test puts it.
#include "events/internal/grouping.h"

#include "cim/system_classes.h"
#include "events/internal/embedded_heads.h"
#include "events/internal/testing_events.h"

#include <gtest/gtest.h>

namespace wmi::events::internal {
namespace {

using namespace testing;
using namespace std::chrono_literals;

wql::EventGroups groups(const std::string& clause) {
    auto query = wql::parse("SELECT * FROM __InstanceModificationEvent GROUP " + clause);
    const auto& select = *std::get_if<wql::Select>(&*query);
    return wql::EventGroups::bind(*select.group, cim::find_system_class("__InstanceModificationEvent"), {"HERE", "root\\cimv2"}).value();
}

class Windows : public ::testing::Test {
protected:
    static constexpr std::size_t kRoom = 1'000'000;

    EventPtr event(const std::string& id, std::uint64_t size = 1) {
        const repository::CommittedChange change = modified(id, 0, size);
        return std::make_shared<ChangeEvent>(change, std::make_shared<EmbeddedHeads>("HERE"));
    }

    void add(Grouping& to, const std::string& id, std::uint64_t size = 1) { EXPECT_TRUE(to.add(event(id, size), now_, kRoom)); }

    /// "id*count" of all that is due now, in order.
    std::string due(Grouping& from) {
        std::string all;
        while (const auto one = from.take_due(now_)) {
            const auto target = embedded(one->first->instance(), "TargetInstance");
            all += (all.empty() ? "" : " ") + std::get<std::string>(get(*target.find_instance(), "Id")) + "*" + std::to_string(one->events);
        }
        return all;
    }

    base::Steady::time_point now_{1000s};
};

TEST_F(Windows, OpenWithTheFirstEventAndEndOnce) {  // EVT-40
    Grouping grouping(groups("WITHIN 10"));
    EXPECT_FALSE(grouping.next_due());
    add(grouping, "a");
    EXPECT_EQ(grouping.next_due(), now_ + 10s);
    now_ += 9s;
    add(grouping, "b");  // does not move the end
    EXPECT_EQ(due(grouping), "");
    now_ += 1s;
    EXPECT_EQ(due(grouping), "a*2");  // shows the first
    now_ += 100s;
    EXPECT_EQ(due(grouping), "");  // no event, no aggregate
    EXPECT_FALSE(grouping.next_due());
    add(grouping, "c");
    EXPECT_EQ(grouping.next_due(), now_ + 10s);
}

TEST_F(Windows, AreEachGroupsOwn) {  // EVT-41
    Grouping grouping(groups("WITHIN 10 BY TargetInstance.Id"));
    add(grouping, "a");
    now_ += 4s;
    add(grouping, "b");
    add(grouping, "A");
    now_ += 6s;
    EXPECT_EQ(due(grouping), "a*2");
    EXPECT_EQ(grouping.next_due(), now_ + 4s);
    now_ += 4s;
    EXPECT_EQ(due(grouping), "b*1");
}

TEST_F(Windows, ThatAreOverTogetherAreToldInTheOrderOfTheirFirstEvents) {  // EVT-41
    Grouping grouping(groups("WITHIN 1 BY TargetInstance.Id"));
    for (const char* id : {"c", "a", "b", "a", "c", "c"}) add(grouping, id);
    now_ += 1h;
    EXPECT_EQ(due(grouping), "c*3 a*2 b*1");
}

TEST_F(Windows, ThatHavingRefusesAreDroppedAndCountAnew) {  // EVT-42
    Grouping grouping(groups("WITHIN 10 BY TargetInstance.Id HAVING NumberOfEvents > 1"));
    add(grouping, "a");
    add(grouping, "b");
    add(grouping, "b");
    now_ += 10s;
    EXPECT_EQ(due(grouping), "b*2");
    EXPECT_EQ(grouping.bytes(), 0U);
    add(grouping, "a");
    now_ += 10s;
    EXPECT_EQ(due(grouping), "");  // one again, not two
}

TEST_F(Windows, OfNoLengthAreOverAtOnce) {
    Grouping grouping(groups("WITHIN 0"));
    add(grouping, "a");
    EXPECT_EQ(due(grouping), "a*1");
}

TEST_F(Windows, CountTheirMemoryAndTakeNoMoreThanThereIs) {  // EVT-60
    Grouping grouping(groups("WITHIN 10 BY TargetInstance.Id"));
    EXPECT_EQ(grouping.bytes(), 0U);
    add(grouping, "a");
    const std::size_t one = grouping.bytes();
    EXPECT_GT(one, 256U);
    add(grouping, "a");
    EXPECT_EQ(grouping.bytes(), one);  // further events of a group take nothing
    EXPECT_TRUE(grouping.add(event("a"), now_, 0));
    EXPECT_FALSE(grouping.add(event("b"), now_, 100));
    EXPECT_EQ(grouping.bytes(), one);
    add(grouping, "b");
    EXPECT_EQ(grouping.bytes(), 2 * one);
    now_ += 10s;
    EXPECT_EQ(due(grouping), "a*3 b*1");
    EXPECT_EQ(grouping.bytes(), 0U);
}

TEST_F(Windows, ThatAreClearedTellNothing) {  // a cancel drops what is pending
    Grouping grouping(groups("WITHIN 10"));
    add(grouping, "a");
    grouping.clear();
    EXPECT_FALSE(grouping.next_due());
    EXPECT_EQ(grouping.bytes(), 0U);
    now_ += 1h;
    EXPECT_EQ(due(grouping), "");
    add(grouping, "b");
    now_ += 10s;
    EXPECT_EQ(due(grouping), "b*1");
}

TEST_F(Windows, EndInAggregates) {  // EVT-40, EVT-44
    const cim::Instance aggregate = make_aggregate(event("a", 5)->instance(), 7).value();
    EXPECT_EQ(aggregate.cls().name(), "__AggregateEvent");
    EXPECT_EQ(aggregate.cls().parent()->name(), "__IndicationRelated");
    EXPECT_EQ(get(aggregate, "NumberOfEvents"), cim::Value(std::uint64_t{7}));
    const cim::Object representative = embedded(aggregate, "Representative");
    EXPECT_EQ(representative.cls().name(), "__InstanceModificationEvent");
    EXPECT_EQ(get(*embedded(*representative.find_instance(), "TargetInstance").find_instance(), "Size"), cim::Value(std::uint64_t{5}));
}

}  // namespace
}  // namespace wmi::events::internal
