// An engine on a repository of its own, with a provider that the test is. Only tests include this.
#pragma once

#include "events/internal/engine.h"
#include "events/internal/testing_events.h"
#include "repository/repository.h"

#include <gtest/gtest.h>

namespace wmi::events::testing {

using namespace internal;

/// In memory. Defined by the tests, which may know of stores.
std::unique_ptr<repository::Repository> open_repository(const base::Clock& clock, base::Chance& chance);

inline cim::PropertyDeclaration property(std::string name, cim::CimType type, bool is_key = false) {
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

/// A namespace with classes Base, Kept below it, and Other.
class EngineTrial : public ::testing::Test {
protected:
    EngineTrial() {
        clock_.set(130'000'000'000'000'000);
        repository_ = open_repository(clock_, chance_);
        service_ = std::make_shared<service::Service>(*repository_, access::Principal::own_user(), "HERE");
        session_ = service_->connect(access::Principal::own_user(), "root\\cimv2", "").value();
        engine_ = std::make_shared<Engine>(service_, calls_, clock_, provider_);
        put_class("Base", "", {property("Id", cim::CimType::Uint32, true), property("Size", cim::CimType::Uint32)});
        put_class("Kept", "Base", {});
        put_class("Other", "", {property("Id", cim::CimType::Uint32, true)});
    }

    ~EngineTrial() override {
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

    repository::NamespacePtr here() { return (*repository_->catalogue())->find_namespace("root\\cimv2"); }

    cim::Instance make(const char* of, std::initializer_list<std::pair<const char*, cim::Value>> values) {
        cim::Instance made = cim::Instance::spawn(here()->get_class(of).value());
        for (const auto& [name, value] : values) EXPECT_TRUE(made.put(*made.cls().find_property(name), value)) << name;
        return made;
    }

    Status put(cim::Instance instance) {
        auto change = repository_->prepare_put(here(), std::move(instance), repository::PutMode::CreateOrUpdate);
        return change ? repository_->commit(std::move(*change)).status() : change.status();
    }

    Status put_timer(const std::string& id, std::uint64_t milliseconds, const char* of = "__IntervalTimerInstruction") {
        return put(make(of, {{"TimerId", id}, {"IntervalBetweenEvents", milliseconds}}));
    }

    Status remove(const char* of, cim::Value key) {
        auto change = repository_->prepare_delete(here(), *here()->get_class(of).value(), {&key, 1});
        return change ? repository_->commit(std::move(*change)).status() : change.status();
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
        const auto taken = from.take(count, Deadline::in(std::chrono::seconds(30)));
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

}  // namespace wmi::events::testing
