// Reads what other processes entered into the feed, in order, each entry once.
// Invariants: 1. everything up to position() was read, and of the next revision what stands below resume_. 2. one View a piece.
// Threads  one at a time.
#pragma once

#include "repository/internal/feed_rows.h"

#include <functional>

namespace wmi::repository {

/// Invents no class: how the feed comes to the definitions as a view has them.
using DefinitionsOf = std::function<Result<CataloguePtr>(store::View&)>;

class FeedReader {
public:
    FeedReader(store::Engine& engine, const SystemEntries& system, DefinitionsOf definitions)
        : engine_(engine), system_(system), definitions_(std::move(definitions)) {}

    /// What was committed up to here is known, or not wanted.
    void start(std::uint64_t position) noexcept {
        position_ = position;
        row_ = 0;
    }

    [[nodiscard]] std::uint64_t position() const { return position_; }

    struct Piece {
        std::vector<CommittedChange> changes;
        std::optional<LostChanges> lost;  // before them
        bool has_more = false;            // below the limit
        bool is_limited = false;          // there may be more above it
    };

    /// About 1 MiB of what the listener wants, up to the revision that limit() gives; it is asked after the view was opened.
    /// own   entries of this place are passed over
    Result<Piece> read(ChangeListener& listener, std::uint16_t own, const std::function<std::uint64_t()>& limit);

private:
    struct Reading;

    [[nodiscard]] std::optional<LostChanges> find_lost(const FeedState& state, std::uint64_t limit);
    Result<void> read_row(Reading& at, FeedRow& row);
    Result<ClassEntryPtr> find_class(Reading& at, const DefinitionId& id);

    store::Engine& engine_;
    const SystemEntries& system_;
    const DefinitionsOf definitions_;
    std::uint64_t position_ = 0;
    std::uint32_t row_ = 0;  // the next one of the revision after position_
    CataloguePtr known_;     // of the last piece: namespaces that were deleted since are found here
    std::map<DefinitionId, ClassEntryPtr> classes_;
};

}  // namespace wmi::repository
