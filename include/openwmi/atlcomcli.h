// ATL's owners: CComPtr, CComQIPtr, CComBSTR, CComVariant. Failures of memory are thrown as std::bad_alloc.
#pragma once

#include "oleauto.h"

#include <cstddef>
#include <cwchar>
#include <new>
#include <type_traits>
#include <utility>

namespace ATL {

/// The owner of one reference.
template <class T>
class CComPtr {
public:
    CComPtr() noexcept = default;

    CComPtr(T* lp) noexcept : p(lp) { take(); }

    CComPtr(const CComPtr& lp) noexcept : p(lp.p) { take(); }

    CComPtr(CComPtr&& lp) noexcept : p(std::exchange(lp.p, nullptr)) {}

    ~CComPtr() noexcept { Release(); }

    T* operator=(T* lp) noexcept {
        CComPtr made(lp);
        std::swap(p, made.p);
        return p;
    }

    T* operator=(const CComPtr& lp) noexcept { return *this = lp.p; }

    T* operator=(CComPtr&& lp) noexcept {
        std::swap(p, lp.p);
        return p;
    }

    /// Another interface's pointer: asked for this one; NULL when it has none.
    template <class Q>
    T* operator=(const CComPtr<Q>& lp) noexcept {
        Release();
        if (lp.p != nullptr && FAILED(lp.p->QueryInterface(__uuidof(T), reinterpret_cast<void**>(&p)))) p = nullptr;
        return p;
    }

    operator T*() const noexcept { return p; }

    T& operator*() const noexcept { return *p; }

    T* operator->() const noexcept { return p; }

    /// A place for an out parameter; must be empty before, as in ATL.
    T** operator&() noexcept { return &p; }

    bool operator!() const noexcept { return p == nullptr; }

    bool operator<(T* other) const noexcept { return p < other; }

    void Release() noexcept {
        if (T* old = std::exchange(p, nullptr)) old->Release();
    }

    void Attach(T* p2) noexcept {
        Release();
        p = p2;
    }

    T* Detach() noexcept { return std::exchange(p, nullptr); }

    HRESULT CopyTo(T** ppT) noexcept {
        if (ppT == nullptr) return E_POINTER;
        take();
        *ppT = p;
        return S_OK;
    }

    HRESULT CoCreateInstance(REFCLSID rclsid, LPUNKNOWN pUnkOuter = nullptr, DWORD dwClsContext = CLSCTX_ALL) noexcept {
        return ::CoCreateInstance(rclsid, pUnkOuter, dwClsContext, __uuidof(T), reinterpret_cast<void**>(&p));
    }

    template <class Q>
    HRESULT QueryInterface(Q** pp) const noexcept {
        return p->QueryInterface(__uuidof(Q), reinterpret_cast<void**>(pp));
    }

    /// True when both are interfaces of one object.
    bool IsEqualObject(IUnknown* pOther) const noexcept {
        if (p == nullptr || pOther == nullptr) return p == nullptr && pOther == nullptr;
        CComPtr<IUnknown> mine;
        CComPtr<IUnknown> other;
        p->QueryInterface(__uuidof(IUnknown), reinterpret_cast<void**>(&mine.p));
        pOther->QueryInterface(__uuidof(IUnknown), reinterpret_cast<void**>(&other.p));
        return mine.p == other.p;
    }

    T* p = nullptr;

private:
    void take() const noexcept {
        if (p != nullptr) p->AddRef();
    }
};

/// The same, and asks whatever it is given for its interface.
template <class T, const IID* piid = &openwmi_uuid<T>::value>
class CComQIPtr : public CComPtr<T> {
public:
    CComQIPtr() noexcept = default;

    CComQIPtr(T* lp) noexcept : CComPtr<T>(lp) {}

    CComQIPtr(const CComQIPtr& lp) noexcept : CComPtr<T>(lp) {}

    template <class Q, std::enable_if_t<!std::is_same<Q, T>::value, int> = 0>
    CComQIPtr(Q* lp) noexcept {
        ask(lp);
    }

    template <class Q>
    CComQIPtr(const CComPtr<Q>& lp) noexcept {
        ask(lp.p);
    }

    T* operator=(T* lp) noexcept { return CComPtr<T>::operator=(lp); }

    T* operator=(const CComQIPtr& lp) noexcept { return CComPtr<T>::operator=(lp.p); }

    template <class Q, std::enable_if_t<!std::is_same<Q, T>::value, int> = 0>
    T* operator=(Q* lp) noexcept {
        CComQIPtr made(lp);
        std::swap(this->p, made.p);
        return this->p;
    }

    template <class Q>
    T* operator=(const CComPtr<Q>& lp) noexcept {
        return *this = lp.p;
    }

private:
    void ask(IUnknown* lp) noexcept {
        if (lp != nullptr && FAILED(lp->QueryInterface(*piid, reinterpret_cast<void**>(&this->p)))) this->p = nullptr;
    }
};

/// The owner of one BSTR; narrow text is UTF-8.
class CComBSTR {
public:
    CComBSTR() noexcept = default;

    CComBSTR(const wchar_t* pSrc) : m_str(kept(SysAllocString(pSrc), pSrc)) {}

    CComBSTR(const char* pSrc) : m_str(kept(OpenWmiWideFromNarrow(pSrc), pSrc)) {}

    CComBSTR(int nSize, const wchar_t* sz = nullptr) : m_str(kept(SysAllocStringLen(sz, static_cast<UINT>(nSize)), "")) {}

    CComBSTR(const CComBSTR& src) : m_str(src.Copy()) {}

    CComBSTR(CComBSTR&& src) noexcept : m_str(std::exchange(src.m_str, nullptr)) {}

    CComBSTR(REFGUID guid) {
        OLECHAR text[40];
        StringFromGUID2(guid, text, 40);
        m_str = kept(SysAllocString(text), text);
    }

    ~CComBSTR() noexcept { SysFreeString(m_str); }

    CComBSTR& operator=(CComBSTR src) noexcept {
        std::swap(m_str, src.m_str);
        return *this;
    }

    CComBSTR& operator=(const wchar_t* pSrc) { return *this = CComBSTR(pSrc); }

    CComBSTR& operator=(const char* pSrc) { return *this = CComBSTR(pSrc); }

    operator BSTR() const noexcept { return m_str; }

    BSTR* operator&() noexcept { return &m_str; }

    bool operator!() const noexcept { return m_str == nullptr; }

    UINT Length() const noexcept { return SysStringLen(m_str); }

    UINT ByteLength() const noexcept { return SysStringByteLen(m_str); }

    BSTR Copy() const {
        return kept(m_str == nullptr ? nullptr : SysAllocStringByteLen(reinterpret_cast<const char*>(m_str), ByteLength()), m_str);
    }

    HRESULT CopyTo(BSTR* pbstr) const {
        if (pbstr == nullptr) return E_POINTER;
        *pbstr = Copy();
        return S_OK;
    }

    void Attach(BSTR src) noexcept {
        SysFreeString(m_str);
        m_str = src;
    }

    BSTR Detach() noexcept { return std::exchange(m_str, nullptr); }

    void Empty() noexcept { SysFreeString(Detach()); }

    HRESULT Append(const wchar_t* lpsz) {
        CComBSTR more(lpsz);
        return AppendBSTR(more.m_str);
    }

    HRESULT Append(const wchar_t* lpsz, int nLen) {
        CComBSTR more(nLen, lpsz);
        return AppendBSTR(more.m_str);
    }

    HRESULT Append(const char* lpsz) {
        CComBSTR more(lpsz);
        return AppendBSTR(more.m_str);
    }

    HRESULT Append(const CComBSTR& src) { return AppendBSTR(src.m_str); }

    HRESULT Append(wchar_t letter) { return Append(&letter, 1); }

    HRESULT AppendBSTR(BSTR p) {
        BSTR both = nullptr;
        HRESULT hr = VarBstrCat(m_str, p, &both);
        if (SUCCEEDED(hr)) Attach(both);
        return hr;
    }

    CComBSTR& operator+=(const CComBSTR& src) {
        AppendBSTR(src.m_str);
        return *this;
    }

    CComBSTR& operator+=(const wchar_t* src) {
        Append(src);
        return *this;
    }

    bool operator==(const CComBSTR& src) const noexcept { return compare(src.m_str) == 0; }

    bool operator==(const wchar_t* src) const noexcept { return compare(src) == 0; }

    bool operator==(std::nullptr_t) const noexcept { return m_str == nullptr; }

    bool operator<(const CComBSTR& src) const noexcept { return compare(src.m_str) < 0; }

    BSTR m_str = nullptr;

private:
    static BSTR kept(BSTR made, const void* source) {
        if (made == nullptr && source != nullptr) throw std::bad_alloc();
        return made;
    }

    int compare(const wchar_t* other) const noexcept { return std::wcscmp(m_str ? m_str : L"", other ? other : L""); }
};

/// A VARIANT that clears itself.
class CComVariant : public tagVARIANT {
public:
    CComVariant() noexcept { VariantInit(this); }

    CComVariant(const VARIANT& src) : CComVariant() { copy(src); }

    CComVariant(const CComVariant& src) : CComVariant() { copy(src); }

    CComVariant(CComVariant&& src) noexcept : tagVARIANT(src) { VariantInit(&src); }

    CComVariant(const wchar_t* src) : CComVariant() { put(VT_BSTR, bstrVal, CComBSTR(src).Detach()); }
    CComVariant(const char* src) : CComVariant() { put(VT_BSTR, bstrVal, CComBSTR(src).Detach()); }
    CComVariant(const CComBSTR& src) : CComVariant() { put(VT_BSTR, bstrVal, src.Copy()); }
    CComVariant(bool src) noexcept : CComVariant() { put(VT_BOOL, boolVal, src ? VARIANT_TRUE : VARIANT_FALSE); }
    CComVariant(BYTE src) noexcept : CComVariant() { put(VT_UI1, bVal, src); }
    CComVariant(char src) noexcept : CComVariant() { put(VT_I1, cVal, src); }
    CComVariant(short src) noexcept : CComVariant() { put(VT_I2, iVal, src); }
    CComVariant(unsigned short src) noexcept : CComVariant() { put(VT_UI2, uiVal, src); }
    CComVariant(int src, VARTYPE kind = VT_I4) noexcept : CComVariant() { put(kind, lVal, src); }
    CComVariant(unsigned int src, VARTYPE kind = VT_UI4) noexcept : CComVariant() { put(kind, ulVal, src); }
    CComVariant(long src, VARTYPE kind = VT_I4) noexcept : CComVariant() { put(kind, lVal, src); }
    CComVariant(unsigned long src) noexcept : CComVariant() { put(VT_UI4, ulVal, src); }
    CComVariant(long long src) noexcept : CComVariant() { put(VT_I8, llVal, src); }
    CComVariant(unsigned long long src) noexcept : CComVariant() { put(VT_UI8, ullVal, src); }
    CComVariant(float src) noexcept : CComVariant() { put(VT_R4, fltVal, src); }
    CComVariant(double src, VARTYPE kind = VT_R8) noexcept : CComVariant() { put(kind, dblVal, src); }

    CComVariant(IUnknown* src) noexcept : CComVariant() {
        if (src != nullptr) src->AddRef();
        put(VT_UNKNOWN, punkVal, src);
    }

    CComVariant(IDispatch* src) noexcept : CComVariant() {
        if (src != nullptr) src->AddRef();
        put(VT_DISPATCH, pdispVal, src);
    }

    CComVariant(const SAFEARRAY* src) : CComVariant() {
        SAFEARRAY* made = nullptr;
        VARTYPE kind = VT_EMPTY;
        if (FAILED(SafeArrayCopy(const_cast<SAFEARRAY*>(src), &made))) throw std::bad_alloc();
        SafeArrayGetVartype(made, &kind);
        put(static_cast<VARTYPE>(kind | VT_ARRAY), parray, made);
    }

    ~CComVariant() noexcept { VariantClear(this); }

    CComVariant& operator=(CComVariant src) noexcept {
        std::swap(static_cast<tagVARIANT&>(*this), static_cast<tagVARIANT&>(src));
        return *this;
    }

    bool operator==(const VARIANT& src) const noexcept {
        if (vt != src.vt) return false;
        if (vt == VT_BSTR) return std::wcscmp(bstrVal ? bstrVal : L"", src.bstrVal ? src.bstrVal : L"") == 0;
        VARIANT left;
        VARIANT right;
        VariantInit(&left);
        VariantInit(&right);
        bool numbers = SUCCEEDED(VariantChangeType(&left, this, 0, VT_R8)) && SUCCEEDED(VariantChangeType(&right, &src, 0, VT_R8));
        return numbers ? left.dblVal == right.dblVal : vt == VT_NULL || llVal == src.llVal;
    }

    bool operator==(const CComVariant& src) const noexcept { return *this == static_cast<const VARIANT&>(src); }

    HRESULT Clear() noexcept { return VariantClear(this); }

    HRESULT Copy(const VARIANT* pSrc) noexcept { return VariantCopy(this, pSrc); }

    HRESULT Attach(VARIANT* pSrc) noexcept {
        HRESULT hr = Clear();
        if (FAILED(hr)) return hr;
        static_cast<tagVARIANT&>(*this) = *pSrc;
        VariantInit(pSrc);
        return S_OK;
    }

    HRESULT Detach(VARIANT* pDest) noexcept {
        HRESULT hr = VariantClear(pDest);
        if (FAILED(hr)) return hr;
        *pDest = *this;
        VariantInit(this);
        return S_OK;
    }

    HRESULT ChangeType(VARTYPE vtNew, const VARIANT* pSrc = nullptr) noexcept {
        return VariantChangeType(this, pSrc != nullptr ? pSrc : this, 0, vtNew);
    }

private:
    void copy(const VARIANT& src) {
        if (FAILED(VariantCopy(this, &src))) throw std::bad_alloc();
    }

    template <class Member, class Value>
    void put(VARTYPE kind, Member& member, Value value) noexcept {
        vt = kind;
        member = static_cast<Member>(value);
    }
};

}  // namespace ATL

#ifndef _ATL_NO_AUTOMATIC_NAMESPACE
using namespace ATL;
#endif
