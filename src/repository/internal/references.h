// The reference index: from what a reference leads to, to the association that holds it (WQL-101, WQL-113..115).
// An entry is a function of the record and of nothing else: a reference is entered under the class that its text names, in the
// namespace that its text names, known or not; so no change of a class moves an entry. One instance can be named by its own class
// and by each ancestor down from the one that declares the keys: who looks it up looks under all of these names.
// What an entry tells is less than equality (different spellings fall together, hashes may collide): each is verified by the
// record it leads to.
#pragma once

#include "cim/path.h"
#include "repository/internal/record_place.h"

namespace wmi::repository {

/// A path of this machine with its namespace: as given, or this one when the path has none. Nothing: of another machine.
std::optional<cim::ObjectPath> absolute_path(const Machine& machine, std::string_view namespace_path, cim::ObjectPath path);

/// Text of a reference as absolute_path; nothing too when it cannot be read.
std::optional<cim::ObjectPath> read_reference(const Machine& machine, const Namespace& in, const ReferenceProperty& property, std::string_view text);

/// table | namespace of the association | target: what all entries of one name of a target begin with; no two are each other's
/// beginning. `target_namespace` is folded, empty for the association's own; only class and keys of `target` are looked at.
Bytes reference_prefix(const HashKey& secret, NamespaceId in, std::string_view target_namespace, const cim::ObjectPath& target);

/// The prefix under which the text of a reference is entered; nothing for text that has no entry.
std::optional<Bytes> prefix_of_reference(const HashKey& secret, const Namespace& in, std::string_view text);

/// What stands behind the prefix.
struct ReferencePlace {
    ClassId of = 0;  // the association's class
    std::uint16_t order = 0;
};

inline constexpr std::size_t kReferencePlace = 6;

void append_place(Bytes& to, ReferencePlace place);
/// Where the prefix of an entry ends; nothing for bytes that are no entry.
std::optional<std::size_t> end_of_prefix(BytesView entry);
ReferencePlace place_in(BytesView entry, std::size_t end_of_prefix);
/// The key of the record that an entry leads to.
Bytes record_of_reference(BytesView entry, std::size_t end_of_prefix, BytesView value);
/// The value of an entry: nothing when its key says all.
BytesView reference_value(BytesView record_key);

/// Adds the entries of all references in a record.
void append_references(std::vector<Bytes>& to, const Surroundings& where, const Namespace& in, const ClassEntry& of, const cim::RecordView& record, BytesView record_key);
/// Do both hold the same references? Then their entries are the same.
bool has_same_references(const ClassEntry& of, const cim::RecordView& left, const cim::RecordView& right);

/// An instance that references are looked for, as one state of the definitions knows it. It need not exist.
class Target {
public:
    /// path     full (absolute_path); its class is the instance's own
    /// errors   InvalidNamespace, InvalidClass, InvalidObjectPath: keys that do not fit
    static Result<Target> bind(const Surroundings& where, const Catalogue& now, const cim::ObjectPath& path);

    /// Does this path, which is full, name the instance?
    [[nodiscard]] bool is_named_by(const cim::ObjectPath& path) const;

    /// Prefixes of all entries in a namespace that may lead here, in order.
    [[nodiscard]] std::vector<Bytes> prefixes(const Surroundings& where, const Namespace& in) const;

private:
    Target(const Surroundings& where, NamespacePtr in, cim::ClassPtr of, cim::ObjectPath path) : where_(&where), in_(std::move(in)), of_(std::move(of)), path_(std::move(path)) {}

    [[nodiscard]] std::optional<Bytes> keys_of(const cim::ObjectPath& path) const;

    const Surroundings* where_;
    NamespacePtr in_;
    cim::ClassPtr of_;
    cim::ObjectPath path_;
    Bytes keys_;
};

}  // namespace wmi::repository
