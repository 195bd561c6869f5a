#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <stdlib.h>

#include "store/engine.h"
#include "store/engine_laws.h"
#include "store/internal/testing_folder.h"

using namespace wmi::store;
using internal::TestingFolder;
using wmi::base::Status;

namespace {

std::shared_ptr<Engine> open_in(const TestingFolder& folder) {
    auto engine = open(folder.options());
    EXPECT_TRUE(engine) << (engine ? "" : engine.error().sentence());
    return engine ? *engine : nullptr;
}

}  // namespace

TEST(LmdbEngine, KeepsTheLaws) {
    std::vector<TestingFolder> folders;
    laws::hold([&] { return open_in(folders.emplace_back()); });
}

TEST(LmdbEngine, DoesWhatAMapDoes) {
    std::vector<TestingFolder> folders;
    for (std::uint64_t seed = 1; seed <= 5; ++seed)
        laws::random_work_does_what_a_map_does([&] { return open_in(folders.emplace_back()); }, seed, 60);
}

TEST(LmdbEngine, KeepsEverythingWhenOpenedAgain) {
    const TestingFolder folder;
    laws::put(*open_in(folder), "a", "1");
    const auto revision = open_in(folder)->stamp();
    EXPECT_EQ(laws::put(*open_in(folder), "b", "2"), revision + 1);
    EXPECT_EQ(laws::all_of(*open_in(folder)), (laws::Model{{"a", "1"}, {"b", "2"}}));
}

TEST(LmdbEngine, IsOneForAFolderOfAProcess) {
    const TestingFolder folder;
    const auto first = open_in(folder);
    auto other_name = folder.options();
    other_name.folder = folder.path() / "." / "";
    EXPECT_EQ(first, *open(other_name));
}
