// What all methods have in common (SVC-01, SVC-04, SVC-07), enumerations that end badly, methods, and what the system's own classes say.
#include "client.h"

#include <map>
#include <thread>

namespace at_surface {
namespace {

class Common : public Surface {
protected:
    void SetUp() override {
        Surface::SetUp();
        mof("class Base { [key] uint32 Id; }; class Derived : Base { string Name; };");
    }

    void fill(const wchar_t* of, long from, long count) {
        Sink sink;
        const auto object = spawn(of);
        for (long i = from; i < from + count; ++i) {
            set(object.Get(), L"Id", i);
            ASSERT_EQ(services->PutInstanceAsync(object.Get(), 0, nullptr, &sink), S_OK);
        }
        sink.wait(static_cast<std::size_t>(count));
    }

    /// Every method of a connection once, in both forms, and what it answered at its start.
    static std::map<std::string, HRESULT> ask_all(IWbemServices& s, IWbemClassObject* definition, IWbemClassObject* instance, Sink& sink) {
        const _bstr_t name(L"Base"), path(L"Base.Id=1"), wql(L"WQL"), query(L"SELECT * FROM Base"), method(L"None");
        ComPtr<IWbemServices> opened;
        ComPtr<IWbemObjectSink> events;
        ComPtr<IWbemClassObject> object;
        ComPtr<IEnumWbemClassObject> objects;
        return {
            {"OpenNamespace", s.OpenNamespace(name, 0, nullptr, opened.GetAddressOf(), nullptr)},
            {"QueryObjectSink", s.QueryObjectSink(0, events.GetAddressOf())},
            {"GetObject", s.GetObject(path, 0, nullptr, object.GetAddressOf(), nullptr)},
            {"GetObjectAsync", s.GetObjectAsync(path, 0, nullptr, &sink)},
            {"PutClass", s.PutClass(definition, 0, nullptr, nullptr)},
            {"PutClassAsync", s.PutClassAsync(definition, 0, nullptr, &sink)},
            {"DeleteClass", s.DeleteClass(name, 0, nullptr, nullptr)},
            {"DeleteClassAsync", s.DeleteClassAsync(name, 0, nullptr, &sink)},
            {"CreateClassEnum", s.CreateClassEnum(name, 0, nullptr, objects.ReleaseAndGetAddressOf())},
            {"CreateClassEnumAsync", s.CreateClassEnumAsync(name, 0, nullptr, &sink)},
            {"PutInstance", s.PutInstance(instance, 0, nullptr, nullptr)},
            {"PutInstanceAsync", s.PutInstanceAsync(instance, 0, nullptr, &sink)},
            {"DeleteInstance", s.DeleteInstance(path, 0, nullptr, nullptr)},
            {"DeleteInstanceAsync", s.DeleteInstanceAsync(path, 0, nullptr, &sink)},
            {"CreateInstanceEnum", s.CreateInstanceEnum(name, 0, nullptr, objects.ReleaseAndGetAddressOf())},
            {"CreateInstanceEnumAsync", s.CreateInstanceEnumAsync(name, 0, nullptr, &sink)},
            {"ExecQuery", s.ExecQuery(wql, query, 0, nullptr, objects.ReleaseAndGetAddressOf())},
            {"ExecQueryAsync", s.ExecQueryAsync(wql, query, 0, nullptr, &sink)},
            {"ExecNotificationQuery", s.ExecNotificationQuery(wql, query, 0x30, nullptr, objects.ReleaseAndGetAddressOf())},
            {"ExecNotificationQueryAsync", s.ExecNotificationQueryAsync(wql, query, 0, nullptr, &sink)},
            {"ExecMethod", s.ExecMethod(path, method, 0, nullptr, nullptr, nullptr, nullptr)},
            {"ExecMethodAsync", s.ExecMethodAsync(path, method, 0, nullptr, nullptr, &sink)},
        };
    }

    HRESULT make_namespace(const wchar_t* name) {
        const auto child = spawn(L"__NAMESPACE");
        set(child.Get(), L"Name", name);
        return put(child.Get());
    }
};

TEST_F(Common, ANamespaceThatWasDeletedOrReplacedIsGoneForEveryMethod) {  // SVC-01, CALL-20
    const auto definition = get(L"Base");
    const auto instance = spawn(L"Base");
    set(instance.Get(), L"Id", 1);
    ASSERT_EQ(make_namespace(L"passing"), S_OK);
    ComPtr<IWbemServices> gone, fresh;
    ASSERT_EQ(connect(L"root\\default\\passing", gone), S_OK);
    ASSERT_EQ(services->DeleteInstance(b(L"__NAMESPACE.Name=\"passing\""), 0, nullptr, nullptr), S_OK);
    Sink sink;
    for (const auto& [method, answer] : ask_all(*gone.Get(), definition.Get(), instance.Get(), sink)) EXPECT_EQ(answer, WBEM_E_INVALID_NAMESPACE) << method;
    ASSERT_EQ(make_namespace(L"passing"), S_OK);  // another one of the same name
    ASSERT_EQ(connect(L"root\\default\\passing", fresh), S_OK);
    for (const auto& [method, answer] : ask_all(*gone.Get(), definition.Get(), instance.Get(), sink)) EXPECT_EQ(answer, WBEM_E_INVALID_NAMESPACE) << method;
    EXPECT_EQ(sink.references, 1U);
    EXPECT_TRUE(sink.finals.empty());
    ComPtr<IWbemClassObject> object;
    EXPECT_EQ(fresh->GetObject(b(L"Base"), 0, nullptr, object.GetAddressOf(), nullptr), WBEM_E_NOT_FOUND) << "nothing was written into the new one";
}

TEST_F(Common, WhatIsMissingIsAnInvalidParameterForEveryMethod) {  // SVC-01, SVC-05
    Sink sink;
    IWbemServices& s = *services.Get();
    const _bstr_t text(L"Base");
    const std::map<const char*, HRESULT> answers{
        {"OpenNamespace", s.OpenNamespace(nullptr, 0, nullptr, nullptr, nullptr)},
        {"QueryObjectSink", s.QueryObjectSink(0, nullptr)},
        {"PutClass", s.PutClass(nullptr, 0, nullptr, nullptr)},
        {"DeleteClass", s.DeleteClass(nullptr, 0, nullptr, nullptr)},
        {"DeleteClassAsync", s.DeleteClassAsync(nullptr, 0, nullptr, &sink)},
        {"CreateClassEnum", s.CreateClassEnum(text, 0, nullptr, nullptr)},
        {"PutInstance", s.PutInstance(nullptr, 0, nullptr, nullptr)},
        {"DeleteInstance", s.DeleteInstance(nullptr, 0, nullptr, nullptr)},
        {"DeleteInstanceAsync", s.DeleteInstanceAsync(nullptr, 0, nullptr, &sink)},
        {"CreateInstanceEnum", s.CreateInstanceEnum(text, 0, nullptr, nullptr)},
        {"ExecQuery", s.ExecQuery(text, nullptr, 0, nullptr, nullptr)},
        {"ExecQueryAsync", s.ExecQueryAsync(nullptr, text, 0, nullptr, &sink)},
        {"ExecNotificationQueryAsync", s.ExecNotificationQueryAsync(text, nullptr, 0, nullptr, &sink)},
        {"ExecMethod", s.ExecMethod(text, nullptr, 0, nullptr, nullptr, nullptr, nullptr)},
        {"ExecMethodAsync", s.ExecMethodAsync(nullptr, text, 0, nullptr, nullptr, &sink)},
        {"GetObjectAsync", s.GetObjectAsync(text, 0, nullptr, nullptr)},
        {"PutClassAsync", s.PutClassAsync(get(L"Base").Get(), 0, nullptr, nullptr)},
        {"DeleteClassAsync, sink", s.DeleteClassAsync(text, 0, nullptr, nullptr)},
        {"CreateClassEnumAsync", s.CreateClassEnumAsync(text, 0, nullptr, nullptr)},
        {"CreateInstanceEnumAsync", s.CreateInstanceEnumAsync(text, 0, nullptr, nullptr)},
        {"DeleteInstanceAsync, sink", s.DeleteInstanceAsync(text, 0, nullptr, nullptr)},
        {"ExecMethodAsync, sink", s.ExecMethodAsync(text, text, 0, nullptr, nullptr, nullptr)},
    };
    for (const auto& [method, answer] : answers) EXPECT_EQ(answer, WBEM_E_INVALID_PARAMETER) << method;
    EXPECT_EQ(sink.references, 1U);
}

TEST_F(Common, TextsEndAtTheirLimits) {  // SVC-04, SVC-18, SVC-40, CLASS-47: the limit itself is allowed, one more is a start error
    IWbemServices& s = *services.Get();
    Sink sink;
    ComPtr<IEnumWbemClassObject> objects;
    ComPtr<IWbemClassObject> object;
    const auto name = [](std::size_t length) { return _bstr_t(Text(length, L'N').c_str()); };
    const auto path = [](std::size_t length) { return _bstr_t((L"Base.Name=\"" + Text(length - 12, L'x') + L"\"").c_str()); };
    const auto query = [](std::size_t length) { return _bstr_t((L"SELECT * FROM Base" + Text(length - 18, L' ')).c_str()); };
    ASSERT_EQ(path(8192).length(), 8192U);
    EXPECT_EQ(s.DeleteClass(name(4096), 0, nullptr, nullptr), WBEM_E_NOT_FOUND);
    EXPECT_EQ(s.CreateInstanceEnum(name(4096), 0, nullptr, objects.GetAddressOf()), WBEM_E_INVALID_CLASS);
    EXPECT_EQ(s.CreateClassEnum(name(4096), 0, nullptr, objects.GetAddressOf()), WBEM_E_INVALID_CLASS);
    EXPECT_EQ(s.GetObject(path(8192), 0, nullptr, object.GetAddressOf(), nullptr), WBEM_E_INVALID_OBJECT_PATH) << "not too long, but no key of Base";
    EXPECT_EQ(s.DeleteInstance(path(8192), 0, nullptr, nullptr), WBEM_E_INVALID_OBJECT_PATH);
    ComPtr<IEnumWbemClassObject> rows;
    EXPECT_EQ(s.ExecQuery(b(L"WQL"), query(16384), 0, nullptr, rows.GetAddressOf()), WBEM_S_NO_ERROR);
    const std::map<const char*, HRESULT> answers{
        {"DeleteClass", s.DeleteClass(name(4097), 0, nullptr, nullptr)},
        {"DeleteClassAsync", s.DeleteClassAsync(name(4097), 0, nullptr, &sink)},
        {"CreateInstanceEnum", s.CreateInstanceEnum(name(4097), 0, nullptr, objects.GetAddressOf())},
        {"CreateInstanceEnumAsync", s.CreateInstanceEnumAsync(name(4097), 0, nullptr, &sink)},
        {"CreateClassEnum", s.CreateClassEnum(name(4097), 0, nullptr, objects.GetAddressOf())},
        {"CreateClassEnumAsync", s.CreateClassEnumAsync(name(4097), 0, nullptr, &sink)},
        {"GetObject", s.GetObject(path(8193), 0, nullptr, object.GetAddressOf(), nullptr)},
        {"GetObjectAsync", s.GetObjectAsync(path(8193), 0, nullptr, &sink)},
        {"DeleteInstance", s.DeleteInstance(path(8193), 0, nullptr, nullptr)},
        {"DeleteInstanceAsync", s.DeleteInstanceAsync(path(8193), 0, nullptr, &sink)},
        {"ExecMethod", s.ExecMethod(path(8193), b(L"None"), 0, nullptr, nullptr, nullptr, nullptr)},
        {"ExecMethodAsync", s.ExecMethodAsync(path(8193), b(L"None"), 0, nullptr, nullptr, &sink)},
        {"ExecQuery", s.ExecQuery(b(L"WQL"), query(16385), 0, nullptr, objects.GetAddressOf())},
        {"ExecQueryAsync", s.ExecQueryAsync(b(L"WQL"), query(16385), 0, nullptr, &sink)},
        {"ExecNotificationQuery", s.ExecNotificationQuery(b(L"WQL"), query(16385), 0x30, nullptr, objects.GetAddressOf())},
        {"ExecNotificationQueryAsync", s.ExecNotificationQueryAsync(b(L"WQL"), query(16385), 0, nullptr, &sink)},
    };
    for (const auto& [method, answer] : answers) EXPECT_EQ(answer, WBEM_E_QUOTA_VIOLATION) << method;
    EXPECT_EQ(sink.references, 1U);
    const auto definition = get(L"");
    set(definition.Get(), L"__CLASS", Text(4096, L'N').c_str());
    EXPECT_EQ(s.PutClass(definition.Get(), 0, nullptr, nullptr), S_OK);
}

TEST_F(Common, AConnectionIsToldAPathOfAtMost8173Characters) {  // SVC-80
    const auto resource = [](std::size_t length) { return L"\\\\.\\root\\" + Text(length - 9, L'n'); };
    ComPtr<IWbemServices> to;
    EXPECT_EQ(connect(resource(8173), to), WBEM_E_INVALID_NAMESPACE);
    EXPECT_EQ(connect(resource(8174), to), WBEM_E_QUOTA_VIOLATION);
    EXPECT_FALSE(to);
}

TEST_F(Common, OneConnectionServesManyThreadsAtOnce) {  // SVC-07, PUT-36
    constexpr int kThreads = 8;
    constexpr long kEach = 100;
    std::vector<std::thread> threads;
    std::atomic<int> failures{0};
    for (int number = 0; number < kThreads; ++number) {
        threads.emplace_back([&, number] {
            const auto check = [&](HRESULT status) { failures += status == S_OK ? 0 : 1; };
            ComPtr<IWbemClassObject> cls, instance;
            check(services->GetObject(b(L"Derived"), 0, nullptr, cls.GetAddressOf(), nullptr));
            check(cls->SpawnInstance(0, instance.GetAddressOf()));
            for (long i = 0; i < kEach; ++i) {
                const long id = number * kEach + i;
                set(instance.Get(), L"Id", id);
                set(instance.Get(), L"Name", std::to_wstring(id).c_str());
                check(services->PutInstance(instance.Get(), WBEM_FLAG_CREATE_ONLY, nullptr, nullptr));
                ComPtr<IWbemClassObject> read;
                check(services->GetObject(b(L"Base.Id=" + std::to_wstring(id)), 0, nullptr, read.GetAddressOf(), nullptr));
                failures += read && text(read.Get(), L"Name") == std::to_wstring(id) ? 0 : 1;
                if (i % 4 == 0) check(services->DeleteInstance(b(L"Derived.Id=" + std::to_wstring(id)), 0, nullptr, nullptr));
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(failures, 0);
    Sink rest;
    ASSERT_EQ(services->CreateInstanceEnumAsync(b(L"Base"), 0, nullptr, &rest), S_OK);
    rest.wait();
    EXPECT_EQ(rest.count, static_cast<std::size_t>(kThreads * kEach * 3 / 4));
}

TEST_F(Common, ACallOfOneThreadDoesNotWaitForThatOfAnother) {  // SVC-07: while a sink of one call hangs, others begin and end
    fill(L"Base", 0, 3);
    Sink hanging;
    hanging.block(true);
    ASSERT_EQ(services->CreateInstanceEnumAsync(b(L"Base"), 0, nullptr, &hanging), S_OK);
    hanging.wait_objects(1);
    std::thread([&] {
        EXPECT_EQ(put(spawn(L"Base").Get()), WBEM_E_ILLEGAL_NULL);
        Sink other;
        ASSERT_EQ(services->GetObjectAsync(b(L"Base.Id=1"), 0, nullptr, &other), S_OK);
        other.wait();
        EXPECT_EQ(other.finals[0].result, S_OK);
    }).join();
    EXPECT_TRUE(hanging.finals.empty());
    hanging.block(false);
    hanging.wait();
}

TEST_F(Common, ASynchronousEnumerationHasCollectedEverythingOnReturn) {  // SVC-32, SVC-30
    fill(L"Base", 0, 2500);
    for (const long flags : {0L, static_cast<long>(WBEM_FLAG_FORWARD_ONLY)}) {
        ComPtr<IEnumWbemClassObject> objects;
        ASSERT_EQ(services->CreateInstanceEnum(b(L"Base"), flags, nullptr, objects.GetAddressOf()), S_OK);
        ASSERT_EQ(services->DeleteInstance(b(L"Base.Id=2499"), 0, nullptr, nullptr), S_OK);
        std::vector<IWbemClassObject*> taken(2500);
        ULONG returned = 0;
        EXPECT_EQ(objects->Next(WBEM_NO_WAIT, 2500, taken.data(), &returned), WBEM_S_NO_ERROR);
        EXPECT_EQ(returned, 2500U) << "as it stood when it was called";
        for (ULONG i = 0; i < returned; ++i) taken[i]->Release();
        fill(L"Base", 2499, 1);
    }
    ComPtr<IEnumWbemClassObject> polled;
    ASSERT_EQ(services->CreateInstanceEnum(b(L"Base"), WBEM_FLAG_RETURN_IMMEDIATELY | WBEM_FLAG_FORWARD_ONLY, nullptr, polled.GetAddressOf()), S_OK);
    ASSERT_EQ(services->DeleteInstance(b(L"Base.Id=2499"), 0, nullptr, nullptr), S_OK);
    ULONG returned = 0;
    std::vector<IWbemClassObject*> taken(2500);
    EXPECT_EQ(polled->Next(WBEM_INFINITE, 2500, taken.data(), &returned), WBEM_S_FALSE) << "a semisynchronous one reads as it goes";
    EXPECT_EQ(returned, 2499U);
    for (ULONG i = 0; i < returned; ++i) taken[i]->Release();
}

TEST_F(Common, ASynchronousQueryHasItsAnswersWhateverTheTimeoutSays) {  // SVC-32, SVC-56: it is read as it is taken, and nobody can tell
    fill(L"Base", 0, 2500);
    ComPtr<IEnumWbemClassObject> objects;
    ASSERT_EQ(services->ExecQuery(b(L"WQL"), b(L"SELECT * FROM Base"), WBEM_FLAG_FORWARD_ONLY, nullptr, objects.GetAddressOf()), S_OK);
    std::vector<IWbemClassObject*> taken(2500);
    ULONG returned = 0;
    EXPECT_EQ(objects->Next(WBEM_NO_WAIT, 2400, taken.data(), &returned), WBEM_S_NO_ERROR);
    EXPECT_EQ(returned, 2400U);
    for (ULONG i = 0; i < returned; ++i) taken[i]->Release();
    EXPECT_EQ(objects->Skip(WBEM_NO_WAIT, 200), WBEM_S_FALSE);
}

TEST_F(Common, ObjectsThatCameBeforeAFailureAreDelivered) {  // SVC-32, SVC-59, SVC-58
    mof("class Mixed { [key] uint32 Id; }; [dynamic, provider(\"Nobody\")] class MixedLive : Mixed {};");
    fill(L"Mixed", 0, 3);
    ComPtr<IEnumWbemClassObject> objects;
    EXPECT_EQ(services->CreateInstanceEnum(b(L"Mixed"), 0, nullptr, objects.GetAddressOf()), WBEM_E_PROVIDER_NOT_FOUND);
    EXPECT_FALSE(objects) << "a synchronous one fails as a whole";
    for (const long flags : {0L, static_cast<long>(WBEM_FLAG_FORWARD_ONLY)}) {
        ASSERT_EQ(services->CreateInstanceEnum(b(L"Mixed"), WBEM_FLAG_RETURN_IMMEDIATELY | flags, nullptr, objects.ReleaseAndGetAddressOf()), S_OK);
        IWbemClassObject* taken[9];
        ULONG returned = 0;
        EXPECT_EQ(objects->Next(WBEM_INFINITE, 9, taken, &returned), WBEM_S_TIMEDOUT) << "SVC-56: the end was not reached";
        EXPECT_EQ(returned, 3U);
        for (ULONG i = 0; i < returned; ++i) taken[i]->Release();
        for (int again = 0; again < 2; ++again) {
            EXPECT_EQ(objects->Next(WBEM_INFINITE, 9, taken, &returned), WBEM_E_PROVIDER_NOT_FOUND);
            EXPECT_EQ(returned, 0U);
        }
    }
    for (const long flags : {0L, static_cast<long>(WBEM_FLAG_FORWARD_ONLY)}) {  // SVC-62
        ASSERT_EQ(services->CreateInstanceEnum(b(L"Mixed"), WBEM_FLAG_RETURN_IMMEDIATELY | flags, nullptr, objects.ReleaseAndGetAddressOf()), S_OK);
        EXPECT_EQ(objects->Skip(WBEM_INFINITE, 9), WBEM_S_TIMEDOUT);
        EXPECT_EQ(objects->Skip(WBEM_INFINITE, 9), WBEM_E_PROVIDER_NOT_FOUND);
    }
    Sink sink;
    ASSERT_EQ(services->CreateInstanceEnumAsync(b(L"Mixed"), 0, nullptr, &sink), S_OK);
    sink.wait();
    EXPECT_EQ(sink.count, 3U);
    EXPECT_EQ(sink.finals[0].result, WBEM_E_PROVIDER_NOT_FOUND);
    ASSERT_EQ(services->CreateInstanceEnum(b(L"Mixed"), WBEM_FLAG_RETURN_IMMEDIATELY, nullptr, objects.ReleaseAndGetAddressOf()), S_OK);
    Sink later;
    ASSERT_EQ(objects->NextAsync(9, &later), S_OK);
    later.wait();
    EXPECT_EQ(later.count, 3U);
    EXPECT_EQ(later.finals[0].result, WBEM_E_PROVIDER_NOT_FOUND);
    EXPECT_EQ(services->CreateInstanceEnum(b(L"Mixed"), WBEM_FLAG_SHALLOW, nullptr, objects.ReleaseAndGetAddressOf()), S_OK) << "which nobody else serves";
}

TEST_F(Common, AMethodRunsAsTheInstancesOwnClassHasIt) {  // SVC-50, QUAL-35
    mof("class Machine { [key] uint32 Id; [implemented] uint32 Start(); [implemented, Bypass_GetObject] uint32 Stop(); };"
        "class Broken : Machine { [implemented, disabled] uint32 Start(); [implemented, disabled, Bypass_GetObject] uint32 Stop(); };"
        "instance of Machine { Id = 1; }; instance of Broken { Id = 2; };");
    const auto run = [&](const wchar_t* path, const wchar_t* method) {
        return services->ExecMethod(b(path), b(method), 0, nullptr, nullptr, nullptr, nullptr);
    };
    EXPECT_EQ(run(L"Machine.Id=1", L"Start"), WBEM_E_PROVIDER_NOT_FOUND) << "it goes to the provider, which nobody registered";
    EXPECT_EQ(run(L"Machine.Id=2", L"Start"), WBEM_E_METHOD_DISABLED) << "the path says Machine, the instance is Broken";
    EXPECT_EQ(run(L"Machine.Id=3", L"Start"), WBEM_E_NOT_FOUND);
    EXPECT_EQ(run(L"Machine.Id=2", L"Stop"), WBEM_E_PROVIDER_NOT_FOUND) << "unseen: the class in the path decides";
    EXPECT_EQ(run(L"Machine.Id=3", L"Stop"), WBEM_E_PROVIDER_NOT_FOUND);
    EXPECT_EQ(run(L"Broken.Id=2", L"Stop"), WBEM_E_METHOD_DISABLED);
}

TEST_F(Common, StaticMethodsAreCalledOnClassesAndInstances) {  // QUAL-34, SVC-48
    mof("class Tool { [key] uint32 Id; [static, implemented] uint32 Any(); [implemented] uint32 One(); }; instance of Tool { Id = 1; };");
    const auto run = [&](const wchar_t* path, const wchar_t* method) {
        return services->ExecMethod(b(path), b(method), 0, nullptr, nullptr, nullptr, nullptr);
    };
    EXPECT_EQ(run(L"Tool", L"Any"), WBEM_E_PROVIDER_NOT_FOUND);
    EXPECT_EQ(run(L"Tool.Id=1", L"Any"), WBEM_E_PROVIDER_NOT_FOUND) << "allowed: it went on to the provider";
    EXPECT_EQ(run(L"Tool.Id=1", L"One"), WBEM_E_PROVIDER_NOT_FOUND);
    EXPECT_EQ(run(L"Tool", L"One"), WBEM_E_INVALID_METHOD_PARAMETERS);
}

TEST_F(Common, AnAsynchronousMethodIndicatesItsOutParametersOnce) {  // SVC-53
    Sink sink;
    ASSERT_EQ(services->ExecMethodAsync(b(L"__SystemSecurity=@"), b(L"GetCallerAccessRights"), 0, nullptr, nullptr, &sink), S_OK);
    sink.wait();
    EXPECT_EQ(sink.batches, 1U);
    ASSERT_EQ(sink.objects.size(), 1U);
    EXPECT_EQ(text(sink.objects[0].Get(), L"__CLASS"), L"__PARAMETERS");
    EXPECT_EQ(value(sink.objects[0].Get(), L"ReturnValue").lVal, 0);
    EXPECT_EQ(sink.finals[0].result, S_OK);
    EXPECT_FALSE(sink.finals[0].has_text);
    Sink failing;
    ASSERT_EQ(services->ExecMethodAsync(b(L"__SystemSecurity=@"), b(L"Get9XUserList"), 0, nullptr, nullptr, &failing), S_OK);
    failing.wait();
    EXPECT_EQ(failing.batches, 0U);
    EXPECT_EQ(failing.finals[0].result, WBEM_E_METHOD_DISABLED);
}

TEST_F(Common, AClassWithAProviderForItsMethodsKeepsItsInstancesHere) {  // QUAL-29
    mof("[provider(\"Nobody\")] class Methodic { [key] uint32 Id; [static, implemented] uint32 Do(); };");
    const auto object = spawn(L"Methodic");
    set(object.Get(), L"Id", 1);
    EXPECT_EQ(put(object.Get()), S_OK);
    get(L"Methodic.Id=1");
    EXPECT_EQ(last, S_OK);
    EXPECT_EQ(services->ExecMethod(b(L"Methodic"), b(L"Do"), 0, nullptr, nullptr, nullptr, nullptr), WBEM_E_PROVIDER_NOT_FOUND);
}

TEST_F(Common, RightsHaveTheirNumbersAndTheRepositorysOwnUserHasAll) {  // SYS-27, SYS-25
    static_assert(WBEM_ENABLE == 1 && WBEM_METHOD_EXECUTE == 2 && WBEM_FULL_WRITE_REP == 4 && WBEM_PARTIAL_WRITE_REP == 8);
    static_assert(WBEM_WRITE_PROVIDER == 0x10 && WBEM_REMOTE_ACCESS == 0x20 && WBEM_RIGHT_SUBSCRIBE == 0x40 && WBEM_RIGHT_PUBLISH == 0x80);
    static_assert(READ_CONTROL == 0x20000 && WRITE_DAC == 0x40000);
    static_assert(ACCESS_ALLOWED_ACE_TYPE == 0 && ACCESS_DENIED_ACE_TYPE == 1);
    static_assert(OBJECT_INHERIT_ACE == 1 && CONTAINER_INHERIT_ACE == 2 && NO_PROPAGATE_INHERIT_ACE == 4 && INHERIT_ONLY_ACE == 8 && INHERITED_ACE == 0x10);
    ComPtr<IWbemClassObject> out;
    ASSERT_EQ(services->ExecMethod(b(L"__SystemSecurity=@"), b(L"GetCallerAccessRights"), 0, nullptr, nullptr, out.GetAddressOf(), nullptr), S_OK);
    constexpr long kAll = WBEM_ENABLE | WBEM_METHOD_EXECUTE | WBEM_FULL_WRITE_REP | WBEM_PARTIAL_WRITE_REP | WBEM_WRITE_PROVIDER | WBEM_REMOTE_ACCESS |
                          WBEM_RIGHT_SUBSCRIBE | WBEM_RIGHT_PUBLISH | READ_CONTROL | WRITE_DAC;
    EXPECT_EQ(value(out.Get(), L"rights").lVal, kAll);
}

TEST_F(Common, TheQuotasOfEventsHaveTheirDefaults) {  // SYS-48
    ASSERT_EQ(connect(L"root", services), S_OK);
    const auto quotas = get(L"__ArbitratorConfiguration=@");
    ASSERT_EQ(last, S_OK);
    const std::map<const wchar_t*, long> defaults{
        {L"TemporarySubscriptionsTotal", 10000},  {L"TemporarySubscriptionsPerUser", 1000}, {L"PermanentSubscriptionsTotal", 10000},
        {L"PermanentSubscriptionsPerUser", 1000}, {L"PollingInstructionsTotal", 10000},     {L"PollingInstructionsPerUser", 1000},
        {L"PollingMemoryTotal", 10000000},        {L"PollingMemoryPerUser", 5000000}};
    for (const auto& [name, expected] : defaults) EXPECT_EQ(value(quotas.Get(), name).lVal, expected) << name;
}

}  // namespace
}  // namespace at_surface
