#include "store/memory_engine.h"

#include <gtest/gtest.h>

#include "store/engine_laws.h"

using namespace wmi::store;
using wmi::base::Status;

namespace {

std::shared_ptr<Engine> make() { return make_memory_engine(); }

}  // namespace

TEST(MemoryEngine, KeepsTheLaws) { laws::hold(make); }

TEST(MemoryEngine, DoesWhatAMapDoes) {
    for (std::uint64_t seed = 1; seed <= 5; ++seed)
        laws::random_work_does_what_a_map_does(make, seed, 60);
}

TEST(MemoryEngine, AnswersAFullStoreAndGoesOnWhenThereIsRoom) {
    const auto engine = make_memory_engine(1000);
    laws::put(*engine, "a", Bytes(600, 'a'));
    const auto full = engine->write(Deadline::never(), [](Batch& batch) -> Result<void> {
        static_cast<void>(batch.put("b", Bytes(600, 'b')));
        return {};  // a batch whose change failed does not commit, whatever the work says
    });
    EXPECT_EQ(full.status(), Status::OutOfDiskSpace);
    EXPECT_EQ(laws::all_of(*engine).size(), 1U);
    laws::write(*engine, [](Batch& batch) -> Result<void> {
        TRY(batch.erase("a"));
        return {};
    });
    laws::put(*engine, "b", Bytes(600, 'b'));
    EXPECT_EQ(laws::all_of(*engine).size(), 1U);
}

TEST(MemoryEngine, FreesWhatNoViewCanSee) {
    const auto engine = make_memory_engine();
    auto view = laws::view_of(*engine);
    for (int time = 0; time < 100; ++time)
        laws::put(*engine, "a", Bytes(1000, 'a'));
    EXPECT_GE(engine->facts()->used_bytes, 99'000U);
    view.reset();
    laws::put(*engine, "b", "");
    EXPECT_LT(engine->facts()->used_bytes, 1100U);
}
