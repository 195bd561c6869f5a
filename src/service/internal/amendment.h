// Localized classes: a class and, in the child namespace MS_xxx, what is said of it in a language (CLASS-55..61, LOC).
// Pure functions over values; where the amendments are found is Session's work.
#pragma once

#include "cim/class.h"
#include "cim/instance.h"

namespace wmi::service {

using base::Result;

/// The class with the amendment's qualifiers beside its own, on the class, its properties, methods and their parameters, inherited
/// ones too; the neutral ones win (CLASS-56, LOC-07). body().is_localized then says that the amendment, or one of the parent, is in it.
/// parent   what stands above: the merged parent, or the neutral one. amendment may be null.
Result<cim::ClassPtr> merge(const cim::Class& neutral, cim::ClassPtr parent, const cim::Class* amendment);

/// True when merge() put an amendment into this class or into one above it (PUT-33, CLASS-60).
bool is_amended(const cim::Class& of);

struct Split {
    cim::ClassBody neutral;
    cim::ClassBody amendment;  // carries the qualifier Amendment
    bool has_amendment = false;
};

/// The amended qualifiers of a class on one side, everything else on the other (CLASS-59).
/// before   the amendment as it stands now, or null: what the neutral class hides of it stays, and so does its superclass
Result<Split> split(const cim::Class& of, const cim::Class* before);

/// Without qualifiers of flavor amended, the instance's own and those of its properties (PUT-32).
void strip(cim::Instance& instance);

}  // namespace wmi::service
