#include "objects/internal/variant.h"

#include "cim/convert.h"
#include "cim/datetime.h"
#include "cim/object.h"
#include "com/text.h"
#include "objects/class_object.h"

#include <array>
#include <bit>
#include <new>
#include <utility>

namespace wmi::objects::internal {
namespace {

using cim::CimType;
using cim::Scalar;
using cim::Value;

// -- from values to VARIANTs

VARTYPE kind_of_property(CimType type) {
    switch (type) {
        case CimType::Sint8:
        case CimType::Sint16:
        case CimType::Char16: return VT_I2;
        case CimType::Uint8: return VT_UI1;
        case CimType::Uint16:
        case CimType::Sint32:
        case CimType::Uint32: return VT_I4;
        case CimType::Real32: return VT_R4;
        case CimType::Real64: return VT_R8;
        case CimType::Boolean: return VT_BOOL;
        case CimType::Object: return VT_UNKNOWN;
        case CimType::Empty: return VT_NULL;
        default: return VT_BSTR;  // texts, and 64-bit integers in decimal
    }
}

VARTYPE kind_of_context(CimType type) {
    switch (type) {
        case CimType::Sint8: return VT_I1;
        case CimType::Uint16: return VT_UI2;
        case CimType::Uint32: return VT_UI4;
        case CimType::Sint64: return VT_I8;
        case CimType::Uint64: return VT_UI8;
        default: return kind_of_property(type);
    }
}

/// The number's bits, sign-extended or zero-extended to 64 as its type says (abi.md 2).
std::uint64_t bits_of(const Scalar& scalar) {
    if (const auto* number = std::get_if<std::int64_t>(&scalar)) return static_cast<std::uint64_t>(*number);
    if (const auto* number = std::get_if<std::uint64_t>(&scalar)) return *number;
    return 0;
}

template <class T>
void store(void* place, T value) {
    std::memcpy(place, &value, sizeof value);
}

/// Writes a scalar where a VARIANT of the kind, or an array of it, keeps one.
void store_scalar(void* place, VARTYPE kind, CimType type, const Scalar& scalar) {
    switch (kind) {
        case VT_I1:
        case VT_UI1: return store(place, static_cast<std::uint8_t>(bits_of(scalar)));
        case VT_I2:
        case VT_UI2: return store(place, static_cast<std::uint16_t>(bits_of(scalar)));
        case VT_I4:
        case VT_UI4:
        case VT_I8:
        case VT_UI8: return store(place, bits_of(scalar));
        case VT_BOOL: return store(place, *std::get_if<bool>(&scalar) ? VARIANT_TRUE : VARIANT_FALSE);
        case VT_R4: return store(place, static_cast<float>(*std::get_if<double>(&scalar)));
        case VT_R8: return store(place, *std::get_if<double>(&scalar));
        case VT_UNKNOWN: return store<IUnknown*>(place, wrap(**std::get_if<cim::ObjectPtr>(&scalar)).detach());
        default: break;
    }
    const auto* text = std::get_if<std::string>(&scalar);
    store(place, text ? com::to_bstr(*text) : com::to_bstr(cim::to_text(type, scalar)));
}

SAFEARRAY* make_array(VARTYPE kind, std::size_t count) {
    SAFEARRAY* made = SafeArrayCreateVector(kind, 0, count);
    if (made == nullptr) throw std::bad_alloc();
    return made;
}

// -- from VARIANTs to values

Error mismatch(std::string_view what) { return Error(Status::TypeMismatch, std::string(what)); }

std::string kind_name(VARTYPE kind) { return "a VARIANT of type " + std::to_string(kind & VT_TYPEMASK); }

template <class T>
T load(const void* place) {
    T value;
    std::memcpy(&value, place, sizeof value);
    return value;
}

/// A scalar with the type that its kind of VARIANT says.
struct Found {
    CimType type;
    Scalar scalar;
};

Result<Found> read_object(IUnknown* given) {
    if (given == nullptr) return mismatch("an embedded object is needed, the interface pointer is NULL");
    const auto object = com::com_ptr<IUnknown>(given).query<IWbemClassObject>();
    if (!object) return mismatch("an embedded object must be an IWbemClassObject");
    auto copied = TRY(snapshot(object.get()));
    cim::ObjectPtr shared = std::make_shared<const cim::Object>(std::move(copied));
    return Found{CimType::Object, std::move(shared)};
}

Found signed_of(CimType type, std::int64_t number) { return {type, number}; }

Found unsigned_of(CimType type, std::uint64_t number) { return {type, number}; }

/// Reads one scalar where a VARIANT of the kind, or an array of it with elements of this size, keeps it. A LONG's 64 bits are
/// all there: what a property has room for is checked by read_as.
Result<Found> load_scalar(const void* place, VARTYPE kind, std::size_t size) {
    switch (kind) {
        case VT_I1: return signed_of(CimType::Sint8, load<std::int8_t>(place));
        case VT_UI1: return unsigned_of(CimType::Uint8, load<std::uint8_t>(place));
        case VT_I2: return signed_of(CimType::Sint16, load<std::int16_t>(place));
        case VT_UI2: return unsigned_of(CimType::Uint16, load<std::uint16_t>(place));
        case VT_I4: return signed_of(CimType::Sint32, size == 4 ? load<std::int32_t>(place) : load<std::int64_t>(place));
        case VT_UI4: return unsigned_of(CimType::Uint32, size == 4 ? load<std::uint32_t>(place) : load<std::uint64_t>(place));
        case VT_INT:
        case VT_ERROR: return signed_of(CimType::Sint32, load<std::int32_t>(place));
        case VT_UINT: return unsigned_of(CimType::Uint32, load<std::uint32_t>(place));
        case VT_I8: return signed_of(CimType::Sint64, load<std::int64_t>(place));
        case VT_UI8: return unsigned_of(CimType::Uint64, load<std::uint64_t>(place));
        case VT_R4: return Found{CimType::Real32, double{load<float>(place)}};
        case VT_R8: return Found{CimType::Real64, load<double>(place)};
        case VT_BOOL: return Found{CimType::Boolean, load<VARIANT_BOOL>(place) != VARIANT_FALSE};
        case VT_BSTR: {
            std::string text = com::from_wide(load<BSTR>(place));
            return Found{CimType::String, std::move(text)};
        }
        case VT_UNKNOWN: return read_object(load<IUnknown*>(place));
        case VT_DISPATCH: return read_object(load<IDispatch*>(place));
        default: return mismatch(kind_name(kind) + " is no value that a property can hold");
    }
}

/// The low 32 bits of a LONG when the others are all zero or a sign extension (abi.md 2).
std::optional<std::uint32_t> low_half(std::int64_t number) {
    const auto low = static_cast<std::uint32_t>(number);
    if (number == std::int64_t{low} || number == std::int64_t{static_cast<std::int32_t>(low)}) return low;
    return std::nullopt;
}

Error too_wide(std::int64_t number) {
    return Error(Status::ValueOutOfRange, "the number " + std::to_string(number) + " has more than 32 bits");
}

/// Puts a number that a LONG brought into the width that its own type promises.
Result<Found> narrowed(Found found) {
    if (found.type != CimType::Sint32 && found.type != CimType::Uint32) return found;
    const auto number = static_cast<std::int64_t>(bits_of(found.scalar));
    const auto low = low_half(number);
    if (!low) return too_wide(number);
    if (found.type == CimType::Sint32) return signed_of(CimType::Sint32, static_cast<std::int32_t>(*low));
    return unsigned_of(CimType::Uint32, *low);
}

enum class Family { Integer, Real, Boolean, Text, Object };

Family family_of(CimType type) {
    if (cim::is_real(type)) return Family::Real;
    if (type == CimType::Boolean) return Family::Boolean;
    if (cim::is_text(type)) return Family::Text;
    return type == CimType::Object ? Family::Object : Family::Integer;
}

/// Whether elements of an array may be converted: within a family only (OBJ-16: uint32[] does not take VT_ARRAY|VT_R8);
/// 64-bit integers come as text.
bool may_convert_elements(CimType from, CimType to) {
    const bool is_wide = to == CimType::Sint64 || to == CimType::Uint64;
    return family_of(from) == family_of(to) || (is_wide && from == CimType::String);
}

/// One scalar as a value of another type, with the exceptions that the surface makes of the general rules.
Result<Scalar> scalar_as(const Found& found, CimType to) {
    if (to == CimType::Uint32 && found.type == CimType::Sint16) return mismatch("a uint32 does not take a VT_I2");
    if (to == CimType::Char16 && found.type == CimType::Sint16) return Scalar(bits_of(found.scalar) & 0xFFFFU);
    if ((to == CimType::Sint32 || to == CimType::Uint32) && found.type == CimType::Sint32) {
        const auto number = static_cast<std::int64_t>(bits_of(found.scalar));
        const auto low = low_half(number);
        if (!low) return too_wide(number);
        if (to == CimType::Uint32) return Scalar(std::uint64_t{*low});
        return Scalar(std::int64_t{static_cast<std::int32_t>(*low)});
    }
    Value copied = cim::to_value(found.scalar);
    const cim::TypedValue given{{found.type, false}, std::move(copied)};
    Value value = TRY(cim::convert(given, {to, false}));
    return cim::to_scalar(std::move(value));
}

/// The elements of a one-dimensional array; those of VT_VARIANT each by its own kind.
class Elements {
public:
    static Result<Elements> of(const VARIANT& from) {
        SAFEARRAY* array = from.parray;
        if (array == nullptr) return mismatch("the array is NULL; VT_NULL is how a NULL array is given");
        if (SafeArrayGetDim(array) != 1) return mismatch("an array must have one dimension");
        return Elements(array, static_cast<VARTYPE>(from.vt & VT_TYPEMASK));
    }

    [[nodiscard]] VARTYPE kind() const { return kind_; }

    [[nodiscard]] std::size_t count() const { return array_->rgsabound[0].cElements; }

    [[nodiscard]] Result<Found> at(std::size_t index) const {
        const char* place = static_cast<const char*>(array_->pvData) + index * array_->cbElements;
        if (kind_ != VT_VARIANT) return load_scalar(place, kind_, array_->cbElements);
        const auto* element = reinterpret_cast<const VARIANT*>(place);
        if ((element->vt & ~VT_TYPEMASK) != 0) return mismatch("an element of an array must be a single value");
        return load_scalar(&element->llVal, element->vt, sizeof(LONG));
    }

private:
    Elements(SAFEARRAY* array, VARTYPE kind) : array_(array), kind_(kind) {}

    SAFEARRAY* array_;
    VARTYPE kind_;
};

/// The element type of an array by its kind; nothing for VT_VARIANT and what no property can hold.
std::optional<CimType> type_of_kind(VARTYPE kind) {
    if (kind == VT_BSTR) return CimType::String;
    if (kind == VT_UNKNOWN || kind == VT_DISPATCH) return CimType::Object;
    const std::uint64_t zero = 0;
    const auto found = load_scalar(&zero, kind, sizeof(LONG));
    if (!found) return std::nullopt;
    return found->type;
}

Result<cim::TypedValue> read_array(const VARIANT& from) {
    const Elements elements = TRY(Elements::of(from));
    const auto type = type_of_kind(elements.kind());
    if (!type) return mismatch("an array of " + kind_name(elements.kind()) + " is no value that a property can hold");
    cim::Array array;
    array.reserve(elements.count());
    for (std::size_t i = 0; i < elements.count(); ++i) {
        Found found = TRY(elements.at(i));
        Found narrow = TRY(narrowed(std::move(found)));
        array.push_back(std::move(narrow.scalar));
    }
    return cim::TypedValue{{*type, true}, std::move(array)};
}

Result<Value> read_array_as(const VARIANT& from, CimType to) {
    const Elements elements = TRY(Elements::of(from));
    const auto kind = type_of_kind(elements.kind());
    if (elements.kind() != VT_VARIANT && (!kind || !may_convert_elements(*kind, to)))
        return mismatch("an array of " + kind_name(elements.kind()) + " is no array of " + std::string(cim::word_of(to)));
    cim::Array array;
    array.reserve(elements.count());
    for (std::size_t i = 0; i < elements.count(); ++i) {
        const Found found = TRY(elements.at(i));
        Scalar scalar = TRY(scalar_as(found, to));
        array.push_back(std::move(scalar));
    }
    return Value(std::move(array));
}

bool is_null(const VARIANT& from) { return from.vt == VT_NULL; }

Result<void> follow(const VARIANT& from, Variant& to) {
    const HRESULT followed = VariantCopyInd(to.get(), &from);
    if (followed == E_OUTOFMEMORY) throw std::bad_alloc();
    if (FAILED(followed)) return mismatch("the VARIANT's VT_BYREF cannot be followed");
    return {};
}

// -- straight into a record

/// A VARIANT's number for a slot of the type when both are of one kind and it fits; nothing: take the long way.
std::optional<std::uint64_t> number_for(CimType type, const VARIANT& from) {
    switch (type) {
        case CimType::Sint32:
        case CimType::Uint32:
            if (from.vt == VT_I4) return low_half(from.lVal);
            break;
        case CimType::Boolean:
            if (from.vt == VT_BOOL) return from.boolVal != VARIANT_FALSE ? 1 : 0;
            break;
        case CimType::Sint16:
        case CimType::Char16:
            if (from.vt == VT_I2) return static_cast<std::uint16_t>(from.iVal);
            break;
        case CimType::Uint8:
            if (from.vt == VT_UI1) return from.bVal;
            break;
        case CimType::Uint16:
            if (from.vt == VT_I4 && from.lVal >= 0 && from.lVal <= 0xFFFF) return static_cast<std::uint64_t>(from.lVal);
            break;
        case CimType::Real32:
            if (from.vt == VT_R4) return std::bit_cast<std::uint32_t>(from.fltVal);
            break;
        case CimType::Real64:
            if (from.vt == VT_R8) return std::bit_cast<std::uint64_t>(from.dblVal);
            break;
        default: break;
    }
    return std::nullopt;
}

/// Decimal digits for a 64-bit slot, the commonest form by far; nothing: take the long way.
std::optional<std::uint64_t> digits_for(CimType type, const wchar_t* text) {
    constexpr std::size_t kSurelyFits = 18;  // digits
    const bool is_negative = type == CimType::Sint64 && *text == L'-';
    if (is_negative) ++text;
    std::uint64_t number = 0;
    std::size_t count = 0;
    for (; text[count] >= L'0' && text[count] <= L'9' && count < kSurelyFits; ++count)
        number = number * 10 + static_cast<std::uint64_t>(text[count] - L'0');
    if (count == 0 || text[count] != L'\0') return std::nullopt;
    return is_negative ? 0 - number : number;
}

/// Writes a text where the property keeps text, or a 64-bit integer, in its usual form. False: take the long way.
bool put_wide(cim::Instance& instance, const cim::Property& property, const wchar_t* text) {
    switch (property.type().element) {
        case CimType::String:
        case CimType::Reference: instance.put_text(property, std::wstring_view(text)); return true;
        case CimType::Sint64:
        case CimType::Uint64: {
            const auto number = digits_for(property.type().element, text);
            if (number) instance.put_number(property, *number);
            return number.has_value();
        }
        case CimType::Datetime: {
            std::array<char, 25> narrow;
            std::size_t length = 0;
            while (length < narrow.size() && text[length] > 0 && text[length] < 0x80) {
                narrow[length] = static_cast<char>(text[length]);
                ++length;
            }
            const std::string_view time(narrow.data(), length);
            if (text[length] != L'\0' || !cim::is_datetime(time)) return false;
            instance.put_text(property, time);
            return true;
        }
        default: return false;
    }
}

}  // namespace

void fill(Variant& to, cim::Type type, const Value& value, Kinds kinds) {
    VARIANT& held = *to.get();
    if (cim::is_null(value)) {
        held.vt = VT_NULL;
        return;
    }
    const VARTYPE kind = kinds == Kinds::Properties ? kind_of_property(type.element) : kind_of_context(type.element);
    const auto* array = std::get_if<cim::Array>(&value);
    if (array == nullptr) {
        store_scalar(&held.llVal, kind, type.element, cim::to_scalar(value));
        held.vt = kind;
        return;
    }
    held.parray = make_array(kind, array->size());
    held.vt = static_cast<VARTYPE>(VT_ARRAY | kind);
    auto* place = static_cast<char*>(held.parray->pvData);
    for (const Scalar& element : *array) {
        store_scalar(place, kind, type.element, element);
        place += held.parray->cbElements;
    }
}

void fill(Variant& to, cim::RecordView::Text text) {
    VARIANT& held = *to.get();
    if (text.is_utf16) {
        held.bstrVal = com::to_bstr(to_utf8(text));
    } else {
        held.bstrVal = SysAllocStringLen(nullptr, static_cast<UINT>(text.bytes.size()));
        if (held.bstrVal == nullptr) throw std::bad_alloc();
        wchar_t* place = held.bstrVal;
        for (const char c : text.bytes) *place++ = static_cast<unsigned char>(c);
    }
    held.vt = VT_BSTR;
}

Result<cim::TypedValue> read(const VARIANT& from) {
    if ((from.vt & VT_BYREF) != 0) {
        Variant copy;
        TRY(follow(from, copy));
        return read(*copy);
    }
    if (is_null(from) || from.vt == VT_EMPTY) return cim::TypedValue{};
    if ((from.vt & VT_ARRAY) != 0) return read_array(from);
    Found found = TRY(load_scalar(&from.llVal, from.vt, sizeof(LONG)));
    Found narrow = TRY(narrowed(std::move(found)));
    return cim::TypedValue{{narrow.type, false}, cim::to_value(std::move(narrow.scalar))};
}

/// Kinds that only Windows' own conversion knows what to make of (OBJ-16): as a number, or as the text that it writes.
bool needs_conversion(const VARIANT& from, CimType to) {
    const bool is_foreign = from.vt == VT_CY || from.vt == VT_DATE || from.vt == VT_DECIMAL;
    return is_foreign || (from.vt == VT_BOOL && to == CimType::String);
}

Result<void> convert(const VARIANT& from, CimType to, Variant& made) {
    const HRESULT changed = VariantChangeType(made.get(), &from, 0, cim::is_text(to) ? VT_BSTR : VT_R8);
    if (changed == E_OUTOFMEMORY) throw std::bad_alloc();
    if (FAILED(changed)) return mismatch(kind_name(from.vt) + " cannot be converted");
    return {};
}

Result<Value> read_as(const VARIANT& from, cim::Type type) {
    if ((from.vt & VT_BYREF) != 0) {
        Variant copy;
        TRY(follow(from, copy));
        return read_as(*copy, type);
    }
    if (is_null(from)) return Value();
    const bool is_array = (from.vt & VT_ARRAY) != 0;
    if (is_array != type.is_array)
        return mismatch(type.is_array ? "the property is an array, the VARIANT is not" : "the VARIANT is an array, the property is not");
    if (is_array) return read_array_as(from, type.element);
    if (needs_conversion(from, type.element)) {
        Variant made;
        TRY(convert(from, type.element, made));
        return read_as(*made, type);
    }
    const Found found = TRY(load_scalar(&from.llVal, from.vt, sizeof(LONG)));
    Scalar scalar = TRY(scalar_as(found, type.element));
    return cim::to_value(std::move(scalar));
}

Result<void> put(cim::Instance& instance, const cim::Property& property, const VARIANT& from) {
    if (is_null(from)) {
        instance.put_null(property);
        return {};
    }
    const cim::Type type = property.type();
    if (!type.is_array) {
        if (const auto number = number_for(type.element, from)) {
            instance.put_number(property, *number);
            return {};
        }
        if (from.vt == VT_BSTR && put_wide(instance, property, from.bstrVal ? from.bstrVal : L"")) return {};
    }
    const Value value = TRY(read_as(from, type));
    return instance.put(property, value);
}

SAFEARRAY* to_safe_array(const std::vector<std::string>& texts) {
    Variant made;
    made.get()->parray = make_array(VT_BSTR, texts.size());
    made.get()->vt = VT_ARRAY | VT_BSTR;
    auto* place = static_cast<BSTR*>(made.get()->parray->pvData);
    for (const std::string& text : texts) *place++ = com::to_bstr(text);
    VARIANT given;
    made.give(&given);
    return given.parray;
}

}  // namespace wmi::objects::internal
