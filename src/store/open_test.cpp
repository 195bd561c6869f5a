// What opening a folder makes, accepts and refuses.
#include <fstream>
#include <sstream>
#include <thread>

#include <gtest/gtest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/engine_laws.h"
#include "store/internal/data_file.h"
#include "store/folder.h"
#include "store/internal/folder.h"
#include "store/internal/testing_folder.h"

using namespace wmi::store;
using internal::TestingFolder;
using wmi::base::Status;
namespace fs = std::filesystem;

namespace {

std::string content(const fs::path& file) {
    std::ostringstream out;
    out << std::ifstream(file, std::ios::binary).rdbuf();
    return out.str();
}

void set_content(const fs::path& file, const std::string& text) { std::ofstream(file, std::ios::binary) << text; }

/// A closed repository of some hundred records.
void fill(const TestingFolder& folder) {
    const auto engine = *open(folder.options());
    laws::write(*engine, [](Batch& batch) -> Result<void> {
        for (int number = 0; number < 500; ++number)
            TRY(batch.put("key" + std::to_string(number), Bytes(700, 'v')));
        return {};
    });
}

void expect_refused(const TestingFolder& folder, Status status, std::string_view words) {
    const auto answer = open(folder.options());
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.status(), status) << answer.error().sentence();
    EXPECT_NE(answer.error().sentence().find(words), std::string::npos) << answer.error().sentence();
    EXPECT_NE(answer.error().sentence().find(folder.path().string()), std::string::npos) << answer.error().sentence();
}

mode_t mode_of(const fs::path& file) {
    struct stat status {};
    EXPECT_EQ(stat(file.c_str(), &status), 0) << file;
    return status.st_mode & 0777U;
}

}  // namespace

TEST(Open, MakesAFolderForItsOwnerAlone) {
    const TestingFolder parent;
    Options options = parent.options();
    options.folder = parent.path() / "a" / "repository";
    const mode_t old = umask(0);
    const auto engine = open(options);
    umask(old);
    ASSERT_TRUE(engine) << engine.error().sentence();
    EXPECT_EQ(mode_of(options.folder), 0700U);
    std::size_t files = 0;
    for (const auto& file : fs::directory_iterator(options.folder)) {
        EXPECT_EQ(mode_of(file.path()), 0600U) << file.path();
        ++files;
    }
    EXPECT_EQ(files, 4U);  // identity, data, LMDB's lock, the writers' lock
}

TEST(Open, RefusesAFolderOfOtherFilesAndLeavesItAlone) {
    const TestingFolder folder;
    set_content(folder.path() / "letter.txt", "dear");
    expect_refused(folder, Status::InvalidParameter, "holds other files (letter.txt)");
    EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 1);
}

TEST(Open, RefusesAFileInPlaceOfAFolder) {
    const TestingFolder folder;
    set_content(folder.path() / "file", "");
    Options options = folder.options();
    options.folder = folder.path() / "file";
    EXPECT_EQ(open(options).status(), Status::InvalidParameter);
    options.folder = folder.path() / "file" / "below";
    EXPECT_FALSE(open(options));
    options.folder.clear();
    EXPECT_EQ(open(options).status(), Status::InvalidParameter);
}

TEST(Open, TellsNetworkFileSystemsFromLocalOnes) {
    for (const std::uint32_t network : {0x6969U, 0xFF534D42U, 0xFE534D42U, 0x65735546U, 0x01021997U})
        EXPECT_TRUE(internal::is_network_file_system(network)) << network;  // nfs, cifs, smb2, fuse, 9p
    for (const std::uint32_t local : {0xEF53U, 0x58465342U, 0x9123683EU, 0x01021994U, 0x794C7630U})
        EXPECT_FALSE(internal::is_network_file_system(local)) << local;  // ext4, xfs, btrfs, tmpfs, overlay
}

TEST(Open, RefusesANewerFormatInTheIdentityAndInTheData) {
    const TestingFolder folder;
    fill(folder);
    const auto identity = folder.path() / internal::kIdentityFile;
    const std::string ours = content(identity);
    EXPECT_TRUE(ours.starts_with("OpenWMI repository\nformat 1\nid {"));
    set_content(identity, "OpenWMI repository\nformat 2\nand what we cannot know\n");
    expect_refused(folder, Status::NotSupported, "has format 2, this program knows 1");
    set_content(identity, ours);

    const auto data = folder.path() / internal::kDataFile;
    std::string bytes = content(data);
    const std::string birth = internal::encode(internal::Birth{});
    for (std::size_t at = bytes.find(birth.substr(0, 12)); at != bytes.npos; at = bytes.find(birth.substr(0, 12), at + 1))
        bytes[at + 8] = 7;
    set_content(data, bytes);
    expect_refused(folder, Status::NotSupported, "has format 7");
}

TEST(Open, RefusesAForeignIdentityAndForeignData) {
    const TestingFolder folder;
    fill(folder);
    const auto identity = folder.path() / internal::kIdentityFile;
    const std::string ours = content(identity);
    for (const std::string& foreign : {std::string(), std::string("hello"), std::string("OpenWMI repository\nformat x\n")}) {
        set_content(identity, foreign);
        expect_refused(folder, Status::CriticalError, internal::kIdentityFile);
    }
    set_content(identity, ours);
    set_content(folder.path() / internal::kDataFile, std::string(100'000, 'x'));
    expect_refused(folder, Status::CriticalError, "is no data file");
}

TEST(Open, RefusesLmdbDataOfOthers) {
    const TestingFolder folder;
    fill(folder);
    const auto data = folder.path() / internal::kDataFile;
    std::string bytes = content(data);
    for (std::size_t at = bytes.find("OpenWMI"); at != bytes.npos; at = bytes.find("OpenWMI", at + 1))
        bytes.replace(at, 7, "Another");
    set_content(data, bytes);
    expect_refused(folder, Status::InvalidStream, "is no repository of OpenWMI");
}

TEST(Open, RefusesARepositoryThatLostItsDataAndMakesNoNewOne) {
    const TestingFolder folder;
    fill(folder);
    fs::remove(folder.path() / internal::kDataFile);
    expect_refused(folder, Status::CriticalError, "has lost its file data.mdb");
    EXPECT_FALSE(fs::exists(folder.path() / internal::kDataFile));
}

TEST(Open, ExpectsNoNewRepositoryWhereOneLostItsData) {  // MOF-74
    const TestingFolder parent;
    Options options = parent.options();
    options.folder = parent.path() / "repository";
    const std::filesystem::path& place = options.folder;
    EXPECT_FALSE(is_made(place));
    ASSERT_TRUE(open(options));
    EXPECT_TRUE(is_made(place));
    std::filesystem::remove(place / "data.mdb");
    EXPECT_TRUE(is_made(place)) << "open() refuses it: nothing will be made there";
    std::filesystem::remove(place / "openwmi.store");
    EXPECT_FALSE(is_made(place));
}

TEST(Open, RefusesATruncatedFileWhereverItIsCut) {
    const TestingFolder folder;
    fill(folder);
    const auto data = folder.path() / internal::kDataFile;
    const std::string whole = content(data);
    for (std::size_t size = 0; size < whole.size(); size += size < 20'000 ? 1000 : 37'000) {
        set_content(data, whole.substr(0, size));
        const auto answer = open(folder.options());
        EXPECT_EQ(answer.status(), Status::CriticalError) << size;
    }
    set_content(data, whole.substr(0, whole.size() - 1));
    expect_refused(folder, Status::CriticalError, "is cut off");
    set_content(data, whole);
    EXPECT_EQ(laws::all_of(**open(folder.options())).size(), 500U);
}

TEST(Open, AcceptsAFileThatEndsBeforeItsLastFreePages) {
    const TestingFolder folder;
    {
        const auto engine = *open(folder.options());
        laws::put(*engine, "a", "1");
        laws::write(*engine, [](Batch& batch) -> Result<void> {  // pages at the end that are never written
            TRY(batch.put("large", Bytes(1'000'000, 'l')));
            TRY(batch.erase("large"));
            return batch.put("b", "2");
        });
    }
    EXPECT_EQ(laws::all_of(**open(folder.options())), (laws::Model{{"a", "1"}, {"b", "2"}}));
}

TEST(Open, SurvivesEveryFlippedByteOfTheFirstPages) {
    const TestingFolder folder;
    fill(folder);
    const auto data = folder.path() / internal::kDataFile;
    const std::string whole = content(data);
    for (std::size_t at = 0; at < 8192; at += at % 4096 < 160 ? 1 : 500) {
        std::string damaged = whole;
        damaged[at] = static_cast<char>(~damaged[at]);
        set_content(data, damaged);
        static_cast<void>(internal::inspect_folder(folder.path()));
        static_cast<void>(internal::check_data_file(data));
    }
}

TEST(Open, TakesTheFilesOfARepositoryInTheMakingForNoOthers) {
    const TestingFolder folder;
    const auto data = folder.path() / internal::kDataFile;
    const auto beside = folder.path() / "data.mdb.new";
    std::jthread maker([&](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            set_content(beside, "");
            fs::rename(beside, data);
            fs::remove(data);
        }
    });
    for (int look = 0; look < 5000; ++look) {
        const auto state = internal::inspect_folder(folder.path());
        ASSERT_TRUE(state) << "look " << look << ": " << state.error().sentence();
    }
}

TEST(Open, WritesAnIdentityThatACrashPrevented) {
    const TestingFolder folder;
    fill(folder);
    const auto identity = folder.path() / internal::kIdentityFile;
    const std::string ours = content(identity);
    fs::remove(identity);
    EXPECT_EQ(laws::all_of(**open(folder.options())).size(), 500U);
    EXPECT_EQ(content(identity), ours);
}

TEST(Open, BeginsAgainAfterAMakingThatWasKilled) {
    const TestingFolder folder;
    set_content(folder.path() / "data.mdb.new", "half");
    set_content(folder.path() / "store.lock", "");
    set_content(folder.path() / "openwmi.store.new", "Open");
    laws::put(**open(folder.options()), "a", "1");
    EXPECT_EQ(laws::all_of(**open(folder.options())).size(), 1U);
}

TEST(Open, TakesALimitAndAnswersAFullStore) {
    const TestingFolder folder;
    Options options = folder.options();
    options.limit_bytes = 2 << 20;
    const auto engine = *open(options);
    laws::put(*engine, "first", Bytes(100'000, '1'));
    std::uint64_t acknowledged = 0;
    Status status = Status::Ok;
    while (status == Status::Ok && acknowledged < 100) {
        const auto answer = engine->write(Deadline::never(), [&](Batch& batch) {
            return batch.put("n" + std::to_string(acknowledged), Bytes(100'000, 'n'));
        });
        status = answer.status();
        acknowledged += status == Status::Ok ? 1 : 0;
    }
    EXPECT_EQ(status, Status::OutOfDiskSpace);
    EXPECT_GT(acknowledged, 10U);
    EXPECT_EQ(laws::all_of(*engine).size(), acknowledged + 1);
    laws::write(*engine, [](Batch& batch) -> Result<void> {
        TRY(batch.erase("first"));
        return {};
    });
    laws::put(*engine, "again", Bytes(1000, 'a'));
    EXPECT_EQ(laws::find(*engine, "again"), Bytes(1000, 'a'));
    EXPECT_LE(engine->facts()->file_bytes, options.limit_bytes);
}

TEST(Open, TakesNoPlaceOfStandardInputOutputAndError) {  // what is printed there would land in the repository
    const TestingFolder folder;
    const pid_t child = fork();
    if (child == 0) {
        for (int place = 0; place < 3; ++place) close(place);
        fill(folder);
        const auto engine = *open(folder.options());
        const bool is_backed_up = static_cast<bool>(engine->backup(folder.path() / "saved", {})) && static_cast<bool>(engine->restore(wmi::base::Deadline::never(), folder.path() / "saved", {}));
        bool is_free = is_backed_up;
        for (int place = 0; place < 3; ++place) is_free = is_free && fcntl(place, F_GETFD) == -1;
        _exit(is_free ? 0 : 1);
    }
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
}

TEST(Open, TellsTheFacts) {
    const TestingFolder folder;
    fill(folder);
    const auto engine = *open(folder.options());
    const auto view = laws::view_of(*engine);
    const Facts facts = *engine->facts();
    EXPECT_EQ(facts.engine, "lmdb");
    EXPECT_EQ(facts.format, 1U);
    EXPECT_EQ(facts.records, 500U);
    EXPECT_EQ(facts.revision, view->revision());
    EXPECT_EQ(facts.views, 1U);
    EXPECT_GE(facts.used_bytes, 500U * 700U);
    EXPECT_LE(facts.used_bytes, facts.file_bytes);
    EXPECT_NE(facts.id, wmi::base::Guid());
    EXPECT_GT(facts.disk_free_bytes, 0U);
}
