// Events as objects: what they embed, what they are to filters, what they count.
#include "cim/system_classes.h"
#include "cim/wmio.h"
#include "events/internal/embedded_heads.h"
#include "events/internal/event.h"
#include "events/internal/testing_events.h"

#include <gtest/gtest.h>

namespace wmi::events::internal {
namespace {

using namespace testing;
using Kind = repository::CommittedChange::Kind;

EventPtr event_of(const repository::CommittedChange& change) {
    return std::make_shared<ChangeEvent>(change, std::make_shared<EmbeddedHeads>("HERE"));
}

TEST(Event, OfAnInstanceEmbedsItWholeAndWithItsPlace) {  // EVT-22, EVT-25, EVT-11
    const repository::CommittedChange change = modified("1", 5, 7);
    const EventPtr event = event_of(change);
    const cim::Instance& built = event->instance();
    EXPECT_EQ(built.cls().name(), "__InstanceModificationEvent");
    EXPECT_EQ(get(built, "TIME_CREATED"), cim::Value(std::uint64_t{change.time}));
    EXPECT_EQ(get(built, "SECURITY_DESCRIPTOR"), cim::Value());
    const cim::Object target = embedded(built, "TargetInstance");
    EXPECT_EQ(get(*target.find_instance(), "Size"), cim::Value(std::uint64_t{7}));
    EXPECT_EQ(target.origin()->server, "HERE");
    EXPECT_EQ(target.origin()->namespace_path, "root\\cimv2");
    EXPECT_EQ(target.find_instance()->relative_path(), "Thing.Id=\"1\"");
    EXPECT_EQ(get(*embedded(built, "PreviousInstance").find_instance(), "Size"), cim::Value(std::uint64_t{5}));
    EXPECT_EQ(&event->instance(), &built);  // made once
}

TEST(Event, OfAClassEmbedsTheClass) {  // EVT-23
    repository::CommittedChange change;
    change.kind = Kind::ClassModified;
    change.in = place();
    change.class_before = change.class_after = thing();
    const EventPtr event = event_of(change);
    const cim::Object target = embedded(event->instance(), "TargetClass");
    ASSERT_TRUE(target.is_class());
    EXPECT_TRUE(cim::same_definition(target.cls(), *thing()));
    EXPECT_EQ(target.origin()->namespace_path, "root\\cimv2");
    EXPECT_TRUE(embedded(event->instance(), "PreviousClass").is_class());
}

TEST(Event, IsTheSameToAFilterBeforeAndAfterItWasMade) {
    const repository::CommittedChange change = modified("1", 5, 7);
    const wql::EventSubject loose = subject_of(change);
    const EventPtr event = event_of(change);
    const wql::EventSubject kept = event->subject();
    EXPECT_EQ(loose.event_class, kept.event_class);
    EXPECT_EQ(loose.target.record->bytes(), kept.target.record->bytes());
    EXPECT_EQ(loose.previous.record->bytes(), kept.previous.record->bytes());
    EXPECT_EQ(loose.time_created, kept.time_created);
}

TEST(Event, CountsARecordThatItSharesWithTheOneAheadOnce) {  // EVT-60
    const repository::CommittedChange first = modified("1", 5, 7);
    repository::CommittedChange second = modified("1", 7, 9);
    second.before = first.after;
    const EventPtr ahead = event_of(first);
    const EventPtr behind = event_of(second);
    EXPECT_EQ(behind->size_bytes(nullptr) - behind->size_bytes(ahead.get()), first.after->size());
}

TEST(Event, ThatAClientMadeGetsATimeWhereItHasNone) {  // EVT-12
    const cim::ClassPtr of = cim::find_system_class("__TimerEvent");
    cim::Instance given = cim::Instance::spawn(of);
    const BuiltEvent without(given, 77);
    EXPECT_EQ(get(without.instance(), "TIME_CREATED"), cim::Value(std::uint64_t{77}));
    given.put_number(*of->find_property("TIME_CREATED"), 5);
    const BuiltEvent with(given, 77);
    EXPECT_EQ(get(with.instance(), "TIME_CREATED"), cim::Value(std::uint64_t{5}));
}

TEST(Event, SurvivesTheWireWithWhatItEmbeds) {
    const repository::CommittedChange change = modified("1", 5, 7);
    const EventPtr event = event_of(change);
    const auto back = cim::decode_unit(cim::encode_unit(cim::Object(event->instance())));
    ASSERT_TRUE(back);
    EXPECT_FALSE(back->origin());
    EXPECT_EQ(embedded(*back->find_instance(), "TargetInstance").find_instance()->relative_path(), "Thing.Id=\"1\"");
}

}  // namespace
}  // namespace wmi::events::internal
