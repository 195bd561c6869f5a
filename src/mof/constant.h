// Constants as values of a type (MOF-07..09, 26..28): which spelling is good for which property.
#pragma once

#include <string>

#include "cim/value.h"
#include "mof/syntax_tree.h"

namespace wmi::mof {

/// What a constant alone does not tell.
class Resolver {
public:
    virtual ~Resolver() = default;
    virtual Result<std::string> path_of(const Alias& alias) = 0;
    virtual Result<cim::ObjectPtr> object_of(const EmbeddedInstance& embedded) = 0;
};

/// errors   MofUnexpectedArrayInit, MofTypeMismatch, MofOutOfRange, MofIllegalConstantValue,
/// MofUnexpectedAlias, with their place
Result<cim::Value> value_of(const Initializer& from, cim::Type type, Resolver& resolver, Blame& blame);

/// Whether value_of will take it, as far as that can be told before any class is known.
Result<void> check_value(const Initializer& from, cim::Type type, Blame& blame);

}  // namespace wmi::mof
