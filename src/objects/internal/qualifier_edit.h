// Reading and changing the qualifiers of an element of an object (OBJ-51..61, QUAL-01..15).
#pragma once

#include "cim/object.h"

#include <wbemcli.h>

#include <string>
#include <string_view>

namespace wmi::objects::internal {

using base::Error;
using base::Result;
using base::Status;

enum class Carrier { Object, Property, Method };

/// Whose qualifiers: those of the object itself, or of a property or method of this name.
struct Target {
    Carrier element = Carrier::Object;
    std::string name;
};

/// What the element shows: own qualifiers and what it received.
/// errors   NotFound when the element is gone
Result<cim::QualifierSet> shown_qualifiers(const cim::Object& object, const Target& target);

/// errors   InvalidParameter, CannotBeKey, OverrideNotAllowed, InvalidOperation; the object is then unchanged
Result<void> put_qualifier(cim::Object& object, const Target& target, cim::Qualifier qualifier);

/// Ok, or SResetToDefault when what was received is back.
/// stored   the class as it was read, null when it never was: its keys stay (OBJ-57)
/// errors   NotFound, PropagatedQualifier, InvalidOperation
Result<Status> remove_qualifier(cim::Object& object, const Target& target, std::string_view name, const cim::Class* stored);

/// The content of a qualifier from a VARIANT.
/// errors   InvalidQualifierType (OBJ-53)
Result<cim::TypedValue> qualifier_content(const VARIANT& from);

}  // namespace wmi::objects::internal
