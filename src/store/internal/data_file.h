// Looks at a data file before LMDB maps it: reading a mapping beyond the end of a truncated file is a signal that cannot be
// answered, so what is missing must be known before.
#pragma once

#include <filesystem>

#include "base/result.h"

namespace wmi::store::internal {

/// Ok when LMDB can map the file: both meta pages are LMDB's, and every page that is in use lies within the file. (A file may
/// rightly end before the last page that its meta page counts, when those pages are free: LMDB writes no free pages.)
/// errors    CriticalError: truncated or foreign
base::Result<void> check_data_file(const std::filesystem::path& file);

}  // namespace wmi::store::internal
