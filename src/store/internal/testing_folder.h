// A folder for a test, gone with everything in it at the end.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

#include "store/engine.h"

namespace wmi::store::internal {

class TestingFolder {
public:
    TestingFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "openwmi-store-XXXXXX").string();
        path_ = mkdtemp(name.data());
    }

    TestingFolder(TestingFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}

    TestingFolder& operator=(TestingFolder&&) = delete;

    ~TestingFolder() {
        std::error_code ignored;
        if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
    }

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

    [[nodiscard]] Options options() const {
        Options options;
        options.folder = path_;
        options.reserve_bytes = std::uint64_t{1} << 30U;
        return options;
    }

private:
    std::filesystem::path path_;
};

}  // namespace wmi::store::internal
