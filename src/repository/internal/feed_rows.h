// What the change feed keeps in the store while other processes listen (docs/formats/repository.md).
//   07                                   state: of the whole feed
//   40 namespace class signature         a definition that entries speak of, as it stood
//   41 revision number                   entries: some changes of one batch
#pragma once

#include "repository/feed.h"
#include "repository/internal/catalogue_store.h"

#include <map>
#include <tuple>

namespace wmi::repository {

/// One row for the whole feed.
struct FeedState {
    base::FileTime time = 0;            // of the newest event ever
    std::uint64_t dropped = 0;          // entries up to this revision are gone, whoever had not read them
    std::uint64_t replaced = 0;         // at this revision a backup took the place of everything
    std::uint64_t entry_bytes = 0;      // keys and values that stand now
    std::uint64_t definition_bytes = 0;

    [[nodiscard]] Bytes encode() const;
    /// errors   CriticalError
    static Result<FeedState> decode(BytesView bytes);
};

/// One that was never written is all zero.
Result<FeedState> read_feed_state(store::View& from);
Result<void> write_feed_state(store::Batch& to, const FeedState& state);

/// The key of entries: revisions in order, then numbers from 0.
class EntryKey {
public:
    EntryKey(std::uint64_t revision, std::uint32_t number);

    operator BytesView() const { return {bytes_.data(), bytes_.size()}; }  // NOLINT(google-explicit-constructor)

private:
    std::array<char, 13> bytes_{};
};

inline constexpr std::size_t kEntryKeySize = 13;

std::uint64_t revision_of_entry(BytesView key);
std::uint32_t number_of_entry(BytesView key);

/// A definition: the class and its ancestors as they stood. Equal signatures of one class are equal definitions.
struct DefinitionId {
    NamespaceId in = 0;
    ClassId of = 0;
    std::uint64_t signature = 0;

    auto operator<=>(const DefinitionId&) const = default;
};

DefinitionId definition_id(const Namespace& in, const ClassEntry& of);

/// Writes the definitions and the entries of one batch. Both know what they wrote before.
class FeedWriter {
public:
    FeedWriter(store::Batch& to, FeedState& state, std::uint16_t place) : to_(to), state_(state), place_(place) {}

    Result<void> write(const CommittedChange& one);
    /// The last row.
    Result<void> flush();
    [[nodiscard]] std::uint64_t written() const { return rows_; }

private:
    Result<void> write_definition(const CommittedChange& one, const ClassEntryPtr& of);

    store::Batch& to_;
    FeedState& state_;
    const std::uint16_t place_;
    std::vector<DefinitionId> known_;
    base::ByteWriter row_;
    std::uint32_t rows_ = 0;
};

/// An entry as it stands in a row; what it speaks of is not looked up yet.
struct FeedEntry {
    CommittedChange::Kind kind = CommittedChange::Kind::InstanceCreated;
    NamespaceId in = 0;
    DefinitionId entry, entry_before;  // of == 0: none
    BytesView name, before, after;
    bool has_before = false, has_after = false;
};

/// Goes through the changes of one row.
class FeedRow {
public:
    /// errors   CriticalError: damaged
    static Result<FeedRow> open(BytesView key, BytesView value);

    [[nodiscard]] std::uint16_t place() const { return place_; }

    [[nodiscard]] base::FileTime time() const { return time_; }

    [[nodiscard]] bool has_more() const { return from_.left() != 0; }

    Result<FeedEntry> next();

private:
    explicit FeedRow(BytesView value) : from_(value) {}

    base::ByteReader from_;
    std::uint16_t place_ = 0;
    base::FileTime time_ = 0;
};

/// A definition that no catalogue has any more. errors   CriticalError: it is not there, or damaged
Result<ClassEntryPtr> read_definition(store::View& from, const SystemEntries& system, const DefinitionId& id);

/// Erases entries from the oldest on: those up to `read` (all have read them), those older than `oldest`, and what is more than
/// max_bytes, definitions counted too, which go when no entry stands; at most `limit` rows for the first two reasons. What was not read is noted in state.dropped.
struct FeedLimits {
    std::uint64_t read = 0;
    base::FileTime oldest = 0;
    std::uint64_t max_bytes = 0;
    std::size_t limit = 0;
};

Result<void> trim_feed(store::Batch& in, FeedState& state, const FeedLimits& limits);

/// Erases everything but the state, in pieces. True: nothing is left.
Result<bool> clear_feed(store::Batch& in, FeedState& state, std::size_t limit);

/// Erases everything, and says that a backup took its place with the batch at hand.
Result<void> reset_feed(store::Batch& in, base::FileTime time);

/// Does anything but the state stand there?
Result<bool> has_feed(store::View& in);

}  // namespace wmi::repository
