// What can be told of a store's folder without opening it.
#pragma once

#include <filesystem>

namespace wmi::store {

/// False: open() would make a new store there.
bool is_made(const std::filesystem::path& folder);

}  // namespace wmi::store
