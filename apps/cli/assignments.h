// name=value pairs from the command line, and objects of JSON, put into an object by the types of its class.
#pragma once

#include "spawner.h"
#include "values.h"

#include <string>
#include <vector>

#include <wbemidl.h>

namespace cli {

struct Assignment {
    std::string name;
    std::string text;
};

/// Throws UsageFailure for a word without '='.
std::vector<Assignment> parse_assignments(const std::vector<std::string>& words);
/// Sets one property by its type; throws Failure kNotFound when the class has none of that name.
void assign(IWbemClassObject* object, const Assignment& assignment, Spawner& spawner);
void assign_null(IWbemClassObject* object, const std::string& name);
/// The CIM type of a property; throws Failure kNotFound naming the class.
CIMTYPE type_of(IWbemClassObject* object, const std::string& property);
/// Embedded objects of the class that "__CLASS" names.
Embed embed_with(Spawner& spawner);
/// A system property as text, empty when NULL.
std::string system_text(IWbemClassObject* object, const wchar_t* name);

}  // namespace cli
