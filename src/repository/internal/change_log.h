// What one batch changes, collected inside its transaction for those who listen.
// Invariants: 1. nothing is copied that neither our listener nor another process wants. 2. what a change noted before it failed is
// taken back (shrink_to). 3. after finish() nothing allocates: what is committed can be told.
#pragma once

#include "repository/feed.h"
#include "repository/internal/class_entry.h"
#include "repository/internal/format.h"
#include "store/bell.h"
#include "store/engine.h"

namespace wmi::repository {

struct FeedState;

class ChangeLog {
public:
    using Kind = CommittedChange::Kind;

    /// Who listens to a batch.
    struct Audience {
        ChangeListener* listener = nullptr;     // ours
        std::uint64_t generation = 0;           // of listeners
        store::Bell::Others others;             // processes
        store::Bell::Place place = store::Bell::kNoPlace;  // our own among them
    };

    /// At the beginning of each attempt.
    void begin(const Audience& audience) {
        audience_ = audience;
        is_on_ = audience.listener || audience.others.wishes != 0;
        shrink_to(0);
        bytes_ = 0;
        is_full_ = rings_ = false;
    }

    [[nodiscard]] bool is_on() const { return is_on_; }

    /// Values as the store has them, with their headers; empty: there is none. The view `before` may be the batch's own bytes.
    void note_instance(const NamespacePtr& in, const ClassEntryPtr& of, BytesView before, BytesView after);
    /// in: the namespace above; the instance that stands for it is of `of`.
    void note_namespace(const NamespacePtr& in, const ClassEntryPtr& of, BytesView before, BytesView after, std::string name);
    /// One of the two may be null.
    void note_class(const NamespacePtr& in, const ClassEntryPtr& before, const ClassEntryPtr& after);

    [[nodiscard]] std::size_t size() const { return changes_.size(); }

    void shrink_to(std::size_t size) {
        changes_.resize(size);
        wanted_by_.resize(size);
    }

    /// Gives all their revision and time, and enters into the store what other processes want.
    Result<void> finish(store::Batch& to, base::FileTime now);

    // -- after the commit
    [[nodiscard]] const Audience& audience() const { return audience_; }

    [[nodiscard]] bool is_full() const { return is_full_; }

    /// Others must be woken.
    [[nodiscard]] bool rings() const { return rings_; }

    [[nodiscard]] std::uint64_t revision() const { return revision_; }

    /// What our listener wants.
    std::vector<CommittedChange> take() { return std::move(changes_); }

private:
    static constexpr std::uint8_t kOurs = 1;
    static constexpr std::uint8_t kOthers = 2;

    [[nodiscard]] std::uint8_t who_wants(const Namespace& in, const ClassEntry& of, Kind kind) const {
        const bool is_ours = audience_.listener && audience_.listener->wants(in, ClassLine(&of), kind);
        const bool is_others = (audience_.others.wishes & kind_bit(kind)) != 0;
        return static_cast<std::uint8_t>((is_ours ? kOurs : 0) | (is_others ? kOthers : 0));
    }

    [[nodiscard]] bool has_room(std::size_t bytes);
    CommittedChange& add(Kind kind, std::uint8_t wanted_by, const NamespacePtr& in);
    void note_records(Kind kind, std::uint8_t wanted_by, const NamespacePtr& in, const ClassEntryPtr& of, BytesView before, BytesView after, std::string name);
    Result<void> enter(store::Batch& to, FeedState& state);
    void keep_ours() noexcept;

    Audience audience_;
    bool is_on_ = false;
    bool is_full_ = false;
    bool rings_ = false;
    std::vector<CommittedChange> changes_;
    std::vector<std::uint8_t> wanted_by_;  // of each
    std::size_t bytes_ = 0;
    std::uint64_t revision_ = 0;
};

}  // namespace wmi::repository
