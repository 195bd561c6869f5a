// Which properties GetNames and BeginEnumeration give (OBJ-27..33), and in which order: the system ones first, then those of the
// class as they were declared, inherited ones before own ones.
#pragma once

#include "base/result.h"
#include "cim/object.h"

#include <string>
#include <string_view>
#include <vector>

namespace wmi::objects::internal {

using base::Error;
using base::Result;
using base::Status;

struct Selection {
    enum class Qualified { Any, With, Without, WithValue };
    enum class Origin { Any, Local, Propagated, System, NonSystem };
    enum class Overrides { Any, Only, LocalToo };

    Qualified qualified = Qualified::Any;
    bool keys_only = false;
    bool references_only = false;
    Origin origin = Origin::Any;
    Overrides overrides = Overrides::Any;
    std::string qualifier;       // unless Any
    cim::TypedValue qualifier_value;  // for WithValue
};

/// One property: a system property's number or a property's order.
struct Item {
    bool is_system = false;
    std::uint16_t index = 0;
};

/// errors   InvalidParameter for flags that do not go together
Result<Selection> selection_of_names(long flags);
Result<Selection> selection_of_enumeration(long flags, bool is_class);
std::vector<Item> select(const cim::Object& object, const Selection& wanted);
std::string_view name_of(const cim::Object& object, Item item);

/// The flags of qualifier and method enumerations: all, own ones, those of superclasses (OBJ-50, OBJ-56).
enum class Scope { All, Local, Propagated };
/// errors   InvalidParameter
Result<Scope> scope_of(long flags);

}  // namespace wmi::objects::internal
