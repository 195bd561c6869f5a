// VARIANTs and values. Here and nowhere else the widths of the surface meet the widths of CIM: a LONG has 64 bits, an sint32 32.
#pragma once

#include "cim/instance.h"
#include "cim/value.h"

#include <oleauto.h>

namespace wmi::objects::internal {

using base::Error;
using base::Result;
using base::Status;

/// The owner of what a VARIANT holds.
class Variant {
public:
    Variant() = default;

    Variant(const Variant&) = delete;
    Variant& operator=(const Variant&) = delete;

    ~Variant() { VariantClear(&held_); }

    VARIANT* get() { return &held_; }

    const VARIANT& operator*() const { return held_; }

    /// Gives the content to an out parameter, which is not looked at before. Null: nothing is given.
    void give(VARIANT* to) noexcept {
        if (to == nullptr) return;
        *to = held_;
        held_ = VARIANT{};
    }

private:
    VARIANT held_{};
};

/// How types map to kinds of VARIANT: as properties do (OBJ-06), or each to its own kind as contexts keep them (CTX-03).
enum class Kinds { Properties, Contexts };

/// Fills an empty Variant. Throws bad_alloc.
void fill(Variant& to, cim::Type type, const cim::Value& value, Kinds kinds = Kinds::Properties);

/// The same from a text where it stands in a record, without a std::string in between.
void fill(Variant& to, cim::RecordView::Text text);

/// What a VARIANT holds, with the type that its kind alone says (OBJ-13): VT_I4 is sint32, VT_BSTR string, VT_UNKNOWN object ...
/// VT_NULL and VT_EMPTY are values without a type. Embedded objects are copied.
/// errors   TypeMismatch: a kind that has no type, an array with gaps or more than one dimension, an interface that is no
///          IWbemClassObject; ValueOutOfRange: a VT_I4 that has more than 32 bits
Result<cim::TypedValue> read(const VARIANT& from);

/// The value of a property of this type that a VARIANT gives (OBJ-16). VT_NULL gives NULL.
/// errors   TypeMismatch, ValueOutOfRange
Result<cim::Value> read_as(const VARIANT& from, cim::Type type);

/// Writes a property from a VARIANT; without a value in between where the kinds agree.
/// errors   those of read_as; the instance is then unchanged
Result<void> put(cim::Instance& instance, const cim::Property& property, const VARIANT& from);

/// A new array of BSTRs. Throws bad_alloc.
SAFEARRAY* to_safe_array(const std::vector<std::string>& texts);

}  // namespace wmi::objects::internal
