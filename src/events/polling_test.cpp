// WITHIN from the query to the event, on a repository of its own; the instances of the provider are the test's.
#include "events/internal/polling_terms.h"
#include "events/internal/testing_engine.h"
#include "store/engine.h"
#include "store/memory_engine.h"

std::unique_ptr<wmi::repository::Repository> wmi::events::testing::open_repository(const base::Clock& clock, base::Chance& chance) {
    return repository::Repository::open(store::make_memory_engine(), clock, chance).value();
}

namespace wmi::events::internal {
namespace {

using namespace std::chrono_literals;
using testing::embedded;
using testing::EngineTrial;
using testing::get;

class Within : public EngineTrial {};

TEST_F(Within, IsNeededWhereInstancesComeFromAProvider) {  // EVT-30
    const std::string all = "SELECT * FROM __InstanceOperationEvent ";
    EXPECT_EQ(status(all + "WHERE TargetInstance ISA 'Process'"), Status::Ok);  // not there yet (WQL-125)
    have_processes();
    EXPECT_EQ(status(all + "WHERE TargetInstance ISA 'Process'"), Status::EssRegistrationTooPrecise);
    EXPECT_EQ(status(all + "WHERE TargetInstance ISA 'Base'"), Status::EssRegistrationTooPrecise);  // it is among them
    EXPECT_EQ(status(all + "WHERE TargetInstance.__CLASS = 'Process'"), Status::EssRegistrationTooPrecise);
    EXPECT_EQ(status(all + "WHERE TargetInstance ISA 'Kept' OR TargetInstance ISA 'Process'"), Status::EssRegistrationTooPrecise);
    EXPECT_EQ(status("SELECT * FROM __InstanceDeletionEvent WITHIN 5 WHERE TargetInstance ISA 'process'"), Status::Ok);
    EXPECT_EQ(status(all + "WHERE TargetInstance ISA 'Kept'"), Status::Ok);
    EXPECT_EQ(status(all + "WHERE TargetInstance.__CLASS = 'Base'"), Status::Ok);
    EXPECT_EQ(status("SELECT * FROM __ClassOperationEvent WHERE TargetClass ISA 'Process'"), Status::Ok);
}

TEST_F(Within, NeedsAClassWhereThereAreSuchInstances) {  // EVT-31
    const std::string all = "SELECT * FROM __InstanceCreationEvent ";
    EXPECT_EQ(status(all + "WITHIN 5"), Status::Ok);
    EXPECT_EQ(status(all + "WITHIN 5 WHERE TargetInstance.Id = 1"), Status::Ok);
    have_processes();
    EXPECT_EQ(status(all + "WITHIN 5"), Status::EssRegistrationTooBroad);
    EXPECT_EQ(status(all + "WITHIN 5 WHERE TargetInstance.Id = 1"), Status::EssRegistrationTooBroad);
    EXPECT_EQ(status(all), Status::Ok);  // what the repository keeps
    EXPECT_EQ(status(all + "WITHIN 5 WHERE TargetInstance ISA 'Kept'"), Status::Ok);
    EXPECT_EQ(status("SELECT * FROM __NamespaceCreationEvent WITHIN 5"), Status::Ok);
    EXPECT_EQ(status("SELECT * FROM __ClassCreationEvent WITHIN 5"), Status::Ok);  // EVT-37
    EXPECT_EQ(status("SELECT * FROM __TimerEvent WITHIN 5"), Status::Ok);
    EXPECT_EQ(status("SELECT * FROM __Event WITHIN 5"), Status::Ok);
}

TEST_F(Within, TellsWhatPollsFind) {  // EVT-32, EVT-25
    have_processes();
    provider_->set({{1, 10}, {2, 20}});
    const auto events = subscribe("SELECT * FROM __InstanceOperationEvent WITHIN 0.001 WHERE TargetInstance ISA 'Process'");
    provider_->set({{2, 25}, {3, 30}});  // the base line was read before
    EXPECT_EQ(next(*events, 3), "-1(10) =2(20>25) +3(30)");
    provider_->set({{2, 25}, {3, 30}, {4, 40}});
    const auto taken = events->take(1, Deadline::in(30s));
    ASSERT_TRUE(taken);
    const cim::Instance& event = taken->events.front()->instance();
    const cim::Object target = embedded(event, "TargetInstance");
    EXPECT_EQ(target.origin()->namespace_path, "root\\cimv2");
    EXPECT_EQ(target.find_instance()->relative_path(), "Process.Id=4");
    EXPECT_EQ(get(event, "TIME_CREATED"), cim::Value(std::uint64_t{clock_.now()}));
    engine_->unsubscribe(*events);
}

TEST_F(Within, TellsOnlyWhatWasAskedFor) {  // EVT-33, EVT-91
    have_processes();
    provider_->set({{1, 10}});
    const auto deletions = subscribe("SELECT * FROM __InstanceDeletionEvent WITHIN 0.001 WHERE TargetInstance ISA 'Process'");
    const auto large = subscribe("SELECT * FROM __InstanceOperationEvent WITHIN 0.001 WHERE TargetInstance ISA 'Process' AND TargetInstance.Size > 50");
    const auto grown = subscribe("SELECT * FROM __InstanceModificationEvent WITHIN 0.001 WHERE TargetInstance ISA 'Process' AND PreviousInstance.Size = 60");
    provider_->set({{1, 60}});
    EXPECT_EQ(next(*large, 1), "=1(10>60)");
    provider_->set({{1, 61}});
    EXPECT_EQ(next(*grown, 1), "=1(60>61)");
    provider_->set({});
    EXPECT_EQ(next(*deletions, 1), "-1(61)");
    EXPECT_EQ(next(*large, 2), "=1(60>61) -1(61)");
}

TEST_F(Within, MixesWhatIsPolledWithWhatIsKept) {  // EVT-36, EVT-37
    have_processes();
    const auto events = subscribe("SELECT * FROM __InstanceCreationEvent WITHIN 0.001 WHERE TargetInstance ISA 'Base'");
    const repository::NamespacePtr in = (*repository_->catalogue())->find_namespace("root\\cimv2");
    const cim::ClassPtr of = in->get_class("Kept").value();
    cim::Instance kept = cim::Instance::spawn(of);
    kept.put_number(*of->find_property("Id"), 7);
    auto change = repository_->prepare_put(in, std::move(kept), repository::PutMode::CreateOrUpdate);
    ASSERT_TRUE(repository_->commit(std::move(*change)));
    EXPECT_EQ(next(*events, 1), "+7(NULL)");
    provider_->set({{1, 10}});
    EXPECT_EQ(next(*events, 1), "+1(10)");
}

TEST_F(Within, IsGroupedToo) {  // EVT-40
    have_processes();
    const auto events = subscribe("SELECT * FROM __InstanceCreationEvent WITHIN 0.001 WHERE TargetInstance ISA 'Process' GROUP WITHIN 0.01");
    provider_->set({{1, 10}, {2, 20}});
    const auto taken = events->take(1, Deadline::in(30s));
    ASSERT_TRUE(taken);
    EXPECT_EQ(taken->events.front()->instance().cls().name(), "__AggregateEvent");
}

TEST_F(Within, KeepsItsLimits) {  // EVT-14, EVT-39, SYS-48
    have_processes();
    const std::string query = "SELECT * FROM __InstanceCreationEvent WITHIN 0.001 WHERE TargetInstance ISA 'Process'";
    limit("PollingInstructionsPerUser", 1);
    const auto one = subscribe(query);
    EXPECT_EQ(status(query), Status::QuotaViolation);
    engine_->unsubscribe(*one);
    EXPECT_EQ(status(query), Status::Ok);
    limit("PollingMemoryPerUser", 1000);
    const auto two = subscribe(query);
    std::map<std::uint32_t, std::uint32_t> many;
    for (std::uint32_t id = 0; id < 100; ++id) many[id] = id;
    provider_->set(many);
    const auto taken = two->take(1, Deadline::in(30s));
    EXPECT_EQ(taken.status(), Status::QuotaViolation);
    EXPECT_EQ(status(query), Status::QuotaViolation);  // already the base line is too large
    EXPECT_EQ(engine_->counts().subscriptions, 0U);
}

TEST_F(Within, WaitsForNoProviderThatAnswersNot) {  // EVT-34: the service has none yet
    have_processes();
    engine_->close();
    engine_ = std::make_shared<Engine>(service_, calls_, clock_);
    const auto events = subscribe("SELECT * FROM __InstanceCreationEvent WITHIN 0.001 WHERE TargetInstance ISA 'Process'");
    ASSERT_TRUE(events);
    EXPECT_TRUE(events->take(1, Deadline::in(5ms))->events.empty());
}

TEST(PollIntervals, AreBroughtIntoTheirBounds) {  // WQL-126
    EXPECT_EQ(poll_interval(0.0001), 1ms);
    EXPECT_EQ(poll_interval(0.0015), 2ms);
    EXPECT_EQ(poll_interval(10), 10s);
    EXPECT_EQ(poll_interval(1e12), 4'294'967'295ms);
}

}  // namespace
}  // namespace wmi::events::internal
