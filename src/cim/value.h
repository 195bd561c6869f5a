// A value of a property, a qualifier or a parameter. The CIM type is not part of it; it comes from what the value belongs to:
//   boolean -> bool;  sint8..sint64 -> int64_t;  uint8..uint64, char16 -> uint64_t;  real32, real64 -> double;
//   string, datetime, reference -> std::string (UTF-8, ends at its first NUL);  object -> ObjectPtr;  arrays -> Array.
// NULL is monostate. Elements of arrays are never NULL (OBJ-09); an empty array is not NULL.
#pragma once

#include "cim/type.h"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"

namespace wmi::cim {

using base::Error;
using base::Result;
using base::Status;

class Object;
/// An embedded class or instance; shared because it is never changed.
/// A type of its own: libstdc++ 12 takes a variant of nothing but std::string, std::vector and std::shared_ptr for one that always
/// holds a value, and destroys what was never made when copying one runs out of memory.
class ObjectPtr : public std::shared_ptr<const Object> {
public:
    using std::shared_ptr<const Object>::shared_ptr;

    ObjectPtr(std::shared_ptr<const Object> object) noexcept  // NOLINT(google-explicit-constructor)
        : std::shared_ptr<const Object>(std::move(object)) {}
};

using Scalar = std::variant<bool, std::int64_t, std::uint64_t, double, std::string, ObjectPtr>;
using Array = std::vector<Scalar>;
using Value = std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::string, ObjectPtr, Array>;

inline bool is_null(const Value& value) { return std::holds_alternative<std::monostate>(value); }

/// A value together with its type: qualifiers and context values.
struct TypedValue {
    Type type;
    Value value;
};

Value to_value(Scalar scalar);
/// The scalar in a value that is neither NULL nor an array.
Scalar to_scalar(Value value);

/// True when the alternative fits the type and every number its range (NULL fits every type; text of a datetime has its form).
bool fits(Type type, const Value& value);

enum class TextCase { Exact, Ignored };
/// Equal by content; embedded objects by class name and values. Text case matters unless told.
bool same_value(const Value& left, const Value& right, TextCase text_case = TextCase::Exact);
bool same_value(const TypedValue& left, const TypedValue& right);

}  // namespace wmi::cim
