#include "store/internal/lmdb_view.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include <unistd.h>

#include "store/internal/forks.h"
#include "store/internal/leaf_page.h"

namespace wmi::store::internal {

namespace {

constexpr std::string_view kReading = "read the repository";
constexpr std::string_view kWriting = "write to the repository";
constexpr BytesView kFirstKey{"\1", 1};  // keys below are the engine's own

/// 0 where pages need not begin at multiples of their size: a file that came from a system with larger ones.
std::size_t page_bytes_of(MDB_txn* transaction) {
    static const auto system_page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    MDB_stat tree{};
    mdb_stat(transaction, Environment::records(), &tree);
    return tree.ms_psize <= system_page ? tree.ms_psize : 0;
}

class EndWrite {
public:
    explicit EndWrite(Environment& environment) : environment_(environment) {}

    EndWrite(const EndWrite&) = delete;
    EndWrite& operator=(const EndWrite&) = delete;

    ~EndWrite() { environment_.end_write(); }

private:
    Environment& environment_;
};

}  // namespace

Result<std::unique_ptr<Cursor>> Walked::make_cursor() {
    if (environment_.is_inherited()) return used_after_fork();
    cursors_.reserve(cursors_.size() + 1);
    MDB_cursor* raw = nullptr;
    const int rc = mdb_cursor_open(transaction_.get(), Environment::records(), &raw);
    if (rc) return lmdb_error(rc, kReading, environment_.file());
    auto cursor = std::make_unique<LmdbCursor>(*this, CursorHandle(raw));
    cursors_.push_back(cursor.get());
    return cursor;
}

void Walked::forget(LmdbCursor* cursor) noexcept { std::erase(cursors_, cursor); }

void Walked::let_cursors_go() noexcept {
    for (LmdbCursor* const cursor : cursors_)
        cursor->let_go();
    cursors_.clear();
}

LmdbCursor::~LmdbCursor() {
    if (!walked_) return;
    if (walked_->environment().is_inherited()) static_cast<void>(cursor_.release());
    walked_->forget(this);
}

void LmdbCursor::let_go() noexcept {
    stand_on_nothing();
    cursor_.reset();
    walked_ = nullptr;
}

Result<bool> LmdbCursor::seek(BytesView key) { return move(MDB_SET_RANGE, std::max(key, kFirstKey)); }

Result<bool> LmdbCursor::seek_last() { return move(MDB_LAST); }

Result<bool> LmdbCursor::next() {
    if (!valid()) return walked_ ? stands_on_nothing() : view_has_ended();
    if (walked_->changes() != changes_) return move_after_change(MDB_NEXT);
    TRY(come_back());
    return move(MDB_NEXT);
}

Result<bool> LmdbCursor::previous() {
    if (!valid()) return walked_ ? stands_on_nothing() : view_has_ended();
    if (walked_->changes() != changes_) return move_after_change(MDB_PREV);
    TRY(come_back());
    return move(MDB_PREV);
}

Result<bool> LmdbCursor::move(MDB_cursor_op how, BytesView key) {
    if (!walked_) return view_has_ended();
    if (walked_->environment().is_inherited()) return used_after_fork();
    MDB_val found = to_lmdb(key);
    MDB_val value{};
    const int rc = mdb_cursor_get(cursor_.get(), &found, &value, how);
    if (rc != 0 && rc != MDB_NOTFOUND) return failed_to_read(rc);
    is_elsewhere_ = false;
    const BytesView at = rc ? BytesView() : from_lmdb(found);
    if (at.empty() || at.front() == '\0') {  // before the first key are the engine's own
        stand_on_nothing();
        return false;
    }
    stand_on(at, from_lmdb(value));
    changes_ = walked_->changes();
    if (walked_->can_change()) {
        std::memcpy(copy_.data(), at.data(), at.size());
        copied_ = at.size();
    }
    return true;
}

// Leaf by leaf: LMDB is asked once for each, and one ahead, so that what comes next is on its way from memory meanwhile.
Result<bool> LmdbCursor::walk(BytesView end, Walker& walker) {
    if (!valid() || walked_->can_change() || walked_->environment().is_inherited()) return Cursor::walk(end, walker);
    const std::size_t page_bytes = page_bytes_of(walked_->transaction());
    std::optional<LeafPage::Found> here = LeafPage::around(key(), value(), page_bytes);
    if (!here) return Cursor::walk(end, walker);
    TRY(come_back());
    for (;;) {
        const LeafPage leaf = here->page;
        const LeafPage::Entry last = leaf.entry(leaf.count() - 1);
        const bool is_inside = last.key < end;
        MDB_val key = to_lmdb(last.key), value{};
        int rc = 0;
        if (is_inside) {
            rc = mdb_cursor_get(cursor_.get(), &key, &value, MDB_SET_RANGE);
            if (rc == 0) rc = mdb_cursor_get(cursor_.get(), &key, &value, MDB_NEXT);
            if (rc != 0 && rc != MDB_NOTFOUND) return failed_to_read(rc);
            is_elsewhere_ = true;
        }
        std::size_t at = here->at;
        here = is_inside && rc == 0 ? LeafPage::around(from_lmdb(key), from_lmdb(value), page_bytes) : std::nullopt;
        if (here) here->page.prefetch();
        for (; at < leaf.count(); ++at) {
            const LeafPage::Entry entry = leaf.entry(at);
            const bool is_beyond = !is_inside && entry.key >= end;
            if (!is_beyond && walker.visit(entry.key, entry.value)) continue;
            stand_on(entry.key, entry.value);
            is_elsewhere_ = true;
            return !is_beyond;
        }
        is_elsewhere_ = false;
        if (rc != 0) {
            stand_on_nothing();
            return false;
        }
        stand_on(from_lmdb(key), from_lmdb(value));
        if (!here) return Cursor::walk(end, walker);
    }
}

/// Puts LMDB's cursor where we stand.
Result<void> LmdbCursor::come_back() {
    if (!std::exchange(is_elsewhere_, false)) return {};
    TRY(move(MDB_SET_RANGE, key()));
    return {};
}

base::Error LmdbCursor::failed_to_read(int code) {
    stand_on_nothing();
    return lmdb_error(code, kReading, walked_->environment().file());
}

// The key it stood on may be gone and its bytes overwritten: go on from the copy.
Result<bool> LmdbCursor::move_after_change(MDB_cursor_op how) {
    const std::array<char, kMaxKeyBytes> from = copy_;
    const BytesView key(from.data(), copied_);
    const bool found = TRY(move(MDB_SET_RANGE, key));
    if (how == MDB_NEXT) return found && this->key() == key ? move(MDB_NEXT) : Result<bool>(found);
    return found ? move(MDB_PREV) : move(MDB_LAST);
}

Result<std::unique_ptr<View>> LmdbView::open(Environment& environment) {
    auto view = std::make_unique<LmdbView>(environment);
    ReadTransaction begun = TRY(environment.begin_read());
    view->transaction_ = std::move(begun.handle);
    view->place_ = begun.place;
    return view;
}

LmdbView::~LmdbView() {
    if (!transaction_) return;
    if (!environment_.is_inherited()) let_cursors_go();
    environment_.end_read({std::move(transaction_), place_});
}

Result<std::optional<BytesView>> LmdbView::get(BytesView key) {
    TRY(check_key(key));
    if (environment_.is_inherited()) return used_after_fork();
    MDB_val sought = to_lmdb(key);
    MDB_val value{};
    const int rc = mdb_get(transaction_.get(), Environment::records(), &sought, &value);
    if (rc == MDB_NOTFOUND) return std::optional<BytesView>();
    if (rc) return lmdb_error(rc, kReading, environment_.file());
    return std::optional<BytesView>(from_lmdb(value));
}

std::uint64_t LmdbView::revision() const { return environment_.revision_of(mdb_txn_id(transaction_.get())); }

Result<void> LmdbBatch::begin() {
    transaction_ = TRY(environment_.begin_write());
    MDB_cursor* raw = nullptr;
    if (const int rc = mdb_cursor_open(transaction_.get(), Environment::records(), &raw)) return failed(rc);
    cursor_.reset(raw);
    return {};
}

// In the child of a fork nothing is touched: the transaction is the parent's.
LmdbBatch::~LmdbBatch() {
    if (!transaction_) return;
    if (environment_.is_inherited()) {
        static_cast<void>(cursor_.release());
        static_cast<void>(transaction_.release());
        return;
    }
    let_cursors_go();
    cursor_.reset();
    transaction_.reset();
    environment_.end_write();
}

Result<std::uint64_t> LmdbBatch::commit() {
    if (environment_.is_inherited()) return used_after_fork();
    if (failure_) return lmdb_error(failure_, kWriting, environment_.file());
    const std::uint64_t made = revision();
    let_cursors_go();
    cursor_.reset();
    if (changes_ == 0) return made - 1;
    auto transaction = std::move(transaction_);
    const EndWrite end(environment_);
    TRY(environment_.commit(std::move(transaction)));
    return made;
}

Result<void> LmdbBatch::check(BytesView key) const {
    TRY(check_key(key));
    if (environment_.is_inherited()) return used_after_fork();
    if (failure_) return lmdb_error(failure_, kWriting, environment_.file());
    return {};
}

base::Error LmdbBatch::failed(int code) {
    if (!failure_) failure_ = code;
    return lmdb_error(code, kWriting, environment_.file());
}

Result<std::optional<BytesView>> LmdbBatch::get(BytesView key) {
    TRY(check(key));
    MDB_val sought = to_lmdb(key);
    MDB_val value{};
    place_size_ = 0;
    const int rc = mdb_cursor_get(cursor_.get(), &sought, &value, MDB_SET);
    if (rc == MDB_NOTFOUND) return std::optional<BytesView>();
    if (rc) return failed(rc);
    stand_on(key);
    return std::optional<BytesView>(from_lmdb(value));
}

void LmdbBatch::stand_on(BytesView key) {
    std::memmove(place_.data(), key.data(), key.size());
    place_size_ = key.size();
    place_changes_ = changes_;
}

bool LmdbBatch::stands_on(BytesView key) const { return place_changes_ == changes_ && key == BytesView(place_.data(), place_size_); }

std::uint64_t LmdbBatch::revision() const { return environment_.revision_of(mdb_txn_id(transaction_.get())); }

// 0 or MDB_KEYEXIST. The key is copied: it may lie in a page that this very put moves.
Result<int> LmdbBatch::put_with(BytesView key, MDB_val& value, unsigned flags) {
    TRY(check(key));
    TRY(check_value(from_lmdb(value)));
    if (flags == 0 && stands_on(key)) flags = MDB_CURRENT;
    stand_on(key);
    MDB_val where{place_size_, place_.data()};
    const int rc = mdb_cursor_put(cursor_.get(), &where, &value, flags);
    if (rc == MDB_KEYEXIST) return rc;
    if (rc) return failed(rc);
    ++changes_;
    return 0;
}

Result<void> LmdbBatch::put(BytesView key, BytesView value) {
    MDB_val what = to_lmdb(value);
    TRY(put_with(key, what, 0));
    return {};
}

Result<void> LmdbBatch::append(BytesView key, BytesView value) {
    MDB_val what = to_lmdb(value);
    const int rc = TRY(put_with(key, what, MDB_APPEND));
    if (rc) return failed(rc);
    return {};
}

Result<std::optional<BytesView>> LmdbBatch::insert(BytesView key, BytesView value) {
    MDB_val what = to_lmdb(value);
    const int rc = TRY(put_with(key, what, MDB_NOOVERWRITE));
    if (rc == 0) return std::optional<BytesView>();
    return std::optional<BytesView>(from_lmdb(what));
}

Result<bool> LmdbBatch::erase(BytesView key) {
    TRY(check(key));
    MDB_val sought = to_lmdb(key);
    place_size_ = 0;
    int rc = mdb_cursor_get(cursor_.get(), &sought, nullptr, MDB_SET);
    if (rc == MDB_NOTFOUND) return false;
    if (rc == 0) rc = mdb_cursor_del(cursor_.get(), 0);
    if (rc) return failed(rc);
    ++changes_;
    return true;
}

Result<void> LmdbBatch::clear() {
    TRY(check(kFirstKey));
    int rc = mdb_drop(transaction_.get(), Environment::records(), 0);
    if (rc) return failed(rc);
    ++changes_;
    const Bytes birth = encode(environment_.birth());
    MDB_val key = to_lmdb(kBirthKey);
    MDB_val value = to_lmdb(birth);
    rc = mdb_put(transaction_.get(), Environment::records(), &key, &value, 0);
    if (rc) return failed(rc);
    return {};
}

}  // namespace wmi::store::internal
