// Looks at a data file before LMDB maps it: reading a mapping beyond the end of a truncated file is a signal that cannot be
// answered, so what is missing must be known before.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <utility>

#include "base/result.h"

namespace wmi::store::internal {

/// Ok when LMDB can map the file: both meta pages are LMDB's, and every page that is in use lies within the file. (A file may
/// rightly end before the last page that its meta page counts, when those pages are free: LMDB writes no free pages.)
/// errors    CriticalError: truncated or foreign
base::Result<void> check_data_file(const std::filesystem::path& file);

/// The number of the newest commit, by whatever process, read where LMDB writes it: through a mapping of our own of the two meta
/// pages, so that nobody has to keep the environment open meanwhile. Costs two loads.
class CommitNumber {
public:
    CommitNumber() = default;
    /// The file must have passed check_data_file. errors CriticalError
    static base::Result<CommitNumber> open(const std::filesystem::path& file);

    CommitNumber(CommitNumber&& other) noexcept : pages_(std::exchange(other.pages_, nullptr)), page_bytes_(other.page_bytes_) {}

    CommitNumber& operator=(CommitNumber&& other) noexcept {
        std::swap(pages_, other.pages_);
        std::swap(page_bytes_, other.page_bytes_);
        return *this;
    }

    ~CommitNumber();

    [[nodiscard]] std::uint64_t newest() const noexcept;

private:
    CommitNumber(const char* pages, std::size_t page_bytes) : pages_(pages), page_bytes_(page_bytes) {}

    const char* pages_ = nullptr;
    std::size_t page_bytes_ = 0;
};

}  // namespace wmi::store::internal
