// Views, batches and cursors over LMDB transactions.
#pragma once

#include <array>
#include <vector>

#include "store/internal/arguments.h"
#include "store/internal/environment.h"

namespace wmi::store::internal {

class LmdbCursor;

/// What a view and a batch have in common: a transaction and the cursors that walk it, which it outlives or lets go.
class Walked {
public:
    enum class Can { Read, Change };

    Walked(Environment& environment, Can can) : environment_(environment), can_(can) {}

    Walked(const Walked&) = delete;
    Walked& operator=(const Walked&) = delete;

    [[nodiscard]] MDB_txn* transaction() const { return transaction_.get(); }

    [[nodiscard]] Environment& environment() const { return environment_; }

    [[nodiscard]] bool can_change() const { return can_ == Can::Change; }

    /// Grows with every change: a cursor that stood before it must find its place again.
    [[nodiscard]] std::uint64_t changes() const { return changes_; }

    Result<std::unique_ptr<Cursor>> make_cursor();
    void forget(LmdbCursor* cursor) noexcept;

protected:
    ~Walked() = default;

    void let_cursors_go() noexcept;

    Environment& environment_;
    TransactionHandle transaction_;
    std::uint64_t changes_ = 0;

private:
    const Can can_;
    std::vector<LmdbCursor*> cursors_;
};

class LmdbCursor : public Cursor {
public:
    LmdbCursor(Walked& walked, CursorHandle cursor)
        : walked_(&walked), cursor_(std::move(cursor)), changes_(walked.changes()) {}

    ~LmdbCursor() override;

    Result<bool> seek(BytesView key) override;
    Result<bool> seek_last() override;
    Result<bool> next() override;
    Result<bool> previous() override;
    Result<bool> walk(BytesView end, Walker& walker) override;

    void let_go() noexcept;

private:
    Result<bool> move(MDB_cursor_op how, BytesView key = {});
    Result<bool> move_after_change(MDB_cursor_op how);
    Result<void> come_back();
    base::Error failed_to_read(int code);

    Walked* walked_;
    CursorHandle cursor_;
    std::uint64_t changes_;
    bool is_elsewhere_ = false;  // after a walk LMDB's cursor need not stand where we do
    std::array<char, kMaxKeyBytes> copy_{};  // of the key it stands on, in a batch
    std::size_t copied_ = 0;
};

class LmdbView : public View, private Walked {
public:
    static Result<std::unique_ptr<View>> open(Environment& environment);

    explicit LmdbView(Environment& environment) : Walked(environment, Can::Read) {}

    ~LmdbView() override;

    Result<std::optional<BytesView>> get(BytesView key) override;
    Result<std::unique_ptr<Cursor>> cursor() override { return make_cursor(); }
    [[nodiscard]] std::uint64_t revision() const override;

private:
    ReadPlace* place_ = nullptr;
};

class LmdbBatch : public Batch, private Walked {
public:
    explicit LmdbBatch(Environment& environment) : Walked(environment, Can::Change) {}

    ~LmdbBatch() override;

    Result<void> begin();
    Result<std::uint64_t> commit();

    Result<std::optional<BytesView>> get(BytesView key) override;
    Result<std::unique_ptr<Cursor>> cursor() override { return make_cursor(); }
    [[nodiscard]] std::uint64_t revision() const override;
    Result<void> put(BytesView key, BytesView value) override;
    Result<std::optional<BytesView>> insert(BytesView key, BytesView value) override;
    Result<bool> erase(BytesView key) override;
    Result<void> clear() override;

    /// A put of a key above all others, without a look-up.
    Result<void> append(BytesView key, BytesView value);

private:
    Result<void> check(BytesView key) const;
    /// Remembers where the cursor stands, so that what follows a look needs no way down the tree.
    void stand_on(BytesView key);
    [[nodiscard]] bool stands_on(BytesView key) const;
    Result<int> put_with(BytesView key, MDB_val& value, unsigned flags);
    base::Error failed(int code);

    int failure_ = 0;  // the first error number of a change; nothing is committed after it
    CursorHandle cursor_;
    std::array<char, kMaxKeyBytes> place_;  // NOLINT: of cursor_, place_size_ bytes, as long as nothing changed since
    std::size_t place_size_ = 0;            // 0: nowhere
    std::uint64_t place_changes_ = 0;
};

}  // namespace wmi::store::internal
