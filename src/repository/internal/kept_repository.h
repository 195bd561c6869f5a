// Repository over a store.
// Invariants: 1. current_ is the catalogue of the newest state known; its stamp says which. 2. verified_ is a revision of the
// store at which current_ was seen to hold; while the store's stamp equals it nobody has to look. 3. coming_ is the catalogue that
// a transaction is about to commit: whoever sees its stamp before we heard of the commit takes it from there. 4. only
// the namespaces of current_ are marked, and the marks change before verified_ does: a marked one is what verified_'s revision has.
#pragma once

#include "base/guarded.h"
#include "repository/internal/change.h"
#include "repository/internal/change_feed.h"
#include "repository/internal/committer.h"
#include "repository/internal/spare_changes.h"

#include <atomic>

namespace wmi::repository {

class KeptRepository final : public Repository {
public:
    KeptRepository(std::shared_ptr<store::Engine> engine, const base::Clock& clock, base::Chance& chance, std::vector<std::string> names);
    ~KeptRepository() override;

    Result<void> start();

    Result<CataloguePtr> catalogue() override;
    Result<NamespacePtr> find_namespace(NamespaceId id) override;
    [[nodiscard]] std::uint64_t newest_revision() const override { return engine_->stamp(); }
    Result<std::optional<cim::Instance>> find_instance(const NamespacePtr& in, const cim::Class& of, std::span<const cim::Value> keys,
                                                       Depth depth) override;
    Result<std::optional<cim::Instance>> find_instance(const NamespacePtr& in, const ClassPlace& of, std::span<const cim::Value> keys,
                                                       Depth depth) override;
    Result<std::unique_ptr<InstanceScan>> scan(const NamespacePtr& in, const cim::Class& of, Depth depth, Way way, ProbeMaker probe) override;
    Result<std::unique_ptr<ReferenceScan>> references(const NamespacePtr& in, const cim::ObjectPath& target, ReferenceFilter filter) override;
    [[nodiscard]] std::optional<cim::ObjectPath> target_of(const NamespacePtr& in, const cim::Class& association, const cim::Property& property,
                                                           std::string_view text) const override;
    [[nodiscard]] std::optional<cim::ObjectPath> absolute(const NamespacePtr& in, cim::ObjectPath path) const override;
    Result<Change> prepare_put(const NamespacePtr& in, cim::Instance instance, PutMode mode, const std::optional<cim::PutExtensions>& partial) override;
    Result<Change> prepare_delete(const NamespacePtr& in, const cim::Class& of, std::span<const cim::Value> keys) override;
    Result<Change> prepare_class_put(const NamespacePtr& in, cim::ClassBody body, PutMode mode, UpdateMode update, const ClassOptions& options) override;
    Result<Change> prepare_class_delete(const NamespacePtr& in, std::string_view name) override;
    Result<Change> prepare_firing(const NamespacePtr& in, std::string_view timer_id, std::int64_t moment) override;
    Change join(std::vector<Change> changes) override;
    Result<void> submit(Change change, std::unique_ptr<Completion> completion, base::Deadline room) override;
    Result<Outcome> commit(Change change) override;
    void on_batch(std::function<void()> hook) override;
    Result<void> listen(ChangeListener* listener, Kinds from_others) override;
    Result<CheckReport> check(const Progress& progress) override;
    Result<Facts> facts() override;
    Result<void> backup(const std::filesystem::path& file, const Progress& progress) override;
    Result<void> restore(const std::filesystem::path& file, const Progress& progress) override;
    void drain() override;
    void close() override;

    // -- for scans and upkeep
    [[nodiscard]] store::Engine& engine() { return *engine_; }

    [[nodiscard]] const Surroundings& surroundings() const { return surroundings_; }

    /// The definitions as a view has them.
    Result<CataloguePtr> catalogue_of(store::View& view);

    /// Makes the reference index where it is not whole: of a repository or a backup that an older program wrote. Goes on where a
    /// killed process left it, beside others that do the same.
    Result<void> make_references();
    static Result<bool> has_all_references(store::View& view);

private:
    struct Definitions {
        CataloguePtr current;
        CataloguePtr coming;
        std::uint64_t verified = 0;
    };

    Result<void> make_if_empty();
    Result<void> read_definitions();
    Result<void> fill(store::Batch& to);
    void keep_names();
    Result<void> settle_restored(store::Batch& to);
    /// The definitions as they stand at the beginning of a transaction; says nothing about what will be committed.
    Result<CataloguePtr> catalogue_in(store::Batch& batch, const Head& head);
    /// Is this namespace what the store has at a revision? No: look; yes costs two loads (invariant 4).
    [[nodiscard]] bool is_current(const Namespace& in, std::uint64_t revision) const {
        return verified_.load(std::memory_order_acquire) == revision && in.current().is_set();
    }
    /// Makes a catalogue the current one, under the lock.
    static void replace(Definitions& now, const CataloguePtr& after);
    /// known   where the class stands in `in`, or null
    Result<std::optional<cim::Instance>> find(const NamespacePtr& in, const ClassEntry* known, const cim::Class& of, std::span<const cim::Value> keys,
                                              Depth depth);
    Result<NamespacePtr> current_namespace(const Catalogue& from, const NamespacePtr& in) const;
    void run(std::span<Pending> batch);
    [[nodiscard]] std::optional<Error> attempt_patiently(std::span<Pending> batch);
    [[nodiscard]] std::optional<Error> attempt(std::span<Pending> batch);
    Result<void> write(store::Batch& to, std::span<Pending> batch, CataloguePtr& after, ChangeLog& log);
    void publish(const CataloguePtr& after, std::uint64_t revision);
    bool idle();
    /// Removes a bounded piece of what is forgotten. False: there was nothing.
    Result<bool> sweep();
    Result<void> sweep_piece(store::Batch& to);
    Result<void> make_references_piece(store::Batch& to);

    const std::shared_ptr<store::Engine> engine_;
    Surroundings surroundings_;
    base::Guarded<Definitions> definitions_;
    std::atomic<std::uint64_t> verified_ = 0;
    std::atomic<bool> has_new_sweeps_ = false;  // of the batch that is run now
    ChangeFeed feed_;
    SpareChanges spares_;
    std::unique_ptr<Committer> committer_;
};

}  // namespace wmi::repository
