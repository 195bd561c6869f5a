// Conversions between text and values, and between types, as far as WMI does them (OBJ-08, OBJ-16, MOF-27, PATH-09).
#pragma once

#include "cim/value.h"

#include <string>
#include <string_view>

namespace wmi::cim {

/// Text form of one scalar: decimal integers, TRUE/FALSE, reals that read back equal, text as it is.
std::string to_text(CimType type, const Scalar& scalar);

/// Reads a scalar from text: decimal or 0x integers, TRUE/FALSE in any case, reals, 25-character datetimes.
/// errors   TypeMismatch for text that is no such value, ValueOutOfRange for a number that does not fit
Result<Scalar> from_text(CimType type, std::string_view text);

/// A number, boolean or text as a value of another type; reals are rounded to the nearest integer.
/// errors   TypeMismatch, ValueOutOfRange
Result<Value> convert(const TypedValue& from, Type to);

}  // namespace wmi::cim
