// What a class must be to be kept (CLASS-10..33, 45; QUAL-20..38), and how two definitions of one class differ.
#pragma once

#include "repository/repository.h"

namespace wmi::repository {

/// What a body says by itself: names and values of qualifiers.
/// errors   IncompleteClass, QuotaViolation, InvalidOperation, InvalidObject, InvalidParameter, InvalidQualifier, InvalidQualifierType
Result<void> check_body(const cim::ClassBody& body);

/// QUAL-02, OBJ-04: what users may name a qualifier, property, method or parameter; `what` is which of them.
/// errors   InvalidParameter
Result<void> check_user_name(const std::string& name, std::string_view what);

/// What a class says against its parent, which made.parent() is. `in` finds the classes that references and embedded objects name.
/// errors   CannotBeAbstract, CannotBeSingleton, CannotChangeKeyInheritance, UpdateOverrideNotAllowed, UpdateTypeMismatch, InvalidOperation
Result<void> check_against_parent(const cim::Class& made, const Namespace& in, const ClassOptions& options);

/// Takes out of a body the qualifiers that its parent does not let it have (force mode, CLASS-39). False: there were none.
bool drop_forbidden_overrides(cim::ClassBody& body);
/// The same of those alone that stood in `before` already.
bool drop_hidden_overrides(cim::ClassBody& body, const cim::ClassBody& before);

/// Puts the properties that `before` has at their places there and the others behind: they keep their numbers in records.
void keep_order(cim::ClassBody& body, const cim::ClassBody& before);

/// An override whose inherited property is gone stands for itself.
void stand_alone(cim::ClassBody& body);

/// CLASS-41: superclass, properties and their types, key, indexed, singleton, dynamic, abstract are the same: records of one are
/// records of the other, at the same keys and in the same indexes.
bool has_same_records(const cim::Class& left, const cim::Class& right);
bool has_same_indexes(const cim::Class& left, const cim::Class& right);

}  // namespace wmi::repository
