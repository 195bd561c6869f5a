// Qualifiers: named values on a class, a property, a method or an instance, with flavors that say where they go (QUAL-04).
#pragma once

#include "cim/value.h"

#include <string>
#include <string_view>
#include <vector>

namespace wmi::cim {

/// Flavor bits as in WBEM_FLAVOR_TYPE and in the record.
namespace flavor {
inline constexpr std::uint8_t kToInstance = 0x01;
inline constexpr std::uint8_t kToSubClass = 0x02;
inline constexpr std::uint8_t kNotOverridable = 0x10;
inline constexpr std::uint8_t kPropagated = 0x20;  // origin: came from a superclass, or from the class for an instance
inline constexpr std::uint8_t kSystem = 0x40;
inline constexpr std::uint8_t kAmended = 0x80;
inline constexpr std::uint8_t kSettable = kToInstance | kToSubClass | kNotOverridable | kAmended;
inline constexpr std::uint8_t kKey = kToInstance | kToSubClass | kNotOverridable;
}  // namespace flavor

struct Qualifier {
    std::string name;
    TypedValue content;
    std::uint8_t flavor = 0;

    [[nodiscard]] bool is_true() const {
        const bool* set = std::get_if<bool>(&content.value);
        return set && *set;
    }
};

bool same_qualifier(const Qualifier& left, const Qualifier& right);

/// In order of insertion; names are unique without regard to case.
class QualifierSet {
public:
    [[nodiscard]] const Qualifier* find(std::string_view name) const;
    Qualifier* find(std::string_view name);
    /// True when there is one of this name whose value is boolean TRUE.
    [[nodiscard]] bool is_true(std::string_view name) const;
    /// Adds or replaces; the first spelling of the name stays.
    void set(Qualifier qualifier);
    bool erase(std::string_view name);

    [[nodiscard]] bool empty() const { return list_.empty(); }

    [[nodiscard]] std::size_t size() const { return list_.size(); }

    [[nodiscard]] auto begin() const { return list_.begin(); }

    [[nodiscard]] auto end() const { return list_.end(); }

    auto begin() { return list_.begin(); }

    auto end() { return list_.end(); }

private:
    std::vector<Qualifier> list_;
};

/// Same names with same types, values and flavors, in any order.
bool same_qualifiers(const QualifierSet& left, const QualifierSet& right);

/// A boolean TRUE qualifier, the commonest kind.
Qualifier mark(std::string name, std::uint8_t flavor = 0);
Qualifier text_qualifier(std::string name, std::string text, std::uint8_t flavor = 0);

/// Whether a qualifier reaches an heir: by its flavor bit `towards`, and `key` always (OBJ-59).
bool propagates(const Qualifier& qualifier, std::uint8_t towards);

/// What an heir sees of a set: its own first, then those that propagate `towards` (flavor::kToSubClass or kToInstance), with
/// kPropagated. An override that the inherited flavor forbids is kept out of the result (QUAL-09).
QualifierSet inherit(const QualifierSet& from, std::uint8_t towards, const QualifierSet& own);

}  // namespace wmi::cim
