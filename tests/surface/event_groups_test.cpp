// GROUP WITHIN, BY and HAVING as a client meets them. Windows are short; what is asked does not depend on how fast anybody is.
#include "client.h"

#include <map>

namespace at_surface {
namespace {

class EventGroups : public Surface {
protected:
    void SetUp() override {
        Surface::SetUp();
        mof("class Thing { [key] uint32 Id; uint32 Size; string Name; };"
            "class Signal : __ExtrinsicEvent { string Place; uint32 Level; };");
    }

    ComPtr<IEnumWbemClassObject> subscribe(const Text& query) {
        ComPtr<IEnumWbemClassObject> events;
        EXPECT_EQ(services->ExecNotificationQuery(b(L"WQL"), b(query), WBEM_FLAG_RETURN_IMMEDIATELY | WBEM_FLAG_FORWARD_ONLY, nullptr, events.GetAddressOf()), S_OK);
        return events;
    }

    void put_thing(long id, long size, const wchar_t* name = nullptr) {
        const auto thing = spawn(L"Thing");
        set(thing.Get(), L"Id", id);
        set(thing.Get(), L"Size", size);
        if (name) set(thing.Get(), L"Name", name);
        ASSERT_EQ(put(thing.Get()), S_OK);
    }

    ComPtr<IWbemClassObject> next(IEnumWbemClassObject* events, long timeout = 30'000) {
        ComPtr<IWbemClassObject> event;
        ULONG count = 0;
        last = events->Next(timeout, 1, event.GetAddressOf(), &count);
        return event;
    }

    static ComPtr<IWbemClassObject> part(IWbemClassObject* of, const wchar_t* name) {
        ComPtr<IWbemClassObject> object;
        const _variant_t v = value(of, name);
        if (v.vt == VT_UNKNOWN) v.punkVal->QueryInterface(IID_PPV_ARGS(object.GetAddressOf()));
        return object;
    }

    static long number(IWbemClassObject* of) { return value(of, L"NumberOfEvents").lVal; }

    /// The object that the representative tells of.
    static ComPtr<IWbemClassObject> target(IWbemClassObject* aggregate) {
        const auto representative = part(aggregate, L"Representative");
        return representative ? part(representative.Get(), L"TargetInstance") : nullptr;
    }
};

TEST_F(EventGroups, AreToldOfOnceTheirTimeIsUp) {  // EVT-40, EVT-44
    const auto events = subscribe(L"SELECT * FROM __InstanceCreationEvent WHERE TargetInstance ISA 'Thing' GROUP WITHIN 1");
    for (long id = 1; id <= 3; ++id) put_thing(id, 10 * id);
    EXPECT_FALSE(next(events.Get(), 0));
    const auto first = next(events.Get());
    ASSERT_TRUE(first);
    EXPECT_EQ(text(first.Get(), L"__CLASS"), L"__AggregateEvent");
    EXPECT_EQ(text(first.Get(), L"__SUPERCLASS"), L"__IndicationRelated");
    EXPECT_EQ(value(first.Get(), L"__PATH").vt, VT_NULL);  // EVT-11
    const auto representative = part(first.Get(), L"Representative");
    ASSERT_TRUE(representative);
    EXPECT_EQ(text(representative.Get(), L"__CLASS"), L"__InstanceCreationEvent");
    ASSERT_TRUE(target(first.Get()));
    EXPECT_EQ(value(target(first.Get()).Get(), L"Id").lVal, 1);  // the first
    EXPECT_EQ(value(target(first.Get()).Get(), L"Size").lVal, 10);
    long told = number(first.Get());
    while (told < 3) {  // a slow machine needed more than one window
        const auto more = next(events.Get());
        ASSERT_TRUE(more);
        told += number(more.Get());
    }
    EXPECT_EQ(told, 3);
    EXPECT_FALSE(next(events.Get(), 0));  // no event, no aggregate
}

TEST_F(EventGroups, AreOneForEachCombinationOfValues) {  // EVT-41
    const auto events = subscribe(L"SELECT * FROM __InstanceCreationEvent WHERE TargetInstance ISA 'Thing' GROUP WITHIN 0.5 BY TargetInstance.Name, TargetInstance.Size");
    const wchar_t* names[] = {L"Red", L"red", L"blue", nullptr, nullptr, L"RED"};
    const long sizes[] = {1, 1, 1, 1, 1, 2};
    for (long i = 0; i < 6; ++i) put_thing(i, sizes[i], names[i]);
    std::map<Text, long> told;
    for (long all = 0; all < 6;) {
        const auto one = next(events.Get());
        ASSERT_TRUE(one);
        const auto of = target(one.Get());
        Text name = text(of.Get(), L"Name");
        for (wchar_t& c : name) c = static_cast<wchar_t>(std::tolower(static_cast<int>(c)));
        told[name + std::to_wstring(value(of.Get(), L"Size").lVal)] += number(one.Get());
        all += number(one.Get());
    }
    EXPECT_EQ(told, (std::map<Text, long>{{L"red1", 2}, {L"blue1", 1}, {L"(null)1", 2}, {L"red2", 1}}));
}

TEST_F(EventGroups, AreDroppedWhereTooFewCame) {  // EVT-42
    const auto events = subscribe(L"SELECT * FROM __InstanceModificationEvent WHERE TargetInstance ISA 'Thing' GROUP WITHIN 1 BY TargetInstance.Id HAVING NumberOfEvents >= 3");
    put_thing(1, 0);
    put_thing(2, 0);
    put_thing(2, 1);
    for (long size = 1; size <= 20; ++size) put_thing(1, size);
    const auto one = next(events.Get());
    ASSERT_TRUE(one);
    EXPECT_EQ(value(target(one.Get()).Get(), L"Id").lVal, 1);
    EXPECT_GE(number(one.Get()), 3);
    EXPECT_LE(number(one.Get()), 20);
}

TEST_F(EventGroups, ShowOfTheirEventsWhatWasAskedFor) {  // EVT-13, EVT-44
    const auto events = subscribe(L"SELECT TargetInstance FROM __InstanceCreationEvent WHERE TargetInstance ISA 'Thing' GROUP WITHIN 0.05");
    put_thing(1, 1);
    const auto one = next(events.Get());
    ASSERT_TRUE(one);
    EXPECT_EQ(number(one.Get()), 1);
    const auto representative = part(one.Get(), L"Representative");
    ASSERT_TRUE(representative);
    EXPECT_EQ(value(target(one.Get()).Get(), L"Id").lVal, 1);
    _variant_t time;
    EXPECT_EQ(representative->Get(L"TIME_CREATED", 0, &time, nullptr, nullptr), WBEM_E_NOT_FOUND);
}

TEST_F(EventGroups, ReachSinksToo) {  // EVT-08, EVT-40
    Sink sink;
    ASSERT_EQ(services->ExecNotificationQueryAsync(b(L"WQL"), b(L"SELECT * FROM __InstanceCreationEvent GROUP WITHIN 0.05"), 0, nullptr, &sink), S_OK);
    put_thing(1, 1);
    sink.wait_objects(1);
    ASSERT_EQ(services->CancelAsyncCall(&sink), S_OK);
    sink.wait();
    EXPECT_EQ(number(sink.objects.front().Get()), 1);
}

TEST_F(EventGroups, EndWithTheirSubscription) {  // CANCEL-18: what is gathered is dropped
    Sink sink;
    ASSERT_EQ(services->ExecNotificationQueryAsync(b(L"WQL"), b(L"SELECT * FROM __InstanceCreationEvent GROUP WITHIN 3600"), 0, nullptr, &sink), S_OK);
    put_thing(1, 1);
    ASSERT_EQ(services->CancelAsyncCall(&sink), S_OK);
    sink.wait();
    EXPECT_EQ(sink.count, 0U);
    EXPECT_EQ(sink.finals.front().result, WBEM_E_CALL_CANCELLED);
}

TEST_F(EventGroups, AreRefusedWhereTheyMakeNoSense) {  // WQL-122, WQL-123
    ComPtr<IEnumWbemClassObject> events;
    const auto status = [&](const wchar_t* clause) {
        return services->ExecNotificationQuery(b(L"WQL"), b(Text(L"SELECT * FROM __InstanceCreationEvent ") + clause),
                                               WBEM_FLAG_RETURN_IMMEDIATELY | WBEM_FLAG_FORWARD_ONLY, nullptr, events.ReleaseAndGetAddressOf());
    };
    EXPECT_EQ(status(L"GROUP WITHIN 1 BY TargetInstance"), WBEM_E_AGGREGATING_BY_OBJECT);
    EXPECT_EQ(status(L"GROUP WITHIN 1 BY"), WBEM_E_MISSING_AGGREGATION_LIST);
    EXPECT_EQ(status(L"GROUP BY TargetInstance.Id"), WBEM_E_MISSING_GROUP_WITHIN);
    EXPECT_EQ(status(L"GROUP WITHIN 1 BY Nonsense"), WBEM_E_INVALID_QUERY);
    EXPECT_EQ(status(L"GROUP WITHIN 1 HAVING TIME_CREATED > 1"), WBEM_E_INVALID_QUERY);
    EXPECT_EQ(status(L"HAVING NumberOfEvents > 1"), WBEM_E_INVALID_QUERY);
    EXPECT_EQ(status(L"GROUP WITHIN 1 HAVING NumberOfEvents > 1 AND NumberOfEvents < 9"), S_OK);
}

}  // namespace
}  // namespace at_surface
