// Knows as much of LMDB's format (version 1, this machine's byte order, 64-bit) as it takes to find the free pages:
//   page    number u64, pad u16, flags u16, lower u16, upper u16 (or pages u32), then u16 offsets of its nodes
//   node    u16 low, u16 high, u16 flags, u16 key size, key, value; branch: page number = low, high, flags; leaf: value size
//   meta    after the page's head: magic u32, version u32, address u64, map size u64, two tables, last page u64, number u64
//   table   pad u32 (of the first: page size), flags u16, depth u16, branch, leaf, overflow pages u64, entries u64, root u64
#include "store/internal/data_file.h"

#include <algorithm>
#include <cerrno>
#include <optional>
#include <vector>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <fmt/format.h>

#include "base/bytes.h"
#include "store/internal/file_handle.h"
#include "store/internal/lmdb.h"

namespace wmi::store::internal {

namespace {

using base::Bytes;
using base::BytesView;
using base::Error;
using base::Result;
using base::Status;
namespace fs = std::filesystem;

constexpr std::uint32_t kMagic = 0xBEEFC0DE;
constexpr std::uint32_t kDataVersion = 1;
constexpr std::size_t kPageHead = 16;
constexpr std::size_t kTableBytes = 48;
constexpr std::size_t kMetaBytes = 24 + 2 * kTableBytes + 16;
constexpr std::size_t kNumberPlace = kPageHead + kMetaBytes - 8;
constexpr std::uint16_t kBranchPage = 1;
constexpr std::uint16_t kLeafPage = 2;
constexpr std::uint16_t kBigValue = 1;
constexpr std::uint64_t kNoPage = ~std::uint64_t{0};
constexpr unsigned kMaxDepth = 32;
constexpr int kLooks = 3;  // another process may be writing the very page

struct Meta {
    std::uint32_t page_bytes = 0;
    std::uint64_t free_root = kNoPage;
    std::uint64_t last_page = 0;
    std::uint64_t number = 0;
};

std::optional<Meta> parse_meta(BytesView bytes) {
    base::ByteReader reader(bytes);
    reader.skip(kPageHead);
    if (reader.read<std::uint32_t>() != kMagic || reader.read<std::uint32_t>() != kDataVersion) return std::nullopt;
    reader.skip(16);
    Meta meta;
    meta.page_bytes = reader.read<std::uint32_t>();
    reader.skip(kTableBytes - 12);
    meta.free_root = reader.read<std::uint64_t>();
    reader.skip(kTableBytes);
    meta.last_page = reader.read<std::uint64_t>();
    meta.number = reader.read<std::uint64_t>();
    const bool sane = meta.page_bytes >= 512 && meta.page_bytes <= 65536 && (meta.page_bytes & (meta.page_bytes - 1)) == 0;
    if (!reader.ok() || !sane) return std::nullopt;
    return meta;
}

class DataFile {
public:
    explicit DataFile(FileHandle file) : file_(std::move(file)) {}

    [[nodiscard]] std::uint64_t size() const {
        struct stat status {};
        return fstat(file_.get(), &status) == 0 ? static_cast<std::uint64_t>(status.st_size) : 0;
    }

    /// Fewer bytes than asked at the end of the file.
    [[nodiscard]] Bytes read(std::uint64_t at, std::size_t count) const {
        Bytes bytes(count, '\0');
        const ssize_t got = pread(file_.get(), bytes.data(), count, static_cast<off_t>(at));
        bytes.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
        return bytes;
    }

    [[nodiscard]] std::optional<Meta> newest_meta() const {
        const auto first = parse_meta(read(0, kPageHead + kMetaBytes));
        if (!first) return std::nullopt;
        const auto second = parse_meta(read(first->page_bytes, kPageHead + kMetaBytes));
        if (!second || second->page_bytes != first->page_bytes) return std::nullopt;
        return second->number > first->number ? second : first;
    }

private:
    FileHandle file_;
};

/// Walks the table of free pages and counts those from a page on.
class FreePages {
public:
    FreePages(const DataFile& file, const Meta& meta, std::uint64_t from) : file_(file), meta_(meta), from_(from) {}

    /// Nothing when the table itself is damaged or beyond the end.
    std::optional<std::uint64_t> count() {
        if (meta_.free_root == kNoPage) return 0;
        if (!walk(meta_.free_root, 0)) return std::nullopt;
        std::sort(found_.begin(), found_.end());
        return static_cast<std::uint64_t>(std::unique(found_.begin(), found_.end()) - found_.begin());
    }

private:
    bool walk(std::uint64_t number, unsigned depth) {
        if (depth > kMaxDepth || number >= from_) return false;
        const Bytes page = file_.read(number * meta_.page_bytes, meta_.page_bytes);
        base::ByteReader head(page);
        head.skip(10);
        const auto flags = head.read<std::uint16_t>();
        const auto lower = head.read<std::uint16_t>();
        if (page.size() < meta_.page_bytes || lower < kPageHead || lower > page.size()) return false;
        for (std::size_t node = 0; node < (lower - kPageHead) / 2; ++node) {
            const auto offset = base::load<std::uint16_t>(page.data() + kPageHead + 2 * node);
            base::ByteReader reader(page);
            reader.seek(offset);
            if (!(flags & kBranchPage ? walk_branch(reader, depth) : (flags & kLeafPage) && take_leaf(reader))) return false;
        }
        return true;
    }

    bool walk_branch(base::ByteReader& node, unsigned depth) {
        const std::uint64_t low = node.read<std::uint16_t>();
        const std::uint64_t middle = node.read<std::uint16_t>();
        const std::uint64_t high = node.read<std::uint16_t>();
        return node.ok() && walk(low | middle << 16U | high << 32U, depth + 1);
    }

    bool take_leaf(base::ByteReader& node) {
        const std::uint32_t low = node.read<std::uint16_t>();
        const std::uint32_t size = low | std::uint32_t{node.read<std::uint16_t>()} << 16U;
        const auto flags = node.read<std::uint16_t>();
        node.skip(node.read<std::uint16_t>());
        if (!(flags & kBigValue)) return take_list(node.take(size)) && node.ok();
        const auto first = node.read<std::uint64_t>();
        if (!node.ok() || first >= from_) return false;
        return take_list(file_.read(first * meta_.page_bytes + kPageHead, size));
    }

    // A count, then so many page numbers.
    bool take_list(BytesView list) {
        base::ByteReader reader(list);
        const auto count = reader.read<std::uint64_t>();
        if (!reader.ok() || count > reader.left() / 8) return false;
        for (std::uint64_t left = count; left > 0; --left) {
            const auto page = reader.read<std::uint64_t>();
            if (page >= from_ && page <= meta_.last_page) found_.push_back(page);
        }
        return true;
    }

    const DataFile& file_;
    const Meta& meta_;
    const std::uint64_t from_;
    std::vector<std::uint64_t> found_;
};

enum class Sight { Whole, Truncated, Foreign };

Sight look_at(const DataFile& file) {
    const auto meta = file.newest_meta();
    if (!meta) return Sight::Foreign;
    const std::uint64_t there = file.size() / meta->page_bytes;
    if (there > meta->last_page) return Sight::Whole;
    if (there < 2) return Sight::Truncated;
    const std::uint64_t missing = meta->last_page + 1 - there;
    return FreePages(file, *meta, there).count() == missing ? Sight::Whole : Sight::Truncated;
}

}  // namespace

Result<void> check_data_file(const fs::path& file) {
    FileHandle handle(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!handle) return lmdb_error(errno, "read the repository", file);
    const DataFile data(std::move(handle));
    Sight sight = look_at(data);
    for (int look = 1; look < kLooks && sight != Sight::Whole; ++look)
        sight = look_at(data);
    if (sight == Sight::Whole) return {};
    return Error(Status::CriticalError,
                 sight == Sight::Foreign
                     ? fmt::format("{} is no data file of a repository, or its beginning is damaged; restore a backup",
                                   file.string())
                     : fmt::format("{} is cut off: its end is missing; restore a backup", file.string()),
                 file.string());
}

Result<CommitNumber> CommitNumber::open(const fs::path& file) {
    const FileHandle handle(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (!handle) return lmdb_error(errno, "open the repository", file);
    Bytes head(kPageHead + kMetaBytes, '\0');
    if (pread(handle.get(), head.data(), head.size(), 0) != static_cast<ssize_t>(head.size())) return lmdb_error(EIO, "open the repository", file);
    const std::optional<Meta> meta = parse_meta(head);
    if (!meta) return lmdb_error(EIO, "open the repository", file);
    void* const pages = mmap(nullptr, std::size_t{2} * meta->page_bytes, PROT_READ, MAP_SHARED, handle.get(), 0);
    if (pages == MAP_FAILED) return lmdb_error(errno, "map the repository", file);
    return CommitNumber(static_cast<const char*>(pages), meta->page_bytes);
}

CommitNumber::~CommitNumber() {
    if (pages_) munmap(const_cast<char*>(pages_), 2 * page_bytes_);  // NOLINT: munmap's type
}

std::uint64_t CommitNumber::newest() const noexcept {
    const auto load = [this](std::size_t page) {
        return __atomic_load_n(reinterpret_cast<const std::uint64_t*>(pages_ + page * page_bytes_ + kNumberPlace), __ATOMIC_ACQUIRE);
    };
    return std::max(load(0), load(1));
}

}  // namespace wmi::store::internal
