// _bstr_t and _variant_t: owners of a BSTR and of a VARIANT with conversions. Narrow text is UTF-8. Failures are thrown as _com_error.
// threads   as ordinary values: one at a time; copies of a _bstr_t share their text, which is counted from any thread
#pragma once

#include "oleauto.h"

#include <atomic>
#include <cstring>
#include <cwchar>
#include <type_traits>
#include <utility>

class _com_error;
/// Throws a _com_error; defined in <comdef.h>.
[[noreturn]] void _com_issue_error(HRESULT hr);

namespace _com_util {

/// Throws when an HRESULT is a failure.
inline void CheckError(HRESULT hr) {
    if (FAILED(hr)) _com_issue_error(hr);
}

/// A new BSTR from narrow text; NULL for NULL.
inline BSTR ConvertStringToBSTR(const char* pSrc) {
    BSTR made = OpenWmiWideFromNarrow(pSrc);
    if (made == nullptr && pSrc != nullptr) _com_issue_error(E_OUTOFMEMORY);
    return made;
}

/// A new narrow text, freed with delete[]; NULL for NULL.
inline char* ConvertBSTRToString(BSTR pSrc) {
    LPSTR narrow = OpenWmiNarrowFromWide(pSrc);
    if (narrow == nullptr) {
        if (pSrc != nullptr) _com_issue_error(E_OUTOFMEMORY);
        return nullptr;
    }
    std::size_t size = std::strlen(narrow) + 1;
    char* made = new char[size];
    std::memcpy(made, narrow, size);
    CoTaskMemFree(narrow);
    return made;
}

}  // namespace _com_util

class _variant_t;

/// A text. Copies share it; assignment lets go of the old one. NULL and empty are told apart, but compare equal.
class _bstr_t {
public:
    _bstr_t() noexcept = default;

    _bstr_t(const _bstr_t& other) noexcept : data_(other.data_) { take(); }

    _bstr_t(_bstr_t&& other) noexcept : data_(std::exchange(other.data_, nullptr)) {}

    _bstr_t(const char* s) : data_(make(_com_util::ConvertStringToBSTR(s))) {}

    _bstr_t(const wchar_t* s) : data_(make(duplicate(s))) {}

    _bstr_t(const _variant_t& var);

    /// Copies a BSTR, or takes it over when fCopy is false.
    _bstr_t(BSTR bstr, bool fCopy) : data_(make(fCopy ? duplicate(bstr, SysStringLen(bstr)) : bstr)) {}

    ~_bstr_t() noexcept { drop(); }

    _bstr_t& operator=(const _bstr_t& other) noexcept {
        _bstr_t copy(other);
        return swap(copy);
    }

    _bstr_t& operator=(_bstr_t&& other) noexcept { return swap(other); }

    _bstr_t& operator=(const char* s) {
        _bstr_t made(s);
        return swap(made);
    }

    _bstr_t& operator=(const wchar_t* s) {
        _bstr_t made(s);
        return swap(made);
    }

    _bstr_t& operator=(const _variant_t& var);

    _bstr_t& operator+=(const _bstr_t& s) {
        _bstr_t joined = *this + s;
        return swap(joined);
    }

    _bstr_t operator+(const _bstr_t& s) const {
        BSTR both = nullptr;
        _com_util::CheckError(VarBstrCat(text(), s.text(), &both));
        return _bstr_t(both, false);
    }

    _bstr_t operator+(const char* s) const { return *this + _bstr_t(s); }

    _bstr_t operator+(const wchar_t* s) const { return *this + _bstr_t(s); }

    friend _bstr_t operator+(const char* left, const _bstr_t& right) { return _bstr_t(left) + right; }

    friend _bstr_t operator+(const wchar_t* left, const _bstr_t& right) { return _bstr_t(left) + right; }

    operator const wchar_t*() const noexcept { return text(); }

    operator wchar_t*() const noexcept { return text(); }

    /// The text as UTF-8, kept as long as this text lives.
    operator const char*() const { return narrow(); }

    operator char*() const { return narrow(); }

    bool operator!() const noexcept { return data_ == nullptr || data_->wide == nullptr; }

    bool operator==(const _bstr_t& str) const noexcept { return compare(str) == 0; }
    bool operator==(const wchar_t* str) const { return compare(_bstr_t(str)) == 0; }
    bool operator==(const char* str) const { return compare(_bstr_t(str)) == 0; }
    bool operator!=(const _bstr_t& str) const noexcept { return compare(str) != 0; }
    bool operator!=(const wchar_t* str) const { return compare(_bstr_t(str)) != 0; }
    bool operator!=(const char* str) const { return compare(_bstr_t(str)) != 0; }
    bool operator<(const _bstr_t& str) const noexcept { return compare(str) < 0; }
    bool operator>(const _bstr_t& str) const noexcept { return compare(str) > 0; }
    bool operator<=(const _bstr_t& str) const noexcept { return compare(str) <= 0; }
    bool operator>=(const _bstr_t& str) const noexcept { return compare(str) >= 0; }

    /// Characters (wchar_t).
    unsigned int length() const noexcept { return SysStringLen(text()); }

    unsigned int size() const noexcept { return length(); }

    /// A BSTR for a caller who frees it (fCopy), or this text itself.
    BSTR copy(bool fCopy = true) const { return fCopy ? duplicate(text(), length()) : text(); }

    /// This text itself, which no other _bstr_t shares from now on; the owner may change it.
    BSTR& GetBSTR() {
        own();
        return data_->wide;
    }

    /// A place for an out parameter; the old text is let go.
    BSTR* GetAddress() {
        drop();
        data_ = make(nullptr, true);
        return &data_->wide;
    }

    void Assign(BSTR s) {
        _bstr_t made(s, true);
        swap(made);
    }

    void Attach(BSTR s) {
        _bstr_t made(s, false);
        swap(made);
    }

    BSTR Detach() {
        own();
        return std::exchange(data_->wide, nullptr);
    }

private:
    struct Data {
        BSTR wide;
        char* narrow;
        std::atomic<unsigned long> references;
    };

    static BSTR duplicate(const wchar_t* s) { return s == nullptr ? nullptr : duplicate(s, std::wcslen(s)); }

    static BSTR duplicate(const wchar_t* s, std::size_t length) {
        if (s == nullptr) return nullptr;
        BSTR made = SysAllocStringLen(s, static_cast<UINT>(length));
        if (made == nullptr) _com_issue_error(E_OUTOFMEMORY);
        return made;
    }

    static Data* make(BSTR taken, bool even_empty = false) {
        if (taken == nullptr && !even_empty) return nullptr;
        return new Data{taken, nullptr, {1}};
    }

    _bstr_t& swap(_bstr_t& other) noexcept {
        std::swap(data_, other.data_);
        return *this;
    }

    void take() noexcept {
        if (data_ != nullptr) ++data_->references;
    }

    void drop() noexcept {
        Data* old = std::exchange(data_, nullptr);
        if (old == nullptr || --old->references != 0) return;
        SysFreeString(old->wide);
        delete[] old->narrow;
        delete old;
    }

    void own() {
        if (data_ != nullptr && data_->references == 1) {
            delete[] std::exchange(data_->narrow, nullptr);
            return;
        }
        Data* mine = make(duplicate(text(), length()), true);
        drop();
        data_ = mine;
    }

    BSTR text() const noexcept { return data_ == nullptr ? nullptr : data_->wide; }

    char* narrow() const {
        if (data_ == nullptr || data_->wide == nullptr) return nullptr;
        if (data_->narrow == nullptr) data_->narrow = _com_util::ConvertBSTRToString(data_->wide);
        return data_->narrow;
    }

    int compare(const _bstr_t& other) const noexcept {
        std::size_t left = length();
        std::size_t right = other.length();
        int order = std::wmemcmp(text() ? text() : L"", other.text() ? other.text() : L"", left < right ? left : right);
        return order != 0 ? order : (left < right ? -1 : static_cast<int>(left > right));
    }

    Data* data_ = nullptr;
};

/// A value of any kind of VARIANT. It is a VARIANT: its members are at hand, its address may be passed.
class _variant_t : public tagVARIANT {
public:
    _variant_t() noexcept { VariantInit(this); }

    _variant_t(const VARIANT& src) : _variant_t() { _com_util::CheckError(VariantCopy(this, &src)); }

    _variant_t(const VARIANT* src) : _variant_t(*src) {}

    _variant_t(const _variant_t& src) : _variant_t(static_cast<const VARIANT&>(src)) {}

    _variant_t(_variant_t&& src) noexcept : tagVARIANT(src) { VariantInit(&src); }

    /// Copies a VARIANT, or takes it over when fCopy is false.
    _variant_t(VARIANT& src, bool fCopy) : _variant_t() {
        if (fCopy) {
            _com_util::CheckError(VariantCopy(this, &src));
        } else {
            Attach(src);
        }
    }

    _variant_t(short value, VARTYPE kind = VT_I2) : _variant_t() { kind == VT_BOOL ? put(kind, boolVal, value) : put(kind, iVal, value); }
    _variant_t(long value, VARTYPE kind = VT_I4) : _variant_t() {
        if (kind == VT_ERROR) {
            put(kind, scode, static_cast<SCODE>(value));
        } else if (kind == VT_BOOL) {
            put(kind, boolVal, value ? VARIANT_TRUE : VARIANT_FALSE);
        } else {
            put(kind, lVal, value);
        }
    }
    _variant_t(int value) : _variant_t() { put(VT_I4, lVal, static_cast<LONG>(value)); }
    _variant_t(unsigned int value) : _variant_t() { put(VT_UI4, ulVal, static_cast<ULONG>(value)); }
    _variant_t(unsigned long value) : _variant_t() { put(VT_UI4, ulVal, value); }
    _variant_t(unsigned short value) : _variant_t() { put(VT_UI2, uiVal, value); }
    _variant_t(long long value) : _variant_t() { put(VT_I8, llVal, value); }
    _variant_t(unsigned long long value) : _variant_t() { put(VT_UI8, ullVal, value); }
    _variant_t(float value) : _variant_t() { put(VT_R4, fltVal, value); }
    _variant_t(double value, VARTYPE kind = VT_R8) : _variant_t() { put(kind, dblVal, value); }
    _variant_t(const CY& value) : _variant_t() { put(VT_CY, cyVal, value); }
    _variant_t(bool value) : _variant_t() { put(VT_BOOL, boolVal, value ? VARIANT_TRUE : VARIANT_FALSE); }
    _variant_t(char value) : _variant_t() { put(VT_I1, cVal, value); }
    _variant_t(unsigned char value) : _variant_t() { put(VT_UI1, bVal, value); }
    _variant_t(const DECIMAL& value) : _variant_t() {
        decVal = value;
        vt = VT_DECIMAL;
    }
    _variant_t(const char* value) : _variant_t() { put(VT_BSTR, bstrVal, _com_util::ConvertStringToBSTR(value)); }
    _variant_t(const wchar_t* value) : _variant_t() { put(VT_BSTR, bstrVal, _bstr_t(value).copy()); }
    _variant_t(const _bstr_t& value) : _variant_t() { put(VT_BSTR, bstrVal, value.copy()); }

    _variant_t(IUnknown* value, bool fAddRef = true) : _variant_t() {
        if (fAddRef && value != nullptr) value->AddRef();
        put(VT_UNKNOWN, punkVal, value);
    }

    _variant_t(IDispatch* value, bool fAddRef = true) : _variant_t() {
        if (fAddRef && value != nullptr) value->AddRef();
        put(VT_DISPATCH, pdispVal, value);
    }

    ~_variant_t() noexcept { VariantClear(this); }

    _variant_t& operator=(const _variant_t& src) {
        _com_util::CheckError(VariantCopy(this, &src));
        return *this;
    }

    _variant_t& operator=(_variant_t&& src) noexcept {
        std::swap(static_cast<tagVARIANT&>(*this), static_cast<tagVARIANT&>(src));
        return *this;
    }

    _variant_t& operator=(const VARIANT& src) {
        _com_util::CheckError(VariantCopy(this, &src));
        return *this;
    }

    /// Any value that a _variant_t can be made of.
    template <class Value,
              std::enable_if_t<std::is_constructible<_variant_t, Value>::value && !std::is_base_of<tagVARIANT, std::decay_t<Value>>::value, int> = 0>
    _variant_t& operator=(Value&& value) {
        _variant_t made(std::forward<Value>(value));
        return *this = std::move(made);
    }

    operator short() const { return static_cast<short>(to(VT_I2).iVal); }
    operator long() const { return to(VT_I4).lVal; }
    operator int() const { return static_cast<int>(to(VT_I4).lVal); }
    operator unsigned int() const { return static_cast<unsigned int>(to(VT_UI4).ulVal); }
    operator unsigned long() const { return to(VT_UI4).ulVal; }
    operator unsigned short() const { return to(VT_UI2).uiVal; }
    operator long long() const { return to(VT_I8).llVal; }
    operator unsigned long long() const { return to(VT_UI8).ullVal; }
    operator float() const { return to(VT_R4).fltVal; }
    operator double() const { return to(VT_R8).dblVal; }
    operator bool() const { return to(VT_BOOL).boolVal != 0; }
    operator unsigned char() const { return to(VT_UI1).bVal; }

    /// A reference that the caller releases.
    operator IUnknown*() const { return to(VT_UNKNOWN).release(); }

    operator IDispatch*() const { return static_cast<IDispatch*>(to(VT_DISPATCH).release()); }

    bool operator==(const VARIANT& src) const noexcept { return same(src); }
    bool operator==(const _variant_t& src) const noexcept { return same(src); }
    bool operator!=(const VARIANT& src) const noexcept { return !same(src); }
    bool operator!=(const _variant_t& src) const noexcept { return !same(src); }

    void Clear() { _com_util::CheckError(VariantClear(this)); }

    void Attach(VARIANT& src) {
        Clear();
        static_cast<tagVARIANT&>(*this) = src;
        VariantInit(&src);
    }

    VARIANT Detach() {
        VARIANT given = *this;
        VariantInit(this);
        return given;
    }

    VARIANT& GetVARIANT() noexcept { return *this; }

    /// A place for an out parameter; the old value is cleared.
    VARIANT* GetAddress() {
        Clear();
        return this;
    }

    /// Changes the kind of this value, or takes that of another in a new kind.
    void ChangeType(VARTYPE kind, const _variant_t* src = nullptr) {
        _com_util::CheckError(VariantChangeType(this, src != nullptr ? src : this, 0, kind));
    }

    void SetString(const char* value) { *this = _variant_t(value); }

private:
    friend class _bstr_t;  // a _bstr_t is made of a _variant_t by its constructor

    template <class Member, class Value>
    void put(VARTYPE kind, Member& member, Value value) {
        vt = kind;
        member = static_cast<Member>(value);
    }

    _variant_t to(VARTYPE kind) const {
        _variant_t made;
        _com_util::CheckError(VariantChangeType(&made, this, 0, kind));
        return made;
    }

    IUnknown* release() {
        vt = VT_EMPTY;
        return punkVal;
    }

    bool same(const VARIANT& src) const noexcept {
        if (vt != src.vt) return false;
        if (vt == VT_BSTR) return _bstr_t(bstrVal, true) == _bstr_t(src.bstrVal, true);
        if (vt == VT_EMPTY || vt == VT_NULL) return true;
        if (vt == VT_DECIMAL) return std::memcmp(&decVal.Hi32, &src.decVal.Hi32, 12) == 0 && decVal.signscale == src.decVal.signscale;
        VARIANT left;
        VARIANT right;
        VariantInit(&left);
        VariantInit(&right);
        bool whole = SUCCEEDED(VariantChangeType(&left, this, 0, VT_I8)) && SUCCEEDED(VariantChangeType(&right, &src, 0, VT_I8));
        if (vt == VT_R8 || vt == VT_DATE) return dblVal == src.dblVal;
        if (vt == VT_R4) return fltVal == src.fltVal;
        return whole ? left.llVal == right.llVal : llVal == src.llVal;
    }
};

inline _bstr_t::_bstr_t(const _variant_t& var) {
    _variant_t text = var.to(VT_BSTR);
    data_ = make(std::exchange(text.bstrVal, nullptr));
}

inline _bstr_t& _bstr_t::operator=(const _variant_t& var) {
    _bstr_t made(var);
    return swap(made);
}

typedef _bstr_t bstr_t;
typedef _variant_t variant_t;
