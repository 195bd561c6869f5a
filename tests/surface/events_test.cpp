// Subscriptions as a client has them: what is told, to whom, when, and how it ends (EVT, SVC-41..47).
#include "client.h"

#include <openwmi_repository.h>

#include <chrono>
#include <memory>
#include <thread>

namespace at_surface {
namespace {

constexpr long kSemi = WBEM_FLAG_RETURN_IMMEDIATELY | WBEM_FLAG_FORWARD_ONLY;

class Events : public Surface {
protected:
    void SetUp() override {
        Surface::SetUp();
        mof("class Thing { [key] uint32 Id; uint32 Size; string Name; };"
            "class Box : Thing { uint32 Sides; };"
            "class Other { [key] uint32 Id; };"
            "class Alarm : __ExtrinsicEvent { string Place; uint32 Level; };"
            "class Plain { uint32 Level; };");
    }

    HRESULT try_subscribe(const Text& query, ComPtr<IEnumWbemClassObject>& to, long flags = kSemi, const wchar_t* language = L"WQL") {
        return last = services->ExecNotificationQuery(b(language), b(query), flags, nullptr, to.ReleaseAndGetAddressOf());
    }

    ComPtr<IEnumWbemClassObject> subscribe(const Text& query) {
        ComPtr<IEnumWbemClassObject> events;
        EXPECT_EQ(try_subscribe(query, events), S_OK);
        return events;
    }

    HRESULT subscribe(const Text& query, Sink& sink, long flags = 0) {
        return last = services->ExecNotificationQueryAsync(b(L"WQL"), b(query), flags, nullptr, &sink);
    }

    ComPtr<IWbemClassObject> thing(long id, long size, const wchar_t* of = L"Thing") {
        auto made = spawn(of);
        set(made.Get(), L"Id", id);
        set(made.Get(), L"Size", size);
        return made;
    }

    void put_thing(long id, long size, const wchar_t* of = L"Thing") { ASSERT_EQ(put(thing(id, size, of).Get()), S_OK); }

    void remove(const wchar_t* path) { ASSERT_EQ(services->DeleteInstance(b(path), 0, nullptr, nullptr), S_OK); }

    /// The next event; null when there is none: what was to come has been queued before a put or a delete returned... so a marker is put.
    ComPtr<IWbemClassObject> next(IEnumWbemClassObject* events, long timeout = 10'000) {
        ComPtr<IWbemClassObject> event;
        ULONG count = 0;
        last = events->Next(timeout, 1, event.GetAddressOf(), &count);
        return event;
    }

    static ComPtr<IWbemClassObject> part(IWbemClassObject* event, const wchar_t* name) {
        ComPtr<IWbemClassObject> object;
        const _variant_t v = value(event, name);
        if (v.vt == VT_UNKNOWN) v.punkVal->QueryInterface(IID_PPV_ARGS(object.GetAddressOf()));
        return object;
    }

    /// "+1" created, "=1" modified, "-1" deleted, by Id.
    static std::string line(IWbemClassObject* event) {
        const Text of = text(event, L"__CLASS");
        const std::string sign = of == L"__InstanceCreationEvent" ? "+" : of == L"__InstanceModificationEvent" ? "=" : of == L"__InstanceDeletionEvent" ? "-" : "?";
        const auto target = part(event, L"TargetInstance");
        return sign + (target ? std::to_string(value(target.Get(), L"Id").lVal) : "(none)");
    }

    std::string lines(IEnumWbemClassObject* events, std::size_t count) {
        std::string all;
        for (std::size_t i = 0; i < count; ++i) {
            const auto event = next(events);
            if (!event) return all + " (no more)";
            all += (all.empty() ? "" : " ") + line(event.Get());
        }
        return all;
    }
};

// -- subscribing

TEST_F(Events, AreAskedForWithBothFlags) {  // EVT-01, SVC-41
    ComPtr<IEnumWbemClassObject> events;
    const Text query = L"SELECT * FROM __InstanceCreationEvent";
    for (const long flags : {0L, static_cast<long>(WBEM_FLAG_RETURN_IMMEDIATELY), static_cast<long>(WBEM_FLAG_FORWARD_ONLY), kSemi | 0x1})
        EXPECT_EQ(try_subscribe(query, events, flags), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(try_subscribe(query, events, kSemi | WBEM_FLAG_USE_AMENDED_QUALIFIERS), S_OK);
}

TEST_F(Events, RefuseBadQueriesAtOnceAndSetTheEnumeratorToNull) {  // EVT-02, WQL-20, WQL-21, WQL-22, SVC-40, SVC-42
    auto* raw = reinterpret_cast<IEnumWbemClassObject*>(1);
    EXPECT_EQ(services->ExecNotificationQuery(b(L"SQL"), b(L"SELECT * FROM __Event"), kSemi, nullptr, &raw), WBEM_E_INVALID_QUERY_TYPE);
    EXPECT_EQ(raw, nullptr);
    EXPECT_EQ(services->ExecNotificationQuery(nullptr, b(L"SELECT * FROM __Event"), kSemi, nullptr, &raw), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(services->ExecNotificationQuery(b(L"WQL"), nullptr, kSemi, nullptr, &raw), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(services->ExecNotificationQuery(b(L"WQL"), b(L""), kSemi, nullptr, &raw), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(services->ExecNotificationQuery(b(L"WQL"), b(L"SELECT * FROM __Event"), kSemi, nullptr, nullptr), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(services->ExecNotificationQueryAsync(b(L"WQL"), b(L"SELECT * FROM __Event"), 0, nullptr, nullptr), WBEM_E_INVALID_PARAMETER);
    const Text much(17'000, L' ');
    EXPECT_EQ(services->ExecNotificationQuery(b(L"WQL"), b(L"SELECT * FROM __Event" + much), kSemi, nullptr, &raw), WBEM_E_QUOTA_VIOLATION);
    ComPtr<IEnumWbemClassObject> events;
    EXPECT_EQ(try_subscribe(L"SELECT * FROM __Event", events, kSemi, L"wql"), S_OK);
}

TEST_F(Events, NameWhatIsWrongWithAQuery) {  // SVC-42, SYS-78, WQL-68, WQL-122, WQL-124, WQL-126
    struct Row {
        const wchar_t* query;
        HRESULT status;
    };
    const Row rows[] = {
        {L"SELECT * FROM Thing", WBEM_E_NOT_EVENT_CLASS},
        {L"SELECT * FROM Plain", WBEM_E_NOT_EVENT_CLASS},
        {L"SELECT * FROM meta_class", WBEM_E_NOT_EVENT_CLASS},
        {L"SELECT * FROM __AggregateEvent", WBEM_E_NOT_EVENT_CLASS},
        {L"SELECT * FROM Nowhere", WBEM_E_INVALID_CLASS},
        {L"SELECT * FRM __Event", WBEM_E_INVALID_QUERY},
        {L"ASSOCIATORS OF {Thing.Id=1}", WBEM_E_INVALID_QUERY},
        {L"SELECT * FROM __InstanceCreationEvent WHERE Nothing = 1", WBEM_E_INVALID_QUERY},
        {L"SELECT Nothing FROM __InstanceCreationEvent", WBEM_E_INVALID_QUERY},
        {L"SELECT TIME_CREATED.X FROM __InstanceCreationEvent", WBEM_E_PROPERTY_NOT_AN_OBJECT},
        {L"SELECT * FROM __InstanceCreationEvent WHERE TIME_CREATED.X = 1", WBEM_E_PROPERTY_NOT_AN_OBJECT},
        {L"SELECT * FROM __InstanceCreationEvent WITHIN 0", WBEMESS_E_REGISTRATION_TOO_PRECISE},
        {L"SELECT * FROM __InstanceCreationEvent GROUP BY TargetInstance.Id", WBEM_E_MISSING_GROUP_WITHIN},
        {L"SELECT * FROM __InstanceCreationEvent GROUP WITHIN 1 BY *", WBEM_E_MISSING_AGGREGATION_LIST},
    };
    ComPtr<IEnumWbemClassObject> events;
    Sink sink;
    for (const Row& row : rows) {
        EXPECT_EQ(try_subscribe(row.query, events), row.status) << static_cast<const char*>(_bstr_t(row.query));
        EXPECT_EQ(subscribe(row.query, sink), row.status) << static_cast<const char*>(_bstr_t(row.query));
    }
    EXPECT_EQ(sink.references, 1U);
    EXPECT_TRUE(sink.finals.empty());
}

TEST_F(Events, AreThoseAfterTheCallReturnedAndNoneFromBefore) {  // EVT-03, SVC-47
    const auto first = subscribe(L"SELECT * FROM __InstanceCreationEvent");
    put_thing(1, 1);
    const auto second = subscribe(L"SELECT * FROM __InstanceCreationEvent");
    put_thing(2, 1);
    EXPECT_EQ(lines(first.Get(), 2), "+1 +2");
    EXPECT_EQ(lines(second.Get(), 1), "+2");
}

// -- what is told

TEST_F(Events, TellCreationChangeAndDeletionInOrderAsTheirOwnClasses) {  // EVT-20, EVT-21, EVT-22, EVT-26, EVT-64, EVT-90, PUT-55, SVC-43
    const auto events = subscribe(L"SELECT * FROM __InstanceOperationEvent WHERE TargetInstance ISA 'Thing'");
    put_thing(1, 1);
    put_thing(1, 2);
    put_thing(1, 2);  // changes nothing
    remove(L"Thing.Id=1");
    EXPECT_EQ(lines(events.Get(), 4), "+1 =1 =1 -1");
}

TEST_F(Events, HoldWholeObjectsWithTheirPathsAndStandNowhereThemselves) {  // EVT-11, EVT-12, EVT-25, PART-18
    put_thing(1, 5);
    const auto events = subscribe(L"SELECT * FROM __InstanceModificationEvent");
    put_thing(1, 7);
    const auto event = next(events.Get());
    ASSERT_TRUE(event);
    EXPECT_EQ(value(event.Get(), L"__GENUS").lVal, 2);
    for (const wchar_t* name : {L"__NAMESPACE", L"__PATH", L"__RELPATH", L"__SERVER"}) EXPECT_EQ(value(event.Get(), name).vt, VT_NULL);
    EXPECT_EQ(text(event.Get(), L"__SUPERCLASS"), L"__InstanceOperationEvent");
    EXPECT_GT(std::stoull(text(event.Get(), L"TIME_CREATED")), 130'000'000'000'000'000ULL);
    EXPECT_EQ(value(event.Get(), L"SECURITY_DESCRIPTOR").vt, VT_NULL);
    const auto now = part(event.Get(), L"TargetInstance");
    const auto before = part(event.Get(), L"PreviousInstance");
    ASSERT_TRUE(now && before);
    EXPECT_EQ(value(now.Get(), L"Size").lVal, 7);
    EXPECT_EQ(value(before.Get(), L"Size").lVal, 5);
    EXPECT_EQ(text(now.Get(), L"__PATH"), text(get(L"Thing.Id=1").Get(), L"__PATH"));
    EXPECT_EQ(text(now.Get(), L"__NAMESPACE"), L"root\\default");
}

TEST_F(Events, CarryTheRealClassWhicheverWasAskedFor) {  // EVT-25
    const auto events = subscribe(L"SELECT * FROM __InstanceCreationEvent WHERE TargetInstance ISA 'Thing'");
    put_thing(4, 1, L"Box");
    const auto event = next(events.Get());
    ASSERT_TRUE(event);
    const auto box = part(event.Get(), L"TargetInstance");
    EXPECT_EQ(text(box.Get(), L"__CLASS"), L"Box");
    EXPECT_EQ(text(box.Get(), L"__SUPERCLASS"), L"Thing");
    EXPECT_EQ(value(box.Get(), L"Sides").vt, VT_NULL);
}

TEST_F(Events, OfAPartialPutHoldTheWholeInstance) {  // PART-18, EVT-25
    auto whole = thing(1, 5);
    set(whole.Get(), L"Name", L"one");
    ASSERT_EQ(put(whole.Get()), S_OK);
    const auto events = subscribe(L"SELECT * FROM __InstanceModificationEvent");
    const auto with = context();
    _variant_t on(true), list;
    SAFEARRAY* names = SafeArrayCreateVector(VT_BSTR, 0, 1);
    LONG at = 0;
    ASSERT_EQ(SafeArrayPutElement(names, &at, b(L"Size").GetBSTR()), S_OK);
    list.vt = VT_ARRAY | VT_BSTR;
    list.parray = names;
    with->SetValue(b(L"__PUT_EXTENSIONS"), 0, &on);
    with->SetValue(b(L"__PUT_EXT_CLIENT_REQUEST"), 0, &on);
    with->SetValue(b(L"__PUT_EXT_PROPERTIES"), 0, &list);
    ASSERT_EQ(put(thing(1, 9).Get(), WBEM_FLAG_UPDATE_ONLY, with.Get()), S_OK);
    const auto event = next(events.Get());
    ASSERT_TRUE(event);
    EXPECT_EQ(text(part(event.Get(), L"TargetInstance").Get(), L"Name"), L"one");
    EXPECT_EQ(value(part(event.Get(), L"TargetInstance").Get(), L"Size").lVal, 9);
    EXPECT_EQ(text(part(event.Get(), L"PreviousInstance").Get(), L"Name"), L"one");
}

TEST_F(Events, AreNotRaisedByWhatFailed) {  // EVT-26, PUT-56
    put_thing(1, 1);
    const auto events = subscribe(L"SELECT * FROM __InstanceOperationEvent");
    EXPECT_EQ(put(thing(1, 2).Get(), WBEM_FLAG_CREATE_ONLY), WBEM_E_ALREADY_EXISTS);
    EXPECT_EQ(put(thing(2, 2).Get(), WBEM_FLAG_UPDATE_ONLY), WBEM_E_NOT_FOUND);
    put_thing(3, 3);
    EXPECT_EQ(lines(events.Get(), 1), "+3");
}

TEST_F(Events, AreFilteredByTheNewStateTheOldOneAndTheirDifference) {  // EVT-33, EVT-91, EVT-92, WQL-16, WQL-67
    put_thing(1, 1);
    const auto large = subscribe(L"SELECT * FROM __InstanceOperationEvent WHERE TargetInstance ISA 'Thing' AND TargetInstance.Size > 5");
    const auto was_small = subscribe(L"SELECT * FROM __InstanceOperationEvent WHERE TargetInstance ISA 'Thing' AND PreviousInstance.Size < 5");
    const auto grown = subscribe(L"SELECT * FROM __InstanceModificationEvent WHERE TargetInstance ISA 'Thing' AND TargetInstance.Size <> PreviousInstance.Size");
    put_thing(1, 1);
    put_thing(1, 9);
    put_thing(2, 9);
    put_thing(2, 8);
    EXPECT_EQ(lines(large.Get(), 3), "=1 +2 =2");
    EXPECT_EQ(lines(was_small.Get(), 2), "=1 =1");
    EXPECT_EQ(lines(grown.Get(), 2), "=1 =2");
}

TEST_F(Events, OfClassesThatAreNotThereYetAreHeardOnceTheyAre) {  // WQL-125
    const auto events = subscribe(L"SELECT * FROM __InstanceCreationEvent WHERE TargetInstance ISA 'Later'");
    const auto exact = subscribe(L"SELECT * FROM __InstanceCreationEvent WHERE TargetInstance.__CLASS = 'Latest'");
    mof("class Later { [key] uint32 Id; uint32 Size; }; class Latest : Later { };");
    put_thing(1, 1);
    put_thing(2, 1, L"Later");
    put_thing(3, 1, L"Latest");
    EXPECT_EQ(lines(events.Get(), 2), "+2 +3");
    EXPECT_EQ(lines(exact.Get(), 1), "+3");
    ASSERT_EQ(services->DeleteClass(b(L"Later"), 0, nullptr, nullptr), S_OK);
    mof("class Later { [key] uint32 Id; uint32 Size; };");
    put_thing(4, 1, L"Later");
    EXPECT_EQ(lines(events.Get(), 1), "+4");
}

TEST_F(Events, AreReducedToTheSelectedProperties) {  // EVT-13, WQL-46
    const auto events = subscribe(L"SELECT TargetInstance.Size FROM __InstanceOperationEvent");
    put_thing(1, 5);
    put_thing(1, 6);
    for (const wchar_t* of : {L"__InstanceCreationEvent", L"__InstanceModificationEvent"}) {
        const auto event = next(events.Get());
        ASSERT_TRUE(event);
        EXPECT_EQ(text(event.Get(), L"__CLASS"), of);
        EXPECT_EQ(value(event.Get(), L"__PROPERTY_COUNT").lVal, 1);
        const auto whole = part(event.Get(), L"TargetInstance");
        ASSERT_TRUE(whole);
        EXPECT_EQ(value(whole.Get(), L"__PROPERTY_COUNT").lVal, 3);  // the whole embedded object
        _variant_t gone;
        EXPECT_EQ(event->Get(L"TIME_CREATED", 0, &gone, nullptr, nullptr), WBEM_E_NOT_FOUND);
    }
}

TEST_F(Events, OfClassesHoldTheClasses) {  // EVT-23, EVT-93, CLASS-08
    const auto events = subscribe(L"SELECT * FROM __ClassOperationEvent WHERE TargetClass ISA 'Thing'");
    const auto named = subscribe(L"SELECT * FROM __ClassCreationEvent WHERE TargetClass.__CLASS LIKE 'My%'");
    mof("class Mine : Thing { uint32 More; }; class MyOther { [key] uint32 Id; };");
    auto mine = get(L"Mine");
    _variant_t zero(0L);
    ASSERT_EQ(mine->Put(L"Even", 0, nullptr, CIM_UINT32), S_OK);
    ASSERT_EQ(services->PutClass(mine.Get(), 0, nullptr, nullptr), S_OK);
    ASSERT_EQ(services->DeleteClass(b(L"Mine"), 0, nullptr, nullptr), S_OK);
    const auto created = next(events.Get());
    const auto changed = next(events.Get());
    const auto deleted = next(events.Get());
    ASSERT_TRUE(created && changed && deleted);
    EXPECT_EQ(text(created.Get(), L"__CLASS"), L"__ClassCreationEvent");
    EXPECT_EQ(text(changed.Get(), L"__CLASS"), L"__ClassModificationEvent");
    EXPECT_EQ(text(deleted.Get(), L"__CLASS"), L"__ClassDeletionEvent");
    EXPECT_EQ(value(part(created.Get(), L"TargetClass").Get(), L"__GENUS").lVal, 1);
    EXPECT_EQ(value(part(changed.Get(), L"PreviousClass").Get(), L"__PROPERTY_COUNT").lVal, 4);
    EXPECT_EQ(value(part(changed.Get(), L"TargetClass").Get(), L"__PROPERTY_COUNT").lVal, 5);
    EXPECT_EQ(text(part(deleted.Get(), L"TargetClass").Get(), L"__CLASS"), L"Mine");
    EXPECT_EQ(text(part(next(named.Get()).Get(), L"TargetClass").Get(), L"__CLASS"), L"MyOther");
}

TEST_F(Events, OfADeletedClassComeForItsSubclassesFirstAndNoneForInstances) {  // EVT-23, CLASS-50
    put_thing(1, 1);
    put_thing(2, 1, L"Box");
    const auto events = subscribe(L"SELECT * FROM __Event");
    ASSERT_EQ(services->DeleteClass(b(L"Thing"), 0, nullptr, nullptr), S_OK);
    ASSERT_EQ(put(spawn(L"Other").Get()), WBEM_E_ILLEGAL_NULL);
    auto other = spawn(L"Other");
    set(other.Get(), L"Id", 5L);
    ASSERT_EQ(put(other.Get()), S_OK);
    EXPECT_EQ(text(part(next(events.Get()).Get(), L"TargetClass").Get(), L"__CLASS"), L"Box");
    EXPECT_EQ(text(part(next(events.Get()).Get(), L"TargetClass").Get(), L"__CLASS"), L"Thing");
    EXPECT_EQ(line(next(events.Get()).Get()), "+5");
}

TEST_F(Events, OfNamespacesComeAsBothKindsInTheirParent) {  // EVT-24, EVT-94
    const auto as_namespace = subscribe(L"SELECT * FROM __NamespaceCreationEvent");
    const auto as_instance = subscribe(L"SELECT * FROM __InstanceOperationEvent WHERE TargetInstance ISA '__NAMESPACE'");
    auto child = spawn(L"__NAMESPACE");
    set(child.Get(), L"Name", L"Child");
    ASSERT_EQ(put(child.Get()), S_OK);
    ComPtr<IWbemServices> inside;
    ASSERT_EQ(connect(L"root\\default\\Child", inside), S_OK);
    std::swap(services, inside);
    auto grandchild = spawn(L"__NAMESPACE");
    set(grandchild.Get(), L"Name", L"Grandchild");
    ASSERT_EQ(put(grandchild.Get()), S_OK);
    std::swap(services, inside);
    auto second = spawn(L"__NAMESPACE");
    set(second.Get(), L"Name", L"Second");
    ASSERT_EQ(put(second.Get()), S_OK);
    remove(L"__NAMESPACE.Name='Second'");
    EXPECT_EQ(text(part(next(as_namespace.Get()).Get(), L"TargetNamespace").Get(), L"Name"), L"Child");
    EXPECT_EQ(text(part(next(as_namespace.Get()).Get(), L"TargetNamespace").Get(), L"Name"), L"Second");  // root\default's own only
    EXPECT_EQ(text(part(next(as_instance.Get()).Get(), L"TargetInstance").Get(), L"Name"), L"Child");
    EXPECT_EQ(text(part(next(as_instance.Get()).Get(), L"TargetInstance").Get(), L"Name"), L"Second");
    EXPECT_EQ(text(next(as_instance.Get()).Get(), L"__CLASS"), L"__InstanceDeletionEvent");
}

TEST_F(Events, AreAllThereForWhoAsksForEvent) {  // EVT-95
    const auto events = subscribe(L"SELECT * FROM __Event");
    put_thing(1, 1);
    mof("class Fresh { [key] uint32 Id; };");
    EXPECT_EQ(text(next(events.Get()).Get(), L"__CLASS"), L"__InstanceCreationEvent");
    EXPECT_EQ(text(next(events.Get()).Get(), L"__CLASS"), L"__ClassCreationEvent");
}

TEST_F(Events, StayInTheirNamespace) {  // EVT-94
    ComPtr<IWbemServices> elsewhere;
    ASSERT_EQ(connect(L"root\\cimv2", elsewhere), S_OK);
    mof("class Thing { [key] uint32 Id; uint32 Size; };", L"root\\cimv2");
    const auto events = subscribe(L"SELECT * FROM __InstanceCreationEvent");
    std::swap(services, elsewhere);
    put_thing(1, 1);
    std::swap(services, elsewhere);
    put_thing(2, 1);
    EXPECT_EQ(lines(events.Get(), 1), "+2");
}

TEST_F(Events, WithWithinOnStaticClassesComeAtOnce) {  // EVT-37, WQL-120
    const auto events = subscribe(L"SELECT * FROM __InstanceCreationEvent WITHIN 3600 WHERE TargetInstance ISA 'Thing'");
    put_thing(1, 1);
    EXPECT_EQ(lines(events.Get(), 1), "+1");
}

// -- clients' own events

TEST_F(Events, OfClientsReachWhoeverWantsThem) {  // EVT-12, EVT-29, EVT-53, SVC-10, CALL-31
    const auto all = subscribe(L"SELECT * FROM __ExtrinsicEvent");
    const auto high = subscribe(L"SELECT * FROM Alarm WHERE Level > 5");
    const auto everything = subscribe(L"SELECT * FROM __Event");
    ComPtr<IWbemObjectSink> sink;
    ASSERT_EQ(services->QueryObjectSink(0, sink.GetAddressOf()), S_OK);
    auto low = spawn(L"Alarm");
    set(low.Get(), L"Level", 1L);
    auto fire = spawn(L"Alarm");
    set(fire.Get(), L"Level", 9L);
    set(fire.Get(), L"Place", L"attic");
    IWbemClassObject* both[] = {low.Get(), fire.Get()};
    EXPECT_EQ(sink->Indicate(2, both), WBEM_S_NO_ERROR);
    set(fire.Get(), L"Place", L"changed");  // it is ours again
    const auto event = next(high.Get());
    ASSERT_TRUE(event);
    EXPECT_EQ(text(event.Get(), L"Place"), L"attic");
    EXPECT_GT(std::stoull(text(event.Get(), L"TIME_CREATED")), 130'000'000'000'000'000ULL);
    EXPECT_EQ(value(event.Get(), L"__NAMESPACE").vt, VT_NULL);
    EXPECT_EQ(value(next(all.Get()).Get(), L"Level").lVal, 1);
    EXPECT_EQ(value(next(all.Get()).Get(), L"Level").lVal, 9);
    EXPECT_EQ(value(next(everything.Get()).Get(), L"Level").lVal, 1);
    IWbemClassObject* none[] = {low.Get(), spawn(L"Plain").Detach()};
    EXPECT_EQ(sink->Indicate(2, none), WBEM_E_INVALID_OBJECT);
    none[1]->Release();
    EXPECT_EQ(next(high.Get(), 0), nullptr);
    EXPECT_EQ(last, WBEM_S_TIMEDOUT);
}

// -- taking them

TEST_F(Events, AreTakenWithATimeAndNeverEnd) {  // EVT-04, SVC-46
    const auto events = subscribe(L"SELECT * FROM __InstanceCreationEvent");
    ULONG count = 7;
    IWbemClassObject* taken[3] = {};
    EXPECT_EQ(events->Next(0, 3, taken, &count), WBEM_S_TIMEDOUT);
    EXPECT_EQ(count, 0U);
    put_thing(1, 1);
    put_thing(2, 1);
    EXPECT_EQ(events->Next(200, 3, taken, &count), WBEM_S_TIMEDOUT);  // those that are there are given
    ASSERT_EQ(count, 2U);
    for (ULONG i = 0; i < count; ++i) taken[i]->Release();
    std::thread other([&] { put_thing(3, 1); });
    EXPECT_EQ(events->Next(WBEM_INFINITE, 1, taken, &count), WBEM_S_NO_ERROR);
    other.join();
    ASSERT_EQ(count, 1U);
    EXPECT_EQ(line(taken[0]), "+3");
    taken[0]->Release();
    EXPECT_EQ(events->Next(-2, 1, taken, &count), WBEM_E_INVALID_PARAMETER);
}

TEST_F(Events, AreSkippedButNotGoneBackTo) {  // EVT-05
    const auto events = subscribe(L"SELECT * FROM __InstanceCreationEvent");
    for (long i = 1; i <= 3; ++i) put_thing(i, 1);
    EXPECT_EQ(events->Skip(10'000, 2), WBEM_S_NO_ERROR);
    EXPECT_EQ(events->Reset(), WBEM_E_INVALID_OPERATION);
    EXPECT_EQ(lines(events.Get(), 1), "+3");
    EXPECT_EQ(events->Skip(0, 1), WBEM_S_TIMEDOUT);
    ComPtr<IEnumWbemClassObject> copy;
    EXPECT_EQ(events->Clone(copy.GetAddressOf()), WBEM_E_INVALID_OPERATION);
}

TEST_F(Events, AreGivenToASinkInTheWantedNumber) {  // EVT-06, SVC-64
    const auto events = subscribe(L"SELECT * FROM __InstanceCreationEvent");
    Sink first, second;
    ASSERT_EQ(events->NextAsync(2, &first), S_OK);
    ASSERT_EQ(events->NextAsync(1, &second), S_OK);
    EXPECT_EQ(events->NextAsync(0, &second), WBEM_S_FALSE);
    EXPECT_EQ(events->NextAsync(1, nullptr), WBEM_E_INVALID_PARAMETER);
    for (long i = 1; i <= 4; ++i) put_thing(i, 1);
    first.wait();
    second.wait();
    ASSERT_EQ(first.objects.size(), 2U);
    ASSERT_EQ(second.objects.size(), 1U);
    EXPECT_EQ(first.finals[0].result, WBEM_S_NO_ERROR);
    EXPECT_EQ(line(first.objects[1].Get()) + line(second.objects[0].Get()), "+2+3");
    EXPECT_EQ(lines(events.Get(), 1), "+4");
}

TEST_F(Events, AskedForByASinkStopWithACancel) {  // EVT-06, CANCEL-05
    const auto events = subscribe(L"SELECT * FROM __InstanceCreationEvent");
    Sink first, second;
    ASSERT_EQ(events->NextAsync(2, &first), S_OK);
    ASSERT_EQ(events->NextAsync(1, &second), S_OK);
    ASSERT_EQ(services->CancelAsyncCall(&first), S_OK);
    first.wait();
    EXPECT_EQ(first.finals[0].result, WBEM_E_CALL_CANCELLED);
    put_thing(1, 1);
    second.wait();
    EXPECT_EQ(second.objects.size(), 1U);
}

TEST_F(Events, GoToTheSinkOfAnAsynchronousSubscriptionUntilItIsCancelled) {  // EVT-08, EVT-09, CANCEL-18, CALL-41
    Sink sink;
    ASSERT_EQ(subscribe(L"SELECT * FROM __InstanceOperationEvent WHERE TargetInstance ISA 'Thing'", sink, WBEM_FLAG_SEND_STATUS), S_OK);
    for (long i = 0; i < 50; ++i) put_thing(i, i);
    sink.wait_objects(50);
    EXPECT_TRUE(sink.finals.empty());
    ASSERT_EQ(services->CancelAsyncCall(&sink), S_OK);
    sink.wait();
    ASSERT_EQ(sink.finals.size(), 1U);
    EXPECT_EQ(sink.finals[0].result, WBEM_E_CALL_CANCELLED);
    EXPECT_FALSE(sink.broken);
    put_thing(100, 1);
    Sink marker;
    ASSERT_EQ(services->GetObjectAsync(b(L"Thing.Id=100"), 0, nullptr, &marker), S_OK);
    marker.wait();
    EXPECT_EQ(sink.count, 50U);
    EXPECT_EQ(services->CancelAsyncCall(&sink), WBEM_E_NOT_FOUND);
    for (std::size_t i = 0; i < 50; ++i) EXPECT_EQ(line(sink.objects[i].Get()), "+" + std::to_string(i));
}

TEST_F(Events, OfSeveralQueriesMayShareASink) {  // EVT-10
    Sink sink;
    ASSERT_EQ(subscribe(L"SELECT * FROM __InstanceCreationEvent", sink), S_OK);
    ASSERT_EQ(subscribe(L"SELECT * FROM __InstanceDeletionEvent", sink), S_OK);
    put_thing(1, 1);
    remove(L"Thing.Id=1");
    sink.wait_objects(2);
    ASSERT_EQ(services->CancelAsyncCall(&sink), S_OK);
    sink.wait(2);
    EXPECT_EQ(sink.finals.size(), 2U);
}

TEST_F(Events, StopForASinkThatRefusesOne) {  // CALL-36, EVT-65
    Sink refuses, takes;
    refuses.answer = E_FAIL;
    ASSERT_EQ(subscribe(L"SELECT * FROM __InstanceCreationEvent", refuses), S_OK);
    ASSERT_EQ(subscribe(L"SELECT * FROM __InstanceCreationEvent", takes), S_OK);
    put_thing(1, 1);
    refuses.wait();
    EXPECT_EQ(refuses.finals[0].result, WBEM_E_CALL_CANCELLED);
    put_thing(2, 1);
    takes.wait_objects(2);
    EXPECT_EQ(refuses.count, 1U);
    ASSERT_EQ(services->CancelAsyncCall(&takes), S_OK);
    takes.wait();
}

TEST_F(Events, OfOthersComeWhileASinkBlocks) {  // EVT-65, CALL-37
    Sink blocked, free;
    blocked.block(true);
    ASSERT_EQ(subscribe(L"SELECT * FROM __InstanceCreationEvent", blocked), S_OK);
    ASSERT_EQ(subscribe(L"SELECT * FROM __InstanceCreationEvent", free), S_OK);
    for (long i = 0; i < 20; ++i) put_thing(i, 1);
    free.wait_objects(20);
    blocked.block(false);
    blocked.wait_objects(20);
    ASSERT_EQ(services->CancelAsyncCall(&free), S_OK);
    ASSERT_EQ(services->CancelAsyncCall(&blocked), S_OK);
    free.wait();
    blocked.wait();
}

TEST_F(Events, OfOthersComeWhileSinksHoldAllCallbackThreadsButOne) {  // CALL-37, EVT-65
    constexpr std::size_t kThreads = 64;  // callback threads, at most
    std::vector<std::unique_ptr<Sink>> blocked;
    for (std::size_t i = 0; i + 1 < kThreads; ++i) {
        blocked.push_back(std::make_unique<Sink>());
        blocked.back()->block(true);
        ASSERT_EQ(subscribe(L"SELECT * FROM __InstanceCreationEvent", *blocked.back()), S_OK);
    }
    put_thing(1, 1);
    for (const auto& sink : blocked) sink->wait_objects(1);
    std::vector<std::unique_ptr<Sink>> free;
    for (int i = 0; i < 5; ++i) {
        free.push_back(std::make_unique<Sink>());
        ASSERT_EQ(subscribe(L"SELECT * FROM __InstanceCreationEvent", *free.back()), S_OK);
    }
    const auto taken = subscribe(L"SELECT * FROM __InstanceCreationEvent");
    for (long i = 2; i < 30; ++i) put_thing(i, 1);
    for (const auto& sink : free) sink->wait_objects(28);
    EXPECT_EQ(lines(taken.Get(), 1), "+2");
    for (const auto& sink : blocked) EXPECT_EQ(sink->count, 1U);
    for (const auto& sink : blocked) sink->block(false);
    services.Reset();  // ends them all
    for (const auto& sink : blocked) sink->wait();
    for (const auto& sink : free) sink->wait();
}

TEST_F(Events, MayBeSubscribedToAndPutFromInsideASink) {
    Sink sink;
    ComPtr<IEnumWbemClassObject> inner;
    HRESULT subscribed = E_FAIL, put_inside = E_FAIL;
    bool is_done = false;
    sink.inside = [&] {
        if (is_done) return;
        is_done = true;
        subscribed = services->ExecNotificationQuery(b(L"WQL"), b(L"SELECT * FROM __InstanceCreationEvent"), kSemi, nullptr, inner.GetAddressOf());
        put_inside = services->PutInstance(thing(2, 1).Get(), 0, nullptr, nullptr);
    };
    ASSERT_EQ(subscribe(L"SELECT * FROM __InstanceCreationEvent", sink), S_OK);
    put_thing(1, 1);
    sink.wait_objects(2);
    EXPECT_EQ(subscribed, S_OK);
    EXPECT_EQ(put_inside, S_OK);
    EXPECT_EQ(lines(inner.Get(), 1), "+2");
    ASSERT_EQ(services->CancelAsyncCall(&sink), S_OK);
    sink.wait();
}

// -- how they end

TEST_F(Events, EndWithTheServicesThatTheyWereAskedFrom) {  // EVT-07
    Sink sink;
    ASSERT_EQ(subscribe(L"SELECT * FROM __InstanceCreationEvent", sink), S_OK);
    const auto events = subscribe(L"SELECT * FROM __InstanceCreationEvent");
    put_thing(1, 1);
    sink.wait_objects(1);
    services.Reset();
    sink.wait();
    EXPECT_EQ(sink.finals[0].result, WBEM_E_CALL_CANCELLED);
    EXPECT_EQ(next(events.Get(), 0), nullptr);
    EXPECT_EQ(last, WBEM_E_CALL_CANCELLED);
}

TEST_F(Events, EndForWhoWaitsWhenTheServicesGo) {  // EVT-07
    const auto events = subscribe(L"SELECT * FROM __InstanceCreationEvent");
    HRESULT status = S_OK;
    std::thread waits([&] {
        ComPtr<IWbemClassObject> event;
        ULONG count = 0;
        status = events->Next(WBEM_INFINITE, 1, event.GetAddressOf(), &count);
    });
    services.Reset();
    waits.join();
    EXPECT_EQ(status, WBEM_E_CALL_CANCELLED);
}

TEST_F(Events, OfAnEnumeratorEndWithItsLastReference) {  // EVT-07
    auto events = subscribe(L"SELECT * FROM __InstanceCreationEvent");
    Sink sink;
    ASSERT_EQ(events->NextAsync(1, &sink), S_OK);
    events.Reset();
    sink.wait();
    EXPECT_EQ(sink.finals[0].result, WBEM_E_CALL_CANCELLED);
}

TEST_F(Events, EndWithTheirNamespaceAfterWhatWasToldBefore) {  // design 3.25
    auto child = spawn(L"__NAMESPACE");
    set(child.Get(), L"Name", L"Doomed");
    ASSERT_EQ(put(child.Get()), S_OK);
    ComPtr<IWbemServices> inside;
    ASSERT_EQ(connect(L"root\\default\\Doomed", inside), S_OK);
    mof("class Thing { [key] uint32 Id; uint32 Size; };", L"root\\default\\Doomed");
    std::swap(services, inside);
    const auto events = subscribe(L"SELECT * FROM __InstanceCreationEvent");
    Sink sink;
    ASSERT_EQ(subscribe(L"SELECT * FROM __InstanceCreationEvent", sink), S_OK);
    put_thing(1, 1);
    std::swap(services, inside);
    remove(L"__NAMESPACE.Name='Doomed'");
    sink.wait();
    EXPECT_EQ(sink.count, 1U);
    EXPECT_EQ(sink.finals[0].result, WBEM_E_INVALID_NAMESPACE);
    EXPECT_EQ(lines(events.Get(), 1), "+1");
    EXPECT_EQ(next(events.Get()), nullptr);
    EXPECT_EQ(last, WBEM_E_INVALID_NAMESPACE);
}

// -- limits

TEST_F(Events, ThatAreNotTakenAreLostBeyondTheQueueAndThatIsSaidOnce) {  // EVT-60, EVT-61
    const auto events = subscribe(L"SELECT * FROM __InstanceCreationEvent WHERE TargetInstance ISA 'Thing'");
    const auto marks = subscribe(L"SELECT * FROM __InstanceCreationEvent WHERE TargetInstance ISA 'Other'");
    Sink sink;
    sink.keeps_objects = false;
    sink.block(true);
    ASSERT_EQ(subscribe(L"SELECT * FROM __InstanceCreationEvent", sink), S_OK);
    const Text large(1'000'000, L'x');
    for (long i = 0; i < 15; ++i) {
        auto one = thing(i, 1);
        set(one.Get(), L"Name", large.c_str());
        ASSERT_EQ(put(one.Get()), S_OK);
    }
    auto mark = spawn(L"Other");
    set(mark.Get(), L"Id", 1L);
    ASSERT_EQ(put(mark.Get()), S_OK);
    ASSERT_TRUE(next(marks.Get()));  // all that came before it was told
    std::size_t taken = 0;
    while (next(events.Get(), 10'000)) ++taken;
    EXPECT_EQ(last, WBEM_E_QUEUE_OVERFLOW);
    EXPECT_GE(taken, 8U);
    EXPECT_LE(taken, 10U);
    EXPECT_EQ(next(events.Get(), 0), nullptr);
    EXPECT_EQ(last, WBEM_S_TIMEDOUT);
    put_thing(100, 1);
    EXPECT_EQ(lines(events.Get(), 1), "+100");  // delivery goes on
    ComPtr<IOpenWmiRepository> repository;
    ComPtr<IWbemClassObject> info;
    ASSERT_EQ(CoCreateInstance(CLSID_OpenWmiRepository, nullptr, CLSCTX_INPROC_SERVER, IID_IOpenWmiRepository, reinterpret_cast<void**>(repository.GetAddressOf())), S_OK);
    ASSERT_EQ(repository->GetInfo(info.GetAddressOf()), S_OK);
    EXPECT_EQ(text(info.Get(), L"Subscriptions"), L"3");
    EXPECT_GE(std::stoull(text(info.Get(), L"EventsLost")), 10U);
    sink.block(false);
    sink.wait_objects(8);  // the rest silently
    Sink marker;
    ASSERT_EQ(services->GetObjectAsync(b(L"Thing.Id=100"), 0, nullptr, &marker), S_OK);
    marker.wait();
    ASSERT_EQ(services->CancelAsyncCall(&sink), S_OK);
    sink.wait();
    EXPECT_EQ(sink.finals[0].result, WBEM_E_CALL_CANCELLED);
}

TEST_F(Events, AreSubscribedToNoMoreOftenThanTheArbitratorAllows) {  // EVT-14, SYS-48
    ComPtr<IWbemServices> root;
    ASSERT_EQ(connect(L"root", root), S_OK);
    std::swap(services, root);
    auto arbitrator = get(L"__ArbitratorConfiguration=@");
    ASSERT_TRUE(arbitrator);
    set(arbitrator.Get(), L"TemporarySubscriptionsPerUser", 2L);
    ASSERT_EQ(put(arbitrator.Get()), S_OK);
    std::swap(services, root);
    auto first = subscribe(L"SELECT * FROM __Event");
    const auto second = subscribe(L"SELECT * FROM __Event");
    ComPtr<IEnumWbemClassObject> third;
    EXPECT_EQ(try_subscribe(L"SELECT * FROM __Event", third), WBEM_E_QUOTA_VIOLATION);
    first.Reset();
    EXPECT_EQ(try_subscribe(L"SELECT * FROM __Event", third), S_OK);
    set(arbitrator.Get(), L"TemporarySubscriptionsPerUser", 1000L);
    set(arbitrator.Get(), L"TemporarySubscriptionsTotal", 2L);
    ASSERT_EQ(root->PutInstance(arbitrator.Get(), 0, nullptr, nullptr), S_OK);
    ComPtr<IEnumWbemClassObject> fourth;
    EXPECT_EQ(try_subscribe(L"SELECT * FROM __Event", fourth), WBEM_E_QUOTA_VIOLATION);
}

}  // namespace
}  // namespace at_surface
