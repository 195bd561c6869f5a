// The three modes of every operation, and what a sink may count on (CALL, CANCEL), as a client sees them.
#include "client.h"

#include <fstream>
#include <map>
#include <sstream>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

namespace at_surface {
namespace {

class Modes : public Surface {
protected:
    void SetUp() override {
        Surface::SetUp();
        mof("class Item { [key] uint32 Id; string Name; };");
    }

    ComPtr<IWbemClassObject> item(long id) {
        auto made = spawn(L"Item");
        set(made.Get(), L"Id", id);
        return made;
    }

    void fill(long count) {
        for (long id = 0; id < count; ++id) ASSERT_EQ(put(item(id).Get()), S_OK);
    }

    /// The operation's status out of a call result.
    static HRESULT status_of(HRESULT started, const ComPtr<IWbemCallResult>& result) {
        if (FAILED(started)) return started;
        long status = -1;
        EXPECT_EQ(result->GetCallStatus(WBEM_INFINITE, &status), WBEM_S_NO_ERROR);
        return static_cast<HRESULT>(status);
    }

    /// The operation's status out of an enumerator, and how many objects it gave.
    static HRESULT status_of(HRESULT started, const ComPtr<IEnumWbemClassObject>& objects, std::size_t& count) {
        count = 0;
        while (SUCCEEDED(started)) {
            ComPtr<IWbemClassObject> one;
            ULONG returned = 0;
            started = objects->Next(WBEM_INFINITE, 1, one.GetAddressOf(), &returned);
            count += returned;
            if (returned == 0) break;
        }
        return started == WBEM_S_FALSE ? S_OK : started;
    }
};

/// An operation in the modes it has. Each is run on the same state and must end in the same way.
struct Operation {
    const char* name;
    std::function<HRESULT(long flags, IWbemCallResult** result)> one;                            // at most one object
    std::function<HRESULT(long flags, IEnumWbemClassObject** objects)> many;                     // or many
    std::function<HRESULT(IWbemObjectSink* sink)> async;
};

TEST_F(Modes, EveryOperationHasTheSameOutcomeInEachOfItsModes) {  // CALL-01, CALL-12, CALL-22
    fill(3);
    const auto definition = get(L"Item");
    const auto instance = item(1);
    const _bstr_t item_class(L"Item"), path(L"Item.Id=1"), absent(L"Item.Id=99"), no_class(L"Nothing"), wql(L"WQL"), query(L"SELECT * FROM Item");
    const _bstr_t security(L"__SystemSecurity=@"), rights(L"GetCallerAccessRights"), disabled(L"Get9XUserList");
    IWbemServices& s = *services.Get();
    ComPtr<IWbemClassObject> object;
    const std::vector<Operation> operations{
        {"GetObject", [&](long f, auto** r) { return s.GetObject(path, f, nullptr, f ? nullptr : object.ReleaseAndGetAddressOf(), r); }, {},
         [&](auto* k) { return s.GetObjectAsync(path, 0, nullptr, k); }},
        {"GetObject, absent", [&](long f, auto** r) { return s.GetObject(absent, f, nullptr, f ? nullptr : object.ReleaseAndGetAddressOf(), r); }, {},
         [&](auto* k) { return s.GetObjectAsync(absent, 0, nullptr, k); }},
        {"PutClass", [&](long f, auto** r) { return s.PutClass(definition.Get(), f, nullptr, r); }, {},
         [&](auto* k) { return s.PutClassAsync(definition.Get(), 0, nullptr, k); }},
        {"PutClass, present", [&](long f, auto** r) { return s.PutClass(definition.Get(), f | WBEM_FLAG_CREATE_ONLY, nullptr, r); }, {},
         [&](auto* k) { return s.PutClassAsync(definition.Get(), WBEM_FLAG_CREATE_ONLY, nullptr, k); }},
        {"DeleteClass, absent", [&](long f, auto** r) { return s.DeleteClass(no_class, f, nullptr, r); }, {},
         [&](auto* k) { return s.DeleteClassAsync(no_class, 0, nullptr, k); }},
        {"CreateClassEnum", {}, [&](long f, auto** e) { return s.CreateClassEnum(nullptr, f, nullptr, e); },
         [&](auto* k) { return s.CreateClassEnumAsync(nullptr, 0, nullptr, k); }},
        {"CreateClassEnum, absent", {}, [&](long f, auto** e) { return s.CreateClassEnum(no_class, f, nullptr, e); },
         [&](auto* k) { return s.CreateClassEnumAsync(no_class, 0, nullptr, k); }},
        {"PutInstance", [&](long f, auto** r) { return s.PutInstance(instance.Get(), f, nullptr, r); }, {},
         [&](auto* k) { return s.PutInstanceAsync(instance.Get(), 0, nullptr, k); }},
        {"PutInstance, present", [&](long f, auto** r) { return s.PutInstance(instance.Get(), f | WBEM_FLAG_CREATE_ONLY, nullptr, r); }, {},
         [&](auto* k) { return s.PutInstanceAsync(instance.Get(), WBEM_FLAG_CREATE_ONLY, nullptr, k); }},
        {"DeleteInstance, absent", [&](long f, auto** r) { return s.DeleteInstance(absent, f, nullptr, r); }, {},
         [&](auto* k) { return s.DeleteInstanceAsync(absent, 0, nullptr, k); }},
        {"CreateInstanceEnum", {}, [&](long f, auto** e) { return s.CreateInstanceEnum(item_class, f, nullptr, e); },
         [&](auto* k) { return s.CreateInstanceEnumAsync(item_class, 0, nullptr, k); }},
        {"CreateInstanceEnum, absent", {}, [&](long f, auto** e) { return s.CreateInstanceEnum(no_class, f, nullptr, e); },
         [&](auto* k) { return s.CreateInstanceEnumAsync(no_class, 0, nullptr, k); }},
        {"ExecQuery", {}, [&](long f, auto** e) { return s.ExecQuery(wql, query, f, nullptr, e); },
         [&](auto* k) { return s.ExecQueryAsync(wql, query, 0, nullptr, k); }},
        {"ExecMethod", [&](long f, auto** r) { return s.ExecMethod(security, rights, f, nullptr, nullptr, nullptr, r); }, {},
         [&](auto* k) { return s.ExecMethodAsync(security, rights, 0, nullptr, nullptr, k); }},
        {"ExecMethod, disabled", [&](long f, auto** r) { return s.ExecMethod(security, disabled, f, nullptr, nullptr, nullptr, r); }, {},
         [&](auto* k) { return s.ExecMethodAsync(security, disabled, 0, nullptr, nullptr, k); }},
    };
    for (const Operation& operation : operations) {
        SCOPED_TRACE(operation.name);
        std::size_t count = 0, polled_count = 0;
        HRESULT waited, polled;
        if (operation.one) {
            waited = operation.one(0, nullptr);
            ComPtr<IWbemCallResult> result;
            polled = status_of(operation.one(WBEM_FLAG_RETURN_IMMEDIATELY, result.GetAddressOf()), result);
        } else {
            ComPtr<IEnumWbemClassObject> first, second;
            waited = status_of(operation.many(0, first.GetAddressOf()), first, count);
            polled = status_of(operation.many(WBEM_FLAG_RETURN_IMMEDIATELY, second.GetAddressOf()), second, polled_count);
        }
        EXPECT_EQ(polled, waited);
        EXPECT_EQ(polled_count, count);
        Sink sink;
        const HRESULT started = operation.async(&sink);
        if (FAILED(started)) {
            EXPECT_EQ(started, waited);
            EXPECT_EQ(sink.references, 1U);
            continue;
        }
        sink.wait();
        EXPECT_EQ(sink.finals[0].result, waited);
        if (operation.many) {
            EXPECT_EQ(sink.count, count);
        }
    }
}

TEST_F(Modes, NamespacesAreOpenedInTwoModesAndEventsAreNeverWaitedForSynchronously) {  // CALL-01, SVC-41
    ComPtr<IWbemServices> root, opened;
    ASSERT_EQ(connect(L"root", root), S_OK);
    EXPECT_EQ(root->OpenNamespace(b(L"default"), 0, nullptr, opened.GetAddressOf(), nullptr), S_OK);
    ComPtr<IWbemCallResult> result;
    ASSERT_EQ(root->OpenNamespace(b(L"default"), WBEM_FLAG_RETURN_IMMEDIATELY, nullptr, nullptr, result.GetAddressOf()), S_OK);
    EXPECT_EQ(result->GetResultServices(WBEM_INFINITE, opened.ReleaseAndGetAddressOf()), S_OK);
    ComPtr<IEnumWbemClassObject> events;
    for (const long flags : {0L, 0x10L, 0x20L})
        EXPECT_EQ(services->ExecNotificationQuery(b(L"WQL"), b(L"SELECT * FROM __InstanceCreationEvent"), flags, nullptr, events.GetAddressOf()),
                  WBEM_E_INVALID_PARAMETER)
            << flags;
    ComPtr<IWbemObjectSink> sink;
    EXPECT_EQ(services->QueryObjectSink(WBEM_FLAG_RETURN_IMMEDIATELY, sink.GetAddressOf()), WBEM_E_INVALID_PARAMETER);
}

TEST_F(Modes, AMethodsResultAskedForWithoutTheFlagHasEndedOnReturn) {  // CALL-09, SVC-69
    ComPtr<IWbemCallResult> result;
    ComPtr<IWbemClassObject> out, again;
    ASSERT_EQ(services->ExecMethod(b(L"__SystemSecurity=@"), b(L"GetCallerAccessRights"), 0, nullptr, nullptr, out.GetAddressOf(), result.GetAddressOf()),
              S_OK);
    ASSERT_TRUE(out) << "the out parameters are given directly too";
    ASSERT_TRUE(result);
    long status = -1;
    EXPECT_EQ(result->GetCallStatus(WBEM_NO_WAIT, &status), WBEM_S_NO_ERROR);
    EXPECT_EQ(status, 0);
    ASSERT_EQ(result->GetResultObject(WBEM_NO_WAIT, again.GetAddressOf()), S_OK);
    EXPECT_NE(again.Get(), out.Get()) << "each is a copy";
    EXPECT_EQ(value(again.Get(), L"rights").lVal, value(out.Get(), L"rights").lVal);
    out.Reset();
    ASSERT_EQ(services->ExecMethod(b(L"__SystemSecurity"), b(L"Get9XUserList"), 0, nullptr, nullptr, out.GetAddressOf(), result.ReleaseAndGetAddressOf()),
              S_OK)
        << "the failure is the result's";
    EXPECT_FALSE(out);
    EXPECT_EQ(result->GetCallStatus(WBEM_NO_WAIT, &status), WBEM_S_NO_ERROR);
    EXPECT_EQ(static_cast<HRESULT>(status), WBEM_E_METHOD_DISABLED);
}

/// Remembers on which thread it was called, and whether that was before the Async method had returned.
class Witness : public Sink {
public:
    HRESULT STDMETHODCALLTYPE SetStatus(LONG lFlags, HRESULT hResult, BSTR strParam, IWbemClassObject* pObjParam) override {
        if (std::this_thread::get_id() == starter) own_thread = true;
        if (!has_returned) early = true;
        return Sink::SetStatus(lFlags, hResult, strParam, pObjParam);
    }

    std::thread::id starter = std::this_thread::get_id();
    std::atomic<bool> has_returned{false}, own_thread{false}, early{false};
};

TEST_F(Modes, ASinkIsCalledFromOtherThreadsMaybeBeforeTheStartReturned) {  // CALL-19
    bool was_early = false;
    for (long round = 0; round < 3000 && !(was_early && round >= 100); ++round) {
        Witness sink;
        ASSERT_EQ(services->GetObjectAsync(b(L"Item"), 0, nullptr, &sink), S_OK);
        sink.has_returned = true;
        sink.wait();
        EXPECT_FALSE(sink.own_thread) << "the starter's own thread would meet its own locks";
        EXPECT_EQ(sink.finals.size(), 1U);
        was_early = was_early || sink.early;
    }
}

/// Keeps the first object of each batch, as a client does that keeps what it needs, and looks at the others' counts.
class Keeper : public Sink {
public:
    HRESULT STDMETHODCALLTYPE Indicate(LONG count, IWbemClassObject** objects_given) override {
        const std::vector<IWbemClassObject*> before(objects_given, objects_given + count);
        kept.emplace_back(objects_given[0]);
        for (LONG i = 1; i < count; ++i) borrowed += objects_given[i] != nullptr ? 1 : 0;
        is_unchanged = is_unchanged && before == std::vector<IWbemClassObject*>(objects_given, objects_given + count);
        return WBEM_S_NO_ERROR;
    }

    std::vector<ComPtr<IWbemClassObject>> kept;
    int borrowed = 0;
    bool is_unchanged = true;
};

TEST_F(Modes, AnObjectKeptBeyondIndicateIsTheSinksAlone) {  // CALL-29
    fill(20);
    Keeper sink;
    ASSERT_EQ(services->CreateInstanceEnumAsync(b(L"Item"), 0, nullptr, &sink), S_OK);
    sink.wait();
    ASSERT_FALSE(sink.kept.empty());
    EXPECT_EQ(sink.kept.size() + static_cast<std::size_t>(sink.borrowed), 20U);
    EXPECT_TRUE(sink.is_unchanged);
    for (const auto& object : sink.kept) {
        object->AddRef();
        EXPECT_EQ(object->Release(), 1U) << "WMI has dropped its reference";
        set(object.Get(), L"Name", L"mine");
    }
    const auto kept_id = std::to_wstring(value(sink.kept[0].Get(), L"Id").lVal);
    services.Reset();
    locator.Reset();
    EXPECT_EQ(text(sink.kept[0].Get(), L"Name"), L"mine") << "it outlives the connection";
    ASSERT_NO_FATAL_FAILURE(Surface::SetUp());
}

TEST_F(Modes, WhatASinkReturnsDecidesWhetherItsCallGoesOn) {  // CALL-36, CALL-47
    fill(3);
    const std::map<HRESULT, bool> answers{{WBEM_S_NO_ERROR, true},          {WBEM_S_FALSE, true},   {0x000400FF, true},
                                          {WBEM_E_FAILED, false},           {E_FAIL, false},        {WBEM_E_INVALID_PARAMETER, false},
                                          {WBEM_E_OUT_OF_MEMORY, false},    {E_OUTOFMEMORY, false}, {static_cast<HRESULT>(0x80010108), false}};
    for (const auto& [answer, goes_on] : answers) {
        Sink sink;
        sink.answer = answer;
        ASSERT_EQ(services->CreateInstanceEnumAsync(b(L"Item"), 0, nullptr, &sink), S_OK);
        sink.wait();
        ASSERT_EQ(sink.finals.size(), 1U);
        EXPECT_EQ(sink.finals[0].result, goes_on ? S_OK : WBEM_E_CALL_CANCELLED) << std::hex << answer;
    }
}

/// Its final callback fails; that changes nothing any more.
class Ungrateful : public Sink {
public:
    HRESULT STDMETHODCALLTYPE SetStatus(LONG lFlags, HRESULT hResult, BSTR strParam, IWbemClassObject* pObjParam) override {
        Sink::SetStatus(lFlags, hResult, strParam, pObjParam);
        return WBEM_E_FAILED;
    }
};

TEST_F(Modes, AFinalStatusThatIsRefusedIsFinalAllTheSame) {  // CALL-25, CALL-35, CALL-47
    Ungrateful sink;
    ASSERT_EQ(services->PutInstanceAsync(item(1).Get(), 0, nullptr, &sink), S_OK);
    sink.wait();
    EXPECT_EQ(sink.finals.size(), 1U);
    EXPECT_EQ(services->CancelAsyncCall(&sink), WBEM_E_NOT_FOUND) << "nothing of it is left";
    get(L"Item.Id=1");
    EXPECT_EQ(last, S_OK);
}

/// Lives on the heap, gives its own first reference back in its final status, as some published clients do.
class SelfReleasing : public IWbemObjectSink {
public:
    SelfReleasing(std::atomic<int>& alive, std::atomic<int>& finals) : alive_(alive), finals_(finals) { ++alive_; }

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** ppv) override {
        *ppv = nullptr;
        if (!IsEqualGUID(riid, IID_IUnknown) && !IsEqualGUID(riid, IID_IWbemObjectSink)) return E_NOINTERFACE;
        *ppv = this;
        AddRef();
        return S_OK;
    }

    ULONG STDMETHODCALLTYPE AddRef() override { return ++references_; }

    ULONG STDMETHODCALLTYPE Release() override {
        const ULONG left = --references_;
        if (left == 0) delete this;
        return left;
    }

    HRESULT STDMETHODCALLTYPE Indicate(LONG, IWbemClassObject**) override { return WBEM_S_NO_ERROR; }

    HRESULT STDMETHODCALLTYPE SetStatus(LONG, HRESULT, BSTR, IWbemClassObject*) override {
        Release();
        ++finals_;
        ++own_;  // still alive: the caller's reference holds us
        return WBEM_S_NO_ERROR;
    }

private:
    virtual ~SelfReleasing() {
        --alive_;
        alive_.notify_all();
    }

    std::atomic<ULONG> references_{1};
    std::atomic<int>& alive_;
    std::atomic<int>& finals_;
    int own_ = 0;
};

TEST_F(Modes, ASinkMayReleaseItselfInItsFinalStatus) {  // CALL-17, CALL-25, CALL-35
    fill(3);
    std::atomic<int> alive{0}, finals{0};
    constexpr int kRounds = 200;
    for (int round = 0; round < kRounds; ++round) {
        auto* sink = new SelfReleasing(alive, finals);
        if (round % 3 == 0) ASSERT_EQ(services->PutInstanceAsync(item(round).Get(), 0, nullptr, sink), S_OK);
        else if (round % 3 == 1) ASSERT_EQ(services->CreateInstanceEnumAsync(b(L"Item"), 0, nullptr, sink), S_OK);
        else ASSERT_EQ(services->GetObjectAsync(b(L"Nothing"), 0, nullptr, sink), S_OK);
    }
    for (int now = alive; now != 0; now = alive) alive.wait(now);
    EXPECT_EQ(finals, kRounds);
}

TEST_F(Modes, ALocalAsynchronousCallNeedsNoComSecurity) {  // CALL-63
    const pid_t child = fork();
    if (child == 0) {  // a process in which nobody called CoInitializeSecurity, and a thread that has no apartment
        int failed = 1;
        std::thread([&] {
            ComPtr<IWbemServices> own;
            if (connect(L"root\\default", own) != S_OK) return;
            Sink sink;
            if (own->GetObjectAsync(b(L"__NAMESPACE"), 0, nullptr, &sink) != S_OK) return;
            sink.wait();
            failed = sink.finals[0].result == S_OK && sink.count == 1 ? 0 : 2;
        }).join();
        _exit(failed);
    }
    int status = -1;
    waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST_F(Modes, NoMethodTakesTheNoErrorObjectFlag) {  // CALL-68, CALL-15
    constexpr long kFlag = WBEM_FLAG_NO_ERROR_OBJECT;
    static_assert(kFlag == WBEM_FLAG_UPDATE_FORCE_MODE);
    const auto definition = get(L"Item");
    const auto instance = item(1);
    const _bstr_t name(L"Item"), path(L"Item.Id=1"), wql(L"WQL"), query(L"SELECT * FROM Item"), method(L"None");
    IWbemServices& s = *services.Get();
    ComPtr<IWbemServices> opened;
    ComPtr<IWbemObjectSink> events;
    ComPtr<IWbemClassObject> object;
    ComPtr<IEnumWbemClassObject> objects;
    Sink sink;
    const std::map<const char*, HRESULT> answers{
        {"OpenNamespace", s.OpenNamespace(name, kFlag, nullptr, opened.GetAddressOf(), nullptr)},
        {"QueryObjectSink", s.QueryObjectSink(kFlag, events.GetAddressOf())},
        {"GetObject", s.GetObject(path, kFlag, nullptr, object.GetAddressOf(), nullptr)},
        {"GetObjectAsync", s.GetObjectAsync(path, kFlag, nullptr, &sink)},
        {"DeleteClass", s.DeleteClass(name, kFlag, nullptr, nullptr)},
        {"DeleteClassAsync", s.DeleteClassAsync(name, kFlag, nullptr, &sink)},
        {"CreateClassEnum", s.CreateClassEnum(name, kFlag, nullptr, objects.GetAddressOf())},
        {"CreateClassEnumAsync", s.CreateClassEnumAsync(name, kFlag, nullptr, &sink)},
        {"PutInstance", s.PutInstance(instance.Get(), kFlag, nullptr, nullptr)},
        {"PutInstanceAsync", s.PutInstanceAsync(instance.Get(), kFlag, nullptr, &sink)},
        {"DeleteInstance", s.DeleteInstance(path, kFlag, nullptr, nullptr)},
        {"DeleteInstanceAsync", s.DeleteInstanceAsync(path, kFlag, nullptr, &sink)},
        {"CreateInstanceEnum", s.CreateInstanceEnum(name, kFlag, nullptr, objects.GetAddressOf())},
        {"CreateInstanceEnumAsync", s.CreateInstanceEnumAsync(name, kFlag, nullptr, &sink)},
        {"ExecQuery", s.ExecQuery(wql, query, kFlag, nullptr, objects.GetAddressOf())},
        {"ExecQueryAsync", s.ExecQueryAsync(wql, query, kFlag, nullptr, &sink)},
        {"ExecNotificationQuery", s.ExecNotificationQuery(wql, query, kFlag | 0x30, nullptr, objects.GetAddressOf())},
        {"ExecNotificationQueryAsync", s.ExecNotificationQueryAsync(wql, query, kFlag, nullptr, &sink)},
        {"ExecMethod", s.ExecMethod(path, method, kFlag, nullptr, nullptr, nullptr, nullptr)},
        {"ExecMethodAsync", s.ExecMethodAsync(path, method, kFlag, nullptr, nullptr, &sink)},
    };
    for (const auto& [what, answer] : answers) EXPECT_EQ(answer, WBEM_E_INVALID_PARAMETER) << what;
    EXPECT_EQ(sink.references, 1U);
    EXPECT_EQ(s.PutClass(definition.Get(), kFlag, nullptr, nullptr), S_OK) << "there it is the force mode";
}

TEST_F(Modes, CancellingAMethodEndsTheClientsEndAlone) {  // CANCEL-12, CANCEL-05, CANCEL-22
    Sink sink;
    sink.block(true);
    ASSERT_EQ(services->ExecMethodAsync(b(L"__SystemSecurity=@"), b(L"GetCallerAccessRights"), 0, nullptr, nullptr, &sink), S_OK);
    sink.wait_objects(1);  // the method has run, its out parameters are being told
    EXPECT_EQ(services->CancelAsyncCall(&sink), S_OK);
    sink.block(false);
    sink.wait();
    EXPECT_EQ(sink.count, 1U);
    EXPECT_EQ(sink.finals[0].result, WBEM_E_CALL_CANCELLED);
}

TEST_F(Modes, TheLegacyStatusOfACancelIsNeverUsed) {  // CANCEL-22
    fill(5);
    ComPtr<IWbemBackupRestoreEx> server;
    ASSERT_EQ(CoCreateInstance(CLSID_WbemBackupRestore, nullptr, CLSCTX_INPROC_SERVER, IID_PPV_ARGS(server.GetAddressOf())), S_OK);
    Sink waiting, refusing, running;
    ASSERT_EQ(server->Pause(), S_OK);
    ASSERT_EQ(services->ExecMethodAsync(b(L"__SystemSecurity=@"), b(L"GetCallerAccessRights"), 0, nullptr, nullptr, &waiting), S_OK);
    EXPECT_EQ(services->CancelAsyncCall(&waiting), S_OK);  // before it began
    ASSERT_EQ(server->Resume(), S_OK);
    refusing.answer = WBEM_S_OPERATION_CANCELLED;  // a success like others: the call goes on
    ASSERT_EQ(services->CreateInstanceEnumAsync(b(L"Item"), 0, nullptr, &refusing), S_OK);
    running.block(true);
    ASSERT_EQ(services->CreateInstanceEnumAsync(b(L"Item"), 0, nullptr, &running), S_OK);
    running.wait_objects(1);
    EXPECT_EQ(services->CancelAsyncCall(&running), S_OK);
    running.block(false);
    for (Sink* sink : {&waiting, &refusing, &running}) sink->wait();
    EXPECT_EQ(waiting.finals[0].result, WBEM_E_CALL_CANCELLED);
    EXPECT_EQ(waiting.count, 0U);
    EXPECT_EQ(refusing.finals[0].result, WBEM_S_NO_ERROR);
    EXPECT_EQ(running.finals[0].result, WBEM_E_CALL_CANCELLED);
}

TEST_F(Modes, AFailedCancelLeavesAnErrorObject) {  // CANCEL-21, CALL-65, CALL-66
    Sink sink;
    const std::pair<IWbemObjectSink*, HRESULT> cases[] = {{nullptr, WBEM_E_INVALID_PARAMETER}, {&sink, WBEM_E_NOT_FOUND}};
    for (const auto& [given, expected] : cases) {
        EXPECT_EQ(services->CancelAsyncCall(given), expected);
        ComPtr<IErrorInfo> info;
        ASSERT_EQ(GetErrorInfo(0, info.GetAddressOf()), S_OK);
        ComPtr<IWbemClassObject> status;
        ASSERT_EQ(info->QueryInterface(IID_PPV_ARGS(status.GetAddressOf())), S_OK);
        EXPECT_EQ(text(status.Get(), L"Operation"), L"CancelAsyncCall");
        EXPECT_EQ(static_cast<HRESULT>(value(status.Get(), L"StatusCode").lVal), expected);
        EXPECT_EQ(value(status.Get(), L"Description").vt, VT_BSTR);
    }
}

std::string content_of(const std::string& file) {
    std::ifstream from(std::string(OPENWMI_SOURCE) + "/" + file);
    std::stringstream content;
    content << from.rdbuf();
    return content.str();
}

TEST(Guidance, TheHeaderAndTheGuideSayHowSinksAreUsed) {  // CALL-70
    const std::string header = content_of("include/openwmi/wbemcli.h"), guide = content_of("docs/guides/asynchronous-calls.md");
    for (const std::string* text : {&header, &guide}) {
        EXPECT_NE(text->find("one sink object for each outstanding call"), std::string::npos);
        EXPECT_NE(text->find("a cancel reaches all calls that share"), std::string::npos);
        EXPECT_NE(text->find("Prefer semisynchronous calls"), std::string::npos);
        EXPECT_NE(text->find("does not stop a method that already runs"), std::string::npos);
    }
}

}  // namespace
}  // namespace at_surface
