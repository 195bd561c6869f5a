// Pauses and restores (CALL-23, CALL-24), the sink of extrinsic events (SVC-10, CALL-31), connections to the repository alone.
#include "client.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include <unistd.h>

namespace at_surface {
namespace {

class Pause : public Surface {
protected:
    void SetUp() override {
        Surface::SetUp();
        mof("class Base { [key] uint32 Id; };");
        ASSERT_EQ(CoCreateInstance(CLSID_WbemBackupRestore, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(server.GetAddressOf())), S_OK);
    }

    ComPtr<IWbemClassObject> base(long id) {
        ComPtr<IWbemClassObject> made;
        EXPECT_EQ(prototype()->SpawnInstance(0, made.GetAddressOf()), S_OK);
        set(made.Get(), L"Id", id);
        return made;
    }

    ComPtr<IWbemClassObject> prototype() {
        if (!cls) cls = get(L"Base");
        return cls;
    }

    ComPtr<IWbemBackupRestoreEx> server;
    ComPtr<IWbemClassObject> cls;
};

TEST_F(Pause, AsynchronousCallsBeginWhenItEnds) {  // CALL-24
    const auto first = base(1);
    const auto second = base(2);
    ASSERT_EQ(put(first.Get()), S_OK);
    ASSERT_EQ(server->Pause(), S_OK);
    EXPECT_EQ(server->Pause(), WBEM_E_INVALID_OPERATION);
    Sink putting, reading, listing, cancelled;
    ASSERT_EQ(services->PutInstanceAsync(second.Get(), 0, nullptr, &putting), S_OK);
    ASSERT_EQ(services->GetObjectAsync(b(L"Base.Id=2"), 0, nullptr, &reading), S_OK);
    ASSERT_EQ(services->CreateInstanceEnumAsync(b(L"Base"), 0, nullptr, &listing), S_OK);
    ASSERT_EQ(services->DeleteInstanceAsync(b(L"Base.Id=1"), 0, nullptr, &cancelled), S_OK);
    ComPtr<IWbemCallResult> result;
    ASSERT_EQ(services->PutInstance(base(3).Get(), WBEM_FLAG_RETURN_IMMEDIATELY, nullptr, result.GetAddressOf()), S_OK);
    long status = 0;
    EXPECT_EQ(result->GetCallStatus(0, &status), WBEM_S_TIMEDOUT);
    EXPECT_TRUE(putting.finals.empty());
    EXPECT_EQ(services->CancelAsyncCall(&cancelled), S_OK);
    cancelled.wait();
    EXPECT_EQ(cancelled.finals[0].result, WBEM_E_CALL_CANCELLED);
    ASSERT_EQ(server->Resume(), S_OK);
    EXPECT_EQ(server->Resume(), WBEM_E_INVALID_OPERATION);
    putting.wait();
    reading.wait();
    listing.wait();
    EXPECT_EQ(putting.finals[0].result, S_OK);
    EXPECT_EQ(listing.finals[0].result, S_OK);
    EXPECT_EQ(result->GetCallStatus(WBEM_INFINITE, &status), S_OK);
    EXPECT_EQ(status, S_OK);
    get(L"Base.Id=1");
    EXPECT_EQ(last, S_OK) << "what was cancelled while it waited is not done";
}

/// Waits until a thread of this process sleeps in the kernel: it has come as far as it can.
void wait_until_asleep(pid_t thread) {
    for (;;) {
        std::ifstream from("/proc/self/task/" + std::to_string(thread) + "/stat");
        const std::string line{std::istreambuf_iterator<char>(from), {}};
        const std::size_t state = line.rfind(") ");
        if (state != std::string::npos && line[state + 2] == 'S') return;
        std::this_thread::yield();
    }
}

TEST_F(Pause, ASemisynchronousQueryBeginsWhenItEnds) {  // CALL-24
    for (long id = 1; id <= 3; ++id) ASSERT_EQ(put(base(id).Get()), S_OK);
    ASSERT_EQ(server->Pause(), S_OK);
    ComPtr<IEnumWbemClassObject> rows;
    ASSERT_EQ(services->ExecQuery(b(L"WQL"), b(L"SELECT * FROM Base WHERE Id > 1"), WBEM_FLAG_RETURN_IMMEDIATELY, nullptr, rows.GetAddressOf()), S_OK);
    ASSERT_EQ(server->Resume(), S_OK);
    IWbemClassObject* found[3] = {};
    ULONG count = 0;
    EXPECT_EQ(rows->Next(WBEM_INFINITE, 3, found, &count), WBEM_S_FALSE);
    EXPECT_EQ(count, 2U);
    for (ULONG i = 0; i < count; ++i) found[i]->Release();
}

TEST_F(Pause, ASynchronousCallWaitsForItsEndHoweverLongItTakes) {  // CALL-24, CALL-57
    const auto object = base(1);
    ASSERT_EQ(server->Pause(), S_OK);
    std::atomic<pid_t> caller_id{0};
    std::atomic<bool> has_returned{false};
    HRESULT result = WBEM_E_FAILED;
    std::thread caller([&] {
        caller_id = gettid();
        caller_id.notify_one();
        result = services->PutInstance(object.Get(), 0, nullptr, nullptr);
        has_returned = true;
    });
    caller_id.wait(0);
    wait_until_asleep(caller_id);
    EXPECT_FALSE(has_returned) << "it sleeps inside the call";
    ASSERT_EQ(server->Resume(), S_OK);
    caller.join();
    EXPECT_EQ(result, S_OK);
    get(L"Base.Id=1");
    EXPECT_EQ(last, S_OK);
}

TEST_F(Pause, SemisynchronousReadsReturnAtOnceAndBeginWhenItEnds) {  // CALL-24, CALL-03
    ASSERT_EQ(put(base(1).Get()), S_OK);
    ASSERT_EQ(server->Pause(), S_OK);
    constexpr long kAtOnce = WBEM_FLAG_RETURN_IMMEDIATELY;
    ComPtr<IWbemCallResult> found, absent, method, opened, nowhere;
    ASSERT_EQ(services->GetObject(b(L"Base.Id=1"), kAtOnce, nullptr, nullptr, found.GetAddressOf()), S_OK);
    ASSERT_EQ(services->GetObject(b(L"Base.Id=9"), kAtOnce, nullptr, nullptr, absent.GetAddressOf()), S_OK);
    ASSERT_EQ(services->ExecMethod(b(L"__SystemSecurity=@"), b(L"GetCallerAccessRights"), kAtOnce, nullptr, nullptr, nullptr, method.GetAddressOf()), S_OK);
    ComPtr<IWbemServices> root;
    ComPtr<IEnumWbemClassObject> objects, ahead, classes, nothing;
    ASSERT_EQ(services->CreateInstanceEnum(b(L"Base"), kAtOnce, nullptr, objects.GetAddressOf()), S_OK);
    ASSERT_EQ(services->CreateInstanceEnum(b(L"Base"), kAtOnce | WBEM_FLAG_FORWARD_ONLY, nullptr, ahead.GetAddressOf()), S_OK);
    ASSERT_EQ(services->CreateClassEnum(nullptr, kAtOnce | WBEM_FLAG_SHALLOW, nullptr, classes.GetAddressOf()), S_OK);
    ASSERT_EQ(services->CreateInstanceEnum(b(L"Nothing"), kAtOnce, nullptr, nothing.GetAddressOf()), S_OK);
    ASSERT_EQ(connect(L"root", root), S_OK);
    ASSERT_EQ(root->OpenNamespace(b(L"default"), kAtOnce, nullptr, nullptr, opened.GetAddressOf()), S_OK);
    ASSERT_EQ(root->OpenNamespace(b(L"nowhere"), kAtOnce, nullptr, nullptr, nowhere.GetAddressOf()), S_OK);
    long status = 0;
    ComPtr<IWbemClassObject> object;
    ComPtr<IWbemServices> below;
    for (IWbemCallResult* result : {found.Get(), absent.Get(), method.Get(), opened.Get(), nowhere.Get()}) {
        EXPECT_EQ(result->GetCallStatus(WBEM_NO_WAIT, &status), WBEM_S_TIMEDOUT);
        EXPECT_EQ(result->GetResultObject(WBEM_NO_WAIT, object.GetAddressOf()), WBEM_S_TIMEDOUT);
    }
    EXPECT_EQ(opened->GetResultServices(WBEM_NO_WAIT, below.GetAddressOf()), WBEM_S_TIMEDOUT);
    ULONG returned = 9;
    for (IEnumWbemClassObject* from : {objects.Get(), ahead.Get(), classes.Get(), nothing.Get()}) {
        EXPECT_EQ(from->Next(WBEM_NO_WAIT, 1, object.GetAddressOf(), &returned), WBEM_S_TIMEDOUT);
        EXPECT_EQ(returned, 0U);
        EXPECT_EQ(from->Skip(1, 1), WBEM_S_TIMEDOUT);
    }
    Sink first, second, cancelled;
    ASSERT_EQ(objects->NextAsync(1, &cancelled), S_OK);
    ASSERT_EQ(objects->NextAsync(1, &first), S_OK);
    ASSERT_EQ(nothing->NextAsync(1, &second), S_OK);
    EXPECT_EQ(services->CancelAsyncCall(&cancelled), S_OK);
    cancelled.wait();
    EXPECT_TRUE(first.finals.empty());
    ASSERT_EQ(server->Resume(), S_OK);
    first.wait();
    second.wait();
    EXPECT_EQ(first.count, 1U);
    EXPECT_EQ(first.finals[0].result, S_OK);
    EXPECT_EQ(second.finals[0].result, WBEM_E_INVALID_CLASS);
    EXPECT_EQ(objects->Next(WBEM_INFINITE, 1, object.ReleaseAndGetAddressOf(), &returned), WBEM_S_FALSE);
    EXPECT_EQ(objects->Reset(), S_OK);
    for (IEnumWbemClassObject* from : {objects.Get(), ahead.Get(), classes.Get()})
        EXPECT_EQ(from->Next(WBEM_INFINITE, 1, object.ReleaseAndGetAddressOf(), &returned), S_OK);
    EXPECT_EQ(nothing->Next(WBEM_INFINITE, 1, object.ReleaseAndGetAddressOf(), &returned), WBEM_E_INVALID_CLASS);
    EXPECT_EQ(found->GetResultObject(WBEM_NO_WAIT, object.ReleaseAndGetAddressOf()), S_OK);
    EXPECT_EQ(value(object.Get(), L"Id").lVal, 1);
    EXPECT_EQ(absent->GetCallStatus(WBEM_NO_WAIT, &status), S_OK);
    EXPECT_EQ(static_cast<HRESULT>(status), WBEM_E_NOT_FOUND);
    EXPECT_EQ(method->GetResultObject(WBEM_NO_WAIT, object.ReleaseAndGetAddressOf()), S_OK);
    EXPECT_EQ(opened->GetResultServices(WBEM_NO_WAIT, below.ReleaseAndGetAddressOf()), S_OK);
    EXPECT_EQ(below->GetObject(b(L"Base"), 0, nullptr, object.ReleaseAndGetAddressOf(), nullptr), S_OK);
    EXPECT_EQ(nowhere->GetResultServices(WBEM_NO_WAIT, below.ReleaseAndGetAddressOf()), WBEM_E_INVALID_NAMESPACE);
}

TEST_F(Pause, AnEnumerationThatWaitsIsTakenByWhoeverWaitsForIt) {  // CALL-24
    ASSERT_EQ(put(base(1).Get()), S_OK);
    ASSERT_EQ(server->Pause(), S_OK);
    ComPtr<IEnumWbemClassObject> objects, dropped, copy;
    ASSERT_EQ(services->CreateInstanceEnum(b(L"Base"), WBEM_FLAG_RETURN_IMMEDIATELY, nullptr, objects.GetAddressOf()), S_OK);
    ASSERT_EQ(services->CreateInstanceEnum(b(L"Base"), WBEM_FLAG_RETURN_IMMEDIATELY, nullptr, dropped.GetAddressOf()), S_OK);
    ASSERT_EQ(objects->Clone(copy.GetAddressOf()), S_OK);
    dropped.Reset();
    std::atomic<pid_t> caller_id{0};
    ULONG returned = 0;
    HRESULT result = WBEM_E_FAILED;
    ComPtr<IWbemClassObject> object, other;
    std::thread caller([&] {
        caller_id = gettid();
        caller_id.notify_one();
        result = objects->Next(WBEM_INFINITE, 1, object.GetAddressOf(), &returned);
    });
    caller_id.wait(0);
    wait_until_asleep(caller_id);
    ASSERT_EQ(server->Resume(), S_OK);
    caller.join();
    EXPECT_EQ(result, S_OK);
    EXPECT_EQ(returned, 1U);
    EXPECT_EQ(copy->Next(WBEM_INFINITE, 1, other.GetAddressOf(), &returned), S_OK);
}

TEST_F(Pause, EndsWithTheObjectThatMadeIt) {  // CALL-24
    ASSERT_EQ(server->Pause(), S_OK);
    server.Reset();
    EXPECT_EQ(put(base(1).Get()), S_OK);
}

TEST_F(Pause, FiveThousandRequestsMayWait) {  // CALL-23
    const auto object = base(1);
    ASSERT_EQ(server->Pause(), S_OK);
    Sink sink;
    for (int i = 0; i < 5000; ++i) ASSERT_EQ(services->PutInstanceAsync(object.Get(), 0, nullptr, &sink), S_OK);
    EXPECT_EQ(services->PutInstanceAsync(object.Get(), 0, nullptr, &sink), WBEM_E_SERVER_TOO_BUSY);
    ComPtr<IWbemClassObject> none;
    EXPECT_EQ(services->GetObject(b(L"Base"), 0, nullptr, none.GetAddressOf(), nullptr), WBEM_E_SERVER_TOO_BUSY);
    ASSERT_EQ(server->Resume(), S_OK);
    sink.wait(5000);
    for (const auto& final : sink.finals) ASSERT_EQ(final.result, S_OK);
}

TEST_F(Pause, WhileARestoreRunsCallsAreAnsweredServerStopping) {  // CALL-24
    const auto place = std::filesystem::temp_directory_path() / ("openwmi-restore-" + std::to_string(getpid()));
    std::filesystem::create_directory(place);
    cls.Reset();
    services.Reset();
    setenv("OPENWMI_STORE", (place / "store").c_str(), 1);
    ASSERT_EQ(connect(L"root\\default", services), S_OK);
    mof("class Bulk { [key] uint32 Id; string Text; };");  // so much that a restore lasts a hundred times as long as a look
    const auto bulk = spawn(L"Bulk");
    set(bulk.Get(), L"Text", Text(2000, L'x').c_str());
    Sink storing;
    constexpr long kMany = 3000;
    for (long id = 0; id < kMany; ++id) {
        set(bulk.Get(), L"Id", id);
        ASSERT_EQ(services->PutInstanceAsync(bulk.Get(), 0, nullptr, &storing), S_OK);
    }
    storing.wait(kMany);
    const std::wstring file = (place / "copy").wstring();
    ASSERT_EQ(server->Backup(file.c_str(), 0), S_OK);
    std::atomic<bool> seen{false};
    std::atomic<bool> over{false};
    HRESULT restored = S_OK;
    std::thread restoring([&] {
        for (int round = 0; round < 1000 && !seen && restored == S_OK; ++round) restored = server->Restore(file.c_str(), 0);
        over = true;
    });
    while (!over && !seen) {
        ComPtr<IWbemServices> other;
        const HRESULT answered = connect(L"root", other);
        get(L"__Namespace");
        EXPECT_TRUE(answered == S_OK || answered == CO_E_SERVER_STOPPING) << std::hex << answered;
        EXPECT_TRUE(last == S_OK || last == CO_E_SERVER_STOPPING) << std::hex << last;
        if (last == CO_E_SERVER_STOPPING) seen = true;
    }
    restoring.join();
    EXPECT_EQ(restored, S_OK);
    EXPECT_TRUE(seen);
    get(L"__Namespace");
    EXPECT_EQ(last, S_OK);
    get(L"Bulk.Id=2999");
    EXPECT_EQ(last, S_OK) << "as it was backed up";
    services.Reset();
    setenv("OPENWMI_STORE", "memory:", 1);
    std::filesystem::remove_all(place);
}

TEST_F(Pause, TheSinkOfEventsTakesExtrinsicEventsAlone) {  // SVC-10, CALL-31
    mof("class Alarm : __ExtrinsicEvent { string Text; };");
    ComPtr<IWbemObjectSink> events;
    EXPECT_EQ(services->QueryObjectSink(1, events.GetAddressOf()), WBEM_E_INVALID_PARAMETER);
    EXPECT_FALSE(events);
    EXPECT_EQ(services->QueryObjectSink(0, nullptr), WBEM_E_INVALID_PARAMETER);
    ASSERT_EQ(services->QueryObjectSink(0, events.GetAddressOf()), S_OK);
    const auto alarm = spawn(L"Alarm");
    const auto other = base(1);
    IWbemClassObject* mixed[] = {alarm.Get(), other.Get()};
    EXPECT_EQ(events->Indicate(1, mixed), S_OK);
    EXPECT_EQ(events->Indicate(2, mixed), WBEM_E_INVALID_OBJECT);
    IWbemClassObject* definition = get(L"Alarm").Detach();
    EXPECT_EQ(events->Indicate(1, &definition), WBEM_E_INVALID_OBJECT) << "a class is no event";
    definition->Release();
    EXPECT_EQ(events->Indicate(1, nullptr), WBEM_E_INVALID_PARAMETER);
    for (const long known : {0L, 1L, 2L, 0x100L, 0x200L, 0x400L, 0x800L, 0x1000L}) EXPECT_EQ(events->SetStatus(known, 0, nullptr, nullptr), S_OK) << known;
    for (const long unknown : {3L, 4L, 0x300L, -1L}) EXPECT_EQ(events->SetStatus(unknown, 0, nullptr, nullptr), WBEM_E_INVALID_PARAMETER) << unknown;
}

TEST_F(Pause, AConnectionToTheRepositoryAloneHasStaticData) {  // SVC-79
    mof("[dynamic, provider(\"Nobody\")] class Live { [key] uint32 Id; };");
    ComPtr<IWbemServices> alone;
    ASSERT_EQ(locator->ConnectServer(b(L"root\\default"), nullptr, nullptr, nullptr, WBEM_FLAG_CONNECT_REPOSITORY_ONLY, nullptr, nullptr, alone.GetAddressOf()),
              S_OK);
    ASSERT_EQ(alone->PutInstance(base(1).Get(), 0, nullptr, nullptr), S_OK);
    ComPtr<IWbemClassObject> object;
    EXPECT_EQ(alone->GetObject(b(L"Base.Id=1"), 0, nullptr, object.GetAddressOf(), nullptr), S_OK);
    EXPECT_EQ(alone->GetObject(b(L"Live.Id=1"), 0, nullptr, object.ReleaseAndGetAddressOf(), nullptr), WBEM_E_PROVIDER_NOT_FOUND);
    mof("[dynamic, provider(\"Half\")] class Half : Base { };"
        "instance of __Win32Provider as $P { Name = \"Half\"; CLSID = \"{11111111-2222-3333-4444-555555555555}\"; };"
        "instance of __InstanceProviderRegistration { Provider = $P; SupportsGet = TRUE; SupportsEnumeration = TRUE; };");
    EXPECT_EQ(alone->GetObject(b(L"Half.Id=1"), 0, nullptr, object.ReleaseAndGetAddressOf(), nullptr), WBEM_E_PROVIDER_NOT_FOUND) << "whatever is registered";
    ComPtr<IEnumWbemClassObject> all;
    EXPECT_EQ(alone->CreateInstanceEnum(b(L"Base"), 0, nullptr, all.GetAddressOf()), S_OK) << "static data alone";
    EXPECT_TRUE(FAILED(services->CreateInstanceEnum(b(L"Base"), 0, nullptr, all.ReleaseAndGetAddressOf())));
}

TEST_F(Pause, ReleasingAnEnumeratorOrAResultUndoesNothing) {  // CALL-14, CALL-01, CALL-19
    ComPtr<IWbemCallResult> result;
    ASSERT_EQ(services->PutInstance(base(7).Get(), WBEM_FLAG_RETURN_IMMEDIATELY, nullptr, result.GetAddressOf()), S_OK);
    result.Reset();
    Sink sink;
    ASSERT_EQ(services->PutInstanceAsync(base(8).Get(), 0, nullptr, &sink), S_OK);  // behind it
    sink.wait();
    get(L"Base.Id=7");
    EXPECT_EQ(last, S_OK);
    ComPtr<IEnumWbemClassObject> objects;
    ASSERT_EQ(services->CreateInstanceEnum(b(L"Base"), WBEM_FLAG_RETURN_IMMEDIATELY | WBEM_FLAG_FORWARD_ONLY, nullptr, objects.GetAddressOf()), S_OK);
    objects.Reset();
    EXPECT_EQ(services->DeleteInstance(b(L"Base.Id=7"), 0, nullptr, nullptr), S_OK);
}

TEST_F(Pause, APartIsAskedOfPutsAlone) {  // PART-12, PART-27, PART-29
    mof("class Part { [key] uint32 Id; string A; string B; };");
    const auto object = spawn(L"Part");
    set(object.Get(), L"Id", 1);
    set(object.Get(), L"A", L"a");
    set(object.Get(), L"B", L"b");
    ASSERT_EQ(put(object.Get()), S_OK);
    const auto with = context();  // no __PUT_EXT_CLIENT_REQUEST
    _variant_t yes(true);
    ASSERT_EQ(with->SetValue(L"__PUT_EXTENSIONS", 0, &yes), S_OK);
    SAFEARRAY* names = SafeArrayCreateVector(VT_BSTR, 0, 1);
    long at = 0;
    _bstr_t a(L"A");
    SafeArrayPutElement(names, &at, static_cast<BSTR>(a));
    VARIANT list;
    list.vt = VT_ARRAY | VT_BSTR;
    list.parray = names;
    ASSERT_EQ(with->SetValue(L"__PUT_EXT_PROPERTIES", 0, &list), S_OK);
    VariantClear(&list);
    EXPECT_EQ(text(get(L"Part.Id=1", 0, with.Get()).Get(), L"B"), L"b");
    set(object.Get(), L"A", L"new");
    set(object.Get(), L"B", L"new");
    ComPtr<IWbemCallResult> result;
    ASSERT_EQ(services->PutInstance(object.Get(), WBEM_FLAG_UPDATE_ONLY | WBEM_FLAG_RETURN_IMMEDIATELY | WBEM_FLAG_USE_AMENDED_QUALIFIERS, with.Get(),
                                    result.GetAddressOf()), S_OK);
    long status = -1;
    ASSERT_EQ(result->GetCallStatus(WBEM_INFINITE, &status), S_OK);
    EXPECT_EQ(status, S_OK);
    EXPECT_EQ(text(get(L"Part.Id=1").Get(), L"A"), L"new");
    EXPECT_EQ(text(get(L"Part.Id=1").Get(), L"B"), L"b");
    set(object.Get(), L"A", L"newer");
    Sink sink;
    ASSERT_EQ(services->PutInstanceAsync(object.Get(), WBEM_FLAG_UPDATE_ONLY | WBEM_FLAG_SEND_STATUS | WBEM_FLAG_USE_AMENDED_QUALIFIERS, with.Get(), &sink),
              S_OK);
    sink.wait();
    EXPECT_EQ(sink.finals[0].result, S_OK);
    EXPECT_FALSE(sink.broken) << "asking for progress invents none";
    EXPECT_EQ(text(get(L"Part.Id=1").Get(), L"A"), L"newer");
    EXPECT_EQ(text(get(L"Part.Id=1").Get(), L"B"), L"b");
    EXPECT_EQ(services->DeleteInstance(b(L"Part.Id=1"), 0, with.Get(), nullptr), S_OK);
}

}  // namespace
}  // namespace at_surface
