// CComSafeArray: the owner of a SAFEARRAY of one kind of element.
#pragma once

#include "atlcomcli.h"

#include <type_traits>

namespace ATL {

/// The kind of a SAFEARRAY's elements, from their C++ type.
template <class T>
struct _ATL_AutomationType;

#define OPENWMI_AUTOMATION_TYPE(type, kind) \
    template <>                             \
    struct _ATL_AutomationType<type> {      \
        static constexpr VARTYPE vt = kind; \
    };
OPENWMI_AUTOMATION_TYPE(CHAR, VT_I1)
OPENWMI_AUTOMATION_TYPE(BYTE, VT_UI1)
OPENWMI_AUTOMATION_TYPE(SHORT, VT_I2)
OPENWMI_AUTOMATION_TYPE(USHORT, VT_UI2)
OPENWMI_AUTOMATION_TYPE(LONG, VT_I4)
OPENWMI_AUTOMATION_TYPE(ULONG, VT_UI4)
OPENWMI_AUTOMATION_TYPE(int, VT_INT)
OPENWMI_AUTOMATION_TYPE(UINT, VT_UINT)
OPENWMI_AUTOMATION_TYPE(LONGLONG, VT_I8)
OPENWMI_AUTOMATION_TYPE(ULONGLONG, VT_UI8)
OPENWMI_AUTOMATION_TYPE(float, VT_R4)
OPENWMI_AUTOMATION_TYPE(double, VT_R8)
OPENWMI_AUTOMATION_TYPE(BSTR, VT_BSTR)
OPENWMI_AUTOMATION_TYPE(VARIANT, VT_VARIANT)
OPENWMI_AUTOMATION_TYPE(IUnknown*, VT_UNKNOWN)
OPENWMI_AUTOMATION_TYPE(IDispatch*, VT_DISPATCH)
#undef OPENWMI_AUTOMATION_TYPE

template <class T, VARTYPE kind = _ATL_AutomationType<T>::vt>
class CComSafeArray {
public:
    CComSafeArray() noexcept = default;

    /// An array of so many zeros.
    explicit CComSafeArray(ULONG ulCount, LONG lLBound = 0) { throw_failed(Create(ulCount, lLBound)); }

    CComSafeArray(const SAFEARRAY* psaSrc) { throw_failed(CopyFrom(psaSrc)); }

    CComSafeArray(const CComSafeArray& src) { throw_failed(CopyFrom(src.m_psa)); }

    CComSafeArray(CComSafeArray&& src) noexcept : m_psa(std::exchange(src.m_psa, nullptr)) {}

    ~CComSafeArray() noexcept { SafeArrayDestroy(m_psa); }

    CComSafeArray& operator=(CComSafeArray src) noexcept {
        std::swap(m_psa, src.m_psa);
        return *this;
    }

    HRESULT Create(ULONG ulCount = 0, LONG lLBound = 0) noexcept {
        SafeArrayDestroy(Detach());
        m_psa = SafeArrayCreateVector(kind, lLBound, ulCount);
        return m_psa == nullptr ? E_OUTOFMEMORY : S_OK;
    }

    HRESULT CopyFrom(const SAFEARRAY* psaSrc) noexcept {
        SafeArrayDestroy(Detach());
        return SafeArrayCopy(const_cast<SAFEARRAY*>(psaSrc), &m_psa);
    }

    /// Takes over an array of this kind. errors: E_INVALIDARG
    HRESULT Attach(const SAFEARRAY* psaSrc) noexcept {
        VARTYPE found = VT_EMPTY;
        auto* taken = const_cast<SAFEARRAY*>(psaSrc);
        if (FAILED(SafeArrayGetVartype(taken, &found)) || !fits(found)) return E_INVALIDARG;
        SafeArrayDestroy(Detach());
        m_psa = taken;
        return S_OK;
    }

    SAFEARRAY* Detach() noexcept { return std::exchange(m_psa, nullptr); }

    HRESULT Destroy() noexcept { return SafeArrayDestroy(Detach()); }

    HRESULT Add(const T& t, BOOL bCopy = TRUE) noexcept {
        if (m_psa == nullptr) {
            HRESULT hr = Create();
            if (FAILED(hr)) return hr;
        }
        HRESULT hr = Resize(GetCount() + 1);
        return FAILED(hr) ? hr : SetAt(GetUpperBound(), t, bCopy);
    }

    HRESULT SetAt(LONG lIndex, const T& t, BOOL bCopy = TRUE) noexcept {
        void* place = nullptr;
        HRESULT hr = SafeArrayPtrOfIndex(m_psa, &lIndex, &place);
        if (FAILED(hr)) return hr;
        if (bCopy) return SafeArrayPutElement(m_psa, &lIndex, pointer(t));
        *static_cast<T*>(place) = t;
        return S_OK;
    }

    HRESULT Resize(ULONG ulCount, LONG lLBound = 0) noexcept {
        SAFEARRAYBOUND bound = {ulCount, lLBound};
        return SafeArrayRedim(m_psa, &bound);
    }

    LONG GetLowerBound(UINT uDim = 0) const noexcept {
        LONG bound = 0;
        SafeArrayGetLBound(m_psa, uDim + 1, &bound);
        return bound;
    }

    LONG GetUpperBound(UINT uDim = 0) const noexcept {
        LONG bound = -1;
        SafeArrayGetUBound(m_psa, uDim + 1, &bound);
        return bound;
    }

    ULONG GetCount(UINT uDim = 0) const noexcept { return static_cast<ULONG>(GetUpperBound(uDim) - GetLowerBound(uDim) + 1); }

    UINT GetDimensions() const noexcept { return SafeArrayGetDim(m_psa); }

    VARTYPE GetType() const noexcept { return kind; }

    /// The element itself; an index outside of the bounds is thrown as an HRESULT.
    T& GetAt(LONG lIndex) const {
        void* place = nullptr;
        throw_failed(SafeArrayPtrOfIndex(m_psa, &lIndex, &place));
        return *static_cast<T*>(place);
    }

    T& operator[](LONG lIndex) const { return GetAt(lIndex); }

    T& operator[](int lIndex) const { return GetAt(lIndex); }

    operator LPSAFEARRAY() const noexcept { return m_psa; }

    LPSAFEARRAY* GetSafeArrayPtr() noexcept { return &m_psa; }

    LPSAFEARRAY m_psa = nullptr;

private:
    static bool fits(VARTYPE found) {
        return found == kind || (kind == VT_INT && found == VT_ERROR) || (kind == VT_I2 && found == VT_BOOL);
    }

    static void throw_failed(HRESULT hr) {
        if (FAILED(hr)) throw hr;
    }

    template <class Pointed>
    static void* pointer(Pointed* const& t) {
        return t;
    }

    template <class Value>
    static void* pointer(const Value& t) {
        return const_cast<Value*>(&t);
    }
};

}  // namespace ATL
