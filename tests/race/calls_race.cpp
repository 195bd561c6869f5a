// Two that meet in one call, thousands of times: run under the thread sanitizer too (preset tsan). What must hold is counted:
// one final status a call, no callback after it, no reference left.
#include "calls/calls.h"

#include <atomic>
#include <barrier>
#include <thread>

#include <gtest/gtest.h>

namespace wmi::calls {
namespace {

using namespace std::chrono_literals;

struct Client {
    std::atomic<int> finals{0}, real{0}, cancelled{0}, late{0}, references{0};
    std::atomic<std::size_t> objects{0};
    Status answer = Status::Ok;
};

class CountingSink : public Sink {
public:
    explicit CountingSink(Client& client, const void* identity) : client_(client), identity_(identity) { ++client_.references; }

    ~CountingSink() override { --client_.references; }

    [[nodiscard]] const void* identity() const override { return identity_; }

    Status indicate(std::vector<cim::Object> objects) override {
        if (is_done_) ++client_.late;
        client_.objects += objects.size();
        return client_.answer;
    }

    Status progress(const Progress&) override {
        if (is_done_) ++client_.late;
        return client_.answer;
    }

    void finish(const Final& final) override {
        if (is_done_) ++client_.late;
        is_done_ = true;
        ++client_.finals;
        ++(final.status == Status::CallCancelled ? client_.cancelled : client_.real);
    }

private:
    Client& client_;
    const void* identity_;
    bool is_done_ = false;  // not atomic: callbacks of one call never overlap, and the sanitizer looks
};

CallPtr start(Calls& calls, Client& client, const void* identity, CallOptions options = {}) {
    auto call = std::make_shared<Call>(std::make_unique<CountingSink>(client, identity), options);
    while (!calls.admit(call)) std::this_thread::yield();
    calls.begin(*call);
    return call;
}

std::vector<cim::Object> objects(std::size_t count) {
    return std::vector<cim::Object>(count, cim::Object(cim::ClassPtr()));
}

class Pieces : public Source {
public:
    explicit Pieces(int pieces) : left_(pieces) {}

    Result<Piece> next() override {
        --left_;
        return Piece{objects(2), left_ <= 0};
    }

private:
    int left_;
};

TEST(Race, FinishAndCancelLeaveOneFinalStatus) {  // CANCEL-05, CANCEL-06
    constexpr int kRounds = 10'000;
    Calls calls;
    Client client;
    CallPtr call;
    std::barrier meet(3);
    std::thread finisher([&] {
        for (int i = 0; i < kRounds; ++i) {
            meet.arrive_and_wait();
            calls.finish(*call, {});
            meet.arrive_and_wait();
        }
    });
    std::thread canceller([&] {
        for (int i = 0; i < kRounds; ++i) {
            meet.arrive_and_wait();
            const Status status = calls.cancel(kThisProcess, &client).status();
            EXPECT_TRUE(status == Status::Ok || status == Status::NotFound);
            meet.arrive_and_wait();
        }
    });
    for (int i = 0; i < kRounds; ++i) {
        call = start(calls, client, &client);
        meet.arrive_and_wait();
        meet.arrive_and_wait();
    }
    finisher.join();
    canceller.join();
    EXPECT_TRUE(calls.drain(base::Deadline::in(60s)));
    EXPECT_EQ(client.finals, kRounds);
    EXPECT_EQ(client.real + client.cancelled, kRounds);
    EXPECT_EQ(client.late, 0);
    EXPECT_EQ(client.references, 0);
}

TEST(Race, ObjectsProgressSourcesCancelAndLossMeet) {  // CALL-25, CALL-26, CANCEL-06, CANCEL-07, CANCEL-24
    constexpr int kRounds = 1'000;
    constexpr int kThreads = 4;
    Calls calls({.calls = 64, .queued_bytes = 2000});
    Client clients[kThreads];
    std::atomic<bool> ends{false};
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t) {
        threads.emplace_back([&, t] {
            Client& client = clients[t];
            for (int i = 0; i < kRounds; ++i) {
                const CallPtr call = start(calls, client, &client, {.client = t == 3 ? 1U : 0U, .wants_progress = true});
                if (i % 3 == 0) {
                    calls.deliver_from(*call, std::make_unique<Pieces>(3));
                    continue;
                }
                for (int n = 0; n < 4; ++n) {
                    calls.progress(*call, {static_cast<std::uint16_t>(n), 4, {}});
                    if (!calls.indicate(*call, objects(2))) break;
                }
                if (i % 3 == 1 || !calls.withdraw(*call)) calls.finish(*call, {});
                else ++client.finals;  // withdrawn: counted here, the sink is not called
            }
        });
    }
    std::thread canceller([&] {
        while (!ends) {
            (void)calls.cancel(kThisProcess, &clients[0]).status();
            calls.lose(1);
            std::this_thread::yield();
        }
    });
    for (std::thread& thread : threads) thread.join();
    EXPECT_TRUE(calls.drain(base::Deadline::in(60s)));
    ends = true;
    canceller.join();
    for (int t = 0; t < 3; ++t) EXPECT_EQ(clients[t].finals, kRounds) << t;
    EXPECT_LE(clients[3].finals, kRounds);
    for (const Client& client : clients) {
        EXPECT_EQ(client.late, 0);
        EXPECT_EQ(client.references, 0);
    }
}

/// Gives what was put into it, and sleeps without.
class Basket : public Source {
public:
    explicit Basket(std::atomic<std::size_t>& there) : there_(there) {}

    Result<Piece> next() override {
        Piece piece;
        piece.objects = objects(there_.exchange(0));
        piece.is_waiting = piece.objects.empty();
        return piece;
    }

private:
    std::atomic<std::size_t>& there_;
};

TEST(Race, WakeUpsThatMeetASleepingSourceAreNotLost) {  // invariant 9
    constexpr std::size_t kRounds = 20'000;
    Calls calls;
    Client client;
    std::atomic<std::size_t> there{0};
    const CallPtr call = start(calls, client, &client);
    calls.deliver_from(*call, std::make_unique<Basket>(there));
    for (std::size_t i = 1; i <= kRounds; ++i) {
        ++there;
        calls.wake(*call);
        if (i % 3 != 0) continue;
        while (client.objects < i) std::this_thread::yield();  // so that it falls asleep now and then
    }
    while (client.objects < kRounds) std::this_thread::yield();
    EXPECT_TRUE(calls.cancel(kThisProcess, &client));
    EXPECT_TRUE(calls.drain(base::Deadline::in(60s)));
    EXPECT_EQ(client.objects, kRounds);
    EXPECT_EQ(client.finals, 1);
}

TEST(Race, WakeUpsMeetCancelAndFinish) {  // invariants 1, 5, 9
    constexpr int kRounds = 3'000;
    Calls calls;
    Client client;
    for (int i = 0; i < kRounds; ++i) {
        std::atomic<std::size_t> there{0};
        const CallPtr call = start(calls, client, &client);
        calls.deliver_from(*call, std::make_unique<Basket>(there));
        std::thread waker([&] {
            for (int n = 0; n < 3; ++n) {
                ++there;
                calls.wake(*call);
            }
        });
        if (i % 2 == 0) calls.finish(*call, {});
        else (void)calls.cancel(kThisProcess, &client).status();
        waker.join();
        EXPECT_TRUE(calls.drain(base::Deadline::in(60s)));
    }
    EXPECT_EQ(client.finals, kRounds);
    EXPECT_EQ(client.late, 0);
    EXPECT_EQ(client.references, 0);
}

TEST(Race, SinksThatRefuseMeetProducersAndCancel) {  // CALL-36
    constexpr int kRounds = 2'000;
    Calls calls;
    Client client;
    client.answer = Status::Failed;
    for (int i = 0; i < kRounds; ++i) {
        const CallPtr call = start(calls, client, &client);
        calls.indicate(*call, objects(1));
        if (i % 2 == 0) calls.finish(*call, {});
        else (void)calls.cancel(kThisProcess, &client).status();
    }
    EXPECT_TRUE(calls.drain(base::Deadline::in(60s)));
    EXPECT_EQ(client.finals, kRounds);
    EXPECT_EQ(client.cancelled, kRounds);
    EXPECT_EQ(client.references, 0);
}

TEST(Race, ClosingUnderLoadEndsEveryCallThatWasTaken) {
    for (int round = 0; round < 50; ++round) {
        Client client;
        std::atomic<int> taken{0};
        {
            Calls calls({.calls = 100, .wait = 1ms});
            std::vector<std::thread> threads;
            for (int t = 0; t < 4; ++t) {
                threads.emplace_back([&] {
                    for (;;) {
                        const auto call = std::make_shared<Call>(std::make_unique<CountingSink>(client, &client), CallOptions{});
                        const Status status = calls.admit(call).status();
                        if (status == Status::ShuttingDown) return;
                        if (status != Status::Ok) continue;
                        ++taken;
                        calls.finish(*call, {});
                    }
                });
            }
            while (taken < 200) std::this_thread::yield();
            calls.close(base::Deadline::in(60s));
            for (std::thread& thread : threads) thread.join();
        }
        EXPECT_EQ(client.finals, taken);
        EXPECT_EQ(client.references, 0);
    }
}

}  // namespace
}  // namespace wmi::calls
