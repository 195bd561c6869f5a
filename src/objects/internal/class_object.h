// The object behind IWbemClassObject and IWbemObjectAccess: a value and a lock.
//
// Invariants
//  1. The lock guards the content and both walks, and nothing is called while it is held that could come back: arguments that are
//     foreign objects are read before, out parameters of other objects are written after.
//  2. A change either happens as a whole or not at all; when memory fails, the content is what it was or what it should become.
//  3. A walk holds places in the class that the object had when it began; a change of the properties (methods) ends it (OBJ-34).
#pragma once

#include "cim/object.h"
#include "com/object.h"
#include "objects/class_object.h"
#include "objects/internal/selection.h"

#include <wbemcli.h>

#include <atomic>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace wmi::objects::internal {

/// Known to this library alone: QueryInterface gives the ClassObject itself.
extern const GUID kOwnObject;

/// A walk over things that stand in a list made at its beginning.
template <class T>
struct Walk {
    std::vector<T> items;
    std::size_t next = 0;
    bool is_stale = false;
    bool has_told_end = false;  // NO_MORE_DATA was given: the next Begin starts anew (OBJ-30)

    [[nodiscard]] bool is_at_end() const { return next == items.size(); }

    [[nodiscard]] bool is_running() const { return !is_stale && !has_told_end; }
};

class ClassObject final : public com::Object<ClassObject, IWbemObjectAccess> {
public:
    explicit ClassObject(cim::Object content) : ClassObject(std::move(content), nullptr) {
        if (content_.is_class() && content_.origin()) stored_ = content_.class_pointer();
    }

    ClassObject(cim::Object content, cim::ClassPtr stored) : content_(std::move(content)), stored_(std::move(stored)) {}

    /// The ClassObject behind an interface, or null when it is of another make. The pointer holds a reference.
    static com::com_ptr<ClassObject> find(IUnknown* object);

    [[nodiscard]] cim::Object content() const {
        const std::lock_guard lock(mutex_);
        return content_;
    }

    /// Runs body(content) under the lock.
    template <class Body>
    decltype(auto) with(Body&& body) {
        const std::lock_guard lock(mutex_);
        return body(content_);
    }

    /// The class as it was read, whatever was changed here since; null of instances, of new classes and of renamed ones.
    [[nodiscard]] cim::ClassPtr stored() const {
        const std::lock_guard lock(mutex_);
        return stored_;
    }

    // IWbemClassObject
    HRESULT GetQualifierSet(IWbemQualifierSet** ppQualSet) noexcept override;
    HRESULT Get(LPCWSTR wszName, long lFlags, VARIANT* pVal, CIMTYPE* pType, long* plFlavor) noexcept override;
    HRESULT Put(LPCWSTR wszName, long lFlags, VARIANT* pVal, CIMTYPE Type) noexcept override;
    HRESULT Delete(LPCWSTR wszName) noexcept override;
    HRESULT GetNames(LPCWSTR wszQualifierName, long lFlags, VARIANT* pQualifierVal, SAFEARRAY** pNames) noexcept override;
    HRESULT BeginEnumeration(long lEnumFlags) noexcept override;
    HRESULT Next(long lFlags, BSTR* strName, VARIANT* pVal, CIMTYPE* pType, long* plFlavor) noexcept override;
    HRESULT EndEnumeration() noexcept override;
    HRESULT GetPropertyQualifierSet(LPCWSTR wszProperty, IWbemQualifierSet** ppQualSet) noexcept override;
    HRESULT Clone(IWbemClassObject** ppCopy) noexcept override;
    HRESULT GetObjectText(long lFlags, BSTR* pstrObjectText) noexcept override;
    HRESULT SpawnDerivedClass(long lFlags, IWbemClassObject** ppNewClass) noexcept override;
    HRESULT SpawnInstance(long lFlags, IWbemClassObject** ppNewInstance) noexcept override;
    HRESULT CompareTo(long lFlags, IWbemClassObject* pCompareTo) noexcept override;
    HRESULT GetPropertyOrigin(LPCWSTR wszName, BSTR* pstrClassName) noexcept override;
    HRESULT InheritsFrom(LPCWSTR strAncestor) noexcept override;
    HRESULT GetMethod(LPCWSTR wszName, long lFlags, IWbemClassObject** ppInSignature,
                      IWbemClassObject** ppOutSignature) noexcept override;
    HRESULT PutMethod(LPCWSTR wszName, long lFlags, IWbemClassObject* pInSignature,
                      IWbemClassObject* pOutSignature) noexcept override;
    HRESULT DeleteMethod(LPCWSTR wszName) noexcept override;
    HRESULT BeginMethodEnumeration(long lEnumFlags) noexcept override;
    HRESULT NextMethod(long lFlags, BSTR* pstrName, IWbemClassObject** ppInSignature,
                       IWbemClassObject** ppOutSignature) noexcept override;
    HRESULT EndMethodEnumeration() noexcept override;
    HRESULT GetMethodQualifierSet(LPCWSTR wszMethod, IWbemQualifierSet** ppQualSet) noexcept override;
    HRESULT GetMethodOrigin(LPCWSTR wszMethodName, BSTR* pstrClassName) noexcept override;

    // IWbemObjectAccess
    HRESULT GetPropertyHandle(LPCWSTR wszPropertyName, CIMTYPE* pType, long* plHandle) noexcept override;
    HRESULT WritePropertyValue(long lHandle, long lNumBytes, const byte* aData) noexcept override;
    HRESULT ReadPropertyValue(long lHandle, long lBufferSize, long* plNumBytes, byte* aData) noexcept override;
    HRESULT ReadDWORD(long lHandle, DWORD* pdw) noexcept override;
    HRESULT WriteDWORD(long lHandle, DWORD dw) noexcept override;
    HRESULT ReadQWORD(long lHandle, unsigned __int64* pqw) noexcept override;
    HRESULT WriteQWORD(long lHandle, unsigned __int64 pw) noexcept override;
    HRESULT GetPropertyInfoByHandle(long lHandle, BSTR* pstrName, CIMTYPE* pType) noexcept override;
    HRESULT Lock(long lFlags) noexcept override;
    HRESULT Unlock(long lFlags) noexcept override;

private:
    friend class com::Object<ClassObject, IWbemObjectAccess>;
    ~ClassObject() override = default;
    void* query_more(REFIID riid) override;

    /// Runs body(content, class) under the lock; IllegalOperation for an instance (OBJ-46).
    template <class Body>
    HRESULT on_class(std::string_view operation, Body&& body) noexcept;
    /// Makes another class the content and ends the walks.
    void change_class(cim::ClassPtr to);
    base::Result<void> put_on_class(LPCWSTR name, const VARIANT* value, CIMTYPE type);
    base::Result<void> put_on_instance(LPCWSTR name, const VARIANT* value, CIMTYPE type);
    /// The signatures of a method as objects of their own.
    void give_signatures(const cim::Method& method, IWbemClassObject** in, IWbemClassObject** out) const;

    /// Calls body(instance, property) under the lock for a handle of this class.
    template <class Body>
    base::Result<void> with_handle(long handle, Body&& body);

    mutable std::mutex mutex_;
    cim::Object content_;
    cim::ClassPtr stored_;
    std::optional<Walk<Item>> walk_;
    std::optional<Walk<std::string>> method_walk_;
};

}  // namespace wmi::objects::internal
