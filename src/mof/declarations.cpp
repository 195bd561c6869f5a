#include "mof/internal/declarations.h"

#include <array>
#include <utility>

#include "mof/lexer.h"

namespace wmi::mof {
namespace {

using cim::CimType;
namespace flavor = cim::flavor;

struct ScopeWord {
    std::string_view word;
    std::uint16_t bit;
};

constexpr std::array<ScopeWord, 10> kScopes = {{{"any", scope::kAny},
                                                {"schema", scope::kSchema},
                                                {"class", scope::kClass},
                                                {"association", scope::kAssociation},
                                                {"indication", scope::kIndication},
                                                {"property", scope::kProperty},
                                                {"reference", scope::kReference},
                                                {"method", scope::kMethod},
                                                {"parameter", scope::kParameter},
                                                {"instance", scope::kInstance}}};

constexpr std::uint8_t kPropagation = flavor::kToInstance | flavor::kToSubClass;

constexpr std::array<FlavorWord, 9> kFlavors = {{{"amended", flavor::kAmended, 0},
                                                 {"disableoverride", flavor::kNotOverridable, 0},
                                                 {"enableoverride", 0, flavor::kNotOverridable},
                                                 {"nottoinstance", 0, flavor::kToInstance},
                                                 {"nottosubclass", 0, flavor::kToSubClass},
                                                 {"restricted", 0, kPropagation},
                                                 {"toinstance", flavor::kToInstance, 0},
                                                 {"tosubclass", flavor::kToSubClass, 0},
                                                 {"translatable", 0, 0}}};

}  // namespace

std::uint16_t find_scope(std::string_view word) {
    for (const ScopeWord& scope : kScopes) {
        if (is_word(word, scope.word)) return scope.bit;
    }
    return 0;
}

const FlavorWord* find_flavor(std::string_view word) {
    for (const FlavorWord& known : kFlavors) {
        if (is_word(word, known.word)) return &known;
    }
    return nullptr;
}

Result<void> FlavorList::add(const FlavorWord& word) {
    restricted_ = restricted_ || word.clears == kPropagation;
    sets_ = static_cast<std::uint8_t>(sets_ | word.sets);
    clears_ = static_cast<std::uint8_t>(clears_ | word.clears);
    if (restricted_ && (sets_ & kPropagation) != 0) {
        return Error(Status::MofIncompatibleFlavorTypes2,
                     "Restricted goes neither with ToInstance nor with ToSubClass; leave one out.");
    }
    if ((sets_ & clears_) != 0) {
        return Error(
            Status::MofIncompatibleFlavorTypes,
            "Two flavors contradict each other, as EnableOverride and DisableOverride do; leave one out.");
    }
    return {};
}

void Declarations::declare(const std::string& name, QualifierDeclaration declaration) {
    has_typed_ = has_typed_ || declaration.type.has_value();
    by_name_.insert_or_assign(name, std::move(declaration));
}

const QualifierDeclaration* Declarations::find(std::string_view name) const {
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? nullptr : &found->second;
}

std::uint8_t Declarations::flavor_of(std::string_view name) const {
    const QualifierDeclaration* declared = find(name);
    const std::uint8_t bits = declared ? declared->flavor : std::uint8_t{0};
    if (is_word(name, "key")) return bits | flavor::kKey;
    if (is_word(name, "id") && !declared) return flavor::kNotOverridable | flavor::kToInstance;
    return bits;
}

std::optional<CimType> qualifier_type(CimType declared) {
    if (declared == CimType::Boolean) return CimType::Boolean;
    if (cim::is_signed_integer(declared) || cim::is_unsigned_integer(declared)) return CimType::Sint32;
    if (cim::is_real(declared)) return CimType::Real64;
    if (declared == CimType::Object || declared == CimType::Reference || declared == CimType::Empty)
        return std::nullopt;
    return CimType::String;
}

}  // namespace wmi::mof
