// A Document becomes classes and instances, in file order, handed to a Target (MOF-20..57, 70..75, 84, 85).
// Nothing that is stored before a failure is taken back (MOF-85). One compilation is for one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/guid.h"
#include "cim/class.h"
#include "cim/instance.h"
#include "mof/syntax_tree.h"

namespace wmi::mof {

inline constexpr std::size_t kMaxAliasChain =
    256;  // instances that each name the next one before its definition

struct PutClassOptions {
    std::uint32_t flags =
        0;  // WBEM_FLAG_CREATE_ONLY 2, UPDATE_ONLY 1, UPDATE_SAFE_MODE 0x20, UPDATE_FORCE_MODE 0x40
    /// The text has declared its qualifiers in DMTF's form, so abstract may stand below concrete (CLASS-25).
    bool declares_qualifiers = false;
    std::uint32_t object = 0;  // its number, for LateFailure
};

struct PutInstanceOptions {
    std::uint32_t flags = 0;   // WBEM_FLAG_CREATE_ONLY 2, UPDATE_ONLY 1
    std::uint32_t object = 0;  // its number, for LateFailure
    bool needs_path = false;   // an alias stands for it; else the path may be left out, and the put may queue
};

/// A queued put that failed after it was answered.
struct LateFailure {
    std::uint32_t object;
    Error error;
};

/// Where classes and instances go. Puts may queue; what is queued must be seen by every later call on the same
/// namespace, and nothing that was queued after one that fails may be stored (MOF-85). Any call may fail
/// because of something queued before it: the compiler then asks flush() which object it was.
class Target {
public:
    virtual ~Target() = default;
    /// errors   NotFound, InvalidNamespace
    virtual Result<cim::ClassPtr> get_class(std::string_view ns, std::string_view name) = 0;
    /// body.parent is the class of that name that get_class gave or that was put before.
    virtual Result<void> put_class(std::string_view ns, cim::ClassBody body,
                                   const PutClassOptions& options) = 0;
    /// Gives the relative path, with the key that was generated for it (PUT-17).
    virtual Result<std::string> put_instance(std::string_view ns, const cim::Instance& instance,
                                             const PutInstanceOptions& options) = 0;
    /// errors   NotFound when there is none
    virtual Result<void> delete_class(std::string_view ns, std::string_view name) = 0;
    virtual Result<void> delete_instance(std::string_view ns, std::string_view path) = 0;

    /// Asked where the text turns to a namespace, which must be there whether anything follows or not (MOF-72).
    /// errors   InvalidNamespace
    virtual Result<void> open_namespace(std::string_view /*ns*/) { return {}; }

    /// Waits for all that is queued; the first failure among it, told once.
    virtual std::optional<LateFailure> flush() { return std::nullopt; }
};

struct CompileOptions {
    std::string default_namespace = "root\\default";  // until a #pragma namespace (MOF-73, 81)
    std::uint32_t class_flags = 0;                    // until a #pragma classflags
    std::uint32_t instance_flags = 0;
    bool check_only = false;  // stores nothing: the Document parsed, and that is all (MOF-83)
    base::Chance* chance =
        nullptr;  // for the keys of aliases used before their definition; null: the system's
    std::function<void(std::uint32_t done, std::uint32_t total)> progress;  // after each object
};

struct Summary {
    std::uint32_t classes = 0;
    std::uint32_t instances = 0;
    std::uint32_t deletions = 0;
    bool autorecover = false;  // the text asks to be compiled again when the repository is rebuilt (MOF-74)
};

/// errors   Phase::Store, with the object's number and lines (MOF-89, 98): those of the Target and of
/// cim::Class::make; NotFound
///          for a class, base class or property that is not there; the WBEMMOF codes of constants that do not
///          fit their property
Outcome<Summary> compile(const Document& document, Target& target, const CompileOptions& options = {});

}  // namespace wmi::mof
