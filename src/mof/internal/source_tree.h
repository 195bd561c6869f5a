// Where the texts that tests read lie: OPENWMI_SOURCE_DIR, as ctest sets it, else the nearest folder upwards
// that has them.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace wmi::mof {

inline std::string read_from_source_tree(std::string_view path) {
    const char* told = std::getenv("OPENWMI_SOURCE_DIR");
    std::filesystem::path folder = told ? std::filesystem::path(told) : std::filesystem::current_path();
    while (!std::filesystem::exists(folder / path) && folder.has_relative_path())
        folder = folder.parent_path();
    std::ifstream in(folder / path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace wmi::mof
