// _com_ptr_t: the owner of one reference to a COM object. _COM_SMARTPTR_TYPEDEF names one for an interface: IWbemLocatorPtr. Failures that a
// method does not answer with an HRESULT are thrown as _com_error.
#pragma once

#include "comutil.h"

#include <type_traits>

/// An interface and its identifier, as _com_ptr_t takes them.
template <class Type, const IID* Identifier = &openwmi_uuid<Type>::value>
class _com_IIID {
public:
    typedef Type Interface;

    static Type* GetInterfacePtr() noexcept { return nullptr; }

    static Type& GetInterface() noexcept { return *static_cast<Type*>(nullptr); }

    static const IID& GetIID() noexcept { return *Identifier; }
};

template <class Identified>
class _com_ptr_t {
public:
    typedef Identified ThisIIID;
    typedef typename Identified::Interface Interface;

    static const IID& GetIID() noexcept { return Identified::GetIID(); }

    _com_ptr_t() noexcept = default;

    _com_ptr_t(const _com_ptr_t& other) noexcept : object_(other.object_) { take(); }

    _com_ptr_t(_com_ptr_t&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}

    _com_ptr_t(Interface* object) noexcept : object_(object) { take(); }

    /// Takes a reference of its own, or the caller's.
    _com_ptr_t(Interface* object, bool fAddRef) noexcept : object_(object) {
        if (fAddRef) take();
    }

    /// Asks another object for this interface; throws unless the answer is yes or E_NOINTERFACE (then the pointer is NULL).
    template <class Other, std::enable_if_t<!std::is_same<Other, Interface>::value, int> = 0>
    _com_ptr_t(Other* object) {
        ask(object);
    }

    template <class Other>
    _com_ptr_t(const _com_ptr_t<Other>& other) {
        ask(other.GetInterfacePtr());
    }

    _com_ptr_t(const _variant_t& value) { ask(value.vt == VT_UNKNOWN || value.vt == VT_DISPATCH ? value.punkVal : nullptr); }

    /// Makes an object of a class.
    explicit _com_ptr_t(const CLSID& clsid, IUnknown* pOuter = nullptr, DWORD dwClsContext = CLSCTX_ALL) {
        HRESULT hr = CreateInstance(clsid, pOuter, dwClsContext);
        if (FAILED(hr) && hr != E_NOINTERFACE) _com_issue_error(hr);
    }

    ~_com_ptr_t() noexcept { drop(); }

    _com_ptr_t& operator=(const _com_ptr_t& other) noexcept { return *this = other.object_; }

    _com_ptr_t& operator=(_com_ptr_t&& other) noexcept {
        std::swap(object_, other.object_);
        return *this;
    }

    _com_ptr_t& operator=(Interface* object) noexcept {
        _com_ptr_t made(object);
        std::swap(object_, made.object_);
        return *this;
    }

    template <class Other, std::enable_if_t<!std::is_same<Other, Interface>::value, int> = 0>
    _com_ptr_t& operator=(Other* object) {
        return *this = _com_ptr_t(object);
    }

    template <class Other>
    _com_ptr_t& operator=(const _com_ptr_t<Other>& other) {
        return *this = _com_ptr_t(other);
    }

    operator Interface*() const noexcept { return object_; }

    operator Interface&() const {
        check();
        return *object_;
    }

    Interface& operator*() const {
        check();
        return *object_;
    }

    Interface* operator->() const {
        check();
        return object_;
    }

    /// A place for an out parameter; the old object is released.
    Interface** operator&() noexcept {
        drop();
        return &object_;
    }

    explicit operator bool() const noexcept { return object_ != nullptr; }

    bool operator!() const noexcept { return object_ == nullptr; }

    bool operator==(Interface* object) const noexcept { return object_ == object; }

    bool operator==(const _com_ptr_t& other) const noexcept { return object_ == other.object_; }

    Interface* GetInterfacePtr() const noexcept { return object_; }

    Interface*& GetInterfacePtr() noexcept { return object_; }

    void Attach(Interface* object) noexcept {
        drop();
        object_ = object;
    }

    void Attach(Interface* object, bool fAddRef) noexcept {
        Attach(object);
        if (fAddRef) take();
    }

    Interface* Detach() noexcept { return std::exchange(object_, nullptr); }

    void AddRef() {
        check();
        object_->AddRef();
    }

    void Release() {
        check();
        drop();
    }

    HRESULT CreateInstance(const CLSID& rclsid, IUnknown* pOuter = nullptr, DWORD dwClsContext = CLSCTX_ALL) noexcept {
        drop();
        return CoCreateInstance(rclsid, pOuter, dwClsContext, GetIID(), reinterpret_cast<void**>(&object_));
    }

    /// The class as text: {...}
    HRESULT CreateInstance(LPCOLESTR clsidString, IUnknown* pOuter = nullptr, DWORD dwClsContext = CLSCTX_ALL) noexcept {
        CLSID clsid;
        HRESULT hr = clsidString == nullptr ? E_INVALIDARG : CLSIDFromString(clsidString, &clsid);
        return FAILED(hr) ? hr : CreateInstance(clsid, pOuter, dwClsContext);
    }

    template <class Other>
    HRESULT QueryInterface(const IID& iid, Other** p) noexcept {
        if (p == nullptr) return E_POINTER;
        *p = nullptr;
        return object_ == nullptr ? E_POINTER : object_->QueryInterface(iid, reinterpret_cast<void**>(p));
    }

    template <class Other>
    HRESULT QueryInterface(const IID& iid, Other*& p) noexcept {
        return QueryInterface(iid, &p);
    }

private:
    void take() noexcept {
        if (object_ != nullptr) object_->AddRef();
    }

    void drop() noexcept {
        if (Interface* old = std::exchange(object_, nullptr)) old->Release();
    }

    void check() const {
        if (object_ == nullptr) _com_issue_error(E_POINTER);
    }

    void ask(IUnknown* object) {
        if (object == nullptr) return;
        HRESULT hr = object->QueryInterface(GetIID(), reinterpret_cast<void**>(&object_));
        if (FAILED(hr)) object_ = nullptr;
        if (FAILED(hr) && hr != E_NOINTERFACE) _com_issue_error(hr);
    }

    Interface* object_ = nullptr;
};
