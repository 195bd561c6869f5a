// WITHIN from the query to the event, on a repository of its own; the instances of the provider are the test's.
#include "events/internal/engine.h"
#include "events/internal/polling_terms.h"
#include "events/internal/testing_events.h"
#include "repository/repository.h"
#include "store/engine.h"
#include "store/memory_engine.h"

#include <gtest/gtest.h>

namespace wmi::events::internal {
namespace {

using namespace std::chrono_literals;
using testing::embedded;
using testing::get;

cim::PropertyDeclaration property(std::string name, cim::CimType type, bool is_key = false) {
    cim::PropertyDeclaration made;
    made.name = std::move(name);
    made.type = {type, false};
    if (is_key) made.qualifiers.set(cim::mark("key", cim::flavor::kKey));
    return made;
}

/// The provider of the test: numbers by id, of one class.
class Provider : public PollSource {
public:
    Result<void> enumerate(const PollTarget& target, const std::atomic<bool>&, const std::function<Result<void>(cim::Instance)>& take) override {
        const service::Admission admission = TRY(target.session->admit());
        const cim::ClassPtr of = TRY(admission.in()->get_class("Process"));
        const auto now = things.with([](const auto& all) { return all; });
        for (const auto& [id, size] : now) {
            cim::Instance one = cim::Instance::spawn(of);
            one.put_number(*of->find_property("Id"), id);
            one.put_number(*of->find_property("Size"), size);
            TRY(take(std::move(one)));
        }
        return {};
    }

    void set(std::map<std::uint32_t, std::uint32_t> now) {
        things.with([&](auto& all) { all = std::move(now); });
    }

    base::Guarded<std::map<std::uint32_t, std::uint32_t>> things;
};

class Within : public ::testing::Test {
protected:
    Within() {
        clock_.set(130'000'000'000'000'000);
        repository_ = repository::Repository::open(store::make_memory_engine(), clock_, chance_).value();
        service_ = std::make_shared<service::Service>(*repository_, access::Principal::own_user(), "HERE");
        session_ = service_->connect(access::Principal::own_user(), "root\\cimv2", "").value();
        engine_ = std::make_shared<Engine>(service_, calls_, clock_, provider_);
        put_class("Base", "", {property("Id", cim::CimType::Uint32, true), property("Size", cim::CimType::Uint32)});
        put_class("Kept", "Base", {});
        put_class("Other", "", {property("Id", cim::CimType::Uint32, true)});
    }

    ~Within() override {
        engine_->close();
        service_->close();
        repository_->close();
    }

    void put_class(std::string name, std::string_view parent, std::vector<cim::PropertyDeclaration> properties, bool is_dynamic = false) {
        const repository::NamespacePtr in = (*repository_->catalogue())->find_namespace("root\\cimv2");
        cim::ClassBody body;
        body.name = std::move(name);
        if (!parent.empty()) body.parent = in->get_class(parent).value();
        body.properties = std::move(properties);
        if (is_dynamic) {
            body.qualifiers.set(cim::mark("dynamic"));
            body.qualifiers.set(cim::text_qualifier("provider", "TestProvider"));
        }
        auto change = repository_->prepare_class_put(in, std::move(body), repository::PutMode::CreateOrUpdate, repository::UpdateMode::Compatible, {});
        ASSERT_TRUE(change) << change.error().sentence();
        ASSERT_TRUE(repository_->commit(std::move(*change)));
    }

    void have_processes() { put_class("Process", "Base", {}, true); }

    void limit(const char* name, std::uint64_t to) {
        const repository::NamespacePtr root = (*repository_->catalogue())->find_namespace("root");
        const cim::ClassPtr of = root->get_class("__ArbitratorConfiguration").value();
        cim::Instance stored = *repository_->find_instance(root, *of, {}, repository::Depth::Exact).value();
        stored.put_number(*of->find_property(name), to);
        auto change = repository_->prepare_put(root, std::move(stored), repository::PutMode::CreateOrUpdate);
        ASSERT_TRUE(repository_->commit(std::move(*change)));
    }

    Result<SubscriptionPtr> try_subscribe(const std::string& query) {
        const service::Admission admission = TRY(session_->admit());
        const Question question = TRY(Question::read("WQL", query));
        return engine_->subscribe(session_, admission, question, this);
    }

    Status status(const std::string& query) {
        const auto subscription = try_subscribe(query);
        if (subscription) engine_->unsubscribe(**subscription);
        return subscription.status();
    }

    SubscriptionPtr subscribe(const std::string& query) {
        auto subscription = try_subscribe(query);
        EXPECT_TRUE(subscription) << subscription.error().sentence();
        return subscription ? *subscription : nullptr;
    }

    /// "+3(5)" created, "=3(5>6)" modified, "-3(6)" deleted: the next so many events.
    static std::string next(Subscription& from, std::size_t count) {
        const auto taken = from.take(count, Deadline::in(30s));
        if (!taken) return taken.error().sentence();
        std::string all;
        for (const EventPtr& event : taken->events) all += (all.empty() ? "" : " ") + line(event->instance());
        return all;
    }

    static std::string line(const cim::Instance& event) {
        const cim::Instance target = *embedded(event, "TargetInstance").find_instance();
        const std::string id = std::to_string(std::get<std::uint64_t>(get(target, "Id"))), size = number(target);
        if (event.cls().name() == "__InstanceCreationEvent") return "+" + id + "(" + size + ")";
        if (event.cls().name() == "__InstanceDeletionEvent") return "-" + id + "(" + size + ")";
        return "=" + id + "(" + number(*embedded(event, "PreviousInstance").find_instance()) + ">" + size + ")";
    }

    static std::string number(const cim::Instance& of) {
        const cim::Value value = get(of, "Size");
        return cim::is_null(value) ? "NULL" : std::to_string(std::get<std::uint64_t>(value));
    }

    base::ManualClock clock_;
    base::SystemChance chance_;
    calls::Calls calls_;
    std::unique_ptr<repository::Repository> repository_;
    std::shared_ptr<service::Service> service_;
    service::SessionPtr session_;
    std::shared_ptr<Provider> provider_ = std::make_shared<Provider>();
    std::shared_ptr<Engine> engine_;
};

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
