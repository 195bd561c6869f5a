// Namespaces, classes and instances, kept by WMI's rules (PUT, PART, CLASS, QUAL, SYS) in a store.
// Reading    each call is a short transaction of its own on the caller's thread; nobody waits for a writer.
// Writing    is prepared on the caller's thread (all that cannot race is checked there, and the object's state is taken: PUT-09),
//            then committed: many waiting changes become one durable transaction, in the order of submission. What can race
//            (does it exist, does the class still stand) is decided inside that transaction. A change that fails fails alone.
// Processes  several may have one store open: another's changes are seen at the next call.
// Threads    all functions may be called from all threads.
// Rights, localization's merging, providers and events are not known here.
#pragma once

#include "base/bytes.h"
#include "base/clock.h"
#include "base/guid.h"
#include "cim/context.h"
#include "cim/instance.h"
#include "cim/path.h"
#include "repository/catalogue.h"
#include "repository/feed.h"

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace wmi::store {
class Engine;
}

namespace wmi::repository {

using base::Bytes;

enum class PutMode { CreateOrUpdate, UpdateOnly, CreateOnly };
enum class UpdateMode { Compatible, Safe, Force };

/// What a change did.
struct Outcome {
    std::string path;      // CALL-33: relative path of the instance, or name of the class, as stored
    bool created = false;  // false: it existed and was overwritten or deleted
};

/// Changes in a row: once one of them failed, none with a higher number is applied; those end with CallCancelled. They are submitted in
/// the order of their numbers. For all threads.
class Sequence {
public:
    void fail(std::uint64_t number) noexcept;
    [[nodiscard]] bool ended_before(std::uint64_t number) const noexcept { return first_failed_.load(std::memory_order_acquire) < number; }

private:
    std::atomic<std::uint64_t> first_failed_{~std::uint64_t{0}};
};

/// A change that is ready to be committed: owns all it needs, holds no lock and no transaction. Moved, never copied.
class Change {
public:
    struct Content;
    explicit Change(std::unique_ptr<Content> content);
    Change(Change&&) noexcept;
    Change& operator=(Change&&) noexcept;
    ~Change();

    /// Relative path or class name that a success will report; the GUID of PUT-17 is in it already.
    [[nodiscard]] const std::string& path() const;
    /// What it counts in the queue, about.
    [[nodiscard]] std::size_t size_bytes() const;

    /// Makes it one of a row.
    void follow(std::shared_ptr<Sequence> sequence, std::uint64_t number);

    /// For this room: the path, moved out when the change is over.
    std::string take_path();

private:
    friend struct ChangeAccess;

    std::unique_ptr<Content> content_;
};

/// Who hears how a submitted change ended.
class Completion {
public:
    virtual ~Completion() = default;

    /// Asked before the change is applied, now and then while another process's writer keeps it from that: false withdraws it, for good,
    /// and finished() gets CallCancelled.
    virtual bool is_wanted() noexcept { return true; }

    /// Called exactly once, after the change is durable or has failed, in the order of commit, on the thread that commits: it
    /// must not block, call back or throw. The batch's hook follows when all of a batch were told.
    virtual void finished(Result<Outcome>&& outcome) noexcept = 0;
};

/// What a scan does with records where the store keeps them. Not to be used by two threads at once; must not keep the view.
class Probe {
public:
    virtual ~Probe() = default;

    /// Called with every record of the class and its heirs that the scan comes to.
    virtual bool matches(const cim::RecordView& record) = 0;

    /// Makes what is delivered of a record that matched; of: its own class. A failure ends the scan.
    virtual Result<cim::Instance> take(const cim::ClassPtr& of, const cim::RecordView& record) { return cim::Instance::trusted(of, Bytes(record.bytes())); }
};

/// Makes the probe for the scanned class as it stands: when the scan begins, and again whenever definitions changed. What it
/// fails with ends the scan.
using ProbeMaker = std::function<Result<std::unique_ptr<Probe>>(const cim::ClassPtr& of)>;

/// Values between which a property lies, ends included; an absent end is open. Of the property's own type, never NULL.
struct Bounds {
    std::optional<cim::Value> low, high;
    bool is_prefix = false;  // text that begins with low; high is absent
};

/// How a scan comes to its records. It only spares looking: records outside of the bounds may be shown to the probe all the same.
struct Way {
    enum class Kind : std::uint8_t {
        Extent,  // all of the class and its heirs
        Keys,    // bounds of the first keys, by Class::keys(): values (low = high), and a range of the last one given. Not for datetimes
                 // and references: their keys are more than their values
        Index,   // bounds of one `indexed` property
    };

    Kind kind = Kind::Extent;
    std::string property;        // of an Index
    std::vector<Bounds> bounds;  // of an Index one
    std::size_t most = 100'000;  // entries of an index that are collected; with more of them the scan goes through the extent
};

struct ScanFacts {
    Way::Kind way = Way::Kind::Extent;  // the one that was taken; known after the first piece
    std::uint64_t looked = 0;           // records shown to the probe, or that would have been
    std::uint64_t hits = 0;
};

/// Instances in pieces, each at most once (design: no transaction between pieces). Key order within an extent.
class InstanceScan {
public:
    virtual ~InstanceScan() = default;

    struct Piece {
        std::vector<cim::Instance> instances;  // may be empty before the last: there was nothing to find for so long
        bool is_last = false;                  // then every further one is empty and the last too
    };

    /// Up to `limit` further instances, fewer when a piece is full (about 1 MiB, or a few milliseconds). Each has the class it
    /// is of, as that stands now; once the class named at the beginning is gone, the end is reached.
    /// What was in `piece` goes; its memory is used again.
    virtual Result<void> next_piece(std::size_t limit, Piece& piece) = 0;

    /// The same as far as the next piece that has some; empty: the end, for ever.
    Result<std::vector<cim::Instance>> next(std::size_t limit) {
        Piece piece;
        do TRY(next_piece(limit, piece));
        while (piece.instances.empty() && !piece.is_last);
        return std::move(piece.instances);
    }

    [[nodiscard]] virtual ScanFacts facts() const = 0;
};

/// An association and the reference in it that leads to what was asked for.
struct Reference {
    cim::Instance association;
    std::uint16_t property = 0;  // its number: association.cls().properties()[property]
};

struct ReferenceFilter {
    std::vector<std::string> classes;  // associations of one of these or of an heir; empty: of all. One that is not there has none (WQL-105)
    std::string role;                  // the property that must hold the reference; empty: any (WQL-106)
};

/// References to one instance in pieces, like InstanceScan: sorted by class, each property of each association once.
class ReferenceScan {
public:
    virtual ~ReferenceScan() = default;
    /// Up to `limit` further ones, fewer when a piece is full (about 1 MiB); empty: the end, for ever. Once the class of the
    /// target is gone, the end is reached.
    virtual Result<std::vector<Reference>> next(std::size_t limit) = 0;
    /// Does this reference of an association that the last piece gave lead to the target too, whatever it was asked for?
    [[nodiscard]] virtual bool leads_to_target(const cim::Instance& association, std::uint16_t property) const = 0;
};

struct ClassOptions {
    /// CLASS-25's exception: the MOF compiler may put an abstract class below a concrete one.
    bool may_be_abstract_below_concrete = false;
    /// A namespace below the one named, made with the class where it is missing (CLASS-59); empty: the class goes into that one itself.
    std::string child = {};
};

/// Told now and then by long acts; done and total in units of their own. False stops the act (CallCancelled).
using Progress = std::function<bool(std::uint64_t done, std::uint64_t total)>;

struct Finding {
    std::string about;     // namespace and path, or a key in hexadecimal
    std::string sentence;  // what is wrong
};

struct CheckReport {
    std::uint64_t namespaces = 0, classes = 0, instances = 0, index_entries = 0;  // instances: of system classes not counted
    std::uint64_t references = 0;       // entries of the reference index
    std::uint64_t forgotten = 0;        // records of deleted classes that wait to be swept
    std::vector<Finding> findings;      // at most kMaxFindings; empty: all is well
    std::uint64_t findings_total = 0;
};

inline constexpr std::size_t kMaxFindings = 1000;

struct Facts {
    std::string engine;
    std::filesystem::path folder;
    std::uint32_t store_format = 0;
    std::uint32_t format = 0;  // of what this room keeps
    base::Guid id;
    std::uint64_t revision = 0;
    std::uint64_t file_bytes = 0, used_bytes = 0, limit_bytes = 0, disk_free_bytes = 0;
    std::uint64_t namespaces = 0, classes = 0, instances = 0;  // system classes not counted
    std::uint64_t pending = 0;                                 // changes that wait now
};

/// At most so many changes wait or are being written, and so many bytes of them. Each change at a random key dirties a page of
/// 4 KiB or more in its batch, so this bounds the memory of a load.
inline constexpr std::size_t kMaxPending = 4096;
inline constexpr std::size_t kMaxPendingBytes = std::size_t{16} << 20U;
/// A batch ends at whichever comes first.
inline constexpr std::size_t kMaxBatch = 10'000;
inline constexpr std::size_t kMaxBatchBytes = std::size_t{16} << 20U;

class Repository {
public:
    /// Takes a store; an empty one gets the built-in namespaces (SYS-95) and singletons. clock and chance outlive it.
    /// names    of this machine, by which references may mean it; none: as the system says. The store keeps those it once had
    /// errors   NotSupported (a newer format), CriticalError (damaged), and those of the store
    static Result<std::unique_ptr<Repository>> open(std::shared_ptr<store::Engine> engine, const base::Clock& clock, base::Chance& chance,
                                                    std::vector<std::string> names = {});

    virtual ~Repository() = default;  // as close()

    // -- what is defined
    /// As it stands now, whoever changed it. Nanoseconds, unless something was committed by another process.
    virtual Result<CataloguePtr> catalogue() = 0;
    /// One namespace of it; null once that was deleted.
    virtual Result<NamespacePtr> find_namespace(NamespaceId id) = 0;

    /// The newest revision that any process committed: changes up to it are over. A few nanoseconds.
    [[nodiscard]] virtual std::uint64_t newest_revision() const = 0;

    // -- reading. A Namespace may be an older one: it is looked up again by its id.
    // errors, all: InvalidNamespace (it was deleted), InvalidClass (`of` is no longer there)

    /// keys     in the order of of.keys(), none NULL; empty for a singleton
    /// depth    Deep: also an instance of a class derived from `of` (SVC-13)
    virtual Result<std::optional<cim::Instance>> find_instance(const NamespacePtr& in, const cim::Class& of, std::span<const cim::Value> keys,
                                                               Depth depth) = 0;
    /// The same for a class whose place in `in` is known already.
    virtual Result<std::optional<cim::Instance>> find_instance(const NamespacePtr& in, const ClassPlace& of, std::span<const cim::Value> keys,
                                                               Depth depth) = 0;
    /// Instances of a class, with Deep of its subclasses too, each as its own class. An empty probe takes all. The Repository
    /// must outlive the scan.
    virtual Result<std::unique_ptr<InstanceScan>> scan(const NamespacePtr& in, const cim::Class& of, Depth depth, Way way = {}, ProbeMaker probe = {}) = 0;

    /// Static associations in a namespace whose references lead to an instance (WQL-101, 113..115), whether it is stored, of a
    /// provider, or not there.
    /// target   its class is the instance's own, as its __PATH says: a path that names the same instance by an ancestor down
    ///          from the class of the keys is found too. Without a namespace: in `in`.
    /// cost     a seek for each such class, and one for each class of associations that refer to it and are not asked for
    /// errors   InvalidNamespace, InvalidClass (the target's), InvalidObjectPath (a class, keys that do not fit, another machine)
    virtual Result<std::unique_ptr<ReferenceScan>> references(const NamespacePtr& in, const cim::ObjectPath& target, ReferenceFilter filter = {}) = 0;
    /// Where the text of a reference leads: a path with its namespace, without a server (WQL-114). Nothing: it cannot be read, or
    /// leads to another machine.
    [[nodiscard]] virtual std::optional<cim::ObjectPath> target_of(const NamespacePtr& in, const cim::Class& association, const cim::Property& property,
                                                                   std::string_view text) const = 0;
    /// The same of a path that somebody in this namespace gave.
    [[nodiscard]] virtual std::optional<cim::ObjectPath> absolute(const NamespacePtr& in, cim::ObjectPath path) const = 0;

    // -- writing, prepare

    /// Checks PUT-12..22, 27..29, 36, PART-07..15 as far as they do not race. The instance may be of another namespace's class or of
    /// an older definition (PUT-15). `partial`: only the listed properties are written, inside the transaction.
    /// Instances of __Namespace are namespaces (PUT-34, PATH-30..36).
    virtual Result<Change> prepare_put(const NamespacePtr& in, cim::Instance instance, PutMode mode,
                                       const std::optional<cim::PutExtensions>& partial = std::nullopt) = 0;
    /// The instance with these keys, of the class or of one derived from it (SVC-23).
    virtual Result<Change> prepare_delete(const NamespacePtr& in, const cim::Class& of, std::span<const cim::Value> keys) = 0;
    /// Checks CLASS-10..45. The parent is taken by its name from the namespace.
    virtual Result<Change> prepare_class_put(const NamespacePtr& in, cim::ClassBody body, PutMode mode, UpdateMode update,
                                             const ClassOptions& options = {}) = 0;
    /// With all subclasses and their instances (CLASS-47, 48).
    virtual Result<Change> prepare_class_delete(const NamespacePtr& in, std::string_view name) = 0;

    /// An absolute timer has fired (EVT-81): kept with its instruction, in __TimerNextFiring, until that is put again.
    /// moment   its EventDateTime, counted like FILETIME
    /// errors   when it is committed, NotFound: there is no such timer any more, or it has another moment
    virtual Result<Change> prepare_firing(const NamespacePtr& in, std::string_view timer_id, std::int64_t moment) = 0;

    /// Several changes as one: all are applied in their order, or none is. Succeeds and fails as one, and reports what the first does.
    virtual Change join(std::vector<Change> changes) = 0;

    // -- writing, commit

    /// Takes the change into the queue. When the queue is full: waits for room until the deadline, then ServerTooBusy; the
    /// change and the completion are then gone unheard. A passed deadline does not wait.
    /// errors   ServerTooBusy, ShuttingDown
    virtual Result<void> submit(Change change, std::unique_ptr<Completion> completion, base::Deadline room) = 0;
    /// Commits and waits until it is durable; runs the transaction on this thread when nobody else is committing.
    virtual Result<Outcome> commit(Change change) = 0;
    /// Runs after each batch, when all its completions were told, on the thread that committed. Set it before the first submit.
    virtual void on_batch(std::function<void()> hook) = 0;

    // -- hearing of changes

    /// From now on this one is told of every committed change that he wants; null: nobody is. Returns when every batch that began
    /// before has ended, so call it again with the same listener when he wants more: what is committed from then on is wanted
    /// (EVT-03). Not from inside a listener's functions. Once it has returned the one before is never called again.
    /// from_others   the kinds of change that he wants to hear of when other processes commit them, too: those then keep them in
    ///               the store, and wake a thread here. The rest is filtered by wants().
    /// errors   ServerTooBusy: a writer did not end within 30 s; who listens has changed, but call again to be sure.
    ///          QuotaViolation: 60 processes listen already. NotAvailable: in the child of a fork
    virtual Result<void> listen(ChangeListener* listener, Kinds from_others = kAllKinds) = 0;

    // -- upkeep
    virtual Result<CheckReport> check(const Progress& progress) = 0;
    virtual Result<Facts> facts() = 0;
    virtual Result<void> backup(const std::filesystem::path& file, const Progress& progress) = 0;
    /// Replaces everything, as one commit; what waits in the queue is committed before.
    virtual Result<void> restore(const std::filesystem::path& file, const Progress& progress) = 0;

    /// Waits until all that was submitted is committed and told.
    virtual void drain() = 0;
    /// Takes nothing more (ShuttingDown), drains, ends the committer. May be called more than once.
    virtual void close() = 0;
};

}  // namespace wmi::repository
