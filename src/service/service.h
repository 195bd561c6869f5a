// What one can do in a namespace, in terms of values; the same for a caller in this process and, later, one far away.
//   Service    one repository, open while it lives
//   Session    a connection: a namespace, who connected, his locales
//   Admission  the proof that CALL-20's first three questions were asked (closing? namespace gone? may he read?): every operation
//              takes one, so none can run unchecked
// Start errors that are read off the parameters are the functions check_...; everything else an operation answers is a run error.
// Threads  all functions may be called from all threads.
#pragma once

#include "access/rights.h"
#include "base/clock.h"
#include "base/gate.h"
#include "base/guid.h"
#include "calls/call.h"
#include "cim/context.h"
#include "cim/object.h"
#include "cim/path.h"
#include "query/query.h"
#include "service/pause.h"

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wmi::repository {
class Change;
class Namespace;
class Repository;
class Sequence;
}  // namespace wmi::repository

namespace wmi::service {

using base::Error;
using base::Result;
using base::Status;
using NamespacePtr = std::shared_ptr<const repository::Namespace>;

enum class Need : std::uint8_t;

/// What a connection reaches: classes of providers too, or what the repository holds alone (SVC-79).
enum class Reach : std::uint8_t { All, RepositoryAlone };

class Session;
using SessionPtr = std::shared_ptr<Session>;

class Service : public std::enable_shared_from_this<Service> {
public:
    /// keeper   who runs the repository; computer: the name that __SERVER shows; host: the whole name, where it is longer
    Service(repository::Repository& repository, access::Principal keeper, std::string computer, std::string host = {});
    Service(const Service&) = delete;
    Service& operator=(const Service&) = delete;

    /// resource   as ConnectServer takes it: root\x, \\.\root\x, //host/root/x (SVC-72)
    /// locale     "MS_409", "en-US", a list by commas; empty: the user's (SVC-75, LOC-03)
    /// errors     InvalidNamespace, InvalidParameter, AccessDenied, TransportFailure (another computer), ShuttingDown
    Result<SessionPtr> connect(const access::Principal& who, std::string_view resource, std::string_view locale, Reach reach = Reach::All);

    /// No operation begins any more (ShuttingDown); waits for those that run.
    void close();

    [[nodiscard]] repository::Repository& repository() const { return repository_; }

    [[nodiscard]] const std::string& computer() const { return computer_; }

    [[nodiscard]] Pause& pause() { return pause_; }

    /// Stands while a restore runs: whoever comes is answered ServerStopping (CALL-24).
    class Restoring {
    public:
        explicit Restoring(Service& service) : count_(service.restoring_) { ++count_; }

        ~Restoring() { --count_; }

        Restoring(const Restoring&) = delete;
        Restoring& operator=(const Restoring&) = delete;

    private:
        std::atomic<int>& count_;
    };

    [[nodiscard]] const access::Principal& keeper() const { return keeper_; }

private:
    friend class Session;

    repository::Repository& repository_;
    const access::Principal keeper_;
    const std::string computer_;
    const std::string host_;
    [[nodiscard]] Result<void> check_not_restoring() const;

    base::Gate gate_;
    Pause pause_;
    std::atomic<int> restoring_{0};
};

/// Made by Session::admit alone; belongs to one operation, and keeps the service from closing under it.
class Admission {
public:
    [[nodiscard]] const NamespacePtr& in() const { return in_; }

    [[nodiscard]] const access::Rights& rights() const { return rights_; }

private:
    friend class Session;

    Admission(base::Gate::Pass pass, NamespacePtr in, access::Rights rights)
        : pass_(std::move(pass)), in_(std::move(in)), rights_(rights) {}

    base::Gate::Pass pass_;
    NamespacePtr in_;
    access::Rights rights_;
};

enum class PutMode { CreateOrUpdate, UpdateOnly, CreateOnly };
enum class UpdateMode { Compatible, Safe, Force };

struct ReadOptions {
    bool amended = false;  // WBEM_FLAG_USE_AMENDED_QUALIFIERS
    bool direct = false;   // WBEM_FLAG_DIRECT_READ
    bool shallow = false;  // WBEM_FLAG_SHALLOW
    std::optional<cim::GetExtensions> part;
};

/// A put's place among others of which none is written once one before it failed.
struct InSequence {
    std::shared_ptr<repository::Sequence> sequence;  // null: it stands alone
    std::uint64_t number = 0;
};

struct PutOptions {
    PutMode mode = PutMode::CreateOrUpdate;
    UpdateMode update = UpdateMode::Compatible;  // classes only
    bool amended = false;
    std::optional<cim::PutExtensions> part;      // instances only
    bool may_be_abstract_below_concrete = false;  // classes, from the MOF compiler (CLASS-25)
    InSequence in_sequence;                       // from the MOF compiler (MOF-85)
};

struct QueryOptions {
    bool amended = false;
    bool answers_for_providers_first = false;  // what only providers could give fails the question, not its last row
    query::Options of_query;
};

/// A write that is ready to be committed, and what its final text is made of.
class Write {
public:
    explicit Write(repository::Change change);
    Write(Write&&) noexcept;
    Write& operator=(Write&&) noexcept;
    ~Write();

    [[nodiscard]] std::size_t size_bytes() const;

private:
    friend class Session;

    struct Held;

    /// As one of its sequence; a refused one ends that.
    static Result<Write> in_its_place(Result<Write> prepared, const InSequence& place);

    std::unique_ptr<Held> held_;
};

/// Who hears how a submitted write ended.
class Completion {
public:
    virtual ~Completion() = default;
    /// Asked once, just before the write is applied: false withdraws it, and finished() gets CallCancelled.
    virtual bool is_wanted() noexcept { return true; }
    /// Once, on the thread that commits, with the path or class name (CALL-33): must not block or throw.
    virtual void finished(Result<std::string>&& text) noexcept = 0;
};

class Session : public std::enable_shared_from_this<Session> {
public:
    Session(std::shared_ptr<Service> service, access::Principal who, const NamespacePtr& in, std::vector<std::string> locales, Reach reach = Reach::All);

    /// errors   ServerStopping, ShuttingDown, InvalidNamespace, AccessDenied: in this order
    Result<Admission> admit();

    /// A child, also several levels down (SVC-08). errors InvalidNamespace, AccessDenied
    Result<SessionPtr> open(const Admission& admission, std::string_view relative);

    // -- start errors
    static Result<std::optional<cim::PutExtensions>> check_put(const cim::Object& object, const cim::Context* context, PutMode mode);
    static Result<std::optional<cim::GetExtensions>> check_get(const cim::Context* context);
    static Result<void> check_path(std::string_view path);
    static Result<void> check_class_name(std::string_view name);

    /// language   as given, in any case
    /// errors     InvalidParameter (an empty one: WQL-21), InvalidQueryType, InvalidQuery, QuotaViolation
    static Result<query::Question> check_query(std::string_view language, std::string_view text);

    // -- reading
    /// An empty path gives a class without a name (CLASS-16).
    Result<cim::Object> get(const Admission& admission, std::string_view path, const ReadOptions& options);
    Result<std::unique_ptr<calls::Source>> enumerate_classes(const Admission& admission, std::string_view below, const ReadOptions& options);
    Result<std::unique_ptr<calls::Source>> enumerate_instances(const Admission& admission, std::string_view of, const ReadOptions& options);
    /// Everything that the query names is looked up before this returns; the rows are read when they are wanted.
    Result<std::unique_ptr<calls::Source>> ask(const Admission& admission, const query::Question& question, const QueryOptions& options);
    /// Runs a query to its end for its Explanation alone.
    Result<query::Explanation> explain(const Admission& admission, const query::Question& question);

    // -- writing: prepare here, on the caller's thread, then commit or submit
    Result<Write> prepare_put(const Admission& admission, cim::Object object, const PutOptions& options);
    Result<Write> prepare_class_put(const Admission& admission, const cim::Object& object, const PutOptions& options);
    Result<Write> prepare_delete(const Admission& admission, std::string_view path);
    Result<Write> prepare_class_delete(const Admission& admission, std::string_view name);

    /// Waits until it is durable. Gives the path or class name (CALL-33).
    Result<std::string> commit(Write write);
    /// errors   ServerTooBusy, ShuttingDown: nothing will be done, the completion is gone
    Result<void> submit(Write write, std::unique_ptr<Completion> completion, base::Deadline room);

    // -- methods
    /// Gives the out parameters, if the method has any (SVC-48..54). Only those of __SystemSecurity run: others belong to providers.
    Result<std::optional<cim::Object>> exec(const Admission& admission, std::string_view path, std::string_view method,
                                            const cim::Object* in);

    [[nodiscard]] const std::string& namespace_path() const { return origin_->namespace_path; }

    [[nodiscard]] const cim::OriginPtr& origin() const { return origin_; }

    [[nodiscard]] const access::Principal& who() const { return who_; }

    [[nodiscard]] const std::vector<std::string>& locales() const { return locales_; }

    [[nodiscard]] const std::shared_ptr<Service>& service() const { return service_; }

private:
    friend class InstanceSource;
    friend class QuerySource;
    friend class ClassSource;

    /// What an operation that needs a provider is answered.
    [[nodiscard]] Error answer_for_provider(const NamespacePtr& in, const cim::Class& of, Need need) const;
    /// Whether a base class shows what providers below it would have to serve; else that is not there (SVC-79).
    [[nodiscard]] bool reaches_providers() const { return reach_ == Reach::All; }

    struct Place {
        NamespacePtr in;
        cim::OriginPtr origin;
    };

    Result<Place> place_of(const Admission& admission, const cim::ObjectPath& path);
    Result<void> check_own_place(const Admission& admission, const cim::ObjectPath& path) const;
    Result<cim::Object> get_from(const NamespacePtr& in, const cim::OriginPtr& origin, const cim::ObjectPath& path, const ReadOptions& options);
    Result<cim::Object> get_instance(const NamespacePtr& in, const cim::OriginPtr& origin, const cim::ObjectPath& path, const ReadOptions& options);
    /// What the first locale of the connection that has the class says of it (CLASS-56); a null amendment: none has it.
    struct Amendment {
        cim::ClassPtr amendment;
        std::string locale;
    };

    Result<Amendment> find_amendment(const NamespacePtr& in, const std::string& name);
    Result<cim::ClassPtr> amend(const NamespacePtr& in, const cim::ClassPtr& neutral);
    /// The localized side of a put: what stands in the connection's first locale, or nothing when there is nothing to write there.
    Result<std::optional<cim::ClassBody>> localized_side(const NamespacePtr& in, const cim::Class& of, cim::ClassBody& neutral);
    Result<void> allow_write(const Admission& admission, const cim::Class& of) const;
    Result<void> refuse_dynamic(const Admission& admission, const cim::Class& given);
    Result<Write> prepare_alone(const Admission& admission, cim::Object object, const PutOptions& options);
    Result<Write> prepare_class_alone(const Admission& admission, const cim::Object& object, const PutOptions& options);

    const std::shared_ptr<Service> service_;
    const access::Principal who_;
    const std::uint32_t namespace_;
    const cim::OriginPtr origin_;
    const std::vector<std::string> locales_;
    const Reach reach_;
};

}  // namespace wmi::service
