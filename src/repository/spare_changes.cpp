#include "repository/internal/spare_changes.h"

namespace wmi::repository {

SpareChanges::SpareChanges() {
    spares_.with([](auto& spares) { spares.reserve(kMost); });
}

std::unique_ptr<Change::Content> SpareChanges::take() {
    auto spare = spares_.with([](auto& spares) -> std::unique_ptr<Change::Content> {
        if (spares.empty()) return nullptr;
        auto last = std::move(spares.back());
        spares.pop_back();
        return last;
    });
    return spare ? std::move(spare) : std::make_unique<Change::Content>();
}

void SpareChanges::keep(std::span<Pending> told) noexcept {
    const auto is_worth_it = [](const Change::Content& content) {
        return content.kind <= Change::Content::Kind::Partial && !content.sequence && content.key.whole.empty() &&
               content.value.capacity() <= kMostBytes;
    };
    spares_.with([&](auto& spares) {
        for (Pending& one : told) {
            if (spares.size() == kMost) return;
            Change::Content& content = ChangeAccess::content(one.change);
            if (!is_worth_it(content)) continue;
            content.written.clear();
            content.absent.clear();
            content.is_all_written = content.has_strict_nulls = content.is_whole = false;
            spares.push_back(ChangeAccess::take_content(one.change));
        }
    });
}

void SpareChanges::clear() noexcept {
    spares_.with([](auto& spares) { spares.clear(); });
}

}  // namespace wmi::repository
