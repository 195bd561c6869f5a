// One leaf of LMDB's tree where the map shows it (format: data_file.cpp), so that a walk reads neighbours without asking LMDB for
// each. It is found from an entry that LMDB gave, and only believed when it shows that very entry.
// Only for read transactions: their pages do not change.
#pragma once

#include "base/bytes.h"

#include <cstdint>
#include <optional>

namespace wmi::store::internal {

class LeafPage {
public:
    using BytesView = base::BytesView;

    struct Entry {
        BytesView key, value;
    };

    /// A page and the place of the entry in it.
    struct Found;

    /// page_bytes   a power of two that is no more than the system's page: pages then begin at its multiples; 0: nothing is found
    static std::optional<Found> around(BytesView key, BytesView value, std::size_t page_bytes);

    [[nodiscard]] std::size_t count() const { return count_; }

    [[nodiscard]] Entry entry(std::size_t at) const {
        const char* node = node_at(at);
        const auto low = base::load<std::uint16_t>(node), high = base::load<std::uint16_t>(node + 2);
        const auto flags = base::load<std::uint16_t>(node + 4), key_size = base::load<std::uint16_t>(node + 6);
        const char* key = node + kNodeHead;
        const std::size_t value_size = low | std::size_t{high} << 16U;
        if ((flags & kBigValue) == 0) return {{key, key_size}, {key + key_size, value_size}};
        return {{key, key_size}, {page_at(base::load<std::uint64_t>(key + key_size)) + kPageHead, value_size}};
    }

    /// Asks the processor for the beginnings of all entries: their order in memory is not one that it foresees.
    void prefetch() const {
        constexpr std::size_t kLine = 64;
        for (std::size_t at = 0; at < count_; ++at) {
            const char* node = node_at(at);
            __builtin_prefetch(node);
            __builtin_prefetch(node + kLine);
        }
    }

private:
    static constexpr std::size_t kPageHead = 16;
    static constexpr std::size_t kNodeHead = 8;
    static constexpr std::uint16_t kBigValue = 1;

    LeafPage(const char* page, std::size_t count, std::size_t page_bytes) : page_(page), count_(count), page_bytes_(page_bytes) {}

    [[nodiscard]] const char* node_at(std::size_t at) const { return page_ + base::load<std::uint16_t>(page_ + kPageHead + 2 * at); }

    [[nodiscard]] const char* page_at(std::uint64_t number) const {
        return page_ + (number - base::load<std::uint64_t>(page_)) * page_bytes_;  // its own number stands first
    }

    const char* page_;
    std::size_t count_;
    std::size_t page_bytes_;
};

struct LeafPage::Found {
    LeafPage page;
    std::size_t at;
};

inline std::optional<LeafPage::Found> LeafPage::around(BytesView key, BytesView value, std::size_t page_bytes) {
    constexpr std::uint16_t kLeaf = 2, kKinds = 0x3F;
    if (page_bytes == 0) return std::nullopt;
    const auto address = reinterpret_cast<std::uintptr_t>(key.data());
    const char* page = key.data() - (address & (page_bytes - 1));
    const std::size_t lower = base::load<std::uint16_t>(page + 12);
    if ((base::load<std::uint16_t>(page + 10) & kKinds) != kLeaf || lower <= kPageHead || lower > page_bytes) return std::nullopt;
    const LeafPage found(page, (lower - kPageHead) / 2, page_bytes);
    std::size_t at = 0;
    while (at < found.count_ && found.node_at(at) + kNodeHead != key.data()) ++at;
    if (at == found.count_) return std::nullopt;
    const Entry shown = found.entry(at);
    if (shown.key.size() != key.size() || shown.value.data() != value.data() || shown.value.size() != value.size()) return std::nullopt;
    return Found{found, at};
}

}  // namespace wmi::store::internal
