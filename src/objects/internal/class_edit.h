// Changing a class. Each edit takes a class and gives another one; the given one stays as it is, so a failed edit changes nothing.
#pragma once

#include "cim/class.h"

#include <wbemcli.h>

#include <string_view>

namespace wmi::objects::internal {

using base::Error;
using base::Result;
using base::Status;
using cim::ClassPtr;

/// Adds a property, sets its default, or gives an own one another type (OBJ-13..16).
/// type     CIMTYPE_ENUMERATION; 0: as it is, or as the value says
/// errors   InvalidParameter, InvalidPropertyType, TypeMismatch, ValueOutOfRange, CannotBeKey, TooManyProperties
Result<ClassPtr> put_property(const ClassPtr& of, std::string_view name, const VARIANT* value, CIMTYPE type);

/// A class without something, and whether the inherited form is back (SResetToDefault).
struct Removal {
    ClassPtr left;
    Status status = Status::Ok;
};

/// errors   NotFound, PropagatedProperty (OBJ-35)
Result<Removal> remove_property(const ClassPtr& of, std::string_view name);
/// The class under another name.
Result<ClassPtr> rename(const ClassPtr& of, std::string_view name);
/// A class without a name that inherits from this one (OBJ-41).
Result<ClassPtr> derive(const ClassPtr& from);

/// Adds or replaces a method; in and out may be null (OBJ-48, OBJ-49).
/// errors   InvalidParameter, InvalidDuplicateParameter, MissingParameterId, InvalidParameterId, NonconsecutiveParameterIds,
///          ParameterIdOnRetval, PropagatedMethod, InvalidMethodParameters
Result<ClassPtr> put_method(const ClassPtr& of, std::string_view name, const ClassPtr& in, const ClassPtr& out);
/// errors   NotFound, PropagatedMethod (OBJ-50)
Result<Removal> remove_method(const ClassPtr& of, std::string_view name);

/// The declaration of a property or a method in a body that is being edited; an override is added where it is only inherited.
/// Null when the class has no such property or method.
cim::PropertyDeclaration* declare_property(cim::ClassBody& body, const cim::Class& of, std::string_view name);
cim::MethodDeclaration* declare_method(cim::ClassBody& body, const cim::Class& of, std::string_view name);
/// Drops overrides that say nothing (any more).
void drop_empty_overrides(cim::ClassBody& body);

}  // namespace wmi::objects::internal
