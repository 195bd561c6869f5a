// Who is found for a change: never nobody where somebody waits, and not those who do not.
#include "base/guid.h"
#include "base/text.h"
#include "cim/system_classes.h"
#include "events/internal/registry.h"
#include "events/internal/testing_events.h"
#include "events/internal/testing_terms.h"
#include "repository/repository.h"
#include "store/engine.h"
#include "store/folder.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace wmi::events::internal {
namespace {

using namespace events::testing;
using Kind = repository::CommittedChange::Kind;

/// Classes as a repository keeps them: system classes stand for a class and one below it.
class Classes {
public:
    Classes() {
        store::Options options;
        options.folder = "memory:";
        repository_ = repository::Repository::open(store::open(options).value(), clock_, chance_).value();
        place_ = repository_->catalogue().value()->find_namespace("root\\cimv2");
    }

    /// Provider, and Win32Provider below it.
    [[nodiscard]] const repository::ClassEntryPtr& above() const { return *place_->get_place("__Provider").value().entry; }

    [[nodiscard]] const repository::ClassEntryPtr& below() const { return *place_->get_place("__Win32Provider").value().entry; }

private:
    base::SystemClock clock_;
    base::SystemChance chance_;
    std::unique_ptr<repository::Repository> repository_;
    repository::NamespacePtr place_;
};

constexpr repository::NamespaceId kHere = 2, kElsewhere = 3;
constexpr repository::Kinds kCreations = repository::kind_bit(Kind::InstanceCreated);

std::size_t hash(const char* name) { return base::NameHash()(name); }

class Line : public ::testing::Test {
protected:
    [[nodiscard]] bool wants(const repository::ClassEntryPtr& of, Kind kind = Kind::InstanceCreated, repository::NamespaceId in = kHere) const {
        return interests.wants(in, repository::ClassLine(of.get()), kind);
    }

    Classes classes;
    const repository::ClassEntryPtr thing = classes.above();
    const repository::ClassEntryPtr box = classes.below();
    Interests interests;
};

TEST_F(Line, IsWantedByNobodyAtFirst) {
    EXPECT_FALSE(wants(thing));
    EXPECT_FALSE(wants(box, Kind::ClassDeleted));
}

TEST_F(Line, IsFoundByItsNamesWithoutCaseAndByThoseAbove) {  // WQL-125
    interests.set(interest_key(kHere, hash("__provider")), Interests::Wanted{0, kCreations});
    EXPECT_TRUE(wants(thing));
    EXPECT_TRUE(wants(box));
    EXPECT_FALSE(wants(box, Kind::InstanceDeleted));
    EXPECT_FALSE(wants(box, Kind::InstanceCreated, kElsewhere));
    interests.set(interest_key(kElsewhere, hash("__Win32Provider")), Interests::Wanted{kCreations, 0});
    EXPECT_TRUE(wants(box, Kind::InstanceCreated, kElsewhere));
    EXPECT_FALSE(wants(thing, Kind::InstanceCreated, kElsewhere));
}

TEST_F(Line, ItselfIsNotWhatDerivesFromIt) {
    interests.set(interest_key(kHere, hash("__Provider")), Interests::Wanted{kCreations, 0});
    EXPECT_TRUE(wants(thing));
    EXPECT_FALSE(wants(box));
}

TEST_F(Line, IsWantedByWhoWantsAll) {
    interests.set(interest_key(kHere, kAllClasses), Interests::Wanted{0, kCreations});
    EXPECT_TRUE(wants(box));
    EXPECT_FALSE(wants(box, Kind::ClassCreated));
    interests.reset(interest_key(kHere, kAllClasses), {});
    EXPECT_FALSE(wants(box));
}

TEST_F(Line, IsFoundAmongTenThousandOthers) {
    interests.set(interest_key(kHere, hash("__Provider")), Interests::Wanted{0, kCreations});
    for (int i = 0; i < 10'000; ++i) interests.set(interest_key(kHere, hash(("Other" + std::to_string(i)).c_str())), Interests::Wanted{0, kCreations});
    EXPECT_TRUE(wants(box));
    interests.reset(interest_key(kHere, hash("__Provider")), {});
    EXPECT_FALSE(wants(box));
    EXPECT_FALSE(interests.take_replaced().empty());
}

TEST_F(Line, IsFoundWhileOthersComeAndGo) {  // invariant 1; under the thread sanitizer too
    interests.set(interest_key(kHere, hash("__Provider")), Interests::Wanted{0, kCreations});
    std::atomic<bool> ends{false};
    std::thread asks([&] {
        while (!ends) EXPECT_TRUE(wants(box));
    });
    Interests::Replaced kept;
    for (int i = 0; i < 20'000; ++i) {
        const InterestKey key = interest_key(kHere, hash(("Other" + std::to_string(i)).c_str()));
        interests.set(key, Interests::Wanted{0, kCreations});
        if (i % 2 == 0) interests.reset(key, {});
        for (auto& replaced : interests.take_replaced()) kept.push_back(std::move(replaced));
    }
    ends = true;
    asks.join();
}

constexpr const char* kAll = "SELECT * FROM __InstanceOperationEvent";

// -- who is found

class Found : public ::testing::Test {
protected:
    std::size_t found_by(const repository::CommittedChange& change) {
        std::size_t count = 0;
        registry.find_for(change, [&](Subscription&) { ++count; });
        return count;
    }

    repository::CommittedChange created() {
        repository::CommittedChange change = modified("1", 0, 1);
        change.kind = Kind::InstanceCreated;
        change.entry = classes.below();  // for the search; the filters are not asked
        return change;
    }

    Classes classes;
    Registry registry;
};

TEST_F(Found, AreThoseWhoWantTheClassTheKindAndTheNamespace) {
    std::vector<SubscriptionPtr> all;
    for (const char* query : {"SELECT * FROM __InstanceOperationEvent", "SELECT * FROM __Event",
                              "SELECT * FROM __InstanceCreationEvent WHERE TargetInstance ISA '__provider'",
                              "SELECT * FROM __InstanceCreationEvent WHERE TargetInstance ISA '__Provider' OR TargetInstance.__CLASS = '__Win32Provider'",
                              "SELECT * FROM __InstanceDeletionEvent", "SELECT * FROM __InstanceCreationEvent WHERE TargetInstance ISA 'Other'"}) {
        all.push_back(subscription(query));
        ASSERT_TRUE(registry.add(all.back(), {}));
    }
    EXPECT_EQ(found_by(created()), 4U);  // each once, by however many names
    repository::CommittedChange elsewhere = created();
    elsewhere.in = place("root\\default", 3);
    EXPECT_EQ(found_by(elsewhere), 0U);
    EXPECT_TRUE(registry.interests().wants(2, created().line(), Kind::InstanceCreated));
    for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(registry.remove(*all[i]), i + 1 == all.size());
    EXPECT_FALSE(registry.interests().wants(2, created().line(), Kind::InstanceCreated));
    EXPECT_EQ(found_by(created()), 0U);
    EXPECT_EQ(registry.kinds(), repository::kNoKinds);
}

TEST_F(Found, AreNoMoreThanTheQuotasAllow) {  // EVT-14, SYS-48
    Quotas quotas;
    quotas.total = 3;
    quotas.per_user = 2;
    EXPECT_TRUE(registry.add(subscription(kAll), quotas));
    const auto second = subscription(kAll);
    EXPECT_TRUE(registry.add(second, quotas));
    EXPECT_EQ(registry.add(subscription(kAll), quotas).status(), Status::QuotaViolation);
    EXPECT_TRUE(registry.add(subscription(kAll, nullptr, 7), quotas));
    EXPECT_EQ(registry.add(subscription(kAll, nullptr, 8), quotas).status(), Status::QuotaViolation);
    registry.remove(*second);
    EXPECT_TRUE(registry.add(subscription(kAll), quotas));
}

TEST_F(Found, AreGoneWithTheirOwner) {  // EVT-07
    const int owner = 0, other = 0;
    ASSERT_TRUE(registry.add(subscription(kAll, &owner), {}));
    ASSERT_TRUE(registry.add(subscription(kAll, &owner), {}));
    ASSERT_TRUE(registry.add(subscription(kAll, &other), {}));
    std::size_t ended = 0;
    EXPECT_FALSE(registry.remove_if([&](const Subscription& one) { return one.owner() == &owner; }, [&](Subscription&) { ++ended; }));
    EXPECT_EQ(ended, 2U);
    EXPECT_EQ(registry.count(), 1U);
}

TEST_F(Found, AreNoneOnceClosed) {
    registry.close();
    EXPECT_EQ(registry.add(subscription(kAll), {}).status(), Status::ShuttingDown);
}

}  // namespace
}  // namespace wmi::events::internal
