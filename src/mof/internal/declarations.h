// The qualifier declarations in force at a point of a text (MOF-62, 63), and what each scope word means.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/text.h"
#include "cim/qualifier.h"
#include "mof/failure.h"

namespace wmi::mof {

namespace scope {
inline constexpr std::uint16_t kSchema = 1;
inline constexpr std::uint16_t kClass = 2;
inline constexpr std::uint16_t kAssociation = 4;
inline constexpr std::uint16_t kIndication = 8;
inline constexpr std::uint16_t kProperty = 16;
inline constexpr std::uint16_t kReference = 32;
inline constexpr std::uint16_t kMethod = 64;
inline constexpr std::uint16_t kParameter = 128;
inline constexpr std::uint16_t kInstance = 256;
inline constexpr std::uint16_t kAny = 0xFFFF;
}  // namespace scope

/// The bit of a scope's word, without case; 0 for no such word.
std::uint16_t find_scope(std::string_view word);

/// One word of a flavor list: what it sets and what it clears.
struct FlavorWord {
    std::string_view word;  // lower case
    std::uint8_t sets;
    std::uint8_t clears;
};

/// Null for a word that is no flavor.
const FlavorWord* find_flavor(std::string_view word);

/// Flavors as they are read, one word after the other.
class FlavorList {
public:
    /// errors   MofIncompatibleFlavorTypes, MofIncompatibleFlavorTypes2 (MOF-61), without a place
    Result<void> add(const FlavorWord& word);

    [[nodiscard]] std::uint8_t bits() const { return sets_; }

private:
    std::uint8_t sets_ = 0;
    std::uint8_t clears_ = 0;
    bool restricted_ = false;
};

struct QualifierDeclaration {
    std::uint8_t flavor = 0;
    std::uint16_t scope = scope::kAny;
    std::optional<cim::Type> type;  // one of the four types of qualifiers; absent for MOF-62's form
    cim::Value value;               // default, NULL when none is declared
};

class Declarations {
public:
    void declare(const std::string& name, QualifierDeclaration declaration);
    [[nodiscard]] const QualifierDeclaration* find(std::string_view name) const;

    /// The flavor of a use without flavors of its own: as declared; key and ID have theirs by nature (OBJ-59,
    /// MOF-37).
    [[nodiscard]] std::uint8_t flavor_of(std::string_view name) const;

    [[nodiscard]] bool has_typed() const { return has_typed_; }

private:
    std::unordered_map<std::string, QualifierDeclaration, base::NameHash, base::NameEqual> by_name_;
    bool has_typed_ = false;
};

/// The type a qualifier has for a declared type: every integer is sint32, every real real64, all text string
/// (QUAL-03).
std::optional<cim::CimType> qualifier_type(cim::CimType declared);

}  // namespace wmi::mof
