// IWbemObjectAccess: properties by handle (PERF-15..18). A handle holds the property's number in its low 11 bits and above them a
// digest of the class's and the property's names and type, so that a handle of another class is recognised.
#include "com/text.h"
#include "base/text.h"
#include "objects/answer.h"
#include "objects/internal/class_object.h"
#include "objects/internal/names.h"
#include "objects/internal/system_properties.h"

#include "cim/datetime.h"

#include <cstring>
#include <cwchar>
#include <utility>

namespace wmi::objects::internal {
namespace {

using cim::Instance;
using cim::Property;

constexpr unsigned kOrderBits = 11;
constexpr std::uint64_t kOrderMask = (1U << kOrderBits) - 1;
static_assert(cim::kMaxProperties <= kOrderMask + 1);

Error needs(std::string_view what) { return Error(Status::InvalidParameter, std::string(what)); }

long handle_of(const cim::Class& cls, const Property& property) {
    const std::uint64_t digest =
        (base::NameHash{}(cls.name()) * 31 + base::NameHash{}(property.name())) * 31 + property.type().code();
    return static_cast<long>(((digest << kOrderBits) | property.order) & 0x7FFFFFFF);
}

Result<const Property*> property_of(const cim::Class& cls, long handle) {
    const std::size_t order = static_cast<std::uint64_t>(handle) & kOrderMask;
    if (handle < 0 || order >= cls.properties().size() || handle_of(cls, cls.properties()[order]) != handle)
        return needs("the handle is none of this class");
    return &cls.properties()[order];
}

Error wrong_width(const Property& property) {
    return Error(Status::TypeMismatch, "the property has another width", property.name());
}

/// A property whose value is text: string, datetime, reference.
bool is_text(const Property& property) { return !property.type().is_array && cim::is_text(property.type().element); }

std::size_t width_of(const Property& property) { return cim::slot_size(property.type()); }

std::uint64_t number_of(const Instance& instance, const Property& property) {
    const auto view = instance.view();
    switch (width_of(property)) {
        case 1: return view.slot<std::uint8_t>(property);
        case 2: return view.slot<std::uint16_t>(property);
        case 4: return view.slot<std::uint32_t>(property);
        default: return view.slot<std::uint64_t>(property);
    }
}

enum class Width { UpTo32, Exactly64 };

Result<void> check_width(const Property& property, Width width) {
    const bool is_number = !property.type().is_array && !cim::is_text(property.type().element) &&
                           property.type().element != cim::CimType::Object && !cim::is_real(property.type().element);
    const bool is_wide = width_of(property) == 8;
    if (!is_number || is_wide != (width == Width::Exactly64)) return wrong_width(property);
    return {};
}

Result<void> write_text(Instance& instance, const Property& property, const byte* data, std::size_t size) {
    std::wstring text(size / sizeof(wchar_t), L'\0');
    if (size == 0 || size % sizeof(wchar_t) != 0) return needs("the size must be that of the text with its final zero");
    std::memcpy(text.data(), data, size);
    if (text.back() != L'\0' || text.find(L'\0') + 1 != text.size()) return needs("the size must be that of the text with its final zero");
    text.pop_back();
    const std::string utf8 = base::from_wide(text);
    if (property.type().element == cim::CimType::Datetime) TRY(cim::parse_datetime(utf8));
    instance.put_text(property, utf8);
    return {};
}

}  // namespace

template <class Body>
base::Result<void> ClassObject::with_handle(long handle, Body&& body) {
    const std::lock_guard lock(mutex_);
    Instance* instance = content_.find_instance();
    if (!instance) return Error(Status::InvalidOperation, "values are read and written by handle on instances alone");
    const Property* property = TRY(property_of(content_.cls(), handle));
    return body(*instance, *property);
}

HRESULT ClassObject::GetPropertyHandle(LPCWSTR wszPropertyName, CIMTYPE* pType, long* plHandle) noexcept {
    return answer_locally("GetPropertyHandle", [&]() -> Result<void> {
        if (wszPropertyName == nullptr || plHandle == nullptr) return needs("a name and a place for the handle are needed");
        const std::lock_guard lock(mutex_);
        const Property* property = find_property(content_.cls(), wszPropertyName);
        const Name name(wszPropertyName);
        if (!property && find_system_property(name.view()))
            return Error(Status::NotSupported, "system properties have no handles", name.text());
        if (!property) return Error(Status::NotFound, "the object has no property " + name.text(), name.text());
        if (property->type().is_array || property->type().element == cim::CimType::Object)
            return Error(Status::NotSupported, "objects and arrays have no handles", name.text());
        if (pType != nullptr) *pType = property->type().code();
        *plHandle = handle_of(content_.cls(), *property);
        return {};
    });
}

HRESULT ClassObject::WritePropertyValue(long lHandle, long lNumBytes, const byte* aData) noexcept {
    return answer_locally("WritePropertyValue", [&]() -> Result<void> {
        if (aData == nullptr || lNumBytes < 0) return needs("data of a size of 0 or more is needed");
        return with_handle(lHandle, [&](Instance& instance, const Property& property) -> Result<void> {
            const auto size = static_cast<std::size_t>(lNumBytes);
            if (is_text(property)) return write_text(instance, property, aData, size);
            if (size != width_of(property)) return needs("the size must be that of the property's type");
            std::uint64_t number = 0;
            std::memcpy(&number, aData, size);
            instance.put_number(property, number);
            return {};
        });
    });
}

HRESULT ClassObject::ReadPropertyValue(long lHandle, long lBufferSize, long* plNumBytes, byte* aData) noexcept {
    return answer_locally("ReadPropertyValue", [&]() -> Result<Status> {
        if (plNumBytes == nullptr || lBufferSize < 0) return needs("a buffer of a size of 0 or more and a place for the size are needed");
        Status status = Status::Ok;
        Result<void> done = with_handle(lHandle, [&](const Instance& instance, const Property& property) -> Result<void> {
            if (instance.is_null(property)) {
                *plNumBytes = 0;
                status = Status::False;
                return {};
            }
            std::wstring text;
            std::uint64_t number = 0;
            if (is_text(property)) {
                text = base::to_wide(to_utf8(instance.view().text(property)));
            } else {
                number = number_of(instance, property);
            }
            const std::size_t size = is_text(property) ? (text.size() + 1) * sizeof(wchar_t) : width_of(property);
            *plNumBytes = static_cast<long>(size);
            if (aData == nullptr || static_cast<std::size_t>(lBufferSize) < size)
                return Error(Status::BufferTooSmall, "the buffer needs " + std::to_string(size) + " bytes", property.name());
            if (is_text(property)) {
                std::memcpy(aData, text.c_str(), size);
            } else {
                std::memcpy(aData, &number, size);
            }
            return {};
        });
        TRY(std::move(done));
        return status;
    });
}

HRESULT ClassObject::ReadDWORD(long lHandle, DWORD* pdw) noexcept {
    return answer_locally("ReadDWORD", [&]() -> Result<Status> {
        if (pdw == nullptr) return needs("a place for the number is needed");
        Status status = Status::Ok;
        Result<void> done = with_handle(lHandle, [&](const Instance& instance, const Property& property) -> Result<void> {
            TRY(check_width(property, Width::UpTo32));
            const bool is_null = instance.is_null(property);
            *pdw = is_null ? 0 : static_cast<DWORD>(number_of(instance, property));
            if (is_null) status = Status::False;
            return {};
        });
        TRY(std::move(done));
        return status;
    });
}

HRESULT ClassObject::WriteDWORD(long lHandle, DWORD dw) noexcept {
    return answer_locally("WriteDWORD", [&]() -> Result<void> {
        return with_handle(lHandle, [&](Instance& instance, const Property& property) -> Result<void> {
            TRY(check_width(property, Width::UpTo32));
            instance.put_number(property, dw);
            return {};
        });
    });
}

HRESULT ClassObject::ReadQWORD(long lHandle, unsigned __int64* pqw) noexcept {
    return answer_locally("ReadQWORD", [&]() -> Result<Status> {
        if (pqw == nullptr) return needs("a place for the number is needed");
        Status status = Status::Ok;
        Result<void> done = with_handle(lHandle, [&](const Instance& instance, const Property& property) -> Result<void> {
            TRY(check_width(property, Width::Exactly64));
            const bool is_null = instance.is_null(property);
            *pqw = is_null ? 0 : number_of(instance, property);
            if (is_null) status = Status::False;
            return {};
        });
        TRY(std::move(done));
        return status;
    });
}

HRESULT ClassObject::WriteQWORD(long lHandle, unsigned __int64 pw) noexcept {
    return answer_locally("WriteQWORD", [&]() -> Result<void> {
        return with_handle(lHandle, [&](Instance& instance, const Property& property) -> Result<void> {
            TRY(check_width(property, Width::Exactly64));
            instance.put_number(property, pw);
            return {};
        });
    });
}

HRESULT ClassObject::GetPropertyInfoByHandle(long lHandle, BSTR* pstrName, CIMTYPE* pType) noexcept {
    return answer_locally("GetPropertyInfoByHandle", [&]() -> Result<void> {
        const std::lock_guard lock(mutex_);
        const Property* property = TRY(property_of(content_.cls(), lHandle));
        if (pstrName != nullptr) *pstrName = com::to_bstr(property->name());
        if (pType != nullptr) *pType = property->type().code();
        return {};
    });
}

// Single calls are whole without a lock of the caller's; holding one across calls would let a client stop all others.
HRESULT ClassObject::Lock(long /*lFlags*/) noexcept { return WBEM_S_NO_ERROR; }

HRESULT ClassObject::Unlock(long /*lFlags*/) noexcept { return WBEM_S_NO_ERROR; }

}  // namespace wmi::objects::internal
