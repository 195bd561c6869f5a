// A disk that is really full: a small tmpfs, which only root may mount; elsewhere the file size limit of lmdb_faults_test.cpp
// stands for it.
#include <fstream>

#include <gtest/gtest.h>
#include <sys/mount.h>

#include "store/engine_laws.h"
#include "store/internal/testing_folder.h"

using namespace wmi::store;
using internal::TestingFolder;
using wmi::base::Status;

namespace {

class SmallDisk {
public:
    SmallDisk() : mounted_(mount("tmpfs", folder_.path().c_str(), "tmpfs", 0, "size=3m") == 0) {}

    ~SmallDisk() {
        if (mounted_) umount2(folder_.path().c_str(), MNT_DETACH);
    }

    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    [[nodiscard]] bool is_there() const { return mounted_; }

    [[nodiscard]] std::filesystem::path file() const { return folder_.path() / "filler"; }

    void fill() const {
        std::ofstream stream(file(), std::ios::binary);
        while (stream.write(Bytes(4096, 'f').data(), 4096).flush()) {
        }
    }

    void make_room() const { std::filesystem::remove(file()); }

    [[nodiscard]] Options options() const {
        Options options = folder_.options();
        options.folder = folder_.path() / "repository";
        return options;
    }

private:
    const TestingFolder folder_;
    const bool mounted_;
};

}  // namespace

TEST(DiskFull, IsAnsweredAndLosesNothingAndWorkGoesOnWhenThereIsRoom) {
    const SmallDisk disk;
    if (!disk.is_there()) GTEST_SKIP() << "needs the right to mount a tmpfs";
    auto engine = *open(disk.options());
    laws::put(*engine, "first", "1");
    disk.fill();
    Status status = Status::Ok;
    std::size_t acknowledged = 1;
    while (status == Status::Ok && acknowledged < 100) {
        const auto put = [&](Batch& batch) { return batch.put("n" + std::to_string(acknowledged), Bytes(30'000, 'n')); };
        const auto answer = engine->write(Deadline::never(), put);
        status = answer.status();
        acknowledged += status == Status::Ok ? 1 : 0;
    }
    EXPECT_EQ(status, Status::OutOfDiskSpace);
    EXPECT_EQ(laws::all_of(*engine).size(), acknowledged);
    engine.reset();
    engine = *open(disk.options());  // reading needs no room
    EXPECT_EQ(laws::all_of(*engine).size(), acknowledged);
    disk.make_room();
    laws::put(*engine, "room", Bytes(100'000, 'r'));
    EXPECT_EQ(laws::all_of(*engine).size(), acknowledged + 1);
}

TEST(DiskFull, IsAnsweredWhenANewRepositoryHasNoRoom) {
    const SmallDisk disk;
    if (!disk.is_there()) GTEST_SKIP() << "needs the right to mount a tmpfs";
    disk.fill();
    const auto none = open(disk.options());
    EXPECT_EQ(none.status(), Status::OutOfDiskSpace) << (none ? "" : none.error().sentence());
    disk.make_room();
    laws::put(**open(disk.options()), "a", "1");
}
