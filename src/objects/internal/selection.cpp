#include "objects/internal/selection.h"

#include "objects/internal/system_properties.h"

#include <wbemcli.h>

namespace wmi::objects::internal {
namespace {

Error wrong_flags(long flags) {
    return Error(Status::InvalidParameter, "the flags " + std::to_string(flags) + " do not go together here");
}

Result<void> read_groups(long flags, Selection& to) {
    to.keys_only = (flags & WBEM_FLAG_KEYS_ONLY) != 0;
    to.references_only = (flags & WBEM_FLAG_REFS_ONLY) != 0;
    if (to.keys_only && to.references_only) return wrong_flags(flags);
    switch (flags & WBEM_MASK_CONDITION_ORIGIN) {
        case 0: return {};
        case WBEM_FLAG_LOCAL_ONLY: to.origin = Selection::Origin::Local; return {};
        case WBEM_FLAG_PROPAGATED_ONLY: to.origin = Selection::Origin::Propagated; return {};
        case WBEM_FLAG_SYSTEM_ONLY: to.origin = Selection::Origin::System; return {};
        case WBEM_FLAG_NONSYSTEM_ONLY: to.origin = Selection::Origin::NonSystem; return {};
        default: return wrong_flags(flags);
    }
}

constexpr long kGroups = WBEM_FLAG_KEYS_ONLY | WBEM_FLAG_REFS_ONLY | WBEM_MASK_CONDITION_ORIGIN;

bool takes_system(const Selection& wanted) {
    const bool fits_origin = wanted.origin == Selection::Origin::Any || wanted.origin == Selection::Origin::System;
    const bool fits_qualifier = wanted.qualified == Selection::Qualified::Any || wanted.qualified == Selection::Qualified::Without;
    return fits_origin && fits_qualifier && !wanted.keys_only && !wanted.references_only &&
           wanted.overrides == Selection::Overrides::Any;
}

bool fits_origin(const cim::Class& cls, const cim::Property& property, const Selection& wanted) {
    const bool is_local = cls.introduces(property);
    const bool is_override = !is_local && cls.own_declaration(property) != nullptr;
    if (wanted.overrides == Selection::Overrides::Only) return is_override;
    if (wanted.overrides == Selection::Overrides::LocalToo) return is_local || is_override;
    switch (wanted.origin) {
        case Selection::Origin::Local: return is_local;
        case Selection::Origin::Propagated: return !is_local;
        case Selection::Origin::System: return false;
        default: return true;
    }
}

cim::QualifierSet qualifiers_of(const cim::Object& object, const cim::Property& property) {
    const cim::Instance* instance = object.find_instance();
    return instance ? instance->qualifiers_of(property) : object.cls().qualifiers_of(property);
}

bool fits_qualifier(const cim::Object& object, const cim::Property& property, const Selection& wanted) {
    if (wanted.qualified == Selection::Qualified::Any) return true;
    const cim::QualifierSet set = qualifiers_of(object, property);
    const cim::Qualifier* found = set.find(wanted.qualifier);
    if (wanted.qualified == Selection::Qualified::Without) return !found;
    if (wanted.qualified == Selection::Qualified::With) return found;
    return found && same_value(found->content, wanted.qualifier_value);
}

}  // namespace

Result<Selection> selection_of_names(long flags) {
    Selection wanted;
    if ((flags & ~(kGroups | WBEM_MASK_PRIMARY_CONDITION)) != 0) return wrong_flags(flags);
    TRY(read_groups(flags, wanted));
    wanted.qualified = static_cast<Selection::Qualified>(flags & WBEM_MASK_PRIMARY_CONDITION);
    return wanted;
}

Result<Selection> selection_of_enumeration(long flags, bool is_class) {
    Selection wanted;
    const long overrides = flags & WBEM_MASK_CLASS_CONDITION;
    if ((flags & ~(kGroups | WBEM_MASK_CLASS_CONDITION)) != 0 || overrides == WBEM_MASK_CLASS_CONDITION) return wrong_flags(flags);
    if (overrides != 0 && (!is_class || (flags & WBEM_MASK_CONDITION_ORIGIN) != 0)) return wrong_flags(flags);
    TRY(read_groups(flags, wanted));
    if (overrides == WBEM_FLAG_CLASS_OVERRIDES_ONLY) wanted.overrides = Selection::Overrides::Only;
    if (overrides == WBEM_FLAG_CLASS_LOCAL_AND_OVERRIDES) wanted.overrides = Selection::Overrides::LocalToo;
    return wanted;
}

std::vector<Item> select(const cim::Object& object, const Selection& wanted) {
    std::vector<Item> items;
    const cim::Class& cls = object.cls();
    if (takes_system(wanted))
        for (std::size_t i = 0; i < kSystemProperties.size(); ++i) items.push_back({true, static_cast<std::uint16_t>(i)});
    for (const cim::Property& property : cls.properties()) {
        if (wanted.keys_only && !property.is_key) continue;
        if (wanted.references_only && property.type().element != cim::CimType::Reference) continue;
        if (!fits_origin(cls, property, wanted) || !fits_qualifier(object, property, wanted)) continue;
        items.push_back({false, property.order});
    }
    return items;
}

std::string_view name_of(const cim::Object& object, Item item) {
    if (item.is_system) return kSystemProperties[item.index];
    return object.cls().properties()[item.index].name();
}

Result<Scope> scope_of(long flags) {
    switch (flags) {
        case 0: return Scope::All;
        case WBEM_FLAG_LOCAL_ONLY: return Scope::Local;
        case WBEM_FLAG_PROPAGATED_ONLY: return Scope::Propagated;
        default: return wrong_flags(flags);
    }
}

}  // namespace wmi::objects::internal
