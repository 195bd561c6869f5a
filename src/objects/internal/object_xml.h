// Objects as XML in the element forms of DMTF DSP0201 (MOF-116), and back.
// The forms: CIM has no embedded objects and no values of references in arrays; WMI has PROPERTY.OBJECT, PROPERTY.OBJECTARRAY,
// PROPERTY.REFARRAY, their PARAMETERs and VALUEs, and defaults of parameters.
// Texts name system properties as properties of the class ___SYSTEM. NULL is an element without a value. A char16 is its character.
// A reference is an INSTANCENAME, CLASSPATH ... where that says all, else its text.
#pragma once

#include "base/result.h"
#include "cim/object.h"
#include "objects/internal/xml.h"

#include <string>
#include <string_view>

namespace wmi::objects::internal {

enum class XmlForm { Cim, Wmi };
/// The element around: CLASS or INSTANCE alone, VALUE.NAMEDOBJECT, VALUE.OBJECTWITHLOCALPATH, VALUE.OBJECTWITHPATH.
enum class PathLevel { None, Name, Local, Full };

struct XmlOptions {
    XmlForm form = XmlForm::Cim;
    bool local_only = false;      // what the class itself declares
    bool qualifiers = false;      // in, out and ID of parameters are always written: a method cannot be read without
    bool system_properties = true;
    PathLevel path_level = PathLevel::None;
};

/// errors   InvalidObject: a path is asked for and the object has none
base::Result<std::string> to_xml(const cim::Object& object, const XmlOptions& options);

/// The object of a CLASS or INSTANCE, alone or in one of the elements around; both forms are read.
/// What a text says of a class's ancestors is kept: their names (from __DERIVATION, else SUPERCLASS alone) and the properties, methods
/// and qualifiers that are marked as theirs. An instance's class is what the instance's text says of it.
/// errors   InvalidSyntax with line and column: no such XML; InvalidObject with the element: no such object; those of a class and of
///          values that do not fit; QuotaViolation
base::Result<cim::Object> from_xml(std::string_view utf8);

/// A path as an element, and back: the text is the one that was given when it is in normal form. Empty when XML cannot say it.
std::string reference_xml(std::string_view path);
base::Result<std::string> read_reference(const Element& value);

}  // namespace wmi::objects::internal
