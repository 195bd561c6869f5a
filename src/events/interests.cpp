#include "events/internal/interests.h"

#include <algorithm>

namespace wmi::events::internal {

namespace {

constexpr std::size_t kSmallest = 64;

std::uint32_t packed(Interests::Wanted wanted) noexcept { return wanted.exact | wanted.deep << 16U; }

}  // namespace

Interests::Interests() : table_(std::make_shared<Table>(kSmallest)) { read_.store(table_.get()); }

const Interests::Slot* Interests::Table::find(InterestKey key) const noexcept {
    const std::size_t last = slots.size() - 1;
    for (std::size_t at = key >> 1U & last;; at = (at + 1) & last) {
        const InterestKey here = slots[at].key.load(std::memory_order_acquire);
        if (here == key) return &slots[at];
        if (here == 0) return nullptr;
    }
}

Interests::Slot* Interests::Table::find(InterestKey key) noexcept { return const_cast<Slot*>(std::as_const(*this).find(key)); }

Interests::Slot& Interests::Table::find_or_take(InterestKey key) noexcept {
    const std::size_t last = slots.size() - 1;
    for (std::size_t at = key >> 1U & last;; at = (at + 1) & last) {
        const InterestKey here = slots[at].key.load(std::memory_order_relaxed);
        if (here == key) return slots[at];
        if (here != 0) continue;
        slots[at].key.store(key, std::memory_order_release);
        ++used;
        return slots[at];
    }
}

bool Interests::wants(repository::NamespaceId in, const repository::ClassLine& of, repository::CommittedChange::Kind kind) const noexcept {
    const Table& table = *read_.load(std::memory_order_acquire);
    const repository::Kinds told = repository::kind_bit(kind);
    const auto wanted = [&](std::size_t name_hash) -> std::uint32_t {
        const Slot* slot = table.find(interest_key(in, name_hash));
        return slot ? slot->wanted.load(std::memory_order_relaxed) : 0;
    };
    const std::uint32_t deep = told << 16U;
    if ((wanted(kAllClasses) & deep) != 0) return true;
    if (!of) return false;
    if ((wanted(of.name_hash()) & (deep | told)) != 0) return true;
    for (repository::ClassLine above = of.parent(); above; above = above.parent())
        if ((wanted(above.name_hash()) & deep) != 0) return true;
    return false;
}

/// The half that is not used keeps searches short; a copy leaves out what nobody wants any more.
void Interests::make_room() {
    if ((table_->used + 1) * 2 <= table_->slots.size()) return;
    const auto live = static_cast<std::size_t>(
        std::count_if(table_->slots.begin(), table_->slots.end(), [](const Slot& slot) { return slot.wanted.load(std::memory_order_relaxed) != 0; }));
    std::size_t size = kSmallest;
    while (size < (live + 1) * 4) size *= 2;
    auto larger = std::make_shared<Table>(size);
    replaced_.reserve(replaced_.size() + 1);
    for (const Slot& slot : table_->slots) {
        const std::uint32_t wanted = slot.wanted.load(std::memory_order_relaxed);
        if (wanted != 0) larger->find_or_take(slot.key.load(std::memory_order_relaxed)).wanted.store(wanted, std::memory_order_relaxed);
    }
    read_.store(larger.get(), std::memory_order_release);
    replaced_.push_back(std::exchange(table_, std::move(larger)));
}

void Interests::set(InterestKey key, Wanted wanted) {
    Slot* slot = table_->find(key);
    if (!slot) {
        make_room();
        slot = &table_->find_or_take(key);
    }
    slot->wanted.store(packed(wanted), std::memory_order_release);
}

void Interests::reset(InterestKey key, Wanted wanted) noexcept {
    if (Slot* slot = table_->find(key)) slot->wanted.store(packed(wanted), std::memory_order_release);
}

}  // namespace wmi::events::internal
