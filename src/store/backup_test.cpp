#include <fstream>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/engine_laws.h"
#include "store/internal/testing_folder.h"

using namespace wmi::store;
using internal::TestingFolder;
using wmi::base::Status;
namespace fs = std::filesystem;

namespace {

std::shared_ptr<Engine> filled(const TestingFolder& folder) {
    auto engine = *open(folder.options());
    for (int batch = 0; batch < 5; ++batch)
        laws::write(*engine, [&](Batch& to) -> Result<void> {
            for (int number = 0; number < 300; ++number)
                TRY(to.put("key" + std::to_string(batch * 1000 + number), Bytes(static_cast<std::size_t>(number * 9), 'v')));
            return {};
        });
    return engine;
}

}  // namespace

TEST(Backup, IsRestoredAsOneBatch) {
    const TestingFolder folder;
    const TestingFolder elsewhere;
    const auto engine = filled(folder);
    const auto then = laws::all_of(*engine);
    const fs::path file = elsewhere.path() / "backup";
    std::uint64_t told = 0;
    const auto done = engine->backup(file, [&](std::uint64_t bytes, std::uint64_t of) {
        EXPECT_LE(bytes, of);
        told = bytes;
    });
    ASSERT_TRUE(done) << done.error().sentence();
    EXPECT_GT(told, 0U);
    laws::write(*engine, [](Batch& batch) -> Result<void> {
        TRY(batch.clear());
        return batch.put("later", "1");
    });
    const auto view = laws::view_of(*engine);
    const auto before = engine->stamp();
    const auto restored = engine->restore(Deadline::never(), file, {});
    ASSERT_TRUE(restored) << restored.error().sentence();
    EXPECT_EQ(*restored, before + 1);
    EXPECT_EQ(laws::all_of(*engine), then);
    EXPECT_EQ(laws::all_of(*view), (laws::Model{{"later", "1"}}));
    EXPECT_EQ(std::distance(fs::directory_iterator(elsewhere.path()), fs::directory_iterator()), 1);
}

TEST(Backup, OpensAsADataFileWithItsRevision) {
    const TestingFolder folder;
    const TestingFolder other;
    const auto engine = filled(folder);
    ASSERT_TRUE(engine->backup(other.path() / "data.mdb", {}));
    const auto copy = open(other.options());
    ASSERT_TRUE(copy) << copy.error().sentence();
    EXPECT_EQ((*copy)->stamp(), engine->stamp());
    EXPECT_EQ((*copy)->facts()->id, engine->facts()->id);
    EXPECT_EQ(laws::all_of(**copy), laws::all_of(*engine));
    EXPECT_EQ(laws::put(**copy, "a", "1"), engine->stamp() + 1);
}

TEST(Backup, IsTakenWhileOthersWrite) {
    const TestingFolder folder;
    const TestingFolder other;
    const auto engine = filled(folder);
    std::atomic<bool> stop{false};
    std::thread writer([&] {
        for (int number = 0; !stop; ++number)
            laws::put(*engine, "key" + std::to_string(number % 300), Bytes(1000, 'w'));
    });
    EXPECT_TRUE(engine->backup(other.path() / "data.mdb", {}));
    stop = true;
    writer.join();
    EXPECT_EQ(laws::all_of(**open(other.options())).size(), 1500U);
}

TEST(Backup, ReplacesAnOlderOneAndLeavesNothingWhenItFails) {
    const TestingFolder folder;
    const TestingFolder other;
    const auto engine = filled(folder);
    const fs::path file = other.path() / "backup";
    std::ofstream(file) << "older";
    EXPECT_TRUE(engine->backup(file, {}));
    EXPECT_TRUE(engine->restore(Deadline::never(), file, {}));
    EXPECT_FALSE(engine->backup(other.path() / "nowhere" / "backup", {}));
    fs::create_directory(other.path() / "folder");
    EXPECT_FALSE(engine->backup(other.path() / "folder", {}));
    EXPECT_EQ(std::distance(fs::directory_iterator(other.path()), fs::directory_iterator()), 2);
}

TEST(Restore, SaysOfAFileThatMayNotBeReadThatItMayNot) {
    const TestingFolder folder;
    const auto engine = *open(folder.options());
    const fs::path file = folder.path() / "locked";
    std::ofstream(file) << "x";
    chmod(file.c_str(), 0);
    const bool is_root = geteuid() == 0;
    if (is_root) EXPECT_EQ(seteuid(65534), 0);
    const Status status = engine->restore(Deadline::never(), file, {}).status();
    if (is_root) EXPECT_EQ(seteuid(0), 0);
    EXPECT_EQ(status, Status::AccessDenied);
}

TEST(Restore, RefusesWhatIsNoBackupAndChangesNothing) {
    const TestingFolder folder;
    const TestingFolder other;
    const auto engine = filled(folder);
    const auto before = laws::all_of(*engine);
    const fs::path file = other.path() / "file";
    EXPECT_EQ(engine->restore(Deadline::never(), file, {}).status(), Status::NotFound);
    std::ofstream(file) << Bytes(10'000, 'x');
    EXPECT_EQ(engine->restore(Deadline::never(), file, {}).status(), Status::InvalidStream);
    fs::remove(file);
    ASSERT_TRUE(engine->backup(file, {}));
    fs::resize_file(file, fs::file_size(file) - 5000);
    EXPECT_EQ(engine->restore(Deadline::never(), file, {}).status(), Status::InvalidStream);
    EXPECT_EQ(laws::all_of(*engine), before);
}
