// Questions asked of a namespace of the repository in WQL: what they name is looked up, a way to the answer is chosen, and the
// answer is read in pieces (design: Enumerations and queries read in pieces).
// Threads   Rows are for one thread at a time, though it may change.
#pragma once

#include "base/result.h"
#include "cim/object.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace wmi::repository {
class Namespace;
class Repository;
}  // namespace wmi::repository

namespace wmi::query {

using base::Error;
using base::Result;
using base::Status;
using NamespacePtr = std::shared_ptr<const repository::Namespace>;

struct Options;

/// A query's text, read. Cheap to copy; for all threads.
class Question {
public:
    struct Content;

    /// errors   InvalidQuery with the position (also of the forms for events: WQL-30); QuotaViolation (too long, too deep)
    static Result<Question> read(std::string_view text);

    /// What can be said of a question and its options before anything is looked up; open() asks it too.
    /// errors   InvalidParameter: only SELECT from instances has a prototype (WQL-117)
    [[nodiscard]] Result<void> check(const Options& options) const;

    [[nodiscard]] const Content& content() const { return *content_; }

private:
    explicit Question(std::shared_ptr<const Content> content) : content_(std::move(content)) {}

    std::shared_ptr<const Content> content_;
};

/// Where a question is asked. The repository must outlive the Rows.
struct Ground {
    repository::Repository& repository;
    NamespacePtr in;
    cim::OriginPtr origin;
};

struct Options {
    bool direct = false;            // WBEM_FLAG_DIRECT_READ: no subclasses (WQL-37)
    bool ensure_locatable = false;  // WBEM_FLAG_ENSURE_LOCATABLE: keys and paths in any case (WQL-43)
    bool prototype = false;         // WBEM_FLAG_PROTOTYPE: the class of the result alone (WQL-47)
};

/// How an answer was found, for `wmi query --explain`.
struct Explanation {
    std::string way;           // a sentence: which index or keys and between which values, or what is scanned
    std::uint64_t looked = 0;  // records, or classes, that were tested so far
    std::uint64_t found = 0;   // of them in the answer
};

class Rows {
public:
    Rows() = default;
    Rows(const Rows&) = delete;
    Rows& operator=(const Rows&) = delete;
    virtual ~Rows() = default;

    struct Piece {
        std::vector<cim::Object> objects;  // may be empty before the last
        bool is_last = false;
    };

    /// A bounded piece of at most `limit` objects, read in one transaction that has ended on return. Not after the last one.
    /// errors   InvalidNamespace (it was deleted), InvalidQuery (a property that the query names is gone), CriticalError
    virtual Result<Piece> next(std::size_t limit) = 0;

    /// Gives the vector of an earlier piece back, for its memory.
    virtual void reuse(std::vector<cim::Object> /*spent*/) {}

    [[nodiscard]] virtual Explanation explain() const = 0;

    /// The class after FROM of a question for instances; null of others. Its dynamic classes are not asked here.
    [[nodiscard]] virtual cim::ClassPtr from() const { return nullptr; }
};

/// Looks up what a question names; nothing is read yet.
/// errors   InvalidQuery with the position (WQL-27); InvalidClass (WQL-26); InvalidObjectPath, NotFound (the source of ASSOCIATORS OF
///          and REFERENCES OF: WQL-111, 112); InvalidParameter (WQL-117)
Result<std::unique_ptr<Rows>> open(const Ground& ground, const Question& question, const Options& options);

}  // namespace wmi::query
