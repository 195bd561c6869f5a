// Classes and instances as MOF text that compiles into equal ones (MOF-110..115, OBJ-44, OBJ-45).
// What MOF cannot say is left out: the qualifiers of a return value, NULL in a qualifier; and by print and
// print_file, not by print_whole, a class as the value of a property.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cim/object.h"

namespace wmi::mof {

enum class Flavors { Write, Omit };  // WBEM_FLAG_NO_FLAVORS (MOF-113)

/// A class: what stands in it itself, none of what it inherits. An instance: all that is not NULL, and what
/// is NULL against a default. Lines end in \n; the text ends after `};` and a line end.
std::string print(const cim::Object& object, Flavors flavors = Flavors::Write);

/// The same, or nothing where a class would have to be left out.
/// errors   NotSupported: a property holds a class, which no text of MOF gives back (OBJ-44)
base::Result<std::string> print_whole(const cim::Object& object, Flavors flavors = Flavors::Write);

/// A file that puts objects back: `#pragma namespace` for the path (none when it is empty), then the objects
/// in their order. namespace_path   root\cimv2
std::string print_file(std::string_view namespace_path, const std::vector<cim::Object>& objects,
                       Flavors flavors = Flavors::Write);

/// A string constant with its quotation marks; reads back equal, whatever it holds before its first NUL.
std::string quote(std::string_view text);

}  // namespace wmi::mof
