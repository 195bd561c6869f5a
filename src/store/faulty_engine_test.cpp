#include "store/faulty_engine.h"

#include <gtest/gtest.h>

#include "store/engine_laws.h"
#include "store/memory_engine.h"

using namespace wmi::store;

namespace {

Result<void> change_much(Batch& batch) {
    TRY(batch.put("a", "2"));
    TRY(batch.insert("b", "2"));
    TRY(batch.erase("c"));
    auto cursor = TRY(batch.cursor());
    TRY(cursor->seek(""));
    TRY(batch.get("a"));
    return {};
}

void fail_every_act(Faults::How how) {
    for (std::uint64_t n = 1;; ++n) {
        const auto faults = std::make_shared<Faults>();
        FaultyEngine engine(make_memory_engine(), faults);
        laws::write(engine, [](Batch& batch) -> Result<void> {
            TRY(batch.put("a", "1"));
            return batch.put("c", "1");
        });
        const laws::Model before = laws::all_of(engine);
        faults->fail_at(n, how);
        bool done = false;
        try {
            done = static_cast<bool>(engine.write(Deadline::never(), change_much));
        } catch (const std::bad_alloc&) {
            EXPECT_EQ(how, Faults::How::Throw);
        }
        EXPECT_NE(done, faults->happened()) << n;
        const bool ended = !faults->happened();
        faults->fail_at(0);
        EXPECT_EQ(laws::all_of(engine), done ? (laws::Model{{"a", "2"}, {"b", "2"}}) : before) << n;
        if (!ended) continue;
        EXPECT_EQ(n, 9U);  // start, six acts inside, commit: eight failed
        return;
    }
}

}  // namespace

TEST(FaultyEngine, KeepsTheLawsWhenNothingFails) {
    laws::hold([] { return std::make_shared<FaultyEngine>(make_memory_engine(), std::make_shared<Faults>()); });
}

TEST(FaultyEngine, LeavesTheStateBeforeWhicheverActFails) {
    fail_every_act(Faults::How::Answer);
    fail_every_act(Faults::How::Throw);
}

TEST(FaultyEngine, CommitsNoBatchWhoseChangeFailed) {
    const auto faults = std::make_shared<Faults>();
    FaultyEngine engine(make_memory_engine(), faults);
    faults->fail_at(2);
    const auto answer = engine.write(Deadline::never(), [](Batch& batch) -> Result<void> {
        static_cast<void>(batch.put("a", "1"));
        return {};
    });
    EXPECT_FALSE(answer);
    EXPECT_EQ(laws::all_of(engine), laws::Model{});
}
