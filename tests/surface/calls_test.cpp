// Calling modes, the sink's protocol and cancellation (CALL, CANCEL) as a client sees them.
#include "client.h"

#include <chrono>
#include <stdexcept>
#include <thread>

namespace at_surface {
namespace {

using namespace std::chrono_literals;

class Calls : public Surface {
protected:
    void SetUp() override {
        Surface::SetUp();
        mof("class Thing { [key] uint32 Id; string Name; uint32 A; uint32 B; uint32 C; uint32 D; uint32 E; uint32 F; uint32 G; uint32 H; };");
    }

    ComPtr<IWbemClassObject> thing(long id) {
        auto made = spawn(L"Thing");
        set(made.Get(), L"Id", id);
        return made;
    }

    void fill(long count) {
        Sink sink;
        for (long i = 0; i < count; ++i) ASSERT_EQ(services->PutInstanceAsync(thing(i).Get(), 0, nullptr, &sink), S_OK);
        sink.wait(static_cast<std::size_t>(count));
    }

    HRESULT enumerate(Sink& sink, const wchar_t* name = L"Thing") { return services->CreateInstanceEnumAsync(b(name), 0, nullptr, &sink); }
};

TEST_F(Calls, ASynchronousCallReturnsTheOperationsStatus) {  // CALL-02, CALL-07
    EXPECT_EQ(put(thing(1).Get(), WBEM_FLAG_UPDATE_ONLY), WBEM_E_NOT_FOUND);
    EXPECT_EQ(put(thing(1).Get()), WBEM_S_NO_ERROR);
}

TEST_F(Calls, ASemisynchronousCallHandsOutItsResult) {  // CALL-03, CALL-05, CALL-13, CALL-22, SVC-67, SVC-68
    ComPtr<IWbemCallResult> result;
    ASSERT_EQ(services->PutInstance(thing(1).Get(), WBEM_FLAG_RETURN_IMMEDIATELY, nullptr, result.GetAddressOf()), S_OK);
    long status = -1;
    EXPECT_EQ(result->GetCallStatus(WBEM_INFINITE, &status), WBEM_S_NO_ERROR);
    EXPECT_EQ(status, 0);
    _bstr_t path;
    EXPECT_EQ(result->GetResultString(WBEM_INFINITE, path.GetAddress()), S_OK);
    EXPECT_STREQ(path, L"Thing.Id=1");
    ASSERT_EQ(services->PutInstance(thing(1).Get(), WBEM_FLAG_RETURN_IMMEDIATELY | WBEM_FLAG_CREATE_ONLY, nullptr,
                                    result.ReleaseAndGetAddressOf()), S_OK);
    EXPECT_EQ(result->GetCallStatus(WBEM_INFINITE, &status), WBEM_S_NO_ERROR);
    EXPECT_EQ(static_cast<HRESULT>(status), WBEM_E_ALREADY_EXISTS);
    BSTR none = reinterpret_cast<BSTR>(1);
    EXPECT_EQ(result->GetResultString(WBEM_INFINITE, &none), WBEM_E_ALREADY_EXISTS);
    EXPECT_EQ(none, nullptr);
}

TEST_F(Calls, AStartErrorGivesNoResult) {  // CALL-04, CALL-06, CALL-10, CALL-15
    auto* result = reinterpret_cast<IWbemCallResult*>(1);
    EXPECT_EQ(services->PutInstance(nullptr, WBEM_FLAG_RETURN_IMMEDIATELY, nullptr, &result), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(result, nullptr);
    EXPECT_EQ(services->PutInstance(thing(1).Get(), WBEM_FLAG_RETURN_IMMEDIATELY, nullptr, nullptr), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(services->PutInstance(thing(1).Get(), 0x4000, nullptr, nullptr), WBEM_E_INVALID_PARAMETER);
    get(L"Thing.Id=1");
    EXPECT_EQ(last, WBEM_E_NOT_FOUND);
}

TEST_F(Calls, AResultAskedForWithoutTheFlagHasEndedOnReturn) {  // CALL-08, CALL-11
    ComPtr<IWbemCallResult> result;
    ASSERT_EQ(services->PutInstance(thing(1).Get(), WBEM_FLAG_UPDATE_ONLY, nullptr, result.GetAddressOf()), S_OK);
    long status = 0;
    EXPECT_EQ(result->GetCallStatus(WBEM_NO_WAIT, &status), WBEM_S_NO_ERROR);
    EXPECT_EQ(static_cast<HRESULT>(status), WBEM_E_NOT_FOUND);
    ASSERT_EQ(put(thing(1).Get()), S_OK);
    ComPtr<IWbemClassObject> object;
    auto* none = reinterpret_cast<IWbemCallResult*>(1);
    EXPECT_EQ(services->GetObject(b(L"Thing.Id=1"), 0, nullptr, object.GetAddressOf(), &none), S_OK);
    EXPECT_EQ(none, nullptr);
    EXPECT_TRUE(object);
    auto* object_in_semisync = reinterpret_cast<IWbemClassObject*>(1);
    EXPECT_EQ(services->GetObject(b(L"Thing.Id=1"), WBEM_FLAG_RETURN_IMMEDIATELY, nullptr, &object_in_semisync,
                                  result.ReleaseAndGetAddressOf()), S_OK);
    EXPECT_EQ(object_in_semisync, nullptr);
    EXPECT_EQ(result->GetResultObject(WBEM_INFINITE, object.ReleaseAndGetAddressOf()), S_OK);
    EXPECT_EQ(value(object.Get(), L"Id").lVal, 1);
}

TEST_F(Calls, AFailedStartLeavesTheSinkAlone) {  // CALL-16, CALL-18
    Sink sink;
    EXPECT_EQ(services->PutInstanceAsync(thing(1).Get(), 0, nullptr, nullptr), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(services->PutInstanceAsync(nullptr, 0, nullptr, &sink), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(services->PutInstanceAsync(thing(1).Get(), WBEM_FLAG_RETURN_IMMEDIATELY, nullptr, &sink), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(services->GetObjectAsync(b(Text(9000, L'x')), 0, nullptr, &sink), WBEM_E_QUOTA_VIOLATION);
    EXPECT_EQ(services->PutInstanceAsync(get(L"Thing").Get(), 0, nullptr, &sink), WBEM_E_INVALID_OBJECT);  // PUT-05
    EXPECT_EQ(sink.references, 1U);
    EXPECT_TRUE(sink.finals.empty());
}

TEST_F(Calls, ChecksComeInOneOrder) {  // CALL-20: the namespace before the arguments
    ComPtr<IWbemClassObject> child = spawn(L"__NAMESPACE");
    set(child.Get(), L"Name", L"gone");
    ASSERT_EQ(put(child.Get()), S_OK);
    ComPtr<IWbemServices> gone;
    ASSERT_EQ(connect(L"root\\default\\gone", gone), S_OK);
    ASSERT_EQ(services->DeleteInstance(b(L"__NAMESPACE.Name=\"gone\""), 0, nullptr, nullptr), S_OK);
    EXPECT_EQ(gone->PutInstance(nullptr, 0x4000, nullptr, nullptr), WBEM_E_INVALID_NAMESPACE);
    EXPECT_EQ(gone->PutInstanceAsync(nullptr, 0x4000, nullptr, nullptr), WBEM_E_INVALID_NAMESPACE);
}

TEST_F(Calls, RunErrorsComeByTheSink) {  // CALL-21, CALL-30, CALL-34, CALL-65, CALL-66
    Sink sink;
    ASSERT_EQ(services->PutInstanceAsync(thing(1).Get(), WBEM_FLAG_UPDATE_ONLY, nullptr, &sink), S_OK);
    sink.wait();
    EXPECT_EQ(sink.finals[0].result, WBEM_E_NOT_FOUND);
    EXPECT_FALSE(sink.finals[0].has_text);
    ASSERT_TRUE(sink.finals[0].error);
    EXPECT_EQ(text(sink.finals[0].error.Get(), L"__CLASS"), L"__ExtendedStatus");
    EXPECT_EQ(text(sink.finals[0].error.Get(), L"Operation"), L"PutInstance");
    EXPECT_EQ(text(sink.finals[0].error.Get(), L"ProviderName"), L"Windows Management");
    EXPECT_EQ(static_cast<HRESULT>(value(sink.finals[0].error.Get(), L"StatusCode").lVal), WBEM_E_NOT_FOUND);
}

TEST_F(Calls, AnErrorObjectIsTakenOnceAndClearedBySuccess) {  // CALL-65
    get(L"Thing.Id=404");
    ComPtr<IErrorInfo> info;
    ASSERT_EQ(GetErrorInfo(0, info.GetAddressOf()), S_OK);
    ComPtr<IWbemClassObject> status;
    ASSERT_EQ(info->QueryInterface(IID_PPV_ARGS(status.GetAddressOf())), S_OK);
    EXPECT_EQ(text(status.Get(), L"Operation"), L"GetObject");
    EXPECT_EQ(GetErrorInfo(0, info.ReleaseAndGetAddressOf()), S_FALSE);
    get(L"Thing.Id=404");
    get(L"Thing");
    EXPECT_EQ(GetErrorInfo(0, info.ReleaseAndGetAddressOf()), S_FALSE);
}

TEST_F(Calls, GetObjectAsyncGivesOneObjectOrNone) {  // SVC-16, CALL-25, CALL-27
    ASSERT_EQ(put(thing(7).Get()), S_OK);
    Sink found;
    ASSERT_EQ(services->GetObjectAsync(b(L"Thing.Id=7"), 0, nullptr, &found), S_OK);
    found.wait();
    EXPECT_EQ(found.batches, 1U);
    EXPECT_EQ(found.count, 1U);
    EXPECT_EQ(found.finals[0].result, S_OK);
    EXPECT_FALSE(found.finals[0].has_text);
    Sink absent;
    ASSERT_EQ(services->GetObjectAsync(b(L"Thing.Id=8"), 0, nullptr, &absent), S_OK);
    absent.wait();
    EXPECT_EQ(absent.batches, 0U);
    EXPECT_EQ(absent.finals[0].result, WBEM_E_NOT_FOUND);
}

TEST_F(Calls, ClassesAndDeletesEndByTheirFinalStatusAlone) {  // CALL-32, CALL-33, CLASS-06
    Sink sink;
    const auto cls = get(L"");
    set(cls.Get(), L"__CLASS", L"Other");
    ASSERT_EQ(services->PutClassAsync(cls.Get(), 0, nullptr, &sink), S_OK);
    sink.wait(1);
    EXPECT_EQ(sink.finals[0].text, L"Other");
    ASSERT_EQ(services->DeleteClassAsync(b(L"Other"), 0, nullptr, &sink), S_OK);
    sink.wait(2);
    EXPECT_FALSE(sink.finals[1].has_text);
    ASSERT_EQ(put(thing(1).Get()), S_OK);
    ASSERT_EQ(services->DeleteInstanceAsync(b(L"Thing.Id=1"), 0, nullptr, &sink), S_OK);
    sink.wait(3);
    EXPECT_EQ(sink.finals[2].result, S_OK);
    EXPECT_FALSE(sink.finals[2].has_text);
    EXPECT_EQ(sink.batches, 0U);
}

TEST_F(Calls, AnEnumerationComesInBatchesWithTheExactNumber) {  // CALL-12, CALL-28, CALL-44
    fill(2500);
    Sink first;
    Sink second;
    second.keeps_objects = false;
    ASSERT_EQ(enumerate(first), S_OK);
    ASSERT_EQ(enumerate(second), S_OK);
    first.wait();
    second.wait();
    EXPECT_EQ(first.count, 2500U);
    EXPECT_EQ(second.count, 2500U);
    EXPECT_FALSE(first.broken || second.broken);
}

TEST_F(Calls, ProgressIsNeverInvented) {  // CALL-38
    Sink sink;
    ASSERT_EQ(services->PutInstanceAsync(thing(1).Get(), WBEM_FLAG_SEND_STATUS, nullptr, &sink), S_OK);
    sink.wait();
    EXPECT_FALSE(sink.broken);
}

TEST_F(Calls, ASinkThatRefusesEndsItsCall) {  // CALL-36
    fill(10);
    Sink sink;
    sink.answer = WBEM_E_FAILED;
    ASSERT_EQ(enumerate(sink), S_OK);
    sink.wait();
    EXPECT_EQ(sink.batches, 1U);
    EXPECT_EQ(sink.finals[0].result, WBEM_E_CALL_CANCELLED);
    EXPECT_FALSE(sink.finals[0].error);
}

TEST_F(Calls, ASinkThatThrowsHurtsNobodyElse) {
    fill(10);
    Sink thrower;
    thrower.inside = [] { throw std::runtime_error("from a sink"); };
    Sink well;
    ASSERT_EQ(enumerate(thrower), S_OK);
    ASSERT_EQ(enumerate(well), S_OK);
    well.wait();
    EXPECT_EQ(well.finals[0].result, S_OK);
    thrower.wait(0);  // its final status was thrown out again; its references are gone
    EXPECT_EQ(thrower.references, 1U);
}

TEST_F(Calls, ASinkMayCallBackSynchronously) {  // CALL-46
    fill(3);
    Sink sink;
    HRESULT inside = E_FAIL;
    sink.inside = [&] { inside = put(thing(100).Get()); };
    ASSERT_EQ(enumerate(sink), S_OK);
    sink.wait();
    EXPECT_EQ(inside, S_OK);
}

TEST_F(Calls, ChangesAfterTheStartDoNotReachThePut) {  // PUT-09, PUT-10
    const auto object = thing(1);
    set(object.Get(), L"Name", L"before");
    Sink sink;
    ASSERT_EQ(services->PutInstanceAsync(object.Get(), 0, nullptr, &sink), S_OK);
    set(object.Get(), L"Name", L"after");
    sink.wait();
    EXPECT_EQ(text(get(L"Thing.Id=1").Get(), L"Name"), L"before");
    EXPECT_EQ(text(object.Get(), L"__PATH"), L"(null)");
}

class Cancel : public Calls {};

TEST_F(Cancel, NeedsTheSinkOfAPendingCall) {  // CANCEL-02, CANCEL-03
    Sink sink;
    EXPECT_EQ(services->CancelAsyncCall(nullptr), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(services->CancelAsyncCall(&sink), WBEM_E_NOT_FOUND);
    ASSERT_EQ(services->PutInstanceAsync(thing(1).Get(), 0, nullptr, &sink), S_OK);
    sink.wait();
    EXPECT_EQ(services->CancelAsyncCall(&sink), WBEM_E_NOT_FOUND);
    EXPECT_EQ(sink.finals.size(), 1U);
}

TEST_F(Cancel, EndsAnEnumerationMidway) {  // CANCEL-04, CANCEL-05, CANCEL-07, CANCEL-09, CANCEL-11
    fill(3000);
    Sink sink;
    sink.block(true);
    ASSERT_EQ(enumerate(sink), S_OK);
    sink.wait_objects(1);
    EXPECT_EQ(services->CancelAsyncCall(&sink), WBEM_S_NO_ERROR);  // although its callback hangs
    const std::size_t arrived = sink.count;
    sink.block(false);
    sink.wait();
    EXPECT_EQ(sink.count, arrived);
    ASSERT_EQ(sink.finals.size(), 1U);
    EXPECT_EQ(sink.finals[0].result, WBEM_E_CALL_CANCELLED);
    EXPECT_FALSE(sink.finals[0].has_text);
    EXPECT_FALSE(sink.finals[0].error);
}

TEST_F(Cancel, ReachesCallsOfOtherConnectionsThatShareTheSink) {  // CANCEL-01, CANCEL-05
    fill(3000);
    ComPtr<IWbemServices> other;
    ASSERT_EQ(connect(L"root\\cimv2", other), S_OK);
    Sink sink;
    sink.block(true);
    for (int i = 0; i < 5; ++i) ASSERT_EQ(enumerate(sink), S_OK);
    EXPECT_EQ(other->CancelAsyncCall(&sink), S_OK);
    sink.block(false);
    sink.wait(5);
    ASSERT_EQ(sink.finals.size(), 5U);
    for (const auto& final : sink.finals) EXPECT_EQ(final.result, WBEM_E_CALL_CANCELLED);
}

TEST_F(Cancel, ReleasesTheSinkBeforeItReturns) {  // CANCEL-10
    int cancelled = 0;
    for (long i = 0; i < 500 && cancelled < 20; ++i) {
        Sink sink;
        ASSERT_EQ(services->PutInstanceAsync(thing(i).Get(), 0, nullptr, &sink), S_OK);
        const HRESULT answer = services->CancelAsyncCall(&sink);
        const ULONG references = sink.references;
        sink.wait();
        if (answer != S_OK || sink.finals.at(0).result != WBEM_E_CALL_CANCELLED) continue;  // its final status was on its way: a callback
        ++cancelled;
        EXPECT_EQ(references, 1U);
    }
    EXPECT_GT(cancelled, 0);
}

TEST_F(Cancel, InsideACallbackIsRefused) {  // CANCEL-08
    fill(3);
    Sink sink;
    HRESULT inside = S_OK;
    sink.inside = [&] { inside = services->CancelAsyncCall(&sink); };
    ASSERT_EQ(enumerate(sink), S_OK);
    sink.wait();
    EXPECT_EQ(inside, WBEM_E_INVALID_OPERATION);
    EXPECT_EQ(sink.finals[0].result, S_OK);
}

TEST_F(Cancel, IsNotUndoAndLeavesNothingHalf) {  // CANCEL-15, CANCEL-16, CANCEL-06
    int real = 0;
    int cancelled = 0;
    for (long i = 0; i < 300; ++i) {
        Sink sink;
        const auto object = thing(i);
        set(object.Get(), L"Name", L"whole");
        ASSERT_EQ(services->PutInstanceAsync(object.Get(), WBEM_FLAG_CREATE_ONLY, nullptr, &sink), S_OK);
        const HRESULT hr = services->CancelAsyncCall(&sink);
        EXPECT_TRUE(hr == S_OK || hr == WBEM_E_NOT_FOUND);
        sink.wait();
        ASSERT_EQ(sink.finals.size(), 1U);
        ++(sink.finals[0].result == WBEM_E_CALL_CANCELLED ? cancelled : real);
        const auto stored = get((L"Thing.Id=" + std::to_wstring(i)).c_str());
        EXPECT_TRUE(sink.finals[0].result != S_OK || last == S_OK);
        EXPECT_TRUE(!stored || text(stored.Get(), L"Name") == L"whole");
    }
    EXPECT_EQ(real + cancelled, 300);
}

TEST_F(Cancel, DoesNotTouchSynchronousAndSemisynchronousCalls) {  // CANCEL-17
    ComPtr<IWbemCallResult> result;
    ASSERT_EQ(services->PutInstance(thing(1).Get(), WBEM_FLAG_RETURN_IMMEDIATELY, nullptr, result.GetAddressOf()), S_OK);
    Sink sink;
    EXPECT_EQ(services->CancelAsyncCall(&sink), WBEM_E_NOT_FOUND);
    long status = -1;
    EXPECT_EQ(result->GetCallStatus(WBEM_INFINITE, &status), S_OK);
    EXPECT_EQ(status, 0);
}

TEST_F(Cancel, LeavesCallsThatStartLater) {  // CANCEL-23
    fill(3000);
    Sink sink;
    sink.block(true);
    ASSERT_EQ(enumerate(sink), S_OK);
    sink.wait_objects(1);
    EXPECT_EQ(services->CancelAsyncCall(&sink), S_OK);
    sink.block(false);
    sink.wait(1);
    ASSERT_EQ(services->PutInstanceAsync(thing(1).Get(), 0, nullptr, &sink), S_OK);
    sink.wait(2);
    EXPECT_EQ(sink.finals[1].result, S_OK);
}

TEST_F(Cancel, DroppingEverythingDoesNotCancel) {  // CANCEL-25
    fill(3000);
    Sink sink;
    sink.block(true);
    ASSERT_EQ(enumerate(sink), S_OK);
    sink.wait_objects(1);
    services.Reset();
    locator.Reset();
    sink.block(false);
    sink.wait();
    EXPECT_EQ(sink.finals[0].result, S_OK);
    EXPECT_EQ(sink.count, 3000U);
}

TEST_F(Cancel, ReachesAStubByTheStubAlone) {  // CALL-59, CALL-60, CALL-61, CALL-62, CANCEL-19
    fill(3000);
    ComPtr<IUnsecuredApartment> apartment;
    ASSERT_EQ(CoCreateInstance(CLSID_UnsecuredApartment, nullptr, CLSCTX_LOCAL_SERVER, IID_PPV_ARGS(apartment.GetAddressOf())), S_OK);
    Sink sink;
    sink.block(true);
    ComPtr<IUnknown> unknown;
    ASSERT_EQ(apartment->CreateObjectStub(&sink, unknown.GetAddressOf()), S_OK);
    EXPECT_EQ(sink.references, 2U);
    ComPtr<IWbemObjectSink> stub;
    ASSERT_EQ(unknown->QueryInterface(IID_PPV_ARGS(stub.GetAddressOf())), S_OK);
    unknown.Reset();
    ASSERT_EQ(services->CreateInstanceEnumAsync(b(L"Thing"), 0, nullptr, stub.Get()), S_OK);
    sink.wait_objects(1);
    EXPECT_EQ(services->CancelAsyncCall(&sink), WBEM_E_NOT_FOUND);
    EXPECT_EQ(services->CancelAsyncCall(stub.Get()), S_OK);
    stub.Reset();
    sink.block(false);
    sink.wait();
    EXPECT_EQ(sink.finals[0].result, WBEM_E_CALL_CANCELLED);
    EXPECT_EQ(apartment->CreateObjectStub(services.Get(), unknown.ReleaseAndGetAddressOf()), E_NOINTERFACE);
    EXPECT_FALSE(unknown);
    ComPtr<IWbemUnsecuredApartment> better;
    ASSERT_EQ(apartment->QueryInterface(IID_PPV_ARGS(better.GetAddressOf())), S_OK);
    EXPECT_EQ(better->CreateSinkStub(&sink, 3, nullptr, stub.ReleaseAndGetAddressOf()), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(better->CreateSinkStub(&sink, 0, L"x", stub.ReleaseAndGetAddressOf()), WBEM_E_INVALID_PARAMETER);
    EXPECT_EQ(better->CreateSinkStub(&sink, WBEM_FLAG_UNSECAPP_DONT_CHECK_ACCESS, nullptr, stub.ReleaseAndGetAddressOf()), S_OK);
}

}  // namespace
}  // namespace at_surface
