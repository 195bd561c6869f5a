// What a Change holds, and the transaction it is applied in.
#pragma once

#include "repository/internal/catalogue_store.h"
#include "repository/internal/change_log.h"
#include "repository/internal/key_code.h"
#include "repository/internal/machine.h"
#include "repository/repository.h"

#include <algorithm>
#include <atomic>
#include <optional>
#include <string>
#include <vector>

namespace wmi::repository {

/// The key of a record, in the form the store has it.
struct RecordKey {
    Bytes bytes;  // as stored; the ordinal of a cut key is its last byte
    Bytes whole;  // of a cut key, what was cut; else empty

    [[nodiscard]] bool is_cut() const { return !whole.empty(); }
};

/// What a change of a class takes beside.
struct ClassContent {
    cim::ClassBody body;
    std::string class_name;
    UpdateMode update = UpdateMode::Compatible;
    ClassOptions options;
    std::size_t size_bytes = 0;  // of the body, about
};

struct Change::Content {
    enum class Kind : std::uint8_t { Put, Partial, Delete, ClassPut, ClassDelete, Together, Firing };

    Kind kind = Kind::Put;
    PutMode mode = PutMode::CreateOrUpdate;
    NamespacePtr in;
    std::string path;
    std::shared_ptr<Sequence> sequence;  // null: it stands alone
    std::uint64_t number = 0;            // in its sequence

    // instances
    ClassEntryPtr of;
    cim::ClassPtr definition;  // of `of`; decides how value is read
    RecordKey key;
    Bytes value;                         // sealed record; for a partial put the values to take
    std::vector<std::uint16_t> written;  // partial: orders of the listed properties
    std::vector<std::uint16_t> absent;   // orders of properties that the given object's class does not have, ascending
    bool is_all_written = false;         // partial: no list
    bool is_whole = false;               // partial: no update of a part, but the put of an object that lacks some properties
    bool has_strict_nulls = false;
    std::vector<cim::Value> keys;  // delete, firing
    std::int64_t moment = 0;       // firing: when

    std::unique_ptr<ClassContent> of_class;

    [[nodiscard]] bool lacks(std::uint16_t order) const { return std::binary_search(absent.begin(), absent.end(), order); }

    /// One before it in its sequence failed.
    [[nodiscard]] bool is_too_late() const { return sequence && sequence->ended_before(number); }

    void tell_failure() const {
        if (sequence) sequence->fail(number);
    }

    // several together
    std::vector<Change> parts;
};

struct ChangeAccess {
    static Change::Content& content(Change& change) { return *change.content_; }

    /// Brings the content near, then what it points to.
    static void prefetch(const Change& change) {
        constexpr std::size_t kLine = 64;
        const char* at = reinterpret_cast<const char*>(change.content_.get());
        for (std::size_t line = 0; line < sizeof(Change::Content); line += kLine) __builtin_prefetch(at + line);
    }

    static void prefetch_bytes(const Change& change) {
        __builtin_prefetch(change.content_->key.bytes.data());
        __builtin_prefetch(change.content_->value.data());
        __builtin_prefetch(change.content_->written.data());
    }

    static std::unique_ptr<Change::Content> take_content(Change& change) { return std::move(change.content_); }
};

/// The store's key for hashes. It changes when somebody restores the backup of another repository.
class Secret {
public:
    operator HashKey() const { return {low_.load(std::memory_order_relaxed), high_.load(std::memory_order_relaxed)}; }  // NOLINT(google-explicit-constructor)

    void take(const HashKey& key) {
        if (HashKey(*this) == key) return;
        low_.store(key[0], std::memory_order_relaxed);
        high_.store(key[1], std::memory_order_relaxed);
    }

private:
    std::atomic<std::uint64_t> low_ = 0, high_ = 0;
};

/// What hardly changes while a repository is open.
struct Surroundings {
    const base::Clock& clock;
    base::Chance& chance;
    Machine machine;
    SystemEntries system;
    Secret secret{};
    std::filesystem::path folder;
};

/// One batch while it is applied: the store's and ours.
class Transaction {
public:
    Transaction(store::Batch& to, const Surroundings& where, Head head, CataloguePtr catalogue)
        : batch(to), surroundings(where), head_(head), catalogue_(std::move(catalogue)) {}

    store::Batch& batch;  // NOLINT: a transaction lives inside the batch's function
    const Surroundings& surroundings;

    /// Where changes are noted for those who listen; null when nobody does.
    ChangeLog* log = nullptr;  // NOLINT

    /// Room for one record that is made here: what one change leaves there the next one overwrites, while it is in the cache.
    Bytes scratch;  // NOLINT

    [[nodiscard]] const Catalogue& catalogue() const { return *catalogue_; }

    [[nodiscard]] const CataloguePtr& catalogue_pointer() const { return catalogue_; }

    /// Does this very namespace stand, unchanged?
    [[nodiscard]] bool has(const NamespacePtr& one) const {
        const auto at = catalogue_->namespaces.find(one->id());
        return at != catalogue_->namespaces.end() && at->second == one;
    }

    /// A copy of its own from the first change of definitions on.
    Catalogue& edit();

    [[nodiscard]] bool has_edited() const { return edited_ != nullptr; }

    NamespaceId new_namespace() { return ++edited_numbers_, head_.next_namespace++; }

    ClassId new_class() { return ++edited_numbers_, head_.next_class++; }

    Layout new_layout() { return ++edited_numbers_, head_.next_layout++; }

    Result<void> add_sweep(const Sweep& sweep);

    [[nodiscard]] bool has_added_sweeps() const { return has_added_sweeps_; }

    /// Instances of a layout come or go; written once, by finish().
    void count(NamespaceId in, Layout layout, std::int64_t by);
    /// As it stands inside this transaction.
    Result<std::uint64_t> instances(NamespaceId in, Layout layout);
    /// A layout is forgotten: its count goes with it.
    Result<void> forget_count(NamespaceId in, Layout layout);

    /// A change broke off in its middle: this batch must not commit. What is waiting is then tried again, each change alone.
    void spoil() { is_spoiled_ = true; }

    [[nodiscard]] bool is_spoiled() const { return is_spoiled_; }

    /// Writes what was collected. Afterwards the batch may commit.
    Result<void> finish();

private:
    struct Count {
        NamespaceId in;
        Layout layout;
        std::int64_t by;
    };

    Head head_;
    CataloguePtr catalogue_;
    std::shared_ptr<Catalogue> edited_;
    unsigned edited_numbers_ = 0;
    bool has_added_sweeps_ = false;
    bool is_spoiled_ = false;
    std::vector<Count> counts_;
};

enum class Did { Create, Alter };

/// Applies one change. A failure of a rule leaves the batch as it was, or spoils it; a failure of the store ends the batch. The change can be
/// applied again in another batch when this one was given up, also after an exception.
Result<Did> apply(Transaction& in, Change::Content& change);
Result<Did> apply_put(Transaction& in, Change::Content& change);
Result<Did> apply_partial(Transaction& in, Change::Content& change);
Result<Did> apply_delete(Transaction& in, Change::Content& change);
Result<Did> apply_class_put(Transaction& in, Change::Content& change);
Result<Did> apply_class_delete(Transaction& in, Change::Content& change);

/// The namespaces that come and go with their instances.
Result<void> create_namespace(Transaction& in, const Namespace& parent, const std::string& name);
/// With the instance that stands for it, as a client would create it. Gives what is there now.
Result<NamespacePtr> put_namespace(Transaction& in, const NamespacePtr& parent, const std::string& name);
Result<void> delete_namespace(Transaction& in, const Namespace& one);
/// Root and all the others of an empty store (SYS-95).
Result<void> create_built_in(Transaction& in);

/// OBJ-19: what a property for objects of one class holds is of that class or of one derived from it.
/// errors   TypeMismatch
Result<void> check_embedded(const cim::RecordView& record, const cim::Class& of, const cim::Property& property);
/// Nothing that must have a value is NULL. errors IllegalNull
Result<void> check_complete(const cim::RecordView& record, const cim::Class& of);
/// Makes change, of which kind and mode are set, put this instance into its class as it stands in a namespace. A failure leaves
/// it good for nothing.
Result<void> bind_put(const Surroundings& where, const NamespacePtr& in, cim::Instance instance, Change::Content& change);
/// The change as it is against the definitions of the transaction; does nothing when they did not change since it was prepared.
Result<void> rebind(Transaction& in, Change::Content& change);


}  // namespace wmi::repository
