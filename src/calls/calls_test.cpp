#include "calls/calls.h"
#include "calls/outcome.h"

#include <algorithm>
#include <atomic>
#include <barrier>
#include <condition_variable>
#include <future>
#include <mutex>
#include <set>
#include <thread>

#include <gtest/gtest.h>
#include <pthread.h>

namespace wmi::calls {
namespace {

using namespace std::chrono_literals;
using base::Deadline;

/// What a client's sink saw, shared by all calls that use it.
struct Client {
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<Final> finals;
    std::vector<std::string> order;  // "objects 2", "progress", "final"
    std::size_t objects = 0;
    std::size_t active = 0, most_active = 0;
    std::set<std::thread::id> threads;
    std::atomic<int> references{0};
    bool is_blocked = false;  // callbacks wait until it is false
    bool entered = false;
    Status answer = Status::Ok;  // of indicate and progress
    bool throws = false;
    bool ends_thread = false;
    std::function<void()> inside;  // run in every callback

    void callback(const std::string& what) {
        std::unique_lock lock(mutex);
        order.push_back(what);
        most_active = std::max(most_active, ++active);
        threads.insert(std::this_thread::get_id());
        entered = true;
        changed.notify_all();
        changed.wait(lock, [this] { return !is_blocked; });
        lock.unlock();
        if (inside) inside();
        lock.lock();
        --active;
        changed.notify_all();
    }

    void block(bool on) {
        const std::lock_guard lock(mutex);
        is_blocked = on;
        if (on) entered = false;
        changed.notify_all();
    }

    void wait_entered() {
        std::unique_lock lock(mutex);
        changed.wait(lock, [this] { return entered; });
    }

    std::size_t wait_finals(std::size_t count) {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return finals.size() >= count; });
        return finals.size();
    }
};

class TestSink : public Sink {
public:
    explicit TestSink(Client& client) : client_(client) { ++client_.references; }

    ~TestSink() override { --client_.references; }

    [[nodiscard]] const void* identity() const override { return &client_; }

    Status indicate(std::vector<cim::Object> objects) override {
        client_.callback("objects " + std::to_string(objects.size()));
        const std::lock_guard lock(client_.mutex);
        client_.objects += objects.size();
        if (client_.ends_thread) pthread_exit(nullptr);
        if (client_.throws) throw 42;
        return client_.answer;
    }

    Status progress(const Progress& report) override {
        client_.callback("progress " + std::to_string(report.done) + "/" + std::to_string(report.total));
        return client_.answer;
    }

    void finish(const Final& final) override {
        client_.callback("final");
        const std::lock_guard lock(client_.mutex);
        client_.finals.push_back(final);
        client_.changed.notify_all();
    }

private:
    Client& client_;
};

CallPtr make_call(Client& client, CallOptions options = {}) {
    return std::make_shared<Call>(std::make_unique<TestSink>(client), options);
}

std::vector<cim::Object> objects(std::size_t count) {
    return std::vector<cim::Object>(count, cim::Object(cim::ClassPtr()));
}

CallPtr admitted(Calls& calls, Client& client, CallOptions options = {}) {
    CallPtr call = make_call(client, options);
    EXPECT_TRUE(calls.admit(call));
    calls.begin(*call);
    return call;
}

class Pieces : public Source {
public:
    explicit Pieces(std::size_t pieces, std::atomic<std::size_t>* read = nullptr) : left_(pieces), read_(read) {}

    Result<Piece> next() override {
        if (read_) ++*read_;
        Piece piece;
        if (left_-- > 0) piece.objects = objects(3);
        piece.is_last = left_ == 0;
        return piece;
    }

private:
    std::size_t left_;
    std::atomic<std::size_t>* read_;
};

TEST(Calls, DeliverObjectsThenOneFinalStatusThenReleaseTheSink) {  // CALL-25, CALL-28, CALL-35
    Client client;
    Calls calls;
    const CallPtr call = admitted(calls, client);
    EXPECT_TRUE(calls.indicate(*call, objects(2)));
    EXPECT_TRUE(calls.indicate(*call, objects(5)));
    EXPECT_TRUE(calls.finish(*call, Final{Status::Ok, "Thing.A=1", {}, {}, nullptr}));
    EXPECT_TRUE(calls.drain(Deadline::in(10s)));
    EXPECT_EQ(client.order, (std::vector<std::string>{"objects 2", "objects 5", "final"}));
    EXPECT_EQ(client.objects, 7U);
    ASSERT_EQ(client.finals.size(), 1U);
    EXPECT_EQ(client.finals[0].text, "Thing.A=1");
    EXPECT_EQ(client.references, 0);
}

TEST(Calls, DoNotCallTheSinkForNoObjects) {  // CALL-27
    Client client;
    Calls calls;
    const CallPtr call = admitted(calls, client);
    EXPECT_TRUE(calls.indicate(*call, {}));
    calls.finish(*call, {});
    calls.drain(Deadline::never());
    EXPECT_EQ(client.order, (std::vector<std::string>{"final"}));
}

TEST(Calls, TakeOneFinalStatusAndDropALaterOne) {  // CALL-54, CANCEL-06
    Client client;
    Calls calls;
    client.block(true);
    const CallPtr call = admitted(calls, client);
    EXPECT_TRUE(calls.finish(*call, Final{Status::NotFound, {}, {}, {}, nullptr}));
    EXPECT_FALSE(calls.finish(*call, {}));
    EXPECT_FALSE(calls.indicate(*call, objects(1)));
    client.block(false);
    calls.drain(Deadline::never());
    ASSERT_EQ(client.finals.size(), 1U);
    EXPECT_EQ(client.finals[0].status, Status::NotFound);
}

TEST(Calls, RunOneCallbackOfACallAtATime) {  // CALL-26
    Client client;
    Calls calls;
    client.inside = [] { std::this_thread::yield(); };
    const CallPtr call = admitted(calls, client);
    for (int i = 0; i < 200; ++i) calls.indicate(*call, objects(1));
    calls.finish(*call, {});
    calls.drain(Deadline::never());
    EXPECT_EQ(client.most_active, 1U);
    EXPECT_EQ(client.objects, 200U);
}

TEST(Calls, RunDifferentCallsInParallelAlsoOnOneSink) {  // CALL-26, CALL-44
    Client client;
    Calls calls;
    std::barrier meet(8);
    client.inside = [&] { meet.arrive_and_wait(); };  // ends only when eight callbacks are active
    std::vector<CallPtr> all;
    for (int i = 0; i < 8; ++i) all.push_back(admitted(calls, client));
    for (const CallPtr& call : all) calls.finish(*call, {});
    EXPECT_TRUE(calls.drain(Deadline::in(60s)));
    EXPECT_EQ(client.finals.size(), 8U);
    EXPECT_EQ(client.most_active, 8U);
}

TEST(Calls, LetABlockedSinkHoldOnlyItsOwnThread) {  // CALL-37
    Client stuck;
    Client well;
    Calls calls;
    stuck.block(true);
    for (int i = 0; i < 4; ++i) calls.finish(*admitted(calls, stuck), {});
    for (int i = 0; i < 100; ++i) calls.finish(*admitted(calls, well), {});
    EXPECT_EQ(well.wait_finals(100), 100U);
    stuck.block(false);
    calls.drain(Deadline::never());
    EXPECT_EQ(stuck.finals.size(), 4U);
}

TEST(Calls, RefuseNewCallsWhenEveryCallbackThreadIsHeldAndLoseNoneThatWereTaken) {  // CALL-17
    Calls calls({.threads = 3, .wait = 1ms});
    Client client;
    client.block(true);
    for (int i = 0; i < 10; ++i) calls.finish(*admitted(calls, client), {});
    while (calls.counts().busy < 3) std::this_thread::yield();
    const CallPtr refused = make_call(client);
    EXPECT_EQ(calls.admit(refused).status(), Status::ServerTooBusy);
    client.block(false);
    calls.drain(Deadline::never());
    EXPECT_EQ(client.finals.size(), 10U);
    EXPECT_TRUE(calls.admit(refused));
    EXPECT_TRUE(calls.withdraw(*refused));
}

TEST(Calls, RefuseWhatTheQueueCannotHold) {  // CALL-17
    Calls calls({.calls = 2, .bytes = 100, .wait = 1ms});
    Client client;
    const CallPtr big = admitted(calls, client, {.size_bytes = 1000});  // larger than all: taken when alone
    EXPECT_EQ(calls.admit(make_call(client, {.size_bytes = 1})).status(), Status::ServerTooBusy);
    calls.finish(*big, {});
    calls.drain(Deadline::never());
    const CallPtr first = admitted(calls, client);
    const CallPtr second = admitted(calls, client);
    EXPECT_EQ(calls.admit(make_call(client)).status(), Status::ServerTooBusy);
    calls.finish(*first, {});
    calls.finish(*second, {});
    calls.drain(Deadline::never());
    EXPECT_EQ(client.finals.size(), 3U);
    EXPECT_EQ(client.references, 0);
}

TEST(Calls, DoNotWaitForRoomInsideACallback) {  // CALL-17
    Calls calls({.calls = 1, .wait = 1h});
    Client client;
    Status inside = Status::Ok;
    client.inside = [&] { inside = calls.admit(make_call(client)).status(); };
    calls.finish(*admitted(calls, client), {});
    EXPECT_TRUE(calls.drain(Deadline::in(10s)));
    EXPECT_EQ(inside, Status::ServerTooBusy);
}

TEST(Calls, AdmitWhoWaitsWhenRoomComes) {  // CALL-17
    Calls calls({.calls = 1, .wait = 1h});
    Client client;
    const CallPtr first = admitted(calls, client);
    auto second = std::async(std::launch::async, [&] {
        const CallPtr call = make_call(client);
        const bool taken = static_cast<bool>(calls.admit(call));
        calls.finish(*call, {});
        return taken;
    });
    calls.finish(*first, {});
    EXPECT_TRUE(second.get());
    calls.drain(Deadline::never());
    EXPECT_EQ(client.finals.size(), 2U);
}

TEST(Calls, WithdrawWithoutCallingTheSink) {  // CALL-18
    Client client;
    Calls calls;
    const CallPtr call = make_call(client);
    ASSERT_TRUE(calls.admit(call));
    EXPECT_TRUE(calls.withdraw(*call));
    EXPECT_EQ(client.references, 0);
    EXPECT_TRUE(client.order.empty());
    EXPECT_EQ(calls.cancel(kThisProcess, &client).status(), Status::NotFound);
}

TEST(Calls, CancelWhenTheSinkRefusesAnObject) {  // CALL-36
    Client client;
    Calls calls;
    client.answer = Status::Failed;
    const CallPtr call = admitted(calls, client);
    calls.indicate(*call, objects(1));
    EXPECT_EQ(client.wait_finals(1), 1U);
    EXPECT_FALSE(calls.indicate(*call, objects(1)));
    EXPECT_FALSE(calls.finish(*call, {}));
    calls.drain(Deadline::never());
    EXPECT_EQ(client.order, (std::vector<std::string>{"objects 1", "final"}));
    EXPECT_EQ(client.finals[0].status, Status::CallCancelled);
    EXPECT_FALSE(client.finals[0].text);
}

TEST(Calls, GoOnWhenTheSinkAnswersASuccessThatIsNotZero) {  // CALL-36, CALL-49
    Client client;
    Calls calls;
    client.answer = Status::SNewStyle;
    const CallPtr call = admitted(calls, client);
    calls.indicate(*call, objects(1));
    calls.finish(*call, {});
    calls.drain(Deadline::never());
    EXPECT_EQ(client.finals[0].status, Status::Ok);
}

TEST(Calls, TakeWhatASinkThrowsForARefusal) {  // CALL-36
    Client client;
    Calls calls;
    client.throws = true;
    const CallPtr call = admitted(calls, client);
    calls.indicate(*call, objects(1));
    calls.drain(Deadline::never());
    EXPECT_EQ(client.finals[0].status, Status::CallCancelled);
    EXPECT_EQ(client.references, 0);
}

TEST(Calls, SurviveASinkThatEndsItsThread) {
    Client client;
    Calls calls;
    client.ends_thread = true;
    const CallPtr call = admitted(calls, client);
    calls.indicate(*call, objects(1));
    EXPECT_TRUE(calls.drain(Deadline::in(10s)));
    ASSERT_EQ(client.finals.size(), 1U);
    EXPECT_EQ(client.finals[0].status, Status::CallCancelled);
    EXPECT_EQ(client.references, 0);
}

TEST(Calls, ReportProgressOnlyToThoseWhoAsked) {  // CALL-38, CALL-39, CALL-40
    Client deaf;
    Client client;
    Calls calls;
    const CallPtr quiet = admitted(calls, deaf);
    EXPECT_TRUE(calls.progress(*quiet, {3, 10, "three"}));
    calls.finish(*quiet, {});
    const CallPtr call = admitted(calls, client, {.wants_progress = true});
    EXPECT_TRUE(calls.progress(*call, {3, 10, "three"}));
    calls.finish(*call, {});
    EXPECT_FALSE(calls.progress(*call, {4, 10, {}}));
    calls.drain(Deadline::never());
    EXPECT_EQ(deaf.order, (std::vector<std::string>{"final"}));
    EXPECT_EQ(client.order, (std::vector<std::string>{"progress 3/10", "final"}));
}

TEST(Calls, PullASourceAndEndWithIt) {  // CALL-28
    Client client;
    Calls calls;
    const CallPtr call = admitted(calls, client);
    calls.deliver_from(*call, std::make_unique<Pieces>(5));
    calls.drain(Deadline::never());
    EXPECT_EQ(client.objects, 15U);
    EXPECT_EQ(client.finals[0].status, Status::Ok);
}

TEST(Calls, StopReadingASourceWhoseSinkDoesNotTake) {
    Client client;
    Calls calls;
    client.block(true);
    std::atomic<std::size_t> read = 0;
    const CallPtr call = admitted(calls, client);
    calls.deliver_from(*call, std::make_unique<Pieces>(1000, &read));
    client.wait_entered();
    EXPECT_EQ(read, 1U);
    EXPECT_TRUE(calls.cancel(kThisProcess, &client));
    client.block(false);
    calls.drain(Deadline::never());
    EXPECT_EQ(read, 1U);
    EXPECT_EQ(client.finals[0].status, Status::CallCancelled);
}

/// Has what it was given, and sleeps without.
class Sleepy : public Source {
public:
    explicit Sleepy(std::atomic<int>& waiting, std::atomic<int>& asked) : waiting_(waiting), asked_(asked) {}

    Result<Piece> next() override {
        ++asked_;
        Piece piece;
        const int there = waiting_.exchange(0);
        if (there < 0) return Error(Status::InvalidNamespace, "gone");
        piece.objects = objects(static_cast<std::size_t>(there));
        piece.is_waiting = there == 0;
        return piece;
    }

private:
    std::atomic<int>& waiting_;
    std::atomic<int>& asked_;
};

TEST(Calls, LetASourceThatHasNothingSleepUntilItIsWoken) {  // EVT-08
    std::atomic<int> waiting{0}, asked{0};
    Client client;
    Calls calls;
    const CallPtr call = admitted(calls, client);
    calls.deliver_from(*call, std::make_unique<Sleepy>(waiting, asked));
    while (asked < 1) std::this_thread::yield();
    Client other;
    const CallPtr marker = admitted(calls, other);
    calls.finish(*marker, {});
    other.wait_finals(1);
    EXPECT_EQ(asked, 1);  // nobody asks in vain
    for (int i = 1; i <= 100; ++i) {
        waiting += 1;
        calls.wake(*call);
    }
    const auto taken = [&client] {
        const std::lock_guard lock(client.mutex);
        return client.objects;
    };
    while (taken() < 100) std::this_thread::yield();
    waiting = -1;
    calls.wake(*call);
    client.wait_finals(1);
    EXPECT_EQ(client.finals[0].status, Status::InvalidNamespace);
    calls.wake(*call);  // too late, and harmless
    EXPECT_TRUE(calls.drain(Deadline::in(10s)));
}

TEST(Calls, CancelOneThatSleeps) {  // CANCEL-18
    std::atomic<int> waiting{0}, asked{0};
    Client client;
    Calls calls;
    const CallPtr call = admitted(calls, client);
    calls.deliver_from(*call, std::make_unique<Sleepy>(waiting, asked));
    while (asked < 1) std::this_thread::yield();
    EXPECT_TRUE(calls.cancel(kThisProcess, &client));
    client.wait_finals(1);
    EXPECT_EQ(client.finals[0].status, Status::CallCancelled);
    waiting = 5;
    calls.wake(*call);
    EXPECT_TRUE(calls.drain(Deadline::in(10s)));
    EXPECT_EQ(client.objects, 0U);
    EXPECT_EQ(client.references, 0);
}

TEST(Calls, FinishOneThatSleeps) {
    std::atomic<int> waiting{0}, asked{0};
    Client client;
    Calls calls;
    const CallPtr call = admitted(calls, client);
    calls.deliver_from(*call, std::make_unique<Sleepy>(waiting, asked));
    while (asked < 1) std::this_thread::yield();
    EXPECT_TRUE(calls.finish(*call, {}));
    client.wait_finals(1);
    EXPECT_EQ(client.finals[0].status, Status::Ok);
    EXPECT_TRUE(calls.drain(Deadline::in(10s)));
}

TEST(Calls, DoNotCountWhatStandsAmongTheLoad) {  // EVT-14: many subscriptions leave room for calls
    Calls calls({.calls = 2, .wait = 1ms});
    std::vector<std::unique_ptr<Client>> clients;
    CallOptions standing;
    standing.is_standing = true;
    for (int i = 0; i < 5; ++i) admitted(calls, *clients.emplace_back(std::make_unique<Client>()), standing);
    EXPECT_EQ(calls.counts().standing, 5U);
    Client first, second, third;
    admitted(calls, first);
    const CallPtr late = admitted(calls, second);
    const auto refused = std::make_shared<Call>(std::make_unique<TestSink>(third), CallOptions{});
    EXPECT_EQ(calls.admit(refused).status(), Status::ServerTooBusy);
    calls.finish(*late, {});
    second.wait_finals(1);
    for (auto& client : clients) EXPECT_TRUE(calls.cancel(kThisProcess, client.get()));
    EXPECT_TRUE(calls.cancel(kThisProcess, &first));
    EXPECT_TRUE(calls.drain(Deadline::in(10s)));
    EXPECT_EQ(calls.counts().standing, 0U);
}

TEST(Calls, MakeAProducerWaitForASlowSink) {  // SVC-66
    Calls calls({.queued_bytes = 1000});
    Client client;
    client.block(true);
    const CallPtr call = admitted(calls, client);
    std::atomic<int> given = 0;
    std::thread producer([&] {
        for (int i = 0; i < 20; ++i) {
            if (!calls.indicate(*call, objects(3))) break;
            ++given;
        }
        calls.finish(*call, {});
    });
    client.wait_entered();
    EXPECT_LE(given, 3);
    client.block(false);
    producer.join();
    calls.drain(Deadline::never());
    EXPECT_EQ(client.objects, 60U);
}

TEST(Cancel, NeedsASinkOfAPendingCall) {  // CANCEL-02, CANCEL-03
    Client client;
    Calls calls;
    EXPECT_EQ(calls.cancel(kThisProcess, nullptr).status(), Status::InvalidParameter);
    EXPECT_EQ(calls.cancel(kThisProcess, &client).status(), Status::NotFound);
    calls.finish(*admitted(calls, client), {});
    calls.drain(Deadline::never());
    EXPECT_EQ(calls.cancel(kThisProcess, &client).status(), Status::NotFound);
    EXPECT_EQ(client.finals.size(), 1U);
}

TEST(Cancel, GivesEachCallOfTheSinkOneCancelledStatusAndReleasesItBeforeItReturns) {  // CANCEL-01, 04, 05, 10
    Client client;
    Client other;
    Calls calls;
    std::vector<CallPtr> all;
    for (int i = 0; i < 20; ++i) all.push_back(admitted(calls, client));
    const CallPtr untouched = admitted(calls, other);
    EXPECT_TRUE(calls.cancel(kThisProcess, &client));
    EXPECT_EQ(client.references, 0);
    ASSERT_EQ(client.finals.size(), 20U);
    for (const Final& final : client.finals) EXPECT_EQ(final.status, Status::CallCancelled);
    for (const CallPtr& call : all) EXPECT_FALSE(calls.finish(*call, {}));
    EXPECT_TRUE(calls.finish(*untouched, {}));
    calls.drain(Deadline::never());
    EXPECT_EQ(other.finals[0].status, Status::Ok);
}

TEST(Cancel, LeavesTheCallsOfOtherClients) {  // CANCEL-01
    Client sink;
    Calls calls;
    const CallPtr mine = admitted(calls, sink, {.client = 1});
    EXPECT_EQ(calls.cancel(2, &sink).status(), Status::NotFound);
    EXPECT_TRUE(calls.cancel(1, &sink));
}

TEST(Cancel, FromInsideACallbackIsAnErrorThatChangesNothing) {  // CANCEL-08
    Client client;
    Client other;
    Calls calls;
    const CallPtr pending = admitted(calls, other);
    Status own = Status::Ok;
    Status others = Status::Ok;
    client.inside = [&] {
        own = calls.cancel(kThisProcess, &client).status();
        others = calls.cancel(kThisProcess, &other).status();
    };
    const CallPtr call = admitted(calls, client);
    calls.indicate(*call, objects(1));
    calls.finish(*call, {});
    client.wait_finals(1);
    EXPECT_EQ(own, Status::InvalidOperation);
    EXPECT_EQ(others, Status::InvalidOperation);
    EXPECT_EQ(client.finals[0].status, Status::Ok);
    EXPECT_FALSE(is_inside_callback());
    EXPECT_TRUE(calls.finish(*pending, {}));
}

TEST(Cancel, BeginsNoCallbackButTheFinalOneAndWaitsForNoneThatHangs) {  // CANCEL-07, CANCEL-09
    Client client;
    Calls calls;
    client.block(true);
    const CallPtr call = admitted(calls, client);
    calls.indicate(*call, objects(1));
    calls.indicate(*call, objects(1));
    client.wait_entered();
    EXPECT_TRUE(calls.cancel(kThisProcess, &client));  // the callback still hangs
    EXPECT_TRUE(client.finals.empty());
    EXPECT_TRUE(call->is_stopped());
    EXPECT_FALSE(calls.indicate(*call, objects(1)));  // CANCEL-14
    client.block(false);
    calls.drain(Deadline::never());
    EXPECT_EQ(client.order, (std::vector<std::string>{"objects 1", "final"}));
    EXPECT_EQ(client.finals[0].status, Status::CallCancelled);
}

TEST(Cancel, ReturnsAlthoughTheFinalCallbackHangs) {  // CANCEL-09
    Calls calls({.release = 1ms});
    Client client;
    client.block(true);
    const CallPtr call = admitted(calls, client);
    EXPECT_TRUE(calls.cancel(kThisProcess, &client));
    EXPECT_EQ(client.references, 1);
    client.block(false);
    calls.drain(Deadline::never());
    EXPECT_EQ(client.references, 0);
}

TEST(Cancel, OvertakesCompletionsThatWait) {
    Calls calls({.threads = 1});
    Client slow;
    Client client;
    std::vector<CallPtr> all;
    for (int i = 0; i < 100; ++i) all.push_back(admitted(calls, slow));
    const CallPtr call = admitted(calls, client);
    slow.block(true);
    for (const CallPtr& waiting : all) calls.finish(*waiting, {});
    calls.finish(*call, {});  // its real end waits behind the others
    slow.wait_entered();
    std::size_t ended_before = 0;
    client.inside = [&] { ended_before = slow.finals.size(); };
    std::thread canceller([&] { EXPECT_TRUE(calls.cancel(kThisProcess, &client)); });
    while (!call->is_stopped()) std::this_thread::yield();
    slow.block(false);
    canceller.join();
    calls.drain(Deadline::never());
    EXPECT_EQ(ended_before, 1U);
    EXPECT_EQ(client.finals[0].status, Status::CallCancelled);
}

TEST(Cancel, TellsWhoWaitsForSomebodyElse) {  // CANCEL-13
    struct Hooked : Call {
        using Call::Call;

        void on_stop() noexcept override { ++told; }

        int told = 0;
    };

    Client client;
    Calls calls;
    const auto call = std::make_shared<Hooked>(std::make_unique<TestSink>(client), CallOptions{});
    ASSERT_TRUE(calls.admit(call));
    EXPECT_TRUE(calls.cancel(kThisProcess, &client));
    EXPECT_EQ(call->told, 1);
}

TEST(Cancel, DoesNotTouchACallStartedAfterItReturned) {  // CANCEL-23
    Client client;
    Calls calls;
    const CallPtr old = admitted(calls, client);
    EXPECT_TRUE(calls.cancel(kThisProcess, &client));
    const CallPtr young = admitted(calls, client);
    EXPECT_TRUE(calls.finish(*young, {}));
    calls.drain(Deadline::never());
    ASSERT_EQ(client.finals.size(), 2U);
    EXPECT_EQ(client.finals[1].status, Status::Ok);
}

TEST(Cancel, IsNotCausedByDroppingTheCall) {  // CANCEL-25
    Client client;
    Calls calls;
    Call* raw = admitted(calls, client).get();  // the last reference of ours is gone
    EXPECT_EQ(client.references, 1);
    EXPECT_TRUE(calls.finish(*raw, {}));
    calls.drain(Deadline::never());
    EXPECT_EQ(client.finals[0].status, Status::Ok);
}

TEST(Calls, EndWithoutCallbacksWhenTheClientIsGone) {  // CANCEL-24
    Client gone;
    Client stays;
    Calls calls;
    const CallPtr lost = admitted(calls, gone, {.client = 1});
    const CallPtr kept = admitted(calls, stays, {.client = 2});
    calls.lose(1);
    EXPECT_TRUE(lost->is_stopped());
    calls.finish(*kept, {});
    calls.drain(Deadline::never());
    EXPECT_TRUE(gone.order.empty());
    EXPECT_EQ(gone.references, 0);
    EXPECT_EQ(stays.finals.size(), 1U);
}

TEST(Calls, MakeTheTextOfAnEndLate) {
    struct Late : Call {
        using Call::Call;

        void complete(Final& final) override { final.text = "made on the callback thread"; }
    };

    Client client;
    Calls calls;
    const auto done = std::make_shared<Late>(std::make_unique<TestSink>(client), CallOptions{});
    ASSERT_TRUE(calls.admit(done));
    calls.finish(*done, {});
    calls.drain(Deadline::never());
    EXPECT_EQ(client.finals[0].text, "made on the callback thread");
    const auto cancelled = std::make_shared<Late>(std::make_unique<TestSink>(client), CallOptions{});
    ASSERT_TRUE(calls.admit(cancelled));
    EXPECT_TRUE(calls.cancel(kThisProcess, &client));
    EXPECT_FALSE(client.finals[1].text);  // CANCEL-05
}

TEST(Calls, DrainBeforeTheyClose) {  // CALL-20: shutting down
    Client client;
    Calls calls;
    const CallPtr call = admitted(calls, client);
    calls.refuse();
    std::thread worker([&] {
        EXPECT_EQ(calls.admit(make_call(client)).status(), Status::ShuttingDown);
        calls.finish(*call, {});
    });
    worker.join();
    calls.close(Deadline::in(10s));
    EXPECT_EQ(client.references, 0);
    EXPECT_EQ(calls.counts().threads, 0U);
}

TEST(Calls, CloseLeavesASinkThatNeverReturnsToItself) {
    Client client;
    client.block(true);
    {
        Calls calls;
        calls.finish(*admitted(calls, client), {});
        calls.finish(*admitted(calls, client), {});
        const CallPtr waiting = admitted(calls, client);
        client.wait_entered();
        calls.close(Deadline::in(1ms));
    }
    client.block(false);
    client.wait_finals(1);
    while (client.references > 0) std::this_thread::yield();
}

TEST(Calls, FinishABatchWithOneWakeUp) {
    Client client;
    Calls calls;
    std::vector<Calls::Finished> batch;
    for (int i = 0; i < 1000; ++i) batch.push_back({admitted(calls, client), {}});
    calls.finish(batch);
    batch.clear();
    calls.drain(Deadline::never());
    EXPECT_EQ(client.finals.size(), 1000U);
    EXPECT_EQ(client.references, 0);
}

TEST(Outcome, IsWaitedForByDeadlineAndKept) {  // SVC-67, SVC-71
    Outcome outcome;
    EXPECT_EQ(outcome.wait(Deadline::in(0s)), nullptr);
    std::thread worker([&] { outcome.set({Final{Status::NotFound, {}, {}, {}, nullptr}, std::nullopt}); });
    const Answer* answer = outcome.wait(Deadline::never());
    worker.join();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->final.status, Status::NotFound);
    outcome.set({});
    EXPECT_EQ(outcome.wait(Deadline::never())->final.status, Status::NotFound);
}

}  // namespace
}  // namespace wmi::calls
